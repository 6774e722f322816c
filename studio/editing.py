"""The edit in whole frames: where shots lie, how they meet, what is set over them, and its segments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Literal, NamedTuple, TypeVar

from studio import heard, timing
from studio.asks import Segment, Take
from studio.cut import CaptionStyle, Cue, Cut, Effect, Overlay, Placed, Said, Voiced
from studio.film import Artifact, Box, Brief, Clip, Noun, Shot, Speech, Transition, Word, edited

SETTLED = 2.0  # s after which an overlay's entrance is over, or before which its exit has not begun
MOVING = ("push", "slide", "wipe", "whip")  # transitions that are heard
TITLE_IN, TITLE_HOLD = 0.25, 3.2  # s
PIECE = 2.0  # s
LOWER_THIRD_HOLD = 4.0  # s: two lines are read twice
LABEL_EARLY, LABEL_LEAST = Fraction(1, 6), 0.8  # s that a label comes before its word, and that it is read in
CARRIER_EARLY = Fraction(3, 8)  # s that what carries a label begins to come before it, though music may move the cut
MIDDLE = Box(left=0.3, top=0.3, width=0.4, height=0.4)


class Slot(Noun):
    """A shot's place: `frames` of its own, and those of each transition that lie beyond it.

    `lead` is how many frames after its start its line begins.
    """

    start: int
    frames: int
    fade_in: int
    fade_out: int
    lead: int

    @property
    def needs(self) -> int:
        """How many frames its clip must have."""
        return self.fade_in + self.frames + self.fade_out


def slots(shots: Sequence[Shot], frames: Sequence[int], fps: Fraction, moves: Sequence[int] = ()) -> list[Slot]:
    """Put shots one after another. A transition is centred on the boundary: half lies on each side.

    `moves` are the frames by which each boundary goes later while every line stays where it is.
    """
    half, lead = round(timing.DISSOLVE / 2 * fps), math.ceil(timing.LEAD * fps)
    later = [0, *(moves or [0] * (len(frames) - 1)), 0]
    before, frames = frames, [length + later[at + 1] - later[at] for at, length in enumerate(frames)]
    least = list(map(min, before, frames))  # no fade grows as its cut moves: clips are asked for before cuts do
    fades = [0]
    for shot, length, following in zip(shots, least, least[1:], strict=False):
        fades.append(min(half, length // 3, following // 3) if shot.cut != "cut" else 0)
    fades.append(0)
    placed, start = [], 0
    for at, length in enumerate(frames):
        fade_in, fade_out = fades[at : at + 2]
        placed.append(Slot(start=start, frames=length, fade_in=fade_in, fade_out=fade_out, lead=lead - later[at]))
        start += length
    return placed


class Strip(NamedTuple):
    """All that is known of one shot when it comes to the cutting room."""

    shot: Shot
    speech: Speech | None
    slot: Slot
    clip: Clip


def assemble(
    brief: Brief,
    language: str,
    strips: Sequence[Strip],
    music: Artifact | None,
    style: CaptionStyle | None,
    note: str = "",
) -> Cut:
    """Put picture, voice, captions and titles on one timeline. Without a style no caption is in the picture."""
    voice: list[Voiced] = []
    captions: list[timing.Caption] = []
    for shot, speech, slot, _ in strips:
        if speech:
            begins = slot.start + slot.lead
            voice.append(Voiced(sound=speech.sound, at=timing.samples_at(begins, brief.fps)))
            captions += timing.cues(shot.says, speech, begins, brief.fps, brief.size)
    captions = unhurried(captions, brief.fps)
    return Cut(
        size=brief.size,
        fps=brief.fps,
        frames=strips[-1].slot.start + strips[-1].slot.frames,
        picture=tuple(map(_placed, strips)),
        overlays=(
            *_titles(brief, language, strips),
            *_labels(brief, language, strips),
            *_figures(brief, language, strips),
            *_logos(brief, strips),
            *_throughout(brief, language, strips),
            *(_captions(captions, brief, language, style, strips) if style else ()),
        ),
        voice=tuple(voice),
        effects=_effects(brief, strips) if voice or music else (),
        music=music,
        captions=tuple(Cue(text=cue.text, start=cue.start, end=cue.end) for cue in captions),
        notes=(note,) if note else (),
    )


def _placed(strip: Strip) -> Placed:
    slot = strip.slot
    fades = {"fade_in": slot.fade_in, "fade_out": slot.fade_out}
    return Placed(clip=strip.clip, cut=strip.shot.cut, start=slot.start, frames=slot.frames, **fades)


C = TypeVar("C", bound=Cue)


def unhurried(captions: Sequence[C], fps: Fraction) -> list[C]:
    """Hold each caption for a second at least, as far as the next one lets it."""
    held = []
    for cue, following in zip(captions, [*captions[1:], None], strict=False):
        end = max(cue.end, cue.start + math.ceil(fps))
        held.append(edited(cue, end=min(end, following.start) if following else end))
    return held


def _captions(
    captions: Sequence[timing.Caption], brief: Brief, language: str, style: CaptionStyle, strips: Sequence[Strip]
) -> list[Overlay]:
    """Captions as the style sets them. Only one that follows the voice is drawn anew when words move in time."""
    if style.words:
        captions = [few for cue in captions for few in timing.few_at_a_time(cue, style.words, brief.fps, brief.size)]
    return [
        Overlay(
            role="caption",
            text=cue.text,
            language=language,
            style=brief.captions,
            words=cue.words if style.follows_voice else (),
            avoid=_kept_clear(strips, cue),
            margins=brief.covered,
            start=cue.start,
            frames=cue.end - cue.start,
        )
        for cue in captions
    ]


def _kept_clear(strips: Sequence[Strip], cue: Cue) -> tuple[Box, ...]:
    """The faces, products and labels of the shots that a caption lies over."""
    over = [
        strip for strip in strips if strip.slot.start < cue.end and cue.start < strip.slot.start + strip.slot.frames
    ]
    return tuple(box for strip in over for box in _to_avoid(strip))


def _to_avoid(strip: Strip) -> tuple[Box, ...]:
    """What no words but a figure's labels may cover."""
    seen = strip.clip.seen
    return *seen.faces, *seen.products, *(place for _, place in _places(strip))


def _effects(brief: Brief, strips: Sequence[Strip]) -> tuple[Effect, ...]:
    """A whoosh at the middle of each transition in which pictures move."""
    moving = [strip.slot.start + strip.slot.frames for strip in strips[:-1] if strip.shot.cut in MOVING]
    return tuple(Effect(name="whoosh", at=timing.samples_at(frame, brief.fps)) for frame in moving)


def _titles(brief: Brief, language: str, strips: Sequence[Strip]) -> list[Overlay]:
    """Titles over their shots and the end card's words."""
    found = []
    begins = math.ceil(TITLE_IN * brief.fps)
    for shot, _, slot, _ in strips:
        if not shot.title or slot.frames <= begins:
            continue
        ends, longest = shot.kind == "end", slot.frames - begins
        found.append(
            Overlay(
                role="closing" if ends else "title",
                text=shot.title,
                font=brief.font,
                language=language,
                style=brief.look,
                margins=brief.covered,
                start=slot.start + begins,
                frames=longest if ends else min(longest, math.ceil(TITLE_HOLD * brief.fps)),
            )
        )
    return found


def _labels(brief: Brief, language: str, strips: Sequence[Strip]) -> list[Overlay]:
    """Lower thirds, for a while, and call-outs, until their picture goes; clear of captions in the film's style."""
    found = []
    begins = math.ceil(TITLE_IN * brief.fps)
    for strip in strips:
        shot, _, slot, _ = strip
        common = {
            "language": language,
            "font": brief.font,
            "style": brief.captions,
            "margins": brief.covered,
            "start": slot.start + begins,
        }
        longest = slot.frames - begins
        if shot.lower_third and longest > 0:
            frames = min(longest, math.ceil(LOWER_THIRD_HOLD * brief.fps))
            found.append(Overlay(role="lower third", text=shot.lower_third, frames=frames, **common))
        longest -= slot.fade_out  # what it points at begins to go
        if (point := shot.callout) and longest > 0:
            place = {"x": point.x, "y": point.y, "avoid": _to_avoid(strip)}
            found.append(Overlay(role="callout", text=point.text, frames=longest, **place, **common))
    return found


def _places(strip: Strip) -> list[tuple[str, Box]]:
    """A figure's labels, each with its place; a picture of the user's own has none."""
    return list(zip(strip.shot.figure.labels, strip.clip.seen.places, strict=False)) if strip.shot.figure else []


def _figures(brief: Brief, language: str, strips: Sequence[Strip]) -> list[Overlay]:
    """Figures' labels: each comes as the voice says it and stays until its picture goes."""
    found = []
    for strip in strips:
        ends = strip.slot.start + strip.slot.frames - strip.slot.fade_out
        for (text, place), start in zip(_places(strip), _label_starts(strip, brief.fps), strict=True):
            if text and start < ends:
                words = _quoted(text, strip, start, ends, brief.fps)
                found.append(
                    Overlay(
                        role="label",
                        text=text,
                        place=place,
                        language=language,
                        font=brief.font,
                        style=brief.look,
                        words=words,
                        start=start,
                        frames=ends - start,
                    )
                )
    return found


def _label_starts(strip: Strip, fps: Fraction) -> list[int]:
    """The film's frame at which each label comes."""
    texts = [text for text, _ in _places(strip)]
    return [strip.slot.start + start for start in _named(texts, strip.speech, strip.slot, fps)]


def parts(shot: Shot, speech: Speech | None, slot: Slot, fps: Fraction) -> tuple[int, ...]:
    """The frames of its clip at which a figure's parts come: each before its label, none before an earlier one.

    In quarters of a second, so that a small edit leaves them alone; the first with the shot, the last a second
    before the clip ends. None for other shots, and for a picture of the user's own.
    """
    if not shot.figure or shot.still or shot.clip:
        return ()
    quarter, latest = max(1, round(fps / 4)), slot.needs - math.ceil(fps)
    texts = shot.figure.labels or shot.figure.parts or ("",)
    frames = [slot.fade_in + start - round(CARRIER_EARLY * fps) for start in _named(texts, speech, slot, fps)]
    frames[0] = min(frames[0], slot.fade_in + quarter)
    in_order = reversed(list(accumulate(reversed(frames), min)))
    return tuple(max(0, min(frame, latest)) // quarter * quarter for frame in in_order)


def _named(texts: Sequence[str], speech: Speech | None, slot: Slot, fps: Fraction) -> list[int]:
    """The frame of its shot at which each label comes: a little before its word, or evenly over the first half.

    None comes before the shot has settled, and none when it is about to go.
    """
    first, ends = math.ceil(TITLE_IN * fps), slot.frames - slot.fade_out
    latest = max(slot.fade_in, ends - math.ceil(LABEL_LEAST * fps))
    words = speech.words if speech else ()
    starts, after = [], 0
    for at, text in enumerate(texts):
        start = first + round(at * max(0.0, slot.frames / 2 - first) / len(texts))
        if (said := heard.begins(text, words, after)) is not None:
            start = _frame_of(words[said], slot, fps) - round(LABEL_EARLY * fps)
            after = said + 1
        starts.append(min(max(start, first, slot.fade_in), latest))
    return starts


def _frame_of(word: Word, slot: Slot, fps: Fraction) -> int:
    """The frame of its shot at which a word is said."""
    return slot.lead + math.floor(word.start * fps)


def _quoted(text: str, strip: Strip, start: int, ends: int, fps: Fraction) -> tuple[Said, ...]:
    """A quote's words from its overlay's first frame on; evenly over its first half where few of them are said."""
    if not strip.shot.figure or strip.shot.figure.kind != "quote":
        return ()
    parts = heard.aligned(text, strip.speech.words if strip.speech else ())
    follows = len({word for _, word in parts if word}) >= len(parts) / 2
    found, at = list[Said](), 0
    for number, (part, word) in enumerate(parts):
        if not follows:
            at = round((ends - start) / 2 * number / len(parts))
        elif word:
            at = max(at, strip.slot.start + _frame_of(word, strip.slot, fps) - start)
        found.append(Said(text=part, start=at, end=at + 1))
    return tuple(found)


def _throughout(brief: Brief, language: str, strips: Sequence[Strip]) -> list[Overlay]:
    """What is there through the whole film: the small print and the bar that says how far it is."""
    frames = strips[-1].slot.start + strips[-1].slot.frames
    found = []
    if brief.legal:
        found.append(Overlay(role="legal", text=brief.legal, language=language, margins=brief.covered, frames=frames))
    if brief.progress_bar:
        found.append(Overlay(role="progress", frames=frames))
    return found


def _logos(brief: Brief, strips: Sequence[Strip]) -> list[Overlay]:
    """The logo: small in a corner through each run of scenes, large on an end card."""
    if not brief.logo:
        return []
    found: list[Overlay] = []
    for shot, _, slot, _ in strips:
        role: Literal["logo", "bug"] = "logo" if shot.kind == "end" else "bug"
        if role == "bug" and found and found[-1].role == "bug":
            found[-1] = edited(found[-1], frames=found[-1].frames + slot.frames)
        else:
            found.append(
                Overlay(role=role, image=brief.logo, margins=brief.covered, start=slot.start, frames=slot.frames)
            )
    return found


def segments(cut: Cut) -> list[Segment]:
    """The cut as pieces that can each be rendered and remembered alone: bodies and transitions."""
    found = []
    for at, placed in enumerate(cut.picture):
        body = placed.frames - placed.fade_in - placed.fade_out
        whole = Take(footage=placed.clip.footage, first=2 * placed.fade_in, grade=placed.clip.grade)
        for first, frames in pieces(whole.first, body, cut.fps):
            start = placed.start - placed.fade_in + first
            found.append(_segment(cut, start, frames, (edited(whole, first=first),)))
        if placed.fade_out:
            following = cut.picture[at + 1]
            leaving = edited(whole, first=whole.first + body)
            coming = Take(footage=following.clip.footage, first=0, grade=following.clip.grade)
            boundary = following.start - placed.fade_out
            piece = _segment(cut, boundary, 2 * placed.fade_out, (leaving, coming), placed.cut)
            if placed.cut == "match":
                piece = edited(piece, subjects=tuple(_subject(clip) for clip in (placed.clip, following.clip)))
            found.append(piece)
    return found


def pieces(first: int, frames: int, fps: Fraction) -> list[tuple[int, int]]:
    """A body in pieces, each with its first frame and how many it has: cores share it, and an edit costs little.

    They meet at even multiples of a length in the footage's own frames, which is where it has keyframes.
    """
    step = round(PIECE * fps)
    inside = range(math.ceil((first + step / 2) / step) * step, math.floor(first + frames - step / 2) + 1, step)
    starts = [first, *inside]
    ends = [*inside, first + frames]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def _subject(clip: Clip) -> Box:
    """What the eye is on in a clip; its middle where nothing is known."""
    boxes = (clip.seen.subject, *clip.seen.products, *clip.seen.faces, MIDDLE)
    return next(box for box in boxes if box)


def _segment(cut: Cut, start: int, frames: int, takes: tuple[Take, ...], how: Transition = "cut") -> Segment:
    return Segment(
        takes=takes,
        how=how,
        frames=frames,
        overlays=tuple(_inside(cut, start, frames)),
        size=cut.size,
        fps=cut.fps,
    )


def _inside(cut: Cut, start: int, frames: int) -> list[Overlay]:
    """The overlays that show in a segment, counted from its first frame.

    What lies far outside is drawn in: a logo that came long ago looks the same however long ago
    that was, and a segment must not be made again because an earlier shot grew. Words that make room for
    others bring these along, though they are shown before or after it: none may jump from piece to piece.
    So do labels those still to come to their picture, which all go together and are set alike.
    """
    far = math.ceil(SETTLED * cut.fps)
    shown = [overlay for overlay in cut.overlays if overlay.start < start + frames and start < _end(overlay)]
    movable = [overlay for overlay in shown if overlay.avoid]
    pictures = {_end(overlay) for overlay in shown if overlay.role == "label"}
    found = []
    for overlay in cut.overlays:
        begins, ends = overlay.start - start, _end(overlay) - start
        beside = any(overlay.start < _end(other) and other.start < _end(overlay) for other in movable)
        near = beside and overlay.role not in ("caption", "label") and -far < ends and begins < frames + far
        if overlay.role == "label":
            near, begins = _end(overlay) in pictures, min(begins, frames + far - 1)
        if overlay in shown or near:
            if overlay.role == "progress":  # it alone must know how long the film is
                found.append(edited(overlay, start=begins))
                continue
            later, begins, ends = max(-far - begins, 0), max(begins, -far), min(ends, frames + far)
            words = tuple(_later(word, later, ends - begins) for word in overlay.words)
            found.append(edited(overlay, start=begins, frames=ends - begins, words=words))
    return found


def _end(overlay: Overlay) -> int:
    return overlay.start + overlay.frames


def _later(word: Said, frames: int, length: int) -> Said:
    """A word counted from so many frames later, in a caption of a length."""
    start, end = (min(max(at - frames, 0), length) for at in (word.start, word.end))
    return Said(text=word.text, start=start, end=end)
