"""Splits a written line into words, and says for each what the voice is given to speak."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

# Scripts written without spaces: Han and kana break between any two signs, the others need a
# dictionary to find words, so they break between written syllables.
IDEOGRAPHS = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f\U00020000-\U0003ffff]")
SYLLABLES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
LEADING_VOWELS = re.compile(r"[\u0e40-\u0e44\u0ec0-\u0ec4]$")  # written before the consonant they follow
FOLLOWING = re.compile(r"^[\u0e30\u0e32\u0e33\u0e45\u0e46\u0eb0\u0eb2\u0eb3\u0ec6]")  # never begin a syllable
KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")

MONEY = re.compile(r"([$€£₹¥₩₦₱])\s?(\d[\d.,]*\d|\d)")
SIGNS = {
    "en": {"$": "dollars", "€": "euros", "£": "pounds", "₹": "rupees", "¥": "yen", "₦": "naira", "₱": "pesos"},
    "hi": {"$": "डॉलर", "€": "यूरो", "£": "पाउंड", "₹": "रुपये"},
    "mr": {"$": "डॉलर", "€": "युरो", "£": "पौंड", "₹": "रुपये"},
    "bn": {"$": "ডলার", "€": "ইউরো", "₹": "টাকা"},
    "ta": {"$": "டாலர்", "€": "யூரோ", "₹": "ரூபாய்"},
    "te": {"$": "డాలర్లు", "€": "యూరోలు", "₹": "రూపాయలు"},
    "gu": {"$": "ડોલર", "₹": "રૂપિયા"},
    "kn": {"$": "ಡಾಲರ್", "₹": "ರೂಪಾಯಿ"},
    "ml": {"$": "ഡോളർ", "₹": "രൂപ"},
    "pa": {"$": "ਡਾਲਰ", "₹": "ਰੁਪਏ"},
    "ur": {"$": "ڈالر", "₹": "روپے"},
}
ENGLISH = {"24/7": "24 7", "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missis", "Ms.": "Miz", "vs.": "versus"}
SILENT = set("#*_~^`|\\<>{}[]")  # marks of layout and markup; the voice would read their names aloud
UNSPOKEN = {"So", "Sk", "Me", "Cc", "Cf", "Cs", "Co", "Cn"}  # general categories of Unicode
JOINERS = {"\u200c", "\u200d"}  # they shape Indic and Persian words
SPOKEN_SYMBOLS = {"°"}


class Written(NamedTuple):
    """One written word, punctuation included; `glued` when no space parts it from the word before."""

    text: str
    glued: bool


def written_words(text: str) -> list[Written]:
    """The line's words; put together they are the text without spaces."""
    return [Written(part, at > 0) for token in text.split() for at, part in enumerate(_parts(token))]


def spoken(word: str, language: str) -> str:
    """What the voice is given for a written word; empty for what is seen but not said."""
    root = language.lower().split("-")[0]
    if root == "en":
        word = ENGLISH.get(word, word)
    word = MONEY.sub(lambda match: _money(match, root), word)
    return "".join(_audible(sign) for sign in word).strip()


def _parts(token: str) -> list[str]:
    if IDEOGRAPHS.search(token):
        return list(line_break_units(token))
    if SYLLABLES.search(token):
        return _syllables(token)
    return [token]


def _syllables(token: str) -> list[str]:
    parts: list[str] = []
    for cluster in grapheme_clusters(token):
        joins = FOLLOWING.match(cluster) or not unicodedata.category(cluster[0]).startswith("L")
        if parts and (joins or LEADING_VOWELS.search(parts[-1])):
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts


def _money(match: re.Match[str], root: str) -> str:
    """A price is said number first: "$4.50" as "4.50 dollars"."""
    sign, number = match[1], match[2]
    name = SIGNS.get(root, {}).get(sign, sign)
    if root == "en" and number == "1":
        name = name.removesuffix("s")
    return f"{number} {name}"


def _audible(sign: str) -> str:
    """A sign as it is given to the voice: emoji, ornaments and control characters become a space."""
    category = unicodedata.category(sign)
    if sign in JOINERS or sign in SPOKEN_SYMBOLS:
        return sign
    if sign in SILENT or category in UNSPOKEN or 0xFE00 <= ord(sign) <= 0xFE0F:
        return " "
    return sign
