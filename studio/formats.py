"""The nouns of delivery: formats, their recipes, and what platforms take."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from studio.film import Margins, Noun, Size

Options = dict[str, str | int]  # ffmpeg's own, by name


class Recipe(Noun):
    """How a finished film becomes another file. No `video`: sound alone; no `audio`: a silent picture.

    `fastest` is the most frames per second and `longest_side` the most pixels it may have; `smallest` is the
    least width and height that the format can bear. Where the file would be larger than `most_bytes`, the
    picture is encoded anew in two passes as `smaller` says.
    """

    suffix: str = Field(pattern=r"^\.[a-z0-9]{1,8}$")
    way: Literal["encode", "palette", "frames"] = "encode"
    video: Options = Field(default_factory=dict)
    audio: Options = Field(default_factory=dict)
    container: Options = Field(default_factory=dict)
    fastest: int | None = None
    longest_side: int | None = None
    smallest: Size | None = None
    smaller: Options = Field(default_factory=dict)
    most_bytes: int | None = None


class Form(Noun):
    """A format by its name's promise and its recipe."""

    summary: str
    recipe: Recipe


class Platform(Noun):
    """What a platform takes: shapes, seconds and bytes (empty: no limit), loudness in LUFS, peak in dBTP.

    `source` is where its rule stands, `checked` the day it was read there; empty: known by memory only.
    """

    summary: str
    form: str
    ratios: tuple[str, ...] = ()
    seconds: float | None = None
    bytes: int | None = None
    loudness: float
    peak: float = -1.0
    source: str
    checked: str = ""
    margins: Margins = Margins()
