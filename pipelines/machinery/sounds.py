"""Takes in a user's music as a plain 48 kHz stereo FLAC, decoded in a limited child process.

`python -m pipelines.machinery.sounds FILE OUT` is the child.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import soundfile

from pipelines.machinery import child
from pipelines.machinery.intake import check_file, shown, whole_or_gone
from studio.errors import BadInput, TooMuch
from studio.film import SAMPLE_RATE

MOST_BYTES = 2_000_000_000
LONGEST, SHORTEST = 30 * 60, 1.0  # seconds
MOST_STREAMS = 32
RATES = range(4_000, 768_001)  # Hz
MOST_CHANNELS = 32
SILENT = 10 ** (-60 / 20)
SECONDS = 180  # on the wall clock; for half an hour of music
MOST_WRITTEN = 700_000_000  # bytes; half an hour that does not compress at all is half of that
# The kinds of file that are opened at all: none of them names another file.
KINDS = "mp3,mov,mp4,m4a,wav,w64,flac,ogg,aac,aiff,caf,matroska,webm,avi,mpegts,asf"
USABLE = "Use an MP3, M4A, WAV, FLAC, Ogg, Opus or video file."
AGAIN = "Export it again as WAV or MP3 and try once more."


def take_in(file: Path, scratch: Path) -> None:
    """Write the sound in `file`, a video's included, to `scratch` as a 48 kHz stereo FLAC of 16 bits.

    Raises BadInput, or TooMuch, and then leaves nothing at `scratch`.
    """
    check_file(file, "sound", MOST_BYTES)
    module, what = "pipelines.machinery.sounds", f"The sound '{shown(file)}'"
    with whole_or_gone(scratch):
        child.ask(module, file.resolve(), scratch.resolve(), seconds=SECONDS, what=what, again=AGAIN)


def _convert(file: Path, out: Path) -> None:
    name, options = shown(file), {"protocol_whitelist": "file", "format_whitelist": KINDS}
    frames, highest = 0, 0.0
    try:
        with av.open(f"file:{file}", options=options) as container:
            stream = _sound_in(container, name)
            with soundfile.SoundFile(out, "w", SAMPLE_RATE, 2, subtype="PCM_16", format="FLAC") as written:
                for block in _blocks(container, stream):
                    frames += len(block)
                    if frames > LONGEST * SAMPLE_RATE:
                        raise _too_long(name)
                    highest = max(highest, float(np.abs(block).max(initial=0.0)))
                    written.write(np.clip(block, -1.0, 1.0))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise BadInput(f"The sound '{name}' cannot be read.", USABLE) from error
    if not frames:
        raise BadInput(f"The sound '{name}' is damaged or cut short.", AGAIN)
    if frames < SHORTEST * SAMPLE_RATE:
        raise BadInput(f"The sound '{name}' is shorter than a second.", "Choose a longer piece of music.")
    if highest < SILENT:
        raise BadInput(f"The sound '{name}' is silent all through.", "Choose another file.")


def _sound_in(container: av.container.InputContainer, name: str) -> av.AudioStream:
    """The first stream of sound, when it is one that can be played."""
    if len(container.streams) > MOST_STREAMS:
        raise BadInput(
            f"The sound '{name}' holds {len(container.streams)} tracks.", "Export it with one track of sound."
        )
    if not container.streams.audio:
        raise BadInput(f"There is no sound in '{name}'.", USABLE)
    stream = container.streams.audio[0]
    if stream.codec_context is None:
        raise BadInput(f"The sound '{name}' is of a kind that cannot be played.", USABLE)
    if stream.rate not in RATES or not 0 < stream.channels <= MOST_CHANNELS:
        raise BadInput(f"The sound '{name}' is stored in an unusual way.", "Export it as stereo at 44.1 or 48 kHz.")
    if stream.duration and stream.time_base and stream.duration * stream.time_base > LONGEST + 1:
        raise _too_long(name)
    stream.codec_context.thread_count = 1
    return stream


def _too_long(name: str) -> TooMuch:
    return TooMuch(f"The sound '{name}' is longer than half an hour.", "Cut out the part that you need.")


def _blocks(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[np.ndarray]:
    """What can be decoded, as frames x 2 at 48 kHz; damaged packets are passed over, as players do."""
    resampler, shape = None, None
    for frame in _decoded(container, stream):
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or shape != now:
            if resampler is not None:
                yield from _resampled(resampler, None)
            resampler, shape = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE), now
        frame.pts = None
        yield from _resampled(resampler, frame)
    if resampler is not None:
        yield from _resampled(resampler, None)


def _resampled(resampler: av.AudioResampler, frame: av.AudioFrame | None) -> Iterator[np.ndarray]:
    """A frame, or None for what is still inside; what is not a number becomes silence."""
    return (np.nan_to_num(part.to_ndarray().T) for part in resampler.resample(frame))


def _decoded(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    packets = container.demux(stream)
    while True:
        try:
            frames = next(packets).decode()
        except StopIteration:
            return
        except av.error.InvalidDataError:
            continue
        yield from (frame for frame in frames if frame.sample_rate in RATES)


if __name__ == "__main__":
    child.limit_this_process(SECONDS, MOST_WRITTEN)
    av.logging.set_level(None)
    sys.exit(child.tell(lambda: _convert(Path(sys.argv[1]), Path(sys.argv[2]))))
