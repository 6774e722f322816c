"""A look is a data file: its ground, palette, texture, light, type and motion; each room reads its own part."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator

from pipelines.machinery.contrast import READABLE, contrast, rgb
from pipelines.machinery.tables import ASSETS, table
from studio.errors import BadInput
from studio.film import Colour, Noun

USUAL = "flat"  # how words are set that belong to no look
MARK = "@"  # between a look's name and the mark of its file

Share = Annotated[float, Field(ge=0, le=1)]
Length = Annotated[float, Field(ge=0, le=0.1)]  # in shares of the frame's short side
Phrase = Annotated[str, Field(min_length=1, max_length=80)]


class Part(Noun):
    """A table of a look's file; it may say nothing else, and what it leaves out is as its default."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class Palette(Part):
    hue: float | None = Field(default=None, ge=0, lt=360)  # the film's, in degrees; else its mood's or its brand's
    unity: Share = 0.25  # how far every hue is drawn to the film's own
    chroma: float = Field(default=1.0, ge=0, le=2)  # times the film's
    duotone: Share = 0.0  # how far subjects are reduced to the film's two colours
    inks: bool = False  # whether they are printed flat in a dark one, the accent and the paper


class Texture(Part):
    gradient: Share = 1.0  # below a half: flat fills
    fill: Share = 1.0  # how far fills are seen, rather than the board that lines are drawn on
    line: Length = 0.0  # width of the line round everything
    line_colour: Literal["pale", "accent"] = "pale"
    paper: Literal["none", "fibre", "grid", "slate"] = "none"
    grain: Length = 0.012


class Lighting(Part):
    time: Literal["", "dawn", "day", "dusk", "night"] = ""  # when the words name none; empty: by mood
    shadow: Share = 0.0  # darkness of the shadow that each sheet throws on the one behind it
    shadow_blur: Length = 0.02
    contact: Share = 1.0  # of the shadow where a thing stands
    reflection: Share = 0.0  # of a thing on the ground
    glow: Share = 0.0  # strength of the halo round everything
    vignette: Share = 0.3
    bloom: Share = 0.25
    focus: Share = 0.5  # blur of what is far behind a close subject


class Titles(Part):
    """Titles and an end card's words: light ones with a soft dark shade around them, or on a plate for each line."""

    size: float = Field(default=1.0, ge=0.6, le=1.8)  # times the usual
    weight: Literal["regular", "bold", "heavy"] = "bold"
    capitals: bool = False  # in scripts that have them
    plate: bool = False
    ink: Colour = "#ffffff"
    shade: Colour = "#0b0d12"  # what lies behind them
    accent: Colour = "#ffc247"  # of the bar

    @model_validator(mode="after")
    def _can_be_read(self) -> Titles:
        if contrast(rgb(self.ink), rgb(self.shade)) < READABLE:
            raise ValueError(f"words of {self.ink} cannot be read on {self.shade}")
        return self


class Labels(Part):
    """A figure's labels, and the plate behind them, which lets the picture through as far as it is not opaque."""

    weight: Literal["bold", "heavy"] = "bold"
    ink: Colour = "#20242c"
    plate: Colour = "#faf4ec"
    opacity: Share = 0.72

    @model_validator(mode="after")
    def _can_be_read(self) -> Labels:
        for ground in (0, 255):
            behind = [self.opacity * value + (1 - self.opacity) * ground for value in rgb(self.plate)]
            if contrast(rgb(self.ink), behind) < READABLE:
                raise ValueError(f"words of {self.ink} cannot be read on {self.plate} everywhere")
        return self


class KeyWords(Part):
    """Words of a line that are set large as the voice says them: light or dark, whichever its ground lets be read.

    Where neither is, the light ones have a soft shade around them. A look may have a plate for each line instead.
    """

    size: float = Field(default=1.0, ge=0.6, le=1.6)  # times the usual
    weight: Literal["regular", "bold", "heavy"] = "bold"
    capitals: bool = False  # in scripts that have them
    plate: bool = False
    light: Colour = "#ffffff"
    dark: Colour = "#14161c"
    shade: Colour = "#0b0d12"
    accent: Colour | None = "#ffc247"  # of the short bar above them, if there is one
    glow: Share = 0.0  # of light words in the accent's colour
    entrance: Literal["rise", "pop", "wipe", "write"] = "rise"  # each word as it is said

    @model_validator(mode="after")
    def _can_be_read(self) -> KeyWords:
        if contrast(rgb(self.light), rgb(self.shade)) < READABLE:
            raise ValueError(f"words of {self.light} cannot be read on {self.shade}")
        return self


class Type(Part):
    titles: Titles = Titles()
    labels: Labels = Labels()
    key_words: KeyWords = KeyWords()


class Motion(Part):
    camera: float = Field(default=1.0, ge=0, le=1.25)  # times the usual way of everything before the camera
    entrances: float = Field(default=1.0, ge=0, le=2)  # how far words come up; at 0 they fade in, and things stand
    passing: Literal["cut", "dissolve", "dip", "push", "slide", "wipe", "whip"] = "dissolve"  # of time, or of place


class Words(Part):
    """How a look is told to a model that paints: phrases of a prompt, the telling first, and what would spoil it.

    A look that says none is told by its title.
    """

    prompt: Annotated[tuple[Phrase, ...], Field(max_length=8, strict=False)] = ()
    negative: Annotated[tuple[Phrase, ...], Field(max_length=8, strict=False)] = ()


class Look(Part):
    """What a look's file says. Lengths are shares of the frame's short side, most of the rest shares of 1."""

    title: str
    ground: Literal["place", "blocks", "sweep"] = "place"  # where things are: as words say, on a poster, in a studio
    hint: Share = 0.0  # of the place, out of focus, where the ground is another
    subject: float = Field(default=1.0, ge=0.5, le=1.4)  # its size, times the usual
    palette: Palette = Palette()
    texture: Texture = Texture()
    light: Lighting = Lighting()
    type: Type = Type()
    motion: Motion = Motion()
    model: Words = Words()


def names() -> list[str]:
    """Every look there is, in alphabetical order: each is a file."""
    return sorted(file.stem for file in (ASSETS / "looks").glob("*.toml"))


@lru_cache  # as the file itself is read once
def key(name: str) -> str:
    """A look as asks say it: its name and a mark of what its file says, so that an edited file is another look."""
    return f"{name}{MARK}{hashlib.sha256(_file(name).read_bytes()).hexdigest()[:8]}"


@lru_cache
def look_named(said: str) -> Look:
    """The look of a name or a key; raises BadInput, naming those there are, for another, and for a bad file."""
    return read(_file(said.partition(MARK)[0]))


def _file(name: str) -> Path:
    if name not in names():
        raise BadInput(f"There is no look called '{name}'.", f"Choose one of: {', '.join(names())}.")
    return ASSETS / "looks" / f"{name}.toml"


def read(file: Path) -> Look:
    """What a look's file says; raises BadInput, naming the file and the key, for what no look can be."""
    try:
        return Look.model_validate(table(file))
    except ValidationError as error:
        raise _refused(file.name, error.errors()[0]) from error
    except ValueError as error:
        raise BadInput(f"The look's file {file.name} is not TOML: {error}.", "Mend it, or take it away.") from error


def _refused(file: str, fault: Any) -> BadInput:
    """The first thing that is wrong with a look's file, in words."""
    key = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return BadInput(f"The look's file {file} says '{key}', which no look has.", _allowed(key))
    if fault["type"] == "value_error":
        return BadInput(f"In the look's file {file}, of '{key}', {fault['ctx']['error']}.", "Choose another.")
    if fault["type"] == "missing":
        return BadInput(f"The look's file {file} does not say its '{key}'.", "Write it.")
    why = fault["msg"].replace("Input should", "It should")
    return BadInput(f"In the look's file {file}, '{key}' cannot be {fault['input']!r}.", f"{why}.")


def _allowed(key: str) -> str:
    """What else the table of a key can say."""
    table: Any = Look
    for name in key.split(".")[:-1]:
        table = table.model_fields[name].annotation
    return f"It can say: {', '.join(table.model_fields)}."
