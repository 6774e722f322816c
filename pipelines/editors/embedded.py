"""The cutting room's door: segments through MoviePy's timeline, one mix, one join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.editors import (
    beats,
    conform,
    exports,
    join,
    matching,
    reframe,
    segments,
    sound,
    soundtrack,
    spotting,
    voice,
)
from pipelines.machinery import hardware, memory
from pipelines.machinery.parallel import Check, in_parallel
from studio.asks import Clean, Conform, Encode, Export, Join, Listen, Match, Mix, Poster, Reframe, Segment, Spot
from studio.cut import Film
from studio.errors import EngineMissing
from studio.film import Artifact, Balance, Beats, Footage, Picture, Seen, Speech
from studio.roles import Desk


class CuttingRoom:
    """Renders segments on all cores, mixes the sound once and joins without encoding again."""

    hardware = ""  # an encoder of the machine's own; x264 is used without one

    def segment(self, asks: Sequence[Segment], desk: Desk) -> Iterator[Footage]:
        def render(run: list[Segment], check: Check) -> list[Footage]:
            made = segments.render(run, desk, check, self.hardware)
            memory.give_back()
            return made

        for made in in_parallel(render, segments.runs(asks), desk, "cutting"):
            yield from made

    def conform(self, asks: Sequence[Conform], desk: Desk) -> Iterator[Footage]:
        return in_parallel(lambda ask, check: conform.conform(ask, desk, check), asks, desk, "fitting clips")

    def poster(self, asks: Sequence[Poster], desk: Desk) -> Iterator[Picture]:
        return in_parallel(lambda ask, check: conform.poster(ask, desk, check), asks, desk, "opening clips")

    def reframe(self, asks: Sequence[Reframe], desk: Desk) -> Iterator[Picture]:
        return in_parallel(lambda ask, _: reframe.reframe(ask, desk), asks, desk, "fitting pictures")

    def spot(self, asks: Sequence[Spot], desk: Desk) -> Iterator[Seen]:
        return in_parallel(lambda ask, _: spotting.spot(ask, desk), asks, desk, "looking for faces")

    def match(self, asks: Sequence[Match], desk: Desk) -> Iterator[Balance]:
        return in_parallel(lambda ask, _: matching.match(ask, desk), asks, desk, "matching colours")

    def clean(self, asks: Sequence[Clean], desk: Desk) -> Iterator[Speech]:
        return in_parallel(lambda ask, _: voice.clean(ask, desk), asks, desk, "cleaning the voice")

    def listen(self, asks: Sequence[Listen], desk: Desk) -> Iterator[Beats]:
        return in_parallel(lambda ask, _: beats.listen(ask, desk), asks, desk, "listening to your music")

    def mix(self, asks: Sequence[Mix], desk: Desk) -> Iterator[Artifact]:
        return in_parallel(lambda ask, _: sound.mix(ask, desk), asks, desk, "mixing")

    def encode(self, asks: Sequence[Encode], desk: Desk) -> Iterator[Artifact]:
        return in_parallel(lambda ask, check: soundtrack.encode(ask, desk, check), asks, desk, "encoding the sound")

    def join(self, asks: Sequence[Join], desk: Desk) -> Iterator[Film]:
        return in_parallel(lambda ask, check: join.join(ask, desk, check), asks, desk, "joining")

    def export(self, asks: Sequence[Export], desk: Desk) -> Iterator[Artifact]:
        return exports.export(asks, desk)


class HardwareCuttingRoom(CuttingRoom):
    """The same room with the encoder that is found in this machine's hardware."""

    def __init__(self) -> None:
        self.hardware = hardware.encoder() or ""
        if not self.hardware:
            raise EngineMissing(hardware.why_not(), "Choose the editor moviepy.")
