"""What a mood sounds like: its tempo, its scale, its chords and who plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.film import Mood

MAJOR = (0, 2, 4, 5, 7, 9, 11)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)

# Which notes of the scale a chord is made of, counted in steps from its root.
ADDED_NINTH = (0, 2, 4, 8)
SEVENTH = (0, 2, 4, 6)
NINTH = (0, 2, 6, 8)
SIXTH = (0, 2, 4, 5)

Drums = Literal["none", "shaker", "brushes", "beat", "heartbeat"]


@dataclass(frozen=True)
class Character:
    """Chords are degrees of the scale, 1 to 7, one a bar; every loop is four bars long."""

    tempo: float  # beats a minute, four to a bar
    tonics: tuple[int, ...]  # MIDI notes of the bass's octave
    scale: tuple[int, ...]
    colour: tuple[int, ...]
    verses: tuple[tuple[int, int, int, int], ...]
    choruses: tuple[tuple[int, int, int, int], ...]
    before_last: int  # the chord that leads to the dominant
    dominant: int  # the chord that leads home: 5, or 4 where home is reached gently
    arpeggio: str  # instrument
    lead: str  # instrument
    steps: int  # notes of the arpeggio in a beat
    drums: Drums
    swing: float = 0.0  # how late the off-beat comes, in beats


CHARACTERS: dict[Mood, Character] = {
    "bright": Character(
        tempo=112,
        tonics=(36, 38, 41, 43),
        scale=MAJOR,
        colour=ADDED_NINTH,
        verses=((1, 5, 6, 4), (1, 4, 6, 5)),
        choruses=((4, 1, 5, 6), (6, 4, 1, 5)),
        before_last=4,
        dominant=5,
        arpeggio="string",
        lead="keys",
        steps=2,
        drums="beat",
    ),
    "warm": Character(
        tempo=84,
        tonics=(36, 39, 41, 43),
        scale=MAJOR,
        colour=SEVENTH,
        verses=((1, 6, 4, 5), (1, 6, 2, 5)),
        choruses=((4, 3, 2, 5), (4, 5, 3, 6)),
        before_last=2,
        dominant=5,
        arpeggio="keys",
        lead="string",
        steps=2,
        drums="brushes",
    ),
    "calm": Character(
        tempo=68,
        tonics=(36, 38, 41),
        scale=LYDIAN,
        colour=NINTH,
        verses=((1, 5, 6, 2), (1, 2, 6, 5)),
        choruses=((6, 2, 1, 5), (2, 1, 6, 5)),
        before_last=6,
        dominant=5,
        arpeggio="keys",
        lead="bell",
        steps=1,
        drums="none",
    ),
    "playful": Character(
        tempo=118,
        tonics=(36, 38, 41, 43),
        scale=MAJOR,
        colour=SIXTH,
        verses=((1, 6, 2, 5), (1, 4, 1, 5)),
        choruses=((4, 1, 2, 5), (2, 5, 1, 6)),
        before_last=2,
        dominant=5,
        arpeggio="wood",
        lead="string",
        steps=2,
        drums="shaker",
        swing=0.12,
    ),
    "serious": Character(
        tempo=76,
        tonics=(36, 38, 40),
        scale=MINOR,
        colour=ADDED_NINTH,
        verses=((1, 6, 3, 7), (1, 4, 6, 7)),
        choruses=((6, 7, 1, 3), (4, 1, 6, 7)),
        before_last=4,
        dominant=5,
        arpeggio="keys",
        lead="string",
        steps=2,
        drums="heartbeat",
    ),
    "tense": Character(
        tempo=98,
        tonics=(36, 38, 40),
        scale=MINOR,
        colour=ADDED_NINTH,
        verses=((1, 1, 6, 7), (1, 6, 1, 7)),
        choruses=((4, 6, 1, 7), (6, 4, 1, 7)),
        before_last=6,
        dominant=5,
        arpeggio="string",
        lead="bell",
        steps=4,
        drums="heartbeat",
    ),
}
