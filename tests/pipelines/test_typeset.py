"""Text of every script is shaped, measured, broken and drawn as its readers expect."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.machinery import fonts, linebreak, shaping, typeset
from pipelines.machinery.svg import escape, render
from studio.errors import BadInput

SIZE = 48
CJK = fonts.cjk("SC", False)
needs_cjk = pytest.mark.skipif(CJK is None, reason="no CJK font on this machine: apt-get install fonts-noto-cjk")

LINES = {
    "hi": "क्षत्रिय और ज्ञान की शिक्षा",
    "ta": "ஒவ்வொரு நாளும் கொண்டு வரும்",
    "te": "స్త్రీ శక్తి ప్రారంభం",
    "bn": "শ্রদ্ধা ও জ্ঞান, বিদ্যার্থী",
    "ar": "السلام عليكم ورحمة الله",
    "ur": "یہ ایک روشن چراغ ہے",
    "ml": "സ്ത്രീ ശക്തി",
    "km": "ខ្មែរ ភាសា",
}
FAMILIES = {
    "hi": "NotoSansDevanagari",
    "ta": "NotoSansTamil",
    "te": "NotoSansTelugu",
    "bn": "NotoSansBengali",
    "ar": "NotoSansArabic",
    "ur": "NotoNastaliqUrdu",
    "ml": "NotoSansMalayalam",
    "km": "NotoSansKhmer",
}


def ink_of(drawing: str, files: tuple[str, ...] = ()) -> np.ndarray:
    """Opacity of a drawing on an ample sheet, cropped to its ink; it must not touch the sheet's edge."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="300">{drawing}</svg>'
    alpha = render(svg, 1400, 300, files)[..., 3]
    assert not (alpha[0].any() or alpha[-1].any() or alpha[:, 0].any() or alpha[:, -1].any())
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    return alpha[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(float) / 255


def ours(text: str, language: str = "") -> np.ndarray:
    return ink_of(typeset.svg_text(text, 100, 160, SIZE, anchor="start", language=language))


def by_resvg(text: str, face: fonts.Typeface) -> np.ndarray:
    """The same words as SVG <text>: resvg brings a shaper and a glyph reader of its own."""
    embedded = f"\u202b{text}\u202c" if typeset.right_to_left(text) else text
    words = (
        f'<text x="100" y="160" font-size="{SIZE}" font-family="{face.family}" fill="#fff">{escape(embedded)}</text>'
    )
    return ink_of(words, (face.path,))


def one_by_one(text: str, language: str) -> np.ndarray:
    """Each character set by itself from left to right, as software does that does not shape."""
    pen, parts = 100.0, []
    for character in text:
        parts.append(typeset.svg_text(character, pen, 160, SIZE, anchor="start", language=language))
        pen += typeset.width(character, SIZE, language=language)
    return ink_of("".join(parts))


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of two inks, laid corner on corner."""
    height, width = max(one.shape[0], other.shape[0]), max(one.shape[1], other.shape[1])
    sheets = np.zeros((2, height, width))
    for sheet, ink in zip(sheets, (one, other), strict=True):
        sheet[: ink.shape[0], : ink.shape[1]] = ink
    return float(sheets.min(0).sum() / sheets.max(0).sum())


@pytest.mark.parametrize("language", LINES)
def test_words_are_shaped_as_another_shaper_does_it(language: str) -> None:
    text, face = LINES[language], fonts.bundled(FAMILIES[language], False)
    drawn = ours(text, language)
    assert overlap(drawn, by_resvg(text, face)) > 0.9
    assert overlap(drawn, one_by_one(text, language)) < 0.7


@needs_cjk
def test_chinese_is_drawn_in_a_font_of_this_machine() -> None:
    text = "一杯好茶，温暖一天。"
    assert CJK is not None
    assert overlap(ours(text, "zh"), by_resvg(text, CJK)) > 0.9


@needs_cjk
@pytest.mark.skipif(CJK is not None and "Noto Sans CJK" not in CJK.family, reason="not a pan-CJK font")
def test_the_same_ideograph_takes_each_country_s_shape() -> None:
    assert overlap(ours("骨直", "zh"), ours("骨直", "ja")) < 0.98


@pytest.mark.parametrize("language", LINES)
def test_every_letter_has_a_glyph_and_the_measure_agrees_with_the_ink(language: str) -> None:
    text = LINES[language]
    for bold in (False, True):
        assert all(glyph.id for glyph in shaping.shape(text, bold, language).glyphs)
    left, top, right, bottom = typeset.ink(text, SIZE, language=language)
    drawn = ours(text, language)
    assert drawn.shape[1] == pytest.approx(right - left, abs=2)
    assert drawn.shape[0] == pytest.approx(bottom - top, abs=2)
    assert typeset.width(text, SIZE, language=language) == pytest.approx(drawn.shape[1], rel=0.03)


def test_hindi_between_english_words_is_shaped_like_hindi_alone() -> None:
    mixed = shaping.shape("Buy शिक्षा now").glyphs
    alone = shaping.shape("शिक्षा").glyphs
    assert [g.id for g in mixed if g.face == alone[0].face and g.id in {a.id for a in alone}] == [g.id for g in alone]


def seen(text: str, language: str = "") -> str:
    """The text as it stands on the page from left to right, brackets mirrored as HarfBuzz mirrors them."""
    stretches = shaping.runs(text, False, language)
    order = shaping.bidi.visual_order([run.level for run in stretches])
    mirror = str.maketrans("()", ")(")
    words = [run.text[::-1].translate(mirror) if run.level % 2 else run.text for run in stretches]
    return "".join(words[at] for at in order)


@pytest.mark.parametrize(
    ("text", "language", "from_left_to_right"),
    [
        ("سلام.", "ar", ".مالس"),
        ("سعر 20 ريال", "ar", "لاير 20 رعس"),
        ("שלום (abc) 12.5%!", "he", "!12.5% (abc) םולש"),
        ("abc אבג 12 def", "", "abc 12 גבא def"),
        ("Reelwright یہ ہے۔", "ur", "۔ےہ ہی Reelwright"),
        ("Only English.", "ar", "Only English."),
    ],
)
def test_lines_run_from_the_side_their_readers_begin_at(text: str, language: str, from_left_to_right: str) -> None:
    assert seen(text, language) == from_left_to_right


PARAGRAPHS = {
    "en": "Our chai is slow-brewed with fresh ginger, cardamom and milk from nearby farms.",
    "hi": "क्षत्रिय और ज्ञानी दोनों कहते हैं: अच्छी शिक्षा हर बच्चे का अधिकार है।",
    "th": "สวัสดีครับทุกคน วันนี้เราจะพูดถึงเรื่องแมวที่น่ารักที่สุดในโลก",
    "zh": "我们的茶来自高山，手工采摘，慢火烘焙，每一口都是春天的味道。",
    "ar": "نحمص حبوبنا كل يوم (في المدينة) ونقدمها مع الابتسامة.",
}


@pytest.mark.parametrize("language", [pytest.param(k, marks=needs_cjk if k == "zh" else ()) for k in PARAGRAPHS])
def test_lines_fit_and_end_only_where_the_script_allows(language: str) -> None:
    text = PARAGRAPHS[language]
    for width in (220, 400, 900):
        lines = typeset.lines(text, width, 30, language=language)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(typeset.width(line, 30, language=language) <= width + 0.01 for line in lines)
        if language != "th":  # Thai writes no spaces: its lines may end between any two syllables
            allowed = {"".join("".join(linebreak.pieces(text)[:n]).split()) for n in range(1, 99)}
            ends = {"".join("".join(lines[:n]).split()) for n in range(1, len(lines) + 1)}
            assert ends <= allowed


def test_no_line_begins_with_a_sign_that_belongs_to_the_line_before() -> None:
    for text in PARAGRAPHS.values():
        for width in range(120, 700, 90):
            assert not [line for line in typeset.lines(text, width, 30) if line[0] in ",.।，。，:：؟"]


def test_two_lines_are_even_and_break_after_a_thought() -> None:
    assert typeset.lines("When the sun goes down, the lamps come on.", 420, 30) == [
        "When the sun goes down,",
        "the lamps come on.",
    ]
    lines = typeset.lines(PARAGRAPHS["en"], 700, 30)
    one, two = (typeset.width(line, 30) for line in lines)
    assert min(one, two) > 0.75 * max(one, two)


def test_never_more_lines_than_asked_for() -> None:
    lines = typeset.lines(PARAGRAPHS["hi"] * 3, 300, 30, most=2, language="hi")
    assert len(lines) == 2
    assert "".join("".join(lines).split()) == "".join(PARAGRAPHS["hi"].split()) * 3


def test_a_word_of_four_hundred_letters_does_not_overflow() -> None:
    lines, size = typeset.fit("a" * 400, 600, 40, 2)
    assert len(lines) == 2
    assert all(typeset.width(line, size) <= 600 for line in lines)


def test_a_long_text_is_set_smaller_before_anything_is_cut() -> None:
    lines, size = typeset.fit(PARAGRAPHS["hi"], 420, 40, 2, language="hi")
    assert " ".join(lines) == PARAGRAPHS["hi"]
    assert 20 <= size < 40


def test_emoji_are_dropped_and_letters_never() -> None:
    assert typeset.drawable("Hi 😀👩‍👩‍👧 नमस्ते ✓ 1️⃣ ₹499 → \ue000") == "Hi नमस्ते ✓ 1 ₹499 →"
    assert typeset.drawable("ক্‍ষ") == "ক্‍ষ"


def test_a_script_without_a_font_is_named_with_what_to_install() -> None:
    with pytest.raises(BadInput, match="Khitan") as caught:
        typeset.require("Hello \U00018b00")
    assert "fonts-noto" in caught.value.hint
    typeset.require("Hello नमस्ते 😀")


def test_user_text_cannot_break_out_of_the_drawing() -> None:
    drawing = typeset.svg_text('</g><script>"&', 700, 160, SIZE, fill='"><image href="x"/>')
    assert "<script" not in drawing
    assert "<image" not in drawing
    assert ink_of(typeset.svg_text("</g>&", 700, 160, SIZE)).any()
