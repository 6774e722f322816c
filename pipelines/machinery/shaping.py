"""Letters into glyphs: each stretch of one script, font and direction is shaped by HarfBuzz.

The outlines are drawn as SVG paths. SVG's own <text> will not do: resvg takes the script of the
first letter for a whole line, so that Hindi after an English word falls apart, and it gives every
line a left-to-right base.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import uharfbuzz as hb
from babel import Locale, UnknownLocaleError

from pipelines.machinery import bidi, linebreak
from pipelines.machinery.fonts import CJK_SCRIPTS, Typeface, brought, candidates, needs_no_glyph, script_of

URDU_LETTERS = frozenset("ٹڈڑںےہۂۃھ")
NASTALIQ_LANGUAGES = frozenset({"ur", "ks", "skr"})


@dataclass(frozen=True)
class Glyph:
    """One glyph with its origin in em, y upwards, and the place in the line of the first character it draws."""

    face: Typeface
    id: int
    x: float
    y: float
    character: int


@dataclass(frozen=True)
class Shaped:
    """A line ready to be drawn: `advance` in em, glyphs from left to right."""

    advance: float
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True)
class Run:
    text: str
    face: Typeface
    script: str
    level: int


@lru_cache(maxsize=65536)
def face_for(cluster: str, script: str, region: str, nastaliq: bool, bold: bool, font: str = "") -> Typeface | None:
    """The first font, a brand's own before ours, that has every character of a cluster; None where none has."""
    wanted = [c for c in unicodedata.normalize("NFC", cluster) if not needs_no_glyph(c)]
    for face in (*([brought(font)] if font else []), *candidates(script, region, nastaliq, bold)):
        if all(map(face.covers, wanted)):
            return face
    return None


def region_of(text: str, language: str) -> str:
    """Whose shapes Han characters take: SC, TC, JP or KR, by the language, else by the other letters."""
    tag = language.replace("_", "-").lower()
    if tag.startswith("zh"):
        return "TC" if any(part in tag.split("-") for part in ("hant", "tw", "hk", "mo")) else "SC"
    scripts = {script_of(c) for c in text} if not tag.startswith(("ja", "ko")) else set()
    if tag.startswith("ja") or scripts & {"Hira", "Kana"}:
        return "JP"
    return "KR" if tag.startswith("ko") or "Hang" in scripts else "SC"


def in_nastaliq(text: str, language: str) -> bool:
    """Urdu and Kashmiri are read in Nastaliq; without a language, Urdu's own letters tell."""
    if language:
        return language.replace("_", "-").split("-")[0].lower() in NASTALIQ_LANGUAGES
    return any(c in URDU_LETTERS for c in text)


@lru_cache
def _language_runs_right_to_left(language: str) -> bool | None:
    try:
        return bool(Locale.parse(language, sep="-").text_direction == "rtl")
    except (ValueError, UnknownLocaleError):
        return None


def right_to_left(text: str, language: str = "") -> bool:
    """Does this line begin at the right?"""
    return bidi.runs_right_to_left(text, _language_runs_right_to_left(language) if language else None)


def runs(text: str, bold: bool, language: str, font: str = "") -> list[Run]:
    """Stretches of one font, script and direction, in the order of reading."""
    base = int(right_to_left(text, language))
    level = bidi.levels(text, base)
    region, nastaliq = region_of(text, language), in_nastaliq(text, language)
    letters = linebreak.clusters(text)
    scripts = _scripts(letters)
    found: list[Run] = []
    at = 0
    for cluster, script in zip(letters, scripts, strict=True):
        own = script_of_cluster(cluster)
        face = _go_on(found, cluster, own, script) or face_for(cluster, own or script, region, nastaliq, bold, font)
        face = face or face_for(cluster, "", region, nastaliq, bold) or candidates("Latn", region, nastaliq, bold)[0]
        if found and (found[-1].face, found[-1].script, found[-1].level) == (face, script, level[at]):
            found[-1] = Run(found[-1].text + cluster, face, script, level[at])
        else:
            found.append(Run(cluster, face, script, level[at]))
        at += len(cluster)
    return found


def script_of_cluster(cluster: str) -> str:
    return next(filter(None, map(script_of, cluster)), "")


def _scripts(clusters: Sequence[str]) -> list[str]:
    """Each cluster's script; signs take that of the letters before them, or after at the line's start."""
    own = [script_of_cluster(cluster) for cluster in clusters]
    before = next(filter(None, own), "Latn")
    resolved = []
    for script in own:
        before = script or before
        resolved.append(before)
    return resolved


def _go_on(found: list[Run], cluster: str, own: str, script: str) -> Typeface | None:
    """Signs stay in the font of the letters before them, if it has them."""
    if own or not found or found[-1].script != script:
        return None
    face = found[-1].face
    return face if all(face.covers(c) for c in cluster if not needs_no_glyph(c)) else None


@lru_cache(maxsize=4096)
def shape(text: str, bold: bool = False, language: str = "", font: str = "") -> Shaped:
    """Shape one line, in a brand's own `font` where it can. Characters without a font become boxes.

    Ask `typeset.require` first.
    """
    stretches = runs(text, bold, language, font)
    order = bidi.visual_order([run.level for run in stretches])
    begins = [0, *accumulate(len(run.text) for run in stretches)]
    glyphs: list[Glyph] = []
    pen = 0.0
    for at in order:
        drawn, pen = _shape_run(stretches[at], language, pen, begins[at])
        glyphs += drawn
    return Shaped(pen, tuple(glyphs))


def _shape_run(run: Run, language: str, pen: float, begins: int) -> tuple[list[Glyph], float]:
    """Its glyphs from `pen` on, and where the pen is after them; `begins` is its place in the line."""
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.script = "Hani" if run.script in CJK_SCRIPTS - {"Hang", "Hira", "Kana"} else run.script
    if language:
        buffer.language = language
    hb.shape(run.face.font, buffer)
    em = run.face.font.face.upem
    glyphs = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x, y = pen + position.x_offset / em, position.y_offset / em
        glyphs.append(Glyph(run.face, info.codepoint, x, y, begins + info.cluster))
        pen += position.x_advance / em
    return glyphs, pen


@lru_cache(maxsize=16384)
def outline(face: Typeface, glyph: int) -> str:
    """SVG path data of a glyph in font units, y upwards; empty for a space."""
    parts: list[str] = []
    draw = hb.DrawFuncs()
    draw.set_move_to_func(lambda x, y, path: path.append(f"M{x:g} {y:g}"))
    draw.set_line_to_func(lambda x, y, path: path.append(f"L{x:g} {y:g}"))
    draw.set_quadratic_to_func(lambda a, b, x, y, path: path.append(f"Q{a:g} {b:g} {x:g} {y:g}"))
    draw.set_cubic_to_func(lambda a, b, c, d, x, y, path: path.append(f"C{a:g} {b:g} {c:g} {d:g} {x:g} {y:g}"))
    draw.set_close_path_func(lambda path: path.append("Z"))
    face.font.draw_glyph(glyph, draw, parts)
    return "".join(parts)


def ink_box(line: Shaped) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of the ink in em, y downwards from the baseline; None without ink."""
    boxes = []
    for glyph in line.glyphs:
        extents = glyph.face.font.get_glyph_extents(glyph.id)
        if extents is None or not extents.width:
            continue
        em = glyph.face.font.face.upem
        left, top = glyph.x + extents.x_bearing / em, -glyph.y - extents.y_bearing / em
        boxes.append((left, top, left + extents.width / em, top - extents.height / em))
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
