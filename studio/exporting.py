"""What a finished film is exported as: which format, for which platform, and whether it suits."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from studio.asks import LOUDNESS, PEAK
from studio.cut import Film
from studio.errors import BadInput
from studio.film import RATIOS, Size, edited
from studio.formats import Platform, Recipe
from studio.roles import House

CLOSE = Fraction(1, 100)  # shapes that differ by less are one: sides are whole, even pixels


class Order(NamedTuple):
    """What to make: a recipe and the sound's loudness in LUFS and peak in dBTP."""

    recipe: Recipe
    loudness: float
    peak: float


def order(house: House, form: str, platform: str) -> Order:
    """A format by name, or the platform's own, within the platform's limits; raises BadInput for unknown names."""
    forms, platforms = house.forms(), house.platforms()
    if not form and not platform:
        known = ", ".join([*forms, *house.timelines()])
        raise BadInput("Nothing says what to export.", f"Give --for {' | '.join(platforms)}, or --as with: {known}.")
    if platform and platform not in platforms:
        raise BadInput(f"There is no platform named '{platform}'.", f"Choose one of: {', '.join(platforms)}.")
    place = platforms.get(platform)
    name = form or (place.form if place else "")
    if name not in forms:
        known = ", ".join([*forms, *([] if platform else house.timelines())])
        raise BadInput(f"There is no format named '{name}'.", f"Choose one of: {known}.")
    if not place:
        return Order(forms[name].recipe, LOUDNESS, PEAK)
    return Order(edited(forms[name].recipe, most_bytes=place.bytes), place.loudness, place.peak)


def check_suits(film: Film, name: str, platform: Platform, recipe: Recipe) -> None:
    """Raise BadInput, with how to make one that suits, when a film's shape or length is not for the platform."""
    if recipe.video and platform.ratios and not any(_is(film.size, ratio) for ratio in platform.ratios):
        better = next((ratio for ratio in platform.ratios if ratio in RATIOS), platform.ratios[0])
        raise BadInput(f"{film.size} is not a shape for {name}.", f"Make it again with --ratio {better}.")
    seconds = film.frames / film.fps
    if platform.seconds and seconds > platform.seconds:
        raise BadInput(
            f"This film lasts {float(seconds):.1f} s, and {name} takes {platform.seconds:g} s at most.",
            f"Make it again with --seconds {platform.seconds:g}, or fewer.",
        )


def _is(size: Size, ratio: str) -> bool:
    wide, high = map(int, ratio.split(":"))
    return abs(Fraction(size.width, size.height) / Fraction(wide, high) - 1) < CLOSE


def is_folder(recipe: Recipe, out: Path) -> bool:
    """Frames lie in a folder, unless a .zip is asked for."""
    return recipe.way == "frames" and out.suffix.lower() != recipe.suffix


def check_suffix(recipe: Recipe, out: Path) -> None:
    if not is_folder(recipe, out) and out.suffix.lower() != recipe.suffix:
        raise BadInput(
            f"'{out.name}' is not a name for this format.", f"Call it {out.with_suffix(recipe.suffix).name}."
        )


def check_folder(out: Path) -> None:
    """Raise BadInput unless `out` is empty or not there yet: nothing of the user's is ever overwritten."""
    if re.fullmatch(r"\.[a-z]\w{1,6}", out.suffix.lower()):
        raise BadInput(f"This is written as a folder, and '{out.name}' is a file's name.", f"Call it {out.stem}.")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise BadInput(f"{out} is there already and not an empty folder.", "Choose a new folder with -o.")
