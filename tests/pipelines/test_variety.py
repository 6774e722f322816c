"""No two shots of a film show the same thing in the same place from as near, and no two briefs the same film."""

from __future__ import annotations

from itertools import combinations

import pytest

from pipelines.painters.reading import read
from pipelines.writers.embedded import Outline
from studio.asks import Plan, Write
from studio.crew import WorkDesk
from studio.film import Shot

BRIEFS = {
    "solar": (
        "SolarRoof keeps your lights on. When the grid goes down, your battery takes over. "
        "Our team installs it in one day. Watch your savings on your phone. "
        "Families in 400 towns trust us. Call SolarRoof today."
    ),
    "coffee": (
        "How coffee reaches your cup\n"
        "Farmers pick ripe cherries in the hills.\n"
        "The beans dry in the sun for two weeks.\n"
        "A roaster turns them brown in a drum.\n"
        "The barista grinds them fresh.\n"
        "Hot water meets the coffee.\n"
        "Now take the first sip."
    ),
    "bank": (
        "Meet Pocket Bank. Open an account with your phone in five minutes. "
        "Save a little every day. Send money to your mother in the village. "
        "Your card is locked with one tap. No fees, no queues. Download Pocket Bank."
    ),
    "clinic": (
        "Our clinic opens at eight. A nurse checks your blood pressure. "
        "The doctor listens to your heart. Children get their vaccines here. "
        "Bring your baby on Tuesday. Medicines are free. Take care of your family."
    ),
    "tour": (
        "Come to Kerala. Sail past palm trees in a houseboat. "
        "Walk through tea gardens in the mist. See elephants at the temple festival. "
        "Eat fish fresh from the sea. Sleep under the stars on the beach. "
        "Book your journey today."
    ),
    "phys": (
        "Why is the sky blue? Sunlight looks white but holds every colour. "
        "Air scatters blue light the most. At sunset the light travels farther. "
        "Then only red and orange are left. On the moon the sky is black."
    ),
    "school": (
        "Every child can read. Our teachers come to your village. Books travel by bicycle. "
        "Girls learn beside boys. Parents read with them at night. "
        "Last year 2000 children passed the exam. Sponsor a child."
    ),
    "chai": (
        "Chai at the station. A boy sells chai on the platform. The train brings tired people. "
        "Hot chai in clay cups. The milk boils twice. Ginger and cardamom go into the pot. "
        "One more cup of chai before the train leaves."
    ),
    "gym": (
        "Iron House Gym. Lift weights with a coach. Run on the new track. Yoga every morning. "
        "Swim after work. Boxing for beginners. Join Iron House in June."
    ),
    "hi": (
        "पानी बचाओ। नदी सूख रही है। किसान बादल देखता है। औरतें कुएँ से पानी लाती हैं। "
        "एक बूँद भी मत गँवाओ। पेड़ लगाओ। बच्चों को साफ़ पानी दो।"
    ),
}


def shots_of(text: str, desk: WorkDesk) -> list[Shot]:
    script = next(Outline().write([Write(text=text)], desk))
    return [shot for shot in next(Outline().plan([Plan(script=script)], desk)).shots if shot.kind == "scene"]


def seen(shot: Shot) -> tuple[object, ...]:
    """What a viewer would call the same picture."""
    found = read(shot.shows, 0)
    return shot.framing, found.setting, found.things, found.time, found.weather, shot.figure


@pytest.mark.parametrize("name", BRIEFS)
def test_no_two_shots_of_a_film_look_the_same(name: str, desk: WorkDesk) -> None:
    shots = shots_of(BRIEFS[name], desk)
    assert len(shots) >= 5
    alike = [(one.says, two.says) for one, two in combinations(shots, 2) if seen(one) == seen(two)]
    assert not alike
    assert sum(read(shot.shows, 0).setting == "abstract" for shot in shots) <= len(shots) / 3


def test_no_two_briefs_give_the_same_film(desk: WorkDesk) -> None:
    boards = [[seen(shot) for shot in shots_of(text, desk)] for text in BRIEFS.values()]
    assert all(len(set(one) & set(two)) <= 1 for one, two in combinations(boards, 2))


def test_a_line_that_begins_with_what_was_shown_shows_its_other_thing_first(desk: WorkDesk) -> None:
    told = shots_of("The bread is warm.\nThe bread is with an onion.\nThe bread is old.", desk)
    assert [shot.shows for shot in told] == [told[0].says, f"onion: {told[1].says}", told[2].says]
    assert [read(text, 0).things[0] for text in (told[1].says, told[1].shows)] == ["bread", "onion"]


def test_half_a_sentence_that_says_little_stays_with_the_rest(desk: WorkDesk) -> None:
    line = "On the far side there is a second bulge, because the planet itself is pulled away from the water."
    assert [shot.says for shot in shots_of(f"The moon is near.\n{line}", desk)] == ["The moon is near.", line]
