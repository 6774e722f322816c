"""Brands: kept once, used in every project; and what becomes of colours that words could not be read on."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from studio.errors import BadInput
from studio.film import Artifact, Colour, Mood, Noun
from studio.projects import check_name
from studio.store import write_durably

MOST_COLOURS = 3
ALIKE = 0.1  # the distance in OKLab below which two colours cannot be told apart at a glance
ITSELF = 0.07  # the distance up to which a colour is still taken for itself
READABLE = 4.5  # to one: the contrast that WCAG 2.1 asks of words
FILES = re.compile(r'"digest":\s*"([0-9a-f]{64})",\s*"suffix":\s*"(\.[a-z0-9]{1,8})"')
BRIGHTEST = 1.05 / READABLE - 0.05  # relative luminance of a ground that white words can be read on


class Brand(Noun):
    """What stays the same in all of a brand's films. Empty fields leave a film as its brief says."""

    name: str
    logo: Artifact | None = None
    font: Artifact | None = None
    colours: tuple[Colour, ...] = Field(default=(), max_length=MOST_COLOURS)  # the most important first
    closing: str = ""  # what the end card says
    legal: str = ""  # small print
    tone: Mood | None = None  # the music's mood

    def given(self) -> dict[str, Any]:
        """The fields of a brief that it fills."""
        fields = {name: getattr(self, name) for name in ("logo", "font", "colours", "closing", "legal")}
        return {name: value for name, value in {**fields, "music": self.tone}.items() if value}


class Brands:
    """A folder of brands; each is a folder with one small file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Every brand, in alphabetical order."""
        return sorted(file.parent.name for file in self.folder.glob("*/brand.json"))

    def exists(self, name: str) -> bool:
        return self._file(name).exists()

    def open(self, name: str) -> Brand:
        """Raises BadInput, naming those there are, where there is none of this name."""
        try:
            return Brand.model_validate_json(self._file(name).read_bytes())
        except FileNotFoundError as error:
            hint = f"Choose one of: {', '.join(self.names())}." if self.names() else ""
            raise BadInput(
                f"There is no brand named '{name}'.",
                hint or "Keep one with 'python app.py brand NAME --colours ...'.",
            ) from error
        except ValidationError as error:
            raise BadInput(
                f"What was kept of the brand '{name}' is damaged.", "Delete it and keep it anew."
            ) from error

    def files(self) -> list[Artifact]:
        """The logos and letters of all brands, also of one that is damaged otherwise."""
        texts = [file.read_text("utf-8", "replace") for file in self.folder.glob("*/brand.json")]
        return [Artifact(digest=digest, suffix=suffix) for text in texts for digest, suffix in FILES.findall(text)]

    def save(self, brand: Brand) -> Brand:
        """Keep a brand, in place of the one of its name."""
        file = self._file(brand.name)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, brand.model_dump_json(indent=1).encode())
        return brand

    def delete(self, name: str) -> None:
        """Raises BadInput where there is none of this name."""
        if not self.exists(name):
            self.open(name)
        shutil.rmtree(self._file(name).parent)

    def _file(self, name: str) -> Path:
        return self.folder / check_name(name, "brand") / "brand.json"


def colours_from(text: str) -> tuple[str, ...]:
    """Colours as somebody types them, `#0a7cff, #ffb300`; raises BadInput for others, or too many."""
    said = [word for word in re.split(r"[\s,;]+", text) if word]
    for word in said:
        if not re.fullmatch(r"#?[0-9a-fA-F]{6}", word):
            raise BadInput(f"'{word[:40]}' is not a colour.", "Write it as #rrggbb, such as #0a7cff.")
    return check_colours(tuple(f"#{word.lower().removeprefix('#')}" for word in said))


def check_colours(colours: tuple[str, ...]) -> tuple[str, ...]:
    """The colours themselves; raises BadInput where they are too many or one is there twice."""
    if len(colours) > MOST_COLOURS:
        raise BadInput(
            f"{len(colours)} brand colours are too many.", f"Give at most {MOST_COLOURS}, the most important first."
        )
    for at, colour in enumerate(colours):
        if colour in colours[:at]:
            raise BadInput(f"The brand colour {colour} is there twice.", "Leave one of them out.")
    return colours


def mended(colours: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The colours as an end card wears them, ground first, and a sentence on whatever had to be changed.

    White words must be readable on the first. Where they are not, it becomes a little darker; where it would not
    be itself any more, another colour of the brand that is dark enough becomes the ground, and it the accent.
    """
    if not colours:
        return (), ()
    first, *others = colours
    notes = []
    ground = darkened(first, BRIGHTEST)
    deep = next((other for other in others if luminance(other) <= BRIGHTEST), None)
    if deep and math.dist(oklab(ground), oklab(first)) > ITSELF:
        worn: tuple[str, ...] = (deep, first, *(other for other in others if other != deep))
        notes.append(f"White words cannot be read on the brand's {first}, so the end card is {deep}.")
    else:
        worn = (ground, *others)
        if ground != first:
            notes.append(f"White words cannot be read on the brand's {first}, so the end card is {ground}.")
    for ground, *accents in (colours, worn):
        if accents and all(alike(oklab(ground), oklab(accent)) for accent in accents):
            notes.append(
                f"The brand's {accents[0]} is too like {ground} to stand out from it, so the accent is another."
            )
            break
    return worn, tuple(notes)


def darkened(colour: str, most: float) -> str:
    """The colour in less light, its hue unchanged, so that its relative luminance is `most` at most."""
    found, channels = luminance(colour), linear(colour)
    if found <= most:
        return colour
    return "#" + "".join(f"{math.floor(255 * _encoded(channel * most / found)):02x}" for channel in channels)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it, 0 to 1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def alike(one: Sequence[float], other: Sequence[float]) -> bool:
    """Do two colours in OKLab look nearly the same?"""
    return math.dist(one, other) < ALIKE


def oklab(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, green to red and blue to yellow (Björn Ottosson, 2020)."""
    red, green, blue = linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of `#rrggbb` as light, 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)
