"""Writes a tune: one motif, repeated with variation over the chords as they change."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from pipelines.composers.form import Bar
from pipelines.composers.harmony import Chord
from pipelines.composers.notes import Note

LOWEST, HIGHEST = 64, 84  # MIDI notes

# Where the notes of a bar begin, in beats. A tune under a speaking voice leaves room.
RHYTHMS = ((0, 1.5, 3), (0, 1, 2.5), (0.5, 1.5, 2, 3), (0, 2), (0, 1, 2, 3.5), (0, 0.5, 2), (0, 1.5, 2.5))
CONTOURS = ((0, 1, 2, 1), (0, -1, 1, 0), (0, 2, 1, -1), (0, 1, -1, -2), (0, 2, 4, 2), (0, -2, -1, 1))


def melody(bars: Sequence[Bar], chords: Sequence[Chord], scale: Sequence[int], random: Random) -> list[Note]:
    """The lead's notes. `scale` holds the pitch classes of the key.

    Bars of a phrase go A, B, A, C: the third repeats the first on its own chord, the fourth comes to
    rest on one long note. Notes on the beat belong to the chord, the others walk in the scale.
    """
    rhythms = [random.choice(RHYTHMS) for _ in range(2)]
    contours = [random.choice(CONTOURS) for _ in range(2)]
    ladder = [note for note in range(LOWEST, HIGHEST + 1) if note % 12 in scale]
    notes: list[Note] = []
    at = len(ladder) // 2
    for bar, chord in zip(bars, chords, strict=True):
        if "lead" not in bar.players:
            continue
        motif = bar.place % 2
        rhythm = (0,) if bar.place == 3 else rhythms[motif]
        contour: tuple[int, ...] = contours[motif]
        if bar.place == 2 and random.random() < 0.5:
            contour = tuple(-step for step in contour)
        anchor = _nearest(ladder, at, chord)
        for index, start in enumerate(rhythm):
            rung = min(max(anchor + contour[index % len(contour)], 0), len(ladder) - 1)
            at = _nearest(ladder, rung, chord) if float(start).is_integer() else rung
            until = rhythm[index + 1] if index + 1 < len(rhythm) else bar.beats
            strength = random.uniform(0.62, 0.78) + (0.12 if start == 0 else 0.0)
            notes.append(Note("lead", bar.start + start, (until - start) * 0.95, ladder[at], strength))
        at = (2 * at + len(ladder) // 2) // 3  # a tune that wandered off turns back to its middle
    return notes


def _nearest(ladder: Sequence[int], at: int, chord: Chord) -> int:
    """The rung nearest to `at` whose note belongs to the chord."""
    fitting = [rung for rung, note in enumerate(ladder) if note % 12 in chord.classes]
    return min(fitting, key=lambda rung: (abs(rung - at), rung))
