"""What a line is read as: the first thing to be seen and where, in many languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.machinery.tables import table
from pipelines.painters.figure_things import things
from pipelines.painters.grammar import grammar, idle
from pipelines.painters.lexicon import pictograms
from pipelines.painters.reading import read

HERE = Path(__file__).parent
LINES, HELD = table(HERE / "lines.toml"), table(HERE / "held.toml")
LANGUAGES = ("en", "hi", "ta", "bn", "sw", "ar", "zh", "te", "mr", "id", "es", "fr")
FLOORS = {"en": 0.95, **dict.fromkeys(LANGUAGES[1:], 0.85)}
HELD_FLOORS = {"en": 0.8, **dict.fromkeys(LANGUAGES[1:7], 0.8)}


def is_right(line: dict[str, Any], words: str) -> bool:
    """`things` lists the subjects that will do, empty: none may be seen; `setting` the places that will do."""
    found = read(words, 0)
    subject = found.things[0] if found.things else ""
    thing = "things" not in line or subject in (line["things"].split() or [""])
    return thing and ("setting" not in line or found.setting in line["setting"].split())


def shares(lines: list[dict[str, Any]]) -> dict[str, float]:
    """Language -> the share of its lines that are read rightly."""
    said, right = Counter[str](), Counter[str]()
    for line in lines:
        for language in LANGUAGES:
            if language in line:
                said[language] += 1
                right[language] += is_right(line, line[language])
    return {language: right[language] / said[language] for language in said}


@pytest.mark.parametrize(("lines", "floors"), [(LINES, FLOORS), (HELD, HELD_FLOORS)], ids=["tuned", "held"])
def test_a_line_is_understood_in_every_language(lines: dict[str, Any], floors: dict[str, float]) -> None:
    found = shares(lines["line"])
    assert not [language for language, floor in floors.items() if found[language] < floor], found


@pytest.mark.parametrize("line", LINES["trap"], ids=lambda line: line["en"])
def test_a_word_is_a_thing_only_where_it_names_one(line: dict[str, Any]) -> None:
    assert is_right(line, line["en"]), read(line["en"], 0)


KINDS = {
    "The trout swims upstream": "fish",
    "A gown for the ball": "dress",
    "Two spaniels run home": "dog",
    "A ladybird on a leaf": "lady-beetle",
    "The cardiologist is in": "health-worker",
    "Hailstones as big as lemons fell": "ice",
}


@pytest.mark.parametrize("line", KINDS)
def test_a_noun_shows_what_it_is_a_kind_of_and_not_what_it_is_like(line: str) -> None:
    found = read(line, 0).things
    assert found[:1] == (KINDS[line],)


def test_a_kind_is_looked_for_in_english_lines_alone() -> None:
    assert read("Baba anapika chakula jikoni", 0).things[:1] != ("shortcake",)


def test_an_idiom_names_nothing_however_often_it_comes() -> None:
    assert "books" not in read("By hand, and again by hand, we weave", 0).things
    twice = idle(("on", "fire", "and", "still", "on", "fire"), grammar("en"), frozenset())
    assert {0, 1, 4, 5} <= twice


def test_no_phrase_is_made_of_the_words_of_two_parts() -> None:
    assert things(("hot", "dog"), "") == things(("hot",), "dog") + things(("dog",), "hot")
    assert "hot-dog" not in things(("hot", "dog"), "")


def test_a_companion_is_named_outright_and_comes_alone() -> None:
    assert read("Vaccinate your child on time", 0).things == ("syringe", "child")
    assert len(read("An apple, a banana, a cup of tea and bread", 0).things) == 2
    assert read("Rotate your crops to keep the soil healthy", 0).things == ("sheaf-of-rice",)


def test_the_lines_expect_pictograms_that_exist() -> None:
    wanted = {name for lines in (LINES["line"], LINES["trap"], HELD["line"]) for line in lines
              for name in line.get("things", "").split()}  # fmt: skip
    assert wanted - set(pictograms()) == set()
