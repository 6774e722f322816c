"""Great rooms for the public: library, courtroom, lobby and theatre. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.colour import WHITE
from pipelines.painters.grounds import boards, rug, wall
from pipelines.painters.parts import column, opening, pendant, plant, shaded, shelf
from pipelines.painters.stage import Stage


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
    c.path(opening(x, y - 9, w + 4, h - 7), frame.mixed(light.ink, 0.22))
    c.path(opening(x, y - 10, w, h - 10), c.vertical(*light.sky))
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


def _tall_pane(s: Stage, x: float, y: float, w: float, h: float) -> None:
    s.far.path(opening(x, y, w + 2, h + 1.4), s.light.tone(0.95, 0.015, 80))
    s.far.path(opening(x, y, w, h), s.far.vertical(*s.light.sky))
    s.far.rect(x - 0.3, y - h, 0.6, h, s.light.tone(0.95, 0.015, 80))
    for i in (1, 2, 3):
        s.far.rect(x - w / 2, y - (h - w / 2) * i / 3.4, w, 0.5, s.light.tone(0.95, 0.015, 80))


def theatre(s: Stage) -> None:
    """A stage with curtains and two cones of light."""
    deep = s.light.united(0.2, 0.07, s.light.hue)
    s.back.rect(
        s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(deep, s.light.united(0.34, 0.1, s.light.hue))
    )
    cloth = s.light.united(0.46, 0.15, s.light.accent_hue)
    for i, x in enumerate(s.steps(s.left, s.right, 7, 0)):
        s.far.rect(
            x,
            s.top,
            7.1,
            s.floor - s.top,
            s.far.across(cloth.mixed(deep, 0.62), cloth.mixed(deep, 0.4 + 0.2 * (i % 2))),
        )
    for part in s.rng.choice(((-0.25, 0.25), (-0.36, 0, 0.36), (-0.16, 0.16), (-0.42, -0.2, 0.2, 0.42))):
        top, aim = s.w * (0.5 + part), s.w / 2 + s.rng.uniform(-4, 4)
        cone = [(top - 2, s.top), (top + 2, s.top), (aim + 24, s.floor + 4), (aim - 24, s.floor + 4)]
        s.middle.poly(cone, s.middle.fade(s.light.lamp, 0.4, 0.06))
    for side in (-1, 1):
        x = s.w / 2 + side * s.w * 0.42
        for i in range(4):
            left = x + side * (i * 6 - 2) - 4
            s.middle.rect(left, s.top, 8, s.floor - s.top + 3, s.middle.across(cloth, cloth.mixed(deep, 0.5)), r=2)
    planks = s.light.united(0.44, 0.07, 55)
    s.near.rect(s.left, s.horizon, s.span, s.bottom, s.near.vertical(planks, planks.mixed(deep, 0.7)))
    s.near.ellipse(s.w / 2, s.floor + 1, 34, 7, s.near.glow(s.light.lamp, 0.9))
