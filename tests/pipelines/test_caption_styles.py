"""Every caption style, in every script and shape: inside the safe area, readable, and in step with the voice."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PIL import ImageColor

from pipelines import catalog
from pipelines.editors import overlays
from pipelines.editors.overlays import Patch
from pipelines.editors.page import safe_area
from pipelines.editors.styles import styles
from pipelines.machinery import fonts, typeset
from pipelines.narrators.spoken import written_words
from studio import timing
from studio.crew import WorkDesk
from studio.cut import Overlay, Said
from studio.errors import BadInput
from studio.film import RATIOS, Artifact, Box, Size, Speech, Word, edited
from tests.pipelines.conftest import luminance, over, solid

FPS = Fraction(24)
LINES = {
    "en": "Our chai is slow-brewed with ginger, cardamom and fresh milk.",
    "hi": "क्षत्रिय और ज्ञानी दोनों कहते हैं: अच्छी शिक्षा सबका अधिकार है।",
    "ta": "ஒவ்வொரு நாளும் கொண்டு வரும் புதிய வாய்ப்புகளைப் பயன்படுத்துங்கள்.",
    "ar": "نحمص حبوبنا كل يوم (في المدينة) ونقدمها بسعر 20 ريالًا.",
    "ur": "یہ ایک ایسا چراغ ہے جو سارا دن سورج کی روشنی سے چلتا ہے۔",
    "zh": "我们的茶来自高山，手工采摘，慢火烘焙，每一口都是春天的味道。",
}
LANGUAGES = [
    pytest.param(name, marks=pytest.mark.skipif(name == "zh" and not fonts.cjk("SC", False), reason="no CJK font"))
    for name in LINES
]
FOLLOWING = [name for name, style in catalog.caption_styles().items() if style.follows_voice]
every_style = pytest.mark.parametrize("style", styles())
in_every_script = pytest.mark.parametrize("language", LANGUAGES)


def spoken(text: str) -> Speech:
    """A line said at three words a second, with a breath after each comma."""
    at, words = 0.0, []
    for written in written_words(text):
        words.append(Word(text=written.text, start=at, end=at + 0.3))
        at += 0.8 if written.text.endswith(",") else 0.33
    return Speech(sound=Artifact(digest="0" * 64, suffix=".wav"), seconds=at, words=tuple(words))


def caption(style: str, language: str, size: Size) -> Overlay:
    """The first caption of a line, as the edit would set it."""
    says = LINES[language]
    cue = timing.cues(says, spoken(says), 0, FPS, size)[0]
    if most := styles()[style].words:
        cue = timing.few_at_a_time(cue, most, FPS, size)[0]
    words = cue.words if style in FOLLOWING else ()
    return Overlay(role="caption", text=cue.text, language=language, style=style, words=words, frames=cue.end)


def of_colour(patch: Patch, colour: str, opacity: float = 1.0) -> np.ndarray:
    """Where a patch is purely of one colour and opacity, to a rounding."""
    away = np.abs(patch.pixels[..., :3].astype(int) - ImageColor.getrgb(colour)[:3]).max(-1)
    return (away <= 3) & (np.abs(patch.pixels[..., 3] - 255 * opacity) <= 2)


@pytest.mark.parametrize("size", [*RATIOS.values(), Size(width=1920, height=816)], ids=str)
@in_every_script
@every_style
def test_captions_stand_in_the_safe_area(style: str, language: str, size: Size, desk: WorkDesk) -> None:
    safe = safe_area(size)
    left, top, right, bottom = solid(overlays.draw(caption(style, language, size), size, desk))
    assert left >= safe.left - 2 and top >= safe.top - 2 and right <= safe.right + 2 and bottom <= safe.bottom + 2
    assert top > 0.5 * size.height


@pytest.mark.parametrize("size", [RATIOS["16:9"], RATIOS["9:16"]], ids=str)
@pytest.mark.parametrize("style", FOLLOWING)
@in_every_script
def test_no_letter_moves_when_a_word_lights_up(language: str, style: str, size: Size, desk: WorkDesk) -> None:
    overlay = caption(style, language, size)
    rest = overlays.draw(overlay, size, desk)
    states = overlays.states(overlay, size, desk)
    assert states[0][0] == 0 and len(states) >= len(overlay.words) > 1
    for _, patch in states:
        assert (patch.left, patch.top) == (rest.left, rest.top)
        assert np.array_equal(patch.pixels[..., 3], rest.pixels[..., 3])


@in_every_script
def test_the_lit_word_is_the_one_that_is_spoken(language: str, desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    overlay = caption("word", language, size)
    states = dict(overlays.states(overlay, size, desk))
    accent, white = styles()["word"].accent, styles()["word"].colour
    taken = np.zeros(states[0].pixels.shape[:2], bool)
    for word in overlay.words:
        lit = of_colour(states[word.start], accent)
        assert lit.sum() > 5
        assert not (lit & taken).any()  # each word has letters of its own
        assert not of_colour(states[word.start], white)[lit].any()
        taken |= lit
    assert (of_colour(states[0 if overlay.words[0].start else max(states)], white) & ~taken).sum() == 0


def test_lit_words_come_in_reading_order(desk: WorkDesk) -> None:
    for language, way in (("en", 1), ("hi", 1), ("ar", -1), ("ur", -1)):
        words = LINES[language].split()[:4]
        said = tuple(Said(text=word, start=5 * n, end=5 * n + 5) for n, word in enumerate(words))
        overlay = Overlay(
            role="caption", text=" ".join(words), language=language, style="word", words=said, frames=24
        )
        states = dict(overlays.states(overlay, RATIOS["16:9"], desk))
        places = [
            way * np.flatnonzero(of_colour(states[5 * n], styles()["word"].accent).any(0)).mean() for n in range(4)
        ]
        assert places == sorted(places), language


def test_karaoke_fills_what_was_said_and_keeps_it(desk: WorkDesk) -> None:
    overlay = caption("karaoke", "en", RATIOS["16:9"])
    states = overlays.states(overlay, RATIOS["16:9"], desk)
    filled = [of_colour(patch, styles()["karaoke"].accent).sum() for _, patch in states]
    assert filled == sorted(set(filled))
    assert [frame for frame, _ in states] == [word.start for word in overlay.words]
    assert of_colour(states[-1][1], styles()["karaoke"].colour).sum() == 0


def test_nothing_is_lit_in_a_pause(desk: WorkDesk) -> None:
    said = (Said(text="Wait,", start=0, end=6), Said(text="what?", start=18, end=24))
    overlay = Overlay(role="caption", text="Wait, what?", style="word", words=said, frames=30)
    lit = {f: of_colour(p, styles()["word"].accent).any() for f, p in overlays.states(overlay, RATIOS["1:1"], desk)}
    assert lit == {0: True, 6: False, 18: True, 24: False}


@every_style
def test_letters_can_be_read_on_anything(style: str, desk: WorkDesk) -> None:
    """At least 4.5:1 between letters, lit or not, and the plate or outline around them."""
    look, size = styles()[style], RATIOS["1:1"]
    around = (look.outline_colour, 1.0) if look.outline else (look.plate_colour, look.plate_opacity)
    patch = overlays.states(caption(style, "en", size), size, desk)[0][1]
    shape = (*patch.pixels.shape[:2], 3)
    colours = {look.colour, look.accent} if look.emphasis != "none" else {look.colour}
    for ground in (np.full(shape, 255), np.zeros(shape), np.random.default_rng(7).integers(0, 256, shape)):
        seen = luminance(over(patch, ground))
        behind = seen[of_colour(patch, *around)]
        assert behind.size > 300
        for colour in colours:
            letters = seen[of_colour(patch, colour)]
            assert letters.size > 100
            light, dark = (letters, behind) if letters.mean() > behind.mean() else (behind, letters)
            assert (light.min() + 0.05) / (dark.max() + 0.05) >= 4.5


@every_style
@in_every_script
def test_titles_and_closing_words_stay_clear_of_captions(style: str, language: str, desk: WorkDesk) -> None:
    for size in (RATIOS["16:9"], RATIOS["9:16"]):
        top = solid(overlays.draw(caption(style, language, size), size, desk))[1]
        for role in ("title", "closing"):
            words = " ".join(LINES[language].split()[:5])[:24]
            title = Overlay(role=role, text=words, language=language, frames=48)
            assert solid(overlays.draw(title, size, desk))[3] < top


def test_capitals_only_where_the_script_has_them(desk: WorkDesk) -> None:
    def drawn(text: str, language: str) -> np.ndarray:
        overlay = Overlay(role="caption", text=text, language=language, style="big", frames=9)
        return overlays.draw(overlay, RATIOS["1:1"], desk).pixels

    assert np.array_equal(drawn("straße", "de"), drawn("STRASSE", "de"))
    assert np.array_equal(drawn("izmir", "tr"), drawn("İZMİR", "tr"))
    assert np.array_equal(drawn("ένας", "el"), drawn("ΕΝΑΣ", "el"))
    assert typeset.missing("ა") == {} and drawn("ქართული", "ka").any()


def test_an_unknown_style_is_refused_with_those_there_are(desk: WorkDesk) -> None:
    with pytest.raises(BadInput, match="comic") as refusal:
        overlays.draw(Overlay(role="caption", text="Hi", style="comic", frames=9), RATIOS["1:1"], desk)
    assert "karaoke" in refusal.value.hint


def top_of(overlay: Overlay, size: Size, desk: WorkDesk, *beside: Overlay) -> int:
    return solid(overlays.draw(overlay, size, desk, beside))[1]


@pytest.mark.parametrize("size", [RATIOS["16:9"], RATIOS["9:16"], RATIOS["1:1"]], ids=str)
@every_style
def test_a_caption_leaves_its_place_for_a_face_and_for_nothing_else(style: str, size: Size, desk: WorkDesk) -> None:
    usual = caption(style, "en", size)
    away = edited(usual, avoid=(Box(left=0.1, top=0.0, width=0.8, height=0.45),))
    assert top_of(away, size, desk) == top_of(usual, size, desk)
    face = Box(left=0.25, top=0.45, width=0.5, height=0.55)
    moved = edited(usual, avoid=(face,))
    _, top, _, bottom = solid(overlays.draw(moved, size, desk))
    assert safe_area(size).top - 2 <= top and bottom <= face.top * size.height
    assert top > 0.2 * size.height  # the nearest place, not the farthest
    assert {(patch.left, patch.top) for _, patch in overlays.states(moved, size, desk)} == {
        (patch.left, patch.top) for patch in [overlays.draw(moved, size, desk)]
    }


def test_a_caption_stays_where_no_place_is_free(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    usual = caption("classic", "en", size)
    crowded = edited(usual, avoid=(Box(left=0.0, top=0.0, width=1.0, height=1.0),))
    assert top_of(crowded, size, desk) == top_of(usual, size, desk)


def test_a_caption_that_moves_meets_no_other_words(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    name = Overlay(role="lower third", text="Maya Fernandes\nTea master", language="en", frames=48)
    moved = edited(caption("classic", "en", size), avoid=(Box(left=0.3, top=0.72, width=0.4, height=0.28),))
    _, top, _, bottom = solid(overlays.draw(moved, size, desk, [name]))
    its = solid(overlays.draw(name, size, desk))
    assert bottom <= its[1] or top >= its[3]
