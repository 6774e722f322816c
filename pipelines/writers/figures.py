"""Recognises what shots do, beyond showing a scene: a share, a comparison, a step, a list. Most do nothing of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipelines.machinery.words import has_words, mentions, word_table
from pipelines.writers.charts import bars, ring, timeline
from pipelines.writers.contrasts import contrast, is_question, past
from pipelines.writers.phrases import normal, tidied
from pipelines.writers.sequences import in_a_row
from pipelines.writers.steps import steps
from studio.film import Figure

_IN_ROWS = ("step", "list")  # kinds that may follow themselves
# How many of a film's shots may be figures before these go, the weakest first. Steps never go: a task with a step
# missing is no help.
_GO_AT = (
    (1 / 2, ("question", "quote", "list", "comparison", "process")),
    (3 / 5, ("before and after", "cycle", "timeline", "ring", "bars")),
)
_QUOTED = re.compile(
    r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|「([^「」]+)」|『([^『』]+)』|(?<!\w)‘([^‘’]+(?:’\w[^‘’]*)*)’(?!\w)"
)
_QUOTE_FILLS, _QUOTE_WORDS, _QUOTE_SIGNS = 0.5, 3, 6  # of the line's letters; signs: where no space parts the words
_MOST_ON_A_PLATE = 72  # letters of a quote or a question that can be read at a glance
_QUESTION_WORDS = 14
_LONGEST = 400  # signs of a line that can be read at one glance


class Told(NamedTuple):
    """What a shot says, what the user wrote that it shows, and whether it opens a line of the script."""

    says: str
    shows: str
    opens: bool


def figures(told: Sequence[Told], language: str) -> list[Figure | None]:
    """A figure for the shots that are one: at most about half, and none of a kind twice in a row but steps and lists.

    What the user described is drawn as described, unless that asks for a chart. The opening shot has the film's
    title on it and needs no more words; only a step, which belongs to those after it, stands there too.
    """
    opening = [at for at, shot in enumerate(told) if shot.opens]
    counted = {opening[line]: step for line, step in steps([told[at].says for at in opening], language).items()}
    found: list[Figure | None] = []
    for at, shot in enumerate(told):
        figure = counted.get(at) or (figure_in(shot.says, language) if at or len(told) == 1 else None)
        if shot.shows:
            figure = (figure or figure_in(shot.shows, language)) if _asks_for_chart(shot.shows) else None
        repeats = figure and figure.kind not in _IN_ROWS and found and found[-1] and found[-1].kind == figure.kind
        found.append(None if repeats else figure)
    return _thinned(found)


def figure_in(says: str, language: str) -> Figure | None:
    """The most telling figure of a line by itself, without what its script counts."""
    says = normal(says)
    if not has_words(says) or len(says) > _LONGEST:
        return None
    found = (find(says, language) for find in _FINDERS)
    return next((figure for figure in found if figure), None)


def _quote(says: str, language: str) -> Figure | None:
    """Words in quotation marks that are most of what is said."""
    for match in _QUOTED.finditer(says):
        words = tidied(next(filter(None, match.groups())))
        enough = len(words.split()) >= _QUOTE_WORDS or (not words.isascii() and len(words) >= _QUOTE_SIGNS)
        if enough and _QUOTE_FILLS * len(tidied(says)) <= len(words) <= _MOST_ON_A_PLATE:
            return Figure(kind="quote", parts=(words,), labels=(words,))
    return None


def _question(says: str, language: str) -> Figure | None:
    if not is_question(says, language) or len(says.split()) > _QUESTION_WORDS or len(says) > _MOST_ON_A_PLATE:
        return None
    return Figure(kind="question", parts=(tidied(says),), labels=(says.strip(),))


_FINDERS: tuple[Callable[[str, str], Figure | None], ...] = (
    bars, timeline, ring, past, contrast, in_a_row, _quote, _question,
)  # fmt: skip


def _asks_for_chart(shows: str) -> bool:
    return mentions(shows, word_table("figures")["charts"])


def _thinned(found: list[Figure | None]) -> list[Figure | None]:
    """About half of the shots at most, the weakest kinds left out first and of those the latest."""
    kept = list(found)
    for share, kinds in _GO_AT:
        spare = sum(map(bool, kept)) - math.ceil(share * len(kept))
        weakest = sorted(
            (kinds.index(figure.kind), -at) for at, figure in enumerate(kept) if figure and figure.kind in kinds
        )
        for _, at in weakest[: max(0, spare)]:
            kept[-at] = None
    return kept
