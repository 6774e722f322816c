"""THE ROAD: brief, script, storyboard, narration, keyframes, clips, cut, film.

Each stage asks the one before it; what was answered before is remembered by the crew. Ask for the
film and everything upstream is pulled once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from studio import brand, editing, moving, picturing, rules, timing
from studio.asks import (
    LOUDNESS,
    PEAK,
    Check,
    Clean,
    Compose,
    Encode,
    Export,
    Join,
    Listen,
    Mix,
    Paint,
    Plan,
    Poster,
    Pulse,
    Reframe,
    Speak,
    Spot,
    Write,
)
from studio.crew import Crew, Missing
from studio.cut import Ambience, Cut, Film
from studio.film import (
    SAMPLE_RATE,
    Artifact,
    Balance,
    Beats,
    Clip,
    Footage,
    Grade,
    Keyframe,
    Music,
    Picture,
    Project,
    Script,
    Seen,
    Shot,
    Size,
    Speech,
    Storyboard,
    Verdict,
    edited,
)
from studio.formats import Recipe

BED_STEP = 5 * SAMPLE_RATE  # samples


def script(project: Project, crew: Crew) -> Script:
    """What is said: the user's own version, or the writer's with the brief's words for the end card."""
    if project.own_script:
        return project.own_script.value
    written, closing = crew.answer(Write.of(project.brief, crew.cards["writer"]), Script), project.brief.closing
    return edited(written, closing=closing) if closing else written


def storyboard(project: Project, crew: Crew) -> Storyboard:
    """Shot by shot: the user's own version, or the writer's."""
    if project.own_storyboard:
        return project.own_storyboard.value
    written, brief = script(project, crew), project.brief
    told: dict[str, Any] = {"products": len(brief.products), "screens": len(brief.screens)}
    if crew.cards["writer"].model:  # it chooses transitions itself, and would tell all anew for another look
        told["prompts"] = picturing.prompting(crew.cards)
    else:
        told["passing"] = crew.look.passing
    return crew.answer(Plan(script=written, **told), Storyboard)


def narration(project: Project, crew: Crew) -> list[Speech | None]:
    """Each shot's spoken line, or None where it has none; faster or slower to meet a length."""
    shots = storyboard(project, crew).shots
    natural = _speak(project, crew, 1.0)
    pace = timing.pace_for(shots, natural, seconds_wanted(project, crew))
    return natural if pace == 1.0 else _speak(project, crew, pace)


def seconds_wanted(project: Project, crew: Crew) -> float | None:
    """The length asked for: by the brief's option, else by its words where they can be met at all."""
    if project.brief.seconds is not None:
        return project.brief.seconds
    named = script(project, crew).seconds
    return named if named and rules.SHORTEST <= named <= rules.LONGEST else None


def _speak(project: Project, crew: Crew, pace: float) -> list[Speech | None]:
    language, voice = script(project, crew).language, project.brief.voice
    lines = [shot.says for shot in storyboard(project, crew).shots]
    asks = [Speak(text=line, language=language, voice=voice, pace=pace) for line in lines if line]
    spoken = iter(crew.answers([Clean(speech=speech) for speech in crew.answers(asks, Speech)], Speech))
    return [next(spoken) if line else None for line in lines]


def cast(project: Project, crew: Crew) -> dict[str, Artifact]:
    """What people and places that come back look like, where the painter can be shown that."""
    if not crew.cards["painter"].honours("references"):
        return {}
    asks = picturing.portraits(project.brief, storyboard(project, crew), crew.look)
    pictures = crew.answers(list(asks.values()), Picture)
    return {name: picture.image for name, picture in zip(asks, pictures, strict=True)}


def keyframes(project: Project, crew: Crew) -> list[Keyframe]:
    """One picture a shot: the user's own still, a frame of their clip, or the painter's. Raises Refused."""
    shots = storyboard(project, crew).shots
    asks = _pictures(project, crew)
    found = {kind: iter(crew.answers([ask for ask in asks if type(ask) is kind], Picture)) for kind in picturing.ASKS}
    pictures = [
        next(found[type(ask)]) if ask else Picture(image=shot.still) for shot, ask in zip(shots, asks, strict=True)
    ]
    _check(crew, [picture.image for picture in pictures])
    return [Keyframe(shot=shot.id, picture=picture) for shot, picture in zip(shots, pictures, strict=True)]


def pictures_so_far(project: Project, crew: Crew) -> list[Picture | None]:
    """Each shot's picture where it is there already and may be shown; nothing is drawn."""
    shots = storyboard(project, crew).shots
    try:
        asks = _pictures(project, crew)
    except Missing:  # the cast is not there yet
        return [None] * len(shots)
    found = [
        crew.peek(ask, Picture) if ask else Picture(image=shot.still) for shot, ask in zip(shots, asks, strict=True)
    ]
    if "checker" not in crew.cards:
        return found
    verdicts = [crew.peek(Check(seen=picture.image), Verdict) if picture else None for picture in found]
    return picturing.shown(found, [verdict is not None and verdict.safe for verdict in verdicts])


def _pictures(project: Project, crew: Crew) -> list[Paint | Poster | Reframe | None]:
    """What to ask for each shot's picture."""
    board, faces = storyboard(project, crew), cast(project, crew)
    return [picturing.ask(project, board, shot, crew, faces) for shot in board.shots]


def _check(crew: Crew, seen: Sequence[Footage | Artifact]) -> None:
    """Raise Refused for the first shot that the checker says may not be shown; without a checker nothing is asked."""
    if "checker" not in crew.cards:
        return
    for number, verdict in enumerate(crew.answers([Check(seen=one) for one in seen], Verdict), start=1):
        if not verdict.safe:
            raise picturing.refusal(number, crew.cards["checker"], verdict.unsafe)


def clips(project: Project, crew: Crew) -> list[Clip]:
    """Every shot in motion, long enough for its line and its transitions: the user's own clip, or its keyframe's."""
    shots = storyboard(project, crew).shots
    moved, fitted = iter(animated(project, crew)), iter(conformed(project, crew))
    footage = [next(fitted if shot.clip else moved) for shot in shots]
    _check(crew, footage)
    found = zip(shots, footage, seen(project, crew, footage), grades(project, crew, footage), strict=True)
    return [Clip(shot=shot.id, footage=moving, seen=there, grade=grade) for shot, moving, there, grade in found]


def seen(project: Project, crew: Crew, footage: Sequence[Footage]) -> list[Seen]:
    """Where things are in each shot: as its painter says, or spotted where that is not known.

    Nobody knows what is in the user's own still or clip, and a model knows no more than where products are.
    """
    shots, by_model = storyboard(project, crew).shots, crew.cards["painter"].model is not None
    painted = [keyframe.picture.seen for keyframe in keyframes(project, crew)]
    unknown = [
        bool(shot.clip or shot.still) or (by_model and not there.places)
        for shot, there in zip(shots, painted, strict=True)
    ]
    asks = [Spot(footage=moving) for moving, strange in zip(footage, unknown, strict=True) if strange]
    spotted = iter(crew.answers(asks, Seen))
    return [
        edited(next(spotted), products=there.products) if strange else there
        for there, strange in zip(painted, unknown, strict=True)
    ]


def grades(project: Project, crew: Crew, footage: Sequence[Footage]) -> list[Grade | None]:
    """How each shot is graded: brought to its neighbours where it is wanted, then as the whole film is."""
    shots, brief = storyboard(project, crew).shots, project.brief
    asks = moving.matches(shots, footage)
    balances = dict(zip(asks, crew.answers(list(asks.values()), Balance), strict=True))
    found = [Grade(balance=balances.get(at), look=brief.grade, lut=brief.lut) for at in range(len(shots))]
    return [None if grade == Grade() else grade for grade in found]


def conformed(project: Project, crew: Crew) -> list[Footage]:
    """The user's own clips in the film's shape, rate and colours."""
    shots, (slots, _) = storyboard(project, crew).shots, _slots(project, crew)
    asks = [moving.conform(project.brief, shot, slot) for shot, slot in zip(shots, slots, strict=True)]
    return crew.answers([ask for ask in asks if ask], Footage)


def animated(project: Project, crew: Crew) -> list[Footage]:
    """The other shots' keyframes set in motion."""
    brief, shots = project.brief, storyboard(project, crew).shots
    slots = editing.slots(shots, _layout(project, crew).frames, brief.fps)
    parts = zip(shots, keyframes(project, crew), narration(project, crew), slots, strict=True)
    animator = crew.cards["animator"]
    return crew.answers([moving.animate(brief, animator, part) for part in parts if not part[0].clip], Footage)


def _layout(project: Project, crew: Crew) -> timing.Layout:
    """How long each shot lasts before music moves its cuts."""
    shots = storyboard(project, crew).shots
    return timing.lay_out(shots, narration(project, crew), seconds_wanted(project, crew), project.brief.fps)


def _slots(project: Project, crew: Crew) -> tuple[list[editing.Slot], str]:
    """Where each shot lies on the timeline, and a note when the asked-for length was not met."""
    fps, layout = project.brief.fps, _layout(project, crew)
    heard = beats(project, crew, timing.samples_at(sum(layout.frames), fps)).seconds
    moves = timing.moves(layout.frames, narration(project, crew), heard, fps)
    return editing.slots(storyboard(project, crew).shots, layout.frames, fps, moves), layout.note


def beats(project: Project, crew: Crew, samples: int) -> Beats:
    """Those that the cuts of a film of so many samples keep to."""
    kept = project.cut_to or project.brief.heard
    if kept == "off":
        return Beats()
    if isinstance(kept, Artifact):
        return crew.answer(Listen(track=kept, samples=samples), Beats)
    bed = _bed(project, crew, kept, samples)
    if crew.cards["composer"].model:  # it cannot say where its beats will lie
        return crew.answer(Listen(track=crew.answer(bed, Artifact), samples=samples), Beats)
    return crew.answer(Pulse(**dict(bed)), Beats)


def _bed(project: Project, crew: Crew, music: Music, samples: int) -> Compose:
    """What to ask of the composer: in steps of one that runs a model, so that small edits compose nothing anew."""
    mood = storyboard(project, crew).mood if music == "auto" else music
    step = BED_STEP if crew.cards["composer"].model else 1
    return Compose(mood=mood, samples=math.ceil(samples / step) * step, seed=project.brief.seed)


def music(project: Project, crew: Crew) -> Artifact | None:
    """The user's own track, or a bed exactly as long as the film, or None when the brief wants none."""
    brief = project.brief
    if brief.track or brief.music == "off":
        return brief.track
    slots, _ = _slots(project, crew)
    samples = timing.samples_at(slots[-1].start + slots[-1].frames, brief.fps)
    return crew.answer(_bed(project, crew, brief.music, samples), Artifact)


def ambience(project: Project, crew: Crew) -> tuple[Ambience, ...]:
    """The sounds of the shots themselves: an animator's own where it is wanted, else effects where there are any."""
    brief, shots = project.brief, storyboard(project, crew).shots
    if brief.sounds == "off":
        return ()
    slots, _ = _slots(project, crew)
    own, composer = [clip.footage.sound for clip in clips(project, crew)], crew.cards["composer"]
    asks = [moving.foley(brief, composer, *part) for part in zip(shots, slots, own, strict=True)]
    made = iter(crew.answers([ask for ask in asks if ask], Artifact))
    return moving.heard(
        slots, [next(made) if ask else sound for ask, sound in zip(asks, own, strict=True)], brief.fps
    )


def cut(project: Project, crew: Crew) -> Cut:
    """The edit: every shot, word, note and caption at its frame or sample."""
    shots, language = storyboard(project, crew).shots, script(project, crew).language
    slots, note = _slots(project, crew)
    strips = map(editing.Strip, shots, narration(project, crew), slots, clips(project, crew))
    style = rules.caption_style(project.brief.captions, crew.caption_styles)
    brief = edited(project.brief, look=crew.look.key)
    made = editing.assemble(brief, language, list(strips), music(project, crew), style, note)
    more: dict[str, Any] = {
        "notes": (*made.notes, *_notes(project, shots, crew)),
        "ambience": ambience(project, crew),
    }
    return edited(made, **more) if any(more.values()) else made


def _notes(project: Project, shots: Sequence[Shot], crew: Crew) -> tuple[str, ...]:
    """What of the user's wishes is met in another way than they may expect, or not at all."""
    look, cards = crew.look, crew.cards
    brief, ends = project.brief, [shot for shot in shots if shot.kind == "end"]
    found: list[str] = []
    if look.wears_brand and any(not (shot.still or shot.clip) for shot in ends):
        found += brand.mended(brief.colours)[1]
    if brief.closing and not ends:
        found.append(f"The storyboard has no end card to say '{brief.closing}' on.")
    if brief.screens and not any(shot.shows_screen for shot in shots):
        found.append(
            "No shot of your own storyboard shows your screenshots: choose one, as 'shot NAME 2 --screenshot' does."
        )
    if any(shot.ends_on for shot in shots) and not cards["animator"].honours("last frame"):
        found.append(f"The animator '{cards['animator'].name}' cannot end a shot on a picture that it is given.")
    if brief.guide and not cards["painter"].honours("image to image"):
        found.append(f"The painter '{cards['painter'].name}' cannot be guided by drawn pictures.")
    if project.cut_to:
        found.append(
            f"The cuts keep to the beats of the music before: 'remake {project.name} --recut' lets them meet the new."
        )
    return tuple(found)


def segments(project: Project, crew: Crew, size: Size | None = None) -> list[Footage]:
    """The cut's pieces, each rendered and remembered alone; as drafts where another size is given."""
    pieces = editing.segments(cut(project, crew))
    drafts = [edited(piece, size=size, draft=True) for piece in pieces] if size else pieces
    return crew.answers(drafts, Footage)


def sound(project: Project, crew: Crew, loudness: float = LOUDNESS, peak: float = PEAK) -> Artifact:
    """Voice, effects and bed mixed once for the whole film, to a loudness in LUFS and a true peak in dBTP."""
    edit = cut(project, crew)
    samples = timing.samples_at(edit.frames, edit.fps)
    heard = {"voice": edit.voice, "effects": edit.effects, "ambience": edit.ambience, "music": edit.music}
    return crew.answer(Mix(samples=samples, **heard, loudness=loudness, peak=peak), Artifact)


def soundtrack(project: Project, crew: Crew) -> Artifact:
    """The film's sound as it carries it."""
    return crew.answer(Encode(sound=sound(project, crew)), Artifact)


def film(project: Project, crew: Crew, draft: Size | None = None) -> Film:
    """The finished film, or a draft of it in a smaller size: segments and sound joined, captions beside it."""
    written, edit = script(project, crew), cut(project, crew)
    pieces, heard = crew.both(lambda: segments(project, crew, draft), lambda: soundtrack(project, crew))
    ask = Join(
        segments=tuple(pieces),
        sound=heard,
        captions=edit.captions,
        title=written.title,
        size=draft or edit.size,
        fps=edit.fps,
    )
    return crew.answer(ask, Film)


def export(project: Project, crew: Crew, recipe: Recipe, loudness: float = LOUDNESS, peak: float = PEAK) -> Artifact:
    """The finished film as another file, its sound mixed to that file's own loudness."""
    made = film(project, crew)
    ask = Export(
        picture=made.video if recipe.video else None,
        sound=sound(project, crew, loudness, peak) if recipe.audio else None,
        frames=made.frames,
        size=made.size,
        fps=made.fps,
        recipe=recipe,
    )
    return crew.answer(ask, Artifact)


ROAD: dict[str, Callable[[Project, Crew], object]] = {
    "Write": script,
    "Plan": storyboard,
    "Speak": narration,
    "Paint": keyframes,
    "Animate": animated,
    "Compose": music,
    "Segment": segments,
    "Mix": sound,
    "Join": film,
}
