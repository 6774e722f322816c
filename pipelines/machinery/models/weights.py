"""Where models' files lie on this machine, how they come here, and whether they are whole and safe to open."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from pathlib import Path
from typing import Any

from studio.cards import Card
from studio.errors import EngineMissing


def own_folder() -> Path | None:
    """The user's own folder of models, as OWNER/NAME under REELWRIGHT_MODELS; it goes before the hub's cache."""
    said = os.environ.get("REELWRIGHT_MODELS", "")
    return Path(said).expanduser() if said else None


def folder(card: Card) -> Path:
    """The folder with a card's model; raises EngineMissing where it is not on this machine, or not whole."""
    found = find(card)
    if found is None:
        raise EngineMissing(
            f"The {card.seat} '{card.name}' is not on this machine.",
            f"Run 'python app.py download {card.name}' first.",
        )
    check(found)
    return found


def find(card: Card) -> Path | None:
    """The folder with a card's model, if it is on this machine: the user's own, else what was downloaded."""
    place = Path(card.runs.source)
    if place.is_absolute():
        return place if place.is_dir() else None
    own = own_folder()
    if own and (own / place).is_dir():
        return own / place
    return None


def why_not(card: Card) -> str:
    """Why a card's model cannot work here, in one sentence; empty when it can."""
    return "" if find(card) else "It is not downloaded yet."


def check(place: Path) -> None:
    """Raise EngineMissing where files of a model are absent, cut short, or not what their name says."""
    for file in sorted(place.rglob("*.safetensors")):
        if not _is_safetensors(file):
            raise EngineMissing(
                f"The file '{file.name}' in '{place}' is damaged, or no safetensors file.",
                "Download the model again.",
            )


def _is_safetensors(file: Path) -> bool:
    """Whether the header is JSON and the file as long as that says (safetensors' format, README of the project)."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        head = stream.read(8)
        if len(head) < 8 or (length := struct.unpack("<Q", head)[0]) > size - 8:
            return False
        try:
            tensors = json.loads(stream.read(length))
        except ValueError:
            return False
    tensors.pop("__metadata__", None)
    ends = [tensor["data_offsets"][1] for tensor in tensors.values()]
    return 8 + length + max(ends, default=0) == size


def mark(place: Path) -> str:
    """A mark of what lies in a folder: twelve hex digits over names, sizes and the files that are small."""
    found = hashlib.sha256()
    for file in sorted(path for path in place.rglob("*") if path.is_file()):
        size = file.stat().st_size
        found.update(f"{file.relative_to(place)}\0{size}\0".encode())
        with file.open("rb") as stream:
            found.update(stream.read(1 << 20))
    return found.hexdigest()[:12]


def remote_index(source: str) -> dict[str, Any]:
    """What a model on the hub says of itself, from its few small files; raises EngineMissing without the network."""
    raise EngineMissing(f"'{source}' is not on this machine.", "Download it into a folder, and give that folder.")
