"""Takes a one-line brief apart: what instructs the studio is left out, the rest becomes clauses to speak."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipelines.machinery.languages import scripts_in, scripts_of
from pipelines.machinery.words import bare_words, has_words, is_unspaced, word_table

_HEAD = 300  # characters; instructions stand at the start, and matching them must stay quick
_SEPARATOR = re.compile(r"([,;:](?=\s)|\s[–—-]+(?=\s)|—|[،؛，；：、])\s*")
_STOPS = {"hi": "।", "mr": "।", "ne": "।", "bn": "।", "as": "।", "pa": "।", "or": "।", "sa": "।", "ur": "۔",
          "zh": "。", "ja": "。", "yue": "。", "am": "።"}  # fmt: skip
_ENDS = '.!?…।॥۔؟።፧。！？"”»'


class Task(NamedTuple):
    """A sentence without its instruction: the subject named inside the instruction, and what comes after it."""

    subject: str
    rest: str


@lru_cache
def _patterns(kind: str, script: str) -> list[re.Pattern[str]]:
    """What `patterns` or `alone` list in the languages of one script."""
    return [
        _compiled(pattern, table)
        for language, table in word_table("briefs").items()
        if script in scripts_of(language)
        for pattern in table.get(kind, ())
    ]


def _compiled(pattern: str, table: dict[str, str]) -> re.Pattern[str]:
    for name in ("link", "free", "please", "our", "any", "make", "ad", "set"):  # a link may hold settings
        pattern = pattern.replace(f"{{{name}}}", table.get(name, ""))
    return re.compile(pattern, re.IGNORECASE)


def without_instruction(sentence: str) -> Task | None:
    """The sentence's task, or None where it instructs nobody and is all to be said."""
    for script in scripts_in(sentence[:_HEAD]):
        for pattern in _patterns("patterns", script):
            match = pattern.match(sentence[:_HEAD])
            if match and match[0]:
                subject = match.groupdict().get("keep") or ""
                return Task(subject.strip(), sentence[match.end() :].strip())
    return None


def only_instructs(sentence: str) -> bool:
    """Whether a whole sentence is a wish about length, shape or tone, such as `30 seconds, vertical.`"""
    bare = sentence.strip().rstrip(_ENDS)
    return len(bare) <= _HEAD and any(
        pattern.fullmatch(bare) for script in scripts_in(bare) for pattern in _patterns("alone", script)
    )


def clauses(sentence: str) -> list[str]:
    """The thoughts of one sentence, cut at its commas and dashes; lists such as `milk, tea and ginger` stay whole."""
    parts = _SEPARATOR.split(sentence.strip())
    thoughts = [parts[0]]
    closed = False  # whether the list at hand has had its `and`
    for separator, words in zip(parts[1::2], parts[2::2], strict=True):
        listed = _is_listed(words)
        comma = separator.strip() in ",،，、"
        if not has_words(words) or (comma and listed and not (closed and _starts_with_joint(words))):
            thoughts[-1] += separator + ("" if is_unspaced(words[:1] or " ") else " ") + words
            closed = closed or _joints(words)
        else:
            thoughts.append(words)
            closed = False
    return [thought.strip() for thought in thoughts if has_words(thought)]


def _is_listed(words: str) -> bool:
    """Whether a part belongs to the thought before it: too short to stand alone, or one more item of a list."""
    if is_unspaced(words.strip()[:1] or " "):
        return len(words.strip(_ENDS)) < 4
    return len(bare_words(words)) < 3 or _joints(words)


def _joints(words: str) -> bool:
    """Whether one of the first words is an `and`; Arabic writes it as a letter of the word it leads."""
    plain = bare_words(words)[:3]
    return any(word in word_table("clauses")["lists"] for word in plain) or _starts_with_joint(words)


def _starts_with_joint(words: str) -> bool:
    first = next(iter(bare_words(words)), "")
    return first in word_table("clauses")["lists"] or (first.startswith("و") and len(first) > 3)


def as_sentence(thought: str, language: str) -> str:
    """A clause with a capital and a full stop of its language; its words are as they were."""
    thought = thought.strip(" ,;:،؛，；：–—-")
    first = thought.split()[0] if thought.split() else ""
    if first.islower() and "." not in first.rstrip(".") and "@" not in first:
        thought = thought[0].upper() + thought[1:]
    return (
        thought if thought.endswith(tuple(_ENDS)) else thought + _STOPS.get(language.split("-", maxsplit=1)[0], ".")
    )
