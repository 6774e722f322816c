"""Where a model's parts are kept while it works, from the quickest way to the one that needs the least memory."""

from __future__ import annotations

from typing import Any, NamedTuple

from studio.cards import Keeping, Model

SPARE = 1.1  # of what a card promises: torch's own pool has holes


class Placement(NamedTuple):
    """One rung of the ladder. `bits` is the precision that the large weights are stored in."""

    device: str  # "cuda", "mps" or "cpu"
    keep: Keeping = "resident"
    tiled: bool = False  # whether a VAE works on tiles
    bits: int = 16

    def __str__(self) -> str:
        words = {
            "resident": "all of it",
            "model offload": "one part at a time",
            "group offload": "one block at a time",
        }
        extra = (" in tiles" if self.tiled else "") + (f" in {self.bits} bits" if self.bits < 16 else "")
        where = {"cuda": "on the GPU", "mps": "on the GPU", "cpu": "on the processor"}[self.device]
        return f"{words[self.keep]} {where}{extra}"


def device() -> str:
    import torch  # noqa: PLC0415 - only once a model is loaded

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def ladder(model: Model) -> list[Placement]:
    """The ways that fit this machine by what the card promises, the quickest first; the last is always there."""
    where = device()
    if where == "cpu":
        return [Placement("cpu"), Placement("cpu", tiled=True)]
    if where == "mps":
        return [Placement("mps"), Placement("mps", tiled=True)]
    free = _free_gb()
    rungs = [
        Placement(where),
        Placement(where, tiled=True),
        Placement(where, "model offload", tiled=True),
        Placement(where, "group offload", tiled=True),
    ]
    fitting = [rung for rung in rungs if model.memory_gb.get(rung.keep, 0.0) * SPARE <= free]
    return fitting or rungs[-1:]


def _free_gb() -> float:
    import torch  # noqa: PLC0415

    free, _ = torch.cuda.mem_get_info()
    return float(free) / 1e9


def settle(pipe: Any, placement: Placement) -> Any:
    """Put a diffusers pipeline where the placement says."""
    import torch  # noqa: PLC0415

    vae = getattr(pipe, "vae", None)
    if placement.tiled and hasattr(vae, "enable_tiling"):
        vae.enable_tiling()
    if placement.device == "cpu" or placement.keep == "resident":
        return pipe.to(placement.device)
    if placement.keep == "model offload":
        pipe.enable_model_cpu_offload(device=placement.device)
    else:
        pipe.enable_group_offload(
            onload_device=torch.device(placement.device), offload_type="leaf_level", use_stream=True
        )
    return pipe
