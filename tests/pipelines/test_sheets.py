"""Sheets are drawn piecewise, for speed, and look as if they were drawn whole."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from pipelines.machinery.raster import render
from pipelines.machinery.svg import Pixels
from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import lch
from pipelines.painters.looks import Light, look_named
from pipelines.painters.sheets import over, png, rendered, sheet_size, stacked
from pipelines.painters.stage import Stage
from studio.film import Size

SIZE = Size(width=480, height=270)
RED, BLUE, INK = lch(0.7, 0.15, 30), lch(0.6, 0.12, 250), lch(0.2, 0.04, 250)


def stage() -> Stage:
    return Stage(SIZE, Light.of(look_named("flat"), "warm", 1), "medium", random.Random(1))


def premultiplied(pixels: Pixels) -> np.ndarray:
    straight = pixels.astype(np.float32)
    return np.dstack([straight[..., :3] * straight[..., 3:] / 255, straight[..., 3]])


def whole(canvas: Canvas) -> Pixels:
    width, height = sheet_size(SIZE)
    unit = SIZE.short_side / 100
    left, top = (SIZE.width - width) / 2 / unit, (SIZE.height - height) / 2 / unit
    return render(canvas.svg((left, top, width / unit, height / unit), width, height), width, height)


def hill(canvas: Canvas) -> None:
    canvas.poly([(-30, 60), (60, 40), (210, 70), (210, 130), (-30, 130)], canvas.vertical(RED, BLUE))


def glow_between(canvas: Canvas) -> None:
    hill(canvas)
    canvas.circle(90, 55, 40, canvas.glow(BLUE, 0.8))
    canvas.rect(80, 30, 12, 40, INK)


def glow_over_the_rim(canvas: Canvas) -> None:
    canvas.ellipse(-15, -5, 60, 30, canvas.glow(RED, 0.6))


def veils(canvas: Canvas) -> None:
    hill(canvas)
    canvas.circle(60, 50, 30, BLUE, 0.3)
    canvas.stroke("M10 10L150 90", INK, 2, 0.5)


def glow_in_a_group(canvas: Canvas) -> None:
    with canvas.placed(50, 50, scale=1.5, turn=20):
        canvas.ellipse(0, 0, 40, 20, canvas.glow(RED, 0.9))
    with canvas.veiled(0.5):
        canvas.circle(90, 50, 30, BLUE, 0.9)


def specks(canvas: Canvas) -> None:
    for x, y in ((-18, -8), (60, 50), (190, 104)):
        canvas.circle(x, y, 0.4, INK)


@pytest.mark.parametrize("draw", [hill, glow_between, glow_over_the_rim, veils, glow_in_a_group, specks])
def test_a_sheet_drawn_piecewise_is_the_sheet_drawn_whole(draw: Callable[[Canvas], None]) -> None:
    s = stage()
    draw(s.far)
    piecewise, at_once = premultiplied(rendered(s.far, s)), premultiplied(whole(s.far))
    assert at_once[..., 3].max() > 50
    assert np.abs(piecewise - at_once).max() <= 10, "a round edge is softened a little otherwise"
    assert np.abs(piecewise - at_once).mean() < 0.2


def test_an_empty_canvas_is_a_clear_sheet() -> None:
    s = stage()
    width, height = sheet_size(SIZE)
    sheet = rendered(s.far, s)
    assert sheet.shape == (height, width, 4)
    assert not sheet.any()


@pytest.mark.parametrize("corner", [(-30, -20), (100, 60), (280, 170), (900, 900)])
def test_laying_one_sheet_on_another_is_the_over_of_porter_and_duff(corner: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    under, top = (rng.integers(0, 256, shape, np.uint8) for shape in ((200, 300, 4), (60, 80, 4)))
    expected = premultiplied(under)
    for y in range(max(0, corner[1]), min(200, corner[1] + 60)):
        for x in range(max(0, corner[0]), min(300, corner[0] + 80)):
            own = premultiplied(top[None, None, y - corner[1], x - corner[0]])[0, 0]
            expected[y, x] = own + expected[y, x] * (1 - own[3] / 255)
    over(under, top, *corner)
    assert np.abs(premultiplied(under) - expected).max() <= 1.5


@pytest.mark.parametrize("shape", [(1, 1, 4), (7, 13, 4), (90, 160, 3), (90, 160, 4)])
def test_a_sheet_is_written_without_loss(shape: tuple[int, int, int]) -> None:
    sheet = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    sheet[shape[0] // 2 :] = 0
    with Image.open(io.BytesIO(png(sheet)), formats=["PNG"]) as image:
        assert np.array_equal(np.asarray(image), sheet)


def test_stacked_sheets_show_their_middle_front_over_back() -> None:
    width, height = sheet_size(SIZE)
    back = np.full((height, width, 4), (200, 100, 0, 255), np.uint8)
    front = np.zeros_like(back)
    front[height // 2, width // 2] = 0, 100, 200, 128
    frame = stacked([back, front], SIZE)
    assert frame.shape == (SIZE.height, SIZE.width, 3)
    assert frame[0, 0].tolist() == [200, 100, 0]
    assert np.abs(frame[SIZE.height // 2, SIZE.width // 2].astype(int) - (100, 100, 100)).max() <= 1
