"""A look is a file and nothing else: what it decides, what it must not say, and what the newest of them show."""

from __future__ import annotations

import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipelines import catalog
from pipelines.editors import overlays
from pipelines.machinery import looks
from pipelines.machinery.contrast import contrast, rgb
from pipelines.painters.embedded import Vector
from pipelines.writers.embedded import Outline
from studio.api import Studio
from studio.asks import Paint, Plan
from studio.crew import WorkDesk
from studio.cut import Overlay
from studio.errors import BadInput
from studio.film import Artifact, Brief, Line, Picture, Script, Size, edited

ROOT = Path(__file__).parents[2]
WIDE, TALL = Size(width=320, height=180), Size(width=180, height=320)
ASK = Paint(shows="A cup of tea", mood="warm", look="flat", size=WIDE, seed=4)
MINE = """
title = "Mine"
ground = "blocks"

[palette]
hue = 145
chroma = 1.2

[type.titles]
size = 1.3
plate = true
ink = "#102030"
shade = "#fff0d0"

[type.labels]
ink = "#ffffff"
plate = "#3a0a4a"
opacity = 0.9

[motion]
camera = 0.5
passing = "wipe"
"""
# Prints what the look `mine` makes: a picture's median colour, and the colours of a title's and a label's plate.
TRIAL = """
from pathlib import Path
import numpy as np
from PIL import Image
from pipelines import catalog
from pipelines.editors import overlays
from pipelines.painters.embedded import Vector
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.cut import Overlay
from studio.film import Box, Size
from studio.store import Store

size = Size(width=320, height=180)
with WorkDesk(Store(Path("store")), lambda done, note: None) as desk:
    ask = Paint(shows="It is so", mood="warm", look="mine", size=size)
    pixels = np.asarray(Image.open(desk.path(next(Vector().paint([ask], desk)).image)).convert("RGB"))
    words = {"text": "Tea", "language": "en", "style": "mine", "frames": 48}
    title = overlays.draw(Overlay(role="title", **words), size, desk).pixels
    box = Box(left=0.1, top=0.1, width=0.5, height=0.3)
    label = overlays.draw(Overlay(role="label", place=box, **words), size, desk).pixels
for seen in (pixels.reshape(-1, 3), title[title[..., 3] > 250][:, :3], label[label[..., 3] > 220][:, :3]):
    print(*(int(value) for value in np.median(seen, axis=0)))
print(catalog.look("mine").passing, catalog.look("mine").wears_brand, "mine" in catalog.looks())
"""


def paint(desk: WorkDesk, **changes: object) -> tuple[Picture, np.ndarray]:
    picture = next(Vector().paint([edited(ASK, **changes)], desk))
    return picture, np.asarray(Image.open(desk.path(picture.image)).convert("RGB")).astype(float)


def test_each_look_is_a_file_that_can_be_read_and_has_a_title_of_its_own() -> None:
    titles = {looks.look_named(name).title for name in catalog.looks()}
    assert len(titles) == len(catalog.looks())
    assert looks.USUAL in catalog.looks()


def test_a_look_is_added_by_a_file_alone(tmp_path: Path) -> None:
    """In a copy of the program whose only change is the file."""
    for room in ("pipelines", "studio"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "assets" / "looks", tmp_path / "assets" / "looks")
    for other in (ROOT / "assets").iterdir():
        if other.name != "looks":
            (tmp_path / "assets" / other.name).symlink_to(other)
    (tmp_path / "assets" / "looks" / "mine.toml").write_text(MINE)

    def run(code: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)

    made = run(TRIAL)
    assert made.returncode == 0, made.stderr
    picture, title, label, facts = made.stdout.splitlines()
    red, green, blue = map(int, picture.split())
    assert green > red + 20 and green > blue + 20  # the hue that the file says, against the mood's
    assert np.abs(np.subtract([*map(int, title.split())], rgb("#fff0d0"))).max() <= 2
    assert np.abs(np.subtract([*map(int, label.split())], rgb("#3a0a4a"))).max() <= 2
    assert facts == "wipe False True"
    asked = "from pipelines import catalog; print(catalog.look('mine').key)"
    before = run(asked).stdout
    (tmp_path / "assets" / "looks" / "mine.toml").write_text(MINE.replace("wipe", "push"))
    after = run(asked).stdout
    assert before.startswith("mine@") and after.startswith("mine@")
    assert before != after  # so that nothing is remembered of the file as it was


@pytest.mark.parametrize(
    ("says", "key"),
    [
        ('title = "x"\nglitter = 1', "'glitter'"),
        ('title = "x"\n[light]\nglitter = 1', "'light.glitter'"),
        ('title = "x"\n[type.titles]\nslant = 0.2', "'type.titles.slant'"),
        ('title = "x"\n[light]\nvignette = 1.5', "'light.vignette'"),
        ('title = "x"\n[light]\nvignette = "much"', "'light.vignette'"),
        ('title = "x"\n[palette]\nhue = 400', "'palette.hue'"),
        ('title = "x"\n[palette]\nchroma = nan', "'palette.chroma'"),
        ('title = "x"\n[palette]\ninks = 1', "'palette.inks'"),
        ('title = "x"\n[texture]\npaper = "velvet"', "'texture.paper'"),
        ('title = "x"\nground = "moon"', "'ground'"),
        ('title = "x"\n[type.titles]\nink = "white"', "'type.titles.ink'"),
        ('title = "x"\n[type.labels]\nink = "#888888"', "'type.labels'"),
        ('title = "x"\n[type.labels]\nopacity = 0.2', "'type.labels'"),
        ('title = "x"\n[type.titles]\nplate = true\nshade = "#dddddd"', "'type.titles'"),
        ('title = "x"\n[motion]\ncamera = 3', "'motion.camera'"),
        ('title = "x"\n[motion]\npassing = "match"', "'motion.passing'"),
        ("[palette]\nhue = 20", "'title'"),
        ("title = ", "TOML"),
    ],
    ids=lambda text: text.replace("\n", " ")[-30:],
)
def test_what_no_look_can_be_is_refused_by_file_and_key(tmp_path: Path, says: str, key: str) -> None:
    file = tmp_path / "shiny.toml"
    file.write_text(says)
    with pytest.raises(BadInput) as refused:
        looks.read(file)
    assert "shiny.toml" in refused.value.what and key in refused.value.what
    assert refused.value.hint


def test_a_file_that_says_only_its_title_is_a_look(tmp_path: Path) -> None:
    (tmp_path / "plain.toml").write_text('title = "Plain"')
    assert looks.read(tmp_path / "plain.toml") == looks.Look(title="Plain")


@pytest.mark.parametrize("look", looks.names())
@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
def test_titles_of_every_look_stand_in_the_frame_clear_of_captions(look: str, size: Size, desk: WorkDesk) -> None:
    for text, language in (
        ("Fresh coffee, every single morning", "en"),
        ("हर सुबह ताज़ी चाय", "hi"),
        ("قهوة طازجة كل صباح", "ar"),
    ):
        words = {"text": text, "language": language, "frames": 48}
        title = overlays.draw(Overlay(role="title", style=look, **words), size, desk)
        caption = overlays.draw(Overlay(role="caption", style="classic", **words), size, desk)
        closing = overlays.draw(Overlay(role="closing", style=look, **words), size, desk)
        for patch in (title, closing):
            assert patch.left >= 0 and patch.left + patch.pixels.shape[1] <= size.width
            solid = np.flatnonzero((patch.pixels[..., 3] > 150).any(axis=1))
            assert patch.top + solid[-1] < caption.top


def test_a_plated_title_can_be_read_on_anything(desk: WorkDesk) -> None:
    plated = [name for name in looks.names() if looks.look_named(name).type.titles.plate]
    assert "bold" in plated
    for name in plated:
        face = looks.look_named(name).type.titles
        patch = overlays.draw(Overlay(role="title", text="Hold on", language="en", frames=9, style=name), WIDE, desk)
        opaque = patch.pixels[patch.pixels[..., 3] == 255][:, :3].astype(int)
        for colour in (face.ink, face.shade):
            assert (np.abs(opaque - rgb(colour)).max(axis=1) <= 2).mean() > 0.1
        assert contrast(rgb(face.ink), rgb(face.shade)) >= 4.5


def test_a_look_moves_the_camera_as_far_and_words_as_lively_as_its_file_says(desk: WorkDesk) -> None:
    usual, other = (paint(desk, look=name)[0] for name in ("flat", "neon"))
    strength = looks.look_named("neon").motion.camera
    assert strength != 1
    assert max(layer.depth for layer in other.layers) == pytest.approx(
        strength * max(layer.depth for layer in usual.layers)
    )
    rises = [
        overlays.appearance(Overlay(role="title", text="x", frames=96, style=name), 0, Fraction(24))[1]
        for name in ("flat", "bold")
    ]
    assert rises[1] == pytest.approx(rises[0] * looks.look_named("bold").motion.entrances)


def test_a_look_passes_time_in_its_own_way_but_not_where_the_user_said_how(desk: WorkDesk) -> None:
    lines = (
        Line(says="A seed lies in the soil."),
        Line(says="Later it is a tree."),
        Line(says="It bears fruit.", cut="dissolve"),
        Line(says="We eat."),
    )
    script = Script(title="Seed", language="en", genre="explainer", lines=lines, closing="Plant one")
    usual, own = (
        next(Outline().plan([Plan(script=script, passing=passing)], desk)).shots for passing in ("dissolve", "wipe")
    )
    assert [shot.cut for shot in usual] == ["dissolve", "cut", "dissolve", "dissolve", "cut"]
    assert [shot.cut for shot in own] == ["wipe", "cut", "dissolve", "wipe", "cut"]


def test_no_note_tells_of_a_mended_end_card_in_a_look_that_keeps_its_own_ground(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "home", catalog)
    assert not catalog.look("blueprint").wears_brand and catalog.look("bold").wears_brand
    brief = Brief(text="A kettle.\nSee it at kettle.example.", colours=("#ffe100", "#0a4fb4"), size=WIDE, fps=12)
    notes = {}
    for look in ("flat", "blueprint"):
        studio.start(edited(brief, look=look), name="kettle")
        studio.make("kettle")
        notes[look] = [note for note in studio.view("kettle").notes if "#ffe100" in note]
    assert len(notes["flat"]) == 1 and not notes["blueprint"]


def bottle(desk: WorkDesk) -> Artifact:
    file = desk.scratch(".png")
    picture = Image.new("RGBA", (200, 400))
    ImageDraw.Draw(picture).rectangle((40, 20, 160, 380), fill="#c8452f")
    picture.save(file)
    return desk.keep(file)


@pytest.mark.parametrize("look", ["bold", "studio"])
@pytest.mark.parametrize("size", [WIDE, TALL], ids=str)
def test_a_product_keeps_its_colours_and_stands_out_on_the_brands(look: str, size: Size, desk: WorkDesk) -> None:
    picture, pixels = paint(
        desk, look=look, shows="The bottle", size=size, products=(bottle(desk),), colours=("#0a4fb4", "#ffb300")
    )
    (box,) = picture.seen.products
    x, y = round((box.left + box.width / 2) * size.width), round((box.top + box.height / 2) * size.height)
    assert np.abs(pixels[y - 3 : y + 3, x - 3 : x + 3] - rgb("#c8452f")).max() <= 6
    assert box.height > 0.3
    red, _, blue = np.median(pixels[: size.height // 3].reshape(-1, 3), axis=0)
    assert blue > red + 40


def test_bold_is_of_a_few_flat_colours(desk: WorkDesk) -> None:
    shares = {}
    for look in ("bold", "flat"):
        _, pixels = paint(desk, look=look, shows="An umbrella in the garden")
        _, counts = np.unique((pixels / 16).round().astype(int).reshape(-1, 3), axis=0, return_counts=True)
        shares[look] = np.sort(counts)[-5:].sum() / counts.sum()
    assert shares["bold"] > 0.8
    assert shares["flat"] < 0.6


def test_a_studios_ground_is_seamless_and_mirrors_what_stands_on_it(desk: WorkDesk) -> None:
    picture, pixels = paint(desk, look="studio", shows="The bottle", products=(bottle(desk),), colours=("#0a4fb4",))
    edge = pixels[:, : WIDE.width // 6].mean(axis=1)
    assert np.abs(np.diff(edge, axis=0)).max() < 8  # no line between wall and floor
    (box,) = picture.seen.products
    foot = round((box.top + box.height) * WIDE.height)
    x = round((box.left + box.width / 2) * WIDE.width)
    below, beside = (
        pixels[foot : foot + 4, x - 4 : x + 4].mean(axis=(0, 1)),
        pixels[foot : foot + 4, 20:40].mean(axis=(0, 1)),
    )
    assert below[0] - below[2] > beside[0] - beside[2] + 8  # redder under the red bottle


def test_on_a_chalkboard_fills_are_faint_but_the_brands_accent_is_not(desk: WorkDesk) -> None:
    _, pixels = paint(desk, look="chalk", background=True, colours=("#0a4fb4", "#ffb300"))
    assert np.median(pixels.max(axis=2)) < 128
    vivid = pixels.max(axis=2) - pixels.min(axis=2) > 150
    assert vivid.mean() > 0.01
    red, green, blue = np.median(pixels[vivid], axis=0)
    assert red > green > blue + 100
