"""Frames survive the way into an H.264 file and back; a failing encoder says so and leaves nothing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipelines.machinery import video
from studio.errors import EngineFailed
from studio.film import Size

SIZE = Size(width=160, height=96)


def patches(seed: int = 0) -> np.ndarray:
    colours = np.random.default_rng(seed).integers(0, 256, (3, 5, 3), dtype=np.uint8)
    return np.kron(colours, np.ones((32, 32, 1), np.uint8))


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (96, 160, 3), dtype=np.uint8)


def test_colours_come_back_as_they_went_in(tmp_path: Path) -> None:
    with video.Encoder(tmp_path / "a.mp4", SIZE, Fraction(24), crf=1) as encoder:
        encoder.write(patches())
    (back,) = video.frames_of(tmp_path / "a.mp4")
    middles = np.s_[16::32, 16::32]
    assert np.abs(back[middles].astype(int) - patches()[middles]).max() <= 2


def test_luma_is_bt709_in_limited_range(tmp_path: Path) -> None:
    with video.Encoder(tmp_path / "a.mp4", SIZE, Fraction(24), crf=1) as encoder:
        encoder.write(patches())
    (back,) = video.frames_of(tmp_path / "a.mp4", layout="yuv420p")
    luma = 16 + 219 / 255 * (patches()[16::32, 16::32] @ [0.2126, 0.7152, 0.0722])
    assert np.abs(back[:96][16::32, 16::32] - luma).max() <= 1


@pytest.mark.parametrize("height", [96, 98])
def test_i420_goes_in_and_out_unchanged(tmp_path: Path, height: int) -> None:
    """Also where the planes of colour have an odd number of rows."""
    planes = [np.full((height, 160), 120)] + [np.full((height // 2, 80), tone) for tone in (90, 170)]
    frame = np.concatenate([plane.ravel() for plane in planes]).astype(np.uint8).reshape(-1, 160)
    with video.Encoder(tmp_path / "a.mp4", Size(width=160, height=height), Fraction(25), crf=1) as encoder:
        encoder.write(frame)
    (back,) = video.frames_of(tmp_path / "a.mp4", layout="yuv420p")
    assert np.abs(back.astype(int) - frame).max() <= 1


@pytest.mark.parametrize(
    "fps", [Fraction(24), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60), Fraction(1, 2)]
)
@pytest.mark.parametrize("count", [1, 50])
def test_the_rate_and_the_number_of_frames_are_exact(tmp_path: Path, fps: Fraction, count: int) -> None:
    with video.Encoder(tmp_path / "a.mp4", SIZE, fps) as encoder:
        for _ in range(count):
            encoder.write(patches())
    assert video.probe(tmp_path / "a.mp4") == (count, SIZE, fps)
    assert sum(1 for _ in video.frames_of(tmp_path / "a.mp4")) == count


@pytest.mark.parametrize("first", [0, 1, 47, 48, 49, 120, 149])
def test_reading_can_begin_at_any_frame(tmp_path: Path, first: int) -> None:
    with video.Encoder(tmp_path / "a.mp4", SIZE, Fraction(24000, 1001), crf=4) as encoder:
        for shade in range(150):
            encoder.write(np.full((96, 160, 3), shade, np.uint8))
    shades = [frame.mean() for frame in video.frames_of(tmp_path / "a.mp4", first)]
    assert np.allclose(shades, range(first, 150), atol=1.5)


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        with video.Encoder(tmp_path / name, SIZE, Fraction(24)) as encoder:
            for seed in range(30):
                encoder.write(noise(seed))
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def children() -> set[str]:
    """The processes that this one has started and that are not gone, dead ones included."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are counted in Linux's own way")
def test_an_interrupted_film_leaves_no_file_and_no_process(tmp_path: Path) -> None:
    before = children()
    with pytest.raises(KeyboardInterrupt), video.Encoder(tmp_path / "a.mp4", SIZE, Fraction(24)) as encoder:
        encoder.write(patches())
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())
    assert children() <= before


def test_an_encoder_that_cannot_write_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(EngineFailed, match="No such file"),
        video.Encoder(tmp_path / "missing" / "a.mp4", SIZE, Fraction(24)) as encoder,
    ):
        for seed in range(100):
            encoder.write(noise(seed))


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_a_full_disk_is_told_from_a_failure() -> None:
    with (
        pytest.raises(OSError, match="No space left"),
        video.Encoder(Path("/dev/full"), SIZE, Fraction(24)) as encoder,
    ):
        for seed in range(100):
            encoder.write(noise(seed))
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("read", [video.probe, lambda path: list(video.frames_of(path))])
def test_a_file_that_is_no_video_is_refused(tmp_path: Path, read) -> None:
    (tmp_path / "a.mp4").write_text("not a video")
    with pytest.raises(EngineFailed, match=r"a\.mp4"):
        read(tmp_path / "a.mp4")


def test_a_truncated_video_is_refused(tmp_path: Path) -> None:
    with video.Encoder(tmp_path / "a.mp4", SIZE, Fraction(24)) as encoder:
        for seed in range(24):
            encoder.write(noise(seed))
    (tmp_path / "a.mp4").write_bytes((tmp_path / "a.mp4").read_bytes()[:-2000])
    with pytest.raises(EngineFailed):
        list(video.frames_of(tmp_path / "a.mp4"))
