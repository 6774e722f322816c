"""The embedded cutting room: exact frames through every seam, true colours, and all that MoviePy can draw."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from fractions import Fraction

import cv2
import numpy as np
import pytest
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe
from moviepy import ColorClip, CompositeVideoClip, vfx
from PIL import Image

from pipelines.editors import moves, segments, timeline
from pipelines.editors.embedded import CuttingRoom
from pipelines.machinery import video
from studio import timing
from studio.asks import Encode, Join, Segment, Take
from studio.crew import WorkDesk
from studio.cut import Film, Overlay
from studio.errors import Cancelled
from studio.film import SAMPLE_RATE, Artifact, Box, Footage, Size, Still

SIZE = Size(width=192, height=112)
RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(50), Fraction(60)]
BITS, SIDE = 8, 24
FADE, BODY = 6, 30
MOVES = ("dissolve", "dip", "push", "slide", "wipe", "whip")


def numbered(number: int) -> np.ndarray:
    """A frame with its number in squares of black and white along its upper edge."""
    frame = np.full((SIZE.height * 3 // 2, SIZE.width), 128, np.uint8)
    for bit in range(BITS):
        frame[: SIZE.height // 2, bit * SIDE : (bit + 1) * SIDE] = 200 if number >> bit & 1 else 40
    return frame


def number_of(frame: np.ndarray) -> int:
    squares = [frame[8 : SIZE.height // 2 - 8, bit * SIDE + 6 : (bit + 1) * SIDE - 6].mean() for bit in range(BITS)]
    return sum(1 << bit for bit, light in enumerate(squares) if light > 120)


def footage(frames: Iterator[np.ndarray] | list[np.ndarray], fps: Fraction, desk: WorkDesk, crf: int = 10) -> Footage:
    file = desk.scratch(".mp4")
    with video.Encoder(file, SIZE, fps, crf=crf) as encoder:
        for frame in frames:
            encoder.write(frame)
    count = video.probe(file).frames
    return Footage(video=desk.keep(file), frames=count)


def asked(takes: list[Take], frames: int, fps: Fraction, **fields: object) -> Segment:
    return Segment(takes=tuple(takes), frames=frames, fps=fps, size=SIZE, **fields)


def film_of_numbers(fps: Fraction, desk: WorkDesk) -> Film:
    """Seven shots of one numbered clip, each giving way to the next in another manner.

    Both takes of a transition show the same numbers, so that its two ends are known whatever lies between.
    """
    clip = footage(map(numbered, range(7 * BODY + 6 * FADE)), fps, desk)
    asks, at = [], 0
    for how in (*MOVES, "cut"):
        asks.append(asked([Take(footage=clip, first=at)], BODY, fps))
        at += BODY
        if how != "cut":
            asks.append(asked([Take(footage=clip, first=at)] * 2, FADE, fps, how=how))
            at += FADE
    room = CuttingRoom()
    sound = silence(timing.samples_at(at, fps), desk)
    pieces = tuple(room.segment(asks, desk))
    (encoded,) = room.encode([Encode(sound=sound)], desk)
    join = Join(segments=pieces, sound=encoded, captions=(), title="", size=SIZE, fps=fps)
    return next(iter(room.join([join], desk)))


def silence(samples: int, desk: WorkDesk) -> Artifact:
    file = desk.scratch(".wav")
    soundfile.write(file, np.zeros((samples, 2)), SAMPLE_RATE)
    return desk.keep(file)


@pytest.mark.parametrize("fps", RATES, ids=str)
def test_every_numbered_frame_comes_once_and_in_order_through_every_seam(fps: Fraction, desk: WorkDesk) -> None:
    film = film_of_numbers(fps, desk)
    file = desk.path(film.video)
    seen = [number_of(frame) for frame in video.frames_of(file, layout="yuv420p")]
    assert len(seen) == film.frames == 7 * BODY + 6 * FADE
    for at, number in enumerate(seen):
        # Within a dip or a move the squares are dark or elsewhere; a dissolve of equals is itself.
        if at % (BODY + FADE) < BODY or at < BODY + FADE:
            assert number == at
    assert video.probe(file) == (film.frames, SIZE, fps)
    for first in (1, BODY - 1, BODY, BODY + FADE, 3 * BODY + 3 * FADE + 1, film.frames - 1):
        assert number_of(next(video.frames_of(file, first, "yuv420p"))) == first
    check = [get_ffmpeg_exe(), "-v", "warning", "-i", str(file), "-f", "null", "-"]
    assert subprocess.run(check, capture_output=True, check=True).stderr == b""


@pytest.mark.parametrize("how", MOVES)
def test_a_transition_begins_at_one_take_and_ends_at_the_other(how: str, desk: WorkDesk) -> None:
    fps = Fraction(24)
    one = footage([numbered(0)] * 40, fps, desk)
    two = footage([numbered(255)] * 40, fps, desk)
    ask = asked([Take(footage=one, first=5), Take(footage=two, first=0)], 24, fps, how=how)
    (made,) = CuttingRoom().segment([ask], desk)
    light = [frame[: SIZE.height // 2].mean() for frame in video.frames_of(desk.path(made.video), layout="yuv420p")]
    assert len(light) == 24
    assert abs(light[0] - 40) < 20 and abs(light[-1] - 200) < 20


def test_colour_bars_keep_their_values(desk: WorkDesk) -> None:
    fps = Fraction(25)
    colours = np.array(
        [[255, 255, 255], [191, 191, 0], [0, 191, 191], [0, 191, 0], [191, 0, 191], [191, 0, 0]], np.uint8
    )
    bars = np.repeat(np.tile(colours, (SIZE.height, 1, 1)), SIZE.width // 6, axis=1)
    take = Take(footage=footage([bars] * 8, fps, desk, crf=1), first=0)
    (made,) = CuttingRoom().segment([asked([take], 8, fps)], desk)
    for frame in video.frames_of(desk.path(made.video)):
        middles = frame[8:-8, SIZE.width // 12 :: SIZE.width // 6].astype(int)
        assert np.abs(middles - colours).max() <= 2


def test_layers_that_only_moviepy_knows_are_blended_where_they_lie() -> None:
    fps, colour = Fraction(24), np.array([200, 40, 90])
    ground = timeline.Reel((video_grey() for _ in range(8)), 8, SIZE, fps)
    solid = ColorClip((31, 21), color=colour.tolist(), duration=1).with_position((61, 33)).with_opacity(0.5)
    late = ColorClip((40, 20), color=(255, 255, 255), duration=1).with_start(4 / 24)
    late = late.with_effects([vfx.CrossFadeIn(2 / 24)]).with_position((-7, "bottom"))
    composite = CompositeVideoClip([ground, solid, late], size=(SIZE.width, SIZE.height), bg_color=(0, 0, 0))
    made = [video.to_rgb(frame.copy()).astype(int) for frame in timeline.frames(composite, 8, fps)]
    mixed = np.rint((130 + colour) / 2)
    for frame in made:
        assert np.abs(frame[38:50, 66:86] - mixed).max() <= 3
        assert np.abs(frame[33:54, 96:] - 130).max() <= 2 and np.abs(frame[:28] - 130).max() <= 2
    assert np.abs(made[3][-18:, :30] - 130).max() <= 2
    assert made[7][-18:, :30].min() >= 253


def video_grey() -> np.ndarray:
    frame = np.full((SIZE.height * 3 // 2, SIZE.width), 128, np.uint8)
    frame[: SIZE.height] = round(16 + 130 * 219 / 255)
    return frame


def test_what_moviepy_draws_of_words_and_what_goes_to_the_encoder_are_the_same(desk: WorkDesk) -> None:
    words = Overlay(role="title", text="Tea for two", language="en", start=0, frames=30)
    fps = Fraction(24)
    take = Take(footage=footage([video_grey()] * 3, fps, desk, crf=1), first=0)
    ask = asked([take], 3, fps, overlays=(words,))
    sources = [[segments.source(take, ask, desk)] for _ in range(2)]
    planes = [
        video.to_rgb(frame.copy()) for frame in timeline.frames(segments.laid_out(ask, sources[0], desk), 3, fps)
    ]
    moviepy = segments.laid_out(ask, sources[1], desk)
    for number, frame in enumerate(planes):
        difference = np.abs(frame.astype(int) - moviepy.get_frame((number + 0.5) / 24))
        assert difference.mean() < 2 and np.percentile(difference, 99.5) < 40  # chroma is a quarter as dense


def test_a_still_under_a_moving_camera_travels_smoothly_between_pixels(desk: WorkDesk) -> None:
    picture = np.zeros((224, 384, 3), np.uint8)
    cv2.circle(picture, (200, 90), 30, (255, 255, 255), -1, cv2.LINE_AA)
    file = desk.scratch(".png")
    Image.fromarray(picture).save(file)
    boxes = Box(left=0.0, top=0.05, width=0.8, height=0.8), Box(left=0.1, top=0.0, width=0.6, height=0.6)
    still = Still(image=desk.keep(file), start=boxes[0], end=boxes[1], frames=96)
    middles = []
    for frame in moves.frames(still, desk.path(still.image), SIZE):
        light = frame[: SIZE.height].astype(float) - 16
        middles.append([(light.sum(axis) * np.arange(light.shape[1 - axis])).sum() / light.sum() for axis in (0, 1)])
    views = moves.views(still, range(96))
    expected = [
        (
            ((200.5 / 384) - left) / width * SIZE.width - 0.5,
            ((90.5 / 224) - top) / height * SIZE.height - 0.5,
        )
        for left, top, width, height in views
    ]
    assert np.abs(np.array(middles) - expected).max() < 0.03  # px; OpenCV samples at 32nds of a pixel


def test_the_same_cut_is_the_same_bytes_however_it_is_asked_for(desk: WorkDesk) -> None:
    fps = Fraction(24)
    clip = footage(map(numbered, range(80)), fps, desk)
    asks = [
        asked([Take(footage=clip, first=3)], 50, fps),
        asked([Take(footage=clip, first=53), Take(footage=clip, first=0)], 9, fps, how="dissolve"),
    ]
    together = list(CuttingRoom().segment(asks, desk))
    alone = [next(iter(CuttingRoom().segment([ask], desk))) for ask in asks]
    assert together == alone


def test_a_cancel_in_the_middle_of_a_segment_stops_it_at_once(store) -> None:
    began = time.monotonic()

    def tick(done: float, note: str) -> None:
        if time.monotonic() - began > 0.3:
            raise Cancelled()

    with WorkDesk(store, tick) as desk:
        file = desk.scratch(".png")
        Image.new("RGB", (640, 360)).save(file)
        whole = Box(left=0, top=0, width=1, height=1)
        still = Still(image=desk.keep(file), start=whole, end=whole, frames=10**6)
        ask = asked([Take(footage=still, first=0)], 10**6, Fraction(24))
        threads = threading.active_count()
        with pytest.raises(Cancelled):
            list(CuttingRoom().segment([ask], desk))
        assert time.monotonic() - began < 5
        assert threading.active_count() == threads
