"""Reads screenplays, plain or in Fountain: scene headings, action, speakers and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipelines.machinery.words import word_table
from pipelines.writers.camera import cut_before
from pipelines.writers.labels import labelled, read_label, speakers
from pipelines.writers.notes import Note, unmarked

_HIDDEN = re.compile(r"/\*.*?\*/|\[\[.*?\]\]", re.DOTALL)  # Fountain's boneyard and notes
_TRANSITION = re.compile(
    r"^>[^<]*$|^(?:[A-Z -]+ TO:|(?:FADE|[A-Z ]*CUT) TO (?:BLACK|WHITE)[.:]?|FADE (?:IN|OUT)[.:]?|THE END[.:]?)$"
)
_EXTENSION = re.compile(r"\s*\([^)]*\)")
_FORCED = re.compile(r"^\.(?=[^.\s])")
_SCENE_NUMBER = re.compile(r"\s*#[\w.-]+#\s*$|^\d+[.)]?\s+(?=\S)")


@lru_cache
def _heading() -> re.Pattern[str]:
    table = word_table("labels")
    places = "|".join(re.escape(word) for word in sorted(table["indoors"], key=len, reverse=True))
    scenes = "|".join(re.escape(word) for word in table["scene"])
    return re.compile(rf"^(?:(?:{places})[.\s:：]\s*\S|(?:{scenes})\s*#?\d+\b)", re.IGNORECASE)


def is_heading(row: str) -> bool:
    """Whether a row opens a scene: INT., EXT., a number after the word for scene, or Fountain's leading dot."""
    row = _SCENE_NUMBER.sub("", row)
    return bool(_FORCED.match(row)) or (len(row) <= 90 and bool(_heading().match(row)))


def is_screenplay(text: str) -> bool:
    """A text is a screenplay when it has a place for a scene, or names that stand alone above their words."""
    rows = text.split("\n")
    if any(is_heading(row) for row in rows):
        return True
    return sum(_is_cue(rows, at, strict=True) for at in range(len(rows))) >= 2


def _is_cue(rows: list[str], at: int, strict: bool) -> bool:
    """Whether a row is a speaker's name alone, with words right under it and nothing right above it."""
    name = _EXTENSION.sub("", rows[at]).strip()
    above = rows[at - 1] if at else ""
    under = rows[at + 1] if at + 1 < len(rows) else ""
    if not name or above or not under or is_heading(name):
        return False
    if name.startswith("@"):
        return True
    if name[-1] in '.!?:。।؟…,"”' or len(name.split()) > 4 or not any(letter.isalpha() for letter in name):
        return False
    caseless = name.lower() == name.upper()
    return name.isupper() or (caseless and not strict and len(name.split()) <= 3)


def _is_name(label: str) -> bool:
    """Whether a label with words after it may be a speaker: one or two words, with capitals where there are any."""
    return len(label.split()) <= 2 and not any(sign.isdigit() for sign in label) and label == label.title()


def _transition(words: str) -> str:
    """How such a row cuts; empty for one that only ends the film, or begins it."""
    return cut_before(words) or ("cut" if words.endswith(" TO:") else "")


def read_screenplay(text: str) -> list[Note]:
    """Titles, scenes, what is shown and what is said, in order."""
    rows = _HIDDEN.sub("", text).split("\n")
    return [note for note in _notes(rows) if note.text]


def _notes(rows: list[str]) -> Iterator[Note]:
    names = speakers(rows) | {pair.label for row in rows if (pair := labelled(row)) and _is_name(pair.label)}
    speaker: str | None = None  # None: what follows is action
    head = True
    for at, row in enumerate(rows):
        words = unmarked(row)
        if not words:
            speaker = None
        elif head and (title := read_label(row, (), head=True)) and title.kind == "title":
            yield Note("title", unmarked(title.text))
        elif is_heading(row):
            head = False
            yield Note("scene", _FORCED.sub("", _SCENE_NUMBER.sub("", words)))
        elif _TRANSITION.match(row):
            speaker = None
            yield Note("cut", _transition(words.lstrip("> ")))
        elif row.startswith(("#", "= ", "===")):
            continue
        elif speaker is None and _is_cue(rows, at, strict=False):
            head, speaker = False, _EXTENSION.sub("", words).strip().lstrip("@").rstrip("^ ")
        elif speaker is not None:
            if not re.fullmatch(r"\(.*\)", words):
                yield Note("says", words.lstrip("~ "), speaker)
        else:
            note = read_label(words, names, head)
            head = head and note is not None
            yield note or Note("shows", re.sub(r"^>\s*|\s*<$|^!", "", words))
