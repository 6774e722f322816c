"""Rectangles: by their four edges, and as areas of the stage that are divided among what is laid out on them."""

from __future__ import annotations

from dataclasses import dataclass

Edges = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Area:
    """A rectangle in stage units."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def x(self) -> float:
        return self.left + self.width / 2

    @property
    def y(self) -> float:
        return self.top + self.height / 2

    @classmethod
    def around(cls, x: float, y: float, r: float, squash: float = 1.0) -> Area:
        """The area of a disc; `squash` is its height to its width."""
        return cls(x - r, y - r * squash, 2 * r, 2 * r * squash)

    def inset(self, across: float, down: float | None = None) -> Area:
        down = across if down is None else down
        return Area(self.left + across, self.top + down, self.width - 2 * across, self.height - 2 * down)

    def fitted(self, width: float, height: float) -> Area:
        """As large as itself but at most so wide and high, about the same middle."""
        wide, high = min(width, self.width), min(height, self.height)
        return Area(self.x - wide / 2, self.y - high / 2, wide, high)

    def columns(self, gap: float, *shares: float) -> list[Area]:
        """Side by side, as wide as their shares."""
        found, left, free = [], self.left, self.width - gap * (len(shares) - 1)
        for share in shares:
            wide = free * share / sum(shares)
            found.append(Area(left, self.top, wide, self.height))
            left += wide + gap
        return found

    def rows(self, gap: float, *shares: float) -> list[Area]:
        """One below the other, as high as their shares."""
        found, top, free = [], self.top, self.height - gap * (len(shares) - 1)
        for share in shares:
            high = free * share / sum(shares)
            found.append(Area(self.left, top, self.width, high))
            top += high + gap
        return found

    def meets(self, other: Area) -> bool:
        return (
            min(self.right, other.right) > max(self.left, other.left)
            and min(self.bottom, other.bottom) > max(self.top, other.top)
        )  # fmt: skip
