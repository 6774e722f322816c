"""What is drawn exactly in a picture that a model paints: the user's products and screens, and figures.

A model changes what it repeats, and cannot count. So products and screenshots keep their own pixels, and a figure's
charts, places and labels' room are those of the drawn painter, over a ground and with scenes that the model paints.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels
from pipelines.painters import cast, figures, settings
from pipelines.painters.areas import Edges
from pipelines.painters.atmosphere import ROOFED, light_over
from pipelines.painters.backdrops import backing
from pipelines.painters.embedded import painted
from pipelines.painters.figure_tones import Tones
from pipelines.painters.heroes import heroes, laid
from pipelines.painters.looks import Light, look_named
from pipelines.painters.reading import fingerprint, read
from pipelines.painters.sheets import edged, empty, over, rendered, stacked, textured
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.film import Seen, edited
from studio.roles import Desk

OWN = 200  # of 255: the opacity from which on a pixel is the thing itself, not the shadow where it stands
LAID_ROUND = ("reflection", "shadow", "glow", "line")  # what looks lay round their things
QUIET = 0.5  # how far the ground behind a figure is veiled
Painted = tuple[Pixels, Seen]  # a whole picture, height x width x 3, and where things are in it


class Stood(NamedTuple):
    """What is the user's own, as it stands in the frame: its shadow and itself, height x width x 4, and where."""

    shadow: Pixels
    things: Pixels
    places: list[Edges]

    @property
    def free(self) -> np.ndarray:
        """Where none of it is: white there, black where its own pixels are; height x width x 3."""
        free = np.where(self.things[..., 3:] >= OWN, 0, 255).astype(np.uint8)
        return np.repeat(free, 3, axis=2)

    def on(self, picture: Pixels, shadow: bool = True) -> Pixels:
        """A picture with it in its place, with or without the shadow that it throws."""
        whole = cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA)
        if shadow:
            over(whole, self.shadow, 0, 0)
        over(whole, self.things, 0, 0)
        return np.ascontiguousarray(whole[..., :3])


def stood(ask: Paint, desk: Desk) -> Stood | None:
    """An ask's products and devices where the drawn painter would stand them; None for an ask without."""
    if ask.background or not (ask.products or ask.screens):
        return None
    s = _stage(ask, plain=True)
    on_table = replace(read("", ask.seed, True), setting="kitchen")  # no drawn plinth in a painted picture
    found = heroes(s, on_table, edited(ask, shows=""), desk)  # and no drawn hand
    shadow = cast.ground_sheet(s, [hero.role for hero in found])
    things, places = empty(s), list[Edges]()
    for hero in found:
        sheet, at = laid(s, hero)
        over(things, sheet, 0, 0)
        places.append(at)
    return Stood(_framed(shadow, s), _framed(things, s), places)


def drawn(ask: Paint, desk: Desk) -> Pixels:
    """The drawn keyframe of the same words, height x width x 3; before what is the user's own, the place alone."""
    if (ask.products or ask.screens) and not ask.background:
        return _bare_place(ask)
    sheets, _ = painted(ask, desk)
    return stacked([sheet.pixels for sheet in sheets], ask.size)


def _bare_place(ask: Paint) -> Pixels:
    s, reading = _stage(ask), read(ask.shows, ask.seed, True)
    settings.draw(s, reading.setting, reading.weather, "something")
    light_over(s)
    layers = [edged(rendered(canvas, s), s) for canvas in (s.far, s.middle, s.near)]
    return stacked([textured(backing(s), s, ask.seed), *layers, rendered(s.glow, s, 0.125)], ask.size)


def plain_ground(ask: Paint) -> Pixels:
    """The film's colour, from light to less light: what a picture is begun from that is painted round a thing."""
    light = _stage(ask, plain=True).light
    tones = np.array([light.ground(0.92).rgb, light.ground(0.72).rgb], np.float32)
    down = np.linspace(0, 1, ask.size.height, dtype=np.float32)[:, None]
    column = tones[0] + (tones[1] - tones[0]) * down
    return np.repeat(column[:, None], ask.size.width, axis=1).round().astype(np.uint8)


def figure_scenes(ask: Paint, desk: Desk) -> list[Paint]:
    """What must be painted before a figure can be set out: its ground, then a scene for each panel; of a map none.

    Raises BadInput for a figure that cannot be drawn honestly.
    """
    scenes = [] if _has_own_ground(ask) else [_ground(ask)]

    def asked(part: Paint) -> Painted:
        scenes.append(part)
        return np.zeros((part.size.height, part.size.width, 3), np.uint8), Seen()

    _set_out(ask, desk, asked)
    return list(dict.fromkeys(scenes))


def figure(ask: Paint, desk: Desk, scenes: dict[Paint, Painted]) -> Painted:
    """The figure, exact, over the ground and with the scenes that were painted for it."""
    s, ground, parts, there = _set_out(ask, desk, lambda part: scenes[part])
    if not _has_own_ground(ask):
        ground = [_sheet(scenes[_ground(ask)][0], s), _veil(s)]
    return stacked([*ground, *(part.pixels for part in parts)], ask.size), there


def _set_out(
    ask: Paint, desk: Desk, scene: Callable[[Paint], Painted]
) -> tuple[Stage, list[Pixels], list[figures.Part], Seen]:
    assert ask.figure is not None  # noqa: S101 - only asks with one come here
    s = _stage(ask)
    reading = read(ask.shows, ask.seed, bool(ask.products or ask.screens))
    return s, *figures.drawn(s, reading, ask.figure, ask, desk, scene)


def _has_own_ground(ask: Paint) -> bool:
    return bool(ask.figure and ask.figure.kind == "map")


def _ground(ask: Paint) -> Paint:
    return edited(ask, figure=None, background=True, products=(), screens=(), references=())


def _stage(ask: Paint, plain: bool = False) -> Stage:
    """An empty stage in the ask's light; a plain one in that of the day, without what a look lays round things."""
    look, reading = look_named(ask.look), read(ask.shows, ask.seed)
    if plain:
        look = edited(look, ground="place", inks=False, contact=1.0, fill=1.0, **dict.fromkeys(LAID_ROUND, 0.0))
    time, roofed = "day" if plain else reading.time, reading.setting in ROOFED
    light = Light.of(look, ask.mood, ask.seed, time, roofed, ask.colours)
    return Stage(ask.size, light, ask.framing, random.Random(f"{fingerprint(ask.shows)} {ask.seed} {ask.take}"))


def _framed(sheet: Pixels, s: Stage) -> Pixels:
    """The part of a sheet that is in the frame."""
    x, y = (sheet.shape[1] - s.size.width) // 2, (sheet.shape[0] - s.size.height) // 2
    return np.ascontiguousarray(sheet[y : y + s.size.height, x : x + s.size.width])


def _sheet(picture: Pixels, s: Stage) -> Pixels:
    """A picture in the frame of a sheet."""
    sheet = empty(s)
    x, y = (sheet.shape[1] - s.size.width) // 2, (sheet.shape[0] - s.size.height) // 2
    sheet[y : y + s.size.height, x : x + s.size.width] = cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA)
    return sheet


def _veil(s: Stage) -> Pixels:
    veil = empty(s)
    veil[:] = (*Tones.of(s.light).veil.rgb, round(255 * QUIET))
    return veil
