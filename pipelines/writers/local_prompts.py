"""The chat writer's prompts: texts of assets/prompts, filled in, with the customer's material kept apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from string import Template

from pipelines.machinery.models.chat import Message
from pipelines.machinery.tables import ASSETS
from pipelines.machinery.words import bare_words

FORMS = {
    "sentences": "in one to three plain sentences",
    "tags": "as short tags parted by commas, the most important first, no sentences",
}
_FENCES = re.compile(r"<{3,}|>{3,}")
_QUOTED_RUN = 8  # words in a row that nobody writes by chance


@lru_cache
def prompt(name: str) -> Template:
    """The text assets/prompts/<name>.md; its $names are to be filled in."""
    return Template((ASSETS / "prompts" / f"{name}.md").read_text(encoding="utf-8"))


def asked(name: str, **said: object) -> list[Message]:
    """A chat that asks for what the prompt of that name asks for. Raises KeyError where something is not said."""
    system = prompt("system").substitute().strip()
    user = prompt(name).substitute({key: str(value) for key, value in said.items()})
    return [Message("system", system), Message("user", re.sub(r"\n{3,}", "\n\n", user).strip())]


def again(messages: list[Message], answer: str, faults: Iterable[str]) -> list[Message]:
    """The chat with an answer and what is wrong with it."""
    told = prompt("repair").substitute(faults="\n".join(f"- {fault}" for fault in faults)).strip()
    return [*messages, Message("assistant", answer), Message("user", told)]


def material(text: str) -> str:
    """A customer's text that cannot end the fence it stands in."""
    return _FENCES.sub("", text).strip()


def rows(things: Iterable[Mapping[str, object]]) -> str:
    """Things as one row of JSON each: quotes and line ends inside them are spelt out."""
    return "\n".join(material(json.dumps(thing, ensure_ascii=False)) for thing in things)


def repeats_instructions(said: str) -> bool:
    """Whether an answer repeats eight words in a row of our own prompts."""
    words = bare_words(said)
    return any(words[at : at + _QUOTED_RUN] in _runs() for at in range(len(words) - _QUOTED_RUN + 1))


@lru_cache
def _runs() -> frozenset[tuple[str, ...]]:
    found = set()
    for file in sorted((ASSETS / "prompts").glob("*.md")):
        words = bare_words(file.read_text(encoding="utf-8"))
        found |= {words[at : at + _QUOTED_RUN] for at in range(len(words) - _QUOTED_RUN + 1)}
    return frozenset(found)
