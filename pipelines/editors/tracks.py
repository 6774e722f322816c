"""Brings a user's own music to the film's length: a longer track fades out from a beat, a shorter one goes round."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.fft import rfft
from scipy.signal import correlate

from pipelines.machinery.waves import Sound, Source
from studio.film import SAMPLE_RATE

FADE = (2.0, 3.2)  # seconds before the film's end in which the music begins to fade, at its strongest beat
CROSSFADE = SAMPLE_RATE  # where a track goes round, its two ends are heard together for a second
STEP = SAMPLE_RATE // 50  # likeness is looked for in steps of 20 ms, and then to the sample
BEFORE = 50  # steps that must sound alike on either side of the place: a beat or more
TOLERATED = 0.05  # of the usual unlikeness; between places so much alike the longer round is taken
SEARCHED = 750  # steps at either end of a track in which the place is looked for
NOTES = 21  # spectral lines of 50 Hz each that are looked at alone, for chords; what is higher is looked at together
AUDIBLE = 0.01  # of the loudest step's amplitude; the ring of a last chord is no place to go round


class Fitted:
    """Two channels of exactly `frames` frames of a track; what is as long already is not touched.

    A shorter track is held in memory; of a longer one no more is read than is heard.
    """

    channels = 2

    def __init__(self, music: Source, frames: int) -> None:
        self.frames = frames
        self._music: Source = music if music.frames >= frames else Round(music)
        self._tail = np.zeros(0, np.float32)
        if music.frames != frames:
            longest = min(int(FADE[1] * SAMPLE_RATE), frames // 3)
            self._tail = _fade(self._stereo(frames - longest, longest), frames)

    def read(self, at: int, frames: int) -> Sound:
        sound = self._stereo(at, frames)
        fading = self.frames - len(self._tail)
        here = sound[max(fading - at, 0) :]
        here *= self._tail[max(at - fading, 0) :][: len(here), None]
        return sound

    def _stereo(self, at: int, frames: int) -> Sound:
        sound = self._music.read(at, frames)
        return sound if sound.shape[1] == 2 else np.repeat(sound, 2, axis=1)


def _fade(near: Sound, length: int) -> np.ndarray:
    """The gains with which a film of so many frames fades from the strongest beat in its last frames to silence."""
    shortest, longest = min(int(FADE[0] * SAMPLE_RATE), length // 3), len(near)
    loud = _steps(near).std(axis=1)
    rises = np.diff(loud, prepend=loud[:1])[: max((longest - shortest) // STEP, 1)]
    tail = longest - int(rises.argmax()) * STEP if rises.size and rises.max() > 0 else (shortest + longest) // 2
    return np.cos(np.linspace(0, np.pi / 2, tail, dtype=np.float32)) ** 2


class Round:
    """A track without an end: played on from an early place that sounds like a late one, again and again."""

    def __init__(self, music: Source) -> None:
        self._track = music.read(0, music.frames)
        self.frames, self.channels = self._track.shape
        self._end, self._back = _place(self._track)
        fade = min(CROSSFADE, self._back, self._end - self._back)
        if fade < STEP:  # too short to be blended
            self._end, self._back = self.frames, 0
            return
        going, coming = (self._track[place - fade : place] for place in (self._end, self._back))
        self._track = self._track[: self._end].copy()
        self._track[self._end - fade :] = _blended(going, coming)

    def read(self, at: int, frames: int) -> Sound:
        if not self.frames:
            return np.zeros((frames, self.channels), np.float32)
        places = np.arange(at, at + frames)
        beyond = places >= self._end
        places[beyond] = self._back + (places[beyond] - self._end) % (self._end - self._back)
        return np.asarray(self._track[places])


def _place(music: Sound) -> tuple[int, int]:
    """A frame late in the track, and one early in it before and after which it sounds alike."""
    steps = _steps(music)
    heard = np.flatnonzero(steps.std(axis=1) > AUDIBLE * steps.std(axis=1).max(initial=0.0))
    if len(heard) < 8:
        return len(music), min(CROSSFADE, len(music) // 4)
    first, last, reach = int(heard[0]), int(heard[-1]) + 1, min(BEFORE, len(heard) // 8)
    look = min(SEARCHED, (last - first) // 2)
    ends, backs = (_around(steps[at : at + look], reach) for at in (last - look, first))
    unlike = (ends**2).sum(axis=1)[:, None] + (backs**2).sum(axis=1) - 2 * ends @ backs.T
    longer = last - look - first + np.arange(len(ends))[:, None] - np.arange(len(backs))
    late, early = np.unravel_index(((unlike + TOLERATED * unlike.mean()) / longer).argmin(), unlike.shape)
    end, back = (last - look + int(late) + reach) * STEP, (first + int(early) + reach) * STEP
    return end, back + _nudge(music, end, back)


def _nudge(music: Sound, end: int, back: int) -> int:
    """By how many frames, at most a step, the early place must move to meet the late one's waves."""
    span = min(SAMPLE_RATE // 2, back - STEP, len(music) - end)
    if span < STEP:
        return 0
    late = music[end - span : end].sum(axis=1)
    early = music[back - span - STEP : back + STEP].sum(axis=1)
    return int(correlate(early, late, "valid").argmax()) - STEP


def _blended(going: Sound, coming: Sound) -> Sound:
    """A crossfade of even power, however much the two are alike."""
    power = float(np.sqrt((going**2).sum() * (coming**2).sum()))
    alike = max(float((going * coming).sum()) / power, 0.0) if power else 0.0
    turn = np.linspace(0, np.pi / 2, len(going), dtype=np.float32)[:, None]
    return np.asarray((going * np.cos(turn) + coming * np.sin(turn)) / np.sqrt(1 + alike * np.sin(2 * turn)))


def _steps(music: Sound) -> np.ndarray:
    """The sum of both channels, steps x frames."""
    mono = music.sum(axis=1)
    return np.asarray(mono[: len(mono) // STEP * STEP].reshape(-1, STEP))


def _around(steps: np.ndarray, reach: int) -> np.ndarray:
    """For each place between steps, what is heard so many steps before and after it, as one row."""
    spectra = np.sqrt(np.abs(rfft(steps * np.hanning(STEP).astype(np.float32), axis=1)))
    high = np.add.reduceat(spectra[:, NOTES:], (0, 3 * NOTES), axis=1) / NOTES
    heard = np.concatenate([spectra[:, :NOTES], high], axis=1)
    windows = sliding_window_view(heard, 2 * reach, axis=0)
    return windows.reshape(len(windows), -1)
