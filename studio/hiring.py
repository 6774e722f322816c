"""Who sits where: line-ups and single engines by name, refused where they are unknown or cannot run here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studio.cards import Card
from studio.consent import Consents
from studio.errors import BadInput, EngineMissing, StudioError
from studio.film import Lineup, Seat, edited
from studio.roles import House

SEATS: tuple[Seat, ...] = ("writer", "painter", "animator", "narrator", "composer", "editor", "checker")
DRAWING: tuple[Seat, ...] = ("painter", "animator")
NOBODY = "none"  # typed for a checker that a film is to do without


def lineup(house: House, name: str, seats: Mapping[str, str], consents: Consents) -> Lineup:
    """A line-up by name, the first where it is empty, with single seats changed.

    Raises BadInput, EngineMissing for an engine that cannot run here, Refused for a licence that is not accepted.
    """
    known = house.lineups()
    if name and name not in known:
        raise BadInput(f"There is no line-up named '{name}'.", f"Choose one of: {', '.join(known)}.")
    taken = {seat: engine for seat in SEATS if (engine := seats.get(seat)) and engine != NOBODY}
    changed = {seat: house.card(seat, engine).name for seat, engine in taken.items()}
    chosen: Lineup = edited(known[name or next(iter(known))], **changed)
    chosen = edited(
        chosen, checker="" if seats.get("checker") == NOBODY else chosen.checker or _checker(house, chosen)
    )
    absent = [
        card.name
        for seat, card in cards(house, chosen, None).items()
        if name and card.name == known[name][seat] and house.lacks(card)
    ]
    if len(absent) > 1:
        raise EngineMissing(
            f"The line-up '{name}' cannot work here yet: {', '.join(absent)} are not downloaded, or not whole.",
            f"Type 'python app.py download {name}'.",
        )
    cards(house, chosen, consents)
    return chosen


def _checker(house: House, lineup: Lineup) -> str:
    """Who checks what a model draws or moves, unless that is given up; embedded engines show our own parts alone."""
    if not any(house.card(seat, lineup[seat]).model for seat in DRAWING):
        return ""
    return next(card.name for card in house.cards().values() if card.seat == "checker")


def cards(house: House, lineup: Lineup, consents: Consents | None) -> dict[Seat, Card]:
    """The card of each seat's engine, of those that are taken.

    Raises as `lineup` does. Without consents nobody is to work: what is finished can be looked at on any machine.
    """
    found = {seat: house.card(seat, lineup[seat]) for seat in SEATS if lineup[seat]}
    for card in found.values():
        if consents:
            require(house, card, consents)
    return found


def require(house: House, card: Card, consents: Consents) -> None:
    """Raise Refused or EngineMissing where an engine may not or cannot work here."""
    consents.require(card)
    if reason := house.why_not(card):
        raise EngineMissing(
            f"The {card.seat} '{card.name}' cannot run here. {reason}", "Run 'python app.py engines' to see what can."
        )


class Offer(NamedTuple):
    """An engine that somebody may choose: with the revision of its model that lies here, and why it cannot run."""

    card: Card
    why_not: str


def offers(house: House, consents: Consents) -> list[Offer]:
    """Every engine that is known by a name, in the order of the seats."""
    cards = sorted(house.cards().values(), key=lambda card: SEATS.index(card.seat))
    return [_offer(house, card, consents) for card in cards]


def _offer(house: House, card: Card, consents: Consents) -> Offer:
    try:
        card = house.card(card.seat, card.name)
    except StudioError as error:  # what one folder says wrongly must not hide the other engines
        return Offer(card, str(error))
    return Offer(card, why_not(house, card, consents))


def why_not(house: House, card: Card, consents: Consents) -> str:
    """Why an engine may not or cannot work here, and what to type; empty when it can."""
    if consents.lacks(card):
        return f"Its licence must be accepted first: type 'python app.py accept {card.name}'."
    return house.why_not(card)


def require_last_frame(animator: Card) -> None:
    """Raise BadInput for an animator that cannot end a clip on a picture it is given."""
    if not animator.honours("last frame"):
        raise BadInput(
            f"The animator '{animator.name}' cannot end a shot on a picture that it is given.",
            "Choose another animator for the film; 'python app.py engines' says which can.",
        )


def check_language(language: str, narrator: Card, house: House) -> None:
    """Raise BadInput for a language that the voice does not speak; a region falls back to its language."""
    if not language or _speaks(narrator, language):
        return
    what = f"'{language}' is not a language that the voice '{narrator.name}' speaks."
    others = [card.name for card in house.cards().values() if card.seat == "narrator" and _speaks(card, language)]
    if others:
        raise BadInput(what, f"Choose another with --narrator: {', '.join(others)}.")
    raise BadInput(what, f"Choose one of: {', '.join(narrator.languages)}.")


def _speaks(narrator: Card, language: str) -> bool:
    spoken = {tag.lower() for tag in narrator.languages}
    wanted = language.lower().replace("_", "-")
    return not spoken or wanted in spoken or wanted.partition("-")[0] in spoken
