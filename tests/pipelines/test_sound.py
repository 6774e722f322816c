"""The finished sound: loud enough, never too loud, ducked, and exactly as long as the film."""

from __future__ import annotations

import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from scipy.signal import butter, sosfiltfilt

from pipelines.editors import effects
from pipelines.editors.sound import mix
from pipelines.machinery.meters import loudness, measure
from studio.asks import Mix
from studio.film import Effect, Voiced

RATE = 48_000
FILM = 12 * RATE
LINES = ((2.0, 4.5), (7.0, 8.5))  # seconds at which somebody speaks


def tone(hertz, seconds, rate=RATE, channels=1):
    t = np.arange(int(seconds * rate)) / rate
    return np.repeat(0.2 * np.sin(2 * np.pi * hertz * t)[:, None], channels, axis=1)


def kept(desk, sound, rate=RATE):
    path = desk.scratch(".wav")
    soundfile.write(path, sound, rate)
    return desk.keep(path)


@pytest.fixture
def voice(desk):
    return tuple(
        Voiced(sound=kept(desk, tone(1000, end - start, 22_050), 22_050), at=int(start * RATE))
        for start, end in LINES
    )


@pytest.fixture
def bed(desk):
    return kept(desk, tone(300, FILM / RATE, channels=2))


def level(path, hertz, start, end):
    """The level in dB of one tone between two seconds."""
    sound, _ = soundfile.read(path)
    band = butter(2, (hertz * 0.8, hertz * 1.25), "bandpass", fs=RATE, output="sos")
    part = sosfiltfilt(band, sound[:, 0])[int(start * RATE) : int(end * RATE)]
    return 10 * np.log10((part**2).mean())


@pytest.mark.parametrize("parts", ["voice and bed", "voice", "bed"])
def test_the_master_has_its_loudness_peak_and_length(desk, voice, bed, parts):
    ask = Mix(samples=FILM, voice=voice if "voice" in parts else (), music=bed if "bed" in parts else None)
    path = desk.path(mix(ask, desk))
    measured, info = measure(path), soundfile.info(path)
    assert measured.lufs == pytest.approx(-14, abs=0.3)
    assert measured.true_peak_db <= -1
    assert (info.frames, info.samplerate, info.channels, info.subtype) == (FILM, RATE, 2, "PCM_16")


def test_the_peak_holds_after_the_codec_too(desk, voice, bed, tmp_path):
    path = desk.path(mix(Mix(samples=FILM, voice=voice, music=bed), desk))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-c:a", "aac", "-b:a", "192k"]
    subprocess.run([*command, tmp_path / "a.m4a"], check=True)
    assert measure(tmp_path / "a.m4a").true_peak_db <= -1


def test_another_loudness_and_peak_are_met_too(desk, voice, bed):
    path = desk.path(mix(Mix(samples=FILM, voice=voice, music=bed, loudness=-23, peak=-3), desk))
    assert measure(path).lufs == pytest.approx(-23, abs=0.3)
    assert measure(path).true_peak_db <= -3


def test_nothing_at_all_is_digital_silence(desk):
    sound, _ = soundfile.read(desk.path(mix(Mix(samples=FILM, voice=()), desk)))
    assert len(sound) == FILM
    assert not sound.any()


def test_the_bed_lies_under_the_voice_and_opens_up_in_the_gap(desk, voice, bed):
    path = desk.path(mix(Mix(samples=FILM, voice=voice, music=bed), desk))
    under, between, after = (level(path, 300, *span) for span in ((2.5, 4.3), (5.3, 6.7), (9.5, 11.5)))
    assert 9 <= level(path, 1000, 2.5, 4.3) - under <= 13  # unweighted levels of two tones, near the 10.5 LU meant
    assert between - under == pytest.approx(6.5, abs=0.5)
    assert after == pytest.approx(between, abs=0.3)


def test_the_bed_is_down_before_the_word_and_rises_after_it_slowly(desk, voice, bed):
    path = desk.path(mix(Mix(samples=FILM, voice=voice, music=bed), desk))
    under = level(path, 300, 2.5, 4.3)
    assert level(path, 300, 2.0, 2.05) == pytest.approx(under, abs=1.0)
    assert level(path, 300, 1.6, 1.85) > under + 5.5
    assert level(path, 300, 4.5, 4.6) < under + 1.0
    assert level(path, 300, 5.15, 5.3) > under + 5.5


@pytest.mark.parametrize("seconds", [3, 20])
def test_a_bed_of_another_length_is_fitted(desk, voice, seconds):
    ask = Mix(samples=FILM, voice=voice, music=kept(desk, tone(300, seconds, 44_100), 44_100))
    sound, _ = soundfile.read(desk.path(mix(ask, desk)))
    assert len(sound) == FILM
    assert np.abs(sound[-48:]).max() < 0.05
    assert np.abs(np.diff(sound, axis=0)).max() < 0.25  # the highest tone alone steps by 0.13 at full scale


def test_a_line_that_reaches_beyond_the_film_is_cut_off(desk, bed):
    late = Voiced(sound=kept(desk, tone(1000, 3)), at=FILM - RATE)
    never = Voiced(sound=late.sound, at=FILM + RATE)
    path = desk.path(mix(Mix(samples=FILM, voice=(late, never), music=bed), desk))
    assert soundfile.info(path).frames == FILM


@pytest.mark.parametrize("samples", [1, 100, 4_800, 12_000])
def test_the_shortest_films_have_sound_too(desk, bed, samples):
    line = Voiced(sound=kept(desk, tone(1000, 3)), at=0)
    path = desk.path(mix(Mix(samples=samples, voice=(line,), music=bed), desk))
    assert soundfile.info(path).frames == samples


def test_the_same_mix_is_the_same_bytes(desk, voice, bed):
    ask = Mix(samples=FILM, voice=voice, music=bed)
    assert mix(ask, desk) == mix(ask, desk)


def test_a_whoosh_peaks_at_its_sample_and_stays_under_the_voice(desk, voice):
    at = int(5.75 * RATE)
    with_it = Mix(samples=FILM, voice=voice, effects=(Effect(name="whoosh", at=at),))
    sound, _ = soundfile.read(desk.path(mix(with_it, desk)))
    power = np.convolve((sound**2).sum(axis=1), np.ones(RATE // 20), "same")
    silence = slice(int(4.6 * RATE), int(6.9 * RATE))  # between the two lines
    assert abs(silence.start + power[silence].argmax() - at) < 0.06 * RATE
    assert loudness(sound[at - RATE // 2 : at + RATE // 2].astype(np.float32)) < -20
    assert loudness(effects.whoosh()) == pytest.approx(-26, abs=0.1)


@pytest.mark.parametrize("at", [0, 100, FILM - 100, FILM + 10 * RATE])
def test_an_effect_at_either_end_is_cut_off(desk, voice, at):
    path = desk.path(mix(Mix(samples=FILM, voice=voice, effects=(Effect(name="whoosh", at=at),)), desk))
    assert soundfile.info(path).frames == FILM


def test_a_whoosh_sounds_the_same_in_mono():
    sound = effects.whoosh()
    mono = np.repeat(sound.mean(axis=1, keepdims=True), 2, axis=1)
    assert loudness(mono) == pytest.approx(loudness(sound), abs=0.5)
