"""Brings a shot's colours to its neighbours': exposure, contrast, white balance, saturation, each within bounds."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.editors.grades import balanced
from pipelines.editors.planes import LUMA
from pipelines.machinery import video
from studio.asks import Match
from studio.errors import EngineFailed
from studio.film import Balance, Footage, edited
from studio.roles import Desk

SAMPLES, SMALL = 6, (96, 54)  # frames that are looked at, evenly through the footage, and their size then
SHARES = np.linspace(5, 95, 19)  # percentiles of luma
# The farthest that a shot is moved. With these a dim or tinted shot of the same place comes home,
# and a sunset beside a swimming pool stays a sunset.
CAST, SLOPE, OFFSET, SATURATION = 0.2, 1.5, 0.12, 1.3
POWERS = [1.05**step for step in range(-5, 6)]
BENT = 0.001  # weight of mildness beside luma's squared error: black stays black where that costs little
# Colours are told as the logarithms of R'/G' and B'/G'. What lies within the reach of grey counts as grey in
# this light; the grey that every scene is taken to hold besides keeps one with few neutrals where it is.
REACH, ROUNDS, DOUBT = 0.25, 8, 0.03
CLIPPED = 0.04, 0.97  # R'G'B' beyond say nothing of the light's colour
FLAT, COLOURLESS = 0.01, 0.01  # spreads of luma and mean chroma too small to be stretched


class Tone(NamedTuple):
    """What happens to luma: slope, offset, power."""

    slope: float = 1.0
    offset: float = 0.0
    power: float = 1.0


def match(ask: Match, desk: Desk) -> Balance:
    """The balance under which what can be measured of a shot comes to the mean of its neighbours'.

    The slope of grey: within 1.5 times either way, with those of red and blue within 0.2 of green's
    in their logarithms. Offset within 0.12, power within 1.28 and saturation within 1.3 times either way.
    Raises EngineFailed for footage that cannot be read.
    """
    mine, *near = (_pixels(footage, desk) for footage in (ask.footage, *ask.like))
    luma = np.mean([_percentiles(pixels) for pixels in near], axis=0)
    toned = _toned(mine, _tone(_percentiles(mine), luma))
    white = _white(np.mean([_cast(pixels) for pixels in near], axis=0) - _cast(toned))
    tone = _tone(_percentiles(mine * white), luma)
    slope = tuple(round(float(tone.slope * gain), 3) for gain in white)
    balance = Balance(slope=slope, offset=(round(tone.offset, 4) + 0.0,) * 3, power=(round(tone.power, 3),) * 3)
    own, due = _chroma(balanced(mine, balance)), float(np.mean([_chroma(pixels) for pixels in near]))
    saturation = _within(due / own, SATURATION) if min(own, due) > COLOURLESS else 1.0
    return edited(balance, saturation=round(saturation, 3))


def _pixels(footage: Footage, desk: Desk) -> np.ndarray:
    """A handful of frames, made small: R'G'B' of 0 to 1, n x 3. One pass: shots are short, and seeking is slow."""
    wanted = {int((number + 0.5) / SAMPLES * footage.frames) for number in range(SAMPLES)}
    frames = islice(video.frames_of(desk.path(footage.video), layout="yuv420p"), max(wanted) + 1)
    seen = [video.to_rgb(frame) for number, frame in enumerate(frames) if number in wanted]
    if len(seen) < len(wanted):
        raise EngineFailed("A clip has fewer frames than it should.", "Run it again to make it anew.")
    small = [cv2.resize(frame, SMALL, interpolation=cv2.INTER_AREA) for frame in seen]
    return np.concatenate(small).reshape(-1, 3).astype(np.float32) / 255


def _cast(pixels: np.ndarray) -> np.ndarray:
    """The light's own colour: where the logarithms of R'/G' and B'/G' gather nearest to grey (mean shift).

    Not a number where nothing shows it.
    """
    usable = pixels[((pixels > CLIPPED[0]) & (pixels < CLIPPED[1])).all(axis=1)]
    logs = np.log(usable[:, ::2] / usable[:, 1:2])
    if not len(logs):
        return np.full(2, np.nan)
    cast = np.zeros(2)
    for _ in range(ROUNDS):
        weights = np.exp(-((logs - cast) ** 2).sum(axis=1) / (2 * REACH**2))
        cast = weights @ logs / (weights.sum() + DOUBT * len(logs))
    return cast


def _white(change: np.ndarray) -> np.ndarray:
    """Gains of red, green and blue that change a cast by this much and leave the luma of grey alone."""
    red, blue = np.clip(np.nan_to_num(change), -CAST, CAST)
    gains = np.exp([red, 0.0, blue])
    return np.asarray(gains / (LUMA @ gains), np.float32)


def _tone(own: np.ndarray, due: np.ndarray) -> Tone:
    """The tone that brings luma's percentiles nearest to their due; none where there is but one tone."""
    if min(own.std(), due.std()) < FLAT:
        return Tone()
    return min((_line(own, due, power) for power in POWERS), key=lambda tone: _error(tone, own, due))


def _line(own: np.ndarray, due: np.ndarray, power: float) -> Tone:
    """Slope and offset by least squares, before a power that is given; the slope anew for an offset that is held."""
    goal = due ** (1 / power)
    spread = own - own.mean()
    offset = goal.mean() - own.mean() * (spread @ goal) / (spread @ spread)
    offset = float(np.clip(offset, -OFFSET, OFFSET))
    return Tone(_within(own @ (goal - offset) / (own @ own), SLOPE), offset, power)


def _error(tone: Tone, own: np.ndarray, due: np.ndarray) -> float:
    mild = np.log(tone.power) ** 2 + (3 * tone.offset) ** 2
    return float(np.square(_toned(own, tone) - due).mean() + BENT * mild)


def _toned(values: np.ndarray, tone: Tone) -> np.ndarray:
    return np.asarray(np.clip(values * tone.slope + tone.offset, 0, 1) ** tone.power)


def _percentiles(pixels: np.ndarray) -> np.ndarray:
    return np.percentile(pixels @ LUMA, SHARES)


def _chroma(pixels: np.ndarray) -> float:
    """How far colours are from grey, in the mean."""
    return float(np.abs(pixels - (pixels @ LUMA)[:, None]).mean())


def _within(factor: float, most: float) -> float:
    return float(np.clip(factor, 1 / most, most))
