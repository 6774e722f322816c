"""Lower thirds, call-outs, small print and the progress bar: legible, in their places, and off each other."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageColor

from pipelines.editors import lettering, overlays, planes, timeline
from pipelines.editors.areas import Area
from pipelines.editors.page import safe_area
from pipelines.machinery import fonts
from studio.crew import WorkDesk
from studio.cut import Overlay
from studio.errors import BadInput, TooMuch
from studio.film import RATIOS, Box, Margins, Size
from tests.pipelines.conftest import solid

SIZES = [RATIOS["16:9"], RATIOS["9:16"], RATIOS["1:1"], Size(width=320, height=180)]
COVERED = Margins(top=0.13, right=0.16, bottom=0.23, left=0.06)
WORDS = {
    "en": ("Slow-brewed daily", "Maya Fernandes\nTea master", "Ginger root", "Our chai is brewed daily.", "T&Cs."),
    "hi": ("हर सुबह ताज़ी चाय", "मीरा शर्मा\nचाय विशेषज्ञ", "ताज़ा अदरक", "क्षत्रिय और ज्ञानी दोनों कहते हैं।", "नियम लागू।"),
    "ta": ("இன்றே தொடங்குங்கள்", "மீனா குமார்\nதேநீர் வல்லுநர்", "இஞ்சி", "ஒவ்வொரு நாளும் புதிய வாய்ப்பு.", "விதிகள் பொருந்தும்."),
    "ar": ("قهوة كل صباح", "ليلى حداد\nخبيرة القهوة", "حبوب محمصة", "نحمص حبوبنا كل يوم (هنا).", "تطبق الشروط."),
    "zh": ("一杯好茶", "林美华\n茶艺师", "高山茶叶", "我们的茶来自高山，手工采摘。", "须遵守条款。"),
}  # fmt: skip
LANGUAGES = [
    pytest.param(name, marks=pytest.mark.skipif(name == "zh" and not fonts.cjk("SC", False), reason="no CJK font"))
    for name in WORDS
]
NEW = ("lower third", "callout", "legal")


def label(role: str, text: str, language: str = "en", **more: object) -> Overlay:
    place = {"x": 0.5, "y": 0.5} if role == "callout" else {}
    return Overlay.model_validate({"role": role, "text": text, "language": language, "frames": 48, **place, **more})


def everything(language: str, **more: object) -> list[Overlay]:
    roles = ("title", "lower third", "callout", "caption", "legal")
    return [label(role, text, language, **more) for role, text in zip(roles, WORDS[language], strict=True)]


def inside(box: Area, safe: Area) -> bool:
    return safe.grown(2, 2).holds(box)


@pytest.mark.parametrize(("size", "margins"), [*((size, Margins()) for size in SIZES), (RATIOS["9:16"], COVERED)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_at_once_stand_in_the_safe_area_and_off_each_other(
    language: str, size: Size, margins: Margins, desk: WorkDesk
) -> None:
    together = everything(language, margins=margins)
    boxes = {each.role: solid(overlays.draw(each, size, desk, together)) for each in together}
    assert all(inside(box, safe_area(size, margins)) for box in boxes.values()), boxes
    for one, other in combinations(boxes, 2):
        assert not boxes[one].shared(boxes[other]), (one, other)


@pytest.mark.parametrize("style", ["big", "karaoke", "boxed"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_lower_third_and_a_callout_stand_above_captions_of_any_style(
    size: Size, style: str, desk: WorkDesk
) -> None:
    long = "Every word of this caption is needed to fill two lines of it."
    caption = solid(overlays.draw(label("caption", long, style=style), size, desk))
    for role, text in (("lower third", "Maya Fernandes\nTea master"), ("callout", "Ginger root")):
        assert solid(overlays.draw(label(role, text, style=style), size, desk)).bottom < caption.top


def test_a_lower_third_stands_at_the_foot_of_a_film_without_captions(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    box = solid(overlays.draw(label("lower third", "Maya Fernandes", style="off"), size, desk))
    assert box.bottom == pytest.approx(safe_area(size).bottom, abs=2)


def test_a_lower_third_begins_where_its_readers_begin(desk: WorkDesk) -> None:
    size = RATIOS["16:9"]
    safe = safe_area(size)
    assert solid(overlays.draw(label("lower third", WORDS["en"][1]), size, desk)).left == pytest.approx(
        safe.left, abs=2
    )
    box = solid(overlays.draw(label("lower third", WORDS["ar"][1], "ar"), size, desk))
    assert box.right == pytest.approx(safe.right, abs=2) and box.left > size.width / 2


@pytest.mark.parametrize("size", SIZES[:3], ids=str)
def test_a_callout_marks_its_point_and_stands_on_the_side_with_room(size: Size, desk: WorkDesk) -> None:
    for x in (0.1, 0.25, 0.75, 0.85):
        for y in (0.02, 0.3, 0.5):
            patch = overlays.draw(label("callout", "Ginger", x=x, y=y), size, desk)
            column, row = round(x * size.width), round(y * size.height)
            assert tuple(patch.pixels[row - patch.top, column - patch.left][:3]) == ImageColor.getrgb(
                lettering.ACCENT
            )
            box = solid(patch)
            assert (box.right - column > column - box.left) == (x < 0.5)


def test_a_callout_keeps_off_faces(desk: WorkDesk) -> None:
    size, face = RATIOS["16:9"], Box(left=0.55, top=0.2, width=0.3, height=0.6)
    patch = overlays.draw(label("callout", "Ginger root", avoid=(face,)), size, desk)
    assert solid(patch).right <= face.left * size.width


def test_a_callout_that_points_nowhere_is_refused(desk: WorkDesk) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        overlays.draw(label("callout", "Ginger", x=None), RATIOS["1:1"], desk)


@pytest.mark.parametrize("size", SIZES[:3], ids=str)
def test_small_print_is_as_high_as_the_rules_for_television_ask(size: Size, desk: WorkDesk) -> None:
    patch = overlays.draw(label("legal", "lp"), size, desk)
    letters = (patch.pixels[..., 0] > 200) & (patch.pixels[..., 3] > 200)
    rows = np.flatnonzero(letters.any(1))
    assert rows[-1] + 1 - rows[0] >= 26 / 1080 * size.short_side - 1


def test_small_print_too_long_to_be_read_is_refused(desk: WorkDesk) -> None:
    with pytest.raises(TooMuch, match="small print"):
        overlays.draw(label("legal", "Terms and conditions apply. " * 12), RATIOS["9:16"], desk)


@pytest.mark.parametrize("role", ["lower third", "callout"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_long_words_wrap_and_shrink(size: Size, role: str, desk: WorkDesk) -> None:
    text = (
        "Professor Dr. Wilhelmina Konstantinopolsky-Featherstonehaugh\nKindergeburtstagsvorbereitungen "
        + "and more " * 9
    )
    assert inside(solid(overlays.draw(label(role, text), size, desk)), safe_area(size))


@pytest.mark.parametrize("role", NEW)
def test_emoji_alone_show_nothing_and_letters_without_a_font_are_refused(role: str, desk: WorkDesk) -> None:
    assert not overlays.draw(label(role, "😀"), RATIOS["16:9"], desk).pixels.any()
    with pytest.raises(BadInput, match="font"):
        overlays.draw(label(role, "\U0001e900\U0001e901"), RATIOS["16:9"], desk)


def test_a_logo_and_an_end_card_keep_off_what_a_platform_covers(desk: WorkDesk) -> None:
    file = desk.scratch(".png")
    Image.new("RGBA", (300, 100), (200, 30, 60, 255)).save(file)
    image, size = desk.keep(file), RATIOS["9:16"]
    safe = safe_area(size, COVERED)
    for role in ("logo", "bug"):
        assert inside(solid(overlays.draw(label(role, "", image=image, margins=COVERED), size, desk)), safe)
    assert inside(solid(overlays.draw(label("closing", "Kulhad\nOrder today", margins=COVERED), size, desk)), safe)


def test_a_progress_bar_is_exact_in_every_frame(desk: WorkDesk) -> None:
    size, frames, fps = RATIOS["16:9"], 70, Fraction(30000, 1001)
    overlay = Overlay(role="progress", start=-20, frames=frames)
    stamp = timeline.Stamp(overlay, overlays.states(overlay, size, desk), size, fps)
    full, lengths = None, []
    for number in reversed(range(frames)):
        light, _, _ = planes.split(stamp.over(planes.blank(size), float((number + Fraction(1, 2)) / fps)))
        row = light[-1].astype(float) - 16
        full = row[0] if full is None else full
        assert (light[: size.height - 8] == 16).all()
        assert (np.diff(row) <= 0).all()
        lengths.append(row.sum() / full)
    expected = [size.width * (number + 1) / frames for number in reversed(range(frames))]
    assert lengths == pytest.approx(expected, abs=0.05)
    assert lengths[0] == size.width
