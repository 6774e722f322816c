"""Which English nouns are kinds of what can be shown: a gown is a dress, a weevil a beetle, a bakery a shop."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.machinery.tables import ASSETS

LONGEST = 2  # words of a noun in the table


class Kind(NamedTuple):
    """What `size` words from `at` on are a kind of: a kind of target and its name, so many `steps` away."""

    at: int
    size: int
    target: tuple[str, str]
    steps: int


def kinds_in(said: tuple[str, ...]) -> Iterator[Kind]:
    """The nouns of a text, given as its plain words in order; of those that begin alike the longest."""
    for at in range(len(said)):
        for size in range(min(LONGEST, len(said) - at), 0, -1):
            head = " ".join(said[at : at + size - 1])
            known = (_table().get(f"{head} {noun}".strip()) for noun in _singulars(said[at + size - 1]))
            if found := next(filter(None, known), None):
                name, steps = found
                yield Kind(at, size, ("setting", name[1:]) if name.startswith("@") else ("pictogram", name), steps)
                break


def _singulars(word: str) -> Iterator[str]:
    yield word
    for ending, noun in (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("men", "man"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + noun


@lru_cache
def _table() -> dict[str, tuple[str, int]]:
    """Noun -> the pictogram, or the setting after an @, that shows what it is a kind of, and the steps to that."""
    rows = gzip.decompress((ASSETS / "pictograms" / "kinds.txt.gz").read_bytes()).decode().splitlines()
    return {noun: (name, int(steps)) for noun, name, steps in (row.split("\t") for row in rows)}
