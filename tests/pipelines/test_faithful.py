"""What comes out is what went in: the cut that one bare ffmpeg filter graph makes, true colours, smooth gradients."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image

from pipelines.editors.embedded import CuttingRoom
from pipelines.machinery import video
from studio import timing
from studio.asks import Encode, Join, Segment, Take
from studio.crew import WorkDesk
from studio.film import SAMPLE_RATE, Box, Footage, Size, Still

FPS = Fraction(24)
SIZE, SMALL = Size(width=640, height=360), Size(width=320, height=180)
WHOLE = Box(left=0, top=0, width=1, height=1)
FADE, CLIP = 12, 36  # frames
X264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"]
BT709 = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
EXACT = "flags=bicubic+accurate_rnd+full_chroma_int"
TO_RGB = f"scale=in_color_matrix=bt709:in_range=tv:out_range=pc:{EXACT},format=rgb24"
# White, yellow, cyan, green, magenta, red and blue at 75 % of R'G'B', as in SMPTE RP 219 and EBU Tech 3325.
BARS = np.array([[r, g, b] for g in (191, 0) for r in (191, 0) for b in (191, 0)][:7], np.uint8)


def ffmpeg(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([get_ffmpeg_exe(), "-y", *map(str, arguments)], check=True, capture_output=True)


def film_of(takes: Sequence[tuple[Sequence[Take], int]], size: Size, desk: WorkDesk) -> Path:
    """These takes, each for so many frames, two of them as a dissolve, as a finished film."""
    room = CuttingRoom()
    fields = {"size": size, "fps": FPS}
    asks = [
        Segment(takes=tuple(some), frames=frames, how="dissolve" if len(some) > 1 else "cut", **fields)
        for some, frames in takes
    ]
    silence = desk.scratch(".wav")
    samples = timing.samples_at(sum(frames for _, frames in takes), FPS)
    soundfile.write(silence, np.zeros((samples, 2)), SAMPLE_RATE)
    (encoded,) = room.encode([Encode(sound=desk.keep(silence))], desk)
    ask = {"sound": encoded, "captions": (), "title": ""}
    film = next(iter(room.join([Join(segments=tuple(room.segment(asks, desk)), **ask, **fields)], desk)))
    return desk.path(film.video)


@pytest.mark.parametrize("how", ["cut", "dissolve"])
def test_a_cut_and_a_crossfade_are_those_of_a_filter_graph(how: str, desk: WorkDesk, tmp_path: Path) -> None:
    one, two = (waves(slope, desk) for slope in (1, -1))
    begins = CLIP - FADE
    middle = ([Take(footage=one, first=begins), Take(footage=two, first=1)], FADE)
    # Of the second shot frame 1 is the first that is mixed: the filter's own first frame shows nothing of it yet.
    after = 1 + FADE if how == "dissolve" else 0
    shots = [([Take(footage=one, first=0)], begins), middle, ([Take(footage=two, first=after)], CLIP - after)]
    ours = film_of(shots if how == "dissolve" else [shots[0], shots[2]], SMALL, desk)
    fade = f"xfade=transition=fade:duration={(FADE + 1) / 24}:offset={(begins - 1) / 24}"
    cut = f"trim=end_frame={begins}[a1];[a1][b]concat"
    graph = f"[0:v]settb=1/24[a];[1:v]settb=1/24[b];[a]{'[b]' + fade if how == 'dissolve' else cut},format=yuv420p"
    theirs = tmp_path / "theirs.mp4"
    sources = ["-i", desk.path(one.video), "-i", desk.path(two.video)]
    ffmpeg(*sources, "-filter_complex", graph, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", theirs)
    told = ffmpeg("-i", ours, "-i", theirs, "-lavfi", "ssim=stats_file=-", "-f", "null", "-").stdout.decode()
    likeness = [float(found) for found in re.findall(r"All:([\d.]+)", told)]
    assert len(likeness) == begins + CLIP - (1 if how == "dissolve" else 0)
    assert np.mean(likeness) >= 0.99
    assert min(likeness) >= 0.98


def waves(slope: int, desk: WorkDesk) -> Footage:
    """Waves of colour that run fast: a frame that comes too early or too late is far from its neighbour."""
    down, across = np.mgrid[: SMALL.height, : SMALL.width]
    file = desk.scratch(".mp4")
    with video.Encoder(file, SMALL, FPS, crf=4) as encoder:
        for number in range(CLIP):
            angle = (across + slope * down) / 12 + number / 2
            colours = [128 + 70 * np.sin(angle + turn) for turn in (0, 0.8 * slope, 1.6)]
            encoder.write(np.stack(colours, axis=-1).astype(np.uint8))
    return Footage(video=desk.keep(file), frames=CLIP)


def still(picture: np.ndarray, desk: WorkDesk) -> Still:
    file = desk.scratch(".png")
    Image.fromarray(picture).save(file)
    return Still(image=desk.keep(file), start=WHOLE, end=WHOLE, frames=24)


def clip(picture: np.ndarray, desk: WorkDesk) -> Footage:
    """The same as a clip of a camera that loses nothing which 8-bit Y'CbCr can hold."""
    return Footage(video=desk.keep(encoded(picture, desk, "-preset", "veryfast", "-qp", "1")), frames=24)


def encoded(picture: np.ndarray, desk: WorkDesk, *how: str) -> Path:
    """A picture for a second by ffmpeg alone."""
    png, out = desk.scratch(".png"), desk.scratch(".mp4")
    Image.fromarray(picture).save(png)
    limited = f"scale=out_color_matrix=bt709:out_range=tv:{EXACT},format=yuv420p"
    ffmpeg(
        "-loop", "1", "-framerate", "24", "-t", "1", "-i", png, "-vf", limited, "-c:v", "libx264", *how, *BT709, out
    )
    return out


def frame_in(film: Path, at: int, size: Size) -> np.ndarray:
    """One frame by ffmpeg alone, as RGB."""
    only = f"select=eq(n\\,{at}),{TO_RGB}"
    data = ffmpeg("-v", "error", "-i", film, "-vf", only, "-frames:v", "1", "-f", "rawvideo", "-").stdout
    return np.frombuffer(data, np.uint8).reshape(size.height, size.width, 3)


@pytest.mark.parametrize("kind", [still, clip])
def test_colour_bars_keep_their_values_to_the_end(kind: Callable[..., Any], desk: WorkDesk) -> None:
    wide = SMALL.width / len(BARS)
    picture = np.tile(BARS[(np.arange(SMALL.width) / wide).astype(int)], (SMALL.height, 1, 1))
    take = Take(footage=kind(picture, desk), first=0)
    film = film_of([([take], 8), ([take, take], 8), ([take], 8)], SMALL, desk)
    for at in (0, 12, 23):
        frame = frame_in(film, at, SMALL).astype(int)
        for number, colour in enumerate(BARS):
            left = round(wide * number)
            middle = frame[20:-20, left + 16 : left + 30]
            assert np.abs(middle - colour).max() <= 2


@pytest.mark.parametrize("kind", [still, clip])
def test_a_dark_gradient_has_no_coarser_steps_than_the_encoder_gives_it(
    kind: Callable[..., Any], desk: WorkDesk
) -> None:
    ramp = np.linspace(4, 44, SIZE.width)[None, :, None] * [0.8, 0.9, 1.0]
    picture = np.rint(np.tile(ramp, (SIZE.height, 1, 1))).astype(np.uint8)
    ours = film_of([([Take(footage=kind(picture, desk), first=0)], 24)], SIZE, desk)
    direct = encoded(picture, desk, *X264[2:])
    for at in (0, 12, 23):
        mine, bare = (steps(frame_in(film, at, SIZE)) for film in (ours, direct))
        assert mine[0] >= bare[0] - 1, "fewer shades"
        assert mine[1] <= bare[1] * 1.1, "wider bands"


def steps(frame: np.ndarray) -> tuple[int, float]:
    """How many shades a row has, and how wide its widest band is, in pixels: means over rows."""
    rows = frame[10:-10:10, :, 1].astype(int)
    edges = [np.flatnonzero(np.diff(row, prepend=-1, append=-1)) for row in rows]
    shades = [len(set(row.tolist())) for row in rows]
    return round(float(np.mean(shades))), float(np.mean([np.diff(edge).max() for edge in edges]))
