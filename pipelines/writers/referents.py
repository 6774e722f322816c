"""Finds for each line the earlier one that its pronouns point at, so that its picture shows what that one named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.machinery.pronouns import pointing
from pipelines.machinery.words import bare_words, word_table
from pipelines.writers.phrases import code, small_words
from pipelines.writers.things import may_be_shown

_PERSON = ("she", "he")
_NAME = re.compile(r"(?<=[^\W\d_,;] )[A-ZÀ-Þ][^\W\d_]+")  # a capital inside a sentence
_TWO_NAMES = re.compile(r"[A-ZÀ-Þ][^\W\d_]+ [A-ZÀ-Þ][^\W\d_]+")  # a first name and a family's
_NAMED_BEFORE = 2  # words at least stand between a name and a pronoun for it
_CAPITALISED = ("de",)  # languages in which every noun has one


def told_before(says: Sequence[str], language: str) -> list[str]:
    """For each line what its picture must know of the others; empty where it speaks for itself.

    A line about "she" or "he" gets the line that names that person, one about "it" or "they" the last that names
    something; one that names nothing to be seen gets the first, which says what the film is about. The line that
    names a person gets the pronoun that is said next, since that says who it is.
    """
    own = code(language)
    kinds = [pointing(line, own) for line in says]
    persons = _persons(says, kinds, own)
    shown = [may_be_shown(line, own) for line in says]
    found: list[str] = []
    last = {"it": 0, "they": 0}  # the last lines that a later "it", or "they", may point at
    for at in range(len(says)):
        own_kinds = kinds[at]
        if persons[at] == at:
            found.append(_pronoun(says[at], own_kinds, own))
        elif persons[at] is not None:
            found.append(says[persons[at] or 0])
        elif pronoun := _said_next(at, says, kinds, persons, own):
            found.append(pronoun)
        elif at and (points := next((kind for kind in ("they", "it") if kind in own_kinds), "")):
            found.append(says[last[points]])
        elif at and not own_kinds and not shown[at]:
            found.append(_least_told(says[:at], shown, found))
        else:
            found.append("")
        for kind in last:
            if kind not in own_kinds and shown[at]:
                last[kind] = at
    return found


def _least_told(earlier: Sequence[str], shown: Sequence[bool], told: Sequence[str]) -> str:
    """The earlier line that was shown again least often, of those that name something; of these the first."""
    times = Counter(told)
    named = [line for line, shows in zip(earlier, shown, strict=False) if shows]
    return min(named or earlier[:1], key=lambda line: times[line])


def _persons(says: Sequence[str], kinds: Sequence[tuple[str, ...]], language: str) -> list[int | None]:
    """For each line with "she" or "he" the line that says who that is: the one before the first, or a later name."""
    named: dict[str, int] = {}
    found: list[int | None] = []
    for at, own in enumerate(kinds):
        kind = next((kind for kind in own if kind in _PERSON), "")
        if kind and kind not in named and _names_first(says[at], kind, language):
            named[kind] = at
            found.append(at)
            continue
        fresh = at and not any(person in kinds[at - 1] for person in _PERSON)
        if kind and fresh and (kind not in named or _has_name(says[at - 1], language)):
            named[kind] = _sentence_start(says, at - 1)
        found.append(named.get(kind) if kind else None)
    return found


def _sentence_start(says: Sequence[str], at: int) -> int:
    """The shot with which the sentence of this one begins: who does what it says is named there."""
    while at and says[at][:1].islower():
        at -= 1
    return at


def _names_first(line: str, kind: str, language: str) -> bool:
    """Whether a line names somebody before its own pronoun: "Ama Serwaa and her travels", "Ama rests since she"."""
    if language in _CAPITALISED or line[:1].islower():
        return False
    pronouns, said = word_table("pronouns")[language][kind], bare_words(line)
    at = next((place for place, word in enumerate(said) if word in pronouns), 0)
    named = said[0] not in small_words(language) and said[at - 1] in word_table("clauses")["clauses"]
    return at > _NAMED_BEFORE and (named or bool(_TWO_NAMES.search(" ".join(line.split()[:at]))))


def _has_name(line: str, language: str) -> bool:
    return language not in _CAPITALISED and bool(_NAME.search(line))


def _said_next(
    at: int, says: Sequence[str], kinds: Sequence[tuple[str, ...]], persons: Sequence[int | None], language: str
) -> str:
    """The pronoun of the next line, where that points at this one; empty for none."""
    if at + 1 >= len(says) or persons[at + 1] != at:
        return ""
    return _pronoun(says[at + 1], kinds[at + 1], language)


def _pronoun(line: str, kinds: Sequence[str], language: str) -> str:
    """The first word of a line that points at a person."""
    words = {word for kind in kinds if kind in _PERSON for word in word_table("pronouns")[language][kind]}
    return next((word for word in bare_words(line) if word in words), "")
