"""Takes of one shot's picture: another one, or the best of several by a checker that knows words."""

from __future__ import annotations

from typing import Literal, NamedTuple

from studio import picturing, shots, stages
from studio.asks import Check, Paint, Score
from studio.crew import Crew
from studio.errors import BadInput, Refused
from studio.film import Picture, Project, Rank, Storyboard, Verdict, edited

MOST = 8  # takes that are compared at a time


def another(board: Storyboard, number: int, what: Literal["picture", "clip"]) -> Storyboard:
    """The storyboard with the next take of one shot's picture, or of its clip alone; raises BadInput."""
    shot = shots.picked(board, number)
    if shot.clip or (shot.still and what == "picture"):
        raise BadInput(
            f"Shot {number} has a picture of its own.", "Give that up with --drawn, or choose another shot."
        )
    take = {"clip_take": shot.clip_take + 1} if what == "clip" else {"still_take": shot.still_take + 1}
    return shots.put(board, number, edited(shot, **take))


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
    board, faces = stages.storyboard(project, crew), stages.cast(project, crew)
    shot = shots.picked(board, number)
    takes = list(range(shot.still_take, shot.still_take + count))
    asks = [picturing.ask(project, board, edited(shot, still_take=take), crew, faces) for take in takes]
    if not all(isinstance(ask, Paint) for ask in asks):
        raise BadInput(
            f"Shot {number} has a picture of its own.", "Give that up with --drawn, or choose another shot."
        )
    pictures = crew.answers([ask for ask in asks if ask], Picture)
    verdicts = crew.answers([Check(seen=picture.image) for picture in pictures], Verdict)
    safe = [made for made, verdict in zip(zip(takes, pictures, strict=True), verdicts, strict=True) if verdict.safe]
    if not safe:
        raise Refused(f"None of these takes of shot {number} may be shown.", "Change what the shot shows.")
    scores = crew.answers([Score(picture=picture.image, shows=shot.shows) for _, picture in safe], Rank)
    found = [Ranked(*made, rank.score) for made, rank in zip(safe, scores, strict=True)]
    return sorted(found, key=lambda one: -one.score)


def _require_ranks(crew: Crew) -> None:
    checker = crew.cards.get("checker")
    if not checker or not checker.honours("words"):
        who = f"The checker '{checker.name}' cannot say" if checker else "No checker of this film can say"
        raise BadInput(
            f"{who} which take shows its words best.", "Choose one that can, such as --checker siglip2-base."
        )
