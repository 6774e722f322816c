"""Tells one shot anew from a small vocabulary of wishes, in words kept as data; what it does not know it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pipelines.machinery.tables import ASSETS, table
from pipelines.machinery.words import bare_words, is_unspaced, word_table
from pipelines.writers.phrases import code
from pipelines.writers.things import may_be_shown
from studio.asks import Rewrite
from studio.errors import BadInput
from studio.film import Framing, Shot, edited

_PARTS = re.compile(r"[,;.!\n،؛。；，、।]+|\s+(?:and|but|und|y|et|na|और|و)\s+")
_TOLD_BEFORE = re.compile(r"^(.*?)(\s*\[[^\[\]]*\])?$", re.DOTALL)  # what its pronouns point at stands in brackets
_SIZES: tuple[Framing, ...] = ("wide", "medium", "close")
_EXAMPLES = (
    "closer or wider; push in, pan left and other camera moves; morning, noon, evening or night; rain, snow or mist; "
    "warmer, brighter, calmer or more tense; or a thing to add, such as 'with an umbrella'"
)


class _Place(NamedTuple):
    """An hour or a weather, as the words beside pictures name it."""

    kind: str  # "time" or "weather"
    name: str
    words: str  # of the wish, as they were typed


def rewritten(ask: Rewrite) -> Shot:
    """The shot as it is wished for. Raises BadInput for a wish with words that nothing here understands.

    Nothing is understood in silence: either every word of a wish is a known one or has no weight, or all is refused.
    """
    shot = ask.shot
    if not bare_words(ask.wish):
        raise BadInput(f"'{ask.wish}' has no words to go by.", f"The drawn writer knows {_EXAMPLES}.")
    for part in _PARTS.split(ask.wish):
        if bare_words(part):
            shot = _part(shot, part, ask.language)
    if shot == ask.shot:
        raise BadInput(
            f"The shot is as '{ask.wish}' wishes already, as far as the drawn writer can tell.",
            "Say what it shows in your own words with --shows.",
        )
    return edited(shot, figure=shot.figure if shot.shows == ask.shot.shows else None)  # type: ignore[no-any-return]


def _part(shot: Shot, part: str, language: str) -> Shot:
    """The shot with one clause of a wish fulfilled."""
    left = part
    changes: dict[str, Any] = {}
    for kind, step in (("closer", 1), ("wider", -1)):
        if found := _first(kind, left, language):
            size = _SIZES[max(0, min(2, _SIZES.index(shot.framing) + step))]
            changes["framing"], left = size, _without(left, found)
    if found := _first("still", left, language):
        changes["camera"], left = "hold", _without(left, found)
    for field in ("framing", "camera"):
        if field not in changes:
            asked, left = _from_shots(field, left)
            changes |= {field: asked} if asked else {}
    shows = shot.shows
    if found := _first("clear", left, language):
        shows, left = _free_of(shows, "weather"), _without(left, found)
    places, left = _places(left, language)
    for place in places:
        shows = _added(_free_of(shows, place.kind), place.words)
    mood, left = _mood(left, language)
    if mood and not any(place.kind == "time" for place in places):
        shows = _added(_free_of(shows, "time"), mood)
    thing, left = _thing(left, language, near=changes.get("framing") == "close")
    shows = _added(shows, thing) if thing else shows
    _require_nothing(left, part, language)
    return edited(shot, **changes, shows=shows)  # type: ignore[no-any-return]


def _from_shots(field: str, text: str) -> tuple[str, str]:
    """The size, or the camera, that a wish names as shot lists do, and what is left of it."""
    known = [(name, words) for name, phrases in word_table("shots")[field].items() for words in phrases]
    for name, words in sorted(known, key=lambda pair: len(pair[1]), reverse=True):
        if _pattern(words).search(text):
            return name, _without(text, words)
    return "", text


def _weighty(text: str, language: str) -> str:
    """What is left of a wish without words that wish for nothing."""
    for words in sorted(_words("manner", language), key=len, reverse=True):
        text = _without(text, words)
    return " ".join(text.split())


def _require_nothing(left: str, part: str, language: str) -> None:
    if bare_words(_weighty(left, language)):
        raise BadInput(
            f"The drawn writer does not understand '{part.strip()}'.",
            f"It knows {_EXAMPLES}. Or say what the shot shows in your own words with --shows, or choose a writer "
            "that runs a language model.",
        )


def _words(kind: str, language: str) -> list[str]:
    """The words of a kind in the film's language and in English."""
    known = word_table("rewrites")
    return [*known.get(code(language), {}).get(kind, ()), *known["en"].get(kind, ())]


def _first(kind: str, text: str, language: str) -> str:
    """The longest of a kind's words in a text, as they are in the list."""
    longest_first = sorted(_words(kind, language), key=len, reverse=True)
    return next((words for words in longest_first if _pattern(words).search(text)), "")


@lru_cache(maxsize=2048)
def _pattern(words: str) -> re.Pattern[str]:
    """The words as words of their own; ``stem*`` takes the rest of its word."""
    if is_unspaced(words[0]):
        return re.compile(re.escape(words))
    stem = words.endswith("*")
    letters = r"[\w\u0300-\u036f\u0900-\u0dff\u200c\u200d]"
    end = rf"{letters}*" if stem else rf"(?!{letters})"
    article = "(?:ال)?" if "\u0600" <= words[0] <= "\u06ff" else ""  # Arabic writes it in one with its word
    return re.compile(rf"(?<!{letters}){article}{re.escape(words.rstrip('*'))}{end}", re.IGNORECASE)


def _without(text: str, words: str) -> str:
    return _pattern(words).sub(" ", text)


@lru_cache(maxsize=16)
def _known(kind: str, language: str) -> tuple[tuple[str, str], ...]:
    """Names of hours or kinds of weather with the words for them in a language, the longest words first."""
    found = [
        (name, word.strip())
        for name, entry in table(ASSETS / "scenes" / f"{kind}.toml").items()
        for word in entry.get(language, "").replace("\n", " ").split(",")
        if word.strip()
    ]
    return tuple(sorted(found, key=lambda pair: len(pair[1]), reverse=True))


def _places(text: str, language: str) -> tuple[list[_Place], str]:
    """The hours and the weather that a wish names, and what is left of it."""
    found = []
    for kind in ("time", "weather"):
        for name, words in (*_known(kind, code(language)), *_known(kind, "en")):
            if (match := _pattern(words).search(text)) and name not in {place.name for place in found}:
                found.append(_Place(kind, name, match[0]))
                text = _pattern(words).sub(" ", text)
    return found, text


def _free_of(shows: str, kind: str) -> str:
    """A shot's words without the hours, or the weather, that they name in any language."""
    languages = {key for entry in table(ASSETS / "scenes" / f"{kind}.toml").values() for key in entry}
    for language in sorted(languages - {"pictograms", "inhabitants"}):
        for _, words in _known(kind, language):
            shows = re.sub(rf"\s*(?:\b(?:at|in the|in|before|under the)\s+)?{_pattern(words).pattern}", "", shows,
                           flags=re.IGNORECASE)  # fmt: skip
    return shows.strip(" ,")


def _mood(text: str, language: str) -> tuple[str, str]:
    """The hour that a wished mood looks like, in the film's language, and what is left of the wish."""
    hours = word_table("rewrites")["moods"]
    for mood, phrases in word_table("moods").items():
        for words in (mood, f"{mood}*", *phrases):
            if mood in hours and _pattern(words).search(text):
                known = [word for name, word in _in_order("time", code(language)) if name == hours[mood]]
                english = [word for name, word in _in_order("time", "en") if name == hours[mood]]
                return (known or english)[0], _pattern(words).sub(" ", text)
    return "", text


def _in_order(kind: str, language: str) -> Iterator[tuple[str, str]]:
    for name, entry in table(ASSETS / "scenes" / f"{kind}.toml").items():
        for word in entry.get(language, "").replace("\n", " ").split(","):
            if word.strip():
                yield name, word.strip()


def _thing(text: str, language: str, near: bool) -> tuple[str, str]:
    """A thing that a wish adds or comes near to, where it is one that can be drawn, and what is left of the wish."""
    for words in sorted(_words("adds", language), key=len, reverse=True):
        if found := _pattern(words).search(text):
            before, after = text[: found.start()].strip(), text[found.end() :].strip()
            named = next((one for one in (after, before) if _is_drawn(one, language)), "")
            if named:
                return named, " ".join(part for part in (before, after) if part != named)
    if near and _is_drawn(named := _weighty(text, language), language):
        return named, ""
    return "", text


def _is_drawn(words: str, language: str) -> bool:
    return bool(bare_words(words)) and any(may_be_shown(words, one) for one in (code(language), "en"))


def _added(shows: str, words: str) -> str:
    """A shot's words with more of them, before what stands in brackets."""
    match = _TOLD_BEFORE.match(shows)
    said, before = (match[1], match[2] or "") if match else (shows, "")
    said = said.rstrip()
    stop = said[-1:] if said[-1:] in ".!?।॥۔。" else ""
    body = said.removesuffix(stop)
    return f"{body}{', ' if body else ''}{words.strip()}{stop}{before}"
