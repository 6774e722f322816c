"""The world on a sheet: its land seen from above any place, flat or as a globe, as paths in stage units."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import cv2
import numpy as np

from pipelines.machinery.gazetteer import Place
from pipelines.machinery.tables import ASSETS
from pipelines.painters.areas import Area
from pipelines.painters.canvas import Point

EARTH = 6371.0  # km
FINE = 100  # steps in a degree, as tools/maps.py writes them
FARTHEST = -0.77  # the cosine of 140 degrees: what lies farther from the middle is not drawn
CLOSE = 0.05  # stage units: points of a coast closer than this are one
SEEN = 0.15  # stage units: an island smaller than this is not drawn
POND = 2.2  # stage units: a lake smaller than this is not drawn


@dataclass(frozen=True)
class Chart:
    """A view of the world with its middle at (x, y); so many stage units to one radius of the Earth.

    Flat: Lambert's azimuthal equal-area projection, whose shapes hold well over half the world, whose middle may be
    anywhere, so that no date line and no pole is in the way. A globe: the orthographic one.
    """

    lat: float
    lon: float
    x: float
    y: float
    scale: float
    globe: bool = False

    @cached_property
    def _turn(self) -> np.ndarray:
        """From the Earth's axes to east, north and outwards of the middle."""
        lat, lon = math.radians(self.lat), math.radians(self.lon)
        sin, cos = math.sin(lat), math.cos(lat)
        return np.array(
            [
                [-math.sin(lon), math.cos(lon), 0.0],
                [-sin * math.cos(lon), -sin * math.sin(lon), cos],
                [cos * math.cos(lon), cos * math.sin(lon), sin],
            ]
        )

    def laid(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Unit vectors (n x 3) as stage coordinates (n x 2), and the cosine of how far each is from the middle.

        On a globe, what lies behind is brought to its rim.
        """
        east, north, out = self._turn @ points.T
        if self.globe:
            far = np.hypot(east, north)
            factor = np.where(out < 0, 1 / np.maximum(far, 1e-9), 1.0)
        else:
            factor = np.sqrt(2 / np.maximum(1 + out, 1e-6))
        return np.stack([self.x + self.scale * factor * east, self.y - self.scale * factor * north], axis=1), out

    def at(self, place: Place) -> Point:
        (point,), _ = self.laid(unit(np.array([[place.lat, place.lon]])))
        return float(point[0]), float(point[1])

    def way(self, one: Place, two: Place, steps: int = 64) -> list[Point]:
        """The shortest way between two places."""
        a, b = unit(np.array([[one.lat, one.lon], [two.lat, two.lon]]))
        angle = math.acos(max(-1.0, min(1.0, float(a @ b)))) or 1e-9
        share = np.linspace(0, 1, steps)[:, None]
        points = (np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / math.sin(angle)
        return [(float(x), float(y)) for x, y in self.laid(points)[0]]

    @lru_cache(maxsize=32)  # noqa: B019 - a chart is a small frozen value
    def land(self, view: Area) -> list[np.ndarray]:
        """The rings of land, and of lakes the other way round, that show in a view; each n x 2."""
        points, starts, lakes = _land()
        laid, out = self.laid(points)
        ends = np.append(starts[1:], len(points))
        nearest, farthest = np.maximum.reduceat(out, starts), np.minimum.reduceat(out, starts)
        left, right = np.minimum.reduceat(laid[:, 0], starts), np.maximum.reduceat(laid[:, 0], starts)
        top, bottom = np.minimum.reduceat(laid[:, 1], starts), np.maximum.reduceat(laid[:, 1], starts)
        there = nearest > 0 if self.globe else farthest > FARTHEST
        there &= (right > view.left) & (left < view.right) & (bottom > view.top) & (top < view.bottom)
        there &= np.maximum(right - left, bottom - top) > np.where(np.arange(len(starts)) < lakes, SEEN, POND)
        return [thinned(laid[starts[at] : ends[at]]) for at in np.flatnonzero(there)]

    def meridians(self, step: int) -> Iterator[list[Point]]:
        """The lines of the grid, every so many degrees, as far as they are in front."""
        for lon in range(-180, 180, step):
            yield from self._runs(np.array([[lat, lon] for lat in range(-90 + step, 91 - step, 2)], float))
        for lat in range(-90 + step, 90, step):
            yield from self._runs(np.array([[lat, lon] for lon in range(-180, 181, 2)], float))

    def _runs(self, degrees: np.ndarray) -> Iterator[list[Point]]:
        laid, out = self.laid(unit(degrees))
        shown = out > (0.0 if self.globe else FARTHEST)
        for run in np.split(np.arange(len(laid)), np.flatnonzero(np.diff(shown)) + 1):
            if shown[run[0]] and len(run) > 1:
                yield [(float(x), float(y)) for x, y in laid[run]]


def unit(degrees: np.ndarray) -> np.ndarray:
    """Latitudes and longitudes (n x 2) as unit vectors (n x 3)."""
    lat, lon = np.radians(degrees).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def middle(places: Sequence[Place]) -> tuple[float, float]:
    """The latitude and longitude in the middle of places."""
    x, y, z = unit(np.array([[place.lat, place.lon] for place in places])).mean(axis=0)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def apart(one: Place, two: Place) -> float:
    """The km between two places, over the ground."""
    a, b = unit(np.array([[one.lat, one.lon], [two.lat, two.lon]]))
    return EARTH * math.acos(max(-1.0, min(1.0, float(a @ b))))


def thinned(ring: np.ndarray) -> np.ndarray:
    """A ring without points that lie on the one before."""
    steps = np.abs(np.diff(np.round(ring / CLOSE), axis=0)).sum(axis=1)
    return ring[np.append(True, steps > 0)]


def path(rings: Sequence[np.ndarray]) -> str:
    """SVG path data."""
    return "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring) + "Z" for ring in rings if len(ring) > 2)


def covered(rings: Sequence[np.ndarray], wide: float, high: float) -> np.ndarray:
    """Where there is land, one cell to each stage unit; high x wide, 0 or 1."""
    mask = np.zeros((round(high), round(wide)), np.uint8)
    cv2.fillPoly(mask, [np.round(ring).astype(np.int32) for ring in rings if len(ring) > 2], 1)
    return mask


@lru_cache(maxsize=1)
def _land() -> tuple[np.ndarray, np.ndarray, int]:
    """The points of all rings as unit vectors, where each ring begins, and which is the first of a lake."""
    data: dict[str, Any] = json.loads(gzip.decompress((ASSETS / "maps" / "land.json.gz").read_bytes()))
    rings = [_degrees(ring) for ring in data["land"]] + [_degrees(ring)[::-1] for ring in data["lakes"]]
    return unit(np.concatenate(rings)), np.cumsum([0, *map(len, rings[:-1])]), len(data["land"])


def _degrees(ring: list[int]) -> np.ndarray:
    return (np.array(ring, float).reshape(-1, 2).cumsum(axis=0) / FINE)[:, ::-1]
