"""What happens while a pipeline works: progress at every step, a cancel within one, and chance that repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pipelines.machinery.models.diffusion import accepted
from studio.roles import Desk

MAKING = 0.95  # of a shot's progress; the rest is its last frames


class Counted:
    """How far all asks are, told to the desk: one of them has several clips, a clip its steps."""

    def __init__(self, desk: Desk, number: int, asks: int) -> None:
        self.done = number / asks
        self._desk, self._number, self._asks = desk, number, asks
        self._clip, self._clips = 0, 1

    def begin(self, clip: int, clips: int) -> None:
        self._clip, self._clips = clip, clips

    def step(self, share: float) -> None:
        """So much of the clip at hand is made. Raises Cancelled when it should stop."""
        self.tell(MAKING * (self._clip + min(share, 1.0)) / self._clips)

    def tell(self, share: float) -> None:
        """So much of the ask at hand is done. Raises Cancelled when it should stop."""
        self.done = max(self.done, (self._number + share) / self._asks)
        self.tick()

    def tick(self) -> None:
        """Nothing new, but it may be time to stop. Raises Cancelled then."""
        self._desk.tick(self.done, "animating")


@contextmanager
def watched(pipe: Any, counted: Counted, steps: int) -> Iterator[dict[str, Any]]:
    """Count a pipeline's steps, of which there will be so many; gives the arguments for its call that this takes.

    A desk's Cancelled goes through the pipeline at the next step: its own interrupt would decode what is there
    first. Where a call takes no callback, its scheduler is watched instead: it is asked once a step.
    """
    seen = 0

    def stepped() -> None:
        nonlocal seen
        seen += 1
        counted.step(seen / max(1, steps))

    def callback(pipe: Any, step: int, moment: Any, values: dict[str, Any]) -> dict[str, Any]:
        stepped()
        return values

    arguments = {"callback_on_step_end": callback}
    if accepted(pipe, arguments):
        yield arguments
        return
    with _told(pipe.scheduler, "step", stepped):
        yield {}


@contextmanager
def _told(thing: Any, method: str, then: Callable[[], None]) -> Iterator[None]:
    """For a while, do something after each call of a thing's method."""
    own = getattr(thing, method)

    def around(*args: Any, **said: Any) -> Any:
        answer = own(*args, **said)
        then()
        return answer

    setattr(thing, method, around)
    try:
        yield
    finally:
        delattr(thing, method)


@contextmanager
def same_chance(seed: int) -> Iterator[None]:
    """Torch's own chance, which some pipelines draw on beside their generator, begins at a seed and is put back."""
    import torch  # noqa: PLC0415 - seconds to import

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
