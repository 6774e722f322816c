"""Every place the painter knows is drawn in every shape and look, and named by the words of many languages."""

from __future__ import annotations

import random

import numpy as np
import pytest

from pipelines.painters.atmosphere import ROOFED
from pipelines.painters.lexicon import tables
from pipelines.painters.looks import Light, look_named
from pipelines.painters.reading import read
from pipelines.painters.settings import SETTINGS, UNBACKED
from pipelines.painters.sheets import rendered
from pipelines.painters.stage import Stage
from studio.film import Size

SHAPES = {"wide": Size(width=160, height=90), "tall": Size(width=90, height=160), "square": Size(width=96, height=96)}
LOOKS = ("flat", "paper", "soft", "neon", "blueprint")

SAID = {
    "farm": {
        "en": "Fresh milk from our dairy farm", "es": "Un granero lleno de paja",
        "fr": "Le matin à la ferme",
        "ru": "Утро на ферме", "zh": "清晨的农场",
    },
    "paddy": {
        "en": "Women plant seedlings in the paddy fields", "hi": "धान के खेत में पानी भरा है",
        "id": "Petani bekerja di sawah",
        "ta": "நெல்வயல் பசுமையாக இருக்கிறது", "ja": "夏の田んぼ",
    },
    "savanna": {
        "en": "An elephant crosses the savanna", "fr": "Les animaux de la savane",
        "de": "Die Tiere der Savanne",
        "sw": "Wanyama wa savana", "ru": "Жизнь в саванне",
    },
    "snowfield": {
        "en": "The glaciers of Antarctica are melting", "hi": "अंटार्कटिका के ग्लेशियर पिघल रहे हैं",
        "es": "Los glaciares del polo norte",
        "de": "Die Gletscher der Arktis", "zh": "南极的冰川",
    },
    "ruins": {
        "en": "The ruins of a lost civilisation", "hi": "हड़प्पा के खंडहर",
        "fr": "Les ruines d'une civilisation",
        "pt": "As ruínas de uma civilização", "ko": "잃어버린 문명의 유적",
    },
    "playground": {
        "en": "Children laugh on the playground", "de": "Kinder lachen auf dem Spielplatz",
        "ru": "Дети на детской площадке",
        "ko": "놀이터에서 노는 아이들", "ml": "കുട്ടികൾ കളിസ്ഥലത്ത്",
    },
    "airport": {
        "en": "Two hours before take-off at the airport", "hi": "हवाई अड्डे पर इंतज़ार",
        "ta": "விமான நிலையத்தில் காத்திருப்பு",
        "ar": "ننتظر في المطار", "id": "Menunggu di bandara",
    },
    "harbour": {
        "en": "Cranes move all night in the harbour", "sw": "Meli ziko bandarini",
        "de": "Am Morgen im Hafen",
        "bn": "চট্টগ্রাম সমুদ্রবন্দর", "zh": "繁忙的港口",
    },
    "temple": {
        "en": "Bells ring in the temple", "hi": "मंदिर में घंटी बजती है",
        "ta": "மதுரையில் கோபுரம் உயர்ந்து நிற்கிறது",
        "te": "గుడిలో గంటలు మోగుతాయి", "kn": "ದೇವಸ್ಥಾನದ ಮುಂದೆ",
    },
    "mosque": {
        "en": "The call sounds from the minaret", "ur": "مسجد میں نماز", "ar": "صلاة الفجر في المسجد",
        "id": "Shalat di masjid", "sw": "Watu wako msikitini",
    },
    "old_town": {
        "en": "A wedding in the cathedral", "de": "Ein Spaziergang durch die Altstadt",
        "es": "La iglesia de la plaza mayor",
        "am": "ቤተ ክርስቲያን", "pt": "A igreja da cidade velha",
    },
    "library": {
        "en": "She reads for hours in the library", "hi": "पुस्तकालय में सन्नाटा है",
        "fr": "Le silence de la bibliothèque",
        "vi": "Im lặng trong thư viện", "fa": "سکوت کتابخانه",
    },
    "bedroom": {
        "en": "A quiet bedroom before bedtime", "hi": "शयनकक्ष में शांति", "de": "Ruhe im Schlafzimmer",
        "es": "La calma del dormitorio", "ru": "Тишина в спальне",
    },
    "bathroom": {
        "en": "Steam fills the bathroom", "fr": "Dans la salle de bains", "pt": "No banheiro de casa",
        "ja": "朝の浴室", "th": "ในห้องน้ำ",
    },
    "restaurant": {
        "en": "Dinner for two at the restaurant", "hi": "ढाबा रात भर खुला है", "ar": "عشاء في المطعم",
        "ru": "Ужин в ресторане", "ko": "식당에서 저녁을",
    },
    "gym": {
        "en": "An hour at the gym before work", "es": "Una hora en el gimnasio",
        "hi": "व्यायामशाला में एक घंटा",
        "zh": "在健身房一小时", "de": "Eine Stunde im Fitnessstudio",
    },
    "courtroom": {
        "en": "The parliament votes today", "hi": "अदालत में सुनवाई", "mr": "संसद आज मतदान करते",
        "fr": "Le parlement vote",
        "sw": "Bunge linapiga kura",
    },
    "lobby": {
        "en": "A porter waits in the hotel lobby", "ta": "வங்கியில் கணக்கு தொடங்கு",
        "es": "El vestíbulo del hotel",
        "id": "Tamu di lobi hotel", "ja": "ホテルのロビー",
    },
    "clinic": {
        "en": "A nurse walks through the hospital", "hi": "अस्पताल में मरीज़", "es": "En el hospital",
        "sw": "Yuko hospitalini",
        "zh": "在医院",
    },
    "factory": {
        "en": "Robots work in the factory", "hi": "कारखाने में रात की पाली", "ta": "தொழிற்சாலையில் வேலை",
        "de": "Die Nachtschicht in der Fabrik", "ko": "공장에서 일하는 밤",
    },
    "laboratory": {
        "en": "An experiment in the laboratory", "bn": "পরীক্ষাগারে কাজ চলছে", "fr": "Au laboratoire",
        "ar": "في المختبر", "vi": "Trong phòng thí nghiệm",
    },
    "server_room": {
        "en": "Every photo is kept in a data centre", "hi": "डेटा सेंटर में सब कुछ",
        "de": "Das Rechenzentrum läuft",
        "es": "El centro de datos", "zh": "数据中心",
    },
    "construction": {
        "en": "Busy days on the construction site", "de": "Lärm auf der Baustelle",
        "fr": "Le bruit du chantier",
        "ru": "Шум на стройке", "ja": "工事現場の朝",
    },
    "workshop": {
        "en": "The old workshop smells of wood", "de": "In der Werkstatt", "fr": "Dans l'atelier",
        "hi": "कार्यशाला में",
        "fa": "در کارگاه",
    },
}  # fmt: skip


def staged(setting: str, size: Size, look: str, seed: int, time: str = "") -> Stage:
    light = Light.of(look_named(look), "bright", 1, time, setting in ROOFED)
    s = Stage(size, light, "medium", random.Random(seed))
    SETTINGS[setting](s)
    return s


def sheets(s: Stage) -> list[np.ndarray]:
    return [rendered(canvas, s).astype(np.int16) for canvas in (s.back, s.far, s.middle, s.near)]


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_drawn_in_three_shapes_and_five_looks(setting: str) -> None:
    for i, look in enumerate(LOOKS):
        for size in SHAPES.values() if i == 0 else (list(SHAPES.values())[i % 3],):
            back, far, middle, near = sheets(staged(setting, size, look, 3, ("day", "dusk", "night", "dawn", "")[i]))
            assert back[..., 3].min() == 255
            assert near[-size.height // 8 :, :, 3].min() > 0 or setting == "abstract"  # no hole under the captions
            assert all(sheet[..., 3].any() for sheet in (far, middle, near)) or setting == "abstract"


@pytest.mark.parametrize("setting", SETTINGS)
def test_two_seeds_draw_a_setting_in_two_ways(setting: str) -> None:
    one, other = (sheets(staged(setting, SHAPES["wide"], "flat", seed)) for seed in (3, 4))
    assert sum(np.abs(a - b).mean() for a, b in zip(one, other, strict=True)) > 1


def test_the_word_lists_and_the_registry_name_the_same_settings() -> None:
    assert set(tables()["setting"]) == set(SETTINGS) - {"abstract"}
    assert set(SETTINGS) >= ROOFED | UNBACKED


@pytest.mark.parametrize(
    ("setting", "words"), [(name, words) for name, said in SAID.items() for words in said.values()]
)
def test_a_sentence_names_its_setting(setting: str, words: str) -> None:
    assert read(words, 0).setting == setting


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("They sit on the bank of the river", "river"),
        ("Try it free: a trial of thirty days", "abstract"),
        ("Plants in the garden", "garden"),
        ("Une tarte aux avocats", "kitchen"),
    ],
)
def test_a_word_with_two_senses_does_not_move_the_scene(words: str, setting: str) -> None:
    assert read(words, 0).setting == setting
