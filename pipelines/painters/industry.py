"""Rooms full of machines and tools: factory, server room, workshop. Each draws back, far, middle and near."""

from __future__ import annotations

from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import WHITE
from pipelines.painters.grounds import tabletop, wall
from pipelines.painters.parts import pendant, shaded, shelf, window
from pipelines.painters.stage import Stage


def factory(s: Stage) -> None:
    """A hall with a saw-tooth roof of glass, machines along the wall and a belt with its goods."""
    light, rng = s.light, s.rng
    wall(s, 0.8)
    sky_top, steel = s.h * 0.06, light.tone(0.56, 0.03, 245, 0.2)
    bay = min(46.0, s.w * 0.4)
    glass = light.haze.mixed(WHITE, 0.0 if light.dark else 0.25)
    for x in s.steps(s.left - bay * rng.random(), s.right, bay, 0):
        tip = (x, sky_top - 6) if light.side < 0 else (x + bay, sky_top - 6)
        s.far.poly([(x, sky_top + 16), tip, (x + bay, sky_top + 16)], glass)
        for part in (0.2, 0.4, 0.6, 0.8):
            top = sky_top - 6 + 22 * (part if light.side < 0 else 1 - part)
            s.far.rect(x + bay * part - 0.25, top, 0.5, sky_top + 16 - top, steel)
        s.far.stroke(
            f"M{x:.1f} {sky_top + 16:.1f}L{tip[0]:.1f} {tip[1]:.1f}L{x + bay:.1f} {sky_top + 16:.1f}", steel, 1
        )
    s.far.rect(s.left, sky_top + 16, s.span, 2.2, steel)
    for x in s.steps(s.left, s.right, bay, 0):
        s.far.rect(x - 1.1, sky_top + 16, 2.2, s.floor, steel)
    for x in s.steps(s.left + 6, s.right, 26, 0):
        s.far.rect(x, s.horizon - 40, 14, 15, light.haze.mixed(light.ground(0.9), 0.3))
        for i in (1, 2):
            s.far.rect(x + 14 * i / 3 - 0.2, s.horizon - 40, 0.4, 15, steel)
        s.far.rect(x, s.horizon - 33, 14, 0.4, steel)
    s.far.rect(s.left, s.horizon - 21, s.span, 24, s.far.fade(light.ground(0.62), 0.35, 0.75))
    side = rng.choice((-1, 1))
    _tanks(s, s.w * (0.5 - side * 0.38))
    _machine(s, s.w * (0.5 + side * 0.36))
    _belt(s)
    _robot_arm(s, s.w * (0.5 + side * 0.2), s.horizon - 10 * s.zoom, -side)
    for x in (0.24, 0.76):
        pendant(s.middle, s.w * x, s.h * 0.05 + 17, s, 5)
    near, far = light.tone(0.7, 0.02, 240), light.tone(0.62, 0.02, 240)
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, s.near.vertical(far, near))
    s.near.rect(s.left, s.horizon + 3, s.span, 1.5, light.tone(0.84, 0.14, 90))
    for x in s.steps(s.left, s.right, 7, 0):
        s.near.poly(
            [(x, s.horizon + 4.5), (x + 2, s.horizon + 3), (x + 4.4, s.horizon + 3), (x + 2.4, s.horizon + 4.5)],
            light.tone(0.34, 0.02, 260),
        )
    s.near.ellipse(s.w / 2, s.floor + 4, s.w * 0.4, 8, s.near.glow(light.lamp, 0.25))


def _tanks(s: Stage, x: float) -> None:
    """Two or three boilers with pipes."""
    c, light, y, z = s.far, s.light, s.horizon + 2, s.zoom
    for i in range(s.rng.randint(2, 3)):
        wide, tall = 15 * z, s.rng.uniform(34, 48) * z
        left = x + (i - 1) * 17 * z - wide / 2
        steel = light.tone(0.78, 0.03, 230, 0.22) if i % 2 else light.accent(0.72, 0.25)
        c.rect(left, y - tall, wide, tall, shaded(c, s, steel, 0.32), r=wide * 0.3)
        for part in (0.25, 0.6):
            c.rect(left, y - tall * part, wide, 0.8, light.ink, opacity=0.2)
        c.circle(left + wide / 2, y - tall * 0.78, 2.6 * z, light.tone(0.94, 0.02, 90, 0.15))
        c.stroke(f"M{left + wide / 2:.2f} {y - tall * 0.78:.2f}l{1.2 * z:.2f} {-1.2 * z:.2f}", light.ink, 0.4)
        pipe = (
            f"M{left + wide / 2:.2f} {y - tall:.2f}v{-6 * z:.2f}q0 {-3 * z:.2f} {3 * z:.2f} {-3 * z:.2f}h{14 * z:.2f}"
        )
        c.stroke(pipe, steel.mixed(light.ink, 0.25), 1.8 * z)


def _machine(s: Stage, x: float) -> None:
    """A press with its window, its buttons and a light on top."""
    c, light, y, z = s.far, s.light, s.horizon + 2, s.zoom
    wide, tall = s.rng.uniform(34, 42) * z, s.rng.uniform(34, 42) * z
    body = light.ground(0.6, 0.2)
    c.rect(x - wide / 2, y - tall, wide, tall, shaded(c, s, body, 0.2), r=1.4)
    c.rect(x - wide * 0.3, y - tall * 1.22, wide * 0.5, tall * 0.24, shaded(c, s, body.mixed(light.ink, 0.12)), r=1)
    c.rect(x - wide * 0.4, y - tall * 0.86, wide * 0.5, tall * 0.4, light.tone(0.36, 0.04, 240, 0.1), r=1)
    c.rect(
        x - wide * 0.37, y - tall * 0.83, wide * 0.44, tall * 0.34, light.lamp.mixed(light.tone(0.7, 0.1, 200), 0.5)
    )
    for i in range(6):
        hue = s.rng.choice((145, 25, 90, 230))
        at = x + wide * (0.2 + 0.1 * (i % 3)), y - tall * (0.78 - 0.14 * (i // 3))
        c.circle(*at, 1.2 * z, light.tone(0.74, 0.15, hue))
    c.rect(x + wide * 0.16, y - tall * 0.46, wide * 0.26, tall * 0.3, body.mixed(light.ink, 0.25), r=0.6)
    for i in range(4):
        c.rect(x + wide * 0.19, y - tall * (0.42 - 0.065 * i), wide * 0.2, 0.5, body.mixed(WHITE, 0.2))
    beacon = light.tone(0.75, 0.17, 55)
    c.rect(x + wide * 0.3, y - tall - 5 * z, 2.6 * z, 5 * z, beacon, r=1)
    c.circle(x + wide * 0.3 + 1.3 * z, y - tall - 3 * z, 7 * z, c.glow(beacon, 0.5))


def _belt(s: Stage) -> None:
    """A conveyor that crosses the hall, with boxes on it."""
    c, light, y, z = s.middle, s.light, s.horizon - 9 * s.zoom, s.zoom
    leg, rubber = light.tone(0.5, 0.03, 245), light.tone(0.36, 0.02, 260)
    for x in s.steps(s.left + 4, s.right, 26 * z, 0):
        c.rect(x, y, 1.6 * z, s.horizon + 2 - y, leg)
    goods = s.rng.choice(("box", "bottle", "drum"))
    for i, x in enumerate(s.steps(s.left, s.right, 17 * z, 0.06)):
        tint = light.accent(0.7) if i % 3 == 0 else light.tone(0.76, 0.08, 70)
        if goods == "box":
            c.rect(x, y - 8 * z, 9 * z, 8 * z, shaded(c, s, tint, 0.2), r=0.4)
            c.rect(x + 3.9 * z, y - 8 * z, 1.2 * z, 8 * z, tint.mixed(WHITE, 0.4))
        elif goods == "bottle":
            c.rect(x + 2 * z, y - 8 * z, 4.4 * z, 8 * z, shaded(c, s, tint, 0.24), r=1)
            c.rect(x + 3.4 * z, y - 11 * z, 1.6 * z, 4 * z, tint)
            c.rect(x + 2 * z, y - 5.4 * z, 4.4 * z, 2.6 * z, tint.mixed(WHITE, 0.6))
        else:
            c.rect(x + z, y - 7.4 * z, 7 * z, 7.4 * z, shaded(c, s, tint, 0.3), r=1.6 * z)
            c.rect(x + z, y - 4.6 * z, 7 * z, 1.1 * z, tint.mixed(WHITE, 0.4))
    c.rect(s.left, y, s.span, 3.4 * z, c.vertical(rubber.mixed(WHITE, 0.12), rubber))
    for x in s.steps(s.left, s.right, 5 * z, 0):
        c.circle(x, y + 1.8 * z, 1.1 * z, leg.mixed(WHITE, 0.25))


def _robot_arm(s: Stage, x: float, y: float, side: int) -> None:
    """An arm that reaches over the belt."""
    c, light, z = s.middle, s.light, s.zoom
    body, joint = light.tone(0.76, 0.15, 70), light.tone(0.4, 0.03, 250)
    elbow, wrist = (x - side * 5 * z, y - 27 * z), (x + side * 13 * z, y - 25 * z)
    c.rect(x - 4 * z, y - 5 * z, 8 * z, s.horizon + 2 - y + 5 * z, shaded(c, s, joint, 0.2), r=1)
    for (ax, ay), (bx, by), thick in (((x, y - 6 * z), elbow, 4.4), (elbow, wrist, 3.4)):
        c.stroke(f"M{ax:.2f} {ay:.2f}L{bx:.2f} {by:.2f}", body, thick * z)
    for (jx, jy), r in (((x, y - 6 * z), 3.2), (elbow, 2.7), (wrist, 2.0)):
        c.circle(jx, jy, r * z, joint)
        c.circle(jx, jy, r * 0.45 * z, body)
    c.stroke(f"M{wrist[0]:.2f} {wrist[1]:.2f}v{6 * z:.2f}m{-2 * z:.2f} 0h{4 * z:.2f}", joint, 1.1 * z)
    for part in (-2, 2):
        c.stroke(f"M{wrist[0] + part * z:.2f} {wrist[1] + 6 * z:.2f}v{3 * z:.2f}", joint, 0.9 * z)


def server_room(s: Stage) -> None:
    """Cabinets of computers with their small lights, under trays of cable, an aisle in the middle."""
    light = s.light
    deep = light.united(0.24, 0.05, 255)
    pale = light.united(0.42, 0.07, light.hue)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(deep, pale))
    s.back.circle(s.w / 2, s.horizon - 20, 0.6 * s.h, s.back.glow(light.accent(0.86), 0.55))
    top, y = s.horizon - 62, s.horizon + 2
    aisle = min(0.17 * s.w, 28)
    for step, tone in enumerate((0.55, 0.38, 0.2)):
        half = aisle * (0.45 + 0.27 * step)
        high = 34 + 9 * step
        for side in (-1, 1):
            edge = light.united(0.36, 0.06, 255).mixed(light.accent(0.8), tone * 0.6)
            x = s.w / 2 + side * (half + aisle * 0.14)
            s.far.rect(x - aisle * 0.15, y - high, aisle * 0.3, high, edge)
            _diodes(s.far, x - aisle * 0.11, y - high + 3, aisle * 0.22, high - 6, s, 0.7)
    for side in (-1, 1):
        wide, x = 17 * s.zoom, s.w / 2 + side * aisle
        while s.left - wide < x < s.right + wide:
            left = x if side > 0 else x - wide
            case = light.united(s.rng.uniform(0.25, 0.3), 0.05, 258)
            s.middle.rect(left, top, wide - 0.7, y - top, shaded(s.middle, s, case, 0.25), r=0.6)
            s.middle.rect(left + 1.4, top + 2.4, wide - 3.5, y - top - 5.4, light.united(0.17, 0.04, 260), r=0.4)
            _diodes(s.middle, left + 2.2, top + 4, wide - 5.2, y - top - 9, s, 1.0)
            s.middle.rect(left + wide - 1.9, (top + y) / 2 - 3, 0.5, 6, light.united(0.7, 0.03, 240))
            x += side * wide
    tray = light.united(0.34, 0.04, 255)
    s.middle.rect(s.left, top - 9, s.span, 2.2, tray)
    for i, hue in enumerate((light.accent_hue, 200, 60)):
        for x in s.steps(s.left, s.right, 34, 0.2):
            cable = f"M{x:.1f} {top - 8:.1f}q17 {3 + i * 1.6:.1f} 34 0"
            s.middle.stroke(cable, light.united(0.62, 0.12, hue), 0.6, 0.8)
    for x in s.steps(s.left, s.right, 46, 0):
        s.middle.rect(x, top - 22, 26, 1.6, light.united(0.95, 0.04, 210), r=0.8)
        s.middle.ellipse(x + 13, top - 20, 26, 13, s.middle.glow(light.united(0.95, 0.04, 210), 0.35))
    floor = light.united(0.5, 0.04, 250)
    s.near.rect(
        s.left, s.horizon, s.span, s.bottom - s.horizon, s.near.vertical(light.united(0.36, 0.05, 255), floor)
    )
    s.near.ellipse(s.w / 2, s.horizon + 4, s.w * 0.24, 9, s.near.glow(light.accent(0.88), 0.6))
    for i in range(-10, 11):
        near, far = s.w / 2 + i * s.w * 0.15, s.w / 2 + i * s.w * 0.08
        s.near.stroke(f"M{far:.1f} {s.horizon:.1f}L{near:.1f} {s.bottom:.1f}", light.united(0.7, 0.04, 240), 0.2, 0.3)
    for step in (4, 10, 20, 34):
        s.near.stroke(f"M{s.left:.1f} {s.horizon + step:.1f}H{s.right:.1f}", light.united(0.7, 0.04, 240), 0.2, 0.3)


def _diodes(c: Canvas, x: float, y: float, w: float, h: float, s: Stage, size: float) -> None:
    """Rows of units, each with a few lights."""
    hues, gap = (150, 200, s.light.accent_hue, 75), 3.4 * size
    for row in range(int(h / gap)):
        at = y + row * gap
        c.rect(x, at, w, gap * 0.72, s.light.united(0.3 + 0.05 * (row % 3 == 0), 0.04, 255), r=0.2)
        for n in range(s.rng.randint(1, 4)):
            on = s.light.united(0.82, 0.15, s.rng.choice(hues))
            c.circle(x + 1.2 + n * 1.3, at + gap * 0.36, 0.42 * size, on, s.rng.uniform(0.5, 1))
        if s.rng.random() < 0.5:
            c.rect(x + w * 0.55, at + gap * 0.25, w * 0.36, gap * 0.2, s.light.united(0.44, 0.04, 250))


def workshop(s: Stage) -> None:
    """A craftsman's room: tools on a board, a vice on the bench, planks in the corner."""
    light, z = s.light, s.zoom
    wall(s, 0.84, 60)
    side = s.rng.choice((-1, 1))
    window(s.far, s.w * (0.5 - side * 0.3) - 20, s.h * 0.1, 40, s.h * 0.3, s)
    wide, tall = min(58.0, s.w * 0.44), 34 * z
    x, y = s.w * (0.5 + side * 0.26) - wide / 2, s.horizon - 52 * z
    s.far.rect(x, y, wide, tall, shaded(s.far, s, light.tone(0.7, 0.06, 75), 0.14), r=0.8)
    for i in range(5):
        _tool(s, x + wide * (0.1 + 0.2 * i), y + 4 * z, i + s.rng.randint(0, 4))
    shelf(s.far, x, y - 3, wide, s, "jar")
    for i in range(4):
        plank = light.tone(0.7 - 0.04 * i, 0.09, 65)
        at = s.w * (0.5 - side * 0.46) + side * i * 4
        s.middle.poly([(at, s.horizon + 2), (at + 3, s.horizon + 2), (at + 5, s.top), (at + 2, s.top)], plank)
    top = s.floor - 12
    s.middle.rect(s.left, top, s.span, 10, light.tone(0.5, 0.07, 55))
    for i in range(3):
        s.middle.rect(s.w * (0.2 + 0.3 * i) - 9, top + 1.5, 18, 7, light.tone(0.58, 0.08, 60), r=0.5)
    pendant(s.middle, s.w * 0.5, s.h * 0.12, s, 8)
    steel = light.tone(0.52, 0.05, 240)
    vx = s.w * (0.5 - side * 0.3)
    s.middle.rect(vx - 7 * z, top - 8 * z, 14 * z, 5 * z, shaded(s.middle, s, steel, 0.25), r=0.8)
    s.middle.rect(vx - 3 * z, top - 4 * z, 6 * z, 5 * z, steel)
    s.middle.rect(vx + 7 * z, top - 6.4 * z, 7 * z, 1.6 * z, steel.mixed(WHITE, 0.3))
    tabletop(s, 60, 0.68)


def _tool(s: Stage, x: float, y: float, kind: int) -> None:
    """A hammer, a saw, a wrench, a driver or a square, hung on the board."""
    c, z = s.far, s.zoom
    wood, steel = s.light.tone(0.6, 0.11, 50), s.light.tone(0.8, 0.02, 240)
    with c.placed(x, y, z):
        if kind % 5 == 0:
            c.rect(-1, 0, 2, 22, wood, r=0.8)
            c.rect(-4.5, -0.5, 9, 4.4, steel.mixed(s.light.ink, 0.3), r=0.8)
        elif kind % 5 == 1:
            c.poly([(-3, 8), (3, 8), (1.6, 26), (-1.6, 26)], steel)
            c.rect(-3.4, 0, 6.8, 8.4, wood, r=2)
        elif kind % 5 == 2:
            c.rect(-1.1, 3, 2.2, 20, steel, r=1)
            c.stroke("M-2.4 0v3.4h4.8v-3.4", steel, 1.7)
            c.circle(0, 23, 2.4, steel)
        elif kind % 5 == 3:
            c.rect(-1.6, 0, 3.2, 10, s.light.accent(0.66), r=1.4)
            c.rect(-0.6, 10, 1.2, 13, steel)
        else:
            c.stroke("M-3 2V22H7", steel, 2)
