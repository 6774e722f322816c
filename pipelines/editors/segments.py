"""The segments of a cut: each a MoviePy timeline, encoded from planes; neighbours share their decoders."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing

from moviepy import CompositeVideoClip

from pipelines.editors import grades, grounds, overlays, timeline
from pipelines.editors.transitions import mixed
from pipelines.machinery import video
from pipelines.machinery.parallel import Check
from pipelines.machinery.video import Frame
from studio.asks import Segment, Take
from studio.cut import Overlay
from studio.errors import EngineFailed
from studio.film import Footage, edited
from studio.roles import Desk

FINISHED = {"crf": 18, "preset": "veryfast"}  # x264's scale; the difference to the source is not seen on a screen
DRAFT = {"crf": 26, "preset": "ultrafast"}


def runs(asks: Sequence[Segment]) -> list[list[Segment]]:
    """The segments in runs: a piece of footage and the transition after it, which goes on where the piece ended."""
    found: list[list[Segment]] = []
    for ask in asks:
        if found and len(ask.takes) > 1 and isinstance(ask.takes[0].footage, Footage):
            found[-1].append(ask)
        else:
            found.append([ask])
    return found


def render(run: Sequence[Segment], desk: Desk, check: Check, hardware: str = "") -> list[Footage]:
    """Each segment's exact frames, H.264 with a keyframe first, so that segments join by copying.

    `hardware` names the machine's own encoder, where it is to be used.
    """
    made: list[Footage] = []
    waiting: dict[Take, Iterator[Frame]] = {}  # where the last segment's sources stand now
    with ExitStack() as opened:
        for ask in run:
            sources = [
                waiting.pop(take, None) or opened.enter_context(closing(source(take, ask, desk)))
                for take in ask.takes
            ]
            file = desk.scratch(".mp4")
            quality = DRAFT if ask.draft else FINISHED
            with (
                video.Encoder(file, ask.size, ask.fps, **quality, hardware=hardware) as encoder,
                timeline.ended(laid_out(ask, sources, desk)) as layers,
            ):
                for frame in timeline.frames(layers, ask.frames, ask.fps):
                    check()
                    encoder.write(frame)
            made.append(Footage(video=desk.keep(file), frames=ask.frames))
            after = [edited(take, first=take.first + ask.frames) for take in ask.takes]
            waiting = dict(zip(after, sources, strict=True))
    return made


def laid_out(ask: Segment, sources: Sequence[Iterator[Frame]], desk: Desk) -> CompositeVideoClip:
    """The segment's timeline: its picture, and the overlays above."""
    ground = timeline.Reel(_picture(ask, sources), ask.frames, ask.size, ask.fps)
    above = [_overlay(overlay, ask, desk) for overlay in ask.overlays]
    # A ground of MoviePy's own would be drawn in vain; without layers above it, it wants one.
    return CompositeVideoClip([ground, *above], size=(ask.size.width, ask.size.height), use_bgclip=bool(above))


def _picture(ask: Segment, sources: Sequence[Iterator[Frame]]) -> Iterator[Frame]:
    """A body's frames, or those of two takes mixed."""
    for number in range(ask.frames):
        frame, *coming = [_next(source) for source in sources]
        yield mixed(frame, coming[0], (number + 1) / (ask.frames + 1), ask.how, ask.subjects) if coming else frame


def _next(source: Iterator[Frame]) -> Frame:
    frame = next(source, None)
    if frame is None:
        raise EngineFailed("A clip ended before its shot.", "Run it again to animate it anew.")
    return frame


def source(take: Take, ask: Segment, desk: Desk) -> Generator[Frame, None, None]:
    """A take's frames as the segment shows them: in its size, graded."""
    lut = grades.table(take.grade, desk) if take.grade else None
    return grounds.frames(take.footage, desk.path(grounds.file_of(take.footage)), ask.size, take.first, lut)


def _overlay(overlay: Overlay, ask: Segment, desk: Desk) -> timeline.Stamp:
    states = overlays.states(overlay, ask.size, desk, ask.overlays)
    return timeline.Stamp(overlay, states, ask.size, ask.fps).with_start(float(overlay.start / ask.fps))
