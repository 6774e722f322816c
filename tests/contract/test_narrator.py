"""What every narrator must honour."""

from __future__ import annotations

from itertools import pairwise

import pytest
import soundfile

from studio.asks import Speak
from studio.errors import BadInput

LINES = (
    "Fresh coffee, roasted today.",
    "Only $4.50 - that's 25% off!",
    "Hi",
    "Wow ☕ coffee☕ now 🎉🎉!",
    "One.  Two,\tthree…\nfour",
)


def say(narrator, desk, text, **options):
    return next(iter(narrator.speak([Speak(text=text, language="en", **options)], desk)))


def test_every_line_is_answered_in_order(narrator, desk):
    asks = [Speak(text=text, language="en") for text in LINES]
    speeches = list(narrator.speak(asks, desk))
    assert ["".join(word.text for word in speech.words) for speech in speeches] == [
        "".join(text.split()) for text in LINES
    ]
    assert list(narrator.speak([], desk)) == []


@pytest.mark.parametrize("text", LINES)
def test_words_rise_and_stay_inside_the_sound(narrator, desk, text):
    speech = say(narrator, desk, text)
    assert all(0 <= word.start < word.end <= speech.seconds for word in speech.words)
    assert all(before.end <= after.start for before, after in pairwise(speech.words))


def test_the_sound_is_as_long_as_it_says(narrator, desk):
    speech = say(narrator, desk, LINES[0])
    info = soundfile.info(desk.path(speech.sound))
    assert info.samplerate == 48_000
    assert info.frames / info.samplerate == pytest.approx(speech.seconds, abs=0.001)


def test_a_faster_pace_takes_less_time(narrator, desk):
    slow, fast = (say(narrator, desk, LINES[0], pace=pace).seconds for pace in (0.8, 1.5))
    assert fast < 0.75 * slow


def test_the_same_line_is_the_same_speech(narrator, desk):
    first = say(narrator, desk, LINES[0])
    say(narrator, desk, LINES[1])
    assert say(narrator, desk, LINES[0]) == first


@pytest.mark.parametrize("text", ["😀😀", "…", " ", "\x00", "\u200b", "<speak><break time='9s'/></speak>"])
def test_a_line_without_words_does_no_harm(narrator, desk, text):
    speech = say(narrator, desk, text)
    assert 0 < speech.seconds < 6
    assert "".join(word.text for word in speech.words) == "".join(text.split())


def test_an_unknown_voice_is_refused_and_others_are_named(narrator, desk):
    with pytest.raises(BadInput) as refusal:
        say(narrator, desk, "Hello", voice="Nobody-At-All")
    assert "voice" in refusal.value.what
    assert refusal.value.hint


def test_an_unknown_language_is_refused(narrator, desk):
    with pytest.raises(BadInput):
        list(narrator.speak([Speak(text="Hello", language="xx")], desk))
