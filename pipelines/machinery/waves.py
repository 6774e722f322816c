"""Reads any sound as 48 kHz floating point, and writes 16-bit WAV files."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from math import gcd
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile
from scipy.signal import resample_poly

from studio.errors import BadInput
from studio.film import SAMPLE_RATE

Sound = np.ndarray  # frames x channels, float32, full scale at 1.0
LOUDEST = 10_000.0  # no recording is as far above full scale
PIECE = 2 * SAMPLE_RATE  # worked on at a time: a long film needs little memory, and a processor's cache holds it


class Source(Protocol):
    """A sound at 48 kHz that can be had a stretch at a time."""

    frames: int
    channels: int

    def read(self, at: int, frames: int) -> Sound:
        """So many frames from a frame on, for the caller to change; what lies beyond its end is silence."""


class Held:
    """A sound in memory."""

    def __init__(self, sound: Sound) -> None:
        self.frames, self.channels = sound.shape
        self._sound = sound

    def read(self, at: int, frames: int) -> Sound:
        return padded(self._sound[at : at + frames], frames).copy()


class Recording:
    """A sound file, read as it is needed; one of another rate is resampled once and held.

    More than two channels are folded into one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = soundfile.SoundFile(path)
        except (soundfile.LibsndfileError, TypeError) as error:  # a headerless file lacks what to read it by
            raise self._unreadable() from error
        self.frames = self._file.frames
        self.channels = self._file.channels if self._file.channels <= 2 else 1
        self._held: Held | None = None
        if self._file.samplerate != SAMPLE_RATE:
            try:
                self._held = Held(resampled(self._next(self.frames), self._file.samplerate))
            except BadInput:
                self.close()
                raise
            self.frames = self._held.frames

    def read(self, at: int, frames: int) -> Sound:
        if self._held:
            return self._held.read(at, frames)
        here = min(at, self.frames)
        if self._file.tell() != here:
            self._file.seek(here)
        return padded(self._next(frames), frames)

    def close(self) -> None:
        self._file.close()

    def _next(self, frames: int) -> Sound:
        try:
            sound = self._file.read(frames, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise self._unreadable() from error
        if not -LOUDEST < sound.min(initial=0.0) <= sound.max(initial=0.0) < LOUDEST:  # nor is NaN
            raise BadInput(f"The sound '{self._path.name}' is damaged.", "Export it again as 16-bit WAV.")
        return sound if sound.shape[1] <= 2 else sound.mean(axis=1, keepdims=True)

    def _unreadable(self) -> BadInput:
        return BadInput(f"The sound '{self._path.name}' cannot be read.", "Use a WAV, FLAC, MP3 or Ogg file.")


def read(path: Path) -> Sound:
    """The whole sound in a file as frames x channels at 48 kHz."""
    with closing(Recording(path)) as recording:
        return recording.read(0, recording.frames)


def resampled(sound: Sound, rate: int) -> Sound:
    """The same sound at 48 kHz, through a linear-phase polyphase filter."""
    if rate == SAMPLE_RATE:
        return sound
    shared = gcd(SAMPLE_RATE, rate)
    return resample_poly(sound, SAMPLE_RATE // shared, rate // shared, axis=0).astype(np.float32)


def write(path: Path, sound: Sound, seed: int = 0, comment: str = "") -> None:
    """Write 16-bit PCM at 48 kHz with triangular dither; digital silence stays digital silence."""
    write_pieces(path, (sound[at : at + PIECE] for at in range(0, len(sound), PIECE)), sound.shape[1], seed, comment)


def write_pieces(path: Path, pieces: Iterable[Sound], channels: int, seed: int = 0, comment: str = "") -> None:
    """The same for a sound that comes in pieces."""
    random = np.random.default_rng(seed)
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, channels, subtype="PCM_16", format="WAV") as file:
        if comment:
            file.comment = comment
        for piece in pieces:
            dither = random.random(piece.shape, np.float32)
            dither -= random.random(piece.shape, np.float32)
            steps = np.rint(piece * 32767.0 + dither * (piece != 0.0))
            file.write(np.clip(steps, -32768, 32767).astype(np.int16))


def fade_edges(sound: Sound, frames: int) -> None:
    """Fade the first and last frames in place, so that a sound neither starts nor ends with a click."""
    fade_near_edges(sound, frames, 0, len(sound))


def fade_near_edges(piece: Sound, frames: int, at: int, length: int) -> None:
    """The same for a piece that begins at a frame of a sound of so many frames."""
    frames = min(frames, length // 2)
    ramp = np.sin(np.linspace(0.0, np.pi / 2, frames, dtype=np.float32))[:, None] ** 2
    first = piece[: max(frames - at, 0)]
    first *= ramp[at:][: len(first)]
    last = piece[max(length - frames - at, 0) :][: max(length - at, 0)]
    begins = max(at - (length - frames), 0)
    last *= ramp[::-1][begins:][: len(last)]


def padded(sound: Sound, frames: int) -> Sound:
    """The same sound, brought to so many frames by silence after it."""
    if len(sound) >= frames:
        return sound
    return np.concatenate([sound, np.zeros((frames - len(sound), sound.shape[1]), np.float32)])


def comment(path: Path) -> str:
    """What a sound's file says of itself; empty where it says nothing or cannot be read."""
    try:
        with soundfile.SoundFile(path) as file:
            return str(file.comment)
    except (soundfile.LibsndfileError, TypeError):
        return ""
