"""Fits a recording to a film: begun at once, exactly as long, looped without a click, ended and levelled."""

from __future__ import annotations

import numpy as np

from pipelines.composers.stage import LUFS, PEAK_DB
from pipelines.machinery.limiter import master
from pipelines.machinery.waves import Sound, fade_edges
from studio.film import SAMPLE_RATE

BEATS = 4  # a bar
HEARD = 10 ** (-50 / 20)  # of the loudest sample: what is softer before the first note is silence
LATEST = 3.0  # seconds of silence that are cut away before the first note
MET = 0.05  # seconds that a bar line is looked for on either side of where the tempo has it
FADE_OUT = 2.5  # seconds; of a short bed a quarter
EDGE = 0.01  # seconds
SILENT_END = SAMPLE_RATE // 50  # as the embedded composer ends


def begun(sound: Sound) -> Sound:
    """The sound (frames x channels) without the silence before its first note."""
    loud = np.abs(sound).max(axis=1)
    first = int(np.argmax(loud > loud.max(initial=0.0) * HEARD)) if loud.max(initial=0.0) > 0 else 0
    return sound[max(0, min(first, int(LATEST * SAMPLE_RATE)) - int(EDGE * SAMPLE_RATE)) :]


def looped(sound: Sound, samples: int, bar: float = 0.0) -> Sound:
    """At least `samples` frames of a shorter sound, gone round on a bar line of `bar` seconds; 0: it has no bars.

    Where the end gives way to the beginning, both are heard for half a bar at equal power. The place is
    looked for near the bar line that the tempo gives, where the two are most alike.
    """
    if len(sound) >= samples:
        return sound
    fade = int(min(bar / 2 or 1.0, len(sound) / SAMPLE_RATE / 4) * SAMPLE_RATE)
    period = _period(sound, fade, int(bar * SAMPLE_RATE))
    rising = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None]
    head = sound[:fade] * rising + sound[period : period + fade] * rising[::-1]
    going = np.concatenate([head, sound[fade:period]])  # from its beginning, blended with what came before it
    rounds = -(-(samples - period) // period)
    return np.concatenate([sound[:period], *[going] * rounds])


def finished(sound: Sound, samples: int) -> Sound:
    """Exactly `samples` frames in two channels, faded out at their end, levelled as the embedded bed is."""
    stereo = np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound[:, :2]
    bed = np.zeros((samples, 2), np.float32)
    bed[: len(stereo)] = stereo[:samples]
    fade_edges(bed, min(int(EDGE * SAMPLE_RATE), samples // 8))
    silent = min(SILENT_END, samples // 16)
    fall = min(int(FADE_OUT * SAMPLE_RATE), samples // 4)
    master(bed, LUFS, PEAK_DB)
    bed[samples - silent - fall : samples - silent] *= (
        np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))[:, None] ** 2
    )
    bed[samples - silent :] = 0.0
    return bed


def _period(sound: Sound, fade: int, bar: int) -> int:
    """After how many frames the sound goes round."""
    latest = len(sound) - fade
    if not bar or bar > latest:
        return latest
    near = latest // bar * bar
    reach = min(int(MET * SAMPLE_RATE), bar // 8)
    first, last = max(1, near - reach), min(latest, near + reach)
    mono = sound.mean(axis=1)
    head = mono[:fade]
    step = 8  # frames: 6 kHz of places and of sound are enough to tell
    tail = mono[first : last + fade : step]
    found = np.correlate(tail, head[::step], "valid")
    if not len(found):
        return near
    return int(min(first + int(np.argmax(found)) * step, latest))
