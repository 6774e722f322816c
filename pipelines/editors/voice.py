"""Cleans a spoken line: rumble and hiss taken away, pauses tightened, one loudness; a clean one is left alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipelines.editors import hiss, pauses
from pipelines.editors.sound import EDGE, VOICE_LUFS
from pipelines.machinery import waves
from pipelines.machinery.limiter import master
from pipelines.machinery.meters import Peaks, amplitude, heard, loudness
from pipelines.machinery.waves import Sound
from studio.asks import Clean
from studio.film import SAMPLE_RATE, Speech, Word
from studio.roles import Desk

NEAR = 0.5  # LU from the voice's loudness in the mix that nobody hears
PEAK_DB, HIGHEST_DB = -2.0, -1.0  # dBTP of what is levelled, and what may stay
SILENT_LUFS = -60.0  # nothing is said there that could be brought up
SHORTEST = SAMPLE_RATE // 10  # frames
CLEANED = "cleaned"  # what hiss is left must not be taken away twice, so a cleaned file says that it is one


def clean(ask: Clean, desk: Desk) -> Speech:
    """The line as a mono WAV at 48 kHz, its words moved along; the same speech where nothing is to be done."""
    path = desk.path(ask.speech.sound)
    if waves.comment(path) == CLEANED:
        return ask.speech
    raw = _mono(waves.read(path))
    level = loudness(raw)
    if len(raw) < SHORTEST or level < SILENT_LUFS:
        return ask.speech
    quiet = hiss.without_hiss(hiss.without_rumble(raw[:, 0]))
    kept = pauses.kept(quiet, ask.speech.words)
    levelled = abs(level - VOICE_LUFS) <= NEAR and heard(raw, Peaks()).all().max() <= amplitude(HIGHEST_DB)
    if levelled and np.array_equal(quiet, raw[:, 0]) and kept == [(0, len(raw))]:
        return ask.speech
    made = pauses.joined(quiet, kept)[:, None]
    master(made, VOICE_LUFS, PEAK_DB)
    waves.fade_edges(made, EDGE)
    out = desk.scratch(".wav")
    waves.write(out, made, comment=CLEANED)
    seconds = len(made) / SAMPLE_RATE
    return Speech(sound=desk.keep(out), seconds=seconds, words=_moved(ask.speech.words, kept, seconds))


def _mono(sound: Sound) -> Sound:
    """One channel: the mean, or the louder one where the two would cancel each other."""
    mean, powers = sound.mean(axis=1, keepdims=True), (sound**2).sum(axis=0)
    if (mean**2).sum() < powers.max() / 10:
        return sound[:, [int(powers.argmax())]]
    return np.asarray(mean)


def _moved(words: Sequence[Word], kept: Sequence[tuple[int, int]], seconds: float) -> tuple[Word, ...]:
    """The same words at the moments at which they are said when only these frames are kept."""
    raw = np.array(kept).ravel() / SAMPLE_RATE
    lengths = np.array([[0, end - begin] for begin, end in kept])
    now = (lengths + np.cumsum([0, *lengths[:-1, 1]])[:, None]).ravel() / SAMPLE_RATE
    starts, ends = (np.interp([getattr(word, at) for word in words], raw, now) for at in ("start", "end"))
    return tuple(
        Word(text=word.text, start=round(float(start), 6), end=min(round(float(end), 6), seconds))
        for word, start, end in zip(words, starts, ends, strict=True)
    )
