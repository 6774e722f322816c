"""What the subject stands on: grass, pavement, a table, a floor of boards; and the wall behind it."""

from __future__ import annotations

from pipelines.painters.colour import Lab
from pipelines.painters.stage import Stage


def meadow(s: Stage, hue: float = 135, lightness: float = 0.66, chroma: float = 0.12) -> None:
    """The near ground: a rise of grass or earth from the horizon down."""
    top, low = s.light.tone(lightness, chroma, hue), s.light.tone(lightness - 0.2, chroma, hue + 10)
    points = [(x, s.horizon + s.rng.uniform(-1.2, 1.2)) for x in s.steps(s.left - 40, s.right + 80, 40)]
    s.near.smooth(points, s.near.vertical(top, low), f"V{s.bottom + 2:.1f}H{s.left - 40:.1f}Z")
    for x in s.steps(s.left, s.right, 10, 0.8):
        y = s.horizon + s.rng.uniform(3, s.bottom - s.horizon)
        size = 0.8 + (y - s.horizon) * 0.05
        for lean in (-0.7, 0.0, 0.7):
            tip = (
                f"q{lean * size * 0.3:.2f} {-size * 0.9:.2f} {lean * size:.2f} {-size * (1.5 - abs(lean) * 0.4):.2f}"
            )
            s.near.stroke(f"M{x:.1f} {y:.1f}{tip}", low, 0.28 * size, 0.4)


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


def wall(s: Stage, lightness: float = 0.87, hue: float | None = None, pattern: str = "") -> Lab:
    """The back wall with the light falling on it; its colour comes back."""
    colour = s.light.ground(lightness) if hue is None else s.light.tone(lightness, 0.05, hue)
    dim = colour.mixed(s.light.ink, 0.16)
    pair = (colour, dim) if s.light.side < 0 else (dim, colour)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.across(*pair))
    if pattern == "tiles":
        for x in s.steps(s.left, s.right, 9, 0):
            s.back.stroke(f"M{x:.1f} {s.top:.1f}V{s.bottom:.1f}", dim, 0.25, 0.7)
        for y in s.steps(s.top, s.bottom, 9, 0):
            s.back.stroke(f"M{s.left:.1f} {y:.1f}H{s.right:.1f}", dim, 0.25, 0.7)
    elif pattern == "stripes":
        for x in s.steps(s.left, s.right, 12, 0):
            s.back.rect(x, s.top, 6, s.bottom - s.top, dim, opacity=0.25)
    s.back.circle(s.w * (0.5 + 0.4 * s.light.side), s.h * 0.15, s.h * 0.8, s.back.glow(s.light.lamp, 0.35))
    return colour


def tabletop(s: Stage, hue: float = 62, lightness: float = 0.66) -> None:
    """The near ground: a table or counter that the subject stands on."""
    top, edge = s.light.tone(lightness, 0.07, hue), s.light.tone(lightness - 0.2, 0.07, hue - 8)
    y, rim = s.floor - 8, s.floor + 11
    s.near.rect(s.left, y, s.span, rim - y, s.near.vertical(top.mixed(s.light.ink, 0.08), top))
    for i in range(4):
        grain = y + 2.5 + i * 4.4
        bow = grain + s.rng.uniform(-1.4, 1.4)
        d = f"M{s.left:.1f} {grain:.1f}Q{s.w * 0.3:.1f} {bow:.1f} {s.right:.1f} {grain:.1f}"
        s.near.stroke(d, edge, 0.25, 0.5)
    s.near.rect(s.left, rim, s.span, 2.2, edge.mixed(top, 0.25))
    s.near.rect(s.left, rim + 2.2, s.span, s.bottom - rim, s.near.vertical(edge, edge.mixed(s.light.ink, 0.5)))


def boards(s: Stage, hue: float = 62, lightness: float = 0.68) -> None:
    """The near ground: a floor of boards with a skirting board above it."""
    top, low = s.light.tone(lightness - 0.08, 0.06, hue), s.light.tone(lightness, 0.06, hue)
    s.near.rect(s.left, s.horizon, s.span, s.bottom - s.horizon, s.near.vertical(top, low))
    for i in range(-12, 13):
        near, far = s.w / 2 + i * s.w * 0.14, s.w / 2 + i * s.w * 0.085
        s.near.stroke(f"M{far:.1f} {s.horizon:.1f}L{near:.1f} {s.bottom:.1f}", top.mixed(s.light.ink, 0.3), 0.22, 0.5)
    s.near.rect(s.left, s.horizon - 2, s.span, 2.2, s.light.tone(0.93, 0.02, hue))


def rug(s: Stage) -> None:
    s.near.ellipse(s.w / 2, s.floor + 3, s.w * 0.34, 9, s.light.accent(0.62))
    s.near.ellipse(s.w / 2, s.floor + 3, s.w * 0.30, 7.6, s.light.ground(0.82))
    s.near.ellipse(s.w / 2, s.floor + 3, s.w * 0.26, 6.2, s.light.accent(0.7))
