"""The cutting room's door: segments through MoviePy's timeline, one mix, one join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.editors import join, segments, sound
from pipelines.machinery.parallel import in_parallel
from studio.asks import Join, Mix, Segment
from studio.film import Artifact, Film, Footage
from studio.roles import Desk


class CuttingRoom:
    """Renders segments on all cores, mixes the sound once and joins without encoding again."""

    def segment(self, asks: Sequence[Segment], desk: Desk) -> Iterator[Footage]:
        return in_parallel(lambda ask, check: segments.render(ask, desk, check), asks, desk, "cutting")

    def mix(self, asks: Sequence[Mix], desk: Desk) -> Iterator[Artifact]:
        return in_parallel(lambda ask, _: sound.mix(ask, desk), asks, desk, "mixing")

    def join(self, asks: Sequence[Join], desk: Desk) -> Iterator[Film]:
        return in_parallel(lambda ask, check: join.join(ask, desk, check), asks, desk, "joining")
