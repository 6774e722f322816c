"""Figures about one thing: a step, a quote, a question, a place on a map."""

from __future__ import annotations

import math

from pipelines.painters.canvas import Canvas, Paint, curve
from pipelines.painters.figure_board import Area, Board
from pipelines.painters.figure_carriers import in_disc, is_person, pedestal, shown

PIPS = 12  # more steps than this are not counted out


def step(b: Board) -> None:
    """A large disc for the step's words, pips that say how far along it is, and the part on a plinth."""
    area, tones = b.area, b.tones
    disc, hero = area.rows(3, 1.0, 1.15) if b.stacks(0.85) else area.columns(4, 1.0, 1.15)
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
    canvas = b.begin("spreads", 0, 2)
    for i, done in enumerate(pips):
        at = x + (i - (len(pips) - 1) / 2) * gap
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
        side, plate = area.columns(5, 0.62, 1.38) if who else (area, area.fitted(120, 58))
    plate = plate.fitted(plate.width, 64)
    canvas = b.begin("stands", 0)
    b.card(plate, r=4.0)
    canvas.rect(plate.left + 4, plate.bottom - 5, plate.width * 0.22, 1.1, tones.accent, 0.5)
    if who:
        if above:
            _tail(b, (plate.x, plate.bottom), (plate.x - 2, plate.bottom + 6), 5, 0)
        else:
            _tail(b, (plate.left, plate.y + 4), (plate.left - 5, plate.y + 7), 0, 5)
        _portrait(b, side)
    size = min(plate.height * 0.3, 15.0)
    _marks(b.begin("stands", 0, 1), plate.left + 4, plate.top + 4, size, tones.accent)
    top = plate.top + 4 + size + 1.5
    b.places.append(Area(plate.left + 4, top, plate.width - 8, plate.bottom - 6.5 - top))


def _tail(b: Board, root: tuple[float, float], tip: tuple[float, float], across: float, down: float) -> None:
    """The corner of a speech bubble, from its edge to where it points."""
    (x, y), (tx, ty) = root, tip
    inner = (1.0 if not across else 0.0, -1.0 if across else 0.0)
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
    side, plate = area.rows(4, 1.2, 1.0) if b.stacks(0.7) else area.columns(5, 0.85, 1.15)
    plate = plate.fitted(plate.width, 46)
    r = min(side.width, side.height) / 2 - 0.6
    x, y = side.x, side.y
    b.disc(x, y, r, canvas.vertical(tones.accent, tones.deep))
    canvas.circle(x, y, r * 0.9, tones.pale, 0.14)
    mark = b.begin("spreads", 0, 1)
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
    canvas.rect(plate.left + 4, plate.bottom - 5, plate.width * 0.22, 1.1, tones.accent, 0.5)
    b.places.append(Area(plate.left + 4, plate.top + 3, plate.width - 8, plate.height - 9.5))


def _asked(canvas: Canvas, x: float, y: float, size: float, colour: Paint) -> None:
    """A question mark, drawn with one stroke and a dot."""
    with canvas.placed(x, y, size):
        canvas.stroke("M-0.24 -0.22C-0.24 -0.5 0.26 -0.5 0.26 -0.18C0.26 0.02 0 0.02 0 0.22", colour, 0.13)
        canvas.circle(0, 0.43, 0.085, colour)


def where(b: Board) -> None:
    """A folded map with a pin in it; what is there stands in the pin's head, its name on a plate beside it."""
    area, tones, canvas = b.area, b.tones, b.s.near
    wide, high = b.words
    sheet = area.inset(0, 1.5)
    _land(b, sheet)
    down = max(high + 2, 12.0)
    if b.stacks(0.7):
        plate = Area(sheet.left + 8, sheet.bottom - down - 6, sheet.width - 16, down)
        x, foot = sheet.x, plate.top - 5
        r = min(sheet.width * 0.3, (foot - sheet.top) * 0.32)
    else:
        across = max(wide * 1.3, sheet.width * 0.36)
        plate = Area(sheet.right - across - 5, sheet.y - down / 2, across, down)
        x, foot = sheet.left + (plate.left - sheet.left) / 2, sheet.bottom - 7
        r = min((plate.left - sheet.left) * 0.32, sheet.height * 0.3)
    for i, part in enumerate((1.0, 0.66, 0.34)):
        canvas.ellipse(x, foot, r * part, r * part * 0.28, (tones.accent, tones.pale, tones.deep)[i], 0.35 + 0.15 * i)
    _pin(b, x, foot, r)
    b.card(plate, r=min(4.0, plate.height / 3))
    b.places.append(plate.inset(1.6, 0.8))


def _pin(b: Board, x: float, foot: float, r: float) -> None:
    """A pin whose point is at its foot; its head holds the thing, or a hole."""
    canvas, tones = b.s.near, b.tones
    y = foot - r * 1.75
    turn = math.acos(r / (foot - y))
    dx, dy = r * math.sin(turn), r * math.cos(turn)
    d = f"M{x:.2f} {foot:.2f}L{x - dx:.2f} {y + dy:.2f}A{r:.2f} {r:.2f} 0 1 1 {x + dx:.2f} {y + dy:.2f}Z"
    if not (b.s.light.look.shadow or b.s.light.look.line):
        with canvas.placed(-b.s.light.side * 1.4, 1.2):
            canvas.path(d, b.s.light.ink, 0.14)
    canvas.path(d, canvas.vertical(tones.accent, tones.deep))
    b.taken.append(Area(x - r, y - r, 2 * r, foot - y + r))
    canvas.circle(x, y, r * 0.78, tones.surface)
    if b.shows(b.main):
        in_disc(b, b.main, x, y, r * 0.78)
    else:
        canvas.circle(x, y, r * 0.36, tones.accent)


def _land(b: Board, sheet: Area) -> None:
    """A map in folds, with land and water, roads, fields and blocks of houses; drawn from the shot's own numbers."""
    canvas, tones, rng, light = b.s.near, b.tones, b.s.rng, b.s.light
    b.card(sheet, tones.soft.mixed(tones.floor, 0.3), 2.0)
    inner = sheet.inset(1.6)
    water, green = (light.united(tones.floor.lightness, 0.09, hue) for hue in (230, 145))
    for _ in range(5):
        across = rng.uniform(14, 22)
        left, top = rng.uniform(inner.left, inner.right - across), rng.uniform(inner.top, inner.bottom - across * 0.6)
        canvas.rect(left, top, across, across * 0.6, green, 2.5, 0.8)
    steps = [inner.left + 1.6 + (inner.width - 3.2) * k / 5 for k in range(6)]
    river = [(x, inner.top + inner.height * rng.uniform(0.25, 0.6)) for x in steps]
    canvas.stroke(curve(river), water, 6.0)
    for k in range(1, 5):
        x = inner.left + inner.width * (k + rng.uniform(-0.2, 0.2)) / 5
        lean = rng.uniform(-8, 8)
        canvas.stroke(
            f"M{x:.2f} {inner.top:.2f}L{min(max(x + lean, inner.left), inner.right):.2f} {inner.bottom:.2f}",
            tones.surface,
            1.5,
        )
    for k in range(1, 4):
        y = inner.top + inner.height * k / 4
        ends = [min(max(y + rng.uniform(-5, 5), inner.top), inner.bottom) for _ in range(2)]
        canvas.stroke(f"M{inner.left:.2f} {ends[0]:.2f}L{inner.right:.2f} {ends[1]:.2f}", tones.surface, 1.5)
    folds = 3 if b.tall else 4
    for k, fold in enumerate(sheet.columns(0, *[1.0] * folds)):
        if k % 2:
            canvas.rect(fold.left, fold.top, fold.width, fold.height, light.ink, opacity=0.08)
    rim = sheet.inset(1.4)
    d = f"M{rim.left:.2f} {rim.top:.2f}H{rim.right:.2f}V{rim.bottom:.2f}H{rim.left:.2f}Z"
    canvas.stroke(d, tones.surface, 2.8)
