"""Reads what the tools need out of npm packages, as `npm pack` writes them."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any


def read(package: Path, name: str) -> Any:
    """A JSON file of a package."""
    with tarfile.open(package) as tar:
        member = tar.extractfile(f"package/{name}")
        if member is None:
            raise SystemExit(f"{package} has no {name}")
        return json.load(member)
