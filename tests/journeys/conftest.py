"""A real server and a real browser: what a visitor has."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 180_000  # ms; a film takes about 20 s on two idle cores


class Server:
    """`python app.py` over one home, which can be killed and started again."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self) -> None:
        env = {**os.environ, "REELWRIGHT_PORT": str(self.port), **self.settings}
        self.process = subprocess.Popen(
            [sys.executable, "app.py", "--home", str(self.home)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = self.process.stdout.readline()
        assert said == f"Open {self.url[:-1]}\n", said + self.process.stdout.read()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> str:
        """End it in good order; what it still had to say."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=20)[0]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("home"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium here; 'apt-get install chromium' brings it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """One person with a browser of their own, on the page."""

    def __init__(self, browser: Browser, server: Server, width: int = 1280) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(server.url)
        self.page.locator("#rw-screen .rw-screen").wait_for()

    @property
    def text(self) -> str:
        return self.page.locator("#rw-text textarea").input_value()

    def writes(self, text: str) -> None:
        self.page.locator("#rw-text textarea").fill(text)

    def chooses(self, menu: str, choice: str) -> None:
        self.page.get_by_label(menu, exact=True).click()
        self.page.get_by_role("option", name=choice, exact=True).click()

    def unfolds_more(self) -> None:
        """Open what is folded away, and let it settle: what is typed in the first moment is lost.

        Gradio mounts the fields when they are first seen and gives them their values a moment later. Nobody types
        within it; a browser that is steered does.
        """
        self.page.get_by_role("button", name="More").click()
        self.page.get_by_label("Small print").wait_for()
        self.page.wait_for_timeout(1_000)

    def presses(self) -> None:
        self.page.locator("#rw-make").click()

    def stops(self) -> None:
        self.page.locator("#rw-stop").click()

    def waits_for(self, selector: str) -> None:
        """Wait until it is there; a job that failed on the way ends the waiting."""
        wanted, trouble = self.page.locator(selector).first, self.page.locator("#rw-screen .rw-failed")
        wanted.or_(trouble).first.wait_for()
        assert not trouble.count(), self.page.locator("#rw-notice").inner_text()

    def sees(self, words: str) -> None:
        self.page.locator("#rw-screen", has_text=re.compile(words)).wait_for()

    def leaves(self) -> None:
        if self.page.locator("#rw-stop").is_visible():
            self.stops()
            self.waits_for("#rw-make")
        self.context.close()


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    visitor = Visitor(browser, server)
    yield visitor
    visitor.leaves()
