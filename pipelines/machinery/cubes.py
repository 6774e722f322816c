"""Colour tables in .cube files (Adobe's Cube LUT Specification 1.0): read, checked, and written anew."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

import cv2
import numpy as np

from pipelines.machinery.intake import shown
from studio.errors import BadInput, TooMuch

MOST_BYTES = 20_000_000  # a table of 65 points a side takes 8 MB in ordinary numbers
SIZES = {"LUT_1D_SIZE": 65_536, "LUT_3D_SIZE": 256}  # the most that the specification has
MOST_POINTS = 65  # a side of a 3D table; more adds nothing that can be seen
# A table may overshoot 0..1 a little and is clipped there in use; 0..255 or 0..1023 is another kind of file.
LEAST, MOST = -1.0, 2.0
NOT_FINITE = {b"nan", b"inf", b"infinity"}
LONGEST_LINE = 1000  # bytes
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
        """The colours, height x width x 3, that these become; between points, those around are mixed."""
        last = len(self.table) - 1
        place = np.clip((colours - self.low) / (self.high - self.low), 0, 1) * last
        if self.table.ndim == 2:
            points = np.arange(last + 1)
            return np.dstack([np.interp(place[..., at], points, self.table[:, at]) for at in range(3)])
        red, green, blue = cv2.split(place.astype(np.float32))
        below = np.minimum(np.floor(blue), last - 1)
        near, far = (self._at_blue(red, green, level) for level in (below, below + 1))
        return near + (far - near) * (blue - below)[..., None]

    def _at_blue(self, red: np.ndarray, green: np.ndarray, blue: np.ndarray) -> np.ndarray:
        """Colours at a whole level of blue: the table's slices lie one under another."""
        size = len(self.table)
        slices = self.table.reshape(size**2, size, 3).astype(np.float32)
        rows = blue * size + green
        return np.asarray(cv2.remap(slices, red, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


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
    head = [size, f"DOMAIN_MIN {_line(cube.low)}", f"DOMAIN_MAX {_line(cube.high)}"]
    return "\n".join([*head, *map(_line, cube.table.reshape(-1, 3).tolist()), ""])


def _line(numbers: Sequence[float]) -> str:
    return "{:.7g} {:.7g} {:.7g}".format(*numbers)


def _parsed(data: bytes, name: str) -> Cube:
    if b"\0" in data:
        raise BadInput(f"'{name}' is not a .cube file: it holds no plain text.", USABLE)
    text = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _Reader(name).read(io.BytesIO(text))


class _Reader:
    """Goes through the lines of a file, and knows which one to name where one is wrong."""

    def __init__(self, name: str) -> None:
        self._name, self._number = name, 0
        self._size, self._count = "", 0
        self._low, self._high = [0.0] * 3, [1.0] * 3
        self._rows: list[list[float]] = []

    def read(self, lines: Iterable[bytes]) -> Cube:
        for self._number, line in enumerate(lines, 1):
            if line.isspace() or line.lstrip().startswith(b"#"):
                continue
            if len(line) > LONGEST_LINE:
                self._refuse("is too long for one of a .cube file")
            words = line.split()
            if words[0][:1].isalpha() and words[0].lower() not in NOT_FINITE:
                self._keyword(words[0].decode("latin-1"), words[1:])
            else:
                self._row(words)
        if len(self._rows) != self._due():
            raise BadInput(f"The LUT '{self._name}' ends after {len(self._rows):,} of its rows of colours.", USABLE)
        return self._whole()

    def _row(self, words: list[bytes]) -> None:
        if len(self._rows) == self._due():
            self._refuse("is one more row of colours than the table has room for")
        self._rows.append(self._numbers(words, 3))

    def _due(self) -> int:
        """Rows of colours that the size calls for."""
        if not self._size:
            raise BadInput(f"'{self._name}' is not a .cube file: it does not say how large its table is.", USABLE)
        return self._count if self._size == "LUT_1D_SIZE" else self._count**3

    def _keyword(self, word: str, values: list[bytes]) -> None:
        if word in SIZES:
            self._sized(word, values)
        elif word == "DOMAIN_MIN":
            self._low = self._numbers(values, 3)
        elif word == "DOMAIN_MAX":
            self._high = self._numbers(values, 3)
        elif word in RANGES:
            low, high = self._numbers(values, 2)
            self._low, self._high = [low] * 3, [high] * 3
        elif word != "TITLE":
            self._refuse("says what no .cube file should")

    def _sized(self, word: str, values: list[bytes]) -> None:
        if self._size:
            self._refuse("begins a second table, and one is all that can be used")
        if len(values) != 1 or not values[0].isdigit() or not 2 <= int(values[0][:9]) <= SIZES[word]:
            self._refuse(f"must say a size from 2 to {SIZES[word]:,}")
        self._size, self._count = word, int(values[0])
        if word == "LUT_3D_SIZE" and self._count > MOST_POINTS:
            raise TooMuch(f"The LUT '{self._name}' has {self._count} points a side.", USABLE)

    def _numbers(self, words: list[bytes], due: int) -> list[float]:
        if len(words) != due:
            self._refuse(f"has {len(words)} numbers where {due} were due")
        try:
            numbers = [float(word) for word in words]
        except ValueError:
            self._refuse("is not one of numbers")
        for number in numbers:
            if not math.isfinite(number):
                self._refuse("holds a number that is not finite")
            if not LEAST <= number <= MOST:
                self._refuse(f"holds {number:g}, and colours go from 0 to 1")
        return numbers

    def _whole(self) -> Cube:
        low, high = np.array(self._low), np.array(self._high)
        if not (low < high).all():
            raise BadInput(f"In the LUT '{self._name}' the domain ends before it begins.", USABLE)
        shape = (self._count,) * (1 if self._size == "LUT_1D_SIZE" else 3)
        return Cube(low, high, np.array(self._rows).reshape(*shape, 3))

    def _refuse(self, why: str) -> NoReturn:
        raise BadInput(f"The LUT '{self._name}' cannot be used: its line {self._number} {why}.", USABLE)
