"""Chooses a script's genre, its title and the words for its end card, all from the brief's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipelines.machinery.words import bare_words, has_words, is_unspaced, mentions, word_table
from pipelines.writers.briefs import clauses
from studio.film import Line

_MOST_WORDS = 7
_MOST_LETTERS = 60
_MOST_SIGNS = 14  # for scripts without spaces
_EDGES = " \t\n,;:،؛，；：、–—-\"“”«»'‘’"
_SENTENCE_END = re.compile(r"(?<=[.!?।॥۔؟።])\s+|(?<=[。！？])")
CAPITALS = re.compile(r"(?<=[^.!?\"“:\s] )[A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*)*")
_CAPITAL_SENTENCE = re.compile(r"(?:^|(?<=[.!?] ))[A-Z][\w'’&-]*(?: [A-Z][\w'’&-]*)+(?=[.!?,])")
_STOPS = ".!।॥۔።。！…"
_UNCLOSED = re.compile(r"¡(?=[^!]*$)|¿(?=[^?]*$)")


@lru_cache
def contact() -> re.Pattern[str]:
    """Web addresses, e-mail addresses and telephone numbers."""
    return re.compile(word_table("actions")["contact"], re.IGNORECASE)


def genre_of(text: str, title: str, lines: Sequence[Line]) -> str:
    """`explainer` where a text says so, asks how or why, or counts steps; otherwise `ad`."""
    table = word_table("genres")
    task = " ".join(text.split()[:12])
    if mentions(task, table["lesson"]):
        return "explainer"
    if mentions(task, table["ad"]):
        return "ad"
    if _opens(title, table["opening"]) or title.endswith(("?", "؟", "？")):
        return "explainer"
    asks = any(_opens(line.says, table["opening"]) for line in lines[:3]) or mentions(text, table["anywhere"])
    return "explainer" if asks and not contact().search(text) else "ad"


def _opens(sentence: str, phrases: Sequence[str]) -> bool:
    words = " ".join(bare_words(sentence)) + " "
    return any(words.startswith(phrase if is_unspaced(phrase[0]) else f"{phrase} ") for phrase in phrases)


def title_of(lines: Sequence[Line]) -> str:
    """The first thought where it is short, else the name that the lines keep coming back to, else the first words."""
    said = [line.says for line in lines if has_words(line.says)]
    opening = next(part for part in _SENTENCE_END.split(said[0]) if has_words(part))
    if len(opening.split()) <= 3 and not is_unspaced(opening[0]):
        return trimmed(opening)
    return trimmed(_name(said) or opening)


def _name(said: Sequence[str]) -> str:
    """The best of: capitals inside sentences, a short sentence all in capitals, a pair of words that comes again."""
    counts: Counter[str] = Counter()
    for words in said:
        counts.update(name.strip(_EDGES) for name in CAPITALS.findall(words))
        counts.update(2 * [name for name in _CAPITAL_SENTENCE.findall(words) if len(name.split()) > 1])
        counts.update(_pairs(words.split()))
    host = re.sub(r"^(?:https?://)?(?:www\.)?|\..*$", "", "".join(contact().findall(" ".join(said))[:1]).casefold())
    for name in counts:  # a name that is also the address is the brand
        counts[name] += 3 if host and host in re.sub(r"\W", "", name.casefold()) else 0
    best = [name for name, count in counts.most_common() if count > 1 and bare_words(name)[0] not in _small_words()]
    return best[0] if best else ""


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Neighbours that are both telling words of a script without capitals, with no comma between them."""
    for pair in pairwise(words):
        bare = [bare_words(word) for word in pair]
        telling = all(len(b) == 1 and b[0] not in _small_words() and b[0].upper() == b[0] for b in bare)
        if telling and not pair[0].endswith(tuple(_EDGES + _STOPS)):
            yield " ".join(pair).strip(_EDGES + _STOPS)


@lru_cache
def _small_words() -> frozenset[str]:
    return frozenset(word for words in word_table("languages")["small"].values() for word in words.split())


def trimmed(words: str) -> str:
    """Words for a title: no full stop, cut at a clause or after seven words."""
    words = words.strip(_EDGES + _STOPS)
    for paper in word_table("labels")["paper"]:
        words = re.sub(rf"(?<=\w)[\s:–—-]+{paper}$", "", words, flags=re.IGNORECASE)
    if is_unspaced(words[:1] or " "):
        return re.split(r"[，。、；：！]", words)[0][:_MOST_SIGNS]
    if len(words.split()) > _MOST_WORDS:
        words = clauses(words)[0]
    kept = words.split()[:_MOST_WORDS]
    while len(kept) < len(words.split()) and len(kept) > 3 and _clings(kept[-1]):
        kept.pop()
    return _short(_UNCLOSED.sub("", " ".join(kept).strip(_EDGES + _STOPS)))


def _clings(word: str) -> bool:
    """Whether a title must not end on a word, for it waits for the next."""
    table = word_table("clauses")
    return any("".join(bare_words(word)) in table[kind] for kind in ("clinging", "clauses", "phrases"))


def _short(words: str) -> str:
    return words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 1] + "…"


def closing_of(lines: Sequence[Line], title: str) -> str:
    """The title and, under it, what the viewer is asked to do: the last call in the text, or where to find it."""
    for line in reversed([line for line in lines if has_words(line.says)][-4:]):
        if action := _action(line.says):
            same = set(bare_words(title)) <= set(bare_words(action))
            return action if same else f"{title}\n{action}"
    return title


def _action(says: str) -> str:
    for sentence in reversed([part for part in _SENTENCE_END.split(says) if has_words(part)]):
        if contact().search(sentence) or mentions(sentence, word_table("actions")["words"]):
            asked = [part for part in clauses(sentence) if _asks(part)] if len(sentence.split()) > 8 else []
            return _UNCLOSED.sub("", (asked[-1] if asked else sentence).strip(_EDGES + _STOPS))
    return ""


def _asks(part: str) -> bool:
    return bool(contact().search(part)) or mentions(part, word_table("actions")["words"])
