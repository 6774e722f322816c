"""Where on a picture in motion there is calm room for large words, and how light it is there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.editors.areas import Area
from pipelines.editors.page import shape
from pipelines.editors.planes import LUMA
from studio.film import Size

SMALL = 4  # pixels of the picture to one that is looked at, both ways
STEPS = 56  # places that are tried along the short side
EDGE = 0.02  # slope, of full scale to a looked-at pixel, from which on the eye sees an edge
BUSY, BUSY_BEHIND_PLATES = 0.11, 0.4  # of a place that is edges, from which on letters fight what is behind them
MIXED = 0.08  # of a place, at most, that is too light for light letters and, elsewhere, too dark for dark ones
EDGES, UNEVEN, UNLIKE = 5.0, 1.2, 3.0  # what slopes, differences of light and mixed grounds cost
OFF_LINE, OFF_HEIGHT, FAR_SIDE = 0.7, 0.35, 0.03  # and standing on no line of the layout, off its height, at the end
HEIGHTS = {"wide": 0.4, "square": 0.3, "tall": 0.26}  # of the frame's, where the eye takes large words best


class Limits(NamedTuple):
    """Luminances to which light letters are read and from which on dark ones; how mixed and busy a place can be."""

    lightest: float
    darkest: float
    mixed: float = MIXED
    busy: float = BUSY


class Room(NamedTuple):
    """Where words are best, and what is wrong with it: 0 for nothing."""

    left: float
    top: float
    cost: float


class Calm:
    """What the frames of a ground, n x height x width x 3, let stand where; looked at once, asked many times."""

    def __init__(
        self, frames: np.ndarray, size: Size, safe: Area, blocked: Sequence[Area], limits: Limits, from_right: bool
    ) -> None:
        self._size, self._safe, self._from_right, self._limits = size, safe, from_right, limits
        wide, high = max(1, size.width // SMALL), max(1, size.height // SMALL)
        small = [cv2.resize(frame, (wide, high), interpolation=cv2.INTER_AREA) for frame in frames]
        light = np.stack([cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in small]).astype(np.float32) / 255
        slopes = [_slope(frame) for frame in small]
        luminance = np.stack([luminances(frame) for frame in small])
        self._too_light = _summed((luminance.max(axis=0) > limits.lightest).astype(np.float32))
        self._too_dark = _summed((luminance.min(axis=0) < limits.darkest).astype(np.float32))
        edges = (np.max(slopes, axis=0) > EDGE).astype(np.float32)
        self._edges, self._light = _summed(edges), _summed(light.mean(axis=0))
        self._squares = _summed((light**2).mean(axis=0))
        taken = np.zeros((high, wide), np.float32)
        for area in blocked:
            left, top = (max(0, int(np.floor(at / SMALL))) for at in (area.left, area.top))
            taken[top : int(np.ceil(area.bottom / SMALL)), left : int(np.ceil(area.right / SMALL))] = 1
        self._taken = _summed(taken)

    def room(self, width: float, height: float, around: float) -> Room | None:
        """The best place for a block in pixels: clear of all that is blocked, and calm, also so far around it."""
        safe, size = self._safe, self._size
        step = size.short_side / STEPS
        if width > safe.width or height > safe.height:
            return None
        across = _places(safe.left, safe.right - width, step, (size.width - width) / 2)
        down = _places(safe.top, safe.bottom - height, step)
        tops, lefts = np.meshgrid(down, across, indexing="ij")
        box = [np.rint(edge / SMALL).astype(int) for edge in (lefts, tops, lefts + width, tops + height)]
        blocked = _inside(self._taken, box) > 0.5
        reach = round(around / SMALL)
        box = [np.clip(edge + by, 0, None) for edge, by in zip(box, (-reach, -reach, reach, reach), strict=True)]
        extent = np.maximum(1, (box[2] - box[0]) * (box[3] - box[1]))
        edges, light, squares = (_inside(table, box) / extent for table in (self._edges, self._light, self._squares))
        cost = EDGES * edges + UNEVEN * np.sqrt(np.maximum(0, squares - light**2))
        mixed = np.minimum(_inside(self._too_light, box), _inside(self._too_dark, box)) / extent
        cost += UNLIKE * np.minimum(mixed, MIXED) + self._layout(lefts, tops, width, height)
        cost[blocked | (edges > self._limits.busy) | (mixed > self._limits.mixed)] = np.inf
        row, column = np.unravel_index(np.argmin(cost), cost.shape)
        found = Room(float(lefts[row, column]), float(tops[row, column]), float(cost[row, column]))
        return found if np.isfinite(found.cost) else None

    def _layout(self, lefts: np.ndarray, tops: np.ndarray, width: float, height: float) -> np.ndarray:
        """What it costs to stand elsewhere than at a margin or in the middle, and where words are looked for."""
        size, safe = self._size, self._safe
        aside = (
            np.abs(lefts - safe.left),
            np.abs(lefts + width - safe.right),
            np.abs(lefts + width / 2 - size.width / 2),
        )
        off = np.min(aside, axis=0) / size.width
        height_off = np.abs((tops + height / 2) / size.height - HEIGHTS[shape(size)])
        middle = (lefts + width / 2) / size.width
        far = np.where(middle < 0.45 if self._from_right else middle > 0.55, FAR_SIDE, 0.0)
        return np.asarray(OFF_LINE * off + OFF_HEIGHT * height_off + far)


@lru_cache(maxsize=1)
def _linear() -> np.ndarray:
    share = np.arange(256) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def luminances(colours: np.ndarray) -> np.ndarray:
    """Relative luminance as WCAG 2.1 defines it, of sRGB values 0 to 255 in the last axis."""
    return np.asarray(_linear()[colours.round().clip(0, 255).astype(np.uint8)] @ LUMA)


def _slope(frame: np.ndarray) -> np.ndarray:
    """How steeply the colour that changes most does, at each pixel, of full scale."""
    smooth = cv2.GaussianBlur(frame.astype(np.float32) / 255, (0, 0), 0.8)
    return np.asarray(np.hypot(cv2.Sobel(smooth, -1, 1, 0), cv2.Sobel(smooth, -1, 0, 1)).max(axis=-1) / 8)


def _places(first: float, last: float, step: float, *more: float) -> np.ndarray:
    """Places from the first to the last, both among them, and others that lie between."""
    even = np.linspace(first, last, max(2, round((last - first) / step) + 1))
    return np.append(even, [place for place in more if first <= place <= last])


def _summed(values: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.integral(values.astype(np.float64)))


def _inside(table: np.ndarray, box: Sequence[np.ndarray]) -> np.ndarray:
    """The sum over each box of a table of sums."""
    high, wide = table.shape
    left, right = (np.clip(edge, 0, wide - 1) for edge in (box[0], box[2]))
    top, bottom = (np.clip(edge, 0, high - 1) for edge in (box[1], box[3]))
    return np.asarray(table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left])
