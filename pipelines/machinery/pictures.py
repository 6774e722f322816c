"""Opens the picture of a shot for whoever moves it, reshapes it or lays it out on a page."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from studio.errors import BadInput


def opened(file: Path, shot: str = "a shot") -> Image.Image:
    """Upright, in RGBA. Raises BadInput, which names the `shot`, for what cannot be read as PNG, JPEG or WebP."""
    try:
        with Image.open(file, formats=["PNG", "JPEG", "WEBP"]) as image:
            return ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput(f"The picture of {shot} cannot be read.", "Give the shot another picture.") from error
