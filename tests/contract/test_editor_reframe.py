"""What every editor makes of the user's own pictures and clips before they move: the film's shape, the best part."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipelines.machinery import video
from studio.asks import Conform, Poster, Reframe
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Artifact, Size

SQUARE, WIDE = Size(width=200, height=200), Size(width=320, height=180)


def picture(desk: WorkDesk, width: int, height: int, busy: slice) -> Artifact:
    """Plain grey, with something to see in some of its columns."""
    pixels = np.full((height, width, 3), 120, np.uint8)
    shape = pixels[:, busy].shape
    pixels[:, busy] = np.random.default_rng(3).integers(0, 255, shape)
    file = desk.scratch(".png")
    Image.fromarray(pixels).save(file)
    return desk.keep(file)


def opened(desk: WorkDesk, made: Artifact) -> np.ndarray:
    return np.asarray(Image.open(desk.path(made)))


@pytest.mark.parametrize("begins", [0, 300, 520])
def test_a_still_that_fills_the_frame_keeps_what_is_to_be_seen(editor: Any, desk: WorkDesk, begins: int) -> None:
    still = picture(desk, 640, 200, slice(begins, begins + 120))
    (made,) = editor.reframe([Reframe(still=still, fit="fill", size=SQUARE)], desk)
    pixels = opened(desk, made.image)
    assert pixels.shape == (200, 200, 3)
    assert (pixels != 120).any(axis=(0, 2)).sum() == 120


def test_a_still_between_bars_is_whole(editor: Any, desk: WorkDesk) -> None:
    still = picture(desk, 120, 200, slice(0, 120))
    (made,) = editor.reframe([Reframe(still=still, fit="fit", size=WIDE)], desk)
    pixels = opened(desk, made.image)
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(16 / 9, abs=0.01)
    left = (pixels.shape[1] - 120) // 2
    assert np.array_equal(pixels[:, left : left + 120], opened(desk, still))
    assert not pixels[:, :left].any() and not pixels[:, left + 120 :].any()


@pytest.mark.parametrize("fit", ["fit", "fill"])
def test_a_still_of_the_films_shape_stays_as_it_is(editor: Any, desk: WorkDesk, fit: str) -> None:
    still = picture(desk, 640, 360, slice(0, 10))
    (made,) = editor.reframe([Reframe(still=still, fit=fit, size=WIDE)], desk)
    assert made.image == still


def test_a_still_that_is_no_picture_is_refused(editor: Any, desk: WorkDesk) -> None:
    file = desk.scratch(".png")
    file.write_bytes(b"no picture")
    with pytest.raises(BadInput):
        list(editor.reframe([Reframe(still=desk.keep(file), fit="fill", size=WIDE)], desk))


def test_a_poster_is_the_frame_with_which_the_clip_begins_in_the_film(editor: Any, desk: WorkDesk) -> None:
    file = desk.scratch(".mp4")
    with video.Encoder(file, Size(width=160, height=160), Fraction(24), crf=4) as encoder:
        for shade in range(48):
            encoder.write(np.full((160, 160, 3), 4 * shade, np.uint8))
    clip = desk.keep(file)
    (poster,) = editor.poster([Poster(clip=clip, start=1.0, size=WIDE)], desk)
    (footage,) = editor.conform([Conform(clip=clip, start=1.0, frames=4, fps=Fraction(24), size=WIDE)], desk)
    first = next(video.frames_of(desk.path(footage.video)))
    assert opened(desk, poster.image).shape == (180, 320, 3)
    assert np.abs(opened(desk, poster.image).astype(int) - first).max() <= 3
    assert first[90, 160, 0] == pytest.approx(96, abs=4)
