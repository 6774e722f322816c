"""What every writer must do: keep to the ask's language, and plan shots that say the script, whole and in order.

A model's weights are random here, so what it says means nothing. What can only be kept by whoever understands, and
long scripts, which take a model seconds, are asked of writers without a model: `understands` and `many` say where.
"""

from __future__ import annotations

import random
from typing import get_args

import pytest

from studio.asks import Plan, Prompting, Rewrite, Write
from studio.cards import Card
from studio.crew import WorkDesk
from studio.errors import BadInput, Cancelled
from studio.film import Camera, Character, Framing, Line, Script, Shot, Storyboard
from studio.roles import Writer
from studio.store import Store

BRIEF = "Ravi mends bicycles under the old bridge. He opens at six. Bring yours before the rain comes."
WORDS = {
    "en": "the train leaves at dawn and a boy sells warm tea because Dr. Rao pays Rs. 40 for two cups near home",
    "hi": "सुबह की पहली ट्रेन आती है और डॉ. राव दो कप चाय लेते हैं क्योंकि ठंड बहुत है",
    "ta": "காலையில் முதல் ரயில் வரும் போது ஒரு சிறுவன் சூடான தேநீர் விற்கிறான் மற்றும் மழை பெய்கிறது",
    "ar": "يصل القطار الأول في الصباح و يبيع الولد الشاي الساخن لأن البرد شديد على الرصيف",
    "sw": "treni ya kwanza hufika asubuhi na kijana huuza chai ya moto kwa sababu kuna baridi kali",
    "zh": "清晨第一班火车进站， 男孩卖热茶， 因为天气很冷， 大家都想喝一杯。",
}
STOPS = {"hi": "।", "ar": "؟", "zh": "。"}


@pytest.fixture
def card(request: pytest.FixtureRequest) -> Card:
    """The card of the writer at hand."""
    found: Card = request.node.callspec.params["writer"]
    return found


@pytest.fixture
def many(card: Card, seed: int) -> None:
    """Of many scripts a model plans the first two only."""
    if card.model and seed > 1:
        pytest.skip("a model plans two of them")


def write(writer: Writer, desk: WorkDesk, **ask: str) -> Script:
    return next(iter(writer.write([Write(**ask)], desk)))


def plan(writer: Writer, desk: WorkDesk, script: Script, products: int = 0) -> Storyboard:
    return next(iter(writer.plan([Plan(script=script, products=products)], desk)))


def signs(texts: list[str]) -> str:
    """All signs but spaces: some scripts put none between words."""
    return "".join("".join(texts).split())


def some_script(seed: int, card: Card) -> Script:
    dice = random.Random(seed)
    most_lines, most_words = (2, 16) if card.model else (9, 60)
    language = dice.choice(sorted(WORDS))
    vocabulary = WORDS[language].split()
    lines = []
    for _ in range(dice.randint(1, most_lines)):
        words = [
            dice.choice(vocabulary) + dice.choice(["", "", "", "", ",", ";"])
            for _ in range(dice.randint(1, most_words))
        ]
        shows = "Wide shot of a lake." if dice.random() < 0.2 else ""
        lines.append(
            Line(says=" ".join(words) + STOPS.get(language, "."), shows=shows, speaker=dice.choice(["", "MEERA"]))
        )
    closing = dice.choice(["", "Chai"])
    return Script(
        title="Chai", language=language, genre=dice.choice(["ad", "explainer"]), lines=lines, closing=closing
    )


def test_each_ask_gets_its_own_script_in_order(writer: Writer, desk: WorkDesk) -> None:
    asks = [Write(text=BRIEF, language="en"), Write(text="रवि साइकिल ठीक करता है। वह छह बजे आता है।", language="hi")]
    scripts = list(writer.write(asks, desk))
    assert [script.language for script in scripts] == ["en", "hi"]
    assert all(any(line.says for line in script.lines) and script.title for script in scripts)


def test_a_genre_that_was_asked_for_is_kept(writer: Writer, desk: WorkDesk) -> None:
    for genre in ("ad", "explainer"):
        assert write(writer, desk, text=BRIEF, genre=genre).genre == genre


def test_a_brief_without_a_word_is_refused_with_a_hint(writer: Writer, desk: WorkDesk) -> None:
    with pytest.raises(BadInput) as refusal:
        write(writer, desk, text=" \n\u200b ")
    assert refusal.value.hint


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.usefixtures("many")
def test_the_shots_say_the_script_whole_and_in_order(writer: Writer, card: Card, desk: WorkDesk, seed: int) -> None:
    script = some_script(seed, card)
    shots = plan(writer, desk, script, products=seed % 2).shots
    assert signs([shot.says for shot in shots]) == signs([line.says for line in script.lines])
    said = " ".join(shot.says for shot in shots).split()
    assert script.language == "zh" or said == " ".join(line.says for line in script.lines).split()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.usefixtures("many")
def test_shots_have_names_of_their_own_pictures_and_an_end_card_if_there_are_closing_words(
    writer: Writer, card: Card, desk: WorkDesk, seed: int
) -> None:
    script = some_script(seed, card)
    shots = plan(writer, desk, script).shots
    assert len({shot.id for shot in shots}) == len(shots)
    assert all(shot.shows.strip() for shot in shots)
    ends = [shot for shot in shots if shot.kind == "end"]
    assert [(shot.title, shot.says) for shot in ends] == ([(script.closing, "")] if script.closing else [])
    assert not ends or ends[0] is shots[-1]


def test_products_are_shown_only_where_there_are_some(writer: Writer, card: Card, desk: WorkDesk) -> None:
    script = some_script(3, card)
    assert not any(shot.shows_product for shot in plan(writer, desk, script).shots)
    assert any(shot.shows_product for shot in plan(writer, desk, script, products=1).shots)


def test_a_writer_stops_when_it_is_asked_to(writer: Writer, store: Store) -> None:
    def stop(done: float, note: str) -> None:
        raise Cancelled()

    with WorkDesk(store, stop) as desk, pytest.raises(Cancelled):
        list(writer.write([Write(text=BRIEF)], desk))


SHOT = Shot(id="shot-7", says="It boils twice.", speaker="MEERA", title="Chai", shows="Milk on a stove at dawn.")


def rewrite(writer: Writer, desk: WorkDesk, **ask: object) -> Shot:
    return next(
        iter(writer.rewrite([Rewrite(**{"shot": SHOT, "wish": "warmer, closer", "language": "en", **ask})], desk))
    )


def test_a_shot_told_anew_says_what_it_said_and_shows_something_else(writer: Writer, desk: WorkDesk) -> None:
    after = rewrite(writer, desk, cast=(Character(name="Meera", kind="person", looks="an orange sari"),))
    assert after != SHOT
    assert (after.id, after.says, after.speaker, after.title) == (SHOT.id, SHOT.says, SHOT.speaker, SHOT.title)
    assert after.shows.strip()
    assert after.framing in get_args(Framing)
    assert after.camera in get_args(Camera)


def test_the_same_ask_has_the_same_answer(writer: Writer, desk: WorkDesk) -> None:
    assert rewrite(writer, desk) == rewrite(writer, desk)


def test_a_writer_stops_in_the_middle_of_a_rewrite(writer: Writer, store: Store) -> None:
    def stop(done: float, note: str) -> None:
        raise Cancelled()

    with WorkDesk(store, stop) as desk, pytest.raises(Cancelled):
        rewrite(writer, desk)


def test_shots_for_models_have_words_within_their_prompts_and_no_figures(
    writer: Writer, card: Card, desk: WorkDesk
) -> None:
    if not card.model:
        pytest.skip("the drawn writer writes for the drawn line-up, whatever it is told of prompts")
    for prompts in (Prompting(words=40, form="tags"), Prompting(words=200)):
        script = Script(
            title="Tea", language="en", genre="ad", lines=(Line(says="First boil, then pour, then drink."),)
        )
        board = next(iter(writer.plan([Plan(script=script, prompts=prompts)], desk)))
        assert all(len(shot.shows.split()) <= prompts.words for shot in board.shots)
        assert not any(shot.figure for shot in board.shots)
        assert {name for shot in board.shots for name in shot.cast} == {one.name for one in board.cast}
