"""Maps: a line that says where gets one, a name alone does not, and pins stand where their places are."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from PIL import Image

from pipelines.machinery.gazetteer import place
from pipelines.painters.areas import Area
from pipelines.painters.charting import Chart, covered
from pipelines.painters.embedded import Vector
from pipelines.painters.figure_board import Board, Piece
from pipelines.painters.figure_map import charted, where
from pipelines.painters.looks import Light, look_named
from pipelines.painters.stage import Stage
from pipelines.writers.embedded import Outline
from pipelines.writers.figures import figure_in
from studio.asks import Paint, Plan
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Figure, Line, Picture, Script, Size, edited

# What stands before the bar are the places as the line names them, > between them a way; nothing before it: no map.
LINES = {
    "en": """
        Pune|A tea stall in Pune opens at six.
        Mombasa > Nairobi|We ship from Mombasa to Nairobi.
        Mombasa > Nairobi|Our beans travel from Mombasa, Kenya, to Nairobi by night train.
        Los Angeles > Sydney|From Los Angeles to Sydney in fifteen hours.
        Ethiopia|The coffee is grown in Ethiopia.
        Sahara|Caravans went across the Sahara.
        Pune|A workshop in Pune, India.
        Pune, Mumbai, Delhi|You find us in Pune, Mumbai and Delhi.
        Kolkata|The streets of Kolkata wake up.
        China|A china cup from a kiln in China.
        Nice|A small hotel in Nice.
        |I want a Turkey sandwich.
        |Made from China clay.
        |Jordan's shoes are the best.
        |Nobody jumps like Jordan.
        |A letter from Sofia.
        |She came in Paris Hilton style.
        |The title is set in Georgia.
        |Chad said hello to Jordan.
        |We trust in Chad.
        |Nice! What a day.
        |Best Coffee In Nice Weather
        |Reading a book in bed.
        |The leader in Mobile.
        |A Bath towel in Orange.
        |Orange juice from Orange.
        |Buffalo wings in Buffalo sauce.
        |Indian spices and India's best tea.
        |In India's villages, tea is life.
        |The Bank of India opens today.
        |A Paris-based designer.
        |Phoenix rises from the ashes.
        |It rains in May and in August.
        |Split the bill.
        |in nice weather we drink tea in bath towels
        |IN INDIA WE DRINK TEA.
        |Thanks to India we won.
        |Oranges from Valencia.""",
    "hi": """
        पुणे|पुणे में एक चाय की दुकान।
        मोम्बासा > नैरोबी|मोम्बासा से नैरोबी तक रेल चलती है।
        दिल्ली > जयपुर|दिल्ली से जयपुर सिर्फ़ पाँच घंटे।
        पुणे, मुंबई|पुणे और मुंबई में मिलें।
        |भारत की चाय सबसे अच्छी है।
        |वह घर गया में रहता है।
        |किसी भी सूरत में आइए।
        |आनंद में रहो।
        |चीनी का प्याला।""",
    "ta": """
        புனே|புனேவில் ஒரு தேநீர் கடை.
        கொழும்பு|கொழும்பில் ஒரு கடை.
        மும்பை > சென்னை|மும்பையிலிருந்து சென்னை வரை ரயில்.
        |இந்தியத் தேநீர் சிறந்தது.
        |வீட்டில் தேநீர் உள்ளது.""",
    "bn": """
        ঢাকা|ঢাকায় একটি চায়ের দোকান।
        কলকাতা > ঢাকা|কলকাতা থেকে ঢাকা পর্যন্ত ট্রেন।
        |মেঘে ঢাকা আকাশ।
        |ভারতের চা সেরা।""",
    "sw": """
        Nairobi|Duka la chai jijini Nairobi.
        Mombasa > Nairobi|Treni kutoka Mombasa hadi Nairobi.
        |Mali yako ni salama.
        |Chai ya Kenya ni bora.""",
    "ar": """
        القاهرة|مقهى صغير في القاهرة.
        مومباسا > نيروبي|القطار من مومباسا إلى نيروبي.
        |ماذا ترى في صور الأطفال؟
        |شاي الهند لذيذ.""",
    "zh": """
        上海|在上海的一家茶馆。
        蒙巴萨 > 内罗毕|从蒙巴萨到内罗毕的火车。
        |刻在大理石上。
        |在北京大学读书。
        |在日本料理店吃饭。""",
    "es": """
        Pune|Un puesto de té en Pune.
        Mombasa > Nairobi|El tren de Mombasa a Nairobi.
        |El presidente de México habla.
        |Una corona de oro.""",
    "fr": """
        Nice|Il fait beau à Nice.
        Abidjan > Lomé|Un train d'Abidjan à Lomé.
        |Le roi de France.
        |Merci à Jordan.""",
    "id": """
        Bandung|Warung teh di Bandung.
        Jakarta > Surabaya|Kereta dari Jakarta ke Surabaya.
        |Teh Indonesia terkenal.
        |Duduk di Batu besar.""",
}
ROWS = [
    (language, *row.strip().split("|", 1)) for language, rows in LINES.items() for row in rows.strip().split("\n")
]
SIZES = (
    Size(width=320, height=180),
    Size(width=180, height=320),
    Size(width=200, height=200),
    Size(width=176, height=220),
)
SHOWN = (
    ("Pune",),
    ("Suva",),
    ("India",),
    ("Mombasa", "→ Nairobi"),
    ("Los Angeles", "→ Sydney"),
    ("Pune", "Mumbai", "Delhi", "Chennai"),
)
ASK = Paint(shows="The road", mood="calm", look="flat", size=SIZES[0], seed=4)


@pytest.mark.parametrize(("language", "names", "says"), ROWS)
def test_a_place_is_where_the_line_says_so_and_a_name_alone_is_none(language: str, names: str, says: str) -> None:
    figure = figure_in(says, language)
    if not names:
        assert figure is None or figure.kind != "map"
        return
    assert figure and figure.kind == "map"
    assert figure.labels == tuple(names.replace(" > ", ", ").split(", "))
    assert [part[0] == "→" for part in figure.parts] == [False, *[">" in names] * (len(figure.parts) - 1)]


def planned(desk: WorkDesk, *lines: str) -> list[str]:
    script = Script(title="Film", language="en", genre="explainer", lines=[Line(says=line) for line in lines])
    shots = next(Outline().plan([Plan(script=script)], desk)).shots
    return ["map" if shot.figure and shot.figure.kind == "map" else "" for shot in shots]


def test_a_film_has_one_map_the_one_that_says_most_and_a_film_about_travel_more(desk: WorkDesk) -> None:
    lines = ["We make bags.", "Our workshop is in Pune.", "We ship from Mombasa to Nairobi.", "They last long.",
             "Buy one today in Delhi.", "They are strong."]  # fmt: skip
    assert planned(desk, *lines) == ["", "", "map", "", "", ""]
    assert planned(desk, *lines[:5], "Have a good trip.") == ["", "map", "", "", "map", ""]


def painted(desk: WorkDesk, parts: tuple[str, ...], **changes: object) -> tuple[Picture, np.ndarray]:
    picture = next(Vector().paint([edited(ASK, figure=Figure(kind="map", parts=parts), **changes)], desk))
    return picture, np.asarray(Image.open(desk.path(picture.image))).astype(np.float32)


def board(size: Size, parts: tuple[str, ...]) -> Board:
    light = Light.of(look_named("flat"), "calm", 4, "day")
    return Board(Stage(size, light, "medium", random.Random(4)), Figure(kind="map", parts=parts), ())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("parts", SHOWN, ids=" ".join)
def test_every_place_is_in_the_frame_and_its_name_beside_its_pin(parts: tuple[str, ...], size: Size) -> None:
    b = board(size, parts)
    where(b)
    chart, s = charted(b), b.s
    assert len(b.places) == len(parts)
    assert not any(one.meets(two) for one, two in itertools.combinations(b.places, 2))
    for part, words in zip(parts, b.places, strict=True):
        x, y = chart.at(place(part))
        assert 0.06 * s.w <= x <= 0.94 * s.w and 0.06 * s.h <= y <= s.floor
        assert not words.meets(Area(x - 1, y - 3, 2, 3))
        assert words.left >= 0.06 * s.w and words.right <= 0.94 * s.w
        assert words.top >= 0.06 * s.h and words.bottom <= s.floor
        assert words.width >= 0.165 * s.w and words.height >= 0.062 * s.h


@pytest.mark.parametrize("look", ["flat", "paper", "blueprint", "neon"])
def test_names_lie_on_calm_ground(desk: WorkDesk, look: str) -> None:
    picture, pixels = painted(desk, ("Mombasa", "→ Nairobi"), look=look)
    for box in picture.seen.places:
        left, top = round(box.left * 320 + 1), round(box.top * 180 + 1)
        inside = pixels[top : top + round(box.height * 180) - 2, left : left + round(box.width * 320) - 2]
        assert inside.reshape(-1, 3).std(axis=0).max() < 8


# Towns on a coast: at each, and so far east of it in degrees, there is land (1) or sea (0).
COASTS = [
    ("Pune", 0, 1), ("Pune", -3, 0), ("Nairobi", 0, 1), ("Nairobi", 6, 0), ("Denver", 0, 1), ("São Paulo", 3, 0),
    ("Tokyo", -1, 1), ("Tokyo", 4, 0), ("Suva @ -16.6, 179.2", 0, 1), ("Suva @ -16.6, 179.2", 3, 0),
    ("Ulaanbaatar", 0, 1), ("Cape Town", -2, 0), ("home @ 54.0, 179.9", 0, 0), ("home @ 66.5, -179.0", 0, 1),
    ("home @ -85, 40", 0, 1), ("the Caspian Sea @ 42, 50.5", 0, 0), ("Lake Victoria @ -1, 33", 0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("words", "east", "land"), COASTS)
@pytest.mark.parametrize("globe", [False, True])
def test_land_is_where_it_is_on_earth(words: str, east: float, land: int, globe: bool) -> None:
    here = place(words)
    there = here._replace(lon=here.lon + east)
    for lat, lon in ((here.lat, here.lon), (here.lat * 0.6, here.lon + 25)):
        chart = Chart(lat, lon, 400, 400, 1600, globe)
        mask = covered(chart.land(Area(-4000, -4000, 8800, 8800)), 4000, 4000)
        x, y = chart.at(there)
        if 0 <= x < 4000 and 0 <= y < 4000:
            assert mask[int(y), int(x)] == land


def test_a_place_is_the_same_map_in_every_language_and_by_its_position(desk: WorkDesk) -> None:
    first = painted(desk, ("Pune, India",))[0]
    for words in ("Pune", "पुणे", "புனே", "浦那", "here @ 18.52, 73.86"):
        assert painted(desk, (words,))[0] == first


@pytest.mark.parametrize("words", ["Xyzzy", "", "Pune, France", "there @ 95.0, 10.0", "there @ 10, 190"])
def test_a_place_that_is_not_known_is_said_and_not_guessed(desk: WorkDesk, words: str) -> None:
    with pytest.raises(BadInput, match="map does not know"):
        painted(desk, (words,))


def test_pins_come_with_their_parts_and_a_way_spreads_from_where_it_starts(desk: WorkDesk) -> None:
    picture, _ = painted(desk, ("Lisbon", "→ Goa"))
    moving = [(layer.motion, layer.part) for layer in picture.layers if layer.motion]
    assert moving == [("stands", 0), ("stands", 0), ("spreads", 1), ("stands", 1), ("stands", 1)]
    back, _ = painted(desk, ("Goa", "→ Lisbon"))
    assert "spreads" not in {layer.motion for layer in back.layers}  # it would begin at its end
    apart, _ = painted(desk, ("Lisbon", "Goa"))
    assert "spreads" not in {layer.motion for layer in apart.layers}


def test_a_way_to_the_left_spreads_from_the_right(desk: WorkDesk) -> None:
    motions = [piece.motion for piece in _ways(("Portugal", "→ United States"))]
    assert motions == ["spreads left"]
    assert [piece.motion for piece in _ways(("United States", "→ Portugal"))] == ["spreads"]


def _ways(parts: tuple[str, ...]) -> list[Piece]:
    b = board(Size(width=640, height=360), parts)
    where(b)
    return [piece for piece in b.pieces if piece.motion.startswith("spreads")]


@pytest.mark.parametrize("mood", ["warm", "playful"])
def test_the_sea_of_a_look_in_few_inks_has_the_films_own_hue(desk: WorkDesk, mood: str) -> None:
    ask = {"mood": mood, "look": "bold", "colours": ("#0b7a4b",)}
    _, pixels = painted(desk, ("India", "Kenya"), **ask)
    red, green, blue = np.median(pixels[150:170, 200:260].reshape(-1, 3).astype(float), axis=0)
    assert green > blue + 20 and green > red + 20


def test_a_product_stands_in_the_pin(desk: WorkDesk) -> None:
    file = desk.scratch(".png")
    Image.new("RGB", (60, 60), (255, 0, 200)).save(file)
    picture, pixels = painted(desk, ("Pune",), products=(desk.keep(file),))
    (box,) = picture.seen.products
    x, y = round((box.left + box.width / 2) * 320), round((box.top + box.height / 2) * 180)
    assert np.abs(pixels[y - 2 : y + 3, x - 2 : x + 3] - (255, 0, 200)).max() < 12
