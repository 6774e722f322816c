"""Finds what the user said of framing, camera and cuts, and chooses both for every other shot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from pipelines.machinery.words import is_unspaced, word_table
from studio.film import Camera, Framing, Transition

# Even and odd places draw from different families, so no size and no move comes twice in a row. The place
# alone decides: a line that is edited keeps its shot's size and move, and all the others keep theirs.
_EVEN: tuple[tuple[Framing, Camera], ...] = (
    ("wide", "push in"),
    ("close", "orbit"),
    ("wide", "pan right"),
    ("close", "push in"),
    ("wide", "tilt up"),
)
_ODD: tuple[tuple[Framing, Camera], ...] = (("medium", "pan left"), ("medium", "pull out"), ("medium", "tilt down"))
_SIZES: tuple[Framing, ...] = ("wide", "medium", "close")


@lru_cache
def _pattern(group: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all phrases of a group, longest first, and what each phrase means."""
    meaning = {phrase.casefold(): name for name, phrases in word_table("shots")[group].items() for phrase in phrases}
    longest_first = sorted(meaning, key=len, reverse=True)
    whole = "|".join(
        re.escape(phrase) if is_unspaced(phrase[0]) else rf"(?<![\w-]){re.escape(phrase)}(?![\w-])"
        for phrase in longest_first
    )
    return re.compile(whole, re.IGNORECASE), meaning


def _first(group: str, text: str) -> str:
    pattern, meaning = _pattern(group)
    match = pattern.search(text)
    return meaning[match[0].casefold()] if match else ""


def framing_in(text: str) -> Framing | None:
    """The shot size that a description asks for."""
    return cast("Framing", _first("framing", text)) or None


def camera_in(text: str) -> Camera | None:
    """The camera move that a description asks for."""
    return cast("Camera", _first("camera", text)) or None


def cut_in(text: str) -> Transition | None:
    """The way that a description asks its shot to give way to the next."""
    return next((cut for at, cut in reversed(_cuts(text)) if at), None)


def cut_before(text: str) -> Transition | None:
    """The way that a description asks its shot to come in: it begins with `Dissolve to` and the like."""
    return next((cut for at, cut in _cuts(text) if not at), None)


def _cuts(text: str) -> list[tuple[int, Transition]]:
    """Where a clause begins with a transition's name. Elsewhere a tablet may well dissolve into water."""
    pattern, meaning = _pattern("cut")
    return [
        (match.start(), cast("Transition", meaning[match[0].casefold()]))
        for match in pattern.finditer(text)
        if not (before := text[: match.start()].rstrip()) or before[-1] in ".!?;:|,(—–-…"
    ]


def without_framing(text: str) -> str:
    """A description without a leading `Wide shot:` or `Close-up on`."""
    pattern, _ = _pattern("framing")
    head, colon, rest = text.partition(":")
    if colon and len(head.split()) <= 5 and pattern.search(head):
        return rest.strip()
    match = pattern.match(text)
    if not match:
        return text
    return re.sub(r"^(?:\s*(?:shot|of|on|view)\b)*[\s,.–—-]*", "", text[match.end() :], flags=re.IGNORECASE)


def choose(asked: Sequence[Framing | None]) -> list[tuple[Framing, Camera]]:
    """A size and a move for each shot: the size asked for, else one that its neighbours have not; wide first."""
    chosen: list[tuple[Framing, Camera]] = []
    for at, wish in enumerate(asked):
        family = _ODD if at % 2 else _EVEN
        framing, camera = family[at // 2 % len(family)]
        taken = {chosen[-1][0] if chosen else None, asked[at + 1] if at + 1 < len(asked) else None}
        if wish is None and framing in taken:
            framing = next(size for size in _SIZES if size not in taken)
        chosen.append((wish or framing, camera))
    return chosen
