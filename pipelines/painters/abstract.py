"""Shapes in the film's colours, for words that name nothing that can be seen."""

from __future__ import annotations

import math

from pipelines.painters.colour import WHITE
from pipelines.painters.stage import Stage


def abstract(s: Stage) -> None:
    """Shapes in the film's colours: what is drawn when the words name nothing that can be seen."""
    rng, light = s.rng, s.light
    high, low = light.ground(0.9), light.ground(0.7)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(high, low))
    s.back.circle(s.w * (0.5 + 0.3 * light.side), s.h * 0.2, 70, s.back.glow(light.lamp, 0.7))
    draw = rng.choice((_discs, _arches, _ribbons, _tiles))
    draw(s)


def _discs(s: Stage) -> None:
    for canvas, lightness, r, count in ((s.far, 0.82, 34, 3), (s.middle, 0.7, 21, 3), (s.near, 0.58, 12, 4)):
        for _ in range(count):
            x, y = s.rng.uniform(0, s.w), s.rng.uniform(0.1, 0.85) * s.h
            size = r * s.rng.uniform(0.7, 1.2)
            colour = s.light.accent(lightness) if s.rng.random() < 0.3 else s.light.ground(lightness)
            canvas.circle(x + s.light.side * -1.5, y + 2, size, s.light.ink, 0.08)
            canvas.circle(x, y, size, canvas.vertical(colour.mixed(WHITE, 0.2), colour))


def _arches(s: Stage) -> None:
    x = s.w * s.rng.uniform(0.3, 0.7)
    for i, canvas in enumerate((s.far, s.far, s.middle, s.middle, s.near)):
        r = 62 - i * 11.5
        colour = s.light.accent(0.72) if i == 3 else s.light.ground(0.84 - 0.09 * i)
        d = f"M{x - r:.1f} {s.bottom:.1f}V{s.h * 0.72:.1f}a{r:.1f} {r:.1f} 0 0 1 {2 * r:.1f} 0V{s.bottom:.1f}Z"
        canvas.path(d, canvas.vertical(colour, colour.mixed(s.light.ink, 0.12)))
    s.near.circle(x, s.h * 0.66, 8, s.light.accent(0.66))


def _ribbons(s: Stage) -> None:
    for i, canvas in enumerate((s.far, s.far, s.middle, s.middle, s.near, s.near)):
        y = s.h * (0.3 + 0.11 * i)
        points = [(x, y + s.rng.uniform(-9, 9)) for x in s.steps(s.left - 40, s.right + 80, 42)]
        colour = s.light.accent(0.7) if i == 2 else s.light.ground(0.86 - 0.075 * i)
        canvas.smooth(
            points, canvas.vertical(colour, colour.mixed(s.light.ink, 0.1)), f"V{s.bottom + 2:.1f}H{s.left - 40:.1f}Z"
        )
    s.far.circle(s.w * s.rng.uniform(0.25, 0.75), s.h * 0.26, 11, s.light.lamp)


def _tiles(s: Stage) -> None:
    size = 25.0
    for row in range(-1, math.ceil(s.h / size) + 1):
        for column in range(-1, math.ceil(s.w / size) + 1):
            canvas = s.rng.choice((s.far, s.middle, s.near))
            x, y, kind = column * size, row * size, s.rng.randrange(5)
            colour = (
                s.light.accent(0.72) if s.rng.random() < 0.15 else s.light.ground(s.rng.choice((0.62, 0.74, 0.84)))
            )
            turns = ((0, 0), (size, 0), (size, size), (0, size))
            cx, cy = turns[s.rng.randrange(4)]
            if kind == 0:
                canvas.circle(x + size / 2, y + size / 2, size * 0.36, colour)
            elif kind < 3:
                dx, dy = (size if cx == 0 else -size), (size if cy == 0 else -size)
                sweep = int((dx > 0) != (dy > 0))
                d = f"M{x + cx:.1f} {y + cy:.1f}h{dx:.1f}a{size:.1f} {size:.1f} 0 0 {1 - sweep} {-dx:.1f} {dy:.1f}Z"
                canvas.path(d, colour)
