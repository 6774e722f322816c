"""THE ROAD: brief, script, storyboard, narration, keyframes, clips, cut, film.

Each stage asks the one before it; what was answered before is remembered by the crew. Ask for the
film and everything upstream is pulled once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from studio import brand, editing, rules, timing
from studio.asks import (
    LOUDNESS,
    PEAK,
    Animate,
    Clean,
    Compose,
    Conform,
    Encode,
    Export,
    Join,
    Listen,
    Match,
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
from studio.crew import Crew
from studio.cut import Cut, Film, LookStyle
from studio.film import (
    Artifact,
    Balance,
    Beats,
    Brief,
    Clip,
    Footage,
    Grade,
    Keyframe,
    Picture,
    Project,
    Script,
    Seen,
    Shot,
    Size,
    Speech,
    Storyboard,
    edited,
)
from studio.formats import Recipe

PICTURES = (Paint, Poster, Reframe)  # the kinds of ask that give a shot its picture


def script(project: Project, crew: Crew) -> Script:
    """What is said: the user's own version, or the writer's with the brief's words for the end card."""
    if project.own_script:
        return project.own_script.value
    written, closing = crew.answer(Write.of(project.brief), Script), project.brief.closing
    return edited(written, closing=closing) if closing else written


def storyboard(project: Project, crew: Crew) -> Storyboard:
    """Shot by shot: the user's own version, or the writer's."""
    if project.own_storyboard:
        return project.own_storyboard.value
    written, brief = script(project, crew), project.brief
    counts = {"products": len(brief.products), "screens": len(brief.screens)}
    return crew.answer(Plan(script=written, **counts, passing=crew.look.passing), Storyboard)


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


def keyframes(project: Project, crew: Crew) -> list[Keyframe]:
    """One picture a shot: the user's own still, a frame of their clip, or the painter's."""
    shots = storyboard(project, crew).shots
    asks = [_picture(project, crew, shot) for shot in shots]
    found = {kind: iter(crew.answers([ask for ask in asks if type(ask) is kind], Picture)) for kind in PICTURES}
    return [
        Keyframe(shot=shot.id, picture=next(found[type(ask)]) if ask else Picture(image=shot.still))
        for shot, ask in zip(shots, asks, strict=True)
    ]


def pictures_so_far(project: Project, crew: Crew) -> list[Picture | None]:
    """Each shot's picture where it is there already; nothing is drawn."""
    shots = storyboard(project, crew).shots
    asks = [_picture(project, crew, shot) for shot in shots]
    return [
        crew.peek(ask, Picture) if ask else Picture(image=shot.still) for shot, ask in zip(shots, asks, strict=True)
    ]


def _picture(project: Project, crew: Crew, shot: Shot) -> Paint | Poster | Reframe | None:
    """What to ask for a shot's picture; None for a still that the animator fits into the frame, on its own blur."""
    size = project.brief.size
    if shot.clip:
        return Poster(clip=shot.clip, fit=shot.fit, start=shot.clip_start, size=size)
    if not shot.still:
        return _paint(project, storyboard(project, crew), shot, crew.look)
    return None if shot.fit == "blur" else Reframe(still=shot.still, fit=shot.fit, size=size)


def _paint(project: Project, board: Storyboard, shot: Shot, look: LookStyle) -> Paint:
    brief = project.brief
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
    )


def _screen(brief: Brief, board: Storyboard, shot: Shot) -> tuple[Artifact, ...]:
    """The screenshot of a shot that shows one: they take turns through the film."""
    if not (shot.shows_screen and brief.screens):
        return ()
    showing = [one.id for one in board.shots if one.shows_screen]
    return (brief.screens[showing.index(shot.id) % len(brief.screens)],)


def clips(project: Project, crew: Crew) -> list[Clip]:
    """Every shot in motion, long enough for its line and its transitions: the user's own clip, or its keyframe's."""
    shots = storyboard(project, crew).shots
    moved, fitted = iter(animated(project, crew)), iter(conformed(project, crew))
    footage = [next(fitted if shot.clip else moved) for shot in shots]
    found = zip(shots, footage, seen(project, crew, footage), grades(project, crew, footage), strict=True)
    return [Clip(shot=shot.id, footage=moving, seen=there, grade=grade) for shot, moving, there, grade in found]


def seen(project: Project, crew: Crew, footage: Sequence[Footage]) -> list[Seen]:
    """Where things are in each shot: as its painter says, or spotted in what was made of the user's still or clip."""
    shots = storyboard(project, crew).shots
    own = [moving if shot.clip or shot.still else None for shot, moving in zip(shots, footage, strict=True)]
    spotted = iter(crew.answers([Spot(footage=moving) for moving in own if moving], Seen))
    painted = [keyframe.picture.seen for keyframe in keyframes(project, crew)]
    return [next(spotted) if moving else there for moving, there in zip(own, painted, strict=True)]


def grades(project: Project, crew: Crew, footage: Sequence[Footage]) -> list[Grade | None]:
    """How each shot is graded: brought to its neighbours where it is wanted, then as the whole film is."""
    shots, brief = storyboard(project, crew).shots, project.brief
    asks: dict[int, Match] = {}
    for at, shot in enumerate(shots):
        like = tuple(footage[near] for near in (at - 1, at + 1) if 0 <= near < len(shots) and not shots[near].match)
        if shot.match and like:
            asks[at] = Match(footage=footage[at], like=like)
    balances = dict(zip(asks, crew.answers(list(asks.values()), Balance), strict=True))
    found = [Grade(balance=balances.get(at), look=brief.grade, lut=brief.lut) for at in range(len(shots))]
    return [None if grade == Grade() else grade for grade in found]


def conformed(project: Project, crew: Crew) -> list[Footage]:
    """The user's own clips in the film's shape, rate and colours, in whole seconds as long as their shots need.

    One that is to fill its shot is asked for in just as many frames.
    """
    brief, shots = project.brief, storyboard(project, crew).shots
    second = math.ceil(brief.fps)
    slots, _ = _slots(project, crew)
    asks = [
        Conform(
            clip=shot.clip,
            fit=shot.fit,
            start=shot.clip_start,
            speed=shot.clip_speed,
            frames=math.ceil(slot.needs / second) * second if shot.clip_speed else slot.needs,
            fps=brief.fps,
            size=brief.size,
        )
        for shot, slot in zip(shots, slots, strict=True)
        if shot.clip
    ]
    return crew.answers(asks, Footage)


def animated(project: Project, crew: Crew) -> list[Footage]:
    """The other shots' keyframes set in motion."""
    brief, shots = project.brief, storyboard(project, crew).shots
    step, spare = crew.cards["animator"].frames_step, 2 * timing.reach(brief.fps)
    slots = editing.slots(shots, _layout(project, crew).frames, brief.fps)
    asks = [
        Animate(
            picture=keyframe.picture,
            shows=shot.shows,
            camera=shot.camera,
            frames=math.ceil((slot.needs + spare) / step) * step,
            fps=brief.fps,
            size=brief.size,
            seed=brief.seed,
            take=shot.clip_take,
            # What does not come by parts need not be told when they come.
            parts=editing.parts(shot, speech, slot, brief.fps) if _has_parts(keyframe.picture) else (),
        )
        for shot, keyframe, speech, slot in zip(
            shots, keyframes(project, crew), narration(project, crew), slots, strict=True
        )
        if not shot.clip
    ]
    return crew.answers(asks, Footage)


def _has_parts(picture: Picture) -> bool:
    return any(layer.part is not None for layer in picture.layers)


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
    mood = storyboard(project, crew).mood if kept == "auto" else kept
    return crew.answer(Pulse(mood=mood, samples=samples, seed=project.brief.seed), Beats)


def music(project: Project, crew: Crew) -> Artifact | None:
    """The user's own track, or a bed exactly as long as the film, or None when the brief wants none."""
    brief = project.brief
    if brief.track or brief.music == "off":
        return brief.track
    mood = storyboard(project, crew).mood if brief.music == "auto" else brief.music
    slots, _ = _slots(project, crew)
    samples = timing.samples_at(slots[-1].start + slots[-1].frames, brief.fps)
    return crew.answer(Compose(mood=mood, samples=samples, seed=brief.seed), Artifact)


def cut(project: Project, crew: Crew) -> Cut:
    """The edit: every shot, word, note and caption at its frame or sample."""
    shots, language = storyboard(project, crew).shots, script(project, crew).language
    slots, note = _slots(project, crew)
    strips = map(editing.Strip, shots, narration(project, crew), slots, clips(project, crew))
    style = rules.caption_style(project.brief.captions, crew.caption_styles)
    brief = edited(project.brief, look=crew.look.key)
    made = editing.assemble(brief, language, list(strips), music(project, crew), style, note)
    notes = _notes(project, shots, crew.look)
    return edited(made, notes=(*made.notes, *notes)) if notes else made


def _notes(project: Project, shots: Sequence[Shot], look: LookStyle) -> tuple[str, ...]:
    """What of the user's wishes is met in another way than they may expect, or not at all."""
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
    ask = Mix(samples=samples, voice=edit.voice, effects=edit.effects, music=edit.music, loudness=loudness, peak=peak)
    return crew.answer(ask, Artifact)


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
