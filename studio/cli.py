"""The command line: each command calls one method of Studio and says what happened."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from studio import rules
from studio.api import Studio
from studio.crew import Event
from studio.delivery import unwritable
from studio.errors import BadInput, Cancelled, StudioError
from studio.film import RATIOS, Brief, Size
from studio.hiring import SEATS
from studio.projects import check_name, name_from
from studio.roles import House
from studio.screen import Screen, size_in_words

Home = Annotated[Path | None, typer.Option("--home", help="Data folder.", envvar="REELWRIGHT_HOME")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per event.")]
Seat = Annotated[str, typer.Option(metavar="NAME", rich_help_panel="One seat at a time")]


def home_or_default(home: Path | None) -> Path:
    return home or Path.home() / ".reelwright"


def build(  # noqa: PLR0915 - one screen of commands, each a few lines
    house: House, serve: Callable[[Studio], None], checkup: Callable[[Path], list[tuple[str, bool, str, str]]]
) -> typer.Typer:
    """The commands over one house. Without a command the page is served."""
    app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)

    @app.callback(invoke_without_command=True)
    def page(context: typer.Context, home: Home = None) -> None:
        """Turn a brief into a finished ad or explainer film. Without a command: serve the page."""
        if context.invoked_subcommand is None:
            with said_plainly():
                serve(Studio(home_or_default(home), house))

    @app.command()
    def make(
        brief: Annotated[str, typer.Argument(metavar="BRIEF", help="A text file, or - for standard input.")],
        out: Annotated[Path | None, typer.Option("-o", "--out", help="The film; default: PROJECT.mp4.")] = None,
        lineup: Annotated[str, typer.Option(help="Which six engines work.")] = "",
        language: Annotated[str, typer.Option(help="Such as hi; default: the brief's own.")] = "",
        seconds: Annotated[float | None, typer.Option(help="Length; default: as long as the words take.")] = None,
        size: Annotated[str, typer.Option(help="Such as 1280x720.")] = "",
        ratio: Annotated[str, typer.Option(help=" | ".join(RATIOS))] = "",
        fps: Annotated[str, typer.Option(help="Frames per second.")] = "24",
        look: Annotated[str, typer.Option(help="The drawing's look.")] = "flat",
        product: Annotated[list[Path] | None, typer.Option(help="A product picture; may be repeated.")] = None,
        logo: Annotated[Path | None, typer.Option(help="A logo picture.")] = None,
        voice: Annotated[str, typer.Option(help="The narrator's voice; default: by language.")] = "",
        music: Annotated[str, typer.Option(help="A mood, auto or off.")] = "auto",
        captions: Annotated[str, typer.Option(help="on | off | a style, such as classic.")] = "on",
        seed: Annotated[int, typer.Option(help="Another number, another film.")] = 0,
        writer: Seat = "",
        painter: Seat = "",
        animator: Seat = "",
        narrator: Seat = "",
        composer: Seat = "",
        editor: Seat = "",
        project: Annotated[str, typer.Option(help="Name to keep it under; default: from the brief.")] = "",
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Make a film from BRIEF, with its captions and credits beside it."""
        with Screen(as_json) as screen, said_plainly(screen):
            text = read_brief(brief)
            name = project or (name_from(Path(brief).stem) if brief != "-" else name_from(text))
            film = out or Path(f"{check_name(name)}.mp4")
            check_out(film)
            studio = Studio(home_or_default(home), house)
            seats = dict(zip(SEATS, (writer, painter, animator, narrator, composer, editor), strict=True))
            chosen = studio.lineup(lineup, **seats)
            plan = checked_brief(
                text=text,
                language=language,
                seconds=seconds,
                size=frame(size, ratio),
                fps=fps,
                look=look,
                products=tuple(studio.take_in(picture) for picture in product or ()),
                logo=studio.take_in(logo) if logo else None,
                voice=voice,
                music=music,
                captions=Brief.model_fields["captions"].default if captions == "on" else captions,
                seed=seed,
            )
            studio.start(plan, chosen, name)
            studio.make(name, screen.show)
            for path in studio.deliver(name, film):
                screen.show(Event(kind="written", note=str(path)))

    @app.command()
    def look(name: str, home: Home = None, as_json: Json = False) -> None:
        """What exists of project NAME, what is missing, and what it would take."""
        with Screen(as_json) as screen, said_plainly(screen):
            view = Studio(home_or_default(home), house).view(name)
            for part in view.progress:
                screen.show(Event(kind="part", stage=part.stage, done=part.ready, total=part.total or 0))
            state = (
                "The film is finished."
                if view.film
                else f"Make the rest with: python app.py make ... --project {name}"
            )
            for note in (*view.notes, state):
                screen.show(Event(kind="note", note=note))

    @app.command()
    def board(
        name: str,
        out: Annotated[Path, typer.Option("-o", "--out", help="A .png or .pdf file.")],
        home: Home = None,
    ) -> None:
        """Write the storyboard of project NAME as a contact sheet."""
        with Screen(False) as screen, said_plainly(screen):
            check_out(out)
            Studio(home_or_default(home), house).sheet(name, out)
            screen.show(Event(kind="written", note=str(out)))

    @app.command()
    def export(
        name: str,
        out: Annotated[Path, typer.Option("-o", "--out", help="A file; a folder for frames and timelines.")],
        form: Annotated[
            str, typer.Option("--as", help="Such as hevc, gif, mp3, frames, premiere; without it all are named.")
        ] = "",
        platform: Annotated[str, typer.Option("--for", help="Such as youtube, reels, whatsapp, broadcast.")] = "",
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Write the finished film of project NAME in another format, for a platform, or as a timeline."""
        with Screen(as_json) as screen, said_plainly(screen):
            if not out.is_dir():
                check_out(out)
            written = Studio(home_or_default(home), house).export(name, form, out, platform, screen.show)
            screen.show(Event(kind="written", note=str(written)))

    @app.command()
    def engines(as_json: Json = False) -> None:
        """Every engine, whether it can run here, and if not, why."""
        with Screen(as_json) as screen, said_plainly(screen):
            for card in house.cards().values():
                reason = house.why_not(card)
                screen.engine(card, reason)

    @app.command()
    def doctor(home: Home = None) -> None:
        """Check fonts, text shaping, ffmpeg, voice, GPU and disk, and say how to mend what is wrong."""
        with Screen(False) as screen, said_plainly(screen):
            findings = checkup(home_or_default(home))
            for name, ok, found, mend in findings:
                screen.finding(name, ok, found, mend)
        if not all(ok for _, ok, _, _ in findings):
            raise typer.Exit(1)

    @app.command()
    def sweep(home: Home = None) -> None:
        """Free what no project refers to."""
        with Screen(False) as screen, said_plainly(screen):
            files, freed = Studio(home_or_default(home), house).sweep()
            screen.show(Event(kind="note", note=f"Freed {size_in_words(freed)} in {files} files."))

    return app


def read_brief(source: str) -> str:
    """The brief's text from a file or, for -, from standard input; raises BadInput."""
    name = "standard input" if source == "-" else source
    try:
        if source == "-":
            data = sys.stdin.buffer.read(rules.MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as stream:
                data = stream.read(rules.MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(
            f"The brief {name} cannot be read: {os.strerror(error.errno or 0)}.", "Give a text file, or - to type it."
        ) from error
    return rules.text_from(data, f"The brief {name}")


def checked_brief(**fields: object) -> Brief:
    """A brief from options; raises BadInput naming the first option that cannot be read."""
    from pydantic import ValidationError  # noqa: PLC0415 - only named here

    try:
        return rules.check(Brief.model_validate(fields))
    except (ValidationError, ZeroDivisionError) as error:
        where = error.errors()[0]["loc"][0] if isinstance(error, ValidationError) else "fps"
        raise BadInput(
            f"--{where} cannot be '{fields[str(where)]}'.", "See 'python app.py make --help' for what it can be."
        ) from error


def frame(size: str, ratio: str) -> Size:
    if size and ratio:
        raise BadInput("--size and --ratio cannot both be given.", "Leave one of them out.")
    if size:
        return Size.parse(size)
    if ratio and ratio not in RATIOS:
        raise BadInput(f"'{ratio}' is not a shape we know.", f"Choose one of: {', '.join(RATIOS)}.")
    return RATIOS[ratio or "16:9"]


def check_out(path: Path) -> None:
    """Raise BadInput now, not after an hour's work, where a file could not be written."""
    probe = path.with_name(f".{path.name}.{os.getpid()}.probe")
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def said_plainly(screen: Screen | None = None) -> Iterator[None]:
    """Turn what goes wrong into one sentence, what to do, and an exit status."""
    try:
        yield
    except StudioError as error:
        leave(error, screen)
    except KeyboardInterrupt:
        leave(Cancelled(), screen)


def leave(error: StudioError, screen: Screen | None) -> NoReturn:
    (screen or Screen(False)).trouble(error)
    raise typer.Exit(error.exit_status) from None
