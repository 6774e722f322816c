"""A figure's labels come with the voice, stay in their places in every script, and can be read on any ground."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from PIL import ImageColor

from pipelines.editors import overlays
from pipelines.editors.areas import Area
from pipelines.editors.overlays import Patch
from pipelines.editors.page import Page, safe_area
from pipelines.machinery import fonts, looks, typeset
from pipelines.narrators.spoken import written_words
from studio import editing
from studio.crew import WorkDesk
from studio.cut import CaptionStyle, Cut, Overlay, Said
from studio.errors import BadInput
from studio.film import Artifact, Box, Brief, Clip, Figure, Footage, Seen, Shot, Size, Speech, Word
from tests.pipelines.conftest import luminance, over, solid

FPS = Fraction(24)
SOUND = Artifact(digest="0" * 64, suffix=".wav")
WIDE, TALL = Size(width=640, height=360), Size(width=360, height=640)
PLACES = tuple(Box(left=0.05 + 0.31 * at, top=0.55, width=0.28, height=0.2) for at in range(3))
SCRIPTS = {
    "en": ("Slow-brewed tea, every day", "Ginger", "60 %"),
    "hi": ("हर सुबह ताज़ी क्षत्रिय चाय", "अदरक", "६० %"),
    "ta": ("ஒவ்வொரு நாளும் புதிய வாய்ப்பு", "இஞ்சி", "60 %"),
    "bn": ("প্রতিদিন সকালে তাজা চা", "আদা", "৬০ %"),
    "ar": ("قهوة طازجة كل صباح", "حبوب محمصة", "٦٠٪"),
    "ur": ("ہر گھر میں روشنی کا چراغ", "روشنی", "60 %"),
    "zh": ("每一口都是春天的味道", "高山茶叶", "60 %"),
    "sw": ("Maji safi kwa kila mtu", "Tangawizi", "3/4"),
}
LANGUAGES = [
    pytest.param(name, marks=pytest.mark.skipif(name == "zh" and not fonts.cjk("SC", False), reason="no CJK font"))
    for name in SCRIPTS
]


def label(text: str, language: str = "en", place: Box = PLACES[0], **more: object) -> Overlay:
    said = {"role": "label", "text": text, "language": language, "place": place, "frames": 96, **more}
    return Overlay.model_validate(said)


def spoken(text: str) -> Speech:
    """A line said at two words a second, in words as a voice gives them."""
    words = tuple(Word(text=word.text, start=n / 2, end=n / 2 + 0.4) for n, word in enumerate(written_words(text)))
    return Speech(sound=SOUND, seconds=len(words) / 2, words=words)


def cut_of(*shots: tuple[str, str, tuple[str, ...]], how: str = "dissolve", longer: int = 0) -> Cut:
    """An edit of figures, each a kind, what is said of it and its labels; the first shot can be longer."""
    plan = [
        Shot(id=str(n), says=says, shows=says, cut=how, figure=Figure(kind=kind, parts=labels, labels=labels))
        for n, (kind, says, labels) in enumerate(shots)
    ]
    speeches = [spoken(shot.says) for shot in plan]
    frames = [round((speech.seconds + 1) * FPS) for speech in speeches]
    frames[0] += longer
    slots = editing.slots(plan, frames, FPS)
    clips = [
        Clip(shot=shot.id, footage=Footage(video=SOUND, frames=slot.needs), seen=Seen(places=PLACES))
        for shot, slot in zip(plan, slots, strict=True)
    ]
    strips = [editing.Strip(*each) for each in zip(plan, speeches, slots, clips, strict=True)]
    return editing.assemble(Brief(text="A line.", size=WIDE), "en", strips, None, CaptionStyle())


def labels_of(cut: Cut) -> list[Overlay]:
    return [overlay for overlay in cut.overlays if overlay.role == "label"]


def spoken_frame(number: int) -> int:
    """The frame at which so manieth a word of a film's first line is heard."""
    return 5 + 12 * number


@pytest.mark.parametrize(
    ("says", "written", "number"),
    [
        ("Every morning we drink fresh tea together.", "Fresh TEA", 4),
        ("In 2024 already 60% of them came back.", "60 %", 3),
        ("At the café, we meet.", "Cafe", 2),
        ("हर सुबह ताज़ी चाय पीते हैं।", "ताज़ी चाय", 2),
        ("कुल ६० लोग आए थे।", "60", 1),
        ("نحمص حبوبنا كلَّ يوم هنا.", "كل يوم", 2),
        ("我们的茶来自高山，手工采摘。", "高山", 6),
        ("ஒவ்வொரு நாளும் புதிய வாய்ப்பு வரும்.", "வாய்ப்பு", 3),
    ],
)
def test_a_label_comes_just_before_the_voice_says_it(says: str, written: str, number: int) -> None:
    (overlay,) = labels_of(cut_of(("ring", says, (written,))))
    assert overlay.start == spoken_frame(number) - 4
    assert overlay.place == PLACES[0]


def test_labels_that_begin_alike_each_come_with_their_own_words() -> None:
    says = "Cold water sinks down, and then warm water rises up."
    first, second = labels_of(cut_of(("comparison", says, ("Water sinks", "Water rises"))))
    assert (first.start, second.start) == (spoken_frame(1) - 4, spoken_frame(7) - 4)


def test_labels_that_nobody_says_come_evenly_in_the_first_half_and_all_go_when_the_picture_goes() -> None:
    cut = cut_of(("list", "Nobody says what is on this card here.", ("Uno", "Due", "Tre")), ("ring", "Next.", ()))
    found, picture = labels_of(cut), cut.picture[0]
    starts = [overlay.start for overlay in found]
    assert starts[0] == 6 and starts[-1] < picture.frames / 2
    assert starts[1] - starts[0] == pytest.approx(starts[2] - starts[1], abs=1)
    assert picture.fade_out and {each.start + each.frames for each in found} == {picture.frames - picture.fade_out}


def test_captions_keep_off_the_places_of_labels_and_a_picture_without_places_has_none() -> None:
    cut = cut_of(("comparison", "Tea or coffee?", ("Tea", "Coffee")))
    (caption,) = (overlay for overlay in cut.overlays if overlay.role == "caption")
    assert caption.avoid == PLACES[:2]
    shot = Shot(id="0", shows="x", figure=Figure(kind="ring", parts=("x",), labels=("60 %",)))
    slot = editing.Slot(start=0, frames=48, fade_in=0, fade_out=0, lead=5)
    strip = editing.Strip(shot, None, slot, Clip(shot="0", footage=Footage(video=SOUND, frames=48)))
    assert not labels_of(editing.assemble(Brief(text="x"), "en", [strip], None, None))


def seen(overlay: Overlay, patch: Patch, frame: int, size: Size) -> np.ndarray:
    """The frame's pixels that an overlay makes, in straight alpha."""
    opacity, lower = overlays.appearance(overlay, frame, FPS)
    whole = np.zeros((2 * size.height, size.width, 4))
    top = round(patch.top + lower * size.short_side)
    whole[top : top + patch.pixels.shape[0], patch.left : patch.left + patch.pixels.shape[1]] = patch.pixels
    whole[..., 3] *= opacity
    return whole * (whole[..., 3:] > 0)


def film_frame(overlay: Overlay, beside: tuple[Overlay, ...], frame: int, desk: WorkDesk) -> np.ndarray:
    number = frame - overlay.start
    states = overlays.states(overlay, WIDE, desk, beside)
    patch = [patch for start, patch in states if start <= max(0, number)][-1]
    return seen(overlay, patch, number, WIDE)


def test_every_segment_shows_labels_as_the_whole_film_does(desk: WorkDesk) -> None:
    long = "First of all there is tea, and then after a long while of much else there comes incomprehensibility."
    quote = "Be the change that you wish to see"
    cut = cut_of(("comparison", long, ("Tea", "Incomprehensibility")), ("quote", f"She said: {quote}!", (quote,)))
    start, compared = 0, 0
    for segment in editing.segments(cut):
        inner = [overlay for overlay in segment.overlays if overlay.role == "label"]
        for frame in {*range(0, segment.frames, 7), segment.frames - 1}:
            shown = {each.text: each for each in inner if each.start <= frame < each.start + each.frames}
            whole = {each.text: each for each in labels_of(cut) if 0 <= start + frame - each.start < each.frames}
            assert shown.keys() == whole.keys()
            for text, overlay in shown.items():
                expected = film_frame(whole[text], cut.overlays, start + frame, desk)
                assert np.array_equal(film_frame(overlay, segment.overlays, frame, desk), expected), (text, frame)
                compared += 1
        start += segment.frames
    assert compared > 40


def test_labels_stay_as_they_are_when_an_earlier_shot_grows() -> None:
    shots = ("ring", "A first line.", ("Line",)), ("list", "Tea and milk and sugar.", ("Tea", "Milk", "Sugar"))
    before, after = (editing.segments(cut_of(*shots, longer=longer)) for longer in (0, 5))
    assert before[-1].overlays == after[-1].overlays and before[-1].overlays
    assert before[0] != after[0]


def bounds(patch: Patch) -> Area:
    return solid(patch, 0)


def within(place: Box, size: Size) -> Area:
    return Page(size, safe_area(size)).area(place).grown(0.02 * size.short_side, 0.02 * size.short_side)


@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_stays_in_its_place_and_has_all_its_letters(language: str, size: Size, desk: WorkDesk) -> None:
    for text in SCRIPTS[language]:
        assert not typeset.missing(text) and typeset.drawable(text) == text
        for place in (
            *PLACES,
            Box(left=0.0, top=0.9, width=1.0, height=0.1),
            Box(left=0.2, top=0.2, width=0.6, height=0.5),
        ):
            patch = overlays.draw(label(text, language, place), size, desk)
            assert within(place, size).holds(bounds(patch)), (text, place)
            assert bounds(patch).height > 8


@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
def test_a_word_of_24_letters_stays_in_a_narrow_place(size: Size, desk: WorkDesk) -> None:
    place = Box(left=0.4, top=0.3, width=0.14, height=0.2)
    patch = overlays.draw(label("Geschwindigkeitsmessgera", "de", place), size, desk)
    assert within(place, size).holds(bounds(patch))


def test_labels_of_a_picture_are_of_one_size_and_a_number_is_larger(desk: WorkDesk) -> None:
    short, long = label("Tea"), label("Slow-brewed milk tea", place=PLACES[1])
    alone, together = (overlays.draw(short, WIDE, desk, beside) for beside in ((), (short, long)))
    assert bounds(together).height < bounds(alone).height
    big = Box(left=0.1, top=0.1, width=0.8, height=0.6)
    assert (
        bounds(overlays.draw(label("60", place=big), WIDE, desk)).height
        > 1.5 * bounds(overlays.draw(label("Tea", place=big), WIDE, desk)).height
    )


def test_a_label_without_a_place_and_letters_without_a_font_are_refused(desk: WorkDesk) -> None:
    with pytest.raises(BadInput, match="place"):
        overlays.draw(Overlay(role="label", text="Tea", frames=9), WIDE, desk)
    with pytest.raises(BadInput, match="font"):
        overlays.draw(label("\U0001e900\U0001e901"), WIDE, desk)
    assert not overlays.draw(label("😀"), WIDE, desk).pixels.any()


def inked(patch: Patch, look: str) -> np.ndarray:
    """Where a patch is purely the ink of its look."""
    ink = ImageColor.getrgb(looks.look_named(look).type.labels.ink)
    return (patch.pixels[..., 3] == 255) & (np.abs(patch.pixels[..., :3].astype(int) - ink).max(-1) <= 2)


@pytest.mark.parametrize("ground", [255, 128, 0])
@pytest.mark.parametrize("look", looks.names())
def test_a_label_can_be_read_on_any_ground(look: str, ground: int, desk: WorkDesk) -> None:
    patch = overlays.draw(label("Slow-brewed tea", style=look), Size(width=1280, height=720), desk)
    alpha = patch.pixels[..., 3:].astype(float) / 255
    letters, plate = inked(patch, look), np.abs(alpha[..., 0] - np.median(alpha[alpha > 0])) < 0.01
    assert letters.sum() > 300 and plate.sum() > letters.sum()
    light = luminance(over(patch, ground))
    ink, behind = light[letters].mean(), light[plate].mean()
    assert (max(ink, behind) + 0.05) / (min(ink, behind) + 0.05) >= 4.5


@pytest.mark.parametrize(("language", "way"), [("en", 1), ("ar", -1)])
def test_a_quote_comes_word_by_word_and_no_line_moves(language: str, way: int, desk: WorkDesk) -> None:
    words = SCRIPTS[language][0].split()
    said = tuple(Said(text=word, start=4 + 10 * n, end=12 + 10 * n) for n, word in enumerate(words))
    place = Box(left=0.1, top=0.2, width=0.8, height=0.2)
    quote = label(" ".join(words), language, place, words=said)
    states = overlays.states(quote, WIDE, desk)
    assert [frame for frame, _ in states] == [0, *(word.start for word in said)]
    full = states[-1][1]
    assert np.array_equal(full.pixels, overlays.draw(quote, WIDE, desk).pixels)
    assert not inked(states[0][1], "flat").any()
    middles = []
    for (_, before), (_, after) in pairwise(states):
        assert (before.left, before.top, before.pixels.shape) == (full.left, full.top, full.pixels.shape)
        new = inked(after, "flat") & ~inked(before, "flat")
        assert new.any() and not (inked(before, "flat") & ~inked(after, "flat")).any()
        middles.append(np.flatnonzero(new.any(0)).mean())
    assert all(way * (right - left) > 0 for left, right in pairwise(middles))
    assert all(overlays.appearance(quote, frame, FPS)[1] == 0 for frame in range(96))


def test_a_quote_is_timed_by_its_own_words_in_scripts_with_and_without_spaces() -> None:
    (quote,) = labels_of(cut_of(("quote", 'She said: "Be the change."', ("Be the change.",))))
    assert [(word.text, quote.start + word.start) for word in quote.words] == [
        (text, spoken_frame(2 + at)) for at, text in enumerate(("Be", "the", "change."))
    ]
    (quote,) = labels_of(cut_of(("quote", "他说：学无止境。", ("学无止境",))))
    assert "".join(word.text for word in quote.words) == "学无止境"
    assert [quote.start + word.start for word in quote.words] == [spoken_frame(2 + at) for at in range(4)]


def test_a_label_rises_into_its_place_in_half_a_second_and_is_gone_with_its_last_frame() -> None:
    tea = label("Tea")
    states = [overlays.appearance(tea, frame, FPS) for frame in range(96)]
    opacity, lower = zip(*states[:13], strict=True)
    assert list(opacity) == sorted(opacity) and list(lower) == sorted(lower, reverse=True)
    assert opacity[0] < 0.3 and lower[0] < 0.03 and states[12] == (1.0, 0.0)
    assert states[87][0] == 1.0 and states[95][0] < 0.2
