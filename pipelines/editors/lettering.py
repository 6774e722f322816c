"""How titles and closing words are laid out on a frame in any script and shape, and what captions share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import ImageColor

from pipelines.editors.page import Area, Page, is_tall, shape
from pipelines.editors.styles import DEFAULT, style_named
from pipelines.machinery import typeset
from pipelines.machinery.svg import Pixels, render
from studio.film import Size

ACCENT = "#ffc247"  # amber reads on dark and bright grounds alike and belongs to no mood
SHADE = "#0b0d12"
END_LOGO_MIDDLE, END_LOGO_HEIGHT = 0.21, 0.16  # of the height; its clear space is half its height

Laid = tuple[Pixels, int, int]


@dataclass(frozen=True)
class Row:
    """One line of words: its baseline and font size in pixels."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    anchor: str
    language: str

    def svg(self, fill: str | Sequence[str] = "#fff", outline: float = 0.0) -> str:
        """In one colour, or one for each character; `outline` thickens the letters, in font sizes."""
        return typeset.svg_text(
            self.text,
            self.x,
            self.y,
            self.size,
            bold=self.bold,
            fill=fill,
            outline=outline,
            anchor=self.anchor,
            language=self.language,
        )

    def box(self) -> Area:
        """Its ink, but at least the height of Latin letters, so that neighbours stand alike."""
        left, top, right, bottom = typeset.ink(self.text, self.size, bold=self.bold, language=self.language)
        advance = typeset.width(self.text, self.size, bold=self.bold, language=self.language)
        start = self.x - advance * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        top, bottom = min(top, -0.74 * self.size), max(bottom, 0.22 * self.size)
        return Area(start + left, self.y + top, start + right, self.y + bottom)


def _above_captions(text: str, language: str, page: Page) -> float:
    """How far down large words may reach: clear of two lines of captions in the same script."""
    classic = style_named(DEFAULT).setting(shape(page.size))
    lines = classic.lines * typeset.line_height(text, language) + 1.6
    return page.safe.bottom - lines * classic.size * page.size.short_side


def title(text: str, language: str, page: Page, lowest: float) -> Laid:
    """Big bold words at the beginning side of the upper third, under a short bar of accent, not below `lowest`."""
    size, safe = page
    rtl = typeset.right_to_left(typeset.drawable(text), language)
    room = (safe.right - safe.left) * (1.0 if size.height >= size.width else 0.62)
    under_the_logo = rtl or size.height >= size.width
    top = safe.top + size.height * (0.08 + 0.045 if under_the_logo else 0.01)
    typeset.require(text)
    font = size.short_side * (0.105 if is_tall(size) else 0.095)
    usual = min(0.62 * size.height, _above_captions(text, language, page))
    deepest = max(0.5 * font, min(usual, lowest - 0.48 * font) - top)  # the bar and its gap come on top
    lines, font = typeset.fit(text, room, font, 3, floor=0.4, bold=True, language=language)
    x, anchor = (safe.right, "end") if rtl else (safe.left, "start")
    rows = stack(lines, language, font, x, anchor, bold=True)
    box = around([row.box() for row in rows])
    if box.bottom - box.top > deepest:
        shrink = deepest / (box.bottom - box.top)
        rows = stack(lines, language, font * shrink, x, anchor, bold=True)
        font, box = font * shrink, around([row.box() for row in rows])
    bar_height, gap = 0.1 * font, 0.38 * font
    rows = moved(rows, top + bar_height + gap - box.top)
    bar_left = x - 0.9 * font if rtl else x
    bar = Area(bar_left, top, bar_left + 0.9 * font, top + bar_height)
    return _with_halo(rows, [bar])


def closing(text: str, language: str, page: Page) -> Laid:
    """The end card's words in the middle: a headline, and under a bar what else there is to say."""
    typeset.require(text)
    size, safe = page
    under_the_logo = max(END_LOGO_MIDDLE * size.height, safe.top + END_LOGO_HEIGHT / 2 * size.height)
    top = under_the_logo + END_LOGO_HEIGHT * size.height
    bottom = _above_captions(text, language, page)
    room = 2 * page.half_width * (0.86 if size.width > size.height else 1.0)
    headline, _, rest = typeset.drawable(text).partition("\n")
    scale = 1.0
    while True:
        rows, bar = _end_card(headline, rest, language, room, size, scale)
        box = around([*(row.box() for row in rows), *bar])
        if box.bottom - box.top <= bottom - top or scale < 0.3:
            break
        scale *= 0.93
    middle = min(0.53 * size.height, (top + bottom) / 2)
    down = max(top, middle - (box.bottom - box.top) / 2) - box.top
    rows, bar = moved(rows, down), [each.moved(0, down) for each in bar]
    return _with_halo(rows, bar)


def _end_card(
    headline: str, rest: str, language: str, room: float, size: Size, scale: float
) -> tuple[list[Row], list[Area]]:
    middle = size.width / 2
    big = size.short_side * 0.1 * scale
    lines, big = typeset.fit(headline, room, big, 4, floor=0.35, bold=True, language=language)
    rows = stack(lines, language, big, middle, "middle", bold=True)
    if not rest:
        return rows, []
    foot = around([row.box() for row in rows]).bottom
    unit = size.short_side * 0.01 * scale
    bar = Area(middle - 4.5 * unit, foot + 3 * unit, middle + 4.5 * unit, foot + 3.9 * unit)
    small = min(big * 0.62, 5.2 * unit)
    lines, small = typeset.fit(rest, room, small, 4, floor=0.6, language=language)
    below = stack(lines, language, small, middle, "middle", bold=False)
    below = moved(below, bar.bottom + 3 * unit - around([row.box() for row in below]).top)
    return rows + below, [bar]


def stack(lines: list[str], language: str, font: float, x: float, anchor: str, *, bold: bool) -> list[Row]:
    """Lines one under the other, the first on the baseline 0."""
    step = font * typeset.line_height("".join(lines), language)
    return [Row(line, x, at * step, font, bold, anchor, language) for at, line in enumerate(lines)]


def moved(rows: list[Row], down: float, right: float = 0.0) -> list[Row]:
    return [replace(row, x=row.x + right, y=row.y + down) for row in rows]


def around(boxes: list[Area]) -> Area:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Area(min(lefts), min(tops), max(rights), max(bottoms))


def rectangle(box: Area, radius: float, paint: str) -> str:
    return (
        f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="{box.right - box.left:.2f}"'
        f' height="{box.bottom - box.top:.2f}" rx="{radius:.2f}" {paint}/>'
    )


def _with_halo(rows: list[Row], bars: list[Area]) -> Laid:
    """White words and bars of accent with a soft dark halo: wide for calm behind them, close for contrast."""
    box = around([*bars, *(row.box() for row in rows)])
    margin = math.ceil(0.6 * max(row.size for row in rows))
    accents = "".join(rectangle(bar, (bar.bottom - bar.top) / 2, f'fill="{ACCENT}"') for bar in bars)
    pixels, left, top = painted(accents + _words(rows), box, margin)
    clear = np.ones(pixels.shape[:2], np.float32)
    for font in {row.size for row in rows}:
        drawing = _words([row for row in rows if row.size == font]) + (accents if font == rows[0].size else "")
        clear *= _let_through(painted(drawing, box, margin)[0][..., 3], font)
    return _over_shade(pixels, 1 - clear), left, top


def _let_through(ink: np.ndarray, font: float) -> np.ndarray:
    """What the halo of some ink lets through, 0 to 1: two blurs, brightened so that thin strokes have one too."""
    alpha = ink.astype(np.float32) / 255
    clear = np.ones_like(alpha)
    for blur, gain, opacity in ((0.18, 1.7, 0.45), (0.045, 2.2, 0.65)):
        clear *= 1 - opacity * np.minimum(1, gain * cv2.GaussianBlur(alpha, (0, 0), blur * font))
    return clear


def _over_shade(pixels: Pixels, shade: np.ndarray) -> Pixels:
    """Straight-alpha pixels laid over a dark shade of the given opacity."""
    ink = pixels[..., 3:].astype(np.float32) / 255
    under = shade[..., None] * (1 - ink)
    alpha = ink + under
    dark = np.array(ImageColor.getrgb(SHADE), np.float32)
    colour = (pixels[..., :3] * ink + dark * under) / np.maximum(alpha, 1e-6)
    return np.concatenate([colour, alpha * 255], axis=-1).round().astype(np.uint8)


def _words(rows: list[Row]) -> str:
    return "".join(row.svg() for row in rows)


def painted(drawing: str, box: Area, margin: int) -> Laid:
    """Pixels of a drawing in frame coordinates, around `box`."""
    left, top = math.floor(box.left) - margin, math.floor(box.top) - margin
    width, height = math.ceil(box.right) + margin - left, math.ceil(box.bottom) + margin - top
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{left} {top} {width} {height}">{drawing}</svg>'
    )
    return render(svg, width, height), left, top
