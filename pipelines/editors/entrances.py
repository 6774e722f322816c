"""How large words come with the voice and go: they rise out of a mask, pop, are wiped or written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels

INTO = {"rise": 12, "pop": 9, "wipe": 10, "write": 14}  # frames at 24 fps in which a word comes
OUT = 7  # frames in which all go
SEEN_SOON = 0.3  # of a word's entrance, in which it becomes opaque
GOES_UP = 0.55  # of its height, that a word which rose goes on as it leaves
FROM, OVER = 0.72, 1.9  # a pop's first size, and how much it swings beyond its last (Penner's "back" easing)
SWEPT = ("plate", "wipe", "write")  # what goes as one, and all with it
SOFT = {"wipe": 0.35, "write": 0.08}  # width of the edge between what is seen and what is not, in font sizes


class Part(NamedTuple):
    """What comes at once: pixels on the whole canvas, when, and where in it: left, top, right and bottom.

    Pixels are height x width x 4, float32 of 0 to 1, colours multiplied by alpha. `moves` says how: as the look
    has it, or as "shade" and "plate", which lie below all others, or "bar".
    """

    pixels: np.ndarray
    start: int
    box: tuple[int, int, int, int]
    moves: str


class Entering(NamedTuple):
    """All parts, bottom to top, of words of one font size in pixels; `lively` is how far they move, 0 for not."""

    parts: tuple[Part, ...]
    font: float
    from_right: bool
    lively: float


def premultiplied(pixels: Pixels) -> np.ndarray:
    found = pixels.astype(np.float32) / 255
    found[..., :3] *= found[..., 3:]
    return np.asarray(found)


def straight(pixels: np.ndarray) -> Pixels:
    alpha = pixels[..., 3:]
    colour = pixels[..., :3] / np.maximum(alpha, 1e-6)
    return np.asarray((np.concatenate([colour, alpha], axis=-1).clip(0, 1) * 255).round().astype(np.uint8))


def at_rest(parts: Sequence[Part]) -> Pixels:
    """All there, one over the other."""
    return straight(_over([part.pixels for part in parts]))


def is_moving(entering: Entering, frame: int, frames: int, scale: float) -> bool:
    """Whether something of it still comes at this frame of so many, or all goes; `scale` is frames per 1/24 s."""
    last = max(part.start + _length(part.moves) * _scaled(frames, scale) for part in entering.parts)
    return frame < last + 1 or frame >= frames - OUT * _scaled(frames, scale) - 1


def moved(entering: Entering, frame: int, frames: int, scale: float) -> Pixels:
    """What is seen of it at one of its frames."""
    scale = _scaled(frames, scale)
    gone = min(1.0, max(0.0, 1 - (frames - frame) / (OUT * scale + 1)))
    swept = any(part.moves in SWEPT for part in entering.parts)
    shown = [np.zeros_like(entering.parts[0].pixels)]
    for part in entering.parts:
        come = (frame + 1 - part.start) / (_length(part.moves) * scale + 1)
        if come > 0:
            shown.append(MOVES[part.moves](part, min(1.0, come), 0.0 if swept else gone, entering))
    found = _over(shown)
    return straight(_swept_away(found, gone, entering) if swept and gone > 0 else found)


def _swept_away(pixels: np.ndarray, gone: float, how: Entering) -> np.ndarray:
    """One edge goes over all that is there, in the direction of reading."""
    left, right = min(part.box[0] for part in how.parts), max(part.box[2] for part in how.parts)
    soft = SOFT["wipe"] * how.font
    across = np.arange(pixels.shape[1], dtype=np.float32) + 0.5
    way = (right - across) if how.from_right else (across - left)
    ease = gone * gone * (3 - 2 * gone)
    kept = np.clip((way + soft - ease * (right - left + 2 * soft)) / soft, 0, 1)
    return np.asarray(pixels * kept[:, None] * (1 - gone**6))


def _scaled(frames: int, scale: float) -> float:
    """Frames per 1/24 s, fewer where words are there so shortly that they would only come and go."""
    return scale * min(1.0, frames / ((max(INTO.values()) + OUT) * scale))


def _length(moves: str) -> int:
    return INTO.get(moves, INTO["wipe"])


def _over(layers: Sequence[np.ndarray]) -> np.ndarray:
    found = layers[0].copy()
    for layer in layers[1:]:
        found = layer + found * (1 - layer[..., 3:])
    return np.asarray(found)


def _rises(part: Part, come: float, gone: float, how: Entering) -> np.ndarray:
    """Out of a mask at its foot, and out at its head."""
    left, top, right, bottom = part.box
    lively, high = min(1.0, how.lively), bottom - top
    down = ((1 - come) ** 4 - GOES_UP * gone**2) * high * lively
    inside = part.pixels[top:bottom, left:right]
    found = np.zeros_like(part.pixels)
    found[top:bottom, left:right] = _shifted(inside, down) * _opacity(come, gone)
    return found


def _pops(part: Part, come: float, gone: float, how: Entering) -> np.ndarray:
    """A little beyond its size and back."""
    back = 1 + (OVER + 1) * (come - 1) ** 3 + OVER * (come - 1) ** 2
    size = 1 + ((FROM - 1) * (1 - back) - 0.12 * gone**2) * min(1.0, how.lively)
    left, top, right, bottom = part.box
    middle = ((left + right) / 2, (top + bottom) / 2)
    high, wide = part.pixels.shape[:2]
    way = cv2.getRotationMatrix2D(middle, 0, size)
    return np.asarray(cv2.warpAffine(part.pixels, way, (wide, high), flags=cv2.INTER_LINEAR)) * _opacity(come, gone)


def _wiped(part: Part, come: float, gone: float, how: Entering) -> np.ndarray:
    """Seen as far as an edge has gone in the direction of reading; another edge takes it away after it."""
    ease = 1 - (1 - come) ** (1.4 if part.moves == "write" else 3)
    left, _, right, _ = part.box
    soft = SOFT.get(part.moves, SOFT["wipe"]) * how.font
    across = np.arange(part.pixels.shape[1], dtype=np.float32) + 0.5
    way = (right - across) if how.from_right else (across - left)
    reach = right - left + soft
    seen = np.clip((ease * reach - way) / soft + 1e-6, 0, 1) if come < 1 else np.ones_like(way)
    if gone > 0:
        seen = seen * np.clip((way + soft - gone**2 * reach) / soft, 0, 1)
    return np.asarray(part.pixels * seen[:, None] * (1 - gone**6))


def _fades(part: Part, come: float, gone: float, _: Entering) -> np.ndarray:
    return np.asarray(part.pixels * (1 - (1 - come) ** 2) * (1 - gone))


MOVES: dict[str, Callable[[Part, float, float, Entering], np.ndarray]] = {
    "rise": _rises, "pop": _pops, "wipe": _wiped, "write": _wiped, "bar": _wiped, "plate": _wiped, "shade": _fades,
}  # fmt: skip


def _opacity(come: float, gone: float) -> float:
    return min(1.0, come / SEEN_SOON) * (1 - gone**2)


def _shifted(pixels: np.ndarray, down: float) -> np.ndarray:
    """So many pixels lower, whole ones or not; what comes in is empty."""
    if abs(down) < 1e-3:
        return pixels
    high, wide = pixels.shape[:2]
    way = np.array([[1, 0, 0], [0, 1, down]], np.float32)
    return np.asarray(cv2.warpAffine(pixels, way, (wide, high), flags=cv2.INTER_LINEAR))
