"""Reads rows that begin with a label and a colon: `VO: ...`, `Visual: ...`, `Title: ...`, `MEERA: ...`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from pipelines.machinery.words import has_words, word_table
from pipelines.writers.notes import Note

_LABEL = re.compile(r"^([^:：\d][^:：]{0,40}?)\s*[:：](?!//)(?=\s|\D|$)\s*(.*)$", re.DOTALL)
_ASIDE = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]\s*")
_NUMBER = re.compile(r"\s*[#№]?\s*\d+\s*$")


class Labelled(NamedTuple):
    label: str
    words: str


def labelled(row: str) -> Labelled | None:
    """A row's label, without bracketed asides, and the words after it."""
    match = _LABEL.match(row)
    if not match:
        return None
    label = _ASIDE.sub(" ", match[1]).strip().strip("@*_").strip()
    if not has_words(label) or len(label.split()) > 4 or re.search(r"[.!?,;।؟،。？！\"“”]\s", label):
        return None
    return Labelled(label, match[2].strip())


def is_label(label: str, kind: str) -> bool:
    """Whether a label is of a kind that assets/words/labels.toml lists, with or without a number after it."""
    return _NUMBER.sub("", label).casefold() in word_table("labels")[kind]


def speakers(rows: Iterable[str]) -> set[str]:
    """The labels in a text that are names: written in capitals, or used more than once."""
    found = [pair.label for row in rows if (pair := labelled(row)) and not re.search(r"\d", pair.label)]
    counts = Counter(found)
    return {name for name in counts if not _is_known(name) and (name.isupper() or counts[name] > 1)}


def _is_known(label: str) -> bool:
    kinds = ("voice", "part", "visual", "unspoken", "title", "setting", "scene")
    return any(is_label(label, kind) for kind in kinds)


def read_label(row: str, names: Collection[str], head: bool) -> Note | None:
    """What a labelled row says or shows; None where it has no label. Only a `head` row names the title and settings.

    A note without words stands for a row that is neither spoken nor shown, such as music.
    """
    pair = labelled(row)
    if pair is None:
        return None
    label, words = pair
    if is_label(label, "scene") and re.search(r"\d", label):
        return Note("scene", words or label)
    if is_label(label, "visual"):
        return Note("shows", words)
    if head and is_label(label, "title"):
        return Note("title", words)
    return _spoken(label, words, names, head)


def _spoken(label: str, words: str, names: Collection[str], head: bool) -> Note | None:
    if is_label(label, "unspoken") or (head and is_label(label, "setting")):
        return Note("says", "")
    if is_label(label, "voice") or is_label(label, "part"):
        return Note("says", words)
    return Note("says", words, label) if label in names else None
