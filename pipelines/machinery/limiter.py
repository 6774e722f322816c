"""Holds a sound under a true peak: gain comes down before the peak, so nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from pipelines.machinery.meters import CHUNK, CONTEXT, Sound, amplitude, loudness, peaks
from studio.film import SAMPLE_RATE

REACH = SAMPLE_RATE // 100  # gain moves over 10 ms on either side of a peak: too slow to be heard as grit
ROUNDS = 3
OVERCORRECTION = 1.5  # of what is still missing, the limiter takes about a third away again


def master(sound: Sound, lufs: float, peak_db: float) -> None:
    """Bring a sound in place to an integrated loudness with no true peak above `peak_db`.

    The limiter takes loudness away, so the result is measured and corrected, three times at most.
    Digital silence stays as it is.
    """
    for round_ in range(ROUNDS):
        now = loudness(sound)
        if not np.isfinite(now) or (round_ and abs(now - lufs) < 0.05):
            return
        missing = (lufs - now) * (OVERCORRECTION if round_ else 1.0)
        sound *= np.float32(amplitude(missing))
        limit(sound, peak_db)


def limit(sound: Sound, peak_db: float) -> None:
    """Hold the true peak of a sound under `peak_db`, in place, and at least 0.05 dB under it."""
    ceiling = amplitude(peak_db - 0.05)  # dither and the codec's rounding live in this margin
    gain = np.ones(len(sound), np.float32)
    for at, block in _peak_blocks(sound):
        gain[at : at + len(block)] = ceiling / np.maximum(block, ceiling)
    for at in range(0, len(sound), CHUNK):
        first = max(at - 2 * REACH, 0)
        near = gain[first : at + CHUNK + 2 * REACH]
        if near.min() < 1.0:
            block = sound[at : at + CHUNK]
            block *= _smooth(near)[at - first :][: len(block), None]


def _smooth(gain: np.ndarray) -> np.ndarray:
    """The lowest gain within reach, averaged twice over half that reach: never above what was asked."""
    held = minimum_filter1d(gain, 2 * REACH + 1, mode="nearest")
    once = uniform_filter1d(held, REACH + 1, mode="nearest")
    return uniform_filter1d(once, REACH + 1, mode="nearest")


def _peak_blocks(sound: Sound) -> Iterator[tuple[int, np.ndarray]]:
    for at in range(0, len(sound), CHUNK):
        first = max(at - CONTEXT, 0)
        block = peaks(sound[first : at + CHUNK + CONTEXT])
        yield at, block[at - first :][: min(CHUNK, len(sound) - at)]
