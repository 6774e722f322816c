"""Writes the numbers that lines count in, in words, into assets/words/numbers.toml.

    pip install icu4py==1.2.0
    python tools/spelt.py

The words are those of Unicode CLDR's rules for spelling numbers out, which ICU carries. Run it again only to add a
language; what it writes is committed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from icu4py.messageformat import MessageFormat

OUT = Path(__file__).resolve().parent.parent / "assets" / "words" / "numbers.toml"
HEAD = """# Numbers in words, as Unicode CLDR 48 spells them out (Unicode-3.0, see ../pictograms/LICENSE-unicode.txt).
# Made by tools/spelt.py; forms that CLDR does not have are in figures.toml.

"""
LANGUAGES = ("en", "hi", "ta", "sw", "ar", "fa", "zh", "es", "fr", "pt", "it", "id", "de", "nl", "ru", "tr", "vi")
COUNTED = (*range(2, 101), *range(200, 1000, 100), *range(1000, 10_000, 1000))
RULES = (
    "",
    ", %spellout-cardinal-masculine",
    ", %spellout-cardinal-feminine",
)  # one that is not there counts as none
TENS = ["இருபத்தி", "முப்பத்தி", "நாற்பத்தி", "ஐம்பத்தி", "அறுபத்தி", "எழுபத்தி", "எண்பத்தி", "தொண்ணூற்றி"]
ONES = ["ஒன்று", "இரண்டு", "மூன்று", "நான்கு", "ஐந்து", "ஆறு", "ஏழு", "எட்டு", "ஒன்பது"]
SIGNS = {"ஒ": "ொ", "இ": "ி", "ஐ": "ை", "ஆ": "ா", "ஏ": "ே", "எ": "ெ"}  # a vowel by itself, and on a consonant


def spelt(number: int, language: str) -> set[str]:
    """The ways in which a language writes a number out."""
    said = {MessageFormat(f"{{n, spellout{rule}}}", language).format({"n": number}) for rule in RULES}
    said = {words.replace("\u00ad", "") for words in said if any(map(str.isalpha, words))}
    said |= {words.replace("-", " ") for words in said}
    if language == "ar":  # the cases besides the nominative
        said |= {words.replace("ون", "ين").replace("مائة", "مئة") for words in said}
        said |= {words.replace("مائة", "مئة").replace("إثنا", "اثنا") for words in said}
    return said | (set(_joined(number)) if language == "ta" else set())


def _joined(number: int) -> Iterator[str]:
    """A Tamil ten and its ones, written in one or after the ten's oblique."""
    ten, one = divmod(number, 10)
    if 20 < number < 100 and one:
        oblique, word = TENS[ten - 2], ONES[one - 1]
        stem = oblique.removesuffix("ி")
        yield f"{oblique} {word}"
        yield f"{stem}{SIGNS[word[0]]}{word[1:]}" if word[0] in SIGNS else f"{stem}ு {word}"


def main() -> None:
    rows = []
    for language in LANGUAGES:
        words = sorted({(n, word) for n, word in _all(language)})
        rows.append(f'{language} = "{", ".join(f"{number} {word}" for number, word in words)}"\n')
    OUT.write_text(HEAD + "".join(rows), encoding="utf-8")
    sys.stdout.write(f"{len(rows)} languages\n")


def _all(language: str) -> Iterator[tuple[int, str]]:
    for number in COUNTED:
        yield from product((number,), spelt(number, language))


if __name__ == "__main__":
    main()
