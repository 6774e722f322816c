"""Storyboards by a chat model: code says which words each shot speaks, the model what is seen, moves and sounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, get_args

from pipelines.machinery.models import schemas
from pipelines.machinery.models.chat import BYTES_A_TOKEN, Message
from pipelines.machinery.models.schemas import Schema, longest
from pipelines.machinery.words import has_words
from pipelines.writers.camera import camera_in, framing_in
from pipelines.writers.local_asking import Asker, Faults, Span
from pipelines.writers.local_cast import MOST, MOST_IN_A_SHOT, clipped, dressed, looks_words, merged, present
from pipelines.writers.local_cast import scene_words as words_for
from pipelines.writers.local_prompts import FORMS, asked, material, rows
from pipelines.writers.local_variety import varied
from pipelines.writers.local_writing import plain
from pipelines.writers.planning import storyboard
from studio.asks import Plan, Prompting
from studio.errors import EngineFailed
from studio.film import Camera, Character, Framing, Mood, Shot, Storyboard, Transition, edited

USUAL = Prompting()  # for engines that find the telling words themselves
MOST_SHOTS = 8  # in one question: more of them, and small models lose their place
SIGNS_A_WORD = 8  # of English, with its space, at most on average
MOVES, SOUND, NAME = 200, 60, 30  # signs
CAMERAS: tuple[Camera, ...] = get_args(Camera)
FRAMINGS: tuple[Framing, ...] = get_args(Framing)
CUTS: tuple[Transition, ...] = get_args(Transition)
STORY = 2000  # signs of the narration that are read at once for the cast: in some scripts three tokens each
PHOTOGRAPHED = (
    "- The product of the film is photographed already: do not list it."  # or words would belie its picture
)
BEFORE = 2  # shots that a window is told of the one before


class _Film(NamedTuple):
    """What every window of one storyboard is told."""

    ask: Plan
    title: str
    mood: Mood
    cast: tuple[Character, ...]

    @property
    def prompts(self) -> Prompting:
        return self.ask.prompts or USUAL


def planned(ask: Plan, asker: Asker, span: tuple[float, float]) -> Storyboard:
    """A storyboard whose shots say the script whole and in order: the embedded writer's splitting has the words.

    What the model adds is checked; sizes, moves and transitions that the user asked for stay. A figure stays only
    where no prompts are wanted, for only the drawn engines set one out. What a shot shows is in English whatever
    the film's language is: picture models were taught on English captions, and read others badly or not at all.
    """
    base = storyboard(ask.script, ask.products, ask.screens, ask.passing)
    scenes = [shot for shot in base.shots if shot.kind == "scene"]
    middle = span[0] + (span[1] - span[0]) * 0.2
    mood, cast = _cast(ask, asker, (span[0], middle))
    film = _Film(ask, material(ask.script.title), ask.script.mood or mood, cast)
    told: list[dict[str, Any]] = []
    while len(told) < len(scenes):
        room = _fitting(film, scenes[len(told) :], told, asker, middle)
        window = scenes[len(told) : len(told) + room]
        ends = [middle + (span[1] - middle) * at / len(scenes) for at in (len(told), len(told) + room)]
        told += _window(film, window, told, asker, Span(ends[0], ends[1], "planning the shots"))
    shots = _varied(ask, [_filled(film, shot, said) for shot, said in zip(scenes, told, strict=True)], scenes)
    shots = _with_pictures(ask, shots, scenes)
    if scenes and ask.prompts and not any(shot.title for shot in shots):
        shots[0] = edited(shots[0], title=ask.script.title)  # a figure was in its place
    ending = [shot for shot in base.shots if shot.kind == "end"]
    used = {name for shot in shots for name in shot.cast}
    return Storyboard(mood=film.mood, shots=(*shots, *ending), cast=tuple(one for one in cast if one.name in used))


def _cast(ask: Plan, asker: Asker, span: tuple[float, float]) -> tuple[Mood, tuple[Character, ...]]:
    """Who comes back and what the film feels like; a long narration is read part by part, each knowing the last."""
    prompts = ask.prompts or USUAL
    parts = _parts([line.says or line.shows for line in ask.script.lines])
    cast: tuple[Character, ...] = ()
    moods: list[Mood] = []
    schema = schemas.thing(
        mood=schemas.one_of(get_args(Mood)),
        cast=schemas.several(
            schemas.thing(
                name=schemas.english(NAME, 2),
                kind=schemas.one_of(get_args(Character.model_fields["kind"].annotation)),
                looks=schemas.english(looks_words(prompts) * SIGNS_A_WORD, 8),
            ),
            MOST,
        ),
    )
    for at, part in enumerate(parts):
        known = [PHOTOGRAPHED] if ask.products else []
        known += [f"Known already, not to be listed again:\n{rows(_sheet(cast))}"] if cast else []
        words = {"most": MOST, "words": looks_words(prompts), "known": "\n".join(known)}
        messages = asked("cast", **words, title=material(ask.script.title), story=material(part))
        ends = [span[0] + (span[1] - span[0]) * share / len(parts) for share in (at, at + 1)]
        mood, found = asker.ask(messages, schema, _read_cast, Span(ends[0], ends[1], "casting"))
        cast = merged(cast, found, prompts)
        moods.append(mood)
    return max(moods, key=moods.count), cast


def _parts(says: Sequence[str]) -> list[str]:
    parts = [""]
    for line in says:
        if parts[-1] and len(parts[-1]) + len(line) > STORY:
            parts.append("")
        parts[-1] += f"{line}\n"
    return parts


def _read_cast(said: dict[str, Any]) -> tuple[Mood, list[Character]]:
    found = [Character(name=plain(one["name"]), kind=one["kind"], looks=plain(one["looks"])) for one in said["cast"]]
    return said["mood"], found


def _sheet(cast: Sequence[Character]) -> list[dict[str, object]]:
    return [one.model_dump() for one in cast]


def _fitting(film: _Film, left: Sequence[Shot], told: Sequence[dict[str, Any]], asker: Asker, at: float) -> int:
    """How many of the shots that are left one question has room for. Raises EngineFailed where not even one has."""
    most = min(MOST_SHOTS, len(left))
    for count in range(most, 0, -1):
        given, room = asker.tokens(_messages(film, left[:count], told), at)
        # An answer may be asked for twice, and the second time the first is read too.
        if given + 2 * longest(_schema(film, count)) // BYTES_A_TOKEN <= room:
            return count
    raise EngineFailed(
        f"A line of the script is too long for the writer '{asker.model.card.name}'.",
        "Split it into shorter lines, or choose another writer.",
    )


class _Wanted(NamedTuple):
    """What the customer said of a shot beside its line: where it happens, and what is to be seen."""

    place: str
    shows: str


def _wanted(shot: Shot) -> _Wanted:
    """Told from the embedded writer's words for it, which are the line itself where nobody said anything."""
    shows = re.sub(r"\s*\[[^\[\]]*\]$", "", shot.shows)
    if shows == shot.says:
        return _Wanted("", "")
    place = shows.removesuffix(f": {shot.says}") if shot.says else shows
    return _Wanted("", shows) if place == shows else _Wanted(place, "")


def _messages(film: _Film, shots: Sequence[Shot], told: Sequence[dict[str, Any]]) -> list[Message]:
    prompts, ask = film.prompts, film.ask
    extras = []
    if ask.products:
        extras.append(
            '"shows_product": whether the product itself is in this picture, as the customer photographed it.'
        )
    if ask.screens:
        extras.append('"shows_screen": whether the picture is of a device that shows the customer\'s screenshot.')
    before = rows({"shows": said["shows"], "framing": said["framing"]} for said in told[-BEFORE:])
    data = []
    for at, shot in enumerate(shots):
        wanted = _wanted(shot)
        row: dict[str, object] = {"shot": at + 1, "said": shot.says, "place": wanted.place, "wanted": wanted.shows}
        data.append({name: value for name, value in row.items() if value})
    return asked(
        "shots",
        words=words_for(prompts),
        form=FORMS[prompts.form],
        passing=ask.passing if ask.passing != "cut" else "dissolve",
        extras="\n".join(extras),
        title=film.title,
        genre={"ad": "an ad", "explainer": "an explainer"}[ask.script.genre],
        mood=film.mood,
        cast=rows(_sheet(film.cast)) or "nobody comes back",
        before=f"\nThe shots just before these:\n{before}\n" if before else "",
        shots=rows(data),
    )


def shot_schema(prompts: Prompting, cast: Sequence[Character], number: int | None = None, **more: Schema) -> Schema:
    """What a model may say of one shot; with a number it says that first, so that it keeps its place."""
    names = [one.name for one in cast]
    return schemas.thing(
        **({} if number is None else {"shot": schemas.const(number)}),
        shows=schemas.english(words_for(prompts) * SIGNS_A_WORD, 12),
        moves=schemas.english(MOVES, 4),
        sound=schemas.english(SOUND, 0),
        cast=schemas.several(schemas.one_of(names), MOST_IN_A_SHOT) if names else schemas.row([]),
        framing=schemas.one_of(FRAMINGS),
        camera=schemas.one_of(CAMERAS),
        **more,
    )


def _schema(film: _Film, count: int) -> Schema:
    more: dict[str, Schema] = {"cut": schemas.one_of(CUTS)}
    if film.ask.products:
        more["shows_product"] = schemas.truth()
    if film.ask.screens:
        more["shows_screen"] = schemas.truth()
    numbered = [shot_schema(film.prompts, film.cast, at + 1, **more) for at in range(count)]
    return schemas.thing(shots=schemas.row(numbered))


def _window(
    film: _Film, shots: Sequence[Shot], told: Sequence[dict[str, Any]], asker: Asker, span: Span
) -> list[dict[str, Any]]:
    def build(said: dict[str, Any]) -> list[dict[str, Any]]:
        found = [{**one, "shows": plain(one["shows"])} for one in said["shots"]]
        empty = [str(at + 1) for at, one in enumerate(found) if not has_words(one["shows"])]
        if empty:
            raise Faults(f"Shots {', '.join(empty)} show nothing.")
        for shot, one in zip(shots, found, strict=True):
            _filled(film, shot, one)  # raises pydantic's error for what a shot cannot be
        return found

    return asker.ask(_messages(film, shots, told), _schema(film, len(shots)), build, span)


def _filled(film: _Film, shot: Shot, said: dict[str, Any]) -> Shot:
    """A shot with what the model said of it. What the user or passing time asked of its cut stays."""
    changes: dict[str, Any] = seen(said, film.cast, film.ask.prompts)
    wanted = _wanted(shot).shows
    changes["framing"] = framing_in(wanted) or said["framing"]
    changes["camera"] = camera_in(wanted) or said["camera"]
    passes = shot.cut != "cut" and said["cut"] == "cut"
    changes["cut"] = shot.cut if passes or _is_asked(film.ask, shot.cut) else said["cut"]
    if film.ask.prompts:
        changes["figure"] = None
    elif shot.figure:
        changes |= {"shows": shot.shows, "camera": shot.camera, "framing": shot.framing}
    for field in ("shows_product", "shows_screen"):
        changes[field] = bool(said.get(field, False))
    return edited(shot, **changes)  # type: ignore[no-any-return]


def _is_asked(ask: Plan, cut: Transition) -> bool:
    """Whether a transition is the customer's own, rather than what time or place changes by."""
    return cut != "cut" and (cut != ask.passing or cut in {line.cut for line in ask.script.lines})


def seen(said: dict[str, Any], cast: Sequence[Character], prompts: Prompting | None) -> dict[str, Any]:
    """A shot's fields from what a model said is seen, its cast dressed where a painter must be told."""
    shows = plain(said["shows"])
    there = present(shows, said["cast"], cast)
    return {
        "shows": dressed(shows, there, prompts) if prompts else clipped(shows, USUAL.words),
        "moves": plain(said["moves"]),
        "sound": plain(said["sound"]),
        "cast": tuple(one.name for one in there),
    }


def _varied(ask: Plan, shots: Sequence[Shot], base: Sequence[Shot]) -> list[Shot]:
    """The shots, no three in a row alike. What the user asked for stays; so does a camera that holds on a figure."""
    wanted = [_wanted(shot).shows for shot in base]
    sized = [framing_in(shows) is not None for shows in wanted]
    moved = [camera_in(shows) is not None or bool(shot.figure) for shows, shot in zip(wanted, shots, strict=True)]
    asked_cuts = [_is_asked(ask, shot.cut) for shot in base]
    framings = varied([shot.framing for shot in shots], FRAMINGS, sized)
    cameras = varied([shot.camera for shot in shots], CAMERAS, moved)
    cuts = varied([shot.cut for shot in shots], ("cut",), asked_cuts, free=("cut",))
    return [
        edited(shot, framing=framing, camera=camera, cut=cut)
        for shot, framing, camera, cut in zip(shots, framings, cameras, cuts, strict=True)
    ]


def _with_pictures(ask: Plan, shots: list[Shot], base: Sequence[Shot]) -> list[Shot]:
    """The shots, with the customer's pictures in those that the embedded writer would take where no other has any."""
    for field, count in (("shows_product", ask.products), ("shows_screen", ask.screens)):
        if count and not any(getattr(shot, field) for shot in shots):
            shots = [edited(shot, **{field: getattr(there, field)}) for shot, there in zip(shots, base, strict=True)]
    return shots
