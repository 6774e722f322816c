"""Which licences the owner of this studio has accepted: asked for once, kept in the home, never assumed."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

from studio.cards import Card
from studio.errors import Refused
from studio.film import Noun
from studio.store import write_durably


class Consent(Noun):
    """That the licence of one engine was accepted: under what name, where it stands, and when (UTC, ISO 8601)."""

    licence: str
    url: str
    accepted: str


class Consents:
    """The consents in one JSON file, by the engine's name."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def all(self) -> dict[str, Consent]:
        """Every consent; none where the file cannot be read, since a doubt is no consent."""
        try:
            said = json.loads(self.file.read_text(encoding="utf-8"))
            return {name: Consent.model_validate(fields) for name, fields in said.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def lacks(self, card: Card) -> bool:
        """Whether this engine's licence must be accepted and was not, or was another then."""
        given = self.all().get(card.name)
        return card.consent and (given is None or given.licence != card.licence)

    def require(self, card: Card) -> None:
        """Raise Refused where the licence must be accepted first."""
        if self.lacks(card):
            raise Refused(
                f"The {card.seat} '{card.name}' may be used only by who accepts its licence, {card.licence}.",
                f"Read it and decide: python app.py accept {card.name}.",
            )

    def give(self, card: Card) -> None:
        """Keep that the licence was accepted, now."""
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        kept = {**self.all(), card.name: Consent(licence=card.licence, url=card.licence_url, accepted=now)}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        plain = {name: consent.model_dump() for name, consent in kept.items()}
        write_durably(self.file, json.dumps(plain, indent=1, ensure_ascii=False).encode())
