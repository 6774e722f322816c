"""Segments and sound into one MP4: packets copied, captions beside it; and the sound's own encoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import av
import soundfile
from av.audio.frame import AudioFrame
from av.container import InputContainer, OutputContainer

from pipelines.editors import subtitles
from pipelines.machinery import video
from pipelines.machinery.parallel import Check
from studio.asks import Encode, Join
from studio.cut import Film
from studio.errors import EngineFailed
from studio.film import SAMPLE_RATE, Artifact
from studio.roles import Desk

AAC_RATE = 192_000  # bit/s, stereo: no difference is heard
AAC_CODER = {"aac_coder": "fast"}  # the default searches three times as long, for what only lower rates need
BLOCK = 1 << 16  # samples that are handed to the encoder at a time; it cuts them into its own frames
# Frames that a picture is shown late, because some are encoded out of order: x264's with its B-frames in a pyramid.
# A segment of one frame has no delay of its own; in a film all share one.
DELAY = 2
UNLIKE = EngineFailed("Two segments were encoded differently and cannot be joined.", "Run it again.")
AHEAD = 4  # segments that are opened while another is copied
# The index before the pictures, so that a browser plays before it has all; no dates and no versions, so that
# the same film is the same bytes; and a clock in which the sound's end can be said to the sample.
OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact", "movie_timescale": str(SAMPLE_RATE)}


def encode(ask: Encode, desk: Desk) -> Artifact:
    """The sound as AAC in an MP4, whose edit list leaves out what the encoder puts before the first sample."""
    file = desk.scratch(".m4a")
    with (
        soundfile.SoundFile(desk.path(ask.sound)) as samples,
        av.open(str(file), "w", format="mp4", container_options=OPTIONS) as out,
    ):
        stream = out.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", bit_rate=AAC_RATE, options=AAC_CODER)
        while (block := samples.read(BLOCK, dtype="float32", always_2d=True)).size:
            frame = AudioFrame.from_ndarray(block.T.copy(), format="fltp", layout="stereo")
            frame.sample_rate, frame.time_base = SAMPLE_RATE, Fraction(1, SAMPLE_RATE)
            frame.pts = samples.tell() - len(block)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return desk.keep(file)


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
    with video.opened(paths[0]) as first:
        picture, header = out.add_stream_from_template(first.streams.video[0]), _header(first)
    heard = out.add_stream_from_template(sound.streams.audio[0])
    waiting = _packets(sound)
    at = 0
    for source, segment in zip(_opened(paths), ask.segments, strict=True):
        check()
        if _header(source) != header:
            raise UNLIKE
        for packet in _moved(source, at, ask.fps):
            packet.stream = picture
            out.mux(packet)
        at += segment.frames
        for packet in waiting:
            packet.stream = heard
            out.mux(packet)
            if packet.pts * packet.time_base >= at / ask.fps:
                break


def _opened(paths: Sequence[Path]) -> Iterator[InputContainer]:
    """Each segment in turn. Some are opened ahead: that takes as long as copying them."""
    opening: list[Future[InputContainer]] = []
    with ThreadPoolExecutor(AHEAD) as pool:
        for at in range(len(paths)):
            opening += [pool.submit(video.opened, path) for path in paths[len(opening) : at + AHEAD]]
            with opening[at].result() as source:
                yield source


def _header(source: InputContainer) -> bytes:
    """What a decoder must know before the first picture."""
    return bytes(source.streams.video[0].codec_context.extradata)


def _packets(source: InputContainer) -> Iterator[av.Packet]:
    return (packet for packet in source.demux() if packet.pts is not None)  # the demuxer's mark for the end has none


def _moved(source: InputContainer, at: int, fps: Fraction) -> Iterator[av.Packet]:
    """A segment's packets in the order of decoding, from frame `at` of the film on."""
    for number, packet in enumerate(_packets(source)):
        tick = 1 / (fps * packet.time_base)
        if tick.denominator != 1 or number - DELAY > round(packet.pts / tick):
            raise UNLIKE
        packet.pts += int(at * tick)
        packet.dts = int((at + number - DELAY) * tick)
        yield packet
