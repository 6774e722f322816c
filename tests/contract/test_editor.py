"""What any editor must honour: every frame once and in order, sound as long as picture, captions word for word."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile

from pipelines.machinery import video
from studio import timing
from studio.asks import Encode, Join, Listen, Mix, Segment, Take
from studio.crew import WorkDesk
from studio.cut import Cue, Overlay, Voiced
from studio.film import SAMPLE_RATE, Artifact, Footage, Size

SIZE = Size(width=320, height=180)
RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]


def grey(number: int) -> int:
    """Each frame's own shade, far enough from its neighbours' to survive the encoder."""
    return 30 + 12 * (number % 16)


def footage(values: list[int], fps: Fraction, desk: WorkDesk) -> Footage:
    """Footage of plain frames in these shades."""
    file = desk.scratch(".mp4")
    with video.Encoder(file, SIZE, fps, crf=8) as encoder:
        for value in values:
            encoder.write(np.full((SIZE.height, SIZE.width, 3), value, np.uint8))
    return Footage(video=desk.keep(file), frames=len(values))


def numbered(frames: int, fps: Fraction, desk: WorkDesk) -> Footage:
    return footage([grey(number) for number in range(frames)], fps, desk)


def shades(file: Path) -> list[float]:
    return [float(frame.mean()) for frame in video.frames_of(file)]


def segment(editor: Any, desk: WorkDesk, **fields: Any) -> Footage:
    return next(iter(editor.segment([Segment(size=SIZE, **fields)], desk)))


@pytest.mark.parametrize("fps", RATES, ids=str)
def test_a_segment_shows_each_frame_of_its_take_once_and_in_order(editor: Any, desk: WorkDesk, fps: Fraction) -> None:
    take = Take(footage=numbered(40, fps, desk), first=7)
    made = segment(editor, desk, takes=(take,), frames=20, fps=fps)
    assert made.frames == 20
    assert shades(desk.path(made.video)) == pytest.approx([grey(n) for n in range(7, 27)], abs=2.5)


def test_a_dissolve_goes_evenly_from_one_take_to_the_other(editor: Any, desk: WorkDesk) -> None:
    fps = Fraction(24)
    takes = (Take(footage=numbered(3, fps, desk), first=0), Take(footage=numbered(16, fps, desk), first=13))
    mixed = shades(desk.path(segment(editor, desk, takes=takes, how="dissolve", frames=3, fps=fps).video))
    expected = [grey(n) * (1 - (n + 1) / 4) + grey(13 + n) * (n + 1) / 4 for n in range(3)]
    assert mixed == pytest.approx(expected, abs=3)


def test_an_overlay_is_seen_only_during_its_frames(editor: Any, desk: WorkDesk) -> None:
    fps = Fraction(24)
    take = Take(footage=footage([90] * 30, fps, desk), first=0)
    words = Overlay(role="caption", text="Hello there", language="en", start=10, frames=10)
    made = segment(editor, desk, takes=(take,), frames=30, fps=fps, overlays=(words,))
    spread = [float(frame.std()) for frame in video.frames_of(desk.path(made.video))]
    assert max(spread[:10] + spread[20:]) < 3 < min(spread[12:18])


@pytest.mark.parametrize("fps", RATES, ids=str)
def test_joined_segments_hold_every_frame_once_and_sound_ends_with_picture(
    editor: Any, desk: WorkDesk, fps: Fraction
) -> None:
    source = numbered(48, fps, desk)
    pieces = [(0, 5), (5, 1), (6, 30), (36, 12)]
    segments = [
        segment(editor, desk, takes=(Take(footage=source, first=first),), frames=frames, fps=fps)
        for first, frames in pieces
    ]
    film = joined(editor, desk, segments, fps, sound_of(timing.samples_at(48, fps), desk))
    file = desk.path(film.video)
    assert shades(file) == pytest.approx([grey(n) for n in range(48)], abs=2.5)
    with av.open(str(file)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        assert picture.average_rate == fps
        assert float(sound.duration * sound.time_base) == pytest.approx(48 / fps, abs=float(1 / fps))
        times = [frame.pts * picture.time_base for frame in container.decode(picture)]
    assert times == [n / fps for n in range(48)]


def sound_of(samples: int, desk: WorkDesk) -> Artifact:
    file = desk.scratch(".wav")
    tone = 0.1 * np.sin(np.arange(samples) * 440 * 2 * np.pi / SAMPLE_RATE)
    soundfile.write(file, np.stack([tone, tone], axis=1), SAMPLE_RATE)
    return desk.keep(file)


def joined(
    editor: Any, desk: WorkDesk, segments: list[Footage], fps: Fraction, sound: Artifact, **fields: Any
) -> Any:
    ask = {"captions": (), "title": "Tea & <tea>", "size": SIZE, "fps": fps, **fields}
    (encoded,) = editor.encode([Encode(sound=sound)], desk)
    return next(iter(editor.join([Join(segments=tuple(segments), sound=encoded, **ask)], desk)))


SAYS = [
    "Tea {for} two & <three>.",
    "शिक्षा सबका अधिकार है।",
    "茶在清晨的山上醒来，工人们采摘最嫩的叶子，等待阳光把它们晒干，直到满室清香。",
    "A 🫖 --> B",
]


def test_captions_beside_the_film_say_exactly_what_is_said(editor: Any, desk: WorkDesk) -> None:
    fps = Fraction(24)
    part = segment(editor, desk, takes=(Take(footage=numbered(24, fps, desk), first=0),), frames=24, fps=fps)
    cues = tuple(Cue(text=text, start=5 * n, end=5 * n + 4) for n, text in enumerate(SAYS))
    film = joined(editor, desk, [part], fps, sound_of(SAMPLE_RATE, desk), captions=cues)
    srt = desk.path(film.srt).read_text("utf-8").split("\n\n")
    assert srt[0].split("\n") == ["1", "00:00:00,000 --> 00:00:00,167", SAYS[0]]
    said = ["".join(block.split("\n")[2:]) for block in srt if block.strip()]
    assert [text.replace(" ", "") for text in said] == [text.replace(" ", "").replace("-->", "→") for text in SAYS]
    vtt = desk.path(film.vtt).read_text("utf-8")
    assert vtt.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:00.167\n")
    assert "Tea {for} two &amp; &lt;three&gt;." in vtt
    assert all(len(block.strip().split("\n")) <= 4 for block in srt)


def test_a_mix_is_as_long_as_the_film_and_as_loud_as_asked(editor: Any, desk: WorkDesk) -> None:
    voice, bed = sound_of(SAMPLE_RATE, desk), sound_of(4 * SAMPLE_RATE, desk)
    ask = Mix(samples=4 * SAMPLE_RATE + 17, voice=(Voiced(sound=voice, at=SAMPLE_RATE),), music=bed)
    made = next(iter(editor.mix([ask], desk)))
    info = soundfile.info(desk.path(made))
    assert (info.frames, info.samplerate, info.channels) == (ask.samples, SAMPLE_RATE, 2)


def test_a_track_is_heard_as_the_film_plays_it(editor: Any, desk: WorkDesk) -> None:
    sound = np.zeros(15 * SAMPLE_RATE)
    for beat in range(29):
        sound[int((0.2 + beat * 0.5) * SAMPLE_RATE) :][:4800] += 0.3 * np.hanning(9600)[4800:]
    file = desk.scratch(".flac")
    soundfile.write(file, np.repeat(sound[:, None], 2, axis=1), SAMPLE_RATE)
    track, still = desk.keep(file), sound_of(15 * SAMPLE_RATE, desk)
    asks = [Listen(track=track, samples=40 * SAMPLE_RATE), Listen(track=still, samples=15 * SAMPLE_RATE)]
    round_and_round, none = editor.listen(asks, desk)
    assert round_and_round.seconds[-1] > 36  # it goes round until the film fades out
    assert np.abs(np.diff(round_and_round.seconds) - 0.5).max() < 0.05
    assert none.seconds == ()
