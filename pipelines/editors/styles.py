"""How captions can look: each style is a file in assets/captions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from pipelines.machinery.tables import ASSETS, table
from studio.errors import BadInput

Shape = Literal["wide", "square", "tall"]
DEFAULT = "classic"


class Setting(NamedTuple):
    """A style in frames of one shape."""

    size: float  # of the letters, in shares of the frame's short side
    lines: int  # at most
    place: float  # in the safe area's height: 0 at its top, 1 at its foot


@dataclass(frozen=True)
class Style:
    """Lengths are in font sizes, colours #rrggbb, opacities 0 to 1."""

    title: str
    wide: Setting
    square: Setting
    tall: Setting
    bold: bool = False
    capitals: bool = False  # in scripts that have them
    words: int = 0  # shown at a time; 0: as many as fill the lines
    colour: str = "#ffffff"
    accent: str = "#ffc247"  # of words that are emphasised
    emphasis: Literal["none", "word", "fill"] = "none"  # the word that is spoken, or all that were said
    plate: Literal["none", "block", "line"] = "none"  # behind all lines together or behind each
    plate_colour: str = "#0b0d12"
    plate_opacity: float = 1.0
    plate_radius: float = 0.0
    pad_across: float = 0.0  # from the letters to the plate's sides
    pad_down: float = 0.0
    outline: float = 0.0  # width
    outline_colour: str = "#0b0d12"

    def setting(self, shape: Shape) -> Setting:
        return {"wide": self.wide, "square": self.square, "tall": self.tall}[shape]

    @property
    def border(self) -> tuple[float, float]:
        """How far it reaches beyond its letters, across and down."""
        return max(self.pad_across, self.outline), max(self.pad_down, self.outline)


@lru_cache
def styles() -> dict[str, Style]:
    """Every style by its file's name, in alphabetical order."""
    return {file.stem: _read(table(file)) for file in sorted((ASSETS / "captions").glob("*.toml"))}


def _read(said: dict[str, object]) -> Style:
    settings = {shape: Setting(**said.pop(shape)) for shape in ("wide", "square", "tall")}  # type: ignore[arg-type]
    return Style(**said, **settings)  # type: ignore[arg-type]


def style_named(name: str) -> Style:
    """The style of this name, the classic one without a name; raises BadInput, naming those there are."""
    found = styles().get(name or DEFAULT)
    if found is None:
        raise BadInput(f"There is no caption style named '{name}'.", f"Choose one of: {', '.join(styles())}.")
    return found
