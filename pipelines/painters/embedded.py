"""The embedded painter: reads a shot's words and draws its scene in layers, with no model at all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from pipelines.machinery.parallel import in_parallel
from pipelines.machinery.svg import Pixels
from pipelines.painters import cast, figures, settings
from pipelines.painters.atmosphere import ROOFED, framing, ground_for_words, light_over
from pipelines.painters.looks import Light, look_named
from pipelines.painters.places import Edges, around, heads, seen
from pipelines.painters.reading import Reading, fingerprint, read
from pipelines.painters.settings import UNBACKED
from pipelines.painters.sheets import edged, empty, png, rendered, side_by_side, stacked, textured
from pipelines.painters.sprites import product
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.film import Artifact, Layer, Picture, Seen
from studio.roles import Desk

DEPTHS = (0.2, 0.4, 0.65, 1.0, 1.6, 0.0)  # back, far, middle, subject, front, and the light that stands still
SUBJECT = DEPTHS[3]
LUMINARIES = {"sun", "full-moon", "crescent-moon"}


class Vector:
    """Draws every picture from its ask alone; the same ask gives the same bytes on every machine."""

    def paint(self, asks: Sequence[Paint], desk: Desk) -> Iterator[Picture]:
        for ask in asks:
            look_named(ask.look)  # a wrong look is said before any work is done
        yield from in_parallel(lambda ask, _: _kept(*painted(ask, desk), ask, desk), asks, desk, "drawing")


class Drawn(NamedTuple):
    """A sheet, how fast it moves before the camera, and what is on it of itself, as a Layer says."""

    pixels: Pixels
    depth: float
    motion: Literal["", "stands", "floats"] = ""
    order: int = 0


def painted(ask: Paint, desk: Desk) -> tuple[list[Drawn], Seen]:
    """The sheets of one picture, back to front, and where its things are."""
    reading = read(ask.shows, ask.seed, bool(ask.products))
    roofed = ask.background or reading.setting in ROOFED
    light = Light.of(look_named(ask.look), ask.mood, ask.seed, reading.time, roofed, ask.colours, ask.background)
    rng = random.Random(f"{fingerprint(ask.shows)} {ask.seed} {ask.take} {ask.framing}")
    s = Stage(ask.size, light, ask.framing, rng, sunny=not LUMINARIES & set(reading.things))
    if ask.background:
        ground_for_words(s)
        return _sheets(s, [], [], ask)
    if ask.figure:
        sheets, there = figures.drawn(s, reading, ask.figure, ask, desk, lambda part: _scene(part, desk))
        return [Drawn(*sheet) for sheet in zip(sheets, DEPTHS, strict=True)], there
    settings.draw(s, reading.setting, reading.weather)
    players = cast.roles(reading.things, reading.setting, s)
    pictures = _products(s, reading, ask, desk)
    if (players or pictures) and reading.setting not in UNBACKED:
        lead = pictures[0][0] if pictures else players[-1]
        cast.backdrop(s, lead.x, lead.height)
    framing(s, reading.setting)
    return _sheets(s, players, pictures, ask)


def _scene(ask: Paint, desk: Desk) -> tuple[Pixels, Seen]:
    """A whole picture for a figure's panel, flat."""
    sheets, there = painted(ask, desk)
    return stacked([sheet.pixels for sheet in sheets], ask.size), there


def _products(s: Stage, reading: Reading, ask: Paint, desk: Desk) -> list[tuple[cast.Role, Pixels]]:
    """The user's product pictures as heroes, side by side."""
    unit, count = s.size.short_side / 100, min(len(ask.products), 3)
    wide = min(0.8 * s.w / count, 1.5 * cast.hero_height(s)) if count else 0.0
    found = []
    for i, artifact in enumerate(ask.products[:3]):
        picture = product(desk.path(artifact), round(wide * 0.92 * unit), round(cast.hero_height(s) * 1.06 * unit))
        x = s.w / 2 + (i - (count - 1) / 2) * wide
        on_table = reading.setting in cast.TABLES
        foot = s.floor + (2.5 if on_table else -6)
        width, height = picture.shape[1] / unit, picture.shape[0] / unit
        found.append((cast.Role("", x, foot, max(width, 0.5 * height), "table" if on_table else "plinth"), picture))
    return found


def _sheets(
    s: Stage, players: list[cast.Role], pictures: list[tuple[cast.Role, Pixels]], ask: Paint
) -> tuple[list[Drawn], Seen]:
    light_over(s)
    focus = s.light.look.focus * {"wide": 0.0, "medium": 0.5, "close": 1.0}[s.framing]
    back, far, middle, near, front, glow, *alone = side_by_side(
        lambda: (textured(rendered(s.back, s, 0.5), s, ask.seed), None),
        lambda: (edged(rendered(s.far, s, 0.5 if focus > 0.4 else 1.0), s), None),
        lambda: (edged(rendered(s.middle, s, 0.5 if focus > 0.9 else 1.0), s), None),
        lambda: (edged(cast.ground_sheet(s, [*players, *(role for role, _ in pictures)]), s), None),
        lambda: (rendered(s.front, s, 0.25), None),
        lambda: (rendered(s.glow, s, 0.125), None),
        *(partial(_player, s, role, ask.seed) for role in players),
        *(partial(_hero, s, role, picture) for role, picture in pictures),
    )
    places = [at for _, at in alone if at]
    behind, before = [], []
    for order, ((sheet, _), role) in enumerate(zip(alone, [*players, *(role for role, _ in pictures)], strict=True)):
        turn = len(players) - 1 - order if order < len(players) else order  # the subject comes first
        drawn = Drawn(sheet, SUBJECT, "floats" if role.bearing == "float" else "stands", turn)
        (behind if cast.is_behind_a_table(role) else before).append(drawn)
    grounds = [Drawn(sheet, depth) for (sheet, _), depth in zip((back, far, middle), DEPTHS, strict=False)]
    ends = [Drawn(sheet, depth) for (sheet, _), depth in zip((front, glow), DEPTHS[4:], strict=True)]
    drawn_all = [*grounds, *behind, Drawn(near[0], SUBJECT), *before, *ends]
    return drawn_all, _seen(players, places[: len(players)], places[len(players) :])


def _player(s: Stage, role: cast.Role, seed: int) -> tuple[Pixels, Edges]:
    sheet, at = cast.player_sheet(s, role, seed)
    return edged(sheet, s), at


def _hero(s: Stage, role: cast.Role, picture: Pixels) -> tuple[Pixels, Edges]:
    """A product, without the look's edges: it is shown as it is."""
    sheet = empty(s)
    return sheet, cast.place(sheet, role, picture, s)


def _seen(players: list[cast.Role], players_at: list[Edges], products_at: list[Edges]) -> Seen:
    """The products, or the last and foremost of the players, are what the eye should go to."""
    faces = [
        head for role, at in zip(players, players_at, strict=True) for head in heads(role.name, role.bearing, at)
    ]
    return seen(around(products_at or players_at[-1:]), faces, products_at)


def _kept(sheets: list[Drawn], there: Seen, ask: Paint, desk: Desk) -> Picture:
    drawn = [sheet for at, sheet in enumerate(sheets) if not at or sheet.pixels[..., 3].any()]
    image, *kept = side_by_side(
        lambda: _keep(stacked([sheet.pixels for sheet in sheets], ask.size), desk),
        *(partial(_keep, sheet.pixels, desk) for sheet in drawn),
    )
    layers = tuple(
        Layer(image=image, depth=sheet.depth, motion=sheet.motion, order=sheet.order)
        for image, sheet in zip(kept, drawn, strict=True)
    )
    return Picture(image=image, layers=layers, seen=there)


def _keep(pixels: Pixels, desk: Desk) -> Artifact:
    file = desk.scratch(".png")
    file.write_bytes(png(pixels))
    return desk.keep(file)
