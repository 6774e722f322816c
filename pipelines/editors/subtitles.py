"""Captions beside the film: SubRip and WebVTT."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from fractions import Fraction

from studio.film import Cue

Wrap = Callable[[str], Sequence[str]]


def srt(cues: Sequence[Cue], fps: Fraction, wrap: Wrap) -> str:
    """SubRip: numbered, comma before the milliseconds, text as it is."""
    blocks = [
        f"{number}\n{_clock(cue.start, fps, ',')} --> {_clock(cue.end, fps, ',')}\n{_lines(cue.text, wrap)}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue], fps: Fraction, wrap: Wrap) -> str:
    """WebVTT: text escaped, because a player reads tags in it."""
    blocks = [
        f"{_clock(cue.start, fps, '.')} --> {_clock(cue.end, fps, '.')}\n{html.escape(_lines(cue.text, wrap), False)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _lines(text: str, wrap: Wrap) -> str:
    # An arrow or an empty line inside a caption would end it in every parser.
    return "\n".join(line for line in wrap(text.replace("-->", "→")) if line.strip())


def _clock(frame: int, fps: Fraction, point: str) -> str:
    milliseconds = round(frame / fps * 1000)
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"
