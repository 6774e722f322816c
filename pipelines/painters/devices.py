"""The device that shows the user's screenshot: a phone, a tablet, a laptop or a monitor made to its shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from pipelines.machinery.raster import render
from pipelines.machinery.svg import Pixels
from pipelines.painters.canvas import Canvas, Paint
from pipelines.painters.colour import Lab
from pipelines.painters.looks import Light
from pipelines.painters.people_bones import limb
from pipelines.painters.sprites import opened, rounded

# Widths to heights, between which a device has its name.
NARROWEST, PHONE, TABLET, LAPTOP, WIDEST = 0.36, 0.68, 1.42, 2.0, 4.0
SHEEN = 12  # of 255: the most light that the glass throws back; the screen is to be seen as it is


class Frame(NamedTuple):
    """What is around a screen, in shares of its shorter side: at either side, above, below; and its corners."""

    side: float
    above: float
    below: float
    corner: float


FRAMES = {
    "phone": Frame(side=0.058, above=0.075, below=0.115, corner=0.03),
    "tablet": Frame(side=0.062, above=0.062, below=0.10, corner=0.016),
    "laptop": Frame(side=0.165, above=0.06, below=0.29, corner=0.008),
    "monitor": Frame(side=0.05, above=0.05, below=0.33, corner=0.008),
    "window": Frame(side=0.012, above=0.075, below=0.012, corner=0.0),
}
DOCK = 0.045  # of a phone's or a tablet's shorter side: how high the foot is that it stands in


class Hand(NamedTuple):
    """The colours of whoever holds a device; no sleeve: the arm is bare."""

    skin: Lab
    sleeve: Lab | None = None


class Device(NamedTuple):
    """A device and the hand that holds it, what it shows, and where that lies in it.

    `edges` are the device's own left, top, right and bottom, without hand and arm; all in pixels.
    """

    body: Pixels
    screen: Pixels
    at: tuple[int, int]
    edges: tuple[int, int, int, int]


class _Plan(NamedTuple):
    """Where a screen lies on the canvas, in pixels, and the measure that all around it is drawn by."""

    canvas: Canvas
    light: Light
    x: float
    y: float
    wide: float
    high: float
    frame: Frame
    held: bool

    @property
    def unit(self) -> float:
        return min(self.wide, self.high)

    def tone(self, lightness: float, chroma: float = 0.012) -> Lab:
        return self.light.united(lightness, chroma, self.light.hue)

    def metal(self, lightness: float) -> Paint:
        """Brighter towards the light."""
        pale, dim = self.tone(lightness + 0.1), self.tone(lightness - 0.1)
        return self.canvas.across(pale, dim) if self.light.side < 0 else self.canvas.across(dim, pale)


def kind_of(width: int, height: int) -> str:
    """Which device has a screen of this shape; what is longer or wider than any of them is shown in a window."""
    shape = width / height
    if not NARROWEST <= shape <= WIDEST:
        return "window"
    return "phone" if shape < PHONE else "tablet" if shape < TABLET else "laptop" if shape < LAPTOP else "monitor"


def device(screenshot: Path, width: int, height: int, light: Light, hand: Hand | None = None) -> Device:
    """The device of a screenshot, as large as a box of pixels holds it without its hand; only phones are held.

    The screenshot is scaled alike on both sides, and seen whole and in its own colours.
    """
    picture = opened(screenshot, "screenshot")
    kind = kind_of(picture.shape[1], picture.shape[0])
    frame, hand = FRAMES[kind], hand if kind == "phone" else None
    wide, high = _screen_size(frame, picture.shape[1] / picture.shape[0], width, height)
    unit = min(wide, high)
    side, above, below = (max(1, round(share * unit)) for share in frame[:3])
    if hand:
        below = round(below - DOCK * unit)  # it stands in no dock
    whole, tall = wide + 2 * side, above + high + below
    aside, under = (round(0.24 * whole), round(0.9 * tall)) if hand else (0, 0)
    plan = _Plan(Canvas(light.look.gradient < 0.5), light, aside + side, above, wide, high, frame, bool(hand))
    if hand:
        _palm(plan, hand)
    DRAWN[kind](plan)
    if hand:
        _fingers(plan, hand)
    size = whole + 2 * aside, tall + under
    body = render(plan.canvas.svg((0, 0, *size), *size), *size)
    return Device(body, _shown(picture, plan), (aside + side, above), (aside, 0, aside + whole, tall))


def _screen_size(frame: Frame, shape: float, width: int, height: int) -> tuple[int, int]:
    """Pixels of the largest screen of a shape whose device fits into a box."""
    short = min(1.0, shape)  # the shorter side, where the height is 1
    tall = min(height / (1 + (frame.above + frame.below) * short), width / (shape + 2 * frame.side * short))
    return max(2, round(tall * shape)), max(2, round(tall))


def _shown(picture: Pixels, plan: _Plan) -> Pixels:
    """The screenshot at its size on the screen, with a little light on the glass."""
    wide, high = round(plan.wide), round(plan.high)
    screen = np.asarray(Image.fromarray(picture).resize((wide, high), Image.Resampling.LANCZOS)).copy()
    x, y = np.meshgrid(np.linspace(0, 1, wide, dtype=np.float32), np.linspace(0, 1, high, dtype=np.float32))
    away = (x if plan.light.side < 0 else 1 - x) + 0.6 * y
    gleam = np.clip(1 - away / 0.6, 0, 1) * SHEEN
    screen[..., :3] = np.clip(screen[..., :3] + gleam[..., None], 0, 255).astype(np.uint8)
    return rounded(screen, round(plan.frame.corner * plan.unit))


def _slab(p: _Plan) -> None:
    """A phone or a tablet: its edge, its rim, its glass, its lens, and the foot it stands in."""
    u, c = p.unit, p.canvas
    side, above = p.frame.side * u, p.frame.above * u
    x, y, w = p.x - side, p.y - above, p.wide + 2 * side
    h = p.high + above + (p.frame.below - DOCK) * u
    round_off = (0.13 if p.frame is FRAMES["phone"] else 0.075) * u
    thick = 0.014 * u
    if not p.held:
        half, foot = w * 0.34, y + h + DOCK * u
        c.rect(p.x + p.wide / 2 - half, foot - 1.9 * DOCK * u, 2 * half, 1.9 * DOCK * u, p.metal(0.5), DOCK * u * 0.5)
    edge = -p.light.side * thick
    c.rect(x + max(edge, 0), y, w - abs(edge), h, p.tone(0.36), round_off)
    c.rect(x - min(edge, 0), y, w - abs(edge), h, p.metal(0.7), round_off)
    inner = x - min(edge, 0) + thick, y + thick, w - abs(edge) - 2 * thick, h - 2 * thick
    c.rect(*inner, p.tone(0.18), round_off - thick)
    c.circle(p.x + p.wide / 2, y + (above + thick) / 2, 0.013 * u, p.tone(0.36, 0.03))
    if not p.held:
        lip = 0.42 * DOCK * u
        c.rect(p.x + p.wide / 2 - half, foot - DOCK * u - lip / 2, 2 * half, DOCK * u + lip / 2, p.metal(0.62), lip)


def _laptop(p: _Plan) -> None:
    """A lid, and the keyboard before it as one sees it from a little above."""
    u, c = p.unit, p.canvas
    bezel = 0.045 * u
    x, y, w = p.x - bezel, p.y - p.frame.above * u, p.wide + 2 * bezel
    low = p.y + p.high + 0.075 * u  # where the lid ends
    c.rect(x, y, w, low - y, p.metal(0.66), 0.035 * u)
    c.rect(x + 0.01 * u, y + 0.01 * u, w - 0.02 * u, low - y - 0.012 * u, p.tone(0.17), 0.028 * u)
    c.circle(p.x + p.wide / 2, y + 0.032 * u, 0.008 * u, p.tone(0.36, 0.03))
    out, deck, lip = (p.frame.side - 0.045) * u, 0.165 * u, 0.05 * u

    def across(share: float, down: float) -> tuple[float, float]:
        """A place on the deck: `share` from its left to its right, `down` from the hinge to the front."""
        spread = out * down
        return x - spread + share * (w + 2 * spread), low + deck * down

    def patch(left: float, right: float, top: float, bottom: float, fill: Paint) -> None:
        c.poly([across(left, top), across(right, top), across(right, bottom), across(left, bottom)], fill)

    patch(0.0, 1.0, 0.0, 1.0, c.vertical(p.tone(0.62), p.tone(0.8)))
    patch(0.03, 0.97, 0.0, 0.07, p.tone(0.3))
    patch(0.06, 0.94, 0.14, 0.62, p.tone(0.34))
    for line in (0.24, 0.36, 0.49):
        patch(0.06, 0.94, line, line + 0.022, p.tone(0.58))
    for key in range(1, 14):
        at = 0.06 + 0.88 * key / 14
        patch(at - 0.0015, at + 0.0015, 0.14, 0.5, p.tone(0.58))
    patch(0.37, 0.63, 0.68, 0.95, p.tone(0.7))
    front = low + deck
    d = f"M{x - out:.2f} {front:.2f}H{x + w + out:.2f}v{lip * 0.3:.2f}q0 {lip * 0.7:.2f} {-lip:.2f} {lip * 0.7:.2f}"
    c.path(d + f"H{x - out + lip:.2f}q{-lip:.2f} 0 {-lip:.2f} {-lip * 0.7:.2f}Z", p.metal(0.56))
    c.rect(p.x + p.wide / 2 - 0.13 * w / 2, front, 0.13 * w, lip * 0.34, p.tone(0.42), lip * 0.16)


def _monitor(p: _Plan) -> None:
    """A wide screen in a thin rim, on a neck and a foot."""
    u, c, rim, middle = p.unit, p.canvas, 0.05 * p.unit, p.x + p.wide / 2
    x, y, w, h = p.x - rim, p.y - rim, p.wide + 2 * rim, p.high + 2.2 * rim
    foot = p.y + p.high + p.frame.below * u
    neck = [(middle + across * u, y_) for across, y_ in ((-0.1, y + h), (0.1, y + h), (0.13, foot), (-0.13, foot))]
    c.poly(neck, p.metal(0.52))
    c.rect(middle - 0.13 * u, y + h, 0.26 * u, 0.045 * u, p.tone(0.3), 0.0)
    c.rect(middle - 0.42 * u, foot - 0.055 * u, 0.84 * u, 0.055 * u, p.metal(0.68), 0.026 * u)
    c.rect(x, y, w, h, p.metal(0.66), 0.035 * u)
    c.rect(x + 0.012 * u, y + 0.012 * u, w - 0.024 * u, h - 0.024 * u, p.tone(0.17), 0.026 * u)


def _window(p: _Plan) -> None:
    """A page in a frame, with the bar that every window has."""
    u, c = p.unit, p.canvas
    side, above = p.frame.side * u, p.frame.above * u
    x, y, w, h = p.x - side, p.y - above, p.wide + 2 * side, p.high + above + p.frame.below * u
    c.rect(x, y, w, h, p.tone(0.9), 0.02 * u)
    for i, fill in enumerate((p.light.accent(0.66), p.tone(0.72, 0.06), p.tone(0.6, 0.06))):
        c.circle(x + (0.045 + 0.042 * i) * u, y + above / 2, 0.012 * u, fill)


def _palm(p: _Plan, hand: Hand) -> None:
    """The arm that comes up from below, and the hand behind the device."""
    c, w, _, x, y, k = _grip(p)
    heel, wrist, elbow = (x(0.5 + 0.2 * k), y(0.97)), (x(0.5 + 0.3 * k), y(1.2)), (x(0.5 + 0.5 * k), y(1.95))
    c.path(limb([heel, wrist, elbow], [0.28 * w, 0.215 * w, 0.28 * w]), hand.skin)
    c.path(limb([heel, (x(0.5 + 0.36 * k), y(0.76))], [0.28 * w, 0.2 * w]), hand.skin)
    ball = (x(0.5 + 0.56 * k), y(0.87)), (x(0.5 + 0.44 * k), y(1.0)), wrist
    c.path(limb(ball, [0.14 * w, 0.18 * w, 0.2 * w]), hand.skin)
    if hand.sleeve:
        cuff = (wrist[0] + (elbow[0] - wrist[0]) * 0.3, wrist[1] + (elbow[1] - wrist[1]) * 0.3)
        c.path(limb([cuff, elbow], [0.31 * w, 0.4 * w]), hand.sleeve)


def _fingers(p: _Plan, hand: Hand) -> None:
    """Four fingertips on the far side and the thumb on the near one: on the frame, never on the screen."""
    c, w, h, x, y, k = _grip(p)
    side, far = p.frame.side * p.unit, x(0.5 - 0.5 * k)
    dim = hand.skin.mixed(p.light.ink, 0.22)
    for i, size in enumerate((1.0, 1.05, 1.0, 0.86)):
        at, r = y(0.5 + 0.1 * i), 0.048 * h * size
        tip = far + k * (0.8 * side - r)
        for sunk, fill in ((0.12 * r, dim), (0.0, hand.skin)):
            c.path(limb([(tip - k * 0.05 * w, at + 0.3 * r + sunk), (tip, at + sunk)], [0.94 * r, r]), fill)
    base, joint = (x(0.5 + 0.58 * k), y(0.88)), (x(0.5 + 0.595 * k), y(0.7))
    tip = (x(0.5 + 0.5 * k) + k * (0.08 * w - 0.8 * side), y(0.53))
    for sunk, fill in ((0.03 * w, dim), (0.0, hand.skin)):
        c.path(
            limb(
                [(base[0] + k * sunk, base[1]), (joint[0] + k * sunk, joint[1]), tip],
                [0.125 * w, 0.105 * w, 0.08 * w],
            ),
            fill,
        )


def _grip(p: _Plan) -> tuple[Canvas, float, float, Callable[[float], float], Callable[[float], float], int]:
    """A held device's width and height, ways to its places in shares of them, and on which side the thumb is."""
    side, above = p.frame.side * p.unit, p.frame.above * p.unit
    w, h = p.wide + 2 * side, p.high + above + (p.frame.below - DOCK) * p.unit
    left, top = p.x - side, p.y - above
    return p.canvas, w, h, lambda share: left + share * w, lambda share: top + share * h, -p.light.side


DRAWN: dict[str, Callable[[_Plan], None]] = {
    "phone": _slab,
    "tablet": _slab,
    "laptop": _laptop,
    "monitor": _monitor,
    "window": _window,
}
