"""The embedded writer tells a shot anew: from a small vocabulary, whole wishes only, and it says what it knows."""

from __future__ import annotations

import pytest

from pipelines.writers.embedded import Outline
from studio.asks import Rewrite
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Figure, Shot

SHOT = Shot(
    id="shot-2", says="It boils twice.", shows="Milk boils on the stove at dawn.", framing="medium", camera="pan left"
)


def rewrite(desk: WorkDesk, wish: str, language: str = "en", shot: Shot = SHOT) -> Shot:
    return next(iter(Outline().rewrite([Rewrite(shot=shot, wish=wish, language=language)], desk)))


@pytest.mark.parametrize(
    ("wish", "language", "framing", "camera", "shows"),
    [
        ("warmer, closer", "en", "close", "pan left", "Milk boils on the stove, dusk."),
        ("closer", "en", "close", "pan left", SHOT.shows),
        ("zoom in", "en", "medium", "push in", SHOT.shows),
        ("hold still", "en", "medium", "hold", SHOT.shows),
        ("please make it wider", "en", "wide", "pan left", SHOT.shows),
        ("at night in the rain", "en", "medium", "pan left", "Milk boils on the stove, night, rain."),
        ("add a dog", "en", "medium", "pan left", "Milk boils on the stove at dawn, a dog."),
        ("और पास, रात में", "hi", "close", "pan left", "Milk boils on the stove, रात."),
        ("plus près, la nuit", "fr", "close", "pan left", "Milk boils on the stove, nuit."),
        ("أقرب، في الليل", "ar", "close", "pan left", "Milk boils on the stove, الليل."),
    ],
)
def test_a_wish_changes_what_it_names_and_nothing_else(
    desk: WorkDesk, wish: str, language: str, framing: str, camera: str, shows: str
) -> None:
    after = rewrite(desk, wish, language)
    assert (after.framing, after.camera, after.shows) == (framing, camera, shows)
    assert (after.id, after.says, after.title) == (SHOT.id, SHOT.says, SHOT.title)


@pytest.mark.parametrize("wish", ["like a Wes Anderson film", "closer, and make it pop", "close-up on the vibes"])
def test_a_wish_in_other_words_is_refused_whole_with_what_is_known(desk: WorkDesk, wish: str) -> None:
    with pytest.raises(BadInput) as refusal:
        rewrite(desk, wish)
    assert "closer" in refusal.value.hint or "--shows" in refusal.value.hint


def test_a_wish_that_is_met_already_is_said_to_be(desk: WorkDesk) -> None:
    with pytest.raises(BadInput, match="already"):
        rewrite(desk, "closer", shot=SHOT.model_copy(update={"framing": "close"}))


def test_another_hour_takes_the_place_of_the_old_one_in_any_language(desk: WorkDesk) -> None:
    hindi = SHOT.model_copy(update={"shows": "सुबह चूल्हे पर दूध उबलता है।"})
    assert rewrite(desk, "at night", "hi", hindi).shows == "चूल्हे पर दूध उबलता है, night।"


def test_what_a_pronoun_points_at_stays_in_its_brackets(desk: WorkDesk) -> None:
    pointing = SHOT.model_copy(update={"shows": "She pours it. [Meera boils milk.]"})
    assert rewrite(desk, "in the rain", shot=pointing).shows == "She pours it, rain. [Meera boils milk.]"


def test_a_figure_goes_with_the_words_that_it_stood_for(desk: WorkDesk) -> None:
    figure = Figure(kind="quote", parts=("Milk",), labels=("Boil twice",))
    shot = SHOT.model_copy(update={"figure": figure})
    assert rewrite(desk, "closer", shot=shot).figure == figure
    assert rewrite(desk, "at night", shot=shot).figure is None
