"""Pictures made ready to move: cut to what is visible, oversampled, premultiplied, in Y'CbCr."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pipelines.machinery import pictures

Pixels = np.ndarray  # height x width x 4, uint8, RGB and straight alpha

# ITU-R BT.709, limited range: Y' in 16..235, Cb and Cr in 16..240 around 128; rows Y', Cb, Cr.
RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
LUMA = np.array([RED, GREEN, BLUE])
TO_YCBCR = np.stack(
    [
        LUMA * 219 / 255,
        (np.array([0, 0, 1]) - LUMA) / (2 * (1 - BLUE)) * 224 / 255,
        (np.array([1, 0, 0]) - LUMA) / (2 * (1 - RED)) * 224 / 255,
    ]
)
# Catmull-Rom's weights a quarter of a pixel before and behind a pixel's middle.
_BEHIND = np.array([0, -9, 111, 29, -3]) / 128
QUARTERS = (_BEHIND[::-1].copy(), _BEHIND)
ZERO = np.array([16, 128, 128])


@dataclass(frozen=True)
class Sheet:
    """One sheet of a picture, ready to be placed.

    `pixels` are Y', Cb and Cr premultiplied by alpha, and 255 - alpha: what a blend needs, with
    nothing to compute for each frame. `density` is sheet pixels per film pixel. `left` and `top`
    are where the pixels begin, and `width` and `height` how large the whole sheet is.
    """

    pixels: np.ndarray
    depth: float
    density: float
    left: float
    top: float
    width: float
    height: float
    opaque: bool


def read(file: Path) -> Pixels:
    """A picture's pixels, upright. Raises BadInput when it cannot be read."""
    return np.asarray(pictures.opened(file))


def sheet(pixels: Pixels, depth: float, density: float, oversample: int = 1) -> Sheet | None:
    """A sheet of the given pixels, `oversample` times as dense; None when nothing of it is visible.

    Bilinear sampling of a doubled picture keeps an edge equally sharp wherever it falls between
    two pixels; of the picture itself, edges would pulse as they travel.
    """
    height, width = pixels.shape[:2]
    left, top, right, bottom = _visible(pixels)
    if right <= left:
        return None
    ready = _premultiplied(pixels[top:bottom, left:right])
    if oversample == 2:
        ready = _doubled(ready)
    ready[..., 3] = 255 - ready[..., 3]
    return Sheet(
        pixels=ready,
        depth=depth,
        density=density * oversample,
        left=left * oversample,
        top=top * oversample,
        width=width * oversample,
        height=height * oversample,
        opaque=not ready[..., 3].any() and ready.shape[:2] == (height * oversample, width * oversample),
    )


def _visible(pixels: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not transparent, with a rim of two pixels."""
    height, width = pixels.shape[:2]
    x, y, w, h = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
    if not w:
        return 0, 0, 0, 0
    return max(0, x - 2), max(0, y - 2), min(width, x + w + 2), min(height, y + h + 2)


def _doubled(pixels: np.ndarray) -> np.ndarray:
    """Twice as large, by Catmull-Rom, but never beyond a pixel's neighbours: that would draw pale lines at edges.

    OpenCV's own cubic (a = -0.75) does not keep a straight ramp straight, and a travelling sheet
    would wobble by a twentieth of a pixel.
    """
    height, width = pixels.shape[:2]
    out = np.empty((2 * height, 2 * width, 4), np.uint8)
    near = np.ones((3, 3), np.uint8)
    most, least = cv2.dilate(pixels, near), cv2.erode(pixels, near)
    for down, rows in enumerate(QUARTERS):
        for across, columns in enumerate(QUARTERS):
            between = cv2.sepFilter2D(pixels, -1, columns, rows, borderType=cv2.BORDER_REPLICATE)
            out[down::2, across::2] = cv2.max(cv2.min(between, most), least)
    return out


def _premultiplied(pixels: Pixels) -> np.ndarray:
    """Y', Cb, Cr times alpha, and alpha; uint8."""
    alpha = pixels[..., 3].astype(np.float32) / 255
    out = np.empty(pixels.shape, np.uint8)
    rgb = pixels[..., :3].astype(np.float32)
    for channel, (row, zero) in enumerate(zip(TO_YCBCR.astype(np.float32), ZERO, strict=True)):
        out[..., channel] = np.rint((rgb @ row + zero) * alpha)
    out[..., 3] = pixels[..., 3]
    return out
