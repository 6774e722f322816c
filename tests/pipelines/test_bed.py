"""The embedded composer's music: in key, in time, level, and at home at the end."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
import soundfile

from pipelines.composers.embedded import Bed
from pipelines.composers.moods import CHARACTERS
from pipelines.composers.score import write
from pipelines.machinery.meters import measure
from studio.asks import Compose, Pulse
from studio.crew import WorkDesk
from studio.film import Mood
from studio.store import Store

RATE = 48_000
MOODS = get_args(Mood)


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """The path of a 24 s bed in each mood."""
    store = Store(tmp_path_factory.mktemp("beds"))
    with WorkDesk(store, lambda done, note: None) as desk:
        asks = [Compose(mood=mood, samples=24 * RATE, seed=5) for mood in MOODS]
        yield {ask.mood: desk.path(bed) for ask, bed in zip(asks, Bed().compose(asks, desk), strict=True)}
    store.close()


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_is_level_clean_and_fit_for_one_loudspeaker(heard, mood):
    sound, _ = soundfile.read(heard[mood])
    assert measure(heard[mood]).lufs == pytest.approx(-20, abs=0.5)
    assert np.abs(sound.mean(axis=0)).max() < 0.001
    assert np.abs(np.diff(sound, axis=0)).max() < 0.15
    mono = sound.mean(axis=1)
    assert 10 * np.log10((sound**2).mean() / (mono**2).mean()) < 2.0
    assert np.abs(sound[:, 0] - sound[:, 1]).max() > 0.02


@pytest.mark.parametrize("mood", MOODS)
def test_the_last_chord_rings_until_just_before_the_end(heard, mood):
    sound, _ = soundfile.read(heard[mood])
    assert not sound[-200:].any()
    window = np.sqrt((sound[-RATE : -RATE // 2] ** 2).mean())
    assert window > 10 ** (-50 / 20)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [2, 5, 9, 31.7, 600])
def test_tempo_bars_and_cadence_fit_the_length(mood, seconds):
    score = write(mood, int(seconds * RATE), seed=3)
    assert score.beat == 60 / CHARACTERS[mood].tempo
    length = seconds / score.beat
    assert 0 < score.last < length
    if seconds > 20:
        assert score.last % 4 in (0, 2)
        assert 3 <= length - score.last < 5
    assert all(note.start < length for note in score.notes)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", range(6))
def test_every_note_is_in_the_key_and_the_last_bass_note_is_its_tonic(mood, seed):
    score = write(mood, 40 * RATE, seed)
    scale = CHARACTERS[mood].scale
    last = [note for note in score.notes if note.part == "bass"][-1]
    assert last.start == score.last
    steps = {(note.pitch - last.pitch) % 12 for note in score.notes if note.part not in {"kick", "shaker", "brush"}}
    leading = {11} if 10 in scale else set()
    assert steps <= {*scale, *leading}


def test_the_voices_of_the_pad_move_little():
    score = write("warm", 40 * RATE, 1)
    bars: dict[float, list[int]] = {}
    for note in score.notes:
        if note.part == "pad":
            bars.setdefault(note.start, []).append(note.pitch)
    chords = [sorted(bars[start]) for start in sorted(bars)]
    moves = [abs(a - b) for one, two in pairwise(chords) for a, b in zip(one, two, strict=True)]
    assert np.mean(moves) < 2.5
    assert max(moves) <= 7


def test_a_motif_returns():
    score = write("bright", 60 * RATE, 1)
    rhythms: dict[int, tuple[float, ...]] = {}
    for note in score.notes:
        if note.part == "lead":
            bar = int(note.start // 4)
            rhythms[bar] = (*rhythms.get(bar, ()), note.start % 4)
    assert len(rhythms) > 2 * len(set(rhythms.values()))


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [2, 9, 31.7, 33])
def test_the_pulse_is_every_beat_that_the_bed_strikes(mood, seconds):
    samples = int(seconds * RATE)
    score = write(mood, samples, seed=3)
    (pulse,) = Bed().pulse([Pulse(mood=mood, samples=samples, seed=3)], None)
    low = [note.start for note in score.notes if note.part in ("bass", "kick")]
    struck = [start * score.beat for start in low if start % 1 == 0]
    assert all(min(abs(beat - second) for beat in pulse.seconds) < 1e-5 for second in struck)
    assert pulse.seconds[-1] == pytest.approx(score.last * score.beat)
    assert len(pulse.seconds) == pytest.approx(score.last + 1, abs=1)


def test_a_longer_film_leaves_the_beats_before_its_end_where_they_were():
    short, longer = Bed().pulse([Pulse(mood="warm", samples=s * RATE) for s in (30, 33)], None)
    assert short.seconds[:-8] == longer.seconds[: len(short.seconds) - 8]
