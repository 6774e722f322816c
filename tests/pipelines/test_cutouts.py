"""A product comes off an even backdrop whole, or stays on its card: it is never eaten into."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipelines.machinery.svg import Pixels, render
from pipelines.painters.cutouts import cutout

SIDE = 400
BLUR = '<filter id="b" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="8"/></filter>'
SHADOW = '<ellipse cx="190" cy="303" rx="105" ry="12" opacity="0.45" filter="url(#b)"/>'
WHITE = '<rect width="400" height="400" fill="#fff"/>'


def photo(
    body: str, backdrop: str = WHITE, colours: tuple[str, str, str] = ("#8f1d1d", "#e0524a", "#6d1212")
) -> Pixels:
    """A drawn photo with a sensor's noise and a JPEG's blocks."""
    fill = "".join(f'<stop offset="{at}" stop-color="{c}"/>' for at, c in zip((0, 0.35, 1), colours, strict=True))
    spot = '<stop stop-color="#e6e6e6"/><stop offset="1" stop-color="#999"/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}"><defs>{BLUR}'
        f'<radialGradient id="g" r="0.8">{spot}</radialGradient>'
        f'<linearGradient id="m">{fill}</linearGradient></defs>{backdrop}{body}</svg>'
    )
    pixels = render(svg, SIDE, SIDE)[..., :3] + np.random.default_rng(1).normal(0, 1.2, (SIDE, SIDE, 3))
    stream = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(stream, "JPEG", quality=88)
    return np.asarray(Image.open(stream))


MUG = (
    '<path d="M265 150h32a48 48 0 0 1 0 96h-32" fill="none" stroke="url(#m)" stroke-width="20"/>'
    '<path d="M120 124h150v146a26 26 0 0 1-26 26h-98a26 26 0 0 1-26-26z" fill="url(#m)"/>'
)
TUBE = (
    '<rect x="145" y="115" width="110" height="205" rx="14" fill="url(#m)"/>'
    '<rect x="172" y="80" width="56" height="40" rx="5" fill="#c0392b"/>'
    '<rect x="172" y="190" width="56" height="18" fill="#2c3e50"/>'
)
BOTTLE = (
    '<path d="M178 55h44v58q0 18 18 40t13 48v140q0 18-18 18h-70q-18 0-18-18v-140q-5-26 13-48t18-40z" fill="url(#m)"/>'
    '<rect x="150" y="210" width="102" height="98" fill="#fff"/><circle cx="200" cy="250" r="20" fill="#225"/>'
)
PATCH = '<rect x="{}" y="{}" width="70" height="50" fill="#{:06x}"/>'


@pytest.mark.parametrize(
    "backdrop",
    [
        WHITE,
        WHITE + SHADOW,
        '<rect width="400" height="400" fill="#f2c230"/>',
        '<rect width="400" height="400" fill="url(#g)"/>' + SHADOW,
    ],
    ids=["white", "white and a shadow", "yellow", "a spot of light and a shadow"],
)
def test_a_mug_comes_off_whole_and_one_sees_through_its_handle(backdrop: str) -> None:
    taken = photo(MUG, backdrop)
    found = cutout(taken)
    assert found is not None
    alpha = found[..., 3]
    assert alpha[135:285, 130:260].min() > 250, "the mug itself"
    assert alpha[170:226, 282:296].max() < 5, "through the handle"
    assert alpha[:100].max() == alpha[320:].max() == alpha[:, :100].max() == 0, "the backdrop and the shadow"
    assert np.abs(found[200, 140:250, :3].astype(int) - taken[200, 140:250]).max() == 0, "in its own colours"


def test_the_soft_edge_holds_nothing_of_the_backdrop() -> None:
    found = cutout(photo(MUG, '<rect width="400" height="400" fill="#22c230"/>'))
    assert found is not None
    edge = found[(found[..., 3] > 60) & (found[..., 3] < 230)].astype(int)
    assert len(edge) > 100
    assert np.percentile(edge[:, 1] - edge[:, 0], 95) < 0, "red, not green"


def test_a_white_label_on_white_is_no_hole() -> None:
    found = cutout(photo(BOTTLE, WHITE, ("#12402c", "#3f9c6d", "#0d3222")))
    assert found is not None
    assert found[215:300, 158:245, 3].min() > 250


@pytest.mark.parametrize("edge", ["#fdfdfd", "#f0f0f0", "#b8b8b8"])
@pytest.mark.parametrize("body", [MUG, TUBE, MUG + '<circle cx="195" cy="205" r="30" fill="#c22"/>'])
@pytest.mark.parametrize("backdrop", [WHITE, WHITE + SHADOW, '<rect width="400" height="400" fill="#f4f4f4"/>'])
def test_a_white_product_on_white_is_never_eaten_into(body: str, backdrop: str, edge: str) -> None:
    found = cutout(photo(body, backdrop, (edge, "#ffffff", edge)))
    assert found is None or found[140:280, 160:240, 3].min() > 250


@pytest.mark.parametrize(
    ("body", "backdrop"),
    [
        (MUG, WHITE + "".join(PATCH.format(37 * i % 400, 91 * i % 400, i * 70921 % 0xFFFFFF) for i in range(70))),
        (MUG, '<rect width="400" height="400" fill="#8a5a34"/><rect width="400" height="250" fill="#d9cbb8"/>'),
        (f'<g transform="translate(0 130)">{MUG}</g>', WHITE),
        ("", WHITE),
        ("", '<rect width="400" height="400" fill="#30a060"/>'),
    ],
    ids=["busy", "a table before a wall", "cut off below", "nothing", "one colour"],
)  # fmt: skip
def test_what_cannot_be_told_apart_stays_as_it_is(body: str, backdrop: str) -> None:
    assert cutout(photo(body, backdrop)) is None


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (60, 60), (2000, 40)])
def test_a_picture_of_any_shape_is_looked_at_without_harm(shape: tuple[int, int]) -> None:
    assert cutout(np.full((*shape, 3), 255, np.uint8)) is None
