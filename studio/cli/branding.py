"""The command that keeps brands."""

# No `from __future__ import annotations`: an option's help names what the house has, which only its function knows.

from pathlib import Path
from typing import Annotated, get_args

import typer

from studio import options, rules
from studio.api import Studio
from studio.brand import Brand, colours_from
from studio.cli.common import CLOSING, COLOURS, FONT, LOGO, Home, Json, any_of, given, home_or_default, said_plainly
from studio.crew import Event
from studio.errors import BadInput
from studio.film import Mood, edited
from studio.roles import House
from studio.screen import Screen


def add(app: typer.Typer, house: House) -> None:
    @app.command()
    def brand(
        name: Annotated[str, typer.Argument(help="Without it all brands are shown.")] = "",
        logo: Annotated[str | None, typer.Option(metavar="FILE", help=LOGO)] = None,
        font: Annotated[str | None, typer.Option(metavar="FILE", help=FONT)] = None,
        colours: Annotated[str | None, typer.Option(help=COLOURS)] = None,
        closing: Annotated[str | None, typer.Option(help=CLOSING)] = None,
        legal: Annotated[str | None, typer.Option(help="Small print, through the whole film.")] = None,
        tone: Annotated[
            str | None, typer.Option(help=f'The music\'s mood: {any_of(get_args(Mood))}; "" for none.')
        ] = None,
        delete: Annotated[bool, typer.Option("--delete", help="Forget it; its films stay.")] = False,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Keep what all films of a brand share, show what is kept of NAME, or of all; 'make --brand NAME' uses it."""
        with Screen(as_json) as screen, said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            changes = given(
                logo=studio.take_in_logo(Path(logo)) if logo else logo,
                font=studio.take_in_font(Path(font)) if font else font,
                colours=None if colours is None else colours_from(colours),
                closing=None if closing is None else options.closing(closing),
                legal=legal,
                tone=rules.named("tone", tone, get_args(Mood)) if tone else tone,
            )
            if (delete or changes) and not name:
                raise BadInput("Nothing says which brand.", "Give its name: brand NAME ...")
            if delete and changes:
                raise BadInput("--delete keeps nothing of a brand.", "Leave the other options out.")
            if delete:
                studio.delete_brand(name)
                screen.show(Event(kind="note", note=f"Forgot {name}."))
                return
            if changes:
                before = studio.brands.open(name) if studio.brands.exists(name) else Brand(name=name)
                after = edited(before, **options.taken_away(changes))
                if after == Brand(name=name) and not studio.brands.exists(name):
                    raise BadInput(f"There is no brand named '{name}' to take something from.", "Check its name.")
                studio.save_brand(after)
            if name:
                screen.show(Event(kind="note", note=options.brand_in_words(studio.brands.open(name))))
            for one in () if name else studio.brands.names():
                screen.show(Event(kind="note", note=options.kept_in_words(studio.brands, one)))
            if not name and not studio.brands.names():
                screen.show(Event(kind="note", note="No brand is kept yet."))
