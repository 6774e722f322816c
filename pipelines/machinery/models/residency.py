"""One model on the GPU at a time: the old one is let go before the next loads, and too little memory is no end."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from pipelines.machinery.models.placement import Placement, ladder
from studio.cards import Card
from studio.errors import EngineFailed
from studio.roles import Desk

T = TypeVar("T")
STEPS_DOWN = 3  # how often a model is tried again with less memory

_turn = threading.RLock()  # a GPU does one thing at a time
_resident: Loaded | None = None


class Loaded:
    """A model that is loaded when it is first used, and stays until another needs its place."""

    def __init__(self, card: Card, load: Callable[[Placement], Any]) -> None:
        self.card = card
        self._load = load
        self._held: Any = None
        self._rung = 0

    def use(self, work: Callable[[Any], T], desk: Desk) -> T:
        """Do a piece of work with the model, and again with less memory where there was not enough.

        Raises EngineFailed when the last rung of the ladder is not enough either. The next job works.
        """
        global _resident  # noqa: PLW0603 - there is one GPU
        with _turn:
            if _resident is not self:
                let_go()
                _resident = self
            for step in range(STEPS_DOWN + 1):
                rungs = ladder(self.card.runs)
                placement = rungs[min(self._rung, len(rungs) - 1)]
                try:
                    if self._held is None:
                        desk.tick(0.0, f"loading {self.card.name}, {placement}")
                        self._held = self._load(placement)
                    return work(self._held)
                except Exception as error:
                    if not is_out_of_memory(error):
                        raise
                    self._empty()
                    if step == STEPS_DOWN or self._rung + 1 >= len(rungs):
                        break
                    self._rung += 1
                    desk.tick(0.0, f"not enough memory for {self.card.name}; again with {rungs[self._rung]}")
            raise EngineFailed(
                f"There is not enough memory here for the {self.card.seat} '{self.card.name}'.",
                f"Close other programs, make a smaller film, or choose another {self.card.seat}.",
            )

    def _empty(self) -> None:
        self._held = None
        gc.collect()
        import torch  # noqa: PLC0415 - only once a model was loaded

        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def let_go() -> None:
    """Take the resident model out of memory, if there is one."""
    global _resident  # noqa: PLW0603
    with _turn:
        if _resident:
            _resident._empty()
            _resident = None


def is_out_of_memory(error: BaseException) -> bool:
    import torch  # noqa: PLC0415

    return isinstance(error, torch.OutOfMemoryError | MemoryError)
