"""Where lines may end (UAX #14) and where they had better: few, even lines that end with a thought."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

from pipelines.machinery.fonts import script_of

Measure = Callable[[str], float]

ENDS_A_THOUGHT = tuple(",;:.!?…—–)।॥،؛؟۔，、；：。！？”»፣።၊။៖")
OPENS_A_THOUGHT = ("—", "–", "-")
WRITTEN_WITHOUT_SPACES = frozenset({"Thai", "Laoo", "Khmr", "Mymr"})
LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")  # written before the consonant they belong to


@lru_cache(maxsize=4096)
def clusters(text: str) -> tuple[str, ...]:
    """What a reader takes for one letter each (UAX #29); the same words are set again and again, at other sizes."""
    return tuple(grapheme_clusters(text))


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """The stretches between which a line may end. Korean ends lines at spaces only, as its readers expect."""
    found: list[str] = []
    for unit in line_break_units(text):
        if found and script_of(unit[0]) == "Hang" and script_of(found[-1][-1]) == "Hang":
            found[-1] += unit
        else:
            found.append(unit)
    return tuple(found)


def without_spaces(text: str) -> bool:
    """Is this written in a script that puts no spaces between words?"""
    return any(script_of(c) in WRITTEN_WITHOUT_SPACES for c in text)


def torn(piece: str, width: float, measure: Measure) -> list[str]:
    """A piece too long for a line, cut between grapheme clusters into parts that fit, of even length if possible."""
    syllables = _syllables(piece)
    widths = [measure(syllable) for syllable in syllables]
    count = math.ceil(sum(widths) / width)
    even = sum(widths) / count
    found: list[tuple[str, float]] = []
    total = 0.0
    for syllable, its in zip(syllables, widths, strict=True):
        full = bool(found) and found[-1][1] + its > width
        if not found or full or total + its / 2 > len(found) * even:
            found.append((syllable, its))
        else:
            found[-1] = (found[-1][0] + syllable, found[-1][1] + its)
        total += its
    return [part for part, _ in found]


def _syllables(piece: str) -> list[str]:
    found: list[str] = []
    for cluster in clusters(piece):
        if found and (found[-1] in LEADING_VOWELS or cluster.isspace()):
            found[-1] += cluster
        else:
            found.append(cluster)
    return found


def broken(parts: Sequence[str], width: float, measure: Measure) -> list[str]:
    """Set pieces into as few lines as will hold them, and as even as they can be.

    Dynamic programming over the number of lines: the least sum of squared differences from the
    mean, in shares of a line, where a line is better that ends with punctuation and worse that
    leaves a short word hanging.
    """
    widths = [measure(part) for part in parts]
    bare = [measure(part.rstrip()) for part in parts]
    ends = _fewest(widths, bare, width)
    ideal = min(width, sum(widths) / max(1, ends))
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(ends):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _start) in best[-1].items():
            total = 0.0
            for end in range(start + 1, len(parts) + 1):
                taken = total + bare[end - 1]
                if taken > width and end > start + 1:
                    break
                total += widths[end - 1]
                price = cost + ((taken - ideal) / width) ** 2 + _price(parts, start, end)
                if end not in row or price < row[end][0]:
                    row[end] = (price, start)
        best.append(row)
    return _read_back(parts, best)


def _fewest(widths: Sequence[float], bare: Sequence[float], width: float) -> int:
    count, used = 1, 0.0
    for at, part in enumerate(widths):
        if used and used + bare[at] > width:
            count, used = count + 1, 0.0
        used += part
    return count


def _price(parts: Sequence[str], start: int, end: int) -> float:
    """What a line's end costs beside its length, in shares of a line's width squared."""
    if end == len(parts):
        return 0.05 if start and end == start + 1 and len(parts[start]) < 8 else 0.0
    word = parts[end - 1].rstrip() or " "
    price = 0.0
    if word.endswith(ENDS_A_THOUGHT):
        price -= 0.03
    elif len(word) <= 3 and parts[end - 1] != word:
        price += 0.02  # an article or a preposition belongs to what follows
    if script_of(word[-1]) == script_of(parts[end][0]) == "Kana" and word == parts[end - 1]:
        price += 0.05  # a foreign word in Japanese
    if parts[end].startswith(OPENS_A_THOUGHT):
        price += 0.05
    return price


def _read_back(parts: Sequence[str], best: list[dict[int, tuple[float, int]]]) -> list[str]:
    lines: list[str] = []
    end = len(parts)
    for row in reversed(best[1:]):
        start = row[end][1]
        lines.append("".join(parts[start:end]).strip())
        end = start
    return lines[::-1]
