"""What an editor finds in the user's own pictures: faces that no words may cover, and what the eye goes to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import pytest

from pipelines.machinery.video import Encoder
from studio.asks import Spot
from studio.crew import WorkDesk
from studio.film import Box, Footage, Seen, Size

WIDE, TALL = Size(width=640, height=360), Size(width=360, height=640)
FPS = Fraction(24)
# Parts of a face: x, y, half width and half height in shares of its width, and how much darker they are.
PARTS = (
    (0.30, 0.42, 0.085, 0.035, 110),  # eyes
    (0.70, 0.42, 0.085, 0.035, 110),
    (0.30, 0.34, 0.13, 0.05, 55),  # their sockets and brows
    (0.70, 0.34, 0.13, 0.05, 55),
    (0.50, 0.70, 0.10, 0.03, 45),  # under the nose
    (0.50, 0.86, 0.17, 0.035, 70),  # mouth
    (0.50, 0.55, 0.05, 0.16, -28),  # bridge of the nose
    (0.22, 0.64, 0.12, 0.10, -18),  # cheeks
    (0.78, 0.64, 0.12, 0.10, -18),
)


def ground(size: Size, seed: int = 1) -> np.ndarray:
    """A soft grey wall with the noise of a camera."""
    noise = np.random.default_rng(seed).normal(0, 3, (size.height, size.width, 1))
    return np.clip(np.linspace(120, 150, size.width)[None, :, None] + noise + np.zeros(3), 0, 255).astype(np.uint8)


def with_face(picture: np.ndarray, x: int, y: int, wide: int, tone: tuple[int, int, int] = (214, 170, 140)) -> Box:
    """Draw a shaded face whose oval has its corner at (x, y); the box of its features comes back."""
    height, width, _ = picture.shape
    v, u = np.mgrid[:height, :width].astype(np.float32)
    u, v = (u - x) / wide, (v - y) / wide
    hair = ((u - 0.5) / 0.62) ** 2 + ((v - 0.55) / 0.78) ** 2 < 1
    oval = ((u - 0.5) / 0.48) ** 2 + ((v - 0.62) / 0.66) ** 2 < 1
    dark = sum(depth * np.exp(-(((u - cx) / rx) ** 2) - ((v - cy) / ry) ** 2) for cx, cy, rx, ry, depth in PARTS)
    shade = 40 * ((u - 0.5) ** 2 + (v - 0.6) ** 2)
    pores = np.random.default_rng(7).normal(0, 3, (height, width)).astype(np.float32)
    picture[hair] = (45, 32, 26)
    lit = 1 - (dark + shade + pores)[..., None] / 214
    picture[oval] = np.clip(np.array(tone) * lit, 0, 255)[oval]
    return Box(left=(x + 0.2 * wide) / width, top=(y + 0.3 * wide) / height,
               width=0.6 * wide / width, height=0.6 * wide / height)  # fmt: skip


def spot(editor: Any, desk: WorkDesk, *shown: np.ndarray | list[np.ndarray]) -> list[Seen]:
    """What is seen in clips, of one picture that stands still or of several."""
    clips = [clip(desk, [it] * 4 if isinstance(it, np.ndarray) else it) for it in shown]
    return list(editor.spot([Spot(footage=footage) for footage in clips], desk))


def clip(desk: WorkDesk, frames: list[np.ndarray]) -> Footage:
    file = desk.scratch(".mp4")
    height, width, _ = frames[0].shape
    with Encoder(file, Size(width=width, height=height), FPS) as encoder:
        for frame in frames:
            encoder.write(frame)
    return Footage(video=desk.keep(file), frames=len(frames))


def holds(box: Box, part: Box) -> bool:
    return (
        box.left <= part.left
        and box.top <= part.top
        and box.left + box.width >= part.left + part.width
        and box.top + box.height >= part.top + part.height
    )


def likeness(one: Box, other: Box) -> float:
    """What both share of what either holds."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    both = max(across, 0) * max(down, 0)
    return both / (one.width * one.height + other.width * other.height - both)


@pytest.mark.parametrize("tone", [(236, 200, 178), (190, 140, 105), (112, 76, 56)], ids=["pale", "brown", "dark"])
@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
def test_a_face_is_found_where_it_is_and_is_the_subject(
    editor: Any, desk: WorkDesk, size: Size, tone: tuple[int, int, int]
) -> None:
    picture = ground(size)
    features = with_face(picture, round(0.55 * size.width), round(0.2 * size.height), 90, tone)
    seen = spot(editor, desk, picture)[0]
    assert len(seen.faces) == 1
    assert holds(seen.faces[0], features)
    assert seen.faces[0].width < 3 * features.width
    assert seen.subject == seen.faces[0]


def test_a_face_that_moves_is_kept_clear_on_all_its_way(editor: Any, desk: WorkDesk) -> None:
    frames, features = [], []
    for number in range(24):
        frames.append(ground(WIDE, seed=number))
        features.append(with_face(frames[-1], 100 + 8 * number, 80, 100))
    seen = spot(editor, desk, frames)[0]
    assert len(seen.faces) == 1
    assert all(holds(seen.faces[0], place) for place in features)


def test_two_faces_are_two_and_the_larger_is_the_subject(editor: Any, desk: WorkDesk) -> None:
    frames = [ground(WIDE, seed=number) for number in range(8)]
    small, large = [(with_face(frame, 80, 100, 80), with_face(frame, 380, 80, 130)) for frame in frames][-1]
    seen = spot(editor, desk, frames)[0]
    assert len(seen.faces) == 2
    assert holds(seen.faces[0], large)
    assert holds(seen.faces[1], small)
    assert seen.subject == seen.faces[0]


def test_what_one_look_alone_shows_is_no_face(editor: Any, desk: WorkDesk) -> None:
    frames = [ground(WIDE, seed=number) for number in range(24)]
    with_face(frames[0], 250, 80, 100)
    assert spot(editor, desk, frames)[0].faces == ()


def drawing(size: Size) -> np.ndarray:
    """A face as flat art has it: two dots and a line in an oval."""
    picture = np.full((size.height, size.width, 3), (240, 225, 190), np.uint8)
    x, y, r = size.width // 2, size.height // 2, size.short_side // 4
    cv2.ellipse(picture, (x, y - r // 6), (round(r * 1.1), round(r * 1.35)), 0, 0, 360, (60, 40, 30), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (x, y), (r, round(r * 1.2)), 0, 0, 360, (225, 175, 140), -1, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.circle(picture, (x + side * r * 2 // 5, y - r // 6), r // 8, (40, 30, 30), -1, cv2.LINE_AA)
        cv2.line(picture, (x + side * r * 3 // 5, y - r // 2), (x + side * r // 5, y - r // 2), (60, 40, 30), r // 10)
    cv2.ellipse(picture, (x, y + r // 2), (r // 3, r // 6), 0, 0, 180, (150, 50, 50), -1, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
def test_a_drawing_is_the_subject_but_has_no_face(editor: Any, desk: WorkDesk, size: Size) -> None:
    picture = drawing(size)
    for seen in spot(editor, desk, picture, [picture] * 6):
        assert seen.faces == ()
        assert seen.subject is not None


@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
@pytest.mark.parametrize("at", [(0.33, 0.5), (0.66, 0.45), (0.5, 0.6)])
def test_what_differs_from_its_surroundings_is_the_subject(
    editor: Any, desk: WorkDesk, size: Size, at: tuple[float, float]
) -> None:
    picture, r = ground(size), size.short_side // 6
    x, y = round(at[0] * size.width), round(at[1] * size.height)
    cv2.circle(picture, (x, y), r, (200, 40, 30), -1)
    there = Box(left=(x - r) / size.width, top=(y - r) / size.height, width=2 * r / size.width,
                height=2 * r / size.height)  # fmt: skip
    for seen in spot(editor, desk, picture, [picture] * 6):
        assert seen.subject is not None
        assert likeness(seen.subject, there) > 0.5


def test_a_plain_picture_has_no_subject_and_no_face(editor: Any, desk: WorkDesk) -> None:
    plain = np.full((180, 320, 3), (40, 90, 160), np.uint8)
    assert spot(editor, desk, plain, [plain] * 3) == [Seen(), Seen()]


def test_boxes_lie_in_the_picture_whatever_it_is(editor: Any, desk: WorkDesk) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (90, 160, 3), np.uint8)
    edge = np.zeros((90, 160, 3), np.uint8)
    edge[60:, 100:] = 255
    for seen in spot(editor, desk, noise, edge, np.full((20, 500, 3), 90, np.uint8), [noise]):
        for box in (*seen.faces, *([seen.subject] if seen.subject else [])):
            assert box.left + box.width <= 1 + 1e-9
            assert box.top + box.height <= 1 + 1e-9


def test_the_same_picture_gives_the_same_answer(editor: Any, desk: WorkDesk) -> None:
    picture = ground(WIDE)
    with_face(picture, 200, 60, 150)
    first, again, moving, moving_again = spot(editor, desk, picture, picture, [picture] * 5, [picture] * 5)
    assert first == again
    assert moving == moving_again
