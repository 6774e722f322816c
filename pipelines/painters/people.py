"""People as whole figures: a pictogram of a person becomes a body in clothes, in a pose, with looks of its own.

The words alone say the pose, so where a figure's head is follows from its name; the seed says who plays the part.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from pipelines.machinery.raster import render
from pipelines.machinery.svg import Pixels
from pipelines.painters import people_clothes, people_hats, people_heads, people_looks, people_parts, people_props
from pipelines.painters.areas import Edges
from pipelines.painters.canvas import Canvas
from pipelines.painters.lexicon import pictograms
from pipelines.painters.looks import Light
from pipelines.painters.people_bones import HIP, SHOULDER, SKULL, Bones
from pipelines.painters.people_brush import Brush
from pipelines.painters.people_parts import Member, is_person, lists, members, part_of
from pipelines.painters.people_things import THINGS
from pipelines.painters.sprites import lit

__all__ = ["STANCES", "TALL", "Edges", "alone", "figure", "floats", "frame", "heads", "heels", "in_hand", "is_person",
           "lists", "part_of", "waist"]  # fmt: skip

TALL = 100.0  # of a grown-up, from heel to crown
TABLE = -41.0  # where a table hides a figure, in its own measure
STANCES = ("person", "person-turned", "behind-table", "behind-table-turned")  # the turned look to the left
NEAR = 6.0  # who stands no farther behind has a shadow of its own
LARGEST = 1.5  # how much larger than life a small figure may be
EVERYDAY_WIDEST = ("dress",)


@lru_cache(maxsize=512)
def _reach(member: Member, stance: str) -> tuple[Edges, Edges | None]:
    """The edges of one figure and of its head, in its own measure, whoever plays it; a thing has no head."""
    if people_parts.is_thing(member):
        return THINGS[member.part].reach, None
    j = people_parts.skeleton(member, stance)
    head = _head_edges(member, j)
    edges = [head, *_clothes_edges(member, j)]
    edges += [(hx - 6, hy - 6, hx + 6, hy + 6) for hx, hy in (*j.hands, *j.elbows)]
    edges += [(kx - 7.2, ky - 7.2, kx + 7.2, min(ky + 7.2, 0.8)) for kx, ky in j.knees]
    edges += [(fx - 9, fy - 4, fx + 9, fy + 5) for fx, fy in j.feet]
    for name in people_parts.props(member, stance):
        prop = people_props.prop(name)
        (ax, ay), (left, up, right, down) = people_props.anchor(j, prop), prop.reach
        edges.append((ax + left, ay + up, ax + right, min(ay + down, 1.0)))
    around = [thing.reach for where in ("under", "over") for thing in people_parts.things(member, stance, where)]
    lefts, tops, rights, bottoms = zip(*edges, *around, strict=True)
    low = max([min(max(bottoms), 1.0), *(reach[3] for reach in around)])
    foot = TABLE + j.drop if stance.startswith("behind") else low
    return (min(lefts), min(tops), max(rights), foot), head


def _head_edges(member: Member, j: Bones) -> Edges:
    hat = people_parts.doing(member).get("hat", lists()["people"][member.part].get("hat", ""))
    half, top = people_hats.half_width(hat) * j.skull, people_hats.top(hat) * j.skull
    x, y = j.head
    top += 0.07 * abs(j.tilt)  # a head that tilts lifts what stands off its side
    return x - half, y - top, x + half, y + SKULL * j.skull


def _clothes_edges(member: Member, j: Bones) -> list[Edges]:
    """What may be worn: skirts hang round one who stands, the trunk of another is where it is."""
    if j.folded:
        corners = [j.at(k * (j.width + 2), y) for k in (-1, 1) for y in (SHOULDER - 3, HIP + 4)]
        return [(x - 2, y - 2, x + 2, y + 2) for x, y in corners]
    who = lists()["people"][member.part]
    dresses = [lists()["clothes"][name] for name in who.get("clothes", EVERYDAY_WIDEST)]
    skirts = max(12.0, *(max(w.get("skirt_flare", 0), w.get("flare", 0)) + 2.5 for w in dresses))
    if any("cape" in w.get("details", ()) for w in dresses):
        skirts = 21.0
    return [(-skirts, -80.0 + j.drop, skirts, min(0.0, j.drop))]


def _placed(name: str, stance: str) -> list[tuple[Member, float, Edges, Edges | None]]:
    """Every figure of a drawing: who, scale, its edges and its head's in the drawing's measure."""
    turned = stance.endswith("turned")
    found = []
    for member in _shown(name, stance):
        scale = people_parts.scale(member.part)

        def moved(edges: Edges, scale: float = scale, member: Member = member) -> Edges:
            left, up, right, down = (edge * scale for edge in edges)
            if member.turned:
                left, right = -right, -left
            left, right, up, down = left + member.x, right + member.x, up - member.up, down - member.up
            return (-right, up, -left, down) if turned else (left, up, right, down)

        body, head = _reach(member, stance)
        found.append((member, scale, moved(body), moved(head) if head else None))
    return found


def _shown(name: str, stance: str) -> list[Member]:
    """Behind a table that the scene has, a group needs none of its own."""
    behind = stance.startswith("behind")
    return [member for member in members(name) if not (behind and people_parts.is_thing(member))]


@lru_cache(maxsize=512)
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
        for a, b, c, d in (head for _, _, _, head in _placed(name, stance) if head)
    )


def in_hand(name: str) -> frozenset[str]:
    """The pictograms that a person's own props, and what is ridden or worked at, already show."""
    own = [people_parts.doing(member) for member in members(name)]
    shown = " ".join(f"{act.get('prop', '')} {act.get('under', '')} {act.get('over', '')}" for act in own).split()
    usual = (thing for one in shown for thing in lists()["in_hand"].get(one, ()))
    return frozenset(usual) | {one.partition(people_parts.HOLDING)[2] for one in shown}


def heels(name: str, stance: str) -> tuple[float, ...]:
    """Where the figures of a drawing touch the ground, across."""
    turned = stance.endswith("turned")
    return tuple(
        -x if turned else x
        for member in members(name)
        if member.up < NEAR
        for at in people_parts.doing(member).get("heels", (0.0,))
        for x in [member.x + (-at if member.turned else at) * people_parts.scale(member.part)]
    )


def floats(name: str) -> bool:
    """Whether a person may be seen where nobody can stand."""
    part, act = part_of(name), people_parts.doing(members(name)[-1])
    return bool(act.get("afloat")) or part not in pictograms()


def waist(name: str) -> float:
    """The height down to which a figure is shown close: the waist, or all of one who sits, rides or jumps."""
    lead = people_parts.lead(name)
    act, j = people_parts.doing(lead), people_parts.skeleton(lead, STANCES[0])
    whole = j.folded or act.keys() & {"under", "over", "whole"}
    return 0.0 if whole else (HIP - 6 + j.drop) * people_parts.scale(lead.part)


def alone(name: str, seated: bool) -> float:
    """How much larger than beside a grown-up a figure is shown alone: who is small or sits would be lost."""
    if seated:
        return 1 / math.sqrt(max(people_parts.scale(member.part) for member in members(name)))
    _, up, _, down = frame(name, STANCES[0])
    return min(max(1.0, math.sqrt(TALL / (down - up))), LARGEST)


def figure(name: str, stance: str, height: int, light: Light, seed: int, shown: float = 1.0) -> Pixels:
    """The drawing of a person `height` pixels high, in the film's light; the seed says who plays the part.

    Below the `shown` share of its height it is left empty: what lies outside the picture costs no time.
    """
    left, up, right, down = frame(name, stance)
    width, rows = max(8, round(height * (right - left) / (down - up))), max(8, math.ceil(height * shown))
    canvas = Canvas(light.look.gradient < 0.5)
    turned = stance.endswith("turned")
    for member in _shown(name, stance):
        flip, x = turned != member.turned, -member.x if turned else member.x
        side = -light.side if flip else light.side
        with canvas.placed(x, -member.up, people_parts.scale(member.part), flip=flip):
            _draw(canvas, member, stance, light, side, seed, people_parts.kin(name, seed))
    box = left, up, right - left, (down - up) * rows / height
    picture = lit(render(canvas.svg(box, width, rows), width, rows), light)
    return np.pad(picture, ((0, max(0, height - rows)), (0, 0), (0, 0)))


def _draw(canvas: Canvas, member: Member, stance: str, light: Light, side: int, seed: int, kin: int | None) -> None:
    if people_parts.is_thing(member):
        nobody = people_parts.skeleton(Member("man"), stance)
        paint = people_looks.colours(light, people_heads.Head("short"), people_looks.chance(member, seed))
        return THINGS[member.part].draw(Brush(canvas, nobody, paint, side))
    sex, wear, head, paint = people_looks.player(member, light, seed, kin)
    belly = lists()["people"][member.part].get("belly", False)
    b = Brush(canvas, people_parts.skeleton(member, stance, sex), paint, side)
    people_heads.behind(b, head)
    people_clothes.body(b, wear, belly, lambda: _things(b, member, stance, "under"))
    people_heads.before(b, head)
    for i in (0, 1):
        if i not in b.bones.back:
            people_clothes.arm(b, wear, i)
    for name in people_parts.props(member, stance):
        prop = people_props.prop(name)
        with canvas.placed(*people_props.anchor(b.bones, prop)):
            prop.draw(b)
        for i in (0, 1):
            if prop.grasped and prop.hold in ("both", ("left", "right")[i]):
                people_clothes.hand(b, wear, i)
    _things(b, member, stance, "over")


def _things(b: Brush, member: Member, stance: str, where: str) -> None:
    for thing in people_parts.things(member, stance, where):
        thing.draw(b)
