"""Joins the rooms' cards and line-ups, and hires an engine only when it is needed."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from studio.cards import Card
from studio.errors import EngineMissing
from studio.film import Lineup, Seat

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ASSETS = Path(__file__).resolve().parent.parent / "assets"


@lru_cache
def cards() -> dict[str, Card]:
    """Every engine's card by name, in the order of the file."""
    table = tomllib.loads((ASSETS / "engines.toml").read_text(encoding="utf-8"))
    return {name: Card(name=name, **fields) for name, fields in table.items()}


@lru_cache
def lineups() -> dict[str, Lineup]:
    """Every line-up by name; the first is the default."""
    table = tomllib.loads((ASSETS / "lineups.toml").read_text(encoding="utf-8"))
    return {
        name: Lineup(**{seat: engine for seat, engine in fields.items() if seat != "summary"})
        for name, fields in table.items()
    }


def engines(seat: Seat) -> list[Card]:
    """The cards of one seat."""
    return [card for card in cards().values() if card.seat == seat]


def why_not(card: Card) -> str:
    """Why this engine cannot run here, in one sentence; empty when it can."""
    absent = [module for module in card.needs if importlib.util.find_spec(module) is None]
    return f"It needs {', '.join(absent)}, which is not installed." if absent else ""


@lru_cache
def hire(card: Card) -> Any:
    """The engine itself, imported now and kept for the life of this process."""
    if reason := why_not(card):
        raise EngineMissing(f"The {card.seat} '{card.name}' cannot run here. {reason}", "Run 'make setup'.")
    module, _, name = card.engine.partition(":")
    return getattr(importlib.import_module(module), name)()
