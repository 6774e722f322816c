"""The commands that show and hand out what is made: look, board, export."""

# No `from __future__ import annotations`: an option's help names what the house has, which only its function knows.

from pathlib import Path
from typing import Annotated

import typer

from studio import options
from studio.api import Studio
from studio.cli.common import Home, Json, home_or_default, said_plainly
from studio.crew import Event
from studio.roles import House
from studio.screen import Screen


def add(app: typer.Typer, house: House) -> None:
    @app.command()
    def look(name: str, home: Home = None, as_json: Json = False) -> None:
        """What exists of project NAME, what is missing, and what it would take."""
        with Screen(as_json) as screen, said_plainly(screen):
            view = Studio(home_or_default(home), house).view(name)
            for part in view.progress:
                screen.show(Event(kind="part", stage=part.stage, done=part.ready, total=part.total or 0))
            state = "The film is finished." if view.film else f"Make the rest with: python app.py remake {name}"
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
            options.check_out(out)
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
                options.check_out(out)
            written = Studio(home_or_default(home), house).export(name, form, out, platform, screen.show)
            screen.show(Event(kind="written", note=str(written)))
