"""The commands that make films: make, remake, preview."""

# No `from __future__ import annotations`: an option's help names what the house has, which only its function knows.

from pathlib import Path
from typing import Annotated, get_args

import typer

from studio import options, rules
from studio.api import Studio
from studio.brand import colours_from
from studio.cli.common import (
    CLOSING,
    COLOURS,
    FONT,
    LOGO,
    Home,
    Json,
    Out,
    Seat,
    any_of,
    home_or_default,
    said_plainly,
)
from studio.crew import Event
from studio.film import RATIOS, Brief, Margins, Sounds, edited
from studio.hiring import SEATS
from studio.projects import check_name, name_from
from studio.roles import House
from studio.screen import Screen


def add(app: typer.Typer, house: House) -> None:
    @app.command()
    def make(
        brief: Annotated[str, typer.Argument(metavar="BRIEF", help="A text file, or - for standard input.")],
        out: Out = None,
        lineup: Annotated[str, typer.Option(help="Which six engines work.")] = "",
        language: Annotated[str, typer.Option(help="Such as hi; default: the brief's own.")] = "",
        seconds: Annotated[float | None, typer.Option(help="Length; default: as long as the words take.")] = None,
        size: Annotated[str, typer.Option(help="Such as 1280x720.")] = "",
        ratio: Annotated[
            list[str] | None, typer.Option(help=f"{any_of(RATIOS)}; may be repeated: a film for each.")
        ] = None,
        platform: Annotated[
            str, typer.Option("--for", help=f"{any_of(house.platforms())}: its shape, and words off its buttons.")
        ] = "",
        fps: Annotated[str, typer.Option(help="Frames per second.")] = "24",
        look: Annotated[str, typer.Option(help=any_of(house.looks()))] = "flat",
        grade: Annotated[str, typer.Option(help=f"The film's colours: {any_of(house.grades())}.")] = "",
        lut: Annotated[Path | None, typer.Option(help="Your own colours, a .cube file.")] = None,
        product: Annotated[list[Path] | None, typer.Option(help="A product picture; may be repeated.")] = None,
        screenshot: Annotated[
            list[Path] | None, typer.Option(help="A screenshot, shown on a phone, tablet or laptop; may be repeated.")
        ] = None,
        brand: Annotated[str, typer.Option(help="A brand that was kept: all of it that is not given here.")] = "",
        logo: Annotated[str | None, typer.Option(metavar="FILE", help=LOGO)] = None,
        font: Annotated[str | None, typer.Option(metavar="FILE", help=FONT)] = None,
        colours: Annotated[str | None, typer.Option(help=COLOURS)] = None,
        closing: Annotated[str | None, typer.Option(help=CLOSING)] = None,
        voice: Annotated[str, typer.Option(help="The narrator's voice; default: by language.")] = "",
        music: Annotated[str | None, typer.Option(help="A mood, auto or off; default: auto.")] = None,
        track: Annotated[Path | None, typer.Option(help="Your own music, a sound file.")] = None,
        sounds: Annotated[
            str,
            typer.Option(help=f"{any_of(get_args(Sounds))}: what is heard of the shots, where engines make that."),
        ] = "effects",
        guide: Annotated[
            float, typer.Option(help="0 to 1: how far a painter's model keeps to the drawn picture.")
        ] = 0.0,
        captions: Annotated[str, typer.Option(help=f"on | off | {any_of(house.caption_styles())}")] = "on",
        legal: Annotated[str | None, typer.Option(help="Small print, through the whole film.")] = None,
        progress_bar: Annotated[bool, typer.Option("--progress-bar", help="A bar that says how far it is.")] = False,
        seed: Annotated[int | None, typer.Option(help="Another number, another film; default: by the text.")] = None,
        writer: Seat = "",
        painter: Seat = "",
        animator: Seat = "",
        narrator: Seat = "",
        composer: Seat = "",
        editor: Seat = "",
        checker: Seat = "",
        storyboard: Annotated[
            Path | None, typer.Option(help="Draw only the storyboard, a .png or .pdf; 'remake' makes the film.")
        ] = None,
        project: Annotated[str, typer.Option(help="Name to keep it under; default: from the brief.")] = "",
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Make a film from BRIEF, or one for each of several shapes, with captions and credits beside it."""
        with Screen(as_json) as screen, said_plainly(screen):
            text = options.read_brief(brief)
            name = check_name(project or (name_from(Path(brief).stem) if brief != "-" else name_from(text)))
            place = rules.platform(platform, house) if platform else None
            shapes = options.shapes(size, ratio or [], place)
            names = {shape: options.in_shape(name, shape) for shape in shapes}
            film = options.wanted(out, storyboard) or Path(f"{name}.mp4")
            files = {shape: film.with_stem(f"{film.stem}-{shape}") if shape else film for shape in shapes}
            for file in files.values():
                options.check_out(file)
            studio = Studio(home_or_default(home), house)
            seats = dict(zip(SEATS, (writer, painter, animator, narrator, composer, editor, checker), strict=True))
            chosen = studio.lineup(lineup, **seats)
            branding = options.branding(
                studio.brand(brand) if brand else None,
                logo=studio.take_in_logo(Path(logo)) if logo else logo,
                font=studio.take_in_font(Path(font)) if font else font,
                colours=None if colours is None else colours_from(colours),
                closing=None if closing is None else options.closing(closing),
                legal=legal,
                music=options.mood(music, track),
                track=studio.take_in_sound(track) if track else None,
            )
            plan = options.checked_brief(
                text=text,
                language=language,
                seconds=seconds,
                size=next(iter(shapes.values())),
                fps=fps,
                look=look,
                grade=grade,
                lut=studio.take_in_lut(lut) if lut else None,
                products=tuple(studio.take_in(picture, "product picture") for picture in product or ()),
                screens=tuple(studio.take_in(picture, "screenshot") for picture in screenshot or ()),
                voice=voice,
                sounds=sounds,
                guide=guide,
                captions=Brief.model_fields["captions"].default if captions == "on" else captions,
                progress_bar=progress_bar,
                margins=place.margins if place else Margins(),
                seed=studio.seed(names[next(iter(shapes))], text) if seed is None else seed,
                **branding,
            )
            for shape, frame in shapes.items():
                studio.start(edited(plan, size=frame), chosen, names[shape])
            for shape, file in files.items():
                if shape:
                    screen.show(Event(kind="note", note=f"{shape}, as project {names[shape]}:"))
                if storyboard:
                    draw_and_deliver(studio, names[shape], file, screen)
                else:
                    make_and_deliver(studio, names[shape], file, screen)

    @app.command()
    def remake(
        name: str,
        out: Out = None,
        recut: Annotated[bool, typer.Option("--recut", help="Cut on the beats of the music it has now.")] = False,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Make the film of project NAME as it is now; only what its edits touch is made anew."""
        with Screen(as_json) as screen, said_plainly(screen):
            film = out or Path(f"{check_name(name)}.mp4")
            options.check_out(film)
            studio = Studio(home_or_default(home), house)
            if recut:
                studio.recut(name)
            make_and_deliver(studio, name, film, screen)

    @app.command()
    def preview(
        name: str,
        out: Annotated[Path | None, typer.Option("-o", "--out", help="Default: PROJECT-preview.mp4.")] = None,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Write a small, quick draft of project NAME's film, the same to the frame."""
        with Screen(as_json) as screen, said_plainly(screen):
            film = out or Path(f"{check_name(name)}-preview.mp4")
            options.check_out(film)
            written = Studio(home_or_default(home), house).preview(name, film, screen.show)
            screen.show(Event(kind="written", note=str(written)))


def make_and_deliver(studio: Studio, name: str, out: Path, screen: Screen) -> None:
    studio.make(name, screen.show)
    for path in studio.deliver(name, out):
        screen.show(Event(kind="written", note=str(path)))


def draw_and_deliver(studio: Studio, name: str, out: Path, screen: Screen) -> None:
    studio.draw(name, screen.show)
    studio.sheet(name, out)
    screen.show(Event(kind="written", note=str(out)))
    screen.show(Event(kind="note", note=f"Make the film with: python app.py remake {name}"))
