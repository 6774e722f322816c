"""Things that settings are made of: skies, hills, trees, houses, windows, lamps. Sizes in canvas units."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pipelines.painters.canvas import Canvas, Paint, Point
from pipelines.painters.colour import WHITE, Lab, lch
from pipelines.painters.looks import Light
from pipelines.painters.stage import Stage


def sky(s: Stage, clouds: float = 1.0) -> None:
    """The sky with its sun, moon or stars and, in the back, clouds."""
    light = s.light
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, light.haze)
    s.back.rect(s.left, s.top, s.span, s.horizon - s.top + 2, s.back.vertical(*light.sky))
    if light.time == "night":
        stars(s.back, s, s.horizon * 0.8)
    if s.sunny:
        sun(s)
    veil = light.haze.mixed(WHITE, 0.0 if light.dark else 0.75)
    for _ in range(round(clouds * s.rng.randint(3, 5))):
        x, y = s.rng.uniform(s.left, s.right), s.rng.uniform(0.02, 0.5) * s.horizon
        cloud(s.back, x, y, s.rng.uniform(5, 12), veil, 0.35 if light.dark else 0.75, s.rng)


def sun(s: Stage) -> None:
    light = s.light
    height = {"dawn": 0.72, "day": 0.2, "dusk": 0.8, "night": 0.2}[light.time]
    x = s.w * (0.5 + light.side * (0.3 if s.shape == "wide" else 0.22))
    y, r = s.horizon * height, {"dawn": 9.0, "day": 7.0, "dusk": 10.0, "night": 6.5}[light.time]
    s.back.circle(x, y, r * 5, s.back.glow(light.lamp, 0.5 if light.dark else 0.75))
    s.back.circle(x, y, r, light.lamp.mixed(lch(0.98, 0.03, 90), 0.6))
    if light.time == "night":
        for dx, dy, crater in ((-0.3, -0.2, 0.22), (0.25, 0.3, 0.16), (0.3, -0.35, 0.12)):
            s.back.circle(x + dx * r, y + dy * r, crater * r, light.united(0.82, 0.05, 88), 0.7)


def stars(canvas: Canvas, s: Stage, depth: float, density: float = 1.0) -> None:
    for _ in range(round(density * 0.012 * s.span * max(depth - s.top, 1))):
        x, y = s.rng.uniform(s.left, s.right), s.rng.uniform(s.top, depth)
        canvas.circle(x, y, s.rng.choice((0.12, 0.18, 0.3)), lch(0.97, 0.02, 90), s.rng.uniform(0.3, 0.95))


def cloud(canvas: Canvas, x: float, y: float, r: float, colour: Lab, opacity: float, rng: random.Random) -> None:
    """A cloud with a flat base, about 4r wide: a few balls over a pill."""
    shade = colour.mixed(lch(0.6, 0.04, 260), 0.18)
    with canvas.veiled(opacity):
        for part in (-1.15, -0.45, 0.3, 1.0):
            size = r * rng.uniform(0.55, 0.95) * (1.0 if abs(part) < 0.5 else 0.72)
            canvas.circle(x + part * r, y - size * 0.45, size, canvas.vertical(colour, shade))
        canvas.rect(x - 2 * r, y - 0.3 * r, 4 * r, 0.6 * r, shade.mixed(colour, 0.5), r=0.3 * r)


def hills(canvas: Canvas, s: Stage, y: float, rise: float, fill: Sequence[Lab], gap: float = 34) -> list[Point]:
    """Rolling hills whose tops lie up to `rise` above `y`, filled down to the bottom; their outline comes back."""
    points = [(x, y - rise * s.rng.uniform(0.05, 1)) for x in s.steps(s.left - gap, s.right + 2 * gap, gap)]
    canvas.smooth(points, canvas.vertical(*fill), f"V{s.bottom + 2:.1f}H{s.left - gap:.1f}Z")
    return points


def peaks(canvas: Canvas, s: Stage, y: float, rise: float, rock: Lab, snow: Lab | None = None) -> None:
    """A chain of mountains, each with a lit and a shaded side, and snow on the high ones."""
    side = s.light.side
    for x in s.steps(s.left, s.right, rise * 0.9):
        height, half = rise * s.rng.uniform(0.55, 1.0), rise * s.rng.uniform(0.75, 1.1)
        tip = (x + s.rng.uniform(-0.1, 0.1) * half, y - height)
        ridge = [(tip[0] + s.rng.uniform(-0.1, 0.1) * half, y - height * part) for part in (0.75, 0.5, 0.25)]
        shade, lit = rock.mixed(s.light.ink, 0.22), rock
        left, right = (lit, shade) if side < 0 else (shade, lit)
        foot = (tip[0], y + 2)
        canvas.poly([tip, *ridge, foot, (x - half, y + 2)], canvas.vertical(left, left.mixed(s.light.haze, 0.35)))
        canvas.poly([tip, *ridge, foot, (x + half, y + 2)], canvas.vertical(right, right.mixed(s.light.haze, 0.35)))
        if snow and height > 0.62 * rise:
            cap = 0.3
            lo, hi = (tip[0] - half * cap, y - height * (1 - cap)), (tip[0] + half * cap, y - height * (1 - cap))
            teeth = [
                (lo[0] + (hi[0] - lo[0]) * t, lo[1] + (1.6 if i % 2 else -2.2))
                for i, t in enumerate((0.2, 0.4, 0.6, 0.8))
            ]
            canvas.poly([tip, hi, *reversed(teeth), lo], snow)


def tree(canvas: Canvas, x: float, y: float, size: float, light: Light, kind: str, far: float = 0.0) -> None:
    """A tree of height `size` standing at (x, y): round, pine, palm, cypress or bush."""
    trunk = light.tone(0.42, 0.05, 55, far)
    hue = {"pine": 160, "cypress": 150, "palm": 140}.get(kind, 138)
    dark, lit = light.tone(0.46, 0.10, hue, far), light.tone(0.62, 0.13, hue - 18, far)
    canvas.ellipse(x, y, size * 0.3, size * 0.035, light.ink, 0.22 * (1 - far))
    with canvas.placed(x, y, size / 100, flip=light.side > 0):
        if kind == "pine":
            canvas.rect(-4, -20, 8, 20, trunk)
            for base, half in ((-12, 34), (-36, 28), (-60, 20)):
                canvas.poly([(-half, base), (0, base - 40), (half, base)], canvas.across(lit, dark))
        elif kind == "palm":
            canvas.path("M-3 0Q-8 -40 6 -80L10 -79Q0 -40 5 0Z", trunk)
            for turn in (-200, -165, -130, -60, -20, 15):
                with canvas.placed(8, -80, 1, turn=turn):
                    canvas.path("M0 0Q26 -16 48 8Q24 -2 0 4Z", lit if turn < -120 else dark)
        elif kind == "cypress":
            canvas.rect(-2.5, -12, 5, 12, trunk)
            canvas.path("M0 -100Q22 -40 12 -8Q0 -2 -12 -8Q-22 -40 0 -100Z", canvas.across(lit, dark))
        elif kind == "bush":
            canvas.path("M-50 0Q-56 -38 -24 -44Q-10 -74 16 -56Q50 -58 50 0Z", canvas.across(lit, dark))
        else:
            canvas.path("M-4 0Q-3 -30 -12 -46L-8 -48Q-1 -40 0 -34Q3 -44 12 -52L15 -49Q5 -34 5 0Z", trunk)
            canvas.circle(0, -62, 34, dark)
            for dx, dy, r in ((-22, -52, 20), (20, -52, 22), (-10, -78, 22), (14, -74, 20)):
                canvas.circle(dx, dy, r, dark)
            for dx, dy, r in ((-18, -60, 16), (-12, -78, 17), (4, -84, 12), (-2, -62, 14)):
                canvas.circle(dx, dy, r, lit, 0.75)


def house(canvas: Canvas, x: float, y: float, w: float, s: Stage, far: float, hue: float) -> None:
    """A small house with a pitched roof, its ground line at y."""
    light = s.light
    wall, roof = light.tone(0.84, 0.05, hue, far), light.tone(0.55, 0.11, hue - 30, far)
    h = w * s.rng.uniform(0.55, 0.75)
    canvas.rect(x, y - h, w, h + 1, canvas.across(*((wall, wall.mixed(light.ink, 0.14))[:: -light.side])))
    canvas.poly([(x - w * 0.1, y - h), (x + w * 0.5, y - h - w * 0.42), (x + w * 1.1, y - h)], roof)
    canvas.rect(x + w * 0.4, y - h * 0.55, w * 0.22, h * 0.55, light.tone(0.42, 0.06, 50, far))
    pane = light.lamp if light.dark else light.tone(0.72, 0.05, 230, far)
    for at in (0.12, 0.72):
        canvas.rect(x + w * at, y - h * 0.72, w * 0.18, w * 0.2, pane, r=0.3)


def block(canvas: Canvas, x: float, y: float, w: float, h: float, s: Stage, far: float, hue: float) -> None:
    """A tall building with rows of windows, some of them lit when it is dark."""
    light, rng = s.light, s.rng
    wall = light.tone(rng.uniform(0.62, 0.74), 0.05, hue, far)
    pair = (wall, wall.mixed(light.ink, 0.2))
    canvas.rect(x, y - h, w, h + 4, canvas.across(*(pair if light.side < 0 else pair[::-1])))
    roof = rng.choice(("flat", "step", "mast"))
    if roof != "flat":
        canvas.rect(x + w * 0.25, y - h - w * 0.16, w * 0.5, w * 0.17, wall)
    if roof == "mast":
        canvas.rect(x + w * 0.48, y - h - w * 0.7, w * 0.04, w * 0.6, wall)
    columns, gap = max(2, round(w / 4.2)), w / max(2, round(w / 4.2))
    dim, lit = wall.mixed(light.ink, 0.28), light.lamp.mixed(light.haze, far * 0.6)
    glass = light.tone(0.86, 0.05, 225, far)
    for row in range(int((h - gap * 0.6) / (gap * 1.25))):
        for column in range(columns):
            chance = rng.random()
            pane = (lit if chance < 0.45 else dim) if light.dark else (glass if chance < 0.7 else dim)
            top = y - h + gap * (0.5 + row * 1.25)
            canvas.rect(x + gap * (column + 0.24), top, gap * 0.52, gap * 0.72, pane, r=0.2)


def window(canvas: Canvas, x: float, y: float, w: float, h: float, s: Stage) -> None:
    """A window in a wall with the sky behind it, top left corner at (x, y)."""
    light = s.light
    frame = light.tone(0.92, 0.02, 80)
    canvas.rect(x - 1.6, y - 1.6, w + 3.2, h + 3.2, frame.mixed(light.ink, 0.25), r=0.6)
    canvas.rect(x, y, w, h, canvas.vertical(*light.sky))
    if light.time != "day":
        canvas.circle(x + w * 0.68, y + h * (0.3 if light.time == "night" else 0.6), min(w, h) * 0.12, light.lamp)
    base, green = y + h, light.tone(0.6, 0.09, 145, 0.4)
    canvas.path(
        f"M{x:.1f} {base:.1f}V{base - h * 0.22:.1f}Q{x + w * 0.3:.1f} {base - h * 0.42:.1f} {x + w * 0.55:.1f} "
        f"{base - h * 0.2:.1f}T{x + w:.1f} {base - h * 0.3:.1f}V{base:.1f}Z",
        green,
    )
    canvas.rect(x + w / 2 - 0.6, y, 1.2, h, frame)
    canvas.rect(x, y + h * 0.42, w, 1.0, frame)
    canvas.rect(x - 3, y + h + 0.8, w + 6, 2.2, frame, r=0.6)
    if not light.dark:
        shine = (
            f"M{x + w * 0.1:.1f} {y:.1f}H{x + w * 0.3:.1f}L{x + w * 0.12:.1f} {base:.1f}H{x:.1f}V{y + h * 0.4:.1f}Z"
        )
        canvas.path(shine, WHITE, 0.18)


def pendant(canvas: Canvas, x: float, drop: float, s: Stage, r: float = 7) -> None:
    """A lamp that hangs from above down to y = `drop`."""
    light = s.light
    canvas.rect(x - 0.2, s.top, 0.4, drop - s.top - r * 0.6, light.ink)
    canvas.circle(x, drop + r * 0.3, r * 3.2, canvas.glow(light.lamp, 0.7 if light.dark else 0.28))
    canvas.path(f"M{x - r:.1f} {drop:.1f}A{r:.1f} {r:.1f} 0 0 1 {x + r:.1f} {drop:.1f}Z", light.accent(0.62))
    canvas.ellipse(x, drop, r * 0.5, r * 0.16, light.lamp)


def plant(canvas: Canvas, x: float, y: float, size: float, light: Light) -> None:
    """A plant in a pot, `size` high, standing at (x, y)."""
    leaf, shade = light.tone(0.6, 0.13, 140), light.tone(0.45, 0.10, 150)
    canvas.ellipse(x, y, size * 0.24, size * 0.04, light.ink, 0.25)
    with canvas.placed(x, y, size / 100):
        for turn in (-62, -34, -12, 14, 38, 64):
            with canvas.placed(0, -30, 1, turn=turn):
                canvas.path("M0 0Q-15 -34 0 -66Q15 -34 0 0Z", leaf if turn * light.side > 0 else shade)
        canvas.path("M-20 -34H20L14 0H-14Z", canvas.across(light.accent(0.7), light.accent(0.55)))


def shelf(canvas: Canvas, x: float, y: float, w: float, s: Stage, goods: str = "mixed") -> None:
    """A board at height y with bottles, jars, boxes or books standing on it."""
    light, rng, at = s.light, s.rng, x + 1.5
    board = light.tone(0.6, 0.07, 62)
    canvas.rect(x, y + 1.2, w, 1.6, light.ink, opacity=0.12)
    while at < x + w - 4:
        kind = goods if goods != "mixed" else rng.choice(("bottle", "jar", "box"))
        hue = rng.choice((light.hue, light.accent_hue, light.hue + 40, 70))
        colour = light.tone(rng.uniform(0.58, 0.84), 0.09, hue, 0.12)
        if kind == "book":
            wide, tall = rng.uniform(1.4, 2.6), rng.uniform(8, 11.5)
            canvas.rect(at, y - tall, wide, tall, colour, r=0.2)
            canvas.rect(at, y - tall * 0.8, wide, 0.7, light.ground(0.9))
        elif kind == "bottle":
            wide, tall = rng.uniform(3.2, 4.2), rng.uniform(9, 12)
            canvas.rect(
                at, y - tall * 0.68, wide, tall * 0.68, canvas.across(colour, colour.mixed(light.ink, 0.2)), r=0.8
            )
            canvas.rect(at + wide * 0.32, y - tall, wide * 0.36, tall * 0.4, colour)
            canvas.rect(at, y - tall * 0.45, wide, tall * 0.22, light.ground(0.93))
        elif kind == "jar":
            wide, tall = rng.uniform(4.5, 6), rng.uniform(6, 8)
            canvas.rect(at, y - tall, wide, tall, canvas.across(colour, colour.mixed(light.ink, 0.2)), r=1.2)
            canvas.rect(at + wide * 0.12, y - tall - 1.3, wide * 0.76, 1.8, light.tone(0.5, 0.06, 60), r=0.4)
        else:
            wide, tall = rng.uniform(5, 8), rng.uniform(5, 10)
            canvas.rect(at, y - tall, wide, tall, canvas.across(colour, colour.mixed(light.ink, 0.18)), r=0.4)
            canvas.circle(at + wide / 2, y - tall / 2, min(wide, tall) * 0.22, light.ground(0.93))
        at += wide + (0.3 if kind == "book" else rng.uniform(0.8, 3))
    canvas.rect(x, y, w, 1.4, canvas.vertical(board, board.mixed(light.ink, 0.2)), r=0.3)


def shaded(canvas: Canvas, s: Stage, colour: Lab, depth: float = 0.18) -> Paint:
    """A fill for a solid: its colour on the light's side, darker by `depth` on the other."""
    return canvas.across(*((colour, colour.mixed(s.light.ink, depth))[:: -s.light.side]))


def pane(s: Stage, far: float = 0.0, lit: float = 0.7) -> Lab:
    """A window seen from outside; when it is dark a share of `lit` has its lamp on."""
    light, on = s.light, s.rng.random() < s.light.dark * lit
    return light.lamp.mixed(light.haze, far * 0.6) if on else light.tone(0.5 if light.dark else 0.62, 0.05, 235, far)


def opening(x: float, y: float, w: float, h: float, pointed: bool = False) -> str:
    """Path data of an arched door or window whose foot has its middle at (x, y)."""
    half, spring = w / 2, y - h + w * (0.75 if pointed else 0.5)
    if pointed:
        top = f"Q{x - half:.2f} {y - h + w * 0.22:.2f} {x:.2f} {y - h:.2f}"
        top += f"Q{x + half:.2f} {y - h + w * 0.22:.2f} {x + half:.2f} {spring:.2f}"
    else:
        top = f"A{half:.2f} {half:.2f} 0 0 1 {x + half:.2f} {spring:.2f}"
    return f"M{x - half:.2f} {y:.2f}V{spring:.2f}{top}V{y:.2f}Z"


def dome(x: float, y: float, r: float, rise: float, bulge: float = 1.1) -> str:
    """Path data of a dome that stands on y; `bulge` above 1 makes it an onion."""
    top = y - r * rise
    left = f"M{x - r * 0.9:.2f} {y:.2f}C{x - r * bulge * 1.1:.2f} {y - r * rise * 0.45:.2f} {x - r * 0.75:.2f} "
    left += f"{top + r * 0.28 * rise:.2f} {x:.2f} {top:.2f}"
    right = f"C{x + r * 0.75:.2f} {top + r * 0.28 * rise:.2f} {x + r * bulge * 1.1:.2f} {y - r * rise * 0.45:.2f} "
    return left + right + f"{x + r * 0.9:.2f} {y:.2f}Z"


def column(canvas: Canvas, x: float, y: float, w: float, h: float, s: Stage, stone: Lab) -> None:
    """A round column with base and capital, its foot's middle at (x, y)."""
    canvas.rect(x - w / 2, y - h, w, h, shaded(canvas, s, stone, 0.3))
    for part in (-0.22, 0.08, 0.3):
        canvas.rect(x + part * w, y - h + w * 0.3, w * 0.07, h - w * 0.6, s.light.ink, opacity=0.1)
    for top in (y - h - w * 0.1, y - w * 0.35):
        canvas.rect(x - w * 0.72, top, w * 1.44, w * 0.36, stone.mixed(WHITE, 0.15), r=w * 0.06)
