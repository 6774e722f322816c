"""Where people travel by air, water and train. Each draws back, far, middle and near; the subject comes later."""

from __future__ import annotations

from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import WHITE
from pipelines.painters.grounds import meadow, tabletop
from pipelines.painters.parts import block, hills, pane, shaded, sky, tree
from pipelines.painters.stage import Stage


def airport(s: Stage) -> None:
    """A terminal of glass with its tower, aircraft at the stands, and the taxiway before them."""
    sky(s, 1.2)
    light, rng = s.light, s.rng
    hills(s.far, s, s.horizon - 1, 9, (light.tone(0.66, 0.07, 170, 0.62), light.haze), 60)
    big, y, side = min(s.horizon, 0.75 * s.w), s.horizon + 2, rng.choice((-1, 1))
    _terminal(s, big * rng.uniform(0.2, 0.26), rng.choice(("wave", "vault", "blade")))
    _tower(s, s.w * (0.5 + side * 0.38), big * rng.uniform(0.68, 0.8))
    length = big * 0.72
    _jet(s.middle, s.w * (0.5 - side * 0.3), y, length, side, s)
    if s.shape == "wide":
        _jet(s.middle, s.w * (0.5 + side * 0.22), y - 1, length * 0.55, -side, s)
    meadow(s, 125, 0.68, 0.09)
    tar, line = light.tone(0.5, 0.015, 260), light.tone(0.86, 0.14, 88)
    s.near.rect(
        s.left, s.horizon + 1, s.span, s.bottom - s.horizon, s.near.vertical(tar.mixed(light.haze, 0.25), tar)
    )
    deep = s.bottom - s.horizon
    for part in (0.1, 0.3):
        s.near.rect(s.left, s.horizon + deep * part, s.span, 0.5 + part, line)
    for x in s.steps(s.left, s.right, 21, 0):
        s.near.circle(
            x, s.horizon + 1.6, 0.55, light.tone(0.8, 0.14, 235) if light.dark else light.tone(0.7, 0.1, 235)
        )
        if light.dark:
            s.near.circle(x, s.horizon + 1.6, 3, s.near.glow(light.tone(0.85, 0.14, 235), 0.8))


def _terminal(s: Stage, h: float, roof: str) -> None:
    c, light, y = s.far, s.light, s.horizon + 2
    glass = light.lamp.mixed(light.haze, 0.25) if light.dark else light.tone(0.74, 0.06, 225, 0.25)
    frame, bay = light.tone(0.93, 0.015, 230, 0.15), h * 1.5
    c.rect(s.left, y - h, s.span, h, c.vertical(glass.mixed(WHITE, 0.25), glass))
    for x in s.steps(s.left, s.right, bay / 4, 0):
        c.rect(x, y - h, 0.35, h, frame, opacity=0.8)
    for part in (0.34, 0.68):
        c.rect(s.left, y - h * part, s.span, 0.5, frame)
    for x in s.steps(s.left - bay, s.right, bay, 0):
        if roof == "blade":
            edge = [(x, y - h * 1.02), (x + bay, y - h * 1.34), (x + bay, y - h * 0.98), (x, y - h * 0.94)]
            c.poly(edge, shaded(c, s, frame, 0.14))
        else:
            lift, dip = (-h * 0.5, 0.0) if roof == "vault" else (-h * 0.3, h * 0.3)
            crown = lift * 0.5 if roof == "vault" else 0.0
            d = f"M{x:.2f} {y - h:.2f}q{bay / 4:.2f} {lift:.2f} {bay / 2:.2f} {crown:.2f}"
            d += f"q{bay / 4:.2f} {dip:.2f} {bay / 2:.2f} {-crown:.2f}"
            c.path(f"{d}v{h * 0.12:.2f}h{-bay:.2f}Z", c.vertical(frame, frame.mixed(light.ink, 0.14)))
    c.rect(s.left, y - h * 0.16, s.span, h * 0.18, frame.mixed(light.ink, 0.3))


def _tower(s: Stage, x: float, h: float) -> None:
    c, light, y = s.middle, s.light, s.horizon + 2
    wall, w = light.tone(0.9, 0.02, 80, 0.16), h * 0.11
    c.poly(
        [(x - w * 0.7, y), (x + w * 0.7, y), (x + w * 0.42, y - h * 0.78), (x - w * 0.42, y - h * 0.78)],
        shaded(c, s, wall, 0.28),
    )
    for i in range(7):
        c.rect(x - 0.5, y - h * (0.14 + 0.085 * i), 1.0, h * 0.035, pane(s, 0.1))
    c.poly(
        [(x - w * 0.5, y - h * 0.76), (x + w * 0.5, y - h * 0.76), (x + w, y - h * 0.83), (x - w, y - h * 0.83)],
        light.accent(0.62, 0.1),
    )
    cab = [(x - w, y - h * 0.83), (x + w, y - h * 0.83), (x + w * 1.22, y - h * 0.93), (x - w * 1.22, y - h * 0.93)]
    c.poly(cab, light.lamp if light.dark else light.tone(0.5, 0.07, 225, 0.1))
    for part in (-0.6, -0.2, 0.2, 0.6):
        c.stroke(f"M{x + part * w:.2f} {y - h * 0.83:.2f}L{x + part * w * 1.22:.2f} {y - h * 0.93:.2f}", wall, 0.35)
    c.rect(x - w * 1.3, y - h * 0.955, w * 2.6, h * 0.03, wall.mixed(WHITE, 0.3), r=0.4)
    c.rect(x - 0.2, y - h * 1.04, 0.4, h * 0.09, wall)
    c.circle(x, y - h * 1.04, 0.8, light.tone(0.7, 0.2, 27))
    if light.dark:
        c.circle(x, y - h * 0.88, w * 3, c.glow(light.lamp, 0.45))


def _jet(c: Canvas, x: float, y: float, length: float, way: int, s: Stage) -> None:
    """An aircraft that stands, its nose towards `way`."""
    light = s.light
    white, tint = (
        light.tone(0.97, 0.01, 230, 0.06),
        light.tone(0.64, 0.15, s.rng.choice((light.accent_hue, 25, 245, 160)), 0.06),
    )
    dark = light.tone(0.4, 0.03, 250)
    c.ellipse(x, y + 0.4, length * 0.42, length * 0.018, light.ink, 0.3)
    with c.placed(x, y, length / 100, flip=way < 0):
        for wheel in (-8, 34):
            c.rect(wheel - 0.7, -8, 1.4, 6, dark)
            c.circle(wheel, -2, 2, dark)
        c.path("M-44 -18L-60 -42H-51L-32 -20Z", tint)
        body = "M-55 -17C-40 -22 -20 -22 20 -22C38 -22 48 -18 50 -14.5C48 -9 38 -7 22 -7H-20C-36 -7 -46 -12 -55 -17Z"
        c.path(body, c.vertical(white, white, white.mixed(light.ink, 0.25)))
        c.path(
            "M-55 -17C-46 -12 -36 -7 -20 -7H22C38 -7 48 -9 50 -14.5C40 -11 20 -11 -20 -11.5C-36 -12 -46 -14 -55 -17Z",
            tint,
            0.85,
        )
        for i in range(14):
            c.rect(-30 + i * 4.6, -17.6, 2, 2.6, light.lamp if light.dark else dark, r=1)
        c.path("M40 -18.6L45.6 -17.4L46.6 -15.8H39.6Z", light.lamp.mixed(dark, 0.3) if light.dark else dark)
        c.path("M-50 -17L-66 -21H-59L-42 -19Z", white.mixed(light.ink, 0.2))
        c.path("M4 -11L-26 -1H-16L20 -10Z", white.mixed(light.ink, 0.16))
        c.rect(-6, -7.5, 14, 6, white.mixed(light.ink, 0.28), r=2.6)
        c.rect(5.4, -7.2, 3, 5.4, dark, r=1.4)


def harbour(s: Stage) -> None:
    """Ships at the quay under cranes, with a lighthouse on the mole."""
    sky(s, 1.1)
    light, rng = s.light, s.rng
    big, y, side = min(s.horizon, 0.75 * s.w), s.horizon, rng.choice((-1, 1))
    line = y - 10
    hills(s.far, s, line + 1, 9, (light.tone(0.66, 0.06, 200, 0.62), light.haze), 50)
    for x in s.steps(s.left, s.right, 13, 0.4):
        if abs(x - s.w / 2) > 0.14 * s.w:
            block(s.far, x, line, rng.uniform(8, 11), rng.uniform(0.1, 0.24) * big, s, 0.6, light.hue)
    deep = light.tone(0.56, 0.1, 235, 0.1)
    s.far.rect(s.left, line, s.span, s.bottom - line, s.far.vertical(light.haze.mixed(deep, 0.3), deep))
    for i in range(26):
        t = rng.random()
        half = 1.5 + 4 * t
        tone = light.lamp if light.dark and i % 2 else light.haze.mixed(WHITE, 0.3)
        s.far.ellipse(rng.uniform(s.left, s.right), line + 1 + 9 * t, half, 0.25, tone, 0.5)
    _lighthouse(s, s.w * (0.5 + side * 0.06), line + 2, big * 0.36)
    _freighter(s, s.w * (0.5 - side * 0.34), y - 2, big * 0.9, side)
    _gantry(s, s.w * (0.5 - side * 0.42), y + 1, big * rng.uniform(0.74, 0.86), side)
    _stacks(s, s.w * (0.5 + side * 0.4))
    stone = light.tone(0.72, 0.025, 75)
    s.near.rect(s.left, y, s.span, s.bottom - y, s.near.vertical(stone.mixed(light.ink, 0.1), stone))
    s.near.rect(s.left, y, s.span, 1.6, stone.mixed(WHITE, 0.35))
    for x in s.steps(s.left, s.right, 27, 0):
        s.near.stroke(
            f"M{x:.1f} {y + 2:.1f}L{s.w / 2 + (x - s.w / 2) * 1.7:.1f} {s.bottom:.1f}",
            stone.mixed(light.ink, 0.28),
            0.25,
            0.5,
        )
    iron = light.tone(0.36, 0.03, 255)
    for part in (0.1, 0.3, 0.72, 0.92):
        x = s.w * part
        s.near.rect(x - 1.2, y - 2.4, 2.4, 4.6, shaded(s.near, s, iron, 0.3), r=0.6)
        s.near.rect(x - 2, y - 3.2, 4, 1.7, iron.mixed(WHITE, 0.15), r=0.8)


def _lighthouse(s: Stage, x: float, y: float, h: float) -> None:
    c, light = s.far, s.light
    white, red = light.tone(0.96, 0.01, 80, 0.25), light.tone(0.64, 0.17, 28, 0.25)
    c.rect(x - h * 0.8, y - h * 0.05, h * 1.6, h * 0.09, light.tone(0.55, 0.03, 60, 0.3), r=0.6)
    for i in range(5):
        a, b = h * (0.1 - 0.008 * i), h * (0.1 - 0.008 * (i + 1))
        low, high = y - h * (0.04 + 0.15 * i), y - h * (0.04 + 0.15 * (i + 1))
        c.poly(
            [(x - a, low), (x + a, low), (x + b, high), (x - b, high)], shaded(c, s, red if i % 2 else white, 0.24)
        )
    c.rect(x - h * 0.09, y - h * 0.81, h * 0.18, h * 0.025, light.tone(0.4, 0.03, 250, 0.2))
    c.rect(x - h * 0.045, y - h * 0.9, h * 0.09, h * 0.1, light.lamp)
    c.path(f"M{x - h * 0.07:.2f} {y - h * 0.9:.2f}L{x:.2f} {y - h:.2f}L{x + h * 0.07:.2f} {y - h * 0.9:.2f}Z", red)
    if light.dark:
        c.circle(x, y - h * 0.86, h * 0.5, c.glow(light.lamp, 0.7))
        for way in (-1, 1):
            beam = [(x, y - h * 0.86), (x + way * h * 2.2, y - h * 1.12), (x + way * h * 2.2, y - h * 0.76)]
            c.poly(beam, light.lamp, 0.14)


def _freighter(s: Stage, x: float, y: float, length: float, way: int) -> None:
    """A ship with its load of boxes, the bow towards `way`."""
    c, light, rng = s.middle, s.light, s.rng
    hull, white = (
        light.tone(0.46, 0.12, rng.choice((30, 250, light.accent_hue)), 0.08),
        light.tone(0.94, 0.015, 80, 0.06),
    )
    hues = [rng.choice((30, 70, 150, 230, 250, 95, light.accent_hue)) for _ in range(40)]
    with c.placed(x, y, length / 100, flip=way < 0):
        for column in range(6):
            for row in range(rng.randint(2, 4)):
                tint = light.tone(0.66, 0.12, hues[column * 5 + row], 0.06)
                c.rect(-26 + column * 11, -21 - row * 5.4, 10.4, 5.2, c.vertical(tint, tint.mixed(light.ink, 0.18)))
                for rib in range(4):
                    c.rect(-24 + column * 11 + rib * 2.3, -20.2 - row * 5.4, 0.5, 3.8, light.ink, opacity=0.14)
        c.rect(-44, -42, 14, 28, c.vertical(white, white.mixed(light.ink, 0.14)))
        c.rect(-46, -42, 18, 3.4, white)
        for row in range(4):
            for n in range(3):
                c.rect(-42 + n * 4, -36 + row * 5, 2.6, 2.4, pane(s, 0.0, 0.9))
        c.rect(-40, -49, 6, 7, hull)
        c.rect(-37.4, -56, 0.6, 7, white.mixed(light.ink, 0.4))
        c.path("M-50 -17H52L46 3H-46Z", c.vertical(hull, hull.mixed(light.ink, 0.3)))
        c.path("M-47.4 -7H49L48.2 -4.6H-46.8Z", white, 0.85)
        c.rect(-52, 1.6, 104, 3, light.tone(0.6, 0.1, 232, 0.1), r=1)


def _gantry(s: Stage, x: float, y: float, h: float, way: int) -> None:
    """A crane of the quay; its arm reaches out over the water."""
    c, light = s.middle, s.light
    steel = light.tone(0.66, 0.15, s.rng.choice((30, 240, 75)), 0.08)
    thick, half = h * 0.028, h * 0.13
    for part in (-1.0, 1.0):
        c.stroke(f"M{x + part * half:.2f} {y:.2f}L{x + part * half * 0.8:.2f} {y - h * 0.72:.2f}", steel, thick)
    c.stroke(
        f"M{x - half:.2f} {y - h * 0.28:.2f}H{x + half:.2f}"
        f"M{x - half * 0.9:.2f} {y - h * 0.3:.2f}L{x + half * 0.8:.2f} {y - h * 0.7:.2f}",
        steel,
        thick * 0.7,
    )
    arm = y - h * 0.72
    c.stroke(f"M{x - way * h * 0.26:.2f} {arm:.2f}H{x + way * h * 0.62:.2f}", steel, thick * 1.1)
    mast = x + way * half * 0.5
    c.stroke(
        f"M{mast:.2f} {arm:.2f}L{mast - way * h * 0.04:.2f} {y - h:.2f}L{x - way * h * 0.24:.2f} {arm:.2f}",
        steel,
        thick * 0.7,
    )
    c.stroke(
        f"M{mast - way * h * 0.04:.2f} {y - h:.2f}L{x + way * h * 0.56:.2f} {arm:.2f}",
        steel.mixed(light.ink, 0.3),
        0.3,
    )
    hook, low = x + way * h * 0.44, arm + h * s.rng.uniform(0.16, 0.28)
    for part in (-2.4, 2.4):
        c.stroke(f"M{hook + part:.2f} {arm:.2f}V{low:.2f}", light.ink, 0.22)
    c.rect(hook - 5, low, 10, 4.6, light.accent(0.68))
    c.rect(hook - 3, arm + 0.5, 6, 2.6, light.tone(0.92, 0.02, 220))
    if light.dark:
        c.circle(mast - way * h * 0.04, y - h, 4, c.glow(light.tone(0.8, 0.2, 25), 0.9))


def _stacks(s: Stage, x: float) -> None:
    """Boxes piled on the quay."""
    c, light, y, z = s.middle, s.light, s.horizon + 1.5, s.zoom
    for column in range(3):
        for row in range(s.rng.randint(1, 3)):
            tint = light.tone(0.66, 0.13, s.rng.choice((30, 70, 150, 235, light.accent_hue)), 0.04)
            left, top = x + (column - 1.5) * 18 * z, y - (row + 1) * 8 * z
            c.rect(left, top, 17.4 * z, 7.8 * z, c.vertical(tint, tint.mixed(light.ink, 0.2)))
            for rib in range(8):
                c.rect(left + (1.2 + rib * 2) * z, top + 0.8 * z, 0.5 * z, 6.2 * z, light.ink, opacity=0.13)


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
