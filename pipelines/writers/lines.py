"""Turns what a reader noted down into the script's lines: one thought each, brackets taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.machinery.languages import sentences
from pipelines.machinery.words import bare_words, has_words, mentions, word_table
from pipelines.writers.measure import seconds
from pipelines.writers.notes import Note
from pipelines.writers.steps import opens_step
from studio.film import Line, edited

_SQUARE = re.compile(r"\s*\[([^\[\]]{0,200})\]")
_ROUND = re.compile(r"\s*[(（]([^()（）]{0,120})[)）]")
_SHORT, _TOGETHER = 1.0, 4.0  # seconds: sentences shorter than the first are joined up to the second


def lines_of(notes: Sequence[Note], language: str) -> list[Line]:
    """Lines in order. A description belongs to the words that follow it; one with no words is a silent line.

    A transition belongs to the line before it; where there is none the film begins with it, and nothing changes.
    """
    lines: list[Line] = []
    scene = ""
    shown: list[str] = []
    for note in notes:
        if note.kind in ("scene", "shot"):
            lines += _silent(shown, scene)
            scene, shown = note.text if note.kind == "scene" else scene, []
        elif note.kind == "cut":
            lines += _silent(shown, scene)
            shown = []
            lines[-1:] = [edited(line, cut=note.text) for line in lines[-1:]]
        elif note.kind == "shows":
            shown.append(note.text)
        elif note.kind == "says":
            said, seen = _without_directions(note.text)
            spoken = thoughts(said, language)
            shown += seen
            pictures = shared(sentences(" ".join(shown), language), len(spoken)) if spoken else []
            for at, (words, shows) in enumerate(zip(spoken, pictures, strict=True)):
                listed = {"item": note.item, "items": note.items} if not at else {}
                lines.append(Line(says=words, shows=shows, scene=scene, speaker=note.speaker, **listed))
            shown = [] if spoken else shown
    return lines + _silent(shown, scene)


def _silent(shown: list[str], scene: str) -> list[Line]:
    return [Line(shows=" ".join(shown), scene=scene)] if any(map(has_words, shown)) else []


def _without_directions(text: str) -> tuple[str, list[str]]:
    """What is spoken, and what brackets say is seen. Sounds and pauses in brackets are neither."""
    table = word_table("labels")
    seen: list[str] = []

    def square(match: re.Match[str]) -> str:
        if not mentions(match[1], table["noises"]) and any(letter.isalpha() for letter in match[1]):
            seen.append(match[1].strip())
        return " "

    def round_(match: re.Match[str]) -> str:
        few = len(bare_words(match[1])) <= 3
        return " " if few and mentions(match[1], table["directions"]) else match[0]

    said = _ROUND.sub(round_, _SQUARE.sub(square, text))
    return re.sub(r"\s+(?=[,.!?;:।。](?:\s|$))", "", re.sub(r"\s+", " ", said)).strip(), seen


def thoughts(text: str, language: str) -> list[str]:
    """The sentences of a paragraph, very short ones joined to a neighbour: `No sugar. No hurry.` is one thought."""
    joined: list[str] = []
    for piece in sentences(text, language):
        short = joined and not opens_step(piece, language) and min(seconds(joined[-1]), seconds(piece)) < _SHORT
        if short and seconds(joined[-1] + piece) <= _TOGETHER:
            joined[-1] += piece
        else:
            joined.append(piece)
    return [words.strip() for words in joined if has_words(words)]


def shared(parts: Sequence[str], count: int) -> list[str]:
    """`parts` in order over `count` places: several to a place where they are more, repeated where they are fewer."""
    if not parts:
        return [""] * count
    if len(parts) < count:
        return [parts[at * len(parts) // count].strip() for at in range(count)]
    ends = [at * len(parts) // count for at in range(count + 1)]
    return ["".join(parts[start:end]).strip() for start, end in pairwise(ends)]
