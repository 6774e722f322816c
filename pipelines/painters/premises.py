"""Rooms where customers are served: shop, restaurant, gym, clinic. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.colour import WHITE, Lab
from pipelines.painters.grounds import boards, tabletop, wall
from pipelines.painters.parts import pendant, plant, shaded, shelf, window
from pipelines.painters.stage import Stage


def shop(s: Stage) -> None:
    wall(s, 0.84)
    for i in range(4):
        y = s.h * (0.14 + 0.155 * i)
        if y < s.floor - 10:
            shelf(s.far, s.left + 3, y, s.w * 0.42, s)
            shelf(s.far, s.w * 0.62, y, s.right - s.w * 0.62 - 3, s)
    for x in (0.25, 0.75):
        pendant(s.middle, s.w * x, s.h * 0.1, s, 6)
    plant(s.middle, s.w * (0.5 - 0.44 * s.light.side), s.floor - 7, 26 * s.zoom, s.light)
    tabletop(s, s.light.hue, 0.74)


def restaurant(s: Stage) -> None:
    """Laid tables under hanging lamps, a bar at the side, the street behind the glass."""
    light, rng, z = s.light, s.rng, s.zoom
    wall(s, rng.choice((0.58, 0.76, 0.84)))
    side = rng.choice((-1, 1))
    frame = light.tone(0.42, 0.05, 55)
    wide = min(0.5 * s.w, 82.0)
    x, y, tall = s.w * (0.5 - side * 0.2) - wide / 2, s.h * 0.1, s.horizon - 20 - s.h * 0.1
    s.far.rect(x - 1.6, y - 1.6, wide + 3.2, tall + 3.2, frame, r=0.6)
    s.far.rect(x, y, wide, tall, s.far.vertical(*light.sky))
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
