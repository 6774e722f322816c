"""A user's clip brought into the film's shape, rate, length and colours, by one run of ffmpeg."""

from __future__ import annotations

import errno
import subprocess
import time
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import imageio_ffmpeg
import numpy as np
from PIL import Image

from pipelines.machinery import clips, ffmpeg, video
from pipelines.machinery.clips import Clip
from pipelines.machinery.parallel import Check
from studio.asks import Conform, Poster
from studio.errors import BadInput, TooMuch
from studio.film import Footage, Picture, Size, edited
from studio.roles import Desk

QUALITY = ["-preset", "superfast", "-crf", "10"]  # it is encoded once more: this can hardly be told from the source
BEFORE = 2.0  # s that are read before the start, so that the frame that shows at the start is among them
# Of wall clock that a clip may take; a slow machine does 4K at two frames a second.
SECONDS, SECONDS_A_FRAME = 60, 1.0
LATE = 0.0007  # s
LEAST_SPEED, MOST_SPEED = 0.25, 4.0  # for a clip that is to fill its shot; beyond, it is held or cut
ALIKE = 0.02  # shapes that differ by less are one shape: nobody wants bars of three pixels
ENOUGH = 0.98  # of the most detail that a crop can keep
SMALL = 8  # times smaller is the picture that is blurred to lie behind a clip
BEHIND = 0.55  # of the light of a clip's own blur around it
HDR = {16: "smpte2084", 18: "arib-std-b67"}  # transfers of ITU-T H.273 that need tone mapping
BT2020 = 9  # primaries of ITU-T H.273, and one of its two matrices
MATRICES = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
# White of 203 nits is what a film's paper white has in HDR (ITU-R BT.2408); 1000 nits is what most are graded to.
TONE_MAP = (
    "zscale=transfer=linear:npl=203,format=gbrpf32le,zscale=primaries=bt709,"
    "tonemap=tonemap=mobius:param=0.6:peak=4.93:desat=0,"
    "zscale=transfer=bt709:matrix=bt709:range=limited:dither=ordered"
)


class Place(NamedTuple):
    """How large a clip is made, and where its upper left corner then lies in the film's frame."""

    size: Size
    left: int
    top: int


def conform(ask: Conform, desk: Desk, check: Check) -> Footage:
    """Exactly `ask.frames` frames, near-lossless; where the clip ends or breaks early, its last frame is held.

    Raises BadInput for what cannot be shown, TooMuch for what takes too long.
    """
    source, out = desk.path(ask.clip), desk.scratch(".mp4")
    clip = clips.look(source, ask.start, float(ask.frames / ask.fps) * (ask.speed or MOST_SPEED))
    if ask.start >= clip.seconds:
        raise BadInput(
            f"The clip is {clip.seconds:.1f} seconds long and cannot start at {ask.start:.1f}.",
            "Choose an earlier start.",
        )
    if _needs_zscale(clip) and not _has_zscale():
        raise BadInput("The clip is HDR, which the ffmpeg of this machine cannot convert.", "Export it as SDR.")
    paced = ask if ask.speed else edited(ask, speed=_filling(clip, ask))
    if ffmpeg.FULL in _run(_command(source, out, clip, paced), paced, check):
        raise OSError(errno.ENOSPC, ffmpeg.FULL)
    if not out.is_file() or not out.stat().st_size or video.probe(out).frames != ask.frames:
        raise BadInput("The clip holds no picture that can be shown.", clips.AGAIN)
    return Footage(video=desk.keep(out), frames=ask.frames)


def poster(ask: Poster, desk: Desk, check: Check) -> Picture:
    """The first frame of what `conform` would make of the clip, as PNG."""
    one = Conform(clip=ask.clip, fit=ask.fit, start=ask.start, frames=1, fps=Fraction(24), size=ask.size)
    frame = next(video.frames_of(desk.path(conform(one, desk, check).video)))
    file = desk.scratch(".png")
    Image.fromarray(frame).save(file)
    return Picture(image=desk.keep(file))


def _filling(clip: Clip, ask: Conform) -> float:
    """The speed at which the rest of the clip fills the frames, as far as it can still be looked at."""
    rest = (clip.seconds - ask.start) / float(ask.frames / ask.fps)
    return min(max(rest, LEAST_SPEED), MOST_SPEED)


def _run(command: list[str], ask: Conform, check: Check) -> str:
    """Run ffmpeg to its end and return what it complained of; stop it when nobody waits or it takes too long."""
    until = time.monotonic() + SECONDS + SECONDS_A_FRAME * ask.frames
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        while True:
            try:
                return child.communicate(timeout=0.5)[1].decode("utf-8", "replace")
            except subprocess.TimeoutExpired:
                check()
                if time.monotonic() > until:
                    raise TooMuch("The clip takes too long to read.", "Export it smaller, as MP4 (H.264).") from None
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def _command(source: Path, out: Path, clip: Clip, ask: Conform) -> list[str]:
    skipped = max(0.0, ask.start - BEFORE)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    command += ["-protocol_whitelist", "file,pipe", "-max_pixels", str(clips.MOST_PIXELS), "-ss", f"{skipped:.6f}"]
    command += ["-f", clip.demuxer, "-i", f"file:{source}", "-map", f"0:{clip.stream}", "-an", "-sn", "-dn"]
    command += ["-vf", _graph(clip, ask, ask.start - skipped), "-frames:v", str(ask.frames), "-map_metadata", "-1"]
    return [*command, *video.x264(out, ask.fps, QUALITY)]


def _graph(clip: Clip, ask: Conform, first: float) -> str:
    """The filters from decoder to encoder. Nothing of the user's is in them but numbers."""
    place = placed(clip, ask)
    timing = [
        *(["bwdif=mode=send_field:deint=interlaced"] if clip.interlaced else []),
        # By timestamp, so that any rate, even or not, keeps its pace: what shows at an instant is the latest
        # frame of before. It may be a little late, as it is where timestamps are whole milliseconds.
        "settb=1/1000000",
        f"setpts=(PTS-{first:.6f}/TB)/{ask.speed:.6f}-{LATE}/TB",
        f"fps=fps={ask.fps}:start_time=0:round=up",
    ]
    shape = [*_coloured(clip, place.size), "setsar=1", video.BT709]
    held = ["tpad=stop=-1:stop_mode=clone"]
    return ",".join([*timing, *shape, *_composed(place, ask), *held])


def placed(clip: Clip, ask: Conform) -> Place:
    """Where the whole clip lies: inside the frame, or over its edges where it fills it."""
    size, shape = ask.size, ask.size.width / ask.size.height
    if abs(clip.aspect / shape - 1) < ALIKE:
        return Place(size, 0, 0)
    fills = ask.fit == "fill"
    if (clip.aspect > shape) == fills:
        made = Size(width=_even(size.height * clip.aspect), height=size.height)
    else:
        made = Size(width=size.width, height=_even(size.width / clip.aspect))
    if not fills:
        return Place(made, _even((size.width - made.width) / 2, 0), _even((size.height - made.height) / 2, 0))
    left = _even((made.width - size.width) * share_before(clip.across, size.width / made.width), 0)
    top = _even((made.height - size.height) * share_before(clip.down, size.height / made.height), 0)
    return Place(made, -left, -top)


def _even(value: float, least: int = 2) -> int:
    return max(least, 2 * round(value / 2))


def share_before(detail: Sequence[float], kept: float) -> float:
    """Of what is cut off, the share that lies before the part that is kept: where most detail is, 0 to 1.

    `kept` is the part's share of the whole. Where the part may move and still keep nearly all of that
    detail, it stands in the middle of its way; between places alike, the one nearer to the middle is taken.
    """
    total, cells = np.concatenate([[0.0], np.cumsum(detail)]), np.arange(len(detail) + 1)
    shares = np.linspace(0, 1, 129)
    begins = shares * (1 - kept) * len(detail)
    inside = np.interp(begins + kept * len(detail), cells, total) - np.interp(begins, cells, total)
    best = first = last = int(np.argmax((inside + 1e-9) * (1 - 0.1 * np.abs(2 * shares - 1))))
    while first > 0 and inside[first - 1] >= ENOUGH * inside[best]:
        first -= 1
    while last < len(shares) - 1 and inside[last + 1] >= ENOUGH * inside[best]:
        last += 1
    return float((shares[first] + shares[last]) / 2)


def _coloured(clip: Clip, size: Size) -> list[str]:
    """To BT.709, limited range, 8 bits, and to the size that the clip is shown at."""
    if _needs_zscale(clip):
        return [*_from_bt2020(clip, size), "format=yuv420p"]
    source = "" if clip.is_rgb else f"in_color_matrix={_matrix(clip)}:in_range={'pc' if clip.full_range else 'tv'}:"
    goal = "out_range=tv:out_color_matrix=bt709:flags=bicubic+accurate_rnd+full_chroma_int"
    return [f"scale={size.width}:{size.height}:{source}{goal}", "format=yuv420p"]


def _from_bt2020(clip: Clip, size: Size) -> list[str]:
    """Wide colours, and HDR, made smaller first: tone mapping works in floating point, on every pixel."""
    transfer = HDR.get(clip.transfer)
    levels = "pc" if clip.full_range else "tv"
    return [
        f"setparams=range={levels}:colorspace=bt2020nc:color_primaries=bt2020:color_trc={transfer or 'bt709'}",
        f"zscale=width={size.width}:height={size.height}:filter=bicubic",
        TONE_MAP if transfer else "zscale=matrix=bt709:primaries=bt709:transfer=bt709:range=limited",
    ]


def _matrix(clip: Clip) -> str:
    """The clip's own, or what its size says where it says nothing: 576 lines and fewer are SD's BT.601."""
    return MATRICES.get(clip.matrix, "bt601" if min(clip.width, clip.height) <= 576 else "bt709")


def _needs_zscale(clip: Clip) -> bool:
    return not clip.is_rgb and (clip.transfer in HDR or clip.primaries == BT2020)


@lru_cache
def _has_zscale() -> bool:
    found = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-filters"], capture_output=True, timeout=20, check=False
    )
    return b" zscale " in found.stdout and b" tonemap " in found.stdout


def _composed(place: Place, ask: Conform) -> list[str]:
    """Cut to the frame, or laid on black or on its own blur."""
    width, height = ask.size.width, ask.size.height
    if place.size == ask.size:
        return []
    if ask.fit == "fill":
        return [f"crop={width}:{height}:{-place.left}:{-place.top}:exact=1"]
    if ask.fit == "fit":
        return [f"pad={width}:{height}:{place.left}:{place.top}:color=black"]
    return [_on_its_blur(place, ask.size)]


def _on_its_blur(place: Place, size: Size) -> str:
    """The clip over itself, grown to the frame, blurred far beyond any detail and darkened."""
    across, down = _even(size.width / SMALL), _even(size.height / SMALL)
    grown = max(across / place.size.width, down / place.size.height)
    width, height = max(across, _even(place.size.width * grown)), max(down, _even(place.size.height * grown))
    behind = [
        f"scale={width}:{height}:flags=area",
        f"crop={across}:{down}",
        f"gblur=sigma={across / 40 + 3:.2f}:steps=3",
        f"lutyuv=y=16+(val-16)*{BEHIND}:u=128+(val-128)*{BEHIND}:v=128+(val-128)*{BEHIND}",
        f"scale={size.width}:{size.height}:flags=bicubic",
    ]
    laid = f"overlay={place.left}:{place.top}:format=yuv420"
    return f"split[clip][copy];[copy]{','.join(behind)}[behind];[behind][clip]{laid}"
