"""People as whole figures: a pictogram of a person becomes a body in clothes, in a pose, with looks of its own.

The words alone say the pose, so where a figure's head is follows from its name; the seed says who plays the part.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from pipelines.machinery.svg import Pixels, render
from pipelines.machinery.tables import ASSETS, table
from pipelines.painters import people_clothes, people_heads, people_props
from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import Lab, lch
from pipelines.painters.looks import Light
from pipelines.painters.people_bones import HIP, SKULL, Bones, bones
from pipelines.painters.people_brush import Brush
from pipelines.painters.sprites import lit

Edges = tuple[float, float, float, float]  # left, top, right, bottom
TALL = 100.0  # of a grown-up, from heel to crown
TABLE = -41.0  # where a table hides a figure, in its own measure
STANCES = ("person", "person-turned", "behind-table", "behind-table-turned")  # the turned look to the left
HEADDRESS = ("hijab", "turban")  # what may be worn by chance
ENOUGH_APART = 0.17  # skin and cloth, in OKLab: less looks like bare skin
EVERYDAY_WIDEST = ("dress",)


@lru_cache
def lists() -> dict[str, Any]:
    """What assets/people.toml says."""
    return table(ASSETS / "people.toml")


def is_person(name: str) -> bool:
    """Whether a pictogram is drawn as a figure, or as several."""
    return name in lists()["people"] or name in lists()["groups"]


@dataclass(frozen=True)
class _Member:
    """One of the figures of a drawing: its part and where its heels are."""

    part: str
    x: float


def _members(name: str) -> list[_Member]:
    return [_Member(part, x) for part, x in lists()["groups"].get(name, [(name, 0.0)])]


def _pose(part: str, stance: str) -> dict[str, Any]:
    pose = lists()["people"][part]["pose"]
    if stance.startswith("behind"):
        pose = lists()["behind_a_table"].get(pose, pose)
    return dict(lists()["pose"][pose])


def _age(part: str) -> str:
    return str(lists()["people"][part].get("age", "grown"))


def _bones(part: str, stance: str, sex: str = "man") -> Bones:
    """The joints; of the head and the hands they do not hang on who plays the part."""
    age = _age(part)
    build = dict(lists()["build"][sex if age == "grown" else age])
    build["head"] = lists()["build"]["man" if age == "grown" else age]["head"]
    return bones(build, _pose(part, stance))


def _scale(part: str) -> float:
    age = _age(part)
    return float(lists()["build"]["man" if age == "grown" else age]["scale"])


@lru_cache(maxsize=256)
def _reach(part: str, stance: str) -> tuple[Edges, Edges]:
    """The edges of one figure and of its head, in its own measure, whoever plays it."""
    who, j = lists()["people"][part], _bones(part, stance)
    hat = who.get("hat", "")
    x, y = j.head
    half = people_heads.half_width(hat) * j.skull
    head = x - half, y - people_heads.top(hat) * j.skull, x + half, y + SKULL * j.skull
    dresses = [lists()["clothes"][name] for name in who.get("clothes", EVERYDAY_WIDEST)]
    skirts = max(12.0, *(max(w.get("skirt_flare", 0), w.get("flare", 0)) + 2.5 for w in dresses))
    if j.drop > 20:
        skirts = 12.0
    if any("cape" in w.get("details", ()) for w in dresses):
        skirts = 21.0
    edges = [head, (-skirts, -80.0, skirts, 0.0)]
    edges += [(hx - 5.4, hy - 5.4, hx + 5.4, hy + 5.4) for hx, hy in (*j.hands, *j.elbows)]
    edges += [(kx - 6.4, ky - 6.4, kx + 6.4, min(ky + 6.4, 0.8)) for kx, ky in j.knees]
    edges += [(fx - 9, fy - 4, fx + 9, fy + 5) for fx, fy in j.feet]
    for name in who.get("prop", "").split():
        prop = people_props.PROPS[name]
        (ax, ay), (left, up, right, down) = people_props.anchor(j.hands, prop), prop.reach
        edges.append((ax + left, ay + up, ax + right, min(ay + down, 1.0)))
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    foot = TABLE + j.drop if stance.startswith("behind") else min(max(bottoms), 1.0)
    return (min(lefts), min(tops), max(rights), foot), head


def _placed(name: str, stance: str) -> list[tuple[_Member, float, Edges, Edges]]:
    """Every figure of a drawing: who, scale, its edges and its head's in the drawing's measure."""
    turned = stance.endswith("turned")
    found = []
    for member in _members(name):
        scale = _scale(member.part)

        def moved(edges: Edges, scale: float = scale, x: float = member.x) -> Edges:
            left, up, right, down = (edge * scale for edge in edges)
            left, right = left + x, right + x
            return (-right, up, -left, down) if turned else (left, up, right, down)

        body, head = _reach(member.part, stance)
        found.append((member, scale, moved(body), moved(head)))
    return found


def frame(name: str, stance: str) -> Edges:
    """The edges of a drawing: (0, 0) is the ground between the heels, a grown-up is TALL high."""
    lefts, tops, rights, bottoms = zip(*(edges for _, _, edges, _ in _placed(name, stance)), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def heads(name: str, stance: str) -> tuple[Edges, ...]:
    """The heads, hair and hats included, in shares of the drawing."""
    left, up, right, down = frame(name, stance)
    wide, high = right - left, down - up
    return tuple(
        ((a - left) / wide, (b - up) / high, (c - left) / wide, (d - up) / high)
        for _, _, _, (a, b, c, d) in _placed(name, stance)
    )


def in_hand(name: str) -> frozenset[str]:
    """The pictograms that a person's own props already show."""
    props = " ".join(lists()["people"][member.part].get("prop", "") for member in _members(name)).split()
    return frozenset(thing for prop in props for thing in lists()["in_hand"].get(prop, ()))


def heels(name: str, stance: str) -> tuple[float, ...]:
    """Where the figures of a drawing stand, across."""
    turned = stance.endswith("turned")
    return tuple(-member.x if turned else member.x for member in _members(name))


def waist(name: str) -> float:
    """The height down to which a figure is shown close: the waist, or all of one who sits on the ground."""
    part = _members(name)[0].part
    drop = _bones(part, STANCES[0]).drop
    return (HIP - 6 + drop) * _scale(part) if drop < 20 else 0.0


def alone(name: str) -> float:
    """How much larger than beside a grown-up a figure is shown alone: a child would be lost in the frame."""
    return 1 / math.sqrt(_scale(_members(name)[0].part))


def figure(name: str, stance: str, height: int, light: Light, seed: int, shown: float = 1.0) -> Pixels:
    """The drawing of a person `height` pixels high, in the film's light; the seed says who plays the part.

    Below the `shown` share of its height it is left empty: what lies outside the picture costs no time.
    """
    left, up, right, down = frame(name, stance)
    width, rows = max(8, round(height * (right - left) / (down - up))), max(8, math.ceil(height * shown))
    canvas = Canvas(light.look.gradient < 0.5)
    turned = stance.endswith("turned")
    for member, scale, _, _ in _placed(name, stance):
        with canvas.placed(-member.x if turned else member.x, 0, scale, flip=turned):
            _draw(canvas, member.part, stance, light, random.Random(f"{member.part} {seed}"))
    box = left, up, right - left, (down - up) * rows / height
    picture = lit(render(canvas.svg(box, width, rows), width, rows), light)
    return np.pad(picture, ((0, max(0, height - rows)), (0, 0), (0, 0)))


def _draw(canvas: Canvas, part: str, stance: str, light: Light, rng: random.Random) -> None:
    who = lists()["people"][part]
    sex = who.get("sex") or rng.choice(("woman", "man"))
    wear = dict(lists()["clothes"][_clothes(who, sex, rng)])
    head = _head(who, sex, _long(wear), rng)
    if head.hat == "hijab":
        wear["sleeve"] = 1.0
    side = -light.side if stance.endswith("turned") else light.side
    b = Brush(canvas, _bones(part, stance, sex), _colours(light, head, rng), side)
    people_heads.behind(b, head)
    people_clothes.body(b, wear, who.get("belly", False))
    people_heads.before(b, head)
    for i in (0, 1):
        if i not in b.bones.back:
            people_clothes.arm(b, wear, i)
    for name in who.get("prop", "").split():
        prop = people_props.PROPS[name]
        with canvas.placed(*people_props.anchor(b.bones.hands, prop)):
            prop.draw(b)
        for i in (0, 1):
            if prop.hold in ("both", ("left", "right")[i]):
                people_clothes.hand(b, wear, i)


def _clothes(who: dict[str, Any], sex: str, rng: random.Random) -> str:
    everyday = lists()["everyday"]["child" if who.get("age") == "child" else sex]
    wears = who.get("clothes", everyday)
    fitting = [name for name in wears if lists()["clothes"][name].get("for", sex) == sex]
    return str(rng.choice(fitting))


def _long(wear: dict[str, Any]) -> bool:
    """Whether clothes cover the legs."""
    return wear["lower"] not in ("none", "shorts") or max(wear.get("hem", HIP), wear.get("skirt_hem", HIP)) > -12


def _head(who: dict[str, Any], sex: str, covered: bool, rng: random.Random) -> people_heads.Head:
    age, hat, beard = who.get("age", "grown"), who.get("hat", ""), who.get("beard", False)
    if "hair" in who:
        kinds = who["hair"]
    elif sex == "woman":
        kinds = ["long", "wavy", "bob", "bun", "tail", "braids", "curls", "afro"]
    else:
        kinds = ["bald", "short", "side"] if age == "old" else ["short", "side", "crop", "curls", "afro", "short"]
    hair = rng.choice(kinds)
    chance = rng.random()
    if hat and hat not in HEADDRESS:  # what would stand out beside a hat
        hair = {"afro": "crop", "curls": "crop", "bun": "tail"}.get(hair, hair)
    elif not hat and age == "grown" and "hair" not in who and chance < 0.14 and (covered or sex == "man"):
        hat, beard = ("hijab", False) if sex == "woman" else ("turban", True)
    if sex == "man" and age in ("grown", "old") and not who.get("young") and rng.random() < 0.3:
        beard = True
    glasses = bool(who.get("glasses", False) and rng.random() < 0.7) or (age == "old" and rng.random() < 0.5)
    return people_heads.Head(hair, hat, beard, glasses, old=age == "old", young=age in ("child", "baby"))


def _colours(light: Light, head: people_heads.Head, rng: random.Random) -> dict[str, Lab]:
    """The person's own colours and those of the clothes, which belong to the film's."""
    data, veil = lists(), light.look.unity * 0.35  # skin is drawn less to the film's hue than cloth
    tone = rng.choice(data["skins"])
    skin = lch(*tone).mixed(lch(tone[0], light.chroma, light.hue), veil)
    fair = len(data["hairs"]) if tone[0] > 0.72 else 3
    hair = rng.choice(data["greys"] if head.old else data["hairs"][:fair])
    hues = [light.accent_hue, light.hue, light.accent_hue + 55, light.hue - 50]
    chroma = light.chroma + 0.035

    def cloth(lightness: float, hue: float, strength: float = chroma) -> Lab:
        return light.united(lightness, strength, hue)

    mains = [(lightness, hue) for hue in rng.sample(hues, 4) for lightness in rng.sample((0.62, 0.54, 0.7), 3)]
    lightness, first = next(
        (main for main in mains if math.dist(cloth(*main), skin) > ENOUGH_APART),
        max(mains, key=lambda main: math.dist(cloth(*main), skin)),
    )
    second = rng.choice([hue for hue in hues if hue != first])

    return {
        "skin": skin,
        "cheek": skin.mixed(lch(0.62, 0.16, 25), 0.55),
        "lips": skin.mixed(lch(0.42, 0.11, 22), 0.75),
        "hair": lch(*hair).mixed(lch(hair[0], light.chroma, light.hue), veil),
        "ink": light.ink,
        "main": cloth(lightness, first),
        "second": cloth(rng.choice((0.5, 0.74)), second),
        "cloth": cloth(rng.choice((0.58, 0.72, 0.46)), second),
        "accent": cloth(0.72, light.accent_hue if first != light.accent_hue else light.accent_hue + 50),
        "dark": cloth(0.36, first, 0.04),
        "black": cloth(0.27, light.hue, 0.02),
        "pale": cloth(0.9, second, 0.03),
        "white": cloth(0.96, 95, 0.012),
        "denim": cloth(0.45, 255, 0.075),
        "navy": cloth(0.37, 262, 0.075),
        "red": cloth(0.58, 27, 0.17),
        "ochre": cloth(0.68, 75, 0.11),
        "sand": cloth(0.77, 78, 0.06),
        "straw": cloth(0.83, 84, 0.1),
        "safety": cloth(0.8, 72, 0.15),
        "leaf": cloth(0.62, 138, 0.13),
        "gold": cloth(0.82, 88, 0.13),
        "steel": cloth(0.72, 245, 0.02),
        "shoe": cloth(rng.choice((0.3, 0.36, 0.9)), rng.choice((50, light.hue)), 0.04),
    }
