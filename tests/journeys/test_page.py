"""What visitors do with the page, each in a browser of their own."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Server, Visitor

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
    for link in page.locator(".rw-downloads a").all():
        answer = page.request.get(urljoin(page.url, link.get_attribute("href")))
        assert answer.ok and answer.body() and answer.headers["x-content-type-options"] == "nosniff"
        types[Path(link.get_attribute("download")).suffix] = answer.headers["content-type"]
    assert types == {".mp4": "video/mp4", ".srt": "application/x-subrip; charset=utf-8",
                     ".vtt": "text/vtt; charset=utf-8", ".json": "application/json"}  # fmt: skip
    film = page.locator("video source").get_attribute("src")
    part = page.request.get(urljoin(page.url, film), headers={"Range": "bytes=0-99"})
    assert part.status == 206 and len(part.body()) == 100
