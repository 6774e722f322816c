"""Settings that people built under the open sky. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.colour import lch
from pipelines.painters.grounds import meadow, paved
from pipelines.painters.parts import block, hills, house, sky, tree
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


def stadium(s: Stage) -> None:
    sky(s, 0.4)
    for row in range(5):
        y = s.horizon - 3 - row * 6.5
        s.far.rect(s.left, y - 5, s.span, 8, s.light.ground(0.62 - row * 0.05, 0.35))
        for x in s.steps(s.left, s.right, 2.6, 0.2):
            hue = s.rng.choice((s.light.hue, s.light.accent_hue, 60, 20))
            s.far.circle(x, y - 3, 0.9, s.light.tone(s.rng.uniform(0.55, 0.85), 0.09, hue, 0.3))
    for x in (0.06, 0.94):
        s.middle.rect(s.w * x - 0.6, s.horizon * 0.14, 1.2, s.horizon, s.light.tone(0.5, 0.02, 250))
        s.middle.circle(s.w * x, s.horizon * 0.13, 20, s.middle.glow(s.light.lamp, 0.8))
        for i in range(6):
            s.middle.circle(s.w * x - 3 + (i % 3) * 3, s.horizon * 0.11 + (i // 3) * 3, 1.2, lch(0.98, 0.03, 95))
    s.middle.rect(s.left, s.horizon - 5, s.span, 8, s.light.accent(0.6))
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, s.light.tone(0.62, 0.14, 138))
    for i in range(0, 40, 2):
        x0, x1 = s.w / 2 + (i - 20) * 9, s.w / 2 + (i - 20) * 16
        stripe = [(x0, s.horizon), (x0 + 9, s.horizon), (x1 + 16, s.bottom), (x1, s.bottom)]
        s.near.poly(stripe, s.light.tone(0.68, 0.14, 135))
    s.near.rect(s.left, s.horizon + 3, s.span, 0.7, s.light.tone(0.97, 0.01, 90))
