"""The seven seats, the desk and the house: what an engine must do, and what each side sees of the other.

Every method takes many asks and yields one answer for each, in order, each as soon as it is
ready. An engine may therefore encode all prompts once, keep one model loaded, or work in
parallel. It raises BadInput for an ask it can never answer and EngineFailed otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from studio.asks import (
    Animate,
    Check,
    Clean,
    Compose,
    Conform,
    Encode,
    Export,
    Foley,
    Join,
    Listen,
    Match,
    Mix,
    Paint,
    Plan,
    Poster,
    Pulse,
    Reframe,
    Rewrite,
    Score,
    Segment,
    Speak,
    Spot,
    Write,
)
from studio.cards import Card, Machine, Parcel
from studio.cut import CaptionStyle, Cut, Film, LookStyle, Overlay
from studio.film import (
    Artifact,
    Balance,
    Beats,
    Box,
    Footage,
    Lineup,
    Picture,
    Rank,
    Script,
    Seat,
    Seen,
    Shot,
    Size,
    Speech,
    Storyboard,
    Verdict,
)
from studio.formats import Form, Platform


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

    def rewrite(self, asks: Sequence[Rewrite], desk: Desk) -> Iterator[Shot]: ...


class Painter(Protocol):
    def paint(self, asks: Sequence[Paint], desk: Desk) -> Iterator[Picture]: ...


class Animator(Protocol):
    def animate(self, asks: Sequence[Animate], desk: Desk) -> Iterator[Footage]: ...


class Narrator(Protocol):
    def speak(self, asks: Sequence[Speak], desk: Desk) -> Iterator[Speech]: ...


class Composer(Protocol):
    def compose(self, asks: Sequence[Compose], desk: Desk) -> Iterator[Artifact]: ...

    def pulse(self, asks: Sequence[Pulse], desk: Desk) -> Iterator[Beats]:
        """Asked only of a composer that knows its beats beforehand; another's music is listened to."""

    def foley(self, asks: Sequence[Foley], desk: Desk) -> Iterator[Artifact]:
        """Asked only of a composer whose card says that it makes effects."""


class Checker(Protocol):
    def check(self, asks: Sequence[Check], desk: Desk) -> Iterator[Verdict]: ...

    def score(self, asks: Sequence[Score], desk: Desk) -> Iterator[Rank]:
        """Asked only of a checker whose card says that it knows words."""


class Editor(Protocol):
    def conform(self, asks: Sequence[Conform], desk: Desk) -> Iterator[Footage]: ...

    def poster(self, asks: Sequence[Poster], desk: Desk) -> Iterator[Picture]: ...

    def reframe(self, asks: Sequence[Reframe], desk: Desk) -> Iterator[Picture]: ...

    def spot(self, asks: Sequence[Spot], desk: Desk) -> Iterator[Seen]: ...

    def match(self, asks: Sequence[Match], desk: Desk) -> Iterator[Balance]: ...

    def clean(self, asks: Sequence[Clean], desk: Desk) -> Iterator[Speech]: ...

    def listen(self, asks: Sequence[Listen], desk: Desk) -> Iterator[Beats]: ...

    def segment(self, asks: Sequence[Segment], desk: Desk) -> Iterator[Footage]: ...

    def mix(self, asks: Sequence[Mix], desk: Desk) -> Iterator[Artifact]: ...

    def encode(self, asks: Sequence[Encode], desk: Desk) -> Iterator[Artifact]: ...

    def join(self, asks: Sequence[Join], desk: Desk) -> Iterator[Film]: ...

    def export(self, asks: Sequence[Export], desk: Desk) -> Iterator[Artifact]: ...


class EndCard(NamedTuple):
    """What is set over the end card of a film of a size."""

    overlays: tuple[Overlay, ...]
    size: Size


class Panel(NamedTuple):
    """One shot on a storyboard sheet: its picture, None while it is not drawn yet, with `labels` in their places.

    Of an end card also what its film sets over it.
    """

    picture: Path | None
    number: int
    says: str
    notes: str
    seconds: float | None
    labels: tuple[tuple[str, Box], ...] = ()
    card: EndCard | None = None


class Edit(NamedTuple):
    """A finished edit on its way to another program: the cut, what each shot says, and where files lie."""

    title: str
    cut: Cut
    says: tuple[str, ...]
    captions: Path
    path: Callable[[Artifact], Path]


class House(Protocol):
    """The machine as the studio sees it: its engines, and how files come in and sheets go out."""

    def cards(self) -> dict[str, Card]:
        """Every engine that is known by a name."""

    def card(self, seat: Seat, name: str) -> Card:
        """The engine of that name, or one that runs the model in that folder or of that hub id; raises BadInput."""

    def lineups(self) -> dict[str, Lineup]: ...

    def looks(self) -> list[str]: ...

    def look(self, name: str) -> LookStyle:
        """What the road must know of a look; raises BadInput for a name nobody knows, and for a bad file."""

    def caption_styles(self) -> dict[str, CaptionStyle]: ...

    def why_not(self, card: Card) -> str:
        """Why this engine cannot run here, in one sentence; empty when it can."""

    def models(self, name: str) -> list[Card]:
        """The cards with models that a name stands for: an engine's, a line-up's, or a hub id's; raises BadInput."""

    def lacks(self, card: Card) -> bool:
        """Whether its model is not on this machine, or not all of it."""

    def parcel(self, card: Card) -> Parcel:
        """What a download of its model would bring; raises EngineMissing where it cannot be had."""

    def fetch(self, card: Card, tell: Callable[[int], None]) -> Path:
        """Bring a card's model to this machine, telling bytes as they arrive; its folder."""

    def machine(self) -> Machine:
        """The memory that models would have here."""

    def hire(self, card: Card) -> Any:
        """The engine itself; raises EngineMissing where it cannot run."""

    def take_in(self, picture: Path, normalised: Path) -> None:
        """Check a user's picture and write it as an 8-bit sRGB PNG; raises BadInput."""

    def take_in_clip(self, clip: Path, scratch: Callable[[str], Path]) -> Path:
        """Check a user's clip and copy it to a scratch path of its suffix; raises BadInput."""

    def take_in_sound(self, sound: Path, normalised: Path) -> None:
        """Check a user's sound and write it as a 48 kHz stereo FLAC; raises BadInput, also for silence."""

    def take_in_lut(self, lut: Path, normalised: Path) -> None:
        """Check a user's .cube file and write its table anew; raises BadInput."""

    def take_in_font(self, font: Path, normalised: Path) -> None:
        """Check a user's TrueType or OpenType font and write its outlines anew; raises BadInput."""

    def grades(self) -> list[str]:
        """The names of the looks that a film's colours can have."""

    def check_letters(self, text: str) -> None:
        """Raise BadInput when no font here draws some of the text's letters."""

    def sheet(self, title: str, panels: Sequence[Panel], out: Path, desk: Desk) -> None:
        """Write a storyboard's contact sheet as .png or .pdf, whole or not at all; logos lie on the desk."""

    def forms(self) -> dict[str, Form]:
        """The formats that a finished film can be written as, by name."""

    def platforms(self) -> dict[str, Platform]: ...

    def timelines(self) -> dict[str, str]:
        """The timelines for editing programs by name, each with its program in words."""

    def timeline(self, edit: Edit, name: str, folder: Path) -> str:
        """Write a timeline, its media and captions into an empty folder; returns what it could not carry."""
