"""Finds what a line counts: a share of a whole, amounts side by side, years in their order."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.machinery.languages import sentences
from pipelines.machinery.words import bare_words, is_unspaced, mentions, word_table
from pipelines.writers.phrases import (
    MOST_LETTERS,
    PAUSES,
    STOPS,
    Amount,
    any_of,
    in_ascii,
    labels,
    normal,
    pattern,
    small_words,
    tidied,
    value_of,
    vocabulary,
)
from studio.film import Figure

MOST = 5  # amounts or years in one chart
_WHOLE = 0.005  # by how much two shares may miss the whole that they make up
_LARGEST_WHOLE = 100  # one in a million is too thin to draw
_MOST_IN_RING = 32  # letters: its label has two rows, and a share spelt out is long
_MOST_SIDE = 9  # words of what is set against something
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
    if len(found) == 2 and math.isclose(sum(amount.value for amount in found), 1, abs_tol=_WHOLE):
        says, found = says[: found[1].start], found[:1]  # both make up the whole: one ring shows both
    if len(found) != 1 or not barred or mentions(says, barred) or _CURRENCY.search(says):
        return None
    (amount,) = found
    written = tidied(says[amount.start : amount.end])
    if not 0 < amount.value < 1 or len(written) > _MOST_IN_RING or _RANGE.search(says[: amount.start]):
        return None
    whole = _rest(says, amount, language)
    return Figure(kind="ring", parts=(whole,) if whole else (), labels=(written,), shares=(round(amount.value, 3),))


def rest_of_ring(says: str, language: str, before: Figure) -> Figure | None:
    """The other share of the whole that the line before told of: `one in four children`, `three quarters do not`."""
    words = vocabulary(language)
    linking = any_of([*words.get("leads", ()), *words.get("of", ())]) or "(?!)"
    bare = {re.sub(rf"\s*(?:{linking})$", "", normal(phrase), flags=re.IGNORECASE): share
            for phrase, share in words.get("fractions", {}).items()}  # fmt: skip
    found = [*_percents(says, language), *_shares(says, language)]
    if not found and bare:
        known = {phrase.casefold(): share for phrase, share in bare.items()}
        places = re.finditer(any_of(list(bare)), says, re.IGNORECASE)
        found = [Amount(known[re.sub(r"\s+", " ", at[0]).casefold()], at.start(), at.end()) for at in places]
    if len(found) != 1 or not math.isclose(found[0].value + before.shares[0], 1, abs_tol=_WHOLE):
        return None
    (amount,) = found
    share = round(amount.value, 3)
    return Figure(kind="ring", parts=before.parts, labels=(tidied(says[amount.start : amount.end]),), shares=(share,))


def bars(says: str, language: str) -> Figure | None:
    """Two to five amounts of one unit, each as long as its part of the largest."""
    words = vocabulary(language)
    if not words.get("money") or mentions(says, words["money"]) or _CURRENCY.search(says):
        return None
    found = _percents(says, language)
    if not 2 <= len(found) <= MOST:
        found = _measures(says, language)
        told_apart = mentions(says, words.get("compared", ())) or len(years_in(says, language)) == len(found)
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


def growth(says: str, language: str) -> Figure | None:
    """How many times as much there is as there was, or of one thing as of another: two bars."""
    return _multiple(says, language) or _grown(says, language)


def _multiple(says: str, language: str) -> Figure | None:
    """`Twice as many girls as boys`."""
    body = says.strip().rstrip(STOPS + " ")
    for template, times in vocabulary(language).get("multiples", {}).items():
        if match := re.search(rf"{pattern(template, language).pattern}$", body, re.IGNORECASE):
            parts = tuple(tidied(match[side]) for side in "ab")
            fits = all(0 < len(bare_words(part)) <= _MOST_SIDE for part in parts)
            return Figure(kind="bars", parts=parts, labels=labels(parts), shares=_scaled(times)) if fits else None
    return None


def _grown(says: str, language: str) -> Figure | None:
    """`The harvest doubled`: what it was, without words, and what it is."""
    grown = {normal(phrase).casefold(): times for phrase, times in vocabulary(language).get("grown", {}).items()}
    found = list(re.finditer(any_of(list(grown)), says, re.IGNORECASE)) if grown else []
    if len(found) != 1 or len(sentences(says, language)) > 1:
        return None
    (match,) = found
    times = 1 / grown[re.sub(r"\s+", " ", match[0]).casefold()]
    beside = re.split(f"[{PAUSES}]", says[: match.start()])[-1]
    if vocabulary(language).get("verb_first") and not bare_words(beside):
        beside = re.split(f"[{PAUSES}]", says[match.end() :])[0]
    what = tidied(beside)
    if not 0 < len(bare_words(what)) <= _MOST_SIDE or set(bare_words(what)) <= small_words(language):
        return None
    return Figure(kind="bars", parts=(what, what), labels=("", tidied(match[0])), shares=_scaled(times))


def _scaled(times: float) -> tuple[float, float]:
    """The bars of two amounts of which the first is so many times the second."""
    return (1.0, round(1 / times, 3)) if times > 1 else (round(times, 3), 1.0)


def timeline(says: str, language: str) -> Figure | None:
    """Two or more years in their order, with words for what happened in each."""
    found = years_in(says, language)
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
    spans = any_of(words.get("spans", ())) or "(?!)"
    found = [amount for amount in found if not re.match(rf"\s*(?:{spans})", says[amount.end :], re.IGNORECASE)]
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


def years_in(says: str, language: str) -> list[Amount]:
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
