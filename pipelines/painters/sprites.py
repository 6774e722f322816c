"""What stands in the scene: pictograms and product pictures, lit from the film's side, on a plinth or the ground."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from pipelines.machinery.raster import render
from pipelines.machinery.svg import Pixels
from pipelines.painters import pictures
from pipelines.painters.cutouts import cutout
from pipelines.painters.lexicon import pictograms, tables
from pipelines.painters.looks import Light
from pipelines.painters.prints import printed
from studio.errors import BadInput

LONGEST = 2048  # pixels: larger than any film shows a product or a screen
CHALKED = 0.3  # how far a thing is rubbed in where fills are faint
GROUNDED = {"nature", "travel", "people"}  # groups whose things stand on the ground


@lru_cache
def _stands() -> dict[str, frozenset[str]]:
    return {how: frozenset(names.split()) for how, names in tables()["stands"].items()}


def bearing(name: str) -> str:
    """How a pictogram is set into a scene: bust, float, ground or plinth."""
    for how, names in _stands().items():
        if name in names:
            return how
    return "ground" if pictograms()[name]["group"] in GROUNDED else "plinth"


def pictogram(name: str, height: int, light: Light, cast: int) -> Pixels:
    """A pictogram `height` pixels high, without empty rims, lit; `cast` chooses who plays a person's part."""
    bodies = pictograms()[name]["bodies"]
    size = max(8, round(height * 1.15))
    drawn = trimmed(render(drawing(bodies[cast % len(bodies)]), size, size))
    return printed(drawn, light) if light.look.inks else lit(drawn, light)


def drawing(body: str) -> str:
    """A pictogram's SVG."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">{pictures.body(body)}</svg>'


def product(path: Path, width: int, height: int) -> Pixels:
    """A product picture fitted into a box of pixels: never stretched, cropped or recoloured.

    A picture with its own transparency is trimmed, and so is a product that can be told from its backdrop; any
    other picture becomes a card with round corners.
    """
    pixels, alone = _product(path)
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    fitted = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
    return fitted if alone else rounded(fitted)


@lru_cache(maxsize=8)  # a film's products, each in many of its shots
def _product(path: Path) -> tuple[Pixels, bool]:
    """A product picture, and whether it shows the product alone. Stored files never change under their name."""
    pixels = opened(path, "product picture")
    if pixels[..., 3].min() <= 250:
        return trimmed(pixels), True
    alone = cutout(pixels[..., :3])
    return (pixels, False) if alone is None else (trimmed(alone), True)


def opened(path: Path, what: str) -> Pixels:
    """A user's picture, upright; raises BadInput where it cannot be read."""
    try:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput(f"A {what} cannot be read.", "Save it again as PNG or JPEG and add it once more.") from error
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return np.asarray(upright)


def trimmed(pixels: Pixels) -> Pixels:
    """Without the empty rows and columns at its rims; an empty picture stays as it is."""
    rows, columns = np.flatnonzero(pixels[..., 3].max(axis=1) > 8), np.flatnonzero(pixels[..., 3].max(axis=0) > 8)
    if not rows.size:
        return pixels
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def rounded(pixels: Pixels, corner: int = 0) -> Pixels:
    """Round corners, so many pixels or about a twentieth of the shorter side."""
    height, width = pixels.shape[:2]
    radius = corner or max(1, min(height, width) // 20)
    mask = np.zeros((height * 2, width * 2), np.uint8)
    cv2.rectangle(mask, (2 * radius, 0), (2 * (width - radius), 2 * height), 255, -1)
    cv2.rectangle(mask, (0, 2 * radius), (2 * width, 2 * (height - radius)), 255, -1)
    for x in (2 * radius, 2 * (width - radius) - 1):
        for y in (2 * radius, 2 * (height - radius) - 1):
            cv2.circle(mask, (x, y), 2 * radius, 255, -1)
    out = pixels.copy()
    out[..., 3] = np.minimum(out[..., 3], cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA))
    return out


def lit(pixels: Pixels, light: Light) -> Pixels:
    """A thing in the film's light: brighter and warmer on one side, with a rim, and tinted by the hour."""
    height, width = pixels.shape[:2]
    colour = pixels[..., :3].astype(np.float32)
    alpha = pixels[..., 3].astype(np.float32) / 255
    if light.look.inks:
        return pixels  # a print has no light of its own
    if light.look.duotone:
        colour = _duotone(colour, light)
    if light.look.fill < 1:  # or it would be as faint as the ground
        colour = colour + (np.array(light.lamp.rgb, np.float32) - colour) * CHALKED
    across = np.linspace(-light.side, light.side, width, dtype=np.float32)[None, :]
    down = np.linspace(1, -1, height, dtype=np.float32)[:, None]
    shade = 1 + 0.10 * across + 0.07 * down
    tint = np.array(
        {"day": (1, 1, 1), "dawn": (1.04, 0.98, 0.94), "dusk": (1.0, 0.88, 0.86), "night": (0.86, 0.88, 1.0)}[
            light.time
        ]
    )
    colour = colour * shade[..., None] * tint.astype(np.float32)
    reach = max(1.0, height * 0.012)
    moved = np.array([[1, 0, -light.side * reach], [0, 1, reach * 0.8]], np.float32)
    inner = cv2.GaussianBlur(cv2.warpAffine(alpha, moved, (width, height)), (0, 0), max(0.6, reach * 0.5))
    rim = np.clip(alpha - inner, 0, 1)[..., None] * (0.75 if light.dark else 0.55)
    colour += (np.array(light.lamp.rgb, np.float32) - colour) * rim
    return np.dstack([np.clip(colour, 0, 255), alpha * 255]).round().astype(np.uint8)


def _duotone(colour: np.ndarray, light: Light) -> np.ndarray:
    grey = (colour @ np.array([0.299, 0.587, 0.114], np.float32))[..., None] / 255
    dark = np.array(light.united(0.36, 0.11, light.hue).rgb, np.float32)
    pale = np.array(light.united(0.97, 0.02, light.hue).rgb, np.float32)
    return colour + (dark + (pale - dark) * grey - colour) * light.look.duotone
