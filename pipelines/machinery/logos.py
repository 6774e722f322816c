"""Draws a user's SVG into a PNG; called where a crash does no harm.

Refused is whatever could reach outside the file or grow without end, and text, which would need
fonts that we do not have: a logo without its name would be worse than a refusal.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from pipelines.machinery import photos, svg
from pipelines.machinery.intake import USABLE
from studio.errors import BadInput, TooMuch

MOST_CHARACTERS = 5_000_000
LONGEST_SIDE = 2048  # pixels
MOST_SLENDER = 40  # times as long as wide
PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE\s+svg[^\[\]<>]*>", re.IGNORECASE)  # harmless: it declares nothing
REFERRING = {"image", "use", "feImage", "script", "style", "foreignObject"}
NUMBER = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)


def is_svg(file: Path) -> bool:
    """Does it begin as an SVG does?"""
    with file.open("rb") as stream:
        start = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and (b"<svg" in start or file.suffix.lower() == ".svg")


def convert(file: Path, out: Path, name: str) -> None:
    """Write the drawing as a PNG, 2048 pixels long. Raises BadInput or TooMuch."""
    source = _source(file, name)
    root = _parsed(source, name)
    _check(root, name)
    width, height = _size(root, name)
    scale = LONGEST_SIDE / max(width, height)
    try:
        png = svg.render_png(source, max(1, round(width * scale)), max(1, round(height * scale)))
    except ValueError as error:
        raise _damaged(name) from error
    with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
        photos.write(image.convert("RGBA"), out, name)


def _source(file: Path, name: str) -> str:
    try:
        source = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _damaged(name) from error
    if len(source) > MOST_CHARACTERS:
        raise TooMuch(f"The drawing '{name}' has more than five million characters.", "Save it as a PNG.")
    source = PLAIN_DOCTYPE.sub("", source, count=1)
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", source, re.IGNORECASE):
        raise BadInput(
            f"The drawing '{name}' defines entities, which are not allowed.", "Save it as a plain SVG or PNG."
        )
    return source


def _parsed(source: str, name: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(source)  # noqa: S314 - entities are refused above, and the child is limited
    except (ElementTree.ParseError, ValueError) as error:
        raise _damaged(name) from error
    if _tag(root) != "svg":
        raise BadInput(f"'{name}' is not a picture that can be read.", USABLE)
    return root


def _check(root: ElementTree.Element, name: str) -> None:
    for element in root.iter():
        tag = _tag(element)
        if tag == "text" and "".join(element.itertext()).strip():
            raise BadInput(f"The drawing '{name}' holds text.", "Turn its text into outlines, or save it as a PNG.")
        links = [value.strip() for key, value in element.attrib.items() if key.rpartition("}")[2] == "href"]
        if tag in REFERRING and any(link and not link.startswith(("#", "data:image/")) for link in links):
            raise BadInput(
                f"The drawing '{name}' refers to another file.", "Embed its pictures, or save it as a PNG."
            )


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _size(root: ElementTree.Element, name: str) -> tuple[float, float]:
    """Width and height, in any unit: only their ratio counts."""
    box = [float(part) for part in re.findall(r"-?\d+(?:\.\d*)?|-?\.\d+", root.get("viewBox", ""))]
    sides = [NUMBER.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if sides[0] and sides[1] and sides[0][2] == sides[1][2]:
        width, height = (float(side[1]) for side in sides if side)
    elif len(box) == 4:
        width, height = box[2:]
    else:
        raise BadInput(f"The drawing '{name}' does not say how large it is.", "Save it with a viewBox, or as a PNG.")
    if min(width, height) <= 0 or max(width, height) / min(width, height) > MOST_SLENDER:
        raise BadInput(f"The drawing '{name}' has no usable size.", "Save it with a viewBox, or as a PNG.")
    return width, height


def _damaged(name: str) -> BadInput:
    return BadInput(f"The drawing '{name}' is damaged.", "Save it again as SVG, or as a PNG.")
