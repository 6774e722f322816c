"""Settings with walls. Each draws back, far, middle and near; the subject comes later."""

from __future__ import annotations

from pipelines.painters.colour import lch
from pipelines.painters.grounds import boards, rug, tabletop, wall
from pipelines.painters.parts import block, hills, pendant, plant, shelf, sky, tree, window
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


def carriage(s: Stage) -> None:
    """Inside a train: a wide window on a passing land, and a small table."""
    sky(s)
    hills(s.far, s, s.floor - 12, 26, (s.light.tone(0.66, 0.08, 165, 0.6), s.light.haze))
    hills(s.far, s, s.floor - 6, 15, (s.light.tone(0.64, 0.11, 135, 0.35), s.light.tone(0.7, 0.11, 125, 0.4)))
    for x in s.steps(s.left, s.right, 17, 0.7):
        tree(s.far, x, s.floor - 8, s.rng.uniform(9, 15), s.light, "round", 0.3)
    panel = s.light.ground(0.8)
    dim = panel.mixed(s.light.ink, 0.2)
    x, y, wide, tall = s.w * 0.1, s.h * 0.09, s.w * 0.8, s.floor - 14 - s.h * 0.09
    hole = f"M{s.left:.1f} {s.top:.1f}H{s.right:.1f}V{s.bottom:.1f}H{s.left:.1f}Z"
    r = 8
    hole += f"M{x + r:.1f} {y:.1f}a{r} {r} 0 0 0 {-r} {r}v{tall - 2 * r:.1f}a{r} {r} 0 0 0 {r} {r}h{wide - 2 * r:.1f}"
    hole += f"a{r} {r} 0 0 0 {r} {-r}v{-(tall - 2 * r):.1f}a{r} {r} 0 0 0 {-r} {-r}Z"
    s.middle.path(hole, s.middle.vertical(panel, dim))
    edge = f"M{x + r:.1f} {y:.1f}h{wide - 2 * r:.1f}a{r} {r} 0 0 1 {r} {r}v{tall - 2 * r:.1f}a{r} {r} 0 0 1 {-r} {r}"
    edge += f"h{-(wide - 2 * r):.1f}a{r} {r} 0 0 1 {-r} {-r}v{-(tall - 2 * r):.1f}a{r} {r} 0 0 1 {r} {-r}Z"
    s.middle.stroke(edge, s.light.tone(0.5, 0.02, 250), 1.6)
    for side in (-1, 1):
        cx = s.w / 2 + side * (wide / 2 - 2)
        cloth = s.light.accent(0.6)
        hem = f"V{y + tall * 0.8:.1f}q{-side * 6:.1f} 3 {-side * 11:.1f} -1"
        d = f"M{cx:.1f} {y - 3:.1f}h{side * 12:.1f}{hem}q3 {-tall * 0.5:.1f} 0 {-tall * 0.8:.1f}Z"
        s.middle.path(d, s.middle.across(cloth, cloth.mixed(s.light.ink, 0.25)))
    tabletop(s, 62, 0.72)


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
