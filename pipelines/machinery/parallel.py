"""Answer many asks at once on this machine's cores, in order, and stop when asked to."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from studio.errors import Cancelled
from studio.roles import Desk

A = TypeVar("A")
B = TypeVar("B")
Check = Callable[[], None]  # called now and then by long work; raises Cancelled when nobody waits for it any more


def in_parallel(answer: Callable[[A, Check], B], asks: Sequence[A], desk: Desk, note: str = "") -> Iterator[B]:
    """Yield `answer(ask, check)` for each ask, in order, computed by as many threads as there are cores.

    Threads, not processes: most of the work is in ThorVG, OpenCV, NumPy, deflate and child processes, which
    let go of the interpreter; resvg does not. The desk is ticked as answers come and twice a second besides, so that
    a cancel is noticed while a long ask is still at work; that ask learns of it by its check.
    """
    over = threading.Event()

    def check() -> None:
        if over.is_set():
            raise Cancelled()

    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    try:
        futures = [pool.submit(answer, ask, check) for ask in asks]
        for future in futures:
            while not future.done():
                wait([future], timeout=0.5)
                desk.tick(sum(f.done() for f in futures) / len(futures), note)
            yield future.result()
    finally:
        over.set()
        pool.shutdown(wait=True, cancel_futures=True)
