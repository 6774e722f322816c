"""Who plays a part: clothes, hair, hats and colours of a drawn person, by chance and by the film's light."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any, NamedTuple

from pipelines.painters import people_heads
from pipelines.painters.colour import Lab, lch
from pipelines.painters.looks import Light
from pipelines.painters.people_bones import HIP
from pipelines.painters.people_parts import Member, doing, lists

HEADDRESS = ("hijab", "turban")  # what may be worn by chance
ENOUGH_APART = 0.17  # skin and cloth, in OKLab: less looks like bare skin
UNDER_HAT = {"afro": "crop", "curls": "crop", "bun": "tail"}  # hair that a hat leaves room for


class Player(NamedTuple):
    """Who plays a part: the same in every shot of a film, but for what is worn for what one does."""

    sex: str
    wear: dict[str, Any]  # an entry of [clothes]
    head: people_heads.Head
    paint: dict[str, Lab]


def player(member: Member, light: Light, seed: int, kin: int | None = None) -> Player:
    """Who plays a member's part in the film of this seed; kin have a number in common."""
    rng, act = chance(member, seed), doing(member)
    who, entries = lists()["people"][member.part], lists()["clothes"]
    sex = who.get("sex") or rng.choice(("woman", "man"))
    sex = who.get("sex") or member.sex or sex
    own = clothes(who, sex, rng)
    wear, covered = dict(entries[worn_for(act, own, sex)]), covers_legs(entries[own])
    worn = head(who, sex, covered, rng)
    paint = colours(light, worn, rng, kin)
    if "hat" in act and worn.hat not in HEADDRESS:
        worn = replace(worn, hat=act["hat"], hair=UNDER_HAT.get(worn.hair, worn.hair))
    if worn.hat == "hijab":
        wear["sleeve"] = 1.0
    return Player(sex, wear, worn, paint)


def chance(member: Member, seed: int) -> random.Random:
    """The chance that decides on one figure, or on a thing among them."""
    return random.Random(f"{member.part} {seed}" + (f" {member.seed}" if member.seed else ""))


def clothes(who: dict[str, Any], sex: str, rng: random.Random) -> str:
    """An entry of [clothes]: what somebody wears all the film through."""
    everyday = lists()["everyday"]["child" if who.get("age") == "child" else sex]
    return str(rng.choice(_fitting(who.get("clothes", everyday), sex)))


def worn_for(act: dict[str, Any], own: str, sex: str) -> str:
    """One's own clothes, or others where what one does asks for them."""
    wears = act.get("wears", ())
    if not wears or (act.get("or_trousers") and lists()["clothes"][own]["lower"] not in ("none", "pale")):
        return own
    return str(random.Random(own).choice(_fitting(wears, sex)))


def _fitting(names: list[str], sex: str) -> list[str]:
    return [name for name in names if lists()["clothes"][name].get("for", sex) == sex]


def covers_legs(wear: dict[str, Any]) -> bool:
    """Whether clothes cover the legs."""
    return wear["lower"] not in ("none", "shorts") or max(wear.get("hem", HIP), wear.get("skirt_hem", HIP)) > -12


def head(who: dict[str, Any], sex: str, covered: bool, rng: random.Random) -> people_heads.Head:
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
        hair = UNDER_HAT.get(hair, hair)
    elif not hat and age == "grown" and "hair" not in who and chance < 0.14 and (covered or sex == "man"):
        hat, beard = ("hijab", False) if sex == "woman" else ("turban", True)
    if sex == "man" and age in ("grown", "old") and not who.get("young") and rng.random() < 0.3:
        beard = True
    glasses = bool(who.get("glasses", False) and rng.random() < 0.7) or (age == "old" and rng.random() < 0.5)
    return people_heads.Head(hair, hat, beard, glasses, old=age == "old", young=age in ("child", "baby"))


def _skin(own: list[float], kin: int | None) -> list[float]:
    """One's own skin, or one hardly darker or fairer than that of the kin."""
    if kin is None:
        return own
    skins = lists()["skins"]
    near = random.Random(f"kin {kin}").randrange(len(skins)) + random.Random(str(own)).choice((-1, 0, 0, 1))
    return list(skins[min(max(near, 0), len(skins) - 1)])


def colours(light: Light, head: people_heads.Head, rng: random.Random, kin: int | None = None) -> dict[str, Lab]:
    """The person's own colours and those of the clothes, which belong to the film's; kin are alike in skin."""
    data, veil = lists(), light.look.unity * 0.35  # skin is drawn less to the film's hue than cloth
    tone = _skin(rng.choice(data["skins"]), kin)
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
