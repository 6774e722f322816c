"""Puts a question to a chat model until its answer holds: once, and once more with what was wrong; then it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from pipelines.machinery.models.chat import ChatModel, Message, TooLong
from pipelines.machinery.models.residency import Loaded
from pipelines.machinery.models.schemas import Schema
from pipelines.writers.local_prompts import again, repeats_instructions
from studio.errors import EngineFailed
from studio.roles import Desk

T = TypeVar("T")
TRIES = 2


class Faults(ValueError):
    """What is wrong with an answer, each a sentence for whoever wrote it."""

    def __init__(self, *faults: str) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class Span(NamedTuple):
    """The share of all work at hand that one question is, from 0 to 1, what it is for, and what helps if it fails."""

    start: float
    end: float
    note: str
    hint: str = "Choose another writer."


class Asker(NamedTuple):
    """A model, and the desk to report to."""

    model: Loaded
    desk: Desk

    def tokens(self, messages: list[Message], at: float) -> tuple[int, int]:
        """How many tokens a chat takes, and how many there is room for with its answer."""
        return self.model.use(lambda chat: (chat.tokens(messages), chat.room), self.desk, at)

    def ask(self, messages: list[Message], schema: Schema, build: Callable[[dict[str, object]], T], span: Span) -> T:
        """What `build` makes of the answer. It raises Faults, or pydantic's error, for what cannot be used.

        Raises EngineFailed where the second answer cannot be used either. An answer may be cut off at the model's
        last token: then it is no JSON, which is a fault like any other.
        """
        width = (span.end - span.start) / TRIES
        faults: tuple[str, ...] = ()
        for turn in range(TRIES):
            start = span.start + turn * width

            def tell(share: float, start: float = start) -> None:
                self.desk.tick(start + share * width, span.note)

            answer = self._answer(messages, schema, tell, start)
            try:
                found = build(_read(answer))
            except Faults as error:
                faults = error.faults
            except ValidationError as error:
                faults = tuple(f"{'.'.join(map(str, one['loc']))}: {one['msg']}." for one in error.errors())
            else:
                self.desk.tick(span.end, span.note)
                return found
            messages = again(messages, answer, faults)
        name = self.model.card.name
        raise EngineFailed(
            f"The writer '{name}' gave no answer that can be used while {span.note}. {' '.join(faults)}",
            span.hint,
        )

    def _answer(self, messages: list[Message], schema: Schema, tell: Callable[[float], None], at: float) -> str:
        def work(chat: ChatModel) -> str:
            return chat.answer(messages, schema, tell)

        try:
            return self.model.use(work, self.desk, at)
        except TooLong as error:
            raise EngineFailed(
                f"The text is too long for the writer '{self.model.card.name}'.",
                "Shorten it, split it into several films, or choose a writer that reads more.",
            ) from error


def _read(answer: str) -> dict[str, object]:
    try:
        found = json.loads(answer)
    except json.JSONDecodeError as error:
        raise Faults("The answer broke off before its end: be shorter.") from error
    if not isinstance(found, dict):
        raise Faults("The answer is no JSON object.")
    if any(repeats_instructions(said) for said in _texts(found)):
        raise Faults("The answer repeats these instructions instead of speaking of the film.")
    return found


def _texts(value: object) -> list[str]:
    """Every text in an answer."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []
