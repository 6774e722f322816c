"""The finished sound: loud enough, never too loud, ducked, and exactly as long as the film."""

from __future__ import annotations

import resource
import subprocess
from fractions import Fraction

import av
import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from scipy.signal import butter, sosfilt, sosfiltfilt

from pipelines import catalog
from pipelines.editors import effects, soundtrack
from pipelines.editors.sound import mix
from pipelines.machinery import video
from pipelines.machinery.meters import loudness, measure
from studio import timing
from studio.asks import Compose, Encode, Join, Mix, Segment, Take
from studio.cut import Ambience, Effect, Voiced
from studio.film import Footage, Size

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


@pytest.mark.parametrize(("lufs", "peak"), [(-14, -1), (-16, -1), (-23, -1), (-24, -2)])
@pytest.mark.parametrize("parts", ["voice and bed", "voice", "bed"])
def test_the_master_has_its_loudness_peak_and_length(desk, voice, bed, parts, lufs, peak):
    parts = {"voice": voice if "voice" in parts else (), "music": bed if "bed" in parts else None}
    path = desk.path(mix(Mix(samples=FILM, loudness=lufs, peak=peak, **parts), desk))
    measured, info = measure(path), soundfile.info(path)
    assert measured.lufs == pytest.approx(lufs, abs=0.1)
    assert measured.true_peak_db <= peak
    assert (info.frames, info.samplerate, info.channels, info.subtype) == (FILM, RATE, 2, "PCM_16")


def test_a_loud_moment_is_held_and_the_rest_is_as_loud_as_asked(desk, voice):
    drum = np.zeros((FILM, 2))
    for at in range(0, FILM, RATE):
        drum[at : at + 2_400] = 0.9 * np.sin(np.arange(2_400) * 0.8)[:, None] * np.hanning(2_400)[:, None]
    path = desk.path(mix(Mix(samples=FILM, voice=voice, music=kept(desk, drum)), desk))
    assert measure(path).lufs == pytest.approx(-14, abs=0.1)
    assert measure(path).true_peak_db <= -1


def test_the_peak_holds_after_the_codec_too(desk, voice, bed, tmp_path):
    path = desk.path(mix(Mix(samples=FILM, voice=voice, music=bed), desk))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-c:a", "aac", "-b:a", "192k"]
    subprocess.run([*command, tmp_path / "a.m4a"], check=True)
    assert measure(tmp_path / "a.m4a").true_peak_db <= -1


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
    path = desk.path(mix(ask, desk))
    sound, _ = soundfile.read(path)
    assert len(sound) == FILM
    assert measure(path).longest_silence_s < 1
    assert np.abs(sound[-48:]).max() < 0.01
    assert np.abs(np.diff(sound, axis=0)).max() < 0.25  # the highest tone alone steps by 0.13 at full scale


def test_a_line_that_reaches_beyond_the_film_is_cut_off(desk, bed):
    late = Voiced(sound=kept(desk, tone(1000, 3)), at=FILM - RATE)
    never = Voiced(sound=late.sound, at=FILM + RATE)
    path = desk.path(mix(Mix(samples=FILM, voice=(late, never), music=bed), desk))
    assert soundfile.info(path).frames == FILM


def test_a_film_may_have_more_lines_than_a_process_may_have_files(desk, voice):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    many = tuple(voice[0].model_copy(update={"at": at * 900}) for at in range(300))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, hard))
    try:
        path = desk.path(mix(Mix(samples=FILM, voice=many), desk))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
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


def in_mono(sound):
    return np.repeat(sound.mean(axis=1, keepdims=True), 2, axis=1)


def test_what_is_heard_of_a_shot_stays_in_its_place_and_under_the_voice(desk, voice, bed):
    """A tone of its own, through a shot in which the first line is spoken and ends."""
    sound = kept(desk, tone(4000, 9.0))
    ask = Mix(samples=FILM, voice=voice, music=bed, ambience=(Ambience(sound=sound, at=3 * RATE, samples=3 * RATE),))
    path = desk.path(mix(ask, desk))
    silent, under, alone = (level(path, 4000, *span) for span in ((0.5, 2.8), (3.3, 4.3), (5.2, 5.8)))
    assert level(path, 4000, 6.1, 9.0) < silent + 3, "it ends with its shot, not with its sound"
    assert under + 4 < alone < level(path, 1000, 2.5, 4.0) - 6
    assert silent + 20 < under


def test_nothing_is_lost_on_a_telephone_with_one_speaker(desk):
    bed = next(iter(catalog.hire(catalog.engines("composer")[0]).compose([Compose(mood="warm", samples=FILM)], desk)))
    effect = tuple(Effect(name="whoosh", at=at * RATE) for at in (3, 8))
    sound, _ = soundfile.read(desk.path(mix(Mix(samples=FILM, voice=(), effects=effect, music=bed), desk)))
    for stereo in (sound.astype(np.float32), effects.whoosh()):
        assert loudness(in_mono(stereo)) > loudness(stereo) - 1.5
        for hertz in (125, 250, 500, 1_000, 2_000, 4_000, 8_000):
            octave = butter(4, (hertz / 2**0.5, hertz * 2**0.5), "bandpass", fs=RATE, output="sos")
            both, one = ((sosfilt(octave, part, axis=0) ** 2).sum() for part in (stereo, in_mono(stereo)))
            assert 10 * np.log10(one / both) > -3


def test_a_sound_that_is_encoded_in_parts_has_no_seams(desk):
    samples = 3 * soundtrack.PART + 777
    t = np.arange(samples) / RATE
    sound = 0.2 * np.sin(2 * np.pi * (200 + 40 * t) * t) + 0.02 * np.random.default_rng(1).standard_normal(samples)
    editor = catalog.hire(catalog.engines("editor")[0])
    (encoded,) = editor.encode([Encode(sound=kept(desk, np.stack([sound, sound], axis=1)))], desk)
    with av.open(str(desk.path(encoded))) as container:
        starts = [packet.pts for packet in container.demux() if packet.pts is not None]
    assert starts == list(range(-soundtrack.PACKET, samples, soundtrack.PACKET))
    out = desk.scratch(".wav")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-i", str(desk.path(encoded)), str(out)]
    subprocess.run(command, check=True)
    heard, _ = soundfile.read(out)
    assert len(heard) == samples
    missed = (heard[:, 0] - sound)[: samples // 1024 * 1024].reshape(-1, 1024).std(axis=1)
    for seam in range(256, len(missed), 256):
        assert missed[seam - 3 : seam + 3].max() < 2 * np.median(missed)


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(30_000, 1001)], ids=str)
def test_in_the_film_a_click_is_heard_with_its_frame(desk, fps):
    """The encoder's run-in is left out by the film's edit list: the first sample heard is the film's first."""
    editor, size, frames, click = catalog.hire(catalog.engines("editor")[0]), Size(width=64, height=64), 50, 30
    file = desk.scratch(".mp4")
    with video.Encoder(file, size, fps, crf=8) as encoder:
        for number in range(frames):
            encoder.write(np.full((64, 64, 3), 230 if number == click else 30, np.uint8))
    sound = np.zeros((timing.samples_at(frames, fps), 2))
    at = timing.samples_at(click, fps)
    sound[at : at + 24] = 0.9
    take = Take(footage=Footage(video=desk.keep(file), frames=frames), first=0)
    (segment,) = editor.segment([Segment(takes=(take,), frames=frames, fps=fps, size=size)], desk)
    fields = {"captions": (), "title": "Click", "size": size, "fps": fps}
    (encoded,) = editor.encode([Encode(sound=kept(desk, sound))], desk)
    (film,) = editor.join([Join(segments=(segment,), sound=encoded, **fields)], desk)
    with av.open(str(desk.path(film.video))) as container:
        assert [stream.start_time for stream in container.streams] == [0, 0]
        for stream in container.streams:
            assert stream.duration * stream.time_base == pytest.approx(frames / fps, abs=0.001)
    shown = [frame.mean() for frame in video.frames_of(desk.path(film.video))]
    out = desk.scratch(".wav")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-i", str(desk.path(film.video)), str(out)]
    subprocess.run(command, check=True)
    heard, _ = soundfile.read(out)
    assert int(np.argmax(shown)) == click
    assert abs(int(np.argmax(np.abs(heard[:, 0]) > 0.45)) - at) <= RATE // 1000
    assert abs(len(heard) - len(sound)) <= RATE // 1000  # the edit list counts in milliseconds
