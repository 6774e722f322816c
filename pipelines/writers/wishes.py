"""What a brief wishes of the whole film and does not want spoken: its length and its mood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from pipelines.machinery.languages import sentences
from pipelines.machinery.words import mentions, word_table
from pipelines.writers.briefs import only_instructs, without_instruction
from studio.film import Mood

_HEAD = 2000  # characters; wishes stand at the start of a text


class Wishes(NamedTuple):
    seconds: float | None
    mood: Mood | None


def wishes(text: str, language: str) -> Wishes:
    """The length and mood named in a text's instructions, such as `a tense 20-second ad for ...`."""
    instructions = " ".join(_instructions(text[:_HEAD], language))
    moods = [mood for mood, words in word_table("moods").items() if mentions(instructions, [mood, *words])]
    return Wishes(_seconds_in(instructions), cast("Mood", moods[0]) if len(moods) == 1 else None)


def _instructions(text: str, language: str) -> Iterator[str]:
    for sentence in (sentence.strip() for row in text.split("\n") for sentence in sentences(row, language)):
        if only_instructs(sentence):
            yield sentence
        elif task := without_instruction(sentence):
            told = sentence.removesuffix(task.rest)
            yield told.replace(task.subject, " ") if task.subject else told


def _seconds_in(instructions: str) -> float | None:
    found = _length().search(instructions)
    if found is None:
        return None
    return float(found[1].replace(",", ".")) * (60 if found["minute"] else 1)


@lru_cache
def _length() -> re.Pattern[str]:
    units = {name: "|".join(map(re.escape, words)) for name, words in word_table("lengths").items()}
    bare_second = r"s(?![^\W\d_])"
    return re.compile(
        rf"(\d+(?:[.,]\d+)?)[\s-]*(?:de\s+)?(?:(?P<minute>{units['minute']})|{units['second']}|{bare_second})",
        re.IGNORECASE,
    )
