"""A pipeline's prompts, encoded once for all that is asked at a time, so that its text encoder has one turn only."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


class Said(NamedTuple):
    """What one call of a pipeline is told."""

    prompt: str
    negative: str | None = None


class Encoded:
    """Remembers what a pipeline made of its prompts.

    Every prompt is encoded by itself, never in a batch: what is beside it in one must not change it.
    """

    def __init__(self) -> None:
        self._said: Sequence[Said] = ()
        self._kept: dict[str, Any] = {}
        self._at_each: Callable[[], None] = lambda: None

    def expect(self, said: Sequence[Said], at_each: Callable[[], None]) -> None:
        """All that will be said until another list comes; `at_each` is called before each is encoded."""
        self._at_each = at_each
        if said is not self._said:
            self._said = said
            self._kept.clear()

    def attach(self, pipe: Any) -> None:
        """From now on the pipeline asks here before it encodes; one that has no step for it goes on as it is."""
        if not hasattr(pipe, "encode_prompt"):
            return
        encode = pipe.encode_prompt
        signature = inspect.signature(encode)

        def encode_prompt(*args: Any, **named: Any) -> Any:
            call = signature.bind(*args, **named)
            if _key(call) not in self._kept:
                for one in [call, *self._others(call, signature)]:
                    self._at_each()
                    self._kept[_key(one)] = encode(*one.args, **one.kwargs)
            return _own(self._kept[_key(call)])

        pipe.encode_prompt = encode_prompt

    def _others(self, call: inspect.BoundArguments, signature: inspect.Signature) -> list[inspect.BoundArguments]:
        """The same call for everything else that will be said."""
        own = call.arguments.get("prompt")
        if _plain(own) not in {said.prompt for said in self._said}:
            return []  # an empty negative, as some pipelines encode it in a call of its own
        found = []
        for said in self._said:
            one = signature.bind(*call.args, **call.kwargs)
            one.arguments["prompt"] = [said.prompt] if isinstance(own, list) else said.prompt
            if (negative := one.arguments.get("negative_prompt")) is not None:
                one.arguments["negative_prompt"] = [said.negative] if isinstance(negative, list) else said.negative
            if _key(one) not in self._kept and _key(one) != _key(call) and one not in found:
                found.append(one)
        return found


def _own(made: Any) -> Any:
    """What was made, in lists of the caller's own: a pipeline may go on with them, though never with the tensors."""
    if isinstance(made, list | tuple):
        return type(made)(map(_own, made))
    return made


def _plain(prompt: Any) -> Any:
    return prompt[0] if isinstance(prompt, list) and len(prompt) == 1 else prompt


def _key(call: inspect.BoundArguments) -> str:
    return repr(sorted((name, repr(value)) for name, value in call.arguments.items()))
