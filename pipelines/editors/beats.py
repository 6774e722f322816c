"""Hears the beats of a user's own music, as a film of a length plays it; none where it has no steady pulse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.fft import irfft, next_fast_len, rfft

from pipelines.editors.tracks import Fitted
from pipelines.machinery.waves import PIECE, Recording, Source
from studio.asks import Listen
from studio.film import SAMPLE_RATE, Beats
from studio.roles import Desk

HOP = SAMPLE_RATE // 100  # what comes in is looked for every 10 ms
WINDOW = 1024  # samples
BANDS = (0, 2, 4, 6, 9, 13, 19, 28, 41, 60, 88, 128, 187, 273, 400)  # spectral lines of 47 Hz: about two an octave
LOUD = 1000.0  # a band so much softer than the loudest still counts
AROUND = 50  # hops; what comes in is judged against half a second on either side
SLOWEST, FASTEST = 100, 33  # hops from beat to beat: 60 and 180 a minute
USUAL, OCTAVES = 50.0, 0.9  # the beat that people tap most, in hops, and how far from it they still do
SHORTEST = 800  # hops; in less than eight seconds there is no telling
LASTING = 4  # beats over which a pulse must hold
STEADY = 0.2  # likeness to itself over so many beats, from which on music has a pulse
TIGHT = 100.0  # what it costs a beat to come early or late
LATE = 0.013  # seconds from where a window begins to where what comes in raises it most
PRESENT = 0.3  # of the usual onset; before the first and after the last such beat nothing is played


def listen(ask: Listen, desk: Desk) -> Beats:
    """The beats of a track as the mix will play it."""
    with closing(Recording(desk.path(ask.track))) as track:
        return Beats(seconds=heard(Fitted(track, ask.samples)))


def heard(music: Source) -> tuple[float, ...]:
    """The seconds of its beats: the period from the onsets' autocorrelation, then dynamic programming.

    D. P. W. Ellis, Beat Tracking by Dynamic Programming, Journal of New Music Research 36 (2007).
    """
    onsets = _onsets(music)
    period = _period(onsets)
    return tuple(round(beat * HOP / SAMPLE_RATE + LATE, 3) for beat in _tracked(onsets, period)) if period else ()


def _onsets(music: Source) -> np.ndarray:
    """How much comes in at each hop, over what is usual around it."""
    levels = np.concatenate(list(_levels(music)))
    levels = np.log1p(LOUD * levels / max(float(levels.max()), 1e-9))
    rises = np.maximum(np.diff(levels, axis=0, prepend=levels[:1]), 0).sum(axis=1)
    rises = np.convolve(rises, (0.25, 0.5, 0.25), "same")
    usual = np.convolve(rises, np.full(2 * AROUND + 1, 1 / (2 * AROUND + 1)), "same")[: len(rises)]
    return np.maximum(rises - usual, 0)


def _levels(music: Source) -> Iterator[np.ndarray]:
    """The amplitude of each band at each hop, in pieces of hops x bands."""
    window = np.hanning(WINDOW).astype(np.float32)
    for at in range(0, music.frames, PIECE):
        here = min(PIECE, music.frames - at)
        mono = np.zeros(here + WINDOW, np.float32)
        known = min(len(mono), music.frames - at)
        mono[:known] = music.read(at, known).mean(axis=1)
        spectra = np.abs(rfft(sliding_window_view(mono, WINDOW)[:here:HOP] * window, axis=1))
        yield np.add.reduceat(spectra, BANDS, axis=1) / np.diff((*BANDS, spectra.shape[1]))


def _period(onsets: np.ndarray) -> float | None:
    """Hops from beat to beat; None where there is no steady pulse."""
    if len(onsets) < SHORTEST or not onsets.any():
        return None
    likeness = _likeness(onsets)
    lags = np.arange(FASTEST, SLOWEST + 1, 0.5)
    near = np.arange(-1, 2)[:, None]
    lasting = np.mean(
        [likeness[np.rint(lags * times).astype(int) + near].max(axis=0) for times in range(1, LASTING + 1)],
        axis=0,
    )
    best = int((lasting * np.exp(-0.5 * (np.log2(lags / USUAL) / OCTAVES) ** 2)).argmax())
    return float(lags[best]) if lasting[best] >= STEADY else None


def _likeness(onsets: np.ndarray) -> np.ndarray:
    """The autocorrelation, 1 at no lag, up to a few of the slowest beats."""
    centred, count = onsets - onsets.mean(), len(onsets)
    power = np.abs(rfft(centred, next_fast_len(2 * count))) ** 2
    lags = np.arange(LASTING * (SLOWEST + 1) + 2)
    found = irfft(power)[: len(lags)] / (count - lags)
    return np.asarray(found / found[0])


def _tracked(onsets: np.ndarray, period: float) -> list[int]:
    """The hops of the beats: those with most coming in that are nearly so far apart."""
    onsets = onsets / onsets.std()
    apart = np.arange(round(period / 2), round(2 * period) + 1)
    cost = TIGHT * np.log(apart / period) ** 2
    pad = int(apart[-1])
    total = np.concatenate([np.zeros(pad), onsets])
    before = np.zeros(len(total), int)
    for at in range(pad, len(total)):
        scores = total[at - apart] - cost
        best = int(scores.argmax())
        total[at] += scores[best]
        before[at] = at - apart[best]
    beat = len(total) - pad + int(total[-pad:].argmax())
    found = []
    while beat >= pad:
        found.append(beat - pad)
        beat = int(before[beat])
    return _played(found[::-1], onsets)


def _played(beats: list[int], onsets: np.ndarray) -> list[int]:
    """Without those before anything is played, and after it."""
    strong = np.array([onsets[max(beat - 2, 0) : beat + 3].max() for beat in beats])
    there = np.flatnonzero(strong > PRESENT * np.median(strong))
    return beats[there[0] : there[-1] + 1] if len(there) else []
