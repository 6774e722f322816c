"""Decodes a picture of any common kind into an 8-bit sRGB PNG; called where a crash does no harm."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from pipelines.machinery.intake import AGAIN, LONGEST_SIDE, MOST_PIXELS, USABLE
from studio.errors import BadInput, TooMuch

FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"]
FAINT, SPECK = 16, 16  # of 255, the opacity below which nothing is seen; pixels of something that is too small to see
WITH_ALPHA = {"RGBA", "LA", "PA", "La", "RGBa"}


def convert(file: Path, out: Path, name: str) -> None:
    """Write the picture upright, in sRGB, at most 4096 pixels long. Raises BadInput or TooMuch."""
    Image.MAX_IMAGE_PIXELS = None  # our own, lower limit is checked below, before anything is decoded
    try:
        with Image.open(file, formats=FORMATS) as image:
            _check_size(image, name)
            image.load()
            write(_normal(image), out, name)
    except UnidentifiedImageError as error:
        raise BadInput(f"'{name}' is not a picture that can be read.", USABLE) from error
    except MemoryError as error:
        raise TooMuch(f"The picture '{name}' takes too much memory to open.", AGAIN) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadInput(f"The picture '{name}' is damaged or cut short.", AGAIN) from error


def write(image: Image.Image, out: Path, name: str) -> None:
    """Write an RGB or RGBA image as a PNG that holds nothing but its pixels."""
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        shown = alpha.point([0] * FAINT + [255] * (256 - FAINT)).getbbox()
        if not shown:
            raise BadInput(f"The picture '{name}' is wholly transparent.", "Choose one that shows something.")
        if max(shown[2] - shown[0], shown[3] - shown[1]) < SPECK:
            raise BadInput(f"The picture '{name}' shows next to nothing.", "Choose one that is not so empty.")
        if alpha.getextrema()[0] == 255:
            image = image.convert("RGB")
    image.info = {}
    image.save(out, format="PNG")


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height == 0:
        raise BadInput(f"The picture '{name}' has no pixels.", "Choose another file.")
    if width * height > MOST_PIXELS:
        raise TooMuch(
            f"The picture '{name}' has {width:,} x {height:,} pixels.", "Use one of at most 40 million pixels."
        )


def _normal(image: Image.Image) -> Image.Image:
    image = ImageOps.exif_transpose(image)
    image = _eight_bits(_in_srgb(image))
    alpha = image.mode in WITH_ALPHA or "transparency" in image.info
    image = image.convert("RGBA" if alpha else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as the picture's own profile means them; without a sound profile they are sRGB already."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    goal = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=goal)
    except (ImageCms.PyCMSError, OSError):
        return image
    return made if made is not None else image


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit, 32-bit and floating-point greys as 8-bit ones."""
    if not image.mode.startswith(("I", "F")):
        return image
    values = np.asarray(image).astype(np.float32)
    most = values.max()
    if image.mode.startswith("I;16") or most > 255:
        values = values / 257
    elif image.mode == "F" and most <= 1:
        values = values * 255
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))
