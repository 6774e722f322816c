"""What is to be seen of each of a figure's parts: a few words each, so a hint says more than in a line."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pipelines.painters import people
from pipelines.painters.grammar import tables
from pipelines.painters.lexicon import Match, matches, pictograms

CLEAR = 0.5  # from here on a match names a thing
HINT = 0.28  # and from here on it will do for words that name no place, hour or weather either
ALONE = 0.85  # how sure a match is that the other words do not bear out
WHO = 0.3  # what the name of a person gains where a part begins with it
LATE = 99  # stands for: in no list


def things(parts: tuple[str, ...], shows: str, speaks: bool = False) -> tuple[str, ...]:
    """A pictogram for each part, another for each where its words allow it; empty for nothing to be seen.

    Of a part that `speaks`, a person goes before the things that belong to one.
    """
    known = {words: _known(words, [*(other for other in parts if other != words), shows]) for words in parts}
    found: dict[str, str] = {}
    for words in sorted(known, key=lambda words: len(known[words])):  # who has the least choice chooses first
        choice = [name for name in known[words] if name not in found.values()] or known[words]
        found[words] = next(filter(people.is_person, choice), choice[0]) if speaks and choice else "".join(choice[:1])
    return tuple(found[words] for words in parts)


def _known(words: str, context: list[str]) -> list[str]:
    """The pictograms that a part's words stand for, the most telling first."""
    found = _matches(words, context)
    named = [match for match in found if match.target[0] == "pictogram"]
    named.sort(key=lambda match: (-round(match.score + _about(match), 2), _rank(match.target[1])))
    placed = [match.target for match in found if match.target[0] in ("setting", "weather", "time")]
    hinted = [match.target[1] for match in named if match.score >= HINT]
    if placed and not (named and named[0].score >= CLEAR):
        kind, name = placed[0]
        there = tables()[kind][name].get("pictograms", [])
        return [name for name in hinted if name in there] or list(there) or hinted
    return hinted


def _about(match: Match) -> float:
    """What a person's name gains at the beginning: whoever a part begins with, it is about."""
    return WHO if match.score >= CLEAR and min(match.at) < 2 and people.is_person(match.target[1]) else 0.0


def _matches(words: str, context: list[str]) -> list[Match]:
    """What the words name; Latin letters belong to many languages, so the figure's other words help to tell which."""
    alone = matches(words)
    if not any("a" <= letter <= "z" for letter in words.lower()):
        return alone
    together = matches(words, ". ".join(context))
    known = {match.target for match in together}
    found = together + [replace(match, score=match.score * ALONE) for match in alone if match.target not in known]
    return sorted(found, key=lambda match: -match.score)


def _rank(name: str) -> tuple[int, int, str]:
    """Pictograms that show a thing before whole scenes, and those that our lists put first before others."""
    return int(pictograms()[name]["group"] == "scene"), _listed().get(name, LATE), name


@lru_cache
def _listed() -> dict[str, int]:
    """The foremost place of each pictogram in the lists of what stands for a place."""
    found: dict[str, int] = {}
    for place in tables()["setting"].values():
        for i, name in enumerate(place.get("pictograms", ())):
            found[name] = min(i, found.get(name, LATE))
    return found
