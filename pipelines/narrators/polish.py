"""Makes a synthetic voice pleasant: pauses trimmed, rumble and harshness taken out, levelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfilt

from pipelines.machinery.limiter import master
from pipelines.machinery.waves import fade_edges, resampled
from studio.film import SAMPLE_RATE

FRAME = SAMPLE_RATE // 200  # sound or silence is decided every 5 ms
SILENCE = 10 ** (-50 / 20)
BEFORE, AFTER = 0.02, 0.08  # seconds of silence left at the two ends
LONGEST_PAUSE = 0.35  # seconds; longer ones are cut in their middle
PAUSE = 0.1  # seconds; shorter silences are the stops of consonants
FADE = 0.005  # seconds
LUFS = -16.0
PEAK_DB = -2.0
HIGHS_DB = -16.0  # share of 3-6 kHz in the voice's power: between dull and harsh, by the average of human speech
HIGHS_REACH = 5.0  # dB that the shelf may add or take


@dataclass(frozen=True)
class Polished:
    """A mono sound at 48 kHz (frames x 1), its pauses in seconds, and where raw seconds came to lie."""

    sound: np.ndarray
    pauses: tuple[tuple[float, float], ...]
    raw: tuple[float, ...]
    now: tuple[float, ...]

    def moved(self, second: float) -> float:
        """Where a moment of the raw sound lies in the polished one, in seconds."""
        return float(np.interp(second, self.raw, self.now))


def polish(raw: np.ndarray, rate: int) -> Polished | None:
    """Polish mono samples (1.0 is full scale); None when there is nothing to hear."""
    sound = resampled(raw[:, None], rate)[:, 0]
    kept = _kept(sound)
    if not kept:
        return None
    edges_raw, edges_now, at = [], [], 0
    for begin, end in kept:
        edges_raw += [begin / SAMPLE_RATE, end / SAMPLE_RATE]
        edges_now += [at / SAMPLE_RATE, (at + end - begin) / SAMPLE_RATE]
        at += end - begin
    padded = np.pad(sound, (0, max(kept[-1][1] - len(sound), 0)))
    tight = np.concatenate([padded[begin:end] for begin, end in kept])
    shortest = PAUSE * SAMPLE_RATE
    quiet = [(a, b) for a, b in _silences(tight) if b - a >= shortest or b == len(tight)]
    pauses = tuple((a / SAMPLE_RATE, b / SAMPLE_RATE) for a, b in quiet)
    voiced = _equalised(tight)[:, None]
    master(voiced, LUFS, PEAK_DB)
    fade_edges(voiced, int(FADE * SAMPLE_RATE))
    return Polished(voiced, pauses, tuple(edges_raw), tuple(edges_now))


def _kept(sound: np.ndarray) -> list[tuple[int, int]]:
    """The stretches of samples to keep, so that ends and pauses have their right lengths."""
    silences = list(_silences(sound))
    first = silences[0][1] if silences and silences[0][0] == 0 else 0
    last = silences[-1][0] if silences and silences[-1][1] >= len(sound) else len(sound)
    if first >= last:
        return []
    begin, half = max(first - int(BEFORE * SAMPLE_RATE), 0), int(LONGEST_PAUSE * SAMPLE_RATE / 2)
    kept = []
    for quiet, loud in silences:
        if first < quiet and loud < last and loud - quiet > 2 * half:
            kept.append((begin, quiet + half))
            begin = loud - half
    return [*kept, (begin, last + int(AFTER * SAMPLE_RATE))]


def _silences(sound: np.ndarray) -> Iterator[tuple[int, int]]:
    """Every stretch of silence as first sample and end."""
    starts = np.arange(0, len(sound), FRAME)
    quiet = np.maximum.reduceat(np.abs(sound), starts) < SILENCE
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    for begin, end in edges.reshape(-1, 2):
        yield int(begin) * FRAME, min(int(end) * FRAME, len(sound))


def _equalised(sound: np.ndarray) -> np.ndarray:
    """Without rumble under 80 Hz, and with the highs brought towards those of human speech."""
    clean = sosfilt(butter(2, 80, "highpass", fs=SAMPLE_RATE, output="sos"), sound)
    spectrum = np.abs(np.fft.rfft(clean)) ** 2
    at = np.fft.rfftfreq(len(clean), 1 / SAMPLE_RATE)
    highs = 10 * np.log10(spectrum[(at >= 3000) & (at < 6000)].sum() / spectrum.sum() + 1e-9)
    gain = float(np.clip(HIGHS_DB - highs, -HIGHS_REACH, HIGHS_REACH))
    return np.asarray(sosfilt(_high_shelf(2600.0, gain)[None], clean), np.float32)


def _high_shelf(frequency: float, gain_db: float) -> np.ndarray:
    """A second-order shelf, slope 1, from Robert Bristow-Johnson's Audio EQ Cookbook."""
    a = 10 ** (gain_db / 40)
    turn = 2 * np.pi * frequency / SAMPLE_RATE
    cos, alpha = np.cos(turn), np.sin(turn) / np.sqrt(2)
    root = 2 * np.sqrt(a) * alpha
    b = [a * (a + 1 + (a - 1) * cos + root), -2 * a * (a - 1 + (a + 1) * cos), a * (a + 1 + (a - 1) * cos - root)]
    d = [a + 1 - (a - 1) * cos + root, 2 * (a - 1 - (a + 1) * cos), a + 1 - (a - 1) * cos - root]
    return np.array(b + d) / d[0]
