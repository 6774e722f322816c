"""Reelwright: joins the studio to its pipelines. No words: serves the page; words: the command line."""

from __future__ import annotations

from pathlib import Path

from pipelines import catalog
from studio import cli
from studio.api import Studio


def serve(studio: Studio) -> None:
    """The page, imported only when it is asked for."""
    from studio.ui import page  # noqa: PLC0415

    page.serve(studio)


def checkup(home: Path) -> list[tuple[str, bool, str, str]]:
    """What the doctor finds: name, whether it is well, what was found, how to mend it."""
    from pipelines import doctor  # noqa: PLC0415

    return [tuple(finding) for finding in doctor.checkup(home)]


main = cli.build(catalog, serve, checkup)

if __name__ == "__main__":
    main()
