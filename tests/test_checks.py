"""Checks of pictures on the road: what may not be shown is not, and the best of several takes is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from transformers import ViTForImageClassification

from pipelines import catalog
from studio.api import Studio
from studio.errors import BadInput, Refused
from studio.film import Brief, Size
from tests import tiny

BRIEF = Brief(text="A ship sails at night. A camel crosses the desert.", size=Size(width=320, height=180), seed=3)


@pytest.fixture
def studio(tmp_path: Path, models: Path) -> Studio:
    return Studio(tmp_path / "home", catalog)


def judging(unsafe: bool, folder: Path) -> str:
    """A classifier, as its user would name it, that is sure of one answer."""
    tiny.builders()["Falconsai/nsfw_image_detection"](folder)
    model = ViTForImageClassification.from_pretrained(folder)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([-9.0, 9.0] if unsafe else [9.0, -9.0]))
    model.save_pretrained(folder)
    return str(folder)


def test_what_a_checker_finds_unsafe_is_neither_made_nor_shown(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "strict").mkdir()
    lineup = studio.lineup(checker=judging(unsafe=True, folder=tmp_path / "strict"))
    studio.start(BRIEF, lineup, "film")
    with pytest.raises(Refused, match=r"Shot 1 may not be shown: the checker .* is 100% sure"):
        studio.make("film")
    assert set(studio.view("film").pictures) == {None}


def test_what_it_finds_safe_is(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "calm").mkdir()
    studio.start(BRIEF, studio.lineup(checker=judging(unsafe=False, folder=tmp_path / "calm")), "film")
    studio.draw("film")
    assert all(studio.view("film").pictures)


def test_the_best_of_several_takes_is_kept_and_can_be_undone(studio: Studio, models: Path) -> None:
    tiny.put("google/siglip2-base-patch16-224", models)
    studio.start(BRIEF, studio.lineup(checker="siglip2-base"), "film")
    studio.draw("film")
    ranked = studio.best_take("film", 1, 4)
    assert sorted(one.take for one in ranked) == [0, 1, 2, 3]
    assert ranked[0].score == max(one.score for one in ranked)
    assert studio.board("film").shots[0].still_take == ranked[0].take
    assert studio.board("film").shots[1].still_take == 0


def test_takes_need_a_checker_that_knows_words(studio: Studio) -> None:
    studio.start(BRIEF, name="film")
    studio.draw("film")
    with pytest.raises(BadInput, match="No checker of this film can say which take"):
        studio.best_take("film", 1, 2)


def test_another_take_is_another_picture_of_that_shot_alone(studio: Studio) -> None:
    studio.start(BRIEF, name="film")
    first = studio.draw("film")
    studio.retake("film", 2)
    second = studio.draw("film")
    changed = [before != after for before, after in zip(first, second, strict=True)]
    assert changed == [False, True, *[False] * (len(changed) - 2)]


def test_what_a_model_draws_is_checked_unless_that_is_given_up(studio: Studio, models: Path) -> None:
    for source in ("Tongyi-MAI/Z-Image-Turbo", "Falconsai/nsfw_image_detection"):
        tiny.put(source, models)
    assert studio.lineup(painter="z-image-turbo").checker == "falconsai-nsfw"
    assert studio.lineup(painter="z-image-turbo", checker="none").checker == ""
    assert studio.lineup().checker == "", "what we draw ourselves needs none"


def test_a_film_that_models_made_is_still_there_when_they_are_gone(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "calm").mkdir()
    studio.start(BRIEF, studio.lineup(checker=judging(unsafe=False, folder=tmp_path / "calm")), "film")
    film = studio.make("film")
    shutil.rmtree(tmp_path / "calm")
    assert studio.view("film").film == film
    assert studio.credits("film")["engines"][-1]["engine"] == "calm", "and nothing says where it lay"
    studio.sweep()
    assert studio.view("film").film == film, "a sweep spares it too"
    studio.export("film", "wav", tmp_path / "film.wav")
    with pytest.raises(BadInput, match="There is no folder"):
        studio.make("film")
