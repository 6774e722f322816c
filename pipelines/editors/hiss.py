"""Takes rumble and hiss out of one channel of speech at 48 kHz; what has none is given back as it is."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.fft import irfft, next_fast_len, rfft, rfftfreq
from scipy.ndimage import uniform_filter, uniform_filter1d

from studio.film import SAMPLE_RATE

RUMBLE = (50, 90)  # Hz; nothing is left under the first, everything above the second
RUMBLES = 1e-4  # of the line's energy under the first
WINDOW, HOP = 1024, 512  # frames of 21 ms, each overlapping the next by half
QUIETEST = 2  # per cent of the windows; where they are digital silence there is no hiss to learn
WITHIN = 4.0  # dB of these are noise alone
LEARNT = 6  # windows at least
INAUDIBLE, HOPELESS = 50.0, 10.0  # dB under the voice; hiss as loud as that is taken for a part of it
DEPTH = 10 ** (-15 / 20)  # the most that is taken from a frequency: more sounds like under water
OVER = 2.0  # times the noise's mean power, above which its own ups and downs seldom reach


def without_rumble(sound: np.ndarray) -> np.ndarray:
    """The same samples without what lies under the voice, by a filter that shifts no phase."""
    size = next_fast_len(len(sound) + SAMPLE_RATE // 10, real=True)  # its echo must not come round to the start
    spectrum, hertz = rfft(sound, size), rfftfreq(size, 1 / SAMPLE_RATE)
    energy = np.abs(spectrum) ** 2
    if energy[hertz < RUMBLE[0]].sum() <= RUMBLES * energy.sum():
        return sound
    rise = np.clip((hertz - RUMBLE[0]) / (RUMBLE[1] - RUMBLE[0]), 0, 1)
    spectrum *= (np.sin(rise * np.pi / 2) ** 2).astype(np.float32)
    return np.asarray(irfft(spectrum, size)[: len(sound)])


def without_hiss(sound: np.ndarray) -> np.ndarray:
    """The same samples with each frequency turned down where it holds no more than the line's own noise."""
    shape = np.sin(np.pi * (np.arange(WINDOW, dtype=np.float32) + 0.5) / WINDOW)
    padded = np.pad(sound, (HOP, WINDOW + HOP))
    spectra = rfft(sliding_window_view(padded, WINDOW)[::HOP] * shape, axis=1)
    power = np.abs(spectra) ** 2
    noise = _noise(power[1 : len(sound) // HOP - 1])
    if noise is None:
        return sound
    known = uniform_filter(power, (3, 3), mode="nearest")
    gain = np.maximum(1 - OVER * noise / np.maximum(known, 1e-12), DEPTH)
    spectra *= uniform_filter(gain, (3, 3), mode="nearest")
    windows = irfft(spectra, WINDOW, axis=1) * shape
    windows[1:, :HOP] += windows[:-1, HOP:]
    return np.asarray(windows[:, :HOP].ravel()[HOP:][: len(sound)])


def _noise(power: np.ndarray) -> np.ndarray | None:
    """The mean power spectrum of the quietest windows; None where there is no noise, or nothing but noise."""
    if len(power) < LEARNT:
        return None
    levels = 10 * np.log10(power.sum(axis=1) + 1e-12)
    floor, loud = np.percentile(levels, (QUIETEST, 95))
    quiet = levels < floor + WITHIN
    if not loud - INAUDIBLE < floor < loud - HOPELESS or quiet.sum() < LEARNT:
        return None
    return np.asarray(uniform_filter1d(power[quiet].mean(axis=0), 9, mode="nearest"))
