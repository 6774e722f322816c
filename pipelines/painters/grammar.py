"""Which words of a line name no thing where they stand: verbs, adjectives and idioms, by their neighbours."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipelines.machinery.tables import ASSETS, table
from pipelines.painters.words import listed

Rules = dict[str, frozenset[str]]
KINDS = ("determiners", "verb_marks", "objects", "nouns", "verbs", "adjectives", "place_marks", "likening")


@lru_cache
def tables() -> dict[str, Any]:
    """Our own words; see assets/scenes."""
    return {f.stem: table(f) for f in sorted((ASSETS / "scenes").glob("*.toml"))}


def idle(said: tuple[str, ...], rules: Rules, common: frozenset[str]) -> frozenset[int]:
    """The places of the words that name nothing there; `said` are the plain words of a text, in order."""
    if not rules:
        return frozenset()
    padded = ["", *said, ""]
    found = set()
    for at, (before, word, after) in enumerate(zip(padded, said, padded[2:], strict=False)):
        as_noun = before in rules["determiners"]
        as_verb = before in rules["verb_marks"] or (after in rules["objects"] and not as_noun)
        likened = at > 2 and _is_likened(padded[at - 3 : at + 1], rules)
        described = word in rules["adjectives"] and bool(after) and after not in common
        if (word in rules["nouns"] and not as_noun) or (word in rules["verbs"] and as_verb) or described or likened:
            found.add(at)
    text = f" {' '.join(said)} "
    for idiom in rules["idioms"]:
        start = text.find(f" {idiom} ")
        while start >= 0:
            first = text[: start + 1].count(" ") - 1
            found |= set(range(first, first + idiom.count(" ") + 1))
            start = text.find(f" {idiom} ", start + 1)
    return frozenset(found)


def _is_likened(before: list[str], rules: Rules) -> bool:
    """Whether a word stands after `as big as` or `as big as a`: what something is like is not there."""
    plain = before[:-1] if before[-1] in rules["determiners"] else before
    return len(plain) > 2 and plain[-1] in rules["likening"] and plain[-3] in rules["likening"]


def stated(said: tuple[str, ...], at: int, rules: Rules) -> bool:
    """Whether the word at this place follows "in", "at", "by", an article between them or not."""
    marks = rules["place_marks"] if rules else frozenset()
    near = said[max(at - 2, 0) : at]
    return bool(near) and (near[-1] in marks or (near[0] in marks and near[-1] in rules["determiners"]))


@lru_cache(maxsize=64)
def grammar(language: str) -> Rules:
    """The lists of a language, plain; none for a language without rules of its own."""
    rules = tables()["grammar"].get(language, {})
    if not rules:
        return {}
    lists = {kind: frozenset(listed(rules.get(kind, ""))) for kind in KINDS}
    idioms = frozenset(" ".join(listed(idiom)) for idiom in rules.get("idioms", "").split(","))
    return lists | {"idioms": idioms, "steady": lists["nouns"] | lists["verbs"]}
