"""What a take shows: its frames in the film's size and colours, and a few of them for words to be set on."""

from __future__ import annotations

from collections.abc import Generator
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipelines.editors import grades, moves
from pipelines.editors.grades import Lut
from pipelines.machinery import video
from pipelines.machinery.video import Frame
from studio.cut import Ground
from studio.film import Artifact, Footage, Size, Still

LOOKED_AT = 4  # frames of a ground, evenly over its time: a camera travels slowly


def file_of(footage: Footage | Still) -> Artifact:
    return footage.image if isinstance(footage, Still) else footage.video


def frames(
    footage: Footage | Still, file: Path, size: Size, first: int, lut: Lut | None
) -> Generator[Frame, None, None]:
    """I420 frames from frame `first` on, scaled to a size and graded."""
    if isinstance(footage, Still):
        yield from moves.frames(footage, file, size, first, lut)
        return
    for frame in video.frames_of(file, first, "yuv420p", size):
        yield grades.frame(frame, lut) if lut else frame


@lru_cache(maxsize=4)
def looked_at(ground: Ground, size: Size, file: Path, lut: Path | None) -> np.ndarray:
    """A few frames of a ground, its first and its last among them: n x height x width x 3, RGB, uint8."""
    graded = grades.ready(ground.grade, lut) if ground.grade else None
    wanted = np.unique(np.linspace(0, ground.frames - 1, LOOKED_AT).round().astype(int))
    found = []
    shown = frames(ground.footage, file, size, ground.first, graded)
    for number, frame in enumerate(shown):
        if number in wanted:
            found.append(video.to_rgb(frame))
        if number >= wanted[-1]:
            break
    shown.close()
    return np.stack(found)
