"""Brings a sound to a loudness under a true peak: gain comes down before the peak, so nothing is ever cut off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from pipelines.machinery.meters import STEP, Energies, Peaks, amplitude, heard, integrated, per_hop
from pipelines.machinery.waves import PIECE, Sound
from studio.film import SAMPLE_RATE

REACH = SAMPLE_RATE // 100 // STEP  # gain moves over 10 ms on either side of a peak: too slow to be heard as grit
NEAR = 4 * REACH  # what lies further away has no part in a gain
PART = 1 << 16  # STEPs that are worked on at a time
ROUNDS = 12
CLOSE = 0.01  # LU
OVERCORRECTION = 1.5  # of what is still missing, the limiter takes about a third away again
IN_VAIN = 0.9  # of what was missing a round before: more gain would raise nothing but the quiet between the peaks
MARGIN = 0.05  # dB in which dither and rounding live
MOST = 12.0  # dB that a sound of peaks is driven into the limiter; what is missing then stays missing


@dataclass(frozen=True)
class Mastering:
    """What is done to a sound: one gain, and above it a curve with a value in the middle of each STEP."""

    gain: float
    curve: np.ndarray

    def apply(self, piece: Sound, at: int = 0) -> None:
        """Master in place what begins at a frame of the sound."""
        first, last = at // STEP - 1, (at + len(piece)) // STEP + 2
        near = self.curve[max(first, 0) : last]
        middles = (np.arange(len(near)) + max(first, 0) + 0.5) * STEP
        frames = np.arange(at, at + len(piece)) + 0.5
        piece *= (self.gain * np.interp(frames, middles, near)).astype(np.float32)[:, None]


def master(sound: Sound, lufs: float, peak_db: float) -> None:
    """Bring a sound in place to an integrated loudness in LUFS with no true peak above `peak_db`."""
    mastering = mastered(heard(sound, Energies()), heard(sound, Peaks()), lufs, peak_db)
    for at in range(0, len(sound), PIECE):
        mastering.apply(sound[at : at + PIECE], at)


def mastered(energies: Energies, peaks: Peaks, lufs: float, peak_db: float) -> Mastering:
    """What brings a sound that was metered to `lufs` with no true peak above `peak_db`.

    It is measured once: what the limiter takes away is reckoned from its own gain, which moves so
    slowly that weighting and gain may change places. Digital silence stays as it is.
    """
    energy, highest, ceiling = energies.all(), peaks.all(), amplitude(peak_db - MARGIN)
    now = integrated(per_hop(energy, energies.frames))
    if not np.isfinite(now):
        return Mastering(1.0, np.ones(len(highest)))
    plain = gain = lufs - now
    before = np.inf
    for _ in range(ROUNDS):
        curve = _curve(highest * amplitude(gain), ceiling)
        missing = lufs - integrated(per_hop(_weighted(energy, amplitude(gain) * curve), energies.frames))
        if abs(missing) < CLOSE or gain >= plain + MOST or abs(missing) > IN_VAIN * abs(before):
            break
        before, gain = missing, min(gain + missing * OVERCORRECTION, plain + MOST)
    return Mastering(amplitude(gain), curve)


def _weighted(energy: np.ndarray, gains: np.ndarray) -> np.ndarray:
    """The energies under these gains, in their place."""
    gains *= gains
    gains *= energy
    return gains


def _curve(highest: np.ndarray, ceiling: float) -> np.ndarray:
    """The gain in the middle of each STEP: the lowest within reach, averaged twice over half that reach.

    Straight lines between these gains are nowhere above what a peak asks for. It is worked out a part at a
    time, each with what is near it: the filters take several times the room of what they are given.
    """
    curve = np.empty_like(highest)
    for at in range(0, len(highest), PART):
        begins = max(at - NEAR, 0)
        peaks = highest[begins : at + PART + NEAR]
        held = minimum_filter1d(ceiling / np.maximum(peaks, ceiling), 2 * REACH + 3, mode="nearest")
        once = uniform_filter1d(held, REACH + 1, mode="nearest")
        curve[at : at + PART] = uniform_filter1d(once, REACH + 1, mode="nearest")[at - begins :][:PART]
    return curve
