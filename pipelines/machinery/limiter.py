"""Brings a sound to a loudness under a true peak: gain comes down before the peak, so nothing is ever cut off."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from pipelines.machinery.meters import CHUNK, STEP, Sound, amplitude, energies, integrated, peaks, per_hop
from studio.film import SAMPLE_RATE

REACH = SAMPLE_RATE // 100 // STEP  # gain moves over 10 ms on either side of a peak: too slow to be heard as grit
ROUNDS = 12
CLOSE = 0.01  # LU
OVERCORRECTION = 1.5  # of what is still missing, the limiter takes about a third away again
IN_VAIN = 0.9  # of what was missing a round before: more gain would raise nothing but the quiet between the peaks
MOST = 12.0  # dB that a sound of peaks is driven into the limiter; what is missing then stays missing


def master(sound: Sound, lufs: float, peak_db: float) -> None:
    """Bring a sound in place to an integrated loudness in LUFS with no true peak above `peak_db`.

    It is measured once: what the limiter takes away is reckoned from its own gain, which moves so
    slowly that weighting and gain may change places. Digital silence stays as it is.
    """
    energy = energies(sound)
    now = integrated(per_hop(energy, len(sound)))
    if not np.isfinite(now):
        return
    highest, ceiling = peaks(sound), amplitude(peak_db - 0.05)  # dither and rounding live in this margin
    plain = gain = lufs - now
    before = np.inf
    for _ in range(ROUNDS):
        curve = _curve(highest * amplitude(gain), ceiling)
        missing = lufs - integrated(per_hop(energy * (amplitude(gain) * curve) ** 2, len(sound)))
        if abs(missing) < CLOSE or gain >= plain + MOST or abs(missing) > IN_VAIN * abs(before):
            break
        before, gain = missing, min(gain + missing * OVERCORRECTION, plain + MOST)
    _apply(sound, amplitude(gain), curve)


def _curve(highest: np.ndarray, ceiling: float) -> np.ndarray:
    """The gain in the middle of each STEP: the lowest within reach, averaged twice over half that reach.

    Straight lines between these gains are nowhere above what a peak asks for.
    """
    held = minimum_filter1d(ceiling / np.maximum(highest, ceiling), 2 * REACH + 3, mode="nearest")
    once = uniform_filter1d(held, REACH + 1, mode="nearest")
    return np.asarray(uniform_filter1d(once, REACH + 1, mode="nearest"))


def _apply(sound: Sound, gain: float, curve: np.ndarray) -> None:
    middles = (np.arange(len(curve)) + 0.5) * STEP
    for at in range(0, len(sound), CHUNK):
        chunk = sound[at : at + CHUNK]
        frames = np.arange(at, at + len(chunk)) + 0.5
        chunk *= (gain * np.interp(frames, middles, curve)).astype(np.float32)[:, None]
