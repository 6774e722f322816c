"""Transitions begin at one shot, end at the other, move the right way and stay in the colours' range."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from pipelines.editors.planes import split
from pipelines.editors.transitions import MOVES, mixed
from pipelines.machinery.video import Frame
from studio.film import Box, Size, Transition

WAYS: list[Transition] = ["dissolve", *MOVES]
SIZES = [Size(width=320, height=180), Size(width=322, height=182)]  # the second has chroma planes of 161 x 91


def picture(size: Size, *, seed: int) -> Frame:
    """Soft noise over the whole limited range, in luma and chroma."""
    noise = np.random.default_rng(seed)
    frame = np.empty((size.height * 3 // 2, size.width), np.uint8)
    for plane, top in zip(split(frame), (235, 240, 240), strict=True):
        plane[:] = noise.integers(16, top + 1, plane.shape)
    return frame


def way(how: Transition, size: Size, steps: int = 12) -> list[Frame]:
    leaving, coming = picture(size, seed=1), picture(size, seed=2)
    return [mixed(leaving, coming, (n + 1) / (steps + 1), how) for n in range(steps)]


def gap(a: Frame, b: Frame) -> float:
    return float(np.abs(a.astype(int) - b).mean())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("how", WAYS)
def test_it_begins_at_the_leaving_shot_and_ends_at_the_coming_one(how: Transition, size: Size) -> None:
    leaving, coming = picture(size, seed=1), picture(size, seed=2)
    assert gap(mixed(leaving, coming, 1e-4, how), leaving) < 1
    assert gap(mixed(leaving, coming, 1 - 1e-4, how), coming) < 1


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("how", WAYS)
def test_every_frame_differs_from_the_one_before_and_stays_in_range(how: Transition, size: Size) -> None:
    frames = [picture(size, seed=1), *way(how, size), picture(size, seed=2)]
    assert all(gap(a, b) > 0.02 for a, b in pairwise(frames))
    for frame in frames:
        assert frame.shape == (size.height * 3 // 2, size.width)
        for plane, top in zip(split(frame), (235, 240, 240), strict=True):
            assert plane.min() >= 16
            assert plane.max() <= top


def flat(luma: int, size: Size, chroma: int = 128) -> Frame:
    frame = np.empty((size.height * 3 // 2, size.width), np.uint8)
    for plane, value in zip(split(frame), (luma, chroma, chroma), strict=True):
        plane[:] = value
    return frame


def test_a_dissolve_goes_evenly() -> None:
    lumas = [float(mixed(flat(30, SIZES[0]), flat(200, SIZES[0]), n / 10, "dissolve")[0, 0]) for n in range(1, 10)]
    assert lumas == pytest.approx([30 + 17 * n for n in range(1, 10)], abs=0.51)


def test_a_dip_is_black_in_the_middle() -> None:
    middle = mixed(picture(SIZES[0], seed=1), picture(SIZES[0], seed=2), 0.5, "dip")
    assert np.array_equal(middle, flat(16, SIZES[0]))


@pytest.mark.parametrize("how", ["push", "slide", "whip"])
def test_a_move_brings_the_coming_shot_in_from_the_right(how: Transition) -> None:
    luma, chroma, _ = split(mixed(flat(60, SIZES[0], 90), flat(180, SIZES[0], 170), 0.5, how))
    for plane, there, here in ((luma, 60, 180), (chroma, 90, 170)):
        assert abs(int(plane[5, 2]) - there) <= 1
        assert abs(int(plane[5, -2]) - here) <= 1


def test_a_wipe_uncovers_from_the_left_with_a_soft_edge() -> None:
    luma, chroma, _ = split(mixed(flat(60, SIZES[0], 90), flat(180, SIZES[0], 170), 0.5, "wipe"))
    assert (luma[0, 0], luma[0, -1], chroma[0, 0], chroma[0, -1]) == (180, 60, 170, 90)
    assert np.all(np.diff(luma[0].astype(int)) <= 0)
    assert len(np.unique(luma[0])) > 20


@pytest.mark.parametrize("share", [0.2, 0.37, 0.5, 0.81])
def test_a_push_moves_by_parts_of_a_pixel_and_chroma_goes_with_it(share: float) -> None:
    ramp = np.linspace(40, 200, 320)
    leaving, coming = flat(0, SIZES[0]), flat(200, SIZES[0], 200)
    for plane, values in zip(split(leaving), (ramp, ramp[::2], ramp[::2]), strict=True):
        plane[:] = np.rint(values)
    moved = 4 * share**3 if share < 0.5 else 1 - 4 * (1 - share) ** 3
    luma, chroma, _ = split(mixed(leaving, coming, share, "push"))
    expected = ramp[0] + (ramp[1] - ramp[0]) * 320 * moved
    assert float(luma[0, 0]) == pytest.approx(expected, abs=1)
    assert float(chroma[0, 0]) == pytest.approx(expected, abs=1)


def test_a_slide_throws_a_shadow_on_the_leaving_shot_alone() -> None:
    luma, _, _ = split(mixed(flat(180, SIZES[0]), flat(180, SIZES[0]), 0.5, "slide"))
    darkest = int(luma[0].argmin())
    assert luma[0, darkest] < 120
    assert abs(darkest - 160) <= 2
    assert (luma[0, :130] == 180).all()
    assert (luma[0, 161:] == 180).all()


def test_frames_of_two_sizes_and_shares_beyond_the_ends_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot become"):
        mixed(flat(50, SIZES[0]), flat(50, SIZES[1]), 0.5, "wipe")
    with pytest.raises(ValueError, match="share"):
        mixed(flat(50, SIZES[0]), flat(50, SIZES[0]), 1.0, "wipe")


SMALL_LEFT = Box(left=0.2, top=0.4, width=0.2, height=0.3)
LARGE_RIGHT = Box(left=0.4, top=0.3, width=0.26, height=0.39)
CORNERS = Box(left=0, top=0, width=0.08, height=0.08), Box(left=0.9, top=0.9, width=0.1, height=0.1)
PAIRS = [(SMALL_LEFT, LARGE_RIGHT), (LARGE_RIGHT, SMALL_LEFT), CORNERS, (SMALL_LEFT, SMALL_LEFT), ()]
SHARES = [n / 48 for n in range(1, 48)]


def with_subject(size: Size, box: Box) -> Frame:
    """A soft bright and coloured spot on grey; it is twice its own spread wide at half its light."""
    frame = np.empty((size.height * 3 // 2, size.width), np.uint8)
    for plane, step in zip(split(frame), (1, 2, 2), strict=True):
        down, across = np.mgrid[: plane.shape[0], : plane.shape[1]]
        x = (step * across + 0.5) / size.width - box.left - box.width / 2
        y = (step * down + step / 2) / size.height - box.top - box.height / 2
        plane[:] = np.rint(100 + 100 * np.exp(-((3 * x / box.width) ** 2) - (3 * y / box.height) ** 2))
    return frame


def spot(plane: np.ndarray, step: int, size: Size) -> tuple[float, float, float]:
    """The middle of the spot in shares of the frame, x and y, and how wide it is."""
    light = np.clip(plane.astype(float) - 104, 0, None)
    down, across = np.mgrid[: plane.shape[0], : plane.shape[1]]
    x, y = (step * across + 0.5) / size.width, (step * down + step / 2) / size.height
    middle = (light * x).sum() / light.sum()
    return middle, (light * y).sum() / light.sum(), float(np.sqrt((light * (x - middle) ** 2).sum() / light.sum()))


def matched(share: float, subjects: tuple[Box, ...], size: Size = SIZES[0]) -> Frame:
    leaving, coming = (with_subject(size, box) for box in subjects)
    return mixed(leaving, coming, share, "match", subjects)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("subjects", PAIRS)
def test_a_match_begins_and_ends_untouched_and_stays_in_range(subjects: tuple[Box, ...], size: Size) -> None:
    leaving, coming = picture(size, seed=1), picture(size, seed=2)
    assert gap(mixed(leaving, coming, 1e-4, "match", subjects), leaving) < 1
    assert gap(mixed(leaving, coming, 1 - 1e-4, "match", subjects), coming) < 1
    for share in SHARES:
        frame = mixed(leaving, coming, share, "match", subjects)
        assert frame.shape == leaving.shape
        assert all(16 <= p.min() <= p.max() <= top for p, top in zip(split(frame), (235, 240, 240), strict=True))


@pytest.mark.parametrize("subjects", PAIRS[:2])
def test_in_a_match_one_subject_travels_and_grows_into_the_other(subjects: tuple[Box, ...]) -> None:
    spots = [spot(split(matched(share, subjects))[0], 1, SIZES[0]) for share in SHARES]
    forth = 1 if subjects[0].left < subjects[1].left else -1
    assert all(forth * (after[0] - before[0]) > -0.002 for before, after in pairwise(spots)), "it never turns back"
    assert all(abs(after[0] - before[0]) < 0.03 for before, after in pairwise(spots)), "it never jumps"
    assert all(abs(after[2] / before[2] - 1) < 0.05 for before, after in pairwise(spots))
    assert forth * (spots[-1][2] - spots[0][2]) > 0.01


def test_in_a_match_the_pictures_change_over_in_the_middle_alone() -> None:
    leaving, coming = flat(60, SIZES[0]), flat(180, SIZES[0])
    lumas = [int(mixed(leaving, coming, share, "match", PAIRS[0])[0, 0]) for share in (0.38, 0.5, 0.62)]
    assert lumas == [60, 120, 180]


@pytest.mark.parametrize("subjects", PAIRS)
def test_a_match_never_shows_an_edge(subjects: tuple[Box, ...]) -> None:
    """Ramps go on rising up to the frame's last sample: nothing beyond the pictures is seen."""
    across, down = flat(0, SIZES[0]), flat(0, SIZES[0])
    split(across)[0][:] = np.linspace(20, 230, 320)
    split(down)[0][:] = np.linspace(20, 230, 180)[:, None]
    for share in SHARES:
        columns = split(mixed(across, across, share, "match", subjects))[0].astype(int).T
        rows = split(mixed(down, down, share, "match", subjects))[0].astype(int)
        for lines in (columns, rows):
            assert (lines[7] > lines[0]).all()
            assert (lines[-1] > lines[-8]).all()


@pytest.mark.parametrize("share", [0.2, 0.37, 0.63, 0.81])
def test_in_a_match_colour_stays_on_its_subject(share: float) -> None:
    luma, cb, cr = split(matched(share, PAIRS[0]))
    for chroma in (cb, cr):
        for along, side in ((0, 320), (1, 180)):
            assert abs(spot(chroma, 2, SIZES[0])[along] - spot(luma, 1, SIZES[0])[along]) * side < 0.1
