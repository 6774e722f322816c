"""By which cards models worked for a project: what they made is found again, whatever became of the models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio import hiring
from studio.cards import Card
from studio.film import Lineup, Seat
from studio.roles import House
from studio.store import write_durably


class Hired:
    """One JSON file a project, of the cards whose models worked for it, by seat and name.

    A call's key holds the revision of its model. Once that is deleted, updated or unplugged the catalogue says
    another, and a finished film would not be known as finished, nor be spared by a sweep.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, project: str, cards: Mapping[Seat, Card]) -> None:
        """Keep the cards that run models; each in place of the one of its name."""
        before = self._kept(project)
        plain = {f"{seat} {card.name}": card.model_dump(mode="json") for seat, card in cards.items() if card.model}
        if {**before, **plain} != before:
            self.folder.mkdir(parents=True, exist_ok=True)
            said = json.dumps({**before, **plain}, indent=1, ensure_ascii=False)
            write_durably(self._file(project), said.encode())

    def cards(self, house: House, project: str, lineup: Lineup) -> dict[Seat, Card]:
        """The card of each seat's engine as it last worked for this project, of the others as it is now."""
        kept = self._kept(project)
        found: dict[Seat, Card] = {}
        for seat in hiring.SEATS:
            if name := lineup[seat]:
                said = kept.get(f"{seat} {name}")
                found[seat] = Card.model_validate(said) if said else house.card(seat, name)
        return found

    def _file(self, project: str) -> Path:
        return self.folder / f"{project}.json"

    def _kept(self, project: str) -> dict[str, Any]:
        """What is kept; nothing where the file cannot be read."""
        try:
            said = json.loads(self._file(project).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}
