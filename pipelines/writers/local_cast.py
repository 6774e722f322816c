"""The cast of a film in its shots' words: who comes back looks the same, because code says so in every prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.asks import Prompting
from studio.film import Character, edited

MOST = 6  # in a film
MOST_IN_A_SHOT = 3
LONGEST_LOOKS, LONGEST_SCENE = 30, 70  # words
_STOPS = " ,;:.-–—"


def looks_words(prompts: Prompting) -> int:
    """How many words the looks of one may take: all that a shot can hold take half of its prompt at most."""
    return min(LONGEST_LOOKS, max(3, prompts.words // (2 * MOST_IN_A_SHOT)))


def scene_words(prompts: Prompting) -> int:
    """How many words are left for what happens."""
    return min(LONGEST_SCENE, prompts.words // 2)


def present(shows: str, named: Sequence[str], cast: Sequence[Character]) -> list[Character]:
    """Who is in a shot: those that its words name, then those that the writer named, in the cast's order."""
    told = [one for one in cast if _mention(one.name, shows)]
    told += [one for one in cast if one.name in named and one not in told]
    kept = told[:MOST_IN_A_SHOT]
    return [one for one in cast if one in kept]


def dressed(shows: str, there: Sequence[Character], prompts: Prompting) -> str:
    """A shot's words with the looks of who is there behind their names, within what its engines read to the end."""
    spare = prompts.words - sum(len(_looks(one, prompts).split()) + len(one.name.split()) for one in there)
    said = clipped(shows, max(spare, scene_words(prompts) // 2))
    unnamed = [one for one in there if not _mention(one.name, said)]
    for one in there:
        if found := _mention(one.name, said):
            said = f"{said[: found.end()]}{_worn(one, prompts)}{said[found.end() :]}"
    if prompts.form == "tags":
        tags = [said, *(f"{one.name}{_worn(one, prompts)}" for one in unnamed)]
        return clipped(", ".join(tag.strip(_STOPS) for tag in tags if tag.strip(_STOPS)), prompts.words)
    with_them = [f"{one.name}{_worn(one, prompts)}".strip(_STOPS) + "." for one in unnamed]
    return clipped(" ".join([_ended(said), *with_them]), prompts.words)


def undressed(shows: str, cast: Sequence[Character], prompts: Prompting) -> str:
    """A shot's words without the looks that `dressed` put in, as the writer had them."""
    for one in cast:
        shows = shows.replace(_worn(one, prompts), "")
    return shows


def _worn(one: Character, prompts: Prompting) -> str:
    return f" ({_looks(one, prompts)})"


def _looks(one: Character, prompts: Prompting) -> str:
    return clipped(one.looks, looks_words(prompts)).strip(_STOPS).replace("(", "").replace(")", "")


def _mention(name: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)


def _ended(text: str) -> str:
    text = text.strip().rstrip(",;:-–—")
    return text if text.endswith((".", "!", "?")) else f"{text}."


def clipped(text: str, words: int) -> str:
    """A text of so many words at most, ended where a thought ends if that loses less than a third."""
    said = text.split()
    if len(said) <= words:
        return text.strip()
    kept = said[:words]
    ends = [at + 1 for at, word in enumerate(kept) if word.endswith((".", ",", ";"))]
    if ends and ends[-1] >= 2 * words // 3:
        kept = kept[: ends[-1]]
    return " ".join(kept).rstrip(",;:-–—")


def merged(cast: Sequence[Character], more: Sequence[Character], prompts: Prompting) -> tuple[Character, ...]:
    """The cast with those that are new, each name once, their looks as long as a prompt has room for."""
    found = {one.name.casefold(): one for one in cast}
    for one in more:
        fitting = edited(one, looks=clipped(one.looks, looks_words(prompts)))
        found.setdefault(one.name.casefold(), fitting)
    return tuple(found.values())[:MOST]
