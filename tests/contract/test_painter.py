"""What every painter must honour, whichever engine sits in the seat.

Models are tiny here, with random weights, and paint smaller than the real ones do. What needs meaning is asked of the
drawn painter alone, and where a product lies only of painters that are not shown it to paint it themselves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipelines import catalog
from pipelines.painters.embedded import Vector
from studio.asks import Paint
from studio.cards import Card
from studio.crew import WorkDesk
from studio.errors import Cancelled
from studio.film import RATIOS, Artifact, Box, Figure, Picture, Seen, Size, edited
from studio.store import Store
from tests import tiny

SMALL = Size(width=320, height=180)
ASK = Paint(shows="A cup of tea in a market street at sunset", mood="warm", look="flat", size=SMALL, seed=4)


@pytest.fixture(scope="module")  # one after another: a machine holds one model at a time
def painter(request: pytest.FixtureRequest, models: Path) -> Any:
    """The engine of a card; of a model's a tiny stand-in, asked to paint small pictures in few steps."""
    card: Card = request.param
    if card.model:
        tiny.put(card.model.source, models)
        card = edited(card, model=edited(card.model, size=Size(width=64, height=64), steps=2))
    if reason := catalog.why_not(card):
        pytest.skip(reason)
    return catalog.hire(card)


@pytest.fixture
def drawn(painter: Any) -> None:
    """For promises that need meaning, which random weights have not."""
    if not isinstance(painter, Vector):
        pytest.skip("asked of the drawn painter alone: it needs meaning")


@pytest.fixture
def exact(request: pytest.FixtureRequest, painter: Any) -> None:
    """For promises on a product's own pixels."""
    if request.node.callspec.params["painter"].honours("references"):
        pytest.skip("this painter looks at the product, and paints it itself")


def paint(painter: Any, desk: WorkDesk, *asks: Paint) -> list[Picture]:
    return list(painter.paint(asks, desk))


def pixels(desk: WorkDesk, artifact: Artifact, mode: str = "RGB") -> np.ndarray:
    with Image.open(desk.path(artifact)) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert(mode)).astype(np.float32)


def frame(painter: Any, desk: WorkDesk, ask: Paint) -> np.ndarray:
    return pixels(desk, paint(painter, desk, ask)[0].image)


def middle(sheet: np.ndarray, size: Size) -> np.ndarray:
    y, x = (sheet.shape[0] - size.height) // 2, (sheet.shape[1] - size.width) // 2
    return sheet[y : y + size.height, x : x + size.width]


def product_picture(desk: WorkDesk, colour: tuple[int, ...], mode: str) -> Artifact:
    file = desk.scratch(".png")
    Image.new(mode, (90, 140), colour).save(file)
    return desk.keep(file)


SIZES = [Size(width=r.width // 4, height=r.height // 4) for r in RATIOS.values()] + [
    Size(width=160, height=90),
    Size(width=333, height=187),
]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_picture_has_exactly_the_size_that_was_asked_for(painter: Any, desk: WorkDesk, size: Size) -> None:
    assert frame(painter, desk, edited(ASK, size=size)).shape == (size.height, size.width, 3)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_layers_laid_on_each_other_are_the_picture(painter: Any, desk: WorkDesk, size: Size) -> None:
    picture = paint(painter, desk, edited(ASK, size=size))[0]
    if not picture.layers:
        pytest.skip("this engine paints no layers")
    sheets = [pixels(desk, layer.image, "RGBA") for layer in picture.layers]
    assert len({sheet.shape for sheet in sheets}) == 1
    across, down = sheets[0].shape[1] / size.width, sheets[0].shape[0] / size.height
    assert across >= 1
    assert down >= 1
    assert abs(across - down) <= 2 / size.short_side, "one factor on both sides, but for whole pixels"
    assert sheets[0][..., 3].min() == 255, "nothing shows through the back layer"
    seen = middle(sheets[0], size)[..., :3]
    for sheet in sheets[1:]:
        top = middle(sheet, size)
        seen = seen + (top[..., :3] - seen) * top[..., 3:] / 255
    assert np.abs(seen - pixels(desk, picture.image)).mean() < 1.0


def test_the_same_ask_gives_the_same_bytes(painter: Any, desk: WorkDesk) -> None:
    assert paint(painter, desk, ASK) == paint(painter, desk, ASK)


def test_another_seed_and_another_take_are_other_pictures(painter: Any, desk: WorkDesk) -> None:
    asks = ASK, edited(ASK, seed=5), edited(ASK, take=1)
    first, seed, take = (pixels(desk, picture.image) for picture in paint(painter, desk, *asks))
    assert np.abs(first - seed).mean() > 2
    assert np.abs(first - take).mean() > 2


def test_answers_come_in_the_order_of_the_asks(painter: Any, desk: WorkDesk) -> None:
    asks = [edited(ASK, shows=words) for words in ("a ship at sea", "a camel in the desert", "a ship at sea")]
    ship, camel, again = paint(painter, desk, *asks)
    assert ship == again != camel


@pytest.mark.parametrize("shows", ["A ship at sea at night", "Trust", "बाज़ार में चाय", "12", "🙂", ""])
@pytest.mark.parametrize("background", [False, True])
def test_no_picture_is_blank_or_black(painter: Any, desk: WorkDesk, shows: str, background: bool) -> None:
    seen = frame(painter, desk, edited(ASK, shows=shows, background=background))
    assert seen.std() > 8
    assert 25 < seen.mean() < 245


@pytest.mark.usefixtures("drawn")
def test_the_middle_of_a_ground_for_words_is_calm(painter: Any, desk: WorkDesk) -> None:
    seen = frame(painter, desk, edited(ASK, background=True)).mean(axis=2)
    height, width = seen.shape
    calm = seen[round(0.3 * height) : round(0.65 * height), round(0.2 * width) : round(0.8 * width)]
    assert calm.std() < 16


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_users_product_is_seen_in_its_own_colours(painter: Any, desk: WorkDesk, mode: str) -> None:
    colour = (255, 0, 200, 255)[: len(mode)]
    ask = edited(ASK, products=(product_picture(desk, colour, mode),))
    seen = frame(painter, desk, ask)
    own = np.abs(seen - np.array(colour[:3])).max(axis=2) < 60
    assert own.mean() > 0.02
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    shape = (columns[-1] - columns[0] + 1) / (rows[-1] - rows[0] + 1)
    assert shape == pytest.approx(90 / 140, abs=0.06), "it is not stretched"
    assert rows[0] > 0
    assert rows[-1] < seen.shape[0] - 1, "it is not cut off"


def boxes(seen: Seen) -> list[Box]:
    return [*([seen.subject] if seen.subject else []), *seen.faces, *seen.products]


def under(box: Box, size: Size) -> tuple[slice, slice]:
    """The rows and columns that a box covers, whole."""
    right, bottom = box.left + box.width, box.top + box.height
    return (
        slice(round(box.top * size.height), round(bottom * size.height)),
        slice(round(box.left * size.width), round(right * size.width)),
    )


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("framing", ["wide", "close"])
def test_what_is_seen_lies_in_the_frame(painter: Any, desk: WorkDesk, size: Size, framing: str) -> None:
    product = product_picture(desk, (255, 0, 200), "RGB")
    words = ["people holding hands in the park", "a kite over the sea", "trust"]
    if not isinstance(painter, Vector):
        words = words[:1]  # a model's boxes do not depend on them
        if framing == "close" or size not in (SIZES[1], SIZES[-1]):
            pytest.skip("a tall and an odd size are enough for a painter that says little of where things are")
    asks = [edited(ASK, shows=shows, framing=framing, size=size) for shows in words]
    asks += [edited(ask, products=(product,) * 3) for ask in asks]
    for picture in paint(painter, desk, *asks):
        for box in boxes(picture.seen):
            assert box.left + box.width <= 1 + 1e-9
            assert box.top + box.height <= 1 + 1e-9


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("size", SIZES[:3], ids=str)
def test_a_product_is_said_to_be_where_it_is(painter: Any, desk: WorkDesk, size: Size) -> None:
    colours = (255, 0, 200), (0, 220, 255)
    products = tuple(product_picture(desk, colour, "RGB") for colour in colours)
    bare, shown = paint(painter, desk, edited(ASK, size=size), edited(ASK, size=size, products=products))
    before, after = pixels(desk, bare.image), pixels(desk, shown.image)
    assert len(shown.seen.products) == 2
    assert bare.seen.products == ()
    for box, colour in zip(shown.seen.products, colours, strict=True):
        own = np.abs(after - np.array(colour)).max(axis=2) < 60
        inside = under(box, size)
        assert own.any()
        assert own[inside].sum() == own.sum(), "nothing of it lies beside its box"
        assert own[inside].mean() > 0.5, "the box is no larger than it must be"
        assert np.abs(after[inside] - before[inside]).mean() > 20


def test_each_label_of_a_figure_has_a_place_of_its_own(painter: Any, desk: WorkDesk) -> None:
    parts = "a noisy street", "a quiet tea garden"
    figures = [Figure(kind="comparison", parts=parts), Figure(kind="bars", parts=parts, shares=(0.3, 0.7))]
    for picture in paint(painter, desk, *(edited(ASK, figure=figure) for figure in figures)):
        first, second = picture.seen.places
        across = min(first.left + first.width, second.left + second.width) - max(first.left, second.left)
        down = min(first.top + first.height, second.top + second.height) - max(first.top, second.top)
        assert across <= 0 or down <= 0
        assert pixels(desk, picture.image).shape == (SMALL.height, SMALL.width, 3)


def test_a_cancel_ends_the_work(painter: Any, store: Store, tmp_path: Path) -> None:
    def cancel(done: float, note: str) -> None:
        raise Cancelled()

    asks = [edited(ASK, seed=seed) for seed in range(40)]
    with WorkDesk(store, cancel) as desk, pytest.raises(Cancelled):
        paint(painter, desk, *asks)
