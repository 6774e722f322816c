"""Land that is tilled: a farm and rice paddies. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import Lab
from pipelines.painters.grounds import meadow
from pipelines.painters.parts import hills, pane, peaks, shaded, sky, tree
from pipelines.painters.stage import Stage


def farm(s: Stage) -> None:
    """A barn with its silo or wind wheel, a fence, and rows of one crop."""
    sky(s)
    light, rng, z = s.light, s.rng, s.zoom
    hills(s.far, s, s.horizon - 3, 17, (light.tone(0.7, 0.08, 150, 0.62), light.haze))
    for tone, drop in ((0.72, -1), (0.66, 1)):
        hue = rng.choice((95, 110, 128))
        hills(
            s.far, s, s.horizon + drop, 8, (light.tone(tone, 0.11, hue, 0.36), light.tone(tone, 0.1, hue, 0.46)), 50
        )
    side = rng.choice((-1, 1))
    x, y = s.w * (0.5 + side * 0.32), s.horizon + 1
    for part in (-24.0, 22.0, 30.0):
        tree(s.middle, x + part * z, y, rng.uniform(17, 26) * z, light, "round", 0.2)
    if rng.random() < 0.6:
        _silo(s.middle, x - side * 24 * z, y, 9 * z, rng.uniform(27, 34) * z, s)
    else:
        _wind_wheel(s.middle, x - side * 25 * z, y, 36 * z, s)
    _barn(s.middle, x, y, 34 * z, s)
    for part in (0.44, 0.36):
        if rng.random() < 0.8:
            _bale(s.middle, s.w * (0.5 - side * part), y + 1, 5.4 * z, s)
    _fence(s, light.tone(0.9, 0.03, 75))
    meadow(s, 118, 0.7, 0.13)
    _crop(s)


def _barn(c: Canvas, x: float, y: float, w: float, s: Stage) -> None:
    light, half, h = s.light, w / 2, w * 0.48
    hue = s.rng.choice((28, 28, 60, 235))
    wall, roof = light.tone(0.56, 0.14 if hue == 28 else 0.07, hue, 0.08), light.tone(0.5, 0.03, 250, 0.1)
    trim, dark = light.tone(0.95, 0.02, 80), light.tone(0.32, 0.05, 40)
    knee, peak = (half * 0.72, h + w * 0.2), h + w * 0.34
    front = [(x - half, y), (x - half, y - h), (x - knee[0], y - knee[1]), (x, y - peak), (x + knee[0], y - knee[1]),
             (x + half, y - h), (x + half, y)]  # fmt: skip
    c.poly(front, shaded(c, s, wall, 0.2))
    for i in range(1, 12):
        c.rect(x - half + w * i / 12, y - h, 0.2, h, light.ink, opacity=0.14)
    eaves = f"M{x - half - 1.4:.2f} {y - h + 1:.2f}L{x - knee[0]:.2f} {y - knee[1]:.2f}L{x:.2f} {y - peak:.2f}"
    eaves += f"L{x + knee[0]:.2f} {y - knee[1]:.2f}L{x + half + 1.4:.2f} {y - h + 1:.2f}"
    c.stroke(eaves, roof, w * 0.055)
    c.rect(x - w * 0.2, y - h * 0.84, w * 0.4, h * 0.84, trim)
    for part in (-0.185, 0.01):
        left, wide, tall = x + w * part, w * 0.175, h * 0.76
        c.rect(left, y - tall, wide, tall, wall.mixed(light.ink, 0.2))
        cross = f"M{left:.2f} {y - tall:.2f}L{left + wide:.2f} {y:.2f}"
        cross += f"M{left + wide:.2f} {y - tall:.2f}L{left:.2f} {y:.2f}"
        c.stroke(cross, trim, w * 0.02)
    c.circle(x, y - h * 1.26, w * 0.1, trim)
    c.circle(x, y - h * 1.26, w * 0.078, light.lamp if light.dark else dark)
    for part in (-0.36, 0.36):
        c.rect(x + w * part - w * 0.07, y - h * 0.78, w * 0.14, w * 0.14, trim)
        c.rect(x + w * part - w * 0.052, y - h * 0.78 + w * 0.018, w * 0.104, w * 0.104, pane(s, 0.0, 0.9))


def _silo(c: Canvas, x: float, y: float, w: float, h: float, s: Stage) -> None:
    steel = s.light.tone(0.8, 0.02, 240, 0.1)
    c.rect(x - w / 2, y - h, w, h, shaded(c, s, steel, 0.32))
    c.path(f"M{x - w / 2:.2f} {y - h:.2f}A{w / 2:.2f} {w / 2:.2f} 0 0 1 {x + w / 2:.2f} {y - h:.2f}Z",
           shaded(c, s, s.light.accent(0.66, 0.1), 0.3))  # fmt: skip
    for i in range(1, 6):
        c.rect(x - w / 2, y - h * i / 6, w, 0.4, s.light.ink, opacity=0.2)


def _wind_wheel(c: Canvas, x: float, y: float, h: float, s: Stage) -> None:
    """A wheel of blades on a lattice tower, as it pumps water."""
    steel = s.light.tone(0.5, 0.03, 245, 0.08)
    top, foot, r = y - h * 0.8, h * 0.13, h * 0.2
    for part in (-1, 1):
        c.stroke(f"M{x + part * foot:.2f} {y:.2f}L{x:.2f} {top:.2f}", steel, 0.55)
    for i in range(5):
        a, b = foot * (1 - i / 5), foot * (1 - (i + 1) / 5)
        low, high = y - h * 0.8 * i / 5, y - h * 0.8 * (i + 1) / 5
        c.stroke(
            f"M{x - a:.2f} {low:.2f}L{x + b:.2f} {high:.2f}M{x + a:.2f} {low:.2f}L{x - b:.2f} {high:.2f}", steel, 0.25
        )
    for i in range(12):
        with c.placed(x, top, r / 20, turn=30 * i + 7):
            c.poly([(-1.4, -5), (1.4, -5), (4.4, -20), (-2.6, -20)], s.light.tone(0.86, 0.02, 80), 0.95)
    c.circle(x, top, r * 0.2, s.light.accent(0.6))


def _bale(c: Canvas, x: float, y: float, r: float, s: Stage) -> None:
    """A round bale of straw."""
    straw = s.light.tone(0.82, 0.11, 85, 0.05)
    dim = straw.mixed(s.light.ink, 0.25)
    c.ellipse(x, y, r * 1.6, r * 0.22, s.light.ink, 0.2)
    c.rect(x - r * 0.2, y - 2 * r, r * 1.5, 2 * r, c.vertical(straw, dim), r=r * 0.6)
    c.circle(x - r * 0.2, y - r, r, straw)
    for part in (0.72, 0.45, 0.18):
        d = r * part
        c.stroke(f"M{x - r * 0.2 - d:.2f} {y - r:.2f}a{d:.2f} {d:.2f} 0 1 1 {d:.2f} {d:.2f}", dim, 0.3, 0.7)


def _fence(s: Stage, wood: Lab) -> None:
    y, z = s.horizon + 2, s.zoom
    for x in s.steps(s.left, s.right, 13 * z, 0.04):
        s.middle.rect(x, y - 9 * z, 1.4 * z, 9.5 * z, shaded(s.middle, s, wood, 0.25), r=0.3)
    for part in (7.6, 4.4):
        s.middle.rect(s.left, y - part * z, s.span, 1.1 * z, wood)


def _crop(s: Stage) -> None:
    """Rows that run away to the horizon: cabbage, corn or grain."""
    light, rng, deep = s.light, s.rng, s.bottom - s.horizon
    kind = rng.choice(("cabbage", "corn", "grain"))
    hue, tone = {"cabbage": (145, 0.72), "corn": (132, 0.62), "grain": (88, 0.82)}[kind]
    earth = light.tone(0.52, 0.07, 65)
    for i in range(-15, 16):
        x0, x1 = s.w / 2 + i * s.w * 0.06, s.w / 2 + i * s.w * 0.2
        edge = [(x0 - 1, s.horizon + 2.4), (x0 + 1, s.horizon + 2.4), (x1 + 5.4, s.bottom), (x1 - 5.4, s.bottom)]
        s.near.poly(edge, earth, 0.5)
    leaf, lit = light.tone(tone - 0.12, 0.13, hue), light.tone(tone, 0.14, hue - 8)
    for step in range(5):
        t = (0.5 + step) / 11
        y, size = s.horizon + 2.6 + deep * t * t * 1.6, 0.9 + 4 * t
        for i in range(-14, 15):
            x = s.w / 2 + i * s.w * (0.06 + 0.14 * (y - s.horizon - 2.4) / deep) + rng.uniform(-0.2, 0.2) * size
            if kind == "cabbage":
                s.near.ellipse(x, y - size * 0.4, size * 1.2, size * 0.7, leaf)
                s.near.circle(x, y - size * 0.6, size * 0.6, lit)
            else:
                for lean in (-0.9, -0.3, 0.4, 1.0):
                    tall = size * (2.6 if kind == "corn" else 2.1)
                    blade = (
                        f"M{x:.2f} {y:.2f}q{lean * size * 0.2:.2f} {-tall * 0.7:.2f} {lean * size:.2f} {-tall:.2f}"
                    )
                    s.near.stroke(blade, leaf if lean < 0 else lit, 0.4 * size)


def paddy(s: Stage) -> None:
    """Flooded rice fields between banks of earth, with palms and a hut beyond."""
    sky(s, 1.2)
    light, rng, z = s.light, s.rng, s.zoom
    peaks(s.far, s, s.horizon - 6, 0.34 * min(s.horizon, 0.75 * s.w), light.tone(0.64, 0.06, 215, 0.62))
    hills(s.far, s, s.horizon, 9, (light.tone(0.62, 0.1, 145, 0.42), light.haze))
    for x in s.steps(s.left, s.right, 12, 0.7):
        kind = rng.choice(("palm", "bush", "round", "palm"))
        tree(s.middle, x, s.horizon + 1, rng.uniform(9, 19) * z, light, kind, 0.24)
    side = rng.choice((-1, 1))
    hut, y = s.w * (0.5 + side * 0.34), s.horizon + 1
    thatch = light.tone(0.66, 0.09, 75, 0.08)
    s.middle.rect(hut - 7 * z, y - 9 * z, 14 * z, 9 * z, shaded(s.middle, s, light.tone(0.74, 0.07, 65, 0.1), 0.2))
    s.middle.rect(hut - 2 * z, y - 6 * z, 4 * z, 6 * z, light.lamp if light.dark else light.tone(0.38, 0.05, 50))
    roof = [
        (hut - 11 * z, y - 8 * z),
        (hut - 3 * z, y - 17 * z),
        (hut + 3 * z, y - 17 * z),
        (hut + 11 * z, y - 8 * z),
    ]
    s.middle.poly(roof, shaded(s.middle, s, thatch, 0.25))
    tree(s.middle, hut + side * 14 * z, y, 33 * z, light, "palm", 0.05)
    tree(s.middle, hut + side * 21 * z, y, 26 * z, light, "palm", 0.1)
    meadow(s, 128, 0.66, 0.14)
    water = light.haze.mixed(light.tone(0.74, 0.07, 225), 0.35)
    deep, bank = s.bottom - s.horizon, light.tone(0.6, 0.11, 120)
    mid = s.w / 2
    for row, (a, b) in enumerate(((0.06, 0.2), (0.2, 0.44), (0.44, 1.1))):
        top, low = s.horizon + deep * a, s.horizon + deep * b - 1.2 - row * 0.5
        s.near.rect(
            s.left, top, s.span, low - top, s.near.vertical(water, water.mixed(light.tone(0.6, 0.1, 150), 0.35))
        )
        s.near.rect(s.left, top, s.span, 0.6, bank.mixed(light.ink, 0.35))
        if row == 2:
            break  # the last field goes on below the frame
        gap = s.w * (0.3 + 0.16 * row)
        for x in s.steps(s.left - gap * rng.random(), s.right, gap, 0.2):
            foot = mid + (x - mid) * (1.12 + 0.12 * row)
            edge = [(x - 0.7, top), (x + 0.7, top), (foot + 1.4 + row, low), (foot - 1.4 - row, low)]
            s.near.poly(edge, bank)
    shoot = light.tone(0.56, 0.15, 132)
    for row in range(6):
        t = row / 6
        y, size = s.horizon + deep * (0.1 + 0.42 * t * t + 0.1 * t), 1.0 + 1.8 * t
        for x in s.steps(s.left, s.right, 3.4 + 4 * t, 0.08):
            for lean in (-0.6, 0.0, 0.6):
                s.near.stroke(f"M{x:.2f} {y:.2f}l{lean * size:.2f} {-size * 1.5:.2f}", shoot, 0.28 * size, 0.75)
