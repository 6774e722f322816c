"""One segment of the cut, laid out as a MoviePy timeline and encoded frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
from moviepy import CompositeVideoClip, VideoClip

from pipelines.editors import overlays
from pipelines.machinery import video
from pipelines.machinery.parallel import Check
from studio.asks import Segment, Take
from studio.errors import EngineFailed
from studio.film import Footage, Overlay
from studio.roles import Desk

CRF = 18  # x264's scale; the difference to the source cannot be seen on a screen
PRESET = "veryfast"


def render(ask: Segment, desk: Desk, check: Check) -> Footage:
    """Exactly `ask.frames` frames, H.264 with a keyframe first, so that segments join by copying."""
    file = desk.scratch(".mp4")
    timeline = _timeline(ask, desk)
    with video.Encoder(file, ask.size, ask.fps, crf=CRF, preset=PRESET) as encoder:
        for frame in range(ask.frames):
            check()
            encoder.write(_composed(timeline, _middle_of(frame, ask.fps)))
    return Footage(video=desk.keep(file), frames=ask.frames)


def _middle_of(frame: int, fps: Fraction) -> float:
    """A time well inside a frame, so that no rounding can lead to its neighbour."""
    return float((frame + Fraction(1, 2)) / fps)


def _frame_at(time: float, fps: Fraction) -> int:
    return int(time * float(fps))


def _timeline(ask: Segment, desk: Desk) -> CompositeVideoClip:
    """Takes at the bottom, the second one dissolving in over the first, overlays above."""
    layers = [_take(take, ask, desk) for take in ask.takes]
    if len(layers) > 1:
        layers[1] = layers[1].with_mask(_mask(ask, lambda frame: (frame + 1) / (ask.frames + 1)))
    layers += [_overlay(overlay, ask, desk) for overlay in ask.overlays]
    return CompositeVideoClip(layers, size=(ask.size.width, ask.size.height))


def _composed(timeline: CompositeVideoClip, time: float) -> np.ndarray:
    """One frame of the timeline, RGB. Each layer is blended inside its own box only.

    MoviePy's own compositing turns every layer into a picture as large as the film; this takes a
    tenth of its time on a caption.
    """
    bottom, *above = timeline.playing_clips(time)
    frame = bottom.get_frame(time)
    if above:
        frame = frame.copy()
    for clip in above:
        left, top = clip.pos(time - clip.start)
        _blend(frame, clip.get_frame(time - clip.start), clip.mask.get_frame(time - clip.start), left, top)
    return frame


def _blend(frame: np.ndarray, colour: np.ndarray, alpha: np.ndarray, left: int, top: int) -> None:
    """Lay a patch with straight alpha, 0 to 1, over a frame; what lies outside is cut off."""
    height, width = min(alpha.shape[0], frame.shape[0] - top), min(alpha.shape[1], frame.shape[1] - left)
    box = frame[top : top + height, left : left + width]
    below = box.astype(np.float32)
    box[:] = np.rint(below + (colour[:height, :width] - below) * alpha[:height, :width, None])


def _take(take: Take, ask: Segment, desk: Desk) -> VideoClip:
    """A stretch of footage as a clip. MoviePy asks for frames in order, some of them twice."""
    frames = video.frames_of(desk.path(take.footage.video), take.first)
    seen: dict[int, np.ndarray] = {}

    def frame_at(time: float) -> np.ndarray:
        wanted = _frame_at(time, ask.fps)
        while wanted not in seen:
            number = max(seen, default=-1) + 1
            seen.clear()
            seen[number] = _next(frames, take)
        return seen[wanted]

    return VideoClip(frame_at, duration=float(ask.frames / ask.fps))


def _next(frames: Iterator[np.ndarray], take: Take) -> np.ndarray:
    frame = next(frames, None)
    if frame is None:
        raise EngineFailed(f"A clip of {take.footage.frames} frames ended early.", "Run it again to animate it anew.")
    return frame


def _mask(ask: Segment, opacity: Callable[[int], float]) -> VideoClip:
    """A full-frame mask whose opacity, 0 to 1, follows the frame's number."""
    shape = (ask.size.height, ask.size.width)
    return VideoClip(
        lambda time: np.full(shape, opacity(_frame_at(time, ask.fps)), dtype=np.float32),
        is_mask=True,
        duration=float(ask.frames / ask.fps),
    )


def _overlay(overlay: Overlay, ask: Segment, desk: Desk) -> VideoClip:
    """Words or a logo, drawn once; only its opacity and height change from frame to frame."""
    patch = overlays.draw(overlay, ask.size, desk)
    colour, alpha = patch.pixels[:, :, :3], patch.pixels[:, :, 3].astype(np.float32) / 255
    begins, ends = max(overlay.start, 0), min(overlay.start + overlay.frames, ask.frames)

    def look_at(time: float) -> tuple[float, float]:
        """Time since the overlay's first frame here -> its opacity, and its way still to rise in short sides."""
        return overlays.appearance(overlay, begins + _frame_at(time, ask.fps) - overlay.start, ask.fps)

    length = float((ends - begins) / ask.fps)
    mask = VideoClip(lambda time: alpha * look_at(time)[0], is_mask=True, duration=length)
    shown = VideoClip(lambda _: colour, duration=length).with_mask(mask)
    return shown.with_start(float(begins / ask.fps)).with_position(
        lambda time: (patch.left, round(patch.top + look_at(time)[1] * ask.size.short_side))
    )
