"""A visitor chooses who makes the film, reads a licence and accepts it, and is told what is not here yet."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, expect

from pipelines import catalog
from tests.hub import pipeline
from tests.journeys.conftest import Server

ASKING = next(card for card in catalog.engines("painter") if card.consent)


def test_an_engine_comes_into_its_menu_when_its_licence_is_accepted(browser: Browser, tmp_path: Path) -> None:
    for path, data in pipeline().items():
        file = tmp_path / "models" / ASKING.runs.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    server = Server(tmp_path / "home", REELWRIGHT_MODELS=str(tmp_path / "models"))
    page = browser.new_page()
    try:
        page.goto(server.url)
        page.get_by_role("button", name="Advanced").click()
        page.get_by_label("Painter").click()
        expect(page.get_by_role("option", name="vector")).to_be_visible()
        expect(page.get_by_role("option", name=ASKING.name)).to_have_count(0)
        page.keyboard.press("Escape")
        page.locator("#rw-unable summary").click()
        expect(page.locator("#rw-unable")).to_contain_text("python app.py download z-image-turbo")
        page.get_by_role("checkbox", name=ASKING.name).click()
        expect(page.get_by_role("checkbox", name=ASKING.name)).to_have_count(0)
        assert list(json.loads((tmp_path / "home" / "consents.json").read_text())) == [ASKING.name]
        page.get_by_label("Painter").click()
        expect(page.get_by_role("option", name=ASKING.name)).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_label("Your brief").fill("A kettle that whistles.")
        page.get_by_label("Laptop").click()
        page.get_by_role("button", name="Make the film").click()
        expect(page.locator("#rw-notice")).to_contain_text("python app.py download laptop")
    finally:
        page.close()
        server.kill()
