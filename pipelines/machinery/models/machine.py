"""How much memory this machine has, of its GPU and of its own, asked without loading anything."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache

from studio.cards import Machine

PATIENCE = 10  # seconds; the driver answers in one
MIB = 1 << 20


@lru_cache
def machine() -> Machine:
    """The largest NVIDIA GPU and the machine's own memory; others' GPUs do not say without their own tools."""
    largest = max(_gpus(), key=lambda gpu: gpu[1], default=("", 0.0))
    return Machine(*largest, _ram_gb())


def _gpus() -> list[tuple[str, float]]:
    if shutil.which("nvidia-smi") is None:
        return []
    query = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    try:
        said = subprocess.run(query, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    pairs = [line.rsplit(",", 1) for line in said.splitlines() if "," in line]
    return [(name.strip(), float(mib) * MIB / 1e9) for name, mib in pairs if mib.strip().isdigit()]


def _ram_gb() -> float:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    except (AttributeError, ValueError, OSError):  # Windows does not say
        return 0.0
