"""What a reader notes down from a text, whatever its form: titles, scenes, pictures and spoken words, in order."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from pipelines.machinery.words import has_words

# A "shot" ends what belongs together in a shot list; the text of a "cut" is a Transition.
Kind = Literal["title", "scene", "shot", "shows", "says", "cut"]


class Note(NamedTuple):
    kind: Kind
    text: str
    speaker: str = ""
    item: int = 0  # its place in a numbered list
    items: tuple[str, ...] = ()  # the short things that it lists


# Every run has a limit, or a text of nothing but opening marks would be searched for minutes.
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((?:[^()\s]|\([^()]{0,100}\)){0,500}(?:\s+\"[^\"]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__|~~|`)(?=\S)(.{1,400}?)(?<=\S)\1")
_UNDERLINED = re.compile(r"(?<![^\s(\"'“])_(?=\S)(.{1,400}?)(?<=\S)_(?![^\s.,!?:;)\"'”।])")


def unmarked(text: str) -> str:
    """A row without Markdown's emphasis, code and links; the words of a link stay, its address goes."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    for _ in range(2):  # bold inside italics
        text = _EMPHASIS.sub(r"\2", text)
    return _UNDERLINED.sub(r"\1", text).strip()


def images(text: str) -> list[str]:
    """What Markdown's images say they show."""
    return [alt for alt in _IMAGE.findall(text) if has_words(alt)]
