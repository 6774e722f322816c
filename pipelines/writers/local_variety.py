"""No more than two shots in a row alike in size, camera or transition, whatever a model chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T", bound=str)


def varied(chosen: Sequence[T], choices: Sequence[T], fixed: Sequence[bool], free: Sequence[T] = ()) -> list[T]:
    """The same choices, of which every third alike in a row is changed to one that neither neighbour has.

    What is `fixed` by the user stays, and what is `free` may come as often as it likes: most cuts are hard cuts.
    """
    found = list(chosen)
    for at in range(len(found)):
        alike = at >= 2 and found[at] == found[at - 1] == found[at - 2]
        if alike and found[at] not in free:
            place = at if not fixed[at] else at - 1 if not fixed[at - 1] else at - 2
            if not fixed[place]:
                found[place] = _other(found, place, choices, at, free)
    return found


def _other(found: Sequence[T], place: int, choices: Sequence[T], turn: int, free: Sequence[T]) -> T:
    near = {found[at] for at in (place - 1, place, place + 1) if 0 <= at < len(found)} - set(free)
    turned = [*choices[turn % len(choices) :], *choices[: turn % len(choices)]]
    return next(choice for choice in turned if choice not in near)
