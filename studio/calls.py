"""A call: an ask put to one engine. Its hash is the cache key, its JSON the record of who made what."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any

from pydantic import SerializeAsAny, model_validator

from studio.asks import Ask
from studio.cards import Card
from studio.film import Noun

KINDS: dict[str, type[Ask]] = {kind.__name__: kind for kind in Ask.__subclasses__()}


class Call(Noun):
    kind: str
    ask: SerializeAsAny[Ask]
    engine: str
    version: str

    @classmethod
    def to(cls, card: Card, ask: Ask) -> Call:
        return cls(kind=type(ask).__name__, ask=ask, engine=card.name, version=card.version)

    @model_validator(mode="before")
    @classmethod
    def _restore_the_kind(cls, data: Any) -> Any:
        """Read JSON back into the very ask it came from."""
        if isinstance(data, dict) and isinstance(data.get("ask"), dict):
            data = {**data, "ask": KINDS[data["kind"]].model_validate(data["ask"])}
        return data

    @cached_property
    def key(self) -> str:
        """SHA-256 over the canonical JSON: sorted names, no spaces, non-ASCII letters as they are."""
        plain = self.model_dump(mode="json")
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
