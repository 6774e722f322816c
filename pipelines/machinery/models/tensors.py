"""What safetensors files hold, read from their headers: nothing of the weights themselves is read."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

LONGEST_HEADER = 100_000_000  # bytes; the format's own limit
HALF = 2  # bytes of a number as it is loaded, whatever it is stored in


def header(file: Path) -> dict[str, Any]:
    """The tensors of a file by name, each with its dtype, shape and offsets.

    Raises ValueError where it is no whole safetensors file: its first eight bytes say how long a JSON text comes
    next, whose offsets say how long the rest is.
    """
    size = file.stat().st_size
    with file.open("rb") as stream:
        head = stream.read(8)
        length = struct.unpack("<Q", head)[0] if len(head) == 8 else size
        if length > min(size - 8, LONGEST_HEADER):
            raise ValueError(f"{file.name} is no safetensors file")
        found = json.loads(stream.read(length))
    found.pop("__metadata__", None)
    ends = max((tensor["data_offsets"][1] for tensor in found.values()), default=0)
    if 8 + length + ends != size:
        raise ValueError(f"{file.name} is cut short")
    return dict(found)


def gb_by_part(folder: Path) -> dict[str, float]:
    """How much memory the weights take once they are loaded in 16 bits, in GB, by the folder that they lie in."""
    found: dict[str, float] = {}
    for file in folder.rglob("*.safetensors"):
        part = str(file.parent.relative_to(folder))
        numbers = sum(math.prod(tensor["shape"]) for tensor in header(file).values())
        found[part] = found.get(part, 0.0) + HALF * numbers / 1e9
    return found
