"""Turns words into the letters that a voice was taught, with the word that each belongs to."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection
from typing import TypeVar

from pipelines.narrators.breaths import Stretch
from pipelines.narrators.phonemes import Signs

T = TypeVar("T")
# Signs that look or mean the same, of which a voice may know the other one.
TWINS = {"ț": "ţ", "ș": "ş", "ţ": "ț", "ş": "ș", "’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "…": ".", "।": "."}


def spelt(stretch: Stretch, known: Collection[str], prepared: Callable[[str], str] = str) -> Signs:
    """The stretch in letters out of `known`; one that is not known is tried in other forms before it is dropped.

    `prepared` is what the model itself does to a text first. Spaces belong to no word, which is -1. It is empty where
    no letter is known.
    """
    signs: Signs = []
    for number, (word, said) in enumerate(zip(stretch.words, stretch.said, strict=True), stretch.first):
        letters = [letter for sign in prepared(said) for letter in _known(sign, known)]
        if letters and signs and not word.glued and " " in known:
            signs.append((" ", -1))
        signs += [(letter, number) for letter in letters]
    return signs if any(letter.isalnum() for letter, _ in signs) else []


def _known(sign: str, known: Collection[str]) -> str:
    """The sign as the voice knows it: as it is, in lower case, in its plain form, a twin, or without its accents."""
    plain = unicodedata.normalize("NFKC", sign)
    bare = "".join(part for part in unicodedata.normalize("NFD", sign) if not unicodedata.combining(part))
    apart, twin = unicodedata.normalize("NFD", sign), TWINS.get(sign.lower(), "")
    for form in (sign, sign.lower(), plain, plain.lower(), apart, twin, bare, bare.lower()):
        if form and all(letter in known for letter in form):
            return form
    return ""


def with_blanks(signs: list[T], blank: T) -> list[T]:
    """The same with a blank before, between and after, as VITS was taught to have them."""
    return [blank, *(each for sign in signs for each in (sign, blank))]


def begins(owners: list[int], frames: list[float], seconds: float) -> dict[int, float]:
    """When each word begins in a sound of so many seconds, from how many frames each sign lasts.

    -1 owns what belongs to no word.
    """
    found: dict[int, float] = {}
    at, whole = 0.0, max(sum(frames), 1.0)
    for owner, lasts in zip(owners, frames, strict=True):
        if owner >= 0:
            found.setdefault(owner, at / whole * seconds)
        at += lasts
    return found
