"""Settings under the open sky. Each draws back, far, middle and near; the subject comes later."""

from __future__ import annotations

from pipelines.painters.colour import lch
from pipelines.painters.parts import block, cloud, hills, house, peaks, sky, stars, tree
from pipelines.painters.stage import Stage


def meadow(s: Stage, hue: float = 135, lightness: float = 0.66, chroma: float = 0.12) -> None:
    """The near ground: a rise of grass or earth from the horizon down."""
    top, low = s.light.tone(lightness, chroma, hue), s.light.tone(lightness - 0.2, chroma, hue + 10)
    points = [(x, s.horizon + s.rng.uniform(-1.2, 1.2)) for x in s.steps(s.left - 40, s.right + 80, 40)]
    s.near.smooth(points, s.near.vertical(top, low), f"V{s.bottom + 2:.1f}H{s.left - 40:.1f}Z")
    for x in s.steps(s.left, s.right, 7, 0.8):
        y = s.horizon + s.rng.uniform(3, s.bottom - s.horizon)
        size = 1 + (y - s.horizon) * 0.06
        blade = f"M{x:.1f} {y:.1f}q{-size * 0.5:.1f} {-size:.1f} {-size:.1f} {-size * 1.4:.1f}"
        s.near.stroke(blade + f"M{x:.1f} {y:.1f}q0 {-size:.1f} {size * 0.4:.1f} {-size * 1.8:.1f}", low, 0.4, 0.8)


def paved(s: Stage, lightness: float = 0.7, hue: float = 70) -> None:
    """The near ground: a pavement with a kerb and lines that run to the horizon."""
    top, low = s.light.tone(lightness - 0.06, 0.03, hue), s.light.tone(lightness + 0.06, 0.03, hue)
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, s.near.vertical(top, low))
    joint = s.light.tone(lightness - 0.16, 0.03, hue)
    for x in range(-9, 10):
        near, far = s.w / 2 + x * s.w * 0.16, s.w / 2 + x * s.w * 0.09
        s.near.stroke(f"M{far:.1f} {s.horizon + 1.4:.1f}L{near:.1f} {s.bottom:.1f}", joint, 0.25, 0.55)
    for step in (6, 16, 32):
        s.near.stroke(f"M{s.left:.1f} {s.horizon + step:.1f}H{s.right:.1f}", joint, 0.25, 0.55)
    s.near.rect(s.left, s.horizon, s.span, 1.4, s.light.tone(lightness + 0.14, 0.02, hue))


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
        block(s.far, x, s.horizon + 2, s.rng.uniform(12, 17), s.rng.uniform(0.5, 0.8) * s.horizon, s, 0.5, s.light.hue)
    at = s.left - 12 * s.rng.random()
    while at < s.right:
        at += stall(s, at, s.rng.uniform(30, 38) * s.zoom) + 1.5
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
    s.middle.stroke(f"M{s.left:.1f} {y:.1f}Q{s.w / 2:.1f} {y + 2 * sag:.1f} {s.right:.1f} {y:.1f}", s.light.ink, 0.3, 0.6)
    for i in range(22):
        t = (i + 0.5) / 22
        x, hang = s.left + t * s.span, y + 4 * sag * t * (1 - t)
        s.middle.poly([(x - 2.2, hang), (x + 2.2, hang), (x, hang + 5)], s.light.tone(0.7, 0.14, hues[i % 5]))


def field(s: Stage) -> None:
    sky(s)
    hills(s.far, s, s.horizon - 4, 17, (s.light.tone(0.7, 0.08, 150, 0.62), s.light.tone(0.75, 0.08, 140, 0.7)))
    hills(s.far, s, s.horizon, 9, (s.light.tone(0.66, 0.10, 140, 0.38), s.light.tone(0.7, 0.1, 130, 0.5)), 48)
    house(s.middle, s.w * s.rng.choice((0.12, 0.8)), s.horizon + 1, 15 * s.zoom, s, 0.15, 40)
    for x in s.steps(s.left, s.right, 21, 0.8):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(11, 19) * s.zoom, s.light, s.rng.choice(("round", "bush", "round")), 0.15)
    meadow(s, 118, 0.72, 0.13)
    for i in range(-16, 17):
        x0, x1 = s.w / 2 + i * 7, s.w / 2 + i * 26
        row = s.light.tone(0.5, 0.11, 135)
        s.near.stroke(f"M{x0:.1f} {s.horizon + 3:.1f}L{x1:.1f} {s.bottom:.1f}", row, 1.3, 0.55)


def forest(s: Stage) -> None:
    sky(s, 0.3)
    for far, tall in ((0.72, 52), (0.45, 44)):
        for x in s.steps(s.left - 6, s.right + 6, 8, 0.5):
            kind = "pine" if s.rng.random() < 0.7 else "cypress"
            tree(s.far, x, s.horizon + 3, tall * s.rng.uniform(0.75, 1.15), s.light, kind, far)
    s.far.rect(s.left, s.horizon - 16, s.span, 22, s.far.fade(s.light.haze, 0, 0.7))
    for x in s.steps(s.left, s.right, 24, 0.5):
        if abs(x - s.w / 2) > 0.16 * s.w:
            tree(s.middle, x, s.horizon + 2, s.rng.uniform(40, 58) * s.zoom, s.light, "pine", 0.12)
    for x in s.steps(s.left, s.right, 15, 0.6):
        tree(s.middle, x, s.horizon + 2, s.rng.uniform(7, 11) * s.zoom, s.light, "bush", 0.08)
    meadow(s, 140, 0.56, 0.10)


def mountain(s: Stage) -> None:
    sky(s)
    snow = s.light.tone(0.97, 0.01, 230, 0.15)
    peaks(s.far, s, s.horizon - 6, 0.62 * s.horizon, s.light.tone(0.62, 0.06, 262, 0.48), snow)
    hills(s.far, s, s.horizon + 1, 11, (s.light.tone(0.58, 0.08, 165, 0.42), s.light.haze), 40)
    hills(s.middle, s, s.horizon + 3, 8, (s.light.tone(0.55, 0.10, 150, 0.16), s.light.tone(0.6, 0.1, 145, 0.3)), 50)
    for x in s.steps(s.left, s.right, 10, 0.8):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(10, 17) * s.zoom, s.light, "pine", 0.1)
    meadow(s, 130, 0.66)


def terraces(s: Stage) -> None:
    """Hills planted in rows, as tea, rice and vines are."""
    sky(s)
    peaks(s.far, s, s.horizon - 10, 0.42 * s.horizon, s.light.tone(0.66, 0.05, 240, 0.66))
    s.far.rect(s.left, s.horizon - 30, s.span, 26, s.far.fade(s.light.haze, 0, 0.6))
    for canvas, y, rise, far in ((s.far, 0, 24, 0.34), (s.middle, 5, 17, 0.12)):
        top = hills(canvas, s, s.horizon + y - 4, rise, (s.light.tone(0.68, 0.14, 128, far), s.light.tone(0.52, 0.12, 140, far)), 52)
        for row in range(1, 9):
            lower = [(x, t + row * (2.2 + row * 0.25)) for x, t in top]
            canvas.smooth(lower, "none")
            d = "M" + "L".join(f"{x:.1f} {t:.1f}" for x, t in _fine(lower))
            canvas.stroke(d, s.light.tone(0.46, 0.12, 142, far), 0.9, 0.55)
    for x in s.steps(s.left, s.right, 40, 0.8):
        tree(s.middle, x, s.horizon - 2, s.rng.uniform(13, 20) * s.zoom, s.light, "round", 0.1)
    meadow(s, 128, 0.66, 0.14)
    for row in range(1, 6):
        y = s.horizon + row * row * 1.7
        s.near.stroke(f"M{s.left:.1f} {y + 2:.1f}Q{s.w / 2:.1f} {y - 3:.1f} {s.right:.1f} {y + 2:.1f}", s.light.tone(0.5, 0.12, 140), 0.8 + row * 0.3, 0.5)


def _fine(points: list[tuple[float, float]], parts: int = 8) -> list[tuple[float, float]]:
    """Points on the Catmull-Rom curve through the given ones, `parts` for each stretch."""
    fine, padded = [], [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(parts):
            t = step / parts
            x, y = (
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
            )
            fine.append((x, y))
    return fine


def river(s: Stage) -> None:
    sky(s)
    peaks(s.far, s, s.horizon - 4, 0.36 * s.horizon, s.light.tone(0.64, 0.06, 235, 0.6))
    hills(s.far, s, s.horizon, 12, (s.light.tone(0.62, 0.09, 145, 0.4), s.light.haze))
    for x in s.steps(s.left, s.right, 13, 0.7):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(10, 18) * s.zoom, s.light, s.rng.choice(("round", "bush")), 0.15)
    meadow(s, 135, 0.66)
    bend, y = s.rng.choice((-1, 1)) * 0.2 * s.w, s.horizon
    x = s.w / 2 - bend
    left = f"M{x:.1f} {y:.1f}C{x + bend:.1f} {y + 6:.1f} {x - bend * 2.4 - 14:.1f} {y + 12:.1f} {s.w * 0.02:.1f} {s.bottom:.1f}"
    right = f"H{s.w * 0.72:.1f}C{x - bend + 30:.1f} {y + 16:.1f} {x + bend + 12:.1f} {y + 7:.1f} {x + 5:.1f} {y:.1f}Z"
    s.near.path(left + right, s.near.vertical(s.light.haze, s.light.tone(0.66, 0.09, 230)))


def sea(s: Stage) -> None:
    sky(s, 1.4)
    line = s.horizon - 12
    deep, shallow = s.light.tone(0.55, 0.10, 240, 0.1), s.light.tone(0.74, 0.10, 205, 0.1)
    s.far.rect(s.left, line, s.span, s.bottom - line, s.far.vertical(s.light.haze.mixed(deep, 0.4), deep))
    x = s.w * (0.5 + s.light.side * (0.3 if s.shape == "wide" else 0.22))
    for i in range(9):
        half = 2 + i * 1.6 + s.rng.uniform(0, 3)
        s.far.ellipse(x + s.rng.uniform(-2, 2), line + 1 + i * 1.5, half, 0.35, s.light.lamp, 0.65)
    for i, far in enumerate((0.1, 0.0)):
        y = s.horizon - 5 + i * 5
        crest = [(px, y + (0.8 if n % 2 else -0.8)) for n, px in enumerate(s.steps(s.left - 20, s.right + 40, 9, 0.2))]
        tone = deep.mixed(shallow, 0.35 + 0.4 * i).mixed(s.light.haze, far)
        s.middle.smooth(crest, s.middle.vertical(tone, shallow), f"V{s.bottom + 2:.1f}H{s.left - 20:.1f}Z")
    sand, wet = s.light.tone(0.88, 0.06, 82), s.light.tone(0.74, 0.06, 70)
    shore = [(px, s.horizon + 3 + s.rng.uniform(-1.5, 1.5)) for px in s.steps(s.left - 30, s.right + 60, 26)]
    s.near.smooth([(px, y - 1.4) for px, y in shore], s.light.tone(0.98, 0.01, 200), f"V{s.bottom:.1f}H{s.left - 30:.1f}Z", 0.8)
    s.near.smooth(shore, s.near.vertical(wet, sand, sand), f"V{s.bottom + 2:.1f}H{s.left - 30:.1f}Z")


def desert(s: Stage) -> None:
    sky(s, 0.4)
    for y, rise, far in ((-6, 22, 0.6), (0, 13, 0.35)):
        hills(s.far, s, s.horizon + y, rise, (s.light.tone(0.78, 0.09, 62, far), s.light.tone(0.66, 0.09, 50, far)), 55)
    hills(s.middle, s, s.horizon + 3, 8, (s.light.tone(0.8, 0.10, 68, 0.12), s.light.tone(0.68, 0.10, 52, 0.1)), 62)
    for x in s.steps(s.left, s.right, 46, 0.7):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(16, 24) * s.zoom, s.light, "palm", 0.1)
    meadow(s, 70, 0.84, 0.09)


def road(s: Stage) -> None:
    sky(s)
    hills(s.far, s, s.horizon - 3, 20, (s.light.tone(0.66, 0.07, 200, 0.6), s.light.haze))
    hills(s.far, s, s.horizon, 9, (s.light.tone(0.62, 0.10, 140, 0.4), s.light.tone(0.66, 0.1, 130, 0.5)))
    for x in s.steps(s.left, s.right, 17, 0.7):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(12, 22) * s.zoom, s.light, s.rng.choice(("round", "cypress")), 0.12)
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
    for y in (46, 42):
        s.middle.stroke(f"M{s.left:.1f} {s.horizon - y * s.zoom:.1f}H{s.right:.1f}", post, 0.25, 0.8)
    for x in s.steps(s.left, s.right, 16, 0.7):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(6, 11), s.light, "bush", 0.12)
    meadow(s, 120, 0.62, 0.08)
    stone, steel, wood = s.light.tone(0.62, 0.02, 60), s.light.tone(0.78, 0.02, 250), s.light.tone(0.4, 0.05, 50)
    y = s.floor - 1
    s.near.poly([(s.left, y - 5), (s.right, y - 5), (s.right, y + 10), (s.left, y + 10)], stone)
    for x in s.steps(s.left, s.right, 7, 0):
        s.near.poly([(x, y - 3), (x + 3, y - 3), (x + 3.6, y + 8), (x - 0.6, y + 8)], wood)
    for rail in (y - 1.4, y + 5.4):
        s.near.rect(s.left, rail, s.span, 1.1, steel)


def heaven(s: Stage) -> None:
    """High up: nothing but sky and clouds, and a strip of land far below."""
    sky(s, 1.5)
    white = s.light.tone(0.98, 0.01, 230)
    for canvas, count, r, veil in ((s.far, 6, 9, 0.35), (s.middle, 5, 13, 0.08)):
        for _ in range(count):
            x, y = s.rng.uniform(s.left, s.right), s.rng.uniform(0.45, 1.0) * s.horizon
            cloud(canvas, x, y, r * s.rng.uniform(0.7, 1.3) * s.zoom, white.mixed(s.light.haze, veil), 0.92, s.rng)
    for _ in range(12):
        x = s.rng.uniform(s.left, s.right)
        y = s.floor + s.rng.uniform(6, 22)
        s.near.circle(x, y + 6, s.rng.uniform(10, 17), s.near.vertical(white, white.mixed(s.light.haze, 0.3)))
    s.near.rect(s.left, s.floor + 14, s.span, s.bottom, white.mixed(s.light.haze, 0.25))


def space(s: Stage) -> None:
    deep, glow = s.light.united(0.15, 0.05, 280), s.light.united(0.32, 0.12, 300)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(deep, s.light.united(0.24, 0.08, 275)))
    for _ in range(5):
        x, y = s.rng.uniform(0, s.w), s.rng.uniform(0, s.h)
        tint = s.rng.choice((glow, s.light.united(0.4, 0.12, s.light.accent_hue), s.light.united(0.4, 0.12, s.light.hue)))
        s.back.circle(x, y, s.rng.uniform(30, 60), s.back.glow(tint, 0.55))
    stars(s.back, s, s.bottom, 1.6)
    x, y, r = s.w * (0.5 - 0.34 * s.light.side), s.h * 0.26, s.rng.uniform(11, 15)
    body = s.light.united(0.7, 0.12, s.light.accent_hue)
    s.far.circle(x, y, r * 1.7, s.far.glow(body, 0.5))
    s.far.circle(x, y, r, s.far.across(*((body, body.mixed(deep, 0.75))[:: -s.light.side])))
    ring = f"M{x - r * 1.8:.1f} {y + r * 0.4:.1f}Q{x:.1f} {y + r * 1.1:.1f} {x + r * 1.8:.1f} {y - r * 0.5:.1f}"
    s.far.stroke(ring, s.light.united(0.88, 0.06, 80), 1.2, 0.9)
    s.middle.circle(s.w * (0.5 + 0.3 * s.light.side), s.h * 0.16, 4, s.light.united(0.82, 0.03, 90))
    ground = s.light.united(0.56, 0.05, 285)
    s.near.ellipse(s.w / 2, s.horizon + s.w * 0.9, s.w * 1.3, s.w * 0.9, s.near.vertical(ground, ground.mixed(deep, 0.6)))
    for _ in range(9):
        cx, cy = s.rng.uniform(s.left, s.right), s.rng.uniform(s.floor + 3, s.bottom)
        wide = s.rng.uniform(3, 8)
        s.near.ellipse(cx, cy, wide, wide * 0.28, ground.mixed(deep, 0.45))


def village(s: Stage) -> None:
    sky(s)
    hills(s.far, s, s.horizon - 2, 22, (s.light.tone(0.66, 0.08, 150, 0.6), s.light.haze))
    for x in s.steps(s.left, s.right, 15, 0.4):
        house(s.far, x, s.horizon + 1, s.rng.uniform(8, 12), s, 0.42, s.rng.choice((40, 25, s.light.hue)))
    for x in s.steps(s.left, s.right, 36 * s.zoom, 0.4):
        house(s.middle, x, s.horizon + 2, s.rng.uniform(19, 25) * s.zoom, s, 0.12, s.rng.choice((50, 30, s.light.accent_hue)))
        tree(s.middle, x - 5, s.horizon + 2, s.rng.uniform(18, 27) * s.zoom, s.light, s.rng.choice(("round", "palm")), 0.08)
    meadow(s, 100, 0.74, 0.09)


def garden(s: Stage) -> None:
    sky(s)
    for x in s.steps(s.left, s.right, 11, 0.5):
        tree(s.far, x, s.horizon, s.rng.uniform(22, 34), s.light, "round", 0.45)
    for x in s.steps(s.left, s.right, 16, 0.3):
        tree(s.middle, x, s.horizon + 2, s.rng.uniform(14, 19) * s.zoom, s.light, "bush", 0.15)
    white = s.light.tone(0.95, 0.02, 90)
    for x in s.steps(s.left, s.right, 5, 0):
        s.middle.path(f"M{x:.1f} {s.horizon + 3:.1f}v-13l1.5 -2l1.5 2v13Z", white)
    for rail in (9.5, 4):
        s.middle.rect(s.left, s.horizon + 3 - rail, s.span, 1.2, white)
    meadow(s, 132, 0.7, 0.13)
    for _ in range(46):
        x, y = s.rng.uniform(s.left, s.right), s.horizon + s.rng.uniform(1, 7)
        hue = s.rng.choice((s.light.accent_hue, 20, 90, 330))
        s.near.circle(x, y, s.rng.uniform(0.7, 1.3), s.light.tone(0.76, 0.14, hue))
        s.near.circle(x, y, 0.35, lch(0.9, 0.12, 90))


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


def underwater(s: Stage) -> None:
    top, low = s.light.united(0.80, 0.10, 205), s.light.united(0.40, 0.10, 245)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(top, low))
    for i in range(6):
        x = s.w * (0.1 + 0.16 * i) + s.rng.uniform(-5, 5)
        ray = [(x, s.top), (x + 9, s.top), (x + 9 - s.light.side * 34, s.bottom), (x - 12 - s.light.side * 34, s.bottom)]
        s.back.poly(ray, s.back.fade(lch(0.97, 0.03, 200), 0.3, 0.0))
    hills(s.far, s, s.horizon, 22, (low.mixed(top, 0.35), low), 40)
    hills(s.middle, s, s.horizon + 4, 12, (low.mixed(top, 0.1), low.mixed(s.light.ink, 0.3)), 36)
    for x in s.steps(s.left, s.right, 9, 0.7):
        tall = s.rng.uniform(8, 26)
        weed = f"M{x:.1f} {s.horizon + 5:.1f}q4 {-tall * 0.3:.1f} 0 {-tall * 0.5:.1f}t0 {-tall * 0.5:.1f}"
        s.middle.stroke(weed, s.light.united(0.5, 0.11, s.rng.choice((150, 165, 20))), 1.5)
    for _ in range(24):
        s.middle.circle(s.rng.uniform(s.left, s.right), s.rng.uniform(0, s.h), s.rng.uniform(0.3, 1.1), lch(0.95, 0.03, 200), 0.45)
    sand = [(x, s.horizon + s.rng.uniform(-1, 2)) for x in s.steps(s.left - 30, s.right + 60, 30)]
    fill = s.near.vertical(s.light.united(0.76, 0.06, 90).mixed(low, 0.25), s.light.united(0.5, 0.07, 230))
    s.near.smooth(sand, fill, f"V{s.bottom + 2:.1f}H{s.left - 30:.1f}Z")
