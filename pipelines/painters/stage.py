"""The stage: the frame's geometry, its light and its empty sheets, ready for a setting to be drawn on."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from pipelines.painters.canvas import Canvas
from pipelines.painters.looks import Light
from studio.film import Framing, Size

MARGIN = 0.1  # on every side, as a share of the frame: what a camera may wander
CALM = {"wide": 0.20, "square": 0.25, "tall": 0.32}  # the lowest part of the frame, kept for captions


@dataclass
class Stage:
    """Coordinates: the visible frame is (0, 0) to (w, h) in percent of its short side.

    Drawings go on over the frame's edge up to `left`, `right`, `top` and `bottom`.
    """

    size: Size
    light: Light
    framing: Framing
    rng: random.Random
    sunny: bool = True  # whether the sky may hold a sun or a moon of its own
    back: Canvas = field(init=False)
    far: Canvas = field(init=False)
    middle: Canvas = field(init=False)
    near: Canvas = field(init=False)  # the ground and what stands on it beside the subject
    front: Canvas = field(init=False)
    glow: Canvas = field(init=False)
    hint: Stage | None = None  # the place of which no more than a hint is seen behind all

    def __post_init__(self) -> None:
        flat = self.light.look.gradient < 0.5
        for name in ("back", "far", "middle", "near", "front", "glow"):
            setattr(self, name, Canvas(flat))

    @property
    def w(self) -> float:
        return 100 * self.size.width / self.size.short_side

    @property
    def h(self) -> float:
        return 100 * self.size.height / self.size.short_side

    @property
    def left(self) -> float:
        return -MARGIN * self.w - 2

    @property
    def right(self) -> float:
        return (1 + MARGIN) * self.w + 2

    @property
    def top(self) -> float:
        return -MARGIN * self.h - 2

    @property
    def bottom(self) -> float:
        return (1 + MARGIN) * self.h + 2

    @property
    def span(self) -> float:
        return self.right - self.left

    @property
    def shape(self) -> str:
        ratio = self.size.width / self.size.height
        return "wide" if ratio > 1.2 else "square" if ratio > 0.7 else "tall"

    @property
    def floor(self) -> float:
        """Where the subject stands."""
        return self.h * (1 - CALM[self.shape])

    @property
    def horizon(self) -> float:
        """Where the ground begins; a close view looks down on its subject, a wide one across."""
        return self.floor - {"wide": 9, "medium": 13, "close": 19}[self.framing]

    @property
    def zoom(self) -> float:
        """How large the things of the middle ground are."""
        return {"wide": 0.78, "medium": 1.0, "close": 1.45}[self.framing]

    def steps(self, first: float, last: float, gap: float, jitter: float = 0.3) -> list[float]:
        """Places between two ends about `gap` apart, a little irregular."""
        places, at = [], first
        while at < last:
            places.append(at)
            at += gap * (1 + self.rng.uniform(-jitter, jitter))
        return places
