"""The storyboard sheet shows every shot and its words, and is written whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipelines import catalog
from pipelines.machinery import board
from studio.crew import WorkDesk
from studio.cut import Overlay
from studio.errors import BadInput
from studio.film import Box, Size
from studio.roles import EndCard, Panel
from tests.conftest import kept

COLOURS = [(200, 30, 30), (30, 160, 30), (30, 30, 200), (200, 180, 20)]
WORDS = [
    "It boils in ninety seconds & switches itself <off>, so you can walk away and leave it alone. " * 2,
    "क्या आपकी सुबह की चाय हमेशा देर से बनती है? अब नहीं।",
    "هل تنتظر غلي الماء كل صباح؟ لا داعي للانتظار بعد الآن.",
    "உங்கள் காலை தேநீர் இரண்டு நிமிடங்களில் தயார். " * 3,
]


def panels(folder: Path, size: tuple[int, int] = (320, 180), words: list[str] = WORDS) -> list[Panel]:
    made = []
    for at, (colour, says) in enumerate(zip(COLOURS, words, strict=True)):
        file = folder / f"{at}.png"
        Image.new("RGB", size, colour).save(file)
        made.append(Panel(file, at + 1, says, "wide · push in", 2.5))
    return made


def plainly(picture: Image.Image, card: EndCard) -> Image.Image:
    raise AssertionError("none of these is an end card")


def pixels(file: Path) -> np.ndarray:
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def shown(sheet: np.ndarray, colour: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all that has a colour."""
    rows, columns = np.nonzero((np.abs(sheet - colour) < 3).all(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (200, 200)])
def test_shots_stand_three_across_in_order_with_the_film_s_shape(tmp_path: Path, size: tuple[int, int]) -> None:
    board.sheet("Kettle", panels(tmp_path, size), tmp_path / "board.png", plainly)
    boxes = [shown(pixels(tmp_path / "board.png"), colour) for colour in COLOURS]
    for left, top, right, bottom in boxes:
        assert (right - left) / (bottom - top) == pytest.approx(size[0] / size[1], rel=0.02)
    assert boxes[0][0] < boxes[1][0] < boxes[2][0]
    assert boxes[0][1] == boxes[1][1] == boxes[2][1] < boxes[0][3] < boxes[3][1]
    assert boxes[3][0] == boxes[0][0]


@pytest.mark.parametrize(
    "label", ["60 %", "Why does it rain in the mountains first?", "बारिश क्यों होती है?", "لماذا تمطر؟"]
)
def test_a_figures_label_stands_in_its_place_and_nowhere_else(tmp_path: Path, label: str) -> None:
    plain = panels(tmp_path)
    place = Box(left=0.5, top=0.2, width=0.4, height=0.4)
    board.sheet("Kettle", plain, tmp_path / "plain.png", plainly)
    board.sheet(
        "Kettle", [plain[0]._replace(labels=((label, place),)), *plain[1:]], tmp_path / "labelled.png", plainly
    )
    left, top, right, bottom = shown(pixels(tmp_path / "plain.png"), COLOURS[0])
    changed = (pixels(tmp_path / "plain.png") != pixels(tmp_path / "labelled.png")).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert columns.min() >= left + 0.49 * (right - left)
    assert columns.max() <= left + 0.91 * (right - left)
    assert rows.min() >= top + 0.19 * (bottom - top)
    assert rows.max() <= top + 0.61 * (bottom - top)
    assert np.ptp(columns) > 0.1 * (right - left)


@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_words_stay_inside_their_own_panel(tmp_path: Path, size: tuple[int, int]) -> None:
    board.sheet("Kettle", panels(tmp_path, size), tmp_path / "board.png", plainly)
    body = pixels(tmp_path / "board.png")[board.HEADER :]
    step = board.PANEL_WIDTH + board.GAP
    for gap in range(4):
        left = board.MARGIN - board.GAP + gap * step
        assert body[:, left + 4 : left + board.GAP - 4].min() == 255


def test_the_words_of_every_script_are_on_the_sheet(tmp_path: Path) -> None:
    board.sheet("Kettle", panels(tmp_path), tmp_path / "with.png", plainly)
    board.sheet("Kettle", panels(tmp_path, words=[""] * 4), tmp_path / "without.png", plainly)
    sheet, silent = pixels(tmp_path / "with.png"), pixels(tmp_path / "without.png")
    for colour in COLOURS:
        inks = []
        for each in (sheet, silent):
            left, _, right, bottom = shown(each, colour)
            below = each[bottom : bottom + 200, left:right]
            inks.append((below.sum(axis=2) < 200).sum())
        assert inks[0] - inks[1] > 1500


def test_a_shot_not_drawn_yet_keeps_its_place(tmp_path: Path) -> None:
    some = panels(tmp_path)
    some[1] = some[1]._replace(picture=None, seconds=None)
    board.sheet("Kettle", some, tmp_path / "board.png", plainly)
    sheet = pixels(tmp_path / "board.png")
    assert shown(sheet, (0xE9, 0xE7, 0xEC))[1] == shown(sheet, COLOURS[0])[1]


@pytest.mark.parametrize("suffix", [".png", ".pdf"])
def test_an_end_card_is_on_the_sheet_as_its_film_ends_on_it(tmp_path: Path, desk: WorkDesk, suffix: str) -> None:
    size, logo = Size(width=640, height=360), (250, 140, 0)
    image = kept(np.full((40, 80, 3), logo, np.uint8), desk)
    words = Overlay(role="closing", text="Order yours today", language="en", style="bold", frames=1)
    card = EndCard((words, Overlay(role="logo", image=image, frames=1)), size)
    some = panels(tmp_path, (640, 360))
    catalog.sheet("Kettle", [some[0]._replace(card=card), *some[1:]], tmp_path / f"board{suffix}", desk)
    if suffix == ".pdf":
        catalog.sheet("Kettle", some, tmp_path / "plain.pdf", desk)
        assert (tmp_path / "board.pdf").stat().st_size > (tmp_path / "plain.pdf").stat().st_size + 1000
        return
    sheet = pixels(tmp_path / "board.png")
    left, top, right, bottom = shown(sheet, COLOURS[0])
    panel = sheet[top:bottom, left:right]
    rows = [np.flatnonzero((np.abs(panel - tone).max(axis=2) < 30).any(axis=1)) for tone in (logo, (255, 255, 255))]
    assert rows[0].size and rows[1].size and rows[0].max() < rows[1].min()  # the logo above the words
    assert (np.abs(panel - np.array([16, 16, 20])).max(axis=2) < 12).sum() > 2000  # the look's plates behind them


def test_a_long_storyboard_takes_several_a4_pages(tmp_path: Path) -> None:
    board.sheet("दो मिनट की चाय", panels(tmp_path) * 4, tmp_path / "board.pdf", plainly)
    data = (tmp_path / "board.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", data)
    assert len(boxes) == 3
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(842, 595)}


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"board\.docx"):
        board.sheet("Kettle", panels(tmp_path), tmp_path / "board.docx", plainly)
    assert not (tmp_path / "board.docx").exists()


@pytest.mark.parametrize("name", ["missing/board.png", "taken.pdf"])
def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken.pdf").mkdir()
    some = panels(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput, match="cannot be written"):
        board.sheet("Kettle", some, tmp_path / name, plainly)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_storyboard_without_shots_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no shots"):
        board.sheet("Kettle", [], tmp_path / "board.png", plainly)
