"""A picture shows what its line only points at: the thing of the line before, and the same person all through."""

from __future__ import annotations

import pytest

from pipelines.painters import people
from pipelines.painters.looks import Light, look_named
from pipelines.painters.people_looks import player
from pipelines.painters.people_parts import lead, part_of
from pipelines.painters.reading import Reading, read
from pipelines.writers.embedded import Outline
from studio.asks import Plan, Write
from studio.crew import WorkDesk
from studio.film import Shot

# Language: a line about a cow, and one that only points at it.
POINTING = {
    "en": ("The cow stands in the field", "It gives us a future"),
    "hi": ("गाय खेत में खड़ी है", "यह हमें भविष्य देती है"),
    "ta": ("பசு வயலில் நிற்கிறது", "அது நமக்கு எதிர்காலம் தருகிறது"),
    "sw": ("Ng'ombe anasimama shambani", "Hiyo inatupa matumaini"),
    "id": ("Sapi berdiri di ladang", "Itu memberi kita harapan"),
    "ar": ("البقرة تقف في الحقل", "هذا يمنحنا الأمل"),
    "es": ("La vaca está en el campo", "Eso nos da esperanza"),
    "fr": ("La vache est dans le champ", "Cela nous donne espoir"),
}
NURSE = """Meet Priya, a nurse in a small town.
Every morning she checks the teeth of twenty children.
The clinic opens at nine.
She gives every child a toothbrush.
At noon she drinks tea."""


def shots(text: str, desk: WorkDesk, language: str = "") -> list[Shot]:
    (script,) = Outline().write([Write(text=text, language=language)], desk)
    (board,) = Outline().plan([Plan(script=script)], desk)
    return [shot for shot in board.shots if shot.kind == "scene"]


def seen(reading: Reading) -> set[str]:
    """All pictograms of a picture, in hand or not."""
    folk = [name for name in reading.players if people.is_person(name)]
    return {*reading.players}.union(*map(people.in_hand, folk))


@pytest.mark.parametrize("language", POINTING)
def test_a_line_about_it_shows_what_the_line_before_named(language: str, desk: WorkDesk) -> None:
    first, second = POINTING[language]
    stop = "।" if language == "hi" else "."
    told = shots(f"{first}{stop}\n{second}{stop}", desk, language)
    assert told[1].shows == f"{told[1].says} [{told[0].says}]"
    assert "cow" in seen(read(told[1].shows, 0)), read(told[1].shows, 0)
    assert "cow" not in seen(read(told[1].says, 0))


def test_it_stays_the_same_thing_through_lines_that_only_point(desk: WorkDesk) -> None:
    told = shots("They knead the dough.\nIt rests for twelve hours.\nThen it goes into an oven.", desk)
    assert all("bread" in seen(read(shot.shows, 0)) for shot in told)
    assert len({read(shot.shows, 0).players for shot in told}) == 3


def test_a_line_with_a_subject_of_its_own_points_at_nothing(desk: WorkDesk) -> None:
    told = shots("The village is small.\nFarmers sell their onions at once.\nPaint this wall.", desk)
    assert [shot.shows for shot in told] == [shot.says for shot in told]


def test_an_empty_it_points_at_nothing_and_what_is_pointed_at_never_crowds_out_a_lines_own(desk: WorkDesk) -> None:
    told = shots("The account is empty.\nIt's the pizza and the bread.\nIt feeds a cat and a dog.", desk)
    assert told[1].shows == told[1].says
    assert seen(read(told[2].shows, 0)) == {"cat", "dog"}, read(told[2].shows, 0)


def test_he_is_who_the_line_itself_names(desk: WorkDesk) -> None:
    told = shots("The market grew.\nThe trader Kofi Mensah came home after his travels.\nHe sells bread.", desk)
    assert told[1].shows == f"{told[1].says} [his]"
    assert told[2].shows == f"{told[2].says} [{told[1].says}]"


def test_lines_that_name_nothing_do_not_all_show_the_same(desk: WorkDesk) -> None:
    told = shots("Our bread is warm.\nThe cat sleeps.\nNothing more, nothing less.\nNever again, ever.", desk)
    assert told[2].shows.endswith(f"[{told[0].says}]") and told[3].shows.endswith(f"[{told[1].says}]")


def test_a_line_that_names_nothing_to_be_seen_shows_what_the_film_is_about(desk: WorkDesk) -> None:
    told = shots("Our bread is made by hand.\nRain falls on the roof.\nNothing more, nothing less.", desk)
    assert "bread" in seen(read(told[2].shows, 0))
    assert told[1].shows == told[1].says


def test_a_person_is_the_same_in_every_shot_and_does_what_the_line_says(desk: WorkDesk) -> None:
    hers = [read(shot.shows, 0) for shot in shots(NURSE, desk) if "clinic opens" not in shot.says]
    names = [reading.players[0] for reading in hers]
    assert {part_of(name) for name in names} == {"health-worker"}
    assert [name.partition(":")[2].partition("=")[0] for name in names] == ["", "examine", "bring", "drink"]
    assert "toothbrush" in seen(hers[2]) and "child" in seen(hers[2])


def test_she_is_a_woman_and_he_a_man_in_the_same_clothes_whatever_they_do(desk: WorkDesk) -> None:
    light = Light.of(look_named("studio"), "calm", 3, "", False, (), False)
    for name in ("Priya", "Kofi"):
        pronoun, sex = ("she", "woman") if name == "Priya" else ("he", "man")
        text = f"Meet {name}, a doctor.\nEvery day {pronoun} reads a book.\nAt night {pronoun} delivers milk."
        played = [player(lead(read(shot.shows, 0).players[0]), light, 7) for shot in shots(text, desk)]
        assert {who.sex for who in played} == {sex}
        assert len({(str(who.wear), who.head, str(who.paint)) for who in played}) == 1


def test_who_a_line_begins_with_is_not_who_a_pronoun_in_it_points_at(desk: WorkDesk) -> None:
    told = shots("Kofi makes bowls.\nHe digs the clay.\nVisitors buy his bowls at the market.", desk)
    assert [part_of(read(shot.shows, 0).players[0]) for shot in told] == ["man", "man", "anyone"]


def test_what_somebody_acts_on_is_in_hand_and_what_is_too_large_is_beside(desk: WorkDesk) -> None:
    assert read("A rider delivers your bread", 0).players == ("anyone:bring=bread",)
    assert "bicycle" in read("She delivers a bicycle", 0).players
    assert read("Choose a pear or a lemon", 0).players == ("anyone:choose=pear&lemon",)


MONEY = {
    "Save a little money every week": "coin", "Your wages are in your wallet": "purse", "The price went up": "label",
    "A small loan for a sewing machine": "classical-building", "Plan your budget": "ledger",
    "Keep every receipt": "page-with-curl", "Pay with your phone": "mobile-phone", "A jar of savings": "jar",
}  # fmt: skip


@pytest.mark.parametrize("line", MONEY)
def test_money_is_what_the_line_says_it_is(line: str) -> None:
    assert MONEY[line] in seen(read(line, 0)), read(line, 0)


VERBS = {
    "We repair what is broken": "hammer", "Wait until morning": "hourglass-not-done", "We apologise": "sorry",
    "Sweep the floor": "broom", "She takes a photo": "camera", "They announced it": "megaphone",
    "Remember to come": "bell", "Sign up today": "sign_up", "She won a medal": "win", "Dig deeper": "shovel",
}  # fmt: skip


@pytest.mark.parametrize("line", VERBS)
def test_a_verb_is_seen_being_done(line: str) -> None:
    reading = read(line, 0)
    assert people.is_person(reading.players[0])
    assert VERBS[line] in seen(reading) or f":{VERBS[line]}" in reading.players[0], reading
