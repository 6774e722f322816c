"""Clips as people have them come in by the studio's door and fill a shot, or are refused; and disks fill up."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe

from pipelines import catalog
from pipelines.editors.embedded import CuttingRoom
from pipelines.machinery import video
from studio import timing
from studio.api import Studio
from studio.asks import Conform, Encode, Export, Join, Segment, Take
from studio.crew import WorkDesk
from studio.errors import StudioError
from studio.film import SAMPLE_RATE, Footage, Size
from studio.store import Store
from tests.conftest import many_tracks

SIZE, FPS, FRAMES = Size(width=320, height=180), Fraction(24), 24
PICTURE = "testsrc2=s={size}:r={rate}:d={seconds}"
X264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"]


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([get_ffmpeg_exe(), "-y", "-v", "error", *map(str, arguments)], check=True, capture_output=True)


def filmed(*how: str, size: str = "320x180", rate: str = "24", seconds: float = 2, sound: bool = True) -> Callable:
    """A clip of ffmpeg's moving test picture, with sound as a camera records it."""

    def make(folder: Path) -> Path:
        out = folder / "clip.mp4"
        source = ["-f", "lavfi", "-i", PICTURE.format(size=size, rate=rate, seconds=seconds)]
        voice = ["-f", "lavfi", "-i", f"sine=d={seconds}", "-c:a", "aac"] if sound else []
        ffmpeg(*source, *voice, *X264, *how, out)
        return out

    return make


def of_a_phone(folder: Path) -> Path:
    """Upright by a flag, in full range, with sound, and at a rate that wavers around 30 with a gap of 0.3 s."""
    wavering = "setpts='PTS+(0.008*mod(N*7,5)+0.3*gt(N,20))/TB'"
    how = ("-pix_fmt", "yuvj420p", "-color_range", "pc", "-vf", wavering, "-fps_mode", "vfr")
    out = folder / "phone.mov"
    ffmpeg("-display_rotation", "90", "-i", filmed(*how, rate="30")(folder), "-c", "copy", out)
    return out


def with_a_broken_end(folder: Path) -> Path:
    """The index says two seconds, and the second of them never arrived."""
    whole = filmed("-g", "6", "-movflags", "+faststart")(folder)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) * 3 // 5])
    return whole


def with_late_sound_and_no_start(folder: Path) -> Path:
    """A transport stream cut out of a longer one: its time begins anywhere."""
    out = folder / "cut.ts"
    ffmpeg("-ss", "0.4", "-i", filmed("-g", "12")(folder), "-c", "copy", "-output_ts_offset", "5000", out)
    return out


GOOD: dict[str, Callable[[Path], Path]] = {
    "without sound": filmed(sound=False),
    "with sound": filmed(),
    "of a phone": of_a_phone,
    "with a broken end": with_a_broken_end,
    "out of a stream": with_late_sound_and_no_start,
    "odd and tiny": filmed("-pix_fmt", "yuv444p", size="33x57"),
    "one frame long": filmed("-frames:v", "1", sound=False),
}


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    yield Studio(tmp_path / "home", catalog)


@pytest.mark.parametrize("name", GOOD)
def test_a_clip_comes_in_and_fills_its_shot(name: str, studio: Studio, tmp_path: Path) -> None:
    clip = studio.take_in_clip(GOOD[name](tmp_path))
    with WorkDesk(studio.store, lambda done, note: None) as desk:
        ask = Conform(clip=clip, frames=FRAMES, fps=FPS, size=SIZE)
        made = next(iter(CuttingRoom().conform([ask], desk)))
        assert video.probe(desk.path(made.video)) == (FRAMES, SIZE, FPS)
        frames = list(video.frames_of(desk.path(made.video)))
    assert len(frames) == FRAMES
    assert frames[0].std() > 20, "the test picture is not to be seen"
    moved = max(float(np.abs(frame.astype(int) - frames[0]).mean()) for frame in frames)
    assert (moved > 1) == (name != "one frame long")


def without_a_frame(suffix: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        file = folder / f"empty{suffix}"
        with av.open(str(file), "w") as out:
            stream = out.add_stream("mjpeg", rate=24)
            stream.width, stream.height, stream.pix_fmt = 32, 32, "yuvj420p"
            out.start_encoding()
        return file

    return make


def a_song_with_its_cover(folder: Path) -> Path:
    file, cover = folder / "song.mp4", folder / "cover.png"
    ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", cover)
    picture = ["-i", cover, "-map", "0:a", "-map", "1:v", "-c:v", "png", "-disposition:v:0", "attached_pic"]
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", *picture, "-c:a", "aac", file)
    return file


def of_noise_alone(folder: Path) -> Path:
    """A good index over pictures of which nothing is left."""
    whole = filmed("-movflags", "+faststart", sound=False)(folder)
    data = whole.read_bytes()
    begins = data.index(b"mdat") + 4
    whole.write_bytes(data[:begins] + np.random.default_rng(3).bytes(len(data) - begins))
    return whole


BAD: dict[str, Callable[[Path], Path]] = {
    "an MP4 without a frame": without_a_frame(".mp4"),
    "an MKV without a frame": without_a_frame(".mkv"),
    "300 tracks": lambda folder: many_tracks(folder / "tracks.mkv"),
    "a song with its cover": a_song_with_its_cover,
    "noise": of_noise_alone,
}


@pytest.mark.parametrize("name", BAD)
def test_what_no_film_can_show_is_refused_at_the_door(name: str, studio: Studio, tmp_path: Path) -> None:
    clip = BAD[name](tmp_path)
    with pytest.raises(StudioError) as refused:
        studio.take_in_clip(clip)
    assert clip.name in refused.value.what
    assert str(tmp_path) not in refused.value.what
    assert refused.value.hint.endswith(".")
    assert not list(studio.store.scratch.iterdir())


# A disk that fills up


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or mount("mount", "-t", "tmpfs", "-o", "size=800k", "tmpfs", str(disk)):
        pytest.skip("this machine lets nobody mount a small disk")
    yield disk
    mount("umount", "-l", str(disk))


def mount(*words: str) -> int:
    return subprocess.run(words, check=False, capture_output=True).returncode


def noise(desk: WorkDesk) -> Footage:
    """Footage that no encoder makes small."""
    file = desk.scratch(".mp4")
    rng = np.random.default_rng(5)
    with video.Encoder(file, SIZE, FPS, crf=30) as encoder:
        for _ in range(FRAMES):
            encoder.write(rng.integers(0, 255, (SIZE.height, SIZE.width, 3), np.uint8))
    return Footage(video=desk.keep(file), frames=FRAMES)


def test_a_disk_that_fills_in_the_middle_leaves_nothing_half_done(small_disk: Path, store: Store) -> None:
    """The cutting room says that the disk is full, whatever it was writing, and goes on once there is room."""
    room = CuttingRoom()
    with WorkDesk(store, lambda done, note: None) as desk:
        source = desk.path(noise(desk).video)
    crowded = Store(small_disk / "store")
    clip = Footage(video=crowded.adopt(source), frames=FRAMES)
    with WorkDesk(crowded, lambda done, note: None) as desk:
        take = Take(footage=clip, first=0)
        works = {
            "segment": [Segment(takes=(take,), frames=FRAMES, size=SIZE, fps=FPS)],
            "export": [exported(name, clip) for name in ("prores", "gif", "frames")],
            "join": [film(clip, desk)],
            "conform": [Conform(clip=clip.video, frames=10 * FRAMES, fps=FPS, size=SIZE)],
        }
        for verb, asks in works.items():
            before = set(small_disk.rglob("*"))
            for ask in asks:
                with pytest.raises(OSError) as full:
                    next(iter(getattr(room, verb)([ask], desk)))
                assert full.value.errno == errno.ENOSPC, verb
            kept = {file for file in set(small_disk.rglob("*")) - before if "scratch" not in file.parts}
            assert not kept, verb
    assert not list(crowded.scratch.iterdir())
    assert mount("mount", "-o", "remount,size=80m", str(small_disk)) == 0
    with WorkDesk(crowded, lambda done, note: None) as desk:
        for verb, asks in works.items():
            for ask in asks:
                assert next(iter(getattr(room, verb)([ask], desk)))
    crowded.close()


def exported(name: str, clip: Footage) -> Export:
    recipe = catalog.forms()[name].recipe.model_copy(update={"audio": {}})
    return Export(picture=clip.video, sound=None, frames=FRAMES, size=SIZE, fps=FPS, recipe=recipe)


def film(clip: Footage, desk: WorkDesk) -> Join:
    sound = desk.scratch(".flac")
    soundfile.write(sound, np.zeros((timing.samples_at(10 * FRAMES, FPS), 2)), SAMPLE_RATE)
    fields = {"captions": (), "title": "", "size": SIZE, "fps": FPS}
    (encoded,) = CuttingRoom().encode([Encode(sound=desk.keep(sound))], desk)
    return Join(segments=(clip,) * 10, sound=encoded, **fields)
