"""Words of any language cut apart and made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from uniseg.wordbreak import words as split_words

DOUBT = 0.7  # a language this much less likely than the first is not looked into
AGGLUTINATIVE = {"ta", "te", "ml", "kn", "ko", "am"}  # short stems take long endings
UNSPACED = {"zh", "ja", "th", "km", "lo", "my"}
SCRIPTS = {
    "DEVANAGARI": "hi mr ne", "BENGALI": "bn as", "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "KANNADA": "kn",
    "MALAYALAM": "ml", "GURMUKHI": "pa", "ORIYA": "or", "SINHALA": "si", "ARABIC": "ar fa ur", "HEBREW": "he",
    "CYRILLIC": "ru uk kk mn sr", "GREEK": "el", "GEORGIAN": "ka", "ARMENIAN": "hy", "ETHIOPIC": "am", "THAI": "th",
    "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh",
}  # fmt: skip
LATIN = [
    "en", "es", "fr", "pt", "de", "it", "nl", "sw", "id", "vi", "tr", "pl", "ro", "cs", "sv", "da", "fi", "hu", "hr",
    "sk", "et", "az", "af", "xh", "zu", "ms",
]  # fmt: skip
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ۀ": "ه", "ـ": ""}
)
_VOWEL_SIGNS = re.compile(
    r"[\u0900-\u0903\u093a-\u094f\u0980-\u0983\u09be-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c3e-\u0c56\u0cbc-\u0cd6\u0d3e-\u0d4d]+$"
)
# What a language writes onto a word: the pattern, what stays, and how surely that is the word.
AFFIXES = {
    language: [(re.compile(pattern), become, sure) for pattern, become, sure in rules]
    for language, rules in {
        # articles and prepositions; then "and", "in", "for" and the persons of a verb; then endings
        "ar": [
            ("^(وال|بال|كال|فال|ولل|لل|ال)(?=..)", "", 1.0),
            ("^[وبلفسك](?=...)", "", 0.97),
            ("^[يتنا](?=...)", "", 0.96),
            ("(?<=..)(ت(ها|نا|كم|هم|ك|ه|ي)|ات)$", "ه", 0.97),
            ("(?<=...)(ها|نا|كم|هم|ات|ون|ين|وا|تين|ك|ه|ي|ا)$", "", 0.97),
        ],
        # persons and tenses of a verb; then its mood; then the ending that says where
        "sw": [
            ("^(ni|u|a|tu|m|wa|i|zi|li|ya|ki|vi)(na|li|ta|me|ki|ka|nge)(?=...)|^(ku|kuji|ji|hu)(?=...)", "", 0.97),
            ("(?<=...)e$", "a", 0.96),
            ("(?<=....)ni$", "", 0.97),
        ],
        "id": [("(?<=...)(nya|lah|mu|kan)$", "", 0.97), ("^(di|ber|ter|ke)(?=....)", "", 0.95)],
        "fr": [("^(l|d|j|n|s|c|m|t|qu)['’](?=..)", "", 1.0)],
    }.items()
}
_VIRAMAS = tuple("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d")
_BETWEEN = re.compile(r"[\s!-&(-/:-@\[-`{-~«»।॥،؟؛。、！？…“”„‘—–·]+")
_NUKTA = re.compile("[\u093c\u09bc\u0a3c\u0b3c\u0cbc\u200c\u200d\u064b-\u065f\u0670]")


@lru_cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def plain(text: str) -> str:
    """Case, accents, nuktas and Arabic letter variants made alike."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC)
    if re.search("[a-z]", text):
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")
    return _NUKTA.sub("", text).replace("\u0901", "\u0902")


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, plain, in order."""
    parts = (part.strip("'’") for part in split_words(plain(text)))
    return tuple(part for part in parts if any(c.isalnum() or _is_mark(c) for c in part))


def listed(text: str) -> list[str]:
    """The words of a table's entry, cut at spaces and signs alone: tables are long, and loaded at every start."""
    return [word for word in (part.strip("'’") for part in _BETWEEN.split(plain(text))) if word]


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def languages(text: str, vocabulary: Callable[[str], frozenset[str]]) -> list[str]:
    """The languages to look words up in, the likeliest first; empty when there is no letter.

    Statistics of letters go wrong on three words; known words in a language's `vocabulary` set them right.
    """
    scripts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            script = unicodedata.name(character, "?").split()[0].split("-")[0]
            scripts[script] = scripts.get(script, 0) + 1
    found: list[str] = []
    for script in sorted(scripts, key=lambda name: -scripts[name]):
        if script == "LATIN":
            found += [*_ranked(text, LATIN, vocabulary)[:2], "en"]
        else:
            found += _ranked(text, SCRIPTS.get(script, "").split(), vocabulary)
    if "ja" in found and "zh" in found:
        found.remove("zh")
    return list(dict.fromkeys(found))


def _ranked(text: str, candidates: list[str], vocabulary: Callable[[str], frozenset[str]]) -> list[str]:
    if len(candidates) < 2:
        return candidates
    likely, said = {code: float(chance) for code, chance in _identifier().rank(text)}, tokens(text)
    known = {code: sum(word in vocabulary(code) for word in said) / max(len(said), 1) for code in candidates}
    sure = {code: likely.get(code, 0.0) + 2 * known[code] for code in candidates}
    return [code for code in sorted(candidates, key=lambda c: -sure[c]) if sure[code] > max(sure.values()) - DOUBT]


def alike(said: str, word: str, language: str) -> float:
    """How surely `said` is `word` or a form of it, 0 to 1; both plain."""
    if said == word:
        return 1.0
    if language == "en":
        return _english(said, word)
    if language in ("ar", "he", "fa", "ur") and len(said) < 5:
        return 0.0
    stem = _stem(word)
    if language == "ta" and any(said.startswith(oblique) for oblique in _tamil_obliques(word)):
        return 0.98
    if said.startswith(stem) and len(_letters(stem)) > 1:
        return _inflected(said, word, stem, language)
    common = next((i for i, (a, b) in enumerate(zip(said, stem, strict=False)) if a != b), min(len(said), len(stem)))
    return 0.75 if len(_letters(said[:common])) >= 5 and common >= 0.75 * max(len(said), len(stem)) else 0.0


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return _VOWEL_SIGNS.sub("", word)


def _inflected(said: str, word: str, stem: str, language: str) -> float:
    """The same for a word said with an ending; how long an ending may be depends on the language."""
    ending = said[len(stem) :]
    if ending[:1] in _VIRAMAS and word[len(stem) :][:1] not in _VIRAMAS:
        return 0.0  # joined to the next consonant: a longer word, not an ending
    firm = 1.0 if len(_letters(stem)) >= 3 else 0.92  # many short words begin alike
    if not _letters(ending):
        return 0.98 * firm
    if said.startswith(word) and len(_letters(said[len(word) :])) <= 1 and language not in LATIN:
        return 0.96 * firm
    long = language in AGGLUTINATIVE and len(stem) >= 3 and len(ending) <= 4 + 0.8 * len(stem)
    return 0.8 if long or (len(_letters(stem)) >= 4 and len(ending) <= 2 + 0.6 * len(stem)) else 0.0


@lru_cache(maxsize=1024)
def forms(word: str, language: str) -> tuple[tuple[str, float], ...]:
    """A word, and the words it may be with what its language writes onto the front or end taken off; how surely."""
    found = {word: 1.0}
    for pattern, become, sure in AFFIXES.get(language, ()):
        for known in list(found):
            shorter = pattern.sub(become, known)
            found.setdefault(shorter, sure * found[known])
    return tuple(found.items())


def _letters(text: str) -> str:
    """The text without vowel signs and other marks."""
    return "".join(c for c in text if not _is_mark(c))


def _english(said: str, word: str) -> float:
    if said in (word + "'s", word + "’s"):
        return 0.9  # whose it is, not what it is
    return 0.995 if _english_plural(said, word) else 0.9 if _english_verb(said, word) else 0.0


def _english_plural(said: str, word: str) -> bool:
    forms = {word + "s", word + "es"}
    if word.endswith("y"):
        forms.add(word[:-1] + "ies")
    if word.endswith(("s", "f", "fe")):
        forms |= {word.rstrip("fe") + "ves", word[:-1] if word.endswith("s") and len(word) > 4 else word + "s"}
    return said in forms


def _tamil_obliques(word: str) -> list[str]:
    """What the endings of cases are added to: maram, mara-tt-; aaru, aa-rr-; veedu, vee-tt-."""
    pairs = (("ம்", "த்த"), ("ம்", "மு"), ("று", "ற்ற"), ("டு", "ட்ட"))
    return [
        word.removesuffix(end) + oblique for end, oblique in pairs if word.endswith(end) and len(word) > len(end) + 1
    ]


def _english_verb(said: str, word: str) -> bool:
    """Whether `said` is the verb `word` with -ing, -ed or -d."""
    if not said.endswith(("ing", "ed")) or len(word) < 3:
        return False
    stems = {word, word + word[-1]}
    if len(word) > 3 and word[-1] in "ey":
        stems |= {word[:-1]} if word[-1] == "e" else {word[:-1] + "i"}
    return said.removesuffix("ing") in stems or said.removesuffix("ed") in stems
