"""Frames between frames: where things are at a moment between two pictures, by how they move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import cv2
import numpy as np

Frame = np.ndarray  # height x width x 3, uint8, RGB
SOLVING = 4  # rounds of looking where something comes from; more change nothing that can be seen
TRUST = 1.0  # pixels by which the two directions of a movement may differ and be believed still
SOFT = 1.0  # pixels over which trust gives way to doubt: a hard edge between two pictures would show
SUREST = 1e-3  # what is left of the weight of a place that neither picture explains


class Motion:
    """The movement between two frames, by DIS optical flow (Kroeger et al. 2016) in both directions."""

    def __init__(self, first: Frame, second: Frame) -> None:
        self._first, self._second = first, second
        self._flows: tuple[np.ndarray, np.ndarray] | None = None

    def at(self, when: float) -> Frame:
        """The frame at a moment from 0, the first, to 1, the second.

        Each picture is fetched along the movement, and counts for less the further away it is in time, and where
        its two directions disagree: there it shows what the other hides.
        """
        if when <= 0 or np.array_equal(self._first, self._second):
            return self._first
        if when >= 1:
            return self._second
        if self._flows is None:
            self._flows = _flows(self._first, self._second)
        ahead, back = self._flows
        early, sure_early = _fetched(self._first, ahead, back, when)
        late, sure_late = _fetched(self._second, back, ahead, 1 - when)
        late_counts = when * sure_late / (when * sure_late + (1 - when) * sure_early)
        return cv2.blendLinear(early, late, 1 - late_counts, late_counts)


def retimed(frames: Iterator[Frame], moments: Sequence[Fraction]) -> Iterator[Frame]:
    """The picture at each moment, in frames from the first, in rising order; whole moments are frames as they are.

    Holds two frames at a time. The frames must reach as far as the last moment.
    """
    at, first = 0, next(frames)
    second: Frame | None = None
    motion: Motion | None = None
    for moment in moments:
        whole = int(moment)
        while at < whole:
            first, second, motion = (second if second is not None else next(frames)), None, None
            at += 1
        if moment == whole:
            yield first
            continue
        second = next(frames) if second is None else second
        motion = motion or Motion(first, second)
        yield motion.at(float(moment - whole))


def _flows(first: Frame, second: Frame) -> tuple[np.ndarray, np.ndarray]:
    greys = [cv2.cvtColor(_large(frame), cv2.COLOR_RGB2GRAY) for frame in (first, second)]
    height, width = first.shape[:2]
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    found = (dis.calc(greys[0], greys[1], None), dis.calc(greys[1], greys[0], None))
    return found[0][:height, :width], found[1][:height, :width]


def _large(frame: Frame) -> Frame:
    """The frame, with its border repeated where it is too small for DIS' patches and pyramid."""
    height, width = frame.shape[:2]
    return cv2.copyMakeBorder(frame, 0, max(0, 64 - height), 0, max(0, 64 - width), cv2.BORDER_REPLICATE)


def _fetched(frame: Frame, flow: np.ndarray, back: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """The frame moved along a share of its flow, and how far each place of it may be believed, from 0 to 1."""
    height, width = frame.shape[:2]
    here = np.dstack(np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)))
    source = here - share * flow
    for _ in range(SOLVING):  # what is here now came from where its own movement leads here
        moved = _sampled(flow, source)
        source = here - share * moved
    moved = _sampled(flow, source)
    missed = source + share * moved - here
    returned = moved + _sampled(back, source + moved)
    doubt = (missed**2).sum(-1) + (returned**2).sum(-1)
    sure = np.maximum(cv2.GaussianBlur(np.exp(-doubt / (2 * TRUST**2)), (0, 0), SOFT), SUREST)
    return cv2.remap(frame, source, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), sure


def _sampled(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    return cv2.remap(values, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
