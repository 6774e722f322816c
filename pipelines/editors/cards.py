"""An end card as its film ends on it: its words, its logo and the small print over its ground, at rest."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from pipelines.editors import overlays
from studio.roles import Desk, EndCard


def laid(picture: Image.Image, card: EndCard, desk: Desk) -> Image.Image:
    """The picture in the film's size with all that is set over it. Errors are those of `overlays.draw`."""
    size = card.size
    frame = ImageOps.fit(picture, (size.width, size.height), Image.Resampling.LANCZOS).convert("RGBA")
    for overlay in card.overlays:
        patch = overlays.draw(overlay, size, desk, card.overlays)
        frame.alpha_composite(Image.fromarray(np.ascontiguousarray(patch.pixels)), (patch.left, patch.top))
    return frame.convert("RGB")
