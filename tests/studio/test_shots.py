"""Edits of single shots: what each costs, what is refused, and the small draft in which they are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from pipelines import catalog
from pipelines.machinery import video
from studio.api import Studio
from studio.crew import Event
from studio.errors import BadInput
from studio.film import Artifact, Brief, Callout, Figure, Project, Shot, Size, Storyboard
from studio.shots import change

TEXT = "The morning train waits at the station.\nA boy pours hot tea into clay cups.\nThen the whistle blows.\n"
NOWHERE = Artifact(digest="0" * 64, suffix=".mp4")


class Desk:
    """A studio with one film of three lines and an end card; tells how many answers each stage had to make."""

    def __init__(self, home: Path) -> None:
        self.studio = Studio(home, catalog)
        self.first = self.studio.start(Brief(text=TEXT, size=Size(width=320, height=180), fps=12), name="tea")
        self.studio.make("tea")

    def edit(self, number: int, **changes: Any) -> Counter[str]:
        self.studio.change_shot("tea", number, **changes)
        return self.made(lambda listen: self.studio.make("tea", listen))

    def made(self, work: Callable[[Callable[[Event], None]], object]) -> Counter[str]:
        seen: list[Event] = []
        work(seen.append)
        return Counter({e.stage: e.total - e.remembered for e in seen if e.kind == "asked"}) + Counter()

    def own_storyboard(self) -> object:
        return self.studio.projects.open("tea").own_storyboard


@pytest.fixture(scope="module")
def desk_of_all(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("shots") / "home")


@pytest.fixture
def desk(desk_of_all: Desk) -> Iterator[Desk]:
    """The desk with the film as it was at first, after each test."""
    yield desk_of_all
    desk_of_all.studio.save(desk_of_all.first)


def filmed(folder: Path) -> Path:
    """Two seconds of blue."""
    file = folder / "mine.mov"
    with video.Encoder(file, Size(width=160, height=90), Fraction(24)) as encoder:
        for _ in range(48):
            encoder.write(np.full((90, 160, 3), (30, 40, 200), np.uint8))
    return file


def test_other_words_change_the_voice_of_that_shot_alone(desk: Desk) -> None:
    made = desk.edit(2, says="A girl pours hot milk into clay cups.")
    assert made["Speak"] == made["Join"] == 1
    assert not {"Write", "Plan", "Paint"} & set(made)
    assert desk.studio.view("tea").script.lines[1].says == "A boy pours hot tea into clay cups."


def test_another_description_changes_the_picture_of_that_shot_alone(desk: Desk) -> None:
    made = desk.edit(2, shows="a bowl of oranges on a table")
    assert made["Paint"] == made["Animate"] == made["Join"] == 1
    assert not {"Write", "Plan", "Speak", "Compose", "Mix"} & set(made)


def test_words_over_the_picture_only_render_their_shot(desk: Desk) -> None:
    whole = len(desk.studio.board("tea").shots)
    callout = Callout(text="Clay", x=0.4, y=0.6)
    made = desk.edit(2, title="Tea", lower_third="Ravi\nTea seller", callout=callout)
    assert set(made) == {"Segment", "Join"}
    assert made["Segment"] < whole


def test_an_own_clip_takes_the_place_of_an_own_still_and_both_can_be_given_up(desk: Desk, tmp_path: Path) -> None:
    Image.new("RGB", (320, 180), (200, 60, 30)).save(tmp_path / "mine.png")
    still, clip = desk.studio.take_in(tmp_path / "mine.png"), desk.studio.take_in_clip(filmed(tmp_path))
    assert desk.edit(2, still=still)["Animate"] == 1
    assert desk.edit(2, clip=clip, clip_start=0.5, fit="fill")["Conform"] == 1
    shot = desk.studio.board("tea").shots[1]
    assert (shot.still, shot.clip_start, shot.fit) == (None, 0.5, "fill")
    assert desk.studio.change_shot("tea", 2, clip=clip).clip_start == 0  # a new clip begins at its beginning
    assert desk.edit(2, clip=None, still=None) == {}


def test_edits_stand_in_for_the_writers_storyboard_until_the_text_is_another(desk: Desk) -> None:
    desk.studio.change_shot("tea", 2, title="Tea")
    first = desk.own_storyboard()
    desk.studio.change_shot("tea", 3, title="Train")
    assert desk.own_storyboard().instead_of == first.instead_of != ""
    desk.studio.start(desk.first.brief, name="tea")
    assert [shot.title for shot in desk.studio.board("tea").shots[1:3]] == ["Tea", "Train"]
    desk.studio.projects.undo("tea")
    assert [shot.title for shot in desk.studio.board("tea").shots[1:3]] == ["Tea", ""]


REFUSED: dict[str, tuple[int, dict[str, Any], str]] = {
    "no such shot": (9, {"title": "Tea"}, "no shot 9"),
    "shot nought": (0, {"title": "Tea"}, "no shot 0"),
    "a clip and a still": (1, {"clip": NOWHERE, "still": NOWHERE}, "not both"),
    "time without a clip": (1, {"clip_start": 2.0}, "no clip of its own"),
    "too fast": (1, {"clip": NOWHERE, "clip_speed": 9.0}, "clip speed cannot be '9.0'"),
    "before the clip": (1, {"clip": NOWHERE, "clip_start": -1.0}, "clip start"),
    "an unknown camera": (1, {"camera": "crash zoom"}, "camera cannot be"),
    "an unknown cut": (1, {"cut": "explode"}, "cut cannot be"),
    "a cut after the last": (4, {"cut": "dissolve"}, "gives way to none"),
    "nothing to see": (1, {"shows": "  "}, "must show something"),
    "an endless title": (1, {"title": "Tea " * 100}, "400 characters"),
    "three lines below": (1, {"lower_third": "Ravi\nTea seller\nPune"}, "two lines"),
    "letters without a font": (1, {"title": "\U00012000\U00012001"}, "no font"),
    "an unknown field": (1, {"colour": "red"}, "colour"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_shot_cannot_be_is_refused_and_nothing_is_saved(desk: Desk, name: str) -> None:
    number, changes, telling = REFUSED[name]
    with pytest.raises(BadInput, match=telling):
        desk.studio.change_shot("tea", number, **changes)
    assert desk.studio.projects.open("tea") == desk.first


def test_a_project_without_a_storyboard_has_no_shots_yet(desk: Desk) -> None:
    desk.studio.start(Brief(text="Not made yet."), name="later")
    with pytest.raises(BadInput, match="no storyboard yet"):
        desk.studio.change_shot("later", 1, title="Later")


# Previews


def looked_into(file: Path) -> tuple[int, int, int]:
    with av.open(str(file)) as container:
        frames = sum(1 for _ in container.decode(video=0))
        picture = container.streams.video[0]
        return picture.width, picture.height, frames


@pytest.mark.parametrize("field", ["says", "shows", "title"])
def test_new_words_for_a_shot_take_its_old_figure_away(field: str) -> None:
    figure = Figure(kind="ring", labels=("60 %",), shares=(0.6,))
    board = Storyboard(mood="calm", shots=(Shot(id="shot-1", says="60 % is lost.", shows="water", figure=figure),))
    assert change(board, 1, {"camera": "hold"}).shots[0].figure == figure
    assert change(board, 1, {field: "70 % is lost."}).shots[0].figure is None


def large(studio: Studio) -> Project:
    return studio.start(Brief(text="A kettle.", size=Size(width=800, height=600), fps=12, seconds=2), name="large")


def test_a_preview_is_small_and_has_the_films_own_frames(desk: Desk, tmp_path: Path) -> None:
    large(desk.studio)
    draft = desk.studio.preview("large", tmp_path / "preview.mp4")
    film = desk.studio.make("large")
    assert looked_into(draft) == (640, 480, film.frames)
    assert looked_into(desk.studio.store.path(film.video)) == (800, 600, film.frames)


def test_a_small_film_is_its_own_preview(desk: Desk, tmp_path: Path) -> None:
    film = desk.studio.make("tea")
    assert desk.made(lambda listen: desk.studio.preview("tea", tmp_path / "preview.mp4", listen)) == {}
    assert (tmp_path / "preview.mp4").read_bytes() == desk.studio.store.path(film.video).read_bytes()


def test_a_sweep_keeps_previews_and_frees_exports(desk: Desk, tmp_path: Path) -> None:
    large(desk.studio)
    desk.studio.make("large")
    desk.studio.preview("large", tmp_path / "preview.mp4")
    desk.studio.export("large", "wav", tmp_path / "film.wav")
    desk.studio.sweep()
    assert desk.made(lambda listen: desk.studio.preview("large", tmp_path / "preview.mp4", listen)) == {}
    assert desk.made(lambda listen: desk.studio.export("large", "wav", tmp_path / "film.wav", "", listen)) == {
        "Export": 1
    }


def test_key_words_are_whole_words_of_what_a_shot_says_and_go_when_it_says_other_words() -> None:
    board = Storyboard(mood="warm", shots=(Shot(id="a", says="चाय ₹ 20 में, बस आज।", shows="tea"),))
    given = change(board, 1, {"key_words": ("₹ 20", "बस आज")})
    assert given.shots[0].key_words == ("₹ 20", "बस आज")
    assert change(given, 1, {"says": "चाय ₹ 20 में।"}).shots[0].key_words == ("₹ 20",)
    assert change(given, 1, {"key_words": ()}).shots[0].key_words == ()
    for wrong in ("चा", "च", "coffee", "₹ 2"):
        with pytest.raises(BadInput, match="does not say"):
            change(board, 1, {"key_words": (wrong,)})
    with pytest.raises(BadInput, match="key words"):
        change(board, 1, {"key_words": ("चाय", "20", "में", "बस")})
    figure = Storyboard(mood="warm", shots=(Shot(id="a", says="Tea.", shows="tea", figure=Figure(kind="step")),))
    with pytest.raises(BadInput, match="figure"):
        change(figure, 1, {"key_words": ("Tea",)})


def test_an_edit_of_key_words_renders_no_other_shot_and_animates_nothing(desk: Desk) -> None:
    cost = desk.edit(2, key_words=("clay cups",))
    assert set(cost) <= {"Segment", "Join"}
    assert cost["Segment"] <= 2
