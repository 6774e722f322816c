"""A brand on the page: kept from a form, chosen into an empty one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from pipelines import catalog
from studio.api import Studio
from studio.brand import Brand
from studio.ui.page import build
from studio.ui.server import Address
from tests.journeys.conftest import Server, Visitor

LETTERS = Path(catalog.__file__).parent.parent / "assets/fonts/NotoSans-Regular.ttf"


def test_a_brand_that_one_visitor_keeps_another_chooses(visitor: Visitor, browser: Browser, server: Server) -> None:
    page = visitor.page
    visitor.unfolds_more()
    page.get_by_label("Brand colours").fill("#0a4fb4, orange")
    page.get_by_label("Name of the brand").fill("Blue Bank")
    page.get_by_role("button", name="Keep as brand").click()
    page.locator("#rw-notice", has_text="'orange' is not a colour.").wait_for()
    page.get_by_label("Brand colours").fill("#0a4fb4, #ffb300")
    page.get_by_label("End card").fill("Save more every day")
    page.get_by_label("Small print").fill("Bank plc.")
    logo = io.BytesIO()
    Image.new("RGB", (300, 100), "#0a4fb4").save(logo, "PNG")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add a logo").click()
    chooser.value.set_files({"name": "logo.png", "mimeType": "image/png", "buffer": logo.getvalue()})
    page.locator("#rw-kept img").wait_for()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Your own letters").click()
    chooser.value.set_files({"name": "own.ttf", "mimeType": "font/ttf", "buffer": LETTERS.read_bytes()})
    page.locator("#rw-kept figcaption", has_text="Your letters").wait_for()
    page.get_by_role("button", name="Keep as brand").click()
    page.locator("#rw-notice", has_text="Blue-Bank is kept.").wait_for()
    colleague = Visitor(browser, server)
    page = colleague.page
    colleague.unfolds_more()
    colleague.chooses("Brand", "Blue-Bank")
    page.locator("#rw-kept img").wait_for()
    assert page.get_by_label("Brand colours").input_value() == "#0a4fb4, #ffb300"
    assert page.get_by_label("End card").input_value() == "Save more every day"
    assert page.get_by_label("Small print").input_value() == "Bank plc."
    assert page.locator("#rw-kept figcaption").all_inner_texts() == ["Logo", "Your letters"]
    page.get_by_label("End card").fill("Save less")
    page.get_by_label("Name of the brand").fill("Blue Bank")
    page.get_by_role("button", name="Keep as brand").click()
    page.locator("#rw-notice", has_text="There is a brand Blue-Bank already.").wait_for()
    kept = Studio(server.home, catalog).brands
    assert kept.open("Blue-Bank").closing == "Save more every day"
    page.get_by_role("button", name="Keep as brand").click()
    page.locator("#rw-notice", has_text="Blue-Bank is kept.").wait_for()
    assert kept.open("Blue-Bank").closing == "Save less"
    colleague.leaves()


def test_a_door_without_a_password_is_public_unless_it_leads_to_this_computer_alone() -> None:
    assert Address("0.0.0.0", 7860, "").public  # noqa: S104 - nothing is served
    assert not Address("0.0.0.0", 7860, "a:b").public  # noqa: S104
    assert not Address("127.0.0.1", 7860, "").public


@pytest.mark.parametrize("public", [True, False])
def test_a_public_page_does_not_tell_which_brands_are_kept(tmp_path: Path, public: bool) -> None:
    studio = Studio(tmp_path, catalog)
    studio.save_brand(Brand(name="secret-launch", closing="Soon"))
    told = str(build(studio, public).get_config_file())
    assert ("secret-launch" in told) is not public
    assert ("brand_kept" in told) is not public
