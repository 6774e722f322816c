"""Gives a piece its form: how many bars fit the length, and who plays in each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from studio.film import SAMPLE_RATE

BEATS = 4  # a bar
PHRASE = 4  # bars
SHORTEST_RING = 3  # beats that the last chord has at least to die away in
LATE_TURN = 2  # beats that the bar before it lasts longer where much is left
HURRY = 2  # bars; a piece with fewer before its last chord has no room for more than its cadence

# Parts by how full the music is, from the opening to the chorus; `break` lets the ear rest.
OPENING = frozenset({"pad", "arpeggio"})
VERSE = OPENING | {"bass"}
BUILD = VERSE | {"drums"}
CHORUS = BUILD | {"lead"}
BREAK = frozenset({"pad", "lead"})
ENDING = frozenset({"pad", "bass"})


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and how long it is, in beats, and who plays in it."""

    start: float
    beats: float
    players: frozenset[str]
    phrase: int  # counted from the beginning of the piece
    place: int  # counted from the beginning of the phrase


@dataclass(frozen=True)
class Form:
    beat: float  # seconds
    bars: tuple[Bar, ...]  # the last but one is the dominant, the last the tonic that rings out


def form(samples: int, tempo: float) -> Form:
    """A form that lasts exactly `samples` samples at 48 kHz, in a tempo in beats a minute.

    The last chord rings for as long as is left, and the bar before it waits a little where that is long. The
    tempo never depends on the length: in a film that an edit makes longer, what comes before stays on its beat.
    """
    beat = 60.0 / tempo
    total = samples / SAMPLE_RATE / beat
    count = int((total - SHORTEST_RING) // BEATS)  # bars before the last chord
    if count < HURRY:
        return Form(beat, _cadence_alone(total))
    last = float(BEATS * count)
    if total - last >= SHORTEST_RING + LATE_TURN:
        last += LATE_TURN
    players = _players(count - 1)
    bars = [Bar(BEATS * at, BEATS, *player) for at, player in enumerate(players)]
    phrase, turn = bars[-1].phrase + 1, BEATS * (count - 1)
    bars.append(Bar(turn, last - turn, ENDING | {"arpeggio", "drums"}, phrase, 0))
    bars.append(Bar(last, total - last, ENDING, phrase, 1))
    return Form(beat, tuple(bars))


def beats(laid: Form) -> tuple[float, ...]:
    """The seconds of every beat up to that of the last chord, after which nothing marks time."""
    *others, last = laid.bars
    counted = [bar.start + at for bar in others for at in range(math.ceil(bar.beats))]
    return tuple(round(beat * laid.beat, 6) for beat in (*counted, last.start))


def _cadence_alone(total: float) -> tuple[Bar, ...]:
    turn = total / 3 if total < 2 * BEATS else float(BEATS)
    return (Bar(0.0, turn, OPENING, 0, 0), Bar(turn, total - turn, ENDING, 0, 1))


def _players(count: int) -> list[tuple[frozenset[str], int, int]]:
    """Who plays in each bar before the ending, with its phrase and its place in it; an odd rest opens."""
    opening = count % PHRASE or (PHRASE if count >= 3 * PHRASE else 0)
    sizes = ([opening] if opening else []) + [PHRASE] * ((count - opening) // PHRASE)
    phrases = [_fullness(at, len(sizes)) for at in range(len(sizes))]
    played = [(phrases[at], at, place) for at, size in enumerate(sizes) for place in range(size)]
    return [
        (_breath(players, after[0]), at, place) for (players, at, place), after in pairwise([*played, played[-1]])
    ]


def _breath(players: frozenset[str], after: frozenset[str]) -> frozenset[str]:
    """The drums hold their breath for the bar before a chorus."""
    return players - {"drums"} if after == CHORUS and players == BUILD else players


def _fullness(at: int, count: int) -> frozenset[str]:
    """Opening, verse, build, chorus; then a break now and then, and always a chorus at the end."""
    if at == count - 1:
        return CHORUS if count > 1 else BUILD
    if at == 0:
        return OPENING
    if at == 1:
        return VERSE if count > 3 else BUILD
    return (BUILD, CHORUS, CHORUS, BREAK)[(at - 2) % 4]
