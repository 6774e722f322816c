"""Turns asks into answers: remembered ones from the store, the rest through a worker."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, cast

from studio.asks import Ask
from studio.calls import Call
from studio.cards import Card
from studio.cut import CaptionStyle, LookStyle
from studio.errors import Cancelled, EngineFailed, StudioError
from studio.film import Artifact, Noun, Seat
from studio.store import Store, disk_full, is_full

N = TypeVar("N", bound=Noun)
A = TypeVar("A")
B = TypeVar("B")


class Event(Noun):
    """One thing that happened on the road; what pages, bars and `--json` show."""

    kind: str  # asked, progress, answered, note, done, failed, cancelled
    stage: str = ""  # the ask's name, such as Paint
    done: float = 0.0  # answers ready, of
    total: int = 0
    remembered: int = 0  # how many of them needed no work
    note: str = ""
    hint: str = ""


Listener = Callable[[Event], None]


class Missing(Exception):
    """Raised by an onlooker: these calls have no answer yet, and nobody was asked to make one."""

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__(f"{len(calls)} answers are missing")
        self.calls = tuple(calls)


class WorkDesk:
    """The desk on which one batch of asks is worked: files from the store, progress to a listener."""

    def __init__(self, store: Store, tick: Callable[[float, str], None]) -> None:
        self._store = store
        self._tick = tick
        self._scratch: list[Path] = []

    def path(self, artifact: Artifact) -> Path:
        return self._store.path(artifact)

    def scratch(self, suffix: str) -> Path:
        path = self._store.new_scratch(suffix)
        self._scratch.append(path)
        return path

    def keep(self, file: Path) -> Artifact:
        return self._store.keep(file)

    def tick(self, done: float, note: str = "") -> None:
        self._tick(done, note)

    def __enter__(self) -> WorkDesk:
        return self

    def __exit__(self, *_: object) -> None:
        for path in self._scratch:
            path.unlink(missing_ok=True)


class Worker(Protocol):
    def work(self, card: Card, asks: Sequence[Ask], desk: WorkDesk) -> Iterator[Noun]:
        """One answer for each ask, in order."""


class InProcess:
    """Works in this process: hires the engine once and keeps it."""

    def __init__(self, hire: Callable[[Card], Any]) -> None:
        self._hire = hire

    def work(self, card: Card, asks: Sequence[Ask], desk: WorkDesk) -> Iterator[Noun]:
        method = getattr(self._hire(card), asks[0].verb)
        return cast("Iterator[Noun]", method(asks, desk))


class Onlooker:
    """Makes nothing: says what is missing, for quotes and status."""

    def work(self, card: Card, asks: Sequence[Ask], desk: WorkDesk) -> Iterator[Noun]:
        raise Missing([Call.to(card, ask) for ask in asks])


class Crew:
    """One engine in each seat, one store and one worker, for one piece of work."""

    def __init__(
        self,
        store: Store,
        cards: Mapping[Seat, Card],
        worker: Worker,
        listen: Listener = lambda event: None,
        stopping: Callable[[], bool] = lambda: False,
        caption_styles: Mapping[str, CaptionStyle] = MappingProxyType({}),
        look: LookStyle = LookStyle(),  # noqa: B008 - it never changes
    ) -> None:
        self.store = store
        self.cards = cards
        self.caption_styles = caption_styles
        self.look = look
        self.calls: dict[str, Call] = {}  # every call that was put, in order: the film's credits
        self._worker = worker
        self._listen = listen
        self._stopping = stopping
        self._known: dict[str, Noun] = {}

    def answer(self, ask: Ask, kind: type[N]) -> N:
        """The answer to one ask, which is of the given kind."""
        return self.answers([ask], kind)[0]

    def answers(self, asks: Sequence[Ask], kind: type[N]) -> list[N]:
        """One answer for each ask, in order; equal asks are put once."""
        calls = [Call.to(self.cards[ask.seat], ask) for ask in asks]
        fresh = {call.key: call for call in calls if call.key not in self._known}
        if fresh:
            self.calls.update(fresh)
            self._recall_or_make(list(fresh.values()))
        return [cast("N", self._known[call.key]) for call in calls]

    def both(self, long: Callable[[], A], short: Callable[[], B]) -> tuple[A, B]:
        """Two pieces of work of which neither needs the other, at the same time."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            answer = beside.submit(short)
            return long(), answer.result()

    def peek(self, ask: Ask, kind: type[N]) -> N | None:
        """The answer where it is remembered; nobody is asked."""
        call = Call.to(self.cards[ask.seat], ask)
        return cast("N | None", self._known.get(call.key) or self.store.recall(call))

    def _recall_or_make(self, calls: list[Call]) -> None:
        stage = calls[0].kind
        missing = []
        for call in calls:
            answer = self.store.recall(call)
            if answer is None:
                missing.append(call)
            else:
                self._known[call.key] = answer
        remembered = len(calls) - len(missing)
        self._listen(Event(kind="asked", stage=stage, done=remembered, total=len(calls), remembered=remembered))
        if not missing:
            return

        furthest = 0.0

        def tick(done: float, note: str) -> None:
            if self._stopping():
                raise Cancelled()
            nonlocal furthest
            furthest = max(furthest, done)  # a model that loads again midway starts none of it over
            now = remembered + furthest * len(missing)
            self._listen(
                Event(kind="progress", stage=stage, done=now, total=len(calls), remembered=remembered, note=note)
            )

        tick(0.0, "")
        for made, (call, answer) in enumerate(self._make(missing, tick), start=1):
            self.store.remember(call, answer)
            self._known[call.key] = answer
            self._listen(
                Event(kind="answered", stage=stage, done=remembered + made, total=len(calls), remembered=remembered)
            )
            tick(made / len(missing), "")

    def _make(self, calls: list[Call], tick: Callable[[float, str], None]) -> Iterator[tuple[Call, Noun]]:
        card = self.cards[calls[0].ask.seat]
        at = 0
        with WorkDesk(self.store, tick) as desk:
            try:
                for at, answer in enumerate(self._worker.work(card, [call.ask for call in calls], desk)):
                    yield calls[at], answer
            except (StudioError, Missing):
                raise
            except (OSError, sqlite3.Error, MemoryError) as error:
                if is_full(error):
                    raise disk_full(self.store.folder) from error
                raise _failed(card, calls[at], error) from error
            except Exception as error:
                raise _failed(card, calls[at], error) from error
        if at + 1 != len(calls):
            raise _failed(card, calls[at], RuntimeError(f"it gave {at + 1} of {len(calls)} answers"))


def _failed(card: Card, call: Call, error: BaseException) -> EngineFailed:
    what = f"The {card.seat} '{card.name}' failed: {type(error).__name__}: {error}".rstrip(".") + "."
    return EngineFailed(what, f"Try again, or choose another {card.seat}.", call)
