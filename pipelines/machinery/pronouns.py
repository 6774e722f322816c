"""Which words of a line point at what an earlier line named, in any language that assets/words/pronouns.toml has."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.machinery.words import bare_words, is_unspaced, word_table

KINDS = ("she", "he", "they", "it")
_FIRST = 1  # word


def pointing(text: str, language: str) -> tuple[str, ...]:
    """The kinds of pronouns in a text, of she, he, they and it, in that order."""
    said, table = bare_words(text), word_table("pronouns").get(language, {})
    heard = set(said) - (set(table.get("first", ())) - set(said[:_FIRST]))
    opening = f"{' '.join(said)} "
    if any(opening.startswith(f"{phrase} ") for phrase in table.get("empty", ())):
        heard -= set(said[:_FIRST])
    return tuple(kind for kind in KINDS if _are_in(table.get(kind, ()), heard, text))


def _are_in(words: Iterable[str], said: set[str], text: str) -> bool:
    return any(word in (text if is_unspaced(word[0]) else said) for word in words)
