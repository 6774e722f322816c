"""A still under a moving camera: each frame sampled anew, between the pixels of one oversampled picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from pipelines.editors.planes import ACROSS, GRID, split, ycbcr
from pipelines.machinery.video import Frame
from studio.errors import BadInput
from studio.film import Box, Size, Still

OVERSAMPLED = 2  # pixels of the picture for one of the film: bilinear edges then do not pulse as they travel
BILINEAR = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


def frames(still: Still, file: Path, size: Size, first: int = 0) -> Iterator[Frame]:
    """The still's I420 frames from frame `first` on. Raises BadInput for a picture that cannot be read."""
    sheets = _sheets(file, size, max(still.start.width, still.end.width))
    for number in range(first, still.frames):
        box = view(still, number)
        frame = np.empty((size.height * 3 // 2, size.width), np.uint8)
        for plane, sheet, grid in zip(split(frame), sheets, GRID, strict=True):
            matrix = _to_sheet(box, sheet, size, grid)
            cv2.warpAffine(
                sheet, matrix, plane.shape[::-1], dst=plane, flags=BILINEAR, borderMode=cv2.BORDER_REPLICATE
            )
        yield frame


def view(still: Still, frame: int) -> Box:
    """What the camera sees: eased at both ends, as fast at every size, its one fixed point at rest."""
    progress = frame / max(1, still.frames - 1)
    eased = progress * progress * (3 - 2 * progress)
    start, end = still.start, still.end
    width = start.width * (end.width / start.width) ** eased
    if start.width != end.width:
        eased = (width - start.width) / (end.width - start.width)
    left, top, height = (
        getattr(start, side) + (getattr(end, side) - getattr(start, side)) * eased
        for side in ("left", "top", "height")
    )
    return Box(left=left, top=top, width=width, height=height)


def _sheets(file: Path, size: Size, widest: float) -> list[np.ndarray]:
    """The picture's planes: Y' oversampled where the camera is farthest, Cb and Cr half as dense and softened."""
    encoded = np.fromfile(file, np.uint8)
    picture = cv2.imdecode(encoded, cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise BadInput("The picture of a shot cannot be read.", "Give the shot another picture.")
    planes = cv2.split(np.clip(np.rint(ycbcr(picture)), 0, 255).astype(np.uint8))
    wide = OVERSAMPLED * size.width / widest
    luma, *chroma = (_resized(plane, wide / grid) for plane, grid in zip(planes, GRID, strict=True))
    return [luma, *(cv2.sepFilter2D(plane, -1, ACROSS, ACROSS, borderType=cv2.BORDER_REPLICATE) for plane in chroma)]


def _resized(plane: np.ndarray, width: float) -> np.ndarray:
    factor = width / plane.shape[1]
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LANCZOS4  # OpenCV's cubic bends ramps, and what travels wobbles
    return np.asarray(cv2.resize(plane, (round(width), round(plane.shape[0] * factor)), interpolation=how))


def _to_sheet(box: Box, sheet: np.ndarray, size: Size, grid: int) -> np.ndarray:
    """The 2x3 matrix from a plane's samples to a sheet's.

    A sample's middle lies half a luma pixel from its left edge, and half of the grid's step from
    its upper: chroma is sited on the left luma sample, between two rows.
    """
    high, wide = sheet.shape
    across, down = box.width * wide / size.width, box.height * high / size.height
    return np.array(
        [
            [grid * across, 0, box.left * wide + across / 2 - 0.5],
            [0, grid * down, box.top * high + down * grid / 2 - 0.5],
        ]
    )
