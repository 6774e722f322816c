"""Plays a score: every note at its place, in one room, as one stereo sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
from scipy.signal import butter, fftconvolve, sosfilt

from pipelines.composers import instruments
from pipelines.composers.notes import Note
from pipelines.composers.score import Score
from pipelines.machinery.limiter import master
from studio.film import SAMPLE_RATE

LUFS = -20.0
PEAK_DB = -3.0
LATE = 0.006  # seconds; how far a player may miss the beat
ROOM = 1.7  # seconds until the room has faded by 60 dB
ROOM_LEVEL = 0.30
BLOCK = 20 * SAMPLE_RATE  # the room and the filters work in blocks, so that a long piece needs little memory
SILENT_END = SAMPLE_RATE // 50  # the last 20 ms are digital silence
PAD_LEFT, PAD_RIGHT = (-6.0, 1.0, 4.0), (6.0, -1.0, -4.0)  # cents

Instrument = Callable[[int, float], np.ndarray]
TUNED: dict[str, Instrument] = {
    "keys": instruments.keys,
    "string": instruments.string,
    "wood": instruments.wood,
    "bell": instruments.bell,
    "bass": instruments.bass,
}
STRUCK = {"kick": instruments.kick, "shaker": instruments.shaker, "brush": instruments.brush}


@dataclass(frozen=True)
class Seat:
    """Where a part sits: its level, its place from -1 left to 1 right, and its share in the room."""

    level: float
    pan: float
    room: float


SEATS = {
    "pad": Seat(0.105, 0.0, 0.5),
    "arpeggio": Seat(0.24, 0.45, 0.7),
    "lead": Seat(0.30, -0.3, 0.8),
    "bass": Seat(0.24, 0.0, 0.05),
    "kick": Seat(0.32, 0.0, 0.05),
    "shaker": Seat(0.18, -0.35, 0.2),
    "brush": Seat(0.20, 0.2, 0.4),
}


def play(score: Score, samples: int, seed: int) -> np.ndarray:
    """Exactly `samples` frames of stereo at 48 kHz, float32, about -20 LUFS, silent at its very end."""
    dry = np.zeros((samples, 2), np.float32)
    send = np.zeros(samples, np.float32)
    _place_all(score, dry, send, Random(seed))
    _add_room(dry, send)
    _clean(dry)
    _ring_out(dry, int(score.last * score.beat * SAMPLE_RATE))
    master(dry, LUFS, PEAK_DB)
    return dry


def _place_all(score: Score, dry: np.ndarray, send: np.ndarray, random: Random) -> None:
    ready: dict[tuple[str, int, float], np.ndarray] = {}  # many notes are alike: each is made once
    for note in score.notes:
        seconds = _lasting(note, score)
        key = (note.part, note.pitch, seconds)
        if key not in ready:
            ready[key] = _sounded(note, seconds, score)
        seat = SEATS[note.part]
        late = random.uniform(0.0, LATE) if note.part != "pad" else 0.0
        at = int((note.start * score.beat + late) * SAMPLE_RATE)
        sound = ready[key][: max(len(dry) - at, 0)] * np.float32(seat.level * note.strength)
        dry[at : at + len(sound)] += sound
        send[at : at + len(sound)] += sound.mean(axis=1) * np.float32(seat.room)


def _lasting(note: Note, score: Score) -> float:
    """Seconds the instrument is let sound, in steps of a twentieth so that like notes are shared."""
    return max(round(note.beats * score.beat * 20) / 20, 0.1)


def _sounded(note: Note, seconds: float, score: Score) -> np.ndarray:
    """One note in stereo at full strength."""
    if note.part == "pad":
        left, right = (instruments.pad(note.pitch, seconds, detune) for detune in (PAD_LEFT, PAD_RIGHT))
        return np.stack([left, right], axis=1)
    if note.part in STRUCK:
        mono = STRUCK[note.part]()
    else:
        names = {"arpeggio": score.character.arpeggio, "lead": score.character.lead, "bass": "bass"}
        mono = TUNED[names[note.part]](note.pitch, seconds)
    turn = (SEATS[note.part].pan + 1) * np.pi / 4
    return np.stack([mono * np.float32(np.cos(turn)), mono * np.float32(np.sin(turn))], axis=1) * np.float32(2**0.5)


def _add_room(dry: np.ndarray, send: np.ndarray) -> None:
    """A small hall: noise that fades, the highs first, different in each ear."""
    for ear in range(2):
        answer = _room_answer(ear)
        for at in range(0, len(send), BLOCK):
            wet = fftconvolve(send[at : at + BLOCK], answer)
            end = min(at + len(wet), len(dry))
            dry[at:end, ear] += wet[: end - at] * np.float32(ROOM_LEVEL)


def _room_answer(ear: int) -> np.ndarray:
    t = np.arange(int(ROOM * SAMPLE_RATE)) / SAMPLE_RATE
    hiss = np.random.default_rng(100 + ear).standard_normal(len(t))
    dull = sosfilt(butter(1, 1400, fs=SAMPLE_RATE, output="sos"), hiss)
    fresh = sosfilt(butter(1, 5000, fs=SAMPLE_RATE, output="sos"), hiss)
    tail = dull * 10 ** (-3 * t / ROOM) + 0.5 * fresh * 10 ** (-3 * t / (0.4 * ROOM))
    tail = sosfilt(butter(2, 180, "highpass", fs=SAMPLE_RATE, output="sos"), tail)
    tail[: int(0.012 * SAMPLE_RATE)] = 0.0  # the walls are four metres away
    tail *= np.minimum(1.0, (1.0 - t / t[-1]) * 10)
    return np.asarray(tail / np.sqrt((tail**2).sum()), np.float32)


def _clean(sound: np.ndarray) -> None:
    """In place: nothing under 32 Hz, no DC, and a soft dip where a voice has its consonants."""
    chain = np.concatenate([butter(2, 32, "highpass", fs=SAMPLE_RATE, output="sos"), _dip(2200.0, -3.0, 0.7)[None]])
    state = np.zeros((len(chain), 2, sound.shape[1]))
    for at in range(0, len(sound), BLOCK):
        block, state = sosfilt(chain, sound[at : at + BLOCK], axis=0, zi=state)
        sound[at : at + BLOCK] = block


def _dip(centre: float, gain_db: float, q: float) -> np.ndarray:
    """A peaking filter from Robert Bristow-Johnson's Audio EQ Cookbook."""
    a, turn = 10 ** (gain_db / 40), 2 * np.pi * centre / SAMPLE_RATE
    alpha, cos = np.sin(turn) / (2 * q), np.cos(turn)
    b = [1 + alpha * a, -2 * cos, 1 - alpha * a]
    d = [1 + alpha / a, -2 * cos, 1 - alpha / a]
    return np.array(b + d) / d[0]


def _ring_out(sound: np.ndarray, last: int) -> None:
    """Let the last chord, and only it, die away into silence in place."""
    ringing = len(sound) - last
    silent = min(SILENT_END, ringing // 4)
    fall = int((ringing - silent) * 0.75)
    end = len(sound) - silent
    sound[end - fall : end] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))[:, None] ** 2
    sound[end:] = 0.0
