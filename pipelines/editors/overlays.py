"""Words and logos over the picture: each overlay becomes one small patch of pixels and a way to appear."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from pipelines.editors import (
    callouts,
    captions,
    entrances,
    figure_labels,
    grounds,
    key_words,
    labels,
    lettering,
    progress,
)
from pipelines.editors.areas import Area
from pipelines.editors.captions import Caption
from pipelines.editors.entrances import Entering
from pipelines.editors.lettering import Laid
from pipelines.editors.page import Page, safe_area
from pipelines.editors.styles import style_named
from pipelines.machinery import looks, typeset
from pipelines.machinery.svg import Pixels
from studio.cut import Overlay
from studio.errors import BadInput
from studio.film import Artifact, Size
from studio.roles import Desk

REFERENCE_FPS = 24  # the rate at which lengths of entrances are given
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")
LUMA = np.array([0.2126, 0.7152, 0.0722])
DARK, LIGHT = 70, 185  # of 255: logos darker or lighter than these could be lost on their ground
RIM = 0.62  # opacity of the rim that keeps them from it


class Patch(NamedTuple):
    """Pixels (height x width x 4, uint8, straight alpha) and where their corner lies, in even pixels.

    Key words have parts that come, and go, each in its way; then the pixels are those of all of them at rest.
    """

    pixels: Pixels
    left: int
    top: int
    entering: Entering | None = None


NOTHING = Patch(np.zeros((2, 2, 4), np.uint8), 0, 0)  # such as a title of nothing but emoji


class Entrance(NamedTuple):
    """Frames of fading in and out at 24 fps, and how far it rises while it comes, in shares of the short side.

    Both ease out, with a power each.
    """

    into: int
    out: int
    rise: float
    fading: int = 2
    rising: int = 5


ENTRANCES = {
    "caption": Entrance(into=3, out=3, rise=0.0),
    "title": Entrance(into=14, out=10, rise=0.03),
    "closing": Entrance(into=14, out=0, rise=0.03),  # the film ends on it
    "bug": Entrance(into=12, out=10, rise=0.0),
    "logo": Entrance(into=12, out=0, rise=0.02),
    "lower third": Entrance(into=12, out=8, rise=0.02),
    "callout": Entrance(into=10, out=8, rise=0.0),  # a dot that rose would point elsewhere
    "key word": Entrance(into=0, out=0, rise=0.0),  # its parts move, as entrances.py has it
    "label": Entrance(into=12, out=8, rise=0.03, fading=3, rising=3),
    "legal": Entrance(into=0, out=0, rise=0.0),
    "progress": Entrance(into=0, out=0, rise=0.0),
}

SET_BY_THE_LOOK = ("title", "closing", "label")
GIVES_WAY_TO = {
    "caption": ("title", "lower third", "callout"),
    "callout": ("title", "lower third", "bug"),
    "title": ("lower third", "bug"),
    "label": ("label",),  # they are set alike
    "key word": ("title", "lower third", "callout", "bug"),
}
Files = tuple[tuple[Artifact, Path], ...]  # where logos and fonts lie


def draw(overlay: Overlay, size: Size, desk: Desk, beside: Sequence[Overlay] = ()) -> Patch:
    """The overlay at rest, cropped to its ink. Raises BadInput for letters without a font or a bad logo.

    Of the overlays `beside` it, all words stand above small print, a title above the lower third of its
    shot, and call-outs, as captions that must leave their place, off the words that are there. Labels
    of one picture are of one size where they can be.
    """
    if overlay.role == "progress":
        pixels = progress.bar(size)
        return Patch(pixels, 0, size.height - pixels.shape[0])
    near = _near(overlay, beside)
    files, large = _files((overlay, *near), desk), _large(overlay, size, desk, beside)
    return _drawn(_timeless(overlay), size, files, tuple(map(_timeless, near)), large)


def _files(overlays: Sequence[Overlay], desk: Desk) -> Files:
    found = [file for each in overlays for file in (each.image, each.font) if file]
    for ground in (each.ground for each in overlays if each.ground):
        lut = ground.grade.lut if ground.grade else None
        found += [grounds.file_of(ground.footage), *([lut] if lut else [])]
    return tuple((file, desk.path(file)) for file in found)


def _large(overlay: Overlay, size: Size, desk: Desk, beside: Sequence[Overlay]) -> tuple[Area, ...]:
    """Where key words are that show beside a caption which may have to leave its place."""
    if overlay.role != "caption" or not overlay.avoid:
        return ()
    shown = [
        draw(other, size, desk, beside) for other in beside if other.role == "key word" and _meet(other, overlay)
    ]
    return tuple(_area(patch.pixels, patch.left, patch.top) for patch in shown if patch.pixels.any())


def _meet(one: Overlay, other: Overlay) -> bool:
    """Whether they show at the same time."""
    return one.start < other.start + other.frames and other.start < one.start + one.frames


def _area(pixels: Pixels, left: int, top: int) -> Area:
    return Area(left, top, left + pixels.shape[1], top + pixels.shape[0])


def _near(overlay: Overlay, beside: Sequence[Overlay]) -> list[Overlay]:
    """Those that it must know of: small print, and words that it gives way to, if they show while it does."""
    return [
        other
        for other in beside
        if other.role in ("legal", *GIVES_WAY_TO.get(overlay.role, ())) and _meet(overlay, other)
    ]


def _timeless(overlay: Overlay) -> Overlay:
    return overlay.model_copy(update={"start": 0, "frames": 1})


@lru_cache(maxsize=12)
def _drawn(
    overlay: Overlay, size: Size, files: Files, beside: tuple[Overlay, ...], large: tuple[Area, ...] = ()
) -> Patch:
    """Kept: the pieces of a shot show the same words, and a film the same logo all through."""
    if overlay.role == "key word":
        return _key_word(overlay, size, files, beside)
    laid_out = _laid_out(overlay, size, files, beside, large)
    return _cropped(*laid_out, size) if laid_out else NOTHING


def _key_word(overlay: Overlay, size: Size, files: Files, beside: Sequence[Overlay]) -> Patch:
    """Nothing where there is no room for it."""
    if overlay.ground is None:
        raise BadInput("A key word has no ground to stand on.", "Say which footage it lies over.")
    if not typeset.drawable(overlay.text):
        return NOTHING
    where, grade = dict(files), overlay.ground.grade
    footage = where[grounds.file_of(overlay.ground.footage)]
    frames = grounds.looked_at(overlay.ground, size, footage, where[grade.lut] if grade and grade.lut else None)
    taken = _taken(overlay, size, files, beside)
    laid_out = key_words.lay_out(overlay, _page(overlay, size, files, beside), frames, taken)
    return Patch(*laid_out) if laid_out else NOTHING


def _laid_out(
    overlay: Overlay, size: Size, files: Files, beside: Sequence[Overlay], large: Sequence[Area] = ()
) -> Laid | None:
    """None where there is nothing to be seen."""
    if overlay.role in ("logo", "bug"):
        return _logo(overlay, _page(overlay, size, files, beside), files)
    if not typeset.drawable(overlay.text):
        return None
    if overlay.role == "label":
        return figure_labels.painted(figure_labels.lay_out(overlay, _page(overlay, size, files, beside), beside))
    return _words(overlay, size, files, beside, large)


def _words(overlay: Overlay, size: Size, files: Files, beside: Sequence[Overlay], large: Sequence[Area]) -> Laid:
    page = _page(overlay, size, files, beside)
    match overlay.role:
        case "caption":
            return captions.painted(_caption(overlay, size, files, beside, large))
        case "title":
            room = lettering.Room(
                _lowest(size, files, beside),
                any(other.role == "bug" for other in beside),
                [page.area(box) for box in overlay.avoid],
            )
            return lettering.title(overlay.text, overlay.language, page, room, _look(overlay).type.titles)
        case "closing":
            return lettering.closing(overlay.text, overlay.language, page, _look(overlay).type.titles)
        case "lower third":
            return labels.lower_third(overlay, page)
        case "callout":
            return callouts.callout(overlay, page, _taken(overlay, size, files, beside))
        case _:
            return labels.small_print(overlay, page)


def _look(overlay: Overlay) -> looks.Look:
    """The film's look, of an overlay that it sets."""
    return looks.look_named(overlay.style or looks.USUAL)


def _page(overlay: Overlay, size: Size, files: Files, beside: Sequence[Overlay]) -> Page:
    """Where the overlay may stand: in the safe area, out of the platform's way, above small print."""
    font = str(dict(files)[overlay.font]) if overlay.font else ""
    page = Page(size, safe_area(size, overlay.margins), font)
    for other in beside:
        if other.role == "legal" and overlay.role != "legal" and typeset.drawable(other.text):
            below = labels.small_print_lines(other, Page(size, safe_area(size, other.margins)))[0]
            room = page.safe._replace(bottom=min(page.safe.bottom, below.top - labels.APART * size.short_side))
            page = page._replace(safe=room)
    return page


def _caption(overlay: Overlay, size: Size, files: Files, beside: Sequence[Overlay], large: Sequence[Area]) -> Caption:
    """A caption in its own place meets no other words; in another it could, and `large` ones are key words."""
    taken = [*_taken(overlay, size, files, beside), *large] if overlay.avoid else []
    return captions.lay_out(overlay, style_named(overlay.style), _page(overlay, size, files, beside), taken)


def _taken(overlay: Overlay, size: Size, files: Files, beside: Sequence[Overlay]) -> list[Area]:
    """Where those are which the overlay gives way to."""
    taken = []
    for other in beside:
        if other.role in GIVES_WAY_TO[overlay.role] and (shown := _laid_out(other, size, files, beside)):
            taken.append(_area(*shown))
    return taken


def _lowest(size: Size, files: Files, beside: Sequence[Overlay]) -> float:
    """How far down a title may reach: not to its shot's lower third, which comes with it and stays longer."""
    tops = [
        labels.plated(other, _page(other, size, files, beside)).plate.top - labels.APART * size.short_side
        for other in beside
        if other.role == "lower third" and typeset.drawable(other.text)
    ]
    return min(tops, default=size.height)


def states(overlay: Overlay, size: Size, desk: Desk, beside: Sequence[Overlay] = ()) -> list[tuple[int, Patch]]:
    """Every look of the overlay and the frame, from its own first one, from which on it is shown; frame 0 first.

    Only captions that follow the voice and quotes have more than one; all lie at one place. `beside` and
    errors are as in `draw`.
    """
    if overlay.role not in ("caption", "label") or not overlay.words or not typeset.drawable(overlay.text):
        return [(0, draw(overlay, size, desk, beside))]
    near = _near(overlay, beside)
    files = _files((overlay, *near), desk)
    if overlay.role == "label":
        return _quoted(overlay, size, files, near)
    laid_out = _caption(overlay, size, files, near, _large(overlay, size, desk, beside))
    lit = captions.moments(overlay.words, laid_out.style.emphasis)
    drawn = {words: _cropped(*captions.painted(laid_out, words), size) for words in dict.fromkeys(lit.values())}
    return [(frame, drawn[words]) for frame, words in lit.items()]


def _quoted(overlay: Overlay, size: Size, files: Files, beside: Sequence[Overlay]) -> list[tuple[int, Patch]]:
    """A quote with more of its words from look to look; those before its segment are not drawn."""
    seen = max(0, -overlay.start)
    shown = {seen if word.start <= seen else word.start: number + 1 for number, word in enumerate(overlay.words)}
    counts = {0: shown.pop(seen, 0), **{frame: count for frame, count in shown.items() if frame < overlay.frames}}
    label = figure_labels.lay_out(overlay, _page(overlay, size, files, beside), beside)
    return [
        (frame, _cropped(*figure_labels.painted(label, overlay.words[:count]), size))
        for frame, count in counts.items()
    ]


def at(overlay: Overlay, patch: Patch, frame: int, fps: Fraction) -> Patch:
    """What is seen of a look at one of the overlay's frames: all, but of a progress bar the part that is over.

    In the overlay's last frame, and only then, the bar is full. Key words come and go in parts.
    """
    if overlay.role == "progress":
        return patch._replace(pixels=progress.filled(patch.pixels, (frame + 1) / overlay.frames))
    if patch.entering and changes(overlay, patch, frame, fps):
        scale = float(fps) / REFERENCE_FPS
        return patch._replace(pixels=entrances.moved(patch.entering, frame, overlay.frames, scale))
    return patch


def changes(overlay: Overlay, patch: Patch, frame: int, fps: Fraction) -> bool:
    """Whether this frame of an overlay may be another than the next, but for its opacity and its height."""
    if patch.entering:
        return entrances.is_moving(patch.entering, frame, overlay.frames, float(fps) / REFERENCE_FPS)
    return overlay.role == "progress"


def appearance(overlay: Overlay, frame: int, fps: Fraction) -> tuple[float, float]:
    """Opacity 0 to 1, and how far below its place the overlay is, in shares of the frame's short side.

    `frame` counts from the overlay's own first frame. A quote does not rise: its words are read as they come.
    """
    if not 0 <= frame < overlay.frames:
        return 0.0, 0.0
    entrance = ENTRANCES[overlay.role]
    scale = float(fps) / REFERENCE_FPS
    scale *= min(1.0, overlay.frames / max(1.0, (entrance.into + entrance.out) * scale))
    into, out = entrance.into * scale, entrance.out * scale
    come = min(1.0, (frame + 1) / (into + 1))
    gone = min(1.0, (overlay.frames - frame) / (out + 1))
    opacity = (1 - (1 - come) ** entrance.fading) * gone
    lively = _look(overlay).motion.entrances if overlay.role in SET_BY_THE_LOOK else 1.0
    rise = 0.0 if overlay.words else entrance.rise * lively
    return opacity, rise * (1 - come) ** entrance.rising


def _cropped(pixels: Pixels, left: int, top: int, size: Size) -> Patch:
    """Cut away what lies outside the frame or is empty, on even edges, as 4:2:0 pictures want it."""
    frame = pixels[max(0, -top) : max(0, size.height - top), max(0, -left) : max(0, size.width - left)]
    left, top = max(0, left), max(0, top)
    rows, columns = np.flatnonzero(frame[..., 3].any(axis=1)), np.flatnonzero(frame[..., 3].any(axis=0))
    if not len(rows):
        return NOTHING
    y0, y1 = _even(top + rows[0], top + rows[-1] + 1)
    x0, x1 = _even(left + columns[0], left + columns[-1] + 1)
    patch = np.zeros((y1 - y0, x1 - x0, 4), np.uint8)
    tight = frame[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    y, x = top + rows[0] - y0, left + columns[0] - x0
    patch[y : y + tight.shape[0], x : x + tight.shape[1]] = tight
    return Patch(patch[: size.height - y0, : size.width - x0], x0, y0)


def _even(start: int, end: int) -> tuple[int, int]:
    return int(start) // 2 * 2, (int(end) + 1) // 2 * 2


def _logo(overlay: Overlay, page: Page, files: Files) -> tuple[Pixels, int, int]:
    """A bug in the upper right corner, or a large logo above the closing words."""
    if overlay.image is None:
        raise BadInput("A logo was asked for, but there is no picture of it.", "Give one with --logo.")
    logo = _read_logo(dict(files)[overlay.image])
    size, safe = page.size, page.safe
    if overlay.role == "logo":
        box_width, box_height = 0.5 * size.width, lettering.END_LOGO_HEIGHT * size.height
    else:
        box_width, box_height = 0.2 * size.width, 0.08 * size.height
    scale = min(box_width / logo.width, box_height / logo.height)
    wide, high = max(2, round(logo.width * scale)), max(2, round(logo.height * scale))
    pixels, rim = _lifted(_resized(logo, wide, high))
    if overlay.role == "logo":
        middle = max(lettering.END_LOGO_MIDDLE * size.height, safe.top + box_height / 2)
        return pixels, (size.width - wide) // 2 - rim, round(middle - high / 2) - rim
    return pixels, round(safe.right - wide) - rim, round(safe.top) - rim


def _lifted(logo: Pixels) -> tuple[Pixels, int]:
    """A dark logo on a soft light rim and a light one on a dark rim, so that neither is lost; how wide the rim is.

    One that brings its own ground with it, or is neither dark nor light, stays as it is.
    """
    inked = logo[..., 3] > 128
    if not inked.any() or inked.mean() > 0.97:
        return logo, 0
    lightness = float(np.median(logo[inked][:, :3] @ LUMA))
    if DARK < lightness < LIGHT:
        return logo, 0
    rim = max(2, round(0.16 * min(logo.shape[:2])))
    wider = cv2.copyMakeBorder(logo, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=0).astype(np.float32)
    ink = wider[..., 3:] / 255
    glow = np.minimum(1, 2.2 * cv2.GaussianBlur(ink, (0, 0), rim / 2.6))[..., None] * RIM * (1 - ink)
    alpha = ink + glow
    tone = 255.0 if lightness <= DARK else 12.0
    colour = (wider[..., :3] * ink + tone * glow) / np.maximum(alpha, 1e-6)
    return np.concatenate([colour, alpha * 255], axis=-1).round().astype(np.uint8), rim


def _read_logo(path: Path) -> Image.Image:
    """The logo without its transparent border."""
    try:
        with Image.open(path, formats=LOGO_FORMATS) as image:
            logo = image.convert("RGBA")
    except (OSError, Image.DecompressionBombError) as error:
        raise BadInput("The logo cannot be read as a picture.", "Save it anew as PNG and try again.") from error
    return logo.crop(logo.getchannel("A").getbbox() or (0, 0, 1, 1))


def _resized(image: Image.Image, width: int, height: int) -> Pixels:
    """Resized in premultiplied alpha, so that no colour of clear pixels bleeds into the edges."""
    return np.asarray(image.convert("RGBa").resize((width, height), Image.Resampling.LANCZOS).convert("RGBA"))
