"""Rectangles in a picture, in its pixels or in shares of it: where words, logos, faces and subjects are."""

from __future__ import annotations

import math
from typing import NamedTuple


class Area(NamedTuple):
    """By its edges, perhaps beyond those of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def extent(self) -> float:
        return self.width * self.height

    def grown(self, across: float, down: float) -> Area:
        return Area(self.left - across, self.top - down, self.right + across, self.bottom + down)

    def moved(self, right: float, down: float) -> Area:
        return Area(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def away(self, x: float, y: float) -> float:
        """How far a point is from it."""
        return math.hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))

    def holds(self, other: Area) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def shared(self, other: Area) -> float:
        """The extent that it has in common with another."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)
