"""Which family a model's files belong to, told by their own index without loading anything, and its card."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pipelines.machinery.models import hub, layout, weights
from pipelines.machinery.tables import ASSETS, table
from studio.cards import Card, Model
from studio.errors import BadInput, EngineMissing
from studio.film import Seat

HUB_ID = re.compile(r"\w[\w.-]*/\w[\w.-]*(@\w[\w.-]*(/\w[\w.-]*)*)?")  # owner/name, or owner/name@revision


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
    for telling in ("indexes", "when"):
        shared.pop(telling, None)
    merged = Model(family=family, **{**shared.pop("model", {}), **model})
    version = f"{shared.pop('version')}+{merged.revision}"
    return Card(name=name, model=merged, version=version, **{**shared, **said})


def is_place(name: str) -> bool:
    """Whether a name is a folder's path or a hub id, rather than an engine's name."""
    return _is_path(name) or bool(HUB_ID.fullmatch(name))


def _is_path(name: str) -> bool:
    """Whether a name can be a path alone: it begins like one, or lies there."""
    looks_like_one = name.startswith((".", "/", "~")) or Path(name).is_absolute()
    return looks_like_one or os.path.exists(name)  # noqa: PTH110 - Path.exists fails at names too long for a file


def card_of(seat: Seat, name: str) -> Card:
    """The card for the model in a folder or of a hub id. Raises BadInput for a layout that no family knows.

    A folder's engine is named by its absolute path, so that a project made in one folder works from another. Which
    revision lies here is not said yet: `weights.pinned` does.
    """
    if _is_path(name):
        folder = _folder(name)
        name = source = str(folder)
        index, revision = index_in(folder), ""
    else:
        for known in cards().values():
            if known.seat == seat and known.runs.source == name:
                return known
        source, _, revision = name.partition("@")
        index = _index_of(source, revision)
    _require_open(seat, source)
    said = {
        "licence": weights.UNKNOWN_LICENCE,
        "summary": f"Your own {seat}.",
        "licence_note": "Check its licence yourself.",
    }
    model = {"source": source, "revision": revision or "main"}
    return _card(name, family_of(seat, index, source), model, **said)


def _require_open(seat: Seat, source: str) -> None:
    """Raise BadInput for a model whose licence must be accepted, named in a way that would pass the question by."""
    told = weights.recorded(Path(source)).get("source", "") if Path(source).is_absolute() else source
    for known in cards().values():
        if known.consent and known.seat == seat and known.runs.source == told:
            raise BadInput(
                f"This is the model of '{known.name}', whose licence must be accepted.",
                f"Choose it by that name: {known.name}.",
            )


def cards_of(name: str) -> list[Card]:
    """The cards of a folder or a hub id: those of a name, else one for the first seat with a family that knows it."""
    if known := [card for card in cards().values() if card.runs.source == name]:
        return known
    source, _, revision = name.partition("@")
    index = index_in(_folder(name)) if _is_path(name) else _index_of(source, revision)
    seats = [seat for seat in get_args(Seat) if fitting(seat, index)]
    if not seats:
        raise BadInput(f"'{name}' is no model that we know: it says {_said_by(index)}.", _kinds(*get_args(Seat)))
    return [card_of(seats[0], name)]


def _folder(name: str) -> Path:
    try:
        folder = Path(name).expanduser().absolute()
        if folder.is_file():
            raise BadInput(f"'{name}' is a single file.", "Give the folder of a model in the layout of diffusers.")
        if not folder.is_dir():
            raise BadInput(f"There is no folder '{name}'.", "Give the path of a folder with a model in it.")
        next(folder.iterdir(), None)
    except (OSError, RuntimeError) as error:  # RuntimeError: nobody of that name has a home
        raise BadInput(f"The folder '{name}' cannot be read.", "Check its path, and who may read it.") from error
    return folder.resolve()


@lru_cache
def _index_of(source: str, revision: str) -> dict[str, Any]:
    """What a hub id's model says of itself: as it lies here, else as it lies on the hub."""
    model = Model(source=source, family="", revision=revision or "main")
    found = weights.located(model)
    return index_in(found.folder) if found else hub.remote_index(model)


def index_in(folder: Path) -> dict[str, Any]:
    """What a model's folder says of itself, in diffusers' model_index.json, else transformers' or Coqui's config."""
    for name in (layout.PIPELINE, layout.CONFIG):
        if (folder / name).is_file():
            try:
                return layout.read_json(folder / name)
            except EngineMissing as error:
                raise BadInput(error.what, "Download or copy the model again.") from error
    there = ", ".join(sorted(path.name for path in folder.iterdir())[:4]) or "nothing at all"
    raise BadInput(
        f"The folder '{folder}' holds no model that we can read: it has neither {layout.PIPELINE} nor "
        f"{layout.CONFIG}, but {there}.",
        "Choose a folder in the layout of diffusers or transformers.",
    )


def family_of(seat: Seat, index: dict[str, Any], source: str) -> str:
    """The family of a seat that knows this index by its pipeline's class or its architecture; raises BadInput."""
    if found := fitting(seat, index):
        return found
    others = [other for other in get_args(Seat) if fitting(other, index)]
    raise BadInput(
        f"'{source}' is no {seat} that we know: it says {_said_by(index)}.",
        f"It can be a film's {others[0]}: --{others[0]} {source}." if others else _kinds(seat),
    )


def fitting(seat: Seat, index: dict[str, Any]) -> str:
    """The first family of a seat that knows this index; empty where none does."""
    known = (name for name, family in families().items() if family["seat"] == seat and _knows(family, index))
    return next(known, "")


def _knows(family: dict[str, Any], index: dict[str, Any]) -> bool:
    """Whether an index names one of a family's kinds, and says all that the family is told by."""
    told = family.get("when", {})
    return bool(_names_in(index) & set(family["indexes"])) and all(index.get(key) == told[key] for key in told)


def _names_in(index: dict[str, Any]) -> set[str]:
    """What a model calls its kind: a pipeline's class, an architecture, a model type, or Coqui's name."""
    architectures = index.get("architectures")
    said = [index.get("_class_name"), index.get("model_type"), index.get("model")]
    said += architectures if isinstance(architectures, list) else []
    return {name for name in said if isinstance(name, str)}


def _said_by(index: dict[str, Any]) -> str:
    return ", ".join(sorted(_names_in(index))) or "nothing of its kind"


def _kinds(*seats: Seat) -> str:
    known = sorted({name for family in families().values() if family["seat"] in seats for name in family["indexes"]})
    return f"Choose one of these kinds: {', '.join(known)}." if known else "No model can sit in this seat."
