"""The drawn writer reads every form of brief, in any language, and adds no word of its own."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.machinery.languages import detect, sentences
from pipelines.machinery.words import bare_words
from pipelines.writers.embedded import Outline
from studio.asks import Plan, Write
from studio.crew import WorkDesk
from studio.errors import BadInput
from studio.film import Line, Script, Shot, Storyboard, edited

BRIEFS = sorted((Path(__file__).parents[2] / "assets" / "briefs").iterdir())

SCREENPLAY = """Title: The Last Train
Author: Nobody

INT. KITCHEN - MORNING

Ramu lights the stove. A blue flame.

RAMU (V.O.)
(softly)
I was here before the first train. (pause) The milk is fresh.

EXT. PLATFORM - DAWN

Slow push in on a clay cup.

MEERA
One chai, please. [music]

CUT TO:

Wide aerial shot of the hills.
"""
SHOT_LIST = """Tara Soap shot list
1. Wide shot: a river at noon. VO: "Every day begins with water."
2) Close-up, pan left over the soap. "Tara. Pressed by hand."
3 - Handheld, a child laughs
Shot 4 - A shelf, medium shot. VO: Find it at tara.in
"""


@pytest.fixture
def outline() -> Outline:
    return Outline()


def written(outline: Outline, desk: WorkDesk, text: str, **ask: str) -> Script:
    return next(outline.write([Write(text=text, **ask)], desk))


def planned(outline: Outline, desk: WorkDesk, script: Script, products: int = 0) -> Storyboard:
    return next(outline.plan([Plan(script=script, products=products)], desk))


def said(script: Script) -> list[str]:
    return [line.says for line in script.lines]


# One-line briefs

ONE_LINERS = {
    "A 20-second ad for Kulhad Chai, slow-brewed masala chai in clay cups, sold at every station from Pune to Patna. "
    "Order at kulhad.in": [
        "Kulhad Chai.",
        "Slow-brewed masala chai in clay cups.",
        "Sold at every station from Pune to Patna.",
        "Order at kulhad.in.",
    ],
    "Please make us a warm 30 second video about Tara Soap — rose, neem and turmeric, pressed by hand. 30 seconds, "
    "vertical.": ["Tara Soap.", "Rose, neem and turmeric.", "Pressed by hand."],
    "कुल्हड़ चाय के लिए 20 सेकंड का विज्ञापन बनाओ, धीमी आँच पर बनी मसाला चाय, मिट्टी के प्यालों में": [
        "कुल्हड़ चाय।",
        "धीमी आँच पर बनी मसाला चाय।",
        "मिट्टी के प्यालों में।",
    ],
    "மலர் சோப்பு பற்றி ஒரு 20 வினாடி விளம்பரம் உருவாக்கு: கையால் செய்த வேப்பிலை சோப்பு": [
        "மலர் சோப்பு.",
        "கையால் செய்த வேப்பிலை சோப்பு.",
    ],
    "Tengeneza tangazo la sekunde 20 kuhusu Sabuni Tara, sabuni ya mwarobaini kwa familia": [
        "Sabuni Tara.",
        "Sabuni ya mwarobaini kwa familia.",
    ],
    "اصنع إعلانًا قصيرًا عن صابون تارا، صابون طبيعي بزيت الزيتون، يباع في كل سوق": [
        "صابون تارا.",
        "صابون طبيعي بزيت الزيتون.",
        "يباع في كل سوق.",
    ],
    "做一个20秒的广告：陶杯奶茶，慢火熬煮，每个车站都有": ["陶杯奶茶。", "慢火熬煮。", "每个车站都有。"],
}


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("¡Tortilla de patatas en cinco pasos!", "Tortilla de patatas en cinco pasos"),
        ("¡Hola! ¿Qué tal?", "¡Hola! ¿Qué tal?"),
        ("¿De dónde viene la lluvia?", "¿De dónde viene la lluvia?"),
    ],
)
def test_a_title_opens_no_exclamation_that_it_does_not_close(
    outline: Outline, desk: WorkDesk, line: str, title: str
) -> None:
    assert written(outline, desk, f"# {line}\n\nUna receta de casa.").title == title


@pytest.mark.parametrize(("brief", "lines"), ONE_LINERS.items())
def test_a_one_line_brief_is_taken_apart_and_its_instruction_is_not_spoken(
    outline: Outline, desk: WorkDesk, brief: str, lines: list[str]
) -> None:
    script = written(outline, desk, brief)
    assert said(script) == lines
    assert script.genre == "ad"
    assert script.title == lines[0].rstrip(".।。")


def test_an_end_card_carries_the_name_and_what_to_do(outline: Outline, desk: WorkDesk) -> None:
    assert written(outline, desk, next(iter(ONE_LINERS))).closing == "Kulhad Chai\nOrder at kulhad.in"
    assert written(outline, desk, "# Night Bus\n- It runs until four.").closing == "Night Bus"


def test_a_one_line_explainer_asks_tells_its_steps_and_comes_back(outline: Outline, desk: WorkDesk) -> None:
    brief = (
        "Explain to children how rain forms: the sun warms the sea, the water rises as vapour, and clouds let it fall"
    )
    script = written(outline, desk, brief)
    assert script.genre == "explainer"
    assert said(script)[0] == said(script)[-1] == "How rain forms."
    assert len(script.lines) >= 4


@pytest.mark.parametrize(
    "text",
    [
        "The story of chai begins in Assam.",
        "Show how much you care.",
        "Write a letter to your mother about the story of home.",
        "Videos for everyone.",
        "चाय की कहानी पुरानी है।",
    ],
)
def test_a_sentence_that_only_sounds_like_an_instruction_is_spoken(
    outline: Outline, desk: WorkDesk, text: str
) -> None:
    assert said(written(outline, desk, text)) == [text]


# Forms


def test_markdown_gives_a_title_scenes_and_lines_without_its_marks(outline: Outline, desk: WorkDesk) -> None:
    dawn = "## Dawn\n- The **first** train [arrives](http://x.in/a_b).\n\n![a hand](a.png)\n- Steam `rises`.\n"
    text = f"# The *Clay* Cup\n\n{dawn}"
    script = written(outline, desk, text)
    assert script.title == "The Clay Cup"
    assert script.lines == (
        Line(says="The first train arrives.", scene="Dawn"),
        Line(says="Steam rises.", shows="a hand", scene="Dawn"),
    )


def test_a_screenplay_gives_scenes_speakers_and_pictures_and_no_directions(outline: Outline, desk: WorkDesk) -> None:
    script = written(outline, desk, SCREENPLAY)
    assert script.title == "The Last Train"
    assert script.lines == (
        Line(
            says="I was here before the first train.",
            shows="Ramu lights the stove.",
            scene="INT. KITCHEN - MORNING",
            speaker="RAMU",
        ),
        Line(says="The milk is fresh.", shows="A blue flame.", scene="INT. KITCHEN - MORNING", speaker="RAMU"),
        Line(
            says="One chai, please.",
            shows="Slow push in on a clay cup.",
            scene="EXT. PLATFORM - DAWN",
            speaker="MEERA",
            cut="cut",
        ),
        Line(shows="Wide aerial shot of the hills.", scene="EXT. PLATFORM - DAWN"),
    )
    shots = planned(outline, desk, script).shots
    assert shots[2].camera == "push in"
    assert shots[3].framing == "wide"
    assert [shot.cut for shot in shots] == ["cut", "dissolve", "cut", "dissolve", "cut"]


CUTS = {
    "CUT TO:": "cut",
    "SMASH CUT TO:": "cut",
    "MATCH CUT TO:": "match",
    "DISSOLVE TO:": "dissolve",
    "WIPE TO:": "wipe",
    "WHIP PAN TO:": "whip",
    "FADE OUT.": "dip",
    "FADE TO BLACK.": "dip",
    "> Dissolve to:": "dissolve",
}


@pytest.mark.parametrize(("row", "cut"), CUTS.items())
def test_a_screenplays_transition_is_how_the_shot_before_it_gives_way(
    outline: Outline, desk: WorkDesk, row: str, cut: str
) -> None:
    said_first = "FADE IN:\n\nINT. KITCHEN\n\nRAMU\nThe milk is fresh.\n\n"
    seen_first = "INT. KITCHEN\n\nA blue flame.\n\n"
    for before in (said_first, seen_first):
        script = written(outline, desk, f"{before}{row}\n\nEXT. PLATFORM\n\nMEERA\nOne chai, please.")
        assert len(script.lines) == 2
        assert planned(outline, desk, script).shots[0].cut == cut


def test_a_screenplay_in_a_script_without_capitals_has_its_speakers_too(outline: Outline, desk: WorkDesk) -> None:
    arabic = "مشهد 1: المطبخ - صباح\nيشعل رامو الموقد.\n\nرامو: اليوم سيكون الشاي مميزًا."
    hindi = "दृश्य १: रसोई\nरामू चूल्हा जलाता है।\n\nरामू\nआज चाय ख़ास बनेगी।\n\nदृश्य २: बाज़ार\nमीरा: जल्दी करो!"
    (line,) = written(outline, desk, arabic).lines
    assert (line.speaker, line.says, line.shows) == ("رامو", "اليوم سيكون الشاي مميزًا.", "يشعل رامو الموقد.")
    assert [line.speaker for line in written(outline, desk, hindi).lines] == ["रामू", "मीरा"]


def test_a_shot_list_keeps_pictures_apart_from_words_and_obeys_its_camera(outline: Outline, desk: WorkDesk) -> None:
    script = written(outline, desk, SHOT_LIST)
    assert script.title == "Tara Soap"
    assert said(script) == ["Every day begins with water.", "Tara. Pressed by hand.", "", "Find it at tara.in"]
    shots = planned(outline, desk, script).shots
    assert [shot.framing for shot in shots[:2]] == ["wide", "close"]
    assert [shots[1].camera, shots[2].camera] == ["pan left", "handheld"]
    assert "a river at noon" in shots[0].shows and "Every day" not in shots[0].shows


def test_a_shot_list_may_count_in_devanagari(outline: Outline, desk: WorkDesk) -> None:
    text = "शॉट १ - वाइड: सुबह का प्लेटफ़ॉर्म। आवाज़: “हर सफ़र की शुरुआत।”\nशॉट २ - चाय का प्याला। आवाज़: “मिट्टी की खुशबू।”"
    script = written(outline, desk, text)
    assert said(script) == ["हर सफ़र की शुरुआत।", "मिट्टी की खुशबू।"]
    assert script.lines[0].shows == "वाइड: सुबह का प्लेटफ़ॉर्म।"


def test_numbered_steps_are_spoken_without_their_numbers(outline: Outline, desk: WorkDesk) -> None:
    script = written(outline, desk, "How to make chai\n1. Boil the water.\n2. Add 3.5 spoons of tea.\n3. Pour.")
    assert said(script) == ["How to make chai", "Boil the water.", "Add 3.5 spoons of tea.", "Pour."]
    assert script.genre == "explainer"


def test_labels_and_agency_tables_are_read_by_their_names(outline: Outline, desk: WorkDesk) -> None:
    rows = "Visual: a river\nVO: Water is first.\nMusic: soft flute\nCTA: Visit tara.in"
    table = (
        "| Time | Visual | Audio |\n|---|---|---|\n| 0:00 | a river | Water is first. |\n| 0:04 | | Visit tara.in |"
    )
    for text in (rows, table):
        script = written(outline, desk, text)
        assert said(script) == ["Water is first.", "Visit tara.in"]
        assert script.lines[0].shows == "a river"


def test_pasted_subtitles_lose_their_numbers_and_times(outline: Outline, desk: WorkDesk) -> None:
    first = "1\r\n00:00:01,000 --> 00:00:03,000\r\nEvery road\r\n\r\n"
    text = f"{first}2\r\n00:00:03,000 --> 00:00:05,000\r\nends <i>at home</i>.\r\n"
    assert said(written(outline, desk, text)) == ["Every road ends at home."]


# Languages


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Dr. Rao paid Rs. 40, e.g. for 3.5 cups. See kulhad.in. Good!", 3),
        ("hi", "डॉ. राव ने रु. 40 दिए। फिर वे गए। क्यों?", 3),
        ("ur", "یہ اچھا ہے۔ کیا آپ آئیں گے؟ ہاں۔", 3),
        ("ar", "هل تعلم؟ نعم. شكرا.", 3),
        ("zh", "你好。今天3.5元。走吧！", 3),
        ("am", "ሰላም። እንዴት ነህ፧ ደህና።", 3),
    ],
)
def test_a_sentence_ends_where_its_language_says(language: str, text: str, count: int) -> None:
    found = sentences(text, language)
    assert len(found) == count
    assert "".join(found) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("कुल्हड़ चाय के लिए 20 सेकंड का विज्ञापन", "hi"),
        ("मी शाळेत जातो आणि परत येतो", "mr"),
        ("தேநீர்", "ta"),
        ("Karibu kwenye duka letu la kahawa", "sw"),
        ("کیا آپ نے سوچا ہے", "ur"),
        ("لماذا يتغير شكل القمر", "ar"),
        ("こんにちは世界", "ja"),
        ("Kulhad Chai", "en"),
        ("2024", "en"),
    ],
)
def test_a_language_is_told_by_its_script_and_small_words(text: str, language: str) -> None:
    assert detect(text) == language


def test_an_english_task_around_hindi_words_makes_a_hindi_film(outline: Outline, desk: WorkDesk) -> None:
    script = written(outline, desk, "A 20-second ad for कुल्हड़ चाय, मिट्टी के प्यालों में मसाला चाय")
    assert script.language == "hi"
    assert said(script) == ["कुल्हड़ चाय।", "मिट्टी के प्यालों में मसाला चाय।"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "Hello to all of you."),
        ("ar", "यह हिंदी है।"),
        ("sw", "The sun is a ball of gas and it shines on the earth."),
    ],
)
def test_a_brief_in_another_language_is_refused_and_told_what_to_do(
    outline: Outline, desk: WorkDesk, language: str, text: str
) -> None:
    with pytest.raises(BadInput, match="does not translate") as refusal:
        written(outline, desk, text, language=language)
    assert refusal.value.hint


# Promises


@pytest.mark.parametrize(
    "brief", [*(file.read_text(encoding="utf-8") for file in BRIEFS), SCREENPLAY, SHOT_LIST, *ONE_LINERS]
)
def test_every_word_said_or_set_on_screen_is_the_briefs_own(outline: Outline, desk: WorkDesk, brief: str) -> None:
    script = written(outline, desk, brief)
    board = planned(outline, desk, script)
    own = set(bare_words(brief))
    for text in (script.title, script.closing, *said(script), *(shot.title for shot in board.shots)):
        # Where no space parts the words, they are looked for as they stand.
        assert all(word in own or (script.language == "zh" and word in brief) for word in bare_words(text))


@pytest.mark.parametrize("file", BRIEFS, ids=lambda file: file.name)
def test_a_sample_film_has_a_rhythm(outline: Outline, desk: WorkDesk, file: Path) -> None:
    script = written(outline, desk, file.read_text(encoding="utf-8"))
    scenes = [shot for shot in planned(outline, desk, script, products=1).shots if shot.kind == "scene"]
    assert scenes[0].framing == "wide"
    assert scenes[0].title == script.title
    assert all(a.framing != b.framing for a, b in pairwise(scenes))
    assert all(a.camera != b.camera or (a.figure and b.figure) for a, b in pairwise(scenes))  # figures stand still
    assert all(len(shot.says.split()) <= 17 for shot in scenes)
    assert scenes[-1].shows_product and not scenes[0].shows_product
    assert 0.4 <= sum(shot.shows_product for shot in scenes) / len(scenes) <= 0.9


def test_an_edited_line_changes_its_own_shot_and_what_points_at_it(outline: Outline, desk: WorkDesk) -> None:
    script = written(outline, desk, (BRIEFS[0].parent / "chai.md").read_text(encoding="utf-8"))
    before = planned(outline, desk, script, products=1)
    for at, line in enumerate(script.lines):
        other = edited(line, says="A quiet lamp burns beside the window.")
        after = planned(
            outline, desk, edited(script, lines=(*script.lines[:at], other, *script.lines[at + 1 :])), products=1
        )
        assert after.mood == before.mood
        pairs = zip(after.shots, before.shots, strict=True)  # a key word is one only where no shot before has it
        changed = {a.id: a.shows + b.shows for a, b in pairs if edited(a, key_words=b.key_words) != b}
        assert f"shot-{at + 1}" in changed
        assert all(id == f"shot-{at + 1}" or "]" in shows for id, shows in changed.items())


def test_a_long_sentence_is_cut_where_a_speaker_breathes(outline: Outline, desk: WorkDesk) -> None:
    line = (
        "Every morning, before the first train has come into the station, Ramu lights the stove in his small stall "
        "because the passengers will be cold and tired."
    )
    shots: tuple[Shot, ...] = planned(
        outline, desk, Script(title="Ramu", language="en", genre="ad", lines=(Line(says=line),))
    ).shots
    assert [shot.says for shot in shots] == [
        "Every morning, before the first train has come into the station,",
        "Ramu lights the stove in his small stall because the passengers will be cold and tired.",
    ]


@pytest.mark.parametrize(
    "text", ["🙂🚂", "[music]", "(pause)", "---", "\ufeff\u200b\r\n\t", "<script>alert(1)</script>"]
)
def test_a_text_with_nothing_to_say_is_refused(outline: Outline, desk: WorkDesk, text: str) -> None:
    with pytest.raises(BadInput, match="no words"):
        written(outline, desk, text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("\ufeffHello\r\nworld.\u200b", ["Hello world."]),
        ("<b>Fresh</b> chai &amp; snacks, every day.", ["Fresh chai & snacks, every day."]),
        ("5 < 6 and 7 > 2, always.", ["5 < 6 and 7 > 2, always."]),
        ("2024", ["2024."]),
        ("☕ Hot.\tHot 🔥 chai here.", ["Hot. Hot chai here."]),
        ("x" * 400 + ".", ["x" * 400 + "."]),
        ("मेरा भारत | चाय पियो |", ["मेरा भारत। चाय पियो।"]),
        ("{{ 7 * 7 }} $(rm -rf /) %s stays as it is.", ["{{ 7 * 7 }} $(rm -rf /) %s stays as it is."]),
    ],
)
def test_odd_texts_are_read_as_words(outline: Outline, desk: WorkDesk, text: str, lines: list[str]) -> None:
    script = written(outline, desk, text)
    assert said(script) == lines
    assert len(script.title) <= 60


@pytest.mark.parametrize(
    "text", ["word " * 4000, "One more cup. " * 1400, "a film about " * 1500, "a" + "[" * 20_000, "*a " * 6000]
)
def test_twenty_thousand_signs_are_read_in_a_few_seconds(outline: Outline, desk: WorkDesk, text: str) -> None:
    begun = time.monotonic()
    planned(outline, desk, written(outline, desk, text[:20_000]))
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize(
    ("text", "seconds", "mood"),
    [
        ("A 20-second ad for Kulhad Chai, slow-brewed in clay cups.", 20, None),
        ("A tense 1 minute video about a storm at sea.", 60, "tense"),
        ("Kulhad Chai is ready in 3 minutes. Slow and gentle.", None, None),
        ("कुल्हड़ चाय के लिए २० सेकंड का विज्ञापन: मिट्टी के कप में धीमी आँच की चाय।", 20, None),
    ],
)
def test_a_wish_for_length_or_mood_is_heard_and_never_spoken(
    text: str, seconds: float | None, mood: str | None, desk: WorkDesk
) -> None:
    script = next(Outline().write([Write(text=text)], desk))
    assert (script.seconds, script.mood) == (seconds, mood)
    if seconds:
        assert not any("20" in line.says or "२०" in line.says or "1 minute" in line.says for line in script.lines)


CUTS = """Teaser shot list
1. Wide shot: a river at noon. Fade to black. VO: "Every day begins with water."
2. Close-up: the tablet dissolves into water. VO: "Then it fizzes."
3. Whip pan to the hills. VO: "Far away."
4. CUT TO: a shelf, medium shot. VO: "Find it there."
"""


PILE = "\u0300\u0301\u0302\u0308\u0327\u0331\u0334\u0335"
ODD = {
    "one letter": ("a", 1),
    "numbers": ("1 2 3\n42 1000 7\n3.14", 3),
    "one endless word": ("x" * 400, 1),
    "three hundred lines": ("\n".join(f"Line {n} tells of a boat on a lake." for n in range(300)), 300),
    "two directions": ("اشترِ هاتف Galaxy الآن! Only 499 USD في المتجر.\nThe word מרחבים means wide open spaces.", 3),
    "accents in piles": ("".join(sign + PILE for sign in "river") + " runs to the sea.", 1),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_become_a_film_of_their_own_words(outline: Outline, desk: WorkDesk, name: str) -> None:
    text, least = ODD[name]
    script = written(outline, desk, text)
    shots = planned(outline, desk, script).shots
    assert sum(bool(shot.says) for shot in shots) >= least
    assert all(shot.shows.strip() and len(shot.title) <= 200 for shot in shots)
    assert not re.search("[\u0300-\u036f]{3}", " ".join(shot.says for shot in shots))


def test_a_shot_gives_way_to_the_next_as_the_user_wrote(outline: Outline, desk: WorkDesk) -> None:
    shots = planned(outline, desk, written(outline, desk, CUTS)).shots
    assert [shot.cut for shot in shots][:3] == ["dip", "whip", "cut"]
