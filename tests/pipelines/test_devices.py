"""A screenshot is shown whole and in its own colours on a device of its shape."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from pipelines.painters.colour import lch
from pipelines.painters.devices import Hand, device, kind_of
from pipelines.painters.embedded import Vector
from pipelines.painters.looks import Light, look_named, looks
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Artifact, Box, Figure, Size, edited

ASK = Paint(shows="Open the app", mood="warm", look="flat", size=Size(width=320, height=180), seed=4)
GREEN, PINK = (10, 200, 60), (255, 0, 200)


def screenshot(desk: WorkDesk, width: int, height: int) -> Artifact:
    """Green, with a pink frame that is there only where nothing of it is cut off."""
    file, rim = desk.scratch(".png"), min(width, height) // 12
    image = Image.new("RGB", (width, height), PINK)
    image.paste(GREEN, (rim, rim, width - rim, height - rim))
    image.save(file)
    return desk.keep(file)


def near(pixels: np.ndarray, colour: tuple[int, ...]) -> np.ndarray:
    return np.abs(pixels.astype(int) - colour).max(axis=2) < 40


def extent(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def picture(desk: WorkDesk, ask: Paint) -> tuple[np.ndarray, tuple[Box, ...]]:
    found = next(Vector().paint([ask], desk))
    return np.asarray(Image.open(desk.path(found.image)).convert("RGB")), found.seen.products


def test_the_shape_of_a_screenshot_says_which_device_it_is_from() -> None:
    sizes = {(1080, 2340): "phone", (750, 1334): "phone", (1536, 2048): "tablet", (1024, 768): "tablet"}
    sizes |= {(1920, 1080): "laptop", (1440, 900): "laptop", (2560, 1080): "monitor"}
    sizes |= {(1080, 2640): "phone", (3000, 800): "monitor", (900, 4000): "window", (4400, 900): "window"}
    assert {size: kind_of(*size) for size in sizes} == sizes


@pytest.mark.parametrize("shape", [(390, 844), (768, 1024), (1280, 720), (1400, 600), (300, 1000)], ids=str)
@pytest.mark.parametrize(
    "size", [Size(width=320, height=180), Size(width=180, height=320), Size(width=240, height=240)], ids=str
)
def test_it_is_neither_stretched_nor_cropped_and_large(desk: WorkDesk, shape: tuple[int, int], size: Size) -> None:
    seen, (box,) = picture(desk, edited(ASK, size=size, screens=(screenshot(desk, *shape),)))
    left, top, right, bottom = extent(near(seen, PINK))
    assert (right - left) / (bottom - top) == pytest.approx(shape[0] / shape[1], rel=0.05)
    inner = extent(near(seen, GREEN))
    assert left < inner[0] and top < inner[1] and right > inner[2] and bottom > inner[3], "its frame is whole"
    assert box.left * size.width <= left and box.top * size.height <= top
    assert (box.left + box.width) * size.width >= right and (box.top + box.height) * size.height >= bottom
    assert bottom - top > 0.3 * size.height or right - left > 0.6 * size.width
    assert top > 0 and bottom < 0.86 * size.height


@pytest.mark.parametrize("look", looks())
def test_every_look_leaves_a_screenshot_its_colours(desk: WorkDesk, look: str) -> None:
    seen, _ = picture(desk, edited(ASK, look=look, screens=(screenshot(desk, 390, 844),)))
    green = seen[near(seen, GREEN)].astype(int)
    assert len(green) > 900
    assert np.abs(np.median(green, axis=0) - GREEN).max() < 16


def test_where_a_person_is_named_a_hand_holds_the_phone_and_covers_nothing_of_it(desk: WorkDesk) -> None:
    shot = screenshot(desk, 390, 844)
    light = Light.of(look_named("flat"), "warm", 3)
    held = device(desk.path(shot), 200, 200, light, Hand(lch(0.7, 0.08, 57), lch(0.5, 0.1, 250)))
    assert held.body.shape[0] > 1.5 * held.edges[3], "there is an arm"
    words = "Open the app", "A woman opens the app"
    (alone, _), (named, _) = (picture(desk, edited(ASK, shows=said, screens=(shot,))) for said in words)
    left, top, right, bottom = extent(near(named, PINK))
    assert near(named, GREEN)[top:bottom, left:right].mean() > 0.55
    assert (right - left) / (bottom - top) == pytest.approx(390 / 844, rel=0.05)
    assert np.ptp(named[-1].astype(int), axis=0).max() > 2 * np.ptp(alone[-1].astype(int), axis=0).max(), "an arm"


def test_a_product_and_two_screens_lie_side_by_side_and_a_step_shows_the_device(desk: WorkDesk) -> None:
    screens = screenshot(desk, 390, 844), screenshot(desk, 1280, 720)
    file = desk.scratch(".png")
    Image.new("RGB", (90, 140), (40, 60, 220)).save(file)
    _, boxes = picture(desk, edited(ASK, screens=screens, products=(desk.keep(file),)))
    assert len(boxes) == 3
    assert all(a.left + a.width <= b.left + 0.04 for a, b in pairwise(boxes))
    step = Figure(kind="step", parts=("Download the app",), number=1, of=3)
    seen, boxes = picture(desk, edited(ASK, figure=step, screens=screens[:1]))
    assert len(boxes) == 1
    assert near(seen, GREEN).sum() > 400


def test_a_broken_screenshot_is_said_in_one_sentence(desk: WorkDesk) -> None:
    file = desk.scratch(".png")
    file.write_bytes(b"not a picture")
    with pytest.raises(BadInput, match="screenshot"):
        picture(desk, edited(ASK, screens=(desk.keep(file),)))
