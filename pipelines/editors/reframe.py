"""The user's own still brought into the film's shape, in its own resolution: the camera may go close to it."""

from __future__ import annotations

import av
import numpy as np
from PIL import Image

from pipelines.editors.conform import ALIKE, share_before
from pipelines.machinery import pictures
from pipelines.machinery.clips import detail
from studio.asks import Reframe
from studio.film import Picture
from studio.roles import Desk


def reframe(ask: Reframe, desk: Desk) -> Picture:
    """Cropped to where most detail is, or put on black bars. Raises BadInput for a picture that cannot be read."""
    picture = pictures.opened(desk.path(ask.still)).convert("RGB")
    shape = ask.size.width / ask.size.height
    if abs(picture.width / picture.height / shape - 1) < ALIKE:
        return Picture(image=ask.still)
    made = _filled(picture, shape) if ask.fit == "fill" else _barred(picture, shape)
    file = desk.scratch(".png")
    made.save(file)
    return Picture(image=desk.keep(file))


def _filled(picture: Image.Image, shape: float) -> Image.Image:
    width, height = (
        min(picture.width, round(picture.height * shape)),
        min(picture.height, round(picture.width / shape)),
    )
    found = detail([av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")])
    left = round((picture.width - width) * share_before(found["across"], width / picture.width))
    top = round((picture.height - height) * share_before(found["down"], height / picture.height))
    return picture.crop((left, top, left + width, top + height))


def _barred(picture: Image.Image, shape: float) -> Image.Image:
    width, height = (
        max(picture.width, round(picture.height * shape)),
        max(picture.height, round(picture.width / shape)),
    )
    ground = Image.new("RGB", (width, height))
    ground.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return ground
