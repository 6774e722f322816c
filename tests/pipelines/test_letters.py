"""A brand's own font comes in plain or not at all, and sets what it can set."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from pipelines import catalog
from pipelines.machinery import fonts, shaping, typeset
from studio.errors import BadInput

NOTO = Path(catalog.__file__).parent.parent / "assets/fonts"
LATIN, HINDI = NOTO / "NotoSans-Regular.ttf", NOTO / "NotoSansDevanagari-Regular.ttf"


def taken(file: Path) -> Path:
    out = file.parent / "taken.otf"
    catalog.take_in_font(file, out)
    return out


def built(file: Path, letters: str = "AB", rights: int = 0, weights: tuple[int, int, int] | None = None) -> Path:
    """A font whose letters are boxes, as wide as they are heavy where its weight varies."""
    names = {sign: f"u{ord(sign):04X}" for sign in letters}
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(sign): name for sign, name in names.items()})
    builder.setupGlyf({".notdef": box(0), **{name: box(300) for name in names.values()}})
    builder.setupHorizontalMetrics({".notdef": (500, 0), **dict.fromkeys(names.values(), (600, 50))})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    if weights:
        builder.setupFvar([("wght", *weights, "Weight")], [])
        wider = [(0, 0), (200, 0), (200, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
        builder.setupGvar({name: [variation(wider)] for name in names.values()})
    builder.font["fpgm"] = newTable("fpgm")
    builder.font["fpgm"].program = program()
    builder.save(file)
    return file


def box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0)), pen.lineTo((50 + width, 0)), pen.lineTo((50 + width, 700)), pen.lineTo((50, 700))
    pen.closePath()
    return pen.glyph()


def variation(moves: list[tuple[int, int]]) -> TupleVariation:
    return TupleVariation({"wght": (0.0, 1.0, 1.0)}, moves)


def program() -> Program:
    found = Program()
    found.fromBytecode(b"\xb0\x00")
    return found


def test_a_font_comes_in_with_its_outlines_and_nothing_else(tmp_path: Path) -> None:
    font = TTFont(taken(built(tmp_path / "boxes.ttf")))
    assert not {"fpgm", "prep", "SVG ", "CBDT", "fvar", "DSIG"} & set(font.keys())
    assert font["hmtx"]["u0041"] == (600, 50)
    assert fonts.draws(str(tmp_path / "taken.otf"), "A B")
    assert not fonts.draws(str(tmp_path / "taken.otf"), "A C")


@pytest.mark.parametrize(("weights", "share"), [((100, 400, 900), 0.6), ((300, 400, 500), 1.0), ((100, 400, 400), 0)])
def test_of_a_variable_font_the_bold_is_taken(tmp_path: Path, weights: tuple[int, int, int], share: float) -> None:
    face = fonts.Typeface(str(taken(built(tmp_path / "boxes.ttf", weights=weights))))
    width = face.font.get_glyph_extents(face.font.get_nominal_glyph(ord("A"))).width
    assert width == pytest.approx(300 + 200 * share, abs=2)


def spoilt(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(change(LATIN.read_bytes()))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "words.ttf": (lambda file: file.write_text("not a font"), "is not a font"),
    "empty.otf": (lambda file: file.touch(), "is empty"),
    "page.ttf": (lambda file: file.write_bytes(b"wOF2" + bytes(100)), "font for web pages"),
    "several.ttf": (lambda file: file.write_bytes(b"ttcf" + bytes(100)), "collection"),
    "short.ttf": (spoilt(lambda data: data[: len(data) // 3]), "damaged"),
    "noise.ttf": (spoilt(lambda data: data[:4] + struct.pack(">H", 60000) + data[6:5000]), "damaged"),
    "closed.ttf": (lambda file: built(file, rights=0x0002), "does not allow"),
    "bitmaps.ttf": (lambda file: built(file, rights=0x0200), "does not allow"),
    "icons.ttf": (lambda file: built(file, letters="\ue000\ue001"), "draws no letters"),
    "absent.ttf": (lambda file: None, "There is no font"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_usable_font_is_refused_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    spoil, told = BAD[name]
    spoil(tmp_path / name)
    with pytest.raises(BadInput, match=told) as refused:
        taken(tmp_path / name)
    assert refused.value.hint
    assert str(tmp_path) not in str(refused.value)
    assert not (tmp_path / "taken.otf").exists()


@pytest.mark.parametrize("rights", [0x0004, 0x0006, 0x0008, 0x0100])
def test_rights_to_print_edit_or_embed_whole_are_enough_for_a_film(tmp_path: Path, rights: int) -> None:
    assert taken(built(tmp_path / "boxes.ttf", rights=rights)).exists()


def test_a_text_is_set_in_one_font_and_only_where_that_shapes_its_script(tmp_path: Path) -> None:
    latin, hindi = (str(taken(copied(file, tmp_path / file.stem))) for file in (LATIN, HINDI))
    assert typeset.set_in(latin, "Über 60 %, naïve") == latin
    assert typeset.set_in(latin, "Tea & शिक्षा") == ""
    assert typeset.set_in(hindi, "शिक्षा") == hindi
    unshaped = str(taken(built(tmp_path / "flat.ttf", letters="शिक्षा")))
    assert typeset.set_in(unshaped, "शिक्षा") == ""
    assert {glyph.face.path for glyph in shaping.shape("Tea", True, "en", latin).glyphs} == {latin}
    few = str(taken(built(tmp_path / "few.ttf", letters="Té")))
    apart = "Te\u0301"  # as some systems store it
    assert typeset.set_in(few, apart) == few
    assert {glyph.face.path for glyph in shaping.shape(apart, True, "fr", few).glyphs} == {few}


def test_a_font_of_thousands_of_letters_comes_in_too(tmp_path: Path) -> None:
    face = fonts.candidates("Hani", "JP", False, True)[0]
    if not (face.path.endswith(".ttc") and face.covers("茶")):
        pytest.skip("no Chinese, Japanese or Korean font is installed here")
    TTFont(face.path, fontNumber=face.index, lazy=True).save(tmp_path / "many.otf")
    assert typeset.set_in(str(taken(tmp_path / "many.otf")), "お茶をどうぞ")


def copied(file: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path((folder / file.name).write_bytes(file.read_bytes()) and folder / file.name)
