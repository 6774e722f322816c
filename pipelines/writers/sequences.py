"""Finds what a line sets out in a row: stages of a process or a cycle, things of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.machinery.languages import sentences
from pipelines.machinery.words import bare_words, is_unspaced, mentions
from pipelines.writers.phrases import any_of, label, labels, small_words, tidied, vocabulary
from pipelines.writers.things import is_thing
from studio.film import Figure

FEWEST, MOST = 3, 6
_STAGE_WORDS, _STAGE_SIGNS = 5, 10  # of a stage at most; signs: where no space parts the words
_NAME_SIGNS = 3
_HEAD = re.compile(r"[^:：]*(?:：\s*|:\s+)")
_SIGNS = "`(){}[]<>/@#*_="  # of code and addresses
_PAUSE = r"\s*[,،，、;；]\s*"


def in_a_row(says: str, language: str) -> Figure | None:
    """The first sentence that tells a cycle, a process or a list."""
    again = vocabulary(language).get("again", ())
    for sentence in sentences(says, language):
        head = match[0] if (match := _HEAD.match(sentence)) else ""
        body = sentence[len(head) :].strip()
        turns = mentions(sentence, again)
        stages = _stages(body, language, turns, named=bool(head) and mentions(head, again))
        if stages:
            kind = "cycle" if turns else "process"
            return Figure(kind=kind, parts=tuple(stages), labels=_stage_labels(stages, language))
        things = _things(body, language)
        if things:
            return Figure(kind="list", parts=tuple(things), labels=tuple(things))
    return None


def _stages(body: str, language: str, turns: bool, named: bool) -> list[str]:
    """Three or more short stages, told by what stands between them, by their verbs or by the name before a colon."""
    words = vocabulary(language)
    becomes, after = any_of(words["becomes"]), any_of(words.get("next", ())) or "(?!)"
    found = list(re.finditer(becomes, body, re.IGNORECASE))
    if len(found) >= FEWEST - 1:
        stages = re.split(rf"(?:{_PAUSE})?\s*(?:{becomes})\s*|{_PAUSE}", body, flags=re.IGNORECASE)
    else:
        found = list(re.finditer(rf"{_PAUSE}(?:{after})\s*", body, re.IGNORECASE))
        stages = _items(re.sub(rf"(?<=[,،，、;；])\s*(?:{after})\s*", " ", body, flags=re.IGNORECASE), language)
        made = sum(mentions(stage, words.get("verbs", ())) for stage in stages)
        if not named and made < len(stages) - (1 if found else 0) and len(found) < FEWEST - 1:
            return []
    stages = _once(stages, language, turns)
    return stages if FEWEST <= len(stages) <= MOST and all(map(_is_short, stages)) else []


def _stage_labels(stages: Sequence[str], language: str) -> tuple[str, ...]:
    """The stages' own words; of the first and the last only the verb where the others are as short."""
    verbs = vocabulary(language).get("verbs", ())
    middle = max(len(stage.split()) for stage in stages[1:-1])
    first, last = " ".join(stages[0].split()[-middle:]), " ".join(stages[-1].split()[:middle])
    first = first if mentions(first, verbs) else stages[0]
    return labels([first, *stages[1:-1], last if mentions(last, verbs) else stages[-1]])


def _once(stages: Sequence[str], language: str, turns: bool) -> list[str]:
    """Stages without those named twice in a row, and a cycle's without its way back to the beginning."""
    again = vocabulary(language).get("again", ())
    kept: list[str] = []
    for stage in filter(None, (_unjoined(tidied(stage), language) for stage in stages)):
        if turns and mentions(stage, again):
            continue
        if not kept or kept[-1].casefold() != stage.casefold():
            kept.append(stage)
    return kept[:-1] if len(kept) > FEWEST and kept[0].casefold() == kept[-1].casefold() else kept


def _is_short(stage: str) -> bool:
    return len(stage) <= _STAGE_SIGNS if any(map(is_unspaced, stage)) else len(stage.split()) <= _STAGE_WORDS


def _things(body: str, language: str) -> list[str]:
    """Three or more things in a row, none with a small word in it; enough of them must be such as can be drawn."""
    items = _items(_up_to_last(body, language), language)
    if not FEWEST <= len(items) <= MOST:
        return []
    middle = max(len(item.split()) for item in items[1:-1])
    items = [_end_of(items[0], middle, language), *items[1:-1], _beginning_of(items[-1], middle, language)]
    if not all(_is_item(item, language) for item in items) or len({item.casefold() for item in items}) < len(items):
        return []
    joins = any_of(vocabulary(language).get("joins", ()))
    joined = vocabulary(language).get("prefixed_join") or (joins and re.search(joins, body, re.IGNORECASE))
    known = sum(is_thing(item, language) for item in items)
    return list(items) if known >= (1 if joined else len(items) / 2) else []


def _up_to_last(body: str, language: str) -> str:
    """A list without what follows its last item: `rose, neem and turmeric, pressed by hand`."""
    if not (joins := any_of(vocabulary(language).get("joins", ()))):
        return body
    pauses = list(re.finditer(_PAUSE, body))
    for one, following in pairwise(pauses):
        if re.search(joins, body[one.end() : following.start()], re.IGNORECASE):
            return body[: following.start()]
    return body


def _is_item(item: str, language: str) -> bool:
    said = set(bare_words(item))
    fits = bool(label(item)) and not any(sign.isdigit() or sign in _SIGNS for sign in item)
    return fits and not said & (small_words(language) | set(vocabulary(language).get("unlisted", ())))


def _items(body: str, language: str) -> list[str]:
    """A list's items; before the last stands a joining word."""
    items = [item for item in re.split(_PAUSE, body) if item.strip()]
    if prefix := vocabulary(language).get("prefixed_join"):
        items = [part for item in items for part in re.split(rf"\s+(?={prefix}ال)", item)]
        items = [items[0], *(_without_prefix(item, prefix, language) for item in items[1:])] if items else []
    if len(items) < 2:
        return []
    joined = vocabulary(language).get("joins", ())
    if joined and not _opens_joined(items[-1], language):
        items[-1:] = re.split(rf"\s*(?:{any_of(joined)})\s*", items[-1], maxsplit=1, flags=re.IGNORECASE)
    return [_unjoined(tidied(item), language) for item in items]


def _without_prefix(item: str, prefix: str, language: str) -> str:
    """An item without the joining letter that is written in one with it."""
    bare = item.strip().removeprefix(prefix)
    return bare if bare.startswith("ال") or is_thing(bare, language) else item


def _opens_joined(item: str, language: str) -> bool:
    return _unjoined(item, language) != item


def _unjoined(item: str, language: str) -> str:
    joined = vocabulary(language).get("joins", ())
    return re.sub(rf"^(?:{any_of(joined)})\s*(?=\S)", "", item, flags=re.IGNORECASE) if joined else item


def _end_of(item: str, words: int, language: str) -> str:
    """The list's first thing without what leads to it; empty where that cannot be told."""
    leads = vocabulary(language).get("leads", ())
    led = list(re.finditer(rf"(?:{any_of(leads)})\s*(?=\S)", item, re.IGNORECASE)) if leads else []
    if led:
        return item[led[-1].end() :]
    if any(map(is_unspaced, item)):
        return next((item[at:] for at in range(len(item)) if is_thing(item[at:], language)), _if_bare(item))
    last = " ".join(item.split()[-words:])
    return last if last == item or is_thing(last, language) else ""


def _beginning_of(item: str, words: int, language: str) -> str:
    """The list's last thing without what follows it; empty where that cannot be told."""
    if any(map(is_unspaced, item)):
        return next((item[:at] for at in range(len(item), 0, -1) if is_thing(item[:at], language)), _if_bare(item))
    first = " ".join(item.split()[:words])
    return first if first == item or is_thing(first, language) else ""


def _if_bare(item: str) -> str:
    """A word in a script without spaces, where it is short enough to be nothing but a name."""
    return item if len(item) <= _NAME_SIGNS else ""
