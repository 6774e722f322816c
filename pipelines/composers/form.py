"""Gives a piece its form: how many bars fit the length, and who plays in each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from studio.film import SAMPLE_RATE

BEATS = 4  # a bar
PHRASE = 4  # bars
NUDGE = 0.06  # how far the tempo may leave the mood's own
HURRY = 3  # bars; a piece with fewer has no room for more than its cadence

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
    """A form that lasts exactly `samples` samples at 48 kHz.

    A whole number of bars fits when the tempo may be nudged that far; otherwise, in pieces of a few
    seconds, the last chord rings for as long as is left.
    """
    seconds = samples / SAMPLE_RATE
    natural = 60.0 / tempo
    count = max(round(seconds / (natural * BEATS)), 1)
    beat = min(max(seconds / (count * BEATS), natural * (1 - NUDGE)), natural * (1 + NUDGE))
    total = seconds / beat
    if count < HURRY:
        return Form(beat, _cadence_alone(total))
    players = _players(count - 2)
    bars = [Bar(BEATS * at, BEATS, *player) for at, player in enumerate(players)]
    phrase = bars[-1].phrase + 1
    bars.append(Bar(BEATS * (count - 2), BEATS, ENDING | {"arpeggio", "drums"}, phrase, 0))
    bars.append(Bar(BEATS * (count - 1), total - BEATS * (count - 1), ENDING, phrase, 1))
    return Form(beat, tuple(bars))


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
