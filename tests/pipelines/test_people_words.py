"""The verbs, groups and plurals of a line say what its people do, in many languages, and only where they mean it."""

from __future__ import annotations

import pytest

from pipelines.painters import people
from pipelines.painters.cast import TABLES
from pipelines.painters.reading import read

DOING = {
    "en": {
        "The farmer rides a horse over the hills": "farmer:ride",
        "He drinks tea in the morning": "man:drink", "The old man eats rice": "old-man:eat",
        "She sings a song": "woman:sing",
        "Fishermen go out at dawn": "person-rowing-boat+", "She rows a boat across the lake": "woman:row",
        "She cycles to work": "woman:cycle", "He swims in the sea": "man:swim", "A crowd cheers": "crowd",
        "Grandmother tells stories to the children": "old-woman:tell", "We ski in winter": "skier",
        "Farmers carry baskets on their heads": "farmer:headload+",
        "The farmer plants a tree": "farmer:plant",
        "The children play in the village": "child:jump+", "The teacher teaches the children": "class",
        "A family eats dinner at home": "family", "People queue at the shop": "queue",
        "He thinks about it": "man:think",
        "A girl reads a book under a tree": "girl:sit_read", "Two friends hug": "anyone:hug",
        "Our team meets around the table": "team", "The old couple walks in the park": "old_couple",
        "They shake hands and seal the deal": "partner:shake",
        "The student writes her homework": "student:write",
        "She rides a motorcycle to the market": "woman:motorcycle", "He plays football": "man:kick",
        "A mother carries her child to the clinic": "woman:carry_child",
        "The doctor waves goodbye": "health-worker:wave",
        "An engineer works on her laptop": "technologist:desk", "People pray at the temple": "anyone:pray+",
    },
    "hi": {
        "एक लड़की किताब पढ़ती है": "girl:sit_read", "लड़का फुटबॉल खेलता है": "boy:kick",
        "परिवार घर पर खाना खाता है": "family",
        "वह साइकिल चलाकर काम पर जाती है": "person-biking",
        "वह समुद्र में तैरता है": "person-swimming", "भीड़ जयकार करती है": "crowd",
        "दादी बच्चों को कहानियाँ सुनाती हैं": "old-woman:tell",
        "किसान अपने सिर पर टोकरियाँ ले जाते हैं": "farmer:headload",
    },
    "ta": {
        "அவள் மிதிவண்டியில் வேலைக்குச் செல்கிறாள்": "woman:cycle",
        "அவன் கடலில் நீந்துகிறான்": "man:swim",
        "பாட்டி குழந்தைகளுக்கு கதை சொல்கிறாள்": "old-woman:tell",
        "விவசாயிகள் தலையில் கூடைகளை சுமக்கிறார்கள்": "farmer:headload+",
    },
    "bn": {
        "সে সাইকেল চালিয়ে কাজে যায়": "person-biking", "সে সমুদ্রে সাঁতার কাটে": "person-swimming",
        "দাদি শিশুদের গল্প বলেন": "old-woman:tell",
        "কৃষকরা মাথায় ঝুড়ি বহন করে": "farmer:headload+",
    },
    "sw": {
        "Mwalimu anafundisha wanafunzi darasani": "class", "Mama anapika chakula": "woman:stir",
        "Anaendesha baiskeli kwenda kazini": "person-biking", "Umati unashangilia": "crowd",
        "Bibi anasimulia hadithi kwa watoto": "old-woman:tell",
        "Wakulima wanabeba vikapu vichwani": "farmer:headload+",
    },
    "ar": {
        "هي تركب الدراجة إلى العمل": "woman:cycle", "هو يسبح في البحر": "man:swim",
        "الجدة تحكي القصص للأطفال": "old-woman:tell", "حشد من الناس يهتف": "crowd",
    },
    "zh": {
        "人们在商店排队": "queue", "女孩在树下看书": "girl:sit_read",
        "她骑自行车去上班": "woman:cycle", "他在海里游泳": "man:swim", "人群欢呼": "crowd",
        "奶奶给孩子们讲故事": "old-woman:tell", "农民们头上顶着篮子": "farmer:headload+",
    },
    "es": {
        "La madre cocina la cena": "woman:stir", "Las mujeres bailan": "woman:dance+",
        "Ella va al trabajo en bicicleta": "woman:cycle", "Él nada en el mar": "man:swim",
        "Una multitud aplaude": "crowd",
        "La abuela cuenta cuentos a los niños": "old-woman:tell",
        "Los campesinos llevan cestas sobre la cabeza": "farmer:headload+",
    },
    "fr": {
        "Elle va au travail à vélo": "woman:cycle", "Il nage dans la mer": "man:swim",
        "La foule applaudit": "crowd",
        "La grand-mère raconte des histoires aux enfants": "old-woman:tell",
        "Les agriculteurs portent des paniers sur la tête": "farmer:headload+",
    },
    "id": {
        "Orang-orang mengantre": "queue", "Anak laki-laki bermain sepak bola": "boy:kick",
        "Dia bersepeda ke kantor": "person-biking", "Dia berenang di laut": "person-swimming",
        "Penonton bersorak": "crowd",
        "Nenek bercerita kepada anak-anak": "old-woman:tell",
        "Petani membawa keranjang di atas kepala": "farmer:headload",
    },
}  # fmt: skip
LINES = [(line, lead) for lines in DOING.values() for line, lead in lines.items()]
TRAPS = [
    "Running water in every home", "The market runs out of bread", "She runs a small shop",
    "The dance floor is empty", "The river runs to the sea", "She surfs the web", "She eats into the profit",
    "This car drinks fuel",
    "A swimming pool for the hotel", "The life cycle of a butterfly", "Cook a hot meal for the whole family",
    "A family recipe for soup", "Fish swim in the river", "Crowd funding for books",
    "The printer jumps in price", "Our servers are up and running", "Ceiling fans on sale",
    "Pay with your phone", "Light dances on the water", "Seven wonders of the world", "Embrace change",
    "A design sprint", "Fans cool the room", "A crowd pleasing taste", "Agua corriente en casa",
    "El transporte público de la ciudad", "De nada", "La pista de baile", "Eau courante", "Le transport public",
    "游泳池", "Kolam renang hotel", "पूरे परिवार के लिए चाय",
]  # fmt: skip


@pytest.mark.parametrize(("line", "lead"), LINES, ids=[line for line, _ in LINES])
def test_people_do_what_the_line_says(line: str, lead: str) -> None:
    assert read(line, 0).players[0] == lead


@pytest.mark.parametrize("line", TRAPS)
def test_a_verb_that_means_something_else_sets_nobody_in_motion(line: str) -> None:
    found = read(line, 0)
    groups = set(people.lists()["groups"]) - {"people-holding-hands"}
    assert [name for name in found.players if ":" in name or name in groups] == []


def test_nobody_rides_or_swims_indoors() -> None:
    assert read("She cycles to the office", 0).setting == "road"
    assert read("He swims at school", 0).setting == "open_sea"
    assert read("She cycles through the village", 0).setting == "village"


def test_no_table_hides_what_people_do_with_their_legs() -> None:
    for line in ("A man in a wheelchair at the office", "The boy jumps for joy in the kitchen", "He plays football"):
        assert read(line, 0).setting not in TABLES
    assert read("She works at her desk in the office", 0).setting == "office"


def test_what_people_ride_or_hold_is_not_shown_once_more() -> None:
    assert read("Ride your bike to work", 0).players == ("person-biking",)
    assert read("She pays with her phone at the market", 0).players[1:] in ((), ("coin",))
    assert read("A mother carries her child", 0).players == ("woman:carry_child",)


def test_the_product_stands_alone() -> None:
    assert read("She cycles to work", 0, has_product=True).players == ()
