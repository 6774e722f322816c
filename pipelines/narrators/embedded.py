"""The embedded narrator: espeak-ng speaks, and every written word gets its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import soundfile

from pipelines.machinery import waves
from pipelines.narrators import espeak
from pipelines.narrators.polish import Polished, polish
from pipelines.narrators.spoken import KANJI, Written, spoken, written_words
from pipelines.narrators.voices import Voices
from pipelines.narrators.words import timed
from studio.asks import Speak
from studio.errors import BadInput
from studio.film import SAMPLE_RATE, Speech
from studio.roles import Desk

WORDS_PER_MINUTE = 160  # an advertisement's unhurried pace
PATIENCE = 20.0  # seconds for a line, and a little more for every character of it
PATIENCE_PER_CHARACTER = 0.01
NOTHING_TO_SAY = 0.6  # seconds of silence for a line without a sound, such as one of emoji alone


class Espeak:
    """Speaks each line in a fresh process, so that the same line always sounds the same."""

    def speak(self, asks: Sequence[Speak], desk: Desk) -> Iterator[Speech]:
        for done, ask in enumerate(asks):

            def tick(done: int = done) -> None:
                desk.tick(done / len(asks))

            tick()
            yield self._say(ask, desk, tick)

    @cached_property
    def _voices(self) -> Voices:
        return Voices.listed(**espeak.run({}, lambda: None, PATIENCE)["voices"])

    def _say(self, ask: Speak, desk: Desk, tick: Callable[[], None]) -> Speech:
        voice = self._voices.choose(ask.language, ask.voice)
        _refuse_kanji(voice, ask.text)
        written = written_words(ask.text)
        texts = [word.text for word in written]
        text, owners = _script(written, ask.language)
        out = desk.scratch(".wav")
        events, polished = _sounded(voice, text, ask.pace, out, tick) if text else ([], None)
        if polished is None:
            waves.write(out, np.zeros((int(NOTHING_TO_SAY * SAMPLE_RATE), 1), np.float32))
            return Speech(sound=desk.keep(out), seconds=NOTHING_TO_SAY, words=timed(texts, {}, (), NOTHING_TO_SAY))
        begins: dict[int, float] = {}
        for character, second in events:
            begins.setdefault(owners[min(max(character, 0), len(owners) - 1)], polished.moved(second))
        seconds = len(polished.sound) / SAMPLE_RATE
        waves.write(out, polished.sound)
        return Speech(sound=desk.keep(out), seconds=seconds, words=timed(texts, begins, polished.pauses, seconds))


def _script(written: Sequence[Written], language: str) -> tuple[str, list[int]]:
    """The text to speak, and for each of its characters the number of the written word it belongs to."""
    text, owners = "", []
    for index, word in enumerate(written):
        said = spoken(word.text, language)
        if said:
            piece = said if word.glued or not text else f" {said}"
            text += piece
            owners += [index] * len(piece)
    return text, owners


def _sounded(
    voice: str, text: str, pace: float, out: Path, tick: Callable[[], None]
) -> tuple[list[tuple[int, float]], Polished | None]:
    """The characters at which words began, with their raw seconds; and the polished sound, if there is any."""
    ask = {"voice": voice, "words_per_minute": round(WORDS_PER_MINUTE * pace), "text": text, "wav": str(out)}
    answer = espeak.run(ask, tick, PATIENCE + PATIENCE_PER_CHARACTER * len(text))
    raw, rate = soundfile.read(out, dtype="float32")
    return [(character, sample / rate) for character, sample in answer["events"]], polish(raw, rate)


def _refuse_kanji(voice: str, text: str) -> None:
    """espeak-ng reads kana only, and says "Chinese letter" in English for every kanji."""
    if voice.startswith("jpx/ja") and KANJI.search(text):
        raise BadInput("This narrator cannot read kanji.", "Write the line in kana, or choose another narrator.")
