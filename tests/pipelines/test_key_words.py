"""Key words come with the voice, large, where a picture is calm, and can be read there, or do not come at all."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest

from pipelines.editors import overlays
from pipelines.editors.areas import Area
from pipelines.editors.overlays import Patch
from pipelines.editors.page import Page, safe_area
from pipelines.editors.styles import style_named
from pipelines.machinery import fonts, looks
from pipelines.narrators.spoken import written_words
from pipelines.writers.embedded import Outline
from studio import editing
from studio.asks import Plan
from studio.crew import WorkDesk
from studio.cut import CaptionStyle, Cut, Ground, Overlay, Said
from studio.film import (
    RATIOS,
    Box,
    Brief,
    Clip,
    Figure,
    Footage,
    Line,
    Margins,
    Script,
    Seen,
    Shot,
    Size,
    Speech,
    Still,
    Word,
)
from tests.conftest import kept
from tests.pipelines.conftest import luminance, over, solid
from tests.pipelines.test_figure_labels import SOUND

FPS = Fraction(24)
WHOLE = Box(left=0, top=0, width=1, height=1)
SUBJECT = Box(left=0.36, top=0.42, width=0.3, height=0.4)
EARLY = 3  # frames
SCRIPTS = {
    "en": "Save 20 %",
    "hi": "ताज़ी क्षत्रिय चाय",
    "ta": "புதிய வாய்ப்பு",
    "ar": "ضوء الشمس",
    "bn": "মিষ্টি স্বাদ",
    "zh": "春天的味道",
}
LANGUAGES = [
    pytest.param(name, marks=pytest.mark.skipif(name == "zh" and not fonts.cjk("SC", False), reason="no CJK font"))
    for name in SCRIPTS
]
GREYS = {"dark": 20, "bright": 235, "middle": 150}


def spoken(text: str) -> Speech:
    """A line said at two words a second, in words as a voice gives them."""
    words = tuple(Word(text=word.text, start=n / 2, end=n / 2 + 0.4) for n, word in enumerate(written_words(text)))
    return Speech(sound=SOUND, seconds=len(words) / 2, words=words)


def cut_of(
    *shots: tuple[str, tuple[str, ...]],
    how: str = "dissolve",
    longer: int = 0,
    style: CaptionStyle | None = None,
    **more: object,
) -> Cut:
    """An edit of shots, each what is said and its key words; the first shot can be longer."""
    plan = [
        Shot.model_validate({"id": str(n), "says": says, "shows": says, "cut": how, "key_words": words, **more})
        for n, (says, words) in enumerate(shots)
    ]
    speeches = [spoken(shot.says) for shot in plan]
    frames = [round((speech.seconds + 1) * FPS) for speech in speeches]
    frames[0] += longer
    slots = editing.slots(plan, frames, FPS)
    clips = [
        Clip(shot=shot.id, footage=Footage(video=SOUND, frames=slot.needs), seen=Seen(subject=SUBJECT))
        for shot, slot in zip(plan, slots, strict=True)
    ]
    strips = [editing.Strip(*each) for each in zip(plan, speeches, slots, clips, strict=True)]
    return editing.assemble(Brief(text="A line."), "en", strips, None, style or CaptionStyle())


def key_words_of(cut: Cut) -> list[Overlay]:
    return [overlay for overlay in cut.overlays if overlay.role == "key word"]


def picture(size: Size, grey: int = 20) -> np.ndarray:
    """A calm ground."""
    return np.full((size.height, size.width, 3), grey, np.uint8)


def key_word(pixels: np.ndarray, desk: WorkDesk, language: str = "en", **more: object) -> Overlay:
    still = Still(image=kept(pixels, desk), start=WHOLE, end=WHOLE, frames=48)
    said = {
        "role": "key word", "text": SCRIPTS[language], "language": language, "style": "flat", "captions": "classic",
        "ground": Ground(footage=still, first=0, frames=48), "avoid": (SUBJECT,), "frames": 48,
    }  # fmt: skip
    return Overlay.model_validate({**said, **more})


def is_shown(patch: Patch) -> bool:
    return bool(patch.pixels[..., 3].any())


@pytest.mark.parametrize(
    ("says", "text", "number"),
    [
        ("Now you can save 20 % on every single bill you get.", "save 20 %", 3),
        ("नदी का पानी भाप बनकर ऊपर उठता है और फिर लौट आता है।", "भाप बनकर", 3),
        ("பூவில் தேன் குடிக்கும் ஒரு சிறிய தேனீ நம் நல்ல துணை.", "சிறிய தேனீ", 4),
        ("القمر لا يضيء من نفسه بل يعكس ضوء الشمس كل ليلة.", "ضوء الشمس", 7),
        ("我们的茶来自高山，每一天都是手工采摘。", "高山", 6),
    ],
)
def test_a_key_word_comes_a_hair_before_the_voice_says_it(says: str, text: str, number: int) -> None:
    (overlay,) = key_words_of(cut_of((says, (text,))))
    assert overlay.start == 5 + 12 * number - EARLY
    assert "".join(word.text for word in overlay.words) == text.replace(" ", "")
    assert overlay.words[0].start == 0
    if " " in text:
        assert overlay.words[1].start == 12  # its second word waits for the voice


def test_key_words_stay_while_their_sentence_lasts_and_are_gone_before_the_picture_goes() -> None:
    cut = cut_of(
        ("Hold it with both hands today. Then breathe in all the steam of home.", ("both hands", "steam of home")),
        ("And that is that.", ()),
    )
    first, last = key_words_of(cut)
    assert first.start + first.frames == 5 + 12 * 6
    picture = cut.picture[0]
    assert last.start + last.frames == picture.start + picture.frames - picture.fade_out


def test_the_next_key_word_takes_the_place_of_the_one_before() -> None:
    first, last = key_words_of(cut_of(("The panel costs 4,500 and it lasts for 25 years.", ("4,500", "25 years"))))
    assert first.start + first.frames == last.start


def test_no_key_words_over_figures_nor_beside_large_captions_nor_where_they_are_the_whole_caption() -> None:
    line, words = "We bake our bread with real butter every day.", ("real butter",)
    assert key_words_of(cut_of((line, words)))
    assert not key_words_of(cut_of((line, words), style=CaptionStyle(words=4)))
    assert not key_words_of(cut_of((line, words), figure=Figure(kind="quote", labels=(line,))))
    assert not key_words_of(cut_of(("Save money now!", ("Save money now",))))


def test_a_key_word_that_would_only_flash_is_not_shown() -> None:
    says = "We bake our bread with real good butter."
    found = key_words_of(cut_of((says, ("real", "good", "butter"))))
    assert {overlay.text for overlay in found} < {"real", "good", "butter"}
    assert all(overlay.frames >= 0.9 * FPS for overlay in found)


def test_an_edit_of_one_shot_leaves_the_key_words_of_the_others_as_they_were() -> None:
    shots = [("This is only how it all begins here.", ("begins here",))]
    shots += [("We bake our bread with real butter every single day.", ("real butter",))] * 2
    before, after = (editing.segments(cut_of(*shots, longer=longer)) for longer in (0, 7))
    assert set(before[-4:]) <= set(after)
    assert any(overlay.role == "key word" for segment in before[-4:] for overlay in segment.overlays)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ratio", RATIOS)
def test_it_stands_clear_of_the_subject_captions_and_margins_in_every_script_and_shape(
    language: str, ratio: str, desk: WorkDesk
) -> None:
    size = RATIOS[ratio]
    margins = Margins(top=0.1, right=0.14) if ratio == "9:16" else Margins()
    page = Page(size, safe_area(size, margins))
    for look in looks.names():
        overlay = key_word(picture(size), desk, language, margins=margins, style=look)
        patch = overlays.draw(overlay, size, desk)
        assert is_shown(patch)
        ink = solid(patch)
        assert page.safe.grown(*2 * [0.012 * size.short_side]).holds(ink)  # a glow reaches a little farther
        assert ink.shared(page.area(SUBJECT)) == 0
        assert ink.bottom <= page.above_captions(style_named("classic"), overlay.text, language)
        assert ink.height > 0.07 * size.short_side
        edges = np.concatenate([patch.pixels[0], patch.pixels[-1], patch.pixels[:, 0], patch.pixels[:, -1]])
        assert edges[..., 3].max() < 150  # nothing is cut off


@pytest.mark.parametrize("look", looks.names())
@pytest.mark.parametrize("ground", GREYS)
def test_its_letters_have_the_contrast_that_reading_needs_on_their_real_ground(
    look: str, ground: str, desk: WorkDesk
) -> None:
    size, grey = RATIOS["16:9"], GREYS[ground]
    patch = overlays.draw(key_word(picture(size, grey), desk, style=look), size, desk)
    light = luminance(over(patch, grey))
    parts = patch.entering
    assert parts
    letters = np.max([part.pixels[..., 3] for part in parts.parts if part.moves == parts.parts[-1].moves], axis=0)
    core = cv2.erode((letters > 0.98).astype(np.uint8), np.ones((3, 3))) > 0
    around = (cv2.dilate((letters > 0).astype(np.uint8), np.ones((5, 5))) > 0) & (letters == 0)
    one, other = sorted((float(np.median(light[core])), float(np.median(light[around]))))
    assert (other + 0.05) / (one + 0.05) >= 4.5


def test_it_is_not_shown_where_the_subject_leaves_no_room_in_which_it_could_be_large(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    full = Box(left=0.1, top=0.1, width=0.8, height=0.85)
    assert not is_shown(overlays.draw(key_word(picture(size), desk, avoid=(full,)), size, desk))
    assert is_shown(overlays.draw(key_word(picture(size), desk), size, desk))


def test_it_keeps_to_the_calm_part_of_a_picture_and_is_not_shown_on_one_that_is_busy_all_over(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    noise = np.random.default_rng(7).integers(0, 255, (90, 160, 3), dtype=np.uint8)
    busy = cv2.resize(noise, (size.width, size.height), interpolation=cv2.INTER_NEAREST)
    assert not is_shown(overlays.draw(key_word(busy, desk, avoid=()), size, desk))
    busy[:, size.width // 2 :] = 30
    patch = overlays.draw(key_word(busy, desk, avoid=()), size, desk)
    assert is_shown(patch)
    assert solid(patch).left > size.width / 2


def test_it_gives_way_to_a_lower_third_and_keeps_its_place_in_every_piece(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    lower = Overlay(role="lower third", text="Asha Rao\nPotter", language="en", style="classic", frames=40)
    overlay = key_word(picture(size), desk, avoid=(Box(left=0, top=0, width=1, height=0.35),), captions="off")
    alone, beside = (overlays.draw(overlay, size, desk, near) for near in ([overlay], [overlay, lower]))
    third = overlays.draw(lower, size, desk)
    taken = Area(third.left, third.top, third.left + third.pixels.shape[1], third.top + third.pixels.shape[0])
    assert is_shown(alone)
    assert not is_shown(beside) or solid(beside).shared(taken) == 0


def test_what_a_key_word_gave_way_to_is_told_to_every_later_piece() -> None:
    line = "We bake our bread with real butter and nothing else at all, as we have done for many long years."
    cut = cut_of((line, ("real butter",)), lower_third="Asha Rao / Baker")
    pieces = [segment for segment in editing.segments(cut) if any(o.role == "key word" for o in segment.overlays)]
    assert len(pieces) > 1
    assert all(any(o.role == "lower third" for o in segment.overlays) for segment in pieces)


@pytest.mark.parametrize("look", looks.names())
def test_words_come_one_by_one_without_a_jump_and_go_the_same_way(look: str, desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    words = tuple(Said(text=text, start=at, end=at + 1) for text, at in (("Save", 0), ("20", 16), ("%", 18)))
    overlay = key_word(picture(size), desk, words=words, style=look)
    ((_, rest),) = overlays.states(overlay, size, desk)
    amounts = [overlays.at(overlay, rest, frame, FPS).pixels[..., 3].astype(float).sum() for frame in range(48)]
    whole = rest.pixels[..., 3].astype(float).sum()
    assert amounts[0] < 0.35 * whole
    assert amounts[15] < 0.85 * whole  # the number is not said yet
    assert amounts[38] == pytest.approx(whole)
    assert amounts[47] < 0.35 * whole
    steps = np.abs(np.diff([0.0, *amounts, 0.0])) / whole
    assert steps.max() < 0.5


def test_a_sign_stays_beside_its_number(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    column = (Box(left=0.24, top=0, width=0.76, height=1),)  # so narrow that two words would be larger in two lines
    split, whole = (
        overlays.draw(key_word(picture(size), desk, text=text, avoid=column, style="soft"), size, desk)
        for text in ("Tea 450", "₹ 450")
    )
    assert is_shown(split)
    assert is_shown(whole)
    assert solid(whole).height < 0.7 * solid(split).height


WRITTEN = [
    ("en", "Cut your bill today. Save 20 % on your bill with Solar Mama.", "Save 20 %"),
    ("en", "The first sip of every cup still tastes of home.", "tastes of home"),
    ("en", "Hold one with both hands. Breathe in.", "Breathe in"),
    ("hi", "लाखों नन्ही बूँदें मिलकर बादल बनाती हैं।", "बादल बनाती हैं"),
    ("ta", "ஒரு சிறிய தேனீ, நம் உணவுக்கு ஒரு பெரிய துணை.", "பெரிய துணை"),
    ("ar", "القمر وحده في الليل كله يعكس ضوء الشمس.", "ضوء الشمس"),
    ("bn", "প্রতি বছর ৫০ জন মৌয়াল বনে যান।", "৫০ জন"),
    ("te", "ప్రతి ఉదయం 5 గంటలకు పాలు పితుకుతాము.", "5 గంటలకు"),
    ("mr", "12 तासात ताजा आंबा तुमच्या घरी.", "12 तासात"),
    ("id", "Hemat 30% untuk kopi bulan ini.", "Hemat 30%"),
    ("zh", "喝一口我们的茶，春天的味道。", "春天的味道"),
    ("ja", "３０分だけ待ってください。", "３０分"),
    ("en", "You never have to wait in a line.", ""),
    ("en", "And so it is with all of them.", ""),
    ("hi", "तब बादल उन्हें सँभाल नहीं पाते हैं।", ""),
]


def written(language: str, *lines: str) -> list[Shot]:
    """The shots of a script after its first line, which has the title."""
    opening = Line(says=lines[0])
    script = Script(title="x", language=language, genre="ad", lines=(opening, *(Line(says=says) for says in lines)))

    class Quiet:
        def tick(self, done: float, note: str) -> None: ...

    (board,) = Outline().plan([Plan(script=script, products=0, screens=0)], Quiet())  # type: ignore[arg-type]
    return list(board.shots[1:])


@pytest.mark.parametrize(("language", "says", "wanted"), WRITTEN)
def test_the_writer_sets_the_telling_words_large_as_the_line_has_them(language: str, says: str, wanted: str) -> None:
    found = [words for shot in written(language, says) for words in shot.key_words]
    assert found == ([wanted] if wanted else [])
    assert all(words in says for words in found)


def test_the_writer_leaves_a_shot_between_two_but_for_numbers() -> None:
    endings = [f"This is the bread that our {name} makes with real butter." for name in ("Ada", "Ben", "Cleo", "Dan")]
    chosen = [bool(shot.key_words) for shot in written("en", *endings)]
    assert not any(one and other for one, other in pairwise(chosen))
    numbers = written("en", "It costs 20 dollars here.", "It takes 3 minutes here.", "It lasts 25 years here.")
    assert sum(bool(shot.key_words) for shot in numbers) >= 2
