"""Where the page is served, to whom, and how it starts and ends."""

from __future__ import annotations

import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import ROOT, Server, free_port


def refusal(home: Path, **settings: str) -> str:
    """What the command says when it must not serve."""
    done = subprocess.run(
        [sys.executable, "app.py", "--home", str(home)],
        cwd=ROOT,
        env={**os.environ, "REELWRIGHT_PORT": str(free_port()), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def status(url: str, login: str = "") -> int:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=20)
    connection.request("GET", parts.path, headers={"Authorization": login} if login else {})
    found = connection.getresponse().status
    connection.close()
    return found


def test_the_page_is_never_open_to_the_network_without_a_password(tmp_path: Path) -> None:
    assert "Set REELWRIGHT_AUTH=user:password" in refusal(tmp_path, REELWRIGHT_HOST="0.0.0.0")  # noqa: S104


@pytest.mark.parametrize("setting", [("REELWRIGHT_PORT", "http"), ("REELWRIGHT_AUTH", "secret")])
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, setting: tuple[str, str]) -> None:
    assert setting[0] in refusal(tmp_path, **dict([setting]))


def test_a_password_guards_the_page_its_programs_and_its_films(tmp_path: Path) -> None:
    server = Server(tmp_path, REELWRIGHT_HOST="127.0.0.1", REELWRIGHT_AUTH="asha:chai")
    try:
        for path in ("", "config", "gradio_api/queue/status", "take/x/film.mp4"):
            assert status(server.url + path) == 401
        assert status(server.url, "Basic YXNoYTpjb2ZmZWU=") == 401
        assert status(server.url, "Basic YXNoYTpjaGFp") == 200
        assert status(f"{server.url}take/x/film.mp4", "Basic YXNoYTpjaGFp") == 404
        assert "already in use" in refusal(tmp_path, REELWRIGHT_PORT=str(server.port))
        assert server.stop() == ""
        assert server.process.returncode == 0
    finally:
        server.kill()
