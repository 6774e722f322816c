"""The house: joins the rooms' cards and line-ups, and loads whatever is needed only when it is."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pipelines.editors import styles
from pipelines.machinery import looks as look_files
from pipelines.machinery.models import families, fetching
from pipelines.machinery.models import weights as model_files
from pipelines.machinery.tables import ASSETS, table
from studio.cards import Card, Machine, Parcel
from studio.cut import CaptionStyle, LookStyle
from studio.errors import BadInput, EngineMissing
from studio.film import Lineup, Seat
from studio.formats import Form, Platform, Recipe
from studio.roles import Desk, Edit, Panel


@lru_cache
def cards() -> dict[str, Card]:
    """Every engine's card by name, in the order of the files: the embedded ones, then those that run models."""
    found = table(ASSETS / "engines.toml")
    return {name: Card(name=name, **fields) for name, fields in found.items()} | families.cards()


def card(seat: Seat, name: str) -> Card:
    """The engine of that name, or the one that runs the model in that folder or of that hub id; raises BadInput."""
    known = cards().get(name)
    if known and known.seat == seat:
        return model_files.pinned(known)
    if not known and families.is_place(name):
        return model_files.pinned(families.card_of(seat, name))
    fitting = ", ".join(card.name for card in engines(seat))
    raise BadInput(f"There is no {seat} named '{name}'.", f"Choose one of: {fitting}; or give a model's folder.")


@lru_cache
def lineups() -> dict[str, Lineup]:
    """Every line-up by name; the first is the default. Of several engines the first that can run here is taken."""
    found = table(ASSETS / "lineups.toml")
    return {
        name: Lineup(**{seat: _first_able(engines) for seat, engines in fields.items() if seat != "summary"})
        for name, fields in found.items()
    }


def _first_able(engines: str | list[str]) -> str:
    """The first that can run here; where none can, the last, which then says why."""
    names = [engines] if isinstance(engines, str) else engines
    return next((name for name in names[:-1] if not why_not(cards()[name])), names[-1])


def looks() -> list[str]:
    """The names of the looks a film can have, each a file in assets/looks."""
    return look_files.names()


def look(name: str) -> LookStyle:
    """What the road must know of a look; raises BadInput for a name nobody knows, and for a bad file."""
    said = look_files.look_named(name)
    return LookStyle(key=look_files.key(name), wears_brand=said.palette.hue is None, passing=said.motion.passing)


def caption_styles() -> dict[str, CaptionStyle]:
    """The ways a film's captions can be set, each a file in assets/captions."""
    return {
        name: CaptionStyle(words=style.words, follows_voice=style.emphasis != "none")
        for name, style in styles.styles().items()
    }


def engines(seat: Seat) -> list[Card]:
    """The cards of one seat."""
    return [card for card in cards().values() if card.seat == seat]


def why_not(card: Card) -> str:
    """Why this engine cannot run here, in one sentence; empty when it can."""
    absent = [module for module in card.needs if not _installed(module)]
    if absent:
        setup = "make setup-models" if card.model else "make setup"
        return f"It needs {', '.join(absent)}, which is not installed: type '{setup}'."
    if card.model and (reason := model_files.why_not(card)):
        return reason
    return str(_named(card.check)()) if card.check else ""


@lru_cache
def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _named(address: str) -> Any:
    """What "module:name" stands for, imported now."""
    module, _, name = address.partition(":")
    return getattr(importlib.import_module(module), name)


def models(name: str) -> list[Card]:
    """The models that a name stands for: an engine's, a line-up's, or a hub id's, with those that they need beside.

    Raises BadInput.
    """
    if name in lineups():
        seats = [lineups()[name][seat] for seat in get_args(Seat)]
        found = [cards()[engine] for engine in seats if engine and cards()[engine].model]
    else:
        found = _models_named(name)
    return [*found, *(helper for card in found for helper in model_files.helpers(card))]


def _models_named(name: str) -> list[Card]:
    known = cards().get(name)
    if known is None and families.is_place(name):
        return families.cards_of(name)
    if known is None or known.model is None:
        there = ", ".join(card.name for card in cards().values() if card.model)
        raise BadInput(
            f"'{name}' has no model to download." if known else f"There is no engine or line-up named '{name}'.",
            f"Give one of these, a line-up, or owner/name on the hub: {there}.",
        )
    return [known]


def lacks(card: Card) -> bool:
    """Whether its model is not on this machine, or not all of it."""
    return bool(card.model and model_files.trouble(card))


def parcel(card: Card) -> Parcel:
    """What a download of its model would bring; raises EngineMissing where it cannot be had."""
    return fetching.parcel(card)


def fetch(card: Card, tell: Callable[[int], None]) -> Path:
    """Bring a card's model to this machine, telling bytes as they arrive; its folder."""
    return fetching.fetch(card, tell)


def machine() -> Machine:
    """The memory that models would have here."""
    from pipelines.machinery.models import machine as hardware  # noqa: PLC0415 - only for who asks

    return hardware.machine()


hired: dict[str, Any] = {}  # engines by their card, for the life of this process


def hire(card: Card) -> Any:
    """The engine itself, imported when it is first hired."""
    key = card.model_dump_json()
    if key not in hired:
        hired[key] = _new(card)
    return hired[key]


def _new(card: Card) -> Any:
    if reason := why_not(card):
        raise EngineMissing(
            f"The {card.seat} '{card.name}' cannot run here. {reason}", "Run 'python app.py engines' to see what can."
        )
    engine = _named(card.engine)
    return engine(card) if card.model else engine()


def take_in(picture: Path, normalised: Path) -> None:
    """Check a user's picture and write it as an 8-bit sRGB PNG; raises BadInput."""
    from pipelines.machinery import intake  # noqa: PLC0415 - a warm run needs no imaging library

    intake.picture(picture, normalised)


def take_in_clip(clip: Path, scratch: Callable[[str], Path]) -> Path:
    """Check a user's clip and copy it to a scratch path of its suffix; raises BadInput."""
    from pipelines.machinery import intake  # noqa: PLC0415 - as above

    return intake.clip(clip, scratch)


def take_in_sound(sound: Path, normalised: Path) -> None:
    """Check a user's sound and write it as a 48 kHz stereo FLAC; raises BadInput, also for silence."""
    from pipelines.machinery import sounds  # noqa: PLC0415 - as above

    sounds.take_in(sound, normalised)


def take_in_lut(lut: Path, normalised: Path) -> None:
    """Check a user's .cube file and write its table anew; raises BadInput."""
    from pipelines.machinery import cubes  # noqa: PLC0415 - as above

    cubes.take_in(lut, normalised)


def take_in_font(font: Path, normalised: Path) -> None:
    """Check a user's TrueType or OpenType font and write its outlines anew; raises BadInput."""
    from pipelines.machinery import letters  # noqa: PLC0415 - as above

    letters.take_in(font, normalised)


def grades() -> list[str]:
    """The names of the looks that a film's colours can have, each a file in assets/grades."""
    return sorted(path.stem for path in (ASSETS / "grades").glob("*.toml"))


def check_letters(text: str) -> None:
    """Raise BadInput when no font here draws some of the text's letters."""
    from pipelines.machinery import typeset  # noqa: PLC0415 - as above

    typeset.require(text)


def sheet(title: str, panels: Sequence[Panel], out: Path, desk: Desk) -> None:
    """Write a storyboard's contact sheet as .png or .pdf, whole or not at all; logos lie on the desk."""
    from pipelines.editors import cards  # noqa: PLC0415 - as above
    from pipelines.machinery import board  # noqa: PLC0415

    board.sheet(title, panels, out, lambda picture, card: cards.laid(picture, card, desk))


@lru_cache
def forms() -> dict[str, Form]:
    """The formats that a finished film can be written as, by name."""
    found = table(ASSETS / "exports.toml")
    return {name: Form(summary=fields.pop("summary"), recipe=Recipe(**fields)) for name, fields in found.items()}


@lru_cache
def platforms() -> dict[str, Platform]:
    """The platforms that films are made for, by name."""
    return {name: Platform(**fields) for name, fields in table(ASSETS / "platforms.toml").items()}


def timelines() -> dict[str, str]:
    """The timelines for editing programs by name, each with its program in words."""
    return {
        "otio": "OpenTimelineIO",
        "fcpxml": "Final Cut Pro and DaVinci Resolve",
        "premiere": "Premiere Pro, as Final Cut Pro 7 XML",
        "edl": "CMX 3600",
    }


def timeline(edit: Edit, name: str, folder: Path) -> str:
    """Write a timeline, its media and captions into an empty folder; returns what it could not carry."""
    from pipelines.machinery import timelines as writers  # noqa: PLC0415 - as above

    return writers.write(edit, name, folder)
