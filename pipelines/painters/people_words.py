"""Who does what in a line: its verbs, pronouns and plurals make of who is named a figure, or several, in a pose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from pipelines.painters import people, people_parts
from pipelines.painters.grammar import tables
from pipelines.painters.lexicon import Match, pictograms
from pipelines.painters.people_parts import AND, DOING, HOLDING, SEVERAL, SEX, lists
from pipelines.painters.words import listed, plain, tokens

SURE = 0.75  # a match below this is no verb of the line
NAMED = 0.55  # from here on somebody who does something is named
FIRST = 2  # words: who stands there is the subject
EARLY = 3  # words, or letters of a script without spaces: a group that is named later is whom something is for
MOST_SEEN = 3  # people and things in one picture
IDLE = "idle"
TWICE = re.compile(r"\b(?!laki)(\w+)-\1\b")  # how Indonesian names several


class Told(NamedTuple):
    """What the line before told of: a person, of that sex where the words say it, and the things that were seen."""

    who: str = ""
    sex: str = ""
    things: tuple[str, ...] = ()
    several: bool = False
    points: bool = False  # whether the line itself has the pronoun


NOBODY = Told()


class Staged(NamedTuple):
    """What is put on the stage instead of the things of a reading, and where that is at home.

    `only` are the settings in which it can be seen; none for all. `afoot` is what a table would hide.
    """

    things: tuple[str, ...]
    home: str = ""
    only: tuple[str, ...] = ()
    afoot: bool = False


def staged(text: str, things: tuple[str, ...], found: list[Match], told: Told = NOBODY) -> Staged:
    """The things of a line, its people in what they do; the same things where nobody does anything.

    What was `told` before is what its pronouns point at.
    """
    said = _said(found)
    group = next((match for match in said if "group" in _entry(match)), None)
    acts = any(match.target[1] in lists()["act"] for match in said)
    if (
        group
        and not (acts and "who" in _entry(group))
        and (min(group.at) < EARLY or not things or things[0] in _entry(group)["instead"].split())
    ):
        return Staged((_entry(group)["group"],), _entry(group).get("home", ""))
    act = next((match for match in said if match.target[1] in lists()["act"]), None)
    acting = _acting(act, said, text, things, found, told) if act else None
    return (
        acting or _pointed(things, told) or _named_first(text, said, things) or Staged(_company(text, things, found))
    )


def _named_first(text: str, said: list[Match], things: tuple[str, ...]) -> Staged | None:
    """Whoever a line begins with, by a word for what one is, though the line says nothing that one is seen to do."""
    first = next((match for match in said if "who" in _entry(match) and min(match.at) < EARLY), None)
    if not first or any(map(people.is_person, things)):
        return None
    several = SEVERAL if _is_plural(text, first) else ""
    return Staged((f"{_entry(first)['who']}{several}", *things[: MOST_SEEN - 1]), afoot=True)


def person_in(text: str, found: list[Match]) -> str:
    """The first whom a line names, by a word for a person or for what one is; empty for nobody."""
    named = [(min(match.at), match.target[1]) for match in found if _is_somebody(match) and not _act(match.target[1])]
    known = [
        (min(match.at), _entry(match)["who"])
        for match in _said(found)
        if "who" in _entry(match) and match.target[1] not in ("she", "he")
    ]
    first = min([*named, *known], default=(0, ""))
    return str(first[1])


def opens(found: list[Match]) -> bool:
    """Whether a line begins with somebody by name or by what one is, not by a pronoun."""
    named = [match for match in found if _is_somebody(match) and not _act(match.target[1])]
    known = [match for match in _said(found) if "who" in _entry(match) and match.target[1] not in ("she", "he")]
    return any(min(match.at) < FIRST for match in (*named, *known))


def with_sex(name: str, sex: str) -> str:
    """A person's name with the sex that the words say, where the part leaves it open."""
    who = lists()["people"].get(name, {})
    return f"{name}{SEX}{sex}" if sex and who and "sex" not in who else name


def _pointed(things: tuple[str, ...], told: Told) -> Staged | None:
    """Whom a pronoun points at, with the first thing of the line in hand; None where it points at nobody."""
    if not told.who:
        return None
    other = [thing for thing in things if not people.is_person(thing) or people.part_of(told.who) != thing]
    inanimate = [thing for thing in other if not people.is_person(thing)] or list(told.things[:1])
    held = next((thing for thing in inanimate if people_parts.is_held(thing)), "")
    several = SEVERAL if told.several and people.part_of(told.who) in lists()["people"] else ""
    does = f"{DOING}hold{HOLDING}{held}" if held and people.part_of(told.who) in lists()["people"] else ""
    rest = tuple(thing for thing in other if thing != held)
    return Staged((f"{told.who}{does}{several}", *rest[: MOST_SEEN - 1]), afoot=True)


def _said(found: list[Match]) -> list[Match]:
    """What the line says that somebody does or is, the surest first; none of what stands in an idle phrase."""
    known = [match for match in found if match.target[0] == "doing" and match.score >= SURE]
    idle = frozenset[int]().union(*(match.at for match in known if match.target[1] == IDLE))
    said = [match for match in known if match.target[1] != IDLE and not match.at <= idle]
    return sorted(said, key=lambda match: _entry(match).get("vague", False))


def _entry(match: Match) -> dict[str, Any]:
    return dict(tables()["doing"][match.target[1]])


def _acting(
    act: Match, said: list[Match], text: str, things: tuple[str, ...], found: list[Match], told: Told
) -> Staged | None:
    """Whoever is named does it; else whom a pronoun points at; else who usually does. None for nobody."""
    entry, does = _entry(act), act.target[1]
    somebody = [match for match in found if _is_somebody(match)]
    folk = [m for m in somebody if _act(m.target[1]) or not m.at <= act.at or _is_plural(text, m)]  # "cook" is a verb
    named = _nearest([m for m in folk if not _act(m.target[1])], act, entry.get("nearest", False))
    who = next((_entry(match)["who"] for match in said if "who" in _entry(match)), "")
    usual = next((match.target[1] for match in folk if _act(match.target[1]) == does), entry.get("alone", ""))
    pronoun = any(match.target[1] in ("she", "he") and min(match.at) < min(act.at) for match in said)
    if (told.who or pronoun) and named and min(named.at) > min(act.at):
        named = None  # "she teaches her daughter": whoever comes after the verb does not do it
    if named:
        actor = with_sex(named.target[1], told.sex if told.who == named.target[1] else "")
    else:
        actor = told.who or who or ("" if _is_animal(things, act, found) else usual)
    if not actor or people.part_of(actor) in lists()["groups"]:
        return None
    alone = "others" in lists()["act"][does]
    several = (told.several if told.who and not named else _is_plural(text, named)) and not alone
    hinted = {match.target[1] for match in found if match.at <= act.at}
    own = tuple(thing for thing in things if thing not in hinted)
    handled = _handled(entry, lists()["act"][does], own, told)
    if "holds" in lists()["act"][does] and not handled:
        does = "explain"  # with what the line names beside them, for its size
    name = actor if _act(actor) == does and not handled else f"{actor}{DOING}{does}{handled}"
    name += SEVERAL if several else ""
    rest = (
        () if alone else _beside(name, things, [m for m in folk if not several and not _act(m.target[1])], act, found)
    )
    if "with" in entry and "holds" not in lists()["act"][act.target[1]] and not alone:
        rest = (entry["with"], *rest)
    only = tuple(entry.get("only", "").split())
    return Staged(
        (name, *rest[: MOST_SEEN - 1]), entry.get("home", ""), only, not people_parts.at_table(lists()["act"][does])
    )


def _handled(entry: dict[str, Any], act: dict[str, Any], things: tuple[str, ...], told: Told) -> str:
    """What is in hand, as a name says it: the verb's own tool, else what the line or the one before names."""
    if "holds" not in act:
        return ""
    own = entry.get("with", "")
    choice = [
        thing for thing in (*things, *told.things) if not people.is_person(thing) and people_parts.is_held(thing)
    ]
    if act.get("tool"):
        choice = [own]
    two = AND.join(choice[:2]) if act["holds"] == "each" else "".join(choice[:1])
    held = two or ("" if any(not people.is_person(thing) for thing in (*things, *told.things)) else own)
    return f"{HOLDING}{held}" if held else ""


def _nearest(named: list[Match], act: Match, nearest: bool) -> Match | None:
    """Who is named first; of what only says how somebody is, the last before it."""
    before = [match for match in named if max(match.at) < min(act.at)]
    if nearest and before:
        return max(before, key=lambda match: max(match.at))
    return min(named, key=lambda match: min(match.at), default=None)


def _is_animal(things: tuple[str, ...], act: Match, found: list[Match]) -> bool:
    """Whether it is an animal that runs or swims."""
    lead = next((match for match in found if things and match.target == ("pictogram", things[0])), None)
    return lead is not None and pictograms()[things[0]]["group"] == "nature" and min(lead.at) < min(act.at)


def _beside(
    name: str, things: tuple[str, ...], others: list[Match], act: Match, found: list[Match]
) -> tuple[str, ...]:
    """What else is to be seen: not what is in hand, nor what only the verb's own words hint at."""
    hinted = {match.target[1] for match in found if match.at <= act.at}
    hidden = {people.part_of(name), *people.in_hand(name), *lists()["staged"], *hinted}
    company = {match.target[1] for match in others}
    return tuple(
        thing for thing in things if thing not in hidden and (thing in company or not people.is_person(thing))
    )


def _company(text: str, things: tuple[str, ...], found: list[Match]) -> tuple[str, ...]:
    """The same things; the first is several where its word says so, and a sign is whoever makes it."""
    named = next((match for match in found if match.target == ("pictogram", (*things, "")[0])), None)
    if named and _is_somebody(named) and _is_plural(text, named):
        return (things[0] + SEVERAL, *things[1:])
    return tuple(lists()["staged"].get(name, name) for name in things)


def _is_somebody(match: Match) -> bool:
    kind, name = match.target
    return kind == "pictogram" and match.score >= NAMED and name in lists()["people"]


def _act(name: str) -> str:
    """What a pictogram shows anybody doing; empty for a person of some kind."""
    return str(lists()["people"].get(name, {}).get("act", ""))


def _is_plural(text: str, named: Match | None) -> bool:
    """Whether who is named, or the line that names nobody, speaks of several."""
    flow, words = plain(text), tokens(text)
    at = range(max(len(words), len(flow))) if named is None else named.at
    said = {words[i] for i in at if i < len(words)}
    twice = {word for found in TWICE.finditer(flow) for word in (found[1],)}
    return bool(said & (_several() | twice)) or any(flow[i + 1 : i + 2] == "们" for i in at)


@lru_cache
def _several() -> frozenset[str]:
    return frozenset(word for words in lists()["several"].values() for word in listed(words))
