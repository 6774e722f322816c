"""Puts the things of a shot into its scene: how large, where, on what, with which shadow."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels
from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import Lab, lch
from pipelines.painters.places import Edges
from pipelines.painters.reading import fingerprint
from pipelines.painters.sheets import halo, over, rendered
from pipelines.painters.sprites import bearing, pictogram
from pipelines.painters.stage import Stage

TABLES = {"kitchen", "shop", "office", "carriage", "workshop"}  # settings whose near ground is a table
HERO = {"wide": 0.31, "medium": 0.47, "close": 0.56}  # of the frame's height
PORTRAITS = {"bust", "head"}
OPEN = {"heaven", "space", "underwater"}


@dataclass(frozen=True)
class Role:
    """One thing on the stage: its foot and height in stage units, and how it stands."""

    name: str
    x: float
    foot: float
    height: float
    bearing: str


def hero_height(s: Stage) -> float:
    """In stage units; in tall frames the width is what limits it."""
    return min(HERO[s.framing] * s.h, {"wide": 0.34, "medium": 0.58, "close": 0.7}[s.framing] * s.w)


def roles(things: tuple[str, ...], setting: str, s: Stage) -> list[Role]:
    """The subject on a third or in the middle, its companions smaller beside it; back to front."""
    if not things:
        return []
    size, side = hero_height(s), s.rng.choice((-1, 1))
    shift = 0.0 if s.framing == "close" and len(things) == 1 else s.rng.choice((0.0, 0.1, 0.14)) * side
    if setting == "theatre":
        shift = 0.0
    elif len(things) > 1:
        shift = 0.1 * side * (0.6 if s.shape == "tall" else 1)
    cast = [_role(things[0], s.w * (0.5 + shift), size, setting, s)]
    for i, name in enumerate(things[1:]):
        gap = size * (0.72 if i == 0 else 0.66) * (1 if i == 0 else -1)
        at = cast[0].x - side * gap
        small = size * s.rng.uniform(0.42, 0.52)
        reach = small * 0.55
        cast.append(_role(name, min(max(at, reach), s.w - reach), small, setting, s, companion=True))
    return cast[::-1]


def _role(name: str, x: float, size: float, setting: str, s: Stage, companion: bool = False) -> Role:
    stands = bearing(name)
    if stands == "plinth" and (setting in TABLES or companion):
        stands = "table"
    if setting in OPEN and stands in ("table", "plinth"):
        stands = "float"
    foot = s.floor + (2.5 if setting in TABLES else 3.0) - (1.2 if companion else 0)
    if stands == "float":
        foot -= size * (0.9 if companion else 0.16)
    if stands == "plinth":
        foot, size = foot - 9, size * 0.9
    return Role(name, x, foot, size, stands)


def furniture(canvas: Canvas, role: Role, s: Stage) -> None:
    """What carries a role: a plinth, a medallion, and its shadow on the ground."""
    half, light = role.height * 0.5, s.light
    if role.bearing in PORTRAITS:
        return _medallion(canvas, role, s)
    if role.bearing == "plinth":
        _plinth(canvas, role.x, role.foot - 3, half * 1.12, 13, s)
    ground = s.floor + 4 if role.bearing == "float" else role.foot - 0.6
    veil = 0.30 if role.bearing == "float" else 0.62
    wide = half * (0.7 if role.bearing == "float" else 1.0)
    shift = -light.side * half * 0.16
    canvas.ellipse(role.x + shift, ground, wide * 1.25, half * 0.2, canvas.glow(light.ink, veil * 0.8))
    canvas.ellipse(role.x + shift * 0.3, ground, wide * 0.85, half * 0.1, canvas.glow(light.ink, veil))


def _plinth(canvas: Canvas, x: float, y: float, half: float, tall: float, s: Stage) -> None:
    top, body = (s.light.ground(tone).mixed(lch(tone, 0, 0), 0.3) for tone in (0.94, 0.82))
    shade = body.mixed(s.light.ink, 0.3)
    canvas.ellipse(
        x - s.light.side * half * 0.2, y + tall + 0.5, half * 1.4, half * 0.36, canvas.glow(s.light.ink, 0.5)
    )
    pair = (body, shade) if s.light.side < 0 else (shade, body)
    arc = half * 0.22
    d = f"M{x - half:.2f} {y:.2f}V{y + tall:.2f}A{half:.2f} {arc:.2f} 0 0 0 {x + half:.2f} {y + tall:.2f}V{y:.2f}Z"
    canvas.path(d, canvas.across(*pair))
    canvas.ellipse(x, y, half, arc, top)
    canvas.ellipse(x, y, half * 0.94, arc * 0.9, canvas.vertical(top.mixed(body, 0.35), top))


def _medallion(canvas: Canvas, role: Role, s: Stage) -> None:
    """The round ground that a portrait is set into."""
    r, y = role.height * 0.5, role.foot - role.height * 0.5
    canvas.ellipse(role.x, role.foot + 1.2, r * 0.8, r * 0.1, canvas.glow(s.light.ink, 0.7))
    canvas.circle(role.x - s.light.side * 1.2, y + 1.6, r * 1.06, s.light.ink, 0.18)
    canvas.circle(role.x, y, r * 1.04, lch(0.97, 0.01, 90))
    tone = s.light.accent(0.74)
    canvas.circle(role.x, y, r * 0.98, canvas.vertical(tone.mixed(lch(1, 0, 0), 0.25), tone))


def backdrop(s: Stage, x: float, height: float) -> None:
    """The film's motif behind the subject: it lifts the subject off the scene in every shot."""
    r, y = max(height * 0.76, 0.2 * s.h), s.floor - height * 0.55
    tone: Lab = s.light.haze.mixed(s.light.lamp, 0.3)
    veil = 0.16 if s.light.dark else 0.3
    s.middle.circle(x, y, r * 1.7, s.middle.glow(tone, 0.5 if s.light.dark else 0.65))
    if s.light.motif == "disc":
        s.middle.circle(x, y, r, tone, veil)
    elif s.light.motif == "ring":
        d = f"M{x - r:.2f} {y:.2f}a{r:.2f} {r:.2f} 0 1 0 {2 * r:.2f} 0a{r:.2f} {r:.2f} 0 1 0 {-2 * r:.2f} 0"
        s.middle.stroke(d, tone, 1.4, veil * 1.5)
    elif s.light.motif == "arch":
        half, foot = r * 0.8, s.floor + 4
        d = f"M{x - half:.2f} {foot:.2f}V{y:.2f}a{half:.2f} {half:.2f} 0 0 1 {2 * half:.2f} 0V{foot:.2f}Z"
        s.middle.path(d, tone, veil)
    else:
        for part in (1.0, 0.8):
            s.middle.circle(x, y, r * part, tone, veil * 0.55)


def near_sheet(s: Stage, cast: list[Role], seed: int, products: list[Role]) -> tuple[Pixels, list[Edges]]:
    """The near canvas rendered with every role set into it, and where each lies; products only get what carries them.

    Where a role lies is said in shares of the frame.
    """
    for role in [*cast, *products]:
        furniture(s.near, role, s)
    sheet = rendered(s.near, s).copy()
    unit, places = s.size.short_side / 100, []
    for role in cast:
        share = 0.76 if role.bearing == "head" else 1.0
        sprite = pictogram(role.name, round(role.height * share * unit), s.light, seed + fingerprint(role.name))
        places.append(place(sheet, role, sprite, s))
    return sheet, places


def place(sheet: Pixels, role: Role, sprite: Pixels, s: Stage) -> Edges:
    """Lay one thing on the near sheet, in place, its foot where its role says; where it lies in the frame."""
    unit = s.size.short_side / 100
    left, top = (sheet.shape[1] - s.size.width) / 2, (sheet.shape[0] - s.size.height) / 2
    x = round(left + role.x * unit - sprite.shape[1] / 2)
    y = round(top + role.foot * unit - sprite.shape[0])
    if role.bearing == "bust":
        sprite = _in_medallion(sprite, role.height * unit * 0.98 / 2)
        y = round(top + (role.foot - role.height * 0.01) * unit - sprite.shape[0])
    elif role.bearing == "head":
        y = round(top + (role.foot - role.height * 0.5) * unit - sprite.shape[0] / 2)
    elif s.light.dark or s.light.look.glow:
        pad = round(role.height * unit * 0.12)
        alpha = cv2.copyMakeBorder(sprite[..., 3], pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
        over(sheet, halo(alpha, pad * 0.5, s.light.lamp.rgb, 0.3 + 0.3 * s.light.look.glow), x - pad, y - pad)
    over(sheet, sprite, x, y)
    right, bottom = x + sprite.shape[1], y + sprite.shape[0]
    wide, high = s.size.width, s.size.height
    return (x - left) / wide, (y - top) / high, (right - left) / wide, (bottom - top) / high


def _in_medallion(sprite: Pixels, radius: float) -> Pixels:
    """A portrait whose shoulders end at the medallion's rim while the head may rise above it."""
    height, width = sprite.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    centre_y = height - radius
    outside = np.hypot(x - width / 2, y - centre_y) - radius
    keep = np.where(y < centre_y, 1.0, np.clip(0.5 - outside, 0, 1))
    out = sprite.copy()
    out[..., 3] = (out[..., 3] * keep).astype(np.uint8)
    return out
