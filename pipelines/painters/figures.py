"""Draws what a shot sets out in order: a figure on its carriers over the quiet setting, with room left for words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels
from pipelines.painters import people, settings
from pipelines.painters.areas import Area
from pipelines.painters.atmosphere import ground_for_words, light_over
from pipelines.painters.backdrops import backing
from pipelines.painters.canvas import Canvas
from pipelines.painters.cast import in_medallion
from pipelines.painters.figure_board import Actor, Board, Motion, Panel, Piece
from pipelines.painters.figure_charts import bars, ring
from pipelines.painters.figure_map import there_is, where, world
from pipelines.painters.figure_rows import before_and_after, comparison, cycle, listed, process, timeline
from pipelines.painters.figure_single import question, quote, step
from pipelines.painters.figure_things import things
from pipelines.painters.heroes import drawings
from pipelines.painters.places import Edges, around, heads, seen
from pipelines.painters.reading import Reading, fingerprint, read
from pipelines.painters.sheets import edged, empty, over, rendered, textured
from pipelines.painters.sprites import bearing, pictogram, rounded
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.errors import BadInput
from studio.film import Box, Figure, Seen, Size, edited
from studio.roles import Desk

Scene = Callable[[Paint], tuple[Pixels, Seen]]  # a whole small picture, height x width x 3, and what is seen in it

KINDS: dict[str, Callable[[Board], None]] = {
    "ring": ring,
    "bars": bars,
    "comparison": comparison,
    "before and after": before_and_after,
    "step": step,
    "process": process,
    "list": listed,
    "quote": quote,
    "question": question,
    "timeline": timeline,
    "cycle": cycle,
    "map": where,
}
VEIL = 0.5  # how far the setting is quieted
FAINT = 64  # of 255: an opacity up to which something is a rim, which throws no shadow
PARTED = {"comparison", "before and after", "process", "cycle", "timeline", "list", "map"}  # kinds that need parts


def _check(figure: Figure) -> None:
    if figure.kind in PARTED and not figure.parts:
        raise BadInput(f"A figure of the kind '{figure.kind}' has no parts.", "Say in words what each place shows.")
    if figure.kind in ("ring", "bars") and not figure.shares:
        raise BadInput(f"A figure of the kind '{figure.kind}' has no shares.", "Give each part's share of 1.")
    if figure.kind == "bars" and figure.parts and len(figure.parts) != len(figure.shares):
        raise BadInput(
            f"A chart has {len(figure.parts)} parts and {len(figure.shares)} shares.", "Give one share for each part."
        )


class Part(NamedTuple):
    """A sheet of a figure, and how it comes in, as a Layer says."""

    pixels: Pixels
    motion: Motion
    order: int
    part: int | None


def drawn(
    s: Stage, reading: Reading, figure: Figure, ask: Paint, desk: Desk, scene: Scene
) -> tuple[list[Pixels], list[Part], Seen]:
    """A figure's ground in sheets, back to front, its own before that, and where it and what is in it are.

    Raises BadInput for a figure that cannot be drawn honestly.
    """
    _check(figure)
    ground, parts = _ground(s, reading, figure, ask.seed)
    said = () if figure.kind == "map" else figure.parts  # a place's name names no thing
    subjects = [read(part, ask.seed).things[:1] for part in said]
    apart = len(set(subjects)) == len(subjects)
    in_pin = there_is(reading.things) if figure.kind == "map" else ()
    b = Board(
        s, figure, in_pin or things(said, ask.shows, figure.kind == "quote"), bool(ask.products or ask.screens), apart
    )
    KINDS[figure.kind](b)
    faces: list[Edges] = []
    products: list[Edges] = []
    covered = cv2.extractChannel(empty(s), 3)
    for pieces in b.sheets():
        sheet = empty(s)
        for piece in pieces:
            found = _piece(sheet, piece, covered, s, ask, desk, scene)
            faces, products = faces + found[0], products + found[1]
        parts.append(Part(sheet, pieces[0].motion, pieces[0].order, pieces[0].part))
    there = seen(around([_edges(area, s) for area in b.taken]), faces, products)
    return ground, parts, edited(there, places=tuple(_place(p, s) for p in b.places))


def _ground(s: Stage, reading: Reading, figure: Figure, seed: int) -> tuple[list[Pixels], list[Part]]:
    """What is behind a figure and does not come in: the setting; of a map the water, and the land, which moves with
    its pins."""
    if figure.kind != "map":
        return list(_quiet(s, reading, seed)), []
    water, land = world(s, figure, seed)
    return [water], [Part(land, "", 0, None)]


def _piece(
    sheet: Pixels, piece: Piece, covered: np.ndarray, s: Stage, ask: Paint, desk: Desk, scene: Scene
) -> tuple[list[Edges], list[Edges]]:
    """Lay a piece on its sheet; the faces and the products in it.

    `covered` is the opacity of all that the figure has so far, to which this piece's is added.
    """
    drawing, cast = rendered(piece.canvas, s), empty(s)
    over(sheet, _grounded(edged(drawing, s), drawing, covered, s), 0, 0)
    faces: list[Edges] = []
    for actor in piece.actors:
        if actor.name:
            at = _lay(cast, _pictogram(actor, s, ask.seed), actor.area, s, actor.pose != "hangs")
            faces += heads(actor.name, _bearing(actor), at)
    over(sheet, edged(cast, s), 0, 0)
    cv2.max(covered, cv2.max(cv2.extractChannel(drawing, 3), cv2.extractChannel(cast, 3)), dst=covered)
    pictures = drawings(ask, desk, s.light)
    products = [
        _lay(sheet, own(*_pixels(area.inset(0.4), s)), area, s, actor.pose != "hangs")
        for actor in piece.actors
        if not actor.name
        for own, area in zip(pictures, actor.area.columns(1, *[1.0] * len(pictures)), strict=True)
    ]  # after the look's edges: what is the user's own is shown as it is
    for panel in piece.panels:
        found = _panel(sheet, panel, s, ask, scene)
        faces, products = faces + found[0], products + found[1]
    return faces, products


def _grounded(sheet: Pixels, drawing: Pixels, covered: np.ndarray, s: Stage) -> Pixels:
    """A drawing without the shadow and the glow of its look's edges where the figure lies under it.

    A figure is cut from one piece, whatever comes in by itself: no part of it throws a shadow on another.
    """
    look, unit = s.light.look, s.size.short_side
    if not (look.shadow or look.glow) or not covered.any():
        return sheet
    own, bare_ground = cv2.extractChannel(drawing, 3), cv2.bitwise_not(covered)
    alone = cv2.threshold(cv2.min(own, bare_ground), FAINT, 255, cv2.THRESH_BINARY)[1]
    thrown = _grown(alone, round(unit * max(3 * look.shadow_blur, 0.06)))
    lined = _grown(own, round(max(1, look.line * unit)) if look.line else 0)
    added = cv2.subtract(cv2.extractChannel(sheet, 3), own)
    kept = cv2.multiply(added, cv2.max(lined, cv2.min(thrown, bare_ground)), scale=1 / 255)
    return cv2.insertChannel(cv2.add(own, kept), sheet, 3)


def _grown(alpha: np.ndarray, reach: int) -> np.ndarray:
    """An opacity grown by so many pixels to every side."""
    return cv2.dilate(alpha, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))


def _quiet(s: Stage, reading: Reading, seed: int) -> tuple[Pixels, Pixels, Pixels]:
    """The setting out of focus behind a veil, with its light; leaves the near canvas empty for the figure."""
    light = s.light
    if reading.setting == "abstract":
        ground_for_words(s)
    else:
        settings.draw(s, reading.setting, reading.weather)
    if light.look.ground == "place":
        b = Board(s, Figure(kind="map"), ())
        if reading.setting != "abstract":
            s.near.rect(s.left, s.top, s.span, s.bottom - s.top, b.tones.veil, opacity=VEIL)
        glow = s.near.glow(light.haze.mixed(light.lamp, 0.4), 0.34)
        s.near.circle(s.w / 2, s.floor * 0.5, max(s.w, s.h) * 0.6, glow)
    light_over(s)
    scale = 0.25 if light.look.focus else 1.0 if light.look.ground == "blocks" else 0.5
    far = edged(rendered(s.far, s, scale), s)
    middle = edged(rendered(s.middle, s, scale), s).copy()
    over(middle, rendered(s.near, s, scale), 0, 0)
    over(middle, rendered(s.glow, s, 0.125), 0, 0)
    s.near = Canvas(light.look.gradient < 0.5)
    return textured(backing(s), s, seed), far, middle


def _pixels(area: Area, s: Stage) -> tuple[int, int]:
    unit = s.size.short_side / 100
    return max(1, round(area.width * unit)), max(1, round(area.height * unit))


def _bearing(actor: Actor) -> str:
    """People are drawn in full or from the waist up; in a disc, as a portrait."""
    stance = {"stands": "person", "rises": "behind-table", "medallion": "behind-table"}.get(actor.pose, "")
    return stance if stance and people.is_person(actor.name) else bearing(actor.name)


def _pictogram(actor: Actor, s: Stage, seed: int) -> Pixels:
    """A thing or a person as high as its area or, where it is the wider, as wide."""
    wide, high = _pixels(actor.area, s)
    own, stance = seed + fingerprint(actor.name), _bearing(actor)
    if stance in people.STANCES:
        left, up, right, down = people.frame(actor.name, stance)
        tall = min(high, round(wide * (down - up) / (right - left)))
        found = people.figure(actor.name, stance, tall, s.light, own)
        return in_medallion(found, wide / 2) if actor.pose == "medallion" else found
    found = pictogram(actor.name, high, s.light, own)
    share = min(wide / found.shape[1], high / found.shape[0])
    return found if share >= 1 else pictogram(actor.name, max(8, math.floor(high * share)), s.light, own)


def _lay(sheet: Pixels, top: Pixels, area: Area, s: Stage, stands: bool = True) -> Edges:
    """Lay something on an area's lower edge or into its middle; where it lies, in shares of the frame."""
    unit = s.size.short_side / 100
    left, above = (sheet.shape[1] - s.size.width) / 2, (sheet.shape[0] - s.size.height) / 2
    x = round(left + area.x * unit - top.shape[1] / 2)
    y = round(above + (area.bottom * unit - top.shape[0] if stands else area.y * unit - top.shape[0] / 2))
    over(sheet, top, x, y)
    wide, high = s.size.width, s.size.height
    return (x - left) / wide, (y - above) / high, (x + top.shape[1] - left) / wide, (y + top.shape[0] - above) / high


def _panel(sheet: Pixels, panel: Panel, s: Stage, ask: Paint, scene: Scene) -> tuple[list[Edges], list[Edges]]:
    """Set a whole small scene into a panel; the faces and products in it, in shares of the frame."""
    wide, high = _pixels(panel.area, s)
    part = edited(
        ask, shows=panel.words, figure=None, framing="close", size=Size(width=wide, height=high),
        products=ask.products if panel.product else (), screens=ask.screens if panel.product else (),
    )  # fmt: skip
    frame, there = scene(part)
    colour = frame.astype(np.float32)
    if panel.worn:
        grey = (colour @ np.array([0.299, 0.587, 0.114], np.float32))[..., None] * 0.86 + 18
        colour += (grey - colour) * panel.worn
    pixels = np.dstack([colour.round().clip(0, 255), np.full((high, wide), 255)]).astype(np.uint8)
    _lay(sheet, rounded(pixels), panel.area, s)
    outer = _edges(panel.area, s)
    return [_within(box, outer) for box in there.faces], [_within(box, outer) for box in there.products]


def _within(box: Box, outer: Edges) -> Edges:
    """A panel's box in shares of the frame."""
    left, top, right, bottom = outer
    wide, high = right - left, bottom - top
    x, y = left + box.left * wide, top + box.top * high
    return x, y, x + box.width * wide, y + box.height * high


def _edges(area: Area, s: Stage) -> Edges:
    return area.left / s.w, area.top / s.h, area.right / s.w, area.bottom / s.h


def _place(area: Area, s: Stage) -> Box:
    """In thousandths, rounded inwards."""
    left, top, right, bottom = _edges(area, s)
    x, y = math.ceil(left * 1000), math.ceil(top * 1000)
    return Box(
        left=x / 1000, top=y / 1000,
        width=(math.floor(right * 1000) - x) / 1000, height=(math.floor(bottom * 1000) - y) / 1000,
    )  # fmt: skip
