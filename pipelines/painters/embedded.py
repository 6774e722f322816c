"""The embedded painter: reads a shot's words and draws its scene in layers, with no model at all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from pipelines.machinery.parallel import in_parallel
from pipelines.machinery.svg import Pixels
from pipelines.painters import cast, figures, people, settings
from pipelines.painters.areas import Edges
from pipelines.painters.atmosphere import ROOFED, framing, ground_for_words, light_over
from pipelines.painters.backdrops import backing
from pipelines.painters.figure_board import Motion
from pipelines.painters.heroes import Hero, heroes, laid
from pipelines.painters.looks import Light, look_named
from pipelines.painters.places import around, heads, seen
from pipelines.painters.reading import fingerprint, peopled, read
from pipelines.painters.settings import UNBACKED
from pipelines.painters.sheets import edged, png, rendered, side_by_side, stacked, textured, visible
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.film import Artifact, Layer, Picture, Seen
from studio.roles import Desk

DEPTHS = (0.2, 0.4, 0.65, 1.0, 1.6, 0.0)  # back, far, middle, subject, front, and the light that stands still
SUBJECT = DEPTHS[3]
# What a thing does of itself, by how it stands.
MOTIONS: dict[str, Motion] = {"float": "floats", **dict.fromkeys(people.STANCES, "sways")}
LUMINARIES = {"sun", "full-moon", "crescent-moon"}


class Vector:
    """Draws every picture from its ask alone; the same ask gives the same bytes, on one core or many."""

    def paint(self, asks: Sequence[Paint], desk: Desk) -> Iterator[Picture]:
        for ask in asks:
            look_named(ask.look)  # a wrong look is said before any work is done
        yield from in_parallel(lambda ask, _: _kept(*painted(ask, desk), ask, desk), asks, desk, "drawing")


class Drawn(NamedTuple):
    """A sheet, how fast it moves before the camera, and what is on it of itself, as a Layer says."""

    pixels: Pixels
    depth: float
    motion: Motion = ""
    order: int = 0
    part: int | None = None


def painted(ask: Paint, desk: Desk) -> tuple[list[Drawn], Seen]:
    """The sheets of one picture, back to front, and where its things are."""
    reading = read(ask.shows, ask.seed, bool(ask.products or ask.screens))
    roofed = ask.background or reading.setting in ROOFED
    light = Light.of(look_named(ask.look), ask.mood, ask.seed, reading.time, roofed, ask.colours, ask.background)
    rng = random.Random(f"{fingerprint(ask.shows)} {ask.seed} {ask.take} {ask.framing}")
    s = Stage(ask.size, light, ask.framing, rng, sunny=not LUMINARIES & set(reading.things))
    if ask.background:
        ground_for_words(s)
        return _sheets(s, [], [], ask)
    if ask.figure:
        ground, parts, there = figures.drawn(s, reading, ask.figure, ask, desk, lambda part: _scene(part, desk))
        sheets = [Drawn(*sheet) for sheet in zip(ground, DEPTHS, strict=False)]
        return [*sheets, *(Drawn(part.pixels, SUBJECT, part.motion, part.order, part.part) for part in parts)], there
    if not (ask.products or ask.screens):
        reading = peopled(reading, ask.shows, ask.seed, ask.mood)
    settings.draw(s, reading.setting, reading.weather, cast.what(reading.players, bool(ask.products or ask.screens)))
    players = cast.roles(reading.players, reading.setting, s)
    pictures = heroes(s, reading, ask, desk)
    if (players or pictures) and reading.setting not in UNBACKED:
        lead = pictures[0].role if pictures else players[-1]
        cast.backdrop(s, lead.x, lead.height)
    framing(s, reading.setting)
    return _sheets(s, players, pictures, ask)


def _scene(ask: Paint, desk: Desk) -> tuple[Pixels, Seen]:
    """A whole picture for a figure's panel, flat."""
    sheets, there = painted(ask, desk)
    return stacked([sheet.pixels for sheet in sheets], ask.size), there


def _sheets(s: Stage, players: list[cast.Role], pictures: list[Hero], ask: Paint) -> tuple[list[Drawn], Seen]:
    light_over(s)
    roles = [*players, *(hero.role for hero in pictures)]
    focus = s.light.look.focus * {"wide": 0.0, "medium": 0.5, "close": 1.0}[s.framing]
    back, far, middle, near, front, glow, *alone = side_by_side(
        lambda: (textured(backing(s), s, ask.seed), None),
        lambda: (edged(rendered(s.far, s, 0.5 if focus > 0.4 else 1.0), s), None),
        lambda: (edged(rendered(s.middle, s, 0.5 if focus > 0.9 else 1.0), s), None),
        lambda: (edged(cast.ground_sheet(s, [role for role in roles if role.bearing != "hand"]), s), None),
        lambda: (rendered(s.front, s, 0.25), None),
        lambda: (rendered(s.glow, s, 0.125), None),
        *(partial(_player, s, role, ask.seed) for role in players),
        *(partial(laid, s, hero) for hero in pictures),
    )
    places = [at for _, at in alone if at]
    behind, before = [], []
    for order, ((sheet, _), role) in enumerate(zip(alone, roles, strict=True)):
        turn = len(players) - 1 - order if order < len(players) else order  # the subject comes first
        drawn = Drawn(sheet, SUBJECT, MOTIONS.get(role.bearing, "stands"), turn)
        (behind if cast.is_behind_a_table(role) else before).append(drawn)
    grounds = [Drawn(sheet, depth) for (sheet, _), depth in zip((back, far, middle), DEPTHS, strict=False)]
    ends = [Drawn(sheet, depth) for (sheet, _), depth in zip((front, glow), DEPTHS[4:], strict=True)]
    drawn_all = [*grounds, *behind, Drawn(near[0], SUBJECT), *before, *ends]
    return drawn_all, _seen(players, places[: len(players)], places[len(players) :])


def _player(s: Stage, role: cast.Role, seed: int) -> tuple[Pixels, Edges]:
    sheet, at = cast.player_sheet(s, role, seed)
    return edged(sheet, s), at


def _seen(players: list[cast.Role], players_at: list[Edges], products_at: list[Edges]) -> Seen:
    """The products, or the last and foremost of the players, are what the eye should go to."""
    faces = [
        head for role, at in zip(players, players_at, strict=True) for head in heads(role.name, role.bearing, at)
    ]
    return seen(around(products_at or players_at[-1:]), faces, products_at)


def _kept(sheets: list[Drawn], there: Seen, ask: Paint, desk: Desk) -> Picture:
    drawn = [sheet for at, sheet in enumerate(sheets) if not at or visible(sheet.pixels)]
    image, *kept = side_by_side(
        lambda: _keep(stacked([sheet.pixels for sheet in sheets], ask.size), desk),
        *(partial(_keep, sheet.pixels, desk) for sheet in drawn),
    )
    look = look_named(ask.look)
    layers = tuple(
        Layer(
            image=image,
            depth=sheet.depth * look.camera,
            motion=sheet.motion if look.entrances else "",
            order=sheet.order,
            part=sheet.part,
        )
        for image, sheet in zip(kept, drawn, strict=True)
    )
    return Picture(image=image, layers=layers, seen=there)


def _keep(pixels: Pixels, desk: Desk) -> Artifact:
    file = desk.scratch(".png")
    file.write_bytes(png(pixels))
    return desk.keep(file)
