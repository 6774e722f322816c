"""A film's own screenshots on the road: when they come, who shows them, how many there may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pipelines import catalog
from studio import rules, stages
from studio.api import Studio
from studio.asks import Paint
from studio.crew import Crew, InProcess, Missing, Onlooker
from studio.errors import BadInput, TooMuch
from studio.film import Artifact, Brief, Project, edited

TEXT = "Meet Hisab.\nOpen the app.\nYour day is clear.\nLog in to it.\nIt is made of trust.\nDownload it today.\n"


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path / "home", catalog)


def screenshots(studio: Studio, folder: Path, count: int) -> tuple[Artifact, ...]:
    files = [folder / f"{at}.png" for at in range(count)]
    for at, file in enumerate(files):
        Image.new("RGB", (200, 400), (20 * at, 100, 100)).save(file)
    return tuple(studio.take_in(file, "screenshot") for file in files)


def painted(studio: Studio, project: Project) -> list[tuple[Artifact, ...]]:
    """The screenshots of every picture that the film needs and does not have."""
    stages.storyboard(project, studio._crew(project, InProcess(catalog.hire)))
    onlooker: Crew = studio._crew(project, Onlooker())
    with pytest.raises(Missing) as missing:
        stages.keyframes(project, onlooker)
    return [call.ask.screens for call in missing.value.calls if isinstance(call.ask, Paint)]


def test_screenshots_that_come_later_are_in_the_film_and_take_turns(studio: Studio, tmp_path: Path) -> None:
    project = studio.start(Brief(text=TEXT), name="hisab")
    assert not any(painted(studio, project))
    one, two = screenshots(studio, tmp_path, 2)
    project = studio.start(edited(project.brief, screens=(one, two)), name="hisab")
    assert [shown for shown in painted(studio, project) if shown] == [(one,), (two,), (one,)]


def test_a_storyboard_of_the_users_own_keeps_what_it_says_until_the_user_chooses_a_shot(
    studio: Studio, tmp_path: Path
) -> None:
    project = studio.start(Brief(text=TEXT), name="hisab")
    painted(studio, project)
    studio.change_shot("hisab", 3, shows="A quiet lake")
    (one,) = screenshots(studio, tmp_path, 1)
    project = studio.start(edited(project.brief, screens=(one,)), name="hisab")
    assert studio.board("hisab").shots[2].shows == "A quiet lake"
    assert not any(painted(studio, project))
    studio.change_shot("hisab", 3, shows_screen=True)
    assert painted(studio, studio.projects.open("hisab"))[2] == (one,)


def test_a_shot_cannot_show_a_screenshot_where_the_film_has_none(studio: Studio) -> None:
    painted(studio, studio.start(Brief(text=TEXT), name="hisab"))
    with pytest.raises(BadInput, match="no screenshots"):
        studio.change_shot("hisab", 1, shows_screen=True)


def test_an_end_card_and_a_shot_with_a_picture_of_its_own_show_no_screenshot(studio: Studio, tmp_path: Path) -> None:
    (one,) = screenshots(studio, tmp_path, 1)
    painted(studio, studio.start(Brief(text=TEXT, screens=(one,)), name="hisab"))
    for number, changes in ((len(studio.board("hisab").shots), {}), (1, {"still": one})):
        with pytest.raises(BadInput, match="shows no screenshot"):
            studio.change_shot("hisab", number, shows_screen=True, **changes)


def test_a_sweep_keeps_the_screenshots_that_a_project_has(studio: Studio, tmp_path: Path) -> None:
    kept, lost = screenshots(studio, tmp_path, 2)
    studio.start(Brief(text=TEXT, screens=(kept,)), name="hisab")
    studio.sweep()
    assert studio.store.has(kept)
    assert not studio.store.has(lost)


def test_too_many_screenshots_are_refused(studio: Studio, tmp_path: Path) -> None:
    (one,) = screenshots(studio, tmp_path, 1)
    with pytest.raises(TooMuch, match="9 screenshots"):
        rules.check(Brief(text=TEXT, screens=(one,) * 9))
