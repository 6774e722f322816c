"""Captions, titles and end cards stand inside the safe area, clear of each other, and can be read on anything."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipelines.editors import overlays
from pipelines.editors.page import safe_area
from pipelines.machinery import fonts, typeset
from studio.crew import WorkDesk
from studio.cut import Overlay
from studio.errors import BadInput
from studio.film import RATIOS, Box, Size
from tests.pipelines.conftest import luminance, over, solid

SIZES = [*RATIOS.values(), Size(width=320, height=180), Size(width=1920, height=816)]
WORDS = {
    "en": ("One cup that keeps you going all day", "Our chai is slow-brewed with ginger, cardamom and fresh milk."),
    "hi": ("शिक्षा ही असली शक्ति है", "क्षत्रिय और ज्ञानी दोनों कहते हैं: अच्छी शिक्षा सबका अधिकार है।"),
    "ta": ("இன்றே தொடங்குங்கள்", "ஒவ்வொரு நாளும் கொண்டு வரும் புதிய வாய்ப்புகளைப் பயன்படுத்துங்கள்."),
    "ar": ("قهوة طازجة كل صباح", "نحمص حبوبنا كل يوم (في المدينة) ونقدمها بسعر 20 ريالًا."),
    "ur": ("ہر گھر میں روشنی", "یہ ایک ایسا چراغ ہے جو سارا دن سورج کی روشنی سے چلتا ہے۔"),
    "zh": ("一杯好茶，温暖一天", "我们的茶来自高山，手工采摘，慢火烘焙，每一口都是春天的味道。"),
}
LANGUAGES = [
    pytest.param(name, marks=pytest.mark.skipif(name == "zh" and not fonts.cjk("SC", False), reason="no CJK font"))
    for name in WORDS
]


def words(role: str, text: str, language: str = "en") -> Overlay:
    return Overlay(role=role, text=text, language=language, frames=48)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_in_the_safe_area_and_clear_of_each_other(language: str, size: Size, desk: WorkDesk) -> None:
    title, says = WORDS[language]
    safe = safe_area(size)
    boxes = {}
    for role, text in (("caption", says), ("title", title), ("closing", f"{title}\n{says}")):
        patch = overlays.draw(words(role, text, language), size, desk)
        assert patch.left % 2 == patch.top % 2 == patch.pixels.shape[0] % 2 == patch.pixels.shape[1] % 2 == 0
        left, top, right, bottom = boxes[role] = solid(patch)
        assert left >= safe.left - 2 and top >= safe.top - 2
        assert right <= safe.right + 2 and bottom <= safe.bottom + 2
    assert boxes["title"][3] < boxes["caption"][1]
    assert boxes["closing"][3] < boxes["caption"][1]


@pytest.mark.parametrize("size", RATIOS.values(), ids=str)
def test_a_very_long_caption_keeps_every_word_in_two_lines(size: Size, desk: WorkDesk) -> None:
    text = "Kindergeburtstagsvorbereitungen " * 4
    patch = overlays.draw(words("caption", text, "de"), size, desk)
    font = safe_area(size).bottom - solid(patch, 100)[1]
    assert font < 0.2 * size.height
    lines = typeset.fit(text, 0.7 * size.width, 0.054 * size.short_side, 2, floor=0.3)[0]
    assert " ".join(lines).split() == text.split()


def test_captions_can_be_read_on_white_on_black_and_on_noise(desk: WorkDesk) -> None:
    patch = overlays.draw(words("caption", WORDS["en"][1]), RATIOS["16:9"], desk)
    shape = (*patch.pixels.shape[:2], 3)
    noise = np.random.default_rng(7).integers(0, 256, shape)
    letters = (patch.pixels[..., 3] == 255) & (patch.pixels[..., 0] > 250)
    plate = (patch.pixels[..., 3] > 160) & (patch.pixels[..., 0] < 20)
    assert letters.sum() > 1000 and plate.sum() > 1000
    for ground in (np.full(shape, 255), np.zeros(shape), noise):
        seen = luminance(over(patch, ground))
        assert (seen[letters].min() + 0.05) / (seen[plate].max() + 0.05) >= 4.5


def test_a_title_can_be_read_on_white(desk: WorkDesk) -> None:
    patch = overlays.draw(words("title", "Hold on"), RATIOS["16:9"], desk)
    seen = over(patch, np.full((*patch.pixels.shape[:2], 3), 255))
    row = luminance(seen)[round(patch.pixels.shape[0] * 0.62)]  # through the letters' middle
    assert (1.05) / (row.min() + 0.05) >= 3.0  # WCAG 2.1 asks 3:1 of large bold letters


def test_a_title_in_arabic_stands_at_the_right(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    left, _, right, _ = solid(overlays.draw(words("title", WORDS["ar"][0], "ar"), size, desk))
    assert right > 0.9 * size.width and left > 0.3 * size.width
    left, _, right, _ = solid(overlays.draw(words("title", WORDS["en"][0], "en"), size, desk))
    assert left < 0.1 * size.width and right < 0.7 * size.width


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
@pytest.mark.parametrize("shape", [(900, 90), (100, 300)], ids=str)
def test_a_logo_is_never_stretched_and_clear_of_the_words(
    size: Size, shape: tuple[int, int], desk: WorkDesk, tmp_path: Path
) -> None:
    file = tmp_path / "logo.png"
    picture = Image.new("RGBA", (shape[0] + 40, shape[1] + 40))
    picture.paste((200, 30, 60, 255), (20, 20, 20 + shape[0], 20 + shape[1]))
    picture.save(file)
    image = desk.keep(file)
    safe = safe_area(size)
    for mark, role in (("bug", "title"), ("logo", "closing")):
        patch = overlays.draw(Overlay(role=mark, image=image, frames=48), size, desk)
        left, top, right, bottom = solid(patch)
        assert (right - left) / (bottom - top) == pytest.approx(shape[0] / shape[1], rel=0.3, abs=0.15)
        assert left >= safe.left and right <= safe.right + 2 and top >= safe.top - 2
        for language in ("en", "ar"):
            box = solid(overlays.draw(words(role, WORDS[language][0], language), size, desk))
            assert box[1] > bottom or box[2] < left


def test_a_logo_that_is_no_picture_is_refused(desk: WorkDesk, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_text("not a picture")
    with pytest.raises(BadInput, match="logo"):
        overlays.draw(Overlay(role="logo", image=desk.keep(file), frames=9), RATIOS["1:1"], desk)


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(30000, 1001), Fraction(60)])
@pytest.mark.parametrize("frames", [2, 30, 200])
def test_words_come_and_go_smoothly_and_only_in_their_time(frames: int, fps: Fraction) -> None:
    for role in overlays.ENTRANCES:
        overlay = Overlay(role=role, start=-3, frames=frames)
        states = [overlays.appearance(overlay, frame, fps) for frame in range(frames)]
        opacity = [state[0] for state in states]
        assert min(opacity) > 0 and max(opacity) <= 1
        assert max(abs(b - a) for a, b in pairwise(opacity)) < 0.67
        assert [state[1] for state in states] == sorted((state[1] for state in states), reverse=True)
        assert overlays.appearance(overlay, -1, fps)[0] == overlays.appearance(overlay, frames, fps)[0] == 0
        if frames == 200:
            assert states[100] == pytest.approx((1.0, 0.0))


@pytest.mark.parametrize("language", ["en", "ar", "hi"])
@pytest.mark.parametrize("look", ["flat", "bold"])
@pytest.mark.parametrize(
    "face",
    [Box(left=0.38, top=0.14, width=0.24, height=0.16), Box(left=0.2, top=0.36, width=0.6, height=0.3)],
    ids=["high", "low"],
)
def test_a_title_in_a_tall_picture_covers_nothing_that_it_avoids(
    face: Box, look: str, language: str, desk: WorkDesk
) -> None:
    size = RATIOS["9:16"]
    title = words("title", WORDS[language][0], language).model_copy(update={"style": look})
    as_usual = solid(overlays.draw(title, size, desk))
    top, foot = face.top * size.height, (face.top + face.height) * size.height
    assert look == "flat" or (as_usual[1] < foot and as_usual[3] > top)
    moved = solid(overlays.draw(title.model_copy(update={"avoid": (face,)}), size, desk))
    assert moved[3] <= top or moved[1] >= foot
    assert moved[2] - moved[0] > 0.3 * size.width  # it is still a title
    assert moved[1] >= safe_area(size).top - 2


def test_a_title_of_nothing_but_emoji_shows_nothing(desk: WorkDesk) -> None:
    assert not overlays.draw(words("title", "😀"), RATIOS["16:9"], desk).pixels.any()
