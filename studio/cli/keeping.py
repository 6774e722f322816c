"""The commands that look after the machine and its disk: doctor, sweep."""

# No `from __future__ import annotations`: an option's help names what the house has, which only its function knows.

from collections.abc import Callable
from pathlib import Path

import typer

from studio.api import Studio
from studio.cli.common import Home, home_or_default, said_plainly
from studio.crew import Event
from studio.roles import House
from studio.screen import Screen, size_in_words


def add(app: typer.Typer, house: House, checkup: Callable[[Path], list[tuple[str, bool, str, str]]]) -> None:
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
        """Free what no project needs for its film or preview; exports are made again when asked for."""
        with Screen(False) as screen, said_plainly(screen):
            files, freed = Studio(home_or_default(home), house).sweep()
            screen.show(Event(kind="note", note=f"Freed {size_in_words(freed)} in {files} files."))
