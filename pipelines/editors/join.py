"""Segments and sound into one MP4: packets copied, one AAC track, captions beside it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import soundfile
from av.audio.frame import AudioFrame
from av.video.stream import VideoStream

from pipelines.editors import subtitles
from studio.asks import Join
from studio.errors import EngineFailed
from studio.film import SAMPLE_RATE, Artifact, Film
from studio.roles import Desk

AAC_RATE = 192_000  # bit/s, stereo: no difference is heard
AAC_FRAME = 1024  # samples that AAC encodes at a time
# The index before the pictures, so that a browser plays before it has all; no dates and no
# versions, so that the same film is the same bytes.
OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}


def join(ask: Join, desk: Desk) -> Film:
    """The finished film and its captions."""
    file = desk.scratch(".mp4")
    with av.open(str(file), "w", format="mp4", container_options=OPTIONS) as out:
        out.metadata["title"] = ask.title
        _mux(ask, out, desk)
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


def _mux(ask: Join, out: av.container.OutputContainer, desk: Desk) -> None:
    paths = [desk.path(segment.video) for segment in ask.segments]
    with av.open(str(paths[0]), format="mp4") as first:
        picture = out.add_stream_from_template(first.streams.video[0])
        header = bytes(first.streams.video[0].codec_context.extradata)
    sound = out.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", bit_rate=AAC_RATE)
    with soundfile.SoundFile(desk.path(ask.sound)) as samples:
        at = 0
        for path, segment in zip(paths, ask.segments, strict=True):
            _copy(path, header, picture, at / ask.fps, out)
            at += segment.frames
            _encode(samples, sound, round(at / ask.fps * SAMPLE_RATE), out)
        out.mux(sound.encode(None))


def _copy(path: Path, header: bytes, stream: VideoStream, start: Fraction, out: av.container.OutputContainer) -> None:
    """Copy a segment's packets so that its first frame shows at `start` seconds."""
    with av.open(str(path), format="mp4") as source:
        picture = source.streams.video[0]
        if bytes(picture.codec_context.extradata) != header:
            raise EngineFailed("Two segments were encoded differently and cannot be joined.", "Run it again.")
        offset = start / picture.time_base
        if offset.denominator != 1:
            raise EngineFailed(f"A segment does not begin on a whole tick: {offset}.", "Choose another frame rate.")
        for packet in source.demux(picture):
            if packet.dts is None:  # the demuxer's mark for the end
                continue
            packet.pts += int(offset)
            packet.dts += int(offset)
            packet.stream = stream
            out.mux(packet)


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
