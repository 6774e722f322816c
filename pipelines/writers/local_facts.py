"""What a narration must keep of its brief: numbers, names and addresses, its language, and nothing made up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.machinery.languages import can_be, detect, scripts_in, scripts_of, sentences
from pipelines.machinery.words import bare_words, word_table
from pipelines.writers.briefs import only_instructs, without_instruction
from pipelines.writers.phrases import spelt_out, value_of
from pipelines.writers.titles import contact

_DIGITS = re.compile(r"\d+(?:[.,٫٬'’]\d+)*")
_CAPITALS = re.compile(r"[A-ZÀ-ÞА-ЯΑ-Ω][\w'’&-]*(?:\s+(?:[A-ZÀ-ÞА-ЯΑ-Ω][\w'’&-]*))*")
_ADDRESS = re.compile(r"(?<![\w@.])[a-z0-9][a-z0-9-]*(?:\.[a-z]{2,})+(?:/[\w/-]*)?(?![\w@])")  # any ending
_NO_WORD = re.compile(r"\S{121,}")  # nothing that anybody says, and minutes of searching for addresses
_TIME = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])")
_OPENS = re.compile(r"(?:^|[.!?…:\n\"“(]\s*)$")
# Elsewhere words for numbers mean other things too: French "neuf" is new, Italian "sei" is "you are".
_PLAIN_NUMBERS = frozenset({"en", "hi", "es", "pt", "id", "sw", "ar"})
_LONGEST_NAME = 4  # words; a longer run of capitals is a headline
_SMALL = 2  # "one", "both hands" and "two of us" are manners of speaking
_LEAST_WORDS = 8  # by which a language can be told
_AMONG = 3  # a statistical guess is wrong among sisters, such as Hindi and Marathi
_PEERS = frozenset({"id", "ms", "no", "nb", "nn", "da", "hr", "sr", "bs", "hi", "mr", "ne", "es", "gl", "pt", "ca"})


class Facts(NamedTuple):
    """What must be said. `names` and `literal`, which are addresses and times, are as the brief spells them."""

    numbers: frozenset[float]
    names: tuple[str, ...]
    literal: tuple[str, ...]
    allowed: frozenset[float]  # numbers that may be said, in digits or in words

    def in_words(self) -> str:
        """For a prompt, short and in order."""
        numbers = map(_spelt, sorted(self.numbers))
        return ", ".join((*self.names, *self.literal, *numbers)) or "nothing in particular"


def substance(text: str) -> str:
    """A brief without what instructs its writer, such as how long the film should be."""
    kept = []
    for row in _NO_WORD.sub(" ", text).split("\n"):
        for sentence in sentences(row, detect(row) if row.strip() else "en"):
            task = without_instruction(sentence.strip())
            if not only_instructs(sentence):
                kept.append(" ".join(filter(None, task)) if task else sentence.strip())
        kept.append("\n")
    return " ".join(kept).strip()


def facts_of(text: str, language: str) -> Facts:
    """What a brief states that a narration in a language must keep. Names only where they are written alike."""
    said = substance(text)
    own = detect(said)
    literal, bare = _literal(said)
    alike = scripts_of(language) & (set(scripts_in(said)) or {"Latn"})
    names = tuple(_names(bare, own)) if alike else ()
    digits = frozenset(numbers_in_digits(bare, own))
    inside = {float(_ascii(run)) for place in literal for run in re.findall(r"\d+", place)}
    return Facts(digits, names, literal, digits | inside | set(numbers_in_words(bare, own)))


def _literal(text: str) -> tuple[tuple[str, ...], str]:
    """Addresses, telephone numbers and times, and the text without them."""
    found: list[str] = []
    for pattern in (contact(), _ADDRESS, _TIME):
        found += [match[0].strip(".,; ") for match in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    return tuple(dict.fromkeys(filter(None, found))), text


def faults(says: list[str], facts: Facts, language: str) -> list[str]:
    """What is wrong with a narration, each fault as one sentence that its writer can act on; empty where nothing."""
    whole = "\n".join(says)
    found = []
    if not speaks(whole, language):
        found.append(f"The lines are not in the language that was asked for ({language}).")
    _, bare = _literal(whole)
    digits = set(numbers_in_digits(bare, language))
    words = set(numbers_in_words(bare, language))
    plain = _plain(whole)
    lost = [_spelt(number) for number in sorted(facts.numbers - digits - words)]
    lost += [name for name in facts.names if not all(_is_in(word, plain) for word in bare_words(name))]
    lost += [place for place in facts.literal if _plain(place) not in plain]
    if lost:
        found.append(f"These are in the brief and missing in the lines: {', '.join(lost)}.")
    told = digits | (words if _code(language) in _PLAIN_NUMBERS else set())
    invented = sorted(number for number in told - facts.allowed if number > _SMALL or number in digits)
    if invented:
        numbers = ", ".join(map(_spelt, invented))
        found.append(f"These numbers are not in the brief and must not be said: {numbers}.")
    return found


def numbers_in_digits(text: str, language: str) -> Iterator[float]:
    for match in _DIGITS.finditer(text):
        value = value_of(match[0].replace("’", "'"), language)
        if value is None:  # a date or a telephone number: each run for itself
            yield from (float(_ascii(run)) for run in re.findall(r"\d+", match[0]))
        else:
            yield value


def numbers_in_words(text: str, language: str) -> Iterator[float]:
    pattern, known = _number_words(_code(language))
    if pattern:
        for match in pattern.finditer(" ".join(bare_words(text))):
            yield known[match[0]]


@lru_cache
def _number_words(code: str) -> tuple[re.Pattern[str] | None, dict[str, float]]:
    known = {" ".join(bare_words(word)): value for word, value in spelt_out(code).items()}
    known = {word: value for word, value in known.items() if word}
    if not known or not scripts_of(code).isdisjoint({"Hani", "Kana", "Thai"}):
        return None, {}  # unspaced: a sign for a number is part of many words
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest_first))})(?!\S)"), known


def _names(text: str, language: str) -> Iterator[str]:
    """Runs of words with capitals: inside sentences, or two and more at a beginning; a shouted row names nobody."""
    small = set(word_table("languages")["small"].get(_code(language), "").split())
    if _code(language) == "de":  # every noun has one
        return
    seen = set()
    for row in text.split("\n"):
        for match in _CAPITALS.finditer(row):
            words = [word for word in match[0].split() if word.casefold().strip("'’") not in small]
            opens = bool(_OPENS.search(row[: match.start()]))
            name = " ".join(words)
            is_name = len(name) > 2 and not row.isupper() and (not opens or len(match[0].split()) > 1)
            if is_name and len(words) <= _LONGEST_NAME and name.casefold() not in seen:
                seen.add(name.casefold())
                yield name


def speaks(text: str, language: str) -> bool:
    """Whether a text is in a language, by its script, its small words and, for longer ones, a statistical guess."""
    if not can_be(language, text):
        return False
    code = _code(language)
    guesses = word_table("languages")["guess"]
    if code not in guesses or len(bare_words(text)) < _LEAST_WORDS or detect(text) == code:
        return True
    import py3langid  # noqa: PLC0415 - loads its model in 0.7 s

    alike = scripts_of(language)
    ranked = [lang for lang, _ in py3langid.rank(text) if lang in guesses and scripts_of(lang) & alike]
    return code in ranked[: _AMONG if code in _PEERS else 1]


def _is_in(word: str, plain: str) -> bool:
    """Whether a name's word is said, with whatever ending its language gives it."""
    stem = word[:-1] if len(word) > 4 else word
    return stem in plain


def _spelt(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in digits)


def _code(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
