"""Gives every written word its start and end from the moments at which the voice began words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from studio.film import Word


def timed(
    written: Sequence[str], begins: dict[int, float], pauses: Sequence[tuple[float, float]], seconds: float
) -> tuple[Word, ...]:
    """One Word for each written word, in order, not overlapping, inside [0, seconds].

    `begins` holds the second at which word number i begins, for the words that the voice reported;
    the others share the time of the reported word before them, in proportion to their letters.
    A word ends where the next begins, or where the pause before the next begins.
    """
    known = _rising(begins, len(written))
    words: list[Word] = []
    for (first, start), (after, end) in pairwise([*known, (len(written), seconds)]):
        words += _shared(written[first:after], *_without_pauses(start, end, pauses))
    return tuple(_apart(words, seconds))


def _rising(begins: dict[int, float], count: int) -> list[tuple[int, float]]:
    """The reported words in order, leaving out any that would step back in time; the first starts it all."""
    known: list[tuple[int, float]] = []
    for index, start in sorted(begins.items()):
        if index < count and (not known or start > known[-1][1]):
            known.append((index, start))
    if not known or known[0][0] != 0:
        first = known[0][1] if known else 0.0
        known = [(0, min(first, 0.02)), *[(i, s) for i, s in known if s > 0.02]]
    return known


def _without_pauses(start: float, end: float, pauses: Sequence[tuple[float, float]]) -> tuple[float, float]:
    for begin, finish in pauses:
        if begin <= start < finish < end:
            start = finish
        if start < begin < end <= finish + 0.05:
            end = begin
    return start, end


def _shared(texts: Sequence[str], start: float, end: float) -> list[Word]:
    total = sum(map(len, texts))
    words, letters = [], 0
    for text in texts:
        begin = start + (end - start) * letters / total
        letters += len(text)
        words.append(Word(text=text, start=begin, end=start + (end - start) * letters / total))
    return words


def _apart(words: Sequence[Word], seconds: float) -> list[Word]:
    """The same words on whole milliseconds, each at least one long, none before the end of the last."""
    thousandths = int(seconds * 1000)
    apart, earliest = [], 0
    for index, word in enumerate(words):
        left = len(words) - index  # every word still to come needs its own millisecond
        start = min(max(round(word.start * 1000), earliest), max(thousandths - left, earliest))
        end = min(max(round(word.end * 1000), start + 1), max(thousandths - left + 1, start + 1))
        apart.append(Word(text=word.text, start=start / 1000, end=end / 1000))
        earliest = end
    return apart
