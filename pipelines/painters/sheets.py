"""Pixels: sheets rendered from canvases, given a look's edges and grain, stacked and kept."""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels, render
from pipelines.painters.canvas import Canvas
from pipelines.painters.stage import MARGIN, Stage
from studio.film import Size


def sheet_size(size: Size) -> tuple[int, int]:
    """Pixels of a sheet: the frame and a margin on all sides, so that the frame is its exact middle."""
    return size.width + 2 * round(size.width * MARGIN), size.height + 2 * round(size.height * MARGIN)


def rendered(canvas: Canvas, s: Stage, scale: float = 1.0) -> Pixels:
    """A canvas as a sheet; `scale` below 1 renders fewer pixels and enlarges them, for what is out of focus."""
    width, height = sheet_size(s.size)
    unit = s.size.short_side / 100
    left, top = -(width - s.size.width) / 2 / unit, -(height - s.size.height) / 2 / unit
    across, down = max(2, round(width * min(scale, 1))), max(2, round(height * min(scale, 1)))
    pixels = render(canvas.svg((left, top, width / unit, height / unit), across, down), across, down)
    return pixels if scale >= 1 else blurred(pixels, 0.6, (width, height))


def blurred(pixels: Pixels, sigma: float, size: tuple[int, int] | None = None) -> Pixels:
    """Blurred and, where a size is given, enlarged; colour does not bleed out of what is transparent."""
    if size and pixels[..., 3].min() == 255:
        return cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    alpha = pixels[..., 3:].astype(np.float32) / 255
    full = np.dstack([pixels[..., :3] * alpha, pixels[..., 3]]).astype(np.float32)
    full = cv2.GaussianBlur(full, (0, 0), max(sigma, 0.01))
    if size:
        full = cv2.resize(full, size, interpolation=cv2.INTER_CUBIC)
    opacity = np.clip(full[..., 3:], 0, 255)
    colour = full[..., :3] * 255 / np.maximum(opacity, 1e-3)
    return np.dstack([np.clip(colour, 0, 255), opacity]).round().astype(np.uint8)


def stacked(sheets: list[Pixels], size: Size) -> Pixels:
    """The frame: the middle of all sheets, back to front; height x width x 3."""
    height, width = sheets[0].shape[:2]
    x, y = (width - size.width) // 2, (height - size.height) // 2
    window = np.s_[y : y + size.height, x : x + size.width]
    frame = sheets[0][window][..., :3].astype(np.float32)
    for sheet in sheets[1:]:
        top = np.ascontiguousarray(sheet[window])
        alpha = cv2.merge([top[..., 3]] * 3)
        if alpha.any():
            added = cv2.multiply(top[..., :3], alpha, scale=1 / 255, dtype=cv2.CV_32F)
            frame = cv2.add(added, cv2.multiply(frame, 255 - alpha, scale=1 / 255, dtype=cv2.CV_32F))
    return np.clip(frame, 0, 255).round().astype(np.uint8)


def over(sheet: Pixels, top: Pixels, x: int, y: int) -> None:
    """Lay `top` on a sheet with its corner at (x, y), in place; what lies outside is cut off."""
    x0, y0 = max(x, 0), max(y, 0)
    x1, y1 = min(x + top.shape[1], sheet.shape[1]), min(y + top.shape[0], sheet.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    part = top[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32)
    under = sheet[y0:y1, x0:x1].astype(np.float32)
    a, b = part[..., 3:] / 255, under[..., 3:] / 255
    alpha = a + b * (1 - a)
    colour = (part[..., :3] * a + under[..., :3] * b * (1 - a)) / np.maximum(alpha, 1e-4)
    sheet[y0:y1, x0:x1] = np.dstack([colour, alpha * 255]).round().astype(np.uint8)


def halo(alpha: np.ndarray, blur: float, colour: tuple[int, int, int], strength: float) -> Pixels:
    """A soft spot of one colour in the shape of an alpha channel; worked out at a quarter of the size."""
    height, width = alpha.shape
    small = cv2.resize(alpha, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(blur / 4, 0.5)), (width, height))
    layer = np.empty((height, width, 4), np.uint8)
    layer[..., :3] = colour
    layer[..., 3] = (soft * strength).astype(np.uint8)
    return layer


def edged(sheet: Pixels, s: Stage) -> Pixels:
    """A sheet with the shadow, the glow or the line that the look gives to every edge."""
    look, unit = s.light.look, s.size.short_side
    if not (look.shadow or look.glow or look.line):
        return sheet
    alpha, under = sheet[..., 3], np.zeros_like(sheet)
    if look.shadow:
        shift = np.array([[1, 0, -s.light.side * unit * 0.008], [0, 1, -unit * 0.004]], np.float32)
        moved = cv2.warpAffine(alpha, shift, alpha.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
        over(under, halo(moved, look.shadow_blur * unit, s.light.ink.rgb, look.shadow), 0, 0)
    if look.glow:
        over(under, halo(alpha, 0.02 * unit, s.light.accent(0.75).rgb, look.glow * 0.6), 0, 0)
    over(under, sheet, 0, 0)
    if look.line:
        over(under, _outline(sheet, round(max(1, look.line * unit)), s), 0, 0)
    return under


def _outline(sheet: Pixels, width: int, s: Stage) -> Pixels:
    """Lines along every change of colour, as a draughtsman would draw them."""
    grey = cv2.cvtColor(sheet[..., :3], cv2.COLOR_RGB2GRAY)
    grey = (grey.astype(np.uint16) * sheet[..., 3] // 255).astype(np.uint8)
    kernel = np.ones((width + 1, width + 1), np.uint8)
    edge = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, kernel).astype(np.float32)
    layer = np.empty_like(sheet)
    accent = s.light.look.line_colour == "accent"
    layer[..., :3] = (s.light.accent(1.0) if accent else s.light.united(0.95, 0.02, s.light.hue)).rgb
    layer[..., 3] = np.clip((edge - 5) * 9, 0, 225).astype(np.uint8)
    return layer


def textured(back: Pixels, s: Stage, seed: int) -> Pixels:
    """The back sheet with the look's texture and grain, which also hides banding in wide gradients."""
    look = s.light.look
    height, width = back.shape[:2]
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((height, width), np.float32) * (255 * look.grain)
    if look.texture == "fibre":
        coarse = rng.standard_normal((max(2, height // 6), max(2, width // 24)), np.float32)
        noise += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * 1.8
    out = back[..., :3].astype(np.float32) + noise[..., None]
    if look.texture == "grid":
        step = s.size.short_side / 18
        width_of_line = max(1.0, step / 24)
        out[:, np.arange(width) % step < width_of_line] += 14
        out[np.arange(height) % step < width_of_line] += 14
    return np.dstack([np.clip(out, 0, 255).round().astype(np.uint8), np.full((height, width), 255, np.uint8)])


def png(pixels: Pixels) -> bytes:
    """PNG bytes of RGB or RGBA pixels, packed fast rather than small."""
    order = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
    done, data = cv2.imencode(".png", cv2.cvtColor(pixels, order), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise RuntimeError("the picture could not be written as PNG")
    return data.tobytes()
