"""Recognises what shots do, beyond showing a scene: a share, a comparison, a step, a list. Most do nothing of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from pipelines.machinery.shaping import right_to_left
from pipelines.machinery.words import has_words, is_unspaced, mentions, word_table
from pipelines.writers.charts import bars, growth, rest_of_ring, ring, timeline
from pipelines.writers.contrasts import contrast, is_question, past
from pipelines.writers.maps import is_about_places, where
from pipelines.writers.measure import seconds
from pipelines.writers.phrases import normal, tidied
from pipelines.writers.sequences import in_a_row
from pipelines.writers.series import series
from pipelines.writers.steps import steps
from studio.film import Figure, edited

_IN_ROWS = ("step", "list", "map")  # kinds that may follow themselves; of maps the best is chosen later
# How many of a film's shots may be figures before these go, the weakest first. Steps never go: a task with a step
# missing is no help.
_GO_AT = (
    (1 / 2, ("question", "map", "quote", "list", "comparison", "process")),
    (3 / 5, ("before and after", "cycle", "timeline", "ring", "bars")),
)
_OPENERS = ("step", *_GO_AT[1][1])  # kinds that a film may open on
_QUOTED = re.compile(
    r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|「([^「」]+)」|『([^『』]+)』|(?<!\w)‘([^‘’]+(?:’\w[^‘’]*)*)’(?!\w)"
)
_QUOTE_FILLS, _QUOTE_WORDS, _QUOTE_SIGNS = 0.5, 3, 6  # of the line's letters; signs: where no space parts the words
_MOST_ON_A_PLATE = 72  # letters of a quote or a question that can be read at a glance
_QUESTION_WORDS = 14
# Kinds that are said part by part, and how long a shot of one may be while its parts come in.
_SPREAD = ("bars", "timeline", "comparison", "before and after", "process", "cycle", "list")
_LONGEST_SHOT = 12.0  # s
_MOST_SHOTS = 6  # of a line that is looked through for a figure
_LONGEST = 400  # signs of a line that can be read at one glance


class Told(NamedTuple):
    """What a shot says, what the user wrote that it shows, and whether it opens a line of the script.

    Of such a line also its place in a numbered list, and what it lists.
    """

    says: str
    shows: str
    opens: bool
    item: int = 0
    items: tuple[str, ...] = ()


def figures(told: Sequence[Told], language: str) -> list[Figure | None]:
    """A figure for the shots that are one: at most about half, and none of a kind twice in a row but steps and lists.

    What the user described is drawn as described, unless that asks for a chart. The opening shot has the film's
    title on it and needs no more words: only what clearly asks to be set out stands there instead.
    """
    opening = [at for at, shot in enumerate(told) if shot.opens]
    numbers = [told[at].item for at in opening]
    found_steps = steps([told[at].says for at in opening], language, numbers)
    counted = {opening[line]: step for line, step in found_steps.items()}
    grown = series(["" if shot.shows else shot.says for shot in told], language)
    found: list[Figure | None] = []
    for at, shot in enumerate(told):
        if at in grown:
            found.append(grown[at])
            continue
        figure = counted.get(at) or _listed(shot) or figure_in(shot.says, language)
        if not at and len(told) > 1 and figure and not _may_open(figure):
            figure = None
        if shot.shows:
            figure = (figure or figure_in(shot.shows, language)) if _asks_for_chart(shot.shows) else None
        before = found[-1] if found else None
        rest = (
            rest_of_ring(shot.says, language, before) if before and before.kind == "ring" and not shot.shows else None
        )
        if rest:
            found.append(rest)
            continue
        repeats = figure and figure.kind not in _IN_ROWS and found and found[-1] and found[-1].kind == figure.kind
        found.append(None if repeats else figure)
    written = {at for at, shot in enumerate(told) if shot.items} | set(grown)
    kept = _thinned(_once_on_a_map(found, told, language), written)
    return [figure and _as_read(figure, shot.says, language) for figure, shot in zip(kept, told, strict=True)]


def _as_read(figure: Figure, says: str, language: str) -> Figure:
    """Set out from the right where its line is read so; a place lies where it lies."""
    from_right = figure.kind != "map" and right_to_left(says, language)
    return edited(figure, from_right=True) if from_right else figure


def _listed(shot: Told) -> Figure | None:
    return Figure(kind="list", parts=shot.items, labels=shot.items) if shot.items else None


def _may_open(figure: Figure) -> bool:
    """Steps belong to those after them; charts, and contrasts with words of their own, say more than a title."""
    return figure.kind in _OPENERS or (figure.kind == "comparison" and bool(figure.labels))


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


def whole(says: Sequence[str], language: str) -> list[str]:
    """A line's shots, of which those are one again over which a figure's parts were spread."""
    for length in range(2, len(says) + 1 if len(says) <= _MOST_SHOTS else 0):
        for start in range(len(says) - length + 1):
            parts = says[start : start + length]
            together = ("" if any(map(is_unspaced, parts[0])) else " ").join(parts)
            if seconds(together) > _LONGEST_SHOT:
                continue
            figure = figure_in(together, language)
            if figure and figure.kind in _SPREAD and not any(_is_as_much(part, figure, language) for part in parts):
                before, after = says[:start], says[start + length :]
                return [*whole(before, language), together, *whole(after, language)]
    return list(says)


def _is_as_much(says: str, figure: Figure, language: str) -> bool:
    """Whether a part of a line sets out as much by itself as the figure does."""
    own = figure_in(says, language)
    return own is not None and own.kind == figure.kind and len(own.parts) >= len(figure.parts)


_FINDERS: tuple[Callable[[str, str], Figure | None], ...] = (
    bars, timeline, ring, growth, past, contrast, in_a_row, _quote, where, _question,
)  # fmt: skip


def _asks_for_chart(shows: str) -> bool:
    return mentions(shows, word_table("figures")["charts"])


def _once_on_a_map(found: list[Figure | None], told: Sequence[Told], language: str) -> list[Figure | None]:
    """One map at most, the one with most places on it, but in a film about travel or geography."""
    maps = [at for at, figure in enumerate(found) if figure and figure.kind == "map"]
    if is_about_places([shot.says for shot in told], language):
        kept = [at for at in maps if at - 1 not in maps]
    else:
        kept = sorted(maps, key=lambda at: -len(found[at].parts))[:1]
    return [figure if at in kept or at not in maps else None for at, figure in enumerate(found)]


def _thinned(found: list[Figure | None], written: Collection[int]) -> list[Figure | None]:
    """About half of the shots at most, the weakest kinds left out first and of those the latest.

    A list that is `written` as one stays.
    """
    kept = list(found)
    for share, kinds in _GO_AT:
        spare = sum(map(bool, kept)) - math.ceil(share * len(kept))
        weakest = sorted(
            (kinds.index(figure.kind), -at)
            for at, figure in enumerate(kept)
            if figure and figure.kind in kinds and at not in written
        )
        for _, at in weakest[: max(0, spare)]:
            kept[-at] = None
    return kept
