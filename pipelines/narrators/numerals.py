"""Spells numbers, units and signs as words of a language, for voices that know letters alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipelines.machinery.tables import ASSETS, table
from pipelines.machinery.words import word_table
from pipelines.narrators.spoken import spoken
from studio.errors import BadInput

NUMBER = re.compile(r"(?:(?<!\w)[-−])?\d+(?:[.,٫٬']\d+)*")
POINTS = {".", ",", "٫", "٬", "'"}
LONGEST = 15  # digits; longer ones, such as those of telephones and accounts, are read digit by digit
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₦": "NGN", "₱": "PHP", "₩": "KRW"}
# Signs behind a number, and CLDR's names of the units.
UNITS = {
    "%": "percent", "٪": "percent", "°C": "celsius", "°F": "fahrenheit", "°": "degree",
    "km/h": "kilometer-per-hour", "km": "kilometer", "kg": "kilogram", "cm": "centimeter", "mm": "millimeter",
    "ml": "milliliter", "mg": "milligram", "kW": "kilowatt", "kWh": "kilowatt-hour", "MB": "megabyte",
    "GB": "gigabyte", "TB": "terabyte", "m": "meter", "g": "gram", "l": "liter", "L": "liter", "W": "watt",
    "h": "hour", "min": "minute", "s": "second",
}  # fmt: skip
# Those that mean nothing else where they stand alone, parted from their number by a space.
ALONE = {"%", "°C", "°F", "km/h", "km", "kg", "cm", "mm", "ml", "mg", "kW", "kWh", "MB", "GB", "TB"}
LONGEST_FIRST = sorted(map(re.escape, UNITS), key=len, reverse=True)
MEASURE = re.compile(rf"({NUMBER.pattern})\s?({'|'.join(LONGEST_FIRST)})(?!\w)")
JOINTS = {"hi": " ", "sw": " na "}  # between thousands, hundreds and the rest, where CLDR's words are joined by us


def worded(word: str, language: str) -> str:
    """A written word as letters alone can say it; empty for what is seen but not said.

    Raises BadInput for a number in a language whose numbers we cannot spell.
    """
    root = language.lower().split("-")[0]
    said = MEASURE.sub(lambda match: f" {_measured(match[1], match[2], root)} ", spoken(word, language))
    if (core := said.strip(" .,;:!?()")) in ALONE:
        said = said.replace(core, _measured("", core, root).strip())
    for sign, code in CURRENCIES.items():
        said = said.replace(sign, f" {_currency(code, root)} ") if sign in said else said
    said = said.replace("&", f" {_and(root)} ") if "&" in said else said
    return " ".join(NUMBER.sub(lambda match: f" {number(match[0], root)} ", said).split())


def number(written: str, language: str) -> str:
    """A number in words, such as `4.50`; raises BadInput where we know none of the language's words for numbers."""
    sign, digits = ("-", written[1:]) if written[0] in "-−" else ("", written)
    whole, fraction = _parted("".join(_plain(each) for each in digits), language)
    if len(whole) > LONGEST or (whole.startswith("0") and whole != "0"):
        return " ".join(_digit(each, language) for each in whole + fraction)
    said = _spelt(int(sign + whole), language)
    if not said and not sign:
        said = _composed(int(whole), language)
    said = said or " ".join(_digit(each, language) for each in whole)
    if not fraction:
        return said
    point = _own("point").get(language, ",")  # where we do not know the word, a pause
    return " ".join([said, point, *(_digit(each, language) for each in fraction)])


def _spelt(value: int, language: str) -> str:
    """The number as num2words has it; empty for a language that it does not know."""
    import num2words  # noqa: PLC0415 - comes with the voices that need it

    try:
        return str(num2words.num2words(value, lang=language))
    except NotImplementedError:
        return ""


def _plain(digit: str) -> str:
    return str(unicodedata.digit(digit)) if digit.isdigit() else digit


def _parted(digits: str, language: str) -> tuple[str, str]:
    """The digits before and after the decimal sign; signs between thousands are left out."""
    marks = [sign for sign in digits if sign in POINTS]
    if not marks:
        return digits, ""
    last = digits.rindex(marks[-1])
    tail = digits[last + 1 :]
    grouped = len(tail) == 3 and (len(set(marks)) == 1) and marks[-1] != _decimal(language)  # 12.000 is no fraction
    if grouped or marks.count(marks[-1]) > 1:
        last, tail = len(digits), ""
    return "".join(each for each in digits[:last] if each.isdigit()), tail.rstrip("0")


@lru_cache
def _decimal(language: str) -> str:
    """The language's own decimal sign, by CLDR."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only for text with numbers

    try:
        return str(Locale.parse(language).number_symbols["latn"]["decimal"])
    except (UnknownLocaleError, ValueError, KeyError):
        return "."


def _composed(value: int, language: str) -> str:
    """The number by CLDR's own words, where their joining is known to us; empty otherwise."""
    rows = (row.partition(" ") for row in word_table("numbers").get(language, "").split(", ") if row)
    words = {int(key): text for key, _, text in rows} | dict(enumerate(_digits(language)[:2]))
    if language not in JOINTS or value >= 10_000:
        return ""
    parts = [value // 1000 * 1000, value // 100 % 10 * 100, value % 100]
    return JOINTS[language].join(words.get(part, "") for part in parts if part) or words.get(0, "")


def _digit(digit: str, language: str) -> str:
    named = _digits(language)
    said = named[int(digit)] if named else _spelt(int(digit), language)
    if not said:
        raise BadInput(f"This voice cannot read the number '{digit}' in '{language}'.", "Write it out in words.")
    return said


def _digits(language: str) -> list[str]:
    return _own("digits").get(language, "").split()


@lru_cache
def _own(name: str) -> dict[str, str]:
    """A table of assets/words/digits.toml by language."""
    return dict(table(ASSETS / "words" / "digits.toml")[name])


def _measured(amount: str, sign: str, language: str) -> str:
    """A number with its unit, which stays in digits for now: "25 percent"."""
    pattern = _own("percent").get(language) if UNITS[sign] == "percent" else None
    return (pattern or f"{{0}} {_unit(amount, sign, language)}").format(amount)


def _unit(amount: str, sign: str, language: str) -> str:
    from babel import UnknownLocaleError  # noqa: PLC0415 - only for text with units
    from babel.units import format_unit  # noqa: PLC0415

    count = 1 if amount == "1" else 5
    try:
        said = format_unit(count, UNITS[sign], length="long", locale=language)
    except (UnknownLocaleError, ValueError):
        return ""
    return NUMBER.sub("", said).replace("\u200f", "").strip()


def _currency(code: str, language: str) -> str:
    from babel import UnknownLocaleError  # noqa: PLC0415 - only for text with money
    from babel.numbers import get_currency_name  # noqa: PLC0415

    try:
        return get_currency_name(code, count=5, locale=language)
    except (UnknownLocaleError, ValueError):
        return ""


def _and(language: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only for text with "&"

    try:
        return str(Locale.parse(language).list_patterns["standard"]["2"]).format("", "").strip()
    except (UnknownLocaleError, ValueError, KeyError):
        return ""
