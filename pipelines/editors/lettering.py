"""How titles and closing words are laid out on a frame in any script and shape, and what captions share."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import cv2
import numpy as np
from PIL import ImageColor

from pipelines.editors.page import Area, Page, is_tall, shape
from pipelines.editors.styles import DEFAULT, style_named
from pipelines.machinery import typeset
from pipelines.machinery.fonts import script_of
from pipelines.machinery.looks import Titles
from pipelines.machinery.svg import Pixels, render

ACCENT = "#ffc247"  # amber reads on dark and bright grounds alike and belongs to no mood
SHADE = "#0b0d12"
END_LOGO_MIDDLE, END_LOGO_HEIGHT = 0.21, 0.16  # of the height; its clear space is half its height
CASED = frozenset({"Latn", "Grek", "Cyrl", "Armn"})
THICKER = {"regular": 0.0, "bold": 0.0, "heavy": 0.022}  # rims of letters in font sizes: no script has a heavier font
ACROSS, DOWN = 0.2, 0.1  # a line's plate beyond its letters, in font sizes
LEAST, MOST = 0.25, 0.75  # of a title's usual height: the least room for it, and what is enough to stay on top
SMALLER = 0.06  # of the short side: the size below which words are not broken anew
BESIDE_THE_LOGO = 0.7  # of the safe area's width

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
    font: str = ""

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
            font=self.font,
        )

    def box(self) -> Area:
        """Its ink, but at least the height of Latin letters, so that neighbours stand alike."""
        set_as: dict[str, Any] = {"bold": self.bold, "language": self.language, "font": self.font}
        left, top, right, bottom = typeset.ink(self.text, self.size, **set_as)
        advance = typeset.width(self.text, self.size, **set_as)
        start = self.x - advance * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        top, bottom = min(top, -0.74 * self.size), max(bottom, 0.22 * self.size)
        return Area(start + left, self.y + top, start + right, self.y + bottom)


def _above_captions(text: str, language: str, page: Page) -> float:
    """How far down large words may reach: clear of two lines of captions in the same script."""
    classic = style_named(DEFAULT).setting(shape(page.size))
    lines = classic.lines * typeset.line_height(text, language) + 1.6
    return page.safe.bottom - lines * classic.size * page.size.short_side


class Room(NamedTuple):
    """What a title gives way to: it ends above `lowest`, leaves a logo its corner, and covers no area to `avoid`."""

    lowest: float
    logo: bool
    avoid: Sequence[Area]


def title(text: str, language: str, page: Page, room: Room, face: Titles) -> Laid:
    """Big words at the beginning side of the upper third, under a short bar of accent."""
    size, safe = page.size, page.safe
    rtl, bold = typeset.right_to_left(typeset.drawable(text), language), face.weight != "regular"
    wide = (safe.right - safe.left) * (1.0 if size.height >= size.width else min(0.62 * face.size, BESIDE_THE_LOGO))
    under_the_logo = rtl or size.height >= size.width
    top = safe.top + size.height * (0.08 + 0.045 if under_the_logo else 0.01)
    typeset.require(text)
    text = capitals(text, language) if face.capitals else text
    own = page.set_in(text)
    font = size.short_side * (0.105 if is_tall(size) else 0.095) * face.size
    usual = min(0.62 * size.height, _above_captions(text, language, page))
    deepest = max(0.5 * font, min(usual, room.lowest - 0.48 * font) - top)  # the bar and its gap come on top
    aside = ACROSS * font if face.plate else 0.0
    lines, font = typeset.fit(text, wide - 2 * aside, font, 3, floor=0.4, bold=bold, language=language, font=own)
    x, anchor = (safe.right, "end") if rtl else (safe.left, "start")
    rows = stack(lines, language, font, x, anchor, bold=bold, own=own)
    box = around([row.box() for row in rows])
    if room.avoid:
        above = safe.top + size.height * (0.125 if room.logo else 0.01)
        high = min(deepest, box.height) + 0.48 * font
        below = min(_above_captions(text, language, page), room.lowest)
        top, free = _clear(room.avoid, (top, high), (above, below), 0.02 * size.height)
        while box.height + 0.48 * font > free and font > SMALLER * size.short_side:  # smaller words need fewer lines
            lines, font = typeset.fit(text, wide - 2 * aside, 0.9 * font, 3, bold=bold, language=language, font=own)
            rows = stack(lines, language, font, x, anchor, bold=bold, own=own)
            box = around([row.box() for row in rows])
        deepest = min(deepest, max(0.5 * font, free - 0.48 * font))
    if box.bottom - box.top > deepest:
        shrink = deepest / (box.bottom - box.top)
        rows = stack(lines, language, font * shrink, x, anchor, bold=bold, own=own)
        font, box = font * shrink, around([row.box() for row in rows])
    bar_height, gap = 0.1 * font, 0.38 * font
    rows = moved(rows, top + bar_height + gap - box.top, -aside if rtl else aside)
    bar_left = x - 0.9 * font if rtl else x
    bar = Area(bar_left, top, bar_left + 0.9 * font, top + bar_height)
    return _set_off(rows, [bar], face)


def _clear(
    avoid: Sequence[Area], usual: tuple[float, float], ends: tuple[float, float], gap: float
) -> tuple[float, float]:
    """Where words begin, and how high they may be, above or below all that they avoid, and a gap from it.

    `usual` are both where nothing is in the way. Where there is no room even for smaller words, they lie over its
    foot rather than over its middle.
    """
    top, high = usual
    first, last = min(area.top for area in avoid) - gap, max(area.bottom for area in avoid) + gap
    if top + high <= first or top >= last:
        return usual
    above, below = first - ends[0], ends[1] - last
    if max(above, below) < LEAST * high:
        return max(top, ends[1] - high), high
    return (ends[0], above) if above >= min(below, MOST * high) else (last, below)


def capitals(text: str, language: str) -> str:
    """A text in capitals where its script has them, as its readers write them."""
    root = language.replace("_", "-").split("-")[0].lower()
    if root in ("tr", "az"):
        text = text.replace("i", "İ")
    raised = "".join(sign.upper() if script_of(sign) in CASED else sign for sign in text)
    if root == "el":  # Greek capitals are written without the accent
        raised = unicodedata.normalize("NFC", unicodedata.normalize("NFD", raised).replace("\u0301", ""))
    return raised


def closing(text: str, language: str, page: Page, face: Titles) -> Laid:
    """The end card's words in the middle: a headline, and under a bar what else there is to say."""
    typeset.require(text)
    size, safe = page.size, page.safe
    under_the_logo = max(END_LOGO_MIDDLE * size.height, safe.top + END_LOGO_HEIGHT / 2 * size.height)
    top = under_the_logo + END_LOGO_HEIGHT * size.height
    bottom = _above_captions(text, language, page)
    room = 2 * page.half_width * (0.86 if size.width > size.height else 1.0)
    headline, _, rest = typeset.drawable(text).partition("\n")
    headline = capitals(headline, language) if face.capitals else headline
    own = page.set_in(f"{headline}\n{rest}")
    scale = 1.0
    while True:
        rows, bar = _end_card(headline, rest, language, room, size.short_side * scale, face, own)
        box = around([*(row.box() for row in rows), *bar])
        if box.bottom - box.top <= bottom - top or scale < 0.3:
            break
        scale *= 0.93
    middle = min(0.53 * size.height, (top + bottom) / 2)
    down = max(top, middle - (box.bottom - box.top) / 2) - box.top
    rows, bar = moved(rows, down, size.width / 2), [each.moved(size.width / 2, down) for each in bar]
    return _set_off(rows, bar, face)


def _end_card(
    headline: str, rest: str, language: str, room: float, side: float, face: Titles, own: str
) -> tuple[list[Row], list[Area]]:
    """Laid out about the middle 0; `side` is the frame's short one, or less where room is short."""
    big, bold = 0.1 * side * face.size, face.weight != "regular"
    room -= 2 * ACROSS * big if face.plate else 0.0
    lines, big = typeset.fit(headline, room, big, 4, floor=0.35, bold=bold, language=language, font=own)
    rows = stack(lines, language, big, 0, "middle", bold=bold, own=own)
    if not rest:
        return rows, []
    foot = around([row.box() for row in rows]).bottom
    unit = 0.01 * side * math.sqrt(max(1.0, face.size))
    bar = Area(-4.5 * unit, foot + 3 * unit, 4.5 * unit, foot + 3.9 * unit)
    small = min(big * 0.62, 5.2 * unit)
    lines, small = typeset.fit(rest, room, small, 4, floor=0.6, language=language, font=own)
    below = stack(lines, language, small, 0, "middle", bold=False, own=own)
    below = moved(below, bar.bottom + 3 * unit - around([row.box() for row in below]).top)
    return rows + below, [bar]


def stack(
    lines: list[str], language: str, font: float, x: float, anchor: str, *, bold: bool, own: str = ""
) -> list[Row]:
    """Lines one under the other, the first on the baseline 0; in a brand's `own` font where it is given."""
    step = font * typeset.line_height("".join(lines), language)
    return [Row(line, x, at * step, font, bold, anchor, language, own) for at, line in enumerate(lines)]


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


def _set_off(rows: list[Row], bars: list[Area], face: Titles) -> Laid:
    """Words and bars of accent, set off from any picture as the look has it."""
    return _on_plates(rows, face) if face.plate else _with_halo(rows, bars, face)


def _on_plates(rows: list[Row], face: Titles) -> Laid:
    """Each line on a plate of its own, the smaller words the other way round; all plates lie below all words."""
    large = [row for row in rows if row.size == rows[0].size]
    small = rows[len(large) :]
    plates = [plate(row) for row in rows]
    paints = [face.shade] * len(large) + [face.ink] * len(small)
    drawing = "".join(rectangle(box, 0, f'fill="{paint}"') for box, paint in zip(plates, paints, strict=True))
    drawing += _words(large, face) + "".join(row.svg(face.shade) for row in small)
    return painted(drawing, around(plates), margin=2)


def plate(row: Row) -> Area:
    """Around a line; lines that begin or end at one place have plates that do."""
    box = row.box()
    sides = {"start": box._replace(left=row.x), "end": box._replace(right=row.x), "middle": box}
    return sides[row.anchor].grown(ACROSS * row.size, DOWN * row.size)


def _with_halo(rows: list[Row], bars: list[Area], face: Titles) -> Laid:
    """With a soft halo of the shade: wide for calm behind them, close for contrast."""
    box = around([*bars, *(row.box() for row in rows)])
    margin = math.ceil(0.6 * max(row.size for row in rows))
    accents = "".join(rectangle(bar, (bar.bottom - bar.top) / 2, f'fill="{face.accent}"') for bar in bars)
    pixels, left, top = painted(accents + _words(rows, face), box, margin)
    clear = np.ones(pixels.shape[:2], np.float32)
    for font in {row.size for row in rows}:
        some = [row for row in rows if row.size == font]
        drawing = _words(some, face) + (accents if font == rows[0].size else "")
        clear *= let_through(painted(drawing, box, margin)[0][..., 3], font)
    return _over_shade(pixels, 1 - clear, face.shade), left, top


def let_through(ink: np.ndarray, font: float) -> np.ndarray:
    """What the halo of some ink lets through, 0 to 1: two blurs, brightened so that thin strokes have one too."""
    alpha = ink.astype(np.float32) / 255
    clear = np.ones_like(alpha)
    for blur, gain, opacity in ((0.18, 1.7, 0.45), (0.045, 2.2, 0.65)):
        clear *= 1 - opacity * np.minimum(1, gain * cv2.GaussianBlur(alpha, (0, 0), blur * font))
    return clear


def _over_shade(pixels: Pixels, shade: np.ndarray, tone: str) -> Pixels:
    """Straight-alpha pixels laid over a shade of the given opacity and colour."""
    ink = pixels[..., 3:].astype(np.float32) / 255
    under = shade[..., None] * (1 - ink)
    alpha = ink + under
    dark = np.array(ImageColor.getrgb(tone), np.float32)
    colour = (pixels[..., :3] * ink + dark * under) / np.maximum(alpha, 1e-6)
    return np.concatenate([colour, alpha * 255], axis=-1).round().astype(np.uint8)


def _words(rows: list[Row], face: Titles) -> str:
    return "".join(row.svg(face.ink, THICKER[face.weight] if row.bold and not row.font else 0.0) for row in rows)


def painted(drawing: str, box: Area, margin: int) -> Laid:
    """Pixels of a drawing in frame coordinates, around `box`."""
    left, top = math.floor(box.left) - margin, math.floor(box.top) - margin
    width, height = math.ceil(box.right) + margin - left, math.ceil(box.bottom) + margin - top
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{left} {top} {width} {height}">{drawing}</svg>'
    )
    return render(svg, width, height), left, top
