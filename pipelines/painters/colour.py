"""Colours in OKLCH: lightness 0-1, chroma 0-0.4, hue in degrees; equal steps look equally large.

Formulas: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Lab(NamedTuple):
    """A colour in OKLab."""

    lightness: float
    a: float
    b: float

    def mixed(self, other: Lab, share: float) -> Lab:
        """This colour with `share` (0-1) of the other."""
        return Lab(*(mine + (theirs - mine) * share for mine, theirs in zip(self, other, strict=True)))

    @property
    def chroma(self) -> float:
        return math.hypot(self.a, self.b)

    @property
    def hue(self) -> float:
        """In degrees; of no meaning where there is hardly any chroma."""
        return math.degrees(math.atan2(self.b, self.a)) % 360

    @property
    def hex(self) -> str:
        """``#rrggbb``; chroma is lowered until the colour fits into sRGB."""
        colour = self
        for _ in range(24):
            channels = _linear_rgb(colour)
            if all(-0.001 <= c <= 1.001 for c in channels):
                break
            colour = Lab(min(max(colour.lightness, 0.0), 1.0), colour.a * 0.92, colour.b * 0.92)
        return "#" + "".join(f"{round(_encode(c) * 255):02x}" for c in _linear_rgb(colour))

    @property
    def rgb(self) -> tuple[int, int, int]:
        code = self.hex
        return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def lch(lightness: float, chroma: float, hue: float) -> Lab:
    """A colour by lightness, chroma and hue in degrees."""
    angle = math.radians(hue)
    return Lab(lightness, chroma * math.cos(angle), chroma * math.sin(angle))


WHITE = lch(1, 0, 0)


def lab_of(code: str) -> Lab:
    """The colour that HTML writes as ``#rrggbb``."""
    red, green, blue = (_decode(int(code[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return Lab(
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear_rgb(colour: Lab) -> tuple[float, float, float]:
    light, a, b = colour
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encode(linear: float) -> float:
    linear = min(max(linear, 0.0), 1.0)
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
