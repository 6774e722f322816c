"""Who is drawn by a name: "cook", "farmer:cycle" (what one does), "teacher~woman:bring=books" (who, and with what in
hand) or "child:jump+" (several), each in a place.

See assets/people.toml for the parts, what people do, the poses and the groups.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pipelines.machinery.tables import ASSETS, table
from pipelines.painters import people_things
from pipelines.painters.lexicon import pictograms
from pipelines.painters.people_bones import Bones, bones

SEVERAL, DOING, SEX, HOLDING, AND = "+", ":", "~", "=", "&"


@lru_cache
def lists() -> dict[str, Any]:
    """What assets/people.toml says."""
    return table(ASSETS / "people.toml")


@dataclass(frozen=True)
class Member:
    """One of the figures of a drawing, or a thing among them: where its heels are, `up` behind the others'."""

    part: str
    act: str = ""
    x: float = 0.0
    up: float = 0.0
    turned: bool = False  # looks the other way than the drawing
    seed: int = 0  # tells those apart who play the same part
    sex: str = ""  # where the words say it


def part_of(name: str) -> str:
    """Who it is, whatever it does."""
    return name.removesuffix(SEVERAL).partition(DOING)[0].partition(SEX)[0]


def is_person(name: str) -> bool:
    """Whether a name is drawn as a figure, or as several."""
    part = part_of(name)
    return part in lists()["people"] or part in lists()["groups"]


@lru_cache(maxsize=256)
def members(name: str) -> tuple[Member, ...]:
    """The figures of a drawing, back to front."""
    part = part_of(name)
    if part in lists()["groups"]:
        return tuple(_member(*entry, seed=i) for i, entry in enumerate(lists()["groups"][part]))
    lead = _member(name.removesuffix(SEVERAL))
    with_others = (*_others(lead), lead)
    if not name.endswith(SEVERAL) or len(with_others) > 1:
        return with_others
    gap = doing(lead).get("gap", 31.0) * scale(part)
    return tuple(
        replace(lead, x=gap * k, up=up, seed=seed) for seed, k, up in ((1, -1, 3.0), (2, 1, 3.0), (0, 0, 0.0))
    )


def lead(name: str) -> Member:
    """The foremost of the figures of a drawing."""
    return next(member for member in members(name)[::-1] if not is_thing(member))


def kin(name: str, seed: int) -> int | None:
    """The number that the figures of a family have in common; of any others None."""
    return seed if part_of(name) in lists()["kin"] else None


def _others(lead: Member) -> tuple[Member, ...]:
    """Who takes part; a child does what two do with another child."""
    others = [_member(*entry, seed=i + 1) for i, entry in enumerate(doing(lead).get("others", ()))]
    if age(lead.part) != "child":
        return tuple(others)
    small = scale(lead.part)
    return tuple(
        replace(other, part=lead.part if other.act == lead.act else other.part, x=other.x * small) for other in others
    )


def _member(who: str, x: float = 0.0, up: float = 0.0, turned: bool = False, seed: int = 0) -> Member:
    named, _, act = who.partition(DOING)
    part, _, sex = named.partition(SEX)
    return Member(part, act or lists()["people"].get(part, {}).get("act", ""), x, up, turned, seed, sex)


def held(hold: str, things: str) -> list[str]:
    """The props that pictograms are in hand: one in a hand or in both, or one in each."""
    names = things.split(AND)
    if hold == "each":
        return [f"left{HOLDING}{names[0]}", f"right{HOLDING}{names[-1]}"]
    return [f"{hold}{HOLDING}{names[0]}"]


def is_held(thing: str) -> bool:
    """Whether a pictogram is of something that fits into hands."""
    fits = pictograms()[thing]["group"] in ("object", "food", "activity") or thing in lists()["small"].split()
    return fits and thing not in lists()["too_large"].split()


def is_thing(member: Member) -> bool:
    return member.part in people_things.THINGS


def doing(member: Member) -> dict[str, Any]:
    """What somebody does: an entry of [act], or the part's own pose and prop."""
    if member.act:
        act, _, things = member.act.partition(HOLDING)
        own = dict(lists()["act"][act])
        return own | {"prop": " ".join(held(own["holds"], things))} if things else own
    who = lists()["people"].get(member.part, {})
    return {key: who[key] for key in ("pose", "prop") if key in who}


def pose(member: Member, stance: str) -> dict[str, Any]:
    name = doing(member).get("pose", member.act)
    if stance.startswith("behind"):
        name = lists()["behind_a_table"].get(name, name)
    return dict(lists()["pose"][name])


def props(member: Member, stance: str) -> list[str]:
    """What is in hand or on the head; `at_table` where a table takes the place of what one works at."""
    act = doing(member)
    held = act.get("prop", "")
    return str(act.get("at_table", held) if stance.startswith("behind") else held).split()


def at_table(act: dict[str, Any]) -> bool:
    """Whether it is still to be seen what somebody does when a table hides the legs."""
    return "at_table" in act or act["pose"] not in lists()["behind_a_table"]


def things(member: Member, stance: str, where: str) -> list[people_things.Thing]:
    """What is `under` somebody, between the legs, or `over`, before them; on a table only what stands on it."""
    found = [people_things.THINGS[name] for name in str(doing(member).get(where, "")).split()]
    return [thing for thing in found if thing.on_table or not stance.startswith("behind")]


def age(part: str) -> str:
    return str(lists()["people"][part].get("age", "grown"))


def skeleton(member: Member, stance: str, sex: str = "man") -> Bones:
    """The joints; of the head and the hands they do not hang on who plays the part."""
    years = age(member.part)
    build = dict(lists()["build"][sex if years == "grown" else years])
    build["head"] = lists()["build"]["man" if years == "grown" else years]["head"]
    return bones(build, pose(member, stance))


def scale(part: str) -> float:
    years = age(part) if part in lists()["people"] else "grown"
    return float(lists()["build"]["man" if years == "grown" else years]["scale"])
