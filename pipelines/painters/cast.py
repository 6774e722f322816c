"""Puts the things of a shot into its scene: how large, where, on what, with which shadow."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels
from pipelines.painters import people
from pipelines.painters.backdrops import Before
from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import WHITE, Lab, lch
from pipelines.painters.grammar import tables
from pipelines.painters.places import Edges
from pipelines.painters.reading import fingerprint
from pipelines.painters.sheets import empty, halo, over, rendered
from pipelines.painters.sprites import bearing, pictogram
from pipelines.painters.stage import Stage
from studio.film import Framing

TABLES = {
    "kitchen",
    "shop",
    "office",
    "carriage",
    "workshop",
    "laboratory",
    "restaurant",
}  # settings whose near ground is a table
HERO = {"wide": 0.31, "medium": 0.47, "close": 0.56}  # of the frame's height
PORTRAITS = {"bust", "head"}
OPEN = {"heaven", "space", "underwater"}
AFLOAT = {"open_sea", "underwater"}  # where nobody can stand
STANDING = {
    "wide": 0.42,
    "medium": 0.64,
    "close": 0.74,
}  # of the frame's height: a grown-up; close, from the waist up
SEATED = {"wide": 0.32, "medium": 0.46, "close": 0.6}  # the same above a table
ASIDE = {"blocks": 0.15, "sweep": 0.0}  # of the frame's width: a poster's subject leaves room for large words
HANDY = 30  # hundredths of a grown-up: what is in no table of heights fits into hands, and is drawn larger
LARGER, SMALLER = 0.86, 0.33  # of a subject's height: a companion that is much larger, or much smaller, than it
MOST_BESIDE = 0.86  # of the height above the floor, for a thing beside people
MIRRORED = 0.3  # of a thing's height
HEADROOM = {"wide": 0.12, "square": 0.14, "tall": 0.2}  # above a head that is close, of the frame's height


@dataclass(frozen=True)
class Role:
    """One thing on the stage: its foot and height in stage units, and how it stands."""

    name: str
    x: float
    foot: float
    height: float
    bearing: str


def what(things: tuple[str, ...], products: bool) -> Before:
    """What is to be seen before a ground: pictograms are things, which a look may print in inks of its own."""
    if things and not products and not any(map(people.is_person, things)):
        return "things"
    return "something" if things or products else ""


def hero_height(s: Stage) -> float:
    """In stage units; in tall frames the width is what limits it."""
    usual = min(HERO[s.framing] * s.h, {"wide": 0.34, "medium": 0.58, "close": 0.7}[s.framing] * s.w)
    return usual * s.light.look.subject


def roles(things: tuple[str, ...], setting: str, s: Stage) -> list[Role]:
    """The subject on a third or in the middle, its companions smaller beside it; back to front."""
    if not things:
        return []
    if any(people.is_person(name) and (setting not in AFLOAT or people.floats(name)) for name in things):
        return _people(things, setting, s)
    things = tuple(map(people.part_of, things))
    size, side = hero_height(s), s.rng.choice((-1, 1))
    shift = 0.0 if s.framing == "close" and len(things) == 1 else s.rng.choice((0.0, 0.1, 0.14)) * side
    if s.light.look.ground != "place":
        side, shift = 1, ASIDE[s.light.look.ground] * (s.shape == "wide")
    elif setting == "theatre":
        shift = 0.0
    elif len(things) > 1:
        shift = 0.1 * side * (0.6 if s.shape == "tall" else 1)
    cast = [_role(things[0], s.w * (0.5 + shift), size, setting, s)]
    for i, name in enumerate(things[1:]):
        small = size * _beside(things[0], name, s.rng.uniform(0.42, 0.52))
        gap = (size + small) * (0.49 if i == 0 else -0.45)
        at = cast[0].x - side * gap
        reach = small * 0.55
        cast.append(_role(name, min(max(at, reach), s.w - reach), small, setting, s, companion=True))
    return cast[::-1]


def _people(things: tuple[str, ...], setting: str, s: Stage) -> list[Role]:
    """People side by side, looking at each other or into the frame, and the things they are seen with."""
    side, seated = s.rng.choice((-1, 1)), setting in TABLES and s.light.look.ground == "place"
    folk = [name for name in things if people.is_person(name)]
    held = frozenset[str]().union(*map(people.in_hand, folk))
    other = [name for name in things if not people.is_person(name) and name not in held]
    line = (folk if len(folk) < 3 else [folk[1], folk[0], folk[2]])[::-side]
    shift = 0.0 if setting == "theatre" else s.rng.choice((0.0, 0.08, 0.13))
    if s.light.look.ground == "blocks":
        side = 1  # as a thing alone
    middle = s.w * (0.5 + side * (0.0 if s.shape == "tall" or len(folk) > 1 else 0.1 if other else shift))
    looks_left = [i > (len(line) - 1) / 2 or (len(line) == 1 and side > 0) for i in range(len(line))]
    stances = [people.STANCES[2 * seated + turned] for turned in looks_left]
    frames = [people.frame(name, stance) for name, stance in zip(line, stances, strict=True)]
    framing = "medium" if other and s.shape == "tall" and s.framing == "close" else s.framing
    unit, foot = _measure(frames, folk, seated, framing, s)
    reach = unit * sum(right - left for left, _, right, _ in frames) / 2
    middle = min(max(middle, 0.02 * s.w + reach), 0.98 * s.w - reach) if reach < 0.48 * s.w else 0.5 * s.w
    x, found = middle - reach, {}
    for name, stance, (left, up, right, down) in zip(line, stances, frames, strict=True):
        wide, back = unit * (right - left), 0.0 if name == folk[0] else 1.2
        bottom = foot if seated else foot - back + unit * down
        found[name] = Role(name, x + wide / 2, bottom, unit * (down - up), stance)
        x += wide
    cast = [found[name] for name in folk]
    for i, name in enumerate(other):
        small = _lifelike(name, hero_height(s) * s.rng.uniform(0.46, 0.56), unit, s)
        at = middle + (reach + small * 0.5) * (1 if i % 2 else -1) * side
        at = min(max(at, small * 0.62), s.w - small * 0.62)
        cast.append(_role(name, at, small, setting, s, companion=True))
    return cast[::-1]


def _lifelike(name: str, usual: float, unit: float, s: Stage) -> float:
    """The height of a thing beside people in stage units: its own where that is known, as far as there is room."""
    real = tables()["heights"].get(name)
    return min(real * unit, MOST_BESIDE * s.floor) if real else usual


def _beside(subject: str, name: str, usual: float) -> float:
    """How tall a companion is in shares of its subject's height, if either is of a size that everybody knows."""
    known, lead = (tables()["heights"].get(thing, HANDY) for thing in (name, subject))
    if known > 2 * lead:
        return LARGER
    return SMALLER if lead > 2 * known else usual


def _measure(
    frames: list[people.Edges], folk: list[str], seated: bool, framing: Framing, s: Stage
) -> tuple[float, float]:
    """How large a hundredth of a grown-up is, as the framing asks and as far as all find room; where heels are.

    Both in stage units. Behind a table it is the table's far edge; in a close view heels lie below the frame.
    """
    room = (0.96 if framing == "close" else 0.84) * s.w / sum(right - left for left, _, right, _ in frames)
    top = min(up for _, up, _, _ in frames)
    larger = (people.alone(folk[0], seated) if len(folk) == 1 else 1.0) * s.light.look.subject
    if seated:
        tall = max(down for _, _, _, down in frames) - top
        return min(SEATED[framing] * s.h / 57 * larger, 0.86 * (s.floor - 8) / tall, room), s.floor - 7
    if framing == "close":
        unit = min(STANDING["close"] * s.h / (people.waist(folk[0]) - top), room)
        return unit, max(s.floor + 3, HEADROOM[s.shape] * s.h - unit * top)
    under_top = -0.92 * (s.floor + 3) / top
    return min(STANDING[framing] * s.h / people.TALL * larger, under_top, room), s.floor + 3


def _role(name: str, x: float, size: float, setting: str, s: Stage, companion: bool = False) -> Role:
    stands = bearing(name)
    if stands == "plinth" and (setting in TABLES or companion or s.light.look.ground != "place"):
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
    if not light.look.contact:
        return None
    if role.bearing in people.STANCES:
        return _footing(canvas, role, s)
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


def _footing(canvas: Canvas, role: Role, s: Stage) -> None:
    """The shadow that people cast on the ground: long from the light's side, dark where they touch it."""
    if "table" in role.bearing or role.foot > s.bottom:
        return
    left, up, right, down = people.frame(role.name, role.bearing)
    unit = role.height / (down - up)
    y = role.foot - unit * down
    for x in people.heels(role.name, role.bearing):
        at = role.x + unit * (x - (left + right) / 2)
        canvas.ellipse(at - s.light.side * unit * 12, y, unit * 26, unit * 3.6, canvas.glow(s.light.ink, 0.45))
        canvas.ellipse(at - s.light.side * unit * 1.5, y, unit * 14, unit * 2.2, canvas.glow(s.light.ink, 0.7))


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
    canvas.circle(role.x, y, r * 0.98, canvas.vertical(tone.mixed(WHITE, 0.25), tone))


def backdrop(s: Stage, x: float, height: float) -> None:
    """The film's motif behind the subject: it lifts the subject off the scene in every shot."""
    r = min(max(height * 0.76, 0.2 * s.h), 0.43 * s.h)  # people who are close are taller than the frame
    y = max(s.floor - height * 0.55, 0.4 * s.h)
    if s.light.look.ground != "place":
        return
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
        s.middle.path(d, s.middle.fade(tone, veil, 0.0))  # it has no foot that could stand on a table
    else:
        for part in (1.0, 0.8):
            s.middle.circle(x, y, r * part, tone, veil * 0.55)


def ground_sheet(s: Stage, roles: list[Role]) -> Pixels:
    """The near canvas, rendered with what carries each role."""
    for role in roles:
        furniture(s.near, role, s)
    return rendered(s.near, s)


def player_sheet(s: Stage, role: Role, seed: int) -> tuple[Pixels, Edges]:
    """A role alone on a sheet of its own, and where it lies, in shares of the frame."""
    sheet = empty(s)
    return sheet, place(sheet, role, _drawn(role, s, seed), s)


def is_behind_a_table(role: Role) -> bool:
    return "table" in role.bearing and role.bearing in people.STANCES


def _drawn(role: Role, s: Stage, seed: int) -> Pixels:
    """A role's picture; whoever plays it is the same in every shot of a film."""
    unit, own = s.size.short_side / 100, seed + fingerprint(people.part_of(role.name))
    if role.bearing in people.STANCES:
        shown = min(1.0, 1 - (role.foot - s.bottom) / role.height)
        return people.figure(role.name, role.bearing, round(role.height * unit), s.light, own, shown)
    share = 0.76 if role.bearing == "head" else 1.0
    return pictogram(role.name, round(role.height * share * unit), s.light, own)


def place(sheet: Pixels, role: Role, sprite: Pixels, s: Stage) -> Edges:
    """Lay one thing on a sheet, in place, its foot where its role says; where it lies in the frame."""
    unit = s.size.short_side / 100
    left, top = (sheet.shape[1] - s.size.width) / 2, (sheet.shape[0] - s.size.height) / 2
    x = round(left + role.x * unit - sprite.shape[1] / 2)
    y = round(top + role.foot * unit - sprite.shape[0])
    if role.bearing == "bust":
        sprite = in_medallion(sprite, role.height * unit * 0.98 / 2)
        y = round(top + (role.foot - role.height * 0.01) * unit - sprite.shape[0])
    elif role.bearing == "head":
        y = round(top + (role.foot - role.height * 0.5) * unit - sprite.shape[0] / 2)
    elif (s.light.dark or s.light.look.glow) and not s.light.look.inks:
        pad = round(role.height * unit * 0.12)
        alpha = cv2.copyMakeBorder(sprite[..., 3], pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
        over(sheet, halo(alpha, pad * 0.5, s.light.lamp.rgb, 0.3 + 0.3 * s.light.look.glow), x - pad, y - pad)
    over(sheet, sprite, x, y)
    right, bottom = x + sprite.shape[1], y + sprite.shape[0]
    if s.light.look.reflection and role.bearing not in ("float", *PORTRAITS):
        over(sheet, _mirrored(sprite, s.light.look.reflection), x, bottom)
    wide, high = s.size.width, s.size.height
    return (x - left) / wide, (y - top) / high, (right - left) / wide, (bottom - top) / high


def _mirrored(sprite: Pixels, strength: float) -> Pixels:
    """What a polished ground shows of a thing: its lowest part upside down, fainter away from its foot."""
    part = sprite[::-1][: max(1, round(MIRRORED * sprite.shape[0]))].copy()
    fading = strength * np.linspace(1, 0, part.shape[0], dtype=np.float32)[:, None] ** 1.5
    part[..., 3] = (part[..., 3] * fading).round().astype(np.uint8)
    return part


def in_medallion(portrait: Pixels, radius: float) -> Pixels:
    """Without what lies outside a disc that ends where the portrait does; above the disc's middle all of it stays."""
    high, wide = portrait.shape[:2]
    y, x = np.mgrid[:high, :wide].astype(np.float32) + 0.5
    down, across = y - (high - radius), x - wide / 2
    share = np.where(down < 0, 1, np.clip(radius - np.hypot(across, down) + 0.5, 0, 1))
    kept = portrait.copy()
    kept[..., 3] = (kept[..., 3] * share).astype(np.uint8)
    return kept
