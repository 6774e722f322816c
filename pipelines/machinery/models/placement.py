"""Where a model's parts are kept while it works, from the quickest way to the one that needs the least memory."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.machinery.models import tensors
from studio.cards import Keeping, Model

SPARE = 1.1  # times what is promised: torch's own pool has holes
WORKING = 4.0  # GB that a model works in beside its weights, where its card promises nothing
BLOCK = 1.5  # GB of the blocks that lie on the GPU when they come one at a time
KEPT = {
    "resident": "all of it",
    "model offload": "one part at a time",
    "model offload in 8 bits": "one part at a time in 8 bits",
    "group offload": "one block at a time",
    "resident in 4 bits": "all of it in 4 bits",
}
# Diffusers' name for the part that is the largest, and alone bears 8 bits: it is stored so, and reckons in 16.
LARGE_PARTS = ("transformer", "transformer_2", "unet")


class Placement(NamedTuple):
    """One rung of the ladder. A VAE works on tiles where it is `tiled`."""

    device: str  # "cuda", "mps" or "cpu"
    keep: Keeping = "resident"
    tiled: bool = False

    def __str__(self) -> str:
        where = "the processor" if self.device == "cpu" else "the GPU"
        return f"{KEPT[self.keep]} on {where}{', its pictures in tiles' if self.tiled else ''}"

    @property
    def bits(self) -> int:
        """How many bits the large weights are stored in."""
        return {"model offload in 8 bits": 8, "resident in 4 bits": 4}.get(self.keep, 16)


def device() -> str:
    import torch  # noqa: PLC0415 - only once a model is loaded

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def ladder(model: Model, folder: Path) -> list[Placement]:
    """The ways that fit into what memory is free, the quickest first; at least the one that needs the least."""
    where = device()
    if where != "cuda":
        return [Placement(where), Placement(where, tiled=True)]
    needs, free = needed(model, folder), free_gb(where)
    rungs = [Placement(where, keep, tiled) for keep in KEPT if keep in needs for tiled in (False, True)]
    rungs = [rung for rung in rungs if rung.tiled or rung.keep == "resident"]  # who must save, saves there too
    if importlib.util.find_spec("bitsandbytes") is None:
        rungs = [rung for rung in rungs if rung.bits != 4] or rungs
    fitting = [rung for rung in rungs if needs[rung.keep] * SPARE <= free]
    return fitting or [min(reversed(rungs), key=lambda rung: needs[rung.keep])]


def needed(model: Model, folder: Path) -> dict[Keeping, float]:
    """GPU memory at the peak in GB, by how a model is kept: as its card promises, else reckoned from its files."""
    if model.memory_gb:
        return model.memory_gb
    parts = tensors.gb_by_part(folder)
    whole, largest = sum(parts.values()), max(parts.values(), default=0.0)
    found: dict[Keeping, float] = {"resident": whole + WORKING}
    if len(parts) > 1:  # diffusers alone can keep parts elsewhere
        found |= {"model offload": largest + WORKING, "group offload": BLOCK + WORKING}
    return found


def free_gb(where: str) -> float:
    """The memory that a model may be put into, in GB."""
    if where == "cuda":
        import torch  # noqa: PLC0415

        free, whole = torch.cuda.mem_get_info()
        allowed = torch.cuda.get_per_process_memory_fraction() * whole - torch.cuda.memory_reserved()
        return min(free, allowed) / 1e9
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    except (AttributeError, ValueError, OSError):  # Windows, and systems that do not say
        return 0.0


def settle(pipe: Any, placement: Placement) -> Any:
    """Put a diffusers pipeline where the placement says."""
    import torch  # noqa: PLC0415

    vae = getattr(pipe, "vae", None)
    if placement.tiled and hasattr(vae, "enable_tiling"):
        vae.enable_tiling()
    if placement.bits == 8:
        for part in LARGE_PARTS:
            if (large := getattr(pipe, part, None)) is not None:
                large.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=torch.bfloat16)
    if placement.keep == "resident":
        return pipe.to(placement.device)
    if placement.keep == "group offload":
        pipe.enable_group_offload(
            onload_device=torch.device(placement.device), offload_type="leaf_level", use_stream=True
        )
    else:
        pipe.enable_model_cpu_offload(device=placement.device)
    return pipe
