"""Which models are in memory: one at a time unless there is room for more, and too little memory is no end."""

from __future__ import annotations

import gc
import importlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from pipelines.machinery.models import placement, weights
from pipelines.machinery.models.placement import SPARE, Placement
from studio.cards import Card
from studio.errors import EngineFailed
from studio.roles import Desk

T = TypeVar("T")
STEPS_DOWN = 3  # how often a model is tried again with less memory

_turn = threading.RLock()  # a GPU does one thing at a time
_residents: list[Loaded] = []  # the one that was used last stands last


class Loaded:
    """A model that is loaded when it is first used, and stays until another needs its place."""

    def __init__(self, card: Card, load: Callable[[Placement], Any]) -> None:
        self.card = card
        self._load = load
        self._held: Any = None
        self._rungs: list[Placement] = []  # the first is where it is, or is to be: it only ever steps down

    def use(self, work: Callable[[Any], T], desk: Desk, done: float = 0.0) -> T:
        """Do a piece of work with the model, and again with less memory where there was not enough.

        `done` is the share of all that was asked which is done already. Raises EngineFailed when the last rung
        of the ladder is not enough either; the next job works.
        """
        with _turn:
            if self._held is None:
                self._prepare()
            for _ in range(1 + STEPS_DOWN):
                try:
                    return work(self._there(desk, done))
                except Exception as error:
                    if not is_out_of_memory(error):
                        self._let_go_of_halves()
                        raise
                # Only here is the exception gone, and with it the frames that held on to the model.
                alone = all(model is self for model in _residents)
                let_go()
                _give_back()
                if not alone:
                    continue  # others had the room: the same way again
                if len(self._rungs) == 1:
                    break
                del self._rungs[0]
                desk.tick(done, f"not enough memory for {self.card.name}; again with {self._rungs[0]}")
            raise EngineFailed(
                f"There is not enough memory here for the {self.card.seat} '{self.card.name}'.",
                f"Close other programs, make a smaller film, or choose another {self.card.seat}.",
            )

    def _let_go_of_halves(self) -> None:
        """Stopped midway, a part still lies on the GPU that would have been taken off: the next would not fit."""
        if self in _residents and self._rungs[0].keep.startswith("model offload"):
            _let_go_of(self)

    def _prepare(self) -> None:
        folder = weights.folder(self.card)
        needs = placement.needed(self.card.runs, folder)
        _make_room(needs.get("resident") or max(needs.values(), default=0.0))
        self._rungs = self._rungs or placement.ladder(self.card.runs, folder)

    def _there(self, desk: Desk, done: float) -> Any:
        if self._held is None:
            desk.tick(done, f"loading {self.card.name}: {self._rungs[0]}")
            _hush(self.card)
            self._held = self._load(self._rungs[0])
            _residents.append(self)
        elif _residents[-1] is not self:
            _residents.remove(self)
            _residents.append(self)
        return self._held


def _hush(card: Card) -> None:
    """The libraries' bars and warnings are for those who program with them; our own say how far the work is."""
    for name in {"diffusers", "transformers"} & set(card.needs):
        logging = importlib.import_module(f"{name}.utils.logging")
        logging.set_verbosity_error()
        logging.disable_progress_bar()


def _make_room(gb: float) -> None:
    """Let models go, those that were not used for long first, until so much memory is free or none is left."""
    while _residents and gb * SPARE > placement.free_gb(placement.device()):
        _let_go_of(_residents[0])


def let_go() -> None:
    """Take every model out of memory."""
    with _turn:
        while _residents:
            _let_go_of(_residents[0])


def _let_go_of(model: Loaded) -> None:
    model._held = None
    _residents.remove(model)
    _give_back()


def _give_back() -> None:
    gc.collect()
    import torch  # noqa: PLC0415 - only once a model was loaded

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def resident() -> list[str]:
    """The names of the engines whose models are in memory."""
    return [model.card.name for model in _residents]


def is_out_of_memory(error: BaseException) -> bool:
    """CUDA has an error of its own for it; on a processor and on Apple's GPUs only the words tell."""
    import torch  # noqa: PLC0415

    said = "can't allocate memory" in str(error) or "out of memory" in str(error)
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or (isinstance(error, RuntimeError) and said)
