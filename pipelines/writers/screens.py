"""Chooses the shots that show the user's screenshots: where the words are about an app, a website or a screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.machinery.words import mentions, word_table
from studio.film import Figure, Shot, edited


def with_screens(shots: Sequence[Shot], screens: int, products: int) -> list[Shot]:
    """The shots of a film, some of which show a screen; those show no product, unless no other shot would.

    One screenshot is shown in every second shot at most, several take turns. Where no words are about a screen,
    one early shot shows it.
    """
    if not screens:
        return list(shots)
    able = [at for at, shot in enumerate(shots) if (at > 0 or len(shots) == 1) and _has_room(shot.figure)]
    chosen: list[int] = []
    for at in able:
        shot = shots[at]
        if about_a_screen(f"{shot.says}\n{shot.shows}") and (screens > 1 or at - 1 not in chosen):
            chosen.append(at)
    if not chosen:
        free = [at for at in able if not shots[at].figure] or able
        chosen = [at for at in free if not shots[at].shows_product][:1] or free[:1] or [0]
    left = products and any(shot.shows_product and at not in chosen for at, shot in enumerate(shots))
    return [
        edited(shot, shows_screen=True, shows_product=shot.shows_product and not left) if at in chosen else shot
        for at, shot in enumerate(shots)
    ]


def _has_room(figure: Figure | None) -> bool:
    """A single step can show a device; what sets several things out shows each of them."""
    return figure is None or figure.kind == "step"


@lru_cache(maxsize=1024)
def about_a_screen(text: str) -> bool:
    """Whether words are about what is seen and done on a screen."""
    table = word_table("screens")
    if mentions(text, table["words"]) or _address().search(text.casefold()):
        return True
    return any(mentions(text, [word]) and not mentions(text, others) for word, others in table["unless"].items())


@lru_cache
def _address() -> re.Pattern[str]:
    return re.compile(word_table("screens")["address"])
