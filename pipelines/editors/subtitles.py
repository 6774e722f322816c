"""Captions beside the film: SubRip and WebVTT."""

from __future__ import annotations

import html
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from pipelines.machinery import linebreak
from studio.cut import Cue

ONE_LINE = 42  # characters; the most that broadcasters set in one line


def srt(cues: Sequence[Cue], fps: Fraction) -> str:
    """SubRip: numbered, comma before the milliseconds, text as it is."""
    blocks = [
        f"{number}\n{_clock(cue.start, fps, ',')} --> {_clock(cue.end, fps, ',')}\n{_lines(cue.text)}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue], fps: Fraction) -> str:
    """WebVTT: text escaped, because a player reads tags in it."""
    blocks = [
        f"{_clock(cue.start, fps, '.')} --> {_clock(cue.end, fps, '.')}\n{html.escape(_lines(cue.text), False)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _lines(text: str) -> str:
    """The caption in one line, or in two of nearly equal length, broken where its script allows."""
    # An arrow or an empty line inside a caption would end it in every parser.
    text = " ".join(text.replace("-->", "→").split())
    breaks = list(accumulate(map(len, linebreak.pieces(text))))[:-1]
    if len(text) <= ONE_LINE or not breaks:
        return text
    middle = min(breaks, key=lambda at: abs(at - len(text) / 2))
    return f"{text[:middle].rstrip()}\n{text[middle:]}"


def _clock(frame: int, fps: Fraction, point: str) -> str:
    milliseconds = round(frame / fps * 1000)
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"
