"""How one shot gives way to the next: a frame of each, mixed in the encoder's own colour layout."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipelines.editors.planes import GRID, split
from pipelines.machinery.video import Frame
from studio.film import Box, Transition

BLACK = (16, 128, 128)  # Y, Cb, Cr in limited range
SOFT_EDGE = 0.12  # of the width: a wipe's edge
SHADOW_WIDTH, SHADOW_DEPTH = 0.06, 0.5  # of the width; of the light it takes at the edge
MATCH_ZOOM = 1.35  # at most: beyond it a picture of the film's own size looks soft
MATCH_FADE = 0.2  # of the transition, around its middle: a match cut is nearly a cut
WHOLE = Box(left=0, top=0, width=1, height=1)
WHIP_SHUTTER = 0.15  # of the width, times the pan's speed: a shutter far longer than a film camera's

Plane = np.ndarray  # uint8, height x width
Mover = Callable[[Plane, Plane, float, int], Plane]  # leaving, coming, share, neutral value -> the mixed plane


def mixed(leaving: Frame, coming: Frame, share: float, how: Transition, subjects: Sequence[Box] = ()) -> Frame:
    """One frame on the way from `leaving` to `coming`, `share` of the way: more than 0, less than 1.

    All three are I420, uint8, (3/2 height, width), BT.709 limited range. Moves go from right to
    left and are eased; a wipe's edge goes from left to right. A cut mixes nothing: KeyError.
    In a match the two `subjects`, of the leaving and of the coming picture, become one another.
    """
    if leaving.shape != coming.shape or not 0 < share < 1:
        raise ValueError(f"{leaving.shape} cannot become {coming.shape} by a share of {share}")
    if how == "dissolve":
        return cv2.addWeighted(leaving, 1 - share, coming, share, 0)
    if how == "match":
        return _matched(leaving, coming, share, Meeting.of(*(subjects or (WHOLE, WHOLE))))
    move, out = MOVES[how], np.empty_like(leaving)
    for source, goal, target, neutral in zip(split(leaving), split(coming), split(out), BLACK, strict=True):
        target[:] = move(source, goal, share, neutral)
    return out


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


@dataclass(frozen=True)
class Meeting:
    """How far both pictures of a match cut are enlarged at its middle, and where their subjects travel.

    Places are shares of the frame, x and y. Each subject's middle goes from `start` to `end`; in the
    middle of the way it is `bend` of the distance along.
    """

    leaving_zoom: float
    coming_zoom: float
    start: tuple[float, float]
    end: tuple[float, float]
    bend: tuple[float, float]

    @classmethod
    def of(cls, leaving: Box, coming: Box) -> Meeting:
        """Just the zooms at which the subjects are alike in size and meet while both pictures cover the frame.

        A picture enlarged z times about a place p can bring it as far as (z - 1) p towards the right
        and (z - 1)(1 - p) towards the left before an edge shows; likewise up and down.
        """
        start, end = _middle(leaving), _middle(coming)
        grown = math.sqrt(coming.width * coming.height / (leaving.width * leaving.height))
        sizes = min(max(1.0, grown), MATCH_ZOOM), min(max(1.0, 1 / grown), MATCH_ZOOM)
        ways = [_rightwards(*pair) for pair in zip(start, end, strict=True)]
        more = max(1.0, *(1 / (sizes[0] * here + sizes[1] * (1 - there)) for here, there in ways))
        first, last = (min(size * more, MATCH_ZOOM) for size in sizes)
        # Where one of them may grow no further, the other does it alone.
        last = min(max(last, *((1 - first * here) / (1 - there) for here, there in ways)), MATCH_ZOOM)
        first = min(max(first, *((1 - last * (1 - there)) / here for here, there in ways)), MATCH_ZOOM)
        across, down = (_bend(here, there, first, last) for here, there in ways)
        return cls(first, last, start, end, (across, down))

    def place(self, way: float) -> tuple[float, float]:
        """Where the subjects' middle is meant to be, a share of the way along."""
        x, y = (a + (b - a) * _along(way, bend) for a, b, bend in zip(self.start, self.end, self.bend, strict=True))
        return x, y


def _middle(box: Box) -> tuple[float, float]:
    """Its x and y, off the frame's very edge."""
    x, y = box.left + box.width / 2, box.top + box.height / 2
    return min(max(x, 0.02), 0.98), min(max(y, 0.02), 0.98)


def _rightwards(here: float, there: float) -> tuple[float, float]:
    """A way along one side, mirrored where it would lead back."""
    return (here, there) if here <= there else (1 - here, 1 - there)


def _bend(here: float, there: float, leaving_zoom: float, coming_zoom: float) -> float:
    """The share of a way, rightwards, at which both subjects can be at once: as near its middle as they can."""
    if there - here < 1e-3:
        return 0.5
    farthest = here + (leaving_zoom - 1) * here
    nearest = there - (coming_zoom - 1) * (1 - there)
    meeting = (nearest + farthest) / 2 if nearest > farthest else min(max((here + there) / 2, nearest), farthest)
    return (meeting - here) / (there - here)


def _along(way: float, bend: float) -> float:
    """From 0 to 1, `bend` of it at half the way: the monotone cubic of Fritsch and Carlson (1980)."""
    if way > 0.5:
        return 1 - _along(1 - way, 1 - bend)
    t = 2 * way
    return bend * (t + (t**3 - t**2) * (1 - 2 * bend))


def _matched(leaving: Frame, coming: Frame, share: float, meeting: Meeting) -> Frame:
    """Both travel and grow as one subject becomes the other; the pictures change over in the middle."""
    way = share * share * (3 - 2 * share)
    near = 1 - (2 * way - 1) ** 4  # 1 about where they meet, 0 where one of them is alone and untouched
    fade = min(max((share - 0.5) / MATCH_FADE + 0.5, 0.0), 1.0)
    goal = meeting.place(way)
    shown = (
        (leaving, meeting.start, meeting.leaving_zoom, 1 - fade),
        (coming, meeting.end, meeting.coming_zoom, fade),
    )
    frames = [(_enlarged(frame, zoom**near, at, goal), weight) for frame, at, zoom, weight in shown if weight]
    if len(frames) == 1:
        return frames[0][0]
    (first, first_weight), (last, last_weight) = frames
    return cv2.addWeighted(first, first_weight, last, last_weight, 0)


def _enlarged(frame: Frame, zoom: float, place: tuple[float, float], goal: tuple[float, float]) -> Frame:
    """A frame `zoom` times as large, moved so that a place in it comes as near to its goal as no edge shows.

    A sample's middle lies half a luma pixel from its left edge, and half of the grid's step from its
    upper: chroma is sited on the left luma sample, between two rows.
    """
    out = np.empty_like(frame)
    across, down = (min(max(zoom * at - to, 0.0), zoom - 1) for at, to in zip(place, goal, strict=True))
    wide, high = frame.shape[1], frame.shape[0] * 2 // 3
    for plane, target, grid in zip(split(frame), split(out), GRID, strict=True):
        x = (across * wide + 0.5) / zoom - 0.5
        y = (down * high + grid / 2) / zoom - grid / 2
        matrix = np.array([[1 / zoom, 0, x / grid], [0, 1 / zoom, y / grid]])
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cv2.warpAffine(plane, matrix, target.shape[::-1], dst=target, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return out


MOVES: dict[Transition, Mover] = {"dip": _dip, "push": _push, "slide": _slide, "wipe": _wipe, "whip": _whip}
