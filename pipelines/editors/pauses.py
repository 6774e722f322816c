"""Tightens the pauses of one channel of speech at 48 kHz: what is cut lies inside the quiet or a breath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from studio.film import SAMPLE_RATE, Word

FRAME = SAMPLE_RATE // 200  # quiet or not is decided every 5 ms
QUIET_DB, BREATH_DB = -38.0, -15.0  # under the voice's loud frames; a breath besides is no part of a word
OVER_NOISE_DB, LEAST_DB = 8.0, -20.0  # in a noisy line, quiet is what is this near its floor and this far down
GUARD = 0.06  # seconds around each word in which nothing is taken for a breath
PAUSE, TIGHT = 0.36, 0.25  # seconds: longer pauses than the first become the second
REST, RESTED = 0.5, 0.4  # the same at the end of a sentence
LEAD, LED = 0.08, 0.02  # the same before the first word
TAIL, TAILED = 0.2, 0.1  # the same after the last
EDGE = 0.06  # seconds at least that stay on either side of what is cut out of a pause
FADE = SAMPLE_RATE // 100  # a crossfade of even power
SENTENCE = (".", "!", "?", "…", "।", "॥", "؟", "۔", "。", "！", "？", "።")
QUOTES = "\"'”’»」』)"


def kept(sound: np.ndarray, words: Sequence[Word]) -> list[tuple[int, int]]:
    """The stretches to keep as first frames and ends, in order; one, the whole, where no pause is too long."""
    levels = _levels(sound)
    found, begin = [], 0
    for first, end in _runs(_free(levels, words)):
        cut = _cut(levels, first, end, words)
        if cut and not any(cut[0] <= word.start and word.end <= cut[1] for word in words):
            a, b = (min(round(second * SAMPLE_RATE), len(sound)) for second in cut)
            found.append((begin, a))
            begin = b
    return [(a, b) for a, b in [*found, (begin, len(sound))] if b > a]


def joined(sound: np.ndarray, kept: Sequence[tuple[int, int]]) -> np.ndarray:
    """The kept stretches one after another, just as long as they are together."""
    if len(kept) == 1:
        return sound[slice(*kept[0])].copy()
    half = FADE // 2
    made = np.zeros(sum(end - begin for begin, end in kept), np.float32)
    turn = np.sin(np.linspace(0, np.pi / 2, 2 * half, dtype=np.float32))
    at = 0
    for number, (begin, end) in enumerate(kept):
        before, after = half * (number > 0), half * (number < len(kept) - 1)
        part = sound[begin - before : end + after].copy()
        if before:
            part[: 2 * half] *= turn
        if after:
            part[-2 * half :] *= turn[::-1]
        made[at - before :][: len(part)] += part
        at += end - begin
    return made


def _levels(sound: np.ndarray) -> np.ndarray:
    """Each frame's level in dB, none under -100."""
    starts = np.arange(0, len(sound), FRAME)
    power = np.add.reduceat(sound.astype(np.float64) ** 2, starts) / np.diff([*starts, len(sound)])
    return np.asarray(10 * np.log10(power + 1e-10))


def _free(levels: np.ndarray, words: Sequence[Word]) -> np.ndarray:
    """For each frame, whether it is quiet, or a breath between two words."""
    floor, loud = np.percentile(levels, (2, 95))
    quiet = levels < min(max(loud + QUIET_DB, floor + OVER_NOISE_DB), loud + LEAST_DB)
    between = np.full(len(levels), bool(words))
    for word in words:
        between[_frame(max(word.start - GUARD, 0)) : _frame(word.end + GUARD) + 1] = False
    return np.asarray(quiet | (between & (levels < loud + BREATH_DB)))


def _runs(free: np.ndarray) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    yield from edges.reshape(-1, 2).tolist()


def _cut(levels: np.ndarray, first: int, end: int, words: Sequence[Word]) -> tuple[float, float] | None:
    """The seconds to leave out of a pause that lasts from frame `first` to `end`; None where it may stay."""
    begin, finish = first * FRAME / SAMPLE_RATE, end * FRAME / SAMPLE_RATE
    if end == len(levels):
        return (begin + TAILED, finish + FRAME / SAMPLE_RATE) if first and finish - begin > TAIL else None
    if first == 0:
        return (0.0, finish - LED) if finish > LEAD else None
    longest, tight = (REST, RESTED) if _ends_sentence(begin, words) else (PAUSE, TIGHT)
    if finish - begin <= longest:
        return None
    start = begin + _loudest(levels[first:end], _frame(finish - begin - tight)) * FRAME / SAMPLE_RATE
    return start, start + finish - begin - tight


def _loudest(levels: np.ndarray, width: int) -> int:
    """At which frame of a pause so many frames are best left out: over its breath, or in its middle."""
    edge = _frame(EDGE)
    sums = np.convolve(10 ** (levels / 10), np.ones(width), "valid")[edge : len(levels) - width - edge + 1]
    middle = len(sums) // 2
    best = int(sums.argmax())
    return edge + (best if sums[best] > 4 * sums[middle] else middle)


def _ends_sentence(second: float, words: Sequence[Word]) -> bool:
    said = [word.text for word in words if word.start < second]
    return bool(said) and said[-1].rstrip(QUOTES).endswith(SENTENCE)


def _frame(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE / FRAME)
