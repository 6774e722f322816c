"""A segment as a MoviePy timeline, and the way from there to the encoder's own planes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

import numpy as np
from moviepy import CompositeVideoClip, VideoClip
from moviepy.tools import compute_position

from pipelines.editors import overlays
from pipelines.editors.overlays import Patch as Drawn
from pipelines.editors.planes import Patch, blank
from pipelines.machinery import video
from pipelines.machinery.video import Frame
from studio.cut import Overlay
from studio.film import Size

NO_FRAME = np.empty((0, 0), np.uint8)


class Reel(VideoClip):
    """Whole pictures, read in order from an iterator of I420 frames: the ground of a timeline.

    MoviePy's own exporter sees it in RGB; ours takes the planes.
    """

    def __init__(self, frames: Iterator[Frame], length: int, size: Size, fps: Fraction) -> None:
        super().__init__(duration=float(length / fps))
        self.size, self.fps = (size.width, size.height), fps
        self._frames, self._last = frames, (-1, blank(size))
        self.frame_function = lambda time: video.to_rgb(self._at(_number(time, fps)))

    def over(self, _: Frame | None, time: float) -> Frame:
        return self._at(_number(time, self.fps))

    def close(self) -> None:
        self._frames, self._last = iter(()), (-1, NO_FRAME)

    def _at(self, wanted: int) -> Frame:
        """MoviePy may ask for the same frame again, but never for an earlier one."""
        number, frame = self._last
        while number < wanted:
            number, frame = number + 1, next(self._frames)
        self._last = number, frame
        return frame


class Stamp(VideoClip):
    """Words or a logo: each of its looks is drawn once, only opacity and height change with every frame.

    A progress bar is cut anew for each, and key words are drawn anew while they come and go.
    """

    def __init__(self, overlay: Overlay, looks: Sequence[tuple[int, Drawn]], size: Size, fps: Fraction) -> None:
        """`looks` say from which of its own frames on the overlay is shown how; the first from frame 0."""
        super().__init__(duration=float(overlay.frames / fps))
        self._overlay, self._looks, self._short_side, self.fps = overlay, looks, size.short_side, fps
        self._starts = [start for start, _ in looks]
        self._patches: dict[tuple[int, int], Patch] = {}
        self.size = looks[0][1].pixels.shape[1::-1]
        self.frame_function = lambda time: self._drawn(time).pixels[..., :3]
        self.mask = VideoClip(is_mask=True, duration=self.duration)
        self.mask.frame_function = lambda time: self._drawn(time).pixels[..., 3] / 255 * self._place(time)[0]
        self.mask.size = self.size
        self.pos = lambda time: (self._resting(time).left, self._place(time)[1])

    def close(self) -> None:
        self._patches.clear()

    def over(self, frame: Frame, time: float) -> Frame:
        opacity, top = self._place(time)
        self._patch(time, top % 2).lay(frame, self._resting(time).left, top - top % 2, opacity)
        return frame

    def _patch(self, time: float, lower: int) -> Patch:
        """The look of this time in planes, so many rows below an even one."""
        if overlays.changes(self._overlay, self._resting(time), _number(time, self.fps), self.fps):
            return Patch(self._drawn(time).pixels, top=lower)
        key = self._look(time), lower
        if key not in self._patches:
            self._patches[key] = Patch(self._drawn(time).pixels, top=lower)
        return self._patches[key]

    def _look(self, time: float) -> int:
        return bisect_right(self._starts, _number(time, self.fps)) - 1

    def _drawn(self, time: float) -> Drawn:
        return overlays.at(self._overlay, self._resting(time), _number(time, self.fps), self.fps)

    def _resting(self, time: float) -> Drawn:
        return self._looks[self._look(time)][1]

    def _place(self, time: float) -> tuple[float, int]:
        """Opacity, and the row of the patch's upper edge."""
        opacity, lower = overlays.appearance(self._overlay, _number(time, self.fps), self.fps)
        return opacity, round(self._resting(time).top + lower * self._short_side)


@contextmanager
def ended(timeline: CompositeVideoClip) -> Iterator[CompositeVideoClip]:
    """Closes its clips after use: they refer to themselves, and would keep their frames for long."""
    try:
        yield timeline
    finally:
        for clip in (timeline.bg, *timeline.clips):
            clip.close()


def frames(timeline: CompositeVideoClip, count: int, fps: Fraction) -> Iterator[Frame]:
    """The timeline's first `count` frames as I420, each to be read before the next is asked for.

    Reels and stamps write themselves into the planes; any other layer is drawn by MoviePy and
    then blended in its own box: right for all, and only such a layer pays for RGB.
    """
    size = Size(width=timeline.size[0], height=timeline.size[1])
    for number in range(count):
        time = _middle_of(number, fps)
        ground = [] if timeline.created_bg else [timeline.bg]
        frame = blank(size) if timeline.created_bg else None
        for clip in (*ground, *timeline.playing_clips(time)):
            frame = _laid(clip, time - clip.start, frame, size)
        yield frame


def _laid(clip: VideoClip, time: float, frame: Frame, size: Size) -> Frame:
    if isinstance(clip, Reel | Stamp):
        return clip.over(frame, time)
    colour = clip.get_frame(time)
    alpha = clip.mask.get_frame(time) if clip.mask else np.ones(colour.shape[:2])
    wide_high = colour.shape[1::-1]
    left, top = compute_position(wide_high, (size.width, size.height), clip.pos(time), clip.relative_pos)
    pixels = np.dstack([colour[..., :3], np.rint(alpha * 255)]).astype(np.uint8)
    Patch(pixels, left % 2, top % 2).lay(frame, left - left % 2, top - top % 2)
    return frame


def _middle_of(frame: int, fps: Fraction) -> float:
    """A time well inside a frame, so that no rounding can lead to its neighbour."""
    return float((frame + Fraction(1, 2)) / fps)


def _number(time: float, fps: Fraction) -> int:
    return int(time * float(fps))
