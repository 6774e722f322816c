"""Tiny models with random weights, built offline and saved as the real ones are, so that the real code loads them.

A model is told by its hub id, such as Tongyi-MAI/Z-Image-Turbo, and lies under OWNER/NAME in a folder of models,
where REELWRIGHT_MODELS points. What they draw, say and play means nothing; how they are loaded and asked is real.
"""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

Build = Callable[[Path], None]
ROOMS = ("painters", "animators", "writers", "sounds", "checkers")


@lru_cache
def builders() -> dict[str, Build]:
    """How to build each model that there is a tiny one of, by its hub id; each room has a module of its own."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    found: dict[str, Build] = {}
    for room in ROOMS:
        found |= importlib.import_module(f"tests.tiny.{room}").BUILDERS
    return found


def put(source: str, models: Path) -> Path:
    """The folder of a tiny model under `models`, built when it is first asked for; whole or not at all."""
    folder = models / source
    if not folder.exists():
        half = folder.with_name(f"{folder.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        builders()[source](half)
        half.rename(folder)
    return folder
