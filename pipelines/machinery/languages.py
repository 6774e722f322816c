"""Which language a text is in, which scripts a language is written in, and where its sentences end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import sentencex

from pipelines.machinery.words import bare_words, word_table

# The first word of a letter's Unicode name -> ISO 15924.
_SCRIPTS = {
    "LATIN": "Latn", "DEVANAGARI": "Deva", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "BENGALI": "Beng", "TAMIL": "Taml",
    "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "GUJARATI": "Gujr", "GURMUKHI": "Guru",
    "ORIYA": "Orya", "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "MYANMAR": "Mymr", "KHMER": "Khmr",
    "GEORGIAN": "Geor", "ARMENIAN": "Armn", "HEBREW": "Hebr", "GREEK": "Grek", "ETHIOPIC": "Ethi", "HANGUL": "Hang",
    "HIRAGANA": "Kana", "KATAKANA": "Kana", "CJK": "Hani", "TIBETAN": "Tibt", "OL": "Olck", "THAANA": "Thaa",
    "MEETEI": "Mtei", "MONGOLIAN": "Mong",
}  # fmt: skip
_COMPOUND = {"Jpan": {"Kana", "Hani"}, "Kore": {"Hang", "Hani"}, "Hans": {"Hani"}, "Hant": {"Hani"}, "Aran": {"Arab"}}
_ENOUGH = 0.2  # of the letters: a Hindi brief may well be half brand names in English
_STOP = re.compile(r"[।॥۔؟።፧។။]+[\"'”’»)\]]*\s+")  # full stops and question marks of any language, in any text
_CLOSERS = " \n\t\"'”’»)]｣」』"


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0], "Zyyy")


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script (ISO 15924) a text has."""
    return Counter(_script(sign) for sign in text if unicodedata.category(sign)[0] == "L")


def scripts_of(language: str) -> frozenset[str]:
    """The scripts a BCP 47 language is written in, by Unicode's likely subtags; empty: unknown."""
    from babel.core import get_global  # noqa: PLC0415 - 20 ms for its table of subtags

    parts = language.replace("_", "-").split("-")
    named = [part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if named:
        return frozenset(_COMPOUND.get(named[0], {named[0]}))
    likely = get_global("likely_subtags")
    tag = likely.get("_".join(parts[:2])) or likely.get(parts[0].lower(), "")
    main = tag.split("_")[1] if tag.count("_") == 2 else ""
    also = word_table("languages")["also"].get(parts[0].lower(), ())
    return frozenset(_COMPOUND.get(main, {main} if main else set())) | frozenset(also)


def can_be(language: str, text: str) -> bool:
    """Whether the text could be in that language: enough letters are its own, its small words not another's."""
    found, own = scripts_in(text), scripts_of(language)
    if not found or not own:
        return True
    if sum(found[script] for script in own) < _ENOUGH * found.total():
        return False
    hits = _small_words(text)
    code = language.replace("_", "-").split("-")[0].lower()
    strangers = max((count for other, count in hits.items() if other != code), default=0)
    return code not in word_table("languages")["small"] or hits[code] > 0 or strangers < 5


def detect(text: str) -> str:
    """The language of a text, by script first, then by its small words, then by a statistical guess."""
    table = word_table("languages")
    found = scripts_in(text)
    if not found:
        return "en"
    if found["Kana"] and found["Kana"] + found["Hani"] > found.total() / 2:
        return "ja"
    script = found.most_common(1)[0][0]
    if script in table["alone"]:
        return str(table["alone"][script])
    first = str(table["first"].get(script, "en"))
    hits = _small_words(text, script)
    best = [language for language, count in hits.items() if count == max(hits.values())]
    if len(best) == 1:
        return best[0]
    if first in best or len(bare_words(text)) < 4:  # too little to guess by: a brand's name is in no language
        return first
    return _guess(text, script) or first


def _small_words(text: str, script: str = "") -> Counter[str]:
    hits: Counter[str] = Counter()
    words = bare_words(text)
    for language, small in word_table("languages")["small"].items():
        if not script or script in scripts_of(language):
            known = set(small.split())
            hits[language] = sum(word in known for word in words)
    return +hits


def _guess(text: str, script: str) -> str:
    import py3langid  # noqa: PLC0415 - loads its model in 0.7 s; most texts are told by their script or small words

    guesses = word_table("languages")["guess"]
    ranked = (language for language, _ in py3langid.rank(text))
    return next((lang for lang in ranked if lang in guesses and script in scripts_of(lang)), "")


def sentences(text: str, language: str) -> list[str]:
    """The sentences of one paragraph with the spaces after them: put together, they are the text."""
    whole: list[str] = []
    for piece in _pieces(text, language):
        if whole and (_leads_on(whole[-1], piece) or not piece.strip(_CLOSERS)):
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def _pieces(text: str, language: str) -> Iterator[str]:
    for piece in sentencex.segment(language.split("-", maxsplit=1)[0] or "en", text):
        start = 0
        for stop in _STOP.finditer(piece):
            yield piece[start : stop.end()]
            start = stop.end()
        if start < len(piece):
            yield piece[start:]


def _leads_on(before: str, after: str) -> bool:
    """Whether a full stop belongs to an abbreviation, so that the sentence goes on."""
    if not before.rstrip().endswith("."):
        return False
    last = before.rsplit(maxsplit=1)[-1].rstrip(".").lstrip("([\"'“‘«")
    word = last.casefold()
    table = word_table("abbreviations")
    initial = len(last) == 1 and last.isupper()
    number_follows = after.lstrip()[:1].isdigit()
    return initial or word in table["titles"] or (number_follows and word in table["units"])
