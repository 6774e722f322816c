"""Edits of single shots: what may be changed, and the user's own storyboard that comes of it."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any, get_args

from pydantic import ValidationError

from studio import rules
from studio.errors import BadInput
from studio.film import Camera, Fit, Framing, Own, Project, Shot, Storyboard, Transition, edited

CAN_BE = {
    "camera": ", ".join(get_args(Camera)),
    "framing": ", ".join(get_args(Framing)),
    "fit": ", ".join(get_args(Fit)),
    "cut": ", ".join(get_args(Transition)),
    "clip_start": "seconds from 0 to 36000",
    "clip_speed": "0.25 to 4 times its pace, or fill",
    "key_words": "up to three stretches of what is said in it",
    "callout": "words and a place from 0,0 (top left) to 1,1 (bottom right)",
}
OF_A_CLIP = {"clip_start", "clip_speed"}
HOW_IT_IS_SHOWN = ("shows", "moves", "sound", "cast", "framing", "camera", "figure")
LONGEST_WISH = 500
OF_A_FIGURE = {"says", "shows", "title"}


def change(board: Storyboard, number: int, changes: dict[str, Any]) -> Storyboard:
    """The storyboard with fields of shot `number`, counted from 1, changed; raises BadInput for what cannot be."""
    before = picked(board, number)
    if OF_A_FIGURE & set(changes) and "figure" not in changes:
        changes = {**changes, "figure": None}  # it said what the old words said
    if "says" in changes and "key_words" not in changes:
        kept = tuple(words for words in before.key_words if words in changes["says"])
        changes = {**changes, "key_words": kept}
    shot = _changed(before, _with_own_picture(changes))
    if OF_A_CLIP & set(changes) and not shot.clip:
        raise BadInput(f"Shot {number} has no clip of its own to time.", "Give it one with --clip FILE.")
    if "fit" in changes and not shot.clip and not shot.still:
        raise BadInput(f"Shot {number} has no picture of its own to fit.", "Give it one with --clip or --still FILE.")
    if changes.get("shows_screen") and (shot.kind == "end" or shot.clip or shot.still):
        why = "is the end card" if shot.kind == "end" else "has a picture of its own"
        hint = "Choose another shot." if shot.kind == "end" else "Give that up with --drawn, or choose another shot."
        raise BadInput(f"Shot {number} {why} and shows no screenshot.", hint)
    if "cut" in changes and number == len(board.shots):
        raise BadInput(f"Shot {number} is the last and gives way to none.", "Change the cut of the shot before it.")
    _check_words(shot)
    return put(board, number, shot)


def picked(board: Storyboard, number: int) -> Shot:
    """Shot `number`, counted from 1; raises BadInput where there is none."""
    if not 1 <= number <= len(board.shots):
        raise BadInput(f"There is no shot {number}.", f"Choose one from 1 to {len(board.shots)}.")
    return board.shots[number - 1]


def put(board: Storyboard, number: int, shot: Shot) -> Storyboard:
    """The storyboard with another shot in place of shot `number`."""
    return edited(board, shots=(*board.shots[: number - 1], shot, *board.shots[number:]))  # type: ignore[no-any-return]


def to_rewrite(board: Storyboard, number: int, wish: str) -> Shot:
    """The shot that a wish is for; raises BadInput where there is none, or nothing of it is for a writer to say."""
    shot = picked(board, number)
    if shot.clip or shot.still:
        raise BadInput(
            f"Shot {number} shows a picture of your own, which no words change.",
            "Give that up with --drawn, or choose another shot.",
        )
    if not wish.strip() or len(wish) > LONGEST_WISH:
        raise BadInput(
            f"A wish has 1 to {LONGEST_WISH} characters.",
            "Say in a few words how the shot should be.",
        )
    return shot


def told_anew(before: Shot, after: Shot) -> dict[str, Any]:
    """What a writer changed of how a shot is shown; the rest of the shot is the user's."""
    fields = {field: getattr(after, field) for field in HOW_IT_IS_SHOWN}
    return {field: value for field, value in fields.items() if value != getattr(before, field)}


def own(project: Project, before: Storyboard, after: Storyboard) -> Project:
    """The project with its own storyboard, which stands in for the one that followed from its brief."""
    if after == before:
        return project
    digest = hashlib.sha256(before.model_dump_json().encode()).hexdigest()
    instead_of = project.own_storyboard.instead_of if project.own_storyboard else digest
    return edited(project, own_storyboard=Own(value=after, instead_of=instead_of))  # type: ignore[no-any-return]


def closed(version: Own[Any], closing: str) -> Own[Any]:
    """The user's own script or storyboard with other words on its end card; without any, also without the card."""
    value = version.value
    if isinstance(value, Storyboard):
        scenes = tuple(shot for shot in value.shots if shot.kind != "end")
        ending = (edited(shot, title=closing) if shot.kind == "end" else shot for shot in value.shots)
        kept = tuple(ending) if closing or not scenes else scenes
        return edited(version, value=edited(value, shots=kept))  # type: ignore[no-any-return]
    return edited(version, value=edited(value, closing=closing))  # type: ignore[no-any-return]


def words_of(shot: Shot) -> str:
    """All words that may stand in this shot's picture, one kind a line."""
    return "\n".join([shot.says, shot.title, shot.lower_third, shot.callout.text if shot.callout else ""])


def _with_own_picture(changes: dict[str, Any]) -> dict[str, Any]:
    """A clip takes the place of a still and the other way round; a new clip begins at its beginning."""
    if changes.get("clip") and changes.get("still"):
        raise BadInput("A shot shows a clip or a still, not both.", "Leave one of them out.")
    if changes.get("clip"):
        return {"still": None, "clip_start": 0.0, "clip_speed": 1.0, **changes}
    return {"clip": None, **changes} if changes.get("still") else changes


def _changed(shot: Shot, changes: dict[str, Any]) -> Shot:
    try:
        return edited(shot, **changes)  # type: ignore[no-any-return]
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise BadInput(
            f"A shot's {field.replace('_', ' ')} cannot be '{changes.get(field)}'.",
            f"It can be {CAN_BE[field]}." if field in CAN_BE else "See 'python app.py shot --help'.",
        ) from error


def _check_words(shot: Shot) -> None:
    if not shot.shows.strip():
        raise BadInput("A shot must show something.", "Say what is seen in it, in a few words.")
    rules.check_label("line", shot.says, rules.LONGEST_TEXT)
    rules.check_label("title", shot.title)
    rules.check_label("lower third", shot.lower_third)
    _check_key_words(shot)
    if shot.lower_third.count("\n") > 1:
        raise BadInput("A lower third has two lines at most.", "Write it as 'Name / role'.")
    if shot.callout:
        rules.check_label("call-out", shot.callout.text)


def _check_key_words(shot: Shot) -> None:
    if shot.key_words and shot.figure:
        raise BadInput("This shot sets out a figure, whose labels are its large words.", "Choose another shot.")
    for words in shot.key_words:
        if not _is_said(words, shot.says):
            raise BadInput(
                f"The shot does not say '{words}'.", 'Give whole words of its line as they are written there, or "".'
            )


def _is_said(words: str, says: str) -> bool:
    """Whether a text stands in a line and begins and ends where words of scripts with spaces do."""
    places = [at for at in range(len(says)) if says.startswith(words, at)]
    return any(not _joined(says, at) and not _joined(says, at + len(words)) for at in places)


def _joined(says: str, at: int) -> bool:
    """Whether one word goes on over a place in a line: there is a mark after it, or it is between two letters."""
    before, after = says[at - 1 : at] if at else "", says[at : at + 1]
    if not before or not after:
        return False
    kinds = unicodedata.category(before)[0], unicodedata.category(after)[0]
    unspaced = all("\u0e00" <= sign <= "\u0eff" or "\u2e80" <= sign <= "\u9fff" for sign in (before, after))
    return kinds[1] == "M" or (kinds[0] in "LMN" and kinds[1] in "LN" and not unspaced)
