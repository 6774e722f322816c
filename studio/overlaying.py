"""What is set over the picture, and when: captions, titles, labels, key words, logos and small print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Literal, TypeVar

from studio import heard, key_words, timing
from studio.cut import CaptionStyle, Cue, Cut, Overlay, Said
from studio.film import TALL, Box, Brief, Shot, Speech, Word, edited
from studio.strips import Slot, Strip

SETTLED = 2.0  # s after which an overlay's entrance is over, or before which its exit has not begun
TITLE_IN, TITLE_HOLD = 0.25, 3.2  # s
LOWER_THIRD_HOLD = 4.0  # s: two lines are read twice
LABEL_EARLY, LABEL_LEAST = Fraction(1, 6), 0.8  # s that a label comes before its word, and that it is read in
CARRIER_EARLY = Fraction(3, 8)  # s that what carries a label begins to come before it, though music may move the cut


def over(
    brief: Brief,
    language: str,
    strips: Sequence[Strip],
    captions: Sequence[timing.Caption],
    style: CaptionStyle | None,
) -> tuple[Overlay, ...]:
    """All that is set over the picture. Without a style no caption is in it."""
    return (
        *_titles(brief, language, strips),
        *_labels(brief, language, strips),
        *_figures(brief, language, strips),
        *key_words.key_words(brief, language, strips, captions, style),
        *_logos(brief, strips),
        *_throughout(brief, language, strips),
        *(_captions(captions, brief, language, style, strips) if style else ()),
    )


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


def _before_all(strip: Strip) -> tuple[Box, ...]:
    """What a title in a tall picture, as wide as that is, would hide: faces, products and labels, or the subject."""
    subject = strip.clip.seen.subject
    return _to_avoid(strip) or ((subject,) if subject else ())


def _titles(brief: Brief, language: str, strips: Sequence[Strip]) -> list[Overlay]:
    """Titles over their shots and the end card's words."""
    found = []
    begins = math.ceil(TITLE_IN * brief.fps)
    tall = brief.size.height >= TALL * brief.size.width
    for strip in strips:
        shot, _, slot, _ = strip
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
                avoid=_before_all(strip) if tall and not ends else (),
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


def inside(cut: Cut, start: int, frames: int) -> list[Overlay]:
    """The overlays that show in a segment, counted from its first frame.

    What lies far outside is drawn in: a logo that came long ago looks the same however long ago
    that was, and a segment must not be made again because an earlier shot grew. Words that make room for
    others bring these along, though they are shown before or after it: none may jump from piece to piece.
    So do labels those still to come to their picture, which all go together and are set alike, and key words all
    that shows while they do, however long ago it went.
    """
    far = math.ceil(SETTLED * cut.fps)
    shown = [overlay for overlay in cut.overlays if overlay.start < start + frames and start < _end(overlay)]
    movable = [overlay for overlay in shown if overlay.avoid]
    pictures = {_end(overlay) for overlay in shown if overlay.role == "label"}
    placed = [overlay for overlay in shown if overlay.role == "key word"]
    found = []
    for overlay in cut.overlays:
        begins, ends = overlay.start - start, _end(overlay) - start
        near = overlay.role not in ("caption", "label") and _meets(overlay, movable)
        near = near and -far < ends and begins < frames + far
        if overlay.role == "label":
            near, begins = _end(overlay) in pictures, min(begins, frames + far - 1)
        if overlay.role not in ("caption", "key word") and _meets(overlay, placed):
            near, begins, ends = True, min(begins, frames + far - 1), max(ends, 1 - far)
        if overlay in shown or near:
            if overlay.role == "progress":  # it alone must know how long the film is
                found.append(edited(overlay, start=begins))
                continue
            later, begins, ends = max(-far - begins, 0), max(begins, -far), min(ends, frames + far)
            words = tuple(_later(word, later, ends - begins) for word in overlay.words)
            found.append(edited(overlay, start=begins, frames=ends - begins, words=words))
    return found


def _meets(overlay: Overlay, others: Sequence[Overlay]) -> bool:
    return any(overlay.start < _end(other) and other.start < _end(overlay) for other in others)


def _end(overlay: Overlay) -> int:
    return overlay.start + overlay.frames


def _later(word: Said, frames: int, length: int) -> Said:
    """A word counted from so many frames later, in a caption of a length."""
    start, end = (min(max(at - frames, 0), length) for at in (word.start, word.end))
    return Said(text=word.text, start=start, end=end)
