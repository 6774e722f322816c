"""How well words can be read on a ground: contrast as WCAG 2.1 defines it."""

from __future__ import annotations

from collections.abc import Sequence

READABLE = 4.5  # to one: what WCAG 2.1 asks of words


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """To one, of two colours of red, green and blue, 0 to 255."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rgb(code: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def _luminance(colour: Sequence[float]) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (value / 255 for value in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
