"""Writes the whole piece: form, chords, and every note of every part."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pipelines.composers import parts
from pipelines.composers.form import Bar, form
from pipelines.composers.harmony import chord, voicings
from pipelines.composers.melody import melody
from pipelines.composers.moods import CHARACTERS, Character
from pipelines.composers.notes import Note
from studio.film import Mood


@dataclass(frozen=True)
class Score:
    """`beat` is in seconds; `last` is the beat on which the last chord begins."""

    character: Character
    beat: float
    last: float
    notes: tuple[Note, ...]


def write(mood: Mood, samples: int, seed: int) -> Score:
    """A piece in a mood for exactly `samples` samples; another seed is another tune."""
    random = Random(f"{mood} {seed}")
    character = CHARACTERS[mood]
    tonic = random.choice(character.tonics)
    laid = form(samples, character.tempo)
    chords = [chord(character, tonic, degree) for degree in _degrees(laid.bars, character, random)]
    led = voicings(chords)
    scale = [(tonic + step) % 12 for step in character.scale]
    notes = [
        *parts.pad(laid.bars, led),
        *parts.arpeggio(laid.bars, led, character, random),
        *parts.bass(laid.bars, chords, random),
        *parts.drums(laid.bars, character, random),
        *melody(laid.bars, chords, scale, random),
        *parts.ending(laid.bars[-1], chords[-1], led[-1]),
    ]
    return Score(character, laid.beat, laid.bars[-1].start, tuple(sorted(notes, key=lambda note: note.start)))


def _degrees(bars: tuple[Bar, ...], character: Character, random: Random) -> list[int]:
    """One chord a bar: verses and choruses over loops, and a cadence at the end."""
    verse, chorus = random.choice(character.verses), random.choice(character.choruses)
    degrees = [(chorus if "lead" in bar.players else verse)[bar.place] for bar in bars]
    degrees[-2:] = [character.dominant, 1]
    if len(bars) > 4:
        degrees[-3] = character.before_last
    return degrees
