"""Whole frames from spoken seconds: lengths that are asked for, and captions that follow the voice."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from studio import editing, overlaying, timing
from studio.cut import Cue
from studio.film import Artifact, Brief, Clip, Footage, Shot, Size, Speech, Word

SOUND = Artifact(digest="0" * 64, suffix=".wav")
WIDE = Size(width=1280, height=720)
RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]


def spoken(text: str, rate: float = 14.0) -> Speech:
    """A line said evenly, at so many letters a second."""
    at, words = 0.0, []
    for word in text.split():
        words.append(Word(text=word, start=at, end=at + len(word) / rate))
        at += (len(word) + 1) / rate
    return Speech(sound=SOUND, seconds=at, words=tuple(words))


def shot(number: int, says: str = "A line.", **fields: str) -> Shot:
    return Shot(id=f"shot-{number}", says=says, shows=says, **fields)


LINES = ["The tea garden wakes before the sun.", "Leaves are picked by hand,", "and dried in the mountain wind."] * 2
SHOTS = [shot(n, line) for n, line in enumerate(LINES)]
SPEECHES = [spoken(line) for line in LINES]


@pytest.mark.parametrize("fps", RATES, ids=str)
@pytest.mark.parametrize("share", [0.95, 1.0, 1.2, 1.5])
def test_a_length_that_fits_the_words_is_met_within_a_tenth(fps: Fraction, share: float) -> None:
    natural = sum(timing.lay_out(SHOTS, SPEECHES, None, fps).frames) / float(fps)
    wanted = natural * share
    layout = timing.lay_out(SHOTS, SPEECHES, wanted, fps)
    assert sum(layout.frames) / float(fps) == pytest.approx(wanted, rel=0.1)
    assert layout.note == ""


def test_a_length_that_the_words_cannot_fill_is_explained() -> None:
    layout = timing.lay_out(SHOTS, SPEECHES, 90, Fraction(24))
    assert "not 90 s" in layout.note
    assert "Add about" in layout.note
    assert "Cut about" in timing.lay_out(SHOTS, SPEECHES, 5, Fraction(24)).note


def test_a_line_that_grows_leaves_the_length_of_other_shots_alone() -> None:
    before = timing.lay_out(SHOTS, SPEECHES, None, Fraction(24)).frames
    grown = [*SPEECHES[:2], spoken("and dried for two long days in the mountain wind."), *SPEECHES[3:]]
    after = timing.lay_out(SHOTS, grown, None, Fraction(24)).frames
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [2]


def test_the_voice_speaks_faster_only_when_pauses_are_not_enough() -> None:
    assert timing.pace_for(SHOTS, SPEECHES, None) == 1.0
    natural = sum(timing.lay_out(SHOTS, SPEECHES, None, Fraction(24)).frames) / 24
    assert timing.pace_for(SHOTS, SPEECHES, natural) == 1.0
    assert timing.pace_for(SHOTS, SPEECHES, natural * 0.8) > 1.0
    assert timing.pace_for(SHOTS, SPEECHES, natural * 2.5) < 1.0


def test_dissolves_are_centred_on_boundaries_and_every_frame_is_shown_once() -> None:
    shots = [shot(n, cut="dissolve" if n % 2 else "cut") for n in range(5)]
    slots = editing.slots(shots, [40, 50, 11, 60, 70], Fraction(24))
    assert [slot.start for slot in slots] == [0, 40, 90, 101, 161]
    assert [(slot.fade_in, slot.fade_out) for slot in slots] == [(0, 0), (0, 3), (3, 0), (0, 6), (6, 0)]


LONG = (
    "In the hills of Munnar, where clouds sleep on the road, pickers fill their baskets before the first bus arrives."
)


@pytest.mark.parametrize("size", [WIDE, Size(width=720, height=1280)], ids=str)
def test_captions_say_the_line_in_order_and_never_overlap(size: Size) -> None:
    cues = timing.cues(LONG, spoken(LONG), 100, Fraction(24), size)
    assert " ".join(cue.text for cue in cues) == LONG
    assert all(timing.columns(cue.text) <= 2 * timing.caption_columns(size) for cue in cues)
    assert all(a.end == b.start for a, b in pairwise(cues))
    assert cues[0].start == 100


def test_a_line_without_spaces_is_captioned_whole() -> None:
    text = "清晨的茶园醒来，工人们用手采摘最嫩的叶子，山风把它们慢慢吹干，直到满室清香，人人都想再来一杯热茶。"
    words = tuple(Word(text=sign, start=n / 5, end=(n + 1) / 5) for n, sign in enumerate(text))
    cues = timing.cues(text, Speech(sound=SOUND, seconds=len(text) / 5, words=words), 0, Fraction(24), WIDE)
    assert "".join(cue.text for cue in cues) == text
    assert len(cues) > 1


def test_a_caption_is_held_for_a_second_unless_the_next_one_comes() -> None:
    held = overlaying.unhurried([Cue(text="a", start=0, end=5), Cue(text="b", start=10, end=12)], Fraction(24))
    assert [(cue.start, cue.end) for cue in held] == [(0, 10), (10, 34)]


def test_few_words_at_a_time_are_the_same_words_held_for_half_a_second() -> None:
    for cue in timing.cues(LONG, spoken(LONG), 100, Fraction(24), WIDE):
        few = timing.few_at_a_time(cue, 3, Fraction(24), WIDE)
        assert " ".join(part.text for part in few) == cue.text
        assert [word.text for part in few for word in part.words] == [word.text for word in cue.words]
        assert (few[0].start, few[-1].end) == (cue.start, cue.end)
        assert all(a.end == b.start for a, b in pairwise(few))
        assert all(part.end - part.start >= 12 for part in few)
        assert {len(part.words) for part in few} <= {2, 3}
        begins = [part.start + word.start for part in few for word in part.words]
        assert begins == [cue.start + word.start for word in cue.words]


def test_words_too_fast_to_read_stay_together() -> None:
    text = "now or never my friend"
    (cue,) = timing.cues(text, spoken(text, rate=60), 0, Fraction(24), WIDE)
    assert [part.text for part in timing.few_at_a_time(cue, 2, Fraction(24), WIDE)] == [text]


def test_only_transitions_that_move_are_heard_each_at_its_boundary() -> None:
    cuts = ["cut", "dissolve", "dip", "push", "slide", "wipe", "whip"]
    shots = [shot(n, cut=cut) for n, cut in enumerate([*cuts, "push"])]
    slots = editing.slots(shots, [48] * len(shots), Fraction(24))
    clips = [Clip(shot=s.id, footage=Footage(video=SOUND, frames=p.needs)) for s, p in zip(shots, slots, strict=True)]
    strips = [editing.Strip(s, None, p, c) for s, p, c in zip(shots, slots, clips, strict=True)]
    cut = editing.assemble(Brief(text="A line."), "en", strips, SOUND, None)
    assert [(effect.name, effect.at) for effect in cut.effects] == [("whoosh", n * 2 * 48_000) for n in (4, 5, 6, 7)]
    assert not editing.assemble(Brief(text="A line."), "en", strips, None, None).effects


@pytest.mark.parametrize("fps", RATES, ids=str)
@pytest.mark.parametrize("seconds", [None, 12.5, 22.0])
def test_cuts_move_to_near_beats_and_neither_the_film_nor_the_voice_does(
    fps: Fraction, seconds: float | None
) -> None:
    frames = timing.lay_out(SHOTS, SPEECHES, seconds, fps).frames
    before, moved = editing.slots(SHOTS, frames, fps), 0
    for apart in (0.47, 0.51, 0.61, 0.67, 0.73):
        beats = [apart * number for number in range(60)]
        after = editing.slots(SHOTS, frames, fps, timing.moves(frames, SPEECHES, beats, fps))
        assert sum(slot.frames for slot in after) == sum(frames)
        for old, new, speech in zip(before, after, SPEECHES, strict=True):
            assert new.start + new.lead == old.start + old.lead  # where the voice begins
            assert abs(new.start - old.start) <= 0.12 * fps
            assert new.lead >= timing.TIGHT_LEAD * fps
            assert new.frames - new.lead >= (speech.seconds + timing.TIGHT_TAIL) * float(fps)
            if new.start != old.start:
                moved += 1
                assert min(abs(new.start / float(fps) - beat) for beat in beats) <= 1 / float(fps) + 1e-9
    assert moved


def test_a_cut_stays_where_no_beat_is_near_or_a_word_is_in_the_way() -> None:
    fps = Fraction(25)
    frames = timing.lay_out(SHOTS[:3], SPEECHES[:3], None, fps).frames
    cut = frames[0] / 25
    assert timing.moves(frames, SPEECHES[:3], [cut + 0.2], fps) == (0, 0)
    assert timing.moves(frames, SPEECHES[:3], [cut - 0.08], fps) == (-2, 0)
    assert timing.moves(frames, SPEECHES[:3], [cut + 0.04], fps) == (0, 0)  # within a frame it is on the beat
    tight = timing.lay_out(SHOTS[:3], SPEECHES[:3], 1, fps).frames
    assert timing.moves(tight, SPEECHES[:3], [tight[0] / 25 - 0.12], fps) == (0, 0)
    assert timing.moves(frames, SPEECHES[:3], [], fps) == (0, 0)


def test_a_cut_that_moves_makes_no_transition_longer() -> None:
    """A clip has its length before cuts move: so much more than its shot needs as cuts may move."""
    fps, shots = Fraction(25), [shot(n, cut="dissolve") for n in range(3)]
    still = editing.slots(shots, [60, 14, 60], fps)[1]
    moved = editing.slots(shots, [60, 14, 60], fps, [-3, 3])[1]
    assert (moved.frames, moved.fade_in, moved.fade_out) == (20, still.fade_in, still.fade_out)
    short = editing.slots(shots, [60, 14, 60], fps, [3, -3])[1]
    assert short.fade_in + short.fade_out <= short.frames == 8
