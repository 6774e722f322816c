"""Takes in a brand's own font: read in a limited child process, and written anew with nothing but its outlines.

`python -m pipelines.machinery.letters FILE OUT` is the child.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from pipelines.machinery import child
from pipelines.machinery.intake import SMALLER, check_file, shown, whole_or_gone
from studio.errors import BadInput

MOST_BYTES = 20_000_000
SECONDS = 60  # on the wall clock; twenty of them may be spent computing
KINDS = (b"\0\1\0\0", b"true", b"OTTO")
FOR_THE_WEB = (b"wOFF", b"wOF2")
# What lines of letters need. Colours, bitmaps, pictures and programs are left behind.
KEPT = {"head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "post", "name", "glyf", "loca", "CFF ", "CFF2"}
KEPT |= {"GDEF", "GSUB", "GPOS", "kern"}
BOLD = 700  # the weight, of those that a variable font has, in which headlines are set
NO_EMBEDDING, BITMAPS_ONLY = 0x0002, 0x0200  # OS/2 fsType, OpenType 1.9
USABLE = "Use a .ttf or .otf file."
AGAIN = "Get it again from its maker as a .ttf or .otf file."


def take_in(file: Path, scratch: Path) -> None:
    """Write the font in `file` to `scratch` as one plain TrueType or OpenType font; of a variable one its bold.

    Raises BadInput, or TooMuch, and then leaves nothing at `scratch`.
    """
    check_file(file, "font", MOST_BYTES)
    module, what = "pipelines.machinery.letters", f"The font '{shown(file)}'"
    with whole_or_gone(scratch):
        child.ask(module, file.resolve(), scratch.resolve(), seconds=SECONDS, what=what, again=SMALLER["font"])


def _convert(file: Path, out: Path) -> None:
    name = shown(file)
    _check_kind(file, name)
    try:
        font = TTFont(file, lazy=False, recalcTimestamp=False)
        font.recalcBBoxes = "glyf" in font  # of CFF no box is read, and to find those of a Chinese font takes 40 s
        _check_licence(font, name)
        _plain(font).save(out)
        _check_letters(out, name)
    except BadInput:
        raise
    except Exception as error:  # what a damaged font raises is anything at all
        raise BadInput(f"The font '{name}' is damaged.", AGAIN) from error


def _check_kind(file: Path, name: str) -> None:
    with file.open("rb") as stream:
        kind = stream.read(4)
    if kind == b"ttcf":
        raise BadInput(f"'{name}' is a collection of several fonts.", "Use the .ttf or .otf file of one of them.")
    if kind in FOR_THE_WEB:
        raise BadInput(f"'{name}' is a font for web pages.", "Use its .ttf or .otf file.")
    if kind not in KINDS:
        raise BadInput(f"'{name}' is not a font.", USABLE)


def _check_licence(font: TTFont, name: str) -> None:
    """Of several rights in old fonts the widest holds, so that only this one alone forbids."""
    rights = font["OS/2"].fsType if "OS/2" in font else 0
    if rights & 0x000F == NO_EMBEDDING or rights & BITMAPS_ONLY:
        raise BadInput(
            f"The maker of the font '{name}' does not allow it to be embedded.",
            "Ask for a licence that does, and for the file that comes with it, or choose another font.",
        )


def _plain(font: TTFont) -> TTFont:
    """Static, without hinting, and without every table that lines of letters do not need."""
    if "fvar" in font:
        axes = {axis.axisTag: axis for axis in font["fvar"].axes}
        places = {tag: axis.defaultValue for tag, axis in axes.items()}
        if weight := axes.get("wght"):
            places["wght"] = min(max(BOLD, weight.minValue), weight.maxValue)
        font = instancer.instantiateVariableFont(font, places, inplace=True)
    for tag in set(font.keys()) - KEPT - {"GlyphOrder"}:
        del font[tag]
    if "glyf" in font:
        for glyph in font["glyf"].glyphs.values():
            glyph.trim(remove_hinting=True)
    font.ensureDecompiled()
    return font


def _check_letters(file: Path, name: str) -> None:
    """Raise BadInput for a font that has no letter with an outline, such as one of icons."""
    face = hb.Face(hb.Blob.from_file_path(str(file)))
    font = hb.Font(face)
    letters = [sign for sign in face.unicodes if chr(sign).isalpha()]
    drawn = (font.get_glyph_extents(font.get_nominal_glyph(sign)) for sign in letters)
    if not any(box and box.width and box.height for box in drawn):
        raise BadInput(f"The font '{name}' draws no letters.", "Choose one that does.")


if __name__ == "__main__":
    child.limit_this_process()
    logging.disable()
    sys.exit(child.tell(lambda: _convert(Path(sys.argv[1]), Path(sys.argv[2]))))
