"""Key words: large type in the calmest room that a picture has, in the look's letters, read on its real ground."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.editors import entrances, lettering
from pipelines.editors.areas import Area
from pipelines.editors.calm import BUSY_BEHIND_PLATES, Calm, Limits, luminances
from pipelines.editors.captions import owners
from pipelines.editors.entrances import Entering, Part
from pipelines.editors.labels import NO_CAPTIONS
from pipelines.editors.lettering import Row
from pipelines.editors.page import Page, shape
from pipelines.editors.styles import style_named
from pipelines.machinery import looks, typeset
from pipelines.machinery.contrast import READABLE, rgb
from pipelines.machinery.looks import KeyWords
from pipelines.machinery.words import has_words, is_unspaced
from studio.cut import Overlay

BIGGEST = {"wide": 0.19, "square": 0.16, "tall": 0.17}  # font sizes in shares of the short side
LEAST = {"wide": 0.095, "square": 0.09, "tall": 0.095}  # smaller, they would be a second caption
SMALLER = 0.92  # from one size that is tried to the next
WORTH = 0.4  # of twice the size, in what calm.py counts
BAR_WORTH = 0.08
AROUND = 0.3  # font sizes around the words that are calm too, so that nothing crowds them
WIDEST = {"wide": 0.6, "square": 0.9, "tall": 1.0}  # of the safe area's width
LINES = (1.0, 0.7, 0.45)  # of the words' whole width, that a line may take
TIGHT = 0.92  # of the usual distance of baselines, where no letters have marks above
BAR, BAR_LONG, BAR_GAP = 0.085, 0.8, 0.3  # the bar's height, its length and its distance, in font sizes
BREATH = 0.035  # of the short side, to what must not be covered
TINT = 0.16  # of the ground's own colour in dark letters: black ones look stuck on
HALO = 0.5  # font sizes that a shade reaches beyond letters
NEAR = 0.07  # font sizes from a letter's edge, where its ground is what the eye tells it from
MOST = 98  # in a hundred pixels of that ground are no lighter, or no darker, than what contrast is measured on


class Block(NamedTuple):
    """Lines laid out about their own place, and all that they take up."""

    rows: list[Row]
    bar: Area | None
    whole: Area


class Set(NamedTuple):
    """Words in their place: pixels of the whole at rest, its corner in the frame, and how its parts come."""

    pixels: np.ndarray
    left: int
    top: int
    entering: Entering


class Paint(NamedTuple):
    """How letters are kept readable: their colour, and what is behind them."""

    ink: str
    behind: str  # "", "shade" or "plate"


def lay_out(overlay: Overlay, page: Page, frames: np.ndarray, taken: Sequence[Area]) -> Set | None:
    """The words where they are best; None where there is no room in which they could be large and calm.

    `frames` are some of the ground, n x height x width x 3, RGB; `taken` is where other words are. Raises
    BadInput for letters without a font.
    """
    typeset.require(overlay.text)
    look = looks.look_named(overlay.style or looks.USUAL)
    face, text = look.type.key_words, typeset.drawable(overlay.text)
    from_right = typeset.right_to_left(text, overlay.language)
    text = lettering.capitals(text, overlay.language) if face.capitals else text
    page = page._replace(safe=page.safe._replace(bottom=_foot(overlay, page)))
    breath = BREATH * page.size.short_side
    blocked = [page.area(box).grown(breath, breath) for box in overlay.avoid]
    blocked += [each.grown(breath, breath) for each in taken]
    calm = Calm(frames, page.size, page.safe, blocked, _limits(face), from_right)
    tried = _placed(text, overlay.language, page, face, calm, from_right)
    found = next(((block, paint) for block in tried if (paint := _paint(block, face, frames))), None)
    if found is None:
        return None
    block, paint = found
    words = [typeset.drawable(word.text) for word in overlay.words] or [text]
    words = [lettering.capitals(word, overlay.language) for word in words] if face.capitals else words
    starts = [word.start - overlay.words[0].start for word in overlay.words] or [0]
    drawn = _Drawing(block, face, paint, page).parts(words, starts)
    entering = Entering(tuple(drawn.parts), block.rows[0].size, from_right, look.motion.entrances)
    return Set(entrances.at_rest(drawn.parts), drawn.left, drawn.top, entering)


def _foot(overlay: Overlay, page: Page) -> float:
    """How far down they may reach: clear of captions in the film's style and in the same script."""
    if overlay.captions == NO_CAPTIONS:
        return page.safe.bottom
    high = page.above_captions(style_named(overlay.captions), overlay.text, overlay.language)
    return min(page.safe.bottom, high - BREATH * page.size.short_side)


def _limits(face: KeyWords) -> Limits:
    light, dark = (float(luminances(np.array(rgb(ink)))) for ink in (face.light, face.dark))
    limits = Limits((light + 0.05) / READABLE - 0.05, READABLE * (dark + 0.05) - 0.05)
    return limits._replace(mixed=1.0, busy=BUSY_BEHIND_PLATES) if face.plate else limits


def _placed(text: str, language: str, page: Page, face: KeyWords, calm: Calm, from_right: bool) -> list[Block]:
    """The words in all sizes and ways to break them, each in its best place; first what is largest for its cost."""
    found: list[tuple[float, Block]] = []
    least = LEAST[shape(page.size)] * page.size.short_side
    for block in _blocks(text, language, page, face, from_right):
        whole = block.whole
        if room := calm.room(whole.width, whole.height, AROUND * block.rows[0].size):
            right, down = room.left - whole.left, room.top - whole.top
            bar = block.bar.moved(right, down) if block.bar else None
            placed = Block(lettering.moved(block.rows, down, right), bar, whole.moved(right, down))
            worth = WORTH * math.log2(block.rows[0].size / least) + (BAR_WORTH if bar else 0.0)
            found.append((worth - room.cost, _centred(placed, page)))
    return [block for _, block in sorted(found, key=lambda each: -each[0])]


def _centred(block: Block, page: Page) -> Block:
    """The lines one above the other's middle, where the whole stands in the frame's."""
    middle = (block.whole.left + block.whole.right) / 2
    if abs(middle - page.size.width / 2) > 0.02 * page.size.width:
        return block
    rows = []
    for row in block.rows:
        box = row.box()
        rows += lettering.moved([row], 0, middle - (box.left + box.right) / 2)
    bar = block.bar.moved(middle - (block.bar.left + block.bar.right) / 2, 0) if block.bar else None
    return Block(rows, bar, block.whole)


def _blocks(text: str, language: str, page: Page, face: KeyWords, from_right: bool) -> Iterator[Block]:
    kind, short, own = shape(page.size), page.size.short_side, page.set_in(text)
    bold = face.weight != "regular"
    most = BIGGEST[kind] * face.size * short
    widest = WIDEST[kind] * page.safe.width
    unbroken = any(map(is_unspaced, text))
    ems = typeset.width(text, 1, bold=bold, language=language, font=own)
    longest = max(typeset.width(word, 1, bold=bold, language=language, font=own) for word in text.split())
    size = most
    while size >= LEAST[kind] * short:
        tried: list[list[str]] = []
        for share in LINES[:1] if unbroken else LINES:
            room = max(share * ems, longest) * size * 1.001
            if room > widest:
                continue
            lines, _ = typeset.fit(text, room, size, 9, floor=1.0, bold=bold, language=language, font=own)
            if lines not in tried and all(map(has_words, lines)):  # a sign stays by its number
                tried.append(lines)
                yield _block(lines, language, size, face, own, from_right)
                if face.accent and not face.plate:  # the bar gives way before the words do
                    yield _block(lines, language, size, face.model_copy(update={"accent": None}), own, from_right)
        size *= SMALLER


def _block(lines: list[str], language: str, size: float, face: KeyWords, own: str, from_right: bool) -> Block:
    anchor, bold = "end" if from_right else "start", face.weight != "regular"
    rows = lettering.stack(lines, language, size, 0, anchor, bold=bold, own=own)
    if typeset.line_height("".join(lines), language) < 1.2 and not face.plate:  # letters without marks above them
        rows = [row for at, row in enumerate(rows) for row in lettering.moved([row], (TIGHT - 1) * 1.15 * size * at)]
    boxes = [row.box().grown(*2 * [_thicker(row, face) * size]) for row in rows]
    if face.plate:
        boxes = [lettering.plate(row) for row in rows]
    words = lettering.around(boxes)
    if face.plate or face.accent is None:
        return Block(rows, None, words)
    foot, long = words.top - BAR_GAP * size, BAR_LONG * size
    left = words.right - long if from_right else words.left
    bar = Area(left, foot - BAR * size, left + long, foot)
    return Block(rows, bar, lettering.around([words, bar]))


def _paint(block: Block, face: KeyWords, frames: np.ndarray) -> Paint | None:
    """Light letters, or dark ones, or light ones before a shade, whichever can be read first; None where none can."""
    if face.plate:
        return Paint(face.light, "plate")
    near, ground = _near_letters(block, face, frames)
    light = luminances(ground[:, near])
    brightest, darkest = np.percentile(light, MOST), np.percentile(light, 100 - MOST)
    if _contrast(face.light, brightest) >= READABLE:
        return Paint(face.light, "glow" if face.glow else "")
    mean = ground[:, near].mean(axis=(0, 1))
    for tint in (TINT, 0.0):
        dark = _hex((1 - tint) * np.array(rgb(face.dark)) + tint * mean)
        if _contrast(dark, darkest) >= READABLE:
            return Paint(dark, "")
    ink = _inked(block, face, _canvas(block, frames.shape[2], frames.shape[1]))
    clear = lettering.let_through(ink, block.rows[0].size)[near][None, :, None]
    shaded = ground[:, near] * clear + np.array(rgb(face.shade)) * (1 - clear)
    readable = _contrast(face.light, np.percentile(luminances(shaded), MOST)) >= READABLE
    return Paint(face.light, "shade") if readable else None


def _hex(colour: np.ndarray) -> str:
    return "#" + "".join(f"{round(value):02x}" for value in colour)


def _near_letters(block: Block, face: KeyWords, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which pixels of the canvas are next to letters, and the ground there in every frame."""
    canvas = _canvas(block, frames.shape[2], frames.shape[1])
    ink = _inked(block, face, canvas)
    reach = 2 * max(1, round(NEAR * block.rows[0].size)) + 1
    near = cv2.dilate(ink, np.ones((reach, reach), np.uint8)) > 0
    left, top, right, bottom = map(int, canvas)
    return near & (ink < 128), frames[:, top:bottom, left:right].astype(np.float32)


def _inked(block: Block, face: KeyWords, canvas: Area) -> np.ndarray:
    words = "".join(row.svg("#fff", _thicker(row, face)) for row in block.rows)
    return np.ascontiguousarray(lettering.painted(words, canvas, 0)[0][..., 3])


def _thicker(row: Row, face: KeyWords) -> float:
    return lettering.THICKER[face.weight] if row.bold and not row.font else 0.0


def _contrast(ink: str, luminance: float) -> float:
    dark, light = sorted((float(luminances(np.array(rgb(ink)))), float(luminance)))
    return (light + 0.05) / (dark + 0.05)


def _canvas(block: Block, width: int, height: int) -> Area:
    """Room for the words, what is around them and how they move, inside the frame, on even edges."""
    margin = HALO * block.rows[0].size
    left, top, right, bottom = block.whole.grown(margin, margin)
    return Area(
        max(0, math.floor(left) // 2 * 2),
        max(0, math.floor(top) // 2 * 2),
        min(width, -(-math.ceil(right) // 2) * 2),
        min(height, -(-math.ceil(bottom) // 2) * 2),
    )


class Drawn(NamedTuple):
    parts: list[Part]
    left: int
    top: int


class _Drawing(NamedTuple):
    """Paints the parts of a block, each on the whole canvas."""

    block: Block
    face: KeyWords
    paint: Paint
    page: Page

    @property
    def canvas(self) -> Area:
        return _canvas(self.block, self.page.size.width, self.page.size.height)

    def parts(self, words: Sequence[str], starts: Sequence[int]) -> Drawn:
        owned = owners([row.text for row in self.block.rows], words)
        owned = [[max(0, owner) for owner in row] for row in owned]
        behind, above = list[Part](), list[Part]()
        for row, mine in zip(self.block.rows, owned, strict=True):
            for word in dict.fromkeys(mine):
                part = self._word(row, [owner == word for owner in mine], starts[word])
                above.append(part)
                behind += self._behind(part)
            if self.paint.behind == "plate":
                behind.append(self._plate(row, starts[mine[0]]))
        if self.block.bar and self.face.accent and self.paint.behind != "plate":
            drawing = lettering.rectangle(self.block.bar, 0, f'fill="{self.face.accent}"')
            behind.append(self._part(drawing, self.block.bar, 0, "bar"))
        return Drawn([*behind, *above], int(self.canvas.left), int(self.canvas.top))

    def _word(self, row: Row, mine: Sequence[bool], start: int) -> Part:
        fills = [self.paint.ink if own else "none" for own in mine]
        drawing = row.svg(fills, _thicker(row, self.face))
        pixels = lettering.painted(drawing, self.canvas, 0)[0]
        columns = np.flatnonzero(pixels[..., 3].any(axis=0))
        rows = np.flatnonzero(pixels[..., 3].any(axis=1))
        box, canvas = row.box(), self.canvas
        left, right = (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, 2)
        top, bottom = box.top - canvas.top, box.bottom - canvas.top
        if len(rows):  # a heavy letter's rim lies outside its ink
            top, bottom = min(top, rows[0]), max(bottom, rows[-1] + 1)
        inside = left, max(0, math.floor(top)), right, min(pixels.shape[0], math.ceil(bottom))
        return Part(entrances.premultiplied(pixels), start, inside, self.face.entrance)

    def _behind(self, part: Part) -> list[Part]:
        """A word's shade or glow."""
        if self.paint.behind not in ("shade", "glow"):
            return []
        ink, font = (part.pixels[..., 3] * 255).astype(np.uint8), self.block.rows[0].size
        if self.paint.behind == "shade":
            opacity, tone = 1 - lettering.let_through(ink, font), self.face.shade
        else:
            wide = cv2.GaussianBlur(part.pixels[..., 3], (0, 0), 0.14 * font)
            close = cv2.GaussianBlur(part.pixels[..., 3], (0, 0), 0.04 * font)
            opacity, tone = self.face.glow * np.minimum(1, 0.75 * wide + 0.6 * close), self.face.accent or "#ffffff"
        colour = np.array([*rgb(tone), 255], np.float32) / 255
        moves = part.moves if part.moves in entrances.SOFT else "shade"  # it must not tell a word that is to come
        return [part._replace(pixels=opacity[..., None].astype(np.float32) * colour, moves=moves)]

    def _plate(self, row: Row, start: int) -> Part:
        plate = lettering.plate(row)
        return self._part(lettering.rectangle(plate, 0, f'fill="{self.face.shade}"'), plate, start, "plate")

    def _part(self, drawing: str, area: Area, start: int, moves: str) -> Part:
        canvas = self.canvas
        pixels = lettering.painted(drawing, canvas, 0)[0]
        inside = area.moved(-canvas.left, -canvas.top)
        box = (math.floor(inside.left), math.floor(inside.top), math.ceil(inside.right), math.ceil(inside.bottom))
        return Part(entrances.premultiplied(pixels), start, box, moves)
