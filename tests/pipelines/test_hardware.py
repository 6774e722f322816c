"""The machine's own encoder is used where it truly works, and nothing is said to work that does not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe

from pipelines import catalog
from pipelines.machinery import hardware, video
from studio import timing
from studio.asks import Encode, Join, Segment, Take
from studio.cards import Card
from studio.crew import WorkDesk
from studio.film import SAMPLE_RATE, Footage, Size

PLAIN, OWN = "moviepy", "moviepy-hardware"
NONE_HERE = hardware.encoder() is None


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own encoder is x264: it truly encodes."""
    monkeypatch.setattr(hardware, "NAMES", ("h264_none", "libx264"))
    catalog.lineups.cache_clear()
    yield
    catalog.lineups.cache_clear()
    catalog.hired.clear()


def test_the_first_encoder_that_really_encodes_is_found() -> None:
    assert hardware.encoder(("h264_none", "libx264")) == "libx264"
    assert hardware.encoder(("h264_none", "png")) is None  # it encodes, and its file is no film


@pytest.mark.parametrize("name", hardware.NAMES)
def test_whatever_is_said_to_encode_does(name: str) -> None:
    if hardware.encoder((name,)):
        assert hardware.trial(name)
    assert hardware.options(name, 18)["bf"] == "0"


@pytest.mark.skipif(not NONE_HERE, reason="this machine has an encoder of its own")
def test_without_one_the_editor_is_the_plain_one_and_the_other_says_why_it_cannot() -> None:
    catalog.lineups.cache_clear()
    assert catalog.lineups()["drawn"].editor == PLAIN
    reason = catalog.why_not(catalog.cards()[OWN])
    assert reason.endswith("hardware works.")
    assert reason.count(".") == 2, "one sentence, and the name H.264"


def test_with_one_the_line_up_takes_it(stand_in: None) -> None:
    assert catalog.why_not(catalog.cards()[OWN]) == ""
    assert catalog.lineups()["drawn"].editor == OWN


def test_with_one_a_film_is_cut_and_joined_frame_for_frame(stand_in: None, desk: WorkDesk) -> None:
    size, fps, lights = Size(width=640, height=360), Fraction(24), [40 + 10 * number for number in range(16)]
    file, sound = desk.scratch(".mp4"), desk.scratch(".wav")
    with video.Encoder(file, size, fps, crf=8) as encoder:
        for light in lights:
            encoder.write(np.full((size.height, size.width, 3), light, np.uint8))
    soundfile.write(sound, np.zeros((timing.samples_at(len(lights), fps), 2)), SAMPLE_RATE)
    clip = Footage(video=desk.keep(file), frames=len(lights))
    room, shape = catalog.hire(catalog.cards()[OWN]), {"size": size, "fps": fps}
    places = ((0, 9), (9, 1), (10, 6))
    asks = [Segment(takes=(Take(footage=clip, first=first),), frames=frames, **shape) for first, frames in places]
    pieces = tuple(room.segment(asks, desk))
    (encoded,) = room.encode([Encode(sound=desk.keep(sound))], desk)
    join = Join(segments=pieces, sound=encoded, captions=(), title="", **shape)
    film = desk.path(next(iter(room.join([join], desk))).video)
    assert [float(frame.mean()) for frame in video.frames_of(film)] == pytest.approx(lights, abs=2.5)
    check = [get_ffmpeg_exe(), "-v", "warning", "-i", str(film), "-f", "null", "-"]
    assert subprocess.run(check, capture_output=True, check=True).stderr == b""


def test_what_is_not_installed_is_said_before_anything_is_tried() -> None:
    fields = {"seat": "editor", "engine": "nowhere:None", "version": "1", "licence": "MIT", "summary": ""}
    card = Card(name="other", **fields, needs=("no_such_module",), check="no_such_module:why_not")
    assert "no_such_module" in catalog.why_not(card)
