"""Finds phrases with open places in a text of any script: `{n} out of {m}`, `unlike {a}, {b}`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pipelines.machinery.words import is_unspaced, word_table

PAUSES = ",،，、;；:：—–"
STOPS = ".!?।॥۔؟።፧。！？…"
MOST_LETTERS, MOST_WORDS, MOST_SIGNS = 24, 3, 8  # of a label; signs: where no space parts the words
# A sign of a word; Python's own \w leaves out the vowel signs of Indic scripts.
_IN_WORD = (
    r"\w\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0951-\u0963\u0981-\u0dff\u0e31-\u0e4e\u200c\u200d"
)
_TOKEN = re.compile(r"\{(\w)\}|(,\??)|( \??)|([^{}, ]+)")
_DIGITS = r"\d+(?:[.,٫٬]\d+)*"
_SIDE = rf"(?:[^{STOPS}]|[.](?=\S))+?"


class Amount(NamedTuple):
    """What a number in a text is worth, and where it stands with its unit: text[start:end]."""

    value: float
    start: int
    end: int


@lru_cache
def vocabulary(language: str) -> dict[str, Any]:
    """The words of figures in a BCP 47 language, and those that every language has."""
    whole = word_table("figures")
    own: dict[str, Any] = whole.get(code(language), {})
    return own | {key: [*words, *own.get(key, ())] for key, words in whole["any"].items()}


def code(language: str) -> str:
    """The language itself, without its country and script: `pt` of `pt-BR`."""
    return language.replace("_", "-").partition("-")[0].lower()


def small_words(language: str) -> set[str]:
    """The commonest words of a language, which are no names of things."""
    return set(word_table("languages")["small"].get(code(language), "").split())


def normal(text: str) -> str:
    """The text as the tables are compared with it; the same letters to the eye."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def pattern(template: str, language: str) -> re.Pattern[str]:
    """A template as a regular expression; what each of its places takes is the group of that name."""
    template = normal(template)
    built, at_start = "", template.startswith("^")
    tokens = list(_TOKEN.finditer(template.removeprefix("^")))
    for before, token in zip([None, *tokens], tokens, strict=False):
        slot, pause, space, literal = token.groups()
        if slot:
            built += rf"(?P<{slot}>{_number(language) if slot in 'nm' else _SIDE})" if slot != "_" else _SIDE
        elif pause:
            built += rf"(?:\s*[{PAUSES}.।]+)" + ("?" if pause == ",?" else "")
        elif space:
            # After a pause a space is usual, not needed; " ?" is one that may be missing.
            built += r"\s*" if space == " ?" or (before is not None and before[2]) else r"\s+"
        else:
            built += bounded(literal, before is None, token is tokens[-1])
    return re.compile(rf"(?:^|(?<=^[\"“«‘]))\s*{built}" if at_start else built, re.IGNORECASE)


def bounded(literal: str, opens: bool = True, closes: bool = True) -> str:
    """A pattern for a phrase that is no part of a longer word, but for scripts without spaces."""
    left = rf"(?<![{_IN_WORD}])" if opens and _is_spaced_letter(literal[0]) else ""
    right = rf"(?![{_IN_WORD}])" if closes and _is_spaced_letter(literal[-1]) else ""
    return left + r"\s+".join(map(re.escape, literal.split(" "))) + right


def _is_spaced_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" and not is_unspaced(sign)


def any_of(phrases: Sequence[str]) -> str:
    """A pattern for the longest of the phrases at a place; ``stem*`` takes the rest of its word."""
    return _any_of(tuple(phrases))


@lru_cache(maxsize=1024)
def _any_of(phrases: tuple[str, ...]) -> str:
    longest_first = sorted(map(normal, phrases), key=len, reverse=True)
    return "|".join(
        f"{bounded(phrase[:-1], closes=False)}[{_IN_WORD}]*" if phrase.endswith("*") else bounded(phrase)
        for phrase in longest_first
    )


@lru_cache
def spelt_out(language: str) -> dict[str, float]:
    """The numbers that a language has words for, by those words, plain: as CLDR spells them, and in our own forms."""
    rows = (row.partition(" ") for row in word_table("numbers").get(code(language), "").split(", ") if row)
    own: dict[str, float] = vocabulary(language).get("numbers", {})
    known = {**{word: float(number) for number, _, word in rows}, **own}
    return {normal(word).casefold(): float(number) for word, number in known.items()}


@lru_cache
def _number(language: str) -> str:
    # No part of a longer number, a range, a date, a time or a telephone number.
    digits = rf"(?<![\d.,٫٬/:+–−-]){_DIGITS}(?![\d/]|:\d)"
    words = sorted(spelt_out(language), key=len, reverse=True)
    if not words:
        return digits
    spelt = "|".join(r"\s+".join(map(re.escape, word.split(" "))) for word in words)
    if is_unspaced(words[0][0]):
        return rf"{digits}|(?:{spelt})(?![{''.join({*''.join(words), *'百千万点'})}])"
    return rf"{digits}|(?<![-{_IN_WORD}])(?:{spelt})(?![{_IN_WORD}])"


def value_of(number: str, language: str) -> float | None:
    """What a number is worth, in digits of any script or in words; None where its separators make no sense."""
    if (words := re.sub(r"\s+", " ", number).casefold()) in spelt_out(language):
        return spelt_out(language)[words]
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else {"٫": ".", "٬": "'"}.get(sign, sign)
                    for sign in number)  # fmt: skip
    mark = "," if code(language) in word_table("figures")["decimal_comma"] else "."
    groups = re.escape({",": ".", ".": ","}[mark])
    # Thousands are parted by threes, in India above them by twos.
    match = re.fullmatch(rf"(\d+|\d{{1,3}}(?:[{groups}'](?:\d{{2,3}}))*[{groups}']\d{{3}})(?:[{mark}.](\d+))?", plain)
    if not match:
        match = re.fullmatch(r"(\d+)[.,](\d{1,2})", plain)
    return float(f"{re.sub(r'[^0-9]', '', match[1])}.{match[2] or 0}") if match else None


def in_ascii(digits: str) -> int:
    """The whole number that digits of any script say."""
    return int("".join(str(unicodedata.digit(sign)) for sign in digits))


def tidied(words: str) -> str:
    """Words without the signs and spaces around them."""
    return re.sub(r"\s+", " ", words).strip(f" {PAUSES}{STOPS}¿¡\"'“”«»‘’「」()（）-")


def label(words: str) -> str:
    """The words as a label, without an article before them; empty where they are too long for one."""
    words = tidied(words)
    first, _, rest = words.partition(" ")
    words = rest if rest and first.casefold() in word_table("figures")["articles"] else words
    unspaced = any(map(is_unspaced, words))
    fits = (
        len(words) <= MOST_LETTERS and len(words.split()) <= MOST_WORDS and (not unspaced or len(words) <= MOST_SIGNS)
    )
    return words if fits else ""


def labels(parts: Sequence[str]) -> tuple[str, ...]:
    """One label for each part, or none at all where one would be too long."""
    short = tuple(map(label, parts))
    return short if all(short) else ()
