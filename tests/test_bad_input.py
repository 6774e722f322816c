"""Bad input, each answered with one clear sentence and exit 2, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

import app
from pipelines import catalog
from studio import stages
from studio.api import Studio
from studio.crew import InProcess
from studio.film import Brief

ROOT = Path(__file__).parent.parent
GOOD = "A lamp that runs on sunlight.\n"


def text(content: str | bytes) -> Callable[[Path], list[str]]:
    """A brief with this content."""

    def make(folder: Path) -> list[str]:
        file = folder / "brief.txt"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [str(file)]

    return make


def options(*words: str) -> Callable[[Path], list[str]]:
    """A good brief with these options."""
    return lambda folder: [*text(GOOD)(folder), *words]


def product(content: bytes) -> Callable[[Path], list[str]]:
    """A good brief with a product picture of these bytes."""

    def make(folder: Path) -> list[str]:
        (folder / "product.png").write_bytes(content)
        return [*text(GOOD)(folder), "--product", str(folder / "product.png")]

    return make


def picture(option: str, width: int, height: int) -> Callable[[Path], list[str]]:
    """A good brief with a picture of this size."""

    def make(folder: Path) -> list[str]:
        Image.new("RGB", (width, height), "teal").save(folder / "mine.png")
        return [*text(GOOD)(folder), option, str(folder / "mine.png")]

    return make


def cut_jpeg(folder: Path) -> list[str]:
    file = folder / "product.jpg"
    Image.effect_noise((400, 300), 80).save(file)
    file.write_bytes(file.read_bytes()[:9000])
    return [*text(GOOD)(folder), "--product", str(file)]


def vast_png(folder: Path) -> list[str]:
    file = folder / "vast.png"
    Image.new("1", (50_000, 50_000)).save(file)
    return [*text(GOOD)(folder), "--product", str(file)]


def own(option: str, name: str, content: bytes) -> Callable[[Path], list[str]]:
    """A good brief with a file of these bytes."""

    def make(folder: Path) -> list[str]:
        (folder / name).write_bytes(content)
        return [*text(GOOD)(folder), option, str(folder / name)]

    return make


CASES: dict[str, tuple[Callable[[Path], list[str]], str]] = {
    "an empty brief": (text("  \n\t\n"), "empty"),
    "a brief that is not there": (lambda folder: [str(folder / "none.txt")], "cannot be read"),
    "a folder for a brief": (lambda folder: [str(folder)], "cannot be read"),
    "emoji alone": (text("🙂🚂🌊 🔥🔥\n🍎"), "no words"),
    "signs alone": (text("?!... --- ;;;"), "no words"),
    "a binary file": (text(bytes(range(256)) * 20), "not a text file"),
    "a megabyte of text": (text("All day long. " * 75_000), "too long"),
    "a text over the limit": (text("All day long. " * 1_500), "characters long"),
    "an unknown language": (options("--language", "xx"), "not a language"),
    "a language the text is not in": (options("--language", "hi"), "translate"),
    "no seconds": (options("--seconds", "0"), "0 s"),
    "less than no seconds": (options("--seconds", "-5"), "-5 s"),
    "seconds that are no number": (options("--seconds", "nan"), "nan"),
    "ten hours": (options("--seconds", "36000"), "36000 s"),
    "one pixel": (options("--size", "1x1"), "1x1"),
    "sixteen thousand pixels": (options("--size", "16384x8640"), "too large"),
    "an odd size": (options("--size", "1281x721"), "odd side"),
    "a size that is none": (options("--size", "big"), "not a frame size"),
    "a shape that is none": (options("--ratio", "7:5"), "not a shape"),
    "no frames per second": (options("--fps", "0"), "--fps"),
    "too many frames per second": (options("--fps", "1000"), "--fps"),
    "a seed below none": (options("--seed", "-5"), "--seed"),
    "an unknown look": (options("--look", "oil"), "no look"),
    "an unknown mood": (options("--music", "polka"), "--music"),
    "an unknown caption style": (options("--captions", "maybe"), "no caption style"),
    "an unknown grade": (options("--grade", "sepia"), "no grade"),
    "an unknown platform": (options("--for", "myspace"), "no platform"),
    "one shape of several unknown": (options("--ratio", "1:1", "--ratio", "7:5"), "not a shape"),
    "a size and a shape": (options("--size", "640x360", "--ratio", "1:1"), "both"),
    "endless small print": (options("--legal", "Terms apply. " * 60), "small print is 780 characters"),
    "small print no font draws": (options("--legal", "\U00012000\U00012001"), "font"),
    "colours that are none": (own("--lut", "mine.cube", b"I am a letter."), "mine.cube"),
    "colours that are not there": (options("--lut", "/nowhere/mine.cube"), "mine.cube"),
    "music that is none": (own("--track", "mine.mp3", b"I am a letter."), "mine.mp3"),
    "music that is not there": (options("--track", "/nowhere/mine.mp3"), "mine.mp3"),
    "a mood and a track": (options("--music", "calm", "--track", "/nowhere/mine.mp3"), "both"),
    "a missing voice": (options("--voice", "caruso"), "voice"),
    "an unknown engine": (options("--painter", "rembrandt"), "no painter"),
    "an unknown line-up": (options("--lineup", "dream"), "no line-up"),
    "a project name that climbs out": (options("--project", "../../etc"), "project's name"),
    "a text named .png": (product(b"This is no picture."), "product.png"),
    "an empty picture": (product(b""), "product.png"),
    "a truncated JPEG": (cut_jpeg, "product.jpg"),
    "a picture of 50,000 by 50,000": (vast_png, "vast.png"),
    "a picture that is not there": (options("--product", "/nowhere/mug.png"), "mug.png"),
    "a product of one pixel": (picture("--product", 1, 1), "product picture of 1x1 pixels is too small"),
    "a product like a thread": (picture("--product", 900, 40), "too slender"),
    "a screenshot like a stamp": (picture("--screenshot", 90, 160), "screenshot of 90x160 pixels is too small"),
    "a screenshot of a whole page": (picture("--screenshot", 200, 2400), "one screen at a time"),
    "a screenshot that is none": (own("--screenshot", "screen.png", b"I am a letter."), "screen.png"),
    "a screenshot that is not there": (options("--screenshot", "/nowhere/screen.png"), "screen.png"),
    "a folder that is not there": (options("-o", "/nowhere/film.mp4"), "cannot be written"),
    "a script no font here draws": (text("\U00012000\U00012001 \U00012002\U00012003\n"), "font"),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_one_sentence_and_leaves_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, home, work = tmp_path / "given", tmp_path / "home", tmp_path / "work"
    given.mkdir(), work.mkdir()
    monkeypatch.chdir(work)
    make, telling = CASES[name]
    words = make(given)
    out = [] if "-o" in words else ["-o", str(work / "film.mp4")]
    small = [] if {"--size", "--ratio"} & set(words) else ["--size", "320x180"]
    result = CliRunner().invoke(app.main, ["make", *words, *out, *small, "--home", str(home)])
    assert result.exit_code == 2, result.output
    said = " ".join(result.stderr.split())
    assert telling in said
    assert "Traceback" not in result.output + result.stderr
    assert 1 <= said.count(". ") + said.endswith(".") <= 4, f"not one sentence and what to do: {said}"
    assert not list(work.iterdir()), "a file was left behind"
    assert not list((home / "store" / "scratch").glob("*")), "scratch was left behind"


SHOTS: dict[str, tuple[list[str], str]] = {
    "an unknown project": (["none", "1", "--title", "Lamp"], "no project"),
    "an unknown shot": (["lamp", "9", "--title", "Lamp"], "no shot 9"),
    "no number": (["lamp", "--title", "Lamp"], "which shot"),
    "a clip that is none": (["lamp", "1", "--clip", "letter.mp4"], "letter.mp4"),
    "a clip that is not there": (["lamp", "1", "--clip", "none.mp4"], "none.mp4"),
    "a still that is none": (["lamp", "1", "--still", "letter.mp4"], "letter.mp4"),
    "a clip given and given up": (["lamp", "1", "--clip", "letter.mp4", "--drawn"], "--drawn"),
    "a start without a clip": (["lamp", "1", "--start", "3"], "no clip of its own"),
    "a speed that is no number": (["lamp", "1", "--speed", "swift"], "not a speed"),
    "a speed of nothing": (["lamp", "1", "--speed", "0"], "clip speed"),
    "an unknown fit": (["lamp", "1", "--fit", "stretch"], "fit cannot be"),
    "an unknown cut": (["lamp", "1", "--cut", "explode"], "cut cannot be"),
    "an unknown camera": (["lamp", "1", "--camera", "crash zoom"], "camera cannot be"),
    "a call-out nowhere": (["lamp", "1", "--call-out", "Lid"], "not a call-out"),
    "a call-out of no words": (["lamp", "1", "--call-out", "@0.5,0.5"], "not a call-out"),
    "a call-out outside": (["lamp", "1", "--call-out", "Lid@0.5,1.2"], "outside the picture"),
    "an endless title": (["lamp", "1", "--title", "Lamp " * 50], "title is 250 characters"),
    "an endless lower third": (["lamp", "1", "--lower-third", "Asha / " + "Lamp " * 50], "lower third"),
    "nothing shown": (["lamp", "1", "--shows", ""], "must show something"),
    "a line no font here draws": (["lamp", "1", "--says", "\U00012000\U00012001"], "font"),
}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a project whose storyboard is there and whose film is not made."""
    home = tmp_path_factory.mktemp("planned")
    studio = Studio(home, catalog)
    project = studio.start(Brief(text=GOOD), name="lamp")
    stages.storyboard(project, studio._crew(project, InProcess(catalog.hire)))
    return home


@pytest.mark.parametrize("name", SHOTS)
def test_a_shot_that_cannot_be_is_refused_in_one_sentence_and_nothing_is_saved(
    name: str, planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, telling = SHOTS[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.mp4").write_text("I am a letter.")
    result = CliRunner().invoke(app.main, ["shot", *words, "--home", str(planned)])
    assert result.exit_code == 2, result.output
    said = " ".join(result.stderr.split())
    assert telling in said
    assert "Traceback" not in result.output + result.stderr
    assert 1 <= said.count(". ") + said.endswith(".") <= 4, f"not one sentence and what to do: {said}"
    assert len(list((planned / "projects" / "lamp").iterdir())) == 1, "a revision was saved"
    assert not list((planned / "store" / "scratch").glob("*")), "scratch was left behind"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk to fill")
def test_a_full_disk_is_said_and_finished_work_is_kept(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    out = tmp_path / "film.mp4"
    (tmp_path / "brief.txt").write_text(GOOD)
    make = [sys.executable, str(ROOT / "app.py"), "make", str(tmp_path / "brief.txt"), "-o", str(out)]
    make += ["--home", str(disk / "home"), "--size", "320x180", "--fps", "12"]
    try:
        full = command(*make)
        assert full.returncode == 2, full.stderr
        assert "full" in full.stderr
        assert not out.exists()
        assert not list((disk / "home" / "store" / "scratch").glob("*"))
        assert command("mount", "-o", "remount,size=200m", str(disk)).returncode == 0
        again = command(*make)
        assert again.returncode == 0, again.stderr
        assert out.exists()
    finally:
        command("umount", str(disk))


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, capture_output=True, text=True)
