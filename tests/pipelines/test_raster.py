"""Our drawings become pixels as SVG says, the same ones however many threads are at work."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from pipelines.machinery import raster, svg
from pipelines.painters.canvas import Canvas
from pipelines.painters.colour import lch
from pipelines.painters.embedded import Vector
from pipelines.painters.lexicon import pictograms
from pipelines.painters.sprites import drawing
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.film import Picture, Size, edited

HOUSE = Path(__file__).resolve().parents[2]
RED, BLUE = lch(0.7, 0.15, 30), lch(0.6, 0.12, 250)


def premultiplied(pixels: svg.Pixels) -> np.ndarray:
    straight = pixels.astype(np.float32)
    return np.dstack([straight[..., :3] * straight[..., 3:] / 255, straight[..., 3]])


def by_both(source: str, width: int, height: int) -> np.ndarray:
    """The largest difference between ThorVG's and resvg's drawing at each pixel."""
    ours, theirs = (premultiplied(by(source, width, height)) for by in (raster.render, svg.render))
    assert theirs[..., 3].max() > 50
    return np.abs(ours - theirs).max(axis=2)


@pytest.mark.parametrize(
    "name", [*random.Random(1).sample(sorted(pictograms()), 12), "harp", "ear", "goal-net", "foggy"]
)
def test_a_pictogram_is_what_a_rasteriser_that_shares_no_code_draws(name: str) -> None:
    difference = by_both(drawing(pictograms()[name]["bodies"][0]), 200, 200)
    assert difference.mean() < 2.5
    assert (difference > 50).mean() < 0.01


def test_shapes_gradients_groups_and_stretching_are_what_svg_says() -> None:
    canvas = Canvas()
    canvas.rect(-10, -10, 130, 90, canvas.vertical(RED, BLUE))
    canvas.rect(8.3, 5.2, 20.4, 30.1, canvas.across(BLUE, RED), r=4)
    canvas.ellipse(60, 30, 30, 12, canvas.glow(RED, 0.8))
    canvas.rect(0, 40, 100, 30, canvas.fade(BLUE, 0.9, 0.2))
    with canvas.placed(30, 45, 1.5, flip=True, turn=20), canvas.veiled(0.5):
        canvas.poly([(0, 0), (12, 0), (12, 7), (0, 7)], RED)
        canvas.circle(10, 6, 5, BLUE, 0.7)
    canvas.stroke("M5 65Q50 40 95 60", RED, 0.4, 0.6)
    difference = by_both(canvas.svg((0, 0, 100, 70), 330, 190), 330, 190)
    assert difference.mean() < 2
    assert (difference > 40).mean() < 0.003


@pytest.mark.parametrize("at", [3.0, 3.3, 3.55, 3.8])
def test_an_upright_hairline_covers_its_width_wherever_it_falls_between_two_pixels(at: float) -> None:
    for draw in (
        lambda c: c.rect(at, 0, 0.4, 9, BLUE),
        lambda c: c.poly([(at, 0), (at + 0.4, 0), (at + 0.4, 9), (at, 9)], BLUE),
    ):
        canvas = Canvas()
        draw(canvas)
        row = raster.render(canvas.svg((0, 0, 9, 9), 9, 9), 9, 9)[4, :, 3]
        assert abs(row.astype(int).sum() / 255 - 0.4) < 0.05


@pytest.mark.parametrize("link", ["file:///etc/hostname", "/etc/hostname", "http://example.org/a.png", "a.svg#b"])
def test_a_drawing_that_names_a_file_or_an_address_is_refused(link: str) -> None:
    image = f'<image href="{link}" width="9" height="9"/>'
    source = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{image}</svg>'
    with pytest.raises(ValueError, match="own parts"):
        raster.render(source, 9, 9)


@pytest.mark.parametrize("source", ["", "no drawing", "<svg"])
def test_what_is_no_drawing_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        raster.render(source, 9, 9)


def test_many_threads_draw_the_same_pixels_as_one() -> None:
    sources = [drawing(pictograms()[name]["bodies"][0]) for name in sorted(pictograms())[::8]]
    alone = [raster.render(source, 97, 97).tobytes() for source in sources]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda source: raster.render(source, 97, 97).tobytes(), sources * 3))
    assert together == alone * 3


ASK = Paint(
    shows="A farmer in the field in the rain", mood="warm", look="paper", size=Size(width=480, height=270), seed=4
)
CHILD = """
import json, os, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.cpu_count = lambda: 1
from pathlib import Path
from tests.pipelines.test_raster import ASK, files_of
from pipelines.painters.embedded import Vector
from studio.crew import WorkDesk
from studio.store import Store
with WorkDesk(Store(Path(sys.argv[1])), lambda *_: None) as desk:
    print(json.dumps([files_of(picture) for picture in Vector().paint([ASK], desk)]))
"""


def files_of(picture: Picture) -> list[str]:
    return [picture.image.digest, *(layer.image.digest for layer in picture.layers)]


def test_a_picture_has_the_same_bytes_alone_in_a_batch_and_on_one_core(desk: WorkDesk, tmp_path: Path) -> None:
    others = [edited(ASK, shows=shows) for shows in ("A ship at sea", "A city at night", "Bread in the kitchen")]
    alone = files_of(*Vector().paint([ASK], desk))
    batch = list(Vector().paint([ASK, *others, ASK], desk))
    assert files_of(batch[0]) == files_of(batch[-1]) == alone
    command = [sys.executable, "-c", CHILD, str(tmp_path / "store")]
    child = subprocess.run(
        command, cwd=HOUSE, env={**os.environ, "PYTHONPATH": str(HOUSE)}, capture_output=True, check=True
    )
    assert json.loads(child.stdout) == [alone]
