"""Lower thirds and small print: words on plates along the frame's foot."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.editors import lettering
from pipelines.editors.areas import Area
from pipelines.editors.lettering import ACCENT, SHADE, Laid, Row
from pipelines.editors.page import Page, shape
from pipelines.editors.styles import style_named
from pipelines.machinery import typeset
from studio.cut import Overlay
from studio.errors import TooMuch

APART = 0.018  # of the short side, between words of one kind and of another
PALE = "#d9dde6"  # for the second of two lines
PLATE = f'fill="{SHADE}" fill-opacity="0.8"'  # white on it keeps 4.5:1 over white
NO_CAPTIONS = "off"
# BCAP, "Use of superimposed text in television advertising" (2019): letters 30 lines of 1080 high, or 26 on a block.
SMALL_PRINT, SMALLEST_PRINT = 30 / 1080, 26 / 1080
FEWEST_PIXELS = 10  # under that no font keeps the inside of an e open
PRINT_LINES = 2
PRINT_PLATE = f'fill="{SHADE}" fill-opacity="0.68"'


class Plated(NamedTuple):
    """Lines on their plate, with the bar of accent at its side."""

    rows: list[Row]
    plate: Area
    bar: Area


def lower_third(overlay: Overlay, page: Page) -> Laid:
    """A name in bold and what else is said of it, at the beginning side, above where captions lie."""
    rows, plate, bar = plated(overlay, page)
    words = "".join(row.svg("#fff" if row.bold else PALE) for row in rows)
    both = lettering.around([plate, bar])
    panels = lettering.rectangle(plate, 0, PLATE) + lettering.rectangle(bar, 0, f'fill="{ACCENT}"')
    rounded = f'<clipPath id="rounded">{lettering.rectangle(both, bar.width, "")}</clipPath>'
    drawing = f'{rounded}<g clip-path="url(#rounded)">{panels}</g>{words}'
    return lettering.painted(drawing, both, margin=2)


def plated(overlay: Overlay, page: Page) -> Plated:
    """A lower third in its place; raises BadInput for letters without a font."""
    typeset.require(overlay.text)
    bottom, scale = foot(overlay, page), 1.0
    most = min(0.34 * page.safe.height, bottom - page.safe.top)
    found = _lower_third(overlay, page, scale)
    while found.plate.height > most and scale > 0.3:
        scale *= 0.93
        found = _lower_third(overlay, page, scale)
    down = bottom - found.plate.bottom
    return Plated(lettering.moved(found.rows, down), found.plate.moved(0, down), found.bar.moved(0, down))


def foot(overlay: Overlay, page: Page) -> float:
    """How far down words may reach that show together with captions, if the film has any."""
    if overlay.style == NO_CAPTIONS:
        return page.safe.bottom
    return page.above_captions(style_named(overlay.style), overlay.text, overlay.language)


def _lower_third(overlay: Overlay, page: Page, scale: float) -> Plated:
    """Laid out with the first baseline at 0."""
    name, _, more = typeset.drawable(overlay.text).partition("\n")
    language = overlay.language
    from_right, own = typeset.right_to_left(name, language), page.set_in(overlay.text)
    font = (0.056 if shape(page.size) == "tall" else 0.05) * page.size.short_side * scale
    pad, thick = 0.5 * font, 0.16 * font
    room = max(font, page.safe.width * (0.55 if shape(page.size) == "wide" else 1.0) - 2 * pad - thick)
    x, anchor = page.safe.left + thick + pad, "start"
    if from_right:
        x, anchor = page.safe.right - thick - pad, "end"
    lines, big = typeset.fit(name, room, font, 2, floor=0.55, bold=True, language=language, font=own)
    rows = lettering.stack(lines, language, big, x, anchor, bold=True, own=own)
    if more:
        lines, small = typeset.fit(more, room, min(0.66 * font, big), 2, floor=0.7, language=language, font=own)
        below = lettering.stack(lines, language, small, x, anchor, bold=False, own=own)
        gap = lettering.around([row.box() for row in rows]).bottom + 0.14 * font
        rows += lettering.moved(below, gap - lettering.around([row.box() for row in below]).top)
    words = lettering.around([row.box() for row in rows])
    plate = words.grown(pad, 0.32 * font)
    if from_right:
        plate = plate._replace(right=page.safe.right - thick)
        return Plated(rows, plate, plate._replace(left=plate.right, right=page.safe.right))
    plate = plate._replace(left=page.safe.left + thick)
    return Plated(rows, plate, plate._replace(left=page.safe.left, right=plate.left))


def small_print(overlay: Overlay, page: Page) -> Laid:
    """One or two centred lines at the very foot; raises TooMuch for more than can be read there."""
    plate, rows = small_print_lines(overlay, page)
    drawing = lettering.rectangle(plate, 0.25 * rows[0].size, PRINT_PLATE)
    return lettering.painted(drawing + "".join(row.svg() for row in rows), plate, margin=2)


def small_print_lines(overlay: Overlay, page: Page) -> tuple[Area, list[Row]]:
    """Its plate and its lines. Raises what `small_print` does."""
    typeset.require(overlay.text)
    short = page.size.short_side
    wanted, least = (max(FEWEST_PIXELS, share * short) for share in (SMALL_PRINT, SMALLEST_PRINT))
    room = max(wanted, 2 * (page.half_width - 0.5 * wanted))
    text = " ".join(overlay.text.split())
    lines, font = typeset.fit(text, room, wanted, PRINT_LINES, floor=least / wanted, language=overlay.language)
    if "".join("".join(lines).split()) != "".join(typeset.drawable(text).split()):
        raise TooMuch(
            f"The small print is too long to be read in {PRINT_LINES} lines.",
            f"Shorten it to about {sum(map(len, lines))} letters, or say the rest elsewhere.",
        )
    rows = lettering.stack(lines, overlay.language, font, page.size.width / 2, "middle", bold=False)
    plate = lettering.around([row.box() for row in rows]).grown(0.5 * font, 0.2 * font)
    down = page.safe.bottom - plate.bottom
    return plate.moved(0, down), lettering.moved(rows, down)
