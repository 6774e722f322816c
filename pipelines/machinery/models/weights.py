"""Where models' files lie on this machine, which revision they are, and why one cannot be loaded."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipelines.machinery.models import layout, settings
from studio.cards import Card, Model
from studio.errors import EngineMissing
from studio.film import edited

RECORD = ".reelwright.json"  # beside the files of a model that we downloaded
SAMPLES, SAMPLE = 32, 4096  # how many places of a file of weights are read for its mark, and bytes at each
UNKNOWN_LICENCE = "its maker's"
SHORT = 12  # digits of a commit or a mark that tell it from another


class Found(NamedTuple):
    """A model's folder, and which it is: the hub's commit, or a mark of what lies there."""

    folder: Path
    revision: str


def own_folder() -> Path | None:
    """The user's own folder of models, as OWNER/NAME under REELWRIGHT_MODELS; it goes before all others."""
    said = os.environ.get("REELWRIGHT_MODELS", "")
    return Path(said).expanduser() if said else None


def models_folder() -> Path:
    """Where models are downloaded to, as OWNER/NAME: the user's own folder, else `models` in the studio's home."""
    return own_folder() or _ours()


def _ours() -> Path:
    home = Path(os.environ.get("REELWRIGHT_HOME") or Path.home() / ".reelwright")
    return home.expanduser().absolute() / "models"


def hub_cache() -> Path:
    """Where huggingface_hub keeps what other programs downloaded (its documentation, "Manage your cache")."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    home = os.environ.get("HF_HOME") or Path(caches) / "huggingface"
    return Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub").expanduser()


def folder(card: Card) -> Path:
    """The folder with a card's model; raises EngineMissing where it is not on this machine, or not whole."""
    found = find(card)
    if found is None:
        raise EngineMissing(f"The {card.seat} '{card.name}' is not on this machine.", f"Type '{how_to_get(card)}'.")
    try:
        layout.check(found, card.runs.files)
    except EngineMissing as error:
        raise EngineMissing(error.what, how_to_mend(card, found)) from error
    return found


def find(card: Card) -> Path | None:
    """The folder with a card's model, if it is on this machine; whether it is whole is not looked at."""
    found = located(card.runs)
    return found.folder if found else None


def located(model: Model) -> Found | None:
    """Where a model lies: a folder that it is, the user's own, ours, or the cache of huggingface_hub, if whole."""
    place = Path(model.source)
    if place.is_absolute():
        return _marked(place, model) if place.is_dir() else None
    for root in (models_folder(), _ours()):
        if (root / place).is_dir():
            return _in_folder(root / place, model)
    return _in_hub_cache(model)


def _in_folder(place: Path, model: Model) -> Found | None:
    """A folder of models with its commit where we downloaded it, in whatever revision where the user put it there."""
    said = recorded(place)
    if not said:
        return _marked(place, model)
    return Found(place, said["commit"]) if model.revision in (said["revision"], said["commit"]) else None


def _marked(place: Path, model: Model) -> Found:
    try:
        return Found(place, mark(place, model.files))
    except OSError:  # whoever wants to load it is told
        return Found(place, "unreadable")


def _in_hub_cache(model: Model) -> Found | None:
    """What other programs downloaded, where it is all that an engine needs."""
    store = hub_cache() / f"models--{model.source.replace('/', '--')}"
    pointer = store / "refs" / model.revision
    commit = pointer.read_text(encoding="ascii").strip() if pointer.is_file() else model.revision
    place = store / "snapshots" / commit
    try:
        if place.is_dir() and layout.check(place, model.files):
            return Found(place, commit)
    except EngineMissing:
        pass  # others fetch single files; then it is as good as not there
    return None


def pinned(card: Card) -> Card:
    """The card with the revision that lies on this machine, since another is another answer; as it is without one."""
    found = located(card.model) if card.model else None
    if card.model is None or found is None:
        return card
    beside = (located(helper.runs) for helper in helpers(card))
    revisions = [found.revision, *(there.revision for there in beside if there)]
    version = f"{card.version.partition('+')[0]}+{'.'.join(one[:SHORT] for one in revisions)}"
    return settings.settled(
        edited(card, model=edited(card.model, revision=found.revision), version=version), found.folder
    )


def helpers(card: Card) -> list[Card]:
    """The models that a card's model cannot do without, as cards of their own that sit in no seat by themselves."""
    said = {"engine": "", "version": "1", "summary": f"It works beside {card.name}.", "licence": UNKNOWN_LICENCE}
    return [
        Card(name=source, seat=card.seat, model=Model(source=source, family=""), **said)
        for source in card.runs.beside
    ]


def why_not(card: Card) -> str:
    """Why a card's model cannot be loaded here, or one that it needs, and what to type; empty when it can."""
    if reason := trouble(card):
        return reason
    lacking = next((helper for helper in helpers(card) if trouble(helper)), None)
    return f"It needs '{lacking.name}', which is not here: type '{how_to_get(card)}'." if lacking else ""


def trouble(card: Card) -> str:
    """As `why_not`, of the card's own model alone."""
    found = find(card)
    if found is None:
        begun = "Its download broke off" if half_folder(card.runs).is_dir() else "It is not downloaded yet"
        return f"{begun}: type '{how_to_get(card)}'."
    try:
        layout.check(found, card.runs.files)
    except EngineMissing as error:
        return f"{error.what} {how_to_mend(card, found)}"
    return ""


def half_folder(model: Model) -> Path:
    """Where a model lies until all of it is there."""
    return models_folder() / f"{model.source}.part"


def how_to_get(card: Card) -> str:
    return f"python app.py download {card.name}"


def how_to_mend(card: Card, place: Path) -> str:
    """What to do about a folder that is not whole; only what we downloaded is ours to mend."""
    if recorded(place):
        return f"Type '{how_to_get(card)}' again: it fetches what is missing."
    return "Put the whole model there, in the layout of diffusers or transformers, with .safetensors files."


def mark(place: Path, patterns: Iterable[str] = ()) -> str:
    """A mark of what lies in a folder: twelve hex digits over names, sizes, small files, headers and samples.

    Patterns say which files count, in a layout of its own. About 130 kB of each file of weights are read, whatever
    its size, and of what did not change once in this process.
    """
    sizes = layout.sizes_in(place)
    if patterns:
        counted = layout.own(sizes, patterns).all
    else:
        counted = [name for name in sizes if name.endswith((*layout.SMALL, ".safetensors"))]
    return _mark(place, tuple((name, sizes[name], (place / name).stat().st_mtime_ns) for name in sorted(counted)))


@lru_cache(maxsize=256)
def _mark(place: Path, files: tuple[tuple[str, int, int], ...]) -> str:
    found = hashlib.sha256()
    for name, size, _ in files:
        found.update(f"{name}\0{size}\0".encode())
        with (place / name).open("rb") as stream:
            if size <= SAMPLES * SAMPLE:
                found.update(stream.read())
                continue
            for at in range(SAMPLES):  # a fine-tune has the very header of its base, so weights are read too
                stream.seek(at * (size - SAMPLE) // (SAMPLES - 1))
                found.update(stream.read(SAMPLE))
    return found.hexdigest()[:SHORT]


def record(place: Path, source: str, revision: str, commit: str, date: str) -> None:
    """Say beside a model's files what they are."""
    said = {"source": source, "revision": revision, "commit": commit, "date": date}
    half = place / f"{RECORD}.half"
    half.write_text(json.dumps(said, indent=1), encoding="utf-8")
    half.replace(place / RECORD)


def recorded(place: Path) -> dict[str, str]:
    """What is said beside a model's files; nothing where we did not download them."""
    try:
        said = layout.read_json(place / RECORD)
    except EngineMissing:
        return {}
    return {name: str(said.get(name)) for name in ("source", "revision", "commit", "date")}
