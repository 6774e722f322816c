"""Figures made of one card after another: comparisons, before and after, processes, lists, timelines and cycles."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import combinations, pairwise, product

from pipelines.painters.areas import Area
from pipelines.painters.canvas import Point, curve
from pipelines.painters.figure_board import PAD, Board, Motion, Panel
from pipelines.painters.figure_carriers import in_disc, pedestal, well
from studio.errors import BadInput

GAP, CLOSE = 7.0, 4.0  # between few and many cards, in stage units: room for what joins them
DISCS = (34, 30, 27, 24, 21, 18, 16, 14, 12, 10, 8, 6)  # a station's disc, the largest that fits

Join = Callable[[Board, Area, Area], None]  # draws what joins two neighbours


def comparison(b: Board) -> None:
    """Each part in a scene of its own, set against the others; by itself where the scenes would be alike."""
    if b.apart:
        _scenes(b, [0.0] * len(b.figure.parts), "stands", _against)
    else:
        _wells(b, _against)


def before_and_after(b: Board) -> None:
    """What was, with its colours faded; what is now wipes in, in full colour and framed in the accent."""
    count = len(b.figure.parts)
    worn = [0.0] if count == 1 else [0.8 * (1 - i / (count - 1)) for i in range(count)]
    _scenes(b, worn, b.spreads, partial(_onward, r=5.2))


def _scenes(b: Board, worn: list[float], motion: Motion, join: Join) -> None:
    """A card with a scene for each part. A card less worn than the first is framed in the accent."""
    cards = b.cells(len(worn), GAP if len(worn) < 5 else CLOSE)
    for i, (card, faded) in enumerate(zip(cards, worn, strict=True)):
        canvas = b.begin(motion if i else "stands", i)
        b.card(card, b.tones.accent if worn[0] and not faded else None)
        plate = card.inset(0.9)
        canvas.rect(plate.left, plate.top, plate.width, plate.height, b.tones.surface, 2.2)
        picture, words = b.parted(card)
        b.pieces[-1].panels.append(Panel(b.figure.parts[i], picture, b.products and i == b.main, faded))
        b.places.append(words)
        if i:
            b.begin("stands", i, 1)
            join(b, cards[i - 1], card)


def _against(b: Board, first: Area, second: Area) -> None:
    """A disc between two neighbours, with an arrow to either side."""
    if not _neighbours(first, second):
        return
    beside = abs(first.y - second.y) < 1
    picture = b.parted(first)[0]
    x, y = ((first.x + second.x) / 2, picture.y) if beside else (picture.x, (first.bottom + second.top) / 2)
    r = 5.0 if beside else 4.4
    b.disc(x, y, r, b.tones.accent)
    with b.s.near.placed(x, y, r, turn=0 if beside else 90):
        b.s.near.stroke("M-0.2 -0.32L-0.52 0L-0.2 0.32M0.2 -0.32L0.52 0L0.2 0.32", b.tones.pale, 0.18)


def _onward(b: Board, first: Area, second: Area, r: float = 4.2) -> None:
    """A disc that points from one card to the next, be it beside it, below it or at the start of the next row."""
    if abs(first.y - second.y) < 1:
        return b.chevron((first.x + second.x) / 2, b.parted(first)[0].y, r, 180 if second.x < first.x else 0)
    y, room = (first.bottom + second.top) / 2, second.top - first.bottom
    if _neighbours(first, second):
        return b.chevron(b.parted(first)[0].x, y, min(r, room * 0.62), 90)
    d = f"M{first.x:.2f} {first.bottom:.2f}V{y:.2f}H{second.x:.2f}V{second.top:.2f}"
    b.s.near.stroke(d, b.tones.accent, 1.0)
    b.chevron(second.x, y, min(r, room * 0.56), 90)


def _neighbours(first: Area, second: Area) -> bool:
    """Whether one lies beside or right below the other, and not in another row and column."""
    return abs(first.y - second.y) < 1 or abs(first.x - second.x) < 1


def process(b: Board) -> None:
    """Cards that lead from one to the next: each arrow comes before the card that it points to."""
    _wells(b, _onward, 0)


def _wells(b: Board, join: Join, turn: int = 1) -> None:
    """A card for each part, which stands there by itself, and what joins it to the one before, in its turn."""
    cards = b.cells(len(b.figure.parts), GAP if len(b.figure.parts) < 5 else CLOSE)
    for i, card in enumerate(cards):
        b.begin("stands", i, 0 if turn else min(i, 1))
        b.card(card)
        picture, words = b.parted(card)
        well(b, i, picture)
        b.places.append(words)
        if i:
            b.begin("stands", i, turn)
            join(b, cards[i - 1], card)


def listed(b: Board) -> None:
    """Cards with room for words, each with its part before them; a product stands beside them all."""
    area, count = b.area, len(b.figure.parts)
    wide = b.s.shape == "wide"
    if b.products:
        beside = wide or count > 3
        hero, area = b.columns(area, 4, 0.6, 1.0) if beside else area.rows(3, 0.8, 1.0)
        pedestal(b, b.main, hero)
    two = wide and count > 3 and not b.products
    columns = b.columns(area, 4, 1.0, 1.0) if two else [area]
    lines = math.ceil(count / len(columns))
    high = min((area.height - 2.2 * (lines - 1)) / lines, 26.0)
    block = area.fitted(area.width, high * lines + 2.2 * (lines - 1))
    for i in range(count):
        column = columns[i // lines]
        card = Area(column.left, block.top + (i % lines) * (high + 2.2), column.width, high)
        b.begin(b.spreads, i)
        b.card(card)
        inner = card.inset(min(PAD, high * 0.09))
        side = min(inner.height, card.width * 0.26)
        picture, words = b.columns(inner, PAD, side, inner.width - side - PAD)
        b.s.near.circle(picture.x, picture.y, side / 2, b.tones.soft)
        b.begin("stands", i, 1)
        in_disc(b, i, picture.x, picture.y, side / 2, own=True)
        b.places.append(words.inset(0.6, 0.2))


def timeline(b: Board) -> None:
    """Stations along a way, the way there drawn in the accent."""
    count = len(b.figure.parts)
    cells = b.cells(count, 3.0)
    wide, high = b.words
    stops: list[Point] = []
    plates: list[Area] = []
    size = 0.0
    down = len(cells) > 1 and cells[0].x == cells[1].x
    for cell in cells:
        if down:
            size = min(cell.height * 0.82, 30.0)
            tall, wide = min(cell.height * 0.84, max(20, high + 1)), b.area.width - 37
            stops.append((b.from_start(b.area, 17, 0), cell.y))
            plates.append(Area(b.from_start(b.area, 37, wide), cell.y - tall / 2, wide, tall))
        else:
            across, tall = min(cell.width, max(46, wide + 2)), max(high + 0.8, 8.0)
            size = min(cell.width * 0.8, cell.height - tall - 3, 38.0)
            top = cell.y - (size + 2.5 + tall) / 2
            stops.append((cell.x, top + size / 2))
            plates.append(Area(cell.x - across / 2, top + size + 2.5, across, tall))
    _way(b, stops, size)
    for i, ((x, y), plate) in enumerate(zip(stops, plates, strict=True)):
        b.begin("stands", i)
        _station(b, i, x, y, size / 2)
        b.card(plate, r=1.6)
        b.places.append(plate.inset(0.9, 0.4))


def _way(b: Board, stops: list[Point], size: float) -> None:
    """Roads through all stations, swaying a little, from the frame's one edge to the other.

    A single one leads from part to part; of several each comes with its first station.
    """
    s = b.s
    if len(stops) > 1 and stops[0][0] == stops[1][0]:
        x = stops[0][0]
        b.begin(b.spreads)
        _road(b, [(x, s.top), *_swaying(stops, 5, 0)], size)
        return
    rows, ends = sorted({y for _, y in stops}), (s.left - 4, s.right + 4)
    begins, leaves = ends[::-1] if b.figure.from_right else ends
    for row in rows:
        here = [stop for stop in stops if stop[1] == row]
        b.begin(b.spreads, stops.index(here[0]) if len(rows) > 1 else None)
        _road(b, [(begins, row + 6), *_swaying(here, 0, 5), (leaves, row - 6)], size)


def _road(b: Board, points: list[Point], size: float) -> None:
    d, width = curve(points), min(max(size * 0.18, 2.4), 5.0)
    for colour, wide in ((b.tones.surface, width + 1.6), (b.tones.accent, width), (b.tones.pale, width * 0.12)):
        b.s.near.stroke(d, colour, wide)


def _swaying(stops: list[Point], across: float, down: float) -> list[Point]:
    """The stops with a place between each two, to one side and the other in turn."""
    found = stops[:1]
    for i, ((ax, ay), stop) in enumerate(pairwise(stops)):
        side = -1 if i % 2 else 1
        found += [((ax + stop[0]) / 2 + side * across, (ay + stop[1]) / 2 + side * down), stop]
    return found


def _station(b: Board, i: int, x: float, y: float, r: float) -> None:
    """A part on a disc with a rim."""
    b.disc(x, y, r)
    b.s.near.circle(x, y, r * 0.92, b.tones.accent)
    b.s.near.circle(x, y, r * 0.84, b.s.near.vertical(b.tones.surface, b.tones.soft))
    in_disc(b, i, x, y, r * 0.84)


def cycle(b: Board) -> None:
    """Stations on a round way whose arrows lead on to the next, and from the last to the first."""
    count, area, (wide, high) = len(b.figure.parts), b.area, b.words
    for stretch, size in ((stretch, size) for stretch in (2.7, math.inf) for size in DISCS):
        half = max(size, wide + 2, 24.0) / 2, (size + high + 2) / 2
        ry = area.height / 2 - half[1]
        rx = min(area.width / 2 - half[0], ry * stretch)
        for start in (-math.pi / 2, -math.pi / 2 - math.pi / count):
            turns = [start + math.tau * i / count for i in range(count)]
            boxes = [
                Area(
                    area.x + rx * math.cos(turn) - half[0],
                    area.y + ry * math.sin(turn) - half[1],
                    2 * half[0],
                    2 * half[1],
                )
                for turn in turns
            ]
            if min(rx, ry) >= 0 and not any(one.inset(-0.9).meets(two) for one, two in combinations(boxes, 2)):
                return _turning(b, boxes, turns, (rx, ry), size / 2)
    raise BadInput(
        f"A round way of {count} stations does not fit into this frame.", "Show fewer, or take another shape."
    )


def _turning(b: Board, boxes: list[Area], turns: list[float], radii: tuple[float, float], r: float) -> None:
    high = b.words[1] + 0.9
    x, y = b.area.x, b.area.y + r - boxes[0].height / 2  # the way runs through the discs' middles

    def on_the_way(turn: float) -> Point:
        return x + radii[0] * math.cos(turn), y + radii[1] * math.sin(turn)

    plates = [Area(box.left, box.bottom - high, box.width, high) for box in boxes]
    covered = [*plates, *(Area.around(box.x, box.top + r, r) for box in boxes)]
    if len(boxes) > 1:
        b.begin("sweeps")
        d = curve([on_the_way(math.tau * k / 96) for k in range(97)])
        for colour, wide in ((b.tones.surface, 4.4), (b.tones.accent, 2.8), (b.tones.pale, 0.35)):
            b.s.near.stroke(d, colour, wide)
    for i, (turn, box, plate) in enumerate(zip(turns, boxes, plates, strict=True)):
        b.begin("stands", i)
        _station(b, i, box.x, box.top + r, r)
        b.card(plate, r=1.6)
        b.places.append(plate.inset(0.9, 0.4))
        b.begin("stands", i, 1)
        for way, size in product((0.5, 0.42, 0.58, 0.34, 0.66), (3.0, 2.2)) if len(boxes) > 1 else ():
            at = turn + way * math.tau / len(boxes)
            (px, py), beside = on_the_way(at), Area.around(*on_the_way(at), size)
            if not any(beside.meets(other) for other in covered):
                b.chevron(px, py, size, math.degrees(math.atan2(radii[1] * math.cos(at), -radii[0] * math.sin(at))))
                break
