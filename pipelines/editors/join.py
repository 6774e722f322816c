"""Segments and sound into one MP4: packets copied, one AAC track, captions beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
import soundfile
from av.audio.frame import AudioFrame

from pipelines.editors import subtitles
from pipelines.machinery.parallel import Check
from studio.asks import Join
from studio.errors import EngineFailed
from studio.film import SAMPLE_RATE, Artifact, Film
from studio.roles import Desk

AAC_RATE = 192_000  # bit/s, stereo: no difference is heard
AAC_CODER = {"aac_coder": "fast"}  # the default searches three times as long, for what only lower rates need
AAC_FRAME = 1024  # samples that AAC encodes at a time
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
    with av.open(str(file), "w", format="mp4", container_options=OPTIONS) as out:
        out.metadata["title"] = ask.title
        _mux(ask, out, desk, check)
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


def _mux(ask: Join, out: av.container.OutputContainer, desk: Desk, check: Check) -> None:
    paths = [desk.path(segment.video) for segment in ask.segments]
    with av.open(str(paths[0]), format="mp4") as first:
        picture = out.add_stream_from_template(first.streams.video[0])
        header = _header(first)
    sound = out.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", bit_rate=AAC_RATE, options=AAC_CODER)
    with soundfile.SoundFile(desk.path(ask.sound)) as samples:
        at = 0
        for path, segment in zip(paths, ask.segments, strict=True):
            check()
            with av.open(str(path), format="mp4") as source:
                if _header(source) != header:
                    raise UNLIKE
                for packet in _moved(source, at, ask.fps):
                    packet.stream = picture
                    out.mux(packet)
            at += segment.frames
            _encode(samples, sound, round(at / ask.fps * SAMPLE_RATE), out)
        out.mux(sound.encode(None))


def _header(source: av.container.InputContainer) -> bytes:
    """What a decoder must know before the first picture."""
    return bytes(source.streams.video[0].codec_context.extradata)


def _moved(source: av.container.InputContainer, at: int, fps: Fraction) -> Iterator[av.Packet]:
    """A segment's packets in the order of decoding, from frame `at` of the film on."""
    shown = (packet for packet in source.demux(source.streams.video[0]) if packet.pts is not None)  # the end has none
    for number, packet in enumerate(shown):
        tick = 1 / (fps * packet.time_base)
        if tick.denominator != 1 or number - DELAY > round(packet.pts / tick):
            raise UNLIKE
        packet.pts += int(at * tick)
        packet.dts = int((at + number - DELAY) * tick)
        yield packet


def _encode(
    samples: soundfile.SoundFile, stream: av.AudioStream, until: int, out: av.container.OutputContainer
) -> None:
    """Encode the sound up to a sample, in AAC's own frames; what is over waits for the next segment."""
    while samples.tell() < until and (block := samples.read(AAC_FRAME, dtype="float32", always_2d=True)).size:
        frame = AudioFrame.from_ndarray(block.T.copy(), format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = samples.tell() - len(block)
        frame.time_base = Fraction(1, SAMPLE_RATE)
        out.mux(stream.encode(frame))
