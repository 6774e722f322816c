"""Writes what accompanies the tune: pad, arpeggio, bass and drums, and the last chord."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from pipelines.composers.form import Bar
from pipelines.composers.harmony import Chord
from pipelines.composers.moods import Character
from pipelines.composers.notes import Note

FIGURES = ((0, 1, 2, 3, 2, 1), (0, 2, 1, 3), (0, 2, 3, 2), (3, 2, 1, 0), (0, 3, 1, 2), (0, 1, 3, 2, 0, 2, 3, 1))
BASS_LINES = (((0, 2.5), (2.5, 1.5)), ((0, 1.5), (1.5, 1), (2.5, 1.5)), ((0, 2), (2, 2)), ((0, 3), (3, 1)))


def pad(bars: Sequence[Bar], led: Sequence[tuple[int, ...]]) -> list[Note]:
    return [
        Note("pad", bar.start, bar.beats, pitch, 0.8 if "bass" in bar.players else 0.95)
        for bar, voices in zip(bars, led, strict=True)
        for pitch in voices
    ]


def arpeggio(bars: Sequence[Bar], led: Sequence[tuple[int, ...]], character: Character, random: Random) -> list[Note]:
    """Broken chords an octave above the pad's middle; sparse in the opening, one figure a phrase."""
    figures = [random.choice(FIGURES) for _ in range(2)]
    notes = []
    for bar, voices in zip(bars, led, strict=True):
        if "arpeggio" not in bar.players:
            continue
        figure = figures[bar.phrase % 2]
        opening = "bass" not in bar.players
        for step in range(int(bar.beats * character.steps)):
            resting = random.random() < (0.35 if opening else 0.08)
            if step and resting:
                continue
            start = step / character.steps
            accent = 0.18 if start % 2 == 0 else 0.08 if start.is_integer() else 0.0
            pitch = voices[figure[step % len(figure)]] + (12 if voices[0] < 60 else 0)
            strength = random.uniform(0.5, 0.66) + accent
            notes.append(Note("arpeggio", bar.start + _swung(start, character), 2.0, pitch, strength))
    return notes


def bass(bars: Sequence[Bar], chords: Sequence[Chord], random: Random) -> list[Note]:
    """Roots in one rhythm for the piece, with a fifth or an octave now and then on the last note."""
    line = random.choice(BASS_LINES)
    notes = []
    for bar, chord in zip(bars[:-1], chords, strict=False):
        if "bass" not in bar.players:
            continue
        for start, beats in line:
            last = start == line[-1][0]
            fifth = chord.classes[1] if (chord.classes[1] - chord.root) % 12 == 7 else chord.root % 12
            up = (fifth - chord.root) % 12
            pitch = chord.root + (up if last and random.random() < 0.3 else 0)
            notes.append(Note("bass", bar.start + start, beats * 0.96, pitch, random.uniform(0.8, 0.92)))
    return notes


def drums(bars: Sequence[Bar], character: Character, random: Random) -> list[Note]:
    pattern = {"none": (), "shaker": SHAKER, "brushes": BRUSHES, "beat": BEAT, "heartbeat": HEARTBEAT}[
        character.drums
    ]
    return [
        Note(part, bar.start + _swung(start, character), 0.5, 60, strength * random.uniform(0.82, 1.0))
        for bar in bars
        if "drums" in bar.players
        for part, start, strength in pattern
    ]


def ending(bar: Bar, chord: Chord, voices: Sequence[int]) -> list[Note]:
    """The last chord: a root that rings, and the chord rolled upwards to the tonic."""
    top = next(note for note in range(79, 60, -1) if note % 12 == chord.root % 12)
    rolled = [*voices, top]
    roll = min(0.12, bar.beats / 16)
    notes = [Note("arpeggio", bar.start + roll * at, bar.beats, pitch, 0.72) for at, pitch in enumerate(rolled)]
    return [Note("bass", bar.start, bar.beats, chord.root, 0.9), *notes]


def _swung(start: float, character: Character) -> float:
    return start + (character.swing if start % 1 == 0.5 else 0.0)


Hits = tuple[tuple[str, float, float], ...]

_EIGHTHS: Hits = tuple(("shaker", at / 2, 0.75 if at % 2 else 0.45) for at in range(8))
SHAKER: Hits = (*_EIGHTHS, ("kick", 0, 0.7), ("kick", 2.5, 0.5), ("brush", 1, 0.5), ("brush", 3, 0.6))
BRUSHES: Hits = (("kick", 0, 0.6), ("brush", 1, 0.7), ("brush", 3, 0.8), ("brush", 3.5, 0.3), ("shaker", 2.5, 0.4))
BEAT: Hits = (*_EIGHTHS, ("kick", 0, 0.9), ("kick", 2, 0.75), ("brush", 1, 0.8), ("brush", 3, 0.9))
HEARTBEAT: Hits = (("kick", 0, 0.9), ("kick", 0.5, 0.55), ("kick", 2, 0.7))
