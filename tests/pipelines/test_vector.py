"""The embedded painter reads words in any language and draws what they say."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from PIL import Image

from pipelines.painters.colour import lch
from pipelines.painters.embedded import Vector
from pipelines.painters.lexicon import pictograms, tables
from pipelines.painters.looks import looks
from pipelines.painters.places import HEADS
from pipelines.painters.reading import read
from pipelines.painters.settings import SETTINGS
from pipelines.painters.sprites import product
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Mood, Picture, Seen, Size, edited

ASK = Paint(shows="A cup of tea", mood="warm", look="flat", size=Size(width=320, height=180), seed=4)

TEA = {
    "en": "A cup of tea on the table",
    "hi": "मेज़ पर एक कप चाय",
    "ta": "ஒரு கோப்பை தேநீர்",
    "bn": "এক কাপ চা",
    "ar": "كوب من الشاي",
    "sw": "Kikombe cha chai ya moto",
    "es": "Una taza de té caliente",
    "zh": "一杯热茶",
}
FARMER = {
    "en": "The farmer waters the plants",
    "hi": "किसान अपने काम पर",
    "ta": "விவசாயிகள் உழைக்கிறார்கள்",
    "te": "రైతులు పని చేస్తారు",
    "ar": "يعمل المزارعون كل يوم",
    "sw": "Wakulima wanafanya kazi",
    "fr": "Les agriculteurs travaillent",
    "zh": "农民在工作",
}


def paint(desk: WorkDesk, ask: Paint) -> Picture:
    return next(Vector().paint([ask], desk))


def pixels(desk: WorkDesk, picture: Picture) -> np.ndarray:
    return np.asarray(Image.open(desk.path(picture.image))).astype(np.float32)


@pytest.mark.parametrize("language", TEA)
def test_tea_is_a_cup_in_every_language(language: str) -> None:
    assert read(TEA[language], 0).things[0] in ("hot-beverage", "teacup-without-handle")


@pytest.mark.parametrize("language", FARMER)
def test_a_farmer_is_a_farmer_in_every_language(language: str) -> None:
    assert read(FARMER[language], 0).things[0] == "farmer"


@pytest.mark.parametrize(
    ("words", "setting", "time", "weather"),
    [
        ("The city at night in the rain", "city", "night", "rain"),
        ("सुबह खेत में", "field", "dawn", ""),
        ("மாலை கடற்கரை", "sea", "dusk", ""),
        ("المدينة في الليل", "city", "night", ""),
        ("Asubuhi sokoni", "street", "dawn", ""),
        ("Un village sous la neige", "village", "", "snow"),
        ("森の朝", "forest", "dawn", ""),
    ],
)
def test_place_hour_and_weather_are_read_from_the_words(words: str, setting: str, time: str, weather: str) -> None:
    found = read(words, 0)
    assert (found.setting, found.time, found.weather) == (setting, time, weather)


def test_the_telling_noun_wins_over_common_words() -> None:
    assert read("New and good: get up to a fresh start with our bread", 0).things[0] == "bread"
    cup_on_a_train = read("A cup of chai on a train", 0)
    assert cup_on_a_train.things[0] == "hot-beverage"
    assert cup_on_a_train.setting == "carriage"


@pytest.mark.parametrize("words", ["It is what it is.", "This is for you and me", "यह आपके लिए है", "12 345", "", "🙂"])
def test_words_without_a_thing_give_shapes_and_no_unrelated_object(words: str) -> None:
    assert read(words, 0).setting == "abstract"
    assert read(words, 0).things == ()


def test_two_abstract_lines_are_two_pictures(desk: WorkDesk) -> None:
    one, other = (pixels(desk, paint(desk, edited(ASK, shows=words))) for words in ("It is so.", "So it is."))
    assert np.abs(one - other).mean() > 2


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_has_depth_and_leaves_no_edge_for_the_camera(desk: WorkDesk, setting: str) -> None:
    words = tables()["setting"].get(setting, {}).get("en", "so it is").split(",")[0]
    assert read(words, 0).setting == setting
    picture = paint(desk, edited(ASK, shows=words))
    assert 4 <= len([layer for layer in picture.layers if not layer.motion]) <= 6
    depths = [layer.depth for layer in picture.layers[:4]]
    assert depths == sorted(depths)
    back = np.asarray(Image.open(desk.path(picture.layers[0].image)).convert("RGBA"))
    assert back[..., 3].min() == 255


def test_every_look_draws_the_same_scene_in_its_own_way(desk: WorkDesk) -> None:
    frames = [pixels(desk, paint(desk, edited(ASK, look=look))) for look in looks()]
    assert len(frames) >= 4
    for i, one in enumerate(frames):
        assert all(np.abs(one - other).mean() > 3 for other in frames[:i])


def test_an_unknown_look_is_refused_with_the_names_there_are(desk: WorkDesk) -> None:
    with pytest.raises(BadInput, match="flat"):
        paint(desk, edited(ASK, look="../flat"))


def test_the_subject_stays_clear_of_the_captions(desk: WorkDesk) -> None:
    """The lowest part of the frame holds no strong edge: nothing but ground."""
    for size, calm in ((Size(width=320, height=180), 0.12), (Size(width=180, height=320), 0.25)):
        seen = pixels(desk, paint(desk, edited(ASK, shows="A camera", framing="close", size=size))).mean(axis=2)
        strip = seen[-round(calm * size.height) :, round(0.25 * size.width) : round(0.75 * size.width)]
        assert np.abs(np.diff(strip, axis=1)).mean() < 4


def test_shots_of_one_film_share_their_light_and_palette(desk: WorkDesk) -> None:
    words = "so it is", "it was so", "thus"
    alike = [pixels(desk, paint(desk, edited(ASK, shows=w, seed=1))).mean(axis=(0, 1)) for w in words]
    unlike = [pixels(desk, paint(desk, edited(ASK, shows=words[0], seed=s))).mean(axis=(0, 1)) for s in range(8)]
    within = max(np.abs(a - b).max() for a in alike for b in alike)
    assert within < max(np.abs(a - b).max() for a in unlike for b in unlike)


@pytest.mark.parametrize("framing", ["wide", "medium", "close"])
@pytest.mark.parametrize("size", [Size(width=320, height=180), Size(width=180, height=320)], ids=str)
def test_the_subject_is_said_to_be_where_it_is_drawn(desk: WorkDesk, framing: str, size: Size) -> None:
    picture = paint(desk, edited(ASK, shows="A balloon over the sea", framing=framing, size=size, mood="calm"))
    seen, box = pixels(desk, picture), picture.seen.subject
    red = (seen[..., 0] > 180) & (seen[..., 1:].max(axis=2) < 90)
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert box is not None
    assert box.left * size.width <= columns[0] <= columns[-1] < (box.left + box.width) * size.width
    assert box.top * size.height <= rows[0] <= rows[-1] < (box.top + box.height) * size.height
    assert columns[-1] - columns[0] > 0.6 * box.width * size.width
    assert rows[-1] - rows[0] > 0.6 * box.height * size.height


@pytest.mark.parametrize(
    ("shows", "heads"),
    [
        ("People holding hands in the park", 2),
        ("A farmer in the field", 1),
        ("A person surfing at sea", 1),
        ("A ship at sea", 0),
    ],
)
def test_the_heads_of_figures_are_faces_within_the_subject(desk: WorkDesk, shows: str, heads: int) -> None:
    seen = paint(desk, edited(ASK, shows=shows)).seen
    assert seen.subject is not None
    assert len(seen.faces) == heads
    for face in seen.faces:
        assert face.width * face.height < 0.8 * seen.subject.width * seen.subject.height
        assert abs(face.top - seen.subject.top) < 0.02
        assert face.left >= seen.subject.left
        assert face.left + face.width <= seen.subject.left + seen.subject.width + 1e-9


def test_a_ground_for_words_has_no_subject(desk: WorkDesk) -> None:
    assert paint(desk, edited(ASK, background=True)).seen == Seen()


@pytest.mark.parametrize("mood", get_args(Mood))
def test_words_that_name_nothing_to_be_seen_show_somebody(desk: WorkDesk, mood: Mood) -> None:
    seen = paint(desk, edited(ASK, shows="so it is", mood=mood)).seen
    assert seen.subject is not None
    assert seen.faces


def test_a_product_keeps_its_proportions_and_its_transparency(desk: WorkDesk) -> None:
    file = desk.scratch(".png")
    wide = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    wide.paste((10, 200, 30, 255), (100, 100, 300, 150))
    wide.save(file)
    fitted = product(file, 120, 120)
    assert fitted.shape[:2] == (30, 120)
    assert fitted[15, 60].tolist() == [10, 200, 30, 255]


def test_a_broken_product_picture_is_said_in_one_sentence(desk: WorkDesk) -> None:
    file = desk.scratch(".png")
    file.write_bytes(b"not a picture")
    with pytest.raises(BadInput, match="product picture"):
        paint(desk, edited(ASK, products=(desk.keep(file),)))


def test_every_pictogram_in_the_word_tables_exists() -> None:
    named = set(tables()["pictogram"])
    for kind in ("setting", "time", "weather"):
        for words in tables()[kind].values():
            named |= set(words.get("pictograms", ())) | set(words.get("inhabitants", ()))
    named |= {name for names in tables()["stands"].values() for name in names.split()}
    assert (named | set(HEADS)) - set(pictograms()) == set()


def test_oklch_gives_the_published_colours() -> None:
    """White, and sRGB red as Ottosson lists it: L 0.628, C 0.258, h 29.2."""
    assert lch(1, 0, 0).hex == "#ffffff"
    red = np.array(lch(0.628, 0.2577, 29.23).rgb)
    assert np.abs(red - (255, 0, 0)).max() <= 2
