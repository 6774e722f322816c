"""Beats are heard in music of any steady tempo, and in nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.editors import beats
from pipelines.editors.tracks import Fitted
from pipelines.machinery.waves import Held
from studio.film import SAMPLE_RATE

RATE = SAMPLE_RATE


def played(tempo: float, seconds: float, drums: bool = True, first: float = 0.31) -> tuple[np.ndarray, np.ndarray]:
    """A tune over chords, with or without drums, and the seconds of its beats."""
    random = np.random.default_rng(7)
    times = np.arange(first, seconds, 60 / tempo)
    sound = random.normal(0, 0.002, int(seconds * RATE))
    note = np.arange(RATE // 2) / RATE
    for number, beat in enumerate(times):
        chord = (220, 277, 330) if number // 4 % 2 else (196, 247, 294)
        sounded = (chord[number % 3] * 2, *(chord if number % 4 == 0 else ()))
        tones = [np.sin(2 * np.pi * hertz * note) for hertz in sounded]
        lay(sound, beat, 0.1 * sum(tones) * np.exp(-4 * note))
        if drums:
            lay(sound, beat, 0.3 * np.sin(2 * np.pi * 55 * note) * np.exp(-18 * note))
            lay(sound, beat + 30 / tempo, 0.05 * random.normal(size=len(note)) * np.exp(-60 * note))
    return np.repeat(sound[:, None], 2, axis=1).astype(np.float32), times


def lay(sound: np.ndarray, second: float, part: np.ndarray) -> None:
    place = sound[int(second * RATE) :][: len(part)]
    place += part[: len(place)]


def heard(sound: np.ndarray, seconds: float) -> np.ndarray:
    return np.array(beats.heard(Fitted(Held(sound), int(seconds * RATE))))


@pytest.mark.parametrize("drums", [True, False])
@pytest.mark.parametrize("tempo", [84, 97.3, 112, 140])
def test_beats_are_heard_where_they_are(tempo: float, drums: bool) -> None:
    sound, times = played(tempo, 24, drums)
    found = heard(sound, 24)
    assert len(found) == pytest.approx(len(times), abs=2)
    assert np.abs(found[:, None] - times).min(axis=1).max() < 0.02


def test_a_short_track_that_goes_round_is_followed_to_the_end() -> None:
    sound, _ = played(112, 11)
    found = heard(sound, 40)
    assert found[-1] > 36
    assert np.abs(np.diff(found) - 60 / 112).max() < 0.06


def spoken(seconds: float, random: np.random.Generator) -> np.ndarray:
    """Noise in syllables of uneven length, with pauses, through three formants."""
    sound, at = np.zeros(int(seconds * RATE)), 0.2
    while at < seconds - 1:
        length = random.uniform(0.08, 0.3)
        time = np.arange(int(length * RATE)) / RATE
        voiced = np.sign(np.sin(2 * np.pi * random.uniform(95, 140) * time)) + random.normal(0, 0.3, len(time))
        lay(sound, at, 0.1 * voiced * np.sin(np.pi * time / length))
        at += length + (random.uniform(0.2, 0.7) if random.random() < 0.15 else random.uniform(0, 0.06))
    return np.repeat(sound[:, None], 2, axis=1).astype(np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_there_is_no_beat_in_speech_noise_or_silence(seed: int) -> None:
    random = np.random.default_rng(seed)
    assert not len(heard(spoken(30, random), 30))
    assert not len(heard(random.normal(0, 0.1, (20 * RATE, 2)).astype(np.float32), 20))
    swelling = np.sin(np.arange(20 * RATE) * 2 * np.pi * 220 / RATE) * np.linspace(0, 0.3, 20 * RATE)
    assert not len(heard(swelling[:, None].astype(np.float32), 20))
    assert not len(heard(np.zeros((20 * RATE, 2), np.float32), 20))


@pytest.mark.parametrize("frames", [1, 100, RATE, 3 * RATE])
def test_what_is_too_short_to_tell_has_no_beat(frames: int) -> None:
    assert not len(heard(played(120, 3)[0][:frames], frames / RATE))
