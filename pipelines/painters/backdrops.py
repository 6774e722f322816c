"""Grounds that a look can have in place of the settings: the flat blocks of a poster, the sweep of a studio."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import cv2

from pipelines.machinery.svg import Pixels
from pipelines.painters.colour import Lab
from pipelines.painters.looks import Light
from pipelines.painters.prints import flats
from pipelines.painters.sheets import over, reduced, rendered
from pipelines.painters.stage import Stage

Before = Literal["", "things", "something"]  # what is to be seen before a ground

BLUR = 0.035  # of the short side: how far out of focus a place is of which a hint is seen


def blocks(s: Stage, before: Before) -> None:
    """A poster: a flat ground, a large hard shape in a second tone, and below a block that things stand on.

    Of things, printed in the accent, the block is of another colour; where nothing is seen, more shapes are.
    """
    main, second = flats(s.light)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, main)
    s.rng.choice((_slope, _side, _quarter, _sun, _steps))(s, second)
    deep = second._replace(lightness=second.lightness - 0.2 if second.lightness > 0.4 else second.lightness + 0.12)
    if before:
        block = deep if before == "things" else s.light.accent(0.66)
        s.near.rect(s.left, s.floor - 3, s.span, s.bottom - s.floor + 3, block)
    else:
        s.rng.choice((_moons, _bars, _arcs))(s, deep)


def _moons(s: Stage, deep: Lab) -> None:
    r, x = 0.36 * min(s.w, s.h), s.w * s.rng.uniform(0.4, 0.6)
    s.middle.circle(x, s.h * 0.42, r, s.light.accent(0.68))
    s.near.path(f"M{x - r:.2f} {s.h * 0.42:.2f}a{r:.2f} {r:.2f} 0 0 0 {2 * r:.2f} 0Z", deep)


def _bars(s: Stage, deep: Lab) -> None:
    wide = s.w / 9
    for i, part in enumerate(s.rng.sample((0.34, 0.5, 0.62, 0.74, 0.42), 5)):
        top = s.h * (1 - part)
        colour = s.light.accent(0.68) if i == 2 else deep
        (s.middle if i % 2 else s.near).rect(s.w / 2 + (i - 2.5) * wide, top, wide + 0.1, s.bottom - top, colour)


def _arcs(s: Stage, deep: Lab) -> None:
    x, y = (0.0 if s.rng.random() < 0.5 else s.w), s.floor + 4
    for i, r in enumerate((0.86, 0.62, 0.38)):
        canvas, colour = ((s.far, deep), (s.middle, s.light.accent(0.68)), (s.near, flats(s.light)[0]))[i]
        canvas.circle(x, y, r * min(s.w, 1.4 * s.h), colour)


def _slope(s: Stage, tone: Lab) -> None:
    lean = s.rng.choice((-1, 1)) * 0.28 * s.w
    x = s.w * s.rng.uniform(0.42, 0.58)
    edge = s.left if s.light.side > 0 else s.right
    s.far.poly([(edge, s.top), (x + lean, s.top), (x - lean, s.bottom), (edge, s.bottom)], tone)


def _side(s: Stage, tone: Lab) -> None:
    x = s.w * s.rng.choice((1 / 3, 1 / 2, 2 / 3))
    left, right = (s.left, x) if s.light.side > 0 else (x, s.right)
    s.far.rect(left, s.top, right - left, s.bottom - s.top, tone)


def _quarter(s: Stage, tone: Lab) -> None:
    r = max(s.w, s.h) * s.rng.uniform(0.62, 0.76)
    s.far.circle(0.0 if s.light.side > 0 else s.w, s.floor - 3, r, tone)


def _sun(s: Stage, tone: Lab) -> None:
    r = 0.44 * min(s.w, s.h) * s.rng.uniform(1.0, 1.25)
    s.far.circle(s.w * (0.5 - 0.2 * s.light.side), s.h * 0.42, r, tone)


def _steps(s: Stage, tone: Lab) -> None:
    wide, tall = s.span / 5, s.floor / 4
    for i in range(5):
        at = i if s.light.side > 0 else 4 - i
        s.far.rect(s.left + at * wide, s.floor - tall * (i + 0.5), wide + 0.1, s.bottom, tone)


def sweep(s: Stage, before: Before) -> None:
    """A studio's seamless paper: wall and floor in one colour, a bend between them, light from the film's side.

    Where nothing is to be seen before it, what such pictures are built with stands there.
    """
    light, far = s.light, max(s.w, s.h)
    # A brand's paper is of the brand's own lightness, as far as things can be seen on it.
    usual = min(max(light.brand.lightness + 0.06, 0.5), 0.84) if light.brand else 0.8
    s.back.rect(
        s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(light.ground(usual - 0.1), light.ground(usual))
    )
    s.back.circle(s.w * (0.5 + 0.5 * light.side), -0.05 * s.h, 1.0 * far, s.back.glow(light.lamp, 0.6))
    s.back.circle(s.w * (0.5 - 0.8 * light.side), 0.45 * s.h, 0.9 * far, s.back.glow(light.ink, 0.34))
    bend, lit, dim = s.floor - 16, light.ground(usual + 0.1), light.ground(usual - 0.04)
    s.near.rect(s.left, bend - 20, s.span, 24.1, s.near.fade(lit, 0, 1))
    s.near.rect(s.left, bend + 4, s.span, s.bottom - bend, s.near.vertical(lit, dim))
    s.near.ellipse(s.w * (0.5 + 0.1 * light.side), s.floor, 0.62 * s.w, 15, s.near.glow(light.lamp, 0.6))
    if not before:
        _podium(s)


def _podium(s: Stage) -> None:
    """An arch, two round steps and a ball, as stand about in product pictures."""
    light, x, way = s.light, s.w / 2, s.light.side * s.rng.choice((-1, 1))
    r, foot = min(24.0, 0.26 * s.w), s.floor - 4
    arch = light.ground(0.8)
    d = f"M{x - r:.2f} {foot:.2f}V{foot - 1.1 * r:.2f}a{r:.2f} {r:.2f} 0 0 1 {2 * r:.2f} 0V{foot:.2f}Z"
    s.middle.ellipse(x - light.side * 5, foot + 0.5, r * 1.5, 5, s.middle.glow(light.ink, 0.5))
    s.middle.path(d, s.middle.across(*_lit(light, arch, 0.28)))
    _cylinder(s, x + way * r * 0.55, s.floor + 2, r * 0.8, r * 0.42, light.ground(0.88))
    _cylinder(s, x - way * r * 0.75, s.floor + 5, r * 0.5, r * 0.22, light.accent(0.72))
    ball, y = r * 0.34, s.floor + 2 - r * 0.42
    s.near.ellipse(x + way * r * 0.55, y + 0.6, ball * 0.9, ball * 0.2, s.near.glow(light.ink, 0.6))
    s.near.circle(x + way * r * 0.55, y - ball, ball, s.near.across(*_lit(light, light.accent(0.68), 0.4)))
    shine = x + way * r * 0.55 + light.side * ball * 0.4
    s.near.circle(shine, y - ball * 1.4, ball * 0.5, s.near.glow(light.lamp, 0.7))


def _cylinder(s: Stage, x: float, foot: float, half: float, tall: float, colour: Lab) -> None:
    arc, canvas, light = half * 0.2, s.near, s.light
    canvas.ellipse(x - light.side * half * 0.2, foot, half * 1.5, arc * 1.8, canvas.glow(light.ink, 0.55))
    d = f"M{x - half:.2f} {foot - tall:.2f}V{foot:.2f}A{half:.2f} {arc:.2f} 0 0 0 {x + half:.2f} {foot:.2f}"
    canvas.path(f"{d}V{foot - tall:.2f}Z", canvas.across(*_lit(light, colour, 0.32)))
    canvas.ellipse(x, foot - tall, half, arc, colour.mixed(light.lamp, 0.45))


def _lit(light: Light, colour: Lab, depth: float) -> tuple[Lab, Lab]:
    """From left to right, brighter towards the light."""
    bright, dim = colour.mixed(light.lamp, 0.3), colour.mixed(light.ink, depth)
    return (bright, dim) if light.side < 0 else (dim, bright)


def poster_for_words(s: Stage) -> None:
    """An end card: its colour in the middle, hard shapes in the corners."""
    main, second = flats(s.light)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, main)
    way = s.light.side
    s.far.poly([(s.left, s.bottom), (s.left, s.h * 0.86), (s.right, s.h * 0.74), (s.right, s.bottom)], second)
    r = 0.3 * min(s.w, s.h)
    s.middle.circle(s.w * (0.5 - 0.5 * way), 0.0, r, s.light.accent(0.7))
    s.near.rect(s.w * (0.5 + 0.5 * way) - r / 2, s.h - r * 0.5, r, r, s.light.accent(0.7))


def sweep_for_words(s: Stage) -> None:
    """An end card: a studio's paper in its colour, its light at the top and the bend far below."""
    light, far = s.light, max(s.w, s.h)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(light.ground(0.6), light.ground(0.72)))
    s.back.circle(s.w * (0.5 + 0.45 * light.side), -0.15 * s.h, 0.7 * far, s.back.glow(light.lamp, 0.6))
    s.back.circle(s.w * (0.5 - 0.8 * light.side), 0.4 * s.h, 0.8 * far, s.back.glow(light.ink, 0.24))
    bend = s.h * 0.8
    s.near.rect(s.left, bend - 10, s.span, 14.1, s.near.fade(light.ground(0.8), 0, 1))
    s.near.rect(s.left, bend + 4, s.span, s.bottom - bend, s.near.vertical(light.ground(0.8), light.ground(0.62)))


def backing(s: Stage) -> Pixels:
    """The back sheet, with its hint of a place, far out of focus."""
    back = rendered(s.back, s, 0.5)
    if not s.hint:
        return back
    place, *nearer = (reduced(canvas, s.hint, 0.12) for canvas in (s.hint.back, s.hint.far, s.hint.middle))
    for sheet in nearer:
        over(place, sheet, 0, 0)
    soft = cv2.GaussianBlur(place, (0, 0), BLUR * min(place.shape[:2]))
    wide = cv2.resize(soft, (back.shape[1], back.shape[0]), interpolation=cv2.INTER_CUBIC)
    return cv2.addWeighted(back, 1 - s.light.look.hint, wide, s.light.look.hint, 0)


GROUNDS: dict[str, Callable[[Stage, Before], None]] = {"blocks": blocks, "sweep": sweep}
FOR_WORDS: dict[str, Callable[[Stage], None]] = {"blocks": poster_for_words, "sweep": sweep_for_words}
