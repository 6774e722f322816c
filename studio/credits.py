"""Who made what: every call of a film with its engine, version and licence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import studio
from studio.calls import KINDS, Call
from studio.cards import Card
from studio.cut import Film
from studio.film import Script, Seat


def credits(film: Film, script: Script, calls: Iterable[Call], cards: Mapping[Seat, Card]) -> dict[str, Any]:
    """The credits as plain data: what lies beside the film as JSON."""
    order = list(KINDS)  # some calls are put at the same time
    return {
        "title": script.title,
        "language": script.language,
        "made_with": f"Reelwright {studio.__version__}",
        "film": {
            "sha256": film.video.digest,
            "frames": film.frames,
            "fps": str(film.fps),
            "size": str(film.size),
        },
        "engines": [
            {
                "seat": seat,
                "engine": card.label,
                "version": card.version,
                "licence": card.licence,
                **({"licence_note": card.licence_note} if card.licence_note else {}),
                **({"model": card.weights, "revision": card.model.revision} if card.model else {}),
            }
            for seat, card in cards.items()
        ],
        "calls": [
            {
                "ask": call.kind,
                "key": call.key,
                "engine": cards[call.ask.seat].label,
                "version": call.version,
                "licence": cards[call.ask.seat].licence,
            }
            for call in sorted(calls, key=lambda call: order.index(call.kind))
        ],
    }
