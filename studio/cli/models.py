"""The commands that are about engines and their models: engines, download, accept."""

# No `from __future__ import annotations`: typer reads the options' types.

import sys
from typing import Annotated

import typer

from studio.api import Studio
from studio.cards import Card, Parcel
from studio.cli.common import Home, Json, home_or_default, said_plainly
from studio.crew import Event
from studio.errors import BadInput, Cancelled
from studio.roles import House
from studio.screen import Screen, size_in_words

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def add(app: typer.Typer, house: House) -> None:
    @app.command()
    def engines(home: Home = None, as_json: Json = False) -> None:
        """Every engine: whether it can run here, and if not, why and what to type; its licence, size and memory."""
        with Screen(as_json) as screen, said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            screen.engines(studio.engines(), house.machine())

    @app.command()
    def download(
        name: Annotated[str, typer.Argument(help="An engine, a line-up, or OWNER/NAME on the Hugging Face hub.")],
        yes: Yes = False,
        home: Home = None,
        as_json: Json = False,
    ) -> None:
        """Bring models to this machine; after a break the same command goes on from there."""
        screen = Screen(as_json)
        with said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            parcels = studio.to_download(name)
            if not parcels:
                screen.show(Event(kind="note", note=f"All that {name} needs is here."))
                return
            for card, parcel in parcels:
                screen.show(Event(kind="note", note=_in_words(card, parcel)))
            missing = sum(parcel.size - parcel.arrived for _, parcel in parcels)
            _ask(f"Download {size_in_words(missing)}?", yes)
            try:
                for card, parcel in parcels:
                    with screen.downloading(card.name, parcel) as tell:
                        place = studio.download(card, tell)
                    screen.show(Event(kind="written", note=str(place)))
            except KeyboardInterrupt:
                hint = f"Type 'python app.py download {name}' again: it goes on from there."
                raise Cancelled("The download was stopped.", hint) from None

    @app.command()
    def accept(name: str, yes: Yes = False, home: Home = None) -> None:
        """Read what the licence of engine NAME forbids, and accept it or not."""
        screen = Screen(False)
        with said_plainly(screen):
            studio = Studio(home_or_default(home), house)
            card = _known(house, name)
            for line in _licence(card):
                screen.show(Event(kind="note", note=line))
            if not studio.consents.lacks(card):
                given = studio.consents.all().get(name)
                said = f"You accepted it on {given.accepted[:10]}." if given else "It need not be accepted."
                screen.show(Event(kind="note", note=said))
                return
            _ask("Do you accept this licence, and does it allow what you do?", yes)
            studio.consents.give(card)
            screen.show(Event(kind="note", note=f"Kept in {studio.consents.file}."))


def _known(house: House, name: str) -> Card:
    card = house.cards().get(name)
    if card is None:
        asking = [card.name for card in house.cards().values() if card.consent]
        raise BadInput(
            f"There is no engine named '{name}'.",
            f"Licences that must be accepted have: {', '.join(asking) or 'none'}.",
        )
    return card


def _licence(card: Card) -> list[str]:
    said = [
        f"{card.name} ({card.seat}) comes under {card.licence}.",
        card.licence_url,
        card.licence_note,
        card.forbids,
    ]
    return [line for line in said if line]


def _in_words(card: Card, parcel: Parcel) -> str:
    missing = parcel.size - parcel.arrived
    some = (
        f"the missing {size_in_words(missing)} of {size_in_words(parcel.size)}"
        if parcel.arrived
        else size_in_words(missing)
    )
    return (
        f"{card.name}: {some} from {parcel.source} at {parcel.commit[:12]}, into {parcel.folder}, "
        f"where {size_in_words(parcel.free)} are free. Licence: {card.licence}. {card.forbids}".rstrip()
    )


def _ask(question: str, yes: bool) -> None:
    """Go on only with a yes, from the command or from a person; raises Cancelled, or BadInput where nobody is."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput("Nobody is here to be asked.", "Add --yes to the command.")
    if not typer.confirm(question):
        raise Cancelled("Nothing was done.", "Run the command again when you have decided.")
