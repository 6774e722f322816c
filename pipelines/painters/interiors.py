"""More rooms: to read, sleep, wash, eat, train, judge, pay and heal in. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.colour import Lab, lch
from pipelines.painters.grounds import boards, rug, tabletop, wall
from pipelines.painters.looks import SKIES
from pipelines.painters.parts import column, opening, pendant, plant, shaded, shelf, window
from pipelines.painters.stage import Stage

WHITE = lch(1, 0, 0)


def library(s: Stage) -> None:
    """Walls of books round a tall window, with a ladder and reading lamps."""
    light, z = s.light, s.zoom
    wall(s, 0.72, 60)
    half, step = min(0.19 * s.w, 30.0), 15.0
    wood = light.tone(0.46, 0.07, 52)
    for side in (-1, 1):
        inner = s.w / 2 + side * half
        left, right = (s.left, inner) if side < 0 else (inner, s.right)
        s.far.rect(left, s.top, right - left, s.floor - s.top, s.far.vertical(wood.mixed(light.ink, 0.35), wood))
        y = s.horizon - 6
        while y > s.top:
            shelf(s.far, left, y, right - left, s, "book")
            y -= step
        s.far.rect(left if side < 0 else right - 2, s.top, 2, s.floor, wood)
        gap = 33.0
        for n in range(5):
            x = inner + side * n * gap
            if s.left < x < s.right:
                s.far.rect(x - 1.3, s.top, 2.6, s.floor - s.top, shaded(s.far, s, wood.mixed(WHITE, 0.08), 0.25))
    _tall_window(s, s.w / 2, s.horizon - 2, half * 1.5, min(s.horizon * 0.86, 72))
    rail = light.tone(0.8, 0.09, 85)
    s.middle.rect(s.left, s.horizon - 48, half * -1 + s.w / 2 - s.left, 0.8, rail)
    s.middle.rect(s.w / 2 + half, s.horizon - 48, s.right - s.w / 2 - half, 0.8, rail)
    side = s.rng.choice((-1, 1))
    x = s.w * (0.5 + side * s.rng.uniform(0.3, 0.38))
    for part in (-3.0, 3.0):
        s.middle.stroke(f"M{x + part:.2f} {s.horizon - 50:.2f}L{x + part * 1.5 + side * 3:.2f} {s.horizon + 2:.2f}",
                        light.tone(0.66, 0.09, 62), 1.1)  # fmt: skip
    for i in range(8):
        t = (i + 0.7) / 8
        s.middle.rect(
            x - 3 * (1 + t / 2) + side * 3 * t,
            s.horizon - 50 + 52 * t,
            6 * (1 + t / 2),
            0.9,
            light.tone(0.7, 0.09, 62),
        )
    for part in (-0.4, 0.4):
        _reading_table(s, s.w * (0.5 + part), z)
    pendant(s.middle, s.w * 0.5, s.h * 0.09, s, 6)
    boards(s, 48, 0.6)
    rug(s)


def _tall_window(s: Stage, x: float, y: float, w: float, h: float) -> None:
    """An arched window with bars and a seat below."""
    c, light = s.far, s.light
    frame = light.tone(0.93, 0.02, 80)
    high, mid, low = (light.united(*tone) for tone in SKIES[light.time])
    c.path(opening(x, y - 9, w + 4, h - 7), frame.mixed(light.ink, 0.22))
    c.path(opening(x, y - 10, w, h - 10), c.vertical(high, mid, low))
    c.path(
        f"M{x - w / 2:.2f} {y - 10:.2f}v-9q{w / 4:.2f} -7 {w / 2:.2f} -1t{w / 2:.2f} -3v13Z",
        light.tone(0.6, 0.09, 145, 0.4),
    )
    if light.dark:
        c.circle(x + w * 0.22, y - h * 0.66, w * 0.08, light.lamp)
    for part in (-1 / 6, 1 / 6):
        c.rect(x + w * part - 0.4, y - h + w * 0.1, 0.8, h - 10 - w * 0.1, frame)
    for i in range(1, 5):
        c.rect(x - w / 2, y - 10 - (h - w * 0.5) * i / 5, w, 0.7, frame)
    c.rect(x - w / 2 - 4, y - 10, w + 8, 2.4, frame)
    c.rect(x - w / 2 - 3, y - 7.6, w + 6, 10, light.ground(0.66))
    c.rect(x - w / 2 - 3, y - 9.4, w + 6, 2.8, light.accent(0.66), r=1)


def _reading_table(s: Stage, x: float, z: float) -> None:
    c, light, y = s.middle, s.light, s.horizon + 2
    wood, shade = light.tone(0.58, 0.09, 55), light.tone(0.56, 0.12, 155)
    for part in (-13, 12):
        c.rect(x + part * z, y - 14 * z, 1.6 * z, 14.5 * z, wood.mixed(light.ink, 0.25))
    c.rect(x - 16 * z, y - 16 * z, 32 * z, 2.4 * z, shaded(c, s, wood, 0.2), r=0.4)
    c.rect(x - 0.5 * z, y - 24 * z, z, 8 * z, light.tone(0.8, 0.1, 85))
    c.circle(x, y - 21 * z, 15 * z, c.glow(light.lamp, 0.6 if light.dark else 0.25))
    c.path(f"M{x - 5 * z:.2f} {y - 22 * z:.2f}a{5 * z:.2f} {4 * z:.2f} 0 0 1 {10 * z:.2f} 0Z", shade)
    c.rect(x - 13 * z, y - 17.6 * z, 8 * z, 1.6 * z, light.accent(0.7), r=0.2)
    c.rect(x - 12.4 * z, y - 19 * z, 7 * z, 1.5 * z, light.ground(0.85), r=0.2)


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


def restaurant(s: Stage) -> None:
    """Laid tables under hanging lamps, a bar at the side, the street behind the glass."""
    light, rng, z = s.light, s.rng, s.zoom
    wall(s, rng.choice((0.58, 0.76, 0.84)))
    side = rng.choice((-1, 1))
    frame = light.tone(0.42, 0.05, 55)
    high, mid, low = (light.united(*tone) for tone in SKIES[light.time])
    wide = min(0.5 * s.w, 82.0)
    x, y, tall = s.w * (0.5 - side * 0.2) - wide / 2, s.h * 0.1, s.horizon - 20 - s.h * 0.1
    s.far.rect(x - 1.6, y - 1.6, wide + 3.2, tall + 3.2, frame, r=0.6)
    s.far.rect(x, y, wide, tall, s.far.vertical(high, mid, low))
    at = x
    while at < x + wide - 4:
        w = min(rng.uniform(7, 12), x + wide - at)
        h = rng.uniform(0.25, 0.6) * tall
        tone = light.tone(0.66, 0.05, light.hue, 0.5)
        s.far.rect(at, y + tall - h, w - 0.6, h, tone)
        for n in range(int(h / 5)):
            lit = light.lamp if light.dark and rng.random() < 0.6 else tone.mixed(light.ink, 0.2)
            s.far.rect(at + w * 0.2, y + tall - h + 1.6 + n * 5, w * 0.22, 2.4, lit)
            s.far.rect(at + w * 0.56, y + tall - h + 1.6 + n * 5, w * 0.22, 2.4, lit.mixed(tone, 0.35))
        at += w
    for i in range(1, 4):
        s.far.rect(x + wide * i / 4 - 0.6, y, 1.2, tall, frame)
    s.far.rect(x, y + tall * 0.26, wide, 1, frame)
    bar = s.w * (0.5 + side * 0.34)
    for i in range(2 + (s.shape == "tall")):
        shelf(s.far, bar - 19, s.horizon - 30 - 16 * i, 38, s, "bottle")
    s.far.rect(
        s.left, s.horizon - 18, s.span, 22, s.far.vertical(light.tone(0.48, 0.07, 50), light.tone(0.4, 0.06, 48))
    )
    for px in s.steps(s.left, s.right, 17, 0):
        s.far.rect(px, s.horizon - 15, 14, 12, light.tone(0.54, 0.07, 52), r=0.5)
    for part in (-0.42, -0.14, 0.14, 0.42) if s.shape == "wide" else (-0.32, 0.32):
        _laid_table(s, s.w * (0.5 + part), z)
    for part in (0.12, 0.5, 0.88) if s.shape == "wide" else (0.2, 0.8):
        pendant(s.middle, s.w * part, s.h * rng.uniform(0.12, 0.2), s, 5.5)
    plant(s.middle, s.w * (0.5 + side * 0.49), s.floor - 8, 30 * z, light)
    tabletop(s, 52, 0.6)


def _laid_table(s: Stage, x: float, z: float) -> None:
    c, light, y = s.middle, s.light, s.floor - 7
    wood, cloth = light.tone(0.5, 0.08, 52), light.tone(0.95, 0.015, 80)
    for side in (-1, 1):
        left = x + side * 15 * z
        c.rect(left - (1 if side > 0 else 0.6) * z, y - 29 * z, 1.7 * z, 29 * z, wood, r=0.5)
        c.rect(left - side * 8 * z if side > 0 else left, y - 15 * z, 8 * z, 2.2 * z, light.accent(0.62), r=0.8)
    with c.placed(x, y, z):
        c.path("M-12 -20h24l1.6 11q-6 -2 -13.6 0t-13.6 0Z", shaded(c, s, cloth, 0.14))
    c.rect(x - z, y - 11 * z, 2 * z, 12 * z, wood)
    c.rect(x - 1.2 * z, y - 24 * z, 2.4 * z, 4 * z, light.accent(0.7), r=0.6)
    c.circle(x, y - 25.4 * z, 1.6 * z, light.tone(0.66, 0.15, 25))
    for part in (-7, 7):
        with c.placed(x + part * z, y, z):
            c.path("M-1.4 -25h2.8q0 2.6 -1.4 2.8q-1.4 -0.2 -1.4 -2.8Z", light.tone(0.9, 0.03, 220), 0.85)
            c.rect(-0.2, -22.4, 0.4, 2.2, light.tone(0.9, 0.03, 220))


def gym(s: Stage) -> None:
    """Weights on their rack before a mirror, a bag, a treadmill, a floor of rubber."""
    light, rng, z = s.light, s.rng, s.zoom
    wall(s, 0.82)
    band = light.accent(0.66)
    s.far.rect(s.left, s.h * 0.08, s.span, 3, band)
    wide, y = min(0.62 * s.w, 108.0), s.horizon + 2
    x, top = s.w / 2 - wide / 2, y - 58 * z
    s.far.rect(x - 1, top - 1, wide + 2, y - 10 * z - top + 2, light.tone(0.6, 0.02, 240))
    s.far.rect(
        x, top, wide, y - 10 * z - top, s.far.vertical(light.tone(0.92, 0.03, 220), light.tone(0.78, 0.05, 225))
    )
    for i in range(3):
        px = x + wide * (0.12 + 0.3 * i + rng.uniform(0, 0.1))
        s.far.poly([(px, top), (px + 7, top), (px - 3, y - 10 * z), (px - 10, y - 10 * z)], WHITE, 0.22)
    for i in (1, 2):
        s.far.rect(x + wide * i / 3 - 0.2, top, 0.4, y - 10 * z - top, light.tone(0.6, 0.02, 240))
    side = rng.choice((-1, 1))
    steel, dark = light.tone(0.5, 0.02, 245), light.tone(0.32, 0.02, 255)
    for row in range(2):
        at = y - (4 + 13 * row) * z
        s.middle.rect(s.w / 2 - 36 * z, at, 72 * z, 1.8 * z, steel)
        for n in range(6):
            r = (3.6 - 0.3 * (n if side > 0 else 5 - n)) * z
            _dumbbell(s, s.w / 2 + (n - 2.5) * 11.6 * z, at - r, r, dark if (row + n) % 2 else band)
    for part in (-37, 35.4):
        s.middle.rect(s.w / 2 + part * z, y - 22 * z, 1.8 * z, 22 * z, steel)
    bag = s.w * (0.5 + side * (0.4 if s.shape == "wide" else 0.36))
    s.middle.rect(bag - 0.3, s.top, 0.6, max(0.0, y - 56 * z - s.top), steel)
    s.middle.rect(
        bag - 6 * z, y - 56 * z, 12 * z, 34 * z, shaded(s.middle, s, light.tone(0.56, 0.16, 28), 0.3), r=3 * z
    )
    for up in (52, 27):
        s.middle.rect(bag - 6 * z, y - up * z, 12 * z, 2 * z, dark)
    _treadmill(s, s.w * (0.5 - side * 0.34), side, band)
    for px in (0.2, 0.5, 0.8):
        s.middle.rect(s.w * px - 12, s.h * 0.03, 24, 1.6, light.lamp.mixed(WHITE, 0.5), r=0.8)
        s.middle.ellipse(s.w * px, s.h * 0.04, 24, 11, s.middle.glow(WHITE, 0.4))
    top_, low = light.tone(0.5, 0.02, 250), light.tone(0.44, 0.02, 250)
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, s.near.vertical(top_, low))
    for i in range(-8, 9):
        near, far = s.w / 2 + i * s.w * 0.2, s.w / 2 + i * s.w * 0.12
        s.near.stroke(f"M{far:.1f} {s.horizon:.1f}L{near:.1f} {s.bottom:.1f}", light.tone(0.62, 0.02, 250), 0.25, 0.4)
    mat = [
        (s.w * 0.5 - 40, s.floor - 2),
        (s.w * 0.5 + 40, s.floor - 2),
        (s.w * 0.5 + 47, s.floor + 8),
        (s.w * 0.5 - 47, s.floor + 8),
    ]
    s.near.poly(mat, s.near.vertical(band.mixed(light.ink, 0.1), band))


def _dumbbell(s: Stage, x: float, y: float, r: float, tint: Lab) -> None:
    c = s.middle
    c.rect(x - r, y - r * 0.2, r * 2, r * 0.45, s.light.tone(0.8, 0.02, 240))
    for part in (-1.3, 0.5):
        c.rect(x + part * r, y - r, r * 0.8, r * 2, shaded(c, s, tint, 0.25), r=r * 0.3)


def _treadmill(s: Stage, x: float, way: int, tint: Lab) -> None:
    """Its console is on the side away from the middle."""
    c, light, y, z = s.middle, s.light, s.horizon + 2, s.zoom
    dark, steel = light.tone(0.34, 0.02, 255), light.tone(0.72, 0.02, 240)
    with c.placed(x, y, z, flip=way < 0):
        c.rect(-20, -6, 42, 4.4, dark, r=2)
        c.rect(-18, -6.8, 36, 1.6, steel.mixed(dark, 0.4), r=0.8)
        c.rect(-21, -7.4, 10, 6, tint, r=2)
        c.stroke("M-15 -6L-19 -37", steel, 2)
        c.stroke("M-18 -28L-3 -24", dark, 1.8)
        with c.placed(-18, -40, turn=-16):
            c.rect(-2, -6, 4.4, 13, dark, r=1.4)
            c.rect(1.6, -4.4, 1.2, 9, light.lamp.mixed(light.tone(0.7, 0.1, 200), 0.5))


def courtroom(s: Stage) -> None:
    """A hall of law: columns, a raised bench of wood, rails and flags."""
    light, rng, z = s.light, s.rng, s.zoom
    wall(s, 0.86, 75)
    stone, wood = light.tone(0.93, 0.02, 80, 0.1), light.tone(0.5, 0.09, rng.choice((45, 55, 62)))
    y, mid = s.horizon + 2, s.w / 2
    s.far.rect(s.left, s.top, s.span, s.h * 0.07 - s.top, stone.mixed(light.ink, 0.06))
    s.far.rect(s.left, s.h * 0.07, s.span, 2, stone)
    half = min(s.w * 0.27, 42.0)
    tall = s.horizon - s.h * 0.09
    s.far.rect(mid - half, y - tall * 0.9, half * 2, tall * 0.9, s.far.vertical(wood.mixed(WHITE, 0.16), wood), r=1)
    for i in range(4):
        s.far.rect(
            mid - half + half * (0.06 + 0.5 * i),
            y - tall * 0.84,
            half * 0.38,
            tall * 0.7,
            wood.mixed(WHITE, 0.22),
            r=0.6,
        )
    r = min(9.0, half * 0.24)
    s.far.circle(mid, y - tall * 0.74, r, light.tone(0.84, 0.1, 85))
    s.far.circle(mid, y - tall * 0.74, r * 0.8, wood.mixed(light.ink, 0.15))
    for turn in range(0, 360, 30):
        with s.far.placed(mid, y - tall * 0.74, r / 9, turn=turn):
            s.far.rect(-0.5, -6, 1, 3.4, light.tone(0.84, 0.1, 85))
    s.far.circle(mid, y - tall * 0.74, r * 0.22, light.tone(0.84, 0.1, 85))
    for side in (-1, 1):
        for n in range(3):
            x = mid + side * (half + 9 + n * 24)
            column(s.far, x, y, 6.4, tall, s, stone)
            if n < 2:
                _tall_pane(s, x + side * 12, y - 24 * z, 11, tall * 0.55)
        _flag(s, mid + side * half * 0.78, y - 8 * z, 36 * z, side)
    for reach, up, drop in ((0.62, 25, 0.0), (0.98, 16, 0.1)):
        w = half * reach
        s.middle.rect(mid - w, y - up * z, w * 2, up * z, shaded(s.middle, s, wood.mixed(light.ink, drop), 0.2))
        s.middle.rect(mid - w - 1.4, y - up * z - 1.6, w * 2 + 2.8, 2.4, wood.mixed(WHITE, 0.2), r=0.5)
        count = 3 if reach < 0.7 else 5
        for i in range(count):
            s.middle.rect(
                mid - w + 2 * w * (i + 0.12) / count,
                y - up * z + 3,
                2 * w / count * 0.76,
                up * z - 7,
                wood.mixed(WHITE, 0.12),
                r=0.4,
            )
    for side in (-1, 1):
        end = s.left if side < 0 else s.right
        start = mid + side * (half + 5)
        left, wide = min(end, start), abs(end - start)
        s.middle.rect(left, y - 13 * z, wide, 2, wood.mixed(WHITE, 0.2), r=0.4)
        for x in s.steps(left + 1, left + wide, 4.6 * z, 0):
            s.middle.rect(x, y - 11.4 * z, 1.3 * z, 12 * z, wood, r=0.3)
    boards(s, 50, 0.62)
    carpet = light.tone(0.5, 0.12, rng.choice((20, 260, 150)))
    s.near.poly(
        [(mid - 17, s.horizon), (mid + 17, s.horizon), (mid + 42, s.bottom), (mid - 42, s.bottom)],
        s.near.vertical(carpet.mixed(light.ink, 0.2), carpet),
    )


def _tall_pane(s: Stage, x: float, y: float, w: float, h: float) -> None:
    high, mid, low = (s.light.united(*tone) for tone in SKIES[s.light.time])
    s.far.path(opening(x, y, w + 2, h + 1.4), s.light.tone(0.95, 0.015, 80))
    s.far.path(opening(x, y, w, h), s.far.vertical(high, mid, low))
    s.far.rect(x - 0.3, y - h, 0.6, h, s.light.tone(0.95, 0.015, 80))
    for i in (1, 2, 3):
        s.far.rect(x - w / 2, y - (h - w / 2) * i / 3.4, w, 0.5, s.light.tone(0.95, 0.015, 80))


def _flag(s: Stage, x: float, y: float, h: float, side: int) -> None:
    """A flag in the film's colours on a staff, hanging still."""
    c, light = s.far, s.light
    gold = light.tone(0.82, 0.11, 85)
    c.rect(x - 0.4, y - h, 0.8, h + 8, gold)
    c.circle(x, y - h, 1.2, gold)
    for i, tint in enumerate((light.ground(0.56), light.tone(0.93, 0.02, 80), light.accent(0.66))):
        a, b = i * 3.2, (i + 1) * 3.2
        fold = f"M{x + side * a * 0.6:.2f} {y - h + 1.4 + a:.2f}L{x + side * b * 0.6:.2f} {y - h + 1.4 + b:.2f}"
        fold += f"Q{x + side * (b + 1):.2f} {y - h * 0.4:.2f} {x + side * b * 0.9:.2f} {y - h * 0.12 + b * 0.3:.2f}"
        c.path(f"{fold}L{x + side * a * 0.9:.2f} {y - h * 0.12 + a * 0.3:.2f}Z", tint)


def lobby(s: Stage) -> None:
    """A hall of stone with a counter, lamps, tall windows and green plants."""
    light, rng, z = s.light, s.rng, s.zoom
    wall(s, 0.9)
    y, side = s.horizon + 2, rng.choice((-1, 1))
    tall = s.horizon - s.h * 0.08
    for part in (-0.4, -0.2, 0.2, 0.4) if s.shape == "wide" else (-0.36, 0.36):
        _tall_pane(s, s.w * (0.5 + part), y - 14 * z, min(20.0, s.w * 0.16), tall * 0.72)
    stone = light.tone(0.9, 0.02, 85, 0.06)
    for part in (-0.5, -0.3, 0.3, 0.5):
        column(s.far, s.w * (0.5 + part), y, 7, tall + 8, s, stone)
    s.far.rect(s.left, s.top, s.span, s.h * 0.06 - s.top, stone.mixed(light.ink, 0.05))
    s.far.rect(s.left, s.h * 0.06, s.span, 2.2, stone.mixed(WHITE, 0.4))
    half = min(17.0, s.w * 0.15)
    s.far.rect(
        s.w / 2 - half, y - tall * 0.74, half * 2, tall * 0.46, shaded(s.far, s, light.ground(0.66), 0.15), r=1
    )
    for i in range(9):
        s.far.rect(
            s.w / 2 - half + half * 2 * i / 9 + 0.5,
            y - tall * 0.72,
            half * 2 / 9 - 1,
            tall * 0.42,
            light.ground(0.72),
            r=0.4,
        )
    counter = light.tone(0.56, 0.08, 55)
    wide = min(44 * z, s.w * 0.4)
    s.middle.rect(s.w / 2 - wide, y - 19 * z, wide * 2, 19 * z, shaded(s.middle, s, counter, 0.18), r=1)
    for x in s.steps(s.w / 2 - wide + 3, s.w / 2 + wide - 8, 9.2 * z, 0):
        s.middle.rect(x, y - 15 * z, 6.6 * z, 12 * z, counter.mixed(WHITE, 0.12), r=0.4)
    s.middle.rect(s.w / 2 - wide - 2, y - 21 * z, wide * 2 + 4, 2.8 * z, stone.mixed(WHITE, 0.4), r=0.6)
    for part in (-0.72, 0.72):
        x = s.w / 2 + wide * part
        s.middle.circle(x, y - 29 * z, 14 * z, s.middle.glow(light.lamp, 0.7 if light.dark else 0.3))
        s.middle.rect(x - 0.5, y - 28 * z, 1, 7 * z, light.tone(0.8, 0.1, 85))
        s.middle.path(
            f"M{x - 4 * z:.2f} {y - 28 * z:.2f}l{1.8 * z:.2f} {-6 * z:.2f}h{4.4 * z:.2f}l{1.8 * z:.2f} {6 * z:.2f}Z",
            light.lamp,
        )
    for part in (0.12, 0.88) if s.shape == "wide" else ():
        _armchair(s, s.w * (0.5 + side * (part - 0.5) * 0.95), z)
    for part in (-0.47, 0.47):
        plant(s.middle, s.w * (0.5 + part), y + 1, rng.uniform(34, 44) * z, light)
    for x in (0.3, 0.5, 0.7):
        pendant(s.middle, s.w * x, s.h * 0.1, s, 4)
    top, low = light.tone(0.8, 0.02, 80), light.tone(0.9, 0.02, 80)
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, s.near.vertical(top, low))
    for i in range(-7, 8):
        for row in range(4):
            if (i + row) % 2:
                a, b = (row / 4) ** 1.7, ((row + 1) / 4) ** 1.7
                deep = s.bottom - s.horizon
                near, far = s.w * (0.12 + 0.12 * b), s.w * (0.12 + 0.12 * a)
                mid, top, low = s.w / 2, s.horizon + deep * a, s.horizon + deep * b
                tile = [(mid + i * far, top), (mid + (i + 1) * far, top), (mid + (i + 1) * near, low)]
                tile.append((mid + i * near, low))
                s.near.poly(tile, light.ground(0.7), 0.22)


def _armchair(s: Stage, x: float, z: float) -> None:
    c, light, y = s.middle, s.light, s.horizon + 3
    body = light.accent(0.62)
    c.rect(x - 9 * z, y - 21 * z, 18 * z, 17 * z, shaded(c, s, body.mixed(WHITE, 0.1), 0.15), r=4 * z)
    c.rect(x - 8 * z, y - 10 * z, 16 * z, 6 * z, body.mixed(WHITE, 0.22), r=2 * z)
    for part in (-11, 7.4):
        c.rect(x + part * z, y - 14 * z, 3.8 * z, 11 * z, body, r=1.8 * z)
    for part in (-8.4, 7):
        c.rect(x + part * z, y - 4 * z, 1.4 * z, 4 * z, light.tone(0.42, 0.05, 55))


def clinic(s: Stage) -> None:
    """A ward: a bed with its curtain, a drip and a monitor, and a window."""
    light, rng, z = s.light, s.rng, s.zoom
    wall(s, 0.95, 200)
    hue = rng.choice((185, 165, 230, light.hue))
    side = rng.choice((-1, 1))
    y = s.horizon + 2
    s.far.rect(s.left, y - 27 * z, s.span, 27 * z, light.tone(0.86, 0.05, hue), opacity=0.8)
    s.far.rect(s.left, y - 28.4 * z, s.span, 1.8, light.tone(0.72, 0.08, hue))
    wide = min(44.0, s.w * 0.36)
    window(s.far, s.w * (0.5 - side * 0.29) - wide / 2, s.h * 0.1, wide, s.h * 0.3, s)
    x = s.w * (0.5 + side * (0.27 if s.shape == "wide" else 0.2))
    rail = s.h * 0.06
    s.far.rect(s.left, rail, s.span, 0.9, light.tone(0.7, 0.02, 240))
    fold = light.tone(0.8, 0.07, hue, 0.05)
    edge = x + side * 27 * z
    for i in range(7):
        left = edge + side * i * 5.2 - (5.2 if side < 0 else 0)
        s.far.rect(left, rail, 5.4, y - 8 * z - rail, s.far.across(fold, fold.mixed(light.ink, 0.14)), r=0.4)
    panel = x - side * 2
    s.far.rect(panel - 25 * z, y - 47 * z, 50 * z, 6 * z, shaded(s.far, s, light.tone(0.9, 0.02, 220), 0.12), r=0.8)
    s.far.rect(panel - 22 * z, y - 45.4 * z, 16 * z, 1.6 * z, light.lamp.mixed(WHITE, 0.4), r=0.6)
    for i in range(4):
        s.far.circle(panel + (4 + i * 5) * z, y - 44 * z, 1.3 * z, light.tone(0.7, 0.12, (145, 25, 230, 90)[i]))
    _bed(s, x, side, hue)
    _drip(s, x - side * 31 * z)
    _monitor(s, x + side * 27 * z)
    plant(s.middle, s.w * (0.5 - side * 0.45), y + 1, 30 * z, light)
    boards(s, 200, 0.88)


def _bed(s: Stage, x: float, side: int, hue: float) -> None:
    """Its head is on the side away from the middle."""
    c, light, y, z = s.middle, s.light, s.horizon + 3, s.zoom
    steel, white, cover = light.tone(0.66, 0.02, 240), light.tone(0.98, 0.008, 220), light.tone(0.74, 0.09, hue)
    with c.placed(x, y, z, flip=side < 0):
        for leg in (-22, 21):
            c.rect(leg, -12, 1.4, 10, steel)
            c.circle(leg + 0.7, -1.6, 1.7, light.tone(0.4, 0.02, 250))
        c.rect(-25, -14, 50, 3, steel, r=1)
        c.rect(-24, -18.4, 48, 5, white, r=1.6)
        c.poly([(6, -18), (24, -27), (25.6, -23), (12, -14)], white.mixed(light.ink, 0.06))
        with c.placed(19, -26.6, turn=-26):
            c.rect(-7, -2.6, 14, 5, white, r=2.4)
        c.path("M-25 -20H8Q11 -20 12 -17L13 -11H-25Z", c.vertical(cover.mixed(WHITE, 0.2), cover))
        c.rect(2, -20.4, 7, 3.2, white, r=1)
        for end, tall in ((-26.6, 18), (25, 27)):
            c.rect(end, -tall - 2, 2, tall - 8, steel.mixed(WHITE, 0.3), r=0.8)
        c.stroke("M-14 -14v-8h17v8", steel, 0.8)


def _drip(s: Stage, x: float) -> None:
    c, light, y, z = s.middle, s.light, s.horizon + 2, s.zoom
    steel = light.tone(0.62, 0.02, 240)
    c.rect(x - 0.4, y - 50 * z, 0.8, 49 * z, steel)
    c.stroke(
        f"M{x - 4 * z:.2f} {y - 48.6 * z:.2f}q0 {-1.8 * z:.2f} {4 * z:.2f} {-1.8 * z:.2f}t{4 * z:.2f} {1.8 * z:.2f}",
        steel,
        0.7,
    )
    c.stroke(f"M{x - 5 * z:.2f} {y - 0.4:.2f}h{10 * z:.2f}", steel, 1.2)
    c.rect(x + 1.6 * z, y - 48 * z, 5 * z, 9 * z, light.tone(0.95, 0.03, 220), r=1.4)
    c.rect(x + 1.6 * z, y - 44 * z, 5 * z, 5 * z, light.tone(0.84, 0.08, 205), r=1.4)
    c.stroke(
        f"M{x + 4 * z:.2f} {y - 39 * z:.2f}q{z:.2f} {14 * z:.2f} {-3 * z:.2f} {21 * z:.2f}",
        light.tone(0.8, 0.06, 210),
        0.4,
    )


def _monitor(s: Stage, x: float) -> None:
    """A screen on a stand with the line of a heart."""
    c, light, y, z = s.middle, s.light, s.horizon + 2, s.zoom
    dark, line = light.tone(0.34, 0.03, 245), light.tone(0.84, 0.17, 150)
    c.rect(x - 0.9 * z, y - 26 * z, 1.8 * z, 26 * z, light.tone(0.66, 0.02, 240))
    c.rect(x - 5 * z, y - 1.4 * z, 10 * z, 1.6 * z, light.tone(0.5, 0.02, 240), r=0.6)
    c.rect(x - 8.6 * z, y - 38 * z, 17.2 * z, 13 * z, light.tone(0.9, 0.015, 220), r=1.2)
    c.rect(x - 7.6 * z, y - 37 * z, 15.2 * z, 10.4 * z, dark, r=0.6)
    with c.placed(x - 7 * z, y - 33 * z, z):
        c.stroke("M0 0H3.4L4.2 -1.4L5.2 2.6L6.4 -3L7.4 1.4L8 0H14", line, 0.55)
        c.stroke("M0 4.4q1.7 -1.8 3.4 0t3.4 0t3.4 0t3.4 0", light.tone(0.8, 0.12, 215), 0.45)
