"""Things on a sheet of their own come in one after another, with their parts, settle, and live on there."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pipelines.animators.embedded import Parallax
from pipelines.machinery import video
from studio.asks import Animate
from studio.film import Layer, Picture, Size
from studio.roles import Desk
from tests.conftest import kept

SIZE = Size(width=320, height=180)
FPS = Fraction(24)
DOWN = slice(80, 150)


def block(desk: Desk, across: slice, motion: str, order: int = 0, down: slice = DOWN, **more: Any) -> Layer:
    """A white block on a sheet that does not move before the camera."""
    sheet = np.zeros((216, 384, 4), np.uint8)
    sheet[down, across] = 255
    return Layer.model_validate({"image": kept(sheet, desk), "depth": 0, "motion": motion, "order": order, **more})


def shown(desk: Desk, *layers: Layer, parts: tuple[int, ...] = ()) -> np.ndarray:
    """frames x height x width, 0 for the ground and 1 for a block."""
    ground = Layer(image=kept(np.full((216, 384, 3), 20, np.uint8), desk), depth=0)
    picture = Picture(image=kept(np.full((180, 320, 3), 20, np.uint8), desk), layers=(ground, *layers))
    ask = Animate(picture=picture, shows="", camera="hold", frames=144, fps=FPS, size=SIZE, parts=parts)
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


def test_what_stands_breathes_on_its_foot_and_draws_the_eye_again_after_a_while(desk: Desk) -> None:
    top, foot = edges(shown(desk, block(desk, slice(150, 234), "stands"))[24:])
    assert np.ptp(foot) < 0.2
    breath, beat = top[:40], top[44:66]  # it came within half a second, and swells again between 2.8 and 3.7 s
    assert 0.25 < np.ptp(breath) < 0.8
    assert 0.7 < breath.min() - beat.min() < 1.6
    assert np.abs(np.diff(top)).max() < 0.25


def test_who_sways_shifts_weight_to_both_sides_and_keeps_both_feet_where_they_are(desk: Desk) -> None:
    film = shown(desk, block(desk, slice(170, 214), "sways", down=slice(30, 196)))[24:]
    head, feet = (middle(film[:, row : row + 4]) for row in (20, 168))
    assert 1.0 < head.max() - np.median(head) < 4 and 1.0 < np.median(head) - head.min() < 4
    assert np.abs(np.diff(head)).max() < 0.3
    assert np.ptp(feet) < 0.15 * np.ptp(head)


def middle(rows: np.ndarray) -> np.ndarray:
    """Where across the middle of what is seen in some rows is, in each frame."""
    across = rows.sum(axis=1)
    return np.asarray((across * np.arange(across.shape[1])).sum(axis=1) / across.sum(axis=1))


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


def test_a_bar_rises_from_its_foot_hardly_beyond_its_height_and_then_stands_still(desk: Desk) -> None:
    film = shown(desk, block(desk, slice(150, 234), "rises"))
    high = film[:, :, 150:170].mean(axis=2).sum(axis=1)
    assert high[0] == 0 and high[3] < 40
    assert 70.5 < high.max() < 73
    assert np.abs(high[24:] - 70).max() < 0.1
    assert film[5:, 129:131, 130:190].min() > 0.9  # its foot stays where it is
    assert np.abs(np.diff(high)).max() < 14


@pytest.mark.parametrize("motion", ["spreads", "spreads left"])
@pytest.mark.parametrize(("across", "down", "axis"), [((110, 270), (80, 110), 1), ((150, 170), (40, 180), 0)])
def test_what_spreads_does_so_from_one_side_or_upright_from_its_top(
    desk: Desk, across: tuple[int, int], down: tuple[int, int], axis: int, motion: str
) -> None:
    film = shown(desk, block(desk, slice(*across), motion, down=slice(*down)))
    area = film.sum(axis=(1, 2))
    assert area[0] == 0 and np.diff(area).min() > -0.002 * area[-1] and area[18] == pytest.approx(area[-1], rel=0.002)
    half = film[int(np.flatnonzero(area > area[-1] / 2)[0])].max(axis=1 - axis)
    first, last = ((across, down)[1 - axis][end] - (32, 18)[1 - axis] for end in (0, 1))
    ends = half[first + 1 : first + 9], half[last - 9 : last - 1]
    begun, left = ends[::-1] if axis and motion == "spreads left" else ends
    assert begun.min() > 0.9 and left.max() < 0.1
    edge = np.flatnonzero((half[first:last] > 0.05) & (half[first:last] < 0.95))
    assert 1 <= edge.size <= 6  # soft, yet an edge


def test_a_ring_is_swept_round_clockwise_from_the_top_and_ends_softly(desk: Desk) -> None:
    y, x = np.mgrid[:216, :384]
    far, turn = np.hypot(x - 191.5, y - 107.5), np.arctan2(x - 191.5, 107.5 - y) % (2 * np.pi)
    sheet = np.full((216, 384, 4), 255, np.uint8)
    sheet[..., 3] = np.where((far > 40) & (far < 70), np.where(turn < 1.5 * np.pi, 255, 5), 0)
    film = shown(desk, Layer(image=kept(sheet, desk), depth=0, motion="sweeps"))
    far, turn = far[18:198, 32:352], turn[18:198, 32:352]
    band = (far > 45) & (far < 65)
    sectors = [
        film[:, band & (turn > at) & (turn < at + np.pi / 8)].mean(axis=1) for at in np.arange(0, 4.5, np.pi / 8)
    ]
    come = [int(np.flatnonzero(sector > 0.5)[0]) for sector in sectors]
    assert come == sorted(come) and come[0] >= 1 and 14 < come[-1] < 24
    gaps = np.diff(come)
    assert gaps[-3:].sum() > 2 * gaps[:3].sum()  # it slows down where the ring ends, not where a whole one would
    area = film.sum(axis=(1, 2))
    assert np.diff(area).min() > -0.002 * area[-1] and np.ptp(area[26:]) < 0.01 * area[-1]


def test_parts_come_at_their_frames_and_what_leads_on_goes_a_step_with_each(desk: Desk) -> None:
    first, second = (block(desk, slice(at, at + 30), "stands", part=part) for part, at in enumerate((90, 250)))
    way = block(desk, slice(92, 292), "spreads", down=slice(160, 170))
    film = shown(desk, way, first, second, parts=(12, 72))
    for across, frame in ((slice(0, 160), 12), (slice(160, 320), 72)):
        area = film[:, 50:140, across].sum(axis=(1, 2))
        assert area[: frame + 1].max() < 1 and area[frame + 10] > 0.9 * area[-1]
    length = film[:, 145, :].sum(axis=1)
    assert length[12] == 0 and length[30:72] == pytest.approx(length[-1] / 2, rel=0.03)
    assert length[92] == pytest.approx(length[-1], rel=0.01)


def test_parts_of_which_no_frame_is_known_come_at_once_one_after_another(desk: Desk) -> None:
    film = shown(desk, *(block(desk, slice(at, at + 30), "spreads", part=part) for part, at in enumerate((90, 250))))
    left, right = film[:, :, :160].sum(axis=(1, 2)), film[:, :, 160:].sum(axis=(1, 2))
    halfway = [int(np.flatnonzero(side > side[-1] / 2)[0]) for side in (left, right)]
    assert 2 <= halfway[1] - halfway[0] <= 5 and halfway[1] < 14
