"""What is heard of the shots themselves, laid together at their places and kept under the voice."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipelines.machinery import waves
from pipelines.machinery.waves import Sound
from studio.film import SAMPLE_RATE

EDGE = int(0.15 * SAMPLE_RATE)  # samples over which a shot's sound comes and goes


class Heard(NamedTuple):
    """A sound of one shot: its first `samples` samples, from sample `at` of the film on."""

    at: int
    samples: int
    file: Path


class Ambience:
    """Two channels of exactly `frames` frames. A sound is opened when it is heard, like a line of the voice."""

    channels = 2

    def __init__(self, sounds: Sequence[Heard], frames: int) -> None:
        self.frames = frames
        self._sounds = sounds

    def read(self, at: int, frames: int) -> Sound:
        piece = np.zeros((frames, 2), np.float32)
        for start, samples, file in self._sounds:
            if start < at + frames and at < start + samples:
                with closing(waves.Recording(file)) as sound:
                    length = min(samples, sound.frames)
                    first, last = max(at, start), min(at + frames, start + length)
                    if first < last:
                        heard = sound.read(first - start, last - first)
                        heard = np.repeat(heard, 2, axis=1) if heard.shape[1] == 1 else heard
                        waves.fade_near_edges(heard, min(EDGE, length // 2), first - start, length)
                        piece[first - at : last - at] += heard
        return piece
