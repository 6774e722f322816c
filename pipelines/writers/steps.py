"""Finds the lines of a script that are the steps of one task: `Step 2`, `First, ...`, `Then ...`, `Finally, ...`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipelines.writers.phrases import PAUSES, any_of, normal, pattern, tidied, value_of, vocabulary
from studio.film import Figure

_MOST = 20  # steps
_GAP = 3  # lines from one step to the next that is told by its ordinal
_NUMBERED = re.compile(r"\s*[(]?(?P<n>\d{1,2})\s*(?:[.):]\s|[、．]|[.)]?\s*[–—-]\s)")


class _Mark(NamedTuple):
    """How a line says that it is a step."""

    at: int
    by: Literal["number", "item", "ordinal", "then", "last"]
    number: int
    words: str


def steps(lines: Sequence[str], language: str, items: Sequence[int] = ()) -> dict[int, Figure]:
    """The steps by the places of their lines, of which some are `items` of a numbered list."""
    numbered = {at: _Mark(at, "item", number, lines[at]) for at, number in enumerate(items) if number}
    told = (numbered.get(at) or _mark(at, normal(line), language) for at, line in enumerate(lines))
    marks = [mark for mark in told if mark]
    zero = _zero(lines)
    found: dict[int, Figure] = {}
    for run in _runs(marks):
        for number, mark in enumerate(run, run[0].number):
            words = tidied(mark.words)
            of = len(run) if len(run) > 1 else 0
            digits = "".join(chr(zero + int(digit)) for digit in str(number))
            parts = (words,) if words else ()
            found[mark.at] = Figure(kind="step", parts=parts, labels=(digits,), number=number, of=of)
    return found


def opens_step(line: str, language: str) -> bool:
    """Whether a sentence says that it is the first, another or the last step."""
    mark = _mark(0, normal(line), language)
    return mark is not None and mark.by != "then"


def _runs(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Marks that count from one up, each run from its first step to its last."""
    runs: list[list[_Mark]] = []
    for mark in marks:
        run = runs[-1] if runs else []
        if run and _follows(mark, run):
            run.append(mark)
        elif mark.number == 1 or mark.by == "number":
            runs.append([mark])
    return [run for run in runs if _is_sure(run)]


def _follows(mark: _Mark, run: Sequence[_Mark]) -> bool:
    before = run[-1]
    if before.by == "last" or run[0].number != 1 or len(run) >= _MOST:
        return False
    if mark.number:
        return mark.number == len(run) + 1 and (mark.by in ("number", "item") or mark.at - before.at <= _GAP)
    return mark.at == before.at + 1 and before.by in ("ordinal", "then")


def _is_sure(run: Sequence[_Mark]) -> bool:
    """`First` alone counts nothing, and `first ... then ...` may be a story."""
    if run[0].by in ("number", "item"):
        return run[0].by == "number" or len(run) > 1
    return len(run) > 2 or sum(mark.by == "ordinal" for mark in run) > 1


def _mark(at: int, line: str, language: str) -> _Mark | None:
    words = vocabulary(language)
    for template in words.get("step", ()):
        match = pattern(f"^{template}", language).match(line)
        number = value_of(match["n"], language) if match else None
        if match and number and number == int(number) <= _MOST:
            return _Mark(at, "number", int(number), line[match.end() :])
    if numbered := _NUMBERED.match(line):
        return _Mark(at, "item", int(numbered["n"]), line[numbered.end() :])
    for number, openers in enumerate(words.get("ordinals", ()), 1):
        if rest := _after(line, openers):
            return _Mark(at, "ordinal", number, rest)
    for by in ("last", "then"):
        if rest := _after(line, words.get(by, ())):
            return _Mark(at, "last" if by == "last" else "then", 0, rest)
    return None


def _after(line: str, openers: Sequence[str]) -> str:
    """The rest of a line that begins with one of these; empty where it does not."""
    match = re.match(rf"\s*(?:{any_of(openers)})\s*[{PAUSES}]?\s*", line, re.IGNORECASE) if openers else None
    return line[match.end() :] if match else ""


def _zero(lines: Sequence[str]) -> int:
    """The nought of the digits that a text counts in."""
    own = next(
        (sign for line in lines for sign in line if unicodedata.category(sign) == "Nd" and not sign.isascii()), ""
    )
    return ord(own) - unicodedata.digit(own) if own else ord("0")
