"""Rooms to live in: kitchen, living room, bedroom and bathroom. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.colour import WHITE
from pipelines.painters.grounds import boards, rug, tabletop, wall
from pipelines.painters.parts import pendant, plant, shaded, shelf, window
from pipelines.painters.stage import Stage


def kitchen(s: Stage) -> None:
    wall(s, 0.9, pattern="tiles")
    side = 0.12 if s.light.side < 0 else 0.62
    window(s.far, s.w * side, s.h * 0.1, min(46, s.w * 0.28), s.h * 0.36, s)
    other = 0.52 if side < 0.5 else 0.06
    for i in range(2):
        shelf(s.far, s.w * other, s.h * (0.2 + 0.19 * i), s.w * 0.38, s, "mixed")
    y = s.floor - 8
    front = s.light.ground(0.72, 0.1)
    s.middle.rect(s.left, y - 14, s.span, 20, s.middle.vertical(front, front.mixed(s.light.ink, 0.2)))
    s.middle.rect(s.left, y - 16, s.span, 2.6, s.light.tone(0.93, 0.02, 70))
    pendant(s.middle, s.w * 0.5, s.h * 0.12, s)
    plant(s.middle, s.w * (0.9 if side < 0.5 else 0.1), y - 15, 22 * s.zoom, s.light)
    tabletop(s)


def living_room(s: Stage) -> None:
    wall(s, 0.86, pattern="stripes")
    side = 0.08 if s.light.side < 0 else 0.62
    window(s.far, s.w * side, s.h * 0.08, s.w * 0.3, s.h * 0.4, s)
    x = s.w * (0.58 if side < 0.5 else 0.14)
    for i in range(s.rng.randint(1, 3) if s.shape == "wide" else 2):
        frame, y = s.light.tone(0.5, 0.06, 60), s.h * 0.14 + s.rng.choice((0, 3, 6))
        s.far.rect(x + i * 17, y, 13, 16, frame, r=0.4)
        s.far.rect(x + i * 17 + 1.2, y + 1.2, 10.6, 13.6, s.light.ground(0.93))
        art = s.rng.choice(("disc", "hills", "bars"))
        if art == "disc":
            s.far.circle(x + i * 17 + 6.5, y + 8, s.rng.uniform(2.6, 4), s.light.accent(0.7))
        elif art == "hills":
            s.far.path(f"M{x + i * 17 + 1.2:.1f} {y + 14.8:.1f}v-5q3 -5 5.6 -1t5 -2v8Z", s.light.accent(0.66))
        else:
            for n in range(3):
                s.far.rect(x + i * 17 + 3 + n * 2.8, y + 4, 1.6, s.rng.uniform(4, 9), s.light.accent(0.6 + 0.08 * n))
    sofa(s)
    plant(s.middle, s.w * (0.94 if side < 0.5 else 0.06), s.horizon + 4, s.rng.uniform(34, 46) * s.zoom, s.light)
    if s.rng.random() < 0.5:
        floor_lamp(s, s.w * (0.1 if side < 0.5 else 0.9))
    boards(s)
    rug(s)


def floor_lamp(s: Stage, x: float) -> None:
    c, y, z = s.middle, s.horizon + 3, s.zoom
    c.circle(x, y - 46 * z, 24 * z, c.glow(s.light.lamp, 0.7 if s.light.dark else 0.3))
    c.rect(x - 0.5, y - 44 * z, 1, 44 * z, s.light.tone(0.5, 0.05, 70))
    c.ellipse(x, y, 5 * z, 1 * z, s.light.tone(0.44, 0.05, 70))
    c.path(
        f"M{x - 7 * z:.1f} {y - 41 * z:.1f}l{3 * z:.1f} {-11 * z:.1f}h{8 * z:.1f}l{3 * z:.1f} {11 * z:.1f}Z",
        s.light.lamp,
    )


def sofa(s: Stage) -> None:
    tone = s.rng.uniform(0.52, 0.64)
    body, seat = s.light.ground(tone), s.light.ground(tone + 0.08)
    y, half = s.horizon + 3, min(48 * s.zoom, s.w * 0.46)
    x = s.w / 2
    s.middle.rect(x - half, y - 26 * s.zoom, half * 2, 24 * s.zoom, s.middle.vertical(seat, body), r=5)
    for i in (-1, 0):
        s.middle.rect(x + i * half * 0.86, y - 13 * s.zoom, half * 0.84, 9 * s.zoom, seat, r=2.5)
    for i in (-1, 1):
        s.middle.rect(x + i * half - (7 if i > 0 else 0), y - 17 * s.zoom, 7, 16 * s.zoom, body, r=3)
    for part in s.rng.choice(((-0.72,), (-0.72, 0.5), (0.5,), (-0.8, -0.62, 0.52))):
        s.middle.rect(x + half * part, y - 20 * s.zoom, 10 * s.zoom, 10 * s.zoom, s.light.accent(0.7), r=2)


def bedroom(s: Stage) -> None:
    """A bed between two lamps, a window with curtains, a picture."""
    light, rng, z = s.light, s.rng, s.zoom
    wall(s, 0.87, pattern=rng.choice(("stripes", "")))
    side = rng.choice((-1, 1))
    x = s.w * (0.5 + side * (0.2 if s.shape == "wide" else 0.04))
    if s.shape == "wide":
        _curtained(s, s.w * (0.5 - side * 0.29), s.h * 0.1, 38, s.h * 0.42)
    else:
        _curtained(s, s.w * 0.5, s.h * 0.08, s.w * 0.4, s.h * 0.26)
    y, half = s.horizon + 3, min(34 * z, s.w * 0.36)
    head, sheet, cover = (
        light.tone(0.56, 0.08, rng.choice((55, 62, light.hue))),
        light.tone(0.96, 0.015, 80),
        light.accent(0.68),
    )
    for i in range(rng.randint(1, 3) if s.shape == "wide" else 0):
        px, tall = x + (i - 1) * 15, s.h * 0.16 + 4 * (i % 2)
        s.far.rect(px - 5.5, tall, 11, 14, light.tone(0.5, 0.06, 60), r=0.4)
        s.far.rect(px - 4.5, tall + 1, 9, 12, light.ground(0.93))
        s.far.ellipse(px, tall + 7, 2.6, 3.8, light.accent(0.72))
    s.middle.rect(x - half, y - 34 * z, half * 2, 32 * z, shaded(s.middle, s, head, 0.18), r=4 * z)
    for i in range(1, 6):
        s.middle.rect(x - half + half * i / 3 - 0.2, y - 32 * z, 0.4, 20 * z, light.ink, opacity=0.14)
    for part in (-0.5, 0.5):
        s.middle.rect(
            x + half * part - half * 0.36, y - 21 * z, half * 0.72, 11 * z, shaded(s.middle, s, sheet, 0.1), r=3.4 * z
        )
        s.middle.rect(
            x + half * part - half * 0.24, y - 18 * z, half * 0.48, 8 * z, cover.mixed(WHITE, 0.35), r=2.6 * z
        )
    s.middle.rect(
        x - half * 1.04, y - 12 * z, half * 2.08, 14 * z, s.middle.vertical(cover.mixed(WHITE, 0.2), cover), r=2.4 * z
    )
    s.middle.rect(x - half * 1.04, y - 12 * z, half * 2.08, 3.4 * z, sheet, r=1.6 * z)
    throw = light.ground(0.62)
    s.middle.rect(x - half * 1.04, y - 5 * z, half * 2.08, 3.6 * z, throw)
    for end in (-1, 1):
        _night_table(s, x + end * (half + 9 * z), y, z)
    plant(s.middle, s.w * (0.5 - side * 0.44), s.horizon + 4, 32 * z, light)
    boards(s)
    rug(s)


def _curtained(s: Stage, x: float, y: float, w: float, h: float) -> None:
    window(s.far, x - w / 2, y, w, h, s)
    cloth = s.light.accent(0.74)
    s.middle.rect(x - w * 0.68, y - 4.4, w * 1.36, 1.1, s.light.tone(0.5, 0.06, 60), r=0.5)
    for side in (-1, 1):
        for i in range(3):
            left = x + side * (w * 0.5 + (i - 1) * w * 0.075) - w * 0.05
            s.middle.rect(
                left, y - 3.8, w * 0.1, h + 11, s.middle.across(cloth, cloth.mixed(s.light.ink, 0.2)), r=0.8
            )


def _night_table(s: Stage, x: float, y: float, z: float) -> None:
    c, light = s.middle, s.light
    wood = light.tone(0.6, 0.08, 60)
    c.rect(x - 6 * z, y - 13 * z, 12 * z, 13 * z, shaded(c, s, wood, 0.2), r=0.6)
    c.rect(x - 4.6 * z, y - 11 * z, 9.2 * z, 4 * z, wood.mixed(WHITE, 0.2), r=0.4)
    c.circle(x, y - 9 * z, 0.7 * z, light.tone(0.84, 0.1, 85))
    c.circle(x, y - 22 * z, 18 * z, c.glow(light.lamp, 0.75 if light.dark else 0.3))
    c.rect(x - 0.6 * z, y - 20 * z, 1.2 * z, 7 * z, light.tone(0.84, 0.08, 85))
    shade = [(x - 5 * z, y - 18 * z), (x + 5 * z, y - 18 * z), (x + 3.2 * z, y - 26 * z), (x - 3.2 * z, y - 26 * z)]
    c.poly(shade, light.lamp.mixed(light.accent(0.8), 0.2))


def bathroom(s: Stage) -> None:
    """Tiles, a tub with its curtain, a basin under a round mirror."""
    light, rng, z = s.light, s.rng, s.zoom
    hue = rng.choice((200, 165, light.hue, 30))
    wall(s, 0.94, hue, "tiles")
    band = light.tone(0.72, 0.08, hue)
    s.far.rect(s.left, s.horizon - 30, s.span, 32, light.tone(0.8, 0.07, hue), opacity=0.55)
    for x in s.steps(s.left, s.right, 9, 0):
        s.far.rect(x, s.horizon - 30, 0.35, 32, WHITE, opacity=0.55)
    for y in (-20.5, -11):
        s.far.rect(s.left, s.horizon + y, s.span, 0.35, WHITE, opacity=0.55)
    s.far.rect(s.left, s.horizon - 31.5, s.span, 2, band)
    side = rng.choice((-1, 1))
    _tub(s, s.w * (0.5 + side * (0.29 if s.shape == "wide" else 0.2)), side)
    x, y = s.w * (0.5 - side * (0.32 if s.shape == "wide" else 0.3)), s.horizon + 2
    r, cy = 13 * z, y - 50 * z
    s.far.circle(x, cy, r + 1.3, light.tone(0.8, 0.1, 85))
    s.far.circle(x, cy, r, s.far.vertical(light.tone(0.95, 0.02, 220), light.tone(0.82, 0.05, 220)))
    s.far.poly(
        [
            (x - r * 0.5, cy - r * 0.8),
            (x - r * 0.1, cy - r * 0.95),
            (x + r * 0.1, cy + r * 0.95),
            (x - r * 0.3, cy + r * 0.9),
        ],
        WHITE,
        0.3,
    )
    s.far.circle(x, cy, r * 2.2, s.far.glow(light.lamp, 0.4))
    wood, white = light.tone(0.68, 0.08, 62), light.tone(0.98, 0.008, 220)
    s.middle.rect(x - 17 * z, y - 22 * z, 34 * z, 22 * z, shaded(s.middle, s, wood, 0.18), r=0.8)
    for part in (-16, 0.6):
        s.middle.rect(x + part * z, y - 19 * z, 15.4 * z, 16 * z, wood.mixed(WHITE, 0.14), r=0.6)
    s.middle.rect(x - 19 * z, y - 24.4 * z, 38 * z, 2.8 * z, white, r=0.6)
    with s.middle.placed(x, y, z):
        basin = "M-10 -30h20q-1.5 6 -6 6h-8q-4.5 0 -6 -6Z"
        s.middle.path(basin, shaded(s.middle, s, white, 0.14))
    s.middle.stroke(
        f"M{x:.2f} {y - 30 * z:.2f}v{-5 * z:.2f}q0 {-2 * z:.2f} {2 * z:.2f} {-2 * z:.2f}h{2.4 * z:.2f}v{2 * z:.2f}",
        light.tone(0.74, 0.03, 240),
        1.1 * z,
    )
    for part, tint in ((13.4, light.accent(0.7)), (16.2, light.ground(0.7))):
        s.middle.rect(x + part * z, y - 31 * z, 2.3 * z, 6.6 * z, tint, r=0.8)
    rail = s.w * (0.5 - side * 0.1)
    s.far.rect(rail - 9 * z, y - 44 * z, 18 * z, 0.9, light.tone(0.74, 0.03, 240))
    for part, tint in ((-7.6, light.accent(0.76)), (0.6, light.tone(0.96, 0.01, 80))):
        s.far.rect(rail + part * z, y - 44 * z, 7 * z, 15 * z, shaded(s.far, s, tint, 0.12), r=0.6)
        s.far.rect(rail + part * z, y - 32.6 * z, 7 * z, 1.2 * z, light.ground(0.6), opacity=0.6)
    plant(s.middle, s.w * (0.5 - side * 0.47), y + 1, 26 * z, light)
    top, low = light.tone(0.86, 0.03, hue), light.tone(0.93, 0.02, hue)
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, s.near.vertical(top, low))
    for i in range(-12, 13):
        near, far = s.w / 2 + i * s.w * 0.13, s.w / 2 + i * s.w * 0.08
        s.near.stroke(f"M{far:.1f} {s.horizon:.1f}L{near:.1f} {s.bottom:.1f}", band, 0.22, 0.4)
    for step in (3, 8, 16, 28):
        s.near.stroke(f"M{s.left:.1f} {s.horizon + step:.1f}H{s.right:.1f}", band, 0.22, 0.4)
    s.near.ellipse(s.w / 2, s.floor + 3, s.w * 0.24, 6.4, light.accent(0.74))
    s.near.ellipse(s.w / 2, s.floor + 3, s.w * 0.21, 5.2, light.accent(0.8))


def _tub(s: Stage, x: float, side: int) -> None:
    c, light, y, z = s.middle, s.light, s.horizon + 3, s.zoom
    white, gold = light.tone(0.98, 0.008, 220), light.tone(0.8, 0.1, 85)
    half = 27 * z
    cloth = light.accent(0.76)
    s.far.rect(x - half, y - 66 * z, half * 2, 1, light.tone(0.7, 0.03, 240))
    for i in range(4):
        left = x + side * (half - (i + 1) * 4 * z) - 2 * z
        s.far.rect(left, y - 66 * z, 4.3 * z, 56 * z, s.far.across(cloth, cloth.mixed(light.ink, 0.18)), r=0.6)
    for part in (-0.7, 0.7):
        c.path(
            f"M{x + half * part - 2 * z:.2f} {y - 5 * z:.2f}h{4 * z:.2f}l{-1 * z:.2f} {5 * z:.2f}h{-2 * z:.2f}Z", gold
        )
    for i in range(9):
        c.circle(
            x - half * 0.8 + i * half * 0.2,
            y - 21 * z - s.rng.uniform(0, 2) * z,
            s.rng.uniform(2.2, 3.6) * z,
            white,
            0.95,
        )
    with c.placed(x, y, z):
        c.path("M-27 -20h54c0 11 -4 16 -11 16h-32c-7 0 -11 -5 -11 -16Z", shaded(c, s, white, 0.16))
    c.rect(x - half - 1.6 * z, y - 21.4 * z, half * 2 + 3.2 * z, 2.8 * z, white, r=1.4 * z)
    with c.placed(x - side * half * 0.86, y, z, flip=side < 0):
        c.stroke("M0 -21v-8q0 -2 2 -2h3v2", gold, 1.2)
