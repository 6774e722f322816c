"""Land that nobody tills: savanna, snowfield, ruins. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import WHITE, Lab
from pipelines.painters.grounds import meadow
from pipelines.painters.parts import column, hills, opening, peaks, shaded, sky, tree
from pipelines.painters.stage import Stage


def savanna(s: Stage) -> None:
    """Wide dry grass under flat-topped trees."""
    sky(s, 0.6)
    light, rng = s.light, s.rng
    big = min(s.horizon, 0.75 * s.w)
    table, at = light.tone(0.62, 0.06, 40, 0.62), s.w * rng.uniform(0.2, 0.8)
    wide, tall = big * rng.uniform(0.4, 0.7), big * rng.uniform(0.14, 0.24)
    plateau = [(at - wide, s.horizon), (at - wide * 0.6, s.horizon - tall)]
    plateau += [(at + wide * 0.5, s.horizon - tall * 1.05), (at + wide, s.horizon)]
    s.far.poly(plateau, s.far.vertical(table, light.haze))
    hills(s.far, s, s.horizon, 7, (light.tone(0.72, 0.09, 75, 0.5), light.haze), 60)
    for x in s.steps(s.left, s.right, 19, 0.7):
        _acacia(s.far, x, s.horizon + 1, rng.uniform(7, 13), s, 0.48)
    side = rng.choice((-1, 1))
    for part, size in ((0.36, 0.6), (-0.42, 0.42), (0.5, 0.34)):
        _acacia(s.middle, s.w * (0.5 + side * part), s.horizon + 2, big * size * rng.uniform(0.9, 1.15), s, 0.08)
    if rng.random() < 0.6:
        mound, foot = s.w * (0.5 - side * 0.26), s.horizon + 2
        d = f"M{mound - 5:.2f} {foot:.2f}Q{mound - 3:.2f} {foot - 7:.2f} {mound:.2f} {foot - 12:.2f}"
        d += f"Q{mound + 2:.2f} {foot - 6:.2f} {mound + 5:.2f} {foot:.2f}Z"
        s.middle.path(d, shaded(s.middle, s, light.tone(0.58, 0.09, 50, 0.14), 0.25))
    meadow(s, 82, 0.78, 0.11)
    blade = light.tone(0.66, 0.12, 80), light.tone(0.56, 0.11, 75)
    for i, x in enumerate(s.steps(s.left, s.right, 2.6, 0.6)):
        y, tall = s.horizon + rng.uniform(0.5, 4), rng.uniform(2, 5.5)
        lean = rng.uniform(-1, 1)
        s.near.stroke(
            f"M{x:.2f} {y:.2f}q{lean * 0.2:.2f} {-tall * 0.7:.2f} {lean:.2f} {-tall:.2f}", blade[i % 2], 0.4, 0.8
        )


def _acacia(c: Canvas, x: float, y: float, h: float, s: Stage, far: float) -> None:
    light, rng = s.light, s.rng
    trunk = light.tone(0.38, 0.05, 50, far)
    dark, lit = light.tone(0.46, 0.1, 128, far), light.tone(0.58, 0.12, 112, far)
    c.ellipse(x, y, h * 0.4, h * 0.03, light.ink, 0.2 * (1 - far))
    lean = rng.uniform(-0.1, 0.1) * h
    for reach in (-0.34, -0.1, 0.16, 0.36):
        c.stroke(
            f"M{x:.2f} {y:.2f}Q{x + lean:.2f} {y - h * 0.45:.2f} {x + reach * h:.2f} {y - h * 0.82:.2f}",
            trunk,
            h * 0.028,
        )
    c.stroke(
        f"M{x:.2f} {y:.2f}Q{x + lean * 0.5:.2f} {y - h * 0.2:.2f} {x + lean * 0.6:.2f} {y - h * 0.42:.2f}",
        trunk,
        h * 0.06,
    )
    for part, up, wide in ((-0.3, 0.78, 0.3), (0.28, 0.8, 0.34), (0.0, 0.9, 0.46), (-0.12, 0.98, 0.26)):
        cx, cy, half = x + part * h, y - up * h, wide * h
        d = f"M{cx - half:.2f} {cy:.2f}Q{cx - half * 0.9:.2f} {cy - h * 0.12:.2f} {cx:.2f} {cy - h * 0.13:.2f}"
        d += f"Q{cx + half * 0.9:.2f} {cy - h * 0.12:.2f} {cx + half:.2f} {cy:.2f}Q{cx:.2f} {cy + h * 0.05:.2f} "
        c.path(d + f"{cx - half:.2f} {cy:.2f}Z", c.vertical(lit, dark))


def snowfield(s: Stage) -> None:
    """Snow as far as one sees: ice peaks, drifts, firs or a hut of snow; northern lights by night."""
    sky(s, 0.8)
    light, rng = s.light, s.rng
    big = min(s.horizon, 0.75 * s.w)
    if light.time == "night":
        for i, hue in enumerate((160, 175, 310)):
            y = s.horizon * (0.2 + 0.13 * i)
            top = [(x, y + rng.uniform(-6, 6)) for x in s.steps(s.left - 20, s.right + 60, 30)]
            tint, reach = light.united(0.82, 0.14, hue), big * 0.2
            s.back.smooth(top, s.back.fade(tint, 0.0, 0.32), f"V{y - 2 * reach:.1f}H{s.left - 20:.1f}Z")
            s.back.smooth(top, s.back.fade(tint, 0.34, 0.0), f"V{y + reach:.1f}H{s.left - 20:.1f}Z")
    ice, snow = light.tone(0.82, 0.05, 235, 0.42), light.tone(0.97, 0.012, 230, 0.15)
    peaks(s.far, s, s.horizon - 3, 0.5 * big, ice, snow)
    drift, shade = light.tone(0.94, 0.025, 230, 0.22), light.tone(0.8, 0.05, 240, 0.28)
    hills(s.far, s, s.horizon, 10, (drift, shade), 50)
    side = rng.choice((-1, 1))
    kind = rng.choice(("firs", "igloo", "floes"))
    if kind == "igloo":
        _igloo(s.middle, s.w * (0.5 + side * 0.3), s.horizon + 2, big * 0.22, s)
    for part in (0.3, 0.38, 0.44, 0.5, -0.34, -0.42, -0.5):
        if kind == "firs" or (kind == "igloo" and part < 0):
            _fir(s.middle, s.w * (0.5 + side * part), s.horizon + 2, rng.uniform(20, 38) * s.zoom, s)
    if kind == "floes":
        sea = light.tone(0.62, 0.09, 230, 0.1)
        s.middle.rect(s.left, s.horizon - 7, s.span, 12, s.middle.vertical(light.haze.mixed(sea, 0.5), sea))
        for part in (-0.46, -0.28, 0.34, 0.5):
            x, r = s.w * (0.5 + part), big * rng.uniform(0.1, 0.2)
            crag = [(x - r, s.horizon), (x - r * 0.5, s.horizon - r * 0.9), (x + r * 0.1, s.horizon - r * 1.3),
                    (x + r * 0.5, s.horizon - r * 0.6), (x + r, s.horizon)]  # fmt: skip
            s.middle.poly(crag, shaded(s.middle, s, drift, 0.2))
            s.middle.poly([crag[0], crag[1], (x - r * 0.2, s.horizon)], WHITE, 0.35)
    ground = light.tone(0.97, 0.012, 225), light.tone(0.84, 0.045, 238)
    points = [(x, s.horizon + rng.uniform(-1.6, 1.6)) for x in s.steps(s.left - 40, s.right + 80, 34)]
    s.near.smooth(points, s.near.vertical(*ground), f"V{s.bottom + 2:.1f}H{s.left - 40:.1f}Z")
    for x in s.steps(s.left, s.right, 24, 0.6):
        y, wide = s.horizon + rng.uniform(4, s.bottom - s.horizon), rng.uniform(9, 20)
        s.near.path(
            f"M{x - wide:.1f} {y:.1f}q{wide:.1f} -2.4 {2 * wide:.1f} 0q{-wide:.1f} 1 {-2 * wide:.1f} 0Z",
            ground[1],
            0.6,
        )


def _fir(c: Canvas, x: float, y: float, h: float, s: Stage) -> None:
    tree(c, x, y, h, s.light, "pine", 0.12)
    snow = s.light.tone(0.97, 0.012, 230)
    with c.placed(x, y, h / 100, flip=s.light.side > 0):
        for base, half in ((-12, 34), (-36, 28), (-60, 20)):
            tip = base - 40
            c.poly(
                [
                    (0, tip),
                    (half * 0.5, base - 20),
                    (half * 0.1, base - 24),
                    (-half * 0.4, base - 11),
                    (-half * 0.72, base - 12),
                ],
                snow,
            )


def _igloo(c: Canvas, x: float, y: float, r: float, s: Stage) -> None:
    snow = s.light.tone(0.96, 0.015, 228, 0.04)
    dim = snow.mixed(s.light.tone(0.6, 0.08, 245), 0.5)
    c.ellipse(x, y + 0.4, r * 1.5, r * 0.12, s.light.ink, 0.16)
    c.path(f"M{x - r:.2f} {y:.2f}A{r:.2f} {r * 0.92:.2f} 0 0 1 {x + r:.2f} {y:.2f}Z", shaded(c, s, snow, 0.22))
    for i in range(1, 5):
        up, reach = r * 0.92 * i / 5, r * (1 - (i / 5) ** 2) ** 0.5
        c.stroke(f"M{x - reach:.2f} {y - up:.2f}q{reach:.2f} {-r * 0.05:.2f} {2 * reach:.2f} 0", dim, 0.4)
        for n in range(-3, 4):
            at = x + reach * (n + 0.5 * (i % 2)) / 3.6
            c.stroke(f"M{at:.2f} {y - up:.2f}v{r * 0.18:.2f}", dim, 0.4)
    door = x - s.light.side * r * 0.3
    c.path(opening(door, y + 0.6, r * 0.72, r * 0.56), snow.mixed(WHITE, 0.3))
    c.path(
        opening(door, y + 0.6, r * 0.46, r * 0.42), s.light.lamp if s.light.dark else s.light.tone(0.42, 0.06, 245)
    )


def ruins(s: Stage) -> None:
    """What is left of an old town of stone: columns, an arch, blocks in the grass."""
    sky(s)
    light, rng, z = s.light, s.rng, s.zoom
    hills(s.far, s, s.horizon - 2, 18, (light.tone(0.68, 0.07, 120, 0.6), light.haze))
    big, y = min(s.horizon, 0.75 * s.w), s.horizon + 2
    pale = light.tone(0.82, 0.05, 75, 0.46)
    x0, gap = s.w * rng.uniform(0.36, 0.46), big * 0.075
    for i in range(6):
        column(
            s.far,
            x0 + i * gap,
            s.horizon,
            gap * 0.34,
            big * 0.28 * (1 if 0 < i < 5 else rng.uniform(0.4, 0.8)),
            s,
            pale,
        )
    s.far.rect(x0 + gap * 0.6, s.horizon - big * 0.31, gap * 3.8, big * 0.03, pale)
    s.far.rect(x0 - gap, s.horizon - big * 0.02, gap * 7, big * 0.04, pale.mixed(light.ink, 0.1))
    for x in s.steps(s.left, s.right, 13, 0.7):
        tree(s.far, x, s.horizon + 1, rng.uniform(7, 15), light, rng.choice(("cypress", "bush", "round")), 0.4)
    stone = light.tone(0.82, 0.06, rng.choice((60, 75, 40)), 0.08)
    side = rng.choice((-1, 1))
    _broken_arch(s, s.w * (0.5 + side * (0.34 if s.shape == "wide" else 0.36)), big * 0.62, stone)
    at, wide = s.w * (0.5 - side * 0.3), big * 0.085
    for i in range(4):
        tall = big * rng.choice((0.34, 0.5, 0.62, 0.62))
        x = at - side * i * big * 0.16
        s.middle.rect(x - wide * 0.85, y - 2.6 * z, wide * 1.7, 3 * z, stone.mixed(light.ink, 0.1))
        if tall > big * 0.6:
            column(s.middle, x, y - 2 * z, wide, tall, s, stone)
        else:
            _stump(s.middle, x, y - 2 * z, wide, tall, s, stone)
    for part in (-0.2, 0.16, 0.24, -0.48):
        x, r = s.w * (0.5 + part), rng.uniform(3, 6) * z
        s.middle.rect(x, y - r, r * 1.8, r + 1, shaded(s.middle, s, stone.mixed(light.ink, 0.06), 0.2), r=0.5)
    for x in s.steps(s.left, s.right, 17, 0.7):
        tree(s.middle, x, y + 0.5, rng.uniform(3, 6) * z, light, "bush", 0.04)
    meadow(s, 112, 0.72, 0.1)
    for _ in range(9):
        t = rng.uniform(0.05, 0.9)
        x, y = s.w * 0.5 + rng.uniform(-0.3, 0.3) * s.w * (0.4 + t), s.horizon + (s.bottom - s.horizon) * t
        s.near.ellipse(x, y, 5 + 9 * t, 0.9 + 1.8 * t, stone.mixed(light.tone(0.7, 0.08, 110), 0.45), 0.8)


def _stump(c: Canvas, x: float, y: float, w: float, h: float, s: Stage, stone: Lab) -> None:
    """A column that broke off."""
    top = [(x - w / 2, y), (x - w / 2, y - h * 0.94), (x - w * 0.2, y - h), (x + w * 0.1, y - h * 0.93)]
    top += [(x + w / 2, y - h * 0.86), (x + w / 2, y)]
    c.poly(top, shaded(c, s, stone, 0.3))
    for part in (-0.22, 0.08, 0.3):
        c.rect(x + part * w, y - h * 0.84, w * 0.07, h * 0.8, s.light.ink, opacity=0.1)
    c.rect(x - w * 0.72, y - w * 0.35, w * 1.44, w * 0.36, stone.mixed(WHITE, 0.15), r=w * 0.06)


def _broken_arch(s: Stage, x: float, h: float, stone: Lab) -> None:
    c, y, w = s.middle, s.horizon + 2, h * 0.78
    wall = f"M{x - w / 2:.2f} {y:.2f}V{y - h * 0.92:.2f}l{w * 0.2:.2f} {-h * 0.08:.2f}h{w * 0.3:.2f}"
    wall += f"l{w * 0.1:.2f} {h * 0.06:.2f}h{w * 0.22:.2f}l{w * 0.05:.2f} {h * 0.2:.2f}l{w * 0.08:.2f} {h * 0.05:.2f}"
    half, spring = w * 0.24, h * 0.44
    hole = f"L{x + w * 0.45:.2f} {y:.2f}H{x + half:.2f}V{y - spring:.2f}A{half:.2f} {half:.2f} 0 0 0 {x - half:.2f} "
    c.path(wall + hole + f"{y - spring:.2f}V{y:.2f}Z", shaded(c, s, stone, 0.26))
    ring = f"M{x - half:.2f} {y - spring:.2f}a{half:.2f} {half:.2f} 0 0 1 {2 * half:.2f} 0"
    c.stroke(ring, stone.mixed(WHITE, 0.25), w * 0.05)
    for row in range(1, 9):
        up = h * row / 10
        for n in range(4):
            px = x - w * 0.47 + w * 0.26 * n + w * 0.1 * (row % 2)
            if abs(px + w * 0.06 - x) > half * 1.1 or up > spring + half * 1.2:
                c.stroke(f"M{px:.2f} {y - up:.2f}h{w * 0.11:.2f}", stone.mixed(s.light.ink, 0.3), 0.3, 0.6)
