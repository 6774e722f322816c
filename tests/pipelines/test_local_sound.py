"""Voices, music and effects by models on this machine: tiny ones of random weights, loaded and asked as real ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch
from safetensors.torch import load_file, save_file

from pipelines import catalog
from pipelines.composers import beds
from pipelines.machinery.models import families
from pipelines.narrators import breaths
from pipelines.narrators.local import align, convert
from pipelines.narrators.local.base import LEVEL, seeded
from pipelines.narrators.numerals import worded
from pipelines.narrators.phonemes import owned, pronounced
from pipelines.narrators.polish import polish
from pipelines.narrators.spoken import written_words
from studio.asks import Compose, Foley, Speak
from studio.cards import Card
from studio.consent import Consents
from studio.crew import WorkDesk
from studio.errors import BadInput, EngineFailed, EngineMissing, Refused
from studio.film import SAMPLE_RATE, Speech, edited
from tests import tiny
from tests.tiny.sounds import FRAMES

VCTK, SPANISH, HINDI = "coqui-vctk", "coqui-css10-es", "mms-hi"
PAD_SILENCE_SAMPLES = 10_000  # that Coqui puts after each sentence (TTS/utils/synthesizer.py)
Hire = Callable[[str], Any]


@pytest.fixture
def hire(models: Path) -> Hire:
    def hired(name: str) -> Any:
        card = catalog.cards()[name]
        tiny.put(card.runs.source, models)
        return catalog.hire(card)

    return hired


def said(narrator: Any, desk: WorkDesk, text: str, language: str, **options: Any) -> Speech:
    return next(iter(narrator.speak([Speak(text=text, language=language, **options)], desk)))


def copied(name: str, models: Path, to: Path) -> Card:
    """The card of a model's copy in a folder of the user's own, whose files may be spoilt."""
    card = catalog.cards()[name]
    shutil.copytree(tiny.put(card.runs.source, models), to)
    return families.card_of(card.seat, str(to))


def spoilt(file: Path) -> None:
    save_file({name: torch.full_like(tensor, torch.nan) for name, tensor in load_file(file).items()}, file)


# Words and their times


@pytest.mark.parametrize(("name", "language", "rate"), [(SPANISH, "es", 22_050), (HINDI, "hi", 16_000)])
def test_words_begin_where_the_model_itself_begins_their_letters(hire, desk, name, language, rate):
    speech = said(hire(name), desk, "ab cdefgh i jklm", language)
    sign = 64 * FRAMES / rate  # seconds
    signs_before = [1, 7, 21, 25]  # a blank, and then a letter and a blank each; spaces are letters too
    assert [word.start for word in speech.words] == pytest.approx([sign * count for count in signs_before], abs=0.02)


def test_each_sign_of_a_pronunciation_belongs_to_its_word():
    words = list(enumerate(["The", "apple", "of", "the", "year:", "only", "25", "euros,", "a", "bargain!"]))
    signs = pronounced(words, "en-us", lambda: None)
    assert [owner for _, owner in signs] == sorted(owner for _, owner in signs)
    spoken = {number: "".join(sign for sign, owner in signs if owner == number).strip(" ,:!") for number, _ in words}
    assert spoken[1] == "ˈæpəl"
    assert spoken[2].startswith("ʌv") and spoken[3].startswith("ðə")  # said as one, in one breath
    assert spoken[6].count(" ") == 1  # twenty five


def test_what_is_joined_in_speech_is_parted_at_its_words():
    assert owned("ʌvðə", [(4, "ʌv"), (5, "ðə")]) == [4, 4, 5, 5]
    assert owned("wʌn tuː", [(1, "wʌntuː")]) == [1] * 7


def test_the_aligner_follows_where_each_token_is_looked_for():
    looks = np.full((3, 9), -1.0)
    for token, frames in enumerate([(0, 2), (2, 6), (6, 9)]):
        looks[token, slice(*frames)] = 1.0
    assert align.path(looks) == [0, 2, 6]


def test_a_voice_without_times_of_its_own_gets_them_from_the_aligner(hire, desk):
    speech = said(hire("xtts-v2"), desk, "Fresh coffee. Roasted today, for you.", "en", voice="luis moray")
    assert [word.text for word in speech.words] == ["Fresh", "coffee.", "Roasted", "today,", "for", "you."]
    assert all(before.end <= after.start for before, after in pairwise(speech.words))
    assert speech.words[-1].end <= speech.seconds


# What is said


@pytest.mark.parametrize(
    ("written", "language", "spoken"),
    [
        ("$4.50", "en", "four point five dollars"),
        ("25%", "en", "twenty-five percent"),
        ("20km", "fr", "vingt kilomètres"),
        ("1.200", "de", "eintausendzweihundert"),
        ("₹1,250", "hi", "एक हज़ार दो सौ पचास रुपये"),
        ("५०", "hi", "पचास"),
        ("255", "sw", "mia mbili na hamsini na tano"),
        ("25", "ta", "இரண்டு ஐந்து"),
        ("007", "en", "zero zero seven"),
        ("-5°C", "en", "minus five degrees Celsius"),
        ("10-20", "en", "ten - twenty"),
        ("€4,50", "it", "quattro virgola cinque euro"),
        ("25%", "sw", "asilimia ishirini na tano"),
        ("A&B", "fr", "A et B"),
        ("km,", "de", "Kilometer,"),
        ("☕", "en", ""),
    ],
)
def test_numbers_units_and_signs_are_written_out_in_the_language(written, language, spoken):
    assert worded(written, language) == spoken


def test_a_number_that_nobody_here_can_spell_is_refused_rather_than_left_out():
    with pytest.raises(BadInput, match="cannot read the number"):
        worded("5", "ga")


def test_letters_of_another_form_are_spoken_and_foreign_ones_left_out(hire, desk):
    plain, accented = (said(hire(HINDI), desk, text, "hi").seconds for text in ("cafe", "Café"))
    assert plain == accented
    assert said(hire(HINDI), desk, "cafe 日本", "hi").seconds == pytest.approx(plain, abs=0.1)


def test_a_line_of_which_nothing_can_be_spoken_is_refused(hire, desk):
    with pytest.raises(BadInput, match="knows none of its letters"):
        said(hire(HINDI), desk, "日本語", "hi")


def test_a_language_that_it_does_not_speak_is_refused_and_its_own_are_named(hire, desk):
    with pytest.raises(BadInput) as refusal:
        said(hire("xtts-v2"), desk, "Habari", "sw")
    assert "sw" in refusal.value.what
    assert "pt" in refusal.value.hint


def test_a_region_is_spoken_as_the_language_that_the_voice_knows(hire, desk):
    assert said(hire(SPANISH), desk, "Hola", "es-MX") == said(hire(SPANISH), desk, "Hola", "es")


def test_voices_are_chosen_by_name_and_sound_otherwise(hire, desk):
    narrator = hire(VCTK)
    first, second, unnamed = (said(narrator, desk, "Hello", "en", voice=voice) for voice in ("p225", "P226", ""))
    assert first.sound != second.sound
    assert unnamed == first
    with pytest.raises(BadInput) as refusal:
        said(narrator, desk, "Hello", "en", voice="p999")
    assert "p225" in refusal.value.hint


@pytest.mark.parametrize("name", [VCTK, HINDI, "xtts-v2"])
def test_twice_the_pace_takes_about_half_the_time(hire, desk, name):
    language = catalog.cards()[name].languages[0]
    natural, quick = (
        said(hire(name), desk, "a line of seven words to speak", language, pace=pace).seconds for pace in (1.0, 2.0)
    )
    assert quick / natural == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize("name", [VCTK, HINDI, "xtts-v2"])
def test_a_line_sounds_the_same_whatever_was_spoken_before_it(hire, desk, name):
    narrator, language = hire(name), catalog.cards()[name].languages[0]
    torch.manual_seed(1)
    alone = said(narrator, desk, "one line", language)
    torch.manual_seed(2)  # somebody else's noise is not this voice's
    asks = [Speak(text=text, language=language) for text in ("another", "one line", "a third")]
    assert list(narrator.speak(asks, desk))[1] == alone


def test_a_long_line_is_said_in_breaths_with_pauses_between_its_sentences(hire, desk):
    sentence = "a sentence that goes on and on, with a comma in its middle, and then some more words at its end. "
    words = said(hire(HINDI), desk, sentence * 4, "hi").words
    pauses = [before.text for before, after in pairwise(words) if after.start - before.end > 0.1]
    assert pauses == ["end."] * 3


def test_breaths_join_without_a_click():
    tone = np.cos(np.arange(22_050) * 2 * np.pi * 200 / 22_050).astype(np.float32)  # begins at its loudest
    whole = breaths.joined([breaths.Sounded(tone, 22_050, {0: 0.0}), breaths.Sounded(tone, 22_050, {1: 0.1})], 1.0)
    edged = np.concatenate([[0.0], whole.samples, [0.0]])
    assert np.abs(np.diff(edged)).max() <= 1.01 * np.abs(np.diff(tone)).max()
    assert whole.begins == {0: 0.0, 1: pytest.approx(1.4)}


def test_a_sentence_that_is_too_long_is_parted_at_a_comma():
    text = "one two three four five, six seven eight nine ten eleven"
    written = written_words(text)
    parts = breaths.stretches(text, written, [word.text for word in written], "en", 40)
    assert [part.text for part in parts] == ["one two three four five,", "six seven eight nine ten eleven"]


# Files


def test_a_pickle_that_needs_code_is_refused(models, desk, tmp_path):
    card = copied(SPANISH, models, tmp_path / "voice")
    for file in (convert.WEIGHTS, convert.VOICE):
        (tmp_path / "voice" / file).unlink()
    torch.save({"model": {"weight": torch.zeros(1)}, "run": print}, tmp_path / "voice" / "model_file.pth")
    with pytest.raises(Refused, match=r"model_file\.pth"):
        said(catalog.hire(card), desk, "hola", "es")
    assert not (tmp_path / "voice" / convert.WEIGHTS).exists()


def test_a_config_that_names_code_of_others_is_refused():
    characters = {"characters_class": "os.system"}
    with pytest.raises(Refused, match=r"os\.system"):
        convert.cleaned({"model": "vits", "characters": characters}, [], [])


def test_paths_of_the_machine_that_a_voice_was_trained_on_are_left_out():
    config = {"model": "vits", "model_args": {"speakers_file": "/home/me/speakers.pth", "hidden_channels": 8}}
    kept = convert.cleaned(config, ["p225"], ["en"])
    assert "speakers_file" not in kept["model_args"]
    assert (kept["speakers"], kept["languages"]) == (["p225"], ["en"])


def test_a_converted_voice_speaks_as_coqui_itself_does_from_the_pickle(hire, models, desk):
    from TTS.api import TTS  # noqa: PLC0415 - five seconds to import

    text, folder = "hola mundo", models / catalog.cards()[SPANISH].runs.source
    ours = said(hire(SPANISH), desk, text, "es")
    pickled = {"model_path": str(folder / "model_file.pth"), "config_path": str(folder / "config.json")}
    theirs = TTS(**pickled, progress_bar=False)
    with seeded(text, "es", ""):
        raw = np.array(theirs.tts(text, split_sentences=False), np.float32)[:-PAD_SILENCE_SAMPLES]
    heard, _ = soundfile.read(desk.path(ours.sound))
    polished = polish(raw * (LEVEL / np.abs(raw).max()), 22_050).sound[:, 0]
    assert len(heard) == len(polished)
    inside = slice(1_000, 10_000)  # frames between the fades at its ends
    assert np.abs(heard[inside] - polished[inside]).max() < 0.02 * np.abs(heard).max()


def test_a_voice_from_before_torch_2_speaks_the_same(hire, models, desk, tmp_path):
    card = copied(SPANISH, models, tmp_path / "voice")
    file = tmp_path / "voice" / "model_file.pth"
    old = {"parametrizations.weight.original0": "weight_g", "parametrizations.weight.original1": "weight_v"}
    read = torch.load(file, weights_only=True)
    for now, before in old.items():
        read["model"] = {name.replace(now, before): tensor for name, tensor in read["model"].items()}
    for made in (convert.WEIGHTS, convert.VOICE):
        (tmp_path / "voice" / made).unlink()
    torch.save(read, file)
    assert said(catalog.hire(card), desk, "hola", "es") == said(hire(SPANISH), desk, "hola", "es")


def test_xtts_keeps_its_own_speakers_and_nothing_that_copies_others(hire, models):
    folder = models / catalog.cards()["xtts-v2"].runs.source
    hire("xtts-v2")
    pickled = torch.load(folder / "speakers_xtts.pth", weights_only=True)
    kept = load_file(folder / convert.SPEAKERS)
    assert torch.equal(kept["1.speaker_embedding"], pickled["Luis Moray"]["speaker_embedding"])
    assert not [name for name in load_file(folder / convert.WEIGHTS) if "speaker_encoder" in name]


@pytest.mark.parametrize("name", [SPANISH, HINDI])
def test_a_voice_that_gives_nan_is_an_engine_that_failed(models, desk, tmp_path, name):
    card = copied(name, models, tmp_path / "voice")
    spoilt(tmp_path / "voice" / convert.WEIGHTS)
    with pytest.raises(EngineFailed):
        said(catalog.hire(card), desk, "hola", "es" if name == SPANISH else "hi")


def test_weights_that_do_not_fit_their_config_are_said_so(models, desk, tmp_path):
    card = copied(SPANISH, models, tmp_path / "voice")
    voice = json.loads((tmp_path / "voice" / convert.VOICE).read_text())
    voice["model_args"]["hidden_channels"] = 16
    (tmp_path / "voice" / convert.VOICE).write_text(json.dumps(voice))
    with pytest.raises(EngineFailed, match="do not fit"):
        said(catalog.hire(card), desk, "hola", "es")


def test_a_folder_is_known_for_coquis_or_transformers_voice(models, tmp_path):
    assert copied(SPANISH, models, tmp_path / "one").runs.family == "coqui-vits"
    assert copied(HINDI, models, tmp_path / "two").runs.family == "vits"


def test_a_voice_of_ones_own_speaks_the_language_that_its_files_name(models, desk, tmp_path):
    narrator = catalog.hire(copied(HINDI, models, tmp_path / "voice"))
    assert said(narrator, desk, "नमस्ते", "hi").seconds > 0
    with pytest.raises(BadInput, match="speaks no 'de'"):
        said(narrator, desk, "hallo", "de")


def test_a_language_that_must_be_written_in_latin_letters_first_is_refused(models, desk, tmp_path):
    card = copied(HINDI, models, tmp_path / "voice")
    file = tmp_path / "voice" / "tokenizer_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"is_uroman": True}))
    with pytest.raises(EngineMissing, match="Latin"):
        said(catalog.hire(card), desk, "नमस्ते", "hi")


@pytest.mark.parametrize("name", ["xtts-v2", HINDI, "stable-audio-open"])
def test_what_may_not_be_used_freely_works_only_once_its_licence_is_accepted(tmp_path, name):
    card = catalog.cards()[name]
    assert card.forbids
    with pytest.raises(Refused):
        Consents(tmp_path / "consents.json").require(card)


# Music and effects


def quick(name: str, models: Path) -> Any:
    card = catalog.cards()[name]
    tiny.put(card.runs.source, models)
    return catalog.hire(edited(card, model=edited(card.runs, steps=3)))


def test_a_sound_that_goes_round_has_no_click_at_its_joint():
    noise = np.random.default_rng(1).standard_normal((3 * SAMPLE_RATE, 2)).astype(np.float32)
    sound = np.cumsum(noise, axis=0)  # a rumble: neighbours are alike, so that a jump would show
    sound = 0.1 * (sound - sound.mean(axis=0)) / sound.std()
    looped = beds.looped(sound, 10 * SAMPLE_RATE, bar=0.75)
    assert len(looped) >= 10 * SAMPLE_RATE
    assert np.abs(np.diff(looped, axis=0)).max() <= 1.5 * np.abs(np.diff(sound, axis=0)).max()
    assert np.array_equal(looped[:SAMPLE_RATE], sound[:SAMPLE_RATE])


def test_a_loop_keeps_to_the_beat_of_what_it_repeats():
    beat = 0.5
    sound = np.zeros((int(5.9 * SAMPLE_RATE), 2), np.float32)
    for stroke in range(12):
        at = int(stroke * beat * SAMPLE_RATE)
        sound[at : at + 2000] += 0.5 * np.exp(-np.arange(2000) / 300)[: len(sound) - at, None]
    looped = beds.looped(sound, 20 * SAMPLE_RATE, bar=4 * beat)
    strokes = np.flatnonzero((looped[1:, 0] > 0.25) & (looped[:-1, 0] <= 0.25)) / SAMPLE_RATE
    assert np.diff(strokes) == pytest.approx([beat] * (len(strokes) - 1), abs=0.002)


def test_silence_before_the_first_note_is_cut_away():
    sound = np.zeros((SAMPLE_RATE, 2), np.float32)
    sound[20_000:] = 0.5
    assert 0 <= np.argmax(beds.begun(sound)[:, 0] > 0) <= 480


def test_a_bed_longer_than_the_model_plays_goes_round_to_the_sample(models, desk):
    composer = quick("stable-audio-open", models)
    bed = next(iter(composer.compose([Compose(mood="calm", samples=600_001, seed=5)], desk)))
    sound, rate = soundfile.read(desk.path(bed))
    assert (sound.shape, rate) == ((600_001, 2), SAMPLE_RATE)
    assert np.abs(sound[-96_000:-48_000]).max() > 0.01


def test_music_does_not_depend_on_what_was_asked_beside_it(models, desk):
    composer = quick("ace-step", models)
    asks = [Compose(mood=mood, samples=48_000, seed=3) for mood in ("tense", "warm")]
    assert list(composer.compose(asks, desk))[1] == next(iter(composer.compose(asks[1:], desk)))


def test_a_composer_of_music_alone_makes_no_effects(models, desk):
    with pytest.raises(BadInput, match="no sound effects"):
        list(quick("ace-step", models).foley([Foley(hears="rain", samples=4_800)], desk))


@pytest.mark.parametrize("name", ["ace-step", "stable-audio-open"])
def test_music_of_nan_is_an_engine_that_failed(models, desk, tmp_path, name):
    card = copied(name, models, tmp_path / "music")
    spoilt(tmp_path / "music" / "vae" / "diffusion_pytorch_model.safetensors")
    composer = catalog.hire(edited(card, model=edited(card.runs, steps=2)))
    with pytest.raises(EngineFailed):
        list(composer.compose([Compose(mood="warm", samples=48_000)], desk))
