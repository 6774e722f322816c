"""The embedded painter: reads a shot's words and draws its scene in layers, with no model at all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import partial

from pipelines.machinery.parallel import in_parallel
from pipelines.machinery.svg import Pixels
from pipelines.painters import cast, figures
from pipelines.painters.atmosphere import ROOFED, framing, ground_for_words, light_over, weather
from pipelines.painters.looks import Light, look_named
from pipelines.painters.places import Edges, around, heads, seen
from pipelines.painters.reading import Reading, fingerprint, read
from pipelines.painters.settings import SETTINGS, UNBACKED
from pipelines.painters.sheets import edged, png, rendered, side_by_side, stacked, textured
from pipelines.painters.sprites import product
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.film import Artifact, Layer, Picture, Seen
from studio.roles import Desk

DEPTHS = (0.2, 0.4, 0.65, 1.0, 1.6, 0.0)  # back, far, middle, subject, front, and the light that stands still
LUMINARIES = {"sun", "full-moon", "crescent-moon"}


class Vector:
    """Draws every picture from its ask alone; the same ask gives the same bytes on every machine."""

    def paint(self, asks: Sequence[Paint], desk: Desk) -> Iterator[Picture]:
        for ask in asks:
            look_named(ask.look)  # a wrong look is said before any work is done
        yield from in_parallel(lambda ask, _: _kept(*painted(ask, desk), ask, desk), asks, desk, "drawing")


def painted(ask: Paint, desk: Desk) -> tuple[list[Pixels], Seen]:
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
        return figures.drawn(s, reading, ask.figure, ask, desk, lambda part: _scene(part, desk))
    SETTINGS[reading.setting](s)
    weather(s, reading.weather)
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
    return stacked(sheets, ask.size), there


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
) -> tuple[list[Pixels], Seen]:
    light_over(s)
    focus = s.light.look.focus * {"wide": 0.0, "medium": 0.5, "close": 1.0}[s.framing]
    at: list[list[Edges]] = []  # where players and products lie

    def near() -> Pixels:
        sheet, players_at = cast.near_sheet(s, players, ask.seed, [role for role, _ in pictures])
        sheet = edged(sheet, s)
        # After the look's edges: a product is shown as it is.
        at.extend([players_at, [cast.place(sheet, role, picture, s) for role, picture in pictures]])
        return sheet

    sheets = side_by_side(
        lambda: textured(rendered(s.back, s, 0.5), s, ask.seed),
        lambda: edged(rendered(s.far, s, 0.5 if focus > 0.4 else 1.0), s),
        lambda: edged(rendered(s.middle, s, 0.5 if focus > 0.9 else 1.0), s),
        near,
        lambda: rendered(s.front, s, 0.25),
        lambda: rendered(s.glow, s, 0.125),
    )
    return sheets, _seen(players, *at)


def _seen(players: list[cast.Role], players_at: list[Edges], products_at: list[Edges]) -> Seen:
    """The products, or the last and foremost of the players, are what the eye should go to."""
    faces = [
        head for role, at in zip(players, players_at, strict=True) for head in heads(role.name, role.bearing, at)
    ]
    return seen(around(products_at or players_at[-1:]), faces, products_at)


def _kept(sheets: list[Pixels], there: Seen, ask: Paint, desk: Desk) -> Picture:
    drawn = [
        (sheet, depth)
        for i, (sheet, depth) in enumerate(zip(sheets, DEPTHS, strict=True))
        if not i or sheet[..., 3].any()
    ]
    image, *kept = side_by_side(
        lambda: _keep(stacked(sheets, ask.size), desk), *(partial(_keep, sheet, desk) for sheet, _ in drawn)
    )
    layers = tuple(Layer(image=image, depth=depth) for image, (_, depth) in zip(kept, drawn, strict=True))
    return Picture(image=image, layers=layers, seen=there)


def _keep(pixels: Pixels, desk: Desk) -> Artifact:
    file = desk.scratch(".png")
    file.write_bytes(png(pixels))
    return desk.keep(file)
