"""Every export that a browser knows plays in one: it says how long it is, and its middle is found and seen."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page

from pipelines import catalog
from pipelines.machinery import video
from studio.asks import Export
from studio.crew import WorkDesk
from studio.film import SAMPLE_RATE, Artifact, Size
from studio.store import Store

SIZE, FPS, SECONDS = Size(width=320, height=180), Fraction(24), 2
TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
}
VIDEO, LOOPS, SOUND = ("h264", "av1", "av1-10bit", "vp9"), ("gif", "webp"), ("wav", "flac", "opus", "mp3", "m4a")
LIGHT = """
    source => {
        const sheet = document.createElement('canvas').getContext('2d');
        sheet.drawImage(source, 0, 0, 64, 36);
        const seen = sheet.getImageData(0, 0, 64, 36).data;
        let sum = 0;
        for (let at = 0; at < seen.length; at += 4) sum += seen[at] + seen[at + 1] + seen[at + 2];
        return sum / (64 * 36 * 3);
    }
"""
TO_THE_MIDDLE = """
    async ([kind, url, light]) => {
        const player = document.createElement(kind);
        const heard = name => new Promise((done, fail) => {
            player.addEventListener(name, done, {once: true});
            player.addEventListener('error', () => fail(player.error.message), {once: true});
        });
        const known = heard('loadeddata');
        player.preload = 'auto';
        player.src = url;
        await known;
        const there = heard('seeked');
        player.currentTime = player.duration / 2;
        await there;
        return {
            seconds: player.duration, at: player.currentTime,
            width: player.videoWidth, height: player.videoHeight,
            light: kind === 'video' ? eval(light)(player) : null,
        };
    }
"""
SHOWN = """
    async ([url, type, light]) => {
        const picture = new Image();
        picture.src = url;
        await picture.decode();
        const film = new ImageDecoder({data: (await fetch(url)).body, type});
        await film.completed;
        const frames = film.tracks.selectedTrack.frameCount;
        const {image} = await film.decode({frameIndex: Math.floor(frames / 2)});
        return {width: picture.naturalWidth, height: picture.naturalHeight, light: eval(light)(image)};
    }
"""


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one short film in every format that a browser knows."""
    folder = tmp_path_factory.mktemp("exports")
    store = Store(folder / "store")
    with WorkDesk(store, lambda done, note: None) as desk:
        picture, sound = film(desk), tone(desk)
        editor = catalog.hire(catalog.cards()["moviepy"])
        for name in (*VIDEO, *LOOPS, *SOUND):
            recipe = catalog.forms()[name].recipe
            ask = Export(
                picture=picture if recipe.video else None,
                sound=sound if recipe.audio else None,
                frames=round(FPS * SECONDS),
                size=SIZE,
                fps=FPS,
                recipe=recipe,
            )
            made = desk.path(next(editor.export([ask], desk)))
            (folder / f"{name}{recipe.suffix}").write_bytes(made.read_bytes())
    store.close()
    return folder


def film(desk: WorkDesk) -> Artifact:
    """Blocks of colour that move from black to light: whoever stays at the first frame sees nothing."""
    file = desk.scratch(".mp4")
    blocks = np.random.default_rng(1).integers(0, 255, (9, 16, 3)).repeat(20, axis=0).repeat(20, axis=1)
    frames = round(FPS * SECONDS)
    with video.Encoder(file, SIZE, FPS) as encoder:
        for number in range(frames):
            encoder.write((np.roll(blocks, 3 * number, axis=1) * number / frames).astype(np.uint8))
    return desk.keep(file)


def tone(desk: WorkDesk) -> Artifact:
    file = desk.scratch(".wav")
    wave = 0.3 * np.sin(np.arange(SAMPLE_RATE * SECONDS) * 440 * 2 * np.pi / SAMPLE_RATE)
    soundfile.write(file, np.stack([wave, wave], axis=1), SAMPLE_RATE)
    return desk.keep(file)


def handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    """Serves a folder's files, and parts of them: without parts no browser can seek."""

    class Files(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = folder / Path(urlsplit(self.path).path).name
            data = file.read_bytes() if file.is_file() else b"<!doctype html>"
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            first, last = (int(asked[1]), int(asked[2] or len(data) - 1)) if asked else (0, len(data) - 1)
            part = data[first : last + 1]
            self.send_response(206 if asked else 200)
            self.send_header("Content-Type", TYPES.get(file.suffix, "text/html"))
            self.send_header("Content-Length", str(len(part)))
            self.send_header("Accept-Ranges", "bytes")
            if asked:
                self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(data)}")
            self.end_headers()
            self.wfile.write(part)

        def log_message(self, *_: object) -> None: ...

    return Files


@pytest.fixture(scope="module")
def page(browser: Browser, exports: Path) -> Iterator[Page]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(exports))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.close()
    server.shutdown()
    server.server_close()


def address(name: str) -> str:
    return f"/{name}{catalog.forms()[name].recipe.suffix}"


@pytest.mark.parametrize("name", VIDEO)
def test_a_film_plays_in_a_browser_from_its_middle(page: Page, name: str) -> None:
    seen = page.evaluate(TO_THE_MIDDLE, ["video", address(name), LIGHT])
    assert abs(seen["seconds"] - SECONDS) < 1 / FPS
    assert abs(seen["at"] - SECONDS / 2) < 1 / FPS
    assert (seen["width"], seen["height"]) == (SIZE.width, SIZE.height)
    assert 45 < seen["light"] < 85  # half of the blocks' mean of 127


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_shown_in_a_browser(page: Page, name: str) -> None:
    seen = page.evaluate(SHOWN, [address(name), TYPES[Path(address(name)).suffix], LIGHT])
    assert (seen["width"], seen["height"]) == (SIZE.width, SIZE.height)
    assert 45 < seen["light"] < 85


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_plays_in_a_browser_from_its_middle(page: Page, name: str) -> None:
    seen = page.evaluate(TO_THE_MIDDLE, ["audio", address(name), LIGHT])
    assert abs(seen["seconds"] - SECONDS) < 0.06
    assert abs(seen["at"] - SECONDS / 2) < 0.06
