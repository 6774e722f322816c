"""Reads any sound as 48 kHz floating point, and writes 16-bit WAV files."""

from __future__ import annotations

from math import gcd
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

from studio.errors import BadInput
from studio.film import SAMPLE_RATE

Sound = np.ndarray  # frames x channels, float32, full scale at 1.0
LOUDEST = 10_000.0  # no recording is as far above full scale
CHUNK = 10 * SAMPLE_RATE  # written 10 s at a time, so that a long film needs little memory


def read(path: Path, frames: int | None = None) -> Sound:
    """The sound in a file as frames x channels at 48 kHz; more than two channels are folded into one.

    With `frames` no more is read than what fills so many.
    """
    try:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            most = -1 if frames is None else -(-frames * rate // SAMPLE_RATE)
            sound = file.read(most, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, TypeError) as error:  # a headerless file lacks what to read it by
        raise BadInput(f"The sound '{path.name}' cannot be read.", "Use a WAV, FLAC, MP3 or Ogg file.") from error
    if not -LOUDEST < sound.min(initial=0.0) <= sound.max(initial=0.0) < LOUDEST:  # nor is NaN
        raise BadInput(f"The sound '{path.name}' is damaged.", "Export it again as 16-bit WAV.")
    if sound.shape[1] > 2:
        sound = sound.mean(axis=1, keepdims=True)
    return resampled(sound, rate)[:frames]


def resampled(sound: Sound, rate: int) -> Sound:
    """The same sound at 48 kHz, through a linear-phase polyphase filter."""
    if rate == SAMPLE_RATE:
        return sound
    shared = gcd(SAMPLE_RATE, rate)
    return resample_poly(sound, SAMPLE_RATE // shared, rate // shared, axis=0).astype(np.float32)


def write(path: Path, sound: Sound, seed: int = 0, comment: str = "") -> None:
    """Write 16-bit PCM at 48 kHz with triangular dither; digital silence stays digital silence."""
    random = np.random.default_rng(seed)
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, sound.shape[1], subtype="PCM_16", format="WAV") as file:
        if comment:
            file.comment = comment
        for at in range(0, len(sound), CHUNK):
            chunk = sound[at : at + CHUNK]
            dither = random.random(chunk.shape, np.float32) - random.random(chunk.shape, np.float32)
            steps = np.rint(chunk * 32767.0 + dither * (chunk != 0.0))
            file.write(np.clip(steps, -32768, 32767).astype(np.int16))


def fade_edges(sound: Sound, frames: int) -> None:
    """Fade the first and last frames in place, so that a sound neither starts nor ends with a click."""
    frames = min(frames, len(sound) // 2)
    ramp = np.sin(np.linspace(0.0, np.pi / 2, frames, dtype=np.float32))[:, None] ** 2
    sound[:frames] *= ramp
    sound[len(sound) - frames :] *= ramp[::-1]


def padded(sound: Sound, frames: int) -> Sound:
    """The same sound with so many frames of silence after it."""
    return np.concatenate([sound, np.zeros((frames, sound.shape[1]), np.float32)])


def comment(path: Path) -> str:
    """What a sound's file says of itself; empty where it says nothing or cannot be read."""
    try:
        with soundfile.SoundFile(path) as file:
            return str(file.comment)
    except (soundfile.LibsndfileError, TypeError):
        return ""
