"""Finds amounts of one thing in several years, in one line or in several in a row: one chart, which grows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.machinery.words import bare_words, mentions
from pipelines.writers.charts import MOST, years_in
from pipelines.writers.phrases import (
    MOST_LETTERS,
    PAUSES,
    STOPS,
    Amount,
    any_of,
    bounded,
    normal,
    pattern,
    small_words,
    tidied,
    value_of,
    vocabulary,
)
from studio.film import Figure

_FEWEST = 2  # years in a chart
_RISES = 0.02  # a share below this would not be seen
_BEFORE = r"[$€£₹¥₦₨฿]?\s?$"  # what is written in one with an amount
_STEM = 3  # letters in which a unit is the same: bag, bags
_PERCENT = re.compile(r"\s?[%٪％]")


class Dated(NamedTuple):
    """An amount in a year: both as they are written, and what the amount is worth."""

    year: str
    written: str
    value: float
    unit: str  # the word after it, or a sign


def dated(says: str, language: str) -> list[Dated]:
    """The amounts of a line that names as many years, each beside its own; none where they cannot be told apart."""
    says = normal(says)
    years = _years(says, language)
    amounts = _numbers(says, language)
    if not years or len(years) != len(amounts):
        return []
    order = sorted([*((year.start, 0) for year in years), *((amount.start, 1) for amount in amounts)])
    sides = [side for _, side in order]
    if sides != sides[:2] * len(years):
        return []  # neither a year before each amount nor after each
    return [
        Dated(_bare(says[year.start : year.end], language), _written(says, amount), amount.value, _unit(says, amount))
        for year, amount in zip(years, amounts, strict=True)
    ]


def series(says: Sequence[str], language: str) -> dict[int, Figure]:
    """For each line of a row that tells amounts of one thing in years, the chart as far as it has come there."""
    own = [dated(line, language) for line in says]
    found: dict[int, Figure] = {}
    start = 0
    while start < len(says):
        end = start
        while end < len(says) and own[end]:
            end += 1
        told = [one for line in own[start:end] for one in line]
        if _FEWEST <= len(told) <= MOST and _are_of_one_kind(told, language):
            found |= _grown(says[start], own[start:end], told, start, language)
        start = max(end, start + 1)
    return found


def _are_of_one_kind(told: Sequence[Dated], language: str) -> bool:
    """Whether all years differ, one is a year and no mere today, and no two amounts are of different things."""
    years = {one.year.casefold() for one in told}
    units = {one.unit[:_STEM] for one in told if one.unit and one.unit not in small_words(language)}
    real = any(re.search(r"\d", year) or mentions(year, vocabulary(language).get("near_years", ())) for year in years)
    return len(years) == len(told) and len(units) < 2 and real


def _grown(
    says: str, lines: Sequence[list[Dated]], told: Sequence[Dated], start: int, language: str
) -> dict[int, Figure]:
    top = max(one.value for one in told)
    what = _subject(says, language)
    labels = [f"{one.year}: {one.written}" for one in told]
    if not top or not what or any(len(label) > MOST_LETTERS for label in labels):
        return {}
    shares = [round(max(one.value / top, _RISES if one.value else 0.0), 3) for one in told]
    found, known = {}, 0
    for at, line in enumerate(lines, start=start):
        known += len(line)
        found[at] = Figure(
            kind="bars", parts=(what,) * known, labels=tuple(labels[:known]), shares=tuple(shares[:known])
        )
    return found


def _subject(says: str, language: str) -> str:
    """The words of a line without its years and amounts: what is counted."""
    first, *others = sorted([*_years(says, language), *_numbers(says, language)], key=lambda one: one.start)
    ends = [*(one.start for one in others), len(says)]
    starts = [first.end, *(one.end for one in others)]
    rest = [says[: first.start], *(says[a:b] for a, b in zip(starts, ends, strict=True))]
    pieces = [tidied(piece) for piece in rest]
    words = " ".join(piece for piece in pieces if set(bare_words(piece)) - small_words(language))
    return words


def _years(says: str, language: str) -> list[Amount]:
    """Years in digits, and such as `this year` or `today`."""
    words = vocabulary(language)
    near = any_of([*words.get("near_years", ()), *words.get("nowadays", ())]) or "(?!)"
    years = years_in(says, language)
    years += [Amount(0, match.start(), match.end()) for match in re.finditer(near, says, re.IGNORECASE)]
    return sorted(years, key=lambda year: year.start)


def _numbers(says: str, language: str) -> list[Amount]:
    """The numbers of a line that are no years."""
    years = _years(says, language)
    valued = ((value_of(match["n"], language), match) for match in pattern("{n}", language).finditer(says))
    found = [Amount(value, match.start(), match.end()) for value, match in valued if value is not None]
    return [amount for amount in found if not any(_overlap(amount, year) for year in years)]


def _overlap(one: Amount, other: Amount) -> bool:
    return one.start < other.end and other.start < one.end


def _unit(says: str, amount: Amount) -> str:
    after = re.match(rf"\s?([%٪％]|[^\s{PAUSES}{STOPS}]+)", says[amount.end :])
    return after[1].casefold() if after else ""


def _written(says: str, amount: Amount) -> str:
    before = re.search(_BEFORE, says[: amount.start])
    percent = _PERCENT.match(says[amount.end :])
    return says[before.start() if before else amount.start : amount.end + (percent.end() if percent else 0)].strip()


def _bare(year: str, language: str) -> str:
    """A year without the words that lead to it."""
    words = vocabulary(language).get("years", {})
    beside = [*words.get("before", ()), *words.get("after", ())]
    digits = re.search(r"\d{4}", year)
    if digits:
        return digits[0]
    led = "|".join(bounded(word) for word in beside) or "(?!)"
    return tidied(re.sub(rf"^(?:{led})\s+", "", year, flags=re.IGNORECASE))
