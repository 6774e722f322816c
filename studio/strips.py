"""Where each shot lies on the timeline, and all that is known of it there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from studio import timing
from studio.film import Clip, Noun, Shot, Speech


class Slot(Noun):
    """A shot's place: `frames` of its own, and those of each transition that lie beyond it.

    `lead` is how many frames after its start its line begins.
    """

    start: int
    frames: int
    fade_in: int
    fade_out: int
    lead: int

    @property
    def needs(self) -> int:
        """How many frames its clip must have."""
        return self.fade_in + self.frames + self.fade_out


def slots(shots: Sequence[Shot], frames: Sequence[int], fps: Fraction, moves: Sequence[int] = ()) -> list[Slot]:
    """Put shots one after another. A transition is centred on the boundary: half lies on each side.

    `moves` are the frames by which each boundary goes later while every line stays where it is.
    """
    half, lead = round(timing.DISSOLVE / 2 * fps), math.ceil(timing.LEAD * fps)
    later = [0, *(moves or [0] * (len(frames) - 1)), 0]
    before, frames = frames, [length + later[at + 1] - later[at] for at, length in enumerate(frames)]
    least = list(map(min, before, frames))  # no fade grows as its cut moves: clips are asked for before cuts do
    fades = [0]
    for shot, length, following in zip(shots, least, least[1:], strict=False):
        fades.append(min(half, length // 3, following // 3) if shot.cut != "cut" else 0)
    fades.append(0)
    placed, start = [], 0
    for at, length in enumerate(frames):
        fade_in, fade_out = fades[at : at + 2]
        placed.append(Slot(start=start, frames=length, fade_in=fade_in, fade_out=fade_out, lead=lead - later[at]))
        start += length
    return placed


class Strip(NamedTuple):
    """All that is known of one shot when it comes to the cutting room."""

    shot: Shot
    speech: Speech | None
    slot: Slot
    clip: Clip
