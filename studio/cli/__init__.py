"""The command line: each command calls one method of Studio and says what happened."""

# No `from __future__ import annotations`: typer reads the options' types.

from collections.abc import Callable
from pathlib import Path

import typer

from studio.api import Studio
from studio.cli import branding, editing, keeping, making, models, showing
from studio.cli.common import Home, home_or_default, said_plainly
from studio.roles import House


def build(
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

    making.add(app, house)
    branding.add(app, house)
    editing.add(app, house)
    showing.add(app, house)
    models.add(app, house)
    keeping.add(app, house, checkup)
    return app
