"""Sheets before a camera: each frame of a path, composited in planes as the encoder wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from pipelines.animators import reveals
from pipelines.animators.cameras import Path
from pipelines.animators.players import Life
from pipelines.animators.sheets import Sheet
from studio.film import Size

BLACK = (16, 128, 128)
NOTHING = (0, 0, 0, 255)  # premultiplied: no light, and all of what is behind
FLAT = 0.004  # of its height: lower than this nothing can be seen of what rises
BILINEAR = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
# Half a 4:2:0 chroma sample is taken from either neighbour: chroma is sited on the left luma sample.
LEFT_SITED = np.array([[0.25, 0.5, 0.25]], np.float32)


def film(sheets: Sequence[tuple[Sheet, Life]], path: Path, size: Size) -> Iterator[np.ndarray]:
    """I420 frames (3/2 height x width, uint8, BT.709 limited range), one for each pose of the path."""
    closer = _closeness([sheet for sheet, _ in sheets], path, size)
    canvas = np.empty((3, size.height, size.width), np.uint8)
    for frame in range(len(path.x)):
        if not sheets[0][0].opaque:
            canvas[:] = np.array(BLACK, np.uint8)[:, None, None]
        for sheet, life in sheets:
            if life.seen[frame] > 0 and life.high[frame] > FLAT:
                matrix = _to_sheet(sheet, path, frame, closer, size)
                _lay(sheet, life, frame, _living(matrix, sheet, life, frame), canvas)
        yield _i420(canvas)


def _closeness(sheets: Sequence[Sheet], path: Path, size: Size) -> float:
    """How much closer the whole scene must come, so that no sheet ever shows where it ends."""
    closer = 1.0
    corners = np.array([[x, y] for x in (-0.5, 0.5) for y in (-0.5, 0.5)]) * [size.width, size.height]
    turn = np.stack(
        [np.stack([np.cos(path.roll), np.sin(path.roll)]), np.stack([-np.sin(path.roll), np.cos(path.roll)])]
    )
    for sheet in sheets:
        travel = sheet.depth * np.stack([path.x * size.width, path.y * size.height])
        seen = np.einsum("abf,cbf->caf", turn, corners[:, :, None] + travel)
        reach = (
            2 * np.abs(seen / _scale(sheet, path.zoom)).max(axis=(0, 2)) + 1
        )  # + 1: bilinear looks half a pixel out
        have = np.array([sheet.width, sheet.height]) / sheet.density
        closer = max(closer, *(reach / have))
    return closer


def _scale(sheet: Sheet, zoom: np.ndarray) -> np.ndarray:
    return 1 + (zoom - 1) * sheet.depth


def _to_sheet(sheet: Sheet, path: Path, frame: int, closer: float, size: Size) -> np.ndarray:
    """The 2x3 matrix that leads from a pixel of the film to a pixel of the sheet."""
    step = sheet.density / (closer * _scale(sheet, path.zoom[frame]))
    cos, sin = step * np.cos(path.roll[frame]), step * np.sin(path.roll[frame])
    turn = np.array([[cos, sin], [-sin, cos]])
    travel = sheet.depth * np.array([path.x[frame] * size.width, path.y[frame] * size.height])
    # A pixel's middle lies half a pixel inside it, in the film and in the sheet alike.
    origin = np.array([0.5 - size.width / 2, 0.5 - size.height / 2]) + travel
    middle = np.array([sheet.width / 2 - sheet.left, sheet.height / 2 - sheet.top]) - 0.5
    return np.column_stack([turn, turn @ origin + middle])


def _living(matrix: np.ndarray, sheet: Sheet, life: Life, frame: int) -> np.ndarray:
    """The same way from the film to the sheet, when what is on it is of another size, about its foot, or moved."""
    high, wide = sheet.pixels.shape[:2]
    foot = np.array([(wide - 1) / 2, high - 1])
    lower = matrix[:, :2] @ [0, life.down[frame]]
    lean = 0.0 if life.lean is None else float(life.lean[frame])
    upright = np.array([[1.0, lean], [0.0, 1.0]])
    own = upright @ np.column_stack([matrix[:, :2], matrix[:, 2] - lower - foot])
    return own / [[life.wide[frame]], [life.high[frame]]] + [[0, 0, 1]] * foot[:, None]


def _lay(sheet: Sheet, life: Life, frame: int, matrix: np.ndarray, canvas: np.ndarray) -> None:
    """Blend the part of a sheet that is in the frame over the canvas."""
    left, top, right, bottom = _box(sheet, matrix, canvas.shape[2], canvas.shape[1])
    if right <= left or bottom <= top:
        return
    matrix = np.column_stack([matrix[:, :2], matrix @ [left, top, 1]])
    border = {"borderMode": cv2.BORDER_REPLICATE} if sheet.opaque else {"borderValue": NOTHING}
    patch = cv2.warpAffine(sheet.pixels, matrix, (right - left, bottom - top), flags=BILINEAR, **border)
    if life.shown[frame] < 1:
        shown = reveals.mask(sheet, life.way, float(life.shown[frame]), matrix, patch.shape[:2])
        patch = cv2.blendLinear(patch, np.full_like(patch, NOTHING), shown, 1 - shown)
    elif (opacity := float(life.seen[frame])) < 1:
        patch = cv2.addWeighted(patch, opacity, np.full_like(patch, NOTHING), 1 - opacity, 0)
    *light, behind = cv2.split(patch)
    for plane, added in zip(canvas[:, top:bottom, left:right], light, strict=True):
        if sheet.opaque:
            np.copyto(plane, added)
        else:
            cv2.multiply(plane, behind, dst=plane, scale=1 / 255)
            cv2.add(plane, added, dst=plane)


def _box(sheet: Sheet, matrix: np.ndarray, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the sheet in the film, in whole pixels."""
    high, wide = sheet.pixels.shape[:2]
    corners = np.array([[x, y, 1] for x in (-1, wide) for y in (-1, high)], float).T
    x, y = cv2.invertAffineTransform(matrix) @ corners
    left, top = max(0, int(np.floor(x.min()))), max(0, int(np.floor(y.min())))
    return left, top, min(width, int(np.ceil(x.max())) + 1), min(height, int(np.ceil(y.max())) + 1)


def _i420(canvas: np.ndarray) -> np.ndarray:
    """Full-size planes to 4:2:0, chroma sited left and half-way between two lines."""
    _, height, width = canvas.shape
    out = np.empty((height * 3 // 2, width), np.uint8)
    out[:height] = canvas[0]
    quarter = out[height:].reshape(2, height // 2, width // 2)
    for plane, goal in zip(canvas[1:], quarter, strict=True):
        halved = cv2.resize(plane, (width, height // 2), interpolation=cv2.INTER_AREA)
        goal[:] = cv2.filter2D(halved, -1, LEFT_SITED, borderType=cv2.BORDER_REPLICATE)[:, ::2]
    return out
