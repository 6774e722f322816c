"""Builds chords from a scale and leads their voices from one to the next by the shortest way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from pipelines.composers.moods import MINOR, NINTH, SEVENTH, Character

LOWEST, HIGHEST = 52, 73  # MIDI notes of the pad: above the bass, below the air


@dataclass(frozen=True)
class Chord:
    """A root as a MIDI note in the bass's octave, and pitch classes from the root up."""

    root: int
    classes: tuple[int, ...]


def chord(character: Character, tonic: int, degree: int) -> Chord:
    """The chord on a degree of the scale, with the mood's colour; the dominant of a minor key is major."""
    scale = list(character.scale)
    dominant = degree == 5
    if dominant and character.scale == MINOR:
        scale[6] += 1  # the leading note
    colour = SEVENTH if dominant and character.colour != NINTH else character.colour
    at = degree - 1
    heights = [_height(scale, at + step) - scale[at] for step in colour]
    heights = [0 if height == 13 else height for height in heights]  # a minor ninth would bite
    return Chord(_in_bass(tonic + scale[at]), tuple((tonic + scale[at] + height) % 12 for height in heights))


def voicings(chords: Sequence[Chord]) -> list[tuple[int, ...]]:
    """For every chord its notes from low to high, each chord reached with as little movement as can be."""
    led: list[tuple[int, ...]] = []
    for each in chords:
        choices = _choices(each)
        led.append(min(choices, key=lambda notes: (_movement(led[-1] if led else (55, 60, 64, 67), notes), notes)))
    return led


def _choices(each: Chord) -> list[tuple[int, ...]]:
    places = [[note for note in range(LOWEST, HIGHEST + 1) if note % 12 == one] for one in each.classes]
    spread = {tuple(sorted(notes)) for notes in product(*places)}
    return [notes for notes in spread if all(b - a >= 2 for a, b in pairwise(notes))] or sorted(spread)


def _movement(before: Sequence[int], notes: Sequence[int]) -> float:
    """Semitones moved by all voices; clusters, wide gaps and a drift from the middle cost something too."""
    moved = sum(abs(a - b) for a, b in zip(before, notes, strict=True))
    width = max(b - a for a, b in pairwise(notes))
    clusters = sum(c - a < 5 for a, c in zip(notes, notes[2:], strict=False))
    return moved + 4 * clusters + max(width - 7, 0) + 0.3 * abs(sum(notes) / len(notes) - 62)


def _height(scale: Sequence[int], step: int) -> int:
    return scale[step % 7] + 12 * (step // 7)


def _in_bass(note: int) -> int:
    return note - 12 if note > 46 else note
