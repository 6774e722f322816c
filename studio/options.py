"""Reads what is typed: briefs, shapes, places and speeds, each refused in a sentence when it cannot be read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio import rules
from studio.brand import Brand, Brands
from studio.delivery import unwritable
from studio.errors import BadInput
from studio.film import RATIOS, Brief, Callout, Size
from studio.formats import Platform
from studio.projects import LONGEST_NAME


def read_brief(source: str) -> str:
    """The brief's text from a file or, for -, from standard input; raises BadInput."""
    name = "standard input" if source == "-" else source
    try:
        if source == "-":
            data = sys.stdin.buffer.read(rules.MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as stream:
                data = stream.read(rules.MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(
            f"The brief {name} cannot be read: {os.strerror(error.errno or 0)}.", "Give a text file, or - to type it."
        ) from error
    return rules.text_from(data, f"The brief {name}")


def checked_brief(**fields: object) -> Brief:
    """A brief from options; raises BadInput naming the first option that cannot be read."""
    from pydantic import ValidationError  # noqa: PLC0415 - only named here

    try:
        return rules.check(Brief.model_validate(fields))
    except (ValidationError, ZeroDivisionError) as error:
        where = error.errors()[0]["loc"][0] if isinstance(error, ValidationError) else "fps"
        raise BadInput(
            f"--{where} cannot be '{fields[str(where)]}'.", "See 'python app.py make --help' for what it can be."
        ) from error


def shapes(size: str, ratios: Sequence[str], place: Platform | None) -> dict[str, Size]:
    """The frame sizes to make, each by a word for file names such as `9x16`; one alone needs no word.

    Where neither is given a platform's first shape is taken, else 16:9.
    """
    if size and ratios:
        raise BadInput("--size and --ratio cannot both be given.", "Leave one of them out.")
    if size:
        return {"": Size.parse(size)}
    for ratio in ratios:
        if ratio not in RATIOS:
            raise BadInput(f"'{ratio}' is not a shape we know.", f"Choose one of: {', '.join(RATIOS)}.")
    several = dict.fromkeys(ratios)
    if len(several) > 1:
        return {ratio.replace(":", "x"): RATIOS[ratio] for ratio in several}
    usual = next((ratio for ratio in place.ratios if ratio in RATIOS), "16:9") if place else "16:9"
    return {"": RATIOS[next(iter(several), usual)]}


def in_shape(name: str, shape: str) -> str:
    """A project's name for one of several shapes."""
    return f"{name[: LONGEST_NAME - len(shape) - 1].rstrip('-_')}-{shape}" if shape else name


def mood(music: str | None, track: Path | None) -> str | None:
    """The music's mood, if one was typed; raises BadInput for one beside a track of one's own."""
    if track and music not in (None, "auto"):
        raise BadInput("--music and --track cannot both be given.", "Leave one of them out.")
    return music


def branding(brand: Brand | None, **typed: Any) -> dict[str, Any]:
    """Fields of a brief: those that were typed, and from the brand those that were not."""
    given = {name: value for name, value in typed.items() if value is not None}
    found = {**(brand.given() if brand else {}), **given}
    if given.get("track") and "music" not in given:
        found.pop("music", None)  # own music has no mood
    return taken_away(found)


def taken_away(said: dict[str, Any]) -> dict[str, Any]:
    """The same with none of what was typed as "" and is no text."""
    return {name: None if value == "" and name in ("logo", "font", "tone") else value for name, value in said.items()}


def brand_in_words(brand: Brand) -> str:
    """A line for a list."""
    marks = ("with a logo" if brand.logo else "", "with letters of its own" if brand.font else "")
    words = (" ".join(brand.colours), *marks, " / ".join(brand.closing.split("\n")), brand.legal, brand.tone or "")
    return " · ".join((brand.name, *filter(None, words)))


def kept_in_words(brands: Brands, name: str) -> str:
    """The same of a brand that is kept, or that it is damaged: one of them must not hide the others."""
    try:
        return brand_in_words(brands.open(name))
    except BadInput as error:
        return str(error)


def closing(text: str) -> str:
    """`Save more / Open an account` as two lines, the first one large."""
    first, _, second = text.partition(" / ")
    return f"{first.strip()}\n{second.strip()}".strip()


def speed(text: str) -> float | None:
    """`0.5`, or None for `fill`."""
    if text == "fill":
        return None
    try:
        return float(text)
    except ValueError as error:
        raise BadInput(
            f"'{text}' is not a speed.", "Write 0.25 to 4, such as 0.5 for half the pace, or fill."
        ) from error


def callout(text: str) -> Callout | None:
    """`Fresh ginger@0.4,0.6`; None for nothing at all."""
    if not text:
        return None
    found = re.fullmatch(r"\s*(\S.*?)\s*@\s*([\d.]+)\s*,\s*([\d.]+)\s*", text, re.DOTALL)
    try:
        words, x, y = found.groups() if found else ("", "", "")
        place = float(x), float(y)
    except ValueError as error:
        raise BadInput(
            f"'{text}' is not a call-out.", "Write its words and its place, such as 'Fresh ginger@0.4,0.6'."
        ) from error
    if max(place) > 1:
        raise BadInput(
            f"{x},{y} lies outside the picture.", "Give a place from 0,0 (top left) to 1,1 (bottom right)."
        )
    return Callout(text=words, x=place[0], y=place[1])


def key_words(text: str) -> tuple[str, ...]:
    """`Save 20 %, Solar Mama` as two stretches; a comma inside a number parts nothing."""
    return tuple(part.strip() for part in re.split(r",\s+|[，،、]", text) if part.strip())


def lower_third(text: str) -> str:
    """`Name / role` as two lines."""
    name, _, role = text.partition(" / ")
    return f"{name.strip()}\n{role.strip()}" if role else text


def wanted(film: Path | None, storyboard: Path | None) -> Path | None:
    """The one file that was asked for, if any; raises BadInput for both, and for a storyboard of another kind."""
    if film and storyboard:
        raise BadInput("--storyboard makes no film, so there is none to write.", "Leave out --out, or --storyboard.")
    if storyboard and storyboard.suffix.lower() not in (".png", ".pdf"):
        raise BadInput(
            f"A storyboard cannot be written as '{storyboard.name}'.", "Give it a name that ends in .png or .pdf."
        )
    return film or storyboard


def check_out(path: Path) -> None:
    """Raise BadInput now, not after an hour's work, where a file could not be written."""
    probe = path.with_name(f".{path.name}.{os.getpid()}.probe")
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise unwritable(path, error) from error
