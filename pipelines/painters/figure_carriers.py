"""What carries a figure's parts: the ground they stand on, small stages on cards, a plinth for a single one."""

from __future__ import annotations

import math

from pipelines.painters import people
from pipelines.painters.areas import Area
from pipelines.painters.figure_board import Actor, Board, Pose


def stands(b: Board, i: int, area: Area) -> None:
    """A part on the lower edge of an area, with its shadow."""
    size, canvas, light = min(area.width, area.height), b.s.near, b.s.light
    if not light.look.line:
        shift = -light.side * size * 0.06
        canvas.ellipse(area.x + shift, area.bottom, size * 0.56, size * 0.10, canvas.glow(light.ink, 0.42))
    shown(b, i, area, "stands")


def shown(b: Board, i: int, area: Area, pose: Pose, own: bool = False) -> None:
    """A part in an area: its pictogram, or a shape where there is nothing to be seen of it.

    The products take the main part's place, unless each part is to be shown as its `own` thing.
    """
    b.taken.append(area)
    if b.products and i == b.main and not own:
        b.pieces[-1].actors.append(Actor("", area, pose))
    elif i < len(b.things) and b.things[i]:
        b.pieces[-1].actors.append(Actor(b.things[i], area, pose))
    else:
        shape(b, i, area, pose == "stands")


def in_disc(b: Board, i: int, x: float, y: float, r: float, own: bool = False) -> None:
    """A part in a disc; people as portraits whose shoulders end at its rim."""
    if is_person(b, i, own):
        shown(b, i, Area.around(x, y, r), "medallion", own)
    else:
        shown(b, i, Area(x - r * 0.69, y - r * 0.7, r * 1.38, r * 1.4), "hangs", own)


def is_person(b: Board, i: int, own: bool = False) -> bool:
    """Whether a part is shown as a person."""
    return (own or not b.products or i != b.main) and i < len(b.things) and people.is_person(b.things[i])


def shape(b: Board, i: int, area: Area, standing: bool) -> None:
    """A form in the accent's colours, another for every part."""
    canvas, r = b.s.near, min(area.width, area.height) * 0.43
    fill = canvas.vertical(b.tones.accent, b.tones.deep)
    sides = (0, 4, 3, 6, 5, 8)[i % 6]
    turns = [(math.pi / 4 if sides == 4 else -math.pi / 2) + k * math.tau / max(sides, 1) for k in range(sides)]
    low = r * max((math.sin(turn) for turn in turns), default=1.0)
    x, y = area.x, area.bottom - low if standing else area.y
    for part, paint in ((r, fill), (r * 0.44, b.tones.pale)):
        if sides:
            canvas.poly([(x + part * math.cos(turn), y + part * math.sin(turn)) for turn in turns], paint)
        else:
            canvas.circle(x, y, part, paint)


def well(b: Board, i: int, area: Area) -> None:
    """A part on a small stage of its own, a wall, a floor, and light behind it; it comes in after that."""
    canvas, tones = b.s.near, b.tones
    r = min(2.2, area.height / 8)
    wall = canvas.vertical(tones.soft.mixed(tones.surface, 0.35), tones.soft)
    canvas.rect(area.left, area.top, area.width, area.height, wall, r)
    canvas.circle(area.x, area.y, min(area.width, area.height) * 0.43, tones.surface, 0.55)
    ground = area.height * 0.24
    y, bow = area.bottom - ground, min(3.0, ground * 0.3)
    low = area.bottom - r
    d = f"M{area.left:.2f} {y + bow:.2f}Q{area.x:.2f} {y - bow:.2f} {area.right:.2f} {y + bow:.2f}V{low:.2f}"
    d += f"q0 {r:.2f} {-r:.2f} {r:.2f}H{area.left + r:.2f}q{-r:.2f} 0 {-r:.2f} {-r:.2f}Z"
    canvas.path(d, canvas.vertical(tones.floor, tones.floor.mixed(tones.soft, 0.4)))
    b.begin("stands", i, b.pieces[-1].order + 1)
    if is_person(b, i):
        shown(b, i, Area(area.left + 1, area.top + area.height * 0.07, area.width - 2, area.height * 0.93), "rises")
    else:
        stands(b, i, Area(area.left + 1, area.top + area.height * 0.08, area.width - 2, area.height * 0.80))


def pedestal(b: Board, i: int, area: Area) -> None:
    """A part as large as the area holds it, on a round plinth, before a disc of light; there from the start."""
    canvas, tones, light = b.begin("stands"), b.tones, b.s.light
    size = min(area.width, area.height * 0.92)
    area = area.fitted(size, size / 0.92)
    x, high = area.x, size * 0.16
    half, top = size * 0.46, area.bottom - high
    arc = half * 0.2
    canvas.circle(x, area.top + size * 0.46, size * 0.46, tones.surface, 0.42)
    canvas.ellipse(x - light.side * 2, area.bottom - arc * 0.2, half * 1.3, arc * 1.6, canvas.glow(light.ink, 0.5))
    body, shade = tones.soft, tones.soft.mixed(light.ink, 0.28)
    left, right, low = x - half, x + half, area.bottom - arc
    d = f"M{left:.2f} {top:.2f}V{low:.2f}A{half:.2f} {arc:.2f} 0 0 0 {right:.2f} {low:.2f}V{top:.2f}Z"
    canvas.path(d, canvas.across(*((shade, body) if light.side > 0 else (body, shade))))
    canvas.ellipse(x, top, half, arc, tones.surface)
    b.taken.append(Area(left, top - arc, 2 * half, high + arc))
    b.begin("stands", order=1)
    stands(b, i, Area(x - size * 0.4, area.top, size * 0.8, top - area.top + arc * 0.3))
