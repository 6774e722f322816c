"""Which family a model's files belong to, told by their own index without loading anything, and its card."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.machinery.models import weights
from pipelines.machinery.tables import ASSETS, table
from studio.cards import Card, Model
from studio.errors import BadInput
from studio.film import Seat

HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
UNKNOWN_LICENCE = "its maker's"


@lru_cache
def families() -> dict[str, dict[str, Any]]:
    """Every family by name: its seat, its engine, the names in an index it is told by, and what its models share."""
    return table(ASSETS / "families.toml")


@lru_cache
def cards() -> dict[str, Card]:
    """The card of every model that is known by a name, each filled up from its family."""
    found = {}
    for name, fields in table(ASSETS / "models.toml").items():
        family = fields.pop("family")
        found[name] = _card(name, family, fields.pop("model"), **fields)
    return found


def _card(name: str, family: str, model: dict[str, Any], **said: Any) -> Card:
    """A card from what is said of one model and of its family; what the model says goes first."""
    shared = dict(families()[family])
    shared.pop("indexes")
    merged = Model(family=family, **{**shared.pop("model", {}), **model})
    version = f"{shared.pop('version')}+{merged.revision}"
    return Card(name=name, model=merged, version=version, **{**shared, **said})


def is_place(name: str) -> bool:
    """Whether a name is a folder's path or a hub id, rather than an engine's name."""
    return name.startswith((".", "/", "~")) or Path(name).expanduser().is_dir() or bool(HUB_ID.fullmatch(name))


def card_of(seat: Seat, name: str) -> Card:
    """The card for the model in a folder or of a hub id. Raises BadInput for a layout that no family knows.

    A folder's engine is named by its absolute path, so that a project made in one folder works from another.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        folder = folder.resolve()
        family = family_of(seat, index_in(folder), str(folder))
        source, revision = str(folder), weights.mark(folder)
    elif HUB_ID.fullmatch(name):
        for known in cards().values():
            if known.seat == seat and known.model and known.model.source == name:
                return known
        family = family_of(seat, weights.remote_index(name), name)
        source, revision = name, "main"
    else:
        raise BadInput(f"There is no folder '{name}'.", "Give the path of a folder with a model in it.")
    summary = f"Your own {seat}: {source}."
    said = {"licence": UNKNOWN_LICENCE, "summary": summary, "licence_note": "Check its licence yourself."}
    return _card(source, family, {"source": source, "revision": revision}, **said)


def index_in(folder: Path) -> dict[str, Any]:
    """What a model's folder says of itself: diffusers' model_index.json, else transformers' or Coqui's config.json."""
    for name in ("model_index.json", "config.json"):
        file = folder / name
        if file.is_file():
            try:
                found = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise BadInput(f"{file} cannot be read as JSON.", "Download the model again.") from error
            if isinstance(found, dict):
                return found
    raise BadInput(
        f"The folder '{folder}' holds no model that we can read: it has neither model_index.json nor config.json.",
        "Choose a folder in the layout of diffusers or transformers.",
    )


def family_of(seat: Seat, index: dict[str, Any], source: str) -> str:
    """The family of a seat that knows this index by its pipeline's class or its architecture; raises BadInput."""
    said = [
        index.get("_class_name"),
        *(index.get("architectures") or ()),
        index.get("model_type"),
        index.get("model"),
    ]
    names = {str(name) for name in said if isinstance(name, str)}
    fitting = {name: family for name, family in families().items() if family["seat"] == seat}
    for name, family in fitting.items():
        if names & set(family["indexes"]):
            return name
    known = sorted({index for family in fitting.values() for index in family["indexes"]})
    what = ", ".join(sorted(names)) or "nothing that we know"
    raise BadInput(
        f"'{source}' is no {seat} that we know: it says {what}.", f"Choose one of these kinds: {_list(known)}."
    )


def _list(names: list[str]) -> str:
    return ", ".join(names) or "none is known yet"
