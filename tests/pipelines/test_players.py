"""Things on a sheet of their own come in one after another, settle at their places, and live on there."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import numpy as np
from PIL import Image

from pipelines.animators.embedded import Parallax
from pipelines.machinery import video
from studio.asks import Animate
from studio.film import Artifact, Layer, Picture, Size
from studio.roles import Desk

SIZE = Size(width=320, height=180)
FPS = Fraction(24)


def kept(pixels: np.ndarray, desk: Desk) -> Artifact:
    file = desk.scratch(".png")
    Image.fromarray(pixels).save(file)
    return desk.keep(file)


def block(desk: Desk, across: slice, motion: Literal["", "stands", "floats"], order: int = 0) -> Layer:
    """A white block on a sheet that does not move before the camera."""
    sheet = np.zeros((216, 384, 4), np.uint8)
    sheet[80:150, across] = 255
    return Layer(image=kept(sheet, desk), depth=0, motion=motion, order=order)


def shown(desk: Desk, *layers: Layer) -> np.ndarray:
    """frames x height x width, 0 for the ground and 1 for a block."""
    ground = Layer(image=kept(np.full((216, 384, 3), 20, np.uint8), desk), depth=0)
    picture = Picture(image=kept(np.full((180, 320, 3), 20, np.uint8), desk), layers=(ground, *layers))
    ask = Animate(picture=picture, shows="", camera="hold", frames=144, fps=FPS, size=SIZE)
    (footage,) = Parallax().animate([ask], desk)
    film = np.stack([frame[..., 1] for frame in video.frames_of(desk.path(footage.video))]).astype(float)
    return np.clip((film - 20) / 235, 0, 1)


def edges(film: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The top and the foot of what is seen in each frame, to a part of a row."""
    column = film[:, :, 150:170].mean(axis=2)
    rows = column.sum(axis=1)
    foot = 140 - (1 - column[:, 120:140]).sum(axis=1)
    return foot - rows, foot


def test_a_thing_grows_into_its_place_and_never_jumps(desk: Desk) -> None:
    area = shown(desk, block(desk, slice(150, 234), "stands")).sum(axis=(1, 2))
    whole = 70 * 84
    assert area[0] < 0.3 * whole
    assert area[14:].min() > 0.97 * whole
    assert area.max() < 1.1 * whole  # at most 4 % too large on either side, on its way
    assert np.abs(np.diff(area[14:])).max() < 0.012 * whole


def test_what_stands_breathes_on_its_foot(desk: Desk) -> None:
    top, foot = edges(shown(desk, block(desk, slice(150, 234), "stands"))[24:])
    assert np.ptp(foot) < 0.2
    assert 0.25 < np.ptp(top) < 0.8
    assert np.abs(np.diff(top)).max() < 0.08


def test_what_floats_goes_up_and_down_and_keeps_its_size(desk: Desk) -> None:
    top, foot = edges(shown(desk, block(desk, slice(150, 234), "floats"))[24:])
    assert np.ptp(foot - top) < 0.2
    assert 1.5 < np.ptp(top) < 3.5


def test_things_come_in_their_order(desk: Desk) -> None:
    film = shown(desk, block(desk, slice(90, 120), "stands", 1), block(desk, slice(250, 280), "stands", 0))
    left, right = film[:, :, :160].sum(axis=(1, 2)), film[:, :, 160:].sum(axis=(1, 2))
    halfway = [int(np.flatnonzero(side > side[-1] / 2)[0]) for side in (right, left)]
    assert 2 <= halfway[1] - halfway[0] <= 5


def test_a_layer_without_a_motion_is_there_from_the_first_frame(desk: Desk) -> None:
    area = shown(desk, block(desk, slice(150, 234), "")).sum(axis=(1, 2))
    assert np.ptp(area) < 0.005 * area[0]
