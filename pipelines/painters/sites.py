"""Open grounds in a town for work and play: construction site, playground, stadium."""

from __future__ import annotations

from pipelines.painters.colour import WHITE, lch
from pipelines.painters.grounds import meadow
from pipelines.painters.parts import block, shaded, sky, tree
from pipelines.painters.stage import Stage


def construction(s: Stage) -> None:
    """A building going up: bare floors, scaffolding, a crane, and barriers before it."""
    sky(s)
    light, big = s.light, min(s.horizon, 0.75 * s.w)
    for x in s.steps(s.left - 8, s.right, 14, 0.25):
        tall = s.rng.uniform(0.24, 0.46) * big
        block(s.far, x, s.horizon + 2, s.rng.uniform(10, 14), tall, s, 0.66, light.hue)
    side = s.rng.choice((-1, 1))
    _crane(s, s.w * (0.5 - side * (0.34 if s.shape == "wide" else 0.3)), big * s.rng.uniform(0.88, 0.97), side)
    _frame(s, s.w * (0.5 + side * 0.34), big)
    if s.shape == "wide":
        _frame(s, s.w * (0.5 - side * 0.46), big * 0.5)
    y, z = s.horizon + 3, s.zoom
    for part, r in ((-0.16, 9), (-0.1, 12), (0.14, 8)):
        x = s.w * (0.5 + part)
        sand = light.tone(0.78, 0.08, 75, 0.06)
        d = f"M{x - r * 1.7 * z:.2f} {y:.2f}"
        d += f"Q{x - r * 0.5 * z:.2f} {y - r * 0.3 * z:.2f} {x:.2f} {y - r * 0.8 * z:.2f}"
        d += f"Q{x + r * 0.5 * z:.2f} {y - r * 0.3 * z:.2f} {x + r * 1.7 * z:.2f} {y:.2f}Z"
        s.middle.path(d, shaded(s.middle, s, sand, 0.2))
    meadow(s, 70, 0.74, 0.06)
    for x in (*s.steps(s.left, s.w * 0.24, 20, 0.1), *s.steps(s.w * 0.8, s.right, 20, 0.1)):
        _barrier(s, x)


def _frame(s: Stage, x: float, big: float) -> None:
    """Floors and columns without walls; the lowest walls stand already."""
    c, light, y, rng = s.middle, s.light, s.horizon + 2, s.rng
    bays, floors = rng.randint(3, 4), rng.randint(4, 6)
    bay, storey = big * 0.17, big * 0.74 / floors if big > 50 else big * 0.22
    concrete, dark = light.tone(0.74, 0.02, 80, 0.14), light.tone(0.46, 0.03, 250, 0.2)
    left, wide = x - bays * bay / 2, bays * bay
    for i in range(floors):
        low = y - i * storey
        c.rect(left, low - storey, wide, storey, dark.mixed(light.haze, 0.35), opacity=0.8)
        if i < floors - 2:
            for n in range(bays):
                if rng.random() < 0.55:
                    brick = light.tone(0.64, 0.09, 40, 0.14)
                    c.rect(left + n * bay, low - storey, bay, storey, shaded(c, s, brick, 0.12))
                    c.rect(left + n * bay + bay * 0.3, low - storey * 0.72, bay * 0.4, storey * 0.44, dark)
        for n in range(bays + 1):
            c.rect(left + n * bay - bay * 0.06, low - storey, bay * 0.12, storey, concrete)
        c.rect(
            left - bay * 0.1, low - storey, wide + bay * 0.2, storey * 0.16, shaded(c, s, concrete.mixed(WHITE, 0.1))
        )
    top = y - floors * storey
    for n in range(bays + 1):
        for rod in (-0.05, 0, 0.05):
            c.rect(left + (n + rod) * bay - 0.1, top - storey * 0.5, 0.22, storey * 0.5, light.tone(0.5, 0.08, 40))
    pole, net = light.tone(0.55, 0.05, 230), light.accent(0.66)
    outer = left + wide if s.light.side > 0 else left - bay * 0.5
    c.rect(outer, top + storey, bay * 0.5, y - top - storey, net, opacity=0.35)
    for part in (0, 0.5):
        c.rect(outer + bay * part - 0.2, top + storey * 0.4, 0.5, y - top - storey * 0.4, pole)
    for i in range(floors * 2 - 2):
        c.rect(outer, y - (i + 1) * storey / 2, bay * 0.5, 0.5, pole)


def _crane(s: Stage, x: float, h: float, side: int) -> None:
    """A tower crane whose jib reaches towards the building; a load hangs from it."""
    c, light, y = s.middle, s.light, s.horizon + 2
    steel = light.tone(0.78, 0.15, s.rng.choice((80, 55, 85)), 0.1)
    half, top = h * 0.022, y - h
    jib, back = side * h * 0.72, -side * h * 0.26
    for part in (-half, half):
        c.stroke(f"M{x + part:.2f} {y:.2f}V{top:.2f}", steel, 0.7)
    step = half * 2
    for i in range(int(h / step)):
        low = y - i * step
        a, b = (half, -half) if i % 2 else (-half, half)
        c.stroke(f"M{x + a:.2f} {low:.2f}L{x + b:.2f} {low - step:.2f}", steel, 0.35)
    c.rect(x - h * 0.06, y - h * 0.03, h * 0.12, h * 0.03, light.tone(0.7, 0.02, 80))
    arm, deep = top + h * 0.1, half * 1.5
    for drop in (0, deep):
        c.stroke(
            f"M{x + back:.2f} {arm + drop:.2f}L{x + jib * (1 if drop else 0.96):.2f} {arm + drop:.2f}", steel, 0.6
        )
    count = int(abs(jib - back) / deep)
    for i in range(count):
        at = x + back + (jib - back) * i / count
        rise = (0, deep) if i % 2 else (deep, 0)
        c.stroke(f"M{at:.2f} {arm + rise[0]:.2f}L{at + (jib - back) / count:.2f} {arm + rise[1]:.2f}", steel, 0.3)
    for end in (x + jib * 0.7, x + back * 0.9):
        c.stroke(f"M{x:.2f} {top:.2f}L{end:.2f} {arm:.2f}", steel.mixed(light.ink, 0.3), 0.25)
    c.rect(x + back - 1.5, arm + deep, h * 0.09, h * 0.08, light.tone(0.6, 0.02, 250, 0.1))
    c.rect(
        x + side * half - (0 if side > 0 else h * 0.05), arm + deep, h * 0.05, h * 0.06, light.tone(0.9, 0.03, 220)
    )
    hook = x + jib * s.rng.uniform(0.5, 0.72)
    low = arm + deep + h * s.rng.uniform(0.14, 0.24)
    c.stroke(f"M{hook:.2f} {arm + deep:.2f}V{low:.2f}l-4 4m4 -4l4 4", light.ink, 0.25)
    c.rect(hook - 5.5, low + 4, 11, 1.5, light.tone(0.62, 0.08, 60))
    if light.dark:
        c.circle(x, top, 1, light.tone(0.75, 0.2, 25))
        c.circle(x, top, 5, c.glow(light.tone(0.8, 0.2, 25), 0.7))


def _barrier(s: Stage, x: float) -> None:
    c, light, y = s.near, s.light, s.horizon + 5
    red, white = light.tone(0.64, 0.19, 35), light.tone(0.96, 0.01, 80)
    for leg in (1.5, 14):
        c.rect(x + leg, y - 8, 1, 10, light.tone(0.5, 0.02, 250))
    c.rect(x, y - 8, 16.5, 4, white, r=0.4)
    for i in range(4):
        at = x + 1 + i * 4
        c.poly([(at, y - 4), (at + 1.6, y - 8), (at + 3.4, y - 8), (at + 1.8, y - 4)], red)


def playground(s: Stage) -> None:
    """A slide, a swing and a climbing dome among trees."""
    sky(s)
    light, rng, z = s.light, s.rng, s.zoom
    for x in s.steps(s.left, s.right, 12, 0.5):
        tree(s.far, x, s.horizon, rng.uniform(18, 32), light, "round", 0.46)
    for x in s.steps(s.left, s.right, 15, 0.4):
        tree(s.middle, x, s.horizon + 1, rng.uniform(7, 11) * z, light, "bush", 0.2)
    side = rng.choice((-1, 1))
    places = [s.w * (0.5 + side * 0.32), s.w * (0.5 - side * 0.34)]
    _slide(s, places[0], -side)
    rng.choice((_swing, _climbing_dome))(s, places[1])
    meadow(s, 130, 0.72, 0.13)
    top, low = light.tone(0.82, 0.08, 75), light.tone(0.74, 0.08, 68)
    s.near.ellipse(s.w / 2, s.floor + 4, s.w * 0.46, 8.5, s.near.vertical(top, low))


def _slide(s: Stage, x: float, way: int) -> None:
    """A tower with a roof; the chute runs towards `way`."""
    c, light, y, z = s.middle, s.light, s.horizon + 2, s.zoom
    red, blue, gold = light.tone(0.66, 0.18, 30), light.tone(0.64, 0.13, 240), light.tone(0.85, 0.14, 88)
    deck, half = y - 22 * z, 8 * z
    with c.placed(x, y, z, flip=way < 0):
        c.stroke("M8 -22C18 -20 20 -3 34 -2", blue.mixed(light.ink, 0.2), 4.6)
        c.stroke("M8 -23C18 -21 20 -4 34 -3", blue.mixed(WHITE, 0.2), 2.6)
    for part in (-1, 1):
        c.rect(x + part * half - 0.9 * z, deck - 17 * z, 1.8 * z, y - deck + 17 * z, gold, r=0.4)
    for i in range(5):
        c.rect(x - half, y - (3 + 4 * i) * z, half * 2, 0.9 * z, gold.mixed(light.ink, 0.2))
    c.rect(x - half - z, deck - 0.6 * z, half * 2 + 2 * z, 2 * z, red)
    c.rect(x - half, deck - 8 * z, half * 2, 1.2 * z, red)
    c.poly(
        [(x - half - 3 * z, deck - 16 * z), (x, deck - 27 * z), (x + half + 3 * z, deck - 16 * z)],
        shaded(c, s, red, 0.24),
    )


def _swing(s: Stage, x: float) -> None:
    c, light, y, z = s.middle, s.light, s.horizon + 2, s.zoom
    frame, seat = light.tone(0.66, 0.13, 240), light.tone(0.68, 0.18, 30)
    top, half = y - 34 * z, 18 * z
    for end in (-1, 1):
        for foot in (-5, 5):
            c.stroke(f"M{x + end * half:.2f} {top:.2f}L{x + end * half + foot * z:.2f} {y:.2f}", frame, 1.5 * z)
    c.stroke(f"M{x - half:.2f} {top:.2f}H{x + half:.2f}", frame, 1.7 * z)
    for part, sway in ((-8, s.rng.uniform(-5, 5)), (8, s.rng.uniform(-5, 5))):
        for rope in (-2.6, 2.6):
            at = x + (part + rope) * z
            c.stroke(f"M{at:.2f} {top:.2f}L{at + sway * z:.2f} {y - 9 * z:.2f}", light.ink, 0.3)
        c.rect(x + (part + sway - 3.4) * z, y - 9.4 * z, 6.8 * z, 1.5 * z, seat, r=0.4)


def _climbing_dome(s: Stage, x: float) -> None:
    c, light, y, z = s.middle, s.light, s.horizon + 2, s.zoom
    r = 20 * z
    for i, part in enumerate((1.0, 0.66, 0.3)):
        tint = light.tone(0.7, 0.15, (240, 30, 88)[i])
        c.stroke(
            f"M{x - r * part:.2f} {y:.2f}A{r * part:.2f} {r:.2f} 0 0 1 {x + r * part:.2f} {y:.2f}", tint, 1.2 * z
        )
    for up in (0.36, 0.68, 0.9):
        reach = r * (1 - up * up) ** 0.5
        c.stroke(f"M{x - reach:.2f} {y - r * up:.2f}H{x + reach:.2f}", light.tone(0.7, 0.15, 145), 1.1 * z)


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
