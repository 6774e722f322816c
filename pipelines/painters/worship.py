"""Skylines of temples and of mosques. Each draws back, far, middle and near; the subject comes later."""

from __future__ import annotations

from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import WHITE, Lab
from pipelines.painters.grounds import paved
from pipelines.painters.parts import dome, hills, opening, pane, shaded, sky, tree
from pipelines.painters.stage import Stage


def temple(s: Stage) -> None:
    """A temple town: gate towers of the south and curved spires of the north behind a pillared hall."""
    sky(s)
    hills(s.far, s, s.horizon - 2, 16, (s.light.tone(0.66, 0.07, 150, 0.62), s.light.haze))
    for x in s.steps(s.left, s.right, 9, 0.5):
        kind = s.rng.choice(("round", "palm", "bush"))
        tree(s.far, x, s.horizon + 1, s.rng.uniform(8, 17), s.light, kind, 0.5)
    side, big = s.rng.choice((-1, 1)), min(s.horizon, 0.75 * s.w) * s.rng.uniform(0.94, 1.06)
    reach = 0.34 if s.shape == "wide" else 0.36
    _shikhara(s.far, s.w * (0.5 - side * reach * 0.3), s.horizon + 2, big * 0.2, big * 0.5, s, 0.42)
    _gopuram(s.middle, s.w * (0.5 + side * reach), s.horizon + 2, big * 0.5, big * 0.88, s, 0.1)
    stone = s.light.tone(0.78, 0.07, s.rng.choice((48, 68, 85)), 0.12)
    _shikhara(s.middle, s.w * (0.5 - side * reach), s.horizon + 2, big * 0.32, big * 0.7, s, 0.1)
    _hall(s, stone)
    for x in (-0.02, 1.02):
        tree(s.middle, s.w * x, s.horizon + 2, s.rng.uniform(34, 44) * s.zoom, s.light, "palm", 0.05)
    paved(s, 0.74, 62)


def _gopuram(c: Canvas, x: float, y: float, w: float, h: float, s: Stage, far: float) -> None:
    """A gate tower: tiers that narrow, each with a cornice and niches, under a barrel roof with finials."""
    light, rng = s.light, s.rng
    hue, tiers = rng.choice((55, 70, 88)), rng.randint(6, 8)
    stone, trim = light.tone(0.8, 0.08, hue, far), light.tone(0.9, 0.05, hue, far)
    tints = [light.tone(0.72, 0.1, tint, far) for tint in (hue - 25, hue + 130, hue + 60, light.accent_hue)]
    painted = rng.random() < 0.6
    base, body = h * 0.2, h * 0.62
    c.rect(x - w / 2, y - base, w, base + 2, shaded(c, s, stone.mixed(light.ink, 0.08), 0.25))
    for part in (-0.36, -0.24, 0.24, 0.36):
        c.rect(x + w * part - w * 0.025, y - base, w * 0.05, base, trim, opacity=0.7)
    c.path(opening(x, y + 2, w * 0.24, base * 0.86), light.lamp.mixed(light.ink, 0.25 if light.dark else 0.75))
    for i in range(tiers):
        tall = body / tiers
        low, high = (w / 2 * (0.98 - 0.5 * part / tiers) for part in (i, i + 1))
        at = y - base - i * tall
        wall = stone.mixed(tints[i % 4], 0.45) if painted else stone.mixed(light.ink, 0.05 * (i % 2))
        edge = [(x - low, at), (x + low, at), (x + high, at - tall), (x - high, at - tall)]
        c.poly(edge, shaded(c, s, wall, 0.26))
        c.rect(x - low * 1.04, at - tall * 0.2, low * 2.08, tall * 0.26, shaded(c, s, trim, 0.2), r=0.2)
        count = max(3, round(low / (tall * 0.42))) | 1
        for n in range(count):
            nx = x + (n - (count - 1) / 2) * (2 * high * 0.92 / count)
            wide = high / count * (1.5 if n == count // 2 else 1.1)
            niche = light.lamp if light.dark and n == count // 2 else wall.mixed(light.ink, 0.34)
            c.path(opening(nx, at - tall * 0.2, wide, tall * 0.68), niche)
            c.circle(nx, at - tall * 0.36, wide * 0.24, tints[(n + i) % 4] if painted else trim)
    top, half = y - base - body, w * 0.27
    c.rect(x - half * 1.08, top - h * 0.015, half * 2.16, h * 0.025, trim, r=0.3)
    vault = f"M{x - half:.2f} {top:.2f}C{x - half * 1.15:.2f} {top - h * 0.09:.2f} {x - half * 0.8:.2f} "
    vault += f"{top - h * 0.1:.2f} {x:.2f} {top - h * 0.1:.2f}S{x + half * 1.15:.2f} {top - h * 0.09:.2f} "
    c.path(vault + f"{x + half:.2f} {top:.2f}Z", shaded(c, s, tints[0] if painted else stone, 0.28))
    c.circle(x, top - h * 0.035, h * 0.034, trim)
    c.circle(x, top - h * 0.035, h * 0.02, stone.mixed(light.ink, 0.3))
    for part in (-0.7, -0.35, 0, 0.35, 0.7):
        _finial(c, x + half * part, top - h * (0.098 - 0.02 * abs(part)), h * 0.06, s, far)


def _shikhara(c: Canvas, x: float, y: float, w: float, h: float, s: Stage, far: float) -> None:
    """A curved spire with ribs over a porch, a notched disc and a finial with its flag on top."""
    light, rng = s.light, s.rng
    hue = rng.choice((40, 70, 85))
    stone = light.tone(0.72 if hue == 40 else 0.9, 0.09 if hue == 40 else 0.03, hue, far)
    dim = stone.mixed(light.ink, 0.24)
    base = h * 0.26
    c.rect(x - w * 0.7, y - base * 0.3, w * 1.4, base * 0.3 + 2, shaded(c, s, stone.mixed(light.ink, 0.1)))
    c.rect(x - w * 0.56, y - base, w * 1.12, base, shaded(c, s, stone, 0.22))
    for part in (-1.0, 1.0):
        _spire(c, x + part * w * 0.46, y - base * 0.7, w * 0.3, h * 0.4, stone.mixed(dim, 0.25), s)
    _spire(c, x, y - base, w, h - base - h * 0.12, stone, s)
    c.rect(x - w * 0.62, y - base * 1.04, w * 1.24, base * 0.1, stone.mixed(WHITE, 0.25), r=0.2)
    for part in (-0.36, 0.36):
        c.path(opening(x + w * part, y - base * 0.3, w * 0.2, base * 0.55, True), pane(s, far).mixed(dim, 0.35))
    inside = light.lamp.mixed(light.ink, 0.1 if light.dark else 0.6)
    c.path(opening(x, y - base * 0.28, w * 0.3, base * 0.66, True), inside)
    top, r = y - h * 0.88, w * 0.19
    c.ellipse(x, top, r, r * 0.42, shaded(c, s, stone.mixed(WHITE, 0.2), 0.3))
    for part in (-0.6, -0.2, 0.2, 0.6):
        c.rect(x + r * part - r * 0.05, top - r * 0.34, r * 0.1, r * 0.68, dim, opacity=0.6)
    _finial(c, x, top - r * 0.35, h * 0.1, s, far)
    pole, fly = top - h * 0.13, -light.side * h * 0.1
    c.rect(x - 0.16, pole - h * 0.04, 0.32, h * 0.07, dim)
    c.path(
        f"M{x:.2f} {pole - h * 0.04:.2f}q{fly * 0.5:.2f} -1 {fly:.2f} {h * 0.02:.2f}"
        f"q{-fly * 0.5:.2f} 0 {-fly:.2f} {h * 0.025:.2f}Z",
        light.tone(0.68, 0.18, 50, far),
    )


def _spire(c: Canvas, x: float, y: float, w: float, h: float, stone: Lab, s: Stage) -> None:
    half, neck, dim = w / 2, w * 0.13, stone.mixed(s.light.ink, 0.22)
    for part, tone in ((1.0, stone), (0.62, stone.mixed(WHITE, 0.16)), (0.26, stone)):
        a, b = half * part, neck * part
        d = f"M{x - a:.2f} {y:.2f}C{x - a:.2f} {y - h * 0.5:.2f} {x - b * 1.9:.2f} {y - h * 0.82:.2f} {x - b:.2f} "
        d += f"{y - h:.2f}H{x + b:.2f}C{x + b * 1.9:.2f} {y - h * 0.82:.2f} {x + a:.2f} {y - h * 0.5:.2f} "
        c.path(d + f"{x + a:.2f} {y:.2f}Z", shaded(c, s, tone, 0.26))
    for i in range(1, 8):
        t = i / 8
        reach = half * (1 - t) ** 0.55 * 0.96 + neck * t * 0.8
        c.rect(x - reach, y - h * t, reach * 2, h * 0.016, dim, opacity=0.45)


def _finial(c: Canvas, x: float, y: float, h: float, s: Stage, far: float) -> None:
    gold = s.light.tone(0.82, 0.13, 85, far)
    c.circle(x, y - h * 0.24, h * 0.24, gold)
    c.path(f"M{x - h * 0.14:.2f} {y - h * 0.4:.2f}L{x:.2f} {y - h:.2f}L{x + h * 0.14:.2f} {y - h * 0.4:.2f}Z", gold)


def _hall(s: Stage, stone: Lab) -> None:
    """A low wall with pillars along the ground."""
    h, y = 11 * s.zoom, s.horizon + 2
    s.middle.rect(s.left, y - h, s.span, h, s.middle.vertical(stone.mixed(s.light.ink, 0.3), stone))
    for x in s.steps(s.left, s.right, 9 * s.zoom, 0):
        glow = s.light.lamp.mixed(stone, 0.25) if s.light.dark else stone.mixed(s.light.ink, 0.45)
        s.middle.path(opening(x + 4.5 * s.zoom, y, 5 * s.zoom, h * 0.8), glow)
    s.middle.rect(s.left, y - h - 1.6, s.span, 2.4, stone.mixed(WHITE, 0.3))
    for x in s.steps(s.left, s.right, 9 * s.zoom, 0):
        s.middle.circle(x, y - h - 2, 1.3 * s.zoom, stone.mixed(WHITE, 0.2))


def mosque(s: Stage) -> None:
    """Domes and minarets over an arcade, before a court of stone."""
    sky(s, 0.7)
    light = s.light
    for x in s.steps(s.left, s.right, 20, 0.5):
        r = s.rng.uniform(4, 7)
        tone = light.tone(0.74, 0.05, 70, 0.68)
        s.far.rect(x - r * 1.4, s.horizon - r * 1.6, r * 2.8, r * 1.8 + 2, tone)
        s.far.path(dome(x, s.horizon - r * 1.5, r, 1.2), tone)
        if s.rng.random() < 0.6:
            _minaret(s.far, x + r * 2, s.horizon + 2, r * 0.4, r * s.rng.uniform(4, 5.4), tone, tone, s)
    pale = s.rng.random() < 0.6
    stone = light.tone(0.92, 0.025, 85, 0.12) if pale else light.tone(0.8, 0.07, 55, 0.12)
    roof = s.rng.choice((light.tone(0.68, 0.1, 190, 0.1), light.tone(0.82, 0.11, 85, 0.1), stone, light.ground(0.66)))
    side = s.rng.choice((-1, 1)) * (0.2 if s.shape == "wide" else 0.08)
    big, x, y = min(s.horizon, 0.75 * s.w), s.w * (0.5 + side), s.horizon + 2
    half, hall = big * s.rng.uniform(0.5, 0.58), big * 0.3
    rise, round_ = s.rng.choice(((1.5, 1.16), (1.0, 1.0), (1.3, 1.1)))
    spires = (-1.16, 1.16) if s.shape == "tall" else (-1.5, -1.12, 1.12, 1.5)
    tall = big * s.rng.uniform(0.84, 0.94)
    for part in spires:
        reach = tall * (0.86 if abs(part) > 1.2 else 1.0)
        _minaret(s.middle, x + half * part * 0.86, y, big * 0.042, reach, stone, roof, s)
    for part in (-0.62, 0.62):
        _domed(s.middle, x + half * part, y - hall * 0.98, big * 0.1, rise, round_, stone, roof, s)
    _domed(s.middle, x, y - hall * 1.1, big * 0.2, rise, round_, stone, roof, s)
    arcade = hall * 0.52
    s.middle.rect(s.left, y - arcade, s.span, arcade, shaded(s.middle, s, stone.mixed(light.ink, 0.06), 0.12))
    inside = light.lamp.mixed(light.ink, 0.12) if light.dark else stone.mixed(light.ink, 0.5)
    gap = big * 0.14
    for at in s.steps(s.left, s.right, gap, 0):
        s.middle.path(opening(at, y, gap * 0.62, arcade * 0.82, True), inside)
    s.middle.rect(s.left, y - arcade - 0.8, s.span, 1.4, stone.mixed(WHITE, 0.4))
    s.middle.rect(x - half, y - hall, half * 2, hall, shaded(s.middle, s, stone, 0.14))
    for part in (-0.66, -0.33, 0.33, 0.66):
        s.middle.path(opening(x + half * part, y, half * 0.22, hall * 0.62, True), inside)
    s.middle.rect(x - half * 0.2, y - hall * 1.16, half * 0.4, hall * 1.16, shaded(s.middle, s, stone, 0.08))
    s.middle.rect(x - half * 0.165, y - hall * 1.06, half * 0.33, hall * 1.06, roof.mixed(stone, 0.45))
    s.middle.path(opening(x, y, half * 0.27, hall * 0.92, True), inside)
    s.middle.rect(x - half, y - hall - 0.6, half * 0.8, 1.3, stone.mixed(WHITE, 0.4))
    s.middle.rect(x + half * 0.2, y - hall - 0.6, half * 0.8, 1.3, stone.mixed(WHITE, 0.4))
    for at in (-0.04, 1.04):
        tree(s.middle, s.w * at, y, s.rng.uniform(30, 40) * s.zoom, light, s.rng.choice(("palm", "cypress")), 0.05)
    paved(s, 0.82, 80)


def _domed(
    c: Canvas, x: float, y: float, r: float, rise: float, bulge: float, stone: Lab, roof: Lab, s: Stage
) -> None:
    """A dome on its drum with a crescent above."""
    c.rect(x - r, y - r * 0.5, r * 2, r * 0.8, shaded(c, s, stone, 0.22))
    for i in range(5):
        c.path(opening(x + (i - 2) * r * 0.38, y, r * 0.2, r * 0.36), pane(s, 0.1).mixed(stone, 0.3))
    c.rect(x - r * 1.06, y - r * 0.58, r * 2.12, r * 0.12, stone.mixed(WHITE, 0.3))
    top = y - r * 0.56 - r * rise
    c.path(dome(x, y - r * 0.56, r, rise, bulge), shaded(c, s, roof, 0.34))
    c.path(dome(x + s.light.side * r * 0.34, y - r * 0.75, r * 0.3, rise * 1.6, 1.0), roof.mixed(WHITE, 0.3), 0.45)
    _crescent(c, x, top, r * 0.26, s)


def _crescent(c: Canvas, x: float, y: float, r: float, s: Stage) -> None:
    gold = s.light.tone(0.84, 0.12, 88)
    c.rect(x - r * 0.09, y - r * 1.1, r * 0.18, r * 1.3, gold)
    arc = f"M{x - r * 0.5:.2f} {y - r * 1.9:.2f}a{r * 0.6:.2f} {r * 0.6:.2f} 0 1 0 {r:.2f} 0"
    c.path(arc + f"a{r * 0.55:.2f} {r * 0.5:.2f} 0 0 1 {-r:.2f} 0Z", gold)


def _minaret(c: Canvas, x: float, y: float, half: float, h: float, stone: Lab, roof: Lab, s: Stage) -> None:
    c.poly(
        [(x - half, y), (x + half, y), (x + half * 0.72, y - h * 0.8), (x - half * 0.72, y - h * 0.8)],
        shaded(c, s, stone, 0.3),
    )
    for part in (0.45, 0.78):
        c.rect(x - half * 1.35, y - h * part, half * 2.7, half * 0.7, stone.mixed(WHITE, 0.25), r=half * 0.2)
    c.rect(x - half * 0.62, y - h * 0.88, half * 1.24, h * 0.11, shaded(c, s, stone, 0.3))
    glow = s.light.lamp if s.light.dark else stone.mixed(s.light.ink, 0.4)
    c.path(opening(x, y - h * 0.795, half * 0.6, h * 0.06), glow)
    c.path(dome(x, y - h * 0.88, half * 0.95, h * 0.11 / half, 1.12), shaded(c, s, roof, 0.3))
    _crescent(c, x, y - h * 0.985, half * 0.5, s)
