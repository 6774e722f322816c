"""Colours of a film changed: a balance, a look and the user's own LUT, made one table and looked up by OpenCV."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from pipelines.editors.planes import LUMA, TO_YCBCR, sited, split
from pipelines.machinery import cubes, tables
from pipelines.machinery.cubes import Cube
from pipelines.machinery.video import Frame
from studio.errors import BadInput
from studio.film import Balance, Grade
from studio.roles import Desk

# Levels from one point of a table to the next on two of its axes; the third has a point for each of its 256.
# Both divide what matters: 128, where Cb and Cr are grey, and 255, where R, G and B are full. So greys are exact,
# and no look is more than 1.6 levels from its formula in any colour.
STEP, STEP_RGB = 4, 5
TO_RGB = np.linalg.inv(np.vstack([TO_YCBCR, [0, 0, 0, 1]]))[:3]
LATER = np.array([0.75, 0.25])  # a quarter of a chroma sample to the right, where cv2.resize expects it
Triple = tuple[float, float, float]

_cube = lru_cache(maxsize=2)(cubes.read)  # what is in the store never changes


@dataclass(frozen=True)
class Look:
    """A grade by name. The first four are the ASC CDL's; the rest comes after it, in this order.

    `contrast` bends the tone curve about its middle: 0 straight, 1 as steep as it can be without
    losing order. The tints are R'G'B' added, without their light, in the shadows or highlights,
    most at a third or two thirds of white and nothing at black and white. `black` and `white` are
    where these two end up.
    """

    title: str
    summary: str
    slope: Triple = (1.0, 1.0, 1.0)
    offset: Triple = (0.0, 0.0, 0.0)
    power: Triple = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    contrast: float = 0.0
    shadows: Triple = (0.0, 0.0, 0.0)
    highlights: Triple = (0.0, 0.0, 0.0)
    black: float = 0.0
    white: float = 1.0


@dataclass(frozen=True, eq=False)
class Lut:
    """A grade as tables of 8-bit levels, float32, for one cv2.remap each.

    A row is one level of the first axis and one point of the second, a column a point of the third.
    `luma` and `chroma` (Cb, Cr) go by Y', Cb and Cr; `rgb` by R, G and B.
    """

    luma: np.ndarray
    chroma: np.ndarray
    rgb: np.ndarray


def table(grade: Grade, desk: Desk) -> Lut:
    """The grade made ready; kept, so that asking again costs nothing. Raises BadInput for an unknown look."""
    return ready(grade, desk.path(grade.lut) if grade.lut else None)


def still(picture: np.ndarray, lut: Lut) -> np.ndarray:
    """A graded copy of an RGB picture, uint8, height x width x 3."""
    red, green, blue = cv2.split(picture)
    return cv2.convertScaleAbs(_looked_up(lut.rgb, red, green, blue, STEP_RGB))


def frame(frame: Frame, lut: Lut) -> Frame:
    """A graded copy of an I420 frame (BT.709, limited range).

    Chroma is graded by the luma around it. There is no dither: the encoder would take it away again.
    """
    graded = np.empty_like(frame)
    luma, cb, cr = split(frame)
    full = [_as_large(plane, luma) for plane in (cb, cr)]
    cv2.convertScaleAbs(_looked_up(lut.luma, luma, *full, STEP), dst=split(graded)[0])
    thin = np.ascontiguousarray(sited(luma, cv2.BORDER_REPLICATE)[::2, ::2])
    chroma = cv2.convertScaleAbs(_looked_up(lut.chroma, thin, cb, cr, STEP))
    cv2.split(chroma, list(split(graded)[1:]))
    return graded


def _as_large(plane: np.ndarray, luma: np.ndarray) -> np.ndarray:
    """A chroma plane with a sample for each of luma's, between its own where those lie between."""
    moved = cv2.sepFilter2D(plane, -1, LATER, np.ones(1), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(moved, luma.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _looked_up(sheet: np.ndarray, exact: np.ndarray, down: np.ndarray, across: np.ndarray, step: int) -> np.ndarray:
    x = cv2.multiply(across, 1 / step, dtype=cv2.CV_32F)
    y = cv2.addWeighted(exact, float(sheet.shape[1]), down, 1 / step, 0, dtype=cv2.CV_32F)
    return np.asarray(cv2.remap(sheet, x, y, cv2.INTER_LINEAR))


@lru_cache(maxsize=8)
def ready(grade: Grade, lut: Path | None) -> Lut:
    """The same of a grade whose LUT lies in a file."""
    cube = _cube(lut) if lut else None
    rgb = _graded(_levels(STEP_RGB) / 255, grade, cube) * 255
    yours = cv2.transform(_levels(STEP), TO_RGB) / 255
    ycbcr = cv2.transform(_graded(yours, grade, cube) * 255, TO_YCBCR)
    parts = (ycbcr[..., 0], ycbcr[..., 1:], rgb)
    return Lut(*(np.ascontiguousarray(part, np.float32) for part in parts))


def _levels(step: int) -> np.ndarray:
    """All places of a table: its first axis by 1, the others by `step` up to 255 or just beyond."""
    points = np.arange(0, 255 + step, step)
    places = np.stack(np.meshgrid(np.arange(256), points, points, indexing="ij"), axis=-1)
    return places.reshape(-1, len(points), 3).astype(np.float32)


def _graded(colours: np.ndarray, grade: Grade, cube: Cube | None) -> np.ndarray:
    """What R'G'B' of 0 to 1 become; what lies outside is clipped before and after."""
    colours = np.clip(colours, 0, 1)
    if grade.balance:
        colours = balanced(colours, grade.balance)
    if grade.look:
        colours = _looking(colours, look_named(grade.look))
    return np.clip(cube.at(colours), 0, 1) if cube else colours


def balanced(colours: np.ndarray, by: Balance | Look) -> np.ndarray:
    """R'G'B' after slope, offset, power and saturation (ASC CDL 1.2), clipped to 0 to 1 where that says so."""
    linear = np.clip(colours * np.float32(by.slope) + np.float32(by.offset), 0, 1)
    toned = linear ** np.float32(by.power)
    light = _light(toned)
    return np.clip(light + (toned - light) * np.float32(by.saturation), 0, 1)


def _looking(colours: np.ndarray, look: Look) -> np.ndarray:
    colours = balanced(colours, look)
    colours = colours - look.contrast * colours * (1 - colours) * (1 - 2 * colours)
    light = _light(colours)
    dark, most = 1 - light, 4 / 27  # the most that either product below can be
    colours = colours + (_tint(look.shadows) * light * dark**2 + _tint(look.highlights) * light**2 * dark) / most
    return np.clip(look.black + np.clip(colours, 0, 1) * (look.white - look.black), 0, 1)


def _tint(rgb: Triple) -> np.ndarray:
    """A tint without its light."""
    return (np.array(rgb) - LUMA @ rgb).astype(np.float32)


def _light(colours: np.ndarray) -> np.ndarray:
    return (colours @ LUMA.astype(np.float32))[..., None]


@lru_cache
def looks() -> dict[str, Look]:
    """Every look by its file's name, in alphabetical order."""
    return {file.stem: _read(tables.table(file)) for file in sorted((tables.ASSETS / "grades").glob("*.toml"))}


def _read(said: dict[str, object]) -> Look:
    return Look(**{key: tuple(value) if isinstance(value, list) else value for key, value in said.items()})  # type: ignore[arg-type]


def look_named(name: str) -> Look:
    """The look of this name; raises BadInput, naming those there are."""
    found = looks().get(name)
    if found is None:
        raise BadInput(f"There is no grade named '{name}'.", f"Choose one of: {', '.join(looks())}.")
    return found
