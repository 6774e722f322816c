"""Which pictograms, settings, times and weathers a text names, in any language, and how tellingly."""

from __future__ import annotations

import gzip
import json
import math
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipelines.machinery.tables import ASSETS, table
from pipelines.painters.words import UNSPACED, alike, bare, languages, listed, plain, tokens

PLACE, OWN, NAME, KEYWORD, PART = 1.25, 1.01, 1.0, 0.6, 0.3  # our own words, a name, a keyword, a part of a name
GROUP_WEIGHTS = {"activity": 0.95, "people": 0.85, "feeling": 0.5, "symbol": 0.6}
SECOND_LANGUAGE = 0.72
OWN_KINDS = ("setting", "time", "weather", "pictogram")

Target = tuple[str, str]  # ("pictogram", "teapot"), ("setting", "kitchen"), ("time", "night"), ("weather", "rain")


@dataclass(frozen=True)
class Entry:
    phrase: tuple[str, ...]
    target: Target
    weight: float


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


@lru_cache
def tables() -> dict[str, Any]:
    """Our own words; see assets/scenes."""
    return {f.stem: table(f) for f in sorted((ASSETS / "scenes").glob("*.toml"))}


def matches(text: str) -> list[Match]:
    """Everything the text names, the most telling first; the same text gives the same list."""
    best: dict[Target, Match] = {}
    spoken = languages(text, _vocabulary)
    for rank, language in enumerate(spoken):
        for match in _found(text, language, _common(spoken[0]) if rank else frozenset()):
            score = match.score * (1.0 if rank == 0 else SECOND_LANGUAGE)
            known = best.get(match.target)
            if known is None:
                best[match.target] = Match(match.target, score, match.at)
            else:  # several of its words in one text make it surer
                more = 0.0 if match.at <= known.at else 0.3 * min(score, known.score)
                best[match.target] = Match(match.target, max(known.score, score) + more, known.at | match.at)
    return sorted(best.values(), key=lambda m: (-round(m.score, 6), min(m.at), m.target))


def _found(text: str, language: str, barred: frozenset[str]) -> list[Match]:
    """What one language finds; `barred` words are too common in the text's own language to be foreign names."""
    index, common = _index(language), _common(language)
    said = tokens(text)
    found = _in_flow(plain(text), language) if language in UNSPACED else []
    for at, first in enumerate(said):
        for word in bare(first):
            for entry in index.get(word[:2], ()):
                size = len(entry.phrase)
                if at + size > len(said) or word in barred or (size == 1 and word in common and entry.weight < OWN):
                    continue
                pairs = zip([word, *said[at + 1 : at + size]], entry.phrase, strict=True)
                likeness = min(alike(s, w, language) for s, w in pairs)
                if likeness:
                    found.append(Match(entry.target, entry.weight * likeness, frozenset(range(at, at + size))))
    return found


def _in_flow(text: str, language: str) -> list[Match]:
    """Matches in scripts that put no spaces between words: the longest at each place wins."""
    found, taken = [], set[int]()
    entries = [entry for bucket in _index(language).values() for entry in bucket]
    for entry in sorted(entries, key=lambda e: (-len("".join(e.phrase)), -e.weight)):
        phrase = "".join(entry.phrase)
        at = text.find(phrase)
        places = frozenset(range(at, at + len(phrase)))
        if at >= 0 and phrase not in _common(language) and not (places < taken and len(places) == 1):
            found.append(Match(entry.target, entry.weight * min(1.0, 0.55 + 0.2 * len(phrase)), places))
            taken |= places
    return found


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
    entries: dict[tuple[tuple[str, ...], Target], float] = {}
    for target, word, weight in _raw(language):
        phrase = tuple(listed(word))
        if phrase and (len("".join(phrase)) > 1 or language in UNSPACED):
            key = (phrase, target)
            entries[key] = max(entries.get(key, 0.0), weight)
    shared: dict[tuple[str, ...], int] = defaultdict(int)
    for phrase, _ in entries:
        shared[phrase] += 1
    index: dict[str, list[Entry]] = defaultdict(list)
    for (phrase, target), weight in entries.items():
        rare = 1.0 if weight >= NAME else 1 / (1 + 0.35 * math.log(shared[phrase]))
        index[phrase[0][:2]].append(Entry(phrase, target, weight * rare * len(phrase) ** 0.4))
    return dict(index)


def _raw(language: str) -> list[tuple[Target, str, float]]:
    """(target, word or phrase, weight) of one language from all tables."""
    found: list[tuple[Target, str, float]] = []
    for kind in OWN_KINDS:
        for name, words in tables()[kind].items():
            weight = OWN if kind == "pictogram" else PLACE
            found += [((kind, name), word, weight) for word in words.get(language, "").split(",")]
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
