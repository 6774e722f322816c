"""Brand colours in drawn pictures: they are recognised, layers stay apart, and end cards can be read."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipelines.editors import overlays
from pipelines.painters.colour import lab_of
from pipelines.painters.embedded import Vector
from pipelines.painters.looks import Light, look_named, looks
from studio import brand
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.cut import Overlay
from studio.film import Size, edited
from tests.pipelines.conftest import luminance, over

SIZE = Size(width=320, height=180)
CARD = Paint(shows="so it is", background=True, mood="warm", look="flat", size=SIZE, seed=4)
WORDS = "Save more every day\nOpen an account at bank.example"
RANDOM = random.Random("palettes")
PALETTES = [tuple(f"#{RANDOM.randrange(1 << 24):06x}" for _ in range(1 + at % 3)) for at in range(10)]
EVERYWHERE = ("flat", "bold", "studio")  # looks whose end cards are each built in a way of their own
ODD = [("#000000",), ("#ffffff",), ("#808080",), ("#000000", "#ffffff"), ("#0a1533", "#0a1634"), ("#fffb00",)]


def pixels(desk: WorkDesk, ask: Paint) -> np.ndarray:
    picture = next(Vector().paint([ask], desk))
    return np.asarray(Image.open(desk.path(picture.image)).convert("RGB"))


def card(desk: WorkDesk, colours: tuple[str, ...], size: Size = SIZE, look: str = "flat") -> np.ndarray:
    """An end card as the road asks for it."""
    return pixels(desk, edited(CARD, colours=brand.mended(colours)[0], size=size, look=look))


def median(area: np.ndarray) -> str:
    """The colour in the middle of all an area's colours."""
    return "#" + "".join(f"{round(value):02x}" for value in np.median(area.reshape(-1, 3), axis=0))


def contrast(patch: overlays.Patch, ground: np.ndarray) -> float:
    """Of a patch's white letters with what is seen just outside their strokes, nine tenths of it, on a ground."""
    height, width = patch.pixels.shape[:2]
    under = ground[patch.top : patch.top + height, patch.left : patch.left + width]
    seen = luminance(over(patch, under))
    ink = patch.pixels[..., :3].max(axis=2) > 60
    white = (patch.pixels[..., :3].min(axis=2) > 200) & (patch.pixels[..., 3] > 250)
    strokes = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3)))
    ring = (cv2.dilate(white.astype(np.uint8), np.ones((7, 7))) > 0) & (strokes == 0)
    assert white.sum() > 100 and ring.sum() > 100
    return float((np.median(seen[white]) + 0.05) / (np.percentile(seen[ring], 90) + 0.05))


@pytest.mark.parametrize("colours", [*PALETTES, *ODD], ids="-".join)
@pytest.mark.parametrize("role", ["closing", "title"])
def test_words_on_an_end_card_can_be_read(role: str, colours: tuple[str, ...], desk: WorkDesk) -> None:
    patch = overlays.draw(Overlay(role=role, text=WORDS, language="en", frames=48), SIZE, desk)
    assert contrast(patch, card(desk, colours)) >= 4.5


@pytest.mark.parametrize("colours", [*PALETTES[:3], *ODD], ids="-".join)
@pytest.mark.parametrize("look", EVERYWHERE[1:])
def test_words_on_an_end_card_can_be_read_as_the_look_sets_them(
    look: str, colours: tuple[str, ...], desk: WorkDesk
) -> None:
    headline = WORDS.splitlines()[0]
    patch = overlays.draw(Overlay(role="closing", text=headline, language="en", frames=48, style=look), SIZE, desk)
    ground = card(desk, colours, look=look)
    assert contrast(patch, ground) >= 4.5
    middle, worn = median(ground[27:126, 80:240]), brand.mended(colours)[0][0]
    assert max(abs(int(middle[at : at + 2], 16) - int(worn[at : at + 2], 16)) for at in (1, 3, 5)) <= 20


def test_words_on_an_end_card_can_be_read_in_every_look_and_mood(desk: WorkDesk) -> None:
    for look in looks():
        words = Overlay(role="closing", text=WORDS.splitlines()[0], language="en", frames=48, style=look)
        patch = overlays.draw(words, SIZE, desk)
        for mood, colours in (
            ("bright", ()),
            ("tense", ()),
            ("warm", ("#bf5900",)),
            ("calm", ("#0a4fb4", "#ffb300")),
        ):
            ask = edited(CARD, look=look, mood=mood, colours=colours)
            assert contrast(patch, pixels(desk, ask)) >= 4.5, (look, mood, colours)


@pytest.mark.parametrize("colours", [*PALETTES, *ODD], ids="-".join)
def test_an_end_cards_ground_is_the_brands_own_colour(colours: tuple[str, ...], desk: WorkDesk) -> None:
    worn, notes = brand.mended(colours)
    assert notes or worn[0] == colours[0]
    middle = median(card(desk, colours)[27:126, 80:240])
    assert max(abs(int(middle[at : at + 2], 16) - int(worn[0][at : at + 2], 16)) for at in (1, 3, 5)) <= 16


@pytest.mark.parametrize("colours", [*PALETTES, *ODD], ids="-".join)
def test_layers_stay_apart_and_the_accent_from_its_ground(colours: tuple[str, ...]) -> None:
    light = Light.of(look_named("flat"), "warm", 4, "day", colours=colours)
    steps = [light.ground(lightness).lightness for lightness in (0.9, 0.78, 0.66, 0.54)]
    assert all(upper - lower >= 0.1 for upper, lower in pairwise(steps))
    worn = Light.of(look_named("flat"), "warm", 4, "day", True, brand.mended(colours)[0], for_words=True)
    assert np.linalg.norm(np.subtract(worn.accent(0.7), worn.ground(0.7))) >= 0.1
    assert 0 <= worn.accent(0.66).lightness <= worn.accent(0.74).lightness <= 1.01


def test_sky_and_ground_lean_to_the_first_colour_and_the_accent_is_the_second(desk: WorkDesk) -> None:
    ask = edited(CARD, shows="trees on hills in the morning", background=False, framing="wide")
    leaning = {}
    for colour in ("#0a4fb4", "#d7261e", "#1f8a3b"):
        seen = pixels(desk, edited(ask, colours=(colour, "#ffb300")))
        own = np.array(brand.oklab(colour)[1:])
        for name, area in (("sky", seen[:40]), ("ground", seen[150:])):
            leaning[colour, name] = np.array(brand.oklab(median(area))[1:]) @ own / np.linalg.norm(own)
    assert min(leaning.values()) > 0.01
    accent = Light.of(look_named("flat"), "warm", 4, "day", colours=("#0a4fb4", "#ffb300")).accent()
    assert abs(accent.hue - np.degrees(np.arctan2(*brand.oklab("#ffb300")[:0:-1]))) < 8


@pytest.mark.parametrize("colours", PALETTES, ids="-".join)
def test_the_painter_and_the_studio_measure_colours_alike(colours: tuple[str, ...]) -> None:
    for colour in colours:
        assert lab_of(colour) == pytest.approx(brand.oklab(colour))
        assert max(abs(a - b) for a, b in zip(lab_of(colour).rgb, bytes.fromhex(colour[1:]), strict=True)) <= 1


def test_a_grey_brand_gives_a_grey_film(desk: WorkDesk) -> None:
    ask = edited(CARD, shows="so it is", background=False, colours=("#000000", "#ffffff"))
    _, a, b = brand.oklab(median(pixels(desk, ask)))
    assert np.hypot(a, b) < 0.02


def test_a_look_with_a_hue_of_its_own_keeps_its_ground_and_takes_the_accent() -> None:
    own = [name for name, look in looks().items() if look.hue is not None]
    assert own
    for name in own:
        plain, branded = (Light.of(look_named(name), "warm", 4, colours=c) for c in ((), ("#0a4fb4", "#ffb300")))
        assert branded.ground(0.7) == plain.ground(0.7)
        assert branded.accent() != plain.accent()


def test_without_colours_nothing_changes_and_the_same_colours_give_the_same_bytes(desk: WorkDesk) -> None:
    look = look_named("flat")
    assert Light.of(look, "warm", 4) == Light.of(look, "warm", 4, colours=())
    once, again = (pixels(desk, edited(CARD, colours=("#0a4fb4",))) for _ in range(2))
    assert (once == again).all()


@pytest.mark.parametrize("size", [SIZE, Size(width=180, height=320)], ids=str)
def test_an_opaque_logo_is_set_off_from_an_end_card(size: Size, desk: WorkDesk, tmp_path: Path) -> None:
    """Seen as a whole: the pixels inside its edge differ from those outside."""
    file = tmp_path / "logo.png"
    logo = Image.new("RGB", (300, 100), "white")
    ImageDraw.Draw(logo).ellipse((20, 20, 80, 80), fill="#0a4fb4")
    logo.save(file)
    patch = overlays.draw(Overlay(role="logo", image=desk.keep(file), frames=48), size, desk)
    for colours in PALETTES:
        ground = card(desk, colours, size)
        beside = ground[patch.top + patch.pixels.shape[0] // 2, patch.left - 3]
        inside = patch.pixels[patch.pixels.shape[0] // 2, 3, :3]
        assert (luminance(inside) + 0.05) / (luminance(beside) + 0.05) >= 3
