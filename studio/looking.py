"""What is there of a project, without making anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from studio import stages
from studio.calls import Call
from studio.crew import Crew, Missing
from studio.cut import Film, Overlay
from studio.errors import Refused
from studio.film import Box, Project, Script, Shot, Storyboard
from studio.roles import EndCard

T = TypeVar("T")


class Progress(NamedTuple):
    """How far one stage is: answers there, of how many, once the stage before it is known."""

    stage: str
    ready: int
    total: int | None


class View(NamedTuple):
    """What is there of a project right now; later parts are empty until they are made."""

    project: Project
    script: Script | None
    board: Storyboard | None
    shots: tuple[Shot, ...]
    pictures: tuple[Path | None, ...]
    seconds: tuple[float | None, ...]
    film: Film | None
    notes: tuple[str, ...]
    progress: tuple[Progress, ...]
    labels: tuple[
        tuple[tuple[str, Box], ...], ...
    ] = ()  # of each shot's figure, in the places its picture has for them
    cards: tuple[EndCard | None, ...] = ()  # what is set over each shot that is an end card


def look(project: Project, crew: Crew) -> View:
    """The view of a project. The crew's worker must be an onlooker."""
    board = known(lambda: stages.storyboard(project, crew))
    cut = known(lambda: stages.cut(project, crew))
    shots = board.shots if board else ()
    return View(
        project=project,
        script=known(lambda: stages.script(project, crew)),
        board=board,
        shots=shots,
        pictures=_pictures(project, crew) if board else (),
        seconds=tuple(p.frames / float(cut.fps) for p in cut.picture) if cut else (None,) * len(shots),
        film=known(lambda: stages.film(project, crew)),
        notes=cut.notes if cut else (),
        progress=tuple(_progress(project, crew)),
        labels=_labels(project, crew) if board else (),
        cards=tuple(map(partial(_card, project, crew), shots)),
    )


def known(ask: Callable[[], T]) -> T | None:
    """The answer when it is there, None when something on the way to it is missing or may not be shown."""
    try:
        return ask()
    except (Missing, Refused):
        return None


def _pictures(project: Project, crew: Crew) -> tuple[Path | None, ...]:
    drawn = stages.pictures_so_far(project, crew)
    return tuple(crew.store.path(picture.image) if picture else None for picture in drawn)


def _labels(project: Project, crew: Crew) -> tuple[tuple[tuple[str, Box], ...], ...]:
    drawn = zip(stages.storyboard(project, crew).shots, stages.pictures_so_far(project, crew), strict=True)
    return tuple(
        tuple(zip(shot.figure.labels, picture.seen.places, strict=False)) if shot.figure and picture else ()
        for shot, picture in drawn
    )


def _card(project: Project, crew: Crew, shot: Shot) -> EndCard | None:
    """The words, the logo and the small print of an end card, at rest."""
    if shot.kind != "end":
        return None
    brief, language = project.brief, stages.script(project, crew).language
    words = {"language": language, "margins": brief.covered, "frames": 1}
    found = [
        Overlay(role="closing", text=shot.title, font=brief.font, style=crew.look.key, **words),
        *([Overlay(role="logo", image=brief.logo, margins=brief.covered, frames=1)] if brief.logo else []),
        *([Overlay(role="legal", text=brief.legal, **words)] if brief.legal else []),
    ]
    return EndCard(tuple(found), brief.size)


def _progress(project: Project, crew: Crew) -> Iterator[Progress]:
    """How far each stage is. A stage's size is known only once the stage before it is done."""
    for name, stage in stages.ROAD.items():
        missing: tuple[Call, ...] = ()
        refused = False
        try:
            stage(project, crew)
        except Missing as found:
            missing = found.calls
        except Refused:
            refused = True
        total = sum(call.kind == name for call in crew.calls.values())
        if (missing and missing[0].kind != name) or (refused and not total):
            yield Progress(name, 0, None)
        else:
            yield Progress(name, total - len(missing), total)
