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


def _encode(linear: float) -> float:
    linear = min(max(linear, 0.0), 1.0)
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
