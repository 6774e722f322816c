"""Animators that run a model: what they ask of it, and what they make of its clips.

Where weights matter they are tiny and random. Where it matters what a model shows, `Edge` stands in for the model: a
call such as diffusers' pipelines have, whose clips a test can say.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import diffusers
import numpy as np
import pytest
import soundfile
import torch

from pipelines import catalog
from pipelines.animators.local import Diffusion
from pipelines.machinery import motion, video
from pipelines.machinery.models import families
from studio.asks import Animate
from studio.cards import Card
from studio.crew import WorkDesk
from studio.errors import BadInput, Cancelled, EngineFailed, EngineMissing, TooMuch
from studio.film import Box, Footage, Picture, Seen, Size, edited
from studio.roles import Desk
from studio.store import Store
from tests import tiny
from tests.conftest import kept
from tests.tiny.animators import small

SIZE = Size(width=96, height=64)
WIDE, HIGH = SIZE.width, SIZE.height


def scenery(seed: int = 0) -> np.ndarray:
    """Soft blobs of all sizes that fit together at the left and right edges, so that a picture can go round."""
    noise = np.random.default_rng(seed).normal(size=(HIGH, WIDE, 3)).astype(np.float32)
    soft = sum(
        cv2.GaussianBlur(np.tile(noise, (1, 3, 1)), (0, 0), size)[:, WIDE : 2 * WIDE] * size for size in (2, 6)
    )
    return np.clip(128 + 28 * soft / soft.std(), 20, 235).astype(np.uint8)


def turned(picture: np.ndarray, pixels: float) -> np.ndarray:
    """The picture gone round to the left by so many pixels, fractions too."""
    move = np.float32([[1, 0, WIDE - pixels % WIDE], [0, 1, 0]])
    return cv2.warpAffine(np.tile(picture, (1, 3, 1)), move, (2 * WIDE, HIGH), flags=cv2.INTER_CUBIC)[:, WIDE:]


class Edge:
    """A pipeline whose clip is what `shows` says of the picture that it starts from."""

    vocoder = SimpleNamespace(config=SimpleNamespace(output_sampling_rate=16000))

    def __init__(self, shows: Callable[[np.ndarray, int, np.ndarray | None], np.ndarray]) -> None:
        self.shows = shows
        self.calls: list[dict[str, Any]] = []

    def __call__(
        self,
        image: Any,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        height: int = HIGH,
        width: int = WIDE,
        num_frames: int = 25,
        last_image: Any = None,
        generator: Any = None,
        output_type: str = "np",
        callback_on_step_end: Any = None,
    ) -> Any:
        self.calls.append({name: value for name, value in locals().items() if name != "self"})
        assert (image.height, image.width) == (height, width)
        if callback_on_step_end:
            callback_on_step_end(self, 0, 0, {})
        end = None if last_image is None else np.asarray(last_image)
        clip = self.shows(np.asarray(image), num_frames, end).astype(np.float32) / 255
        return SimpleNamespace(frames=[torch.from_numpy(clip).permute(0, 3, 1, 2)], audio=None)


def still(picture: np.ndarray, frames: int, last: np.ndarray | None) -> np.ndarray:
    return np.stack([picture] * frames)


def panning(pixels: float) -> Callable[..., np.ndarray]:
    return lambda picture, frames, last: np.stack([turned(picture, pixels * at) for at in range(frames)])


def card_for(models: Path, **said: Any) -> Card:
    folder = tiny.put("Wan-AI/Wan2.2-I2V-A14B-Diffusers", models)  # it must be there, though it is not loaded
    model = {
        "source": str(folder), "size": SIZE, "multiple": 16, "frames": 25, "frames_step": 4, "fps": Fraction(24),
        "steps": 1, "options": {},
    }  # fmt: skip
    known = families.cards()["wan-14b"]
    return edited(known, model=edited(known.runs, **{**model, "family": "image-to-video", **said}))


def engine(models: Path, edge: Edge, **said: Any) -> Diffusion:
    return Diffusion(card_for(models, **said), lambda placement: edge)


def ask(desk: Desk, pixels: np.ndarray | None = None, **said: Any) -> Animate:
    fields: dict[str, Any] = {"shows": "a kettle", "camera": "hold", "frames": 24, "fps": Fraction(24), "size": SIZE}
    picture = Picture(image=kept(scenery() if pixels is None else pixels, desk))
    return Animate(picture=picture, **{**fields, **said})


def film_of(footage: Footage, desk: Desk) -> np.ndarray:
    return np.stack(list(video.frames_of(desk.path(footage.video)))).astype(np.int16)


def made(animator: Diffusion, asked: Animate, desk: Desk) -> np.ndarray:
    (footage,) = animator.animate([asked], desk)
    film = film_of(footage, desk)
    assert len(film) == footage.frames == asked.frames
    return film


def steps_of(film: np.ndarray) -> np.ndarray:
    """How much each frame differs from the one before, in levels."""
    return np.abs(np.diff(film, axis=0)).mean(axis=(1, 2, 3))


def moved(film: np.ndarray) -> np.ndarray:
    """By how many pixels each frame has gone on to the left of the one before."""
    greys = film.mean(axis=-1).astype(np.float32)
    return np.array([-cv2.phaseCorrelate(one, two)[0][0] for one, two in pairwise(greys)])


@pytest.fixture
def local(models: Path) -> Callable[..., Diffusion]:
    """The animator of a name with a tiny model, its card as small, but for what is said."""

    def hired(name: str, **said: Any) -> Diffusion:
        card = families.cards()[name]
        tiny.put(card.runs.source, models)
        return Diffusion(small(card, **said))

    return hired


# Frames: size, shape, colours


def test_a_model_that_changes_nothing_shows_the_keyframe_in_its_colours(models: Path, desk: Desk) -> None:
    picture = scenery()
    film = made(engine(models, Edge(still)), ask(desk, picture, frames=5), desk)
    off = film[0] - picture.astype(np.int16)
    assert np.abs(off.mean(axis=(0, 1))).max() < 0.5
    assert np.abs(off).mean() < 2.5  # what half the colours and the encoder leave


@pytest.mark.parametrize("size", [(130, 74), (74, 130), (100, 100), (320, 64)])
def test_a_film_of_another_shape_than_the_models_is_neither_stretched_nor_cropped(
    models: Path, desk: Desk, size: tuple[int, int]
) -> None:
    wide, high = size
    picture = cv2.resize(scenery(), size, interpolation=cv2.INTER_CUBIC)
    edge = Edge(still)
    animator = engine(models, edge, multiple=32)
    film = made(animator, ask(desk, picture, frames=5, size=Size(width=wide, height=high)), desk)
    assert film.shape == (5, high, wide, 3)
    assert np.abs(film[0] - picture.astype(np.int16)).mean() < 4
    drawn = edge.calls[0]["width"] * edge.calls[0]["height"]
    assert 0.6 < drawn / (WIDE * HIGH) < 1.1
    assert (edge.calls[0]["width"] % 32, edge.calls[0]["height"] % 32) == (0, 0)


# Time


@pytest.mark.parametrize(
    ("rate", "pixels"), [(16, 3.0), (8, 4.5), (7, 4.2), (24, 1.5), (25, 1.5), (30, 1.2), (48, 1.0)]
)
def test_motion_is_even_at_the_films_rate_whatever_the_models(
    models: Path, desk: Desk, rate: int, pixels: float
) -> None:
    animator = engine(models, Edge(panning(pixels)), fps=Fraction(rate), frames=65)
    moves = moved(made(animator, ask(desk, frames=20), desk))
    due = pixels * (1 if rate == 25 else rate / 24)  # 25 frames a second play one by one, as on television
    assert np.abs(moves - due).max() < 0.35  # frames shown twice would stand still, and then jump by twice as much


def test_a_frame_between_two_is_nearer_to_the_truth_than_a_blend_or_a_held_frame() -> None:
    ground, thing = scenery(1), scenery(2)[16:48, 30:60]

    def frame(when: float) -> np.ndarray:
        out = turned(ground, 5 * when)
        left = round(20 + 6 * when)
        out[16:48, left : left + 30] = thing
        return out

    first, true, second = frame(0), frame(1).astype(np.float64), frame(2)
    between = motion.Motion(first, second).at(0.5)
    off = [np.square(true - other).mean() for other in (between, first / 2.0 + second / 2.0, first)]
    assert off[0] < off[1] / 2 < off[2] / 2


# Shots longer than a clip


def fading(picture: np.ndarray, frames: int, last: np.ndarray | None) -> np.ndarray:
    """A model that pans, and gives back what it is shown a little paler and darker, as autoencoders do."""
    pale = np.clip((picture.astype(np.float32) - 128) * 0.93 + 122, 0, 255)
    return np.stack([turned(pale, 1.5 * at) for at in range(frames)])


def test_the_joints_of_a_long_shot_are_no_different_from_what_is_beside_them(models: Path, desk: Desk) -> None:
    edge = Edge(fading)
    picture = scenery()
    film = made(engine(models, edge, frames=61), ask(desk, picture, frames=120), desk)
    assert len(edge.calls) == 3
    steps = steps_of(film)
    assert steps.max() < 1.25 * np.median(steps)
    assert steps.min() > 0.75 * np.median(steps)
    assert np.abs(moved(film) - 1.5).max() < 0.3
    light = film.mean(axis=(1, 2, 3))
    assert np.abs(light - light[0]).max() < 1.5
    assert film[-1].std() > 0.95 * film[0].std()


@pytest.mark.parametrize(("longest", "rate", "frames"), [(5, 24, 30), (9, 8, 40), (13, 24, 30), (21, 24, 22)])
def test_a_shot_of_many_short_clips_has_all_its_frames_and_none_twice(
    models: Path, desk: Desk, longest: int, rate: int, frames: int
) -> None:
    edge = Edge(panning(1.5))
    film = made(engine(models, edge, frames=longest, fps=Fraction(rate)), ask(desk, frames=frames), desk)
    assert len(edge.calls) > 1
    assert steps_of(film).min() > 1


def starting(picture: np.ndarray, frames: int, last: np.ndarray | None) -> np.ndarray:
    """A model whose every clip begins at rest."""
    return np.stack([turned(picture, 1.5 * at * min(1.0, at / 16)) for at in range(frames)])


def test_a_long_shot_does_not_stand_still_where_a_clip_begins(models: Path, desk: Desk) -> None:
    film = made(engine(models, Edge(starting), frames=61), ask(desk, frames=100), desk)
    assert moved(film)[16:].min() > 0.6


def test_a_clip_goes_on_from_a_frame_of_the_one_before_and_all_clips_are_equally_long(
    models: Path, desk: Desk
) -> None:
    edge = Edge(panning(1.5))
    film = made(engine(models, edge, frames=49), ask(desk, frames=60), desk)
    first, second = edge.calls
    assert first["num_frames"] == second["num_frames"] == 41
    shown = np.asarray(second["image"]).astype(np.int16)
    nearest = int(np.abs(film - shown).mean(axis=(1, 2, 3)).argmin())
    assert nearest == 41 - 7  # a quarter of a second before the end, the time in which one becomes the other


@pytest.mark.parametrize(("name", "longest", "frames"), [("wan-5b", 13, 29), ("ltx-video", 33, 56)])
def test_a_tiny_model_makes_a_shot_of_about_twice_its_clip(
    local: Callable[..., Diffusion], desk: Desk, name: str, longest: int, frames: int
) -> None:
    film = made(local(name, frames=longest), ask(desk, frames=frames), desk)
    assert steps_of(film).min() > 0  # no frame is shown twice


def test_words_alone_make_no_more_than_one_clip(models: Path, desk: Desk) -> None:
    folder = tiny.put("Wan-AI/Wan2.1-T2V-1.3B-Diffusers", models)
    animator = Diffusion(small(catalog.card("animator", str(folder)), frames=9))
    (footage,) = animator.animate([ask(desk, frames=5, fps=Fraction(16))], desk)
    assert footage.frames == 5
    with pytest.raises(TooMuch):
        list(animator.animate([ask(desk, frames=30, fps=Fraction(16))], desk))


# The last picture, and sound


def ending(picture: np.ndarray, frames: int, last: np.ndarray | None) -> np.ndarray:
    end = picture if last is None else last
    along = np.linspace(0, 1, frames)[:, None, None, None] ** 8  # late, so that an end cut off is seen
    return picture * (1 - along) + end * along


@pytest.mark.parametrize(("rate", "frames"), [(24, 23), (24, 60), (16, 30)])
def test_a_shot_ends_on_the_picture_that_was_given(models: Path, desk: Desk, rate: int, frames: int) -> None:
    edge, last = Edge(ending), scenery(7)
    animator = engine(models, edge, fps=Fraction(rate))
    film = made(animator, ask(desk, frames=frames, last=kept(last, desk)), desk)
    assert np.abs(film[-1] - last.astype(np.int16)).mean() < 3
    given = [call["last_image"] is not None for call in edge.calls]
    assert given == [False] * (len(given) - 1) + [True]


def test_a_model_that_ignores_a_last_picture_is_never_given_one(local: Callable[..., Diffusion], desk: Desk) -> None:
    with pytest.raises(BadInput, match="cannot end"):
        list(local("wan-5b").animate([ask(desk, last=kept(scenery(7), desk))], desk))


def test_a_last_picture_changes_what_a_tiny_model_that_honours_it_shows(
    local: Callable[..., Diffusion], desk: Desk
) -> None:
    animator = local("wan-14b")
    films = [
        made(animator, ask(desk, frames=5, last=last and kept(scenery(last), desk)), desk) for last in (None, 7, 8)
    ]
    assert np.abs(films[1] - films[2]).mean() > 0.1
    assert np.abs(films[0] - films[1]).mean() > 0.1


@pytest.mark.parametrize(("fps", "frames"), [(Fraction(24), 13), (Fraction(30000, 1001), 40)])
def test_a_models_own_sound_is_exactly_as_long_as_its_frames(
    local: Callable[..., Diffusion], desk: Desk, fps: Fraction, frames: int
) -> None:
    animator = local("ltx-2")
    (loud,) = animator.animate([ask(desk, frames=frames, fps=fps, sound=True)], desk)
    assert loud.sound is not None
    sound = soundfile.info(desk.path(loud.sound))
    assert (sound.samplerate, sound.channels, sound.format) == (48_000, 2, "FLAC")
    assert sound.frames == round(frames / fps * 48_000)
    assert soundfile.read(desk.path(loud.sound))[0].std() > 0
    if frames == 13:
        (quiet,) = animator.animate([ask(desk, frames=frames, fps=fps)], desk)
        assert quiet.sound is None


# The same again


def test_the_same_ask_gives_the_same_bytes_whatever_was_asked_before_and_another_take_another_clip(
    local: Callable[..., Diffusion], desk: Desk
) -> None:
    animator, asked = local("ltx-video"), ask(desk, frames=9)
    (alone,) = animator.animate([asked], desk)
    other, again, take = animator.animate([ask(desk, shows="a cat"), asked, edited(asked, take=1)], desk)
    assert again == alone
    assert len({other.video, again.video, take.video}) == 3


def test_chance_outside_the_generator_repeats_too_and_is_left_as_it_was(
    local: Callable[..., Diffusion], desk: Desk
) -> None:
    animator, asked = local("skyreels", frames=13), ask(desk, frames=22)  # its long shots draw on torch's own chance
    first = made(animator, asked, desk)
    torch.manual_seed(5)
    again = made(animator, asked, desk)
    left = torch.rand(1)
    torch.manual_seed(5)
    assert torch.rand(1) == left
    assert np.array_equal(again, first)
    assert steps_of(first).min() > 0


# What is said to a model


def test_a_model_is_told_what_is_seen_how_the_camera_moves_and_what_is_not_wanted(models: Path, desk: Desk) -> None:
    edge = Edge(still)
    asked = ask(desk, shows="a red kettle " * 40, camera="pan left", frames=5)
    made(engine(models, edge, prompt_words=30), asked, desk)
    made(engine(models, edge, honours=()), edited(asked, shows="A kettle.", camera="hold"), desk)
    long, short = edge.calls
    assert len(long["prompt"].split()) <= 30
    assert long["prompt"].endswith("The camera slowly pans to the left.")
    assert "watermark" in long["negative_prompt"]
    assert short["prompt"] == "A kettle. Static shot: the camera does not move."
    assert short["negative_prompt"] is None


# Progress, cancelling, failing


class Stopping(WorkDesk):
    """A desk that says stop at its so-many-th tick."""

    def __init__(self, store: Store, after: int) -> None:
        self.told: list[float] = []
        super().__init__(store, self._note)
        self._after = after

    def _note(self, done: float, note: str) -> None:
        self.told.append(done)
        if len(self.told) > self._after:
            raise Cancelled


@pytest.mark.parametrize("name", ["ltx-video", "hunyuanvideo"])  # by a callback, and by watching the scheduler
def test_a_cancel_ends_the_work_within_a_step_and_the_next_shot_is_made(
    local: Callable[..., Diffusion], store: Store, name: str
) -> None:
    animator = local(name, steps=20)
    with Stopping(store, after=2) as desk, pytest.raises(Cancelled):
        list(animator.animate([ask(desk, frames=5)], desk))
    assert desk.told[-1] < 0.2
    animator = local(name)
    with Stopping(store, after=1000) as desk:
        assert len(list(animator.animate([ask(desk, frames=5)], desk))) == 1
    assert desk.told == sorted(desk.told)
    assert len({told for told in desk.told if 0 < told < 1}) >= 2  # a step is told when it is done
    assert desk.told[-1] == 1


@pytest.mark.parametrize("value", [np.nan, 0.0])
def test_a_clip_without_content_is_a_failure_that_says_so(models: Path, desk: Desk, value: float) -> None:
    empty = Edge(lambda picture, frames, last: np.full((frames, *picture.shape), value))
    with pytest.raises(EngineFailed, match="without content"):
        list(engine(models, empty).animate([ask(desk)], desk))


def test_fewer_frames_than_were_asked_for_are_a_failure(models: Path, desk: Desk) -> None:
    with pytest.raises(EngineFailed, match="frames"):
        list(engine(models, Edge(lambda picture, frames, last: still(picture, 3, last))).animate([ask(desk)], desk))


# Families


@pytest.mark.parametrize(
    ("source", "family"),
    [
        ("Wan-AI/Wan2.2-TI2V-5B-Diffusers", "wan-5b"),
        ("Wan-AI/Wan2.2-I2V-A14B-Diffusers", "wan"),
        ("Wan-AI/Wan2.1-T2V-1.3B-Diffusers", "wan-words"),
        ("BestWishYsh/Helios-Base", "helios"),
        ("tests/framepack", "framepack"),
    ],
)
def test_a_folder_of_the_users_own_is_told_by_its_index(models: Path, source: str, family: str) -> None:
    assert catalog.card("animator", str(tiny.put(source, models))).runs.family == family


def test_framepack_makes_sections_and_ends_on_a_picture(models: Path, desk: Desk) -> None:
    card = small(catalog.card("animator", str(tiny.put("tests/framepack", models))))
    films = [
        made(Diffusion(card), ask(desk, frames=12, fps=Fraction(30), last=kept(scenery(last), desk)), desk)
        for last in (7, 8)
    ]
    assert steps_of(films[0]).min() > 0
    assert np.abs(films[0] - films[1]).mean() > 0.05


def test_a_family_that_nobody_prepared_works_by_the_names_in_its_call(models: Path, desk: Desk) -> None:
    folder = tiny.put("Wan-AI/Wan2.2-I2V-A14B-Diffusers", models)
    card = catalog.card("animator", str(folder))
    shared = families.families()["image-to-video"]["model"]
    model = {"source": str(folder), "family": "image-to-video", "size": Size(width=64, height=64), "steps": 2}
    unknown = edited(card, model=type(card.runs)(**{**shared, **model}))
    assert len(made(Diffusion(unknown), ask(desk, frames=5), desk)) == 5


def _film_makers() -> Iterator[str]:
    """Every pipeline of diffusers that makes film of a picture, by its call."""
    for name in dir(diffusers):
        if name.endswith("Pipeline"):
            known = inspect.signature(getattr(diffusers, name).__call__).parameters
            if {"image", "last_image"} & set(known) and {"num_frames", "frames"} & set(known):
                yield name


def test_every_pipeline_of_diffusers_that_makes_film_of_a_picture_is_known() -> None:
    known = {
        index
        for family in families.families().values()
        if family["seat"] == "animator"
        for index in family["indexes"]
    }
    edits_pictures = {"ChronoEditPipeline"}  # its frames are the way to a picture, and not to be seen
    assert set(_film_makers()) - edits_pictures <= known


def test_what_cannot_animate_says_so(tmp_path: Path, models: Path, desk: Desk) -> None:
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "NoSuchPipeline"}))
    with pytest.raises(BadInput, match="NoSuchPipeline"):
        catalog.card("animator", str(tmp_path))
    words = small(catalog.card("animator", str(tiny.put("Wan-AI/Wan2.1-T2V-1.3B-Diffusers", models))))
    for changes, error in (
        ({"pipeline": "NoSuchPipeline"}, EngineMissing),
        ({"family": "wan", "pipeline": "WanImageToVideoPipeline", "honours": ()}, EngineFailed),
        ({"honours": ()}, EngineFailed),
    ):
        with pytest.raises(error):
            list(Diffusion(edited(words, model=edited(words.runs, **changes))).animate([ask(desk)], desk))


def test_a_chart_stays_as_it_was_drawn(models: Path, desk: WorkDesk) -> None:
    """A picture with places for labels is a figure; a random model would leave nothing of it."""
    card = small(catalog.cards()["wan-5b"])
    tiny.put(card.runs.source, models)
    picture = scenery()
    place = Box(left=0.2, top=0.2, width=0.2, height=0.2)
    chart = Picture(image=kept(picture, desk), seen=Seen(places=(place,)))
    common = {"shows": "bars", "camera": "hold", "frames": 24, "fps": Fraction(24), "size": SIZE}
    drawn, model = Diffusion(card).animate(
        [Animate(picture=chart, **common), Animate(picture=Picture(image=chart.image), **common)], desk
    )
    last = [list(video.frames_of(desk.path(footage.video)))[-1] for footage in (drawn, model)]
    near, far = (np.corrcoef(frame.ravel(), picture.ravel())[0, 1] for frame in last)
    assert near > 0.8 > far
