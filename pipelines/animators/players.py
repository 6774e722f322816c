"""What the things in a picture do of themselves: they come in, and then they live on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.film import Fps, Layer, Size

Series = np.ndarray  # one float for each frame

BEGINS, STAGGER = 0.06, 0.14  # s before the first thing comes in, and between one and the next
COMING, FADING = 0.5, 0.2  # s until it is there, and until it is seen in full
SMALL = 0.7  # how large it is at first
RISE = 0.03  # of the frame's height, which it comes up by
OVERSHOOT = 1.7  # of the ease: a tenth of the way too far and back, 3 % of the size
BREATH, BREATHS = 0.006, 3.4  # how much it swells, and how many seconds a breath takes
BEAT, BEATS, FIRST_BEAT, BEATING = 0.016, 4.8, 2.3, 0.9  # how much it swells again, how often, from when, how long
LEAN, LEANS, WEIGHT = 0.013, 5.2, 0.35  # of a height to either side, in how many s, and how softly weight is shifted
FLOAT, FLOATS = 0.007, 2.8  # of the frame's height up and down, and in how many seconds
GROWING, SPRING = 0.7, 0.8  # s until a bar has risen, and the overshoot of its ease: 2 % of the way
TAKES = {"spreads": 0.55, "spreads left": 0.55, "sweeps": 0.9}  # s until all is uncovered


@dataclass(frozen=True)
class Life:
    """A sheet's own motion in each frame, about the foot of what is on it.

    `shown` is how far it is uncovered, 0 to 1, on its `way`: it sweeps or spreads.
    """

    wide: Series  # of its width
    high: Series  # of its height
    down: Series  # film pixels
    seen: Series  # opacity, 0 to 1
    shown: Series
    way: str = ""
    lean: Series | None = None  # to the right, of its height


def life(layer: Layer, frames: int, fps: Fps, size: Size, parts: Sequence[int] = ()) -> Life:
    """How a layer moves through a clip of so many frames; `parts` are the frames at which a figure's parts come."""
    starts = _starts(layer, fps, parts)
    now = np.arange(frames) / float(fps)
    seconds = now - starts[0]
    rest = at_rest(frames)
    if layer.motion in ("stands", "sways", "floats"):
        return _player(layer, seconds, size)
    if layer.motion == "rises":
        high = _overshot(np.clip(seconds / GROWING, 0, 1), SPRING)
        return replace(rest, high=high, seen=rest.seen * (seconds > 0))
    if layer.motion in TAKES:
        steps = [_eased(np.clip((now - start) / TAKES[layer.motion], 0, 1)) for start in starts]
        shown = np.mean(steps, axis=0)
        return replace(rest, shown=shown, way=layer.motion, seen=rest.seen * (shown > 0))
    return replace(rest, seen=np.clip(seconds / FADING, 0, 1)) if layer.part is not None else rest


def at_rest(frames: int) -> Life:
    ones, zeros = np.ones(frames), np.zeros(frames)
    return Life(ones, ones, zeros, ones, ones)


def _starts(layer: Layer, fps: Fps, parts: Sequence[int]) -> list[float]:
    """When it comes in, in seconds: with its part; what leads from part to part does so in a step with each.

    Parts that come at one frame do so one after another; so do all where no frames are known.
    """
    turn = BEGINS + STAGGER * layer.order
    if layer.part is not None:
        frame = parts[min(layer.part, len(parts) - 1)] if parts else 0
        together = layer.part - (parts.index(frame) if parts else 0)
        return [turn + frame / float(fps) + STAGGER * together]
    return [turn + part / float(fps) for part in parts] if parts and layer.motion in TAKES else [turn]


def _player(layer: Layer, seconds: Series, size: Size) -> Life:
    """A thing grows out of its foot, and then breathes on it or floats.

    So that a long shot keeps its life, what stands draws the eye to itself again after a while, each thing as late
    as it came; who sways shifts weight from foot to foot.
    """
    came = _overshot(np.clip(seconds / COMING, 0, 1), OVERSHOOT)
    after = np.maximum(seconds - COMING, 0)
    settled = np.clip(after / 0.6, 0, 1)  # it does not begin to breathe with a jerk
    scale, down = SMALL + (1 - SMALL) * came, RISE * size.height * (1 - came)
    turn = 2 * np.pi * after
    lean = np.zeros_like(scale)
    if layer.motion == "floats":
        down = down - FLOAT * size.height * np.sin(turn / FLOATS) * settled
    else:
        scale = scale + BREATH * 0.5 * (1 - np.cos(turn / BREATHS)) * settled
    if layer.motion == "stands":
        scale = scale + BEAT * _beat(after)
    elif layer.motion == "sways":
        lean = (-LEAN if layer.order % 2 else LEAN) * _shifted(turn / LEANS) * settled
    return Life(scale, scale, down, np.clip(seconds / FADING + 0.25, 0, 1), np.ones_like(scale), lean=lean)


def _beat(after: Series) -> Series:
    """From 0 up to 1 and back, softly, every so often."""
    beat = np.clip((after - FIRST_BEAT) % BEATS / BEATING, 0, 1) * (after > FIRST_BEAT)
    return np.asarray(np.sin(np.pi * beat) ** 2)


def _shifted(turn: Series) -> Series:
    """From one side to the other and back, -1 to 1; it stays there longer than a pendulum does."""
    swing = np.sin(turn)
    return np.asarray(swing * np.sqrt((1 + WEIGHT) / (swing**2 + WEIGHT)))


def _overshot(progress: Series, overshoot: float) -> Series:
    """From 0 to 1, fast at first, a little beyond it and back."""
    left = progress - 1
    return np.asarray(1 + (overshoot + 1) * left**3 + overshoot * left**2)


def _eased(progress: Series) -> Series:
    """From 0 to 1, fast at first."""
    return 1 - (1 - progress) ** 3
