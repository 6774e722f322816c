"""What every composer must honour."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
import soundfile

from pipelines.machinery.meters import measure
from studio.asks import Compose, Pulse
from studio.film import Mood


def composed(composer, desk, **ask):
    return desk.path(next(iter(composer.compose([Compose(**{"mood": "warm", **ask})], desk))))


@pytest.mark.parametrize("samples", [4_801, 96_000, 333_333, 700_001])
def test_a_bed_is_as_long_as_asked_to_the_sample(composer, desk, samples):
    info = soundfile.info(composed(composer, desk, samples=samples))
    assert (info.frames, info.samplerate, info.channels) == (samples, 48_000, 2)


@pytest.mark.parametrize("mood", get_args(Mood))
def test_every_mood_is_heard_at_once_and_never_clips(composer, desk, mood):
    path = composed(composer, desk, mood=mood, samples=10 * 48_000)
    sound, _ = soundfile.read(path)
    assert np.abs(sound[: 48_000 // 5]).max() > 0.01
    assert measure(path).true_peak_db < -0.5
    assert measure(path).longest_silence_s < 1.5


def test_another_seed_is_another_tune_and_the_same_seed_the_same(composer, desk):
    asks = [Compose(mood="bright", samples=240_000, seed=seed) for seed in (1, 2, 1)]
    first, other, again = composer.compose(asks, desk)
    assert first == again != other


def test_moods_differ(composer, desk):
    asks = [Compose(mood=mood, samples=120_000) for mood in get_args(Mood)]
    assert len({bed.digest for bed in composer.compose(asks, desk)}) == len(asks)


@pytest.mark.parametrize("samples", [4_801, 333_333, 1_500_000])
def test_the_pulse_of_a_bed_is_in_order_and_ends_before_it(composer, samples, desk):
    asks = [Pulse(mood=mood, samples=samples) for mood in get_args(Mood)]
    for pulse in composer.pulse(asks, desk):
        assert list(pulse.seconds) == sorted(set(pulse.seconds))
        assert all(beat < samples / 48_000 for beat in pulse.seconds)
