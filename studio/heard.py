"""Where in a spoken line a text is said: words are compared by their letters and digits alone, in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from studio.film import Word


def begins(text: str, words: Sequence[Word], after: int = 0) -> int | None:
    """The number of the word with which the voice begins to say a text; None where none of it is said.

    It is looked for whole, then by the first of its words that is said; each from word `after` on, then anywhere.
    """
    bare = [_bare(word.text) for word in words]
    for wanted in ([text], text.split()):
        for numbers in (range(after, len(bare)), range(after)):
            for part in filter(None, map(_bare, wanted)):
                if (found := next((at for at in numbers if _runs(part, bare, at)), None)) is not None:
                    return found
    return None


def stretch(text: str, words: Sequence[Word], after: int = 0) -> range | None:
    """The numbers of the words that together say just this text, the first such from word `after` on; else None."""
    bare, wanted = [_bare(word.text) for word in words], _bare(text)
    for first in range(after, len(bare)):
        if wanted and _runs(wanted, bare, first):
            letters, last = bare[first], first + 1
            while letters != wanted:
                letters, last = letters + bare[last], last + 1
            return range(first, last)
    return None


def same(one: str, other: str) -> bool:
    """Whether two texts are the same to the ear."""
    return _bare(one) == _bare(other)


def aligned(text: str, words: Sequence[Word]) -> list[tuple[str, Word | None]]:
    """A text in parts that come at once, in order, each with the word with which it is said, None before any is.

    Parts are what spaces part; where all of it is said in one run, also what the voice's words part, as in Chinese.
    """
    bare = [_bare(word.text) for word in words]
    first = next((at for at in range(len(bare)) if _runs(_bare(text), bare, at)), None)
    if first is None:
        return _in_order(text, words, bare)
    owners = [word for word, letters in zip(words[first:], bare[first:], strict=True) for _ in letters]
    found: list[tuple[str, Word | None]] = []
    for token in text.split():
        parts: list[tuple[str, Word | None]] = [("", None)]
        for sign in token:
            (written, owner), letters = parts[-1], len(_bare(sign))
            if letters and owner not in (None, owners[0]):
                parts.append((sign, owners[0]))
            else:
                parts[-1] = written + sign, owners[0] if letters else owner
            del owners[:letters]
        found += parts
    return _carried(found)


def _in_order(text: str, words: Sequence[Word], bare: Sequence[str]) -> list[tuple[str, Word | None]]:
    found: list[tuple[str, Word | None]] = []
    at = 0
    for token in text.split():
        wanted = _bare(token)
        same = next((n for n in range(at, len(bare)) if wanted and bare[n] == wanted), None)
        found.append((token, None if same is None else words[same]))
        at = at if same is None else same + 1
    return _carried(found)


def _carried(parts: Sequence[tuple[str, Word | None]]) -> list[tuple[str, Word | None]]:
    """What is not said itself comes with the part before it."""
    found: list[tuple[str, Word | None]] = []
    last: Word | None = None
    for text, word in parts:
        last = word or last
        found.append((text, last))
    return found


def _runs(wanted: str, bare: Sequence[str], first: int) -> bool:
    """Do the words from `first` on begin with these letters, and does one of them end with the last?"""
    letters = ""
    for word in bare[first:]:
        if letters == "" == word:
            return False
        letters += word
        if len(letters) >= len(wanted):
            return letters == wanted
    return False


def _bare(text: str) -> str:
    """Its letters and digits: without case, forms and accents, and with every script's digits as ours."""
    return "".join(_digit(sign) for sign in unicodedata.normalize("NFKD", text.casefold()) if _told_apart(sign))


def _told_apart(sign: str) -> bool:
    """Letters, digits and the marks that are vowels; a mark with a combining class only decorates its letter."""
    kind = unicodedata.category(sign)[0]
    return kind in "LN" or (kind == "M" and not unicodedata.combining(sign))


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign
