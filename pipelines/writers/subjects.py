"""Gives each shot a subject of its own: what a shot before has not shown comes first."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from functools import lru_cache

from pipelines.machinery.tables import ASSETS, table
from pipelines.machinery.words import bare_words, is_unspaced
from pipelines.writers.phrases import code, normal

_LONGEST = 3  # words of a name


def own_subjects(lines: Sequence[str], language: str) -> list[str]:
    """For each line that begins with what was shown before, its words for a thing that was not; else empty."""
    shown: set[str] = set()
    found = []
    for line in lines:
        named = _named(line, code(language))
        fresh = next(((thing, words) for thing, words in named if thing not in shown), ("", ""))
        found.append(fresh[1] if named and named[0][0] in shown else "")
        shown |= {fresh[0] or thing for thing, _ in named[:1]}
    return found


def _named(line: str, language: str) -> list[tuple[str, str]]:
    """The things a line names, in order, each with the words for it; scripts without spaces name none here."""
    if any(map(is_unspaced, line)):
        return []
    said, names = bare_words(normal(line)), _things(language)
    found, at = [], 0
    while at < len(said):
        sizes = range(min(_LONGEST, len(said) - at), 0, -1)
        words = next((phrase for size in sizes if _name(phrase := " ".join(said[at : at + size]), names)), "")
        if words:
            found.append((names[_name(words, names)], words))
        at += max(1, len(words.split()))
    return found


def _name(words: str, names: dict[str, str]) -> str:
    """The name that the words are, in a plural or not; empty where they are none."""
    return next((name for name in (words, words.removesuffix("s")) if name in names), "")


@lru_cache(maxsize=16)
def _things(language: str) -> dict[str, str]:
    """Name -> the pictogram that shows it: first our own words, which outweigh the pictograms' titles."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(ASSETS / "pictograms" / "names.zip") as archive:
        if f"{language}.json" in archive.namelist():
            titles = json.loads(archive.read(f"{language}.json"))
            found |= {title: thing for thing, (title, *_) in titles.items()}
    for thing, words in table(ASSETS / "scenes" / "pictogram.toml").items():
        found |= dict.fromkeys(words.get(language, "").split(","), thing)
    bare = {" ".join(bare_words(normal(name))): thing for name, thing in found.items()}
    return {name: thing for name, thing in bare.items() if len(name) > 1}
