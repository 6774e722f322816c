"""Narrations by a chat model: an idea or notes are written out, a script in another language is translated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast, get_args

from pipelines.machinery.languages import detect, scripts_in, sentences
from pipelines.machinery.models import schemas
from pipelines.machinery.words import has_words
from pipelines.writers.briefs import without_instruction
from pipelines.writers.local_asking import Asker, Faults, Span
from pipelines.writers.local_facts import Facts, facts_of, faults
from pipelines.writers.local_prompts import asked, material, rows
from pipelines.writers.notes import unmarked
from pipelines.writers.screenplay import is_screenplay
from pipelines.writers.shotlist import is_shot_list
from pipelines.writers.tidy import tidy
from pipelines.writers.titles import genre_of, trimmed
from pipelines.writers.wishes import wishes
from studio.asks import Write
from studio.film import Line, Mood, Script, edited

USUAL_SECONDS = 30.0  # of a film whose brief says nothing of its length
WORDS_A_SECOND = 2.2  # of an unhurried voice that leaves room for pictures
SECONDS_A_LINE = 4.5
FEWEST_LINES, MOST_LINES = 3, 30
LINE, TITLE, CLOSING = 180, 60, 90  # signs
WINDOW = 12  # lines that are translated at once
WRITE_IT = "Say more in the brief, write the script yourself, or choose another writer."
_ENDED = tuple('.!?…॥।۔؟።፧。！？"”»」')
_UNMARKED = {"Thai", "Laoo", "Khmr", "Mymr"}  # scripts whose sentences end without a sign
_MARK = re.compile(r"^(?:#{1,6}\s.*|[-*+•]\s+|\d{1,3}[.)]\s+|>\s*)")
_NARRATION = 4  # sentences under an instruction that are a script of their own


def is_script(text: str) -> bool:
    """Whether a brief is already what is to be said, rather than an idea, a task or notes."""
    text = tidy(text)
    if is_screenplay(text) or is_shot_list(text):
        return True
    body = [_MARK.sub("", row) for row in text.split("\n") if row and not row.startswith("#")]
    told = [unmarked(row) for row in body if has_words(row)]
    if not told:
        return False
    language = detect(" ".join(told))
    said = [one.strip() for row in told for one in sentences(row, language)]
    if scripts_in(" ".join(told)).keys() & _UNMARKED:
        return len(told) >= FEWEST_LINES
    whole = [one for one in said if one.endswith(_ENDED)]
    if without_instruction(said[0]) is not None:
        return len(told) > 1 and len(whole) >= _NARRATION and len(whole) >= 0.6 * len(said)
    return len(whole) >= 2 and len(whole) >= 0.6 * len(said)


def written(ask: Write, asker: Asker, span: tuple[float, float]) -> Script:
    """A narration from an idea or notes. Raises EngineFailed where it loses facts, invents some, or drifts off."""
    text = tidy(ask.text)
    language = ask.language or detect(text)
    facts, wished = facts_of(text, language), wishes(text, language)
    seconds = ask.seconds or wished.seconds or USUAL_SECONDS
    count = max(FEWEST_LINES, min(MOST_LINES, round(seconds / SECONDS_A_LINE)))
    genre = ask.genre if ask.genre != "auto" else genre_of(text, "", [])
    schema = schemas.thing(
        title=schemas.words(TITLE),
        mood=schemas.one_of(get_args(Mood)),
        lines=schemas.several(schemas.words(LINE, 8), count + 2, max(FEWEST_LINES, count - 2)),
        closing=schemas.words(CLOSING),
    )
    messages = asked(
        "write",
        genre={"ad": "an ad", "explainer": "an explainer, for people who know nothing of it"}[genre],
        language=in_words(language),
        lines=count,
        words=round(min(seconds, count * SECONDS_A_LINE) * WORDS_A_SECOND),
        facts=material(facts.in_words()),
        brief=material(text),
    )

    def build(said: dict[str, Any]) -> Script:
        lines = [plain(line) for line in said["lines"]]
        _check(lines, facts, language)
        title = trimmed(plain(said["title"])) or trimmed(lines[0])
        return Script(
            title=title,
            language=language,
            genre=cast("Any", genre),
            lines=tuple(Line(says=line) for line in lines),
            closing=plain(said["closing"]) or title,
            seconds=wished.seconds,
            mood=wished.mood or said["mood"],
        )

    return asker.ask(messages, schema, build, Span(*span, "writing the narration", WRITE_IT))


def translated(script: Script, language: str, asker: Asker, span: tuple[float, float]) -> Script:
    """A script in another language, line for line; what its lines should show stays as it was."""
    head = [script.title, script.closing] if script.closing else [script.title]
    said = [*head, *(line.says for line in script.lines)]
    places = [at for at, text in enumerate(said) if has_words(text)]
    windows = [places[at : at + WINDOW] for at in range(0, len(places), WINDOW)]
    share = (span[1] - span[0]) / len(windows)
    for at, window in enumerate(windows):
        part = Span(span[0] + at * share, span[0] + (at + 1) * share, "translating the script", WRITE_IT)
        for place, text in zip(window, _window([said[at] for at in window], language, asker, part), strict=True):
            said[place] = text
    lines = [edited(line, says=text) for line, text in zip(script.lines, said[len(head) :], strict=True)]
    closing = said[1] if script.closing else ""
    return edited(script, title=said[0], closing=closing, lines=lines, language=language)  # type: ignore[no-any-return]


def _window(texts: Sequence[str], language: str, asker: Asker, span: Span) -> list[str]:
    facts = facts_of("\n".join(texts), language)
    schema = schemas.thing(lines=schemas.row([schemas.words(2 * len(text) + 60) for text in texts]))
    numbered = rows({"line": at + 1, "says": text} for at, text in enumerate(texts))
    messages = asked("translate", language=in_words(language), facts=material(facts.in_words()), lines=numbered)

    def build(said: dict[str, Any]) -> list[str]:
        lines = [plain(line) for line in said["lines"]]
        _check(lines, facts, language)
        return lines

    return asker.ask(messages, schema, build, span)


def _check(lines: Sequence[str], facts: Facts, language: str) -> None:
    found = faults(list(lines), facts, language)
    if empty := [str(at + 1) for at, line in enumerate(lines) if not has_words(line)]:
        found.append(f"Lines {', '.join(empty)} have no words.")
    if found:
        raise Faults(*found)


def plain(text: str) -> str:
    """A model's text in one row, without markup, emoji and what cannot be seen."""
    return unmarked(" ".join(tidy(str(text)).split()))


def in_words(language: str) -> str:
    """`Hindi (हिन्दी)`; a language that nobody knows by its code stays as it is."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 20 ms for its tables

    try:
        found = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    own, english = found.get_display_name(), found.get_display_name("en")
    return english if own == english or not own else f"{english} ({own})"
