"""Captions in any style: laid out once, then drawn with other words lit as the voice goes on."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipelines.editors import lettering
from pipelines.editors.areas import Area
from pipelines.editors.lettering import Laid, Row
from pipelines.editors.page import Page, shape
from pipelines.editors.styles import Style
from pipelines.machinery import typeset
from studio.cut import Overlay, Said

FLOOR = 0.3  # small is better than cut: a caption gives up its size before it gives up a word

LITTLE = 0.1  # of a caption, or of what it hides where that is smaller, may lie over the other
BREATH = 0.022  # of the short side, between a caption and what it was moved away from

Words = Collection[int]  # numbers of a caption's words, the first is 0


class Caption(NamedTuple):
    """Lines in their places. `owners` gives, for each line's characters, the number of the word of each."""

    style: Style
    rows: list[Row]
    owners: list[list[int]]


def lay_out(overlay: Overlay, style: Style, page: Page, taken: Sequence[Area] = ()) -> Caption:
    """At most a few lines in the frame's middle, in the safe area and off what they must not hide.

    `taken` is where other words are, in case it cannot stay in its style's place. Raises BadInput for
    letters without a font.
    """
    typeset.require(overlay.text)
    setting = style.setting(shape(page.size))
    wanted = setting.size * page.size.short_side
    across, down = style.border
    room = max(wanted, 2 * (page.half_width - across * wanted))
    text = _cased(overlay.text, style, overlay.language)
    lines, font = typeset.fit(
        text, room, wanted, setting.lines, floor=FLOOR, bold=style.bold, language=overlay.language
    )
    rows = lettering.stack(lines, overlay.language, font, page.size.width / 2, "middle", bold=style.bold)
    box = lettering.around([row.box() for row in rows])
    top, bottom = page.safe.top + down * font, page.safe.bottom - down * font
    free = bottom - top - (box.bottom - box.top)
    rows = lettering.moved(rows, top + setting.place * free - box.top)
    whole = lettering.around([row.box() for row in rows]).grown(across * font, down * font)
    hidden = [page.area(box) for box in overlay.avoid]
    rows = lettering.moved(rows, _kept_off(hidden, taken, whole, page))
    return Caption(style, rows, owners(lines, [_cased(w.text, style, overlay.language) for w in overlay.words]))


def _kept_off(hidden: Sequence[Area], taken: Sequence[Area], box: Area, page: Page) -> float:
    """How far down a caption must go so that it hides as little as can be, in pixels.

    It stays where it hides little; otherwise it takes the nearest place that is free, the lower of two.
    Where none is, it goes to the one that hides least, if that is less than half of what it hides now.
    """
    if all(box.shared(each) <= LITTLE * min(box.extent, each.extent) for each in hidden):
        return 0.0
    others, breath, safe = [*hidden, *taken], BREATH * page.size.short_side, page.safe

    def hides(down: float) -> float:
        return sum(box.moved(0, down).shared(each) for each in others)

    places = [safe.bottom - box.bottom, safe.top - box.top]
    for each in others:
        places += [each.bottom + breath - box.top, each.top - breath - box.bottom]
    inside = sorted(
        (down for down in places if safe.top - 1 <= box.top + down and box.bottom + down <= safe.bottom + 1),
        key=lambda down: (abs(down), -down),
    )
    best = min(inside, key=hides, default=0.0)  # the nearest of those that hide nothing, where there are such
    return best if hides(best) < hides(0) / 2 else 0.0


def painted(caption: Caption, lit: Words = ()) -> Laid:
    """Its pixels with some words in the accent. Letters and edges are the same whatever is lit."""
    style, font = caption.style, caption.rows[0].size
    across, down = style.border
    box = lettering.around([row.box() for row in caption.rows]).grown(across * font, down * font)
    under = _plate(style, caption.rows, box, font)
    if style.outline:
        under += "".join(row.svg(style.outline_colour, style.outline) for row in caption.rows)
    words = "".join(
        row.svg([style.accent if owner in lit else style.colour for owner in owners])
        for row, owners in zip(caption.rows, caption.owners, strict=True)
    )
    return lettering.painted(under + words, box, margin=2 + math.ceil(0.1 * font))


def moments(words: Sequence[Said], emphasis: str) -> dict[int, Words]:
    """Which words are lit from which frame on, in order; from frame 0 on something is said of every frame.

    "word" lights the one that is spoken, "fill" all that were begun.
    """
    found: dict[int, Words] = {0: ()}
    for at, word in enumerate(words):
        if emphasis == "fill":
            found[max(0, word.start)] = range(at + 1)
        elif word.end > 0:
            found[max(0, word.start)] = (at,)
            found[word.end] = ()
    return dict(sorted(found.items()))


def _plate(style: Style, rows: Sequence[Row], box: Area, font: float) -> str:
    if style.plate == "none":
        return ""
    boxes = [box]
    if style.plate == "line":
        boxes = [row.box().grown(style.pad_across * font, style.pad_down * font) for row in rows]
    paint = f'fill="{style.plate_colour}" fill-opacity="{style.plate_opacity}"'
    return "".join(lettering.rectangle(each, style.plate_radius * font, paint) for each in boxes)


def _cased(text: str, style: Style, language: str) -> str:
    """In capitals where the style says so."""
    return lettering.capitals(text, language) if style.capitals else text


def owners(lines: Sequence[str], words: Sequence[str]) -> list[list[int]]:
    """Words and lines hold the same letters in the same order; only spaces differ. -1 before any word."""
    letters = (at for at, word in enumerate(words) for sign in typeset.drawable(word) if not sign.isspace())
    owner, found = -1, []
    for line in lines:
        owners = []
        for sign in line:
            owner = owner if sign.isspace() else next(letters, owner)
            owners.append(owner)
        found.append(owners)
    return found
