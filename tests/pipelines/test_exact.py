"""Exactness: each frame carries its number, and comes once, in order, findable, and with its sound."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe

from pipelines.editors.embedded import CuttingRoom
from pipelines.machinery import video
from studio import timing
from studio.asks import Encode, Join, Segment, Take
from studio.crew import WorkDesk
from studio.cut import Film
from studio.film import SAMPLE_RATE, Artifact, Footage, Size, Transition

SIZE = Size(width=192, height=112)
RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(50), Fraction(60)]
SEAMS: tuple[Transition, ...] = ("dissolve", "cut", "dip", "push", "dissolve", "slide", "wipe", "whip")
BITS, NUMBERS = 9, 32  # of which each shot has as many
SIDE, EDGE = 20, 5  # pixels a bit, and of a bit's edge that are not read
GREY, SWING = 126, 80
FADE, BODY = 8, 12
ROWS = (slice(4, 48), slice(64, 108))  # where a shot of even and of odd number carries its frames' numbers
MINUTES, PIECE = 10, 300  # frames


def frame_of(shot: int, number: int) -> np.ndarray:
    """An I420 frame that carries shot and number as bits, in the upper half for an even shot, else in the lower."""
    frame = np.full((SIZE.height * 3 // 2, SIZE.width), 128, np.uint8)
    frame[: SIZE.height] = GREY
    for bit in range(BITS):
        light = GREY + SWING * (1 if (NUMBERS * shot + number) >> bit & 1 else -1)
        frame[ROWS[shot % 2], bit * SIDE : (bit + 1) * SIDE] = light
    return frame


def read(frame: np.ndarray, parity: int) -> tuple[int, int]:
    """Shot and number in one half of a frame: which side of grey each bit lies on, however faint."""
    row = frame[ROWS[parity]].astype(float)
    lights = [row[EDGE:-EDGE, bit * SIDE + EDGE : (bit + 1) * SIDE - EDGE].mean() for bit in range(BITS)]
    assert min(abs(light - GREY) for light in lights) > 2, f"no number to be read: {lights}"
    return divmod(sum(1 << bit for bit, light in enumerate(lights) if light > GREY), NUMBERS)


def footage(frames: Iterator[np.ndarray], count: int, fps: Fraction, desk: WorkDesk) -> Footage:
    file = desk.scratch(".mp4")
    with video.Encoder(file, SIZE, fps, crf=8) as encoder:
        for frame in frames:
            encoder.write(frame)
    return Footage(video=desk.keep(file), frames=count)


def shots(fps: Fraction, desk: WorkDesk) -> list[Footage]:
    length = FADE + BODY + FADE
    return [footage((frame_of(shot, n) for n in range(length)), length, fps, desk) for shot in range(len(SEAMS) + 1)]


def edit(fps: Fraction, desk: WorkDesk) -> tuple[Film, list[tuple[Transition | None, int, int]]]:
    """Nine shots through every transition, joined; and for each frame its transition, shot and number."""
    clips, asks, expected = shots(fps, desk), [], []
    for shot, clip in enumerate(clips):
        fields = {"size": SIZE, "fps": fps}
        asks.append(Segment(takes=(Take(footage=clip, first=FADE),), frames=BODY, **fields))
        expected += [(None, shot, FADE + n) for n in range(BODY)]
        if shot < len(SEAMS) and SEAMS[shot] != "cut":
            takes = (Take(footage=clip, first=FADE + BODY), Take(footage=clips[shot + 1], first=0))
            asks.append(Segment(takes=takes, how=SEAMS[shot], frames=FADE, **fields))
            expected += [(SEAMS[shot], shot, n) for n in range(FADE)]
    room = CuttingRoom()
    return joined(room, tuple(room.segment(asks, desk)), silence(len(expected), fps, desk), fps, desk), expected


def joined(room: CuttingRoom, pieces: tuple[Footage, ...], sound: Artifact, fps: Fraction, desk: WorkDesk) -> Film:
    (encoded,) = room.encode([Encode(sound=sound)], desk)
    ask = Join(segments=pieces, sound=encoded, captions=(), title="", size=SIZE, fps=fps)
    return next(iter(room.join([ask], desk)))


def silence(frames: int, fps: Fraction, desk: WorkDesk) -> Artifact:
    file = desk.scratch(".wav")
    soundfile.write(file, np.zeros((timing.samples_at(frames, fps), 2)), SAMPLE_RATE)
    return desk.keep(file)


def decoded(file: Path) -> Iterator[tuple[Fraction, np.ndarray]]:
    """Each frame's time in seconds and its planes, by a decoder that is not the studio's."""
    with av.open(str(file)) as container:
        for frame in container.decode(video=0):
            yield frame.pts * frame.time_base, frame.to_ndarray(format="yuv420p")


@pytest.mark.parametrize("fps", RATES, ids=str)
def test_every_number_comes_once_in_order_and_mixed_with_its_neighbour_alone(fps: Fraction, desk: WorkDesk) -> None:
    film, expected = edit(fps, desk)
    frames = list(decoded(desk.path(film.video)))
    assert len(frames) == film.frames == len(expected)
    for at, ((time, frame), (how, shot, number)) in enumerate(zip(frames, expected, strict=True)):
        assert time == at / fps
        if how is None:
            assert read(frame, shot % 2) == (shot, number)
        elif how == "dissolve":  # half of one and half of the other: both can be read
            assert read(frame, shot % 2) == (shot, FADE + BODY + number)
            assert read(frame, (shot + 1) % 2) == (shot + 1, number)


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(30000, 1001)], ids=str)
def test_joins_cannot_be_told_by_a_decoder_and_any_frame_is_found(fps: Fraction, desk: WorkDesk) -> None:
    film, _ = edit(fps, desk)
    file = desk.path(film.video)
    check = [get_ffmpeg_exe(), "-v", "warning", "-i", str(file), "-f", "null", "-"]
    assert subprocess.run(check, capture_output=True, check=True).stderr == b""
    frames = [frame for _, frame in decoded(file)]
    with av.open(str(file)) as container:
        stream = container.streams.video[0]
        for wanted in random.Random(7).sample(range(film.frames), 20):
            container.seek(round(wanted / fps / stream.time_base), stream=stream)
            found = next(f for f in container.decode(stream) if f.pts * f.time_base >= wanted / fps)
            assert np.array_equal(found.to_ndarray(format="yuv420p"), frames[wanted])


def test_after_ten_minutes_picture_and_sound_are_within_a_frame(desk: WorkDesk) -> None:
    """Each minute of frames begins with a flash and a click, at the rate that drifts where it is rounded."""
    fps, minute = Fraction(30000, 1001), 6 * PIECE
    room = CuttingRoom()
    flash, dark = (segment_of(first, fps, room, desk) for first in (220, 30))
    clicks = [timing.samples_at(minute * number, fps) for number in range(MINUTES)]
    sound = clicking(clicks, timing.samples_at(minute * MINUTES, fps), desk)
    film = joined(room, (flash, *[dark] * 5) * MINUTES, sound, fps, desk)
    file = desk.path(film.video)
    with av.open(str(file)) as container:
        pictures = container.decode(video=0)
        seen = [float(frame.pts * frame.time_base) for frame in pictures if memoryview(frame.planes[0])[0] > 128]
    assert len(seen) == MINUTES
    assert heard(file) == pytest.approx(seen, abs=float(1 / fps))


def segment_of(first: int, fps: Fraction, room: CuttingRoom, desk: WorkDesk) -> Footage:
    """A dark piece whose first frame has this light."""
    lights = [first] + [30] * (PIECE - 1)
    clip = footage((np.full((SIZE.height * 3 // 2, SIZE.width), v, np.uint8) for v in lights), PIECE, fps, desk)
    ask = Segment(takes=(Take(footage=clip, first=0),), frames=PIECE, size=SIZE, fps=fps)
    return next(iter(room.segment([ask], desk)))


def clicking(clicks: list[int], samples: int, desk: WorkDesk) -> Artifact:
    file = desk.scratch(".flac")
    with soundfile.SoundFile(file, "w", SAMPLE_RATE, 2) as out:
        for start, end in zip(clicks, [*clicks[1:], samples], strict=True):
            sound = np.zeros((end - start, 2), np.int16)
            sound[:48] = 20_000
            out.write(sound)
    return desk.keep(file)


def heard(file: Path) -> list[float]:
    """When each click begins, in seconds."""
    times: list[float] = []
    with av.open(str(file)) as container:
        for frame in container.decode(audio=0):
            loud = np.flatnonzero(np.abs(frame.to_ndarray()[0]) > 0.2)
            at = float(frame.pts * frame.time_base)
            if loud.size and (not times or at - times[-1] > 1):
                times.append(at + loud[0] / SAMPLE_RATE)
    return times
