"""What a score is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """One note: when and how long in beats, how high as a MIDI number, how strong from 0 to 1."""

    part: str
    start: float
    beats: float
    pitch: int
    strength: float
