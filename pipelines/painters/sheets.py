"""Pixels: sheets rendered from canvases, given a look's edges and grain, stacked and kept."""

from __future__ import annotations

import math
import os
import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

import cv2
import numpy as np
from isal import isal_zlib

from pipelines.machinery.raster import render
from pipelines.machinery.svg import Pixels
from pipelines.painters.canvas import GLOW, Box, Canvas, Spot
from pipelines.painters.looks import Look
from pipelines.painters.stage import MARGIN, Stage
from studio.film import Size

T = TypeVar("T")

LARGE = 0.02  # of the sheet: glows and round veils from here on are laid in as pixels
COARSE = 8  # pixels a side that are one pixel where a drawing's extent is looked for
INKED = np.clip((np.arange(256) - 5) * 9, 0, 225).astype(np.uint8)  # opacity of a line by the step in brightness


def side_by_side(*works: Callable[[], T]) -> list[T]:
    """The results of independent pieces of work on one picture, in order; two threads at most share them."""
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        return [done.result() for done in [pool.submit(work) for work in works]]


def sheet_size(size: Size) -> tuple[int, int]:
    """Pixels of a sheet: the frame and a margin on all sides, so that the frame is its exact middle."""
    return size.width + 2 * round(size.width * MARGIN), size.height + 2 * round(size.height * MARGIN)


def empty(s: Stage) -> Pixels:
    """A sheet with nothing on it."""
    width, height = sheet_size(s.size)
    return np.zeros((height, width, 4), np.uint8)


def rendered(canvas: Canvas, s: Stage, scale: float = 1.0) -> Pixels:
    """A canvas as a sheet; `scale` below 1 renders fewer pixels and enlarges them, for what is out of focus."""
    pixels = reduced(canvas, s, min(scale, 1))
    return pixels if scale >= 1 else blurred(pixels, 0.6, sheet_size(s.size))


def reduced(canvas: Canvas, s: Stage, scale: float) -> Pixels:
    """A canvas as a sheet of fewer pixels, by a scale of at most 1."""
    width, height = sheet_size(s.size)
    unit = s.size.short_side / 100
    left, top = -(width - s.size.width) / 2 / unit, -(height - s.size.height) / 2 / unit
    across, down = max(2, round(width * scale)), max(2, round(height * scale))
    return _drawn(canvas, (left, top, width / unit, height / unit), across, down)


def _drawn(canvas: Canvas, view: Box, across: int, down: int) -> Pixels:
    """A canvas, its large glows and veils laid in as pixels: as SVG they are what takes longest."""
    sheet = np.zeros((down, across, 4), np.uint8)
    for part in canvas.parts(view[2] * view[3] * LARGE):
        if isinstance(part, Spot):
            _shine(sheet, part, view)
        else:
            x, y, width, height = _extent(canvas, part, view, across, down)
            if width and height:
                wide, high = view[2] / across, view[3] / down
                box = view[0] + x * wide, view[1] + y * high, width * wide, height * high
                over(sheet, render(canvas.svg(box, width, height, part), width, height), x, y)
    return sheet


def _extent(canvas: Canvas, part: str, view: Box, across: int, down: int) -> tuple[int, int, int, int]:
    """The pixels (x, y, width, height) in which a part shows, found on a small drawing of it."""
    if min(across, down) < 40 * COARSE:
        return 0, 0, across, down
    small = math.ceil(across / COARSE), math.ceil(down / COARSE)
    covered = view[0], view[1], view[2] * small[0] * COARSE / across, view[3] * small[1] * COARSE / down
    # Outlines keep specks from falling between the samples of a small drawing.
    bold = f'<g stroke="#000" stroke-width="3" stroke-linejoin="round">{part}</g>'
    x, y, width, height = cv2.boundingRect(render(canvas.svg(covered, *small, bold), *small)[..., 3])
    x0, y0 = max(0, (x - 1) * COARSE), max(0, (y - 1) * COARSE)
    x1, y1 = min(across, (x + width + 1) * COARSE), min(down, (y + height + 1) * COARSE)
    return (x0, y0, x1 - x0, y1 - y0) if width else (0, 0, 0, 0)


def _shine(sheet: Pixels, spot: Spot, view: Box) -> None:
    """Lay a spot on a sheet, in place; what fades is worked out at a quarter of the size."""
    height, width = sheet.shape[:2]
    wide, high = view[2] / width, view[3] / height
    x0, x1 = (math.ceil((spot.x + side * spot.rx - view[0]) / wide) + side for side in (-1, 1))
    y0, y1 = (math.ceil((spot.y + side * spot.ry - view[1]) / high) + side for side in (-1, 1))
    x0, x1, y0, y1 = max(0, x0), min(width, x1), max(0, y0), min(height, y1)
    if x0 >= x1 or y0 >= y1:
        return
    step = 4 if spot.fades else 1
    across, down = max(1, (x1 - x0) // step), max(1, (y1 - y0) // step)
    x = view[0] + (x0 + (np.arange(across) + 0.5) * (x1 - x0) / across) * wide
    y = view[1] + (y0 + (np.arange(down) + 0.5) * (y1 - y0) / down) * high
    away_x = (((x - spot.x) / spot.rx) ** 2).astype(np.float32)
    away_y = (((y - spot.y) / spot.ry) ** 2).astype(np.float32)
    away = np.sqrt(away_x[None, :] + away_y[:, None])
    if spot.fades:
        alpha = np.interp(away, np.linspace(0, 1, len(GLOW)), [255 * spot.strength * share for share in GLOW])
        alpha = cv2.resize(alpha.astype(np.float32), (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    else:
        alpha = np.clip((1 - away) * (spot.rx / wide) + 0.5, 0, 1) * (255 * spot.strength)
    over(sheet, tinted(alpha, spot.colour.rgb), x0, y0)


def blurred(pixels: Pixels, sigma: float, size: tuple[int, int] | None = None) -> Pixels:
    """Blurred and, where a size is given, enlarged; colour does not bleed out of what is transparent."""
    if size and pixels[..., 3].min() == 255:
        return cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    alpha = pixels[..., 3:].astype(np.float32) / 255
    full = np.dstack([pixels[..., :3] * alpha, pixels[..., 3]]).astype(np.float32)
    full = cv2.GaussianBlur(full, (0, 0), max(sigma, 0.01))
    # What is nearly clear takes its colour from around it, so that an enlargement mixes no black into rims.
    around = cv2.blur(full, (9, 9))
    full_colour = np.where(full[..., 3:] > 1, full[..., :3], around[..., :3])
    weight = np.where(full[..., 3:] > 1, full[..., 3:], np.maximum(around[..., 3:], 1e-3))
    colour = cv2.cvtColor(np.clip(full_colour * 255 / weight, 0, 255).round().astype(np.uint8), cv2.COLOR_RGB2RGBA)
    opacity = full[..., 3]
    if size:
        colour, opacity = (cv2.resize(channel, size, interpolation=cv2.INTER_CUBIC) for channel in (colour, opacity))
    return cv2.insertChannel(cv2.add(opacity, 0, dtype=cv2.CV_8U), colour, 3)


def stacked(sheets: list[Pixels], size: Size) -> Pixels:
    """The frame: the middle of all sheets, back to front; height x width x 3."""
    height, width = sheets[0].shape[:2]
    x, y = (width - size.width) // 2, (height - size.height) // 2
    window = np.s_[y : y + size.height, x : x + size.width]
    frame = cv2.cvtColor(sheets[0][window], cv2.COLOR_RGBA2RGB)
    for sheet in sheets[1:]:
        part, alpha, left, top = _cropped(sheet[window])
        if part.size:
            under = frame[top : top + part.shape[0], left : left + part.shape[1]]
            weight = alpha.astype(np.float32)
            under[:] = cv2.blendLinear(cv2.cvtColor(part, cv2.COLOR_RGBA2RGB), under, weight, 255 - weight)
    return frame


def visible(pixels: Pixels) -> bool:
    """Whether there is anything on a sheet."""
    return bool(cv2.countNonZero(cv2.extractChannel(pixels, 3)))


def _cropped(pixels: Pixels) -> tuple[Pixels, np.ndarray, int, int]:
    """The smallest part of a sheet outside which it is clear, its alpha, and where in the sheet it begins."""
    alpha = cv2.extractChannel(pixels, 3)
    x, y, width, height = cv2.boundingRect(alpha)
    part = np.s_[y : y + height, x : x + width]
    return pixels[part], alpha[part], x, y


def over(sheet: Pixels, top: Pixels, x: int, y: int) -> None:
    """Lay `top` on a sheet with its corner at (x, y), in place; what lies outside is cut off."""
    x0, y0 = max(x, 0), max(y, 0)
    x1, y1 = min(x + top.shape[1], sheet.shape[1]), min(y + top.shape[0], sheet.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    part, a, left, above = _cropped(top[y0 - y : y1 - y, x0 - x : x1 - x])
    under = sheet[y0 + above :, x0 + left :][: part.shape[0], : part.shape[1]]
    if not part.size:
        return
    b = cv2.extractChannel(under, 3)
    if not cv2.countNonZero(b):
        under[:] = part
        return
    left_over = cv2.multiply(b, cv2.bitwise_not(a), scale=1 / 255, dtype=cv2.CV_32F)
    mixed = cv2.blendLinear(part, under, a.astype(np.float32), left_over)
    under[:] = cv2.insertChannel(cv2.add(left_over, a, dtype=cv2.CV_8U), mixed, 3)


def tinted(alpha: np.ndarray, colour: tuple[int, int, int]) -> Pixels:
    """One colour in the shape of an alpha channel of 0 to 255."""
    layer = np.full(alpha.shape, np.array([*colour, 255], np.uint8).view(np.uint32)[0]).view(np.uint8)
    layer = layer.reshape(*alpha.shape, 4)
    return cv2.insertChannel(cv2.convertScaleAbs(alpha), layer, 3)


def halo(alpha: np.ndarray, blur: float, colour: tuple[int, int, int], strength: float) -> Pixels:
    """A soft spot of one colour in the shape of an alpha channel; worked out at a quarter of the size."""
    height, width = alpha.shape
    small = cv2.resize(alpha, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(blur / 4, 0.5)).astype(np.float32) * strength
    return tinted(cv2.resize(soft, (width, height)), colour)


def edged(sheet: Pixels, s: Stage) -> Pixels:
    """A sheet with the shadow, the glow or the line that the look gives to every edge."""
    look, unit = s.light.look, s.size.short_side
    x, y, width, height = cv2.boundingRect(cv2.extractChannel(sheet, 3))
    if not (width and (look.shadow or look.glow or look.line)):
        return sheet
    # All of it happens near what shows; whole steps of four keep the halos where they would be on the whole sheet.
    reach = math.ceil((4 * max(look.shadow_blur, 0.02) + 0.01) * unit / 4 + 2) * 4
    rows = slice(max(0, y // 4 * 4 - reach), y + height + reach)
    columns = slice(max(0, x // 4 * 4 - reach), x + width + reach)
    part = sheet[rows, columns]
    alpha, out = cv2.extractChannel(part, 3), np.zeros_like(sheet)
    under = out[rows, columns]
    if look.shadow:
        shift = np.array([[1, 0, -s.light.side * unit * 0.008], [0, 1, -unit * 0.004]], np.float32)
        moved = cv2.warpAffine(alpha, shift, alpha.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
        over(under, halo(moved, look.shadow_blur * unit, s.light.ink.rgb, look.shadow), 0, 0)
    if look.glow:
        over(under, halo(alpha, 0.02 * unit, s.light.accent(0.75).rgb, look.glow * 0.6), 0, 0)
    over(under, _filled(part, s), 0, 0)
    if look.line:
        over(under, _outline(part, round(max(1, look.line * unit)), s), 0, 0)
    return out


def _filled(part: Pixels, s: Stage) -> Pixels:
    """Its fills as faint as the look has them on its board; what is vivid stays so, as coloured chalk does."""
    fill = s.light.look.fill
    if fill == 1:
        return part
    red, green, blue, alpha = cv2.split(part)
    chroma = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    share = cv2.LUT(
        chroma, np.clip(fill + (1 - fill) * (np.arange(256) / 255 - 0.22) / 0.25, fill, 1).astype(np.float32)
    )
    board = cv2.merge([np.full(alpha.shape, value, np.uint8) for value in (*s.light.board.rgb, 255)])
    return cv2.insertChannel(alpha, cv2.blendLinear(part, board, share, 1 - share), 3)


def _outline(sheet: Pixels, width: int, s: Stage) -> Pixels:
    """Lines along every change of colour, as a draughtsman would draw them."""
    grey = cv2.cvtColor(sheet, cv2.COLOR_RGBA2GRAY)
    grey = cv2.multiply(grey, cv2.extractChannel(sheet, 3), scale=1 / 255)
    edge = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((width + 1, width + 1), np.uint8))
    accent = s.light.look.line_colour == "accent"
    colour = s.light.accent(1.0) if accent else s.light.united(0.95, 0.02, s.light.hue)
    inked = cv2.LUT(edge, INKED)
    if s.light.look.paper == "slate":
        inked = cv2.multiply(inked, _crumbs(inked.shape), scale=1 / 255)
    return tinted(inked, colour.rgb)


@lru_cache(maxsize=8)
def _crumbs(shape: tuple[int, int]) -> np.ndarray:
    """How much chalk a board takes from place to place, 0 to 255; height x width."""
    noise = cv2.GaussianBlur(np.random.default_rng(0).standard_normal(shape, np.float32), (0, 0), 0.8)
    return np.clip(170 + 190 * noise, 40, 255).astype(np.uint8)


def textured(back: Pixels, s: Stage, seed: int) -> Pixels:
    """The back sheet with the look's texture and grain, which also hides banding in wide gradients."""
    height, width = back.shape[:2]
    back = _filled(back, s)
    grain = _grain(width, height, s.size.short_side, seed, s.light.look)
    out = cv2.add(cv2.cvtColor(back, cv2.COLOR_RGBA2RGB), cv2.merge([grain] * 3), dtype=cv2.CV_8U)
    return cv2.cvtColor(out, cv2.COLOR_RGB2RGBA)


@lru_cache(maxsize=8)  # all shots of a film share it, and the panels of one size
def _grain(width: int, height: int, short_side: int, seed: int, look: Look) -> np.ndarray:
    """What grain and texture add to every channel; height x width, int8."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((height, width), np.float32)
    noise *= 255 * look.grain
    if look.paper == "fibre":
        coarse = rng.standard_normal((max(2, height // 6), max(2, width // 24)), np.float32)
        noise += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * 1.8
    if look.paper == "slate":  # where the sponge went
        wiped = rng.standard_normal((max(2, height // 90), max(2, width // 40)), np.float32)
        noise += cv2.resize(wiped, (width, height), interpolation=cv2.INTER_CUBIC) * 5
    if look.paper == "grid":
        step = short_side / 18
        width_of_line = max(1.0, step / 24)
        noise[:, np.arange(width) % step < width_of_line] += 14
        noise[np.arange(height) % step < width_of_line] += 14
    return np.rint(noise, out=noise).astype(np.int8)


def png(pixels: Pixels) -> bytes:
    """PNG bytes of RGB or RGBA pixels, packed fast rather than small.

    https://www.w3.org/TR/png-3/: every row as its difference from the one above (filter 2), by Intel's deflate.
    """
    height, width, channels = pixels.shape
    filtered = np.full((height, 1 + width * channels), 2, np.uint8)
    rows = pixels.reshape(height, -1)
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, 6 if channels == 4 else 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", isal_zlib.compress(filtered, 1)), (b"IEND", b"")
    chunks = (
        struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
