"""Chooses the words of a line that are set large while they are said: a number, a name, a call, a strong ending."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.machinery.languages import sentences
from pipelines.machinery.linebreak import clusters
from pipelines.machinery.words import bare_words, has_words, is_unspaced, mentions, word_table
from pipelines.writers.phrases import PAUSES, STOPS, code, pattern, small_words, tidied, vocabulary
from pipelines.writers.titles import CAPITALS, contact
from studio.film import Shot, edited

MOST_WORDS, MOST_LETTERS, MOST_SIGNS = 3, 24, 8  # signs: where no space parts the words; Thai ones are half as wide
NUMBER, CALL, THOUGHT, NAME, TURN, ENDING = 5.0, 4.5, 4.0, 3.5, 3.0, 2.0  # how telling each is
_CLAUSE = re.compile(rf"(?<!\d)[{PAUSES}]|[{PAUSES}](?!\d)|[{STOPS}](?=\s|$|[^\d\w])|[。！？]|\s[-–—]\s")
_CURRENCY = r"(?:[$€£₹¥₦₨฿]|Rs\.?|KSh|TSh|USh|Rp\.?)"
_DIGIT = re.compile(r"\d")


class _Key(NamedTuple):
    text: str
    value: float


def with_key_words(shots: Sequence[Shot], title: str, language: str) -> list[Shot]:
    """The shots with the words that tell most; not in two shots in a row, unless one is a number, and none twice."""
    best = list(_each_once([_best(shot, title, language) for shot in shots]))
    return [
        edited(shot, key_words=tuple(key.text for key in keys)) if keys else shot
        for shot, keys in zip(shots, _in_rhythm(best), strict=True)
    ]


def _each_once(best: Sequence[list[_Key]]) -> Iterator[list[_Key]]:
    used = set[str]()
    for keys in best:
        yield [key for key in keys if key.text.casefold() not in used]
        used |= {key.text.casefold() for key in keys}


def _best(shot: Shot, title: str, language: str) -> list[_Key]:
    """Its most telling words; of numbers two, where both are said."""
    if shot.figure or shot.title or shot.kind == "end" or not has_words(shot.says):
        return []
    found = sorted(_keys(shot.says, title, language), key=lambda key: -key.value)
    found = [key for key in found if bare_words(key.text) != bare_words(shot.says)]
    numbers = [key for key in found if key.value == NUMBER]
    return numbers[:2] if numbers else found[:1]


def _in_rhythm(best: Sequence[list[_Key]]) -> list[list[_Key]]:
    """The most telling ones in all, with a shot between any two that are no numbers: by dynamic programming."""
    rest: tuple[float, tuple[int, ...]] = (0.0, ())  # the best so far that leaves its last shot alone
    taken: tuple[float, tuple[int, ...]] = (-1.0, ())  # and that takes it
    number_before = False
    for at, keys in enumerate(best):
        is_number = bool(keys) and keys[0].value == NUMBER
        before = max(rest, taken) if number_before or is_number else rest
        value = keys[0].value if keys else -100.0
        rest, taken = max(rest, taken), (before[0] + value, (*before[1], at))
        number_before = is_number
    chosen = max(rest, taken)[1]
    return [keys if at in chosen else [] for at, keys in enumerate(best)]


def _keys(says: str, title: str, language: str) -> Iterator[_Key]:
    for number in _numbers(says, language):
        yield _Key(number, NUMBER)
    spoken = [sentence.strip() for sentence in sentences(says, language) if has_words(sentence)]
    for sentence in spoken:
        whole = tidied(sentence)
        turned = _has(sentence, "negations", language)
        if len(spoken) > 1 and _fits(whole):
            yield _Key(whole, THOUGHT + (0.2 if sentence.rstrip().endswith("!") else 0))
        if turned or contact().search(sentence):
            continue
        clauses = _clauses(sentence)
        for clause in clauses if not sentence.endswith(("?", "؟", "？")) else ():
            if _fits(clause) and mentions(clause, word_table("actions")["words"]):
                yield _Key(clause, CALL)
        for name in _names(sentence, title, language):
            yield _Key(name, NAME)
        if not sentence.endswith(("?", "؟", "？", ":")):
            yield from _endings(clauses, sentence, language)


def _numbers(says: str, language: str) -> list[str]:
    """Numbers with what they count, in the line's own order: `20 %`, `₹ 500`, `3 minutes`, `siku 30`."""
    number, spans = pattern("{n}", language), list[tuple[int, int]]()
    for template in vocabulary(language)["percent"]:
        spans += [match.span() for match in pattern(template, language).finditer(says)]
    for match in number.finditer(says):
        if _DIGIT.search(match[0]):
            spans.append(_with_unit(says, match.start(), match.end(), language))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end))
    found = [says[_called(says, start) : end].strip(f" {PAUSES}{STOPS}") for start, end in sorted(kept)]
    return [text for text in found if len(text) > 1 and len(text) <= MOST_LETTERS and len(text.split()) <= MOST_WORDS]


def _called(says: str, start: int) -> int:
    """Where a call begins that is one word before its number, as `Save 20 %` is; else where the number begins."""
    call = re.search(rf"(?:^|[{STOPS}]\s+)([^\s\d{PAUSES}{STOPS}]{{3,}})\s$", says[:start])
    return call.start(1) if call and mentions(call[1], word_table("key_words")["calls"]) else start


def _with_unit(says: str, start: int, end: int, language: str) -> tuple[int, int]:
    """A number's span with its currency, or with the word that it counts."""
    if led := re.search(rf"{_CURRENCY}\s?$", says[:start]):
        return led.start(), end
    if followed := re.match(rf"\s?(?:{_CURRENCY}|[%٪])", says[end:]):
        return start, end + followed.end()
    counters = word_table("key_words")["counters"].get(code(language), ())
    if counter := next((unit for unit in counters if says.startswith(unit, end)), ""):
        return start, end + len(counter)
    if vocabulary(language).get("units_first") and (led := re.search(r"[^\s\d]+\s$", says[:start])):
        return (start if _is_weak(led[0].strip(), language) else led.start()), end
    word = re.match(rf"\s?([^\s{PAUSES}{STOPS}]+)", says[end:])
    if word and not any(map(is_unspaced, word[1])) and not _is_weak(word[1], language) and not _DIGIT.search(word[1]):
        return start, end + word.end()
    return start, end


def _names(sentence: str, title: str, language: str) -> Iterator[str]:
    """What the film is called, and names in capitals inside a sentence."""
    at = sentence.casefold().find(title.casefold())
    if at >= 0 and _fits(title) and _is_whole(sentence, at, at + len(title)):
        yield sentence[at : at + len(title)]
    for name in map(tidied, CAPITALS.findall(sentence)):
        if len(name) > 2 and _fits(name) and not set(bare_words(name)) & small_words(language):
            yield name


def _is_whole(sentence: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends where words do."""
    if any(map(is_unspaced, sentence[start:end])):
        return False
    return not (bare_words(sentence[start - 1 : start]) or bare_words(sentence[end : end + 1]))


def _clauses(sentence: str) -> list[str]:
    return [tidied(part) for part in _CLAUSE.split(sentence) if has_words(part)]


def _endings(clauses: Sequence[str], sentence: str, language: str) -> Iterator[_Key]:
    """What follows a turn, the last clause where it is short, or the last words of a longer one."""
    last = clauses[-1]
    if any(map(is_unspaced, sentence)):
        last = last.split()[-1]  # Thai puts spaces between clauses
        for turn in _table("turns", language):
            if last.startswith(turn) and _fits(last.removeprefix(turn)):
                yield _Key(last.removeprefix(turn), TURN)
                return
        if _fits(last) and last != tidied(sentence):
            yield _Key(last, ENDING + 0.4)
        return
    words = last.split()
    bare = [" ".join(bare_words(word)) for word in words]
    turn = next((at for at, word in enumerate(bare) if word in _table("turns", language)), None)
    if turn is not None and _is_phrase(words[turn + 1 :], language):
        yield _Key(" ".join(words[turn + 1 :]), TURN)
    if len(clauses) > 1 and _is_phrase(words, language):
        yield _Key(last, ENDING + 0.5)
    for count in _counts(words, language):
        if count < len(words) and _is_phrase(words[-count:], language):
            yield _Key(" ".join(words[-count:]), ENDING + min(0.4, len("".join(words[-count:])) / 50))
            return


def _counts(words: Sequence[str], language: str) -> tuple[int, ...]:
    """How many last words may make a phrase: three where a small word joins them, as `taste of home` is joined."""
    if words[-1].strip() in _table("closing", language):
        return (3,)  # two words and what closes their sentence
    joined = len(words) > 2 and code(language) in ("en", "es", "fr", "pt", "it") and _is_small(words[-2], language)
    return (3, 2) if joined else (2,)


def _is_phrase(words: Sequence[str], language: str) -> bool:
    if not words or not _fits(" ".join(words)):
        return False
    last = len(words) - 2 if words[-1] in _table("closing", language) and len(words) > 1 else len(words) - 1
    return not (_is_weak(words[0], language) or _is_weak(words[last], language))


def _is_weak(word: str, language: str) -> bool:
    bare = " ".join(bare_words(word))
    clinging = word_table("clauses")
    weak = bare in _table("weak", language) or bare in clinging["clinging"] or bare in clinging["clauses"]
    return len(bare) < 2 or weak or _is_small(word, language)


def _is_small(word: str, language: str) -> bool:
    return " ".join(bare_words(word)) in small_words(language)


def _table(name: str, language: str) -> Sequence[str]:
    found: Sequence[str] = word_table("key_words")[name].get(code(language), ())
    return found


def _has(sentence: str, name: str, language: str) -> bool:
    """Whether it has one of a table's words; where no space parts words, one of its signs."""
    words = _table(name, language)
    return mentions(sentence, words) if words else False


def _fits(text: str) -> bool:
    if any(map(is_unspaced, text)):
        signs = len(clusters(text)) / (2 if any("\u0e00" <= sign <= "\u0eff" for sign in text) else 1)
        return 1 < signs <= MOST_SIGNS and " " not in text.strip()
    return 2 < len(text) <= MOST_LETTERS and len(text.split()) <= MOST_WORDS
