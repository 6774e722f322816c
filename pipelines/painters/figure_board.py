"""The board a figure is set out on: what of it comes in together, and the frame's room for parts and their words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from pipelines.painters.areas import Area
from pipelines.painters.canvas import Canvas, Paint
from pipelines.painters.figure_tones import Tones
from pipelines.painters.stage import Stage
from studio.film import Figure

EDGE = 0.062  # of the frame, on either side and above: what stays free
WORDS = (0.166, 0.064)  # of the frame: the least room for a label
PAD = 1.8  # between a card's edge and what lies on it, in stage units
BESIDE = 1.9  # from this width to height on a card has its words beside its picture, not below
SHADE = 0.03  # the opacity of one layer of a shadow
MOST = 11  # sheets that a figure takes at most, besides the setting behind it

SINGLE = {"ring", "step", "quote", "question", "map"}  # kinds that show one part, with one label


# On the area's lower edge, out of it from the waist up, in its middle, or as a portrait in a disc that fills it.
Pose = Literal["stands", "rises", "hangs", "medallion"]
# How a piece enters, as a Layer says.
Motion = Literal["", "stands", "floats", "sways", "rises", "sweeps", "spreads", "spreads left"]


@dataclass(frozen=True)
class Actor:
    """A part's pictogram, or the products, in an area."""

    name: str  # empty: the products
    area: Area
    pose: Pose


@dataclass(frozen=True)
class Panel:
    """A whole small scene set into an area. `worn` (0-1) is how far its colours have faded."""

    words: str
    area: Area
    product: bool = False
    worn: float = 0.0


@dataclass
class Piece:
    """What of a figure comes in together, drawn from back to front: its canvas, its actors, its panels.

    `motion`, `order` and `part` are those of the layer that it becomes.
    """

    canvas: Canvas
    motion: Motion = ""
    part: int | None = None
    order: int = 0
    actors: list[Actor] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return self.canvas.empty and not self.actors and not self.panels


@dataclass
class Board:
    """What a figure's composer draws on; it also gathers what is laid on top later and where words may go.

    A figure comes in piece by piece: after `begin` all that is drawn, shown or set in lies on a sheet of its own,
    above those before it, which enters as its motion says when the voice comes to its part. What is drawn before the
    first `begin` is there from the start and does nothing of itself.
    """

    s: Stage
    figure: Figure
    things: tuple[str, ...]  # each part's pictogram; empty where its words name nothing to be seen
    products: bool = False  # whether products take the figure's main place
    apart: bool = True  # whether each part's scene shows something else
    pieces: list[Piece] = field(default_factory=list)  # back to front
    places: list[Area] = field(default_factory=list)
    taken: list[Area] = field(default_factory=list)  # all that the figure covers
    tones: Tones = field(init=False)

    def __post_init__(self) -> None:
        self.tones = Tones.of(self.s.light)
        self.pieces.append(Piece(self.s.near))

    def begin(self, motion: Motion, part: int | None = None, order: int = 0) -> Canvas:
        """A new piece above the others; `s.near` is its canvas from now on.

        It stands or floats, as things do; rises, as a bar from its foot; sweeps round the middle of all that is on
        it; or spreads from its left or its right, where it is upright from its top. `part` is the part it belongs
        to, None for what is there from the start, and `order` its turn among what comes at the same time.
        """
        self.s.near = Canvas(self.s.light.look.gradient < 0.5)
        self.pieces.append(Piece(self.s.near, motion, part, order))
        return self.s.near

    def sheets(self) -> list[list[Piece]]:
        """The pieces that share a sheet, back to front: each has its own, but of many those of a part come in as one.

        What comes before them, such as the arrow that leads to a card, keeps its own.
        """
        shown = [[piece] for piece in self.pieces if not piece.empty]
        if len(shown) <= MOST:
            return shown
        found: list[list[Piece]] = []
        for (piece,) in shown:
            first = found[-1][0] if found else piece
            if found and first.motion and first.part == piece.part and first.order <= piece.order:
                found[-1].append(piece)
            else:
                found.append([piece])
        return found

    @property
    def actors(self) -> list[Actor]:
        return [actor for piece in self.pieces for actor in piece.actors]

    @property
    def panels(self) -> list[Panel]:
        return [panel for piece in self.pieces for panel in piece.panels]

    @property
    def area(self) -> Area:
        """Where a figure may be: within the margins and above what is kept for captions."""
        s = self.s
        return Area(EDGE * s.w, EDGE * s.h, (1 - 2 * EDGE) * s.w, s.floor - EDGE * s.h)

    @property
    def tall(self) -> bool:
        return self.s.shape == "tall"

    def stacks(self, from_height: float) -> bool:
        """Whether two things stand one above the other: where the room is at least so high to its width."""
        return self.area.height > from_height * self.area.width

    @property
    def words(self) -> tuple[float, float]:
        """The least width and height of a label."""
        return WORDS[0] * self.s.w, WORDS[1] * self.s.h

    @property
    def main(self) -> int:
        """The part whose place the products take: the one there is, a chart's largest, of many the last."""
        shares = self.figure.shares
        if self.figure.kind == "bars":
            return shares.index(max(shares))
        return 0 if self.figure.kind in SINGLE else len(self.things) - 1

    def shows(self, i: int) -> bool:
        """Whether something can be seen of a part."""
        return (self.products and i == self.main) or (i < len(self.things) and bool(self.things[i]))

    @property
    def spreads(self) -> Motion:
        """How lines and cards spread that follow the eye."""
        return "spreads left" if self.figure.from_right else "spreads"

    def columns(self, area: Area, gap: float, *shares: float) -> list[Area]:
        """Parts of an area side by side, in the order in which they are read, as wide as their shares."""
        if not self.figure.from_right:
            return area.columns(gap, *shares)
        return area.columns(gap, *shares[::-1])[::-1]

    def from_start(self, area: Area, aside: float, wide: float) -> float:
        """The left edge of what lies so far from where reading an area begins."""
        return area.right - aside - wide if self.figure.from_right else area.left + aside

    def card(self, area: Area, fill: Paint | None = None, r: float = 3.0) -> None:
        """A raised card with round corners."""
        canvas = self.s.near
        for grown, sunk in self._shade():
            under = area.inset(-grown)
            canvas.rect(under.left, under.top + sunk, under.width, under.height, self.s.light.ink, r + grown, SHADE)
        canvas.rect(area.left, area.top, area.width, area.height, fill or self.tones.surface, r)
        self.taken.append(area)

    def disc(self, x: float, y: float, r: float, fill: Paint | None = None) -> None:
        """A raised disc."""
        for grown, sunk in self._shade():
            self.s.near.circle(x, y + sunk, r + grown, self.s.light.ink, SHADE)
        self.s.near.circle(x, y, r, fill or self.tones.surface)
        self.taken.append(Area.around(x, y, r))

    def _shade(self) -> list[tuple[float, float]]:
        """How far each layer of a soft shadow reaches out and down; none where the look gives its own, or a line."""
        look = self.s.light.look
        if look.shadow or look.line or not look.contact:
            return []
        return [(0.36 * k - 0.2, 0.24 * k + 0.6) for k in range(8, 0, -1)]

    def chevron(self, x: float, y: float, r: float, turn: float = 0.0) -> None:
        """A disc that points on: to the right, or as far round as it is turned, in degrees."""
        self.disc(x, y, r, self.tones.accent)
        with self.s.near.placed(x, y, r, turn=turn):
            self.s.near.stroke("M-0.16 -0.42L0.26 0L-0.16 0.42", self.tones.pale, 0.24)

    def cells(self, count: int, gap: float) -> list[Area]:
        """Where so many cards lie, in their order: side by side, in a tall frame one below the other."""
        if self.tall or (self.s.shape == "square" and count == 3):
            return self.area.rows(gap, *[1.0] * count)
        across = {4: 2}.get(count, 3) if self.s.shape == "square" and count > 3 else count if count < 5 else 3
        while (self.area.width - gap * (across - 1)) / across - 2 * PAD < self.words[0]:
            across -= 1
        lines = self.area.rows(gap, *[1.0] * math.ceil(count / across))
        found: list[Area] = []
        for i, line in enumerate(lines):
            here = min(across, count - i * across)
            wide = (line.width - gap * (across - 1)) / across
            row = line.fitted(here * wide + gap * (here - 1), line.height)
            found += self.columns(row, gap, *[1.0] * here)
        return [
            cell if cell.width > cell.height * BESIDE else cell.fitted(cell.width, cell.width * 1.42)
            for cell in found
        ]

    def parted(self, card: Area) -> tuple[Area, Area]:
        """A card's picture and the room for its words."""
        wide, high = self.words
        inner = card.inset(min(PAD, 0.11 * card.height))
        if card.width > card.height * BESIDE:
            across = min(max(inner.height * 1.3, inner.width * 0.26), inner.width - wide - PAD)
            picture, words = self.columns(inner, PAD, across, inner.width - PAD - across)
            return picture, words
        down = max(high, inner.height * 0.2)
        picture, words = inner.rows(PAD * 0.6, inner.height - down - PAD * 0.6, down)
        return picture, words
