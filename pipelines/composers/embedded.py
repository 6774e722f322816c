"""The embedded composer: writes a piece in the film's mood, and plays it exactly as long as the film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.composers import score
from pipelines.composers.form import beats, form
from pipelines.composers.moods import CHARACTERS
from pipelines.composers.stage import play
from pipelines.machinery import waves
from studio.asks import Compose, Pulse
from studio.film import Artifact, Beats
from studio.roles import Desk


class Bed:
    """Music made here, from notes to sound: free of anybody's rights."""

    def compose(self, asks: Sequence[Compose], desk: Desk) -> Iterator[Artifact]:
        for done, ask in enumerate(asks):
            desk.tick(done / len(asks))
            written = score.write(ask.mood, ask.samples, ask.seed)
            out = desk.scratch(".wav")
            waves.write(out, play(written, ask.samples, ask.seed), ask.seed)
            yield desk.keep(out)

    def pulse(self, asks: Sequence[Pulse], desk: Desk) -> Iterator[Beats]:
        for ask in asks:
            yield Beats(seconds=beats(form(ask.samples, CHARACTERS[ask.mood].tempo)))
