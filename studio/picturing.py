"""What is asked for a shot's picture: of its painter, or of the editor where it is the user's own still or clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio import brand
from studio.asks import Paint, Poster, Prompting, Reframe
from studio.cards import Card
from studio.crew import Crew
from studio.cut import LookStyle
from studio.errors import Refused
from studio.film import Artifact, Brief, Picture, Project, Seat, Shot, Size, Storyboard, edited

ASKS = (Paint, Poster, Reframe)  # the kinds of ask that give a shot its picture
PORTRAIT = Size(width=768, height=768)
POSED = {
    "person": "standing, seen whole, on a plain light ground, evenly lit",
    "place": "a wide view of the place, nobody there",
}


def ask(
    project: Project, board: Storyboard, shot: Shot, crew: Crew, cast: Mapping[str, Artifact]
) -> Paint | Poster | Reframe | None:
    """What to ask for a shot's picture; None for a still that the animator fits into the frame, on its own blur."""
    size = project.brief.size
    if shot.clip:
        return Poster(clip=shot.clip, fit=shot.fit, start=shot.clip_start, size=size)
    if not shot.still:
        return _paint(project, board, shot, crew, cast)
    return None if shot.fit == "blur" else Reframe(still=shot.still, fit=shot.fit, size=size)


def _paint(project: Project, board: Storyboard, shot: Shot, crew: Crew, cast: Mapping[str, Artifact]) -> Paint:
    brief, look = project.brief, crew.look
    ends = shot.kind == "end"
    return Paint(
        shows=shot.shows,
        background=ends,
        framing=shot.framing,
        mood=board.mood,
        look=look.key,
        size=brief.size,
        seed=brief.seed,
        take=shot.still_take,
        products=brief.products if shot.shows_product else (),
        screens=_screen(brief, board, shot),
        colours=brand.mended(brief.colours)[0] if ends and look.wears_brand else brief.colours,
        figure=edited(shot.figure, labels=()) if shot.figure else None,
        references=tuple(cast[name] for name in shot.cast if name in cast),
        guide=brief.guide if crew.cards["painter"].honours("image to image") else 0.0,
    )


def _screen(brief: Brief, board: Storyboard, shot: Shot) -> tuple[Artifact, ...]:
    """The screenshot of a shot that shows one: they take turns through the film."""
    if not (shot.shows_screen and brief.screens):
        return ()
    showing = [one.id for one in board.shots if one.shows_screen]
    return (brief.screens[showing.index(shot.id) % len(brief.screens)],)


def portraits(brief: Brief, board: Storyboard, look: LookStyle) -> dict[str, Paint]:
    """One picture of each person and place that comes back, by name, to be shown to the painter for every shot.

    Products have pictures of the user's own; who is seen once need not look like themselves.
    """
    again = [one for one in board.cast if sum(one.name in shot.cast for shot in board.shots) > 1]
    return {
        one.name: Paint(
            shows=f"{one.looks}, {POSED[one.kind]}", mood=board.mood, look=look.key, size=PORTRAIT, seed=brief.seed
        )
        for one in again
        if one.kind in POSED
    }


def prompting(cards: Mapping[Seat, Card]) -> Prompting | None:
    """How a writer that runs a model is to word what the painter's model reads; None where either is embedded."""
    model = cards["painter"].model
    if not (cards["writer"].model and model):
        return None
    return Prompting(words=model.prompt_words, form=model.prompt_form)


def refusal(number: int, checker: Card, unsafe: float) -> Refused:
    """Why a shot may not be shown."""
    return Refused(
        f"Shot {number} may not be shown: the checker '{checker.label}' is {unsafe:.0%} sure that it is unsafe.",
        "Change what the shot shows, or make another take of it.",
    )


def shown(pictures: Sequence[Picture | None], safe: Sequence[bool]) -> list[Picture | None]:
    """The pictures without those that are not known to be safe."""
    return [picture if fine else None for picture, fine in zip(pictures, safe, strict=True)]
