"""Reads numbered shot lists: `1. Wide shot: the platform. VO: "Chai!"`, `Shot 2 - ...`, in any digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.machinery.words import has_words, word_table
from pipelines.writers.camera import framing_in, without_framing
from pipelines.writers.labels import labelled, read_label
from pipelines.writers.notes import Note, unmarked

_QUOTED = re.compile(r"[\"“«「]([^\"“”«»「」]+)[\"”»」]")


class _Item(NamedTuple):
    number: int
    named: bool  # "Shot 2", not a bare "2", nor "Scene 2", which may as well open a screenplay's scene
    text: str


@lru_cache
def _item() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(word_table("labels")["shot"], key=len, reverse=True))
    return re.compile(
        rf"^(?:[-*•]\s+)?(?:(?P<word>{words})\s*[#№]?\s*(?P<n>\d{{1,3}})\s*[.):：,–—|-]*"
        rf"|[#№(]?(?P<m>\d{{1,3}})\s*(?:[.):：|–—-]|、|．)(?=\s|\D))\s*(?P<text>.*)$",
        re.IGNORECASE,
    )


@lru_cache
def _voice() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(word_table("labels")["voice"], key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\s.,;|(।]))(?:{words})\s*(?:\([^)]*\))?\s*[:：]\s*", re.IGNORECASE)


def _items(text: str) -> tuple[list[str], list[_Item]]:
    """The rows before the first number, and the numbered items with the rows that belong to them."""
    before: list[str] = []
    items: list[_Item] = []
    for row in filter(None, (unmarked(row) for row in text.split("\n"))):
        match = _item().match(row)
        if match and int(match["n"] or match["m"]) == (items[-1].number + 1 if items else 1):
            items.append(_Item(int(match["n"] or match["m"]), _names_a_shot(match["word"]), match["text"]))
        elif items:
            items[-1] = items[-1]._replace(text=f"{items[-1].text}\n{row}".strip())
        else:
            before.append(row)
    return before, items


def _names_a_shot(word: str | None) -> bool:
    return word is not None and word.casefold() not in word_table("labels")["scene"]


def is_shot_list(text: str) -> bool:
    """Numbered items that speak of shots, of a camera or of a voice; others are steps and are read as prose."""
    _, items = _items(text)
    if len(items) < 2:
        return False
    return any(item.named or _voice().search(item.text) or framing_in(item.text[:40]) for item in items)


def read_shot_list(text: str) -> list[Note]:
    """What each shot shows, then what it says. Where no shot says anything, the descriptions are spoken."""
    before, items = _items(text)
    parts = [_take_apart(item.text) for item in items]
    silent = not any(note.kind == "says" and note.text for part in parts for note in part)
    notes = list(_head(before))
    for part in parts:
        notes += [Note("shot", "-"), *part]
        if silent:
            notes += [Note("says", without_framing(note.text)) for note in part if note.kind == "shows"]
    return [note for note in notes if note.text]


def _head(rows: list[str]) -> Iterator[Note]:
    for at, row in enumerate(rows):
        words = row.lstrip("# ")
        note = read_label(words, (), head=True)
        if note:
            yield note
        elif at == 0 and len(words.split()) <= 7 and words[-1] not in ".!?।。؟":
            yield Note("title", words)
        else:
            yield Note("says", words)


def _take_apart(text: str) -> list[Note]:
    """One item's pictures and words: labelled rows first, then a voice label inside a row, then quoted words."""
    notes: list[Note] = []
    for row in text.split("\n"):
        voice = _voice().search(row)
        note = None if voice else _labelled(row)
        if voice:
            notes += [
                Note("shows", row[: voice.start()].strip(" |-–—(")),
                Note("says", _unquoted(row[voice.end() :])),
            ]
        elif note:
            notes.append(note)
        else:
            notes += _quoted(row)
    return notes


def _labelled(row: str) -> Note | None:
    pair = labelled(row)
    if pair is None or framing_in(pair.label):  # "Wide shot: ..." is all description
        return None
    speaks = pair.label.isupper() or pair.words[:1] in '"“«「'
    note = read_label(row, {pair.label} if pair.words and speaks else (), head=False)
    return note._replace(text=_unquoted(note.text)) if note and note.kind == "says" else note


def _quoted(row: str) -> list[Note]:
    said = [words for words in _QUOTED.findall(row) if has_words(words)]
    shown = _QUOTED.sub(" ", row) if said else row
    return [Note("shows", re.sub(r"\s+", " ", shown).strip(" |-–—")), Note("says", " ".join(said))]


def _unquoted(text: str) -> str:
    return re.sub(r"^[\"“«「]\s*|\s*[\"”»」)]\s*$", "", text.strip()).strip()
