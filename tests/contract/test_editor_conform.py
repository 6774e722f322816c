"""A user's own clip, whatever it is, comes out in the film's shape, rate, length and colours, or is refused."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
import pytest

from pipelines.machinery import video
from studio.asks import Conform
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Artifact, Footage, Size
from tests.conftest import many_tracks

WIDE, TALL = Size(width=320, height=180), Size(width=180, height=320)
FPS = Fraction(24)
HALF = "color={colour}:s={half}x{height}:r=24:d=1,format=rgb24[{colour}]"


def ffmpeg(*arguments: str | Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True)


def made(desk: WorkDesk, source: str, *how: str, suffix: str = ".mp4") -> Artifact:
    """A clip of one of ffmpeg's own test pictures."""
    file = desk.scratch(suffix)
    ffmpeg("-f", "lavfi", "-i", source, *(how or ("-c:v", "libx264", "-crf", "4", "-pix_fmt", "yuv420p")), file)
    return desk.keep(file)


def numbered(desk: WorkDesk, times: list[Fraction]) -> Artifact:
    """A clip whose frames, each of its own grey, are shown at these seconds."""
    file = desk.scratch(".mp4")
    with av.open(str(file), "w") as out:
        stream = out.add_stream("libx264", rate=90_000, options={"crf": "4"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 90_000)
        for number, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), grey(number), np.uint8), format="rgb24")
            frame.pts, frame.time_base = round(time * 90_000), Fraction(1, 90_000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return desk.keep(file)


def grey(number: int) -> int:
    return 30 + 12 * (number % 16)


def conformed(editor: Any, desk: WorkDesk, clip: Artifact, **fields: Any) -> list[np.ndarray]:
    """The clip's frames as the film would have them, RGB, after a look at what the file says."""
    ask = Conform(clip=clip, **{"frames": 12, "fps": FPS, "size": WIDE, **fields})
    footage = next(iter(editor.conform([ask], desk)))
    assert isinstance(footage, Footage)
    file = desk.path(footage.video)
    assert video.probe(file) == (ask.frames, ask.size, ask.fps)
    frames = list(video.frames_of(file))
    assert len(frames) == footage.frames == ask.frames
    return frames


def numbers(frames: list[np.ndarray]) -> list[int]:
    return [round((float(frame.mean()) - 30) / 12) for frame in frames]


def near(frame: np.ndarray, x: float, y: float) -> list[float]:
    """The mean colour of a small patch, its place in shares of the frame."""
    height, width, _ = frame.shape
    left, top = int(x * width), int(y * height)
    return [float(v) for v in frame[max(0, top - 3) : top + 3, max(0, left - 3) : left + 3].mean(axis=(0, 1))]


def halves(width: int, height: int) -> str:
    """Red on the left, blue on the right."""
    red, blue = (HALF.format(colour=colour, half=width // 2, height=height) for colour in ("red", "blue"))
    return f"{red};{blue};[red][blue]hstack"


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(30000, 1001)], ids=str)
def test_a_clip_of_the_films_own_rate_keeps_every_frame(editor: Any, desk: WorkDesk, fps: Fraction) -> None:
    clip = numbered(desk, [n / fps for n in range(14)])
    assert numbers(conformed(editor, desk, clip, fps=fps, frames=14)) == list(range(14))


def test_a_rate_that_wavers_is_followed_by_its_timestamps(editor: Any, desk: WorkDesk) -> None:
    clip = numbered(desk, [Fraction(n, 24) for n in (0, 1, 2, 7, 8, 10, 11)])
    assert numbers(conformed(editor, desk, clip)) == [0, 1, 2, 2, 2, 2, 2, 3, 4, 4, 5, 6]


def test_one_and_240_frames_a_second_keep_their_pace(editor: Any, desk: WorkDesk) -> None:
    slow = numbered(desk, [Fraction(n) for n in range(3)])
    shown = numbers(conformed(editor, desk, slow, frames=72))
    assert [shown.index(n) for n in range(3)] == pytest.approx([0, 24, 48], abs=1)
    assert numbers(conformed(editor, desk, slow, frames=3, start=1.8)) == [1, 1, 1]
    fast = numbered(desk, [Fraction(n, 240) for n in range(160)])
    assert numbers(conformed(editor, desk, fast, frames=16)) == [(10 * n) % 16 for n in range(16)]


def test_it_starts_where_asked_and_runs_at_the_speed_asked(editor: Any, desk: WorkDesk) -> None:
    clip = numbered(desk, [Fraction(n, 24) for n in range(16)])
    assert numbers(conformed(editor, desk, clip, start=0.25, frames=8)) == list(range(6, 14))
    assert numbers(conformed(editor, desk, clip, speed=2.0, frames=8)) == list(range(0, 16, 2))
    half = numbers(conformed(editor, desk, clip, speed=0.5, frames=12))
    assert half == sorted(half)
    assert set(half) == set(range(7)) or set(half) == set(range(6))


def test_a_clip_that_is_too_short_holds_its_last_frame(editor: Any, desk: WorkDesk) -> None:
    clip = numbered(desk, [Fraction(n, 24) for n in range(5)])
    assert numbers(conformed(editor, desk, clip, frames=30)) == [0, 1, 2, 3] + [4] * 26


def test_a_clip_filmed_upright_stands_upright(editor: Any, desk: WorkDesk) -> None:
    flat = desk.path(made(desk, halves(320, 180)))
    turned = desk.scratch(".mp4")
    ffmpeg("-display_rotation", "90", "-i", flat, "-c", "copy", turned)
    frame = conformed(editor, desk, desk.keep(turned), size=TALL)[0]
    assert near(frame, 0.5, 0.1)[2] > 200  # turned a quarter against the clock: the right half is above
    assert near(frame, 0.5, 0.9)[0] > 200


@pytest.mark.parametrize("fit", ["fit", "fill", "blur"])
def test_odd_sizes_come_out_whole(editor: Any, desk: WorkDesk, fit: str) -> None:
    clip = made(desk, "testsrc=s=321x243:r=24:d=1", "-c:v", "ffv1", "-pix_fmt", "bgr0", suffix=".mkv")
    assert all(frame.shape == (180, 320, 3) for frame in conformed(editor, desk, clip, fit=fit))


def test_stretched_pixels_are_shown_in_their_true_shape(editor: Any, desk: WorkDesk) -> None:
    """A 4:3 file of 240 x 180 whose pixels are 4:3 fills 16:9: no bar on either side."""
    clip = made(desk, f"{halves(240, 180)},setsar=4/3")
    frame = conformed(editor, desk, clip, fit="fit")[0]
    assert near(frame, 0.02, 0.5)[0] > 200
    assert near(frame, 0.98, 0.5)[2] > 200


def test_fit_has_bars_fill_has_none_and_blur_has_a_soft_ground(editor: Any, desk: WorkDesk) -> None:
    clip = made(desk, "testsrc2=s=180x320:r=24:d=1")
    fit, fill, blur = (conformed(editor, desk, clip, fit=fit)[0] for fit in ("fit", "fill", "blur"))
    bar = np.s_[:, :90]
    assert fit[bar].max() < 12
    assert fill[bar].std() > 40
    assert blur[bar].mean() > 20
    steps = np.abs(np.diff(blur[bar].astype(int), axis=1)).max()
    assert steps < 24 < np.abs(np.diff(fill[bar].astype(int), axis=1)).max()
    assert np.abs(blur[:, 115:205].astype(int) - fit[:, 115:205]).mean() < 3


def test_fill_keeps_the_part_with_the_detail_and_does_not_wander(editor: Any, desk: WorkDesk) -> None:
    clip = made(desk, "color=gray:s=640x360:r=24:d=1[g];testsrc2=s=100x100:r=24:d=1[n];[g][n]overlay=500:130")
    frames = conformed(editor, desk, clip, fit="fill", size=TALL)
    busy = [np.flatnonzero(frame.std(axis=(0, 2)) > 15) for frame in frames]
    assert all(len(columns) > 75 for columns in busy)  # 100 of 360 rows are 89 of 320
    assert len({(columns[0], columns[-1]) for columns in busy}) <= 2
    still = conformed(editor, desk, made(desk, "color=gray:s=640x360:r=24:d=1"), fit="fill", size=TALL)
    assert still[0].std() < 2


COLOURS = {
    "SD without a word": ("720x576", "bt601", "tv", ["-pix_fmt", "yuv420p"]),
    "HD without a word": ("1280x720", "bt709", "tv", ["-pix_fmt", "yuv420p"]),
    "full range": ("1280x720", "bt709", "pc", ["-pix_fmt", "yuvj420p", "-color_range", "pc", "-colorspace", "bt709"]),
    "HD that says BT.601": ("1280x720", "bt601", "tv", ["-pix_fmt", "yuv420p", "-colorspace", "smpte170m"]),
    "a picture in RGB": ("640x360", "", "", ["-c:v", "libx264rgb", "-pix_fmt", "rgb24"]),
}


@pytest.mark.parametrize("kind", COLOURS)
def test_colours_stay_what_they_are(editor: Any, desk: WorkDesk, kind: str) -> None:
    size, matrix, levels, how = COLOURS[kind]
    convert = f",scale=out_color_matrix={matrix}:out_range={levels},format={how[1]}" if matrix else ""
    source = f"color=c=0xC87828:s={size}:r=24:d=0.2,format=rgb24{convert}"
    if matrix and "-colorspace" not in how:
        source += ",setparams=colorspace=unknown:range=unknown"
    codec = () if "-c:v" in how else ("-c:v", "libx264")
    clip = made(desk, source, *codec, "-crf", "2", *how)
    assert near(conformed(editor, desk, clip, fit="fill", frames=2)[0], 0.5, 0.5) == pytest.approx(
        [200, 120, 40], abs=4
    )


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_hdr_becomes_a_picture_of_ordinary_light(editor: Any, desk: WorkDesk, transfer: str) -> None:
    """Paper white comes out as bright, not grey and not burnt; darker greys stay in order and grey."""
    white, hdr = {"smpte2084": (0.58, 0.75), "arib-std-b67": (0.75, 0.95)}[transfer]
    levels = [0.25, 0.4, white, hdr]
    greys = "+".join(f"between(X,{80 * n},{80 * n + 79})*{64 + 876 * level:.0f}" for n, level in enumerate(levels))
    source = f"nullsrc=s=320x180:r=24:d=0.2,format=yuv420p10le,geq=lum='{greys}':cb=512:cr=512"
    tags = f"setparams=range=tv:colorspace=bt2020nc:color_primaries=bt2020:color_trc={transfer}"
    clip = made(desk, f"{source},{tags}", "-c:v", "libx265", "-x265-params", "log-level=none:crf=4")
    frame = conformed(editor, desk, clip, frames=2)[0]
    shown = [near(frame, (n + 0.5) / 4, 0.5) for n in range(4)]
    assert all(max(rgb) - min(rgb) < 6 for rgb in shown)
    lights = [float(np.mean(rgb)) for rgb in shown]
    assert lights == sorted(lights)
    assert 185 < lights[2] < 245
    assert lights[3] > lights[2] + 5


def test_interlaced_pictures_lose_their_combs(editor: Any, desk: WorkDesk) -> None:
    moving = "color=black:s=320x180:r=50:d=1[b];color=white:s=60x180:r=50:d=1[w];[b][w]overlay=x=n*4:y=0"
    clip = made(
        desk,
        f"{moving},interlace=scan=tff:lowpass=0",
        "-c:v",
        "libx264",
        "-crf",
        "4",
        "-flags",
        "+ildct+ilme",
        "-pix_fmt",
        "yuv420p",
    )
    frame = conformed(editor, desk, clip)[6].astype(int)[:, :, 1]
    combs = np.abs(frame[1:-1] - (frame[:-2] + frame[2:]) / 2).max(axis=1)
    assert np.median(combs) < 20


def test_containers_are_told_by_their_bytes(editor: Any, desk: WorkDesk) -> None:
    source = halves(320, 180)
    ways = {
        ".webm": ["-c:v", "libvpx", "-b:v", "1M"],
        ".mkv": ["-c:v", "libx264"],
        ".mov": ["-c:v", "mjpeg"],
        ".avi": ["-c:v", "mpeg4"],
        ".ts": ["-c:v", "mpeg2video"],
        ".gif": [],
    }
    for suffix, how in ways.items():
        right = made(desk, source, *(how or ["-loop", "0"]), suffix=suffix)
        wrong = desk.scratch(".bin")
        wrong.write_bytes(desk.path(right).read_bytes())
        frame = conformed(editor, desk, desk.keep(wrong), frames=3)[2]
        assert near(frame, 0.2, 0.5)[0] > 200, suffix
        assert near(frame, 0.8, 0.5)[2] > 200, suffix


def test_of_a_clip_with_a_broken_end_the_good_part_is_used_and_held(editor: Any, desk: WorkDesk) -> None:
    whole = desk.path(made(desk, "testsrc2=s=320x180:r=24:d=2", "-c:v", "libx264", "-g", "6", suffix=".mkv"))
    cut = desk.scratch(".mkv")
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    frames = conformed(editor, desk, desk.keep(cut), frames=48)
    assert np.array_equal(frames[47], frames[46]) or np.abs(frames[47].astype(int) - frames[46]).mean() < 1
    assert np.abs(frames[12].astype(int) - frames[0]).mean() > 3


def written(desk: WorkDesk, data: bytes, suffix: str = ".mp4") -> Artifact:
    file = desk.scratch(suffix)
    file.write_bytes(data)
    return desk.keep(file)


def test_what_is_no_clip_is_refused_in_one_sentence_with_a_way_out(editor: Any, desk: WorkDesk) -> None:
    sound = made(desk, "sine=d=1", "-c:a", "aac")
    good = desk.path(made(desk, "testsrc2=s=320x180:r=24:d=2")).read_bytes()
    playlist = f"ffconcat version 1.0\nfile '{desk.path(sound)}'\n".encode()
    hls = b"#EXTM3U\n#EXTINF:1,\nhttp://192.0.2.1/a.ts\n"
    tracks = desk.keep(many_tracks(desk.scratch(".mkv")))
    bad = [sound, tracks, written(desk, good[:400]), written(desk, good[: len(good) // 2])]
    bad += [written(desk, data) for data in (b"not a clip at all", playlist, hls, b"GIF89a" + bytes(40))]
    for clip in bad:
        with pytest.raises(BadInput) as refused:
            conformed(editor, desk, clip)
        assert refused.value.what.endswith(".")
        assert refused.value.hint.endswith(".")
        assert "/" not in refused.value.what
    with pytest.raises(BadInput, match="cannot start"):
        conformed(editor, desk, written(desk, good), start=7.0)


def test_the_same_ask_gives_the_same_bytes(editor: Any, desk: WorkDesk) -> None:
    clip = made(desk, "testsrc2=s=320x240:r=30:d=1")
    ask = Conform(clip=clip, frames=12, fps=FPS, size=WIDE)
    first, second = editor.conform([ask, ask], desk)
    assert first == second
