"""Finds where a line takes place, begins or goes: `a stall in Pune`, `from Mombasa to Nairobi`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from pipelines.machinery.gazetteer import ONWARD, Place, folded, names
from pipelines.machinery.words import mentions, word_table
from pipelines.writers.phrases import PAUSES, STOPS, any_of, code, label, normal, small_words, tidied, vocabulary
from pipelines.writers.things import is_thing
from studio.film import Figure

MOST = 4  # places on one map
_WORDS, _SIGNS = 4, 8  # of a name at most; signs: in a script without spaces
_FEWEST = 2  # signs of a name
_SMALL = 3  # letters of a word inside a name, such as the `de` in Rio de Janeiro, that needs no capital
_INSIDE = "'-\u200c\u200d"

# What a line says of a place. A `start` and a `goal` are places only together, or with a `from` and a `to`.
Role = Literal["", "at", "from", "to", "start", "goal"]
_ROLES: tuple[Role, ...] = ("from", "to", "at", "start")


class Named(NamedTuple):
    """A place's name in a line: text[start:end], the name by itself, and what the line says of it."""

    place: Place
    name: str
    role: Role
    start: int
    end: int


def where(says: str, language: str) -> Figure | None:
    """The places that a line is about; where it goes from one to another, with a way between them.

    A name alone is no place: a word before or after it must say that something is there, comes from there or goes
    there, and what follows must not turn it into the name of something else.
    """
    found = places(says, language)
    start = next((each for each in found if each.role in ("from", "start")), None)
    goal = next((each for each in found if each.role in ("to", "goal")), None)
    if start and goal and start.place != goal.place:
        return _figure([start, goal], onward=True)
    found = [each for each in found if each.role not in ("start", "goal")]
    inner = {each.place.country for each in found if not each.place.km}
    once = {each.place: each for each in found if not (each.place.km and each.place.country in inner)}
    return _figure(list(once.values()), onward=False) if 0 < len(once) <= MOST else None


def is_about_places(lines: Sequence[str], language: str) -> bool:
    """Whether a film is about travel or geography, so that more than one of its pictures may be a map."""
    return any(mentions(line, _words(code(language)).get("travel", ())) for line in lines)


def _figure(found: Sequence[Named], onward: bool) -> Figure | None:
    said = tuple(tidied(each.name) if label(each.name) else "" for each in found)
    words = [each.place.words for each in found]
    parts = (words[0], *(f"{ONWARD} {goal}" if onward else goal for goal in words[1:]))
    return Figure(kind="map", parts=parts, labels=said) if all(said) else None


def places(says: str, language: str) -> list[Named]:
    """The names in a line that it uses as places, in their order."""
    words = _words(code(language))
    says = normal(says).replace("’", "'")
    if not words or (says.isupper() and says.casefold() != says):  # where all are capitals they tell nothing
        return []
    found = list((_unspaced if words.get("unspaced") else _spaced)(says, language, words))
    judged = (_judged(says, each, language, words) for each in found)
    return [each for each in _with_kin(says, list(filter(None, judged)), language, words) if each.role]


@lru_cache
def _words(language: str) -> dict[str, Any]:
    own, shared = word_table("maps").get(language), word_table("maps")["any"]
    if own is None:
        return {}
    found = {key: [*own.get(key, ()), *shared.get(key, ())] for key in {*own, *shared} if key != "unspaced"}
    lists = {key: [normal(word) for word in words] for key, words in found.items()}
    return lists | {"unspaced": own.get("unspaced", False)}


def _spaced(says: str, language: str, words: dict[str, Any]) -> Iterator[Named]:
    """The longest names at each word."""
    tokens, at = _tokens(says), 0
    while at < len(tokens):
        for count in range(min(_WORDS, len(tokens) - at), 0, -1):
            run = tokens[at : at + count]
            one_run = all(says[a[1] : b[0]] == " " for a, b in pairwise(run))
            if one_run and (found := _looked_up(says, run[0][0], run[-1][1], language, words)):
                yield found
                at += count - 1
                break
        at += 1


def _tokens(says: str) -> list[tuple[int, int]]:
    """Where words begin and end; an apostrophe or a hyphen inside belongs to its word."""
    plain = "".join(sign if sign in _INSIDE or unicodedata.category(sign)[0] in "LMN" else " " for sign in says)
    found = ((match.start(), match[0]) for match in re.finditer(r"\S+", plain))
    return [(at, at + len(word.rstrip("'-"))) for at, word in found if word.strip("'-")]


def _looked_up(says: str, start: int, end: int, language: str, words: dict[str, Any]) -> Named | None:
    known = names(language)
    start += next((len(sign) for sign in words.get("elided", ()) if says[start:end].casefold().startswith(sign)), 0)
    surface = says[start:end]
    small = (word[:1].islower() and len(word) > _SMALL for word in surface.split())
    if surface[:1].islower() or any(small) or len(surface) < _FEWEST:
        return None
    if found := known.get(folded(surface)):
        return Named(found, surface, _told_by(says, start, end, words), start, end)
    for role in _ROLES:
        for ending in words.get(f"ends_{role}", ()):
            stem = surface.removesuffix(ending)
            if stem != surface and len(stem) >= _FEWEST:
                for lost in ("", *words.get("lost", ())):
                    if found := known.get(folded(stem + lost)):
                        return Named(found, stem + lost, _told_by(says, start, end, words) or role, start, end)
    return None


def _told_by(says: str, start: int, end: int, words: dict[str, Any]) -> Role:
    """What the words right before a name, or right after it, say of it; the longest of them counts."""
    if _led_by(words.get("barred", ()), says[:start], words):
        return ""
    found: list[tuple[int, Role]] = []
    for role in _ROLES:
        if led := _led_by(words.get(role, ()), says[:start], words):
            found.append((led, role))
        followed = words.get(f"after_{role}", ())
        if followed and (match := re.match(rf"\s*(?:{any_of(followed)})", says[end:])):
            found.append((len(match[0]), role))
    return max(found)[1] if found else ""


def _led_by(phrases: Sequence[str], before: str, words: dict[str, Any]) -> int:
    """How long the phrase is that leads to what comes next; 0 for none."""
    between = any_of(words.get("between", ())) or "(?!)"
    match = phrases and re.search(rf"(?:{any_of(phrases)})\s*(?:(?:{between})\s*)*$", before, re.IGNORECASE)
    return len(match[0]) if match else 0


def _unspaced(says: str, language: str, words: dict[str, Any]) -> Iterator[Named]:
    """Names right after a word that leads to a place, where no space parts the words."""
    known, found = names(language), []
    for role in _ROLES:
        for match in re.finditer(any_of(words.get(role, ())) or "(?!)", says):
            at = match.end()
            ends = range(min(at + _SIGNS, len(says)), at + 1, -1)
            if end := next((end for end in ends if folded(says[at:end]) in known), 0):
                found.append(Named(known[folded(says[at:end])], says[at:end], role, at, end))
    yield from sorted(found, key=lambda each: each.start)


def _judged(says: str, each: Named, language: str, words: dict[str, Any]) -> Named | None:
    """The name as a place, perhaps one of which nothing is sure; None where it is a word or begins another name."""
    name, rest = folded(each.name), says[each.end :].lstrip()
    if name in words.get("never", ()):
        return None
    ends = not rest or rest[0] in PAUSES + STOPS + "\"”»'"
    if words.get("unspaced"):
        return each if ends or rest.startswith(tuple(words["follows"])) else None
    risky = name in words.get("risky", ()) or is_thing(name, language) or name in _plain_words(language)
    if not each.name[:1].isupper():  # a script without capitals
        return each if not risky else None
    following = rest.split()[0].strip(PAUSES + STOPS) if rest and not ends else ""
    if following[:1].isupper() or following[:1].isdigit() or following.startswith("'"):
        return None
    small = not following or folded(following) in {*small_words(language), *words.get("follows", ())}
    if not risky or (each.role == "at" and small):
        return each
    unsure: dict[Role, Role] = {"from": "start", "start": "start", "to": "goal"}
    return each._replace(role=unsure.get(each.role, "")) if small else None


def _plain_words(language: str) -> set[str]:
    own = vocabulary(language)
    return small_words(language).union(*(own.get(key, ()) for key in ("unlisted", "verbs", "changes", "money")))


def _with_kin(says: str, found: Sequence[Named], language: str, words: dict[str, Any]) -> list[Named]:
    """The names with what those beside them tell: `in Pune, India`, `in Pune and Delhi`, `de Mombasa a Nairobi`."""
    joins = any_of([*vocabulary(language).get("joins", ()), *words.get("joins", ())]) or "(?!)"
    onward, between = (any_of(words.get(key, ())) or "(?!)" for key in ("onward", "between"))
    kin, run, joined = list(found), [0], False
    for at in range(1, len(kin) + 1):
        one, two = kin[at - 1], kin[at] if at < len(kin) else None
        gap = says[one.end : two.start] if two else "."
        if two and one.role in ("from", "start"):
            leads_on = re.fullmatch(rf"\s*(?:{onward})\s*(?:(?:{between})\s*)*", gap, re.IGNORECASE)
            kin[at] = two._replace(role="to") if leads_on else two
        by_join = re.fullmatch(rf"(?:\s*[{PAUSES}])?\s*(?:{joins})\s*", gap, re.IGNORECASE)
        by_pause = re.fullmatch(rf"\s*[{PAUSES}]\s*", gap)
        if two and by_pause and two.place.km and two.place.country == one.place.country:
            kin[at] = two._replace(role=one.role)
        if by_join or by_pause:
            run, joined = [*run, at], joined or bool(by_join)
            continue
        if joined and any(kin[i].role == "at" for i in run):
            for i in run:
                kin[i] = kin[i]._replace(role=kin[i].role or "at")
        run, joined = [at], False
    return kin
