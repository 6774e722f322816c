"""SVG to pixels, by resvg: strangers' drawings, and words. Our own pictures go to raster.py, which is faster.

Drawings that name a file or an address are refused: resvg would open files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape as _escape

import numpy as np
import resvg_py
from PIL import Image

OUTSIDE = re.compile(r"""href\s*=\s*["'](?!\s*(?:#|data:))""", re.IGNORECASE)

Pixels = np.ndarray  # height x width x 4, uint8, straight alpha


def escape(text: str) -> str:
    """User text made harmless inside an element or an attribute; control characters are dropped."""
    printable = "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0))
    printable = printable.encode("utf-8", "ignore").decode()  # lone surrogates are not XML
    return _escape(printable.replace("\ufffe", "").replace("\uffff", ""), {'"': "&quot;", "'": "&apos;"})


def render_png(svg: str, width: int, height: int, fonts: Sequence[str] = ()) -> bytes:
    """PNG bytes of an SVG at a size in pixels, with no fonts but the given files.

    Raises ValueError for a drawing that refers to anything outside itself.
    """
    if OUTSIDE.search(svg):
        raise ValueError("a drawing may refer to its own parts and to data: only")
    data = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, height=height, skip_system_fonts=True, font_files=list(fonts)
    )
    return bytes(data)


def render(svg: str, width: int, height: int, fonts: Sequence[str] = ()) -> Pixels:
    """RGBA pixels of an SVG, height x width x 4, uint8, straight alpha."""
    png = render_png(svg, width, height, fonts)
    with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
        return np.array(image if image.mode == "RGBA" else image.convert("RGBA"))
