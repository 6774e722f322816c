"""Brands through the library and the command line: kept once, used in every film, refused where they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

import app
from pipelines import catalog
from studio import brand as brands
from studio import shots
from studio.api import Studio
from studio.brand import Brand
from studio.crew import Event
from studio.errors import BadInput
from studio.film import Brief, Own, Shot, Size, Storyboard, edited

TEXT = "A kettle that whistles a tune.\nIt boils in two minutes.\nSee it at kettle.example.\n"
LETTERS = Path(app.__file__).parent / "assets/fonts/NotoSans-Regular.ttf"
SHORT = "Kettles boil.\nThey whistle a tune."
SMALL = {"size": Size(width=320, height=180), "fps": 12}


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path / "home", catalog)


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    file = tmp_path / "logo.png"
    Image.new("RGB", (300, 100), "#0a4fb4").save(file)
    return file


class Shell:
    """Commands typed in one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "kettle.txt").write_text(TEXT)

    def type(self, *words: str) -> Result:
        return CliRunner().invoke(app.main, [*words, "--home", str(self.folder / "home")])

    def brief(self, project: str) -> Brief:
        return Studio(self.folder / "home", catalog).projects.open(project).brief

    def start(self, *words: str) -> Brief:
        """The brief that `make` keeps; no such voice is there, so no film is made."""
        brief, out = str(self.folder / "kettle.txt"), str(self.folder / "kettle.mp4")
        made = self.type("make", brief, "-o", out, "--project", "kettle", "--voice", "caruso", *words)
        assert made.exit_code == 2, made.output
        return self.brief("kettle")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_a_brand_is_kept_shown_changed_and_forgotten(shell: Shell, logo: Path) -> None:
    words = ("--colours", "#0A4FB4, ffb300", "--closing", "Save more / Open an account", "--tone", "serious")
    kept = shell.type("brand", "bank", "--logo", str(logo), *words)
    assert kept.exit_code == 0, kept.output
    assert shell.type("brand", "bank", "--legal", "Bank plc.").exit_code == 0  # the rest stays
    shown = shell.type("brand").stdout
    for told in ("bank", "#0a4fb4 #ffb300", "with a logo", "Save more / Open an account", "Bank plc.", "serious"):
        assert told in shown
    assert shell.type("brand", "bank", "--delete").exit_code == 0
    assert shell.type("brand", "bank").exit_code == 2
    assert "No brand" in shell.type("brand").stdout


def test_a_brand_fills_what_the_command_does_not_give(shell: Shell, logo: Path) -> None:
    words = ("--colours", "#0a4fb4,#ffb300", "--closing", "Save more", "--legal", "Bank plc.", "--tone", "serious")
    shell.type("brand", "bank", "--logo", str(logo), *words)
    brief = shell.start("--brand", "bank")
    assert (brief.colours, brief.closing, brief.legal) == (("#0a4fb4", "#ffb300"), "Save more", "Bank plc.")
    assert brief.logo is not None
    assert brief.music == "serious"
    own = shell.start("--brand", "bank", "--colours", "#112233", "--legal", "", "--music", "calm")
    assert (own.colours, own.closing, own.legal, own.music) == (("#112233",), "Save more", "", "calm")


def test_colours_and_closing_words_need_no_brand(shell: Shell) -> None:
    brief = shell.start("--colours", "#0a4fb4", "--closing", "Come in / Until nine")
    assert (brief.colours, brief.closing) == (("#0a4fb4",), "Come in\nUntil nine")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--colours", "blue"), "'blue' is not a colour."),
        (("--colours", "#12"), "'#12' is not a colour."),
        (("--colours", "#111111,#222222,#333333,#444444"), "4 brand colours are too many."),
        (("--colours", "#a1b2c3,#A1B2C3"), "The brand colour #a1b2c3 is there twice."),
        (("--brand", "nobody"), "There is no brand named 'nobody'."),
        (("--brand", "../home"), "'../home' cannot be a brand's name."),
        (("--closing", "word " * 60), "The end card's text is"),
        (("--logo", "line.png"), "A logo of 300x1 pixels is too small to be seen."),
        (("--logo", "belt.png"), "A logo of 1000x20 pixels is too slender to be seen."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_no_film_could_show_is_refused_in_words(
    shell: Shell, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shell.folder)
    Image.new("RGB", (300, 1), "red").save("line.png")
    Image.new("RGB", (1000, 20), "red").save("belt.png")
    refused = shell.type("make", "kettle.txt", *words)
    assert refused.exit_code == 2
    assert said in refused.output
    assert not Studio(shell.folder / "home", catalog).projects.names()
    if words[0] != "--brand":
        kept = shell.type("brand", "bank", *words)
        assert kept.exit_code == 2
        assert said in kept.output


@pytest.mark.parametrize(
    "words",
    [("--tone", "warm"), ("bank", "--tone", "sad"), ("bank", "--delete"), ("bank", "--delete", "--tone", "warm")],
)
def test_a_brand_command_that_means_nothing_is_refused(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.type("brand", *words).exit_code == 2


def test_the_end_card_says_what_the_brief_says_and_nothing_else_changes(studio: Studio) -> None:
    made: list[Event] = []
    studio.start(Brief(text=TEXT, **SMALL), name="kettle")
    studio.make("kettle")
    before = studio.board("kettle").shots
    studio.start(Brief(text=TEXT, closing="Put the kettle on", **SMALL), name="kettle")
    studio.make("kettle", made.append)
    after = studio.board("kettle").shots
    assert after[-1].title == "Put the kettle on" != before[-1].title
    assert after[:-1] == before[:-1]
    fresh = {event.stage for event in made if event.kind == "asked" and event.total > event.remembered}
    assert fresh == {"Plan", "Segment", "Join"}
    studio.change_shot("kettle", 1, title="Whistle")
    studio.start(Brief(text=TEXT, closing="Tea time", **SMALL), name="kettle")
    shots = studio.board("kettle").shots
    assert (shots[0].title, shots[-1].title) == ("Whistle", "Tea time")  # a later word goes before an earlier edit


def test_a_colour_that_words_cannot_be_read_on_is_said_to_be_changed(studio: Studio) -> None:
    told: list[Event] = []
    studio.start(Brief(text=TEXT, colours=("#ffe100",), **SMALL), name="kettle")
    studio.make("kettle", told.append)
    notes = [event.note for event in told if event.kind == "note"]
    assert any("#ffe100" in note for note in notes)
    assert notes == list(studio.view("kettle").notes)


def test_colours_that_carry_words_stay_and_others_are_mended() -> None:
    assert brands.mended(()) == ((), ())
    assert brands.mended(("#0a4fb4", "#ffb300")) == (("#0a4fb4", "#ffb300"), ())
    lighter, notes = brands.mended(("#ff7a00", "#d7261e"))
    assert lighter == ("#d7261e", "#ff7a00")  # itself it would have become brown
    assert len(notes) == 1
    (grey,), notes = brands.mended(("#ffffff",))
    assert len(notes) == 1
    assert 4.5 <= 1.05 / (brands.luminance(grey) + 0.05) < 4.6
    worn, notes = brands.mended(("#0a4fb4", "#0b50b5"))
    assert worn == ("#0a4fb4", "#0b50b5")
    assert "too like" in notes[0]


def test_sweeping_keeps_a_brands_logo_and_a_lost_one_is_missed(studio: Studio, logo: Path) -> None:
    mark = studio.take_in_logo(logo)
    studio.save_brand(Brand(name="bank", logo=mark))
    studio.sweep()
    assert studio.brand("bank").logo == mark
    studio.store.path(mark).unlink()
    with pytest.raises(BadInput, match="logo of the brand"):
        studio.brand("bank")


def test_letters_that_no_font_draws_are_refused_when_a_brand_is_kept(studio: Studio) -> None:
    with pytest.raises(BadInput):
        studio.save_brand(Brand(name="bank", closing="\U00012000\U00012001"))
    assert studio.brands.names() == []


def test_words_that_are_taken_away_leave_an_edited_end_card_too(studio: Studio) -> None:
    plain = Brief(text=SHORT, music="off", captions="off", **SMALL)
    studio.start(plain, name="kettle")
    studio.make("kettle")
    before = studio.board("kettle").shots
    studio.start(edited(plain, closing="Tea time"), name="kettle")
    studio.make("kettle")
    studio.change_shot("kettle", 1, title="Whistle")
    studio.start(plain, name="kettle")
    after = studio.board("kettle").shots
    assert (after[0].title, after[-1].title) == ("Whistle", before[-1].title)  # again what the text calls for


def test_an_end_card_without_words_is_none() -> None:
    scene, card = Shot(id="1", says="Tea.", shows="tea"), Shot(id="2", shows="", kind="end", title="Come in")
    board = shots.closed(Own(value=Storyboard(mood="warm", shots=(scene, card))), "")
    assert board.value.shots == (scene,)
    assert shots.closed(Own(value=Storyboard(mood="warm", shots=(card,))), "").value.shots[0].title == ""


def test_words_for_an_end_card_that_an_edited_storyboard_lacks_are_said_to_be_missing(studio: Studio) -> None:
    plain = Brief(text=SHORT, music="off", captions="off", **SMALL)
    studio.make(studio.start(plain, name="kettle").name)
    board = studio.board("kettle")
    scenes = Own(value=edited(board, shots=board.shots[:-1]))
    studio.save(edited(studio.projects.open("kettle"), own_storyboard=scenes))
    studio.start(edited(plain, closing="Tea time"), name="kettle")
    studio.make("kettle")
    assert any("no end card" in note and "Tea time" in note for note in studio.view("kettle").notes)


def test_what_a_brand_has_is_taken_away_by_an_empty_word(shell: Shell, logo: Path) -> None:
    kept = shell.type("brand", "bank", "--logo", str(logo), "--font", str(LETTERS), "--tone", "serious")
    assert "with a logo · with letters of its own · serious" in kept.stdout
    brief = shell.start("--brand", "bank", "--logo", "", "--font", "")
    assert (brief.logo, brief.font, brief.music) == (None, None, "serious")
    assert shell.start("--brand", "bank").font
    assert shell.type("brand", "bank", "--logo", "", "--font", "", "--tone", "").stdout.strip() == "bank"


def test_a_damaged_brand_stops_neither_a_sweep_nor_the_list_of_the_others(shell: Shell, logo: Path) -> None:
    shell.type("brand", "bank", "--logo", str(logo))
    shell.type("brand", "airline", "--tone", "calm")
    (shell.folder / "home/brands/airline/brand.json").write_text('{"name": "airl')
    assert shell.type("sweep").exit_code == 0
    listed = shell.type("brand")
    assert listed.exit_code == 0
    assert "bank · with a logo" in listed.stdout
    assert "'airline' is damaged" in listed.stdout
    assert shell.start("--brand", "bank").logo


def test_a_brands_letters_are_in_the_film_and_only_where_they_can_be(studio: Studio) -> None:
    made: list[Event] = []
    plain = Brief(text=TEXT, **SMALL)
    studio.start(plain, name="kettle")
    studio.make("kettle")
    studio.start(edited(plain, font=studio.take_in_font(LETTERS)), name="kettle")
    studio.make("kettle", made.append)
    fresh = {event.stage: event.total - event.remembered for event in made if event.kind == "asked"}
    assert {stage for stage, count in fresh.items() if count} == {"Segment", "Join"}
    assert fresh["Segment"] < next(e.total for e in made if e.kind == "asked" and e.stage == "Segment")
