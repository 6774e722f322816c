"""What is asked to set shots in motion, to fit the user's own clips, to match colours, and to be heard of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from studio import editing, timing
from studio.asks import Animate, Conform, Foley, Match
from studio.cards import Card
from studio.cut import Ambience
from studio.film import SAMPLE_RATE, Artifact, Brief, Footage, Keyframe, Shot, Speech

Part = tuple[Shot, Keyframe, Speech | None, editing.Slot]


def animate(brief: Brief, animator: Card, part: Part) -> Animate:
    """The ask that sets one shot's picture in motion, long enough for its line wherever music moves its cut."""
    shot, keyframe, speech, slot = part
    step, spare = animator.frames_step, 2 * timing.reach(brief.fps)
    by_parts = any(layer.part is not None for layer in keyframe.picture.layers)
    return Animate(
        picture=keyframe.picture,
        shows=shot.moves or shot.shows,
        camera=shot.camera,
        frames=math.ceil((slot.needs + spare) / step) * step,
        fps=brief.fps,
        size=brief.size,
        seed=brief.seed,
        take=shot.clip_take,
        # What does not come by parts need not be told when they come.
        parts=editing.parts(shot, speech, slot, brief.fps) if by_parts else (),
        last=shot.ends_on if animator.honours("last frame") else None,
        sound=brief.sounds == "clips" and animator.honours("sound"),
    )


def conform(brief: Brief, shot: Shot, slot: editing.Slot) -> Conform | None:
    """The ask that fits a shot's own clip, in whole seconds; in just its frames where it is to fill them."""
    if not shot.clip:
        return None
    second = math.ceil(brief.fps)
    return Conform(
        clip=shot.clip,
        fit=shot.fit,
        start=shot.clip_start,
        speed=shot.clip_speed,
        frames=math.ceil(slot.needs / second) * second if shot.clip_speed else slot.needs,
        fps=brief.fps,
        size=brief.size,
    )


def matches(shots: Sequence[Shot], footage: Sequence[Footage]) -> dict[int, Match]:
    """The asks that bring shots to those neighbours which are not brought to others themselves, by their place."""
    found = {}
    for at, shot in enumerate(shots):
        like = tuple(footage[near] for near in (at - 1, at + 1) if 0 <= near < len(shots) and not shots[near].match)
        if shot.match and like:
            found[at] = Match(footage=footage[at], like=like)
    return found


def foley(brief: Brief, composer: Card, shot: Shot, slot: editing.Slot, own: Artifact | None) -> Foley | None:
    """The ask for what is heard of a shot, in whole seconds; None where its clip brings that, or nobody makes it."""
    if own or not shot.sound or not composer.honours("effects"):
        return None
    return Foley(hears=shot.sound, samples=math.ceil(slot.needs / brief.fps) * SAMPLE_RATE, seed=brief.seed)


def heard(slots: Iterable[editing.Slot], sounds: Iterable[Artifact | None], fps: Fraction) -> tuple[Ambience, ...]:
    """The shots' own sounds in the film: each goes with its picture, through both its transitions."""
    found = []
    for slot, sound in zip(slots, sounds, strict=True):
        if sound:
            at = timing.samples_at(slot.start - slot.fade_in, fps)
            ends = timing.samples_at(slot.start + slot.frames + slot.fade_out, fps)
            found.append(Ambience(sound=sound, at=at, samples=ends - at))
    return tuple(found)
