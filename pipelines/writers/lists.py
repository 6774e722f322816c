"""Reads lists: the numbers of numbered items, and short things one under the other that are said as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.writers.labels import labelled
from pipelines.writers.notes import unmarked
from pipelines.writers.phrases import STOPS, label

_FEWEST, _MOST = 3, 6  # things of a list that one picture can show
_THING = re.compile(r"^[-*+•·‣–—]\s+(?:\[[ xX]\]\s+)?(.+)$")
_COUNTED = re.compile(r"(?<!\S)[(]?(\d{1,2})[.)]\s+(?=[^\d\s])")
_NUMBERED = re.compile(r"^[(]?(\d{1,3})(?:[.)]\s+|[、．])(?=\D)")


def apart(row: str) -> list[str]:
    """A row that counts `1. ... 2. ... 3. ...` as a row for each; any other as it is."""
    cuts = []
    for match in _COUNTED.finditer(row):
        if int(match[1]) == len(cuts) + 1:
            cuts.append(match.start())
    if len(cuts) < _FEWEST:
        return [row]
    parts = (row[start:end].strip() for start, end in pairwise([0, *cuts, len(row)]))
    return [part for part in parts if part]


def number_of(row: str, before: int) -> int:
    """A row's place in a numbered list, 0 for none; where each is numbered 1, it is counted on."""
    match = _NUMBERED.match(row)
    if match is None:
        return before if not row else 0  # an empty row ends no list
    number = int(match[1])
    return before + 1 if number == 1 and before else number


def items_of(rows: Sequence[str], before: str) -> tuple[str, ...]:
    """The short things that these rows begin with, one a row; none where the rows are sentences or too many.

    They belong together where the row `before` them says so by a colon, or where none of them ends like a sentence.
    """
    things = []
    for row in rows:
        match = _THING.match(row)
        if match is None:
            break
        things.append(unmarked(match[1]))
    led = before.rstrip().endswith((":", "："))
    bare = all(thing and label(thing) == thing and not labelled(thing) for thing in things)
    ended = any(thing.endswith(tuple(STOPS)) for thing in things)
    return tuple(things) if _FEWEST <= len(things) <= _MOST and bare and (led or not ended) else ()
