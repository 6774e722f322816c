"""What every narrator must honour. Models are tiny here, with random weights: what they say means nothing.

Each is asked in a language of its own, in the letters of English, which its stand-in knows too. Voices of one engine
differ by their files alone: all of them speak every line, and the first of each is asked everything.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import soundfile

from pipelines import catalog
from pipelines.machinery.meters import measure
from studio.asks import Speak
from studio.cards import Card
from studio.crew import WorkDesk
from studio.errors import BadInput, Cancelled

LINES = (
    "Fresh coffee, roasted today.",
    "Only $4.50 - that's 25% off!",
    "Hi",
    "Wow ☕ coffee☕ now 🎉🎉!",
    "One.  Two,\tthree…\nfour",
)


@pytest.fixture
def language(request):
    """English of those that speak it, else the first language of the narrator's card."""
    card: Card = request.node.callspec.params["narrator"]
    return "en" if not card.languages or "en" in card.languages else card.languages[0]


@pytest.fixture
def say(narrator, desk, language, request):
    card: Card = request.node.callspec.params["narrator"]
    first = next(one for one in catalog.engines("narrator") if one.engine == card.engine)
    if card != first:
        pytest.skip(f"{first.name} is asked, which is the same engine")

    def said(text, **options):
        return next(iter(narrator.speak([Speak(**{"text": text, "language": language, **options})], desk)))

    return said


def test_every_line_is_answered_in_order(narrator, language, desk):
    asks = [Speak(text=text, language=language) for text in LINES]
    speeches = list(narrator.speak(asks, desk))
    assert ["".join(word.text for word in speech.words) for speech in speeches] == [
        "".join(text.split()) for text in LINES
    ]
    assert list(narrator.speak([], desk)) == []


@pytest.mark.parametrize("text", LINES)
def test_words_rise_and_stay_inside_the_sound(say, text):
    speech = say(text)
    assert all(0 <= word.start < word.end <= speech.seconds for word in speech.words)
    assert all(before.end <= after.start for before, after in pairwise(speech.words))


def test_the_sound_is_as_long_as_it_says(say, desk):
    speech = say(LINES[0])
    info = soundfile.info(desk.path(speech.sound))
    assert info.samplerate == 48_000
    assert info.frames / info.samplerate == pytest.approx(speech.seconds, abs=0.001)


def test_a_voice_is_levelled_and_begins_and_ends_in_silence(say, desk):
    path = desk.path(say(LINES[0] * 4).sound)
    sound, _ = soundfile.read(path)
    assert -30 < measure(path).lufs < -15  # a voice of clicks alone cannot be brought up to -16
    assert measure(path).true_peak_db < -1.5
    assert np.abs(sound[[0, -1]]).max() < 0.01


def test_a_faster_pace_takes_less_time(say):
    slow, fast = (say(LINES[0], pace=pace).seconds for pace in (0.8, 1.5))
    assert fast < 0.75 * slow


def test_the_same_line_is_the_same_speech(say):
    first = say(LINES[0])
    say(LINES[1])
    assert say(LINES[0]) == first


@pytest.mark.parametrize("text", ["😀😀", "…", " ", "\x00", "\u200b", "<speak><break time='9s'/></speak>"])
def test_a_line_without_words_does_no_harm(say, text):
    speech = say(text)
    assert 0 < speech.seconds < 6
    assert "".join(word.text for word in speech.words) == "".join(text.split())


def test_an_unknown_voice_is_refused_and_others_are_named(say):
    with pytest.raises(BadInput) as refusal:
        say("Hello", voice="Nobody-At-All")
    assert "voice" in refusal.value.what
    assert refusal.value.hint


def test_an_unknown_language_is_refused(say):
    with pytest.raises(BadInput) as refusal:
        say("Hello", language="xx")
    assert "xx" in refusal.value.what
    assert refusal.value.hint


def test_a_cancel_ends_the_work(narrator, language, store):
    def cancel(done, note):
        raise Cancelled()

    with WorkDesk(store, cancel) as desk, pytest.raises(Cancelled):
        list(narrator.speak([Speak(text=LINES[0], language=language)], desk))
