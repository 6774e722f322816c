"""A cleaned voice: less rumble and hiss, one loudness, no breath in the pauses, and no harm to a clean one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from scipy.signal import butter, sosfilt

from pipelines import catalog
from pipelines.editors.voice import clean
from pipelines.machinery.meters import measure
from studio.asks import Clean, Speak
from studio.crew import WorkDesk
from studio.film import Speech, Word

RATE = 48_000
Spoil = Callable[[np.ndarray], np.ndarray]
LINES = {
    "en": "Fresh coffee, roasted today. And tomorrow, whenever you like.",
    "hi": "बारिश की पहली बूँद, और मिट्टी की महक। सब रुक जाता है।",
    "ar": "القمر يضيء الليل، والبحر يسمع صوته.",
}


def spoken(desk: WorkDesk, language: str = "en") -> Speech:
    narrator = catalog.hire(catalog.engines("narrator")[0])
    return next(iter(narrator.speak([Speak(text=LINES[language], language=language)], desk)))


def heard(desk: WorkDesk, speech: Speech) -> np.ndarray:
    return soundfile.read(desk.path(speech.sound), dtype="float32")[0]


def spoilt(desk: WorkDesk, speech: Speech, spoil: Spoil) -> Speech:
    return kept(desk, spoil(heard(desk, speech)), speech.words)


def kept(desk: WorkDesk, sound: np.ndarray, words: tuple[Word, ...]) -> Speech:
    file = desk.scratch(".wav")
    soundfile.write(file, sound, RATE, subtype="FLOAT")
    return Speech(sound=desk.keep(file), seconds=len(sound) / RATE, words=words)


def hissing(db: float) -> Spoil:
    return lambda sound: sound + 10 ** (db / 20) * np.random.default_rng(3).standard_normal(len(sound)).astype("f4")


def floor(sound: np.ndarray) -> float:
    """The level in dB of the line's quietest tenths of a second, under its loudest."""
    powers = (sound[: len(sound) // 2400 * 2400].reshape(-1, 2400) ** 2).mean(axis=1) + 1e-12
    return float(10 * np.log10(np.percentile(powers, 3) / np.percentile(powers, 95)))


def part(desk: WorkDesk, speech: Speech, word: Word) -> np.ndarray:
    """A word's first fifth of a second."""
    return heard(desk, speech)[round(word.start * RATE) :][: RATE // 5]


def cleaned(desk: WorkDesk, speech: Speech) -> Speech:
    return clean(Clean(speech=speech), desk)


@pytest.mark.parametrize("language", LINES)
def test_a_voice_without_noise_is_left_as_it_is(desk: WorkDesk, language: str) -> None:
    line = spoken(desk, language)
    assert cleaned(desk, line) == line


def test_hiss_is_turned_down_and_the_words_sound_as_before(desk: WorkDesk) -> None:
    line = spoken(desk)
    noisy = spoilt(desk, line, hissing(-45))
    made = cleaned(desk, noisy)
    assert floor(heard(desk, made)) < floor(heard(desk, noisy)) - 12
    for before, after in zip(line.words[1:], made.words[1:], strict=True):
        clear, clean_now = part(desk, line, before), part(desk, made, after)
        assert np.corrcoef(clear, clean_now[: len(clear)])[0, 1] > 0.99


def test_rumble_goes_and_the_voice_stays(desk: WorkDesk) -> None:
    time = np.arange(60 * RATE) / RATE

    def rumbling(sound: np.ndarray) -> np.ndarray:
        return sound + (0.1 * np.sin(2 * np.pi * 30 * time[: len(sound)])).astype("f4")

    def under_the_voice(sound: np.ndarray) -> float:
        low = sosfilt(butter(4, 45, fs=RATE, output="sos"), sound)
        return float(10 * np.log10((low**2).mean() / (sound**2).mean()))

    noisy = spoilt(desk, spoken(desk), rumbling)
    assert under_the_voice(heard(desk, noisy)) > -10
    assert under_the_voice(heard(desk, cleaned(desk, noisy))) < -40


@pytest.mark.parametrize("gain", [0.03, 0.3, 3.0, 30.0])
def test_far_near_and_clipping_lines_come_out_equally_loud(desk: WorkDesk, gain: float) -> None:
    made = cleaned(desk, spoilt(desk, spoken(desk), lambda sound: np.clip(sound * gain, -1, 1)))
    measured = measure(desk.path(made.sound))
    assert measured.lufs == pytest.approx(-16, abs=0.5)
    assert measured.true_peak_db <= -1


def test_a_breath_in_a_pause_is_cut_out_whole(desk: WorkDesk) -> None:
    tone = 0.2 * np.sin(2 * np.pi * 700 * np.arange(RATE // 2) / RATE)
    breath = 0.01 * np.random.default_rng(5).standard_normal(RATE // 4) * np.hanning(RATE // 4)
    quiet = np.zeros(RATE // 5)
    sound = np.concatenate([tone, quiet, breath, quiet, tone])
    words = (Word(text="in", start=0.0, end=0.5), Word(text="out", start=1.15, end=1.65))
    made = cleaned(desk, kept(desk, sound.astype("f4"), words))
    first, second = made.words
    gap = heard(desk, made)[int((first.end + 0.01) * RATE) : int((second.start - 0.01) * RATE)]
    assert second.start - first.end == pytest.approx(0.25, abs=0.03)
    assert np.abs(gap).max() < 0.005


def test_no_cut_is_heard_as_a_step(desk: WorkDesk) -> None:
    sound = heard(desk, spoken(desk))
    line = kept(desk, hissing(-40)(np.concatenate([sound, np.zeros(RATE, "f4"), sound])), ())
    made = heard(desk, cleaned(desk, line))
    assert len(made) < 2 * len(sound) + RATE // 4
    assert np.abs(np.diff(made)).max() < 1.2 * np.abs(np.diff(sound)).max()


def test_two_channels_that_would_cancel_each_other_are_heard(desk: WorkDesk) -> None:
    line = spoilt(desk, spoken(desk), lambda sound: 0.1 * np.stack([sound, -sound], axis=1))
    made = cleaned(desk, line)
    assert measure(desk.path(made.sound)).lufs == pytest.approx(-16, abs=0.5)


def test_a_word_that_stands_in_the_quiet_is_not_cut_away(desk: WorkDesk) -> None:
    tone = 0.1 * np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE)
    sound = np.concatenate([tone, np.zeros(2 * RATE), tone]).astype("f4")
    words = tuple(Word(text=text, start=at, end=at + 0.2) for text, at in (("a", 0.1), ("hush", 1.9), ("b", 3.2)))
    made = cleaned(desk, kept(desk, sound, words))
    assert all(word.end - word.start == pytest.approx(0.2) for word in made.words)
    assert all(before.end <= after.start for before, after in pairwise(made.words))
