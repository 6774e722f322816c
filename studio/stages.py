"""THE ROAD: brief, script, storyboard, narration, keyframes, clips, cut, film.

Each stage asks the one before it; what was answered before is remembered by the crew. Ask for the
film and everything upstream is pulled once.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from studio import editing, rules, timing
from studio.asks import LOUDNESS, PEAK, Animate, Compose, Conform, Export, Join, Mix, Paint, Plan, Speak, Write
from studio.crew import Crew
from studio.film import (
    Artifact,
    Clip,
    Cut,
    Film,
    Footage,
    Keyframe,
    Mood,
    Picture,
    Project,
    Recipe,
    Script,
    Shot,
    Speech,
    Storyboard,
)


def script(project: Project, crew: Crew) -> Script:
    """What is said: the user's own version, or the writer's."""
    if project.own_script:
        return project.own_script.value
    return crew.answer(Write.of(project.brief), Script)


def storyboard(project: Project, crew: Crew) -> Storyboard:
    """Shot by shot: the user's own version, or the writer's."""
    if project.own_storyboard:
        return project.own_storyboard.value
    return crew.answer(Plan(script=script(project, crew), products=len(project.brief.products)), Storyboard)


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
    spoken = iter(crew.answers(asks, Speech))
    return [next(spoken) if line else None for line in lines]


def keyframes(project: Project, crew: Crew) -> list[Keyframe]:
    """One picture a shot: the user's own still, or the painter's."""
    board = storyboard(project, crew)
    drawn = [shot for shot in board.shots if not shot.still]
    pictures = iter(crew.answers([_paint(project, board.mood, shot) for shot in drawn], Picture))
    return [
        Keyframe(shot=shot.id, picture=Picture(image=shot.still) if shot.still else next(pictures))
        for shot in board.shots
    ]


def pictures_so_far(project: Project, crew: Crew) -> list[Picture | None]:
    """Each shot's picture where it is there already; nothing is drawn."""
    board = storyboard(project, crew)
    return [
        Picture(image=shot.still) if shot.still else crew.peek(_paint(project, board.mood, shot), Picture)
        for shot in board.shots
    ]


def _paint(project: Project, mood: Mood, shot: Shot) -> Paint:
    brief = project.brief
    return Paint(
        shows=shot.shows,
        background=shot.kind == "end",
        framing=shot.framing,
        mood=mood,
        look=brief.look,
        size=brief.size,
        seed=brief.seed,
        take=shot.still_take,
        products=brief.products if shot.shows_product else (),
    )


def clips(project: Project, crew: Crew) -> list[Clip]:
    """Every shot in motion, long enough for its line and its transitions: the user's own clip, or its keyframe's."""
    shots = storyboard(project, crew).shots
    moved, fitted = iter(animated(project, crew)), iter(conformed(project, crew))
    return [Clip(shot=shot.id, footage=next(fitted if shot.clip else moved)) for shot in shots]


def conformed(project: Project, crew: Crew) -> list[Footage]:
    """The user's own clips in the film's shape, rate and colours, in whole seconds as long as their shots need."""
    brief, shots = project.brief, storyboard(project, crew).shots
    second = math.ceil(brief.fps)
    slots, _ = _slots(project, crew)
    asks = [
        Conform(
            clip=shot.clip,
            fit=shot.fit,
            frames=math.ceil(slot.needs / second) * second,
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
    step = crew.cards["animator"].frames_step
    slots, _ = _slots(project, crew)
    asks = [
        Animate(
            picture=keyframe.picture,
            shows=shot.shows,
            camera=shot.camera,
            frames=math.ceil(slot.needs / step) * step,
            fps=brief.fps,
            size=brief.size,
            seed=brief.seed,
            take=shot.clip_take,
        )
        for shot, keyframe, slot in zip(shots, keyframes(project, crew), slots, strict=True)
        if not shot.clip
    ]
    return crew.answers(asks, Footage)


def _slots(project: Project, crew: Crew) -> tuple[list[editing.Slot], str]:
    """Where each shot lies on the timeline, and a note when the asked-for length was not met."""
    brief, shots = project.brief, storyboard(project, crew).shots
    layout = timing.lay_out(shots, narration(project, crew), seconds_wanted(project, crew), brief.fps)
    return editing.slots(shots, layout.frames, brief.fps), layout.note


def music(project: Project, crew: Crew) -> Artifact | None:
    """The bed, exactly as long as the film, or None when the brief wants none."""
    brief = project.brief
    if brief.music == "off":
        return None
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
    return editing.assemble(project.brief, language, list(strips), music(project, crew), style, note)


def segments(project: Project, crew: Crew) -> list[Footage]:
    """The cut's pieces, each rendered and remembered alone."""
    return crew.answers(editing.segments(cut(project, crew)), Footage)


def sound(project: Project, crew: Crew, loudness: float = LOUDNESS, peak: float = PEAK) -> Artifact:
    """Voice and bed mixed once for the whole film, to a loudness in LUFS and a true peak in dBTP."""
    edit = cut(project, crew)
    samples = timing.samples_at(edit.frames, edit.fps)
    ask = Mix(samples=samples, voice=edit.voice, effects=edit.effects, music=edit.music, loudness=loudness, peak=peak)
    return crew.answer(ask, Artifact)


def film(project: Project, crew: Crew) -> Film:
    """The finished film: segments and sound joined, captions beside it."""
    written, edit = script(project, crew), cut(project, crew)
    ask = Join(
        segments=tuple(segments(project, crew)),
        sound=sound(project, crew),
        captions=edit.captions,
        title=written.title,
        language=written.language,
        size=edit.size,
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
