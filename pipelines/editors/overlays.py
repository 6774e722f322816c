"""Words and logos over the picture: each overlay becomes one small patch of pixels and a way to appear."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np
from PIL import Image

from pipelines.editors import captions, lettering
from pipelines.editors.styles import style_named
from pipelines.machinery import typeset
from pipelines.machinery.svg import Pixels
from studio.errors import BadInput
from studio.film import Overlay, Size
from studio.roles import Desk

REFERENCE_FPS = 24  # the rate at which lengths of entrances are given
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")


class Patch(NamedTuple):
    """Pixels (height x width x 4, uint8, straight alpha) and where their corner lies, in even pixels."""

    pixels: Pixels
    left: int
    top: int


NOTHING = Patch(np.zeros((2, 2, 4), np.uint8), 0, 0)  # such as a title of nothing but emoji


class Entrance(NamedTuple):
    """Frames of fading in and out at 24 fps, and how far it rises while it comes, in shares of the short side."""

    into: int
    out: int
    rise: float


ENTRANCES = {
    "caption": Entrance(into=3, out=3, rise=0.0),
    "title": Entrance(into=14, out=10, rise=0.03),
    "closing": Entrance(into=14, out=0, rise=0.03),  # the film ends on it
    "bug": Entrance(into=12, out=10, rise=0.0),
    "logo": Entrance(into=12, out=0, rise=0.02),
}


def draw(overlay: Overlay, size: Size, desk: Desk) -> Patch:
    """The overlay at rest, cropped to its ink. Raises BadInput for letters without a font or a bad logo."""
    if overlay.role in ("logo", "bug"):
        return _cropped(*_logo(overlay, size, desk), size)
    if not typeset.drawable(overlay.text):
        return NOTHING
    if overlay.role == "caption":
        laid_out = captions.lay_out(overlay, style_named(overlay.style), size)
        return _cropped(*captions.painted(laid_out), size)
    pixels, left, top = lettering.LAYOUTS[overlay.role](overlay.text, overlay.language, size)
    return _cropped(pixels, left, top, size)


def states(overlay: Overlay, size: Size, desk: Desk) -> list[tuple[int, Patch]]:
    """Every look of the overlay and the frame, from its own first one, from which on it is shown; frame 0 first.

    Only captions that follow the voice have more than one; all lie at one place. Raises what `draw` does.
    """
    if overlay.role != "caption" or not overlay.words or not typeset.drawable(overlay.text):
        return [(0, draw(overlay, size, desk))]
    laid_out = captions.lay_out(overlay, style_named(overlay.style), size)
    lit = captions.moments(overlay.words, laid_out.style.emphasis)
    drawn = {words: _cropped(*captions.painted(laid_out, words), size) for words in dict.fromkeys(lit.values())}
    return [(frame, drawn[words]) for frame, words in lit.items()]


def appearance(overlay: Overlay, frame: int, fps: Fraction) -> tuple[float, float]:
    """Opacity 0 to 1, and how far below its place the overlay is, in shares of the frame's short side.

    `frame` counts from the overlay's own first frame. Entrances ease out with the fifth power.
    """
    if not 0 <= frame < overlay.frames:
        return 0.0, 0.0
    entrance = ENTRANCES[overlay.role]
    scale = float(fps) / REFERENCE_FPS
    scale *= min(1.0, overlay.frames / max(1.0, (entrance.into + entrance.out) * scale))
    into, out = entrance.into * scale, entrance.out * scale
    come = min(1.0, (frame + 1) / (into + 1))
    gone = min(1.0, (overlay.frames - frame) / (out + 1))
    eased = 1 - (1 - come) ** 5
    opacity = come * (2 - come) * gone
    return opacity, entrance.rise * (1 - eased)


def _cropped(pixels: Pixels, left: int, top: int, size: Size) -> Patch:
    """Cut away what lies outside the frame or is empty, on even edges, as 4:2:0 pictures want it."""
    frame = pixels[max(0, -top) : max(0, size.height - top), max(0, -left) : max(0, size.width - left)]
    left, top = max(0, left), max(0, top)
    rows, columns = np.flatnonzero(frame[..., 3].any(axis=1)), np.flatnonzero(frame[..., 3].any(axis=0))
    if not len(rows):
        return NOTHING
    y0, y1 = _even(top + rows[0], top + rows[-1] + 1)
    x0, x1 = _even(left + columns[0], left + columns[-1] + 1)
    patch = np.zeros((y1 - y0, x1 - x0, 4), np.uint8)
    tight = frame[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    y, x = top + rows[0] - y0, left + columns[0] - x0
    patch[y : y + tight.shape[0], x : x + tight.shape[1]] = tight
    return Patch(patch[: size.height - y0, : size.width - x0], x0, y0)


def _even(start: int, end: int) -> tuple[int, int]:
    return int(start) // 2 * 2, (int(end) + 1) // 2 * 2


def _logo(overlay: Overlay, size: Size, desk: Desk) -> tuple[Pixels, int, int]:
    """A bug in the upper right corner, or a large logo above the closing words."""
    if overlay.image is None:
        raise BadInput("A logo was asked for, but there is no picture of it.", "Give one with --logo.")
    logo = _read_logo(str(desk.path(overlay.image)))
    safe = lettering.safe_area(size)
    if overlay.role == "logo":
        box_width, box_height = 0.5 * size.width, 0.18 * size.height
    else:
        box_width, box_height = 0.2 * size.width, 0.08 * size.height
    scale = min(box_width / logo.width, box_height / logo.height)
    wide, high = max(2, round(logo.width * scale)), max(2, round(logo.height * scale))
    pixels = _resized(logo, wide, high)
    if overlay.role == "logo":
        return pixels, (size.width - wide) // 2, round(lettering.END_LOGO_MIDDLE * size.height - high / 2)
    return pixels, round(safe.right - wide), round(safe.top)


def _read_logo(path: str) -> Image.Image:
    """The logo without its transparent border."""
    try:
        with Image.open(path, formats=LOGO_FORMATS) as image:
            logo = image.convert("RGBA")
    except (OSError, Image.DecompressionBombError) as error:
        raise BadInput("The logo cannot be read as a picture.", "Save it anew as PNG and try again.") from error
    return logo.crop(logo.getchannel("A").getbbox() or (0, 0, 1, 1))


def _resized(image: Image.Image, width: int, height: int) -> Pixels:
    """Resized in premultiplied alpha, so that no colour of clear pixels bleeds into the edges."""
    return np.asarray(image.convert("RGBa").resize((width, height), Image.Resampling.LANCZOS).convert("RGBA"))
