"""Tells whether words name a thing that can be drawn, by the names of the pictograms in that language."""

from __future__ import annotations

import json
import zipfile
from functools import lru_cache
from itertools import pairwise

from pipelines.machinery.tables import ASSETS, table
from pipelines.machinery.words import bare_words, is_unspaced, word_table
from pipelines.writers.phrases import code, normal, small_words, vocabulary

_ENDINGS = {1: 4, 2: 5}  # letters by which a plural or a case may be longer than a name of so many letters
_ARTICLES = ("ال", "وال")  # written in one with their noun


def is_thing(words: str, language: str) -> bool:
    """Whether the words, or the first or the last of them, are such a name."""
    names = _names(code(language))
    said = bare_words(normal(words))
    if any(map(is_unspaced, words)):
        return "".join(said) in names
    return any(_is_named(word, names) for word in (" ".join(said), *said[:1], *said[-1:]))


def _is_named(word: str, names: frozenset[str]) -> bool:
    for article in _ARTICLES:
        word = word.removeprefix(article)
    stems = (word[:-cut] for cut, least in _ENDINGS.items() if len(word) - cut >= least)
    return any(stem in names for stem in (word, word.removesuffix("s"), *stems))


def may_be_shown(line: str, language: str) -> bool:
    """Whether a line names a thing, a place or a deed; in scripts without spaces any line may."""
    said = bare_words(normal(line))
    if any(map(is_unspaced, line)):
        return True
    names, small = _names(language) | _seen(language), small_words(language)
    pairs = (" ".join(pair) for pair in pairwise(said))
    return any(_is_named(word, names) for word in (*said, *pairs) if word not in small)


@lru_cache(maxsize=16)
def _seen(language: str) -> frozenset[str]:
    """The words for places and for what people do."""
    tables = (table(ASSETS / "scenes" / f"{kind}.toml") for kind in ("setting", "doing", "weather", "time"))
    words = (word for entries in tables for entry in entries.values() for word in entry.get(language, "").split(","))
    bare = (" ".join(bare_words(normal(word))) for word in words)
    return frozenset(word for word in bare if len(word) > 1) - set(word_table("pronouns").get(language, {}))


@lru_cache(maxsize=16)
def _names(language: str) -> frozenset[str]:
    own = (words.get(language, "").split(",") for words in table(ASSETS / "scenes" / "pictogram.toml").values())
    names = {word.strip() for words in own for word in words}
    with zipfile.ZipFile(ASSETS / "pictograms" / "names.zip") as archive:
        if f"{language}.json" in archive.namelist():
            titles = json.loads(archive.read(f"{language}.json")).values()
            names |= {title.strip() for keywords in titles for title in keywords[0].split(",")}
    # Of `glass of milk` the milk is a name too.
    names |= {part for name in names for lead in vocabulary(language).get("leads", ())
              if " " not in (part := name.partition(f" {lead} ")[2])}  # fmt: skip
    bare = (" ".join(bare_words(normal(name))).removeprefix("ال") for name in names)
    return frozenset(name for name in bare if len(name) > 1 or (name and is_unspaced(name)))
