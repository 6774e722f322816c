"""How one shot gives way to the next: a frame of each, mixed in the encoder's own colour layout."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np

from pipelines.machinery.video import Frame
from studio.film import Transition

BLACK = (16, 128, 128)  # Y, Cb, Cr in limited range
SOFT_EDGE = 0.12  # of the width: a wipe's edge
SHADOW_WIDTH, SHADOW_DEPTH = 0.06, 0.5  # of the width; of the light it takes at the edge
WHIP_SHUTTER = 0.15  # of the width, times the pan's speed: a shutter far longer than a film camera's

Plane = np.ndarray  # uint8, height x width
Mover = Callable[[Plane, Plane, float, int], Plane]  # leaving, coming, share, neutral value -> the mixed plane


def mixed(leaving: Frame, coming: Frame, share: float, how: Transition) -> Frame:
    """One frame on the way from `leaving` to `coming`, `share` of the way: more than 0, less than 1.

    All three are I420, uint8, (3/2 height, width), BT.709 limited range. Moves go from right to
    left and are eased; a wipe's edge goes from left to right. A cut mixes nothing: KeyError.
    """
    if leaving.shape != coming.shape or not 0 < share < 1:
        raise ValueError(f"{leaving.shape} cannot become {coming.shape} by a share of {share}")
    if how == "dissolve":
        return cv2.addWeighted(leaving, 1 - share, coming, share, 0)
    move, out = MOVES[how], np.empty_like(leaving)
    for source, goal, target, neutral in zip(planes(leaving), planes(coming), planes(out), BLACK, strict=True):
        target[:] = move(source, goal, share, neutral)
    return out


def planes(frame: Frame) -> tuple[Plane, Plane, Plane]:
    """Views of Y, Cb and Cr. A chroma plane may end in the middle of one of the frame's rows."""
    height, width = frame.shape[0] * 2 // 3, frame.shape[1]
    flat, luma, chroma = np.ascontiguousarray(frame).reshape(-1), height * width, height * width // 4
    half = (height // 2, width // 2)
    return (
        flat[:luma].reshape(height, width),
        flat[luma : luma + chroma].reshape(half),
        flat[luma + chroma :].reshape(half),
    )


def eased(share: float) -> float:
    """Cubic in and out: starts and stops softly."""
    return 4 * share**3 if share < 0.5 else 1 - 4 * (1 - share) ** 3


def _speed(share: float) -> float:
    """The derivative of `eased`: 0 at both ends, 3 in the middle."""
    return 12 * min(share, 1 - share) ** 2


def _dip(leaving: Plane, coming: Plane, share: float, neutral: int) -> Plane:
    """Down to black in the first half, up from it in the second."""
    shown, light = (leaving, 1 - 2 * share) if share < 0.5 else (coming, 2 * share - 1)
    return cv2.convertScaleAbs(shown, alpha=light, beta=(1 - light) * neutral)


def _push(leaving: Plane, coming: Plane, share: float, _: int) -> Plane:
    """Both move, as if they lay side by side."""
    width = leaving.shape[1]
    return _window(cv2.hconcat([leaving, coming]), width * eased(share), width)


def _whip(leaving: Plane, coming: Plane, share: float, _: int) -> Plane:
    """A pan from one to the other, blurred by its speed."""
    width = leaving.shape[1]
    shutter = 1 + 2 * round(width * WHIP_SHUTTER * _speed(share) / 2)
    strip = cv2.hconcat([leaving, coming])
    return _window(cv2.blur(strip, (shutter, 1), borderType=cv2.BORDER_REFLECT), width * eased(share), width)


def _slide(leaving: Plane, coming: Plane, share: float, neutral: int) -> Plane:
    """The coming picture moves over the leaving one and throws a soft shadow on it."""
    width = leaving.shape[1]
    edge = width * (1 - eased(share))
    whole = math.ceil(edge)
    out = leaving.copy()
    _shade(out, edge, neutral)
    beside = out[:, whole - 1].astype(np.float32)
    if whole < width:
        out[:, whole:] = _window(coming, whole - edge, width - whole)
    out[:, whole - 1] = np.rint(beside + (coming[:, 0] - beside) * (whole - edge))  # the column that the edge crosses
    return out


def _shade(plane: Plane, edge: float, neutral: int) -> None:
    """Darken a plane to the left of the edge; the shadow grows as the edge comes in."""
    width = plane.shape[1]
    reach = SHADOW_WIDTH * width
    first, last = max(0, math.floor(edge - reach)), math.ceil(edge)
    depth = SHADOW_DEPTH * min(1.0, (width - edge) / reach)
    near = np.clip(1 - (edge - np.arange(first, last, dtype=np.float32)) / reach, 0, 1)
    band = plane[:, first:last]
    band[:] = np.rint(neutral + (band - np.float32(neutral)) * (1 - depth * near**2))


def _wipe(leaving: Plane, coming: Plane, share: float, _: int) -> Plane:
    """A soft upright edge uncovers the coming picture."""
    width = leaving.shape[1]
    soft = SOFT_EDGE * width
    # Smoothstep: a cubic start would leave the edge's faint foot unseen for a whole frame.
    front = (width + soft) * share * share * (3 - 2 * share)  # nothing is uncovered to the right of it
    first, last = max(0, math.floor(front - soft)), min(width, math.ceil(front))
    ramp = np.clip((front - np.arange(first, last, dtype=np.float32)) / soft, 0, 1)
    below = leaving[:, first:last].astype(np.float32)
    uncovered = ramp * ramp * (3 - 2 * ramp)
    out = leaving.copy()
    out[:, :first] = coming[:, :first]
    out[:, first:last] = np.rint(below + (coming[:, first:last] - below) * uncovered)
    return out


def _window(strip: Plane, left: float, width: int) -> Plane:
    """`width` columns of a strip from `left` on, which may lie between two columns.

    Linear: a longer filter would ring beyond the limited range at hard edges.
    """
    first = math.floor(left)
    here, part = strip[:, first : first + width], left - first
    if part == 0:
        return here
    return cv2.addWeighted(here, 1 - part, strip[:, first + 1 : first + 1 + width], part, 0)


MOVES: dict[Transition, Mover] = {"dip": _dip, "push": _push, "slide": _slide, "wipe": _wipe, "whip": _whip}
