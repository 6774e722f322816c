"""The edit in whole frames: how shots meet, the timeline that they make, and its segments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from studio import overlaying, timing
from studio.asks import Segment, Take
from studio.cut import CaptionStyle, Cue, Cut, Effect, Placed, Voiced
from studio.film import Artifact, Box, Brief, Clip, Transition, edited
from studio.overlaying import parts
from studio.strips import Slot, Strip, slots

__all__ = ["Slot", "Strip", "assemble", "parts", "pieces", "segments", "slots"]

MOVING = ("push", "slide", "wipe", "whip")  # transitions that are heard
PIECE = 2.0  # s
MIDDLE = Box(left=0.3, top=0.3, width=0.4, height=0.4)


def assemble(
    brief: Brief,
    language: str,
    strips: Sequence[Strip],
    music: Artifact | None,
    style: CaptionStyle | None,
    note: str = "",
) -> Cut:
    """Put picture, voice, captions and titles on one timeline. Without a style no caption is in the picture."""
    voice: list[Voiced] = []
    captions: list[timing.Caption] = []
    for shot, speech, slot, _ in strips:
        if speech:
            begins = slot.start + slot.lead
            voice.append(Voiced(sound=speech.sound, at=timing.samples_at(begins, brief.fps)))
            captions += timing.cues(shot.says, speech, begins, brief.fps, brief.size)
    captions = overlaying.unhurried(captions, brief.fps)
    return Cut(
        size=brief.size,
        fps=brief.fps,
        frames=strips[-1].slot.start + strips[-1].slot.frames,
        picture=tuple(map(_placed, strips)),
        overlays=overlaying.over(brief, language, strips, captions, style),
        voice=tuple(voice),
        effects=_effects(brief, strips) if voice or music else (),
        music=music,
        captions=tuple(Cue(text=cue.text, start=cue.start, end=cue.end) for cue in captions),
        notes=(note,) if note else (),
    )


def _placed(strip: Strip) -> Placed:
    slot = strip.slot
    fades = {"fade_in": slot.fade_in, "fade_out": slot.fade_out}
    return Placed(clip=strip.clip, cut=strip.shot.cut, start=slot.start, frames=slot.frames, **fades)


def _effects(brief: Brief, strips: Sequence[Strip]) -> tuple[Effect, ...]:
    """A whoosh at the middle of each transition in which pictures move."""
    moving = [strip.slot.start + strip.slot.frames for strip in strips[:-1] if strip.shot.cut in MOVING]
    return tuple(Effect(name="whoosh", at=timing.samples_at(frame, brief.fps)) for frame in moving)


def segments(cut: Cut) -> list[Segment]:
    """The cut as pieces that can each be rendered and remembered alone: bodies and transitions."""
    found = []
    for at, placed in enumerate(cut.picture):
        body = placed.frames - placed.fade_in - placed.fade_out
        whole = Take(footage=placed.clip.footage, first=2 * placed.fade_in, grade=placed.clip.grade)
        for first, frames in pieces(whole.first, body, cut.fps):
            start = placed.start - placed.fade_in + first
            found.append(_segment(cut, start, frames, (edited(whole, first=first),)))
        if placed.fade_out:
            following = cut.picture[at + 1]
            leaving = edited(whole, first=whole.first + body)
            coming = Take(footage=following.clip.footage, first=0, grade=following.clip.grade)
            boundary = following.start - placed.fade_out
            piece = _segment(cut, boundary, 2 * placed.fade_out, (leaving, coming), placed.cut)
            if placed.cut == "match":
                piece = edited(piece, subjects=tuple(_subject(clip) for clip in (placed.clip, following.clip)))
            found.append(piece)
    return found


def pieces(first: int, frames: int, fps: Fraction) -> list[tuple[int, int]]:
    """A body in pieces, each with its first frame and how many it has: cores share it, and an edit costs little.

    They meet at even multiples of a length in the footage's own frames, which is where it has keyframes.
    """
    step = round(PIECE * fps)
    inside = range(math.ceil((first + step / 2) / step) * step, math.floor(first + frames - step / 2) + 1, step)
    starts = [first, *inside]
    ends = [*inside, first + frames]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def _subject(clip: Clip) -> Box:
    """What the eye is on in a clip; its middle where nothing is known."""
    boxes = (clip.seen.subject, *clip.seen.products, *clip.seen.faces, MIDDLE)
    return next(box for box in boxes if box)


def _segment(cut: Cut, start: int, frames: int, takes: tuple[Take, ...], how: Transition = "cut") -> Segment:
    return Segment(
        takes=takes,
        how=how,
        frames=frames,
        overlays=tuple(overlaying.inside(cut, start, frames)),
        size=cut.size,
        fps=cut.fps,
    )
