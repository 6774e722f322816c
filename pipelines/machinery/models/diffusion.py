"""What every room that runs a diffusers pipeline shares: loading, seeds, progress, and what may be handed to it."""

from __future__ import annotations

import hashlib
import inspect
import logging
from collections.abc import Callable
from typing import Any

from pipelines.machinery.models import layout, tuning, weights
from pipelines.machinery.models.placement import Placement, settle
from studio.asks import Ask
from studio.cards import Card
from studio.errors import EngineFailed
from studio.roles import Desk

log = logging.getLogger(__name__)


def load(card: Card, placement: Placement, kind: str = "") -> Any:
    """The pipeline of a card's model, where the placement says; `kind` is its class, else the card's or the index's.

    Only safetensors are read, nothing is downloaded, and no code beside the weights is run.
    """
    import diffusers  # noqa: PLC0415 - seconds to import

    loader = getattr(diffusers, kind or card.runs.pipeline or "DiffusionPipeline")
    folder = weights.folder(card)
    pipe = loader.from_pretrained(
        folder,
        dtype=tuning.dtype(folder, placement),
        variant=layout.variant(folder),
        use_safetensors=True,
        local_files_only=True,
    )
    pipe.set_progress_bar_config(disable=True)
    return settle(tuning.tuned(pipe, placement), placement)


def generator(ask: Ask, *more: object) -> Any:
    """A source of noise that follows from the seed and the take that were asked for, the same on every machine."""
    import torch  # noqa: PLC0415

    said = "\0".join(str(part) for part in (getattr(ask, "seed", 0), getattr(ask, "take", 0), *more))
    seed = int.from_bytes(hashlib.sha256(said.encode()).digest()[:7], "big")
    return torch.Generator("cpu").manual_seed(seed)


def accepted(pipe: Any, offered: dict[str, Any]) -> dict[str, Any]:
    """What of the arguments offered this pipeline's call knows, without those that are None."""
    known = inspect.signature(type(pipe).__call__).parameters
    return {name: value for name, value in offered.items() if name in known and value is not None}


def on_step(desk: Desk, steps: int, tell: Callable[[float], tuple[float, str]]) -> Callable[..., dict[str, Any]]:
    """A callback for a pipeline's steps, which reports progress; a cancel leaves the pipeline at the next step.

    `tell` makes of the share of this run that is done the share of all that was asked, and a note. Setting the
    pipeline's own interrupt would still decode what is there, so the desk's Cancelled goes through it instead.
    """

    def at_step(pipe: Any, step: int, timestep: Any, values: dict[str, Any]) -> dict[str, Any]:
        desk.tick(*tell((step + 1) / max(1, steps)))
        return values

    return at_step


def require_finite(values: Any, card: Card) -> Any:
    """The same values; raises EngineFailed where a model gave numbers that are none."""
    import numpy as np  # noqa: PLC0415

    if not np.isfinite(values).all():
        raise EngineFailed(
            f"The {card.seat} '{card.name}' gave an answer without content (NaN).",
            "Its files may be damaged: download them again, or choose another.",
        )
    return values
