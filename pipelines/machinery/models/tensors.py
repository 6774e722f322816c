"""What safetensors files hold, read from their headers: nothing of the weights themselves is read."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

LONGEST_HEADER = 100e6  # bytes, as in the safetensors library
HALF = 2  # bytes of a number as it is loaded, whatever it is stored in


def header_of(file: Path) -> tuple[int, dict[str, Any]] | None:
    """A safetensors header's length in bytes and its tensors; None where the file does not begin with one.

    The format is a length of 8 bytes, little-endian, that much JSON, then the tensors' bytes. Of a header that is cut
    short nothing but its length is told.
    """
    with file.open("rb") as stream:
        head = stream.read(8)
        length = struct.unpack("<Q", head)[0] if len(head) == 8 else 0
        if not 2 <= length <= LONGEST_HEADER:
            return None
        text = stream.read(length)
    if len(text) < length:
        return length, {}
    try:
        tensors = json.loads(text)
    except ValueError:
        return None
    if not isinstance(tensors, dict):
        return None
    tensors.pop("__metadata__", None)
    try:
        all(said["data_offsets"][1] >= 0 for said in tensors.values())
    except (TypeError, KeyError, IndexError):
        return None
    return length, tensors


def header(file: Path) -> dict[str, Any]:
    """The tensors of a file by name, each with its dtype, shape and offsets.

    Raises ValueError where it is no whole safetensors file.
    """
    found = header_of(file)
    if found is None:
        raise ValueError(f"{file.name} is no safetensors file")
    length, tensors = found
    if 8 + length + max((said["data_offsets"][1] for said in tensors.values()), default=0) != file.stat().st_size:
        raise ValueError(f"{file.name} is cut short, so it is no whole safetensors file")
    return tensors


def gb_by_part(folder: Path) -> dict[str, float]:
    """How much memory the weights take once they are loaded in 16 bits, in GB, by the folder that they lie in."""
    found: dict[str, float] = {}
    for file in folder.rglob("*.safetensors"):
        part = str(file.parent.relative_to(folder))
        numbers = sum(math.prod(tensor["shape"]) for tensor in header(file).values())
        found[part] = found.get(part, 0.0) + HALF * numbers / 1e9
    return found
