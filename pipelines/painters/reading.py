"""What a shot shows, read from its words: where, when, in what weather, and the things to be seen."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.machinery.pronouns import pointing
from pipelines.painters import people, people_parts, people_words
from pipelines.painters.grammar import tables
from pipelines.painters.lexicon import Match, language_of, matches, pictograms
from pipelines.painters.people_parts import DOING, HOLDING
from pipelines.painters.people_words import Staged, Told
from studio.film import Mood

ENOUGH = 0.42  # a match below this is an accident
SURE = 0.75  # from here on a match is a name, not a hint
COMPANION = 0.88  # a companion is named outright, not by a hint or a distant form of its name
NAMES = 0.5  # and below this it says nothing of where that is
LATER = 0.012  # what every word before a thing takes from it

BEFORE = re.compile(r"(.*?)\s*\[([^\[\]]+)\]", re.DOTALL)
SEXES = {"she": "woman", "he": "man"}

# Where things are at home when the words name no place.
HOMES = {
    "food": ("kitchen", "shop", "street", "garden"),
    "nature": ("garden", "forest", "field", "river"),
    "object": ("studio", "living_room", "studio", "shop"),
    "travel": ("road", "city", "road"),
    "activity": ("garden", "living_room", "studio"),
    "people": ("city", "garden", "lobby", "village"),
    "feeling": ("abstract",),
    "symbol": ("abstract",),
}

# Where else the things of a place are as much at home, so that not each cup of tea in a film stands in one kitchen.
ALIKE = {
    "kitchen": ("living_room", "garden"),
    "office": ("lobby", "living_room"),
    "classroom": ("library",),
    "living_room": ("bedroom",),
    "shop": ("street",),
    "field": ("farm",),
    "road": ("city",),
    "river": ("forest",),
}

# Where in a place a subject is really at home: the words say the sea, the fish says under it.
CLOSER = {"sea": ("underwater", "open_sea"), "river": ("underwater",)}

# Where there is a floor near a place that is seen from behind a table.
BEYOND_TABLES = {
    "kitchen": "living_room", "shop": "street", "office": "lobby", "carriage": "rails", "workshop": "factory",
    "laboratory": "lobby", "restaurant": "street",
}  # fmt: skip

AIRLESS = {"space", "underwater"}  # where there is no weather

# Where an hour or a weather is seen when the words name nothing else.
OUTSIDE = ("field", "mountain", "village")


@dataclass(frozen=True)
class Reading:
    """`things` are names of pictograms, the subject first; empty: nothing that can be seen was named."""

    setting: str
    time: str
    weather: str
    things: tuple[str, ...]
    players: tuple[str, ...]  # the same as they are put on the stage: people in what they do, or several


def read(text: str, seed: int, has_product: bool = False) -> Reading:
    """Always the same reading for the same words and seed. What stands in brackets at the end was told before."""
    text, before = parted(text)
    found = [match for match in matches(text, before) if match.score >= ENOUGH]
    told = Told() if has_product else _told(text, before, found, seed)
    rng = random.Random(f"setting {seed} {fingerprint(text)}")
    things = () if has_product else _things(found)
    setting = _setting(found, things, rng, has_product)
    staged = Staged(()) if has_product else people_words.staged(text, things, found, told)
    setting = _at_home(setting, staged, found)
    if before and not has_product:
        things, staged, setting = _carried(things, staged, setting, found, told, read(before, seed), rng)
    if not things and not staged.things and not has_product:
        things = _inhabitants(setting, found, rng)
    time, weather = _named("time", found), "" if setting in AIRLESS else _named("weather", found)
    players = staged.things or things
    if setting == "abstract" and not players and (time or weather):
        setting = rng.choice(OUTSIDE)
    return Reading(setting, time, weather, things, players)


def parted(text: str) -> tuple[str, str]:
    """A shot's own words, and in brackets after them what its pronouns point at."""
    match = BEFORE.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _told(text: str, before: str, found: list[Match], seed: int) -> Told:
    """What a line's pronouns point at, in the words that stand in brackets after it."""
    if not before:
        return Told()
    language = language_of(f"{text} {before}")
    own = pointing(text, language)
    kinds = own or pointing(before, language)
    if not kinds:
        return Told()
    sex = next((SEXES[kind] for kind in kinds if kind in SEXES), "")
    if own and people_words.opens(found):
        sex, kinds = "", ()  # "tourists buy his bowls": the line has a subject of its own
    earlier = matches(before, text)
    things = tuple(thing for thing in read(before, seed).things if not people.is_person(thing))
    if not sex and "they" not in kinds:
        return Told(things=things, points=bool(own))
    who = people_words.person_in(before, earlier) or ("" if own else people_words.person_in(text, found))
    several = not sex and bool(who)
    return Told(people_words.with_sex(who, sex) or sex, sex, things, several, bool(own))


def _carried(
    things: tuple[str, ...],
    staged: Staged,
    setting: str,
    found: list[Match],
    told: Told,
    earlier: Reading,
    rng: random.Random,
) -> tuple[tuple[str, ...], Staged, str]:
    """A line's things, people and place, with what the line before showed where this one only points at it."""
    said = staged.home or any(match.target[0] == "setting" or _has_home(match) for match in found)
    if earlier.setting not in ("studio", "abstract") and (
        setting in ("studio", "abstract") or (told.points and not said)
    ):
        setting = BEYOND_TABLES.get(earlier.setting, earlier.setting) if staged.afoot else earlier.setting
    lead = next((thing for thing in earlier.things if not people.is_person(thing)), "")
    if lead and _only_hints(things, found, staged):
        things, staged = (), Staged(())  # what was told is surer than what a word may mean
    seen = staged.things or things
    if not seen and lead:
        seen = _shown_again(lead, rng)
        return (lead,), Staged(seen, afoot=any(map(people.is_person, seen))), setting
    if not seen:
        return things, Staged(earlier.players), setting
    folk = [one for one in seen if people.is_person(one)]
    shown = {*seen}.union(*map(people.in_hand, folk))
    full = (
        len(seen) >= people_words.MOST_SEEN or len(things) > 1 or any(people.in_hand(one) & {*things} for one in folk)
    )
    if lead and lead not in shown and told.points and not full and not told.who:
        staged = staged._replace(things=(*seen, lead))
    return things, staged, setting


def _only_hints(things: tuple[str, ...], found: list[Match], staged: Staged) -> bool:
    """Whether a line names no thing outright, and nobody who does anything."""
    sure = {match.target[1] for match in found if match.target[0] == "pictogram" and match.score >= SURE}
    return bool(things) and sure.isdisjoint(things) and not any(map(people.is_person, staged.things or things))


def _shown_again(lead: str, rng: random.Random) -> tuple[str, ...]:
    """What only was told, with somebody who has to do with it; seldom twice alike in one film."""
    if people_parts.is_held(lead):
        return rng.choice(((f"anyone{DOING}hold{HOLDING}{lead}",), (f"anyone{DOING}explain", lead), (lead,)))
    return rng.choice(((f"anyone{DOING}point", lead), (f"anyone{DOING}explain", lead), (f"anyone{DOING}think", lead)))


def _has_home(match: Match) -> bool:
    kind, name = match.target
    return kind == "pictogram" and match.score > NAMES and name in _places("setting")


def peopled(reading: Reading, text: str, seed: int, mood: Mood) -> Reading:
    """The same reading; where nothing that can be seen was named, somebody of the film's mood, where people are."""
    empty = reading.setting in ("abstract", "studio") and not reading.players
    nowhere = reading.setting == "abstract" and any(map(people.is_person, reading.players[:1]))
    if not empty and not nowhere:
        return reading
    rng = random.Random(f"anybody {seed} {fingerprint(text)}")
    players = reading.players or (rng.choice(people_parts.lists()["anybody"][mood].split()),)
    doing = tables()["doing"].get(players[0].rpartition(people_parts.DOING)[2], {})
    return replace(reading, setting=doing.get("home") or rng.choice(HOMES["people"]), players=players)


def _at_home(setting: str, staged: Staged, found: list[Match]) -> str:
    """Where people are who do this, if the words name no place, or one where they only go to."""
    said = any(match.target[0] == "setting" for match in found)
    misplaced = bool(staged.only) and setting not in staged.only
    place = staged.home if staged.home and (misplaced or not said) else setting
    return BEYOND_TABLES.get(place, place) if staged.afoot else place


def _inhabitants(setting: str, found: list[Match], rng: random.Random) -> tuple[str, ...]:
    """What may be seen in a place that the words name without a thing in it; rather what they hint at."""
    usual = tables()["setting"].get(setting, {}).get("inhabitants", ())
    hinted = [match.target[1] for match in found if match.target[0] == "pictogram" and match.target[1] in usual]
    return tuple(hinted[:1]) or ((rng.choice(usual),) if usual else ())


def fingerprint(text: str) -> int:
    """A number that stands for a text; differs for every text and never between machines."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def _things(found: list[Match]) -> tuple[str, ...]:
    """The subject and at most one companion, each named by words of its own.

    A word that already says where or when it is does not also bring in a thing it hints at.
    """
    placing = [match for match in found if match.target[0] not in ("pictogram", "doing")]
    setting = next((match for match in placing if match.target[0] == "setting"), None)
    chosen: list[Match] = []
    for match in sorted(found, key=_telling, reverse=True):
        kind, name = match.target
        if kind != "pictogram" or pictograms()[name]["group"] == "scene":
            continue
        if placing and match.score < SURE:
            continue  # where it is was said; a hint of a thing would only disturb the place
        if setting and (_is_around(name, setting) or (match.at & setting.at and _is_the_place(name, setting))):
            continue
        if chosen and any(match.at <= place.at for place in placing):
            continue
        if chosen and (match.score < COMPANION or tables()["pictogram"].get(name, {}).get("weight", 1.0) < 1):
            continue  # a hint or an idea may lead where there is no name, but it does not join one
        if all(match.at.isdisjoint(other.at) for other in chosen):
            chosen.append(match)
    return tuple(match.target[1] for match in chosen[:2])


def _telling(match: Match) -> float:
    """The score, less a little for every word before it: what a line begins with is what it is about."""
    return match.score - (LATER * min(match.at) if match.score >= SURE else 0.0)


def _is_the_place(name: str, setting: Match) -> bool:
    """A mountain in the mountains, a hospital in a clinic: the setting shows it already."""
    own = tables()["setting"][setting.target[1]].get("inhabitants", ())
    at_home = _places("setting").get(name, "") == setting.target[1]
    return pictograms()[name]["group"] == "travel" and at_home and name not in own


def _is_around(name: str, setting: Match) -> bool:
    """A train around a carriage: who is within it does not see it."""
    return name in tables()["setting"][setting.target[1]].get("within", ())


def _named(kind: str, found: list[Match]) -> str:
    """The time or the weather that the words, or a pictogram they name, stand for."""
    for match in found:
        if match.target[0] == kind:
            return match.target[1]
    for match in found:
        if match.target[0] == "pictogram" and match.score > 0.5:
            place = _places(kind).get(match.target[1])
            if place:
                return place
    return ""


def _setting(found: list[Match], things: tuple[str, ...], rng: random.Random, has_product: bool) -> str:
    named = [match for match in found if match.target[0] == "setting"]
    places = _places("setting")
    if named:
        setting = named[0].target[1]
        closer = places.get(things[0], "") if things else ""
        return closer if closer in CLOSER.get(setting, ()) else setting
    for match in sorted(found, key=lambda match: match.target[1] not in things[:1]):  # where the subject is at home
        name = match.target[1]
        if not _has_home(match):
            continue
        if not things or name in things or pictograms()[name]["group"] == "scene":
            return rng.choice((places[name], places[name], *ALIKE.get(places[name], ())))
    if things:
        outside = any(match.target[0] == "weather" for match in found)
        return rng.choice(OUTSIDE if outside else HOMES[pictograms()[things[0]]["group"]])
    return "studio" if has_product else "abstract"


@lru_cache
def _places(kind: str) -> dict[str, str]:
    """Pictogram -> the setting, time or weather that it stands for."""
    return {p: name for name, words in reversed(tables()[kind].items()) for p in words.get("pictograms", ())}
