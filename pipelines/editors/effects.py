"""Small sounds that are made, not recorded: the air that a moving picture takes along."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pipelines.machinery.meters import amplitude, loudness
from pipelines.machinery.waves import Sound
from studio.cut import Effect
from studio.film import SAMPLE_RATE

LEVEL_LUFS = -26.0  # ten under the voice: felt more than heard
LENGTH = int(0.8 * SAMPLE_RATE)
PEAK = int(0.45 * SAMPLE_RATE)  # from its first sample to its loudest moment
BANDS = np.geomspace(250, 3600, 9)  # Hz; the noise climbs through them to the peak and falls again
WIDTH = 0.3  # of a band, in octaves
TRAVEL = 0.5  # how far it goes from the right to the left, as the pictures do


def lay(effect: Effect, piece: Sound, at: int) -> None:
    """Add an effect in place to the stereo piece that begins at a frame, so that it peaks at its sample."""
    sound, first = whoosh(), effect.at - PEAK - at
    here = piece[max(first, 0) : max(first + len(sound), 0)]
    here += sound[max(-first, 0) :][: len(here)]


@lru_cache
def whoosh() -> Sound:
    """Noise whose pitch and level rise to PEAK and fall, LENGTH x 2 samples at 48 kHz and LEVEL_LUFS."""
    time = np.arange(LENGTH)
    near = np.where(time < PEAK, time / PEAK, (LENGTH - time) / (LENGTH - PEAK))  # 0 at both ends, 1 at the peak
    pitch = near * (len(BANDS) - 1)
    noise = np.fft.rfft(np.random.default_rng(11).standard_normal(LENGTH))
    mono = sum(_band(noise, centre) * np.maximum(0, 1 - abs(pitch - at)) for at, centre in enumerate(BANDS))
    mono *= near**3
    left = 0.5 + TRAVEL * (time / LENGTH - 0.5)
    sound = (mono[:, None] * np.sqrt(np.stack([left, 1 - left], axis=1))).astype(np.float32)
    return np.asarray(sound * np.float32(amplitude(LEVEL_LUFS - loudness(sound))))


def _band(noise: np.ndarray, centre: float) -> np.ndarray:
    """Noise, given by its spectrum, around a frequency in Hz, at one level whatever the frequency."""
    hertz = np.maximum(np.fft.rfftfreq(LENGTH, 1 / SAMPLE_RATE), 1.0)
    part = np.fft.irfft(noise * np.exp(-0.5 * (np.log2(hertz / centre) / WIDTH) ** 2), LENGTH)
    return np.asarray(part / part.std())
