"""The sound that a model makes with its frames: laid together from its clips, exactly as long as they are."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from pipelines.machinery import waves
from pipelines.machinery.waves import Sound
from studio.film import SAMPLE_RATE

EDGE = SAMPLE_RATE // 200  # samples over which the shot's sound comes and goes: no click


class Piece(NamedTuple):
    """The sound of one clip of a model: samples x channels, at the model's rate."""

    sound: Sound
    rate: int


def laid(pieces: list[Piece], clip: Fraction, shared: Fraction, pace: Fraction, samples: int) -> Sound:
    """One stereo sound at 48 kHz of exactly so many samples.

    Each piece lasts `clip` seconds of film and shares `shared` of them with the one before, where they cross at equal
    power. A second of the model's lasts `pace` seconds of film. What is missing at the end is silence.
    """
    out = np.zeros((samples, 2), np.float32)
    crossing = round(shared * SAMPLE_RATE)
    for number, piece in enumerate(pieces):
        heard = stereo(waves.resampled(piece.sound, round(piece.rate / pace)))
        heard = waves.padded(heard, round(clip * SAMPLE_RATE))[: round(clip * SAMPLE_RATE)].copy()
        rising = np.sin(np.linspace(0, np.pi / 2, crossing, dtype=np.float32))[:, None]
        if number:
            heard[:crossing] *= rising
        if number + 1 < len(pieces):
            heard[len(heard) - crossing :] *= rising[::-1]
        at = round(number * (clip - shared) * SAMPLE_RATE)
        here = out[at : at + len(heard)]
        here += heard[: len(here)]
    waves.fade_edges(out, EDGE)
    return np.clip(out, -1.0, 1.0)


def stereo(sound: Sound) -> Sound:
    """Two channels: one is doubled, of more the first two are kept."""
    return np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound[:, :2]


def write(file: Path, sound: Sound) -> None:
    """Write a 48 kHz FLAC of 16 bits."""
    soundfile.write(file, sound, SAMPLE_RATE, subtype="PCM_16", format="FLAC")
