"""The embedded narrator: pleasant levels, true word times, any text, any path, and no child left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest
import soundfile

from pipelines import catalog
from pipelines.machinery.meters import measure
from pipelines.narrators import espeak
from pipelines.narrators.embedded import Espeak
from pipelines.narrators.voices import Voices
from studio.asks import Speak
from studio.errors import BadInput, Cancelled, EngineFailed

NARRATOR = Espeak()
CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children")
GREETINGS = {
    "hi": "नमस्ते दुनिया। यह 2026 का विज्ञापन है, सिर्फ ₹99 में!",
    "ta": "வணக்கம் உலகம். இது ஒரு நல்ல நாள்.",
    "te": "నమస్కారం ప్రపంచం.",
    "bn": "নমস্কার বিশ্ব।",
    "ur": "ہیلو دنیا۔",
    "ar": "مرحبا بالعالم، كيف حالك؟",
    "sw": "Habari ya dunia, karibu sana.",
    "zh": "你好世界，今天天气很好。喝咖啡！",
    "zh-Hant-TW": "「你好」世界。",
    "ja": "こんにちは、せかい。コーヒー",
    "th": "สวัสดีชาวโลก เราไปกัน",
    "ko": "안녕하세요 세계",
    "pt-BR": "Olá, mundo!",
    "vi": "Xin chào thế giới.",
    "am": "ሰላም ዓለም።",
}


def say(desk, text, language="en", **options):
    return next(NARRATOR.speak([Speak(text=text, language=language, **options)], desk))


@pytest.mark.parametrize("language", GREETINGS)
def test_every_script_is_spoken_and_its_words_are_the_text(desk, language):
    text = GREETINGS[language]
    speech = say(desk, text, language)
    assert "".join(word.text for word in speech.words) == "".join(text.split())
    assert len(speech.words) >= len(text.split())
    assert measure(desk.path(speech.sound)).lufs == pytest.approx(-16, abs=0.5)


def test_every_language_on_the_card_has_a_voice():
    voices = Voices.listed(**espeak.run({}, lambda: None, 20)["voices"])
    for tag in catalog.cards()["espeak-ng"].languages:
        assert voices.choose(tag, "").endswith("+m7")


def test_a_line_is_level_trimmed_and_free_of_clicks(desk):
    text = "First of all, coffee. Then, after a while, the rest of the day! And now: work?"
    speech = say(desk, text)
    measured = measure(desk.path(speech.sound))
    sound, _ = soundfile.read(desk.path(speech.sound))
    assert measured.lufs == pytest.approx(-16, abs=0.3)
    assert 20 * np.log10(np.abs(sound).max()) <= -2
    assert measured.longest_silence_s <= 0.36
    loud = np.flatnonzero(np.abs(sound) > 10 ** (-45 / 20)) / 48_000
    assert loud[0] < 0.06
    assert 0.05 < speech.seconds - loud[-1] < 0.16
    assert max(abs(sound[0]), abs(sound[-1])) < 0.002


def test_a_word_begins_where_its_sound_begins_and_ends_before_the_pause(desk):
    speech = say(desk, "Coffee. Butter. Tea.")
    sound, _ = soundfile.read(desk.path(speech.sound))
    level = np.abs(sound)
    for before, after in pairwise(speech.words):
        assert after.start - before.end > 0.15
        gap = level[int((before.end + 0.02) * 48_000) : int((after.start - 0.03) * 48_000)]
        assert gap.max() < 0.01
        assert level[int(after.start * 48_000) : int(after.end * 48_000)].max() > 0.1


def test_a_number_is_one_word_however_long_it_takes_to_say(desk):
    words = say(desk, "In 1987 we began").words
    assert [word.text for word in words] == ["In", "1987", "we", "began"]
    assert words[1].end - words[1].start > 2 * (words[2].end - words[2].start)


@pytest.mark.parametrize("pace", [0.5, 0.75, 1.5, 2.0])
def test_pace_is_a_factor_on_speed(desk, pace):
    text = "Every morning we roast our beans by hand in small batches so that the first cup tastes right."
    assert say(desk, text, pace=pace).seconds * pace == pytest.approx(say(desk, text).seconds, rel=0.1)


@pytest.mark.parametrize("text", ["<b>Hello</b> & <break/>", "[[h@l'oU]] hello", "\x01+99P hello"])
def test_markup_and_codes_are_spoken_as_plain_text(desk, text):
    speech = say(desk, text)
    assert "".join(word.text for word in speech.words) == "".join(text.split())


def test_a_control_code_does_not_change_the_voice(desk):
    assert say(desk, "\x01+99P hello").sound == say(desk, " +99P hello").sound


@pytest.mark.parametrize(("voice", "language"), [("Annie", "hi"), ("en-gb", "en"), ("EN-US+F3", "en"), ("", "en-IN")])
def test_voices_are_found_by_language_timbre_or_both(desk, voice, language):
    assert say(desk, "Coffee", language, voice=voice).seconds > 0.2


def test_timbres_sound_different(desk):
    assert len({say(desk, "Coffee", voice=voice).sound for voice in ("", "f3", "Annie", "en-gb")}) == 4


def test_kanji_are_refused_rather_than_misread(desk):
    with pytest.raises(BadInput, match="kanji"):
        say(desk, "世界", "ja")


@pytest.mark.parametrize(("language", "near"), [("hindi", "hi"), ("fo", "en"), ("xx", "en")])
def test_an_unknown_language_is_answered_with_near_ones(desk, language, near):
    with pytest.raises(BadInput, match=f"speaks no '{language}'") as refusal:
        say(desk, "Coffee", language)
    assert f"'{near}'" in refusal.value.hint


@pytest.mark.skipif(not CHILDREN.exists(), reason="the list of child processes is Linux's own")
def test_a_cancel_stops_the_voice_at_once_and_leaves_no_process(tmp_path):
    ask = {"voice": "gmw/en-US", "words_per_minute": 80, "text": "coffee " * 60_000, "wav": str(tmp_path / "a.wav")}

    before = CHILDREN.read_text()

    def cancel():
        assert CHILDREN.read_text() != before
        raise Cancelled()

    with pytest.raises(Cancelled):
        espeak.run(ask, cancel, 60)
    assert CHILDREN.read_text() == before


def test_a_voice_that_takes_too_long_or_fails_says_so(tmp_path):
    ask = {"voice": "gmw/en-US", "words_per_minute": 80, "text": "coffee " * 60_000, "wav": str(tmp_path / "a.wav")}
    with pytest.raises(EngineFailed, match="no sound within"):
        espeak.run(ask, lambda: None, 0.1)
    with pytest.raises(EngineFailed, match="no voice nobody"):
        espeak.run({**ask, "text": "coffee", "voice": "nobody"}, lambda: None, 20)


def test_a_very_long_data_path_is_no_hindrance(tmp_path):
    deep = tmp_path / ("d" * 120) / ("e" * 120)
    deep.mkdir(parents=True)
    (deep / "espeakng_loader").symlink_to(Path(espeakng_loader.__file__).parent)
    ask = {"voice": "inc/hi", "words_per_minute": 160, "text": "नमस्ते", "wav": str(tmp_path / "a.wav")}
    environment = {**os.environ, "PYTHONPATH": str(deep)}
    command = [sys.executable, str(espeak.PROGRAM)]
    ended = subprocess.run(command, input=json.dumps(ask).encode(), capture_output=True, env=environment, check=True)
    assert len(json.loads(ended.stdout)["events"]) == 1
    assert soundfile.info(tmp_path / "a.wav").duration > 0.3
