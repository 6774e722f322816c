"""A picture without layers, such as the user's own photo of any shape, made to fill the frame."""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.animators.sheets import Pixels
from studio.film import Size

LOSS = 1.45  # a photo up to this much longer or taller than the frame is cropped, beyond it is framed
FRAMED = 0.86  # of the frame's width or height, for a photo on a blurred ground
CUT_OUT = 0.68  # the same for a picture with transparent parts


def layers(pixels: Pixels, size: Size, density: int) -> list[tuple[Pixels, float]]:
    """Sheets with their depths, back to front, at `density` pixels per film pixel."""
    frame = Size(width=size.width * density, height=size.height * density)
    longer = (pixels.shape[1] * frame.height) / (pixels.shape[0] * frame.width)
    if pixels[..., 3].min() < 255:
        return [(_plain_ground(pixels, frame), 0.3), (_framed(pixels, frame, CUT_OUT), 1.0)]
    if 1 / LOSS <= longer <= LOSS:
        return [(_covering(pixels, frame), 1.0)]
    return [(_blurred_ground(pixels, frame), 0.3), (_framed(pixels, frame, FRAMED), 1.0)]


def _resized(pixels: Pixels, factor: float) -> Pixels:
    height, width = (max(1, round(side * factor)) for side in pixels.shape[:2])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    alpha = pixels[..., 3:].astype(np.float32) / 255
    colour = cv2.resize(np.dstack([pixels[..., :3] * alpha, pixels[..., 3]]), (width, height), interpolation=how)
    alpha = np.maximum(colour[..., 3:] / 255, 1 / 255)
    straight = np.dstack([colour[..., :3] / alpha, colour[..., 3]])
    return np.clip(np.rint(straight), 0, 255).astype(np.uint8)


def _cover_factor(pixels: Pixels, frame: Size) -> float:
    return max(frame.width / pixels.shape[1], frame.height / pixels.shape[0])


def _covering(pixels: Pixels, frame: Size) -> Pixels:
    """The picture filling the frame; a little of what lies outside is kept for the camera to use."""
    factor = _cover_factor(pixels, frame)
    height = min(pixels.shape[0], int(1.25 * frame.height / factor) + 1)
    width = min(pixels.shape[1], int(1.25 * frame.width / factor) + 1)
    top, left = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
    return _resized(pixels[top : top + height, left : left + width], factor)


def _blurred_ground(pixels: Pixels, frame: Size) -> Pixels:
    """The picture as a soft, darker ground; worked out small, as nothing sharp is left of it."""
    small = Size(width=max(2, frame.width // 16), height=max(2, frame.height // 16))
    ground = _covering(pixels, small)
    ground = cv2.GaussianBlur(ground, (0, 0), 0.09 * small.short_side + 0.5, borderType=cv2.BORDER_REPLICATE)
    ground[..., :3] = np.rint(ground[..., :3] * 0.72)
    return cv2.resize(ground, None, fx=16.25, fy=16.25, interpolation=cv2.INTER_CUBIC)


def _plain_ground(pixels: Pixels, frame: Size) -> Pixels:
    """A quiet gradient in a tint of the picture's own colour, light behind dark and dark behind light."""
    weight = pixels[..., 3].astype(np.float64)
    mean = (pixels[..., :3] * weight[..., None]).sum((0, 1)) / max(1.0, weight.sum())
    light = mean @ [0.2126, 0.7152, 0.0722] > 150
    middle = mean * 0.22 + (10 if light else 196)
    height, width = int(frame.height * 1.02) + 2, int(frame.width * 1.02) + 2
    down = np.linspace(-0.5, 0.5, height)[:, None]
    across = np.linspace(-1, 1, width)[None, :]
    shade = 1.04 - 0.10 * down - 0.05 * across**2
    out = np.full((height, width, 4), 255, np.uint8)
    out[..., :3] = np.clip(np.rint(middle * shade[..., None]), 0, 255)
    return out


def _framed(pixels: Pixels, frame: Size, share: float) -> Pixels:
    """The whole picture in the middle of a transparent frame, with a soft shadow under it."""
    factor = share * min(frame.width / pixels.shape[1], frame.height / pixels.shape[0])
    picture = _resized(pixels, factor)
    height, width = picture.shape[:2]
    top, left = (frame.height - height) // 2, (frame.width - width) // 2
    alpha = np.zeros((frame.height, frame.width), np.uint8)
    alpha[top : top + height, left : left + width] = picture[..., 3]
    soft = frame.short_side * 0.02
    shadow = np.roll(cv2.GaussianBlur(alpha, (0, 0), soft), round(soft * 0.6), axis=0) * 0.45
    out = np.zeros((frame.height, frame.width, 4), np.uint8)
    out[top : top + height, left : left + width, :3] = picture[..., :3]
    cover = alpha[..., None] / 255
    total = alpha + shadow * (1 - cover[..., 0])
    out[..., :3] = np.rint(out[..., :3] * (alpha / np.maximum(total, 1))[..., None])
    out[..., 3] = np.rint(total)
    return out
