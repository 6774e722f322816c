"""A still under a moving camera: each frame sampled anew, between the pixels of one oversampled picture."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.editors import grades
from pipelines.editors.grades import Lut
from pipelines.editors.planes import ACROSS, GRID, full_planes, split
from pipelines.machinery.video import Frame
from studio.errors import BadInput
from studio.film import Size, Still

# Pixels of the picture for one of the film, where the camera is farthest: with two, the edges of bilinear
# samples do not pulse as they travel. Which of these suits the camera's way best is tried for each still.
OVERSAMPLED = np.linspace(2.02, 2.5, 25)
SKIPPED = np.arange(48)  # how many samples may be taken and left out, so that the next lies where it should
EXACT = 0.015  # px of the film; what would be off by more is sampled the slower way
BORDER = math.ceil(len(SKIPPED) * OVERSAMPLED.max())  # samples around a sheet, for those that are left out
BILINEAR = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
AT_ONCE = 32  # frames whose grids are found together
TRIED = 64  # frames, at most
KEPT = 4  # stills whose sheets are kept: the segments of one still are rendered one soon after another


class Grid(NamedTuple):
    """Where a plane's samples lie in its sheet: every `step` from `first` on; frames x (x, y).

    `skip` is how many samples to leave out before the first, and `exact` whether that brings it to its place.
    """

    step: np.ndarray
    first: np.ndarray
    skip: np.ndarray
    exact: np.ndarray


def frames(still: Still, file: Path, size: Size, first: int = 0, lut: Lut | None = None) -> Iterator[Frame]:
    """The still's I420 frames from frame `first` on, graded. Raises BadInput for a picture that cannot be read."""
    with _lock(file):  # two segments of one still want its sheets at once, and need them made only once
        sheets = _sheets(file, _width(still, size), lut)
    if still.start == still.end:
        (frame,) = _sampled(still, sheets, size, range(1))
        for _ in range(first, still.frames):
            yield frame.copy()
        return
    for at in range(first, still.frames, AT_ONCE):
        yield from _sampled(still, sheets, size, range(at, min(at + AT_ONCE, still.frames)))


def _sampled(still: Still, sheets: Sequence[np.ndarray], size: Size, numbers: range) -> Iterator[Frame]:
    seen = views(still, numbers)
    grids = [_grid(seen, size, sheet.shape, subsampled) for sheet, subsampled in zip(sheets, GRID, strict=True)]
    for at in range(len(numbers)):
        frame = np.empty((size.height * 3 // 2, size.width), np.uint8)
        for plane, sheet, grid in zip(split(frame), sheets, grids, strict=True):
            _sample(sheet, Grid(*(part[at] for part in grid)), plane)
        yield frame


def views(still: Still, numbers: Sequence[int] | np.ndarray) -> np.ndarray:
    """What the camera sees at frames of these numbers: left, top, width and height in shares of the picture.

    Eased at both ends, as fast at every size, its one fixed point at rest.
    """
    progress = np.asarray(numbers)[:, None] / max(1, still.frames - 1)
    eased = progress * progress * (3 - 2 * progress)
    start, end = (np.array([box.left, box.top, box.width, box.height]) for box in (still.start, still.end))
    width = start[2] * (end[2] / start[2]) ** eased
    if start[2] != end[2]:
        eased = (width - start[2]) / (end[2] - start[2])
    return np.asarray(start + (end - start) * eased)


def _grid(seen: np.ndarray, size: Size, sheet: tuple[int, ...], subsampled: int) -> Grid:
    """A sample's middle lies half a luma pixel from its left edge, and half of the grid's step from its upper.

    Chroma is sited on the left luma sample, between two rows.
    """
    inside = np.array(sheet[::-1]) - 2 * BORDER
    pixel = seen[:, 2:] * inside / (size.width, size.height)
    step, first = subsampled * pixel, seen[:, :2] * inside + pixel * (1, subsampled) / 2 - 0.5
    starts = first[..., None] - (SKIPPED + 0.5) * step[..., None] + 0.5
    off = np.abs(starts - np.rint(starts))
    return Grid(step, first, off.argmin(axis=2), (off.min(axis=2) <= EXACT * step).all(axis=1))


def _sample(sheet: np.ndarray, grid: Grid, plane: np.ndarray) -> None:
    """Fill a plane, bilinearly, from the grid of one frame.

    OpenCV's resize is three times as fast as its warp, but it begins (step - 1) / 2 after a whole sample. So a
    few samples more are taken, before the first that is wanted, as many as bring that one to its place.
    """
    high, wide = plane.shape
    step, first, skip, exact = grid
    if not exact:
        matrix = np.column_stack([np.diag(step), first + BORDER])
        cv2.warpAffine(sheet, matrix, (wide, high), dst=plane, flags=BILINEAR, borderMode=cv2.BORDER_REPLICATE)
        return
    left, top = np.rint(first - (skip + 0.5) * step + 0.5).astype(int) + BORDER
    right, foot = np.ceil((skip + plane.shape[::-1]) * step).astype(int) + 1
    part = sheet[top : top + foot, left : left + right]
    made = cv2.resize(part, None, fx=1 / step[0], fy=1 / step[1], interpolation=cv2.INTER_LINEAR)
    np.copyto(plane, made[skip[1] : skip[1] + high, skip[0] : skip[0] + wide])


@lru_cache(maxsize=64)
def _width(still: Still, size: Size) -> int:
    """Of the sheet of Y': the one with which most frames can be sampled the quick way."""
    seen = views(still, np.linspace(0, still.frames - 1, min(still.frames, TRIED)))
    widest = max(still.start.width, still.end.width)
    shape = size.height * still.start.width / (size.width * still.start.height)

    def quick(wide: int) -> int:
        return int(_grid(seen, size, (round(wide * shape) + 2 * BORDER, wide + 2 * BORDER), 1).exact.sum())

    return max((2 * round(density * size.width / widest / 2) for density in OVERSAMPLED), key=quick)


@lru_cache(maxsize=256)
def _lock(_: Path) -> threading.Lock:
    return threading.Lock()


@lru_cache(maxsize=KEPT)
def _sheets(file: Path, wide: int, lut: Lut | None) -> tuple[np.ndarray, ...]:
    """The picture's planes: Y' as wide as said, Cb and Cr half as dense and softened; with a border around."""
    picture = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise BadInput("The picture of a shot cannot be read.", "Give the shot another picture.")
    planes = full_planes(grades.still(picture, lut) if lut else picture)
    luma, *chroma = (_resized(plane, wide // grid) for plane, grid in zip(planes, GRID, strict=True))
    soft = [cv2.sepFilter2D(plane, -1, ACROSS, ACROSS, borderType=cv2.BORDER_REPLICATE) for plane in chroma]
    return tuple(cv2.copyMakeBorder(plane, *[BORDER] * 4, cv2.BORDER_REPLICATE) for plane in (luma, *soft))


def _resized(plane: np.ndarray, width: int) -> np.ndarray:
    factor = width / plane.shape[1]
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LANCZOS4  # OpenCV's cubic bends ramps, and what travels wobbles
    return np.asarray(cv2.resize(plane, (width, round(plane.shape[0] * factor)), interpolation=how))
