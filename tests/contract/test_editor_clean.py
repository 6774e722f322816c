"""What any editor must honour in cleaning a line: words stay with their sounds, and a clean line stays as it is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import soundfile

from studio.asks import Clean
from studio.crew import WorkDesk
from studio.film import SAMPLE_RATE, Speech, Word

PITCHES = (600, 900, 1300, 1900)  # Hz: each word is a tone of its own
PAUSES = (0.5, 0.9, 0.15, 1.2, 0.9)  # seconds before each word, and after the last
WORD = 0.4  # seconds


def said(desk: WorkDesk, noise: float = 0.0, rate: int = SAMPLE_RATE, channels: int = 1) -> Speech:
    """Four words, with pauses of many lengths between them; the third ends a sentence."""
    time = np.arange(int(WORD * rate)) / rate
    parts, words, at = [], [], 0.0
    for pause, pitch, text in zip(PAUSES, PITCHES, ("One", "two", "three.", "Four"), strict=False):
        at += pause
        parts += [np.zeros(int(pause * rate)), 0.1 * np.sin(2 * np.pi * pitch * time) * np.hanning(len(time)) ** 0.2]
        words.append(Word(text=text, start=at, end=at + WORD))
        at += WORD
    sound = np.concatenate([*parts, np.zeros(int(PAUSES[-1] * rate))])
    sound = sound + noise * np.random.default_rng(1).standard_normal(len(sound))
    return speech(desk, np.repeat(sound[:, None], channels, axis=1), tuple(words), rate)


def speech(desk: WorkDesk, sound: np.ndarray, words: tuple[Word, ...] = (), rate: int = SAMPLE_RATE) -> Speech:
    file = desk.scratch(".wav")
    soundfile.write(file, sound, rate)
    return Speech(sound=desk.keep(file), seconds=len(sound) / rate, words=words)


def cleaned(editor: Any, desk: WorkDesk, line: Speech) -> Speech:
    answer = next(iter(editor.clean([Clean(speech=line)], desk)))
    assert isinstance(answer, Speech)
    return answer


@pytest.mark.parametrize(("noise", "rate", "channels"), [(0.0, 48_000, 1), (0.001, 22_050, 1), (0.0003, 44_100, 2)])
def test_words_move_with_their_sounds(editor: Any, desk: WorkDesk, noise: float, rate: int, channels: int) -> None:
    line = said(desk, noise, rate, channels)
    made = cleaned(editor, desk, line)
    sound, _ = soundfile.read(desk.path(made.sound))
    assert len(sound) / SAMPLE_RATE == pytest.approx(made.seconds, abs=0.001)
    assert [word.text for word in made.words] == [word.text for word in line.words]
    assert all(0 <= word.start < word.end <= made.seconds for word in made.words)
    assert all(before.end <= after.start for before, after in pairwise(made.words))
    for word, pitch in zip(made.words, PITCHES, strict=True):
        part = sound[int(word.start * SAMPLE_RATE) : int(word.end * SAMPLE_RATE)]
        assert len(part) / SAMPLE_RATE == pytest.approx(WORD, abs=0.002)
        assert np.abs(np.fft.rfft(part)).argmax() * SAMPLE_RATE / len(part) == pytest.approx(pitch, abs=5)
        assert np.abs(part[480:-480].reshape(-1)).max() > 5 * np.abs(part[:10]).max()


def test_long_pauses_are_tightened_and_short_ones_are_not(editor: Any, desk: WorkDesk) -> None:
    made = cleaned(editor, desk, said(desk))
    first, second, rest = (after.start - before.end for before, after in pairwise(made.words))
    assert 0.2 < first < 0.35
    assert second == pytest.approx(0.15, abs=0.002)
    assert first + 0.1 < rest < 0.6
    assert made.words[0].start < 0.1
    assert made.seconds - made.words[-1].end < 0.2


def test_a_cleaned_line_is_clean(editor: Any, desk: WorkDesk) -> None:
    for noise in (0.0, 0.003):
        once = cleaned(editor, desk, said(desk, noise))
        assert cleaned(editor, desk, once) == once


@pytest.mark.parametrize("frames", [1, 100, SAMPLE_RATE])
def test_a_line_of_silence_stays_as_it_is(editor: Any, desk: WorkDesk, frames: int) -> None:
    line = speech(desk, np.zeros((frames, 1)))
    assert cleaned(editor, desk, line) == line


def test_lines_are_answered_in_order(editor: Any, desk: WorkDesk) -> None:
    lines = [said(desk, noise) for noise in (0.0, 0.001, 0.002)]
    made = list(editor.clean([Clean(speech=line) for line in lines], desk))
    assert made == [cleaned(editor, desk, line) for line in lines]
    assert list(editor.clean([], desk)) == []
