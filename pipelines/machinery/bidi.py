"""Right and left in one line: the Unicode bidirectional algorithm (UAX #9) without explicit controls."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

STRONG = {"L": 0, "R": 1, "AL": 1}
NEUTRAL = {"B", "S", "WS", "ON", "BN"}
BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "「": "」", "『": "』", "《": "》", "〈": "〉"}


def runs_right_to_left(text: str, hint: bool | None = None) -> bool:
    """Is the line's base direction right to left? By `hint` if it holds such letters, else by its first letter."""
    directions = [STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in STRONG]
    if hint is not None and 1 in directions:
        return hint
    return bool(directions and directions[0])


def levels(text: str, base: int) -> list[int]:
    """Embedding level of each character: even runs left to right, odd right to left."""
    kinds = [unicodedata.bidirectional(c) or "L" for c in text]
    _resolve_weak(kinds, base)
    _resolve_brackets(text, kinds, base)
    _resolve_neutral(kinds, base)
    found = [_implicit(kind, base) for kind in kinds]
    for at in range(len(text) - 1, -1, -1):  # rule L1: spaces at the line's end stay at its end
        if not text[at].isspace():
            break
        found[at] = base
    return found


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """Indices of runs from left to right (rule L2), given each run's level."""
    order = list(range(len(run_levels)))
    highest = max(run_levels, default=0)
    for level in range(highest, 0, -1):
        reordered: list[int] = []
        for inside, group in groupby(order, key=lambda at: run_levels[at] >= level):
            members = list(group)
            reordered += reversed(members) if inside else members
        order = reordered
    return order


def _resolve_weak(kinds: list[str], base: int) -> None:
    """Rules W1 to W7: numbers, their signs, and marks."""
    strong = before = "R" if base else "L"
    for at, kind in enumerate(kinds):  # W1, W2, W3
        if kind == "NSM":
            kinds[at] = before
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
        if kind in STRONG:
            strong = kind
        before = kinds[at]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):  # W4
        left, here, right = kinds[at - 1 : at + 2]
        if left == right and here in {"EN": {"ES", "CS"}, "AN": {"CS"}}.get(left, set()):
            kinds[at] = left
    _attach_terminators(kinds)
    kinds[:] = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]  # W6
    strong = "R" if base else "L"
    for at, kind in enumerate(kinds):  # W7
        if kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _attach_terminators(kinds: list[str]) -> None:
    """Rule W5: a sign such as % or $ beside a European number belongs to it."""
    at = 0
    for is_sign, group in groupby(list(kinds), key=lambda kind: kind == "ET"):
        end = at + len(list(group))
        if is_sign and ("EN" in kinds[max(0, at - 1) : at] or "EN" in kinds[end : end + 1]):
            kinds[at:end] = ["EN"] * (end - at)
        at = end


def _resolve_brackets(text: str, kinds: list[str], base: int) -> None:
    """Rule N0: a pair of brackets goes one way: the line's, unless all inside it and before it goes the other."""
    line, other = ("R", "L") if base else ("L", "R")
    for start, end in _pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[start + 1 : end] if kind not in NEUTRAL}
        before = next((_side(kind) for kind in reversed(kinds[:start]) if kind not in NEUTRAL), line)
        if inside:
            kinds[start] = kinds[end] = other if inside == {other} and before == other else line


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Places of matching brackets, in the order in which they open."""
    waiting: list[tuple[str, int]] = []
    found = []
    for at, character in enumerate(text):
        if kinds[at] != "ON":
            continue
        if character in BRACKETS:
            waiting.append((BRACKETS[character], at))
        elif character in {closing for closing, _ in waiting}:
            while waiting[-1][0] != character:
                waiting.pop()
            found.append((waiting.pop()[1], at))
    return sorted(found)


def _resolve_neutral(kinds: list[str], base: int) -> None:
    """Rules N1 and N2: spaces and punctuation go with their two neighbours if these agree, else with the line."""
    edge = "R" if base else "L"
    at = 0
    for neutral, group in groupby(list(kinds), key=lambda kind: kind in NEUTRAL):
        end = at + len(list(group))
        if neutral:
            left = _side(kinds[at - 1]) if at else edge
            right = _side(kinds[end]) if end < len(kinds) else edge
            kinds[at:end] = [left if left == right else edge] * (end - at)
        at = end


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _implicit(kind: str, base: int) -> int:
    """Rules I1 and I2."""
    if base % 2 == 0:
        return base + {"L": 0, "R": 1}.get(kind, 2)
    return base + (0 if kind == "R" else 1)
