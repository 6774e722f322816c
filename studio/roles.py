"""The six seats and the desk: what an engine must do, and all that it sees of the studio.

Every method takes many asks and yields one answer for each, in order, each as soon as it is
ready. An engine may therefore encode all prompts once, keep one model loaded, or work in
parallel. It raises BadInput for an ask it can never answer and EngineFailed otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from studio.asks import Animate, Compose, Join, Mix, Paint, Plan, Segment, Speak, Write
from studio.film import Artifact, Film, Footage, Picture, Script, Speech, Storyboard


class Desk(Protocol):
    def path(self, artifact: Artifact) -> Path:
        """Where the artifact's bytes lie; read only."""

    def scratch(self, suffix: str) -> Path:
        """A fresh path to write to; swept away after the work, however it ends."""

    def keep(self, file: Path) -> Artifact:
        """Take a finished file into the store; the file itself is moved away."""

    def tick(self, done: float, note: str = "") -> None:
        """Report progress, 0 to 1 over all asks at hand. Raises Cancelled when it should stop."""


class Writer(Protocol):
    def write(self, asks: Sequence[Write], desk: Desk) -> Iterator[Script]: ...

    def plan(self, asks: Sequence[Plan], desk: Desk) -> Iterator[Storyboard]: ...


class Painter(Protocol):
    def paint(self, asks: Sequence[Paint], desk: Desk) -> Iterator[Picture]: ...


class Animator(Protocol):
    def animate(self, asks: Sequence[Animate], desk: Desk) -> Iterator[Footage]: ...


class Narrator(Protocol):
    def speak(self, asks: Sequence[Speak], desk: Desk) -> Iterator[Speech]: ...


class Composer(Protocol):
    def compose(self, asks: Sequence[Compose], desk: Desk) -> Iterator[Artifact]: ...


class Editor(Protocol):
    def segment(self, asks: Sequence[Segment], desk: Desk) -> Iterator[Footage]: ...

    def mix(self, asks: Sequence[Mix], desk: Desk) -> Iterator[Artifact]: ...

    def join(self, asks: Sequence[Join], desk: Desk) -> Iterator[Film]: ...
