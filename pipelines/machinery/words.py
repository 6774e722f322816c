"""Word lists kept as data in assets/words, and finding their words in a text of any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pipelines.machinery.tables import ASSETS, table


@lru_cache
def word_table(name: str) -> dict[str, Any]:
    """The table `assets/words/<name>.toml`."""
    return table(ASSETS / "words" / f"{name}.toml")


@lru_cache(maxsize=4096)
def bare_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without punctuation and signs.

    Python's own ``\\w`` leaves out the vowel signs of Indic scripts; here a letter, a mark or a
    digit, and the joiners and apostrophes between them, make a word.
    """
    return tuple(word.strip("'’-") for word in "".join(map(_letter_or_gap, text.casefold())).split())


def _letter_or_gap(sign: str) -> str:
    return sign if sign in "'’-\u200c\u200d" or unicodedata.category(sign)[0] in "LMN" else " "


def has_words(text: str) -> bool:
    """Whether there is anything to say: at least one letter or digit."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in text)


def is_unspaced(sign: str) -> bool:
    """Whether a sign belongs to a script that puts no space between words: Chinese, Japanese, Thai and kin."""
    return "\u2e80" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0eff" or "\u1000" <= sign <= "\u109f"


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text has one of the phrases; ``stem*`` stands for every word that begins so."""
    spaced = f" {' '.join(bare_words(text))} "
    return any(_is_in(phrase, spaced) for phrase in phrases)


def _is_in(phrase: str, spaced: str) -> bool:
    if is_unspaced(phrase[0]):
        return phrase in spaced
    return f" {phrase[:-1]}" in spaced if phrase.endswith("*") else f" {phrase} " in spaced
