"""A user's own music comes in whole or not at all, and fills any film to its end."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile

from pipelines import catalog
from pipelines.editors import tracks
from pipelines.machinery.waves import Held
from studio.errors import BadInput, TooMuch

RATE = 48_000
SINE = ("-f", "lavfi", "-i", "sine=440:r=44100:d=2")
BEAT = 0.5  # seconds


def made(file: Path, *how: str) -> Path:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", *how, str(file)], check=True)
    return file


def taken(file: Path) -> np.ndarray:
    out = file.parent / "taken.flac"
    catalog.take_in_sound(file, out)
    sound, rate = soundfile.read(out)
    assert (rate, soundfile.info(out).format) == (RATE, "FLAC")
    return sound


@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".wav", ".flac", ".ogg", ".opus"])
def test_every_common_format_comes_in_as_stereo(tmp_path: Path, suffix: str) -> None:
    named_wrongly = made(tmp_path / f"song{suffix}", *SINE).rename(tmp_path / "song.bin")
    sound = taken(named_wrongly)
    assert sound.shape[1] == 2
    assert len(sound) / RATE == pytest.approx(2, abs=0.05)
    assert np.abs(np.fft.rfft(sound[:RATE, 0])).argmax() == 440


def test_a_video_gives_its_sound_and_a_surround_mix_all_that_is_in_it(tmp_path: Path) -> None:
    video = made(tmp_path / "clip.mp4", "-f", "lavfi", "-i", "testsrc=s=64x48:d=2", *SINE, "-shortest")
    assert np.abs(np.fft.rfft(taken(video)[:RATE, 1])).argmax() == 440
    behind = made(tmp_path / "around.wav", "-f", "lavfi", "-i", "aevalsrc=0|0|0|0|0.2*sin(5000*t)|0:d=2:c=5.1")
    assert np.abs(taken(behind)).max() > 0.01


def with_rate(wav: bytes, rate: int) -> bytes:
    return wav[:24] + struct.pack("<I", rate) + wav[28:]


BAD: dict[str, tuple[Callable[[Path], object], type[BadInput], str]] = {
    "text.mp3": (lambda file: file.write_text("not a sound"), BadInput, "cannot be read"),
    "empty.mp3": (lambda file: file.touch(), BadInput, "empty"),
    "list.m3u8": (
        lambda file: file.write_text("#EXTM3U\n#EXTINF:3,\nfile:///etc/hosts\n"),
        BadInput,
        "cannot be read",
    ),
    "list.mp3": (lambda file: file.write_text("ffconcat version 1.0\nfile a.mp3\n"), BadInput, "cannot be read"),
    "mute.mp4": (lambda file: made(file, "-f", "lavfi", "-i", "testsrc=s=64x48:d=1"), BadInput, "no sound in"),
    "still.wav": (lambda file: made(file, "-f", "lavfi", "-i", "anullsrc=d=2"), BadInput, "silent"),
    "blip.wav": (lambda file: made(file, "-f", "lavfi", "-i", "sine=d=0.2"), BadInput, "shorter"),
    "long.wav": (
        lambda file: made(file, "-f", "lavfi", "-i", "sine=r=8000:d=1900", "-c:a", "pcm_u8"),
        TooMuch,
        "half an hour",
    ),
    "many.mka": (lambda file: made(file, *SINE, *["-map", "0"] * 40, "-c:a", "pcm_u8"), BadInput, "40 tracks"),
    "fast.wav": (
        lambda file: file.write_bytes(with_rate(made(file, *SINE).read_bytes(), 900_000)),
        BadInput,
        "unusual",
    ),
    "slow.wav": (lambda file: file.write_bytes(with_rate(made(file, *SINE).read_bytes(), 1)), BadInput, "unusual"),
    "head.wav": (lambda file: file.write_bytes(made(file, *SINE).read_bytes()[:44]), BadInput, "cannot be read"),
    "cut.m4a": (lambda file: file.write_bytes(made(file, *SINE).read_bytes()[:9000]), BadInput, "cannot be read"),
    "absent.mp3": (lambda file: None, BadInput, "no sound 'absent"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_music_is_refused_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    spoil, kind, told = BAD[name]
    spoil(tmp_path / name)
    with pytest.raises(kind, match=told) as refused:
        taken(tmp_path / name)
    assert f"'{name}'" in refused.value.what
    assert refused.value.hint
    assert str(tmp_path) not in str(refused.value)
    assert not (tmp_path / "taken.flac").exists()


def groove(seconds: float) -> np.ndarray:
    """A bass that is struck on every beat, and a chord that changes with every fourth."""
    sound, time = np.zeros(int(seconds * RATE)), np.arange(RATE // 5) / RATE
    for beat in range(int(seconds / BEAT)):
        part = sound[int(beat * BEAT * RATE) :][: len(time)]
        chord = (220, 275, 330) if beat // 4 % 2 else (196, 247, 294)
        struck = np.sin(2 * np.pi * 60 * time) + 0.3 * sum(np.sin(2 * np.pi * hertz * time) for hertz in chord)
        part += (0.3 * struck * np.exp(-time / 0.05))[: len(part)]
    return np.repeat(sound[:, None], 2, axis=1).astype(np.float32)


def fitted(music: np.ndarray, frames: int) -> np.ndarray:
    """The track as the mix reads it, a stretch of odd length after the other."""
    track = tracks.Fitted(Held(music), frames)
    return np.concatenate([track.read(at, min(70_001, frames - at)) for at in range(0, frames, 70_001)])


def struck(sound: np.ndarray) -> np.ndarray:
    """The seconds at which the bass is struck."""
    levels = np.abs(sound[: len(sound) // 480 * 480, 0]).reshape(-1, 480).max(axis=1)
    return np.flatnonzero((levels[1:] > 0.1) & (levels[:-1] < 0.03)) / 100


@pytest.mark.parametrize("seconds", [9.3, 17.1, 33.0])
def test_a_short_track_goes_round_in_time_to_the_end(seconds: float) -> None:
    film = fitted(groove(seconds), 40 * RATE)
    assert film.shape == (40 * RATE, 2)
    beats = struck(film)
    assert beats[-1] > 36
    assert np.abs(np.diff(beats) - BEAT).max() < 0.03


def test_a_long_track_fades_out_from_a_beat_and_ends_with_the_film() -> None:
    music = groove(30)
    film = fitted(music, 20 * RATE + 1234)
    fading = np.flatnonzero((film != music[: len(film)]).any(axis=1))[0]
    before_the_end = (len(film) - fading) / RATE
    assert 1.9 < before_the_end < 3.3
    assert min(fading / RATE % BEAT, BEAT - fading / RATE % BEAT) < 0.03
    assert np.abs(film[-480:]).max() < 0.001
    assert np.abs(film[-int(1.5 * RATE) : -RATE]).max() > 0.05


def test_a_track_as_long_as_the_film_is_not_touched() -> None:
    music = groove(10)
    assert (fitted(music, len(music)) == music).all()


@pytest.mark.parametrize("frames", [0, 1, 100, 5_000, RATE])
@pytest.mark.parametrize("samples", [1, 1_000, 3 * RATE])
def test_the_shortest_tracks_and_films_do_no_harm(frames: int, samples: int) -> None:
    film = fitted(np.full((frames, 1), 0.1, np.float32), samples)
    assert film.shape == (samples, 2)
    assert np.isfinite(film).all()
