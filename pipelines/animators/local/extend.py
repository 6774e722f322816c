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
    """So many `calls` of a model, each of `frames` frames, of which `shared` are those of the clip before.

    A clip that goes on may be entered up to `spare` frames after its first.
    """

    calls: int
    frames: int
    shared: int
    spare: int = 0

    @property
    def total(self) -> int:
        """Frames that there are at least."""
        return self.frames + (self.calls - 1) * (self.frames - self.shared - self.spare)


def plan(wanted: int, longest: int, shared: int, spare: int, counted: Callable[[int], int]) -> Plan:
    """The fewest calls that give so many frames, all of one length: the model need not change its shape between.

    `counted` rounds up to what the model can give; `longest` is its own longest clip.
    """
    if wanted <= longest:
        return Plan(1, counted(wanted), shared)
    lost = shared + spare
    calls = 1 + math.ceil((wanted - longest) / (longest - lost))
    frames = counted(math.ceil((wanted + (calls - 1) * lost) / calls))
    return Plan(calls, min(frames, longest), shared, spare)


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
            clip = clip[entered(held, clip, how.spare) if how.spare else 0 :]
            yield from joined(held, clip[: how.shared])
            clip = clip[how.shared :]
        keep = how.shared if number + 1 < how.calls else 0
        yield from clip[: len(clip) - keep]
        held = clip[len(clip) - keep :].copy()


def entered(old: np.ndarray, new: np.ndarray, spare: int) -> int:
    """The frame, up to `spare`, from which a clip is most like the moments that it takes over.

    From one picture a model knows no speed: its clip begins at rest, and the film would stand still at every joint.
    Entered where it has gone as far as the clip before, it is on its way already.
    """
    olds, news = _small(old), _small(new[: spare + len(old)])
    off = [np.abs(olds - news[late : late + len(olds)]).mean() for late in range(spare + 1)]
    return int(np.argmin(off))


def _small(frames: np.ndarray) -> np.ndarray:
    """Frames in grey and a quarter of their size, or of what is left of it: enough to see how alike they are."""
    height, width = frames.shape[1:3]
    size = (max(1, width // 4), max(1, height // 4))
    small = [
        cv2.resize(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA) for frame in frames
    ]
    return np.stack(small).astype(np.float32)


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
