"""Finds faces, and what the eye goes to, in what was made of the user's own clips and stills."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipelines.editors.areas import Area
from pipelines.machinery import video
from studio.asks import Spot
from studio.film import Box, Seen
from studio.roles import Desk

LOOKS = 4  # frames of a clip that are looked at
LONG_SIDE = 400  # pixels of the picture that is looked at

SMALLEST = 0.1  # of the picture's shorter side: a smaller face may be written over
FRONT, SIDE = 1.15, 1.2  # from one size to the next: the cascade for profiles takes twice the time
NEIGHBOURS = 3  # finds beside one another that make a face
DRAWN = 0.3  # median over mean of the steps inside a face: a drawing's fills have next to none, skin has many
AGREED = 2  # looks at a clip that must show a face: what is in one alone is an accident
FASTEST = 2.0  # widths of a face that it may go from one look to the next
FACE = 0.12  # of a face, on every side: hair and chin lie outside what the cascades mark

SPECTRAL_SIDE = 64  # pixels: the scale at which the spectral residual finds things rather than textures
CENTRE = 0.35  # of the picture: the spread of the eye's habit to look at the middle
PLAIN = 4.0  # units of CIELAB: a picture whose colours differ less has nothing to look at

Picture = np.ndarray  # RGB, uint8, height x width x 3
Map = np.ndarray  # float32, height x width


def spot(ask: Spot, desk: Desk) -> Seen:
    """Every face with all its movement; the subject is the largest of them, or else what stands out most.

    Upright faces are found from a tenth of the picture's shorter side on: from the front and, where
    there is none, from the side.
    """
    pictures = _looked_at(ask, desk)
    faces = [boxed(face, FACE) for face in agreed(faces_in(pictures))]
    return Seen(subject=faces[0] if faces else standing_out(pictures), faces=tuple(faces))


def _looked_at(ask: Spot, desk: Desk) -> list[Picture]:
    """Frames from the first to the last, small."""
    clip, frames = desk.path(ask.footage.video), ask.footage.frames
    looks = sorted({n * (frames - 1) // (LOOKS - 1) for n in range(LOOKS)})
    return [_small(video.to_rgb(next(video.frames_of(clip, look, "yuv420p")))) for look in looks]


def _small(picture: Picture) -> Picture:
    factor = LONG_SIDE / max(picture.shape[:2])
    size = [max(1, round(side * factor)) for side in picture.shape[1::-1]]
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR))


def faces_in(pictures: Sequence[Picture]) -> list[list[Area]]:
    """Each picture's faces, in shares of it, by Viola and Jones (2001); OpenCV has their cascades until version 4."""
    # New ones each time: a cascade keeps what it works on, and clips are looked at side by side.
    front, side = (
        cv2.CascadeClassifier(cv2.data.haarcascades + f"haarcascade_{name}.xml")
        for name in ("frontalface_alt2", "profileface")
    )
    return [_in_one(picture, front, side) for picture in pictures]


def _in_one(picture: Picture, front: cv2.CascadeClassifier, side: cv2.CascadeClassifier) -> list[Area]:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    wide, high = grey.shape[::-1]
    found = _found(front, grey, FRONT)
    if not found:
        found = _found(side, grey, SIDE)  # it knows one side of a head only
        found += [(wide - x - w, y, w, h) for x, y, w, h in _found(side, cv2.flip(grey, 1), SIDE)]
    real = [(x, y, w, h) for x, y, w, h in found if not _drawn(grey[y : y + h, x : x + w])]
    return [Area(x / wide, y / high, (x + w) / wide, (y + h) / high) for x, y, w, h in real]


def _found(cascade: cv2.CascadeClassifier, grey: np.ndarray, step: float) -> list[tuple[int, int, int, int]]:
    least = max(20, round(SMALLEST * min(grey.shape)))
    found = cascade.detectMultiScale(grey, step, NEIGHBOURS, minSize=(least, least))
    return sorted((int(x), int(y), int(w), int(h)) for x, y, w, h in found)


def _drawn(face: np.ndarray) -> bool:
    """Whether the middle of what looks like a face is filled rather than shaded."""
    edge = face.shape[0] // 4
    skin = face[edge:-edge, edge:-edge].astype(np.int16)
    steps = np.abs(skin[:, 2:] - skin[:, :-2])
    return bool(np.median(steps) <= DRAWN * steps.mean())


def agreed(looks: Sequence[Sequence[Area]]) -> list[Area]:
    """Where each face is in all of the looks together, the largest first; one look of several is not enough."""
    tracks: list[list[tuple[int, Area]]] = []
    for number, look in enumerate(looks):
        for face in look:
            near = [(_way(track[-1][1], face), at) for at, track in enumerate(tracks) if track[-1][0] < number]
            way, nearest = min(near, default=(FASTEST, 0))
            if way < FASTEST:
                tracks[nearest].append((number, face))
            else:
                tracks.append([(number, face)])
    enough = min(AGREED, len(looks))
    whole = [_around([face for _, face in track]) for track in tracks if len({at for at, _ in track}) >= enough]
    return sorted(whole, key=lambda area: area.extent, reverse=True)


def _way(one: Area, other: Area) -> float:
    """How far a face would have gone and grown from one place to the other, in its own widths."""
    wide, high = max(one.width, other.width), max(one.height, other.height)
    moved = [abs(b - a) / side for a, b, side in zip(one, other, (wide, high, wide, high), strict=True)]
    return max(moved)


def _around(areas: Sequence[Area]) -> Area:
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return Area(min(lefts), min(tops), max(rights), max(bottoms))


def boxed(area: Area, room: float) -> Box:
    """The area with `room` on every side, in shares of its own size, as far as it lies in the picture."""
    across, down = room * area.width, room * area.height
    left, top = (round(max(0.0, edge), 3) for edge in (area.left - across, area.top - down))
    right, bottom = (round(min(1.0, edge), 3) for edge in (area.right + across, area.bottom + down))
    return Box(left=left, top=top, width=round(right - left, 3), height=round(bottom - top, 3))


def standing_out(pictures: Sequence[Picture]) -> Box | None:
    """The part that the eye goes to in most of the pictures; None where all of them are plain."""
    maps = [saliency(picture) for picture in pictures if _varied(picture)]
    if not maps:
        return None
    mean = np.mean(maps, axis=0)
    marked = (mean >= _threshold(mean)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(marked)
    strength = [float(mean[labels == part].sum()) for part in range(1, count)]
    x, y, w, h, _ = (int(v) for v in stats[1 + int(np.argmax(strength))])
    high, wide = mean.shape
    return boxed(Area(x / wide, y / high, (x + w) / wide, (y + h) / high), 0.0)


def _varied(picture: Picture) -> bool:
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return float(np.linalg.norm(lab.std(axis=(0, 1)))) > PLAIN


def saliency(picture: Picture) -> Map:
    """How much each place stands out, 0 to 1: by its colour, by its detail, and by being near the middle.

    Colour: the distance from the picture's mean in CIELAB (Achanta and others, 2009). Detail: the
    spectral residual (Hou and Zhang, 2007).
    """
    high, wide = picture.shape[:2]
    lab = cv2.GaussianBlur(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), (0, 0), 0.01 * wide)
    colour = np.linalg.norm(lab - lab.mean(axis=(0, 1)), axis=2)
    detail = cv2.resize(_residual(lab[..., 0]), (wide, high), interpolation=cv2.INTER_LINEAR)
    y, x = np.mgrid[:high, :wide].astype(np.float32)
    off = ((x + 0.5) / wide - 0.5) ** 2 + ((y + 0.5) / high - 0.5) ** 2
    return np.asarray((_scaled(colour) + _scaled(detail)) / 2 * np.exp(-off / (2 * CENTRE**2)))


def _residual(light: Map) -> Map:
    """What of a picture's spectrum is unlike its own neighbourhood, as a map 64 pixels wide."""
    small = cv2.resize(light, (SPECTRAL_SIDE, SPECTRAL_SIDE), interpolation=cv2.INTER_AREA)
    spectrum = np.fft.fft2(small)
    strength = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
    residual = strength - cv2.blur(strength, (3, 3))
    seen = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    return np.asarray(cv2.GaussianBlur(seen.astype(np.float32), (0, 0), 2.5))


def _scaled(values: Map) -> Map:
    """0 to 1; the strongest hundredth is 1, so that one glint does not make all else dull."""
    low, high = values.min(), np.percentile(values, 99)
    return np.asarray(np.clip((values - low) / max(float(high - low), 1e-6), 0, 1))


def _threshold(values: Map) -> float:
    """Otsu's (1979), which parts what stands out from the rest."""
    most = float(values.max())
    level, _ = cv2.threshold((values / most * 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return (level + 1) / 255 * most
