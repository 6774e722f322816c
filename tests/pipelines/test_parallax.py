"""What the embedded animator promises besides: no jitter, no bare edge, depth, and the same bytes again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

import numpy as np
import pytest

from pipelines.animators.embedded import Parallax
from pipelines.machinery import video
from studio.asks import Animate
from studio.film import Camera, Layer, Picture, Size
from studio.roles import Desk
from tests.conftest import kept

SIZE = Size(width=320, height=180)
CAMERAS = get_args(Camera)
MARGIN = 1.2
BACK, DOT = 20, 255


def plain(margin: float, colour: tuple[int, ...]) -> np.ndarray:
    return np.full((round(SIZE.height * margin), round(SIZE.width * margin), len(colour)), colour, np.uint8)


def dot(margin: float, across: float = 0.5) -> np.ndarray:
    """A soft white dot on a transparent sheet: soft, so that its centre can be measured finely."""
    sheet = plain(margin, (DOT, DOT, DOT, 0))
    y, x = np.mgrid[: sheet.shape[0], : sheet.shape[1]]
    far = np.hypot(x - sheet.shape[1] * across, y - sheet.shape[0] / 2)
    sheet[..., 3] = np.rint(np.clip((36 - far) / 12, 0, 1) * 255)
    return sheet


def picture(desk: Desk, *sheets: tuple[np.ndarray, float]) -> Picture:
    layers = tuple(Layer(image=kept(pixels, desk), depth=depth) for pixels, depth in sheets)
    return Picture(image=kept(plain(1, (BACK, BACK, BACK)), desk), layers=layers)


def ask(picture: Picture, camera: Camera, **changes: Any) -> Animate:
    fields: dict[str, Any] = {"shows": "", "frames": 96, "fps": Fraction(24), "size": SIZE}
    return Animate(picture=picture, camera=camera, **{**fields, **changes})


def film_of(ask: Animate, desk: Desk) -> np.ndarray:
    (footage,) = Parallax().animate([ask], desk)
    return np.stack(list(video.frames_of(desk.path(footage.video)))).astype(float)


def centres(film: np.ndarray) -> np.ndarray:
    """Where the bright dot is in each frame, x and y, to a hundredth of a pixel."""
    light = np.maximum(film[..., 1] - BACK - 30, 0)
    y, x = np.mgrid[: film.shape[1], : film.shape[2]]
    return np.stack([(light * at).sum((1, 2)) / light.sum((1, 2)) for at in (x, y)], axis=1)


@pytest.mark.parametrize("camera", CAMERAS)
def test_nothing_jitters(desk: Desk, camera: Camera) -> None:
    scene = picture(desk, (plain(MARGIN, (BACK, BACK, BACK)), 0.2), (dot(MARGIN), 1.0))
    places = centres(film_of(ask(scene, camera), desk))
    assert np.abs(np.diff(places, 2, axis=0)).max() < 0.05
    assert np.ptp(places, axis=0).max() > 0.5


@pytest.mark.parametrize("margin", [1.0, MARGIN])
@pytest.mark.parametrize("camera", CAMERAS)
def test_no_sheet_ever_shows_where_it_ends(desk: Desk, camera: Camera, margin: float) -> None:
    scene = picture(desk, (plain(margin, (0, 0, 0)), 0.0), (plain(margin, (200, 200, 200, 255)), 2.0))
    film = film_of(ask(scene, camera, frames=20, fps=Fraction(2)), desk)  # ten seconds, sparsely
    assert film.min() > 195


@pytest.mark.parametrize(
    ("camera", "axis", "sign"), [("pan right", 0, -1), ("pan left", 0, 1), ("tilt up", 1, 1), ("tilt down", 1, -1)]
)
def test_the_picture_moves_against_the_camera(desk: Desk, camera: Camera, axis: int, sign: int) -> None:
    scene = picture(desk, (plain(MARGIN, (BACK, BACK, BACK)), 0.2), (dot(MARGIN), 1.0))
    places = centres(film_of(ask(scene, camera), desk))
    side = (SIZE.width, SIZE.height)[axis]
    assert 0.04 < sign * (places[-1] - places[0])[axis] / side < 0.08


def test_near_sheets_move_more_than_far_ones_and_depth_0_stands_still(desk: Desk) -> None:
    travel = []
    for depth in (0.0, 0.5, 1.0, 1.6):
        scene = picture(desk, (plain(MARGIN, (BACK, BACK, BACK)), 0.0), (dot(MARGIN), depth))
        travel.append(np.ptp(centres(film_of(ask(scene, "pan left"), desk))[:, 0]))
    assert travel[0] < 0.05
    assert np.allclose(travel[1:], np.array([0.5, 1.0, 1.6]) * travel[2], rtol=0.02)


@pytest.mark.parametrize(("camera", "grows"), [("push in", True), ("pull out", False)])
def test_a_push_comes_closer_and_a_pull_goes_away(desk: Desk, camera: Camera, grows: bool) -> None:
    scene = picture(desk, (plain(MARGIN, (BACK, BACK, BACK)), 0.2), (dot(MARGIN), 1.0))
    light = (film_of(ask(scene, camera), desk)[..., 1] - BACK).sum((1, 2))
    scale = np.sqrt(light[-1] / light[0])
    assert 1.03 < (scale if grows else 1 / scale) < 1.07


@pytest.mark.parametrize("camera", CAMERAS)
def test_the_first_second_of_a_long_shot_already_moves(desk: Desk, camera: Camera) -> None:
    y, x = np.mgrid[: SIZE.height, : SIZE.width]
    checks = (((x // 8 + y // 8) % 2) * 200 + 20).astype(np.uint8)
    photo = Picture(image=kept(np.dstack([checks] * 3), desk))
    film = film_of(ask(photo, camera, frames=60, fps=Fraction(6)), desk)
    assert np.abs(film[6] - film[0]).mean() > 1


def test_colours_come_through(desk: Desk) -> None:
    colour = (200, 60, 40)
    scene = picture(desk, (plain(MARGIN, (0, 90, 160)), 0.2), (plain(MARGIN, (*colour, 255)), 1.0))
    assert np.abs(film_of(ask(scene, "hold", frames=24), desk) - colour).max() <= 2


def test_an_edge_has_no_pale_or_dark_line_along_it(desk: Desk) -> None:
    card = plain(MARGIN, (240, 240, 240, 0))
    card[60:150, 120:260, 3] = 255
    film = film_of(ask(picture(desk, (plain(MARGIN, (90, 90, 90)), 0.2), (card, 1.0)), "push in"), desk)
    assert film.min() > 82
    assert film.max() < 248


def test_a_cut_out_keeps_its_shape_on_a_ground_of_its_own(desk: Desk) -> None:
    logo = np.zeros((100, 100, 4), np.uint8)
    logo[20:80, 20:80] = (10, 10, 120, 255)
    film = film_of(ask(Picture(image=kept(logo, desk)), "hold", frames=24), desk)
    middle, corner = film[:, 90, 160], film[:, 10, 10]
    assert np.abs(middle - (10, 10, 120)).max() < 8
    assert corner.min() > 120


def test_the_same_ask_gives_the_same_bytes_and_another_take_another_move(desk: Desk) -> None:
    scene = picture(desk, (plain(MARGIN, (BACK, BACK, BACK)), 0.2), (dot(MARGIN), 1.0))
    first = ask(scene, "handheld", frames=24)
    again, other = first.model_copy(), first.model_copy(update={"take": 1})
    digests = [footage.video.digest for footage in Parallax().animate([first, again, other], desk)]
    assert digests[0] == digests[1] != digests[2]
