"""Takes of one shot's picture: another one, or the best of several by a checker that knows words."""

from __future__ import annotations

from typing import NamedTuple

from studio import picturing, stages
from studio.asks import Paint, Score
from studio.crew import Crew
from studio.errors import BadInput
from studio.film import Picture, Project, Rank, edited

MOST = 8  # takes that are compared at a time


class Ranked(NamedTuple):
    """A take, its picture, and how well that shows the shot's words beside the other takes."""

    take: int
    picture: Picture
    score: float


def ranked(project: Project, crew: Crew, number: int, count: int) -> list[Ranked]:
    """`count` takes of the picture of shot `number`, counted from 1, the best first: the one it has and further ones.

    Raises BadInput where the checker knows no words, for too many, and for a shot that no painter draws.
    """
    _require_ranks(crew)
    if not 2 <= count <= MOST:
        raise BadInput(f"{count} takes cannot be compared.", f"Ask for 2 to {MOST}.")
    board = stages.storyboard(project, crew)
    if not 1 <= number <= len(board.shots):
        raise BadInput(f"There is no shot {number}.", f"Choose one from 1 to {len(board.shots)}.")
    shot, faces = board.shots[number - 1], stages.cast(project, crew)
    takes = list(range(shot.still_take, shot.still_take + count))
    asks = [picturing.ask(project, board, edited(shot, still_take=take), crew, faces) for take in takes]
    if not all(isinstance(ask, Paint) for ask in asks):
        raise BadInput(
            f"Shot {number} has a picture of its own.", "Give that up with --drawn, or choose another shot."
        )
    pictures = crew.answers([ask for ask in asks if ask], Picture)
    scores = crew.answers([Score(picture=picture.image, shows=shot.shows) for picture in pictures], Rank)
    found = [Ranked(take, picture, rank.score) for take, picture, rank in zip(takes, pictures, scores, strict=True)]
    return sorted(found, key=lambda one: -one.score)


def _require_ranks(crew: Crew) -> None:
    checker = crew.cards.get("checker")
    if not checker or not checker.honours("words"):
        who = f"The checker '{checker.name}' cannot say" if checker else "No checker of this film can say"
        raise BadInput(
            f"{who} which take shows its words best.", "Choose one that can, such as --checker siglip2-base."
        )
