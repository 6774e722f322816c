"""What every composer must honour. Models are tiny here, with random weights, and take few steps.

That music is heard at once and never falls silent needs meaning, and is asked of the embedded composer alone; the
pulse is asked of those that know their beats beforehand, and effects of those that make them.
"""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
import soundfile

from pipelines import catalog
from pipelines.machinery.meters import measure
from studio.asks import Compose, Foley, Pulse
from studio.cards import Card
from studio.crew import WorkDesk
from studio.errors import Cancelled
from studio.film import Mood, edited
from tests import tiny


@pytest.fixture
def card(request: pytest.FixtureRequest) -> Card:
    return request.node.callspec.params["composer"]


@pytest.fixture
def composer(request, models):
    """The engine of a card; of a model's a tiny stand-in, in few steps."""
    asked: Card = request.param
    if asked.model:
        tiny.put(asked.model.source, models)
        asked = edited(asked, model=edited(asked.model, steps=3))
    if reason := catalog.why_not(asked):
        pytest.skip(reason)
    return catalog.hire(asked)


def composed(composer, desk, **ask):
    return desk.path(next(iter(composer.compose([Compose(**{"mood": "warm", **ask})], desk))))


@pytest.mark.parametrize("samples", [4_801, 96_000, 333_333, 700_001])
def test_a_bed_is_as_long_as_asked_to_the_sample(composer, desk, samples):
    info = soundfile.info(composed(composer, desk, samples=samples))
    assert (info.frames, info.samplerate, info.channels) == (samples, 48_000, 2)


@pytest.mark.parametrize("mood", get_args(Mood))
def test_every_mood_is_heard_at_once_and_never_clips(composer, card, desk, mood):
    path = composed(composer, desk, mood=mood, samples=10 * 48_000)
    sound, _ = soundfile.read(path)
    assert measure(path).true_peak_db < -0.5
    assert np.abs(sound[: 48_000 // 5]).max() > 0.01
    if card.model is None:
        assert measure(path).longest_silence_s < 1.5


def test_a_bed_has_its_level_and_dies_away(composer, desk):
    path = composed(composer, desk, samples=10 * 48_000)
    sound, _ = soundfile.read(path)
    assert measure(path).lufs == pytest.approx(-20, abs=1.5)
    assert np.abs(sound[-480:]).max() == 0.0
    assert np.abs(sound[-4_800:]).max() < 0.2 * np.abs(sound).max()


def test_another_seed_is_another_tune_and_the_same_seed_the_same(composer, desk):
    asks = [Compose(mood="bright", samples=240_000, seed=seed) for seed in (1, 2, 1)]
    first, other, again = composer.compose(asks, desk)
    assert first == again != other


def test_moods_differ(composer, desk):
    asks = [Compose(mood=mood, samples=120_000) for mood in get_args(Mood)]
    assert len({bed.digest for bed in composer.compose(asks, desk)}) == len(asks)


@pytest.mark.parametrize("samples", [4_801, 333_333, 1_500_000])
def test_the_pulse_of_a_bed_is_in_order_and_ends_before_it(composer, card, samples, desk):
    if card.model and not card.honours("beats"):
        pytest.skip("it does not know its beats beforehand: its music is listened to")
    asks = [Pulse(mood=mood, samples=samples) for mood in get_args(Mood)]
    for pulse in composer.pulse(asks, desk):
        assert list(pulse.seconds) == sorted(set(pulse.seconds))
        assert all(beat < samples / 48_000 for beat in pulse.seconds)


@pytest.mark.parametrize("samples", [12_000, 400_001])
def test_an_effect_is_as_long_as_asked_to_the_sample(composer, card, samples, desk):
    if not card.honours("effects"):
        pytest.skip("it makes no effects")
    asks = [Foley(hears=hears, samples=samples, seed=3) for hears in ("rain on a tin roof", "a door", "a door")]
    rain, door, again = composer.foley(asks, desk)
    info = soundfile.info(desk.path(rain))
    assert (info.frames, info.samplerate, info.channels) == (samples, 48_000, 2)
    assert door == again != rain


def test_a_cancel_ends_the_work(composer, store):
    def cancel(done, note):
        raise Cancelled()

    with WorkDesk(store, cancel) as desk, pytest.raises(Cancelled):
        list(composer.compose([Compose(mood="warm", samples=48_000)], desk))
