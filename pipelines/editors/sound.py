"""Mixes voice and music into the film's one finished sound: ducked, mastered, exactly as long as the film."""

from __future__ import annotations

import numpy as np

from pipelines.editors import effects, tracks
from pipelines.machinery import waves
from pipelines.machinery.limiter import master
from pipelines.machinery.meters import HOP, Sound, amplitude, hop_powers, integrated
from studio.asks import Mix
from studio.film import SAMPLE_RATE, Artifact
from studio.roles import Desk

VOICE_LUFS = -16.0
UNDER_DB = 10.5  # how far the bed lies under the voice while it speaks
OPEN_DB = 6.5  # how far it opens up when nobody speaks
ATTACK = 0.08  # seconds; the bed is down when the word begins
RELEASE = 0.4  # seconds
HOLD = 0.12  # seconds; the space between two words opens nothing
STEP = SAMPLE_RATE // 100  # the ducking moves in steps of 10 ms, drawn as straight lines between them
SPEAKING = amplitude(-45.0)
EDGE = SAMPLE_RATE // 200  # fades of 5 ms against clicks
CODEC_DB = 0.5  # AAC at 192 kbit/s put up to 0.2 dB on top of the peaks of our mixes


def mix(ask: Mix, desk: Desk) -> Artifact:
    """A stereo WAV at 48 kHz and 16 bit of exactly `ask.samples` frames, at the asked loudness and true peak.

    Without music it is the voice alone, without a voice the music alone, without either digital silence.
    """
    voice = _voice(ask, desk)
    if ask.music is not None:
        enough = ask.samples + 1  # so many that a longer track is known for one
        sound = tracks.fitted(waves.read(desk.path(ask.music), enough), ask.samples)
        duck(sound, _speaking(voice))
        sound += voice
    else:
        sound = np.repeat(voice, 2 // voice.shape[1], axis=1)
    del voice
    for effect in ask.effects:
        effects.lay(effect, sound)
    waves.fade_edges(sound, EDGE)
    master(sound, ask.loudness, ask.peak - CODEC_DB)
    out = desk.scratch(".wav")
    waves.write(out, sound)
    return desk.keep(out)


def duck(bed: Sound, speaking: np.ndarray) -> None:
    """Bring the bed in place to its level under the voice where `speaking`, and let it open up elsewhere.

    `speaking` says for every 10 ms whether the voice is heard. The level is measured where the voice
    speaks, so that a loud passage of music is not left over a quiet line.
    """
    bed *= np.float32(amplitude(VOICE_LUFS - UNDER_DB + OPEN_DB - _level(bed, speaking)))
    gains = amplitude_curve(speaking)
    centres = (np.arange(len(gains)) + 0.5) * STEP
    for at in range(0, len(bed), waves.CHUNK):
        chunk = bed[at : at + waves.CHUNK]
        chunk *= np.interp(np.arange(at, at + len(chunk)), centres, gains).astype(np.float32)[:, None]


def amplitude_curve(speaking: np.ndarray) -> np.ndarray:
    """The bed's gain for every 10 ms: 1 in the open, down by OPEN_DB before a word and until after it."""
    steps = np.arange(len(speaking))
    last = np.maximum.accumulate(np.where(speaking, steps, -(10**9)))
    following = np.minimum.accumulate(np.where(speaking, steps, 10**9)[::-1])[::-1]
    since = (steps - last) * STEP / SAMPLE_RATE
    until = (following - steps) * STEP / SAMPLE_RATE
    coming = np.clip(1.0 + (STEP / SAMPLE_RATE - until) / ATTACK, 0.0, 1.0)
    going = np.clip(1.0 - (since - HOLD) / RELEASE, 0.0, 1.0)
    down = np.maximum(coming, going)
    return np.asarray(10.0 ** (-OPEN_DB * down * down * (3.0 - 2.0 * down) / 20.0))


def _voice(ask: Mix, desk: Desk) -> Sound:
    """All lines at their places in a stem at the voice's loudness, silence when there are none.

    It has one channel where each line has one; what is in the middle is as loud as in two.
    """
    lines = [(line.at, waves.read(desk.path(line.sound))) for line in ask.voice]
    channels = max((sound.shape[1] for _, sound in lines), default=1)
    stem = np.zeros((ask.samples, channels), np.float32)
    for at, sound in lines:
        waves.fade_edges(sound, EDGE)
        here = stem[at : at + len(sound)]
        here += sound[: len(here)]
    level = integrated(hop_powers(stem) * (2 / channels))
    if np.isfinite(level):
        stem *= np.float32(amplitude(VOICE_LUFS - level))
    return stem


def _speaking(voice: Sound) -> np.ndarray:
    """For every 10 ms, whether the voice is heard."""
    loudest = np.max([np.abs(channel) for channel in voice.T], axis=0)
    return np.asarray(np.maximum.reduceat(loudest, np.arange(0, len(voice), STEP)) > SPEAKING)


def _level(bed: Sound, speaking: np.ndarray) -> float:
    """The bed's loudness in LUFS where the voice speaks; of the whole bed when that is silent; 0 for silence."""
    powers = hop_powers(bed)
    hops = np.add.reduceat(speaking, np.arange(0, len(speaking), HOP // STEP))[: len(powers)] > 0
    for level in (integrated(powers[hops]), integrated(powers)):
        if np.isfinite(level):
            return level
    return 0.0
