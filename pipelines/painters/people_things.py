"""What drawn people sit on, work at and ride: each thing round (0, 0), the ground between the heels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.painters import people_rides
from pipelines.painters.people_brush import Brush


@dataclass(frozen=True)
class Thing:
    """`reach` are the edges (left, top, right, bottom) that it fills at most."""

    draw: Callable[[Brush], None]
    reach: tuple[float, float, float, float]

    @property
    def on_table(self) -> bool:
        """Whether it is still to be seen when a table hides what is below the hips."""
        return self.reach[3] < -30


def _chair(b: Brush) -> None:
    wood = b.shade(b["straw"], 0.42)
    for x, foot in ((-19.5, -21.5), (-4, -2.4)):
        b.line(f"M{x} -21L{foot} -0.8", b.shade(wood, 0.12), 2.0)
    b.line("M-20 -22L-22.6 -49", wood, 2.2)
    b.canvas.path("M-24.2 -50L-21.2 -50L-19.4 -33L-22.4 -33Z", b.lit(wood))
    b.canvas.rect(-22, -23.4, 21, 3.2, b.lit(wood), r=1.4)


def _stool(b: Brush) -> None:
    wood = b.shade(b["straw"], 0.36)
    for x, foot in ((-18, -20), (-5, -3)):
        b.line(f"M{x} -16L{foot} -0.8", b.shade(wood, 0.14), 2.2)
    b.canvas.rect(-21.5, -18, 19, 3.4, b.lit(wood), r=1.6)


def _desk(b: Brush) -> None:
    _top(b, 8, 50, -39.6)
    _screen(b, 24.0, -39.6)


def _writing_desk(b: Brush) -> None:
    _top(b, 8, 50, -39.6)
    b.canvas.poly([(14, -39.6), (26, -39.6), (27.4, -40.8), (15.4, -40.8)], b["white"])
    for i, name in enumerate(("accent", "leaf", "main")):
        b.canvas.rect(35, -42.6 - 3 * i, 12 - i, 3, b.lit(b[name]), r=0.5)


def _top(b: Brush, left: float, right: float, y: float) -> None:
    """A table seen from its side."""
    wood = b.shade(b["straw"], 0.3)
    for x in (left + 3, right - 3):
        b.line(f"M{x:.2f} {y + 3:.2f}V-0.9", b.shade(wood, 0.22), 2.2)
    b.canvas.rect(left, y, right - left, 3.4, b.lit(wood), r=1.0)


def _screen(b: Brush, x: float, y: float) -> None:
    """An open laptop from the side."""
    steel = b.shade(b["steel"], 0.1)
    b.line(f"M{x - 9:.2f} {y - 0.8:.2f}H{x + 3:.2f}", b.shade(steel, 0.25), 1.5)
    b.line(f"M{x + 3:.2f} {y - 1:.2f}L{x + 8.4:.2f} {y - 13.4:.2f}", steel, 1.7)
    b.canvas.poly([(x + 2.4, y - 1.8), (x + 7.4, y - 13.2), (x - 5, y - 9), (x - 8, y - 2)], b["white"], 0.16)


def _school_desk(b: Brush) -> None:
    """From the front: it hides the knees of who sits behind it."""
    wood = b.shade(b["straw"], 0.2)
    for x in (-17, 17):
        b.line(f"M{x} -32V-1", b.shade(b["steel"], 0.3), 2.4)
    b.canvas.rect(-19, -32, 38, 23, b.lit(b.shade(wood, 0.14)), r=1)
    b.canvas.rect(-21.5, -35.4, 43, 4.4, b.lit(wood), r=1.2)
    b.canvas.path("M3 -35.4L5 -38.6H16L15 -35.4Z", b["white"])
    b.canvas.path("M-15 -35.4L-14 -38.4H-6L-6 -35.4Z", b.lit(b["accent"]))


def _long_table(b: Brush) -> None:
    """A table for several, from the front, with what a team has on it."""
    wood = b.shade(b["straw"], 0.3)
    for x in (-48, 48):
        b.line(f"M{x} -36V-1.2", b.shade(wood, 0.26), 3.0)
    b.canvas.rect(-45, -34, 90, 27, b.lit(b.shade(wood, 0.3)))
    b.canvas.path("M-54 -36L-48 -43H48L54 -36Z", b.lit(wood))
    b.canvas.rect(-54, -36.2, 108, 4.4, b.lit(b.shade(wood, 0.18)), r=1)
    b.canvas.path("M-9 -38.4L-7.4 -50H11.4L10 -38.4Z", b.lit(b.shade(b["steel"], 0.1)))
    b.canvas.circle(1.4, -44.4, 1.5, b["white"], 0.85)
    for x in (-32, 30):
        b.canvas.poly([(x - 6, -38), (x - 4, -41.4), (x + 6, -41.4), (x + 5, -38)], b["white"])
    b.canvas.path("M17 -38.6L17.4 -44H22.6L23 -38.6Z", b.lit(b["accent"]))


def _stove(b: Brush) -> None:
    clay = b.shade(b["straw"], 0.34)
    b.canvas.rect(11, -36, 34, 36, b.lit(clay), r=1.6)
    b.canvas.rect(9.6, -38.4, 36.8, 3.8, b.lit(b.shade(clay, 0.22)), r=1.2)
    b.canvas.path("M20 -6V-16Q28 -25 36 -16V-6Z", b.shade(clay, 0.6))
    b.canvas.path("M23 -6Q21 -13 26 -19Q26.6 -14.6 29 -13.6Q29.4 -16 31 -17.6Q34.4 -11 33 -6Z", b["safety"])
    b.canvas.path("M26 -6Q25.4 -10 28.4 -12.6Q31.4 -9 30.4 -6Z", b["gold"])


def _pot(b: Brush) -> None:
    steel = b["steel"].mixed(b["ink"], 0.15)
    b.canvas.path("M16 -51H40Q41.4 -42 37.4 -38.6H18.6Q14.6 -42 16 -51Z", b.lit(steel))
    b.canvas.rect(14.6, -52.6, 26.8, 2.6, b.lit(b.shade(steel, 0.16)), r=1.2)
    b.line("M14.8 -48H11.6M41.2 -48H44.4", b.shade(steel, 0.3), 1.8)


def _steam(b: Brush) -> None:
    for x, y in ((25, -57), (30, -60), (35, -56.6)):
        b.line(f"M{x} {y}q-2.6 -3.6 0 -7t0 -7", b["white"], 1.3, 0.55)


def _plants(b: Brush) -> None:
    leaf = b["leaf"]
    for x in (24.0, 34.0, 44.0):
        for lean, tall in ((-5, 13), (-2, 18), (2, 19), (5.4, 13)):
            b.line(f"M{x} 0Q{x + lean * 0.3:.1f} {-tall * 0.6:.1f} {x + lean} {-tall}", b.shade(leaf, 0.1), 1.5)
        b.canvas.ellipse(x, 0.2, 6.4, 1.5, b.shade(b["straw"], 0.6))


def _seedling(b: Brush) -> None:
    b.canvas.path("M16 0.4Q19 -5.6 27 -5.8Q35 -5.6 38 0.4Z", b.lit(b.shade(b["straw"], 0.62)))
    b.line("M27 -5Q26.4 -12 27.4 -19", b.shade(b["leaf"], 0.2), 1.5)
    b.canvas.path("M27.2 -13Q20 -13.4 18 -20Q25.6 -20.6 27.2 -13Z", b.lit(b["leaf"]))
    b.canvas.path("M27.4 -17Q34 -17.4 36.4 -24Q28.6 -24.6 27.4 -17Z", b.lit(b["leaf"]))


THINGS: dict[str, Thing] = {
    "bicycle": Thing(people_rides.bicycle, (-42, -56, 44, 0.8)),
    "motorcycle": Thing(people_rides.motorcycle, (-43, -53, 44, 0.8)),
    "horse": Thing(people_rides.horse, (-50, -93, 61, 0.8)),
    "wheelchair": Thing(people_rides.wheelchair, (-25, -54, 21, 0.8)),
    "chair": Thing(_chair, (-26, -51, 0, 0.8)),
    "stool": Thing(_stool, (-23, -19, -1, 0.8)),
    "desk": Thing(_desk, (7, -54, 51, 0.8)),
    "writing_desk": Thing(_writing_desk, (7, -50, 51, 0.8)),
    "school_desk": Thing(_school_desk, (-23, -40, 23, 0.8)),
    "long_table": Thing(_long_table, (-56, -51, 56, 0.8)),
    "stove": Thing(_stove, (9, -39, 47.8, 0.8)),
    "pot": Thing(_pot, (10, -53, 46, -38)),
    "steam": Thing(_steam, (22, -75, 38, -56)),
    "plants": Thing(_plants, (17, -20, 51, 0.8)),
    "seedling": Thing(_seedling, (15, -25, 39, 0.8)),
    "skis": Thing(people_rides.skis, (-44, -10, 45, 1.8)),
    "poles": Thing(people_rides.poles, (-18, -52, 26, -10)),
    "snowboard": Thing(people_rides.snowboard, (-37, -10, 30, 1.8)),
    "surfboard": Thing(people_rides.surfboard, (-59, -28, 53, 4)),
    "boat": Thing(people_rides.boat, (-73, -22, 75, 9.8)),
    "water": Thing(people_rides.water, (-81, -15, 67, 9.6)),
}
