"""Which pictograms, settings, times and weathers a text names, in any language, and how tellingly."""

from __future__ import annotations

import gzip
import json
import math
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipelines.machinery.tables import ASSETS
from pipelines.painters.grammar import Rules, grammar, idle, stated, tables
from pipelines.painters.kinds import kinds_in
from pipelines.painters.words import UNSPACED, alike, forms, languages, listed, plain, tokens

KIND, NEARER = 0.9, 0.96  # a word for a kind of it, and what every step up from the word takes from that
SAID = 0.7  # words that name something as surely as this are no kind of anything else
PLACE, OWN, NAME, KEYWORD, PART = 1.25, 1.001, 1.0, 0.6, 0.3  # our own words, a name, a keyword, a part of a name
GROUP_WEIGHTS = {"activity": 0.95, "people": 0.85, "feeling": 0.5, "symbol": 0.6}
SECOND_LANGUAGE = 0.72
CONFIRMING = 0.5  # a weaker second word says nothing about the first
HERE = 1.1  # "by the sea" says where it is; "for dinner" only hints at a kitchen
CERTAIN = 0.8  # a word found so surely in the text's own language is not looked up in another
OWN_KINDS = ("setting", "time", "weather", "pictogram", "doing")

Target = tuple[str, str]  # ("pictogram", "teapot"), ("setting", "kitchen"), ("time", "night"), ("doing", "swim")


@dataclass(frozen=True)
class Entry:
    phrase: tuple[str, ...]
    target: Target
    weight: float
    own: bool  # from our own tables


@dataclass(frozen=True)
class Match:
    """A target that the text names; `at` are the places of its words in the text."""

    target: Target
    score: float
    at: frozenset[int]


@lru_cache
def pictograms() -> dict[str, Any]:
    """Every pictogram by name: its group, and the bodies of its SVG drawings, 128 units square."""
    return dict(json.loads(gzip.decompress((ASSETS / "pictograms" / "noto.json.gz").read_bytes())))


def matches(text: str, beside: str = "") -> list[Match]:
    """Everything the text names, the most telling first; the same text gives the same list.

    What stands `beside` it helps to tell its language, and names nothing itself.
    """
    best: dict[Target, Match] = {}
    spoken = languages(f"{text}. {beside}" if beside else text, _vocabulary)
    known_words = frozenset[int]()
    for rank, language in enumerate(spoken):
        found = _found(text, language, rank == 0)
        for match in found:
            own = match.at & known_words or _said(text, match.at) <= _common(spoken[0])
            if rank and own and language not in UNSPACED:
                continue  # a word of the text's own language is no foreign name
            score = match.score * (1.0 if rank == 0 else SECOND_LANGUAGE)
            known = best.get(match.target)
            if known is None:
                best[match.target] = Match(match.target, score, match.at)
            else:  # several of its words in one text make it surer
                less = min(score, known.score)
                more = 0.3 * less if less >= CONFIRMING and match.at.isdisjoint(known.at) else 0.0
                best[match.target] = Match(match.target, max(known.score, score) + more, known.at | match.at)
        if rank == 0 and language not in UNSPACED:
            known_words = frozenset().union(*(match.at for match in found if match.score >= CERTAIN))
    return sorted(best.values(), key=lambda m: (-round(m.score, 6), min(m.at), m.target))


def language_of(text: str) -> str:
    """The language that a text is looked up in first; empty where it has no letter."""
    return next(iter(languages(text, _vocabulary)), "")


def _said(text: str, at: frozenset[int]) -> set[str]:
    words = tokens(text)
    return {words[place] for place in at if place < len(words)}


def _found(text: str, language: str, first: bool) -> list[Match]:
    """What one language finds; a word inside a surer phrase names nothing more."""
    found = _in_flow(plain(text), language) if language in UNSPACED else _in_words(tokens(text), language)
    if first and language == "en":
        found += _by_kind(tokens(text), found)
    phrases = [match for match in found if len(match.at) > 1 and match.target[0] == "pictogram"]
    return [
        match
        for match in found
        if match.target[0] == "doing"
        or not any(match.at < phrase.at and match.score <= phrase.score for phrase in phrases)
    ]


def _in_words(said: tuple[str, ...], language: str) -> list[Match]:
    index, common, rules = _index(language), _common(language), grammar(language)
    barred, found = idle(said, rules, common), []
    for at, first in enumerate(said):
        for word, sure in forms(first, language) if first not in common else ((first, 1.0),):
            for entry in index.get(word[:2], ()):
                size = len(entry.phrase)
                if at + size > len(said) or (sure < 1 and not entry.own):
                    continue
                verb = entry.target[0] == "doing"
                if size == 1 and ((at in barred and not verb) or _passing(word, entry, common, rules)):
                    continue
                pairs = zip([word, *said[at + 1 : at + size]], entry.phrase, strict=True)
                likeness = min(alike(s, w, language) for s, w in pairs)
                if likeness:
                    if entry.target[0] == "setting":  # an ending on a place's name only says that it is there
                        likeness = HERE if stated(said, at, rules) else 1.0
                    score = entry.weight * likeness * sure
                    found.append(Match(entry.target, score, frozenset(range(at, at + size))))
    return found


def _by_kind(said: tuple[str, ...], named: list[Match]) -> list[Match]:
    """What English nouns are kinds of, where no name or word of our own says what they are."""
    common, rules = _common("en"), grammar("en")
    barred = idle(said, rules, common)
    taken = barred.union(*(match.at for match in named if match.score >= SAID and match.target[0] != "setting"))
    return [
        Match(target, KIND * NEARER**steps, places)
        for at, size, target, steps in kinds_in(said)
        if (places := frozenset(range(at, at + size))).isdisjoint(taken) and not set(said[at : at + size]) <= common
    ]


def _passing(word: str, entry: Entry, common: frozenset[str], rules: Rules) -> bool:
    """A common word names only what our own tables say of that very word; a noun has no -ing and no -ed."""
    if word == entry.phrase[0]:
        return word in common and not entry.own
    steady = bool(rules) and entry.phrase[0] in rules["steady"]
    return word in common or (steady and word.endswith(("ing", "ed")))


def _in_flow(text: str, language: str) -> list[Match]:
    """Matches in scripts that put no spaces between words: the longest at each place wins."""
    index, common = _index(language), _common(language)
    spans: set[tuple[int, int]] = set()
    hits: list[tuple[str, Match]] = []
    for word in common:
        if len(word) > 1:
            spans |= {found.span() for found in re.finditer(re.escape(word), text)}
    for at in range(len(text)):
        for entry in (*index.get(text[at], ()), *(index.get(text[at : at + 2], ()) if at + 1 < len(text) else ())):
            phrase = "".join(entry.phrase)
            if text.startswith(phrase, at) and (entry.own or phrase not in common):
                spans.add((at, at + len(phrase)))
                places = frozenset(range(at, at + len(phrase)))
                score = entry.weight * min(1.0, 0.55 + 0.2 * len(phrase))
                hits.append((phrase, Match(entry.target, score, places)))
    first: dict[tuple[Target, str], Match] = {}
    for phrase, match in hits:
        if not any(a <= min(match.at) and max(match.at) < b and b - a > len(match.at) for a, b in spans):
            first.setdefault((match.target, phrase), match)
    return list(first.values())


@lru_cache(maxsize=64)
def _vocabulary(language: str) -> frozenset[str]:
    """The words of our own tables, plain: enough to tell one language from another."""
    words = [entry.get(language, "") for kind in OWN_KINDS for entry in tables()[kind].values()]
    return _common(language) | frozenset(listed(" ".join(words)))


@lru_cache(maxsize=64)
def _common(language: str) -> frozenset[str]:
    return frozenset(listed(tables()["common"].get(language, "")))


@lru_cache(maxsize=64)
def _index(language: str) -> dict[str, list[Entry]]:
    """Every entry of one language, under the first two letters of its first word."""
    entries: dict[tuple[tuple[str, ...], Target], tuple[float, bool]] = {}
    for own, named in ((False, _foreign(language)), (True, _ours(language))):
        for target, word, weight in named:
            phrase = tuple(listed(word))
            if phrase and (len("".join(phrase)) > 1 or language in UNSPACED):
                key = (phrase, target)
                entries[key] = (weight, True) if own else (max(entries.get(key, (0.0, own))[0], weight), own)
    shared: dict[tuple[str, ...], int] = defaultdict(int)
    for phrase, _ in entries:
        shared[phrase] += 1
    index: dict[str, list[Entry]] = defaultdict(list)
    for (phrase, target), (weight, own) in entries.items():
        rare = 1.0 if own or weight >= NAME else 1 / (1 + 0.35 * math.log(shared[phrase]))
        index[phrase[0][:2]].append(Entry(phrase, target, weight * rare * len(phrase) ** 0.4, own))
    return dict(index)


def _ours(language: str) -> list[tuple[Target, str, float]]:
    """(target, word or phrase, weight) of one language from our own tables."""
    found: list[tuple[Target, str, float]] = []
    for kind in OWN_KINDS:
        for name, words in tables()[kind].items():
            weight = OWN * words.get("weight", 1.0) if kind == "pictogram" else PLACE
            found += [((kind, name), word, weight) for word in words.get(language, "").split(",")]
    return found


def _foreign(language: str) -> list[tuple[Target, str, float]]:
    """The same from the pictograms' own names and keywords."""
    found: list[tuple[Target, str, float]] = []
    for name, (title, *keywords) in _named(language).items():
        factor = GROUP_WEIGHTS.get(pictograms()[name]["group"], 1.0)
        target = ("pictogram", name)
        found.append((target, title, NAME * factor))
        found += [(target, word, KEYWORD * factor) for word in keywords]
        parts = listed(title)
        found += [(target, part, PART * factor) for part in parts if len(parts) > 1 and len(part) > 3]
    return found


def _named(language: str) -> dict[str, list[str]]:
    with zipfile.ZipFile(ASSETS / "pictograms" / "names.zip") as archive:
        if f"{language}.json" not in archive.namelist():
            return {}
        return dict(json.loads(archive.read(f"{language}.json")))
