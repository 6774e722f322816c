"""Settings in open country, at sea and in the sky. Each draws back, far, middle and near; the subject comes later."""

from __future__ import annotations

from pipelines.painters.colour import lch
from pipelines.painters.grounds import meadow
from pipelines.painters.parts import cloud, hills, house, peaks, sky, stars, tree
from pipelines.painters.stage import Stage


def field(s: Stage) -> None:
    sky(s)
    hills(s.far, s, s.horizon - 4, 17, (s.light.tone(0.7, 0.08, 150, 0.62), s.light.tone(0.75, 0.08, 140, 0.7)))
    hills(s.far, s, s.horizon, 9, (s.light.tone(0.66, 0.10, 140, 0.38), s.light.tone(0.7, 0.1, 130, 0.5)), 48)
    house(s.middle, s.w * s.rng.choice((0.12, 0.8)), s.horizon + 1, 15 * s.zoom, s, 0.15, 40)
    for x in s.steps(s.left, s.right, 21, 0.8):
        tree(
            s.middle,
            x,
            s.horizon + 1,
            s.rng.uniform(11, 19) * s.zoom,
            s.light,
            s.rng.choice(("round", "bush", "round")),
            0.15,
        )
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
        top = hills(
            canvas,
            s,
            s.horizon + y - 4,
            rise,
            (s.light.tone(0.68, 0.14, 128, far), s.light.tone(0.52, 0.12, 140, far)),
            52,
        )
        for row in range(1, 9):
            lower = [(x, t + row * (2.2 + row * 0.25)) for x, t in top]
            d = "M" + "L".join(f"{x:.1f} {t:.1f}" for x, t in _fine(lower))
            canvas.stroke(d, s.light.tone(0.46, 0.12, 142, far), 0.9, 0.55)
    for x in s.steps(s.left, s.right, 40, 0.8):
        tree(s.middle, x, s.horizon - 2, s.rng.uniform(13, 20) * s.zoom, s.light, "round", 0.1)
    meadow(s, 128, 0.66, 0.14)
    for row in range(1, 6):
        at = s.horizon + row * row * 1.7
        s.near.stroke(
            f"M{s.left:.1f} {at + 2:.1f}Q{s.w / 2:.1f} {at - 3:.1f} {s.right:.1f} {at + 2:.1f}",
            s.light.tone(0.5, 0.12, 140),
            0.8 + row * 0.3,
            0.5,
        )


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
        tree(
            s.middle, x, s.horizon + 1, s.rng.uniform(10, 18) * s.zoom, s.light, s.rng.choice(("round", "bush")), 0.15
        )
    meadow(s, 135, 0.66)
    bend, y = s.rng.choice((-1, 1)) * 0.2 * s.w, s.horizon
    x = s.w / 2 - bend
    outer = f"{x + bend:.1f} {y + 6:.1f} {x - bend * 2.4 - 14:.1f} {y + 12:.1f}"
    left = f"M{x:.1f} {y:.1f}C{outer} {s.w * 0.02:.1f} {s.bottom:.1f}"
    right = f"H{s.w * 0.72:.1f}C{x - bend + 30:.1f} {y + 16:.1f} {x + bend + 12:.1f} {y + 7:.1f} {x + 5:.1f} {y:.1f}Z"
    s.near.path(left + right, s.near.vertical(s.light.haze, s.light.tone(0.66, 0.09, 230)))


def _water(s: Stage) -> None:
    """The sea from the horizon to the first waves."""
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
        crest = [
            (px, y + (0.8 if n % 2 else -0.8)) for n, px in enumerate(s.steps(s.left - 20, s.right + 40, 9, 0.2))
        ]
        tone = deep.mixed(shallow, 0.35 + 0.4 * i).mixed(s.light.haze, far)
        s.middle.smooth(crest, s.middle.vertical(tone, shallow), f"V{s.bottom + 2:.1f}H{s.left - 20:.1f}Z")


def sea(s: Stage) -> None:
    """The sea from its beach."""
    _water(s)
    sand, wet = s.light.tone(0.88, 0.06, 82), s.light.tone(0.74, 0.06, 70)
    shore = [(px, s.horizon + 3 + s.rng.uniform(-1.5, 1.5)) for px in s.steps(s.left - 30, s.right + 60, 26)]
    s.near.smooth(
        [(px, y - 1.4) for px, y in shore], s.light.tone(0.98, 0.01, 200), f"V{s.bottom:.1f}H{s.left - 30:.1f}Z", 0.8
    )
    s.near.smooth(shore, s.near.vertical(wet, sand, sand), f"V{s.bottom + 2:.1f}H{s.left - 30:.1f}Z")


def open_sea(s: Stage) -> None:
    """The sea from a boat: water as far as the lens."""
    _water(s)
    for i in range(5):
        y = s.horizon + 3 + i * (s.bottom - s.horizon) / 5
        crest = [
            (x, y + (0.9 if n % 2 else -0.9))
            for n, x in enumerate(s.steps(s.left - 30, s.right + 60, 11 + 2 * i, 0.2))
        ]
        tone = s.light.tone(0.66 - 0.05 * i, 0.10, 222 + 4 * i)
        s.near.smooth(
            crest, s.near.vertical(tone, tone.mixed(s.light.ink, 0.12)), f"V{s.bottom + 2:.1f}H{s.left - 30:.1f}Z"
        )


def desert(s: Stage) -> None:
    sky(s, 0.4)
    for y, rise, far in ((-6, 22, 0.6), (0, 13, 0.35)):
        hills(
            s.far, s, s.horizon + y, rise, (s.light.tone(0.78, 0.09, 62, far), s.light.tone(0.66, 0.09, 50, far)), 55
        )
    hills(s.middle, s, s.horizon + 3, 8, (s.light.tone(0.8, 0.10, 68, 0.12), s.light.tone(0.68, 0.10, 52, 0.1)), 62)
    for x in s.steps(s.left, s.right, 46, 0.7):
        tree(s.middle, x, s.horizon + 1, s.rng.uniform(16, 24) * s.zoom, s.light, "palm", 0.1)
    meadow(s, 70, 0.84, 0.09)


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
        tint = s.rng.choice(
            (glow, s.light.united(0.4, 0.12, s.light.accent_hue), s.light.united(0.4, 0.12, s.light.hue))
        )
        s.back.circle(x, y, s.rng.uniform(30, 60), s.back.glow(tint, 0.55))
    stars(s.back, s, s.bottom, 1.6)
    x, y, r = s.w * (0.5 - 0.34 * s.light.side), s.h * 0.26, s.rng.uniform(11, 15)
    body = s.light.united(0.7, 0.12, s.light.accent_hue)
    s.far.circle(x, y, r * 1.7, s.far.glow(body, 0.5))
    half_ring = f"M{-r * 1.75:.1f} 0A{r * 1.75:.1f} {r * 0.5:.1f} 0 0 "
    with s.far.placed(x, y, turn=-18):
        s.far.stroke(f"{half_ring}1 {r * 1.75:.1f} 0", s.light.united(0.6, 0.06, 80), 1.2, 0.8)
        s.far.circle(0, 0, r, s.far.across(*((body, body.mixed(deep, 0.75))[:: -s.light.side])))
        s.far.stroke(f"{half_ring}0 {r * 1.75:.1f} 0", s.light.united(0.88, 0.06, 80), 1.2)
    s.middle.circle(s.w * (0.5 + 0.3 * s.light.side), s.h * 0.16, 4, s.light.united(0.82, 0.03, 90))
    ground = s.light.united(0.56, 0.05, 285)
    s.near.ellipse(
        s.w / 2, s.horizon + s.w * 0.9, s.w * 1.3, s.w * 0.9, s.near.vertical(ground, ground.mixed(deep, 0.6))
    )
    for _ in range(9):
        cx, cy = s.rng.uniform(s.left, s.right), s.rng.uniform(s.floor + 3, s.bottom)
        wide = s.rng.uniform(3, 8)
        s.near.ellipse(cx, cy, wide, wide * 0.28, ground.mixed(deep, 0.45))


def underwater(s: Stage) -> None:
    top, low = s.light.united(0.80, 0.10, 205), s.light.united(0.40, 0.10, 245)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(top, low))
    for i in range(6):
        x = s.w * (0.1 + 0.16 * i) + s.rng.uniform(-5, 5)
        ray = [
            (x, s.top),
            (x + 9, s.top),
            (x + 9 - s.light.side * 34, s.bottom),
            (x - 12 - s.light.side * 34, s.bottom),
        ]
        s.back.poly(ray, s.back.fade(lch(0.97, 0.03, 200), 0.3, 0.0))
    hills(s.far, s, s.horizon, 22, (low.mixed(top, 0.35), low), 40)
    hills(s.middle, s, s.horizon + 4, 12, (low.mixed(top, 0.1), low.mixed(s.light.ink, 0.3)), 36)
    for x in s.steps(s.left, s.right, 9, 0.7):
        tall = s.rng.uniform(8, 26)
        weed = f"M{x:.1f} {s.horizon + 5:.1f}q4 {-tall * 0.3:.1f} 0 {-tall * 0.5:.1f}t0 {-tall * 0.5:.1f}"
        s.middle.stroke(weed, s.light.united(0.5, 0.11, s.rng.choice((150, 165, 20))), 1.5)
    for _ in range(24):
        s.middle.circle(
            s.rng.uniform(s.left, s.right), s.rng.uniform(0, s.h), s.rng.uniform(0.3, 1.1), lch(0.95, 0.03, 200), 0.45
        )
    sand = [(x, s.horizon + s.rng.uniform(-1, 2)) for x in s.steps(s.left - 30, s.right + 60, 30)]
    fill = s.near.vertical(s.light.united(0.76, 0.06, 90).mixed(low, 0.25), s.light.united(0.5, 0.07, 230))
    s.near.smooth(sand, fill, f"V{s.bottom + 2:.1f}H{s.left - 30:.1f}Z")
