"""Figures: what a shot sets out in order is drawn to its numbers, with calm room kept for its words."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest
from PIL import Image

from pipelines.painters.embedded import Vector
from pipelines.painters.figure_board import Board
from pipelines.painters.figure_tones import Tones
from pipelines.painters.figures import KINDS
from pipelines.painters.looks import Light, look_named
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Box, Figure, Picture, Size, edited
from tests.pipelines.conftest import luminance

WIDE = Size(width=320, height=180)
SHAPES = (WIDE, Size(width=180, height=320), Size(width=200, height=200), Size(width=176, height=220))
THINGS = ("sun", "cloud", "", "canoe", "automobile", "")
PARTS = ("sun", "cloud", "rain", "river", "tree", "the idea of justice")
SHARES = (0.3, 0.6, 0.45, 0.9, 0.15, 1.0)
FOR_EACH = ("comparison", "before and after", "process", "cycle", "timeline", "bars", "list")
ONE = ("ring", "step", "quote", "question")
ASK = Paint(shows="Water in the garden by day", mood="calm", look="flat", size=WIDE, seed=4)


def figure(kind: str, count: int) -> Figure:
    return Figure.model_validate(
        {"kind": kind, "parts": PARTS[:count], "shares": SHARES[:count], "number": 2, "of": 4}
    )


def paint(desk: WorkDesk, what: Figure, **changes: object) -> tuple[Picture, np.ndarray]:
    picture = next(Vector().paint([edited(ASK, figure=what, **changes)], desk))
    return picture, np.asarray(Image.open(desk.path(picture.image))).astype(np.float32)


def cut(pixels: np.ndarray, box: Box) -> np.ndarray:
    high, wide = pixels.shape[:2]
    left, top = math.ceil(box.left * wide), math.ceil(box.top * high)
    return pixels[top : int((box.top + box.height) * high), left : int((box.left + box.width) * wide)]


@pytest.mark.parametrize("size", SHAPES, ids=str)
@pytest.mark.parametrize("kind", FOR_EACH + ONE)
def test_every_label_has_its_own_place_beside_what_is_shown(kind: str, size: Size) -> None:
    light = Light.of(look_named("flat"), "calm", 4, "day")
    for count in range(1, 7):
        b = Board(Stage(size, light, "medium", random.Random(4)), figure(kind, count), THINGS[:count])
        KINDS[kind](b)
        shown = [actor.area for actor in b.actors] + [panel.area for panel in b.panels]
        assert len(b.places) == (count if kind in FOR_EACH else 1)
        assert not any(one.meets(two) for one, two in itertools.combinations(b.places, 2))
        assert not any(place.meets(area.inset(0.1)) for place in b.places for area in shown)
        for area in [*b.places, *shown]:
            assert area.left >= 0.06 * b.s.w and area.right <= 0.94 * b.s.w and area.top >= 0.06 * b.s.h
            assert area.bottom <= b.s.floor + 1e-6
        for place in b.places:
            assert place.width >= 0.165 * b.s.w and place.height >= 0.062 * b.s.h


@pytest.mark.parametrize("size", SHAPES, ids=str)
@pytest.mark.parametrize("kind", FOR_EACH + ONE)
def test_letters_can_be_read_in_every_place(desk: WorkDesk, kind: str, size: Size) -> None:
    for count in (2, 5):
        picture, pixels = paint(desk, figure(kind, count), size=size)
        assert len(picture.seen.places) == (count if kind in FOR_EACH else 1)
        for place in picture.seen.places:
            assert place.width >= 0.16 and place.height >= 0.06
            tones = cut(pixels, place).reshape(-1, 3)
            assert tones.std(axis=0).max() < 6
            ends = [luminance(tone) for tone in np.percentile(tones, (2, 98), axis=0)]
            assert max(1.05 / (ends[1] + 0.05), (ends[0] + 0.05) / 0.05) > 4.5


@pytest.mark.parametrize("look", ["paper", "blueprint", "neon"])
@pytest.mark.parametrize("kind", FOR_EACH + ONE)
def test_places_are_calm_in_every_look(desk: WorkDesk, kind: str, look: str) -> None:
    picture, pixels = paint(desk, figure(kind, 3), look=look, shows="The city at night")
    assert picture.seen.places
    for place in picture.seen.places:
        tones = cut(pixels, place).reshape(-1, 3)
        assert tones.std(axis=0).max() < 8


def tones() -> Tones:
    """The colours of the ask's film."""
    return Tones.of(Light.of(look_named("flat"), ASK.mood, ASK.seed, "day"))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 0.72, 1.0])
def test_a_ring_is_filled_as_far_as_its_share(desk: WorkDesk, share: float) -> None:
    size = Size(width=640, height=360)
    picture, pixels = paint(desk, Figure(kind="ring", shares=(share,)), size=size)
    place = picture.seen.places[0]
    x, y = (place.left + place.width / 2) * size.width, (place.top + place.height / 2) * size.height
    band = place.width * size.width * 0.68  # the place fills the hole; the band lies around it
    turns = (np.arange(720) + 0.5) * math.tau / 720
    around = pixels[np.round(y - band * np.cos(turns)).astype(int), np.round(x + band * np.sin(turns)).astype(int)]
    to_accent, to_track = (np.linalg.norm(around - tone.rgb, axis=1) for tone in (tones().accent, tones().track))
    assert np.minimum(to_accent, to_track).max() < 60  # on the band all the way round
    filled = to_accent < to_track
    assert filled.mean() == pytest.approx(share, abs=0.01)
    assert filled[: max(int(720 * share) - 4, 0)].all()


@pytest.mark.parametrize("shares", [(0.25, 0.5, 1.0), (0.6, 0.2), (0.05, 0.1)])
def test_bars_stand_in_the_ratio_of_their_shares(desk: WorkDesk, shares: tuple[float, ...]) -> None:
    size = Size(width=1280, height=720)
    picture, pixels = paint(desk, Figure(kind="bars", shares=shares), size=size)
    dark = np.mean(tones().track.rgb) - 25
    heights = []
    for place in picture.seen.places:
        beside = round((place.left + place.width / 2) * size.width + 0.07 * size.height)  # of what stands on the bar
        heights.append(
            (pixels[round(0.1 * size.height) : int(place.top * size.height), beside].mean(axis=1) < dark).sum()
        )
    assert np.array(heights) / max(heights) == pytest.approx(np.array(shares) / max(shares), abs=0.02)


def test_the_same_figure_gives_the_same_bytes(desk: WorkDesk) -> None:
    for kind in ("ring", "comparison"):
        assert paint(desk, figure(kind, 2))[0] == paint(desk, figure(kind, 2))[0]


def test_a_product_takes_the_main_place(desk: WorkDesk) -> None:
    file = desk.scratch(".png")
    Image.new("RGB", (60, 90), (255, 0, 200)).save(file)
    product = desk.keep(file)
    for kind in FOR_EACH + ONE:
        picture, pixels = paint(desk, figure(kind, 2), products=(product,))
        (box,) = picture.seen.products
        assert np.abs(cut(pixels, box).reshape(-1, 3) - (255, 0, 200)).max(axis=1).min() < 12


@pytest.mark.parametrize(
    "what",
    [
        Figure(kind="process"),
        Figure(kind="comparison"),
        Figure(kind="bars", parts=("tea", "milk")),
        Figure(kind="ring", parts=("tea",)),
        Figure(kind="bars", parts=("tea", "milk"), shares=(0.5,)),
    ],
)
def test_a_figure_that_cannot_be_drawn_honestly_is_refused(desk: WorkDesk, what: Figure) -> None:
    with pytest.raises(BadInput):
        paint(desk, what)


def test_a_figure_lies_above_the_captions_in_layers_that_move_apart(desk: WorkDesk) -> None:
    picture, _ = paint(desk, figure("process", 3))
    assert picture.seen.subject and picture.seen.subject.top + picture.seen.subject.height < 0.85
    assert len({layer.depth for layer in picture.layers}) >= 4
