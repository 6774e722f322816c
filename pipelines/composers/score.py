"""Writes the piece: its form, and every note of every part, in beats."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pipelines.composers.harmony import Chord, chord, voicings
from pipelines.composers.melody import melody
from pipelines.composers.moods import CHARACTERS, Character
from pipelines.composers.parts import arpeggio, bass, drums, ending, pad
from pipelines.composers.notes import Bar, Note
from studio.film import SAMPLE_RATE, Mood

NUDGE = 0.06  # how far the tempo may leave the mood's own to fit the length
"""placeholder"""
