"""Synthesises one note of each instrument, mono, with its peak at 1 or just under."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.signal import butter, sosfilt

from studio.film import SAMPLE_RATE

Sound = np.ndarray  # samples, float32
TABLE = 4096  # steps of a wavetable's one cycle
PAD_ATTACK, PAD_RELEASE = 0.35, 1.1  # seconds
CEILING = 4000.0  # Hz; no pitched partial goes higher, so the voice keeps its consonants


def frequency(pitch: float) -> float:
    """Hz of a MIDI note in equal temperament, A4 = 440 Hz."""
    return float(440.0 * 2.0 ** ((pitch - 69) / 12))


def keys(pitch: int, seconds: float) -> Sound:
    """An electric piano: two-operator frequency modulation, bright for a moment, then round."""
    t, turn = _time(seconds), 2 * np.pi * frequency(pitch)
    bite = (0.9 * np.exp(-7 * t) + 0.25) * min(1.0, 500 / frequency(pitch))
    tone = np.sin(turn * t + bite * np.sin(turn * t)) + 0.1 * np.exp(-t) * np.sin(2.003 * turn * t)
    return _shaped(tone * np.exp(-1.6 * t), 0.005, 0.12)


def string(pitch: int, seconds: float) -> Sound:
    """A plucked string: partials of a string plucked at a fifth of its length, the high ones gone first."""
    t, base = _time(seconds), frequency(pitch)
    tone = np.zeros_like(t)
    for partial in range(1, max(2, min(14, int(CEILING / base) + 1))):
        heard = np.sin(np.pi * partial / 5) / partial**1.35
        fall = 1.5 + 0.35 * partial**1.6
        stiff = partial * np.sqrt(1 + 0.00015 * partial**2)
        tone += heard * np.exp(-fall * t) * np.sin(2 * np.pi * base * stiff * t)
    return _shaped(tone, 0.003, 0.1)


def wood(pitch: int, seconds: float) -> Sound:
    """A marimba: a bar tuned so that its second mode lies two octaves up, struck with a soft mallet."""
    t, base = _time(seconds), frequency(pitch)
    tone = np.exp(-5 * t) * np.sin(2 * np.pi * base * t)
    for ratio, level, fall in ((3.98, 0.22, 18), (9.1, 0.05, 45)):
        if base * ratio < CEILING:
            tone += level * np.exp(-fall * t) * np.sin(2 * np.pi * base * ratio * t)
    return _shaped(tone, 0.003, 0.05)


def bell(pitch: int, seconds: float) -> Sound:
    """A soft bell, like a celesta: few partials, a gentle stroke, a long ring."""
    t, base = _time(seconds), frequency(pitch)
    tone = np.exp(-1.8 * t) * np.sin(2 * np.pi * base * t)
    for ratio, level, fall in ((2.0, 0.25, 3.0), (3.01, 0.1, 5.0), (4.2, 0.05, 9.0)):
        if base * ratio < CEILING:
            tone += level * np.exp(-fall * t) * np.sin(2 * np.pi * base * ratio * t)
    return _shaped(tone, 0.012, 0.15)


def bass(pitch: int, seconds: float) -> Sound:
    """A round bass: a sine with a little of its next partials, so that small loudspeakers hear it too."""
    t, turn = _time(seconds), 2 * np.pi * frequency(pitch)
    tone = np.sin(turn * t) + (0.35 * np.sin(2 * turn * t) + 0.15 * np.sin(3 * turn * t)) * np.exp(-2.5 * t)
    return _shaped(tone * (0.65 * np.exp(-1.1 * t) + 0.3), 0.012, 0.09)


def pad(pitch: int, seconds: float, detune: tuple[float, ...]) -> Sound:
    """A held chord's note: detuned copies of a soft saw whose upper partials slowly come and go.

    `detune` is in cents. The note sounds on for its release after `seconds`.
    """
    count = int((seconds + PAD_RELEASE) * SAMPLE_RATE)
    at = np.arange(count, dtype=np.float32)
    dark, bright = _pad_tables(pitch)
    opened = 0.5 - 0.5 * np.cos(np.pi * np.minimum(at / count * 1.6, 1.0) + 0.4)
    tone = np.zeros(count, np.float32)
    for copy, cents in enumerate(detune):
        step = frequency(pitch + cents / 100) * TABLE / SAMPLE_RATE
        index = (np.arange(count) * step + TABLE * 0.37 * (copy + pitch)).astype(np.int64) % TABLE
        tone += dark[index] + opened * bright[index]
    return _shaped(tone / len(detune), PAD_ATTACK, PAD_RELEASE)


def kick(seconds: float = 0.32) -> Sound:
    """A soft bass drum: a sine that falls from 105 to 46 Hz."""
    t = _time(seconds)
    phase = 2 * np.pi * (46 * t + (105 - 46) / 38 * (1 - np.exp(-38 * t)))
    return _shaped(np.sin(phase) * np.exp(-11 * t), 0.004, 0.06)


def shaker(seconds: float = 0.09) -> Sound:
    return _noise(seconds, 5500, 9500, 0.018, 38.0, 1)


def brush(seconds: float = 0.22) -> Sound:
    return _noise(seconds, 2200, 7500, 0.008, 17.0, 2)


@lru_cache(maxsize=64)
def _pad_tables(pitch: int) -> tuple[Sound, Sound]:
    """One cycle of the pad's dark tone, and of what brightness adds to it."""
    phase = 2 * np.pi * np.arange(TABLE) / TABLE
    dark, bright = np.zeros(TABLE), np.zeros(TABLE)
    for partial in range(1, max(2, int(2800 / frequency(pitch)) + 1)):
        wave = np.sin(partial * phase)
        dark += wave / partial**2.2
        bright += wave * (1 / partial**1.4 - 1 / partial**2.2)
    return dark.astype(np.float32), bright.astype(np.float32)


def _noise(seconds: float, low: float, high: float, attack: float, fall: float, seed: int) -> Sound:
    t = _time(seconds)
    hiss = np.random.default_rng(seed).standard_normal(len(t))
    band = sosfilt(butter(2, (low, high), "bandpass", fs=SAMPLE_RATE, output="sos"), hiss)
    return _shaped(band * np.exp(-fall * t), attack, seconds / 3)


def _time(seconds: float) -> np.ndarray:
    return np.arange(max(int(seconds * SAMPLE_RATE), 2)) / SAMPLE_RATE


def _shaped(tone: np.ndarray, attack: float, release: float) -> Sound:
    """The tone with its peak at 1, and a soft beginning and end, in seconds, so that it never clicks."""
    shaped = (tone / np.abs(tone).max()).astype(np.float32)
    up, down = (min(int(part * SAMPLE_RATE), len(shaped) // 2) for part in (attack, release))
    shaped[:up] *= np.sin(np.linspace(0, np.pi / 2, up, dtype=np.float32)) ** 2
    shaped[len(shaped) - down :] *= np.cos(np.linspace(0, np.pi / 2, down, dtype=np.float32)) ** 2
    return shaped
