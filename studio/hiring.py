"""Who sits where: line-ups and single engines by name, refused where they are unknown or cannot run here."""

from __future__ import annotations

from studio.cards import Card
from studio.errors import BadInput, EngineMissing
from studio.film import Lineup, Seat, edited
from studio.roles import House

SEATS: tuple[Seat, ...] = ("writer", "painter", "animator", "narrator", "composer", "editor")


def lineup(house: House, name: str, seats: dict[str, str]) -> Lineup:
    """A line-up by name, the first where it is empty, with single seats changed. Raises BadInput or EngineMissing."""
    known = house.lineups()
    if name and name not in known:
        raise BadInput(f"There is no line-up named '{name}'.", f"Choose one of: {', '.join(known)}.")
    changed = {seat: engine for seat, engine in seats.items() if engine}
    chosen: Lineup = edited(known[name or next(iter(known))], **changed)
    cards(house, chosen)
    return chosen


def cards(house: House, lineup: Lineup, must_run: bool = True) -> dict[Seat, Card]:
    """The card of each seat's engine. Raises BadInput, or EngineMissing where one must run here and cannot.

    What is finished can be looked at on any machine.
    """
    return {seat: _card(house, seat, lineup[seat], must_run) for seat in SEATS}


def _card(house: House, seat: Seat, name: str, must_run: bool) -> Card:
    fitting = {card.name: card for card in house.cards().values() if card.seat == seat}
    if name not in fitting:
        raise BadInput(f"There is no {seat} named '{name}'.", f"Choose one of: {', '.join(fitting)}.")
    if must_run and (reason := house.why_not(fitting[name])):
        raise EngineMissing(
            f"The {seat} '{name}' cannot run here. {reason}", "Run 'python app.py engines' to see what can."
        )
    return fitting[name]


def check_language(language: str, narrator: Card) -> None:
    """Raise BadInput for a language that the voice does not speak; a region falls back to its language."""
    spoken = {tag.lower() for tag in narrator.languages}
    wanted = language.lower().replace("_", "-")
    if language and spoken and wanted not in spoken and wanted.partition("-")[0] not in spoken:
        some = ", ".join(narrator.languages)
        raise BadInput(f"'{language}' is not a language that the voice speaks.", f"Choose one of: {some}.")
