"""Answer many asks at once on this machine's cores, in order, and stop when asked to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import TypeVar

from studio.roles import Desk

A = TypeVar("A")
B = TypeVar("B")


def in_parallel(answer: Callable[[A], B], asks: Sequence[A], desk: Desk, note: str = "") -> Iterator[B]:
    """Yield `answer(ask)` for each ask, in order, computed by as many threads as there are cores.

    Threads, not processes: the work is in OpenCV, NumPy, resvg and child processes, which all let
    go of the interpreter. The desk is ticked as answers come and twice a second besides, so that
    a cancel is noticed while a long ask is still at work; asks not yet begun are then dropped.
    """
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    try:
        futures = [pool.submit(answer, ask) for ask in asks]
        for future in futures:
            while not future.done():
                wait([future], timeout=0.5, return_when=FIRST_COMPLETED)
                desk.tick(sum(f.done() for f in futures) / len(futures), note)
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
