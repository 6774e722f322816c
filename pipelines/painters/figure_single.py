"""Figures about one thing: a step, a quote, a question."""

from __future__ import annotations

import math

from pipelines.painters.areas import Area
from pipelines.painters.canvas import Canvas, Paint
from pipelines.painters.figure_board import Board
from pipelines.painters.figure_carriers import in_disc, is_person, pedestal, shown

PIPS = 12  # more steps than this are not counted out


def step(b: Board) -> None:
    """A large disc for the step's words, pips that say how far along it is, and the part on a plinth."""
    area, tones = b.area, b.tones
    disc, hero = area.rows(3, 1.0, 1.15) if b.stacks(0.85) else b.columns(area, 4, 1.0, 1.15)
    pips = _pips(b)
    strip = 6.0 if pips else 0.0
    r = min(disc.width, disc.height - strip) / 2 - 0.5
    r = min(r, 30.0)
    x, y = disc.x, disc.y - strip / 2
    canvas = b.begin("stands", 0)
    b.disc(x, y, r, canvas.vertical(tones.accent, tones.deep))
    canvas.circle(x, y, r * 0.86, tones.surface)
    b.places.append(Area(x - r * 0.7, y - r * 0.42, r * 1.4, r * 0.84))
    gap = min(6.0, 2 * r / max(len(pips), 1))
    canvas, onward = b.begin(b.spreads, 0, 2), -gap if b.figure.from_right else gap
    for i, done in enumerate(pips):
        at = x + (i - (len(pips) - 1) / 2) * onward
        canvas.circle(at, y + r + strip * 0.75, gap * 0.38, tones.surface)
        canvas.circle(at, y + r + strip * 0.75, gap * 0.29, tones.accent if done else tones.track)
    b.taken.append(Area(x - r, y - r, 2 * r, 2 * r + strip))
    pedestal(b, b.main, hero.fitted(hero.width, hero.height * (1.0 if b.stacks(0.85) else 0.9)))


def _pips(b: Board) -> list[bool]:
    """One for each step, true for those done; none where that is not known or cannot be so."""
    number, of = b.figure.number, b.figure.of
    return [i < number for i in range(of)] if 0 < number <= of <= PIPS else []


def quote(b: Board) -> None:
    """A plate for what was said, with speech marks at its corner; who said it looks on from the side."""
    area, tones = b.area, b.tones
    who = b.shows(b.main)
    above = b.stacks(0.7)
    if above:
        plate, side = area.rows(4, 1.25, 1.0) if who else (area.fitted(area.width, 60), area)
    else:
        side, plate = b.columns(area, 5, 0.62, 1.38) if who else (area, area.fitted(120, 58))
    plate = plate.fitted(plate.width, 64)
    canvas = b.begin("stands", 0)
    b.card(plate, r=4.0)
    bar = plate.width * 0.22
    canvas.rect(b.from_start(plate, 4, bar), plate.bottom - 5, bar, 1.1, tones.accent, 0.5)
    if who:
        if above:
            _tail(b, (plate.x, plate.bottom), (plate.x - 2, plate.bottom + 6), 5, 0)
        else:
            edge = b.from_start(plate, 0, 0)
            _tail(b, (edge, plate.y + 4), (b.from_start(plate, -5, 0), plate.y + 7), 0, 5)
        _portrait(b, side)
    size = min(plate.height * 0.3, 15.0)
    _marks(b.begin("stands", 0, 1), b.from_start(plate, 4, 1.1 * size), plate.top + 4, size, tones.accent)
    top = plate.top + 4 + size + 1.5
    b.places.append(Area(plate.left + 4, top, plate.width - 8, plate.bottom - 6.5 - top))


def _tail(b: Board, root: tuple[float, float], tip: tuple[float, float], across: float, down: float) -> None:
    """The corner of a speech bubble, from its edge to where it points."""
    (x, y), (tx, ty) = root, tip
    inner = (math.copysign(1.0, x - tx) if not across else 0.0, -1.0 if across else 0.0)
    corners = [(x - across + inner[0], y - down + inner[1]), (tx, ty), (x + across + inner[0], y + down + inner[1])]
    b.s.near.poly(corners, b.tones.surface)


def _portrait(b: Board, area: Area) -> None:
    """Who or what speaks, on a disc with a rim."""
    r = min(area.width, area.height) / 2 - 0.6
    x, y = area.x, area.y
    b.begin("stands")
    b.disc(x, y, r)
    b.s.near.circle(x, y, r * 0.93, b.s.near.vertical(b.tones.accent, b.tones.deep))
    b.s.near.circle(x, y, r * 0.8, b.tones.soft, 0.35)
    in_disc(b, b.main, x, y, r * 0.93)


def _marks(canvas: Canvas, x: float, y: float, size: float, fill: Paint) -> None:
    """A pair of opening speech marks."""
    for at in (0.0, 0.62):
        with canvas.placed(x + at * size, y, size):
            canvas.circle(0.26, 0.62, 0.25, fill)
            canvas.path("M0.01 0.62C0.01 0.3 0.16 0.1 0.44 0.02L0.48 0.13C0.32 0.2 0.26 0.28 0.26 0.4Z", fill)


def question(b: Board) -> None:
    """A large question mark beside the thing it asks about, and a plate for the question."""
    area, tones, canvas = b.area, b.tones, b.begin("stands")
    side, plate = area.rows(4, 1.2, 1.0) if b.stacks(0.7) else b.columns(area, 5, 0.85, 1.15)
    plate = plate.fitted(plate.width, 46)
    r = min(side.width, side.height) / 2 - 0.6
    x, y = side.x, side.y
    b.disc(x, y, r, canvas.vertical(tones.accent, tones.deep))
    canvas.circle(x, y, r * 0.9, tones.pale, 0.14)
    mark = b.begin(b.spreads, 0, 1)
    b.begin("stands", order=1)
    if is_person(b, b.main):
        in_disc(b, b.main, x, y, r * 0.9)
        _asked(mark, x + r * 0.57, y - r * 0.34, r * 0.72, tones.pale)
    elif b.shows(b.main):
        shown(b, b.main, Area(x - r * 0.72, y - r * 0.32, r * 0.98, r * 1.0), "stands")
        _asked(mark, x + r * 0.44, y - r * 0.3, r * 0.95, tones.pale)
    else:
        _asked(mark, x, y, r * 1.3, tones.pale)
    canvas = b.begin("stands", 0)
    b.card(plate, r=4.0)
    bar = plate.width * 0.22
    canvas.rect(b.from_start(plate, 4, bar), plate.bottom - 5, bar, 1.1, tones.accent, 0.5)
    b.places.append(Area(plate.left + 4, plate.top + 3, plate.width - 8, plate.height - 9.5))


def _asked(canvas: Canvas, x: float, y: float, size: float, colour: Paint) -> None:
    """A question mark, drawn with one stroke and a dot."""
    with canvas.placed(x, y, size):
        canvas.stroke("M-0.24 -0.22C-0.24 -0.5 0.26 -0.5 0.26 -0.18C0.26 0.02 0 0.02 0 0.22", colour, 0.13)
        canvas.circle(0, 0.43, 0.085, colour)
