"""Finds the machine's own H.264 encoder: the first that really encodes, tried in a child process of its own.

`python -m pipelines.machinery.hardware NAME` is the child: 0 when that encoder works through PyAV. A driver
that crashes or hangs ends the child and nothing else.
"""

from __future__ import annotations

import io
import subprocess
import sys
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

NAMES = ("h264_nvenc", "h264_qsv", "h264_videotoolbox", "h264_amf", "h264_vaapi")
# Where each can be at all: by system, one of these files; none: the system alone tells nothing against it.
PLACES: dict[str, dict[str, tuple[str, ...]]] = {
    "h264_nvenc": {"linux": ("/dev/nvidiactl", "/dev/dxg"), "win32": ()},
    "h264_qsv": {"linux": ("/dev/dri",), "win32": ()},
    "h264_videotoolbox": {"darwin": ()},
    "h264_amf": {"linux": ("/dev/dri",), "win32": ()},
    "h264_vaapi": {"linux": ("/dev/dri",)},
}
NV12 = ("h264_qsv", "h264_vaapi")  # these take no yuv420p
WIDTH, HEIGHT, FRAMES = 640, 360, 10  # of the trial; some encoders refuse smaller pictures
SECONDS = 5  # for one trial; a sound driver answers within two, and the page waits for it


def why_not() -> str:
    """Why nothing can be encoded in hardware here, in one sentence; empty when it can."""
    return "" if encoder() else "No H.264 encoder in this machine's hardware works."


def encoder(names: tuple[str, ...] = ()) -> str | None:
    """The first of `names`, by default NAMES, that encodes on this machine. Tried once in a process' life."""
    return _first_working(names or NAMES)


@lru_cache
def _first_working(names: tuple[str, ...]) -> str | None:
    return next((name for name in names if _may_be_here(name) and _works(name)), None)


def _may_be_here(name: str) -> bool:
    """Whether a trial is worth its time. Unknown names are always tried."""
    places = PLACES.get(name, {sys.platform: ()})
    files = places.get(sys.platform)
    return files is not None and (not files or any(Path(file).exists() for file in files))


def _works(name: str) -> bool:
    command = [sys.executable, "-m", "pipelines.machinery.hardware", name]
    house, nowhere = Path(__file__).resolve().parents[2], subprocess.DEVNULL
    try:
        child = subprocess.run(
            command, cwd=house, stdin=nowhere, stdout=nowhere, stderr=nowhere, timeout=SECONDS, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return child.returncode == 0


def pixels(name: str) -> str:
    """The layout of 8-bit 4:2:0 frames that this encoder takes."""
    return "nv12" if name in NV12 else "yuv420p"


def options(name: str, crf: int) -> dict[str, str]:
    """An encoder's options for about the quality of x264's `crf`, so that its segments join by copying.

    No frame is encoded out of order, every keyframe is an IDR frame and every group of pictures closed: a segment
    needs nothing of its neighbours. Each encoder's scale is its own and from 0 to 51 as x264's, except Apple's,
    which is from 0 to 100, best. The names are ffmpeg's: https://ffmpeg.org/ffmpeg-codecs.html
    """
    quality: dict[str, dict[str, str]] = {
        "h264_nvenc": {"preset": "p5", "rc": "vbr", "cq": str(crf + 2), "b": "0", "forced-idr": "1"},
        "h264_qsv": {"preset": "medium", "global_quality": str(crf + 2), "forced_idr": "1"},
        # Constant quality is asked for by a flag, in units of 118 (FF_QP2LAMBDA).
        "h264_videotoolbox": {"global_quality": str(118 * max(1, 100 - 2 * crf)), "allow_sw": "0"},
        "h264_amf": {"quality": "quality", "rc": "cqp", "qp_i": str(crf), "qp_p": str(crf), "forced_idr": "1"},
        "h264_vaapi": {"rc_mode": "CQP", "qp": str(crf)},
    }
    flags = "+cgop+bitexact+qscale" if name == "h264_videotoolbox" else "+cgop+bitexact"
    return {**quality.get(name, {"crf": str(crf)}), "profile": "high", "bf": "0", "flags": flags}


def trial(name: str) -> bool:
    """Whether this encoder makes frames that an ordinary decoder reads back, each lighter than the one before."""
    import av  # noqa: PLC0415 - in the child alone: the studio's start waits for nothing
    import numpy as np  # noqa: PLC0415

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        stream = out.add_stream(name, rate=24, options=options(name, 20))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixels(name)
        for number in range(FRAMES):
            planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
            planes[:HEIGHT] = 30 + 20 * number
            out.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p").reformat(format=pixels(name))))
        out.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as back:
        read = [frame.to_ndarray(format="gray").mean() for frame in back.decode(video=0)]
    return len(read) == FRAMES and all(after > before + 5 for before, after in pairwise(read))


if __name__ == "__main__":
    sys.exit(0 if trial(sys.argv[1]) else 1)
