"""What every animator promises: the asked number of frames, of the asked size and rate, that move.

A model is a tiny one with random weights, and what it shows means nothing. So what is said of the picture itself,
where a figure is whole or which way a camera goes, is asked of the animators that draw: they are the fixture `drawn`.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import av
import numpy as np
import pytest

from pipelines import catalog
from pipelines.machinery import video
from studio.asks import Animate
from studio.cards import Card
from studio.errors import BadInput
from studio.film import Camera, Footage, Layer, Picture, Size
from studio.roles import Desk
from tests import tiny
from tests.conftest import kept

SIZE = Size(width=192, height=108)
DRAWING = [card for card in catalog.engines("animator") if card.model is None]
FREEZE = 0.02  # mean change of a sample between two frames below which nothing can be seen to move


@pytest.fixture
def animator(request: pytest.FixtureRequest, models: Path) -> Any:
    """Every animator of the catalogue; one that runs a model with a tiny one, and a card as small."""
    card: Card = request.param
    if card.model is None:
        return catalog.hire(card)
    from tests.tiny.animators import small  # noqa: PLC0415 - imports the model stack

    tiny.put(card.runs.source, models)
    if reason := catalog.why_not(card):
        pytest.skip(reason)
    return catalog.hire(small(card))


@pytest.fixture(params=DRAWING, ids=[card.name for card in DRAWING])
def drawn(request: pytest.FixtureRequest) -> Any:
    return catalog.hire(request.param)


def scenery(width: int, height: int) -> np.ndarray:
    """Soft blobs everywhere, so that any move is seen anywhere."""
    y, x = np.mgrid[:height, :width]
    planes = [127 + 110 * np.sin(x / 5 + shift) * np.cos(y / 6 + shift) for shift in range(3)]
    return np.stack(planes, axis=-1).astype(np.uint8)


def layered(desk: Desk) -> Picture:
    """A painted picture: its image, a far sheet that fills the frame and a near one with holes."""
    wide, high = int(SIZE.width * 1.25), int(SIZE.height * 1.25)
    far = scenery(wide, high)
    near = np.zeros((high, wide, 4), np.uint8)
    near[high // 3 : high // 2, wide // 3 : wide // 2] = (250, 250, 250, 255)
    layers = (Layer(image=kept(far, desk), depth=0.3), Layer(image=kept(near, desk), depth=1))
    return Picture(image=kept(scenery(SIZE.width, SIZE.height), desk), layers=layers)


def ask(picture: Picture, **changes: Any) -> Animate:
    fields: dict[str, Any] = {
        "shows": "a kettle",
        "camera": "push in",
        "frames": 24,
        "fps": Fraction(24),
        "size": SIZE,
    }
    return Animate(picture=picture, **{**fields, **changes})


def film_of(footage: Footage, desk: Desk) -> np.ndarray:
    return np.stack(list(video.frames_of(desk.path(footage.video)))).astype(np.int16)


def test_a_clip_has_exactly_the_frames_size_and_rate_that_were_asked_for(animator: Any, desk: Desk) -> None:
    fps = Fraction(30000, 1001)
    (footage,) = animator.animate([ask(layered(desk), fps=fps, frames=13)], desk)
    file = desk.path(footage.video)
    assert (footage.frames, footage.sound, footage.video.suffix) == (13, None, ".mp4")
    assert video.probe(file) == (13, SIZE, fps)
    with av.open(str(file)) as container:
        assert not container.streams.audio
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times = sorted(frame.pts * stream.time_base for frame in frames)
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
    assert [time - times[0] for time in times] == [n / fps for n in range(13)]
    bt709, limited = 1, 1
    colours = {(frame.colorspace, frame.color_primaries, frame.color_trc, frame.color_range) for frame in frames}
    assert colours == {(bt709, bt709, bt709, limited)}
    changes = np.abs(np.diff(film_of(footage, desk), axis=0)).mean(axis=(1, 2, 3))
    assert np.median(changes) > FREEZE


def test_answers_come_in_the_order_of_the_asks_and_a_photo_of_any_shape_is_moved(animator: Any, desk: Desk) -> None:
    photo = Picture(image=kept(np.full((200, 60, 3), 200, np.uint8), desk))
    footages = list(animator.animate([ask(layered(desk), frames=9), ask(photo, frames=5)], desk))
    assert [video.probe(desk.path(footage.video)) for footage in footages] == [(9, SIZE, 24), (5, SIZE, 24)]


@pytest.mark.parametrize("camera", get_args(Camera))
def test_every_camera_moves_in_every_second(drawn: Any, desk: Desk, camera: Camera) -> None:
    (footage,) = drawn.animate([ask(layered(desk), camera=camera, frames=36, fps=Fraction(12))], desk)
    film = film_of(footage, desk)
    for second in range(3):
        changes = np.abs(np.diff(film[12 * second : 12 * second + 12], axis=0)).mean(axis=(1, 2, 3))
        assert np.median(changes) > FREEZE


def test_a_figure_whose_parts_come_late_is_whole_in_the_end(drawn: Any, desk: Desk) -> None:
    plain = layered(desk)
    back, near = plain.layers
    films = []
    for motion in ("rises", "sweeps", "spreads"):
        late = Layer.model_validate({**dict(near), "motion": motion, "part": 1})
        parted = plain.model_copy(update={"layers": (back, late)})
        (footage,) = drawn.animate([ask(parted, camera="hold", frames=72, parts=(0, 36))], desk)
        films.append(film_of(footage, desk))
    (footage,) = drawn.animate([ask(plain, camera="hold", frames=72)], desk)
    whole = film_of(footage, desk)
    for film in films:
        assert len(film) == 72
        assert np.abs(film[-1] - whole[-1]).mean() < 3


@pytest.mark.parametrize("shape", [(300, 80), (60, 200), (1, 1), (97, 61)])
def test_a_photo_of_any_shape_fills_the_frame(drawn: Any, desk: Desk, shape: tuple[int, int]) -> None:
    photo = Picture(image=kept(np.full((shape[1], shape[0], 3), 200, np.uint8), desk))
    (footage,) = drawn.animate([ask(photo)], desk)
    film = film_of(footage, desk)
    assert film.shape == (24, SIZE.height, SIZE.width, 3)
    assert film.min() > 60  # no black bar and no bare edge


def test_a_picture_that_cannot_be_read_is_bad_input(animator: Any, desk: Desk) -> None:
    file: Path = desk.scratch(".png")
    file.write_text("not a picture")
    with pytest.raises(BadInput):
        list(animator.animate([ask(Picture(image=desk.keep(file)))], desk))
