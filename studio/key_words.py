"""Key words: which of a line's words are set large, and from when to when, as the voice says them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from studio import heard, timing
from studio.cut import CaptionStyle, Ground, Overlay, Said
from studio.film import Brief, Speech, Word
from studio.strips import Slot, Strip

EARLY = Fraction(1, 8)  # s that the first of them begins to come before it is said
SETTLES = Fraction(1, 4)  # s in which a picture has been taken in
LEAST = 0.9  # s in which a few large words are read
AHEAD = 0.5  # s that they may come before their voice so as to be read; farther ahead they tell the line's end
HELD = 1.4  # s that they stay, though their sentence ends, where no others come
ENDS_SENTENCE = ".!?…।॥۔؟።。！？"
NO_CAPTIONS = "off"


def key_words(
    brief: Brief,
    language: str,
    strips: Sequence[Strip],
    captions: Sequence[timing.Caption],
    style: CaptionStyle | None,
) -> list[Overlay]:
    """The film's key words; none over figures, nor where the captions themselves are a few large words at a time."""
    if style and style.words:
        return []
    return [
        overlay
        for strip in strips
        if strip.speech and strip.shot.key_words and not strip.shot.figure
        for overlay in _of_shot(brief, language, strip, strip.speech, [cue.text for cue in captions] if style else [])
    ]


def _of_shot(brief: Brief, language: str, strip: Strip, speech: Speech, captions: Sequence[str]) -> list[Overlay]:
    """One after another: each goes when the next comes, when its sentence ends, or before its picture goes."""
    slot, seen, fps = strip.slot, strip.clip.seen, brief.fps
    texts = [text for text in strip.shot.key_words if not any(heard.same(text, cue) for cue in captions)]
    found: list[Overlay] = []
    for text, start, end, said in _spans(texts, speech, slot, fps):
        ground = Ground(
            footage=strip.clip.footage,
            first=slot.fade_in + start,
            frames=end - start,
            grade=strip.clip.grade,
        )
        found.append(
            Overlay(
                role="key word",
                text=text,
                language=language,
                font=brief.font,
                style=brief.look,
                captions=brief.captions if captions else NO_CAPTIONS,
                avoid=(*([seen.subject] if seen.subject else ()), *seen.faces, *seen.products),
                margins=brief.covered,
                ground=ground,
                words=said,
                start=slot.start + start,
                frames=end - start,
            )
        )
    return found


def _spans(
    texts: Sequence[str], speech: Speech, slot: Slot, fps: Fraction
) -> list[tuple[str, int, int, tuple[Said, ...]]]:
    """Each text that is said and can be read, its first frame in its shot, the frame it is gone, and its words."""
    stretches = {text: where for text in texts if (where := heard.stretch(text, speech.words))}
    in_order = sorted(stretches.items(), key=lambda item: item[1].start)
    earliest, goes = max(slot.fade_in, math.ceil(SETTLES * fps)), slot.frames - slot.fade_out
    found: list[tuple[str, int, int, tuple[Said, ...]]] = []
    for at, (text, where) in enumerate(in_order):
        following = in_order[at + 1][1].start if at + 1 < len(in_order) else None
        said = _frame_of(speech.words[where.start], slot, fps)
        end = _ends(where, speech.words, slot, fps) or goes
        start = max(earliest, said - round(EARLY * fps))
        end = min(max(end, start + math.ceil(HELD * fps)), goes)
        if following is not None:
            end = min(end, _frame_of(speech.words[following], slot, fps) - round(EARLY * fps))
        start = max(earliest, min(start, end - math.ceil(LEAST * fps)))
        if end - start >= math.ceil(LEAST * fps) and said - start <= AHEAD * fps:
            parts = _said(text, speech.words[where.start : where.stop], start, slot, fps)
            found.append((text, start, end, parts))
            earliest = end
    return found


def _ends(where: range, words: Sequence[Word], slot: Slot, fps: Fraction) -> int | None:
    """The frame of its shot at which the sentence of these words is over; None for the line's last."""
    last = next((at for at in range(where.stop - 1, len(words)) if _closes(words[at].text)), len(words) - 1)
    return _frame_of(words[last + 1], slot, fps) if last + 1 < len(words) else None


def _closes(word: str) -> bool:
    return word.rstrip("\"'”’»)」』").endswith(tuple(ENDS_SENTENCE))


def _said(text: str, words: Sequence[Word], start: int, slot: Slot, fps: Fraction) -> tuple[Said, ...]:
    """The parts of a text in frames from its own first one; the first part comes at once."""
    found: list[Said] = []
    for part, word in heard.aligned(text, words):
        at = _frame_of(word, slot, fps) - round(EARLY * fps) - start if word and found else 0
        at = max(at, found[-1].start if found else 0)
        found.append(Said(text=part, start=at, end=at + 1))
    return tuple(found)


def _frame_of(word: Word, slot: Slot, fps: Fraction) -> int:
    """The frame of its shot at which a word is said."""
    return slot.lead + math.floor(word.start * fps)
