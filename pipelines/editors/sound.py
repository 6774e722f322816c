"""Mixes voice and music into the film's one finished sound: ducked, mastered, exactly as long as the film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import BinaryIO

import numpy as np

from pipelines.editors import effects, tracks
from pipelines.editors.ambience import Ambience, Heard
from pipelines.machinery import waves
from pipelines.machinery.limiter import Mastering, mastered
from pipelines.machinery.meters import HOP, Energies, Peaks, amplitude, integrated
from pipelines.machinery.waves import Sound
from studio.asks import Mix
from studio.film import SAMPLE_RATE, Artifact
from studio.roles import Desk

VOICE_LUFS = -16.0
AMBIENT_DB = 14.0  # how far what is heard of the shots lies under the voice when nobody speaks
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
    It is made two seconds at a time, so that a long film needs hardly more memory than a short one.
    """
    with ExitStack() as files, ThreadPoolExecutor(1) as beside:
        voice = Voice([(line.at, desk.path(line.sound)) for line in ask.voice], ask.samples)
        bed = tracks.Fitted(_opened(ask.music, desk, files), ask.samples) if ask.music else None
        bed_heard = beside.submit(_powers, bed) if bed else None
        voice_heard, loudest = _heard(voice)
        level = integrated(voice_heard * (2 / voice.channels))
        gain = amplitude(VOICE_LUFS - level) if np.isfinite(level) else 1.0
        speaking = loudest * gain > SPEAKING
        ducking = _ducking(bed_heard.result(), speaking) if bed_heard else None
        shots = Ambience([Heard(one.at, one.samples, desk.path(one.sound)) for one in ask.ambience], ask.samples)
        under = _under(shots, speaking) if ask.ambience else None
        draft = files.enter_context(desk.scratch(".f32").open("w+b"))
        energies, peaks = Energies(), Peaks()
        for at, frames in _pieces(ask.samples):
            piece = voice.read(at, frames) * np.float32(gain)
            if bed and ducking is not None:
                piece = piece + _ducked(bed.read(at, frames), at, ducking)
            elif piece.shape[1] == 1:
                piece = np.repeat(piece, 2, axis=1)
            if under is not None:
                piece = piece + _ducked(shots.read(at, frames), at, under)
            for effect in ask.effects:
                effects.lay(effect, piece, at)
            waves.fade_near_edges(piece, EDGE, at, ask.samples)
            metered = beside.submit(peaks.add, piece)
            energies.add(piece)
            draft.write(piece)
            metered.result()
        mastering = mastered(energies, peaks, ask.loudness, ask.peak - CODEC_DB)
        out = desk.scratch(".wav")
        waves.write_pieces(out, _finished(draft, ask.samples, mastering), channels=2)
    return desk.keep(out)


def _opened(sound: Artifact, desk: Desk, files: ExitStack) -> waves.Recording:
    return files.enter_context(closing(waves.Recording(desk.path(sound))))


def _pieces(samples: int) -> Iterator[tuple[int, int]]:
    return ((at, min(waves.PIECE, samples - at)) for at in range(0, samples, waves.PIECE))


def _finished(draft: BinaryIO, samples: int, mastering: Mastering) -> Iterator[Sound]:
    draft.seek(0)
    for at, frames in _pieces(samples):
        piece = np.fromfile(draft, np.float32, 2 * frames).reshape(-1, 2)
        mastering.apply(piece, at)
        yield piece


class Voice:
    """All lines at their places, with one channel where each has one: what is in the middle is as loud as in two.

    A line is opened when it is heard: a film may have more lines than a process may have files.
    """

    def __init__(self, lines: Sequence[tuple[int, Path]], frames: int) -> None:
        self.frames = frames
        self.channels, self._lines = 1, []
        for at, path in lines:
            with closing(waves.Recording(path)) as line:
                self.channels = max(self.channels, line.channels)
                self._lines.append((at, line.frames, path))

    def read(self, at: int, frames: int) -> Sound:
        piece = np.zeros((frames, self.channels), np.float32)
        for start, length, path in self._lines:
            first, last = max(at, start), min(at + frames, start + length)
            if first < last:
                with closing(waves.Recording(path)) as line:
                    said = line.read(first - start, last - first)
                waves.fade_near_edges(said, EDGE, first - start, length)
                piece[first - at : last - at] += said
        return piece


def _powers(bed: tracks.Fitted | Ambience) -> np.ndarray:
    """The power of each 100 ms."""
    energies = Energies()
    for at, frames in _pieces(bed.frames):
        energies.add(bed.read(at, frames))
    return energies.hops()


def _heard(voice: Voice) -> tuple[np.ndarray, np.ndarray]:
    """The voice's power in each 100 ms, and its largest sample in each 10 ms."""
    energies, loudest = Energies(), []
    for at, frames in _pieces(voice.frames):
        piece = voice.read(at, frames)
        energies.add(piece)
        high = np.max([np.abs(channel) for channel in piece.T], axis=0)
        loudest.append(np.maximum.reduceat(high, np.arange(0, frames, STEP)))
    return energies.hops(), np.concatenate(loudest)


def _ducking(bed: np.ndarray, speaking: np.ndarray) -> np.ndarray:
    """The bed's gain for every 10 ms, given its powers and where the voice speaks.

    The level is measured where the voice speaks, so that a loud passage of music is not left over a quiet line.
    """
    return amplitude(VOICE_LUFS - UNDER_DB + OPEN_DB - _level(bed, speaking)) * amplitude_curve(speaking)


def _under(shots: Ambience, speaking: np.ndarray) -> np.ndarray:
    """The gain for every 10 ms of what is heard of the shots: where they sound, and down while somebody speaks."""
    return amplitude(VOICE_LUFS - AMBIENT_DB - _level(_powers(shots), ~speaking)) * amplitude_curve(speaking)


def _ducked(piece: Sound, at: int, gains: np.ndarray) -> Sound:
    """What of the bed, or of the shots, begins at a frame, in place."""
    near = slice(max(at // STEP - 1, 0), (at + len(piece)) // STEP + 2)
    centres = (np.arange(len(gains[near])) + near.start + 0.5) * STEP
    piece *= np.interp(np.arange(at, at + len(piece)), centres, gains[near]).astype(np.float32)[:, None]
    return piece


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


def _level(powers: np.ndarray, speaking: np.ndarray) -> float:
    """The bed's loudness in LUFS where the voice speaks; of the whole bed when that is silent; 0 for silence."""
    hops = np.add.reduceat(speaking, np.arange(0, len(speaking), HOP // STEP))[: len(powers)] > 0
    for level in (integrated(powers[hops]), integrated(powers)):
        if np.isfinite(level):
            return level
    return 0.0
