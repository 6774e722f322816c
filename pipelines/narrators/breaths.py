"""Parts a line into stretches that a voice can say in one breath, and joins their sounds without a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipelines.machinery.languages import sentences
from pipelines.machinery.waves import fade_edges
from pipelines.narrators.spoken import Written

PAUSE = 0.3  # seconds between two sentences at the voice's natural pace
FADE = 0.005  # seconds at both ends of every stretch
LEAST = 0.35  # of the longest stretch: a comma nearer to its beginning is no place to part it
RESTS = ",;:،؛、，；：—–"


class Stretch(NamedTuple):
    """Written words that are spoken together: the number of the first, and what the voice is given for each."""

    first: int
    words: tuple[Written, ...]
    said: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that is spoken, as one text."""
        text = ""
        for word, said in zip(self.words, self.said, strict=True):
            if said:
                text += said if word.glued or not text else f" {said}"
        return text


class Sounded(NamedTuple):
    """Mono samples (1.0 is full scale) at a rate in Hz, and the second at which words begin, by their number."""

    samples: np.ndarray
    rate: int
    begins: dict[int, float]


def stretches(
    text: str, written: Sequence[Written], said: Sequence[str], language: str, longest: int
) -> list[Stretch]:
    """The line's sentences; one with more than `longest` characters is parted at a comma, else between words."""
    found, first = [], 0
    for after in _ends(text, written, language):
        while first < after:
            end = _fitting(written, said, first, after, longest)
            found.append(Stretch(first, tuple(written[first:end]), tuple(said[first:end])))
            first = end
    return [stretch for stretch in found if stretch.text]


def joined(parts: Sequence[Sounded], pace: float) -> Sounded:
    """One sound of all the parts, in their order, with a pause between each two."""
    rate = parts[0].rate
    gap = np.zeros(int(PAUSE / pace * rate), np.float32)
    pieces: list[np.ndarray] = []
    begins: dict[int, float] = {}
    at = 0
    for part in parts:
        if pieces:
            pieces.append(gap)
            at += len(gap)
        piece = part.samples.astype(np.float32)[:, None].copy()
        fade_edges(piece, int(FADE * rate))
        begins |= {word: at / rate + second for word, second in part.begins.items()}
        pieces.append(piece[:, 0])
        at += len(piece)
    return Sounded(np.concatenate(pieces), rate, begins)


def _ends(text: str, written: Sequence[Written], language: str) -> list[int]:
    """After which words a sentence ends; the words put together are the text without spaces."""
    letters, ends, at, word = 0, [], 0, 0
    for sentence in sentences(" ".join(text.split()), language):
        letters += len("".join(sentence.split()))
        while word < len(written) and at < letters:
            at += len(written[word].text)
            word += 1
        ends.append(word)
    return [*ends, len(written)]


def _fitting(written: Sequence[Written], said: Sequence[str], first: int, after: int, longest: int) -> int:
    """Where a stretch that begins at a word ends: at the sentence's end, or before it grows too long."""
    length, rest = 0, 0
    for at in range(first, after):
        length += len(said[at]) + 1
        if length > longest and at > first:
            return rest or at
        if written[at].text.rstrip("\"'”’)]").endswith(tuple(RESTS)) and length > LEAST * longest:
            rest = at + 1
    return after
