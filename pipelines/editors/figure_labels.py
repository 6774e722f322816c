"""A figure's labels: bold words on a plate, as large as the place that the picture keeps for them lets them be."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pipelines.editors import lettering
from pipelines.editors.areas import Area
from pipelines.editors.labels import FEWEST_PIXELS
from pipelines.editors.lettering import Laid, Row
from pipelines.editors.page import Page
from pipelines.machinery import looks, typeset
from pipelines.machinery.tables import ASSETS, table
from studio.cut import Overlay, Said
from studio.errors import BadInput

LINES, SHORT_LINES = 3, 2
SHORT = 12  # signs that are read at a glance: they are not set in three lines
UNIT = 2  # letters that may stand by a number, as "kg" does
LONGEST = 10  # signs of a number that is taken in whole


@lru_cache
def _design() -> dict[str, Any]:
    return table(ASSETS / "labels.toml")


class Label(NamedTuple):
    """Lines and their plate in their place, and how the look has both."""

    rows: list[Row]
    plate: Area
    face: looks.Labels


def lay_out(overlay: Overlay, page: Page, beside: Sequence[Overlay] = ()) -> Label:
    """The label in its place, of one size with those `beside` it.

    Raises BadInput for a label without a place and for letters without a font.
    """
    typeset.require(overlay.text)
    place, design = _place(overlay, page), _design()
    rows = _set(overlay, page, _size(overlay, page, beside))
    words, font = _around(rows), rows[0].size
    across = min(design["pad_across"] * font, max(0.0, (place.width - words.width) / 2))
    down = min(design["pad_down"] * font, max(0.0, (place.height - words.height) / 2))
    face = looks.look_named(overlay.style or looks.USUAL).type.labels
    return Label(rows, words.grown(across, down), face)


def painted(label: Label, said: Sequence[Said] | None = None) -> Laid:
    """Its pixels; of a quote with only the words that are `said`, the others take their room unseen."""
    rows, plate, face = label
    paint = f'fill="{face.plate}" fill-opacity="{face.opacity}"'
    drawing = lettering.rectangle(plate, _design()["round"] * rows[0].size, paint)
    left = math.inf
    if said is not None:
        left = sum(not sign.isspace() for word in said for sign in typeset.drawable(word.text))
    for row in rows:
        fills = []
        for sign in row.text:
            fills.append(face.ink if left > 0 else "none")
            left -= not sign.isspace()
        drawing += row.svg(fills, lettering.THICKER[face.weight])
    return lettering.painted(drawing, plate, margin=2)


def _place(overlay: Overlay, page: Page) -> Area:
    if overlay.place is None:
        raise BadInput("A label has no place in its picture.", "Say where, as a box in shares of the picture.")
    return page.area(overlay.place)


def _size(overlay: Overlay, page: Page, beside: Sequence[Overlay]) -> float:
    """The largest at which it fits, or that of the smallest of its kind beside it, if not much smaller."""
    own = _set(overlay, page)[0].size
    others = [other for other in beside if other.role == "label" and typeset.drawable(other.text)]
    kin = [other for other in others if _is_number(other.text) == _is_number(overlay.text)]
    smallest = min((_set(other, page)[0].size for other in kin), default=own)
    return min(own, max(smallest, _design()["alike"] * own))


def _set(overlay: Overlay, page: Page, most: float | None = None) -> list[Row]:
    """Its lines in the middle of its place, as large as they fit, but at most of a size in pixels."""
    place, text, short_side = _place(overlay, page), typeset.drawable(overlay.text), page.size.short_side
    number = _is_number(text)
    lines = 1 if number else SHORT_LINES if len(text) <= SHORT else LINES
    design, own = _design(), page.set_in(text)
    wide, high = (1 - 2 * design["aside"]) * place.width, (1 - 2 * design["above"]) * place.height
    least = max(FEWEST_PIXELS, design["smallest"] * short_side)
    size = most or design["biggest_number" if number else "biggest"] * short_side
    while True:
        floor = min(1.0, least / size)
        broken, size = typeset.fit(
            text, wide, size, lines, floor=floor, bold=True, language=overlay.language, font=own
        )
        middle = (place.left + place.right) / 2
        rows = lettering.stack(broken, overlay.language, size, middle, "middle", bold=True, own=own)
        box = _around(rows)
        if box.height <= high:
            return lettering.moved(rows, (place.top + place.bottom - box.top - box.bottom) / 2)
        size *= max(0.9, min(0.99, high / box.height))


def _around(rows: Sequence[Row]) -> Area:
    """What lines take; of a number only its ink, as no neighbour of it has parts below the line."""
    row = rows[0]
    if len(rows) > 1 or not _is_number(row.text):
        return lettering.around([row.box() for row in rows])
    _, top, _, bottom = typeset.ink(row.text, row.size, bold=row.bold, language=row.language, font=row.font)
    return row.box()._replace(top=row.y + top, bottom=row.y + bottom)


def _is_number(text: str) -> bool:
    """Such as "60 %", "3/4", "₹ 500" or "5 kg"."""
    kinds = [unicodedata.category(sign)[0] for sign in typeset.drawable(text)]
    return "N" in kinds and kinds.count("L") <= UNIT and len(kinds) <= LONGEST
