"""The bar along the frame's foot that fills while the film goes on."""

from __future__ import annotations

import numpy as np
from PIL import ImageColor

from pipelines.editors.lettering import ACCENT
from pipelines.machinery.svg import Pixels
from studio.film import Size

THICK = 0.006  # of the short side


def bar(size: Size) -> Pixels:
    """The full bar, as wide as the frame, an even number of rows high."""
    rows = max(2, 2 * round(THICK * size.short_side / 2))
    return np.full((rows, size.width, 4), (*ImageColor.getrgb(ACCENT), 255), np.uint8)


def filled(pixels: Pixels, share: float) -> Pixels:
    """The bar's share from its left end; the column in which it ends is as clear as it is unfilled."""
    width = pixels.shape[1]
    seen = np.clip(share * width - np.arange(width), 0, 1)
    cut = pixels.copy()
    cut[..., 3] = np.rint(pixels[..., 3] * seen)
    return cut
