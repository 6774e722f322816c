"""How far a sheet is uncovered while it sweeps round or spreads, with edges as fine as the film's own pixels."""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.animators.sheets import Sheet

UPRIGHT = 1.5  # as high as this to its width, a sheet spreads from its top
SOFT = 0.012  # of its longer side: the edge of what spreads
SOLID = 128  # of 255: from this opacity on something is the drawing, not its shadow
RIM = 4.0  # film pixels before the top, where what begins there has its own soft edge
NEARLY = 0.97  # of a turn: from here on it goes all the way

Mask = np.ndarray  # height x width, float32, 0 to 1
Series = np.ndarray  # one float for each frame


def mask(sheet: Sheet, way: str, shown: float, matrix: np.ndarray, size: tuple[int, int]) -> Mask:
    """How much of each pixel of a part of the film is uncovered when the sheet is `shown` so far.

    `matrix` (2x3) leads from the part's pixels to the sheet's; `size` is the part's height and width.
    """
    y, x = (np.arange(length, dtype=np.float32) for length in size)
    across, down = (
        (row[0] * x + row[2]).astype(np.float32)[None, :] + (row[1] * y).astype(np.float32)[:, None] for row in matrix
    )
    return _swept(sheet, shown, across, down) if way == "sweeps" else _spread(sheet, way, shown, across, down)


def round_to_the_end(sheet: Sheet, shown: Series) -> Series:
    """A sweep in shares of a whole turn, only as far round as it is solid: it slows down where that ends."""
    high, wide = sheet.pixels.shape[:2]
    y, x = np.nonzero(sheet.pixels[::2, ::2, 3] < 255 - SOLID)
    right, up = 2 * x - (wide - 1) / 2, (high - 1) / 2 - 2 * y
    begins = (up > 0) & (right < 0) & (right > -RIM * sheet.density)
    turns = np.arctan2(right[~begins], up[~begins]) / (2 * np.pi) % 1
    last = float(turns.max(initial=0.0))
    return np.where(shown < 1, shown * (last if last < NEARLY else 1.0), 1.0)


def _spread(sheet: Sheet, way: str, shown: float, across: np.ndarray, down: np.ndarray) -> Mask:
    high, wide = sheet.pixels.shape[:2]
    onward = wide - 1 - across if way == "spreads left" else across
    far, length = (down, high) if high > UPRIGHT * wide else (onward, wide)
    soft = SOFT * length + sheet.density
    return np.clip((np.float32(shown * (length + soft) - 0.5) - far) / np.float32(soft), 0, 1)


def _swept(sheet: Sheet, shown: float, across: np.ndarray, down: np.ndarray) -> Mask:
    """A wedge from the top on; how much of a pixel is in it follows from how far it is from the wedge's two edges."""
    high, wide = sheet.pixels.shape[:2]
    radius, turn = cv2.cartToPolar((high - 1) / 2 - down, across - (wide - 1) / 2)
    end, sharp = np.float32(shown * 2 * np.pi), radius / np.float32(sheet.density)
    found = np.zeros_like(radius)
    for more in (-2 * np.pi, 0, 2 * np.pi):  # what is just before the top may belong to either edge
        at = turn + np.float32(more)
        found += np.clip(at * sharp + 0.5, 0, 1) * np.clip((end - at) * sharp + 0.5, 0, 1)
    return np.minimum(found, 1)
