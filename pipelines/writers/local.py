"""The writer that runs a chat model on this machine: any family of transformers with a chat template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.machinery.languages import can_be
from pipelines.machinery.models import chat, residency
from pipelines.machinery.models.placement import Placement
from pipelines.machinery.words import has_words
from pipelines.writers.embedded import Outline
from pipelines.writers.local_asking import Asker
from pipelines.writers.local_planning import planned
from pipelines.writers.local_rewriting import rewritten
from pipelines.writers.local_writing import is_script, translated, written
from pipelines.writers.tidy import tidy
from studio.asks import Plan, Rewrite, Write
from studio.cards import Card
from studio.errors import BadInput
from studio.film import Script, Shot, Storyboard
from studio.roles import Desk


class Chat:
    """Writes narrations out, plans shots and tells them anew. The same ask has the same answer on one machine."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._model = residency.Loaded(card, self._load)

    def _load(self, placement: Placement) -> chat.ChatModel:
        return chat.load(self._card, placement)

    def write(self, asks: Sequence[Write], desk: Desk) -> Iterator[Script]:
        """One script for each ask: a brief that is a script stays word for word, an idea is written out.

        Raises BadInput where nothing can be said, and EngineFailed where the model keeps losing the brief's facts
        or its language.
        """
        for at, ask in enumerate(asks):
            span = (at / len(asks), (at + 1) / len(asks))
            desk.tick(span[0], "reading the brief")
            if not has_words(tidy(ask.text)):
                raise BadInput(
                    "The brief has no words to say.", "Write at least one sentence about the film you want."
                )
            yield self._script(ask, Asker(self._model, desk), span)

    def _script(self, ask: Write, asker: Asker, span: tuple[float, float]) -> Script:
        if not is_script(ask.text):
            return written(ask, asker, span)
        kept = next(Outline().write([Write(text=ask.text, genre=ask.genre)], asker.desk))
        if ask.language in ("", kept.language):
            return kept
        if can_be(ask.language, " ".join(line.says for line in kept.lines)):
            return next(Outline().write([ask], asker.desk))
        return translated(kept, ask.language, asker, span)

    def plan(self, asks: Sequence[Plan], desk: Desk) -> Iterator[Storyboard]:
        """One storyboard for each ask; its shots say the script's words in the script's order."""
        for at, ask in enumerate(asks):
            desk.tick(at / len(asks), "planning the shots")
            yield planned(ask, Asker(self._model, desk), (at / len(asks), (at + 1) / len(asks)))

    def rewrite(self, asks: Sequence[Rewrite], desk: Desk) -> Iterator[Shot]:
        """One shot for each ask, changed as it wishes."""
        for at, ask in enumerate(asks):
            desk.tick(at / len(asks), "rewriting the shot")
            yield rewritten(ask, Asker(self._model, desk), (at / len(asks), (at + 1) / len(asks)))
