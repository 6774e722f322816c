"""How a camera travels through a shot: one pose for every frame, in floating point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from studio.asks import Animate

Series = np.ndarray  # one float for each frame


@dataclass(frozen=True)
class Path:
    """Where the camera is at each frame. A sheet of depth d takes d times of all but the roll."""

    x: Series  # to the right, in widths of the frame
    y: Series  # downwards, in heights of the frame
    zoom: Series  # 1 is the painted frame, larger is closer
    roll: Series  # radians, clockwise


def path(ask: Animate) -> Path:
    """The camera's path for an ask: same ask, same path; another take, another path."""
    rng = np.random.default_rng([ask.seed % 2**64, ask.take % 2**64, int(ask.picture.image.digest[:12], 16)])
    seconds = np.arange(ask.frames) / float(ask.fps)
    progress = np.linspace(0, 1, ask.frames) if ask.frames > 1 else np.zeros(1)
    move = _MOVES[ask.camera](seconds, _eased(progress), rng)
    return _alive(move, seconds, rng)


def _eased(progress: Series) -> Series:
    # Half a straight line, half a smoothstep: soft at both ends, yet already under way in the first
    # frame and still under way in the last, as the cutting room trims the end off.
    return 0.5 * progress + 0.5 * progress**2 * (3 - 2 * progress)


def _pushed(seconds: Series) -> float:
    """How much closer a push comes: 3 % in a blink, 5 % in 4 s, at most 9 %."""
    return float(np.clip(0.02 + 0.0075 * _length(seconds), 0.03, 0.09))


def _panned(seconds: Series) -> float:
    """How far a pan goes, in frames: 4 % in a blink, 6 % in 4 s, at most 10 %."""
    return float(np.clip(0.03 + 0.0075 * _length(seconds), 0.04, 0.10))


def _length(seconds: Series) -> float:
    return float(seconds[-1])


def _still(seconds: Series) -> dict[str, Series]:
    zeros = np.zeros_like(seconds)
    return {"x": zeros, "y": zeros, "zoom": zeros + 1, "roll": zeros}


def _push(sign: int) -> _Move:
    def move(seconds: Series, eased: Series, rng: np.random.Generator) -> Path:
        closer = _pushed(seconds) * rng.uniform(0.9, 1.1)
        sideways = 0.006 * rng.choice([-1, 1]) * (eased - 0.5)  # what lets a push show its depth
        zoom = 1 + closer * (eased if sign > 0 else 1 - eased)
        return Path(**{**_still(seconds), "x": sideways, "zoom": zoom})

    return move


def _pan(axis: str, sign: int) -> _Move:
    def move(seconds: Series, eased: Series, rng: np.random.Generator) -> Path:
        travel = _panned(seconds) * rng.uniform(0.9, 1.1)
        return Path(**{**_still(seconds), axis: sign * travel * (eased - 0.5)})

    return move


def _orbit(seconds: Series, eased: Series, rng: np.random.Generator) -> Path:
    side = rng.choice([-1, 1])
    angle = np.pi * (eased - 0.5)  # half a turn: the subject comes closest half way
    return Path(
        x=side * 0.5 * _panned(seconds) * np.sin(angle * 0.8) / np.sin(np.pi * 0.4),
        y=-0.012 * np.cos(angle),
        zoom=1 + 0.025 * np.cos(angle),
        roll=side * np.radians(0.4) * np.sin(angle),
    )


def _hold(seconds: Series, eased: Series, rng: np.random.Generator) -> Path:
    # Breath and sway are a quarter of a turn apart, so one is fastest when the other turns round.
    turn = 2 * np.pi * (seconds / 6 + rng.uniform())
    breath = 0.0075 * (1 + np.sin(turn))
    return Path(**{**_still(seconds), "x": 0.005 * np.cos(turn), "zoom": 1 + breath})


def _handheld(seconds: Series, eased: Series, rng: np.random.Generator) -> Path:
    def sway(size: float) -> Series:
        waves = rng.uniform([0.12, 0.25, 0.45], [0.22, 0.4, 0.7])  # Hz; a hand is slow, a shake is not wanted
        phases = rng.uniform(0, 2 * np.pi, 3)
        return size * np.sin(2 * np.pi * np.outer(seconds, waves) + phases) @ np.array([0.55, 0.3, 0.15])

    return Path(x=sway(0.009), y=sway(0.008), zoom=1.01 + sway(0.006), roll=sway(np.radians(0.35)))


def _alive(move: Path, seconds: Series, rng: np.random.Generator) -> Path:
    """The same path with a slight drift, so that nothing is ever quite still."""
    first, second = rng.uniform(0, 2 * np.pi, 2)
    return Path(
        x=move.x + 0.0025 * np.sin(2 * np.pi * seconds / 7 + first),
        y=move.y + 0.0025 * np.sin(2 * np.pi * seconds / 5 + second),
        zoom=move.zoom,
        roll=move.roll,
    )


_Move = Callable[[Series, Series, np.random.Generator], Path]

_MOVES: dict[str, _Move] = {
    "hold": _hold,
    "push in": _push(1),
    "pull out": _push(-1),
    "pan left": _pan("x", -1),
    "pan right": _pan("x", 1),
    "tilt up": _pan("y", -1),
    "tilt down": _pan("y", 1),
    "orbit": _orbit,
    "handheld": _handheld,
}
