"""Sets words in any script: what can be drawn, how wide it is, where its lines end, and its SVG."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from pipelines.machinery import linebreak, shaping
from pipelines.machinery.fonts import CJK_SCRIPTS, all_bundled, draws, needs_no_glyph, script_name, script_of
from pipelines.machinery.shaping import right_to_left
from pipelines.machinery.svg import escape
from studio.errors import BadInput

__all__ = [
    "drawable",
    "fit",
    "font_files",
    "ink",
    "line_height",
    "lines",
    "missing",
    "require",
    "right_to_left",
    "set_in",
    "svg_text",
    "width",
]

# Distance of baselines in font sizes. Latin and Indic from the craft's habits; Nastaliq slopes.
LINE_HEIGHTS = {
    "Latn": 1.15, "Grek": 1.15, "Cyrl": 1.15, "Armn": 1.2, "Geor": 1.2, "Hebr": 1.2, "Ethi": 1.3,
    "Hani": 1.3, "Hira": 1.3, "Kana": 1.3, "Hang": 1.3, "Arab": 1.4, "Mymr": 1.6, "Khmr": 1.6,
}  # fmt: skip
OTHER_LINE_HEIGHT = 1.4
NASTALIQ_LINE_HEIGHT = 1.8
# Controls of direction, and what turns a digit or a sign into an emoji.
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\ufe0e\ufe0f\u20e3]")


@lru_cache(maxsize=4096)
def drawable(text: str) -> str:
    """The text without what only a screen can show: emoji, private signs, controls of direction.

    Letters always stay; a sign stays if some font has it.
    """
    text = CONTROLS.sub("", text).replace("\t", " ").replace("\u2028", "\n")
    kept = "".join(cluster for cluster in linebreak.clusters(text) if not _only_for_screens(cluster))
    kept = re.sub(r"[^\S\n]+", lambda space: space[0] if len(space[0]) == 1 else " ", kept)
    return re.sub(r" ?\n ?", "\n", kept).strip()


def _only_for_screens(cluster: str) -> bool:
    if cluster in {"\n", "\r\n"}:
        return False
    shown = [c for c in cluster if not needs_no_glyph(c)]
    categories = {unicodedata.category(c)[0] for c in shown}
    if not shown:
        return unicodedata.category(cluster[0]) == "Cc"
    return bool(categories & {"S", "C"}) and not _covered(cluster)


def _covered(cluster: str) -> bool:
    script = shaping.script_of_cluster(cluster)
    return any(shaping.face_for(cluster, s, "SC", False, False) for s in (script, ""))


def missing(text: str) -> dict[str, set[str]]:
    """Letters that no font here covers, by the name of their script; empty when all can be drawn."""
    found: dict[str, set[str]] = {}
    for cluster in linebreak.clusters(drawable(text)):
        if not _covered(cluster):
            for character in cluster:
                if not needs_no_glyph(character) and not _covered(character):
                    found.setdefault(script_name(script_of(character)), set()).add(character)
    return found


def require(text: str) -> None:
    """Raise BadInput when some of the text's letters have no font on this machine."""
    lacking = missing(text)
    if not lacking:
        return
    scripts = {script_of(c) for characters in lacking.values() for c in characters}
    sample = "".join(sorted(c for characters in lacking.values() for c in characters)[:6])
    package = "fonts-noto-cjk" if scripts & CJK_SCRIPTS else "fonts-noto-core"
    raise BadInput(
        f"There is no font here for the {_listed(sorted(lacking))} letters in this text, such as {sample}.",
        f"Install one: on Debian or Ubuntu 'apt-get install {package}', elsewhere any Noto font for that script.",
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def set_in(font: str, text: str) -> str:
    """A brand's own font where it draws all of a text, else none: a line in two fonts looks like a mistake."""
    return font if font and draws(font, drawable(text)) else ""


def font_files(text: str | None = None) -> list[str]:
    """Font files, Regular and Bold, that draw a text; without a text, all that are bundled.

    For SVG of others: what `svg_text` gives is drawn without any font.
    """
    if text is None:
        return all_bundled()
    faces = {run.face.path for bold in (False, True) for run in shaping.runs(_one_line(text), bold, "")}
    return sorted(faces)


def width(text: str, size: float, *, bold: bool = False, language: str = "", font: str = "") -> float:
    """How far one line advances, in pixels at a font size in pixels."""
    return shaping.shape(_one_line(text), bold, language, font).advance * size


def ink(
    text: str, size: float, *, bold: bool = False, language: str = "", font: str = ""
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of one line's ink in pixels, from where its baseline begins; y downwards."""
    box = shaping.ink_box(shaping.shape(_one_line(text), bold, language, font)) or (0.0, 0.0, 0.0, 0.0)
    return box[0] * size, box[1] * size, box[2] * size, box[3] * size


def line_height(text: str, language: str = "") -> float:
    """Distance from baseline to baseline in font sizes: that of the text's tallest script."""
    scripts = {script for script in map(script_of, text) if script} or {"Latn"}
    if "Arab" in scripts and shaping.in_nastaliq(text, language):
        return NASTALIQ_LINE_HEIGHT
    return max(LINE_HEIGHTS.get(script, OTHER_LINE_HEIGHT) for script in scripts)


def lines(
    text: str, width: float, size: float, *, bold: bool = False, most: int = 0, language: str = ""
) -> list[str]:
    """Break a text into few and even lines of at most `width` pixels; a line break in it stays one.

    Words too long for a line are cut between letters. With `most` > 0 there are never more lines
    than that: they grow wider than `width` instead, and whoever draws them must shrink them, or
    call `fit`.
    """
    ems = width / size
    found = _set(text, ems, bold, most, language, tear=True) or [""]
    while most and len(found) > most:
        ems *= 1.05
        found = _set(text, ems, bold, most, language, tear=True) or [""]
    return found


def fit(
    text: str,
    width: float,
    size: float,
    most: int,
    *,
    floor: float = 0.5,
    bold: bool = False,
    language: str = "",
    font: str = "",
) -> tuple[list[str], float]:
    """At most `most` lines of at most `width` pixels, and the font size that allows it.

    The size shrinks from `size` to `floor` times that; then words are cut; what does not fit even
    so ends in an ellipsis.
    """
    steps = [size * share for share in _shares(floor)]
    for tear in (False, True):
        for at in steps:
            found = _set(text, width / at, bold, most, language, tear, font)
            if found is not None and len(found) <= most:
                return found, at
    kept = (_set(text, width / steps[-1], bold, most, language, tear=True, font=font) or [""])[:most]
    return [*kept[:-1], _with_ellipsis(kept[-1], width / steps[-1], bold, language, font)], steps[-1]


def _shares(floor: float) -> list[float]:
    found = [1.0]
    while found[-1] * 0.95 > floor:
        found.append(found[-1] * 0.95)
    return [*found, floor] if floor < 1 else found


def _set(text: str, ems: float, bold: bool, most: int, language: str, tear: bool, font: str = "") -> list[str] | None:
    """Lines of at most `ems` font sizes; None when a word is too long and must not be torn."""

    def measure(part: str) -> float:
        return shaping.shape(part, bold, language, font).advance

    paragraphs = [" ".join(p.split()) for p in drawable(text).split("\n") if p.strip()]
    if most and len(paragraphs) > most:
        paragraphs = [" ".join(paragraphs)]
    found: list[str] = []
    for paragraph in paragraphs:
        parts: list[str] = []
        for piece in linebreak.pieces(paragraph):
            if measure(piece.rstrip()) <= ems:
                parts.append(piece)
            elif tear or linebreak.without_spaces(piece):
                parts += linebreak.torn(piece, ems, measure)
            else:
                return None
        found += linebreak.broken(parts, ems, measure)
    return found


def _with_ellipsis(line: str, ems: float, bold: bool, language: str, font: str) -> str:
    clusters = list(linebreak.clusters(line))
    while clusters and shaping.shape("".join(clusters).rstrip() + "…", bold, language, font).advance > ems:
        clusters.pop()
    return "".join(clusters).rstrip() + "…"


def svg_text(
    line: str,
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    fill: str | Sequence[str] = "#fff",
    outline: float = 0.0,
    anchor: str = "middle",
    language: str = "",
    font: str = "",
) -> str:
    """SVG of one line on the baseline `y`: shaped outlines, so that it needs no font to be drawn.

    `fill` is one colour, or one for each character of a drawable line; letters stay where they are
    whatever their colour. `outline` thickens them on every side, in font sizes. `anchor` is start,
    middle or end of the line at `x`; start is the left side in every script.
    """
    shaped = shaping.shape(_one_line(line), bold, language, font)
    left = x - shaped.advance * size * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    groups = groupby(shaped.glyphs, lambda glyph: fill if isinstance(fill, str) else fill[glyph.character])
    drawn = "".join(
        _coloured(colour, bool(outline), [_path(glyph, size, outline) for glyph in glyphs])
        for colour, glyphs in groups
    )
    return f'<g transform="translate({left:.3f} {y:.3f})">{drawn}</g>'


def _coloured(colour: str, outline: bool, paths: Sequence[str]) -> str:
    paint = escape(colour)
    stroke = f' stroke="{paint}" stroke-linejoin="round"' if outline else ""
    return f'<g fill="{paint}"{stroke}>{"".join(paths)}</g>'


def _path(glyph: shaping.Glyph, size: float, outline: float) -> str:
    data = shaping.outline(glyph.face, glyph.id)
    if not data:
        return ""
    scale = size / glyph.face.font.face.upem
    place = f"translate({glyph.x * size:.3f} {-glyph.y * size:.3f}) scale({scale:.6f} {-scale:.6f})"
    stroke = f' stroke-width="{2 * outline * glyph.face.font.face.upem:.1f}"' if outline else ""
    return f'<path transform="{place}"{stroke} d="{data}"/>'


def _one_line(text: str) -> str:
    return drawable(text).replace("\n", " ")
