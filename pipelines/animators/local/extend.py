"""Shots longer than a model's own clip: several clips, each from the end of the last, and no seam to be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.animators.local.frames import Frame
from pipelines.machinery.motion import Motion

GAIN = (0.8, 1.25)  # a drift is corrected by so much of contrast at most: more is no drift, but another picture
FLAT = 2.0  # levels of spread below which a channel has no contrast to compare

Make = Callable[[int, "np.ndarray | None"], np.ndarray]


class Plan(NamedTuple):
    """So many `calls` of a model, each of `frames` frames, of which `shared` are those of the clip before."""

    calls: int
    frames: int
    shared: int

    @property
    def total(self) -> int:
        return self.frames + (self.calls - 1) * (self.frames - self.shared)


def plan(wanted: int, longest: int, shared: int, counted: Callable[[int], int]) -> Plan:
    """The fewest calls that give so many frames, all of one length: the model need not change its shape between.

    `counted` rounds up to what the model can give; `longest` is its own longest clip.
    """
    if wanted <= longest:
        return Plan(1, counted(wanted), shared)
    calls = 1 + math.ceil((wanted - longest) / (longest - shared))
    frames = counted(math.ceil((wanted + (calls - 1) * shared) / calls))
    return Plan(calls, min(frames, longest), shared)


def film(made: Make, how: Plan, history: int) -> Iterator[Frame]:
    """All frames of a plan. `made(number, start)` gives a clip that goes on from the frames `start`, None at first.

    A model that reads `history` frames goes on from all that are shared, another from the first of them: so both
    clips show the same moments for a while, in which the one becomes the other. No frame is shown twice.
    """
    held = None
    for number in range(how.calls):
        start = None if held is None else held[:history]
        clip = made(number, start)
        if held is not None:
            clip = matched(clip, held[:history])
            yield from joined(held, clip[: how.shared])
            clip = clip[how.shared :]
        keep = how.shared if number + 1 < how.calls else 0
        yield from clip[: len(clip) - keep]
        held = clip[len(clip) - keep :].copy()


def joined(old: np.ndarray, new: np.ndarray) -> Iterator[Frame]:
    """Two tellings of the same moments: from the first to nearly the second, moving between where things are in each.

    Plain blending would show what differs twice, as a ghost.
    """
    yield old[0]
    for at in range(1, len(old)):
        along = at / len(old)
        yield Motion(old[at], new[at]).at(along * along * (3 - 2 * along))


def matched(clip: np.ndarray, like: np.ndarray) -> np.ndarray:
    """A clip with the brightness and contrast of each channel brought back to those of the frames it starts from.

    What a model is shown it gives back a little paler or darker, and over several clips that adds up. The correction
    of the first frames (mean and standard deviation, Reinhard et al. 2001) holds for the whole clip.
    """
    tables = np.empty((1, 256, 3), np.uint8)
    for channel in range(3):
        had, due = clip[: len(like), ..., channel], like[..., channel]
        spread = float(had.std())
        gain = float(np.clip(due.std() / spread, *GAIN)) if spread > FLAT else 1.0
        levels = (np.arange(256) - float(had.mean())) * gain + float(due.mean())
        tables[0, :, channel] = np.clip(np.rint(levels), 0, 255)
    return np.stack([cv2.LUT(frame, tables) for frame in clip])
