"""Reads everything that is neither a screenplay nor a shot list: one-line briefs, plain scripts and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.machinery.languages import detect, sentences
from pipelines.machinery.words import has_words
from pipelines.writers.briefs import as_sentence, clauses, only_instructs, without_instruction
from pipelines.writers.labels import is_label, read_label, speakers
from pipelines.writers.lists import apart, items_of, number_of
from pipelines.writers.notes import Note, images, unmarked

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_BULLET = re.compile(r"^(?:>\s*)*(?:[-*+•·‣–—]\s+(?:\[[ xX]\]\s+)?|[(]?\d{1,3}(?:[.)]\s+|[、．])(?=\D)|(?:>\s*)+)")
_RULE = re.compile(r"^(?:[-*_=]\s*){3,}$|^\|?[\s:|-]+\|$|^```")
_ENDED = tuple('.!?…:।॥۔؟።。！？"”»')


def read_prose(text: str) -> list[Note]:
    """Titles, scenes, what is shown and what is said, in order."""
    rows = [part for row in _unwrapped("\n".join(_columns(text.split("\n")))) for part in apart(row)]
    if len(rows) == 1 and not _HEADING.match(rows[0]) and (brief := read_brief(unmarked(rows[0]))):
        return brief
    notes = [note for note in _notes(rows) if note.text]
    return _without_opening_instruction(notes)


def read_brief(row: str) -> list[Note]:
    """One line that is a task or an unfinished sentence, as clauses to speak; empty where it is a script already."""
    if not has_words(row):
        return []
    language = detect(row)
    said = [sentence.strip() for sentence in sentences(row, language)]
    task = without_instruction(said[0])
    if task is None and (len(said) > 1 or row.endswith(_ENDED)):
        return []
    subject, rest = task or ("", row)
    thoughts = [thought for part in (subject, rest) if part for thought in clauses(part)]
    later = [sentence for sentence in said[1:] if not only_instructs(sentence)]
    spoken = " ".join([*thoughts, *later])
    language = detect(spoken) if has_words(spoken) else language
    return [Note("says", as_sentence(words, language)) for words in [*thoughts, *later]]


def _without_opening_instruction(notes: list[Note]) -> list[Note]:
    """A longer text may open with a task too; its instruction is left out, and so are wishes about length."""
    at = next((at for at, note in enumerate(notes) if note.kind == "says" and has_words(note.text)), None)
    if at is None:
        return notes
    first, *others = sentences(notes[at].text, detect(notes[at].text))
    task = without_instruction(first.strip())
    if task is None:
        return notes
    thoughts = [thought for part in task if part for thought in clauses(part)]
    language = detect(" ".join(note.text for note in notes if note.kind == "says"))
    opening = [Note("says", as_sentence(words, language)) for words in thoughts]
    rest = "".join(sentence for sentence in others if not only_instructs(sentence)).strip()
    return [*notes[:at], *opening, *([Note("says", rest)] if rest else []), *notes[at + 1 :]]


def _unwrapped(text: str) -> list[str]:
    """Rows of a text where sentences broken by a narrow window or an e-mail are whole again; '' is an empty row."""
    rows: list[str] = []
    for row in text.split("\n"):
        above = rows[-1] if rows else ""
        starts_anew = _HEADING.match(row) or _BULLET.match(row) or _RULE.match(row)
        if row and above and not starts_anew and not _HEADING.match(above) and _is_broken(above, row):
            rows[-1] = f"{above} {row}"
        else:
            rows.append(row)
    return rows


def _is_broken(above: str, row: str) -> bool:
    caseless = row[0].upper() == row[0].lower() and row[0].isalpha()
    return not above.endswith(_ENDED) and (row[0].islower() or (caseless and len(above) >= 60))


def _notes(rows: list[str]) -> Iterator[Note]:
    names = speakers(unmarked(_BULLET.sub("", row)) for row in rows)
    head, titled, last, number, upto = True, False, None, 0, 0
    for at, row in enumerate(rows):
        if at < upto:  # said as one with the first of its list
            continue
        heading = _HEADING.match(row)
        number = number_of(row, number)
        words = unmarked(_BULLET.sub("", row))
        if not row or _RULE.match(row):
            last = None
            continue
        yield from (Note("shows", alt) for alt in images(row))
        if heading:
            is_title = not titled and len(heading[1]) == 1
            titled = titled or is_title
            yield Note("title" if is_title else "scene", unmarked(heading[2]))
            last = None
            continue
        if items := items_of(rows[at:], rows[at - 1] if at else ""):
            head, last, upto = False, None, at + len(items)
            yield Note("says", _one_after_another(items), items=items)
            continue
        note = read_label(words, names, head)
        if note is None:
            head = False
            goes_on = last is not None and not _BULLET.match(row)
            yield last._replace(text=_cells(words)) if last and goes_on else Note("says", _cells(words), item=number)
        else:
            head = head and not note.speaker
            last = note if note.text else None
            yield note


def _one_after_another(items: Sequence[str]) -> str:
    """A list as one sentence, with its language's commas."""
    language = detect(" ".join(items))
    comma = {"ar": "، ", "fa": "، ", "ur": "، ", "zh": "、", "ja": "、"}.get(language.partition("-")[0], ", ")
    return as_sentence(comma.join(items), language)


def _columns(rows: list[str]) -> Iterator[str]:
    """A table of pictures and voice, as agencies write them, as labelled rows; other rows as they are."""
    labels: list[str] = []
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")] if row.startswith("|") else []
        if any(is_label(cell, kind) for cell in cells for kind in ("voice", "visual")):
            labels = cells
        elif labels and cells and not _RULE.match(row):
            told = [(label, cell) for label, cell in zip(labels, cells, strict=False) if has_words(cell)]
            told.sort(key=lambda pair: is_label(pair[0], "voice"))  # a picture comes before the words it goes with
            yield from (
                f"{label}: {cell}" for label, cell in told if is_label(label, "voice") or is_label(label, "visual")
            )
        else:
            labels = labels if cells else []
            yield row


def _cells(row: str) -> str:
    """A table's row without its bars."""
    return ", ".join(filter(None, (cell.strip() for cell in row.split("|")))) if row.startswith("|") else row
