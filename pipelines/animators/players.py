"""What the things in a picture do of themselves: they come in, and then they live on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.film import Fps, Layer, Size

Series = np.ndarray  # one float for each frame

BEGINS, STAGGER = 0.06, 0.14  # s before the first thing comes in, and between one and the next
COMING, FADING = 0.5, 0.2  # s until it is there, and until it is seen in full
SMALL = 0.7  # how large it is at first
RISE = 0.03  # of the frame's height, which it comes up by
OVERSHOOT = 1.7  # of the ease: a tenth of the way too far and back, 3 % of the size
BREATH, BREATHS = 0.006, 3.4  # how much it swells, and how many seconds a breath takes
FLOAT, FLOATS = 0.007, 2.8  # of the frame's height up and down, and in how many seconds


@dataclass(frozen=True)
class Life:
    """A sheet's own motion in each frame, about the foot of what is on it."""

    scale: Series  # of its size
    down: Series  # film pixels
    seen: Series  # opacity, 0 to 1


def life(layer: Layer, frames: int, fps: Fps, size: Size) -> Life:
    """How a layer moves through a clip of so many frames."""
    if not layer.motion:
        return at_rest(frames)
    seconds = np.arange(frames) / float(fps) - BEGINS - STAGGER * layer.order
    came = _overshot(np.clip(seconds / COMING, 0, 1))
    after = np.maximum(seconds - COMING, 0)
    settled = np.clip(after / 0.6, 0, 1)  # it does not begin to breathe with a jerk
    scale, down = SMALL + (1 - SMALL) * came, RISE * size.height * (1 - came)
    turn = 2 * np.pi * after
    if layer.motion == "stands":
        scale = scale + BREATH * 0.5 * (1 - np.cos(turn / BREATHS)) * settled
    else:
        down = down - FLOAT * size.height * np.sin(turn / FLOATS) * settled
    return Life(scale, down, np.clip(seconds / FADING + 0.25, 0, 1))


def at_rest(frames: int) -> Life:
    return Life(np.ones(frames), np.zeros(frames), np.ones(frames))


def _overshot(progress: Series) -> Series:
    """From 0 to 1, fast at first, a little beyond it and back."""
    left = progress - 1
    return np.asarray(1 + (OVERSHOOT + 1) * left**3 + OVERSHOOT * left**2)
