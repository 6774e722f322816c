"""Moving picture in and out: frames to H.264 through ffmpeg, and back through PyAV, always BT.709."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

import av
import imageio_ffmpeg
import numpy as np

from pipelines.machinery import ffmpeg
from studio.errors import EngineFailed
from studio.film import Size

Frame = np.ndarray  # uint8; RGB: height x width x 3; I420: 3/2 height x width, the planes one under another
Layout = Literal["rgb24", "yuv420p"]

TO_LIMITED = "scale=in_range=pc:out_range=tv:out_color_matrix=bt709:flags=bicubic+accurate_rnd+full_chroma_int"
BT709 = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
TAGS = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
ACCURATE = 4 | 0x2000 | 0x40000  # libswscale's SWS_BICUBIC, SWS_FULL_CHR_H_INT, SWS_ACCURATE_RND
UNSAID = 2  # libavutil's AVCOL_SPC_UNSPECIFIED


class Encoder:
    """Writes frames into an H.264 MP4: High, yuv420p, BT.709 limited range, constant rate, no sound.

    Frames are RGB (full range) or I420 (already BT.709 limited range); the first one decides
    which. A program of its own encodes, so a crash in it is an EngineFailed and not the end of
    the studio. Leaving the block by an exception stops that program and removes the file.
    """

    def __init__(self, path: Path, size: Size, fps: Fraction, *, crf: int = 18, preset: str = "veryfast") -> None:
        """`size` is even. `crf` is x264's: 12 can hardly be told from the source, 18-20 is for delivery."""
        self.path, self.size, self.fps = path, size, fps
        self._quality = ["-preset", preset, "-crf", str(crf)]
        self._child: _Ffmpeg | None = None
        self._shape: tuple[int, ...] = ()

    def write(self, frame: Frame) -> None:
        """Append one frame. Raises EngineFailed, or OSError(ENOSPC) when the disk is full."""
        if self._child is None:
            width, height = self.size.width, self.size.height
            self._shape = (height, width, 3) if frame.ndim == 3 else (height * 3 // 2, width)
            self._child = _Ffmpeg(self._command("rgb24" if frame.ndim == 3 else "yuv420p"))
        if frame.shape != self._shape or frame.dtype != np.uint8:
            raise ValueError(f"a frame of {frame.dtype} {frame.shape} where uint8 {self._shape} was due")
        self._child.feed(np.ascontiguousarray(frame).data)

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        done = False
        try:
            if kind is None:
                if self._child is None:
                    raise ValueError("no frame was written")
                self._child.finish()
                done = True
        finally:
            if self._child:
                self._child.stop()
            if not done and self.path.is_file():  # never a device such as /dev/null
                self.path.unlink()

    def _command(self, layout: Layout) -> list[str]:
        convert = f"{TO_LIMITED},format=yuv420p,{BT709}" if layout == "rgb24" else BT709
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y"]
        command += ["-f", "rawvideo", "-pix_fmt", layout, "-video_size", str(self.size), "-framerate", str(self.fps)]
        return [*command, "-i", "pipe:0", "-vf", convert, "-an", *x264(self.path, self.fps, self._quality)]


def x264(path: Path, fps: Fraction, quality: Sequence[str]) -> list[str]:
    """ffmpeg's arguments for clips and segments: H.264 High, yuv420p, BT.709, constant rate, bytes that repeat."""
    options = ["-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", *quality, *TAGS]
    # x264's bytes depend on its number of threads, and a film should not depend on the machine.
    options += ["-g", str(max(1, round(2 * fps))), "-threads", "2", "-r", str(fps), "-fps_mode", "cfr"]
    return [*options, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4", f"file:{path}"]


class _Ffmpeg:
    """One run of ffmpeg that is fed through its standard input."""

    def __init__(self, command: list[str]) -> None:
        # A session of its own: Ctrl-C is for us to answer, the encoder then simply ends with its input.
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, start_new_session=True
        )
        self._complaints: list[str] = []
        # Read while it works: a full pipe of complaints would stop it for good.
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def feed(self, data: memoryview) -> None:
        try:
            self._process.stdin.write(data)
        except OSError:
            self._fail()

    def finish(self) -> None:
        try:
            self._process.stdin.close()
        except OSError:
            self._fail()
        if self._process.wait():
            self._fail()

    def stop(self) -> None:
        """End it, however far it is, and leave no process behind."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._listener.join()
        self._process.stderr.close()

    def _listen(self) -> None:
        for line in self._process.stderr:
            if text := line.decode("utf-8", "replace").strip():
                self._complaints.append(text)

    def _fail(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)  # it has closed its input: let it say why
        self.stop()
        raise ffmpeg.failure("\n".join(self._complaints), "Try again.")


class Facts(NamedTuple):
    """What a video file says of its picture."""

    frames: int
    size: Size
    fps: Fraction


def probe(path: Path) -> Facts:
    """Frames, size and rate of an MP4's picture. Raises EngineFailed when it cannot be read."""
    with _opened(path) as container:
        stream = container.streams.video[0]
        size = Size(width=stream.width, height=stream.height)
        return Facts(stream.frames, size, Fraction(stream.average_rate or stream.guessed_rate))


def frames_of(path: Path, first: int = 0, layout: Layout = "rgb24") -> Iterator[Frame]:
    """Every frame from frame `first` on, as RGB (full range) or I420 (BT.709, limited range).

    For files of constant rate. Raises EngineFailed when the file cannot be read to its end.
    """
    with _opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        rate = stream.average_rate or stream.guessed_rate
        start = stream.start_time or 0
        try:
            if first:
                container.seek(start + int(first / rate / stream.time_base), stream=stream)
            for frame in container.decode(stream):
                if round((frame.pts - start) * stream.time_base * rate) >= first:
                    yield _pixels(frame, layout)
        except av.FFmpegError as error:
            raise _unreadable(path, error) from error


def to_rgb(frame: Frame) -> Frame:
    """An I420 frame (BT.709, limited range) as RGB."""
    picture = av.VideoFrame.from_ndarray(frame, format="yuv420p")
    picture.color_range = picture.colorspace = 1
    return _pixels(picture, "rgb24")


def _pixels(frame: av.VideoFrame, layout: Layout) -> Frame:
    if layout == frame.format.name:
        return frame.to_ndarray()
    return frame.reformat(
        format=layout,
        interpolation=ACCURATE,
        src_colorspace="ITU709" if frame.colorspace == UNSAID else frame.colorspace,
        dst_colorspace="ITU709",
        dst_color_range="JPEG" if layout == "rgb24" else "MPEG",
    ).to_ndarray()


def _opened(path: Path) -> av.container.InputContainer:
    try:
        container = av.open(str(path), format="mp4", options={"protocol_whitelist": "file"})
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(path, error) from error
    if not container.streams.video:
        container.close()
        raise EngineFailed(f"The file {path.name} holds no moving picture.", "Make it again.")
    return container


def _unreadable(path: Path, error: OSError | av.FFmpegError) -> EngineFailed:
    return EngineFailed(f"The video {path.name} cannot be read: {error.strerror}.", "Make it again.")
