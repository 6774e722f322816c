"""Colour tables in .cube files (Adobe's Cube LUT Specification 1.0): read, checked, and written anew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np

from pipelines.machinery.intake import shown
from studio.errors import BadInput, TooMuch

MOST_BYTES = 20_000_000  # a table of 65 points a side takes 8 MB in ordinary numbers
LARGEST = {"LUT_1D_SIZE": 65_536, "LUT_3D_SIZE": 65}
SPECIFIED = {"LUT_1D_SIZE": 65_536, "LUT_3D_SIZE": 256}
# A table may overshoot 0..1 a little and is clipped there in use; 0..255 or 0..1023 is another kind of file.
LEAST, MOST = -1.0, 2.0
RANGES = {"LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE"}  # one domain for all channels, as DaVinci Resolve writes it
USABLE = "Export the look again as a .cube file, from 0 to 1, with at most 65 points a side."


class Cube(NamedTuple):
    """R'G'B' by R'G'B', nominally 0 to 1.

    `table` is n x 3, a curve for each channel, or n x n x n x 3, indexed by blue, green and red.
    `low` and `high` are the inputs, by channel, at which it begins and ends.
    """

    low: np.ndarray
    high: np.ndarray
    table: np.ndarray

    def at(self, colours: np.ndarray) -> np.ndarray:
        """The colours, `... x 3`, that these become; between points, those of a tetrahedron's corners are mixed."""
        last = len(self.table) - 1
        place = np.clip((colours - self.low) / (self.high - self.low), 0, 1) * last
        if self.table.ndim == 2:
            points = np.arange(last + 1)
            curves = [np.interp(place[..., at], points, self.table[:, at]) for at in range(3)]
            return np.stack(curves, axis=-1)
        return self._mixed(place.reshape(-1, 3), last).reshape(colours.shape)

    def _mixed(self, place: np.ndarray, last: int) -> np.ndarray:
        """From a cell's lowest corner to its highest, first along the axis on which a place lies farthest."""
        flat, steps = self.table.reshape(-1, 3), np.array([1, last + 1, (last + 1) ** 2])
        cell = np.minimum(place.astype(np.intp), last - 1)
        rest = place - cell
        order = np.argsort(-rest, axis=1)
        share, step = np.take_along_axis(rest, order, axis=1), steps[order]
        corner = cell @ steps
        found = flat[corner]
        for axis in range(3):
            following = corner + step[:, axis]
            found += (flat[following] - flat[corner]) * share[:, axis, None]
            corner = following
        return found


def take_in(lut: Path, normalised: Path) -> None:
    """Check a user's .cube file and write its table anew, with nothing in it but numbers of ours.

    Raises BadInput, or TooMuch, and then leaves nothing at `normalised`.
    """
    name = shown(lut)
    if not lut.is_file():
        raise BadInput(f"There is no LUT '{name}'.", "Check the file's name and folder.")
    if lut.stat().st_size > MOST_BYTES:
        raise TooMuch(f"The LUT '{name}' is larger than {MOST_BYTES // 10**6} MB.", USABLE)
    cube = _parsed(lut.read_bytes(), name)
    try:
        normalised.write_text(_written(cube), encoding="ascii")
    except BaseException:
        normalised.unlink(missing_ok=True)
        raise


def read(lut: Path) -> Cube:
    """The table of a .cube file that was taken in. Raises BadInput when it is damaged."""
    return _parsed(lut.read_bytes(), lut.name)


def _written(cube: Cube) -> str:
    size = f"LUT_{'1D' if cube.table.ndim == 2 else '3D'}_SIZE {len(cube.table)}"
    head = [size, f"DOMAIN_MIN {_row(cube.low)}", f"DOMAIN_MAX {_row(cube.high)}"]
    return "\n".join([*head, *map(_row, cube.table.reshape(-1, 3).tolist()), ""])


def _row(numbers: Sequence[float]) -> str:
    return "{:.7g} {:.7g} {:.7g}".format(*numbers)


def _parsed(data: bytes, name: str) -> Cube:
    if b"\0" in data:
        raise BadInput(f"'{name}' is not a .cube file: it holds no plain text.", USABLE)
    return _Reader(name).read(data.removeprefix(b"\xef\xbb\xbf"))


class _Reader:
    """Goes through the lines of a file, and knows which one to name where one is wrong."""

    def __init__(self, name: str) -> None:
        self._name, self._number = name, 0
        self._size, self._count = "", 0
        self._low, self._high = [0.0] * 3, [1.0] * 3
        self._rows: list[list[float]] = []

    def read(self, data: bytes) -> Cube:
        for self._number, line in enumerate(data.splitlines(), 1):
            words = line.split()
            if not words or words[0].startswith(b"#"):
                continue
            if words[0][:1].isalpha() and words[0].lower() not in {b"nan", b"inf", b"infinity"}:
                self._keyword(words[0].decode("latin-1"), words[1:])
            else:
                self._rows.append(self._numbers(words, 3))
        return self._whole()

    def _keyword(self, word: str, values: list[bytes]) -> None:
        if word in LARGEST:
            self._sized(word, values)
        elif word == "DOMAIN_MIN":
            self._low = self._numbers(values, 3)
        elif word == "DOMAIN_MAX":
            self._high = self._numbers(values, 3)
        elif word in RANGES:
            low, high = self._numbers(values, 2)
            self._low, self._high = [low] * 3, [high] * 3
        elif word != "TITLE":
            self._refuse(f"is none that a .cube file has: '{shown(Path(word))}'")

    def _sized(self, word: str, values: list[bytes]) -> None:
        if self._size:
            self._refuse("begins a second table, and one is all that can be used")
        if len(values) != 1 or not values[0].isdigit() or not 2 <= int(values[0][:9]) <= SPECIFIED[word]:
            self._refuse(f"must say a size from 2 to {SPECIFIED[word]:,}")
        self._size, self._count = word, int(values[0])
        if self._count > LARGEST[word]:
            raise TooMuch(f"The LUT '{self._name}' has {self._count} points a side.", USABLE)

    def _numbers(self, words: list[bytes], due: int) -> list[float]:
        try:
            numbers = [float(word) for word in words]
        except ValueError:
            self._refuse("is not one of numbers")
        if len(numbers) != due:
            self._refuse(f"has {len(numbers)} numbers where {due} were due")
        for number in numbers:
            if not math.isfinite(number):
                self._refuse("holds a number that is not finite")
            if not LEAST <= number <= MOST:
                self._refuse(f"holds {number:g}, and colours go from 0 to 1")
        return numbers

    def _whole(self) -> Cube:
        if not self._size:
            raise BadInput(f"'{self._name}' is not a .cube file: it does not say how large its table is.", USABLE)
        three = self._size == "LUT_3D_SIZE"
        due = self._count**3 if three else self._count
        if len(self._rows) != due:
            what = f"The LUT '{self._name}' has {len(self._rows):,} rows of colours where {due:,} were due."
            raise BadInput(what, USABLE)
        low, high = np.array(self._low), np.array(self._high)
        if not (low < high).all():
            raise BadInput(f"In the LUT '{self._name}' the domain ends before it begins.", USABLE)
        shape = (self._count,) * (3 if three else 1)
        return Cube(low, high, np.array(self._rows).reshape(*shape, 3))

    def _refuse(self, why: str) -> NoReturn:
        raise BadInput(f"The LUT '{self._name}' cannot be used: its line {self._number} {why}.", USABLE)
