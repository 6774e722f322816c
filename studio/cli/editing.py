"""The commands that change a project: shot, retake, undo."""

# No `from __future__ import annotations`: an option's help names what the house has, which only its function knows.

from pathlib import Path
from typing import Annotated, get_args

import typer

from studio import options
from studio.api import Studio
from studio.cli.common import Home, Json, any_of, given, home_or_default, said_plainly
from studio.crew import Event
from studio.errors import BadInput
from studio.film import Camera, Fit, Transition
from studio.roles import House
from studio.screen import Screen


def add(app: typer.Typer, house: House) -> None:
    @app.command()
    def shot(
        name: str,
        number: Annotated[int | None, typer.Argument(help="From 1; without it all shots are shown.")] = None,
        says: Annotated[str | None, typer.Option(help="What the voice says.")] = None,
        shows: Annotated[str | None, typer.Option(help="What the picture shows, in words.")] = None,
        camera: Annotated[str | None, typer.Option(help=any_of(get_args(Camera)))] = None,
        cut: Annotated[str | None, typer.Option(help=f"How it gives way: {any_of(get_args(Transition))}.")] = None,
        title: Annotated[str | None, typer.Option(help='Large words over the picture; "" for none.')] = None,
        key_words: Annotated[
            str | None, typer.Option(help='Up to three stretches of its line, set large when said; "" for none.')
        ] = None,
        lower_third: Annotated[str | None, typer.Option(help='"Name / role"; "" for none.')] = None,
        call_out: Annotated[str | None, typer.Option(help='"Words@0.4,0.6", a place from the top left.')] = None,
        clip: Annotated[Path | None, typer.Option(help="Your own clip instead of its picture.")] = None,
        start: Annotated[float | None, typer.Option(help="Seconds into that clip.")] = None,
        speed: Annotated[str | None, typer.Option(help="Times its pace, 0.25 to 4, or fill.")] = None,
        fit: Annotated[str | None, typer.Option(help=f"How it fills the frame: {any_of(get_args(Fit))}.")] = None,
        still: Annotated[Path | None, typer.Option(help="Your own picture instead of a drawn one.")] = None,
        drawn: Annotated[bool, typer.Option("--drawn", help="Give up its own clip or picture.")] = False,
        screenshot: Annotated[bool | None, typer.Option(help="Show one of the film's screenshots.")] = None,
        ends_on: Annotated[
            str | None, typer.Option(metavar="FILE", help='A picture its clip is to end on; "" for none.')
        ] = None,
        match: Annotated[bool | None, typer.Option(help="Bring its colours to its neighbours'.")] = None,
        rewrite: Annotated[
            str | None, typer.Option(metavar="WISH", help='Let the writer show it anew: "warmer, closer".')
        ] = None,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Show the shots of project NAME, or change one; 'remake' then makes the film again."""
        with Screen(as_json) as screen, said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            if drawn and (clip or still):
                raise BadInput("--drawn gives up an own picture or clip.", "Leave it out to give the shot another.")
            changes = {
                **({"clip": None, "still": None} if drawn else {}),
                **given(says=says, shows=shows, camera=camera, cut=cut, title=title, clip_start=start, fit=fit),
                **given(match=match, shows_screen=screenshot, clip=studio.take_in_clip(clip) if clip else None),
                **given(still=studio.take_in(still) if still else None),
                **({} if ends_on is None else {"ends_on": studio.take_in(Path(ends_on)) if ends_on else None}),
                **({} if lower_third is None else {"lower_third": options.lower_third(lower_third)}),
                **({} if key_words is None else {"key_words": options.key_words(key_words)}),
                **({} if call_out is None else {"callout": options.callout(call_out)}),
                **({} if speed is None else {"clip_speed": options.speed(speed)}),
            }
            if (changes or rewrite is not None) and number is None:
                raise BadInput("Nothing says which shot to change.", f"Give its number: shot {name} 1 ...")
            if changes and rewrite is not None:
                raise BadInput("--rewrite leaves the shot to the writer.", "Leave the other options out.")
            if changes and number is not None:
                studio.change_shot(name, number, **changes)
            if rewrite is not None and number is not None:
                studio.rewrite(name, number, rewrite, screen.show)
            for at, there in enumerate(studio.board(name).shots, start=1):
                if number in (None, at):
                    screen.shot(at, there)
            if changes or rewrite is not None:
                screen.show(Event(kind="note", note=f"Make it with: python app.py remake {name}"))

    @app.command()
    def retake(
        name: str,
        number: Annotated[int, typer.Argument(help="Which shot, from 1.")],
        clip: Annotated[bool, typer.Option("--clip", help="Keep its picture, and move it in another way.")] = False,
        best_of: Annotated[
            int | None, typer.Option(metavar="N", help="Make N takes of the picture; the checker chooses.")
        ] = None,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Make one shot of project NAME in another way, its words as they are; 'undo' brings the take before back."""
        with Screen(as_json) as screen, said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            if clip and best_of is not None:
                raise BadInput("--best-of compares pictures, not clips.", "Leave one of the two out.")
            if best_of is not None:
                for at, one in enumerate(studio.best_take(name, number, best_of, screen.show), start=1):
                    screen.show(Event(kind="note", note=f"{at}. take {one.take}: {one.score:.2f}"))
            else:
                studio.retake(name, number, "clip" if clip else "picture")
            screen.show(Event(kind="note", note=f"Make it with: python app.py remake {name}"))

    @app.command()
    def undo(name: str, home: Home = None) -> None:
        """Take back the last change of project NAME."""
        with Screen(False) as screen, said_plainly(screen):
            Studio(home_or_default(home), house).projects.undo(name)
            screen.show(Event(kind="note", note=f"Make it as it was with: python app.py remake {name}"))
