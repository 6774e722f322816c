"""Which font draws which character: the bundled Noto family, and CJK fonts found on this machine."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb
from babel import Locale

BUNDLED = Path(__file__).resolve().parents[2] / "assets" / "fonts"

# ISO 15924 codes; every font here is bundled in Regular and Bold.
BY_SCRIPT = {
    "Latn": "NotoSans",
    "Grek": "NotoSans",
    "Cyrl": "NotoSans",
    "Deva": "NotoSansDevanagari",
    "Beng": "NotoSansBengali",
    "Taml": "NotoSansTamil",
    "Telu": "NotoSansTelugu",
    "Knda": "NotoSansKannada",
    "Mlym": "NotoSansMalayalam",
    "Gujr": "NotoSansGujarati",
    "Guru": "NotoSansGurmukhi",
    "Orya": "NotoSansOriya",
    "Sinh": "NotoSansSinhala",
    "Olck": "NotoSansOlChiki",
    "Mtei": "NotoSansMeeteiMayek",
    "Arab": "NotoSansArabic",
    "Hebr": "NotoSansHebrew",
    "Thai": "NotoSansThai",
    "Laoo": "NotoSansLao",
    "Khmr": "NotoSansKhmer",
    "Mymr": "NotoSansMyanmar",
    "Ethi": "NotoSansEthiopic",
    "Armn": "NotoSansArmenian",
    "Geor": "NotoSansGeorgian",
}
NASTALIQ = "NotoNastaliqUrdu"
SIGNS = ("NotoSans", "NotoSansMath", "NotoSansSymbols2")  # for what belongs to no script
CJK_SCRIPTS = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
LETTER_BY_LETTER = frozenset({"", "Latn", "Grek", "Cyrl", "Armn", "Geor", "Hebr", "Ethi"}) | CJK_SCRIPTS
ZERO_WIDTH = {"Cc", "Cf", "Zl", "Zp"}

# Names of CJK fonts as Linux, macOS and Windows ship them: region, Regular, Bold, family.
# The family picks the face out of a collection.
CJK_FONTS = (
    ("SC", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
    ("TC", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "Noto Sans CJK TC"),
    ("JP", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "Noto Sans CJK JP"),
    ("KR", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "Noto Sans CJK KR"),
    ("SC", "NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf", "Noto Sans CJK SC"),
    ("TC", "NotoSansCJKtc-Regular.otf", "NotoSansCJKtc-Bold.otf", "Noto Sans CJK TC"),
    ("JP", "NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf", "Noto Sans CJK JP"),
    ("KR", "NotoSansCJKkr-Regular.otf", "NotoSansCJKkr-Bold.otf", "Noto Sans CJK KR"),
    ("SC", "Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc", "Hiragino Sans GB"),
    ("JP", "ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc", "Hiragino Sans"),
    ("KR", "AppleSDGothicNeo.ttc", "AppleSDGothicNeo.ttc", "Apple SD Gothic Neo"),
    ("SC", "msyh.ttc", "msyhbd.ttc", "Microsoft YaHei"),
    ("TC", "msjh.ttc", "msjhbd.ttc", "Microsoft JhengHei"),
    ("JP", "YuGothR.ttc", "YuGothB.ttc", "Yu Gothic"),
    ("KR", "malgun.ttf", "malgunbd.ttf", "Malgun Gothic"),
)


@dataclass(frozen=True)
class Typeface:
    """One face of one font file."""

    path: str
    index: int = 0

    @cached_property
    def font(self) -> hb.Font:
        return hb.Font(hb.Face(hb.Blob.from_file_path(self.path), self.index))

    @property
    def family(self) -> str:
        return str(self.font.face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or "")

    def covers(self, character: str) -> bool:
        return bool(self.font.get_nominal_glyph(ord(character)))


def system_folders() -> list[Path]:
    """Where Linux, macOS and Windows keep fonts; only those that are there."""
    home = Path.home()
    places = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        home / "Library/Fonts",
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts",
    ]
    return [place for place in places if place.is_dir()]


@lru_cache
def _system_files() -> dict[str, str]:
    """Font files of this machine by name; the first folder wins."""
    found: dict[str, str] = {}
    for folder in system_folders():
        for path in sorted(folder.rglob("*.[tToO][tT][fFcC]")):
            found.setdefault(path.name, str(path))
    return found


@lru_cache
def brought(path: str) -> Typeface:
    """A brand's own font, as it was taken in; one for every weight."""
    return Typeface(path)


@lru_cache(maxsize=1024)
def draws(path: str, text: str) -> bool:
    """Has this font every letter of a text, and what its scripts need to be shaped?"""
    face = brought(path)
    scripts = {script_of(sign) for sign in text} - LETTER_BY_LETTER
    return scripts <= shaped_by(path) and all(
        face.covers(sign) for sign in unicodedata.normalize("NFC", text) if not needs_no_glyph(sign)
    )


@lru_cache
def shaped_by(path: str) -> frozenset[str]:
    """ISO 15924 codes of the scripts for which a font says how letters change beside others."""
    face = brought(path).font.face
    return frozenset(str(hb.ot_tag_to_script(tag)) for tag in face.get_table_script_tags("GSUB"))


def needs_no_glyph(character: str) -> bool:
    """Joiners, controls, spaces and variation selectors, which draw nothing."""
    return (
        character.isspace()
        or unicodedata.category(character) in ZERO_WIDTH
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


@lru_cache
def bundled(stem: str, bold: bool) -> Typeface:
    """A bundled font; those without a Bold give their Regular."""
    path = BUNDLED / f"{stem}-{'Bold' if bold else 'Regular'}.ttf"
    return Typeface(str(path if path.exists() else BUNDLED / f"{stem}-Regular.ttf"))


@lru_cache
def cjk(region: str, bold: bool) -> Typeface | None:
    """A font for Chinese, Japanese or Korean, that of `region` (SC, TC, JP, KR) before any other."""
    files = _system_files()
    for _, regular, heavy, family in sorted(CJK_FONTS, key=lambda font: font[0] != region):
        name = heavy if bold and heavy in files else regular
        if name in files:
            return _face_named(files[name], family)
    return None


def _face_named(path: str, family: str) -> Typeface:
    blob = hb.Blob.from_file_path(path)
    faces = [Typeface(path, index) for index in range(max(1, hb.Face(blob).count))]
    return next((face for face in faces if face.family == family), faces[0])


@lru_cache
def _noto_of_this_machine(script: str, bold: bool) -> Typeface | None:
    """A Noto font that somebody installed for a script that is not bundled."""
    name = script_name(script).replace(" ", "")
    weight = "Bold" if bold else "Regular"
    for file in (f"NotoSans{name}-{weight}.ttf", f"NotoSerif{name}-{weight}.ttf", f"NotoSans{name}-Regular.ttf"):
        if file in _system_files():
            return Typeface(_system_files()[file])
    return None


@lru_cache
def script_of(character: str) -> str:
    """ISO 15924 code of a character's script; empty for signs, digits and spaces."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return str(buffer.script or "")


@lru_cache
def script_name(script: str) -> str:
    """English name of a script: Deva is Devanagari."""
    return str(Locale("en").scripts.get(script, script or "signs"))


@lru_cache
def candidates(script: str, region: str, nastaliq: bool, bold: bool) -> tuple[Typeface, ...]:
    """Fonts to try for a character of `script`, the best first."""
    return tuple(_candidates(script, region, nastaliq, bold))


def _candidates(script: str, region: str, nastaliq: bool, bold: bool) -> Iterator[Typeface]:
    east_asian = cjk(region, bold)
    if script in CJK_SCRIPTS:
        yield from [east_asian] if east_asian else []
        return
    if script == "Arab" and nastaliq:
        yield bundled(NASTALIQ, bold)
    if script in BY_SCRIPT:
        yield bundled(BY_SCRIPT[script], bold)
    yield from (bundled(stem, bold) for stem in SIGNS)
    if script and script not in BY_SCRIPT:
        installed = _noto_of_this_machine(script, bold)
        yield from [installed] if installed else []
    if not script:
        yield from (bundled(stem, bold) for stem in dict.fromkeys(BY_SCRIPT.values()))
        yield from [east_asian] if east_asian else []


def all_bundled() -> list[str]:
    return sorted(str(path) for path in BUNDLED.glob("*.ttf"))
