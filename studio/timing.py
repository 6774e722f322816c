"""From words and lines to whole frames: how long each shot lasts and when each caption shows."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from studio.cut import Cue, Said
from studio.film import SAMPLE_RATE, Shot, Size, Speech, Word, edited

LEAD = 0.2  # s from a shot's first frame to its first word
TAIL = 0.3  # s from its last word to its last frame: the breath between two thoughts
TIGHT_TAIL = 0.08  # s, the shortest breath that does not sound cut off
TIGHT_LEAD = 0.08  # s from a cut to the next shot's first word, where music has moved it
ON_THE_BEAT = 1  # frame at most between a cut and its beat
REACH = Fraction(3, 25)  # s by which music may move a cut: farther from the end of its phrase it would be felt
LINGER = 2.0  # s that a shot may stay on after its breath, to fill an asked-for length
SILENT = 2.6  # s for a shot without a line
END = 2.9  # s for the end card: a call to action is held 2.5 to 3 s
SHARES = 8  # a film is stretched in eighths, so that a small edit leaves the other shots alone
PACES = (0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)  # of the natural speed, still pleasant to hear
DISSOLVE = 0.5  # s
SHORTEST_CUE = 0.5  # s; few large words are read at a glance, but no faster than that
BRIDGED = 0.2  # s between two words; a pause shorter than that is none
FEW_COLUMNS = 0.7  # of a line's: few words are set large
ENDS_PHRASE = ".,;:!?…—।॥،؛؟。、，；：！？"
CLOSE_ENOUGH = 0.1  # an asked-for length is met when the film is within a tenth of it


# Letters of these blocks of 128 are wider than Latin ones, by what Noto's fonts advance on plain sentences.
WIDE_BLOCKS = {0x0B80 >> 7: 1.55, 0x0C00 >> 7: 1.3, 0x0C80 >> 7: 1.3, 0x0D00 >> 7: 1.35, 0x0D80 >> 7: 1.5}
WIDE_BLOCKS |= {0x1000 >> 7: 1.85, 0x1200 >> 7: 1.2, 0x1280 >> 7: 1.2, 0x1780 >> 7: 1.15}


class Layout(NamedTuple):
    """Each shot's length in frames, and a note when the asked-for length could not be met."""

    frames: tuple[int, ...]
    note: str


class Caption(Cue):
    """A cue and the words that are said while it shows."""

    words: tuple[Said, ...] = ()


def samples_at(frame: int, fps: Fraction) -> int:
    """The first sample at 48 kHz that belongs to a frame."""
    return round(frame / fps * SAMPLE_RATE)


def lay_out(shots: Sequence[Shot], speeches: Sequence[Speech | None], seconds: float | None, fps: Fraction) -> Layout:
    """Give each shot its frames: its line, a breath, and its share of what is left to fill."""
    natural, tight, loose = _lengths(shots, speeches)
    chosen = natural
    if seconds is not None:
        limits = loose if seconds > sum(natural) else tight
        share = _share(sum(natural), sum(limits), seconds)
        chosen = [n + share * (limit - n) for n, limit in zip(natural, limits, strict=True)]
    frames = tuple(math.ceil(length * fps) for length in chosen)
    return Layout(frames, _why_not(sum(frames) / float(fps), seconds, speeches))


def reach(fps: Fraction) -> int:
    """By how many frames at most music may move a cut."""
    return math.floor(REACH * fps)


def moves(
    frames: Sequence[int], speeches: Sequence[Speech | None], beats: Sequence[float], fps: Fraction
) -> tuple[int, ...]:
    """By how many frames each cut between shots of so many frames moves to lie on a beat, given in seconds.

    The film stays as long, and the voice where it is: a cut moves in the pause between two lines, and stays where
    no beat is near enough.
    """
    marks = [beat * float(fps) for beat in beats]
    lead, least = math.ceil(LEAD * fps), math.ceil(TIGHT_LEAD * fps)
    found: list[int] = []
    for cut, speech, following in zip(accumulate(frames), speeches, speeches[1:], strict=False):
        earliest, latest = cut - reach(fps), cut + reach(fps)
        if speech:
            begins = cut - frames[len(found)] + lead
            earliest = max(earliest, begins + math.ceil((speech.seconds + TIGHT_TAIL) * fps))
        if following:
            latest = min(latest, cut + lead - least)
        beat = min(marks, key=lambda mark: abs(mark - cut), default=float(cut))
        moved = min(max(round(beat), earliest), latest) if abs(beat - cut) > ON_THE_BEAT else cut
        found.append(moved - cut if abs(moved - beat) <= ON_THE_BEAT else 0)
    return tuple(found)


def pace_for(shots: Sequence[Shot], speeches: Sequence[Speech | None], seconds: float | None) -> float:
    """The pace, of PACES, at which lines spoken at natural speed bring the film nearest to a length."""
    _, tight, loose = _lengths(shots, speeches)
    if seconds is None or sum(tight) <= seconds <= sum(loose):
        return 1.0
    spoken = sum(speech.seconds for speech in speeches if speech)
    pauses = (sum(tight) if seconds < sum(tight) else sum(loose)) - spoken
    return min(PACES, key=lambda pace: abs(spoken / pace + pauses - seconds))


def _lengths(
    shots: Sequence[Shot], speeches: Sequence[Speech | None]
) -> tuple[list[float], list[float], list[float]]:
    """Natural, shortest and longest length of each shot in seconds."""
    natural = []
    tight = []
    for shot, speech in zip(shots, speeches, strict=True):
        if speech:
            natural.append(LEAD + speech.seconds + TAIL)
            tight.append(LEAD + speech.seconds + TIGHT_TAIL)
        else:
            natural.append(END if shot.kind == "end" else SILENT)
            tight.append(natural[-1] * 0.8)
    return natural, tight, [length + LINGER for length in natural]


def _share(natural: float, limit: float, wanted: float) -> float:
    if limit == natural:
        return 0.0
    return min(max(round((wanted - natural) / (limit - natural) * SHARES), 0), SHARES) / SHARES


def _why_not(got: float, seconds: float | None, speeches: Sequence[Speech | None]) -> str:
    if seconds is None or abs(got - seconds) <= CLOSE_ENOUGH * seconds:
        return ""
    words = sum(len(speech.words) for speech in speeches if speech)
    spoken = sum(speech.seconds for speech in speeches if speech) or 1.0
    missing = max(round(abs(got - seconds) * words / spoken), 1)
    verb = "Add about" if got < seconds else "Cut about"
    return (
        f"The film is {got:.1f} s long, not {seconds:g} s: its {words} words take {spoken:.1f} s to say well. "
        f"{verb} {missing} words to meet the length."
    )


def columns(text: str) -> float:
    """How wide a text is, in Latin letters: none for a combining mark, two for a wide East Asian sign."""
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else WIDE_BLOCKS.get(ord(sign) >> 7, 1)
        for sign in text
        if not unicodedata.combining(sign) and unicodedata.category(sign) not in ("Mn", "Cf")
    )


def caption_columns(size: Size) -> int:
    """Columns of a caption's line that are read at a glance in a frame of this shape."""
    if size.width > size.height:
        return 38
    return 30 if size.width == size.height else 21


def cues(says: str, speech: Speech, start: int, fps: Fraction, size: Size) -> list[Caption]:
    """Captions for one line whose sound begins at film frame `start`.

    Each holds two lines' worth of words at most, ends at a phrase where it can, and follows the
    voice: it appears with its first word and stays until the next one or a moment after its last.
    """
    groups = _phrases(says, speech.words, 2 * caption_columns(size)) if speech.words else []
    found = []
    for at, (text, words) in enumerate(groups):
        first = start + math.floor(words[0].start * fps)
        if at + 1 < len(groups):
            last = start + math.floor(groups[at + 1][1][0].start * fps)
        else:
            last = start + math.ceil((speech.seconds + TIGHT_TAIL) * fps)
        said = _said(words, first - start, fps)
        found.append(Caption(text=text, start=first, end=max(last, first + 1), words=said))
    return found


def _said(words: Sequence[Word], first: int, fps: Fraction) -> tuple[Said, ...]:
    """Words in frames counted from frame `first` of their sound; small gaps between them are closed."""
    found = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        ends = following.start if following and following.start - word.end < BRIDGED else word.end
        begin = math.floor(word.start * fps) - first
        found.append(Said(text=word.text, start=begin, end=max(math.floor(ends * fps) - first, begin + 1)))
    return tuple(found)


def few_at_a_time(caption: Caption, most: int, fps: Fraction, size: Size) -> list[Caption]:
    """A caption as several of at most `most` words each, and none shown for less than half a second.

    Where words are not parted by spaces, two of their signs count as one word.
    """
    spans = [0, *_spans(caption.text, caption.words)]
    parts = [caption.text[begin:end] for begin, end in pairwise(spans)]
    frames = [0, *(word.start for word in caption.words[1:]), caption.end - caption.start]
    starts = _long_enough(_few(parts, most, FEW_COLUMNS * caption_columns(size)), frames, SHORTEST_CUE * fps)
    found = []
    for at, after in pairwise([*starts, len(parts)]):
        first, last = frames[at], frames[after]
        words = tuple(edited(w, start=w.start - first, end=w.end - first) for w in caption.words[at:after])
        text = "".join(parts[at:after]).strip()
        found.append(Caption(text=text, start=caption.start + first, end=caption.start + last, words=words))
    return found


def _few(parts: Sequence[str], most: int, widest: float) -> list[int]:
    """Where groups of words begin: after each phrase, and evenly inside it."""
    starts = [0, *(at + 1 for at, part in enumerate(parts[:-1]) if part.strip()[-1:] in ENDS_PHRASE)]
    found = []
    for at, after in pairwise([*starts, len(parts)]):
        phrase = parts[at:after]
        groups = max(math.ceil(_count(phrase) / most), math.ceil(columns("".join(phrase)) / widest))
        even = len(phrase) / min(groups, len(phrase))
        found += [at + math.ceil(number * even) for number in range(min(groups, len(phrase)))]
    return found


def _count(parts: Sequence[str]) -> float:
    return max(len("".join(parts).split()), len(parts) / 2)


def _long_enough(starts: Sequence[int], frames: Sequence[int], least: float) -> list[int]:
    """The same starts without those of groups that would be gone, or leave the one before gone, too soon."""
    kept = [0]
    for start in starts[1:]:
        if frames[start] - frames[kept[-1]] >= least:
            kept.append(start)
    while len(kept) > 1 and frames[-1] - frames[kept[-1]] < least:
        kept.pop()
    return kept


def _phrases(says: str, words: Sequence[Word], most: int) -> list[tuple[str, list[Word]]]:
    """Split a line into runs of words at most `most` columns wide, evenly, at punctuation if near."""
    if columns(says) <= most:
        return [(says.strip(), list(words))]
    spans = _spans(says, words)
    even = columns(says) / math.ceil(columns(says) / most)
    groups: list[tuple[str, list[Word]]] = []
    begin, held = 0, list[Word]()
    for at, word in enumerate(words):
        held.append(word)
        text = says[begin : spans[at]].strip()
        ahead = says[begin : spans[at + 1]].strip() if at + 1 < len(words) else ""
        ends_phrase = text[-1:] in ENDS_PHRASE and columns(text) >= even * 0.6
        if not ahead or columns(ahead) > most or ends_phrase or columns(text) >= even:
            groups.append((text, held))
            begin, held = spans[at], []
    return groups


def _spans(says: str, words: Sequence[Word | Said]) -> list[int]:
    """Where each word ends in the written line."""
    ends = []
    at = 0
    for word in words:
        for sign in word.text:
            if not sign.isspace():
                at = says.index(sign, at) + 1
        ends.append(at)
    if ends:
        ends[-1] = len(says)
    return ends
