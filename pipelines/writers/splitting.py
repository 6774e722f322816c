"""Cuts a long line into shots where a speaker would breathe, without losing or moving a sign."""

from __future__ import annotations

import re

from pipelines.machinery.languages import sentences
from pipelines.machinery.words import bare_words, has_words, word_table
from pipelines.writers.measure import seconds

MOST = 6.6  # seconds of speech a shot
MOST_WORDS = 17
FEWEST_WORDS = 3
LEAST = 3.0  # seconds of speech in which part of a sentence says enough for a picture of its own
_ATOM = re.compile(r"\S+\s*")
_INNER = re.compile(r"(?<=[，、；：。！？])(?=[^\s，、；：。！？」』”）])")
_STRONG, _COMMA = tuple(";:—–؛；："), tuple(",،，、")
# What a cut costs: one inside a phrase is worth it only where a shot would run far too long.
_COSTS = {
    "sentence": 0,
    "strong": 20,
    "comma": 60,
    "clause": 120,
    "list": 260,
    "phrase": 400,
    "word": 800,
    "never": 3000,
}


def split(line: str, language: str) -> list[str]:
    """The line's shots, in order: put together they are the line, but for spaces between them."""
    if seconds(line) <= MOST and len(line.split()) <= MOST_WORDS:
        return [line.strip()]
    atoms = [atom for word in _ATOM.findall(line) for atom in _INNER.split(word)]
    cuts = _cheapest_cuts(atoms, _costs(atoms, language))
    return [piece for start, end in cuts if (piece := "".join(atoms[start:end]).strip())]


def _costs(atoms: list[str], language: str) -> list[int]:
    """What it costs to cut after each atom: little where a voice pauses, much inside a phrase."""
    ends, length = set(), 0
    for sentence in sentences("".join(atoms), language):
        ends.add(length + len(sentence.rstrip()))
        length += len(sentence)
    costs, at = [], 0
    for atom, following in zip(atoms, [*atoms[1:], ""], strict=True):
        word = atom.rstrip()
        costs.append(_COSTS["sentence" if at + len(word) in ends else _boundary(word, following)])
        at += len(atom)
    return costs


def _boundary(word: str, following: str) -> str:
    """What stands between two words of one sentence."""
    if word.endswith(_STRONG):
        return "strong"
    if word.endswith(_COMMA):
        return "comma"
    table = word_table("clauses")
    bare, opener = "".join(bare_words(word)), "".join(bare_words(following))
    # A number and its unit, an abbreviation and its name, an article and its noun belong together.
    if (
        bare.isdigit()
        or word.endswith(".")
        or any(bare in table[kind] for kind in ("clauses", "phrases", "clinging"))
    ):
        return "never"
    if opener in table["lists"]:
        return "list"
    if opener in table["clauses"]:
        return "clause"
    return "phrase" if opener in table["phrases"] or bare in table["after"] else "word"


def _cheapest_cuts(atoms: list[str], costs: list[int]) -> list[tuple[int, int]]:
    """Where each shot starts and ends, by dynamic programming over the places where one may end."""
    times = [seconds(atom) for atom in atoms]
    words = [int(has_words(atom)) for atom in atoms]
    cheapest: list[float] = [0.0] + [float("inf")] * len(atoms)
    came_from = [0] * (len(atoms) + 1)
    for end in range(1, len(atoms) + 1):
        length, count = 0.0, 0
        for start in range(end - 1, -1, -1):
            length, count = length + times[start], count + words[start]
            if start < end - 1 and (length > 2 * MOST or count > 2 * MOST_WORDS):
                break
            torn = (end < len(atoms) and costs[end - 1] > 0) or (start > 0 and costs[start - 1] > 0)
            cost = cheapest[start] + _strain(length, count, torn) + (costs[end - 1] if end < len(atoms) else 0)
            if cost < cheapest[end]:
                cheapest[end], came_from[end] = cost, start
    cuts, end = [], len(atoms)
    while end:
        cuts.append((came_from[end], end))
        end = came_from[end]
    return cuts[::-1]


def _strain(length: float, words: int, torn: bool) -> float:
    """How far a shot is from a comfortable length in seconds; every shot costs something, so that few are made.

    `torn`: it is not made of whole sentences. "At Maple Street Dental," alone shows nothing.
    """
    too_long = max(0.0, length - MOST) * 600 + max(0, words - MOST_WORDS) * 80
    too_short = (FEWEST_WORDS - words) * 500 if words < FEWEST_WORDS and length < 1.3 else 0
    too_little = 1200 * (LEAST - length) if torn and length < LEAST else 0
    return 50 + too_long + too_short + too_little + 5 * (length - 0.6 * MOST) ** 2
