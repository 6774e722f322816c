"""Looks at a user's clip in a limited child process: what kind of file, what picture, where its detail lies.

`python -m pipelines.machinery.clips FILE START SECONDS` is the child.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np

from pipelines.machinery import child
from pipelines.machinery.intake import shown
from studio.errors import BadInput, TooMuch
from studio.film import Noun

SECONDS = 60  # for one look, on the wall clock
MOST_STREAMS = 32
MOST_PIXELS = 40_000_000
SAMPLES = 5  # frames that are decoded
CELLS = 64  # in which the detail across and down a frame is counted
GRAIN = 6  # differences up to this many levels of 255 are noise, not detail
HEAD = 4096  # bytes that tell the kind of a file
AGAIN = "Export it again as MP4 (H.264) and try once more."
KINDS = "Use an MP4, MOV, WebM, MKV, AVI, MPEG-TS or GIF file."


class Clip(Noun):
    """What a clip says of its picture. `across` and `down` are where its detail lies, seen upright."""

    demuxer: str  # as ffmpeg's -f wants it
    stream: int  # the picture's number among the file's streams
    width: int  # pixels as stored
    height: int
    aspect: float  # width to height as it is meant to be seen, upright
    seconds: float  # from the file's beginning to the end of its picture
    matrix: int  # these four as numbers of ITU-T H.273; 2: not said
    primaries: int
    transfer: int
    full_range: bool
    is_rgb: bool
    interlaced: bool
    across: tuple[float, ...]
    down: tuple[float, ...]


def kind_of(file: Path) -> tuple[str, str]:
    """A clip's demuxer and suffix, told from its first bytes; raises BadInput for anything else."""
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip"}:
        return "mp4", ".mov" if head[8:12] == b"qt  " or head[4:8] != b"ftyp" else ".mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska", ".webm" if b"webm" in head[:64] else ".mkv"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi", ".avi"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif", ".gif"
    for first, step in ((0, 188), (4, 192)):  # the second is what camcorders write
        if len(head) > first + 2 * step and head[first : first + 3 * step : step] == b"GGG":
            return "mpegts", ".ts"
    raise BadInput(f"'{shown(file)}' is not a clip that can be read.", KINDS)


def look(file: Path, start: float = 0.0, seconds: float = math.inf) -> Clip:
    """What a clip is and what it shows between `start` and `seconds` later. Raises BadInput or TooMuch."""
    module, what = "pipelines.machinery.clips", f"The clip '{shown(file)}'"
    found = child.ask(module, file.resolve(), start, seconds, seconds=SECONDS, what=what, again=AGAIN)
    return Clip.model_validate(found)


def _looked(file: Path, start: float, seconds: float) -> Clip:
    demuxer, _ = kind_of(file)
    name = shown(file)
    try:
        with av.open(str(file), format=demuxer, options={"protocol_whitelist": "file"}) as container:
            stream = _picture_in(container, name)
            length = _length(container, stream)
            frames = _sampled(container, stream, start, min(seconds, length - start))
            if not frames:
                raise BadInput(f"The clip '{name}' holds no picture that can be shown.", AGAIN)
            return Clip(demuxer=demuxer, seconds=length, **_said(stream, frames), **detail(frames))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise BadInput(f"The clip '{name}' is damaged or cut short.", AGAIN) from error


def _picture_in(container: av.container.InputContainer, name: str) -> av.VideoStream:
    """The first moving picture that is not a cover."""
    if len(container.streams) > MOST_STREAMS:
        raise BadInput(
            f"The clip '{name}' holds {len(container.streams)} tracks.", "Export it with one picture track."
        )
    cover = av.stream.Disposition.attached_pic
    found = [s for s in container.streams.video if not s.disposition & cover and s.codec_context is not None]
    if not found:
        raise BadInput(f"The clip '{name}' holds no moving picture.", KINDS)
    if found[0].width * found[0].height > MOST_PIXELS:
        raise TooMuch(f"The clip '{name}' is larger than 40 million pixels.", "Export it at 4K or less.")
    found[0].codec_context.thread_count = 1
    return found[0]


def _length(container: av.container.InputContainer, stream: av.VideoStream) -> float:
    """Seconds from the file's beginning to the picture's end; where nothing says it, to its last packet."""
    begins = (container.start_time or 0) / av.time_base
    if stream.duration:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base) - begins
    if container.duration:
        return container.duration / av.time_base
    last = max((p.pts + (p.duration or 0) for p in container.demux(stream) if p.pts is not None), default=0)
    return float(last * stream.time_base) - begins


def _sampled(
    container: av.container.InputContainer, stream: av.VideoStream, start: float, seconds: float
) -> list[av.VideoFrame]:
    """A few frames spread over the stretch; what is damaged is passed over."""
    begins = (container.start_time or 0) / av.time_base
    found = []
    for at in range(SAMPLES):
        wanted = begins + start + seconds * (at + 0.5) / SAMPLES
        try:
            container.seek(max(0, int(wanted / stream.time_base)), stream=stream)
            found.append(next(container.decode(stream)))
        except (av.FFmpegError, StopIteration):
            continue
    return found or _from_the_beginning(container, stream)


def _from_the_beginning(container: av.container.InputContainer, stream: av.VideoStream) -> list[av.VideoFrame]:
    try:
        container.seek(0)
        return [next(container.decode(stream))]
    except (av.FFmpegError, StopIteration):
        return []


def _said(stream: av.VideoStream, frames: list[av.VideoFrame]) -> dict[str, Any]:
    first = frames[0]
    pixel = float(stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio or 1)
    aspect = first.width * pixel / first.height
    return {
        "stream": stream.index,
        "width": first.width,
        "height": first.height,
        "aspect": 1 / aspect if first.rotation % 180 else aspect,
        "matrix": int(first.colorspace),
        "primaries": int(first.color_primaries),
        "transfer": int(first.color_trc),
        "full_range": int(first.color_range) == 2 or first.format.name.startswith("yuvj"),
        "is_rgb": first.format.is_rgb or first.format.has_palette,
        "interlaced": any(frame.interlaced_frame for frame in frames),
    }


def detail(frames: list[av.VideoFrame]) -> dict[str, tuple[float, ...]]:
    """How much the luma changes from pixel to pixel, summed over columns and over rows of cells."""
    energy = np.zeros((CELLS, CELLS))
    for frame in frames:
        grey = frame.reformat(width=4 * CELLS, height=4 * CELLS, format="gray").to_ndarray().astype(np.float32)
        grey = np.rot90(grey, frame.rotation // 90)
        steps = np.abs(np.diff(grey, axis=1, append=grey[:, -1:])) + np.abs(np.diff(grey, axis=0, append=grey[-1:]))
        # The root: one hard edge must not outweigh a face.
        energy += np.sqrt(np.maximum(steps - GRAIN, 0)).reshape(CELLS, 4, CELLS, 4).sum(axis=(1, 3))
    return {"across": tuple(energy.sum(axis=0).tolist()), "down": tuple(energy.sum(axis=1).tolist())}


if __name__ == "__main__":
    child.limit_this_process()
    av.logging.set_level(None)
    wanted = Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    sys.exit(child.tell(lambda: _looked(*wanted).model_dump(mode="json")))
