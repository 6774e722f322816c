"""How what is laid on a picture is measured: where it is, what it looks like on a ground, how light that is."""

from __future__ import annotations

import numpy as np

from pipelines.editors.areas import Area
from pipelines.editors.overlays import Patch


def solid(patch: Patch, least: int = 150) -> Area:
    """Where a patch is more opaque than `least`, of 255: letters, bars and plates, not halos."""
    seen = patch.pixels[..., 3] > least
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    return Area(patch.left + columns[0], patch.top + rows[0], patch.left + columns[-1] + 1, patch.top + rows[-1] + 1)


def over(patch: Patch, ground: np.ndarray | int) -> np.ndarray:
    """A patch laid over a ground of its own size, or of one grey."""
    alpha = patch.pixels[..., 3:].astype(float) / 255
    return patch.pixels[..., :3] * alpha + ground * (1 - alpha)


def luminance(pixels: np.ndarray) -> np.ndarray:
    """Relative luminance as WCAG 2.1 defines it, of sRGB values 0 to 255."""
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
