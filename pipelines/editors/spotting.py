"""Finds faces, and what the eye goes to, in the user's own clips and stills."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.machinery import video
from studio.asks import Spot
from studio.errors import BadInput
from studio.film import Artifact, Box, Seen
from studio.roles import Desk

LOOKS = 5  # frames of a clip that are looked at
LONG_SIDE = 480  # pixels of the picture that is looked at

SMALLEST = 0.1  # of the picture's shorter side: a smaller face may be spoken over
FINER, NEIGHBOURS = 1.1, 4  # the cascades' own: from one size to the next, and how many finds make a face
DRAWN = 0.12  # median over mean of the steps between pixels: a drawing's fills have next to none, skin has many
AGREED = 2  # looks at a clip that must show a face: what is in one alone is an accident
FACE = 0.12  # of a face, on every side: hair and chin lie outside what the cascades mark

CALM = 0.12  # mean saliency over its most from which on nothing stands out
CENTRE = 0.35  # of the picture: the spread of the eye's habit to look at the middle

Picture = np.ndarray  # RGB, uint8, height x width x 3
Map = np.ndarray  # float32, height x width


class Area(NamedTuple):
    """A rectangle in shares of the picture, perhaps beyond its edges."""

    left: float
    top: float
    right: float
    bottom: float


def spot(ask: Spot, desk: Desk) -> Seen:
    """Every face with all its movement; the subject is the largest of them, or else what stands out most.

    Upright faces from the front and from the side are found from a tenth of the picture's shorter
    side on. Raises BadInput for a still that cannot be read.
    """
    pictures = _looked_at(ask, desk)
    faces = [boxed(face, FACE) for face in agreed(faces_in(pictures))]
    return Seen(subject=faces[0] if faces else standing_out(pictures), faces=tuple(faces))


def _looked_at(ask: Spot, desk: Desk) -> list[Picture]:
    """A still, or frames spread evenly over a clip, small."""
    if isinstance(ask.footage, Artifact):
        return [_small(_still(desk.path(ask.footage)))]
    clip, frames = desk.path(ask.footage.video), ask.footage.frames
    looks = sorted({(2 * n + 1) * frames // (2 * LOOKS) for n in range(LOOKS)})
    return [_small(video.to_rgb(next(video.frames_of(clip, look, "yuv420p")))) for look in looks]


def _still(file: Path) -> Picture:
    picture = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise BadInput("The picture of a shot cannot be read.", "Give the shot another picture.")
    return np.asarray(picture)


def _small(picture: Picture) -> Picture:
    factor = LONG_SIDE / max(picture.shape[:2])
    size = [max(1, round(side * factor)) for side in picture.shape[1::-1]]
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR))


def faces_in(pictures: Sequence[Picture]) -> list[list[Area]]:
    """The faces in each picture by Viola and Jones's cascades (2001), which come with OpenCV."""
    if not hasattr(cv2, "CascadeClassifier"):  # OpenCV 5 has none
        return [[] for _ in pictures]
    # New ones each time: a cascade keeps what it works on, and clips are looked at side by side.
    front, side = (
        cv2.CascadeClassifier(cv2.data.haarcascades + f"haarcascade_{name}.xml")
        for name in ("frontalface_alt2", "profileface")
    )
    return [_in_one(picture, front, side) for picture in pictures]


def _in_one(picture: Picture, front: cv2.CascadeClassifier, side: cv2.CascadeClassifier) -> list[Area]:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    wide, high = grey.shape[::-1]
    found = [*_found(front, grey), *_found(side, grey)]
    found += [(wide - x - w, y, w, h) for x, y, w, h in _found(side, cv2.flip(grey, 1))]  # it knows one side only
    steps = np.abs(np.diff(grey.astype(np.int16), axis=1))
    real = [(x, y, w, h) for x, y, w, h in found if not _drawn(steps[y : y + h, x : x + w])]
    return [Area(x / wide, y / high, (x + w) / wide, (y + h) / high) for x, y, w, h in real]


def _found(cascade: cv2.CascadeClassifier, grey: np.ndarray) -> list[tuple[int, int, int, int]]:
    least = max(20, round(SMALLEST * min(grey.shape)))
    found = cascade.detectMultiScale(grey, FINER, NEIGHBOURS, minSize=(least, least))
    return sorted((int(x), int(y), int(w), int(h)) for x, y, w, h in found)


def _drawn(steps: np.ndarray) -> bool:
    return bool(np.median(steps) < DRAWN * steps.mean())
