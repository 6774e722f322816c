"""How large a model paints a picture of any size, and how what it painted is brought to that size."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from studio.film import Size

NATIVE = Size(width=1024, height=1024)  # of a model that does not say; that of most there are
SPREAD = 0.16  # how far the number of pixels may be from the native one, as a share of it
LESS = 0.1  # how much a wrong number of pixels counts against a cropped one


def painted(size: Size, native: Size | None, multiple: int) -> Size:
    """The size in which a model paints: its native number of pixels, whole multiples, the least of it cropped."""
    native = native or NATIVE
    pixels, shape = native.width * native.height, size.width / size.height
    ideal = math.sqrt(pixels / shape) / multiple
    low, high = math.floor(ideal * (1 - SPREAD)), math.ceil(ideal * (1 + SPREAD))
    found = [
        (across * multiple, down * multiple)
        for down in range(max(1, low), high + 1)
        for across in {max(1, math.floor(down * shape)), math.ceil(down * shape)}
    ]

    def cost(sides: tuple[int, int]) -> float:
        across, down = sides
        return cropped(across / down, shape) + LESS * abs(math.log(across * down / pixels))

    width, height = min(sorted(found), key=cost)
    return Size(width=width, height=height)


def cropped(own: float, wanted: float) -> float:
    """The share of a picture that is lost when it fills another shape; shapes are widths to heights."""
    return 1 - min(own / wanted, wanted / own)


def fitted(pixels: np.ndarray, size: Size) -> np.ndarray:
    """A picture (height x width x 3, uint8) in exactly this size: filled from its middle, never stretched."""
    height, width = pixels.shape[:2]
    scale = max(size.width / width, size.height / height)
    across, down = size.width / scale, size.height / scale
    left, top = (width - across) / 2, (height - down) / 2
    box = (max(0.0, left), max(0.0, top), min(float(width), left + across), min(float(height), top + down))
    filled = Image.fromarray(pixels).resize((size.width, size.height), Image.Resampling.LANCZOS, box=box)
    return np.asarray(filled)
