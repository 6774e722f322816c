"""The user's own pictures in a scene: products and devices as its heroes, standing, or a phone held in a hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels
from pipelines.painters import cast, people, people_looks, people_parts
from pipelines.painters.areas import Edges
from pipelines.painters.devices import Device, Hand, device
from pipelines.painters.looks import Light
from pipelines.painters.reading import Reading, fingerprint, read
from pipelines.painters.sheets import edged, empty, over, tinted
from pipelines.painters.sprites import product
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.roles import Desk

MOST = 3  # of products, and of screens, in one picture
TALL = {"wide": 0.52, "medium": 0.58, "close": 0.63}  # of the frame's height: a device; smaller is not recognised
UPRIGHT = 0.46  # of a tall frame's height
HELD = 0.66  # of the frame's height: a phone in a hand
MIRRORED, MIRROR = 0.14, 0.2  # how much of a device is seen again in a table, and how clearly


@dataclass(frozen=True)
class Hero:
    """A product's picture, or a device, and how it stands; in a hand it has no foot."""

    role: cast.Role
    picture: Pixels | None = None
    device: Device | None = None


def heroes(s: Stage, reading: Reading, ask: Paint, desk: Desk) -> list[Hero]:
    """Products and then devices, side by side."""
    products, screens = ask.products[:MOST], ask.screens[:MOST]
    count = len(products) + len(screens)
    if not count:
        return []
    unit, on_table = s.size.short_side / 100, reading.setting in cast.TABLES or s.light.look.ground != "place"
    bearing, foot = ("table", s.floor + 2.5) if on_table else ("plinth", s.floor - 6)
    each = min(0.8 * s.w / count, 1.5 * cast.hero_height(s)) if not screens else 0.88 * s.w / count
    wide, tall = round(each * 0.92 * unit), round(cast.hero_height(s) * 1.06 * unit)
    found: list[Hero] = []
    for i, artifact in enumerate(products):
        x = s.w / 2 + (i - (count - 1) / 2) * each
        picture = product(desk.path(artifact), wide, tall)
        found.append(Hero(_role(x, foot, picture.shape, unit, bearing), picture))
    hand = _hand(ask, s.light) if count == 1 else None
    for i, artifact in enumerate(screens, start=len(products)):
        x = s.w / 2 + (i - (count - 1) / 2) * each
        share = UPRIGHT if s.shape == "tall" else HELD if hand else TALL[s.framing]
        made = device(desk.path(artifact), wide, round(share * s.h * unit), s.light, hand)
        held = made.body.shape[0] > made.edges[3]
        role = _role(x, s.floor + 1 if held else foot, made.body.shape, unit, "hand" if held else bearing)
        found.append(Hero(role, device=made))
    return found


def drawings(ask: Paint, desk: Desk, light: Light) -> list[Callable[[int, int], Pixels]]:
    """Of each product and each screen what draws it into a box of pixels, in one piece."""
    products = [partial(product, desk.path(artifact)) for artifact in ask.products[:MOST]]
    return [*products, *(partial(_standing, desk.path(artifact), light) for artifact in ask.screens[:MOST])]


def _standing(screenshot: Path, light: Light, width: int, height: int) -> Pixels:
    return _whole(device(screenshot, width, height, light))


def _whole(made: Device) -> Pixels:
    """A device and what it shows."""
    whole = made.body.copy()
    over(whole, made.screen, *made.at)
    return whole


def _role(x: float, foot: float, shape: Sequence[int], unit: float, bearing: str) -> cast.Role:
    height, width = shape[0] / unit, shape[1] / unit
    return cast.Role("", x, foot, max(width, 0.5 * height), bearing)


def _hand(ask: Paint, light: Light) -> Hand | None:
    """The hand of the person whom the words name, in the colours that this person has in the whole film."""
    named = [name for name in read(ask.shows, ask.seed).players if people.is_person(name)]
    if not named:
        return None
    own = ask.seed + fingerprint(people.part_of(named[0]))
    who = people_looks.player(people_parts.lead(named[0]), light, own, people_parts.kin(named[0], own))
    return Hand(who.paint["skin"], who.paint[who.wear["upper"]] if who.wear["sleeve"] > 0.5 else None)


def laid(s: Stage, hero: Hero) -> tuple[Pixels, Edges]:
    """A hero on a sheet of its own, and where it lies in shares of the frame.

    What is the user's own is shown as it is: without the light and the edges of the look.
    """
    sheet, role = empty(s), hero.role
    if hero.picture is not None:
        _touch(sheet, hero.picture, role, s)
        return sheet, cast.place(sheet, role, hero.picture, s)
    made = hero.device
    assert made is not None  # noqa: S101 - a hero has one of the two
    unit = s.size.short_side / 100
    left, top = (sheet.shape[1] - s.size.width) // 2, (sheet.shape[0] - s.size.height) // 2
    x = round(left + role.x * unit - (made.edges[0] + made.edges[2]) / 2)
    y = round(top + role.foot * unit - made.edges[3])
    if role.bearing == "table":
        _mirror(sheet, made, x, y)
    drawn = empty(s)
    over(drawn, made.body, x, y)
    over(sheet, edged(drawn, s), 0, 0)
    over(sheet, made.screen, x + made.at[0], y + made.at[1])
    wide, high, (a, b, c, d) = s.size.width, s.size.height, made.edges
    return sheet, ((x + a - left) / wide, (y + b - top) / high, (x + c - left) / wide, (y + d - top) / high)


def _touch(sheet: Pixels, picture: Pixels, role: cast.Role, s: Stage) -> None:
    """The dark line where a product touches what it stands on; a lying shadow alone would let it float."""
    unit = s.size.short_side / 100
    low = picture[-max(2, picture.shape[0] // 16) :, :, 3].max(axis=0)
    base = np.flatnonzero(low > 127)
    if not base.size:
        return
    half, pad = (base[-1] - base[0] + 1) / 2, round(2.4 * unit)
    thick = max(1.0, 0.035 * half)
    spot = np.zeros((round(2 * thick) + 2 * pad, round(2 * half) + 2 * pad), np.uint8)
    middle = spot.shape[1] // 2, spot.shape[0] // 2
    cv2.ellipse(spot, middle, (max(1, round(0.96 * half)), max(1, round(thick))), 0, 0, 360, 255, -1, cv2.LINE_AA)
    soft = cv2.GaussianBlur(spot, (0, 0), 0.5 * unit).astype(np.float32) * 0.6
    x = (sheet.shape[1] - s.size.width) / 2 + role.x * unit + (base[0] + base[-1] + 1 - picture.shape[1]) / 2
    y = (sheet.shape[0] - s.size.height) / 2 + role.foot * unit
    over(sheet, tinted(soft, s.light.ink.rgb), round(x - spot.shape[1] / 2), round(y - spot.shape[0] / 2))


def _mirror(sheet: Pixels, made: Device, x: int, y: int) -> None:
    """A device seen again, faintly, in the table before it."""
    whole = _whole(made)
    tall = max(1, round(MIRRORED * whole.shape[0]))
    strip = whole[::-1][:tall].copy()
    fading = np.linspace(MIRROR, 0, tall, dtype=np.float32)[:, None]
    strip[..., 3] = (strip[..., 3] * fading).astype(np.uint8)
    over(sheet, strip, x, y + whole.shape[0])
