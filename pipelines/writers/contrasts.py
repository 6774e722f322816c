"""Finds what a line sets side by side: one thing and another, before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pipelines.machinery.languages import sentences
from pipelines.machinery.words import bare_words, is_unspaced, mentions
from pipelines.writers.phrases import PAUSES, any_of, label, labels, pattern, small_words, tidied, vocabulary
from studio.film import Figure

_MOST_WORDS, _MOST_SIGNS = 9, 20  # of a side; signs: where no space parts the words
_MOST_IN_CHOICE = 2
_ASKING = "?？؟፧"
_CLOSERS = " \"'”’»)」』"


def past(says: str, language: str) -> Figure | None:
    """How it was and how it is."""
    return _sides(says, language, "before and after", vocabulary(language).get("past", ()))


def contrast(says: str, language: str) -> Figure | None:
    """Two things side by side, or a choice between two in a short question."""
    return _sides(says, language, "comparison", vocabulary(language)["contrast"]) or _choice(says, language)


def _sides(
    says: str, language: str, kind: Literal["comparison", "before and after"], templates: Sequence[str]
) -> Figure | None:
    body = says.strip().rstrip(_CLOSERS + ".!।॥۔。！…" + _ASKING)
    for template in templates:
        match = pattern(template, language).fullmatch(body)
        if match:
            found = sorted(("a", "b"), key=match.start)
            parts = [tidied(match[side]) for side in found]
            if parts[0].casefold() != parts[1].casefold() and all(_is_side(part, language) for part in parts):
                said = labels(parts) or (_times(match, language) if kind == "before and after" else ())
                return Figure(kind=kind, parts=tuple(parts), labels=said)
    return None


def _times(match: re.Match[str], language: str) -> tuple[str, ...]:
    """The words for then and for now, such as `Before` and `now`, where the sides themselves are too long."""
    then, now = match.string[: match.start("a")], match.string[match.end("a") : match.start("b")]
    is_open = len(then.split()) > 2 or tidied(then).casefold() in vocabulary(language).get("was", ())
    return () if is_open else labels((tidied(then), tidied(now)))


def _is_side(part: str, language: str) -> bool:
    barred = vocabulary(language).get("barred", ())
    unspaced = any(map(is_unspaced, part))
    fits = len(part) <= _MOST_SIGNS if unspaced else len(part.split()) <= _MOST_WORDS
    said = bare_words(part)
    return bool(said) and fits and not mentions(said[0], barred) and any(sign.isalpha() for sign in part)


def _choice(says: str, language: str) -> Figure | None:
    """`Tea or coffee?`: two bare things; a longer question has its `or` anywhere."""
    between = any_of(vocabulary(language).get("choice", ()))
    if not between or not is_question(says, language):
        return None
    parts = [tidied(side) for side in re.split(rf"\s*(?:{between})\s*", says, flags=re.IGNORECASE)]
    small = small_words(language)
    if len(parts) != 2 or any(sign in says for sign in PAUSES):
        return None
    plain = all(part and len(part.split()) <= _MOST_IN_CHOICE and not small & set(bare_words(part)) for part in parts)
    short = tuple(map(label, parts))
    return Figure(kind="comparison", parts=tuple(parts), labels=short) if plain and all(short) else None


def is_question(says: str, language: str) -> bool:
    """Whether a line is one sentence that asks."""
    return says.rstrip(_CLOSERS).endswith(tuple(_ASKING)) and len(sentences(says, language)) == 1
