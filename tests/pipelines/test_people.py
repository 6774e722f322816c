"""People are drawn as whole figures who stand on the ground, each with a face where the picture says it is."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image

from pipelines.painters import cast, people, people_things
from pipelines.painters.embedded import Vector
from pipelines.painters.grammar import tables
from pipelines.painters.lexicon import pictograms
from pipelines.painters.looks import Light, look_named, looks
from pipelines.painters.stage import Stage
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.film import Framing, Size, edited

LIGHT = Light.of(look_named("flat"), "bright", 4)
DRAWN = [name for name, drawing in pictograms().items() if drawing["group"] == "people" and people.is_person(name)]
ACTS = [f"anyone:{act}" for act in people.lists()["act"]]
GROUPS = [*people.lists()["groups"], "child:jump+", "farmer:headload+", "child:shake", "old-woman:tell"]
FRAMINGS: tuple[Framing, ...] = ("wide", "medium", "close")
SIZES = [Size(width=320, height=180), Size(width=180, height=320), Size(width=200, height=200)]
ASK = Paint(shows="A farmer in the field", mood="bright", look="flat", size=SIZES[0], seed=4)


def drawn(name: str, seed: int, stance: str = "person", height: int = 160) -> np.ndarray:
    return people.figure(name, stance, height, LIGHT, seed)


def stage(framing: Framing, size: Size) -> Stage:
    return Stage(size, LIGHT, framing, random.Random(1))


def test_who_is_in_the_lists_is_a_pictogram_or_has_a_part_in_a_group_or_a_line() -> None:
    lists, doing = people.lists(), tables()["doing"].values()
    entries = [*lists["groups"].values(), *(act.get("others", []) for act in lists["act"].values())]
    named = {people.part_of(who) for group in entries for who, *_ in group} | set(lists["staged"].values())
    named |= {entry[key] for entry in doing for key in ("alone", "who", "group") if key in entry}
    named = {people.part_of(who) for who in named} - set(people_things.THINGS)
    assert set(lists["people"]) | set(lists["groups"]) == set(DRAWN) | named
    assert len(DRAWN) > 50


def test_every_verb_of_the_words_is_something_that_people_do() -> None:
    verbs = {name for name, entry in tables()["doing"].items() if not {"group", "who"} & set(entry)} - {"idle"}
    assert verbs <= set(people.lists()["act"])
    hidden = {thing for listed in people.lists()["in_hand"].values() for thing in listed}
    assert hidden <= set(pictograms())


@pytest.mark.parametrize("name", DRAWN)
def test_a_person_is_drawn_whole_and_stands_on_the_lowest_line(name: str) -> None:
    for stance in people.STANCES:
        for seed in range(4):
            alpha = drawn(name, seed, stance)[..., 3]
            rims = [alpha[0], alpha[:, 0], alpha[:, -1]]
            assert max(int(rim.max()) for rim in rims) < 40, f"cut off in {stance} with seed {seed}"
            assert alpha[-4:].max() > 200, "the feet, or what a table hides, reach the lower edge"


@pytest.mark.parametrize("name", [*ACTS, *GROUPS])
def test_who_does_something_is_drawn_whole(name: str) -> None:
    for stance in people.STANCES:
        alpha = drawn(name, 1, stance, 120)[..., 3]
        rims = [alpha[0], alpha[:, 0], alpha[:, -1]]
        assert max(int(rim.max()) for rim in rims) < 40, f"cut off in {stance}"
        assert alpha[-4:].max() > 200


@pytest.mark.parametrize("name", DRAWN)
def test_the_head_is_where_it_is_said_to_be(name: str) -> None:
    """What lies in the middle between nose and mouth is skin, and much of the box is of its colour."""
    for stance in people.STANCES[:2]:
        picture = drawn(name, 1, stance, 320)
        height, width = picture.shape[:2]
        for left, top, right, bottom in people.heads(name, stance):
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom < 1
            box = picture[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
            skin = np.median(
                box[round(0.68 * len(box)) :, round(0.4 * box.shape[1]) :][:12, : box.shape[1] // 5], axis=(0, 1)
            )
            assert skin[3] == 255
            assert skin[0] >= skin[1] >= skin[2] - 6, "between red and yellow"
            like = np.abs(box[..., :3] - skin[:3]).max(axis=2) < 50
            assert (like & (box[..., 3] > 200)).mean() > 0.15


@pytest.mark.parametrize("name", ["teacher", "child", "people-holding-hands"])
def test_a_person_keeps_looks_through_the_film_and_has_others_in_another(name: str) -> None:
    assert (drawn(name, 7) == drawn(name, 7)).all()
    others = [drawn(name, seed).astype(int) for seed in range(4)]
    assert all(np.abs(others[0] - other).mean() > 1 for other in others[1:])


def test_a_person_who_does_something_is_still_the_same_person() -> None:
    """The skin, between nose and mouth, and the hair."""

    def skin(name: str) -> np.ndarray:
        picture = drawn(name, 7, height=400)
        left, top, right, bottom = people.heads(name, "person")[-1]
        high, wide = picture.shape[:2]
        y, x = top + 0.72 * (bottom - top), (left + right) / 2 + 0.04 * (right - left)
        return picture[round(y * high) - 3 : round(y * high) + 3, round(x * wide) - 3 : round(x * wide) + 3, :3].mean(
            axis=(0, 1)
        )

    for act in ("rest", "explain", "wait", "desk"):
        assert np.abs(skin(f"woman:{act}") - skin("woman")).max() < 30
    assert np.abs(skin("man:rest") - skin("woman")).max() > 30


@pytest.mark.parametrize("seed", range(4))
def test_a_family_is_alike_and_a_crowd_is_not(seed: int) -> None:
    def skins(name: str) -> np.ndarray:
        picture = drawn(name, seed, height=500)
        high, wide = picture.shape[:2]
        spots = [
            (top + 0.72 * (bottom - top), (left + right) / 2)
            for left, top, right, bottom in people.heads(name, "person")
        ]
        return np.array([picture[round(y * high), round(x * wide), :3].astype(int) for y, x in spots])

    assert np.ptp(skins("family"), axis=0)[0] < 85
    assert np.ptp(skins("crowd"), axis=0)[0] > 95


def test_several_who_do_the_same_are_different_people() -> None:
    picture = drawn("child:rest+", 3)
    third = picture.shape[1] // 3
    first, second, last = (picture[:, i * third : (i + 1) * third].astype(int) for i in range(3))
    assert np.abs(first - second).mean() > 5
    assert np.abs(first - last).mean() > 5


def test_a_turned_figure_is_the_mirror_image_in_its_outline() -> None:
    right, left = drawn("cook", 2), drawn("cook", 2, "person-turned")
    assert np.abs(right[..., 3].astype(int) - left[:, ::-1, 3]).mean() < 2


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("setting", ["field", "kitchen"])
def test_every_face_is_in_the_frame_and_feet_are_on_the_ground(framing: Framing, size: Size, setting: str) -> None:
    s = stage(framing, size)
    for name in [*DRAWN, *ACTS, *GROUPS]:
        role = cast.roles((name,), setting, s)[0]
        left, top, right, bottom = people.frame(name, role.bearing)
        unit = role.height / (bottom - top)
        for a, b, c, d in people.heads(name, role.bearing):
            wide, high = unit * (right - left), role.height
            assert role.x - wide / 2 + a * wide > -1
            assert role.x - wide / 2 + c * wide < s.w + 1
            assert role.foot - high + b * high > 0
            assert role.foot - high + d * high < s.h
        heels = role.foot - unit * bottom
        if setting == "kitchen":
            assert s.floor - 8 <= role.foot < s.floor, "the table's far edge hides the hips"
        elif people.heels(name, role.bearing) and framing != "close":
            assert heels == pytest.approx(s.floor + 3, abs=0.1)


def test_heights_are_those_that_the_framing_asks_for() -> None:
    for framing, low, high in (("wide", 0.35, 0.45), ("medium", 0.6, 0.7), ("close", 1.1, 1.7)):
        assert low < cast.roles(("teacher",), "city", stage(framing, SIZES[0]))[0].height / 100 < high


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_who_rides_or_sits_is_shown_whole_even_close_and_groups_fit_the_frame(size: Size) -> None:
    for name in ("person-biking", "anyone:desk", "person-swimming", "old-woman:tell", "crowd", "queue", "class"):
        s = stage("close", size)
        role = cast.roles((name,), "field", s)[0]
        left, top, right, bottom = people.frame(name, role.bearing)
        half = role.height / (bottom - top) * (right - left) / 2
        assert role.x - half > -0.5
        assert role.x + half < s.w + 0.5
        if name not in ("crowd", "queue"):
            assert role.foot < s.h


def test_only_who_swims_or_surfs_is_seen_where_nobody_can_stand() -> None:
    bearings = {
        name: cast.roles((name,), "open_sea", stage("medium", SIZES[0]))[0].bearing
        for name in ("person-swimming", "child:surf", "farmer:headload", "farmer")
    }
    assert [bearing in people.STANCES for bearing in bearings.values()] == [True, True, False, False]


def test_a_child_is_smaller_beside_a_grown_up_and_they_look_at_each_other() -> None:
    roles = {role.name: role for role in cast.roles(("teacher", "child"), "garden", stage("medium", SIZES[0]))}
    assert roles["child"].height < 0.85 * roles["teacher"].height
    assert {role.bearing for role in roles.values()} == {"person", "person-turned"}
    first, second = sorted(roles.values(), key=lambda role: role.x)
    assert (first.bearing, second.bearing) == ("person", "person-turned")


def test_a_thing_that_is_named_with_a_person_stands_beside_it() -> None:
    thing, person = cast.roles(("tractor", "farmer"), "field", stage("medium", SIZES[0]))
    assert (person.name, thing.name) == ("farmer", "tractor")
    (dog, same) = cast.roles(("dog", "farmer"), "field", stage("medium", SIZES[0]))
    assert dog.height < person.height < thing.height  # as large as they really are
    assert same.height == person.height
    assert abs(thing.x - person.x) > thing.height / 2


def test_a_thing_in_somebodys_hand_is_not_drawn_once_more() -> None:
    assert [role.name for role in cast.roles(("laptop", "technologist"), "office", stage("wide", SIZES[0]))] == [
        "technologist"
    ]
    things = {thing for listed in people.lists()["in_hand"].values() for thing in listed}
    assert things <= set(pictograms())


def test_what_lies_below_the_shown_part_is_left_empty_and_the_rest_stays() -> None:
    whole, part = drawn("pilot", 3), people.figure("pilot", "person", 160, LIGHT, 3, shown=0.5)
    assert part.shape == whole.shape
    assert not part[80:].any()
    assert np.abs(part[:70, :, 3].astype(int) - whole[:70, :, 3]).mean() < 1


@pytest.mark.parametrize("look", looks())
def test_a_person_stands_out_from_the_scene_in_every_look(desk: WorkDesk, look: str) -> None:
    shown, empty = (
        next(Vector().paint([edited(ASK, look=look, shows=words)], desk))
        for words in ("A farmer in the field", "A tractor in the field")
    )
    assert len(shown.seen.faces) == 1
    assert empty.seen.faces == ()
    face, size = shown.seen.faces[0], ASK.size
    pixels = np.asarray(Image.open(desk.path(shown.image))).astype(int)
    x, y = round((face.left + face.width / 2) * size.width), round((face.top + 0.72 * face.height) * size.height)
    beside = round((face.left - 0.12) * size.width)
    assert np.abs(pixels[y - 2 : y + 2, x - 2 : x + 2].mean(axis=(0, 1)) - pixels[y, beside]).max() > 15
