"""Segments and sound into one MP4: packets copied, captions beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
from av.container import InputContainer, OutputContainer

from pipelines.editors import subtitles
from pipelines.machinery import video
from pipelines.machinery.parallel import Check
from studio.asks import Join
from studio.cut import Film
from studio.errors import EngineFailed
from studio.film import SAMPLE_RATE, Artifact
from studio.roles import Desk

# Frames that a picture is shown late, because some are encoded out of order: x264's with its B-frames in a pyramid.
# A segment of one frame has no delay of its own; in a film all share one.
DELAY = 2
UNLIKE = EngineFailed("Two segments were encoded differently and cannot be joined.", "Run it again.")
# The index before the pictures, so that a browser plays before it has all; no dates and no versions, so that
# the same film is the same bytes; and a clock in which the sound's end can be said to the sample.
OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact", "movie_timescale": str(SAMPLE_RATE)}


def join(ask: Join, desk: Desk, check: Check) -> Film:
    """The finished film and its captions."""
    file = desk.scratch(".mp4")
    with (
        av.open(str(desk.path(ask.sound)), format="mp4") as sound,
        av.open(str(file), "w", format="mp4", container_options=OPTIONS) as out,
    ):
        out.metadata["title"] = ask.title
        _mux(ask, sound, out, desk, check)
    return Film(
        video=desk.keep(file),
        srt=_text(subtitles.srt(ask.captions, ask.fps), ".srt", desk),
        vtt=_text(subtitles.vtt(ask.captions, ask.fps), ".vtt", desk),
        frames=sum(segment.frames for segment in ask.segments),
        fps=ask.fps,
        size=ask.size,
    )


def _text(text: str, suffix: str, desk: Desk) -> Artifact:
    file = desk.scratch(suffix)
    file.write_text(text, encoding="utf-8", newline="\n")
    return desk.keep(file)


def _mux(ask: Join, sound: InputContainer, out: OutputContainer, desk: Desk, check: Check) -> None:
    paths = [desk.path(segment.video) for segment in ask.segments]
    with video.opened(paths[0], decoding=False) as first:
        picture, header = out.add_stream_from_template(first.streams.video[0]), _header(first)
    heard = out.add_stream_from_template(sound.streams.audio[0])
    waiting = _packets(sound)
    at = 0
    for path, segment in zip(paths, ask.segments, strict=True):
        check()
        with video.opened(path, decoding=False) as source:
            if _header(source) != header:
                raise UNLIKE
            for packet in _moved(source, at, ask.fps):
                packet.stream = picture
                out.mux(packet)
        at += segment.frames
        shown = at / ask.fps / heard.time_base
        for packet in waiting:
            packet.stream = heard
            out.mux(packet)
            if packet.pts >= shown:
                break


def _header(source: InputContainer) -> bytes:
    """What a decoder must know before the first picture."""
    return bytes(source.streams.video[0].codec_context.extradata)


def _packets(source: InputContainer) -> Iterator[av.Packet]:
    return (packet for packet in source.demux() if packet.pts is not None)  # the demuxer's mark for the end has none


def _moved(source: InputContainer, at: int, fps: Fraction) -> Iterator[av.Packet]:
    """A segment's packets in the order of decoding, from frame `at` of the film on."""
    tick = 1 / (fps * source.streams.video[0].time_base)
    if tick.denominator != 1:
        raise UNLIKE
    ticks = int(tick)
    for number, packet in enumerate(_packets(source)):
        if number - DELAY > round(packet.pts / ticks):
            raise UNLIKE
        packet.pts += at * ticks
        packet.dts = (at + number - DELAY) * ticks
        yield packet
