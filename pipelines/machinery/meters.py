"""Measures a sound as a broadcaster would: loudness, true peak, and the longest silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

import av
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import resample_poly, sosfilt

from pipelines.machinery.waves import PIECE, Sound
from studio.film import SAMPLE_RATE

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
STEP = 16  # frames, a third of a millisecond, that energies and peaks are told by
OVERSAMPLING = 4
REACH = 10  # frames on either side that an oversampled value depends on
BLOCK = 4 * STEP  # frames that are oversampled together
ROWS = 12  # blocks in one product of matrices: so small that the library starts no thread for it
FINEST = 4096  # peaks are rounded up to so many parts of full scale: machines multiply matrices differently


class Meter(Protocol):
    def add(self, piece: Sound) -> None: ...


M = TypeVar("M", bound=Meter)


@dataclass(frozen=True)
class Loudness:
    """`lufs` is integrated; both levels are -inf for digital silence."""

    lufs: float
    true_peak_db: float
    longest_silence_s: float


class Energies:
    """K-weighted energy of each STEP frames, summed over the channels, of a sound that comes in pieces.

    Every piece but the last has a multiple of STEP frames.
    """

    def __init__(self) -> None:
        self.frames = 0
        self._found: list[np.ndarray] = []
        self._state: np.ndarray | None = None

    def add(self, piece: Sound) -> None:
        rows = np.ascontiguousarray(piece.T)
        if self._state is None:
            self._state = np.zeros((len(K_WEIGHTING), len(rows), 2))
        weighted, self._state = sosfilt(K_WEIGHTING, rows, zi=self._state)
        square = sum(row * row for row in weighted)
        if len(square):
            self._found.append(np.add.reduceat(square, np.arange(0, len(square), STEP)).astype(np.float32))
        self.frames += len(piece)

    def all(self) -> np.ndarray:
        self._found = [np.concatenate([np.zeros(0, np.float32), *self._found])]
        return self._found[0]

    def hops(self) -> np.ndarray:
        """The power of each 100 ms."""
        return per_hop(self.all(), self.frames)


class Peaks:
    """The true peak of every STEP frames, the largest of four oversampled values over all channels, of a
    sound that comes in pieces. Every piece but the last has a multiple of BLOCK frames.
    """

    def __init__(self) -> None:
        self._frames = 0
        self._found: list[np.ndarray] = []
        self._near: np.ndarray | None = (
            None  # the last BLOCK x 2 frames: of the second half the peaks are not known yet
        )

    def add(self, piece: Sound) -> None:
        self._frames += len(piece)
        self._look(np.ascontiguousarray(piece.T))

    def all(self) -> np.ndarray:
        """To be asked for once, when nothing more comes."""
        if self._near is None:
            return np.zeros(0, np.float32)
        self._look(np.zeros((len(self._near), BLOCK), np.float32))
        steps = -(-self._frames // STEP)
        found, self._found = np.concatenate(self._found)[BLOCK // STEP :][:steps], []
        found *= FINEST
        np.ceil(found, out=found)
        found /= FINEST
        return found

    def _look(self, rows: np.ndarray) -> None:
        """The peaks of as many frames as have come, from a BLOCK before them on."""
        if self._near is None:
            self._near = np.zeros((len(rows), 2 * BLOCK), np.float32)
        frames = -(-rows.shape[1] // (ROWS * BLOCK)) * ROWS * BLOCK
        near = np.zeros((len(rows), 2 * BLOCK + frames), np.float32)
        near[:, : 2 * BLOCK] = self._near
        near[:, 2 * BLOCK :][:, : rows.shape[1]] = rows
        whole = -(-rows.shape[1] // BLOCK) * BLOCK
        around = near[:, BLOCK - REACH :][:, : frames + 2 * REACH]
        self._found.append(np.max([_peaks(row) for row in around], axis=0)[: whole // STEP])
        self._near = near[:, whole : whole + 2 * BLOCK]


def measure(path: Path) -> Loudness:
    """The loudness, true peak and longest silence of any sound or film file, read 10 s at a time."""
    energies, peaks, loud = Energies(), Peaks(), []
    for chunk in _chunks(path):
        energies.add(chunk)
        peaks.add(chunk)
        loud.append(_loud_windows(chunk))
    silence = _longest_run(~np.concatenate(loud)) if loud else 0
    return Loudness(
        lufs=integrated(energies.hops()),
        true_peak_db=decibels(float(peaks.all().max(initial=0.0))),
        longest_silence_s=silence * WINDOW / SAMPLE_RATE,
    )


def loudness(sound: Sound) -> float:
    """Integrated loudness in LUFS of frames x channels at 48 kHz; -inf for silence."""
    return integrated(hop_powers(sound))


def hop_powers(sound: Sound) -> np.ndarray:
    """K-weighted power of each 100 ms, summed over the channels (ITU-R BS.1770-5)."""
    return heard(sound, Energies()).hops()


def heard(sound: Sound, meter: M) -> M:
    """A meter that a whole sound was given to."""
    for at in range(0, len(sound), PIECE):
        meter.add(sound[at : at + PIECE])
    return meter


def per_hop(energies: np.ndarray, frames: int) -> np.ndarray:
    """The power of each 100 ms of a sound of so many frames, from the energy of each STEP."""
    if not frames:
        return np.zeros(0)
    starts = np.arange(0, max(frames - HOP, 0) + 1, HOP)  # an incomplete last hop joins the one before it
    return np.asarray(np.add.reduceat(energies, starts // STEP, dtype=np.float64) / np.diff([*starts, frames]))


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


def _peaks(near: np.ndarray) -> np.ndarray:
    """The true peaks of one channel, given with REACH frames of its neighbourhood on either side."""
    blocks = np.ascontiguousarray(sliding_window_view(near, BLOCK + 2 * REACH)[::BLOCK])
    fine = blocks.reshape(-1, ROWS, BLOCK + 2 * REACH) @ _oversampler()  # far faster than filtering
    np.abs(fine, out=fine)
    return np.asarray(fine.reshape(-1, OVERSAMPLING * STEP).max(axis=1))


@lru_cache
def _oversampler() -> np.ndarray:
    """What takes BLOCK frames and their neighbourhood to OVERSAMPLING x BLOCK values, in order."""
    each = np.eye(BLOCK + 2 * REACH, dtype=np.float32)
    fine = resample_poly(each, OVERSAMPLING, 1, axis=0)
    return np.ascontiguousarray(fine[OVERSAMPLING * REACH :][: OVERSAMPLING * BLOCK].T)


def decibels(amplitude: float) -> float:
    return float(20.0 * np.log10(amplitude)) if amplitude > 0.0 else -np.inf


def amplitude(db: float) -> float:
    return float(10.0 ** (db / 20.0))


def _lufs(power: np.ndarray | float) -> np.ndarray:
    return -0.691 + 10.0 * np.log10(np.maximum(power, 1e-20))


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
