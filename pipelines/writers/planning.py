"""Plans a script's shots: what each says and shows, how near, how the camera moves, how it cuts to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from pipelines.machinery.languages import sentences
from pipelines.machinery.words import bare_words, has_words, mentions, word_table
from pipelines.writers.camera import camera_in, choose, cut_before, cut_in, framing_in
from pipelines.writers.figures import Told, figures, whole
from pipelines.writers.key_words import with_key_words
from pipelines.writers.lines import shared
from pipelines.writers.referents import told_before
from pipelines.writers.screens import with_screens
from pipelines.writers.splitting import split
from pipelines.writers.subjects import own_subjects
from studio.film import Camera, Figure, Line, Mood, Script, Shot, Storyboard, Transition, edited

_SHARE = 1 / 3  # of the lines must carry a mood's words before it colours the whole film
_END = {"bright": "bright open sky, morning light", "warm": "warm evening light", "calm": "calm open sky, soft light",
        "playful": "bright colours, confetti", "serious": "quiet plain ground, even light",
        "tense": "dark sky, low light"}  # fmt: skip


class _Piece(NamedTuple):
    """What one shot says, of which line, and whether it opens that line."""

    says: str
    shows: str
    line: Line
    first: bool


def storyboard(script: Script, products: int, screens: int, passing: Transition = "dissolve") -> Storyboard:
    """The whole plan. The shots' words, in order, are the script's words. `passing` shows that time or place does."""
    mood = script.mood or mood_of(script)
    pieces = [piece for line in script.lines for piece in _pieces(line, script.language)]
    asked = [framing_in(piece.shows) if _is_described(piece) else None for piece in pieces]
    told = [_told(piece) for piece in pieces]
    figured = figures(told, script.language)
    shots = []
    for at, (piece, (framing, camera), figure) in enumerate(zip(pieces, choose(asked), figured, strict=True)):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        shots.append(
            Shot(
                id=f"shot-{at + 1}",
                says=piece.says,
                speaker=piece.line.speaker,
                shows=_with_scene(piece),
                framing=framing,
                camera=_moves(piece, figure) or camera,
                cut=_cut(piece, following, passing, ends=bool(script.closing)),
                title=script.title if at == 0 and not figure else "",  # it would lie over the figure's words
                figure=figure,
                shows_product=products > 0 and _is_about_product(at, len(pieces), piece.says, script.title),
            )
        )
    shots = _with_referents(with_screens(shots, screens, products), pieces, script.language)
    shots = _with_own_subjects(shots, pieces, script.language)
    shots = with_key_words(shots, script.title, script.language)
    if script.closing:
        shots.append(_end(script, mood, len(shots)))
    return Storyboard(mood=mood, shots=tuple(shots))


def _told(piece: _Piece) -> Told:
    line, first = piece.line, piece.first
    return Told(piece.says, line.shows, first, line.item if first else 0, line.items if first else ())


def _pieces(line: Line, language: str) -> list[_Piece]:
    is_whole = line.items or not has_words(line.says)  # a list builds while it is said
    says = [line.says] if is_whole else whole(split(line.says, language), language)
    described = shared(sentences(line.shows, language), len(says)) if line.shows else says
    return [
        _Piece(words, shows or line.scene or words, line, at == 0)
        for at, (words, shows) in enumerate(zip(says, described, strict=True))
    ]


def _is_described(piece: _Piece) -> bool:
    """Only the first shot of a line obeys the user's camera words; the others vary, or they would look the same."""
    return piece.first and bool(piece.line.shows)


def _moves(piece: _Piece, figure: Figure | None) -> Camera | None:
    """As the user said; before a figure the camera holds, since its words stand still."""
    return (camera_in(piece.shows) if _is_described(piece) else None) or ("hold" if figure else None)


def _with_scene(piece: _Piece) -> str:
    scene = piece.line.scene
    return f"{scene}: {piece.shows}" if scene and scene != piece.shows else piece.shows


def _with_referents(shots: list[Shot], pieces: list[_Piece], language: str) -> list[Shot]:
    """The shots, of which those that only point at what another named show it: that line stands after in brackets."""
    before = told_before([piece.says for piece in pieces], language)
    return [
        edited(shot, shows=f"{shot.shows} [{told}]")
        if told and not shot.figure and shot.shows == piece.says
        else shot
        for shot, piece, told in zip(shots, pieces, before, strict=True)
    ]


def _with_own_subjects(shots: list[Shot], pieces: list[_Piece], language: str) -> list[Shot]:
    """The shots, of which those that would show what one before has shown name another thing of theirs first."""
    own = own_subjects([piece.says for piece in pieces], language)
    return [
        edited(shot, shows=f"{words}: {shot.shows}")
        if words and not shot.figure and shot.shows.startswith(piece.says)
        else shot
        for shot, piece, words in zip(shots, pieces, own, strict=True)
    ]


def _cut(piece: _Piece, following: _Piece | None, passing: Transition, ends: bool) -> Transition:
    """As the user's own transitions and descriptions say, else that of passing where time or place changes."""
    asked = (piece.line.cut or cut_in(piece.line.shows)) if following is None or following.first else None
    if following is not None and _is_described(following):
        asked = asked or cut_before(following.shows)
    if asked:
        return asked
    if following is None:
        return passing if ends else "cut"
    opening = " ".join(bare_words(following.says)[:4])
    passes = following.first and mentions(opening, word_table("shots")["time"]["passes"])
    return passing if passes or piece.line.scene != following.line.scene else "cut"


def _is_about_product(at: int, count: int, says: str, title: str) -> bool:
    """Every second shot, the last, and from the second on each that names it."""
    names = [word for word in bare_words(title) if len(word) > 3]
    return at == count - 1 or at % 2 == 1 or (at > 0 and any(name in bare_words(says) for name in names))


def _end(script: Script, mood: Mood, at: int) -> Shot:
    return Shot(
        id=f"shot-{at + 1}",
        kind="end",
        shows=_END[mood],
        title=script.closing,
        framing="wide",
        camera="pull out" if at % 2 else "push in",
    )


def mood_of(script: Script) -> Mood:
    """Warm for an ad, calm for an explainer, unless a third of the lines, and two more than for those, say else."""
    usual: Mood = "warm" if script.genre == "ad" else "calm"
    counts = {mood: _lines_with(words, script.lines) for mood, words in word_table("moods").items()}
    best = max(counts, key=lambda mood: counts[mood])
    clear = counts[best] >= max(_SHARE * len(script.lines), counts[usual] + 2)
    return cast("Mood", best) if clear else usual


def _lines_with(words: Sequence[str], lines: Sequence[Line]) -> int:
    return sum(mentions(f"{line.says} {line.shows}", words) for line in lines)
