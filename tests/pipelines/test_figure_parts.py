"""A figure comes part by part: each in time for its label, on sheets that make up the picture."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from pipelines.narrators.spoken import written_words
from pipelines.painters.embedded import Vector
from pipelines.painters.figure_board import MOST, Board
from pipelines.painters.figures import KINDS
from pipelines.painters.looks import Light, look_named
from pipelines.painters.stage import Stage
from studio import editing
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.cut import CaptionStyle
from studio.film import Artifact, Box, Brief, Clip, Figure, Footage, Picture, Seen, Shot, Size, Speech, Word, edited

FPS = Fraction(24)
SOUND = Artifact(digest="0" * 64, suffix=".wav")
PLACES = tuple(Box(left=0.05 + 0.3 * at, top=0.5, width=0.28, height=0.2) for at in range(3))
WIDE, TALL = Size(width=320, height=180), Size(width=180, height=320)
THINGS = ("sun", "cloud", "umbrella-with-rain-drops", "canoe", "evergreen-tree", "automobile")
FOR_EACH = ("comparison", "before and after", "process", "cycle", "timeline", "bars", "list")
ONE = ("ring", "step", "quote", "question")


def spoken(text: str, late: float = 0.0) -> Speech:
    """A line said at two words a second."""
    words = tuple(
        Word(text=word.text, start=n / 2 + late, end=n / 2 + late + 0.4) for n, word in enumerate(written_words(text))
    )
    return Speech(sound=SOUND, seconds=len(words) / 2 + late, words=words)


def strips(says: str, labels: tuple[str, ...], how: str = "cut", late: float = 0.0) -> list[editing.Strip]:
    """A plain shot and a figure of these labels."""
    figure = Figure(kind="list", parts=labels or ("a well", "a tap"), labels=labels)
    shots = [Shot(id="0", says=says, shows=says, cut=how), Shot(id="1", says=says, shows=says, figure=figure)]
    speech = spoken(says, late)
    slots = editing.slots(shots, [round((speech.seconds + 0.8) * FPS)] * 2, FPS)
    found = Clip(shot="1", footage=Footage(video=SOUND, frames=99), seen=Seen(places=PLACES))
    return [editing.Strip(shot, speech, slot, found) for shot, slot in zip(shots, slots, strict=True)]


def parts(strip: editing.Strip) -> tuple[int, ...]:
    return editing.parts(strip.shot, strip.speech, strip.slot, FPS)


@pytest.mark.parametrize("how", ["cut", "dissolve"])
@pytest.mark.parametrize(
    ("says", "labels"),
    [
        ("Tea, milk and sugar.", ("Tea", "milk", "sugar")),
        ("On this long list there is tea and after a while milk and sugar.", ("Tea", "milk", "sugar")),
        ("Sugar comes before milk, and tea is last of all of them.", ("tea", "milk", "sugar")),
        ("Nobody says here what is written on the cards.", ("Uno", "Due", "Tre")),
        ("चाय, फिर दूध और थोड़ी चीनी।", ("चाय", "दूध", "चीनी")),
    ],
)
def test_what_carries_a_label_comes_first_and_in_order(says: str, labels: tuple[str, ...], how: str) -> None:
    both = strips(says, labels, how)
    slot, frames = both[1].slot, parts(both[1])
    cut = editing.assemble(Brief(text=says, size=WIDE), "en", both, None, CaptionStyle())
    shown = [each.start - slot.start + slot.fade_in for each in cut.overlays if each.role == "label"]
    assert len(frames) == len(shown) == len(labels)
    assert all(label - carrier >= 6 for carrier, label in zip(frames, shown, strict=True))
    assert list(frames) == sorted(frames) and not any(frame % 6 for frame in frames)
    assert frames[0] <= slot.fade_in + 6 and frames[-1] <= slot.needs - 24


def test_parts_follow_the_voice_and_come_evenly_where_it_does_not_name_them() -> None:
    named, unnamed = (
        parts(strips("Here is tea now and there is milk now.", who)[1]) for who in (("tea", "milk"), ())
    )
    assert 12 * 7 - 18 <= named[1] < 12 * 7
    assert 0 < unnamed[1] < named[1]


def test_a_word_a_little_later_animates_nothing_anew_and_other_shots_have_no_parts() -> None:
    says, labels = "Here is tea now and there is milk now.", ("tea", "milk")
    plain, figure = strips(says, labels)
    assert parts(figure) == parts(strips(says, labels, late=0.04)[1])
    assert parts(plain) == ()
    assert parts(figure._replace(shot=edited(figure.shot, still=SOUND))) == ()


def board(kind: str, count: int, size: Size, from_right: bool = False) -> Board:
    shares = (0.6, 0.3, 0.9, 0.2, 0.5, 1.0)[:count]
    figure = Figure(kind=kind, parts=THINGS[:count], shares=shares, number=2, of=4, from_right=from_right)
    stage = Stage(size, Light.of(look_named("flat"), "calm", 4, "day"), "medium", random.Random(4))
    b = Board(stage, figure, THINGS[:count])
    KINDS[kind](b)
    return b


@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
@pytest.mark.parametrize("kind", FOR_EACH + ONE)
def test_every_part_has_something_that_comes_with_it_on_few_sheets(kind: str, size: Size) -> None:
    for count in range(1, 7):
        sheets = board(kind, count, size).sheets()
        assert len(sheets) <= MOST
        assert {pieces[0].part for pieces in sheets} - {None} == set(range(count if kind in FOR_EACH else 1))
        assert all(pieces[0].motion for pieces in sheets) or kind == "ring"


@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
@pytest.mark.parametrize("kind", ["list", "process", "comparison", "before and after", "timeline", "bars", "step"])
def test_a_figure_read_from_the_right_is_set_out_the_other_way_round(kind: str, size: Size) -> None:
    for count in (1, 2, 3, 5):
        one, other = (board(kind, count, size, from_right) for from_right in (False, True))
        for here, there in zip(one.places, other.places, strict=True):
            assert one.s.w - there.right == pytest.approx(here.left)
            assert (there.top, there.width) == pytest.approx((here.top, here.width))
        motions = [[piece.motion for piece in b.pieces] for b in (one, other)]
        assert motions[1] == ["spreads left" if motion == "spreads" else motion for motion in motions[0]]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_an_arrow_comes_before_the_card_that_it_points_to(count: int) -> None:
    sheets = [pieces[0] for pieces in board("process", count, WIDE).sheets()]
    for part in range(1, count):
        turns = [piece.order for piece in sheets if piece.part == part]
        *card, arrow = turns  # which lies above the card's edge
        assert card and arrow < min(card)


def paint(desk: WorkDesk, figure: Figure, look: str = "flat", size: Size = WIDE) -> Picture:
    ask = Paint(shows="Water in the garden", mood="calm", look=look, size=size, seed=4, figure=figure)
    return next(Vector().paint([ask], desk))


def pixels(file: Artifact, desk: WorkDesk) -> np.ndarray:
    return np.asarray(Image.open(desk.path(file)).convert("RGBA")).astype(float)


@pytest.mark.parametrize("look", ["flat", "paper", "neon", "blueprint"])
def test_the_sheets_of_a_figure_make_up_its_picture(desk: WorkDesk, look: str) -> None:
    picture = paint(desk, Figure(kind="process", parts=("a well", "a tree", "a cup")), look)
    frame = np.zeros((WIDE.height, WIDE.width, 3))
    for layer in picture.layers:
        sheet = pixels(layer.image, desk)
        top, left = ((sheet.shape[axis] - frame.shape[axis]) // 2 for axis in (0, 1))
        sheet = sheet[top : top + WIDE.height, left : left + WIDE.width]
        frame += (sheet[..., :3] - frame) * sheet[..., 3:] / 255
    assert np.abs(frame - pixels(picture.image, desk)[..., :3]).max() < 4


def test_a_ring_is_in_the_middle_of_the_sheet_on_which_it_is_swept(desk: WorkDesk) -> None:
    picture = paint(desk, Figure(kind="ring", parts=("the idea of justice",), shares=(0.2,)))
    (layer,) = (layer for layer in picture.layers if layer.motion == "sweeps")
    rows, columns = (np.flatnonzero(pixels(layer.image, desk)[..., 3].any(axis)) for axis in (1, 0))
    (place,) = picture.seen.places
    middle = [(place.left + place.width / 2) * WIDE.width, (place.top + place.height / 2) * WIDE.height]
    margin = [(side - inner) / 2 for side, inner in zip((384, 216), (320, 180), strict=True)]
    ends = [(side[0] + side[-1] + 1) / 2 - rim for side, rim in zip((columns, rows), margin, strict=True)]
    assert ends == pytest.approx(middle, abs=1.5)


def test_a_bar_is_as_high_on_its_sheet_as_in_the_chart_and_its_foot_is_on_the_line(desk: WorkDesk) -> None:
    picture = paint(desk, Figure(kind="bars", shares=(0.25, 0.5, 1.0)), size=Size(width=640, height=360))
    bars = [layer for layer in picture.layers if layer.motion == "rises" and layer.part is not None]
    rows = [np.flatnonzero((pixels(bar.image, desk)[..., 3] > 128).any(1)) for bar in bars]
    heights = [side[-1] - side[0] + 1 for side in rows]
    assert np.array(heights) / heights[-1] == pytest.approx([0.25, 0.5, 1.0], abs=0.02)
    assert all(abs(one[-1] - two[-1]) <= 1 for one, two in pairwise(rows))
