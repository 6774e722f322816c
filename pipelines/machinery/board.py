"""A storyboard as a contact sheet: one tall PNG, or A4 pages in a PDF."""

from __future__ import annotations

import errno
import os
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from pipelines.machinery import pictures, svg, typeset
from studio.errors import BadInput
from studio.roles import EndCard, Panel

# A4 landscape at 200 dots per inch; every length below is in these dots.
DPI = 200
PAGE_WIDTH, PAGE_HEIGHT = 2339, 1654
MARGIN, GAP, ACROSS = 110, 56, 3
PANEL_WIDTH = (PAGE_WIDTH - 2 * MARGIN - (ACROSS - 1) * GAP) // ACROSS
HEADER, FOOTER = 130, 90
ROW_GAP = 44
TALL_PICTURE = 560  # height of an upright picture, beside which its words stand
TITLE, NUMBER, SAYS, NOTES = 50, 34, 29, 22  # font sizes; ten points for what is said
MOST_LINES = 14
LABEL, LABEL_LINES = 90, 3  # of a figure's labels: the largest font size, and how many lines
Laid = Callable[[Image.Image, EndCard], Image.Image]  # sets over an end card what its film sets over it

INK, QUIET, PAPER, EMPTY = "#1c1b1f", "#6a6770", (255, 255, 255), "#e9e7ec"


@dataclass(frozen=True)
class _Block:
    """Lines of one text, and where they begin under one another."""

    lines: list[str]
    size: float
    leading: float
    fill: str

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading


def sheet(title: str, panels: Sequence[Panel], out: Path, laid: Laid) -> None:
    """Write the panels, three across, to a .png or .pdf; whole or not at all. End cards are `laid` over.

    Raises BadInput for another suffix, for no panels, and for a folder that cannot be written to.
    """
    suffix = out.suffix.lower()
    if suffix not in {".png", ".pdf"}:
        raise BadInput(
            f"A storyboard cannot be written as '{out.name}'.", "Give it a name that ends in .png or .pdf."
        )
    if not panels:
        raise BadInput("This storyboard has no shots yet.", "Write the script first.")
    ratio = _ratio(panels)
    rows = [_row(panels[at : at + ACROSS], ratio, laid) for at in range(0, len(panels), ACROSS)]
    seconds = sum(panel.seconds or 0 for panel in panels)
    if suffix == ".png":
        _write(out, [_page(title, _length(seconds), rows, None)], title)
    else:
        spread = _paginated(rows)
        marks = [f"{_length(seconds)}  ·  {at} / {len(spread)}" for at in range(1, len(spread) + 1)]
        _write(out, [_page(title, mark, page, PAGE_HEIGHT) for mark, page in zip(marks, spread, strict=True)], title)


def _length(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}" if seconds else ""


def _ratio(panels: Sequence[Panel]) -> float:
    """Width over height of the film: what most pictures have, as a user's own may be of any shape."""
    sizes = Counter(_opened(panel).size for panel in panels if panel.picture)
    if not sizes:
        return 16 / 9
    ((width, height), _), *_ = sizes.most_common(1)
    return width / height


def _opened(panel: Panel) -> Image.Image:
    rgba = pictures.opened(panel.picture, f"shot {panel.number}")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, PAPER), rgba).convert("RGB")


def _row(panels: Sequence[Panel], ratio: float, laid: Laid) -> Image.Image:
    """One strip of up to three panels, as wide as the page."""
    placed = [_panel(panel, ratio, laid) for panel in panels]
    strip = Image.new("RGB", (PAGE_WIDTH, max(image.height for image in placed)), PAPER)
    for at, image in enumerate(placed):
        strip.paste(image, (MARGIN + at * (PANEL_WIDTH + GAP), 0))
    return strip


def _panel(panel: Panel, ratio: float, laid: Laid) -> Image.Image:
    """Picture, number, length, words and notes; the words beside an upright picture, else below."""
    beside = ratio <= 1.05
    wide = round(min(TALL_PICTURE * ratio, PANEL_WIDTH / 2)) if beside else PANEL_WIDTH
    high = round(wide / ratio)
    left, top = (wide + 22, 0) if beside else (0, high + 10)
    texts = _texts(panel, PANEL_WIDTH - left)
    height = max(high, top + NUMBER * 1.5 + sum(text.height for text in texts) + 16)
    drawing = [_ground(panel, wide, high), _heading(panel, left, top)]
    y = top + NUMBER * 1.5
    for text in texts:
        drawing.append(_set(text, left, y))
        y += text.height + 6
    image = _drawn(drawing, PANEL_WIDTH, round(height))
    if panel.picture:
        picture = laid(_opened(panel), panel.card) if panel.card else _opened(panel)
        image.paste(_labelled(ImageOps.fit(picture, (wide, high), Image.Resampling.LANCZOS), panel), (0, 0))
    return image


def _labelled(picture: Image.Image, panel: Panel) -> Image.Image:
    """The picture with its labels, as large as their places let them be."""
    for text, place in panel.labels:
        wide, high = place.width * picture.width, place.height * picture.height
        left, top = round(place.left * picture.width), round(place.top * picture.height)
        lines, size = typeset.fit(text, 0.94 * wide, min(0.8 * high, LABEL), LABEL_LINES, floor=0.2, bold=True)
        leading = size * typeset.line_height(text)
        if len(lines) * leading > high:
            size, leading = size * high / (len(lines) * leading), high / len(lines)
        ground = picture.crop((left, top, left + round(wide), top + round(high))).convert("L")
        fill = INK if np.median(ground) > 120 else "#ffffff"
        first = (high - len(lines) * leading) / 2
        rows = [
            typeset.svg_text(line, wide / 2, first + (at + 0.72) * leading, size, bold=True, fill=fill)
            for at, line in enumerate(lines)
        ]
        ink = Image.fromarray(_ink(rows, round(wide), round(high)))
        picture.paste(ink, (left, top), ink)
    return picture


def _texts(panel: Panel, width: float) -> list[_Block]:
    blocks = []
    for text, size, fill in ((panel.says, SAYS, INK), (panel.notes, NOTES, QUIET)):
        if text.strip():
            lines, fitted = typeset.fit(text, width, size, MOST_LINES, floor=0.7)
            blocks.append(_Block(lines, fitted, fitted * max(1.25, typeset.line_height(text)), fill))
    return blocks


def _ground(panel: Panel, width: int, height: int) -> str:
    """Where the picture goes; while it is not drawn yet, its number."""
    number = typeset.svg_text(str(panel.number), width / 2, height / 2 + 40, 120, bold=True, fill="#ffffff")
    return f'<rect width="{width}" height="{height}" fill="{EMPTY}"/>{number}'


def _heading(panel: Panel, left: float, top: float) -> str:
    number = typeset.svg_text(str(panel.number), left, top + NUMBER, NUMBER, bold=True, fill=INK, anchor="start")
    if panel.seconds is None:
        return number
    length = f"{panel.seconds:.1f} s"
    return number + typeset.svg_text(length, PANEL_WIDTH, top + NUMBER, NOTES, fill=QUIET, anchor="end")


def _set(text: _Block, left: float, top: float) -> str:
    """SVG of a block; lines of a script that runs to the left end on the right."""
    drawn = []
    for at, line in enumerate(text.lines):
        to_the_left = typeset.right_to_left(line)
        x, anchor = (PANEL_WIDTH, "end") if to_the_left else (left, "start")
        # The baseline lies at about seven tenths of a line.
        y = top + (at + 0.72) * text.leading
        drawn.append(typeset.svg_text(line, x, y, text.size, fill=text.fill, anchor=anchor))
    return "".join(drawn)


def _ink(parts: Sequence[str], width: int, height: int) -> np.ndarray:
    source = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{"".join(parts)}</svg>'
    return np.ascontiguousarray(svg.render(source, width, height))


def _drawn(parts: Sequence[str], width: int, height: int) -> Image.Image:
    ink = Image.fromarray(_ink(parts, width, height))
    return Image.alpha_composite(Image.new("RGBA", ink.size, PAPER), ink).convert("RGB")


def _paginated(rows: Sequence[Image.Image]) -> list[list[Image.Image]]:
    """Rows on pages; a row too tall for any page has one of its own."""
    pages: list[list[Image.Image]] = [[]]
    room = float(PAGE_HEIGHT - HEADER - FOOTER)
    for row in rows:
        used = sum(other.height + ROW_GAP for other in pages[-1])
        if pages[-1] and used + row.height > room:
            pages.append([])
        pages[-1].append(row)
    return pages


def _page(title: str, mark: str, rows: Sequence[Image.Image], height: int | None) -> Image.Image:
    """Title, rows and a mark in the corner; as tall as `height`, or as it needs."""
    needed = HEADER + FOOTER + sum(row.height + ROW_GAP for row in rows) - ROW_GAP
    page = Image.new("RGB", (PAGE_WIDTH, height or needed), PAPER)
    page.paste(_drawn([_title(title), _mark(mark)], PAGE_WIDTH, HEADER))
    y = HEADER
    for row in rows:
        fitted = row if not height else ImageOps.contain(row, (PAGE_WIDTH, min(row.height, height - y)))
        page.paste(fitted, (0, y))
        y += fitted.height + ROW_GAP
    return page


def _title(title: str) -> str:
    lines, size = typeset.fit(title, PAGE_WIDTH - 2 * MARGIN - 320, TITLE, 1, bold=True)
    return typeset.svg_text(lines[0], MARGIN, 88, size, bold=True, fill=INK, anchor="start")


def _mark(mark: str) -> str:
    return typeset.svg_text(mark, PAGE_WIDTH - MARGIN, 88, NOTES * 1.2, fill=QUIET, anchor="end")


def _write(out: Path, pages: Sequence[Image.Image], title: str) -> None:
    temporary = out.with_name(f".{out.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as stream:
            if out.suffix.lower() == ".png":
                pages[0].save(stream, format="PNG", dpi=(DPI, DPI))
            else:
                rest = list(pages[1:])
                pages[0].save(
                    stream, format="PDF", save_all=True, append_images=rest, resolution=DPI, quality=92, title=title
                )
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(out)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise BadInput(
            f"'{out}' cannot be written: {error.strerror or error}.", "Choose another folder or name."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
