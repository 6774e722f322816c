"""The finished film as a broadcaster would accept it, from briefs in five languages."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from pipelines import catalog
from pipelines.machinery import meters
from studio.api import Studio

ROOT = Path(__file__).parent.parent
BRIEFS = {"en": "chai.md", "hi": "rain-hi.md", "ta": "bees-ta.md", "sw": "water-sw.md", "ar": "moon-ar.md"}


class Made:
    """A film made by the command, and where its parts lie."""

    def __init__(self, language: str, folder: Path) -> None:
        self.language, self.file, self.home = language, folder / "film.mp4", folder / "home"
        brief = ROOT / "assets" / "briefs" / BRIEFS[language]
        words = [sys.executable, str(ROOT / "app.py"), "make", str(brief), "-o", str(self.file)]
        words += ["--home", str(self.home), "--project", "film", "--size", "320x180"]
        run = subprocess.run(words, check=False, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr

    def detected(self, *filters: str) -> str:
        """What ffmpeg's detectors and decoders say of the film."""
        command = [get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(self.file), *filters, "-f", "null", "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stderr

    def cues(self) -> list[tuple[float, float, list[str]]]:
        """The captions beside the film: start and end in seconds, lines."""
        blocks = self.file.with_suffix(".srt").read_text("utf-8").strip().split("\n\n")
        found = []
        for block in blocks:
            _, times, *lines = block.split("\n")
            start, end = (
                sum(float(part) * 60**n for n, part in enumerate(reversed(clock.replace(",", ".").split(":"))))
                for clock in times.split(" --> ")
            )
            found.append((start, end, lines))
        return found


@pytest.fixture(scope="module", params=BRIEFS)
def film(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(request.param, tmp_path_factory.mktemp(request.param))


def test_it_is_h264_high_yuv420p_bt709_at_a_constant_rate_with_stereo_aac(film: Made) -> None:
    with av.open(str(film.file)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        context = picture.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        tags = (context.color_range, context.colorspace, context.color_primaries, context.color_trc)
        assert tags == (1, 1, 1, 1)  # libavutil's numbers for limited range and BT.709
        assert (sound.codec_context.name, sound.rate, sound.channels) == ("aac", 48_000, 2)
        times = [frame.pts * picture.time_base for frame in container.decode(picture)]
    assert times == [n * Fraction(1, 24) for n in range(len(times))]
    assert 20 <= len(times) / 24 <= 40


def test_its_index_comes_before_its_pictures(film: Made) -> None:
    data = film.file.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_it_is_as_loud_as_the_platforms_want_and_never_clips(film: Made) -> None:
    measured = meters.measure(film.file)
    assert measured.lufs == pytest.approx(-14, abs=1)
    assert measured.true_peak_db <= -1
    assert measured.longest_silence_s <= 1.5


def test_picture_and_sound_are_equally_long_to_a_frame(film: Made) -> None:
    with av.open(str(film.file)) as container:
        picture, sound = (stream.duration * stream.time_base for stream in container.streams)
    assert abs(picture - sound) <= Fraction(1, 24)


def test_it_has_no_black_frame_no_freeze_and_decodes_without_a_warning(film: Made) -> None:
    said = film.detected("-vf", "blackdetect=d=0.03:pix_th=0.05,freezedetect=n=0.0003:d=2")
    assert "black_start" not in said
    assert "freeze_start" not in said
    assert not re.search(r"error|invalid|non-monoton|missing", said, re.IGNORECASE)


def test_its_captions_say_exactly_the_script_in_order(film: Made) -> None:
    script = Studio(film.home, catalog).view("film").script
    spoken = "".join("".join(line.says.split()) for line in script.lines)
    assert "".join("".join("".join(lines).split()) for _, _, lines in film.cues()) == spoken
    assert script.language == film.language


def test_its_captions_can_be_read_in_time(film: Made) -> None:
    cues = film.cues()
    assert all(len(lines) <= 2 for _, _, lines in cues)
    assert all(end > start for start, end, _ in cues)
    assert statistics.median(sum(map(len, lines)) / (end - start) for start, end, lines in cues) <= 20


def test_its_credits_name_every_call_engine_and_licence(film: Made) -> None:
    data = json.loads(film.file.with_suffix(".json").read_text("utf-8"))
    assert {engine["seat"] for engine in data["engines"]} == {
        "writer", "painter", "animator", "narrator", "composer", "editor",
    }  # fmt: skip
    assert all(engine["licence"] and engine["version"] for engine in data["engines"])
    assert {call["ask"] for call in data["calls"]} == {
        "Write", "Plan", "Speak", "Clean", "Paint", "Animate", "Pulse", "Compose", "Segment", "Mix", "Encode", "Join",
    }  # fmt: skip
    assert "GPL-3.0" in next(e["licence_note"] for e in data["engines"] if e["seat"] == "narrator")
    assert str(film.home) not in json.dumps(data)
