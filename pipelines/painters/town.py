"""Where people live under the open sky: city, street, village, old town; and the ways there by road and rail."""

from __future__ import annotations

from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import WHITE
from pipelines.painters.grounds import meadow, paved
from pipelines.painters.parts import block, dome, hills, house, opening, pane, shaded, sky, tree
from pipelines.painters.stage import Stage


def city(s: Stage) -> None:
    sky(s)
    for row, far in enumerate((0.72, 0.48)):
        for x in s.steps(s.left - 8, s.right, 13 - 2 * row, 0.25):
            tall = s.rng.uniform(0.34, 0.62 if row else 0.78) * s.horizon * (1.0 if row else 0.95)
            block(s.far, x, s.horizon + 2, s.rng.uniform(9, 14), tall, s, far, s.light.hue + row * 25)
    for x in s.steps(s.left - 10, s.right, 30 * s.zoom, 0.35):
        wide = s.rng.uniform(15, 22) * s.zoom
        hue = s.rng.choice((s.light.hue, s.light.accent_hue, 60))
        block(s.middle, x, s.horizon + 2, wide, s.rng.uniform(0.22, 0.42) * s.horizon * s.zoom, s, 0.18, hue)
    for x in s.steps(s.left, s.right, 26 * s.zoom, 0.5):
        tree(s.middle, x, s.horizon + 1, 17 * s.zoom, s.light, "round", 0.1)
    paved(s)


def street(s: Stage) -> None:
    """A market street: shop fronts with awnings under bunting."""
    sky(s)
    for x in s.steps(s.left - 8, s.right, 15, 0.2):
        block(
            s.far, x, s.horizon + 2, s.rng.uniform(12, 17), s.rng.uniform(0.5, 0.8) * s.horizon, s, 0.5, s.light.hue
        )
    at = s.left - 12 * s.rng.random()
    while at < s.right:
        at += stall(s, at, s.rng.uniform(40, 50) * s.zoom) + 1.5
    bunting(s)
    paved(s, 0.72, 60)


def stall(s: Stage, x: float, w: float) -> float:
    """One shop front with an awning; its width comes back."""
    light, base = s.light, s.horizon + 2
    h = w * 0.95
    wall = light.tone(0.78, 0.07, s.rng.choice((light.hue, light.accent_hue, light.hue + 50)), 0.15)
    s.middle.rect(x, base - h, w, h, s.middle.vertical(wall, wall.mixed(light.ink, 0.15)))
    inside = light.lamp.mixed(light.ink, 0.15) if light.dark else light.tone(0.45, 0.05, 60)
    s.middle.rect(x + w * 0.08, base - h * 0.58, w * 0.84, h * 0.58, inside)
    for i in range(5):
        hue = s.rng.choice((30, 95, 135, 60, light.accent_hue))
        s.middle.circle(x + w * (0.17 + 0.165 * i), base - h * 0.2, w * 0.085, light.tone(0.7, 0.14, hue))
    s.middle.rect(x + w * 0.04, base - h * 0.18, w * 0.92, h * 0.18, light.tone(0.55, 0.07, 60))
    stripe, white = light.accent(0.66), light.tone(0.95, 0.02, 80)
    top, count = base - h * 0.76, 7
    for i in range(count):
        left, wide = x + w * (-0.03 + 1.06 * i / count), w * 1.06 / count
        drop = f"V{top + h * 0.2:.1f}a{wide / 2:.2f} {wide / 2:.2f} 0 0 1 {-wide:.2f} 0Z"
        s.middle.path(f"M{left:.2f} {top:.1f}h{wide:.2f}{drop}", stripe if i % 2 else white)
    s.middle.rect(x + w * 0.04, top + h * 0.21, w * 0.92, h * 0.06, light.ink, opacity=0.16)
    return w


def bunting(s: Stage) -> None:
    y, sag = s.horizon * 0.2, s.horizon * 0.14
    hues = (s.light.accent_hue, s.light.hue, 90, 20, 160)
    s.middle.stroke(
        f"M{s.left:.1f} {y:.1f}Q{s.w / 2:.1f} {y + 2 * sag:.1f} {s.right:.1f} {y:.1f}", s.light.ink, 0.3, 0.6
    )
    for i in range(22):
        t = (i + 0.5) / 22
        x, hang = s.left + t * s.span, y + 4 * sag * t * (1 - t)
        s.middle.poly([(x - 2.2, hang), (x + 2.2, hang), (x, hang + 5)], s.light.tone(0.7, 0.14, hues[i % 5]))


def road(s: Stage) -> None:
    sky(s)
    hills(s.far, s, s.horizon - 3, 20, (s.light.tone(0.66, 0.07, 200, 0.6), s.light.haze))
    hills(s.far, s, s.horizon, 9, (s.light.tone(0.62, 0.10, 140, 0.4), s.light.tone(0.66, 0.1, 130, 0.5)))
    for x in s.steps(s.left, s.right, 17, 0.7):
        tree(
            s.middle,
            x,
            s.horizon + 1,
            s.rng.uniform(12, 22) * s.zoom,
            s.light,
            s.rng.choice(("round", "cypress")),
            0.12,
        )
    meadow(s, 130, 0.66)
    top, low = s.horizon + 3, s.bottom
    tar, line = s.light.tone(0.45, 0.02, 260), s.light.tone(0.95, 0.03, 90)
    s.near.rect(s.left, top, s.span, low - top, s.near.vertical(tar.mixed(s.light.haze, 0.25), tar))
    s.near.rect(s.left, top, s.span, 0.8, line)
    y = s.floor + 4
    for x in s.steps(s.left, s.right, 24, 0):
        s.near.poly([(x, y), (x + 12, y), (x + 11, y + 1.6), (x - 1.4, y + 1.6)], line)


def rails(s: Stage) -> None:
    """A railway with its wires, seen from beside the track."""
    sky(s)
    hills(s.far, s, s.horizon - 2, 20, (s.light.tone(0.66, 0.07, 170, 0.6), s.light.haze))
    for x in s.steps(s.left, s.right, 14, 0.6):
        house(s.far, x, s.horizon + 1, s.rng.uniform(7, 11), s, 0.45, s.rng.choice((40, 20, s.light.hue)))
    post = s.light.tone(0.4, 0.03, 260)
    for x in s.steps(s.left + 6, s.right, 62 * s.zoom, 0):
        s.middle.rect(x, s.horizon - 52 * s.zoom, 1.1, 54 * s.zoom, post)
        s.middle.rect(x, s.horizon - 46 * s.zoom, 14, 0.6, post)
    for wire in (46, 42):
        s.middle.stroke(f"M{s.left:.1f} {s.horizon - wire * s.zoom:.1f}H{s.right:.1f}", post, 0.25, 0.8)
    for x in s.steps(s.left, s.right, 16, 0.7):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(6, 11), s.light, "bush", 0.12)
    meadow(s, 120, 0.62, 0.08)
    stone, steel, wood = s.light.tone(0.6, 0.02, 60), s.light.tone(0.8, 0.02, 250), s.light.tone(0.4, 0.05, 50)
    y = s.floor + 1
    s.near.poly([(s.left, y), (s.right, y), (s.right, y + 8), (s.left, y + 8)], s.near.vertical(stone, wood))
    for x in s.steps(s.left, s.right, 6, 0):
        s.near.rect(x, y + 1.6, 3.6, 1.8, wood, r=0.3)
    s.near.rect(s.left, y, s.span, 1.5, s.near.vertical(steel, wood))


def village(s: Stage) -> None:
    sky(s)
    hills(s.far, s, s.horizon - 2, 22, (s.light.tone(0.66, 0.08, 150, 0.6), s.light.haze))
    for x in s.steps(s.left, s.right, 15, 0.4):
        house(s.far, x, s.horizon + 1, s.rng.uniform(8, 12), s, 0.42, s.rng.choice((40, 25, s.light.hue)))
    for x in s.steps(s.left, s.right, 36 * s.zoom, 0.4):
        house(
            s.middle,
            x,
            s.horizon + 2,
            s.rng.uniform(19, 25) * s.zoom,
            s,
            0.12,
            s.rng.choice((50, 30, s.light.accent_hue)),
        )
        tree(
            s.middle,
            x - 5,
            s.horizon + 2,
            s.rng.uniform(18, 27) * s.zoom,
            s.light,
            s.rng.choice(("round", "palm")),
            0.08,
        )
    meadow(s, 100, 0.74, 0.09)


def old_town(s: Stage) -> None:
    """Gabled houses round a square, a church with its spire among them."""
    sky(s)
    for x in s.steps(s.left - 8, s.right, 11, 0.3):
        wide, tall = s.rng.uniform(9, 13), s.rng.uniform(0.3, 0.46) * min(s.horizon, 0.75 * s.w)
        _gable(s.far, x, s.horizon + 2, wide, tall, s, 0.55)
    side = s.rng.choice((-1, 1))
    big = min(s.horizon, 0.75 * s.w)
    _church(s, s.w * (0.5 + side * (0.3 if s.shape == "wide" else 0.24)), s.horizon + 2, big * 0.24, big * 0.95, side)
    at = s.left - 6 * s.rng.random()
    while at < s.right:
        wide = s.rng.uniform(15, 21) * s.zoom
        _gable(s.middle, at, s.horizon + 2, wide, min(wide * s.rng.uniform(0.9, 1.4), 0.36 * big), s, 0.14)
        at += wide
    for x in s.steps(s.left + 4, s.right, 46 * s.zoom, 0.1):
        _lantern(s, x)
    paved(s, 0.7, 55)


def _gable(c: Canvas, x: float, y: float, w: float, h: float, s: Stage, far: float) -> None:
    """A narrow house whose gable faces the square: pointed, stepped or under a long roof."""
    light, rng = s.light, s.rng
    hue = rng.choice((30, 55, 80, 110, 230, light.hue, light.accent_hue))
    wall, roof = light.tone(rng.uniform(0.76, 0.88), 0.07, hue, far), light.tone(0.54, 0.1, 35, far)
    trim = light.tone(0.94, 0.02, 80, far)
    c.rect(x, y - h, w + 0.2, h + 2, shaded(c, s, wall, 0.14))
    kind, peak = rng.choice(("pointed", "stepped", "eaves")), w * rng.uniform(0.5, 0.72)
    if kind == "pointed":
        c.poly([(x, y - h), (x + w / 2, y - h - peak), (x + w, y - h)], shaded(c, s, wall, 0.14))
        for end in (-0.04, 1.04):
            c.stroke(f"M{x + w * end:.2f} {y - h + 0.6:.2f}L{x + w / 2:.2f} {y - h - peak:.2f}", roof, w * 0.055)
    elif kind == "stepped":
        for i in range(4):
            inset = w * 0.125 * i
            c.rect(x + inset, y - h - peak * (i + 1) / 4, w - 2 * inset, peak / 4 + 0.4, shaded(c, s, wall, 0.14))
            c.rect(x + inset - 0.2, y - h - peak * (i + 1) / 4 - 0.4, w - 2 * inset + 0.4, 0.7, trim)
    else:
        c.poly(
            [(x - 0.8, y - h), (x + w * 0.12, y - h - peak), (x + w * 0.88, y - h - peak), (x + w + 0.8, y - h)], roof
        )
        c.rect(x + w * 0.4, y - h - peak * 0.6, w * 0.2, peak * 0.42, trim)
        c.rect(x + w * 0.43, y - h - peak * 0.54, w * 0.14, peak * 0.36, pane(s, far))
    if kind != "eaves":
        c.path(opening(x + w / 2, y - h - peak * 0.12, w * 0.18, w * 0.24), pane(s, far))
    columns, rows = (3 if w > 15 else 2), max(1, int((h - w * 0.4) / (w * 0.36)))
    gap = w / columns
    for row in range(rows):
        for column in range(columns):
            px, py = x + gap * (column + 0.28), y - h + w * (0.1 + 0.36 * row)
            c.rect(px - 0.3, py - 0.3, gap * 0.44 + 0.6, w * 0.24 + 0.6, trim)
            c.rect(px, py, gap * 0.44, w * 0.24, pane(s, far))
            c.rect(px + gap * 0.2, py, gap * 0.04, w * 0.24, trim)
    c.path(
        opening(x + w * rng.choice((0.28, 0.5, 0.72)), y + 1, w * 0.22, w * 0.4),
        light.tone(0.42, 0.08, hue + 40, far),
    )


def _church(s: Stage, x: float, y: float, w: float, h: float, side: int) -> None:
    """A tower under a pointed spire, and a nave that reaches towards the middle."""
    c, light = s.middle, s.light
    stone, slate = light.tone(0.84, 0.035, 75, 0.2), light.tone(0.5, 0.06, s.rng.choice((165, 250, 40)), 0.2)
    nave, tall = -side * w * 2.2, h * 0.34
    left = min(x, x + nave)
    c.rect(left, y - tall, abs(nave), tall, shaded(c, s, stone, 0.12))
    ridge = [(left - 1, y - tall), (left + 3, y - tall - h * 0.17), (left + abs(nave) - 3, y - tall - h * 0.17)]
    c.poly([*ridge, (left + abs(nave) + 1, y - tall)], slate)
    for i in range(4):
        c.path(
            opening(left + abs(nave) * (0.14 + 0.24 * i), y - tall * 0.3, w * 0.24, tall * 0.55, True),
            pane(s, 0.2, 0.9),
        )
    body = h * 0.66
    c.rect(x - w / 2, y - body, w, body + 2, shaded(c, s, stone, 0.24))
    for part in (-0.5, 0.38):
        c.rect(x + w * part, y - body, w * 0.12, body, stone.mixed(WHITE, 0.25), opacity=0.6)
    if s.rng.random() < 0.7:
        spire = [(x - w * 0.56, y - body), (x, y - h), (x + w * 0.56, y - body)]
        c.poly(spire, shaded(c, s, slate, 0.3))
        top = y - h
    else:
        c.path(dome(x, y - body, w * 0.6, 1.5, 1.2), shaded(c, s, slate.mixed(light.tone(0.7, 0.1, 165), 0.5), 0.3))
        top = y - body - w * 0.9
    c.rect(x - w * 0.6, y - body - 0.8, w * 1.2, 1.8, stone.mixed(WHITE, 0.3))
    gold = light.tone(0.82, 0.11, 85)
    c.rect(x - 0.25, top - 5, 0.5, 5.4, gold)
    c.rect(x - 1.3, top - 3.9, 2.6, 0.5, gold)
    r, cy = w * 0.2, y - body * 0.84
    c.circle(x, cy, r * 1.15, stone.mixed(light.ink, 0.3))
    c.circle(x, cy, r, light.lamp if light.dark else light.tone(0.95, 0.02, 80))
    c.stroke(f"M{x:.2f} {cy - r * 0.7:.2f}V{cy:.2f}L{x + r * 0.5:.2f} {cy + r * 0.2:.2f}", light.ink, 0.35)
    for part in (-0.17, 0.17):
        c.path(opening(x + w * part, y - body * 0.5, w * 0.2, body * 0.22, True), pane(s, 0.1, 0.9))


def _lantern(s: Stage, x: float) -> None:
    c, light, y, h = s.middle, s.light, s.horizon + 2, 17 * s.zoom
    iron = light.tone(0.34, 0.03, 250)
    if light.dark:
        c.circle(x, y - h, h * 0.62, c.glow(light.lamp, 0.65))
    c.rect(x - 0.35, y - h * 0.9, 0.7, h * 0.9, iron)
    c.rect(x - 0.9, y - 1.4, 1.8, 1.6, iron)
    box = [(x - 1.0, y - h * 0.9), (x + 1.0, y - h * 0.9), (x + 1.5, y - h * 1.06), (x - 1.5, y - h * 1.06)]
    c.poly(box, light.lamp)
    c.poly([(x - 1.9, y - h * 1.06), (x + 1.9, y - h * 1.06), (x, y - h * 1.16)], iron)
