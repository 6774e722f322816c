"""Who sits where: line-ups and single engines by name, refused where they are unknown or cannot run here."""

from __future__ import annotations

from collections.abc import Mapping

from studio.cards import Card
from studio.errors import BadInput, EngineMissing
from studio.film import Lineup, Seat, edited
from studio.roles import House

SEATS: tuple[Seat, ...] = ("writer", "painter", "animator", "narrator", "composer", "editor", "checker")


def lineup(house: House, name: str, seats: Mapping[str, str]) -> Lineup:
    """A line-up by name, the first where it is empty, with single seats changed. Raises BadInput or EngineMissing."""
    known = house.lineups()
    if name and name not in known:
        raise BadInput(f"There is no line-up named '{name}'.", f"Choose one of: {', '.join(known)}.")
    changed = {seat: house.card(seat, engine).name for seat in SEATS if (engine := seats.get(seat))}
    chosen: Lineup = edited(known[name or next(iter(known))], **changed)
    cards(house, chosen)
    return chosen


def cards(house: House, lineup: Lineup, must_run: bool = True) -> dict[Seat, Card]:
    """The card of each seat's engine, of those that are taken. Raises BadInput, or EngineMissing where one must run
    here and cannot. What is finished can be looked at on any machine.
    """
    return {seat: _card(house, seat, lineup[seat], must_run) for seat in SEATS if lineup[seat]}


def _card(house: House, seat: Seat, name: str, must_run: bool) -> Card:
    card = house.card(seat, name)
    if must_run and (reason := house.why_not(card)):
        raise EngineMissing(
            f"The {seat} '{name}' cannot run here. {reason}", "Run 'python app.py engines' to see what can."
        )
    return card


def check_language(language: str, narrator: Card) -> None:
    """Raise BadInput for a language that the voice does not speak; a region falls back to its language."""
    spoken = {tag.lower() for tag in narrator.languages}
    wanted = language.lower().replace("_", "-")
    if language and spoken and wanted not in spoken and wanted.partition("-")[0] not in spoken:
        some = ", ".join(narrator.languages)
        raise BadInput(f"'{language}' is not a language that the voice speaks.", f"Choose one of: {some}.")
