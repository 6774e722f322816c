"""Grades do what their numbers say, to stills and to footage, and a user's LUT comes in clean or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines import catalog
from pipelines.editors import grades, planes
from pipelines.machinery import cubes, video
from studio.crew import WorkDesk
from studio.errors import BadInput, TooMuch
from studio.film import Artifact, Balance, Grade, Size

BLOCK = 16
BARS = [(191, 191, 191), (191, 191, 0), (0, 191, 191), (0, 191, 0), (191, 0, 191), (191, 0, 0), (0, 0, 191)]
SKINS = [(255, 224, 196), (234, 192, 160), (198, 146, 110), (150, 98, 68), (104, 64, 44), (60, 38, 28)]
RED_FASTEST = "LUT_3D_SIZE 2\n" + "".join(f"{r} {g / 2} {b / 4}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1))
every_look = pytest.mark.parametrize("look", catalog.grades())


def blocks(colours: np.ndarray) -> np.ndarray:
    """A picture of plain squares, one for each colour of a height x width x 3 table."""
    return colours.astype(np.uint8).repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)


def i420(picture: np.ndarray) -> video.Frame:
    """A picture whose squares of two by two pixels are plain, as the encoder would have it."""
    frame = planes.blank(Size(width=picture.shape[1], height=picture.shape[0]))
    values = np.rint(planes.ycbcr(picture))
    for at, plane in enumerate(planes.split(frame)):
        step = 2 if at else 1
        plane[:] = values[::step, ::step, at]
    return frame


def on_a_still(colours: np.ndarray, grade: Grade, desk: WorkDesk) -> np.ndarray:
    return grades.still(colours.astype(np.uint8), grades.table(grade, desk)).astype(int)


def in_footage(colours: np.ndarray, grade: Grade, desk: WorkDesk) -> np.ndarray:
    """What colours become in a frame, seen in the middle of their squares, as Y', Cb and Cr."""
    graded = planes.split(grades.frame(i420(blocks(colours)), grades.table(grade, desk)))
    steps = (BLOCK, BLOCK // 2, BLOCK // 2)
    return np.dstack([plane[s // 2 :: s, s // 2 :: s] for plane, s in zip(graded, steps, strict=True)]).astype(int)


def cdl(colours: np.ndarray, by: Balance) -> np.ndarray:
    """ASC CDL 1.2, written out."""
    values = np.clip(colours / 255 * by.slope + by.offset, 0, 1) ** by.power
    light = (values * [0.2126, 0.7152, 0.0722]).sum(axis=-1, keepdims=True)
    return np.clip(light + by.saturation * (values - light), 0, 1) * 255


def lut(text: str, desk: WorkDesk) -> Artifact:
    given, taken = desk.scratch(".cube"), desk.scratch(".cube")
    given.write_text(text)
    cubes.take_in(given, taken)
    return desk.keep(taken)


def ramp() -> np.ndarray:
    return np.arange(256)[None, :, None].repeat(3, axis=2)


def test_a_grade_that_says_nothing_changes_nothing(desk: WorkDesk) -> None:
    colours = np.random.default_rng(7).integers(0, 256, (60, 60, 3))
    nothing = Grade(balance=Balance(), lut=lut("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n", desk))
    assert np.abs(on_a_still(colours, nothing, desk) - colours).max() <= 1
    before = np.rint(planes.ycbcr(colours)).astype(int)
    assert np.abs(in_footage(colours, nothing, desk) - before).max() <= 1


def test_colour_bars_come_out_as_the_asc_formula_has_them(desk: WorkDesk) -> None:
    colours = np.array([BARS, *ramp()[:, 3:255:36].tolist()])
    balance = Balance(slope=(1.15, 1.0, 0.85), offset=(0.02, -0.02, 0.03), power=(0.9, 1.1, 1.2), saturation=1.2)
    due = cdl(colours, balance)
    grade = Grade(balance=balance)
    assert np.abs(on_a_still(colours, grade, desk) - due).max() <= 2
    assert np.abs(in_footage(colours, grade, desk) - planes.ycbcr(due)).max() <= 2


def test_first_the_balance_then_the_look_then_the_users_lut(desk: WorkDesk) -> None:
    white, orange = np.full((1, 1, 3), 255), np.array([[[230, 120, 30]]])
    negative, only_red = lut("LUT_1D_SIZE 2\n1 1 1\n0 0 0\n", desk), lut("LUT_1D_SIZE 2\n0 0 0\n1 0 0\n", desk)
    dimmed = on_a_still(white, Grade(balance=Balance(slope=(0.25, 0.25, 0.25)), lut=negative), desk)
    assert dimmed[0, 0] == pytest.approx([191] * 3, abs=1)
    red, green, blue = on_a_still(orange, Grade(look="noir", lut=only_red), desk)[0, 0]
    assert (green, blue) == (0, 0)
    assert 40 < red < 160


@every_look
def test_a_look_keeps_the_order_of_greys_and_adds_no_bands(look: str, desk: WorkDesk) -> None:
    grey = in_footage(ramp(), Grade(look=look), desk)[0]
    steps = np.diff(grey, axis=0)
    assert steps[:, 0].min() >= 0
    assert np.abs(steps).max() <= 2
    assert len(set(grey[:, 0])) > 170  # of the 220 that the ramp has
    share = np.linspace(0, 1, 256)[None, :, None]
    sky = np.rint((1 - share) * [38, 92, 180] + share * [150, 190, 235])
    assert np.abs(np.diff(on_a_still(sky, Grade(look=look), desk)[0], axis=0)).max() <= 2


@every_look
def test_a_look_leaves_skin_skin_black_dark_and_white_light(look: str, desk: WorkDesk) -> None:
    graded = on_a_still(np.array([[*SKINS, (0, 0, 0), (255, 255, 255)]]), Grade(look=look), desk)[0]
    assert graded[-2].max() < 20
    assert graded[-1].min() > 205
    for red, green, blue in graded[: len(SKINS)]:
        assert red == green == blue if look == "noir" else red > green > blue


def test_looks_differ_from_one_another_and_have_words_for_a_menu(desk: WorkDesk) -> None:
    named = grades.looks()
    assert list(named) == catalog.grades()
    assert all(look.title and look.summary.endswith(".") for look in named.values())
    seen = [on_a_still(np.array([BARS + SKINS]), Grade(look=name), desk) for name in named]
    apart = [np.abs(one - other).mean() for at, one in enumerate(seen) for other in seen[:at]]
    assert min(apart) > 4


@every_look
def test_footage_and_stills_are_graded_alike(look: str, desk: WorkDesk) -> None:
    colours = np.array([BARS + SKINS])
    still = planes.ycbcr(on_a_still(colours, Grade(look=look), desk))
    assert np.abs(in_footage(colours, Grade(look=look), desk) - still).max() <= 3


def test_an_unknown_look_is_refused_with_those_there_are(desk: WorkDesk) -> None:
    with pytest.raises(BadInput, match="no grade named 'sepia'") as refused:
        grades.table(Grade(look="sepia"), desk)
    assert all(name in refused.value.hint for name in catalog.grades())


def test_a_lut_is_read_with_red_fastest_and_within_its_domain(desk: WorkDesk) -> None:
    colours = np.array([[(255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 100, 60)]])
    graded = on_a_still(colours, Grade(lut=lut(RED_FASTEST, desk)), desk)[0]
    assert graded == pytest.approx(colours[0] * [1, 0.5, 0.25], abs=2)
    half = lut("DOMAIN_MAX 0.5 0.5 0.5\nLUT_1D_SIZE 3\n0 0 0\n.5 .5 .5\n1 1 1\n", desk)
    assert on_a_still(colours, Grade(lut=half), desk)[0] == pytest.approx(np.minimum(colours[0] * 2, 255), abs=2)


def test_a_lut_may_be_written_in_many_ways_and_is_kept_in_one(desk: WorkDesk) -> None:
    rows = RED_FASTEST.splitlines()
    domain = ["DOMAIN_MIN 0 0 0", "DOMAIN_MAX 1.0 1.0 1.0"]
    ways = [
        "\r\n".join(["\ufeff# by hand", 'TITLE "Ünser Look"', "", *domain, *rows]),
        "\r".join(["LUT_3D_INPUT_RANGE 0.0 1.0", *rows, "   ", "# the end"]),
        "\n".join([rows[0], *(" ".join(f"{float(x):.3E}" for x in row.split()) + " \t" for row in rows[1:])]),
    ]
    kept = {lut(way, desk) for way in [RED_FASTEST, *ways]}
    assert len(kept) == 1
    assert b"nser" not in desk.path(kept.pop()).read_bytes()


def test_a_lut_may_overshoot_a_little_and_is_clipped(desk: WorkDesk) -> None:
    graded = on_a_still(ramp(), Grade(lut=lut("LUT_1D_SIZE 2\n-0.2 0 0\n1.2 1 1\n", desk)), desk)[0]
    assert (graded[0, 0], graded[255, 0]) == (0, 255)
    assert graded[128, 0] == pytest.approx(128, abs=1)


BAD_LUTS = {
    "empty": (b"", "not a .cube file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a .cube file"),
    "prose": (b"Dear colourist,\nmake it pop.\n", "line 1 "),
    "no size": (b"0 0 0\n1 1 1\n", "how large"),
    "a size of one": (b"LUT_3D_SIZE 1\n0 0 0\n", "from 2 to 256"),
    "an absurd size": (b"LUT_3D_SIZE 99999999999\n", "from 2 to 256"),
    "a size in words": (b"LUT_1D_SIZE two\n0 0 0\n1 1 1\n", "from 2 to 65,536"),
    "two tables": (b"LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n", "second table"),
    "not a number": (b"LUT_1D_SIZE 2\n0 0 0\n\n1 nan 1\n", "line 4 .* not finite"),
    "not a number at first": (b"LUT_1D_SIZE 2\nNaN 0 0\n1 1 1\n", "line 2 .* not finite"),
    "endless": (b"LUT_1D_SIZE 2\n0 0 0\n1 1e999 1\n", "line 3 .* not finite"),
    "10 bits": (b"LUT_1D_SIZE 2\n0 0 0\n1023 1023 1023\n", "line 3 holds 1023"),
    "two channels": (b"LUT_1D_SIZE 2\n0 0\n1 1\n", "2 numbers where 3"),
    "a row too few": (b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 7, "after 7 of"),
    "a row too many": (b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 9, "line 10 is one more"),
    "a domain turned round": (b"DOMAIN_MIN 1 1 1\nDOMAIN_MAX 0 0 0\nLUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "domain"),
    "an unheard-of word": (b"LUT_IN_VIDEO_RANGE\nLUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "line 1 "),
    "one endless line": (b"LUT_1D_SIZE 2\n" + b"0 " * 5000, "line 2 is too long"),
}


@pytest.mark.parametrize("kind", BAD_LUTS)
def test_what_is_no_lut_is_refused_in_plain_words_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    data, why = BAD_LUTS[kind]
    (tmp_path / "mine.cube").write_bytes(data)
    with pytest.raises(BadInput, match=why) as refused:
        cubes.take_in(tmp_path / "mine.cube", tmp_path / "taken.cube")
    assert "'mine.cube'" in refused.value.what
    assert refused.value.what.endswith(".")
    assert refused.value.hint.endswith(".")
    assert not (tmp_path / "taken.cube").exists()


def test_a_lut_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fine.cube").write_text("LUT_3D_SIZE 128\n")
    (tmp_path / "long.cube").write_bytes(b"#" * (cubes.MOST_BYTES + 1))
    for name in ("fine", "long"):
        with pytest.raises(TooMuch, match=f"'{name}.cube'"):
            cubes.take_in(tmp_path / f"{name}.cube", tmp_path / "taken.cube")
    assert not (tmp_path / "taken.cube").exists()
