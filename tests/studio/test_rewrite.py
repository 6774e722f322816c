"""A shot is told anew through the studio's door: by the film's own writer, as the project's next revision."""

from __future__ import annotations

import pytest

from pipelines import catalog
from studio.api import Studio
from studio.errors import BadInput
from studio.film import Brief, Shot, Size

TEXT = "The morning train waits at the station.\nA boy pours hot tea into clay cups.\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A studio with one storyboard, as it was at first before each test and after it."""
    studio = Studio(tmp_path_factory.mktemp("rewrite") / "home", catalog)
    studio.start(Brief(text=TEXT, size=Size(width=284, height=160), fps=12), name="tea")
    studio.draw("tea")
    return studio


def shot(studio: Studio, number: int) -> Shot:
    return studio.board("tea").shots[number - 1]


def test_a_wish_is_kept_as_the_next_revision_and_can_be_undone(studio: Studio) -> None:
    before = shot(studio, 2)
    after = studio.rewrite("tea", 2, "in the rain, hold still")
    assert shot(studio, 2) == after
    assert (after.camera, "rain" in after.shows) == ("hold", True)
    assert (after.id, after.says, after.title) == (before.id, before.says, before.title)
    studio.projects.undo("tea")
    assert shot(studio, 2) == before


@pytest.mark.parametrize(("number", "wish"), [(9, "closer"), (2, " "), (2, "x" * 501), (2, "like a dream")])
def test_a_wish_that_cannot_be_met_changes_nothing(studio: Studio, number: int, wish: str) -> None:
    before = studio.board("tea")
    with pytest.raises(BadInput) as refusal:
        studio.rewrite("tea", number, wish)
    assert refusal.value.hint
    assert studio.board("tea") == before
