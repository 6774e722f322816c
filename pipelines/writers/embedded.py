"""The drawn line-up's writer: orders the brief's own words into lines and shots, and invents nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, cast

from pipelines.machinery.languages import can_be, detect
from pipelines.machinery.words import has_words
from pipelines.writers.briefs import without_instruction
from pipelines.writers.lines import lines_of
from pipelines.writers.notes import Note
from pipelines.writers.planning import storyboard
from pipelines.writers.prose import read_prose
from pipelines.writers.rewriting import rewritten
from pipelines.writers.screenplay import is_screenplay, read_screenplay
from pipelines.writers.shotlist import is_shot_list, read_shot_list
from pipelines.writers.tidy import tidy
from pipelines.writers.titles import closing_of, genre_of, title_of, trimmed
from pipelines.writers.wishes import wishes
from studio.asks import Plan, Rewrite, Write
from studio.errors import BadInput
from studio.film import Line, Script, Shot, Storyboard
from studio.roles import Desk


class Outline:
    """Reads any form of brief in any language; needs no model and gives the same answer every time."""

    def write(self, asks: Sequence[Write], desk: Desk) -> Iterator[Script]:
        """One script for each ask. Raises BadInput where nothing can be said, or not in the language asked for."""
        for done, ask in enumerate(asks):
            desk.tick(done / len(asks), "reading the brief")
            yield _script(ask)

    def plan(self, asks: Sequence[Plan], desk: Desk) -> Iterator[Storyboard]:
        """One storyboard for each ask; its shots say the script's words in the script's order."""
        for done, ask in enumerate(asks):
            desk.tick(done / len(asks), "planning the shots")
            yield storyboard(ask.script, ask.products, ask.screens, ask.passing)

    def rewrite(self, asks: Sequence[Rewrite], desk: Desk) -> Iterator[Shot]:
        """One shot for each ask, changed as it wishes. Raises BadInput for a wish in words that it does not know."""
        for done, ask in enumerate(asks):
            desk.tick(done / len(asks), "rewriting the shot")
            yield rewritten(ask)


def _script(ask: Write) -> Script:
    text = tidy(ask.text)
    notes = _read(text) if has_words(text) else []
    said = " ".join(note.text for note in notes if note.kind == "says")
    language = ask.language or detect(said)
    if not can_be(language, said):
        raise BadInput(
            f"The brief is not written in the language chosen for the film ({language}), and the drawn writer "
            "does not translate.",
            "Write the brief in that language, leave the language empty, or choose a writer that translates.",
        )
    lines = lines_of(notes, language)
    if not any(has_words(line.says) for line in lines):
        raise BadInput("The brief has no words to say.", "Write at least one sentence about the film you want.")
    named = next((note.text for note in notes if note.kind == "title" and has_words(note.text)), "")
    genre = cast("Literal['ad', 'explainer']", ask.genre if ask.genre != "auto" else genre_of(text, named, lines))
    title = trimmed(named) if named else title_of(lines)
    lines += _recap(text, lines) if genre == "explainer" else []
    return Script(
        title=title,
        language=language,
        genre=genre,
        lines=tuple(lines),
        closing=closing_of(lines, title),
        **wishes(text, language)._asdict(),
    )


def _read(text: str) -> list[Note]:
    if is_shot_list(text):
        return read_shot_list(text)
    return read_screenplay(text) if is_screenplay(text) else read_prose(text)


def _recap(text: str, lines: Sequence[Line]) -> list[Line]:
    """A one-line task to explain something ends on its question again; a longer text says itself how it ends."""
    is_task = "\n" not in text and without_instruction(text) is not None
    return [Line(says=lines[0].says)] if is_task and len(lines) >= 3 else []
