"""What any editor must honour when it brings a shot's colours to its neighbours': near, within bounds, and finite."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pipelines.machinery import video
from studio.asks import Match
from studio.crew import WorkDesk
from studio.film import Balance, Footage, Size

SIZE = Size(width=320, height=180)
Change = Callable[[np.ndarray], np.ndarray]

# Ways that two shots of one place differ: another light, a darker lens, a flatter profile, another exposure.
WAYS: dict[str, Change] = {
    "tinted": lambda light: light * [1.1, 1.0, 0.86],
    "dim": lambda light: light * 0.7,
    "cold and dim": lambda light: light * [0.68, 0.78, 0.88],
    "flat": lambda light: 0.8 * light + 0.1,
    "brighter in the middle": lambda light: light**0.8,
}


def place() -> np.ndarray:
    """A street in R'G'B' of 0 to 1: sky, grey houses with lit windows, a red cart, a green tree, in soft noise."""
    picture = np.empty((SIZE.height, SIZE.width, 3))
    picture[:] = np.linspace([0.45, 0.58, 0.75], [0.75, 0.77, 0.78], SIZE.height)[:, None]
    for left, grey in ((0, 0.34), (70, 0.48), (150, 0.27), (230, 0.55)):
        picture[60:150, left : left + 64] = np.array([1.02, 1.0, 0.97]) * grey
        picture[80:100, left + 20 : left + 40] = 0.8, 0.76, 0.66
    picture[150:] = 0.22, 0.21, 0.2
    picture[120:165, 100:150] = 0.6, 0.2, 0.16
    picture[70:150, 205:235] = 0.22, 0.4, 0.2
    return picture + np.random.default_rng(3).normal(0, 0.02, picture.shape)


def filmed(light: np.ndarray, desk: WorkDesk) -> Footage:
    file = desk.scratch(".mp4")
    with video.Encoder(file, SIZE, Fraction(24), crf=12) as encoder:
        for number in range(12):
            moved = np.roll(light, number * 4, axis=1)
            encoder.write(np.clip(np.rint(moved * 255), 0, 255).astype(np.uint8))
    return Footage(video=desk.keep(file), frames=12)


def plain(colour: tuple[float, float, float], desk: WorkDesk) -> Footage:
    return filmed(np.full((SIZE.height, SIZE.width, 3), colour), desk)


def matched(editor: Any, desk: WorkDesk, footage: Footage, *like: Footage) -> Balance:
    return next(iter(editor.match([Match(footage=footage, like=like)], desk)))


def means(footage: Footage, desk: WorkDesk, balance: Balance | None = None) -> np.ndarray:
    frames = video.frames_of(desk.path(footage.video))
    return np.mean([cdl(frame, balance or Balance()).mean(axis=(0, 1)) for frame in frames], axis=0)


def cdl(frame: np.ndarray, by: Balance) -> np.ndarray:
    """ASC CDL 1.2, written out, in levels."""
    values = np.clip(frame / 255 * by.slope + by.offset, 0, 1) ** by.power
    light = (values * [0.2126, 0.7152, 0.0722]).sum(axis=-1, keepdims=True)
    return np.clip(light + by.saturation * (values - light), 0, 1) * 255


def from_identity(balance: Balance) -> float:
    numbers = np.array([*balance.slope, *balance.power, balance.saturation]) - 1
    return float(max(np.abs(numbers).max(), np.abs(balance.offset).max()))


@pytest.mark.parametrize("way", WAYS)
def test_another_shot_of_the_same_place_comes_home(editor: Any, desk: WorkDesk, way: str) -> None:
    near, far = filmed(place(), desk), filmed(WAYS[way](place()), desk)
    goal, before = means(near, desk), means(far, desk)
    after = means(far, desk, matched(editor, desk, far, near))
    assert np.linalg.norm(after - goal) < np.linalg.norm(before - goal) / 4


def test_a_neighbour_of_itself_stays_as_it_is(editor: Any, desk: WorkDesk) -> None:
    footage = filmed(place(), desk)
    assert from_identity(matched(editor, desk, footage, footage)) < 0.01
    assert from_identity(matched(editor, desk, footage, footage, footage)) < 0.01


def test_between_two_neighbours_it_comes_to_lie_between(editor: Any, desk: WorkDesk) -> None:
    middle, dark, light = (filmed(place() * gain, desk) for gain in (0.9, 0.6, 1.0))
    after = means(middle, desk, matched(editor, desk, middle, dark, light)).mean()
    assert means(dark, desk).mean() + 10 < after < means(light, desk).mean() - 10


def test_a_red_scene_beside_a_blue_one_stays_red(editor: Any, desk: WorkDesk) -> None:
    red, blue = (filmed(place() * 0.4 + np.array(tint), desk) for tint in ((0.5, 0.05, 0.0), (0.0, 0.1, 0.5)))
    before, after = means(red, desk), means(red, desk, matched(editor, desk, red, blue))
    assert after[0] > 1.3 * max(after[1], after[2])
    assert np.abs(after - before).max() < 60


def test_black_white_and_noise_give_something_mild(editor: Any, desk: WorkDesk) -> None:
    noise = filmed(np.random.default_rng(5).random((SIZE.height, SIZE.width, 3)), desk)
    odd = [plain((0, 0, 0), desk), plain((1, 1, 1), desk), noise, filmed(place(), desk)]
    for footage in odd:
        for like in odd:
            balance = matched(editor, desk, footage, like)
            assert from_identity(balance) < 1.0  # false for what is not a number, too
            assert min(*balance.slope, *balance.power, balance.saturation) > 0.5


def test_the_same_ask_gives_the_same_balance(editor: Any, desk: WorkDesk) -> None:
    ask = Match(footage=filmed(place() * 0.8, desk), like=(filmed(place(), desk),))
    first, second = editor.match([ask, ask], desk)
    assert first == second
