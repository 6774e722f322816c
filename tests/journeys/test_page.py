"""What visitors do with the page, each in a browser of their own."""

from __future__ import annotations

import io
import math
import re
import struct
import time
import wave
from fractions import Fraction
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from studio.cut import Film
from studio.film import Artifact, Brief, Line, Lineup, Project, Script, Shot, Storyboard
from studio.jobs import Job
from studio.looking import View
from studio.ui import views
from tests.journeys.conftest import Server, Visitor

CORNERS = "\n".join(f"{red} {green} {blue}" for blue in (0, 1) for green in (0, 1) for red in (0, 1))
CHAI = "Ravi pours ginger chai at platform one.\nCome before the first train."


def test_a_newcomer_pastes_a_brief_and_watches_its_film(visitor: Visitor) -> None:
    visitor.writes(CHAI)
    visitor.presses()
    visitor.waits_for(".rw-script li:has-text('Come before the first train.')")
    visitor.waits_for(".rw-board img")
    visitor.waits_for("video")
    page = visitor.page
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    assert page.evaluate("document.querySelector('video').duration") > 2
    page.evaluate("document.querySelector('video').muted = true")
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("document.querySelector('video').currentTime > 0.5")
    assert page.locator("#rw-make").is_visible()
    assert page.evaluate("[...document.querySelectorAll('.rw-board img')].every(i => i.complete && i.naturalWidth)")
    types = {}
    for link in page.locator(".rw-title + .rw-downloads a").all():
        answer = page.request.get(urljoin(page.url, link.get_attribute("href")))
        assert answer.ok and answer.body() and answer.headers["x-content-type-options"] == "nosniff"
        types[Path(link.get_attribute("download")).suffix] = answer.headers["content-type"]
    assert types == {".mp4": "video/mp4", ".srt": "application/x-subrip; charset=utf-8",
                     ".vtt": "text/vtt; charset=utf-8", ".json": "application/json"}  # fmt: skip
    page.get_by_text("Other formats").click()
    offered = {
        " ".join(link.inner_text().split()): link.get_attribute("href")
        for link in page.locator(".rw-formats a").all()
    }
    assert "YouTube MP4" in offered and "TikTok MP4" not in offered  # a wide film is none for TikTok
    for name, kind in (("Sound MP3", "audio/mpeg"), ("YouTube MP4", "video/mp4")):
        answer = page.request.get(urljoin(page.url, offered[name]))
        assert answer.ok and answer.body() and answer.headers["content-type"] == kind
    film = page.locator("video source").get_attribute("src")
    part = page.request.get(urljoin(page.url, film), headers={"Range": "bytes=0-99"})
    assert part.status == 206 and len(part.body()) == 100


def test_a_refresh_in_the_middle_keeps_the_text_and_the_job(visitor: Visitor) -> None:
    text = "A lamp for reading at night.\nIt folds into a pocket."
    visitor.writes(text)
    visitor.presses()
    visitor.waits_for(".rw-script")
    visitor.page.reload()
    visitor.waits_for(".rw-script li:has-text('It folds into a pocket.')")
    assert visitor.text == text
    assert visitor.page.locator("#rw-stop").is_visible()
    first = visitor.page.locator("#rw-screen").inner_html()
    visitor.page.wait_for_function("html => document.querySelector('#rw-screen').innerHTML !== html", arg=first)


def test_a_dropped_connection_loses_neither_the_text_nor_the_job(visitor: Visitor) -> None:
    visitor.writes("A kite for a windy day.\nIt mends itself.")
    visitor.presses()
    visitor.waits_for(".rw-script")
    visitor.context.set_offline(True)
    visitor.page.wait_for_timeout(1500)
    visitor.writes("A kite for a windy day, written on while nobody listens.")
    visitor.page.wait_for_timeout(1500)
    visitor.context.set_offline(False)
    first = visitor.page.locator("#rw-screen").inner_html()
    visitor.page.wait_for_function("html => document.querySelector('#rw-screen .rw-screen') && "
                                   "document.querySelector('#rw-screen').innerHTML !== html", arg=first)  # fmt: skip
    visitor.waits_for(".rw-script li:has-text('It mends itself.')")
    assert visitor.text == "A kite for a windy day, written on while nobody listens."


def test_stop_ends_the_work_within_five_seconds_and_a_second_press_goes_on(visitor: Visitor) -> None:
    visitor.writes("A boat made of paper.\nIt sails to the well.")
    visitor.presses()
    visitor.waits_for(".rw-board img")
    began = time.monotonic()
    visitor.stops()
    visitor.waits_for("#rw-make:visible")
    assert time.monotonic() - began < 5
    assert visitor.page.locator("#rw-notice").inner_text().startswith("Stopped.")
    assert visitor.page.locator(".rw-board img").count() > 0
    visitor.presses()
    visitor.waits_for("#rw-stop:visible")
    visitor.sees("in motion|music|Cutting|Film")
    assert not visitor.page.locator("#rw-notice .rw-notice").count()


def test_a_server_killed_in_the_middle_and_started_again_shows_the_film_on_the_same_page(
    browser: Browser, tmp_path: Path
) -> None:
    server = Server(tmp_path)
    visitor = Visitor(browser, server)
    try:
        visitor.writes("Come by.")
        visitor.presses()
        visitor.waits_for(".rw-board img")
        server.kill()
        visitor.page.wait_for_timeout(1500)
        server.start()
        visitor.waits_for("video")
        assert visitor.text == "Come by."
        assert server.stop() == ""
        assert server.process.returncode == 0
    finally:
        visitor.context.close()
        server.kill()


def test_bad_input_is_answered_with_a_sentence_at_once(visitor: Visitor, tmp_path: Path) -> None:
    visitor.writes("   ")
    visitor.presses()
    visitor.waits_for(".rw-notice:has-text('The brief is empty. Write at least one sentence')")
    assert visitor.page.locator(".rw-notice").get_attribute("role") == "alert"
    binary = tmp_path / "brief.txt"
    binary.write_bytes(bytes(range(256)))
    visitor.page.locator(".rw-form input[type=file]").nth(0).set_input_files(binary)
    visitor.waits_for(".rw-notice:has-text('not a text file')")
    no_picture = tmp_path / "bottle.png"
    no_picture.write_text("I am a letter.")
    visitor.page.locator(".rw-form input[type=file]").nth(1).set_input_files(no_picture)
    visitor.waits_for(".rw-notice:has-text('bottle.png')")
    assert visitor.page.locator("#rw-make").is_visible()


def test_a_text_file_a_product_picture_and_a_screenshot_fill_the_form_and_outlast_a_refresh(
    visitor: Visitor, tmp_path: Path
) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text("# Chai\n\nFresh ginger, every morning.", encoding="utf-8")
    visitor.page.locator(".rw-form input[type=file]").nth(0).set_input_files(brief)
    visitor.page.wait_for_function("document.querySelector('#rw-text textarea').value.startsWith('# Chai')")
    picture = tmp_path / "cup.png"
    visitor.page.screenshot(path=picture)
    visitor.page.locator(".rw-form input[type=file]").nth(1).set_input_files(picture)
    visitor.waits_for(".rw-kept img")
    visitor.page.locator(".rw-form input[type=file]").nth(2).set_input_files(picture)
    visitor.waits_for(".rw-kept img[alt='Screen 1']")
    visitor.page.reload()
    visitor.waits_for(".rw-kept img[alt='Screen 1']")
    assert visitor.text == brief.read_text(encoding="utf-8")
    assert visitor.page.evaluate("document.querySelector('.rw-kept img').naturalWidth") > 0


def test_what_is_chosen_and_brought_under_more_is_in_the_film_and_outlasts_a_refresh(
    visitor: Visitor, server: Server, tmp_path: Path
) -> None:
    page = visitor.page
    visitor.writes("A drum for two hands.\nIt is made of mango wood.")
    visitor.chooses("Captions", "Karaoke")
    visitor.chooses("Made for", "Instagram Reels")
    page.wait_for_function("document.querySelector('.rw-shape input:checked').value === '9:16'")
    visitor.unfolds_more()
    visitor.chooses("Colours", "Golden")
    page.get_by_label("Small print").fill("Hands not included.")
    page.get_by_label("Progress bar").check()
    (tmp_path / "drum.wav").write_bytes(a_note())
    (tmp_path / "mine.cube").write_text(f"LUT_3D_SIZE 2\n{CORNERS}")
    page.locator(".rw-form input[type=file][accept='.cube']").set_input_files(tmp_path / "mine.cube")
    visitor.waits_for(".rw-kept figcaption:has-text('Your colours')")
    page.locator(".rw-form input[type=file][accept^=audio]").set_input_files(tmp_path / "drum.wav")
    visitor.waits_for(".rw-kept figcaption:has-text('Your music')")
    page.reload()
    visitor.waits_for(".rw-kept figcaption:has-text('Your music')")
    visitor.presses()
    visitor.waits_for(".rw-script")
    (folder,) = (server.home / "projects").glob("a-drum-for-two-hands*")
    brief = Project.model_validate_json((folder / "00001.json").read_bytes()).brief
    assert (brief.captions, brief.grade, brief.legal) == ("karaoke", "golden", "Hands not included.")
    assert (brief.progress_bar, str(brief.size)) == (True, "720x1280")
    assert brief.track.suffix == ".flac" and brief.lut.suffix == ".cube"
    page.get_by_role("button", name="Remove my files").click()
    page.locator(".rw-kept figcaption").first.wait_for(state="detached")


def a_note() -> bytes:
    """One second of 440 Hz as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 48_000, 0, "NONE", ""))
        samples = (round(9000 * math.sin(2 * math.pi * 440 * at / 48_000)) for at in range(48_000))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


def test_what_a_user_writes_is_shown_as_text_and_never_run(visitor: Visitor) -> None:
    visitor.writes("Children <3 ${window.bad=1} {{bad}} & \"kites\".\nSay <img src=x onerror='window.bad=2'> twice.")
    visitor.presses()
    visitor.waits_for(".rw-script")
    assert 'Children <3 ${window.bad=1} {{bad}} & "kites".' in visitor.page.locator(".rw-made").inner_text()
    assert visitor.page.evaluate("window.bad") is None
    assert not visitor.page.locator(".rw-made [onerror]").count()


def test_strangers_never_meet(visitor: Visitor, browser: Browser, server: Server) -> None:
    visitor.writes("A hidden orchard.\nNobody knows.")
    visitor.presses()
    visitor.waits_for(".rw-script")
    stranger = Visitor(browser, server)
    stranger.page.wait_for_timeout(1500)
    assert "orchard" not in stranger.page.content()
    names = [
        folder.name for folder in (server.home / "projects").iterdir() if folder.name.startswith("a-hidden-orchard")
    ]
    assert len(names) == 1 and re.search(r"-[0-9a-f]{16}$", names[0])
    for path in ("take/", f"take/{names[0]}/film.mp4", "take/../jobs.sqlite", "picture/" + "0" * 64 + ".png"):
        assert stranger.page.request.get(urljoin(server.url, path)).status == 404
    secret = (server.home / "page.secret").resolve()
    assert stranger.page.request.get(urljoin(server.url, f"gradio_api/file={secret}")).status in (403, 404)
    stranger.leaves()


def test_a_hostile_word_in_any_place_is_escaped() -> None:
    bad = "<script>alert('x')</script>\"'"
    shot = Shot(id="1", says=bad, shows=bad, speaker=bad, title=bad)
    script = Script(title=bad, language=bad, genre="ad", lines=(Line(says=bad, speaker=bad),), closing=bad)
    seats = dict.fromkeys(("writer", "painter", "animator", "narrator", "composer", "editor"), "x")
    project = Project(name="x", brief=Brief(text=bad), lineup=Lineup(**seats))
    file = Artifact(digest="0" * 64, suffix=".mp4")
    film = Film(video=file, srt=file, vtt=file, frames=24, fps=Fraction(24), size=project.brief.size)
    board = Storyboard(mood="calm", shots=(shot,))
    view = View(project, script, board, (shot,), (Path("0.png"),), (1.0,), film, (bad,), ())
    for state in ("done", "failed", "cancelled", "running"):
        job = Job(id="x", project="x", state=state, what=bad, hint=bad, asked=0.0, ended=1.0)
        shown = "".join(map(str, views.areas(view, views.Making(job))))
        assert "&lt;script&gt;" in shown
        assert "<script" not in shown
        assert not re.search(r"""=["'][^"'>]*<""", shown)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_window_and_asks_nobody_else(browser: Browser, server: Server, width: int) -> None:
    visitor = Visitor(browser, server, width)
    visitor.writes("Unbroken" * 40)
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
    assert {urlsplit(url).netloc for url in visitor.asked if url.startswith("http")} == {urlsplit(server.url).netloc}
    visitor.leaves()
