"""What the commands share: their options, the home they work in, and how what goes wrong is said."""

# No `from __future__ import annotations`: typer reads the options' types.

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from studio.errors import Cancelled, StudioError
from studio.screen import Screen


def settled(home: Path | None) -> Path | None:
    """Said before the command or after it, it is the same folder, for the engines' files too."""
    if home:
        os.environ["REELWRIGHT_HOME"] = str(home)
    return home


Home = Annotated[Path | None, typer.Option("--home", help="Data folder.", envvar="REELWRIGHT_HOME", callback=settled)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per event.")]
Seat = Annotated[str, typer.Option(metavar="NAME", rich_help_panel="One seat at a time")]
COLOURS = 'Up to three, the most important first: "#0a7cff,#ffb300".'
LOGO = 'A logo picture; "" for none.'
FONT = 'Your own letters for titles and labels, a .ttf or .otf file; "" for ours.'
CLOSING = 'What the end card says; " / " begins its second line.'
Out = Annotated[Path | None, typer.Option("-o", "--out", help="The film; default: PROJECT.mp4.")]


def home_or_default(home: Path | None) -> Path:
    return home or Path.home() / ".reelwright"


def any_of(names: Iterable[str]) -> str:
    """Names as a help text lists them."""
    return " | ".join(names)


def given(**options: object) -> dict[str, object]:
    """The options that were typed."""
    return {name: value for name, value in options.items() if value is not None}


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
