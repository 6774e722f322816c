"""What the command line shows: bars on a terminal, plain lines elsewhere, JSON where asked for."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from studio import tables
from studio.cards import Machine, Parcel
from studio.crew import Event
from studio.errors import StudioError
from studio.film import Shot
from studio.hiring import Offer

TELL_EVERY = 2.0  # s between two lines about a download where there is no terminal
STAGES = {
    "Write": "script",
    "Plan": "storyboard",
    "Speak": "voice",
    "Paint": "pictures",
    "Animate": "motion",
    "Compose": "music",
    "Pulse": "beat",
    "Listen": "beat",
    "Rewrite": "shot",
    "Foley": "effects",
    "Check": "check",
    "Score": "takes",
    "Conform": "clips",
    "Clean": "clean-up",
    "Spot": "faces",
    "Match": "colours",
    "Segment": "cut",
    "Poster": "clips",
    "Reframe": "pictures",
    "Mix": "sound",
    "Encode": "sound",
    "Join": "film",
    "Export": "export",
}


def size_in_words(count: int) -> str:
    """A number of bytes as people write it."""
    return f"{count / 1e9:.1f} GB" if count > 1e9 else f"{count / 1e6:.1f} MB"


class Screen:
    """Shows events in the way the caller's terminal, pipe or program wants them."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)
        self.bars: Progress | None = None
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Screen:
        if self.out.is_terminal and not self.as_json:
            columns = (TextColumn("{task.description:>10}"), BarColumn(), TextColumn("{task.fields[count]}"))
            self.bars = Progress(*columns, TimeElapsedColumn(), console=self.out)
            self.bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self.bars:
            self.bars.stop()

    def show(self, event: Event) -> None:
        if self.as_json:
            self._line(event.model_dump(exclude_defaults=True))
        elif event.kind in ("note", "written"):
            self._print(event.note)
        elif event.kind == "part":
            self._print(f"{STAGES[event.stage]:>10}  {_count(event.done, event.total)}")
        elif event.stage and self.bars:
            self._bar(event)
        elif event.kind == "asked" and event.done < event.total:
            self._print(f"{STAGES[event.stage]}: {event.total - event.remembered} to make, {event.remembered} kept")

    def engines(self, offers: Iterable[Offer], machine: Machine) -> None:
        if self.as_json:
            for card, reason in offers:
                self._line({**card.model_dump(mode="json"), "runs": not reason, "why_not": reason})
            return
        console = Console(highlight=False, width=None if self.out.is_terminal else 130)
        console.print(tables.engines(offers, machine))

    @contextmanager
    def downloading(self, name: str, parcel: Parcel) -> Iterator[Callable[[int], None]]:
        """Show how a download goes on: call what this gives with the bytes that have arrived."""
        if self.out.is_terminal and not self.as_json:
            columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
            with Progress(TextColumn("{task.description}"), *columns, console=self.out) as bars:
                task = bars.add_task(name, total=parcel.size, completed=parcel.arrived)
                yield lambda done: bars.update(task, completed=done)
            return
        began = last = time.monotonic()

        def tell(done: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last < TELL_EVERY and done < parcel.size:
                return
            last, rate = now, (done - parcel.arrived) / max(now - began, 1e-3)
            if self.as_json:
                self._line(
                    {"kind": "download", "name": name, "done": done, "total": parcel.size, "rate": round(rate)}
                )
            else:
                share = f"{size_in_words(done)} of {size_in_words(parcel.size)}"
                self._print(f"{name}: {share}, {size_in_words(round(rate))}/s")

        yield tell

    def shot(self, number: int, shot: Shot) -> None:
        if self.as_json:
            self._line({"shot": number, **shot.model_dump(mode="json", exclude_defaults=True)})
            return
        self._print(f"{number:>5}  {shot.framing}, {shot.camera}, {shot.cut}")
        for name, value in filter(all, _details(shot)):
            self._print(f"{'':>7}{name:<12} {value}")

    def finding(self, name: str, ok: bool, found: str, mend: str) -> None:
        self._print(f"{'ok' if ok else 'MEND':>5}  {name}: {found}" + ("" if ok or not mend else f"\n       {mend}"))

    def trouble(self, error: StudioError) -> None:
        if self.as_json:
            self._line({"kind": type(error).__name__, "what": error.what, "hint": error.hint})
        self.err.print(f"{error.what} {error.hint}", markup=False)

    def _bar(self, event: Event) -> None:
        assert self.bars  # noqa: S101 - show() looked
        if event.stage not in self.tasks:
            self.tasks[event.stage] = self.bars.add_task(STAGES[event.stage], total=1.0, count="")
        count = _count(event.done, event.total)
        self.bars.update(self.tasks[event.stage], completed=event.done, total=event.total, count=count)

    def _print(self, text: str) -> None:
        console = self.bars.console if self.bars else self.out
        console.print(text, markup=False)

    def _line(self, data: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()


def _details(shot: Shot) -> Iterator[tuple[str, str]]:
    """What a shot says, shows and carries, each with its name."""
    yield "says", shot.says
    yield "shows", shot.shows
    yield "title", " / ".join(shot.title.split("\n"))
    yield "key words", ", ".join(shot.key_words)
    yield "lower third", " / ".join(shot.lower_third.split("\n"))
    if shot.callout:
        yield "call-out", f"{shot.callout.text}@{shot.callout.x:g},{shot.callout.y:g}"
    if shot.clip:
        pace = f"at {shot.clip_speed:g} times its pace" if shot.clip_speed else "at the pace that fills the shot"
        yield "own clip", f"from {shot.clip_start:g} s, {pace}, {shot.fit}"
    if shot.still:
        yield "own still", "yes"
    if shot.shows_screen:
        yield "screenshot", "yes"
    if shot.match:
        yield "colours", "as its neighbours'"


def _count(done: float, total: int) -> str:
    return f"{int(done)} of {total}" if total else "not known yet"
