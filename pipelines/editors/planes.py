"""Pictures as the encoder wants them, I420 in BT.709, and patches that are blended only where they lie."""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.machinery.video import Frame
from studio.film import Size

# ITU-R BT.709, limited range: Y' in 16..235, Cb and Cr in 16..240 around 128; rows Y', Cb, Cr for R, G, B and 1.
RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
LUMA = np.array([RED, GREEN, BLUE])
TO_YCBCR = np.column_stack(
    [
        np.stack(
            [
                LUMA * 219 / 255,
                (np.array([0, 0, 1]) - LUMA) / (2 * (1 - BLUE)) * 224 / 255,
                (np.array([1, 0, 0]) - LUMA) / (2 * (1 - RED)) * 224 / 255,
            ]
        ),
        [16, 128, 128],
    ]
)
# Half a chroma sample comes from either neighbour: chroma is sited on the left luma sample, between two rows.
ACROSS, DOWN = np.array([0.25, 0.5, 0.25]), np.array([0.5, 0.5])
BAND = 32  # rows that are converted at a time, in the processor's cache
GRID = (1, 2, 2)  # luma samples per sample of Y', Cb and Cr, both ways


def split(frame: Frame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The planes Y', Cb and Cr of a contiguous I420 frame, to be written into; Cb may end inside one of its rows."""
    height = frame.shape[0] * 2 // 3
    cb, cr = frame[height:].reshape(2, height // 2, frame.shape[1] // 2)
    return frame[:height], cb, cr


def blank(size: Size) -> Frame:
    """A black frame."""
    frame = np.full((size.height * 3 // 2, size.width), 128, np.uint8)
    frame[: size.height] = 16
    return frame


def ycbcr(rgb: np.ndarray) -> np.ndarray:
    """Full-range RGB, height x width x 3, as float Y', Cb and Cr of the same shape, not yet rounded."""
    return np.asarray(cv2.transform(rgb.astype(np.float32), TO_YCBCR))


def full_planes(rgb: np.ndarray) -> tuple[np.ndarray, ...]:
    """Full-range RGB, uint8, as whole planes Y', Cb and Cr of its size, rounded; a band of rows after another."""
    planes = tuple(np.empty(rgb.shape[:2], np.uint8) for _ in range(3))
    for at in range(0, len(rgb), BAND):
        band = cv2.convertScaleAbs(ycbcr(rgb[at : at + BAND]))
        cv2.split(band, [plane[at : at + BAND] for plane in planes])
    return planes


def sited(plane: np.ndarray, edge: int) -> np.ndarray:
    """A full-size plane, filtered so that every second sample of every second row is a chroma sample."""
    return np.asarray(cv2.sepFilter2D(plane, -1, ACROSS, DOWN, anchor=(1, 0), borderType=edge))


class Patch:
    """A picture with transparency, made ready once: premultiplied, in planes, its chroma subsampled.

    `pixels` are RGB and straight alpha, uint8; they lie on the frame's chroma grid after `left`
    and `top` (0 or 1) clear rows and columns are put before them.
    """

    def __init__(self, pixels: np.ndarray, left: int = 0, top: int = 0) -> None:
        high, wide = pixels.shape[:2]
        # Two clear columns more at the right: there the last chroma sample takes its half.
        even = np.zeros(((high + top + 1) // 2 * 2, (wide + left + 1) // 2 * 2 + 2, 4), np.uint8)
        even[top : top + high, left : left + wide] = pixels
        alpha = even[..., 3].astype(np.float32) / 255
        full = cv2.split(ycbcr(even[..., :3]) * alpha[..., None])
        self._light = [_rounded(_thinned(plane, grid)) for plane, grid in zip(full, GRID, strict=True)]
        self._cover = [_rounded(_thinned(alpha * 255, grid)) for grid in GRID]
        self._behind = [255 - cover for cover in self._cover]

    def lay(self, frame: Frame, left: int, top: int, opacity: float = 1.0) -> None:
        """Blend it over an I420 frame, its corner at even `left` and `top`; what lies outside is cut off."""
        for at, (plane, grid) in enumerate(zip(split(frame), GRID, strict=True)):
            light, behind = self._light[at], self._behind[at]
            if opacity < 1:
                light = cv2.convertScaleAbs(light, alpha=opacity)
                behind = 255 - cv2.convertScaleAbs(self._cover[at], alpha=opacity)
            _blend(plane, light, behind, left // grid, top // grid)


def _thinned(plane: np.ndarray, grid: int) -> np.ndarray:
    return plane if grid == 1 else sited(plane, cv2.BORDER_CONSTANT)[::2, ::2]


def _rounded(plane: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(plane), 0, 255).astype(np.uint8)


def _blend(plane: np.ndarray, light: np.ndarray, behind: np.ndarray, left: int, top: int) -> None:
    """Take away what a patch covers of one plane and add the patch's own light."""
    inside = np.s_[max(0, -top) : max(0, plane.shape[0] - top), max(0, -left) : max(0, plane.shape[1] - left)]
    light, behind = light[inside], behind[inside]
    if not light.size:
        return
    left, top = max(0, left), max(0, top)
    box = plane[top : top + light.shape[0], left : left + light.shape[1]]
    cv2.multiply(box, behind, dst=box, scale=1 / 255)
    cv2.add(box, light, dst=box)
