"""Maps: land on water, a pin and a name for each place, the way from one to another, and where on Earth it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipelines.machinery.gazetteer import ONWARD, Place, is_place, place
from pipelines.machinery.svg import Pixels
from pipelines.painters.areas import Area
from pipelines.painters.atmosphere import light_over
from pipelines.painters.canvas import Canvas, Point
from pipelines.painters.charting import EARTH, Chart, covered, middle, path
from pipelines.painters.colour import Lab
from pipelines.painters.figure_board import Board, Motion
from pipelines.painters.figure_carriers import in_disc
from pipelines.painters.looks import Light
from pipelines.painters.sheets import edged, empty, halo, over, rendered, textured
from pipelines.painters.stage import Stage
from studio.film import Figure, edited

NEAREST, CLOSEST = 14.0, 6.0  # km to a stage unit: of one city, and of cities side by side
FARTHEST = 80.0  # from here on a globe shows more than a sheet
LAND = (0.1, 0.86)  # of a view: with less or more no coast is known again
WIDER, MOST_WIDER = 1.2, 2.6  # in one step, and in all where several places are shown
REACH = 0.7  # of a view's shorter side, what a country takes
LOCATED = 40.0  # km to a stage unit: up to here a small globe says where on Earth the view is
PIN, HEAD = 5.4, 8.6  # a pin's radius, and that of one that something stands in
ON_LAND = 0.3  # what keeps a plate off land; beside its pin's head it is told whose it is
SUNK = 2.75  # of that radius, from a pin's point to its top


def charted(b: Board) -> Chart:
    """The view that shows all places, and so much coast that one knows where they are."""
    found = [place(part) for part in b.figure.parts]
    lat, lon = middle(found)
    room, alone = _room(b), len(found) == 1
    spots = [Chart(lat, lon, 0, 0, 1).at(each) for each in found]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*spots, strict=True))
    reach = 2 * max(each.km for each in found) / EARTH
    fitted = min(room.width / max(right - left, 1e-6), room.height / max(bottom - top, 1e-6))
    scale = min(
        fitted,
        REACH * min(b.area.width, b.area.height) / max(reach, 1e-6),
        EARTH / (NEAREST if alone else CLOSEST),
    )
    x, y = (left + right) / 2, (top + bottom) / 2
    widest = max(EARTH / FARTHEST, 0.0 if alone else min(scale, fitted / MOST_WIDER))
    while scale > EARTH / FARTHEST:
        chart = Chart(lat, lon, room.x - scale * x, room.y - scale * y, scale)
        share = covered(chart.land(_view(b.s)), b.s.w, b.s.floor).mean()
        if LAND[0] <= share <= LAND[1] or scale / WIDER < widest:
            return chart
        scale /= WIDER
    return Chart(lat, lon, b.area.x, b.area.y, 0.49 * min(b.area.width, b.area.height), globe=True)


def _view(s: Stage) -> Area:
    return Area(s.left, s.top, s.span, s.bottom - s.top)


def _room(b: Board) -> Area:
    """Where pins may point to, so that they and their names have room."""
    side = 0.1 if b.tall else 0.16
    above, below = SUNK * PIN + 2, 4.0 + (b.words[1] if b.tall else 0)
    return Area(
        b.area.left + side * b.area.width, b.area.top + above,
        (1 - 2 * side) * b.area.width, b.area.height - above - below,
    )  # fmt: skip


def world(s: Stage, figure: Figure, seed: int) -> tuple[Pixels, Pixels]:
    """The sheet of the water and that of the land before it, with its shore and its shadow.

    Raises BadInput for a place that is not known.
    """
    chart, view = charted(Board(s, figure, ())), _view(s)
    sea, shore, land, low = _tones(s.light)
    ground = (s.light.ground(0.80), s.light.ground(0.62)) if chart.globe else (sea, sea.mixed(s.light.ink, 0.1))
    s.back.rect(view.left, view.top, view.width, view.height, s.back.vertical(*ground))
    s.back.circle(s.w * (0.5 + 0.3 * s.light.side), 0, s.w * 0.7, s.back.glow(s.light.haze, 0.4))
    sheet = _ball(s, chart) if chart.globe else empty(s)
    grid, canvas = Canvas(), Canvas(s.light.look.gradient < 0.5)
    for line in chart.meridians(10 if EARTH / chart.scale < LOCATED else 15):
        grid.stroke(_line(line), shore, 0.22, 0.55)
    over(sheet, rendered(grid, s), 0, 0)
    canvas.path(path(chart.land(view)), canvas.vertical(land, low))
    top = rendered(canvas, s)
    if not s.light.look.line:
        around = halo(top[..., 3], 0.024 * s.size.short_side, shore.rgb, 1.5)
        over(sheet, _on(around, sheet) if chart.globe else around, 0, 0)
    over(sheet, edged(top, _shaded(s)), 0, 0)
    light_over(s)
    over(sheet, rendered(s.glow, s, 0.125), 0, 0)
    return textured(rendered(s.back, s, 0.5), s, seed), sheet


def _ball(s: Stage, chart: Chart) -> Pixels:
    """The sheet of a globe's water."""
    canvas, sea = Canvas(s.light.look.gradient < 0.5), _tones(s.light)[0]
    canvas.circle(chart.x, chart.y, chart.scale, canvas.vertical(sea, sea.mixed(s.light.ink, 0.14)))
    return edged(rendered(canvas, s), _shaded(s)).copy()


def _on(top: Pixels, sheet: Pixels) -> Pixels:
    """A sheet as far as there is another under it."""
    kept = top.copy()
    kept[..., 3] = np.minimum(top[..., 3], sheet[..., 3])
    return kept


def _shaded(s: Stage) -> Stage:
    """The stage in a look whose sheets throw a shadow, where it neither does so nor draws lines."""
    look = s.light.look
    return s if look.shadow or look.line else replace(s, light=replace(s.light, look=edited(look, shadow=0.22)))


def _tones(light: Light) -> tuple[Lab, Lab, Lab, Lab]:
    """Of water, of the shore, and of land above and below; no time of day dims them."""
    if light.look.line or light.look.glow or light.look.time == "night":
        return (
            light.united(0.25, 0.08, light.hue), light.united(0.40, 0.09, light.hue),
            light.united(0.47, 0.09, light.hue), light.united(0.39, 0.08, light.hue),
        )  # fmt: skip
    if light.look.inks:  # a look that prints in a few colours has none for water alone
        return (
            light.united(0.68, light.chroma, light.hue), light.united(0.84, 0.6 * light.chroma, light.hue),
            light.united(0.97, 0.1 * light.chroma, light.hue), light.united(0.92, 0.2 * light.chroma, light.hue),
        )  # fmt: skip
    return (
        light.united(0.78, 0.095, 228), light.united(0.91, 0.055, 212),
        light.united(0.965, 0.025, 92), light.united(0.91, 0.045, 88),
    )  # fmt: skip


def _line(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def where(b: Board) -> None:
    """The pins, their names' plates and the ways, over a world that is drawn already."""
    chart, found = charted(b), [place(part) for part in b.figure.parts]
    onward = [at for at, part in enumerate(b.figure.parts) if at and part.startswith(ONWARD)]
    ways = {at: _arc(chart, found[at - 1], found[at]) for at in onward}
    spots, starts = [chart.at(each) for each in found], {at - 1 for at in onward}
    r = HEAD if len(found) == 1 and b.shows(0) else PIN if len(found) < 3 else PIN * 0.75
    pins = [_covered(spot, r, at in starts) for at, spot in enumerate(spots)]
    plates = _laid_out(b, chart, pins, [point for way in ways.values() for point in way[8:-8:6]])
    for at, (pin, plate) in enumerate(zip(pins, plates, strict=True)):
        if at in ways:
            b.begin(_spread(ways[at]), at)
            _way(b, ways[at])
        b.begin("stands", at, 1)
        _pinned(b, at, spots[at], r, at in starts)
        b.begin("stands", at, 2)
        b.card(plate, r=min(3.2, plate.height / 3))
        b.taken.append(pin)
        b.places.append(plate.inset(1.2, 0.6))


def _laid_out(b: Board, chart: Chart, pins: Sequence[Area], ways: Sequence[Point]) -> list[Area]:
    """The plates of the pins' names, clear of the ways; then the small globe, where there is still room for it."""
    mask = covered(chart.land(_view(b.s)), b.s.w, b.s.h)
    taken = [*pins, *(Area(x - 1.5, y - 1.5, 3, 3) for x, y in ways)]
    plates: list[Area] = []
    for pin in pins:
        plates.append(_plate(b, pin, taken, mask))
        taken.append(plates[-1])
    if not chart.globe and EARTH / chart.scale < LOCATED:
        _locator(b, chart, taken, mask)
    return plates


def there_is(things: Sequence[str]) -> tuple[str, ...]:
    """Of what a map's shot speaks of the thing that stands in its pin; a country that sounds like one is none."""
    return tuple(thing for thing in things if not is_place(thing))[:1]


def _arc(chart: Chart, one: Place, two: Place) -> list[Point]:
    """The way between two places, bowed upwards, as the eye expects of a journey."""
    line = chart.way(one, two)
    (x0, y0), (x1, y1) = line[0], line[-1]
    bow = min(0.16 * math.hypot(x1 - x0, y1 - y0), 14.0)
    shares = [at / (len(line) - 1) for at in range(len(line))]
    return [(x, y - 4 * bow * t * (1 - t)) for (x, y), t in zip(line, shares, strict=True)]


def _spread(way: Sequence[Point]) -> Motion:
    """How a way spreads from where it begins: to either side, or down where it is upright; none goes up."""
    (x0, y0), (x1, y1) = way[0], way[-1]
    if abs(y1 - y0) > 1.4 * abs(x1 - x0):
        return "spreads" if y1 > y0 else ""
    return "spreads" if x1 > x0 else "spreads left"


def _way(b: Board, way: Sequence[Point]) -> None:
    """A line in the accent on a pale one, with its shadow on the ground."""
    canvas, tones = b.s.near, b.tones
    if not b.s.light.look.line:
        canvas.stroke(_line([(x, y + 1.1) for x, y in way]), b.s.light.ink, 1.6, 0.14)
    canvas.stroke(_line(way), tones.surface, 2.2)
    canvas.stroke(_line(way), tones.accent, 1.1)


def _covered(spot: Point, r: float, starts: bool) -> Area:
    """What a pin covers, or the dot that a way starts from."""
    x, foot = spot
    return Area(x - r, foot - SUNK * r, 2 * r, SUNK * r) if not starts else Area(x - r / 2, foot - r / 2, r, r)


def _pinned(b: Board, at: int, spot: Point, r: float, starts: bool) -> None:
    """A pin in its place, or the dot that a way starts from."""
    canvas, tones, (x, foot) = b.s.near, b.tones, spot
    if starts:
        b.disc(x, foot, r * 0.5, tones.surface)
        canvas.circle(x, foot, r * 0.32, tones.accent)
        return
    canvas.ellipse(x, foot, r * 0.5, r * 0.18, b.s.light.ink, 0.28)
    y = foot - r * (SUNK - 1)
    turn = math.acos(r / (foot - y))
    dx, dy = r * math.sin(turn), r * math.cos(turn)
    d = f"M{x:.2f} {foot:.2f}L{x - dx:.2f} {y + dy:.2f}A{r:.2f} {r:.2f} 0 1 1 {x + dx:.2f} {y + dy:.2f}Z"
    if not (b.s.light.look.shadow or b.s.light.look.line):
        with canvas.placed(-b.s.light.side * 1.1, 0.9):
            canvas.path(d, b.s.light.ink, 0.16)
    canvas.path(d, canvas.vertical(tones.accent, tones.deep))
    if r == HEAD:
        canvas.circle(x, y, r * 0.8, tones.surface)
        in_disc(b, at, x, y, r * 0.8)
    else:
        canvas.circle(x, y, r * 0.42, tones.surface)


def _plate(b: Board, pin: Area, taken: Sequence[Area], mask: np.ndarray) -> Area:
    """A name's plate: beside its pin's head, above or below it, over little land and over nothing else."""
    alone = len(b.figure.parts) == 1
    wide = max(b.words[0], (44.0 if alone else 34.0) if b.s.shape == "wide" else 32.0 if alone else 26.0) + 2.4
    high = max(b.words[1], 11.0 if alone else 8.0) + 1.6
    gap, head = 1.8, pin.top + min(pin.height, 2 * pin.width) / 2 - high / 2
    offers = [
        Area(pin.right + gap, head, wide, high),
        Area(pin.left - gap - wide, head, wide, high),
        Area(pin.x - wide / 2, pin.bottom + gap, wide, high),
        Area(pin.x - wide / 2, pin.top - gap - high, wide, high),
        Area(pin.right + gap, pin.bottom - high / 2, wide, high),
        Area(pin.left - gap - wide, pin.bottom - high / 2, wide, high),
    ]
    kept = [_kept(offer, b.area) for offer in offers]
    return min(
        kept,
        key=lambda area: (
            sum(area.inset(-0.8).meets(other) for other in taken),
            ON_LAND * _land_under(area, mask) + 0.04 * kept.index(area),
        ),
    )


def _kept(area: Area, within: Area) -> Area:
    """An area moved so far that it lies within another."""
    left = min(max(area.left, within.left), within.right - area.width)
    top = min(max(area.top, within.top), within.bottom - area.height)
    return Area(left, top, area.width, area.height)


def _land_under(area: Area, mask: np.ndarray) -> float:
    part = mask[max(0, int(area.top)) : int(area.bottom) + 1, max(0, int(area.left)) : int(area.right) + 1]
    return float(part.mean()) if part.size else 1.0


def _locator(b: Board, chart: Chart, taken: Sequence[Area], mask: np.ndarray) -> None:
    """A small globe in a free corner, with a dot where the view is."""
    r, area = 10.5, b.area
    spots = [(x, y) for y in (area.top + r, area.bottom - r) for x in (area.left + r, area.right - r)]
    corners = [Area(x - r, y - r, 2 * r, 2 * r) for x, y in spots]
    free = [each for each in corners if not any(each.inset(-2).meets(other) for other in taken)]
    if not free:
        return
    home = min(free, key=lambda each: _land_under(each, mask))
    sea, _, land, low = _tones(b.s.light)
    globe = Chart(chart.lat, chart.lon, home.x, home.y, r * 0.93, globe=True)
    canvas = b.s.near
    b.disc(home.x, home.y, r)
    b.taken.pop()  # it is beside the subject
    canvas.circle(home.x, home.y, r * 0.93, canvas.vertical(sea, sea.mixed(b.s.light.ink, 0.12)))
    canvas.path(path(globe.land(home)), canvas.vertical(land, low))
    canvas.circle(home.x, home.y, 1.9, b.tones.surface)
    canvas.circle(home.x, home.y, 1.3, b.tones.accent)
