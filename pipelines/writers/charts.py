"""Finds what a line counts: a share of a whole, amounts side by side, years in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.machinery.words import bare_words, is_unspaced, mentions, word_table
from pipelines.writers.phrases import (
    MOST_LETTERS,
    PAUSES,
    Amount,
    any_of,
    in_ascii,
    normal,
    pattern,
    tidied,
    value_of,
    vocabulary,
)
from studio.film import Figure

MOST = 5  # amounts or years in one chart
_LARGEST_WHOLE = 100  # one in a million is too thin to draw
_STEM = 3  # letters in which a unit is the same: litre, litres
_YEAR = re.compile(r"(?<![\d+#№$€£₹¥])(?<!\d[.,:/-])\d{4}(?![\d%٪]|[.,:/]\d)")
_EARLIEST, _LATEST = 1500, 2100
_RANGE = re.compile(r"(?<!\d)\d{1,3}\s+\S+\s+$")  # "5 to " before "10 %"
_CURRENCY = re.compile(r"[$€£₹¥₦₨฿]")


def ring(says: str, language: str) -> Figure | None:
    """One share of a whole. Growth, offers and rates are none, nor is the whole itself."""
    words = vocabulary(language)
    found = _percents(says, language) or _shares(says, language)
    barred = [*words.get("changes", ()), *words.get("money", ())]
    if len(found) != 1 or not barred or mentions(says, barred) or _CURRENCY.search(says):
        return None
    (amount,) = found
    written = tidied(says[amount.start : amount.end])
    if not 0 < amount.value < 1 or len(written) > MOST_LETTERS or _RANGE.search(says[: amount.start]):
        return None
    whole = _rest(says, amount, language)
    return Figure(kind="ring", parts=(whole,) if whole else (), labels=(written,), shares=(round(amount.value, 3),))


def bars(says: str, language: str) -> Figure | None:
    """Two to five amounts of one unit, each as long as its part of the largest."""
    words = vocabulary(language)
    if not words.get("money") or mentions(says, words["money"]) or _CURRENCY.search(says):
        return None
    found = _percents(says, language)
    if not 2 <= len(found) <= MOST:
        found = _measures(says, language)
        told_apart = mentions(says, words.get("compared", ())) or len(_years(says, language)) == len(found)
        found = found if told_apart else []
    if not 2 <= len(found) <= MOST:
        return None
    gaps = [says[a.end : b.start] for a, b in pairwise(found)]
    near = any(len(bare_words(gap)) < 2 and not any(sign in gap for sign in PAUSES) for gap in gaps) and " " in says
    changes = mentions(says, words.get("changes", ())) and not mentions(says, words.get("compared", ()))
    if near or changes:
        return None  # a range, or growth: one thing, not several
    parts = [_rest(segment, inside, language) for segment, inside in _segments(says, found, language)]
    written = [tidied(says[amount.start : amount.end]) for amount in found]
    largest = max(amount.value for amount in found)
    if not largest or not all(parts) or any(len(label) > MOST_LETTERS for label in written):
        return None
    shares = tuple(round(amount.value / largest, 3) for amount in found)
    return Figure(kind="bars", parts=tuple(parts), labels=tuple(written), shares=shares)


def timeline(says: str, language: str) -> Figure | None:
    """Two or more years in their order, with words for what happened in each."""
    found = _years(says, language)
    if not 2 <= len(found) <= MOST or any(a.value >= b.value for a, b in pairwise(found)):
        return None
    parts = [_rest(segment, inside, language) for segment, inside in _segments(says, found, language)]
    if any(len(bare_words(part)) < (2 if " " in says else 1) for part in parts):
        return None
    return Figure(kind="timeline", parts=tuple(parts), labels=tuple(_digits(says[a.start : a.end]) for a in found))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _percents(says: str, language: str) -> list[Amount]:
    return [
        Amount(number / 100, match.start(), match.end())
        for match in _matches(says, vocabulary(language)["percent"], language)
        if (number := value_of(match["n"], language)) is not None
    ]


def _shares(says: str, language: str) -> list[Amount]:
    """`Three out of four` and `half of`."""
    words = vocabulary(language)
    found = []
    for match in _matches(says, words.get("share", ()), language):
        part, whole = value_of(match["n"], language), value_of(match["m"], language)
        if part and whole and part < whole <= _LARGEST_WHOLE:
            found.append(Amount(part / whole, match.start(), match.end()))
    if found or not (fractions := words.get("fractions")):
        return found
    known = {normal(phrase).casefold(): value for phrase, value in fractions.items()}
    linking = any_of([*words.get("leads", ()), *words.get("of", ())])
    for match in re.finditer(any_of(list(fractions)), says, re.IGNORECASE):
        written = re.sub(rf"\s*(?:{linking})$", "", match[0], flags=re.IGNORECASE) if linking else match[0]
        value = known[re.sub(r"\s+", " ", match[0]).casefold()]
        found.append(Amount(value, match.start(), match.start() + len(written)))
    return found


def _measures(says: str, language: str) -> list[Amount]:
    """All amounts of the unit that the line names first; hours, coins and pieces are no units here."""
    words = vocabulary(language)
    if not (units := any_of(words.get("units", ()))):
        return []
    order = r"(?P<u>{units})\s+{{n}}" if words.get("units_first") else r"{{n}}\s?(?P<u>{units})"
    whole = order.format(units=units).replace("{n}", pattern("{n}", language).pattern)
    found, unit = [], ""
    for match in re.finditer(whole, says, re.IGNORECASE):
        number = value_of(match["n"], language)
        unit = unit or match["u"].casefold()[:_STEM]
        if number is not None and match["u"].casefold()[:_STEM] == unit:
            found.append(Amount(number, match.start(), match.end()))
    return found


def _years(says: str, language: str) -> list[Amount]:
    """Years with the words beside them, by which they are known, or by a pause: 1500 people are no year."""
    words = vocabulary(language).get("years", {})
    before, after = any_of(words.get("before", ())), any_of(words.get("after", ()))
    found = []
    for match in _YEAR.finditer(says):
        led = before and re.search(rf"(?:(?:{before})\s+)+$", says[: match.start()], re.IGNORECASE)
        followed = re.match(rf"[\s-]?(?:{after})" if after else "(?!)", says[match.end() :], re.IGNORECASE)
        paused = re.match(rf"\s*(?:[{PAUSES}]|[.।]?$)", says[match.end() :])
        if (led or followed or paused) and _EARLIEST <= in_ascii(match[0]) <= _LATEST:
            start, end = led.start() if led else match.start(), match.end() + (followed.end() if followed else 0)
            found.append(Amount(in_ascii(match[0]), start, end))
    return found


def _matches(says: str, templates: Sequence[str], language: str) -> list[re.Match[str]]:
    """Where the templates stand in a text, in order; of those that overlap the longest."""
    found = [match for template in templates for match in pattern(template, language).finditer(says)]
    kept: list[re.Match[str]] = []
    for match in sorted(found, key=lambda m: m.start() - m.end()):
        if all(match.end() <= other.start() or other.end() <= match.start() for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start())


def _segments(says: str, found: Sequence[Amount], language: str) -> list[tuple[str, Amount]]:
    """The words around each amount and its place in them.

    They are parted at a semicolon or a full stop, else at a pause: where words lead to the amounts the first after
    each, where words follow them the last before the next; else at a joining word.
    """
    joins = any_of(vocabulary(language).get("joins", ())) or "(?!)"
    is_led = bool(tidied(says[: found[0].start]))
    cuts = [0]
    for one, following in pairwise(found):
        between = says[one.end : following.start]
        kinds = (re.finditer(sign, between, re.IGNORECASE) for sign in (r"[;；؛।。]|\.\s", rf"[{PAUSES}]", joins))
        places = next((places for kind in kinds if (places := [match.end() for match in kind])), [0])
        cuts.append(one.end + (places[0] if is_led else places[-1]))
    edges = zip(cuts, [*cuts[1:], len(says)], found, strict=True)
    return [(says[start:end], Amount(a.value, a.start - start, a.end - start)) for start, end, a in edges]


def _rest(text: str, amount: Amount, language: str) -> str:
    """The text without its amount, and without the words that link it to the rest."""
    words = vocabulary(language)
    before, after = tidied(text[: amount.start]), tidied(text[amount.end :])
    joins, links = any_of(words.get("joins", ())), any_of([*words.get("leads", ()), *words.get("of", ())])
    if joins:
        before = re.sub(rf"^(?:{joins})(?:\s+|$)", "", before, flags=re.IGNORECASE)
    if links:
        after = re.sub(rf"^(?:{links})\s*(?=\S)", "", after, flags=re.IGNORECASE)
    if before.casefold().split(" ")[-1] in word_table("figures")["articles"]:  # that of the amount: el 60 %
        before = before.rpartition(" ")[0]
    return f"{before}{'' if any(map(is_unspaced, text)) else ' '}{after}".strip()
