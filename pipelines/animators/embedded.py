"""The embedded animator: a camera over a picture's layers, without a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipelines.animators import cameras, reveals, sheets, stage, stills
from pipelines.animators.players import Life, at_rest, life
from pipelines.animators.sheets import Sheet
from pipelines.machinery.parallel import Check, in_parallel
from pipelines.machinery.video import Encoder
from studio.asks import Animate
from studio.film import Footage, Size
from studio.roles import Desk

# The cutting room encodes once more. Slower presets save bytes by skipping what hardly moves, and
# a slow camera then advances by fits and starts of a twentieth of a pixel.
NEARLY_LOSSLESS: dict[str, Any] = {"crf": 10, "preset": "superfast"}


class Parallax:
    """Moves a camera over a picture's layers, each as fast as its depth says."""

    def animate(self, asks: Sequence[Animate], desk: Desk) -> Iterator[Footage]:
        """One clip for each ask, in order. Raises BadInput for a picture that cannot be read."""
        yield from in_parallel(lambda ask, check: _animated(ask, desk, check), asks, desk, "animating")


def _animated(ask: Animate, desk: Desk, check: Check) -> Footage:
    file = desk.scratch(".mp4")
    frames = stage.film(_sheets(ask, desk), cameras.path(ask), ask.size)
    with Encoder(file, ask.size, ask.fps, **NEARLY_LOSSLESS) as encoder:
        for frame in frames:
            check()
            encoder.write(frame)
    return Footage(video=desk.keep(file), frames=ask.frames)


def _sheets(ask: Animate, desk: Desk) -> list[tuple[Sheet, Life]]:
    density = _density(ask.size)
    if not ask.picture.layers:
        pixels, still = sheets.read(desk.path(ask.picture.image)), at_rest(ask.frames)
        photo = [sheets.sheet(layer, depth, density) for layer, depth in stills.layers(pixels, ask.size, density)]
        return [(sheet, still) for sheet in photo if sheet]
    made = []
    for layer in ask.picture.layers:
        sheet = sheets.sheet(sheets.read(desk.path(layer.image)), layer.depth, 1, density)
        if sheet:
            moves = life(layer, ask.frames, ask.fps, ask.size, ask.parts)
            if moves.way == "sweeps":
                moves = replace(moves, shown=reveals.round_to_the_end(sheet, moves.shown))
            made.append((sheet, moves))
    return made


def _density(size: Size) -> int:
    """Sheet pixels per film pixel: twice as many, unless a very large film would take too much memory."""
    return 2 if size.width * size.height <= 1920 * 1200 else 1
