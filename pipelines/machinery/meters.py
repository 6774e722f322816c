"""Measures a sound as a broadcaster would: loudness, true peak, and the longest silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from scipy.signal import resample_poly, sosfilt

from studio.film import SAMPLE_RATE

Sound = np.ndarray  # frames x channels, float32, full scale at 1.0

# The two K-weighting filters for 48 kHz, as tabled in ITU-R BS.1770-5, annex 1.
K_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)
HOP = SAMPLE_RATE // 10  # gating blocks of 400 ms overlap by three quarters: they advance by 100 ms
CHUNK = 100 * HOP  # 10 s at a time, so that a long film needs little memory
SILENCE_DB = -50.0
WINDOW = SAMPLE_RATE // 20  # silence is looked for in windows of 50 ms
OVERSAMPLING = 4
CONTEXT = 64  # frames of neighbourhood that the oversampling filter can reach


@dataclass(frozen=True)
class Loudness:
    """`lufs` is integrated; both levels are -inf for digital silence."""

    lufs: float
    true_peak_db: float
    longest_silence_s: float


def measure(path: Path) -> Loudness:
    """The loudness, true peak and longest silence of any sound or film file, read 10 s at a time."""
    powers, loud, highest = [], [], [0.0]
    state, before, last = None, None, 0.0
    for chunk in _chunks(path):
        power, state = _powers(chunk, state)
        powers.append(power)
        loud.append(_loud_windows(chunk))
        near = chunk if before is None else np.concatenate([before, chunk])
        values = peaks(near)  # the last ones are looked at again when what follows them is known
        highest.append(values[0 if before is None else CONTEXT : -CONTEXT].max(initial=0.0))
        last = values[-CONTEXT:].max(initial=0.0)
        before = near[-2 * CONTEXT :]
    silence = _longest_run(~np.concatenate(loud)) if loud else 0
    return Loudness(
        lufs=integrated(np.concatenate(powers)) if powers else -np.inf,
        true_peak_db=decibels(float(max(*highest, last))),
        longest_silence_s=silence * WINDOW / SAMPLE_RATE,
    )


def loudness(sound: Sound) -> float:
    """Integrated loudness in LUFS of frames x channels at 48 kHz; -inf for silence."""
    return integrated(hop_powers(sound))


def hop_powers(sound: Sound) -> np.ndarray:
    """K-weighted power of each 100 ms, summed over the channels (ITU-R BS.1770-5)."""
    powers, state = [], None
    for at in range(0, len(sound), CHUNK):
        power, state = _powers(sound[at : at + CHUNK], state)
        powers.append(power)
    return np.concatenate(powers) if powers else np.zeros(0)


def integrated(powers: np.ndarray) -> float:
    """Gated loudness in LUFS from the power of each 100 ms (ITU-R BS.1770-5, annex 1).

    A sound shorter than one 400 ms block is taken as one block by itself.
    """
    if not len(powers):
        return -np.inf
    width = min(4, len(powers))
    blocks = np.convolve(powers, np.ones(width) / width, "valid")
    blocks = blocks[_lufs(blocks) > -70.0]
    if not len(blocks):
        return -np.inf
    gated = blocks[_lufs(blocks) > _lufs(blocks.mean()) - 10.0]
    return float(_lufs(gated.mean()))


def peaks(sound: Sound) -> np.ndarray:
    """The true peak around every frame: the largest of four oversampled values over all channels."""
    fine = np.abs(resample_poly(sound, OVERSAMPLING, 1, axis=0))
    return fine.reshape(len(sound), -1).max(axis=1)


def decibels(amplitude: float) -> float:
    return float(20.0 * np.log10(amplitude)) if amplitude > 0.0 else -np.inf


def amplitude(db: float) -> float:
    return float(10.0 ** (db / 20.0))


def _lufs(power: np.ndarray | float) -> np.ndarray:
    return -0.691 + 10.0 * np.log10(np.maximum(power, 1e-20))


def _powers(chunk: Sound, state: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    if state is None:
        state = np.zeros((len(K_WEIGHTING), 2, chunk.shape[1]))
    weighted, state = sosfilt(K_WEIGHTING, chunk, axis=0, zi=state)
    square = (weighted**2).sum(axis=1)
    starts = np.arange(0, max(len(square) - HOP, 0) + 1, HOP)  # an incomplete last hop joins the one before it
    sizes = np.diff([*starts, len(square)])
    return np.add.reduceat(square, starts) / sizes, state


def _loud_windows(chunk: Sound) -> np.ndarray:
    starts = np.arange(0, len(chunk), WINDOW)
    sizes = np.diff([*starts, len(chunk)])
    power = np.add.reduceat((chunk.astype(np.float64) ** 2).mean(axis=1), starts) / sizes
    return power > amplitude(SILENCE_DB) ** 2


def _longest_run(flags: np.ndarray) -> int:
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    runs = np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)
    return int(runs.max(initial=0))


def _chunks(path: Path) -> Iterator[Sound]:
    waiting: list[Sound] = []
    for block in _blocks(path):
        waiting.append(block)
        while sum(map(len, waiting)) >= CHUNK:
            sound = np.concatenate(waiting)
            yield sound[:CHUNK]
            waiting = [sound[CHUNK:]]
    rest = np.concatenate(waiting) if waiting else np.zeros((0, 1), np.float32)
    if len(rest):
        yield rest


def _blocks(path: Path) -> Iterable[Sound]:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", rate=SAMPLE_RATE)
        for frame in container.decode(audio=0):
            for block in resampler.resample(frame):
                yield block.to_ndarray().T
        for block in resampler.resample(None):
            yield block.to_ndarray().T
