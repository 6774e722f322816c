"""Rooms for work of the mind and the eye: office, class, laboratory, photographer's studio."""

from __future__ import annotations

from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import WHITE, lch
from pipelines.painters.grounds import boards, tabletop, wall
from pipelines.painters.parts import block, pendant, plant, shaded, sky
from pipelines.painters.stage import Stage


def office(s: Stage) -> None:
    colours = s.light.haze
    sky(s, 0.6)
    for x in s.steps(s.left - 6, s.right, 12, 0.25):
        block(s.far, x, s.h * 0.72, s.rng.uniform(9, 13), s.rng.uniform(0.25, 0.5) * s.h, s, 0.55, s.light.hue)
    frame = s.light.tone(0.86, 0.02, 240)
    for x in s.steps(s.left, s.right, 36, 0):
        s.middle.rect(x, s.top, 1.8, s.h, frame)
    s.middle.rect(s.left, s.h * 0.1, s.span, 1.4, frame)
    s.middle.rect(s.left, s.floor - 20, s.span, 40, s.middle.vertical(s.light.ground(0.84), s.light.ground(0.7)))
    for x in s.steps(s.left, s.right, 36, 0):
        s.middle.poly([(x + 8, s.top), (x + 14, s.top), (x - 4, s.floor - 20), (x - 10, s.floor - 20)], colours, 0.25)
    plant(s.middle, s.w * (0.5 - 0.42 * s.light.side), s.floor - 6, 34 * s.zoom, s.light)
    pendant(s.middle, s.w * (0.5 + 0.25 * s.light.side), s.h * 0.13, s, 6)
    tabletop(s, 66, 0.76)


CHALK = (  # what may be drawn on the board, within ten units of its middle
    "M-10 9H10L-3 -9Z",
    "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M0 0H9",
    "M-10 0q2.5 -12 5 0t5 0t5 0t5 0",
    "M-9 -9V9H10M-7 6Q2 4 8 -8",
    "M-7 -4H4V8H-7ZM-7 -4L-2 -9H9L4 -4M9 -9V3L4 8",
    "M-10 0H10M4 -5L10 0L4 5M-10 -6V6",
    "M-9 4a9 3.4 0 1 0 18 0a9 3.4 0 1 0 -18 0M-9 4V-5a9 3.4 0 0 1 18 0V4M-9 -5a9 3.4 0 0 0 18 0",
)


def classroom(s: Stage) -> None:
    wall(s, 0.89)
    wide, tall = min(s.w * 0.72, 120), s.h * 0.42
    x, y = (s.w - wide) / 2, s.h * 0.1
    s.far.rect(x - 1.8, y - 1.8, wide + 3.6, tall + 3.6, s.light.tone(0.6, 0.07, 60), r=0.8)
    board = s.light.tone(0.42, 0.06, 165)
    s.far.rect(x, y, wide, tall, s.far.vertical(board, board.mixed(s.light.ink, 0.2)))
    kinds = s.rng.sample(CHALK, 3)
    for i, kind in enumerate(kinds):
        cx, cy, r = x + wide * (0.17 + 0.33 * i), y + tall * 0.42, min(wide, tall) * 0.17
        with s.far.placed(cx, cy, r / 10):
            s.far.stroke(kind, lch(0.95, 0.01, 100), 0.7, 0.6)
    s.far.rect(x + wide * s.rng.uniform(0.1, 0.7), y + tall - 0.6, 9, 2, s.light.accent(0.74), r=0.4)
    s.far.rect(x, y + tall + 1.6, wide, 1.6, s.light.tone(0.7, 0.07, 60))
    for i in range(3):
        desk(s, s.w * (0.16 + 0.34 * i + s.rng.uniform(-0.02, 0.02)))
    boards(s, 66, 0.74)


def desk(s: Stage, x: float) -> None:
    top, leg = s.light.tone(0.74, 0.08, 66), s.light.tone(0.5, 0.03, 250)
    y = s.horizon + 2
    for dx in (-9, 8):
        s.middle.rect(x + dx, y - 12, 1.2, 13, leg)
    s.middle.rect(x - 12, y - 14, 24, 2.2, top, r=0.5)
    at = s.rng.uniform(-9, 1)
    for i in range(s.rng.randint(1, 3)):
        tint = s.rng.choice((s.light.accent(0.7), s.light.ground(0.8), s.light.accent(0.58)))
        s.middle.rect(x + at + i, y - 16 - 2 * i, 8 - i, 1.8, tint, r=0.3)


def laboratory(s: Stage) -> None:
    """A bright room with flasks on shelves, a fume hood, and a bench with a microscope."""
    light, z = s.light, s.zoom
    wall(s, 0.95, 215, "tiles")
    side = s.rng.choice((-1, 1))
    middle = s.w / 2
    wide = min(46.0, s.w * 0.36)
    left = middle - side * s.w * 0.29 - wide / 2
    for i in range(2):
        y = s.horizon * (0.54 - 0.29 * i)
        _flasks(s, left, y, wide)
    _hood(s, middle + side * s.w * 0.3, min(44.0, s.w * 0.36))
    s.far.rect(s.left, s.top, s.span, s.h * 0.06 - s.top, light.tone(0.9, 0.02, 215))
    for x in (0.2, 0.8):
        s.far.rect(s.w * x - 13, s.h * 0.05, 26, 2, light.lamp.mixed(WHITE, 0.6), r=1)
        s.far.ellipse(s.w * x, s.h * 0.06, 34, 20, s.far.glow(WHITE, 0.5))
    y = s.floor - 8
    s.middle.rect(
        s.left,
        y - 14 * z,
        s.span,
        18 * z,
        s.middle.vertical(light.ground(0.84).mixed(WHITE, 0.2), light.ground(0.68).mixed(WHITE, 0.2)),
    )
    for x in s.steps(s.left, s.right, 22 * z, 0):
        s.middle.rect(
            x, y - 11 * z, 20 * z, 12 * z, light.ground(0.92).mixed(light.tone(0.92, 0.01, 220), 0.6), r=0.6
        )
        s.middle.rect(x + 7 * z, y - 8.6 * z, 6 * z, 0.9, light.tone(0.55, 0.03, 240), r=0.4)
    bench = y - 14 * z
    s.middle.rect(s.left, bench - 1.8, s.span, 2.4, light.tone(0.5, 0.04, 235))
    _microscope(s.middle, middle - side * s.w * 0.36, bench - 1.8, 23 * z, -side, s)
    _rack(s, middle - side * s.w * 0.22, bench - 1.8)
    for part in (0.42, 0.47):
        _flask(s.middle, middle + side * s.w * part, bench - 1.8, s.rng.uniform(9, 14) * z, s)
    tabletop(s, 225, 0.9)


def _flask(c: Canvas, x: float, y: float, h: float, s: Stage) -> None:
    """A round or a conical flask with a coloured liquid, or a tall measuring glass."""
    light, rng = s.light, s.rng
    glass = light.tone(0.93, 0.03, 220)
    liquid = light.tone(0.7, 0.14, rng.choice((light.accent_hue, light.hue, 150, 320, 200)))
    kind, half = rng.choice(("cone", "round", "tall")), h * 0.4
    if kind == "cone":
        c.poly([(x - h * 0.1, y - h), (x + h * 0.1, y - h), (x + h * 0.1, y - h * 0.7), (x + half, y), (x - half, y),
                (x - h * 0.1, y - h * 0.7)], glass, 0.75)  # fmt: skip
        c.poly(
            [(x - half * 0.62, y - h * 0.34), (x + half * 0.62, y - h * 0.34), (x + half, y), (x - half, y)], liquid
        )
    elif kind == "round":
        c.rect(x - h * 0.1, y - h, h * 0.2, h * 0.5, glass, opacity=0.75)
        c.circle(x, y - h * 0.36, h * 0.36, glass, 0.8)
        low = f"M{x - h * 0.34:.2f} {y - h * 0.34:.2f}A{h * 0.34:.2f} {h * 0.34:.2f} 0 0 0 {x + h * 0.34:.2f}"
        c.path(f"{low} {y - h * 0.34:.2f}Z", liquid)
    else:
        c.rect(x - h * 0.13, y - h, h * 0.26, h, glass, r=0.4, opacity=0.8)
        level = h * rng.uniform(0.35, 0.8)
        c.rect(x - h * 0.13, y - level, h * 0.26, level, liquid)
        c.rect(x - h * 0.24, y - 0.9, h * 0.48, 0.9, glass.mixed(light.ink, 0.15))
    c.rect(x - h * 0.15, y - h - 0.3, h * 0.3, h * 0.07, glass.mixed(light.ink, 0.18), r=0.3)
    c.rect(x - h * 0.07, y - h * 0.96, h * 0.035, h * 0.4, WHITE, opacity=0.7)


def _flasks(s: Stage, x: float, y: float, w: float) -> None:
    board = s.light.tone(0.74, 0.03, 235)
    s.far.rect(x, y + 1.2, w, 1.8, s.light.ink, opacity=0.12)
    at = x + 4
    while at < x + w - 3:
        h = s.rng.uniform(7, 11) * s.zoom
        _flask(s.far, at, y, h, s)
        at += h * 0.9 + s.rng.uniform(1, 3)
    s.far.rect(x, y, w, 1.4, board, r=0.3)


def _rack(s: Stage, x: float, y: float) -> None:
    c, light, z = s.middle, s.light, s.zoom
    for i in range(5):
        at = x + (i - 2) * 3.2 * z
        tint = light.tone(0.7, 0.14, s.rng.choice((light.accent_hue, 150, 320, 90)))
        c.rect(at - 0.9 * z, y - 10 * z, 1.8 * z, 9.4 * z, light.tone(0.94, 0.02, 220), r=0.9 * z)
        c.rect(at - 0.9 * z, y - s.rng.uniform(4, 7) * z, 1.8 * z, 3.6 * z, tint, r=0.9 * z)
    wood = light.tone(0.68, 0.07, 65)
    for part in (7, 1.6):
        c.rect(x - 9 * z, y - part * z, 18 * z, 1.4 * z, wood, r=0.3)
    for end in (-9, 8):
        c.rect(x + end * z, y - 7 * z, z, 7 * z, wood)


def _microscope(c: Canvas, x: float, y: float, h: float, side: int, s: Stage) -> None:
    """Its eyepiece leans away from the middle of the room."""
    light = s.light
    body, dark = light.tone(0.95, 0.02, 220), light.tone(0.4, 0.04, 240)
    with c.placed(x, y, h / 100, flip=side > 0):
        c.rect(-34, -9, 66, 9, dark, r=4)
        c.stroke("M18 -8C44 -30 40 -66 14 -72", body.mixed(light.ink, 0.45), 9)
        c.rect(-30, -34, 46, 5, dark, r=2)
        c.rect(-18, -38, 20, 3.4, light.tone(0.8, 0.1, 200))
        with c.placed(0, -64, turn=-24):
            c.rect(-8, -28, 16, 46, shaded(c, s, body, 0.25), r=3)
            c.rect(-6, -38, 12, 12, dark, r=2)
            c.rect(-5, 17, 10, 9, dark, r=1.5)
        c.circle(30, -42, 6.5, dark)
        c.circle(30, -42, 2.6, body)


def _hood(s: Stage, x: float, w: float) -> None:
    """A glazed cupboard whose light is on."""
    c, light, y, tall = s.far, s.light, s.floor - 20, 46 * s.zoom
    frame = light.tone(0.84, 0.025, 225)
    c.rect(x - w / 2, y - tall, w, tall + 12, shaded(c, s, frame, 0.14), r=1.2)
    c.rect(x - w * 0.1, s.top, w * 0.2, y - tall - s.top, frame.mixed(light.ink, 0.1))
    c.rect(
        x - w * 0.43,
        y - tall * 0.86,
        w * 0.86,
        tall * 0.82,
        c.vertical(light.lamp.mixed(WHITE, 0.5), light.ground(0.8)),
    )
    for part in (-0.24, 0.02, 0.26):
        _flask(c, x + w * part, y - tall * 0.04, s.rng.uniform(11, 16) * s.zoom, s)
    c.rect(x - w * 0.43, y - tall * 0.5, w * 0.86, 1.1, frame.mixed(light.ink, 0.2))
    shine = [(x - w * 0.3, y - tall * 0.86), (x - w * 0.1, y - tall * 0.86), (x - w * 0.3, y - tall * 0.04),
             (x - w * 0.43, y - tall * 0.04), (x - w * 0.43, y - tall * 0.4)]  # fmt: skip
    c.poly(shine, WHITE, 0.25)


def studio(s: Stage) -> None:
    """A product photographer's corner: a curved ground, two arches and one plant."""
    wall(s, 0.84)
    arch, inner = s.light.ground(0.74), s.light.ground(0.91)
    half, x = min(30.0, s.w * 0.3), s.w / 2
    offset = s.light.side * min(s.w * 0.2, 30) * s.rng.uniform(0.85, 1.1)
    tall, low = s.rng.uniform(8, 16), s.rng.uniform(0.6, 0.78)
    for canvas, cx, h, r, colour in (
        (s.far, x - offset, s.floor - tall, half * s.rng.uniform(0.8, 1.0), arch),
        (s.middle, x + offset * 1.1, s.floor * low, half * s.rng.uniform(0.54, 0.7), s.light.accent(0.74)),
    ):
        top = s.floor - h
        d = f"M{cx - r:.1f} {s.floor + 4:.1f}V{top + r:.1f}a{r:.1f} {r:.1f} 0 0 1 {2 * r:.1f} 0V{s.floor + 4:.1f}Z"
        canvas.path(d, canvas.vertical(colour, colour.mixed(inner, 0.5)))
    s.middle.circle(x + offset * 2.2, s.h * s.rng.uniform(0.14, 0.26), s.rng.uniform(5, 9), s.light.accent(0.66))
    plant(s.middle, x - offset * 2.3, s.floor - 4, s.rng.uniform(26, 36) * s.zoom, s.light)
    floor = s.near.vertical(s.light.ground(0.9), s.light.ground(0.72))
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, floor)
