"""Between a film's frames and a model's: sizes that it likes, pictures laid into them, frames lifted out again."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from pipelines.animators import sheets, stills
from pipelines.machinery.models.diffusion import require_finite
from studio.cards import Card
from studio.errors import EngineFailed
from studio.film import Size

Frame = np.ndarray  # height x width x 3, uint8, RGB
AT_ONCE = 8  # frames turned into bytes at a time: a long clip never lies in memory as floating point here
MOST_PIXELS = 1.1  # times those that a model was trained on, which its memory is reckoned for
COST_OF_PIXELS = 0.1  # how much a share of pixels more or fewer counts, against the same share of another shape


class Canvas(NamedTuple):
    """What a model draws on. The film's picture is the middle of it, of exactly the film's shape.

    Few films have a shape that a model can draw. What is left at two sides is filled by the mirrored border, moves
    with the picture and is cut off again, so that nothing is stretched and nothing of the keyframe is lost.
    """

    size: Size
    inner: Size
    film: Size

    def laid(self, picture: Frame) -> Frame:
        """A picture of the film's shape as the model is shown it."""
        inner = resized(picture, self.inner)
        left, top = (self.size.width - self.inner.width) // 2, (self.size.height - self.inner.height) // 2
        right, bottom = self.size.width - self.inner.width - left, self.size.height - self.inner.height - top
        small = max(left, right) >= self.inner.width or max(top, bottom) >= self.inner.height
        how = cv2.BORDER_REPLICATE if small else cv2.BORDER_REFLECT_101
        return cv2.copyMakeBorder(inner, top, bottom, left, right, how)

    def lifted(self, frame: Frame) -> Frame:
        """A frame of the model's as one of the film."""
        left, top = (self.size.width - self.inner.width) // 2, (self.size.height - self.inner.height) // 2
        inner = frame[top : top + self.inner.height, left : left + self.inner.width]
        return resized(inner, self.film)


def canvas(film: Size, native: Size, multiple: int) -> Canvas:
    """The canvas nearest to a film's shape and to the number of pixels that a model was trained on."""
    shape, pixels = film.width / film.height, native.width * native.height
    across = _multiples(math.sqrt(pixels * shape), multiple)
    down = _multiples(math.sqrt(pixels / shape), multiple)

    def cost(size: tuple[int, int]) -> float:
        return abs(math.log(size[0] / size[1] / shape)) + COST_OF_PIXELS * abs(math.log(size[0] * size[1] / pixels))

    sizes = [(width, height) for width in across for height in down]
    fitting = [size for size in sizes if size[0] * size[1] <= MOST_PIXELS * pixels]
    width, height = min(fitting or sizes, key=cost)
    return canvas_of(film, Size(width=width, height=height))


def canvas_of(film: Size, size: Size) -> Canvas:
    """The canvas of a size that is not ours to choose."""
    factor = min(size.width / film.width, size.height / film.height)
    inner = Size(width=max(1, round(film.width * factor)), height=max(1, round(film.height * factor)))
    return Canvas(size, inner, film)


def _multiples(length: float, multiple: int) -> list[int]:
    nearest = round(length / multiple)
    return [multiple * count for count in range(max(1, nearest - 2), max(1, nearest) + 3)]


def resized(frame: Frame, size: Size) -> Frame:
    """The same picture in another size, without moiré when it shrinks."""
    height, width = frame.shape[:2]
    if (width, height) == (size.width, size.height):
        return frame
    how = cv2.INTER_AREA if size.width < width else cv2.INTER_CUBIC
    return cv2.resize(frame, (size.width, size.height), interpolation=how)


def still(file: Path, size: Size) -> Frame:
    """A picture of any shape as one that fills the frame, as the drawn animator would show it before it moves.

    Raises BadInput when it cannot be read.
    """
    frame = np.zeros((size.height, size.width, 3), np.float32)
    for pixels, _ in stills.layers(sheets.read(file), size, 1):
        sheet = _covering(pixels, size).astype(np.float32)
        cover = sheet[..., 3:] / 255
        frame = frame * (1 - cover) + sheet[..., :3] * cover
    return np.clip(np.rint(frame), 0, 255).astype(np.uint8)


def _covering(pixels: np.ndarray, size: Size) -> np.ndarray:
    """The middle of a sheet, in the frame's size; one that is smaller is enlarged."""
    height, width = pixels.shape[:2]
    factor = max(1.0, size.width / width, size.height / height)
    if factor > 1:
        pixels = cv2.resize(pixels, (math.ceil(width * factor), math.ceil(height * factor)))
        height, width = pixels.shape[:2]
    left, top = (width - size.width) // 2, (height - size.height) // 2
    return pixels[top : top + size.height, left : left + size.width]


def pixels(clip: Any, card: Card) -> np.ndarray:
    """A pipeline's clip as bytes, frames x height x width x 3. Raises EngineFailed where there is no picture in it.

    The clip is a tensor of frames x 3 x height x width or an array of frames x height x width x 3, both from 0 to 1,
    or a list of pictures.
    """
    chunks = [_bytes(clip[at : at + AT_ONCE], card) for at in range(0, len(clip), AT_ONCE)]
    found = np.concatenate(chunks)
    if found.min() == found.max():
        raise EngineFailed(
            f"The animator '{card.name}' gave a clip without content: one colour from its first frame to its last.",
            "Its files may be damaged, or it may need more precision than this machine has: choose another.",
        )
    return found


def _bytes(frames: Any, card: Card) -> np.ndarray:
    if isinstance(frames, list):
        return np.stack([np.asarray(frame.convert("RGB")) for frame in frames])
    if not isinstance(frames, np.ndarray):
        frames = frames.float().cpu().numpy().transpose(0, 2, 3, 1)
    if frames.dtype == np.uint8:
        return frames
    return np.clip(np.rint(require_finite(frames, card) * 255), 0, 255).astype(np.uint8)
