"""Moving picture in and out: frames to H.264 and back, through PyAV, always BT.709."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

import av
import cv2
import numpy as np

from pipelines.machinery import ffmpeg
from pipelines.machinery.hardware import options, pixels
from studio.errors import EngineFailed
from studio.film import Size

Frame = np.ndarray  # uint8; RGB: height x width x 3; I420: 3/2 height x width, the planes one under another
Layout = Literal["rgb24", "yuv420p"]

BT709 = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
TAGS = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
ACCURATE = 4 | 0x2000 | 0x40000  # libswscale's SWS_BICUBIC, SWS_FULL_CHR_H_INT, SWS_ACCURATE_RND
UNSAID, BT709_CODE = 2, 1  # of ITU-T H.273, for matrix, primaries and transfer; 1 is limited range, too
# x264's bytes depend on how many threads it has, and a film should not depend on the machine. One is the
# cheapest: what is encoded at once is many segments.
THREADS = 1
AVX_512F = 13  # OpenCV's number for this feature of a processor
# x264's AVX-512 code for its macroblock tree reads memory that nobody wrote, where a picture is not a whole number
# of 16 macroblocks wide: the same frames then give other bytes. With AVX2 it is no slower, and repeats.
SAFE = {"x264-params": "asm=AVX2"} if cv2.checkHardwareSupport(AVX_512F) else {}
HIGH = {"profile": "high", "flags": "+bitexact", **SAFE}
BITEXACT = {"fflags": "+bitexact"}


class Encoder:
    """Writes frames into an H.264 MP4: High, yuv420p, BT.709 limited range, constant rate, no sound.

    Frames are RGB (full range) or I420 (already BT.709 limited range). From x264 the same
    frames give the same bytes. Leaving the block by an exception removes the file.
    """

    def __init__(
        self, path: Path, size: Size, fps: Fraction, *, crf: int = 18, preset: str = "veryfast", hardware: str = ""
    ) -> None:
        """`size` is even. `crf` is x264's: 12 can hardly be told from the source, 18-20 is for delivery.

        `hardware` names one of hardware.NAMES, which then takes x264's place. Raises EngineFailed where the
        file cannot be written.
        """
        self.path, self.size, self.fps = path, size, fps
        self._layout = pixels(hardware) if hardware else "yuv420p"
        self._frames = 0
        with self._failing():
            self._out = av.open(str(path), "w", format="mp4", container_options=BITEXACT)
        ours = options(hardware, crf) if hardware else {"preset": preset, "crf": str(crf), **HIGH}
        self._stream = self._out.add_stream(hardware or "libx264", rate=fps, options=ours)
        codec = self._stream.codec_context
        codec.width, codec.height, codec.pix_fmt, codec.time_base = size.width, size.height, self._layout, 1 / fps
        codec.color_range = codec.colorspace = codec.color_primaries = codec.color_trc = BT709_CODE
        codec.gop_size, codec.thread_count = gop(fps), THREADS

    def write(self, frame: Frame) -> None:
        """Append one frame. Raises EngineFailed, or OSError(ENOSPC) when the disk is full."""
        width, height = self.size.width, self.size.height
        if frame.dtype != np.uint8 or frame.shape not in ((height, width, 3), (height * 3 // 2, width)):
            raise ValueError(f"a frame of {frame.dtype} {frame.shape} where uint8 of {self.size} was due")
        if frame.ndim == 3:
            picture = av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(
                format="yuv420p", interpolation=ACCURATE, dst_colorspace="ITU709", dst_color_range="MPEG"
            )
        elif height % 4:  # PyAV takes the height of what it does not copy for the next lower multiple of four
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="yuv420p")
        else:  # not copied: x264 takes what it needs before `encode` returns
            picture = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(frame), format="yuv420p")
        if self._layout != "yuv420p":
            picture = picture.reformat(format=self._layout)
        picture.pts, picture.time_base = self._frames, 1 / self.fps
        self._frames += 1
        with self._failing():
            self._out.mux(self._stream.encode(picture))

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        done = False
        try:
            if kind is None:
                if not self._frames:
                    raise ValueError("no frame was written")
                with self._failing():
                    self._out.mux(self._stream.encode(None))
                    self._out.close()
                done = True
        finally:
            if not done:
                with contextlib.suppress(av.FFmpegError):
                    self._out.close()
                if self.path.is_file():  # never a device such as /dev/null
                    self.path.unlink()

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except av.FFmpegError as error:
            if error.errno == errno.ENOSPC:
                raise OSError(errno.ENOSPC, ffmpeg.FULL) from error
            raise EngineFailed(f"The video encoder stopped: {error.strerror}.", "Try again.") from error


def gop(fps: Fraction) -> int:
    """The most frames from one keyframe to the next: two seconds, so that seeking is quick."""
    return max(1, round(2 * fps))


def x264(path: Path, fps: Fraction, quality: Sequence[str]) -> list[str]:
    """ffmpeg's arguments for a conformed clip: H.264 High, yuv420p, BT.709, constant rate, bytes that repeat."""
    options = ["-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", *quality, *TAGS]
    options += [part for name, value in SAFE.items() for part in (f"-{name}", value)]
    options += ["-g", str(gop(fps)), "-threads", "2", "-r", str(fps), "-fps_mode", "cfr"]
    return [*options, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4", f"file:{path}"]


class Facts(NamedTuple):
    """What a video file says of its picture."""

    frames: int
    size: Size
    fps: Fraction


def probe(path: Path) -> Facts:
    """Frames, size and rate of an MP4's picture. Raises EngineFailed when it cannot be read."""
    with opened(path) as container:
        stream = container.streams.video[0]
        size = Size(width=stream.width, height=stream.height)
        return Facts(stream.frames, size, Fraction(stream.average_rate or stream.guessed_rate))


def frames_of(path: Path, first: int = 0, layout: Layout = "rgb24", size: Size | None = None) -> Iterator[Frame]:
    """Every frame from frame `first` on, as RGB (full range) or I420 (BT.709, limited range).

    In the file's own size, or scaled to another. For files of constant rate. Raises EngineFailed when the
    file cannot be read to its end.
    """
    with opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        rate = stream.average_rate or stream.guessed_rate
        start = stream.start_time or 0
        try:
            if first:
                container.seek(start + int(first / rate / stream.time_base), stream=stream)
            for frame in container.decode(stream):
                if round((frame.pts - start) * stream.time_base * rate) >= first:
                    yield _pixels(frame, layout, size)
        except av.FFmpegError as error:
            raise _unreadable(path, error) from error


def to_rgb(frame: Frame) -> Frame:
    """An I420 frame (BT.709, limited range) as RGB."""
    picture = av.VideoFrame.from_ndarray(frame, format="yuv420p")
    picture.color_range = picture.colorspace = BT709_CODE
    return _pixels(picture, "rgb24", None)


def _pixels(frame: av.VideoFrame, layout: Layout, size: Size | None) -> Frame:
    width, height = (size.width, size.height) if size else (frame.width, frame.height)
    if (layout, width, height) == (frame.format.name, frame.width, frame.height):
        return frame.to_ndarray()
    return frame.reformat(
        width,
        height,
        format=layout,
        interpolation=ACCURATE,
        src_colorspace="ITU709" if frame.colorspace == UNSAID else frame.colorspace,
        dst_colorspace="ITU709",
        dst_color_range="JPEG" if layout == "rgb24" else "MPEG",
    ).to_ndarray()


def opened(path: Path, decoding: bool = True) -> av.container.InputContainer:
    """An MP4 with a picture, opened for reading. Raises EngineFailed when it cannot be read.

    Where only packets are wanted no decoder is started to look at the first picture: that is nearly all
    the time of opening.
    """
    options = {"protocol_whitelist": "file"} | ({} if decoding else {"codec_whitelist": "none"})
    try:
        container = av.open(str(path), format="mp4", options=options)
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(path, error) from error
    if not container.streams.video:
        container.close()
        raise EngineFailed(f"The file {path.name} holds no moving picture.", "Make it again.")
    return container


def _unreadable(path: Path, error: OSError | av.FFmpegError) -> EngineFailed:
    return EngineFailed(f"The video {path.name} cannot be read: {error.strerror}.", "Make it again.")
