"""Call-outs: a label beside a place in the picture, and a line that leads there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.editors import lettering
from pipelines.editors.areas import Area
from pipelines.editors.labels import PLATE, foot
from pipelines.editors.lettering import ACCENT, SHADE, Laid, Row
from pipelines.editors.page import Page, shape
from pipelines.machinery import typeset
from studio.cut import Overlay
from studio.errors import BadInput

FONT = 0.038  # of the short side; lengths below are in font sizes
DOT, RING, STROKE = 0.24, 0.42, 0.09
REACHES = (2.0, 3.2, 4.6, 6.5, 9.0, 12.0, 16.0)  # from the point to the label
RISES = (-1.6, 0.0, 1.6, -3.2, 3.2, -5.0, 5.0, -7.5, 7.5)  # of the label's middle over the point
LATER, FAR = 0.02, 0.04  # what it costs a place to come next in the order they are tried in, and a font size of line
HIDING, CROWDING = 4.0, 8.0  # what it costs a label to lie wholly on a face, or on other words
BREATH = 0.5  # between a label and other words


class Point(NamedTuple):
    x: float
    y: float


def callout(overlay: Overlay, page: Page, taken: Sequence[Area]) -> Laid:
    """The label on the side with most room, off the point, off faces and above where captions lie.

    `taken` is where other words are. Raises BadInput for a call-out that points nowhere.
    """
    if overlay.x is None or overlay.y is None:
        raise BadInput("A call-out points nowhere.", "Say where, as shares of the picture's width and height.")
    typeset.require(overlay.text)
    font = FONT * page.size.short_side
    room = page._replace(safe=page.safe._replace(bottom=max(foot(overlay, page), page.safe.top + 3 * font)))
    point = Point(overlay.x * page.size.width, overlay.y * page.size.height)
    rows = _lines(overlay, room, font)
    words = lettering.around([row.box() for row in rows]).grown(0.5 * rows[0].size, 0.36 * rows[0].size)
    crowd = [(HIDING, page.area(box)) for box in overlay.avoid]
    crowd += [(CROWDING, box.grown(BREATH * font, BREATH * font)) for box in taken]
    label = _place(words.moved(-words.left, -words.top), point, crowd, room)
    rows = lettering.moved(rows, label.top - words.top, label.left - words.left)
    drawing = _leader(point, label, font) + lettering.rectangle(label, 0.22 * font, PLATE)
    drawing += _dot(point, font) + "".join(row.svg() for row in rows)
    around = Area(point.x, point.y, point.x, point.y).grown(RING * font, RING * font)
    return lettering.painted(drawing, lettering.around([label, around]), margin=2 + round(STROKE * 3 * font))


def _lines(overlay: Overlay, page: Page, font: float) -> list[Row]:
    width = page.safe.width * (0.3 if shape(page.size) == "wide" else 0.46)
    language, own = overlay.language, page.set_in(overlay.text)
    lines, size = typeset.fit(overlay.text, width, font, 3, floor=0.6, bold=True, language=language, font=own)
    rows = lettering.stack(lines, language, size, 0, "middle", bold=True, own=own)
    high = lettering.around([row.box() for row in rows]).height
    shrink = min(1.0, 0.5 * page.safe.height / high)
    return lettering.stack(lines, language, size * shrink, 0, "middle", bold=True, own=own)


def _place(label: Area, point: Point, crowd: Sequence[tuple[float, Area]], page: Page) -> Area:
    """Where a label, given at 0, 0, costs least; `crowd` is what it should not lie on, and what that costs."""
    font = FONT * page.size.short_side

    def cost(at: int, box: Area) -> float:
        on_others = sum(each * box.shared(other) for each, other in crowd) / label.extent
        return LATER * at + FAR * box.away(*point) / font + on_others

    clear = (RING + 0.3) * font
    costs = {
        box: cost(at, box)
        for at, box in enumerate(_places(page.safe, label, point, font))
        if box.away(*point) >= clear
    }
    return min(costs, key=costs.__getitem__, default=label.moved(page.safe.left, page.safe.top))


def _places(safe: Area, label: Area, point: Point, font: float) -> Iterator[Area]:
    """Those that look best first: beside the point, on the side with most room; above and under it; the corners."""
    right_first = safe.right - point.x >= point.x - safe.left
    wide, high = label.width, label.height
    found = []
    for reach in REACHES:
        sides = [point.x + reach * font, point.x - reach * font - wide]
        for left in sides if right_first else sides[::-1]:
            found += [label.moved(left, point.y + rise * font - high / 2) for rise in RISES]
        middle = min(max(point.x - wide / 2, safe.left), safe.right - wide)
        found += [label.moved(middle, point.y - reach * font - high), label.moved(middle, point.y + reach * font)]
    yield from (box for box in found if safe.holds(box))
    for left in (safe.right - wide, safe.left):
        yield from (label.moved(left, top) for top in (safe.top, safe.bottom - high))


def _leader(point: Point, label: Area, font: float) -> str:
    """A line from the point to the label's side: level where it arrives, straight where it comes from above."""
    middle = (label.top + label.bottom) / 2
    ends = [point]
    if label.left > point.x or label.right < point.x:
        near = label.left if label.left > point.x else label.right
        level = 0.8 * font if label.left > point.x else -0.8 * font
        ends += [Point(near - level, middle), Point(near, middle)]
    else:
        ends.append(Point(point.x, label.top if label.top > point.y else label.bottom))
    path = "M" + "L".join(f"{end.x:.2f} {end.y:.2f}" for end in ends)
    thin = max(1.5, STROKE * font)
    return "".join(
        f'<path d="{path}" fill="none" stroke="{paint}" stroke-width="{width:.2f}" stroke-opacity="{opacity}"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
        for paint, width, opacity in ((SHADE, 2.4 * thin, 0.5), ("#fff", thin, 1))
    )


def _dot(point: Point, font: float) -> str:
    return "".join(
        f'<circle cx="{point.x:.2f}" cy="{point.y:.2f}" r="{radius * font:.2f}" {paint}/>'
        for radius, paint in (
            (RING + 0.08, f'fill="{SHADE}" fill-opacity="0.5"'),
            (RING, 'fill="#fff"'),
            (DOT, f'fill="{ACCENT}"'),
        )
    )
