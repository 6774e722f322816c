"""What can be asked of a seat. An ask holds everything that changes the answer and nothing else."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from studio.cards import Card
from studio.cut import Ambience, Cue, Effect, Film, Overlay, Voiced
from studio.film import (
    Artifact,
    Balance,
    Beats,
    Box,
    Brief,
    Camera,
    Character,
    Colour,
    Figure,
    Fit,
    Footage,
    Fps,
    Framing,
    Genre,
    Grade,
    Mood,
    Noun,
    Picture,
    Rank,
    Script,
    Seat,
    Seen,
    Shot,
    Size,
    Speech,
    Still,
    Storyboard,
    Transition,
    Verdict,
)
from studio.formats import Recipe


class Ask(Noun):
    """One question to one seat. `verb` is the engine's method; `answer` is what it yields."""

    seat: ClassVar[Seat]
    verb: ClassVar[str]
    answer: ClassVar[type[Noun]]


class Write(Ask):
    """Turn a brief's words into a script. An empty `language` means: find it out.

    `seconds` is how long the film should be, for a writer that says an idea in words of its own.
    """

    seat, verb, answer = "writer", "write", Script
    text: str
    language: str = ""
    genre: Genre = "auto"
    seconds: float | None = None

    @classmethod
    def of(cls, brief: Brief, writer: Card) -> Write:
        seconds = brief.seconds if writer.model else None
        return cls(text=brief.text, language=brief.language, genre=brief.genre, seconds=seconds)


class Prompting(Noun):
    """How the engines that will draw and move the shots want to be told."""

    words: int = Field(default=80, gt=0)  # the longest prompt that all of them read to its end
    form: Literal["sentences", "tags"] = "sentences"


class Plan(Ask):
    """Turn a script into shots. `products` and `screens` are how many pictures of each there are to show.

    Where nobody says how, a shot gives way by `passing` when time passes or the place changes. `prompts` is None
    where the shots' words are read by engines that find the telling ones themselves.
    """

    seat, verb, answer = "writer", "plan", Storyboard
    script: Script
    products: int = Field(default=0, ge=0)
    screens: int = Field(default=0, ge=0)
    passing: Transition = "dissolve"
    prompts: Prompting | None = None


class Rewrite(Ask):
    """Tell one shot of a storyboard anew, as the user wishes: "warmer, closer". Its line and its id stay."""

    seat, verb, answer = "writer", "rewrite", Shot
    shot: Shot
    cast: tuple[Character, ...] = ()
    wish: str = Field(min_length=1, max_length=500)
    language: str
    prompts: Prompting | None = None


class Paint(Ask):
    """Draw one picture. No shot number, no language and no labels: none of them changes what is seen."""

    seat, verb, answer = "painter", "paint", Picture
    shows: str
    background: bool = False  # a quiet ground for words, not a scene
    framing: Framing = "medium"
    mood: Mood
    look: str
    size: Size
    seed: int = 0
    take: int = 0
    products: tuple[Artifact, ...] = ()
    screens: tuple[Artifact, ...] = ()
    colours: tuple[Colour, ...] = ()
    figure: Figure | None = None
    references: tuple[Artifact, ...] = ()  # what its cast looks like, where the painter can be shown that
    guide: float = Field(default=0.0, ge=0, le=1)  # how far it keeps to the drawn picture of the same words


class Animate(Ask):
    """Move one picture for `frames` frames, rounded up so that small edits animate nothing anew.

    `parts` are the frames at which a figure's parts come, in their order, in steps for the same reason. Where the
    animator can, the clip ends on the picture `last`, and with `sound` brings the sound that belongs to it.
    """

    seat, verb, answer = "animator", "animate", Footage
    picture: Picture
    shows: str
    camera: Camera
    frames: int = Field(gt=0)
    fps: Fps
    size: Size
    seed: int = 0
    take: int = 0
    parts: tuple[Annotated[int, Field(ge=0)], ...] = ()
    last: Artifact | None = None
    sound: bool = False


class Speak(Ask):
    """Speak one line. `pace` is a factor on the voice's natural speed."""

    seat, verb, answer = "narrator", "speak", Speech
    text: str = Field(min_length=1)
    language: str
    voice: str = ""
    pace: float = Field(default=1.0, ge=0.5, le=2.0)


class Compose(Ask):
    """Make a music bed of exactly `samples` samples at 48 kHz, two channels."""

    seat, verb, answer = "composer", "compose", Artifact
    mood: Mood
    samples: int = Field(gt=0)
    seed: int = 0


class Pulse(Ask):
    """The beats of the bed that a Compose with the same fields gives."""

    seat, verb, answer = "composer", "pulse", Beats
    mood: Mood
    samples: int = Field(gt=0)
    seed: int = 0


class Foley(Ask):
    """Make the sound of what is seen, of exactly `samples` samples at 48 kHz, two channels."""

    seat, verb, answer = "composer", "foley", Artifact
    hears: str = Field(min_length=1)
    samples: int = Field(gt=0)
    seed: int = 0


class Check(Ask):
    """Say whether a picture, or moving picture by frames taken from it, may be shown to strangers."""

    seat, verb, answer = "checker", "check", Verdict
    seen: Footage | Artifact


class Score(Ask):
    """Say how well a picture shows what its words say."""

    seat, verb, answer = "checker", "score", Rank
    picture: Artifact
    shows: str


class Listen(Ask):
    """Find the beats of the user's own track, as a film of so many samples plays it."""

    seat, verb, answer = "editor", "listen", Beats
    track: Artifact
    samples: int = Field(gt=0)


class Conform(Ask):
    """Bring a user's own clip into the film's shape, rate and colours, as exactly `frames` frames without sound.

    It begins `start` seconds into the clip and plays at `speed` times its pace; None: at the pace at
    which it fills the frames. What it lacks at the end is its last frame, held.
    """

    seat, verb, answer = "editor", "conform", Footage
    clip: Artifact
    fit: Fit = "blur"
    start: float = Field(default=0.0, ge=0, le=36_000)
    speed: float | None = Field(default=1.0, ge=0.05, le=20)
    frames: int = Field(gt=0)
    fps: Fps
    size: Size


class Poster(Ask):
    """The user's own clip as a picture: its frame at `start` seconds, in the film's shape and colours."""

    seat, verb, answer = "editor", "poster", Picture
    clip: Artifact
    fit: Fit = "blur"
    start: float = Field(default=0.0, ge=0, le=36_000)
    size: Size


class Reframe(Ask):
    """The user's own still in the film's shape: filled from where most is to be seen, or whole between bars."""

    seat, verb, answer = "editor", "reframe", Picture
    still: Artifact
    fit: Literal["fit", "fill"]
    size: Size


class Spot(Ask):
    """Find faces, and what the eye goes to, in what was made of the user's clip or still: words keep off faces."""

    seat, verb, answer = "editor", "spot", Seen
    footage: Footage


class Match(Ask):
    """The balance that brings a shot's colours to those of its neighbours."""

    seat, verb, answer = "editor", "match", Balance
    footage: Footage
    like: tuple[Footage, ...] = Field(min_length=1, max_length=2)


class Clean(Ask):
    """Clean a spoken line: rumble and hiss taken away, breaths and long gaps tightened, its words moved along."""

    seat, verb, answer = "editor", "clean", Speech
    speech: Speech


class Take(Noun):
    """A stretch of footage, or of a still that moves, inside a segment: from its frame `first` on."""

    footage: Footage | Still
    first: int = Field(ge=0)
    grade: Grade | None = None


class Segment(Ask):
    """Render `frames` frames: one take, or two of which the second takes over as `how` says, with overlays.

    In a match cut the subjects, one of each take, become one another. Footage of another size is scaled.
    A draft is encoded for speed: the same frames, at the same instants, for a look.
    """

    seat, verb, answer = "editor", "segment", Footage
    takes: tuple[Take, ...] = Field(min_length=1, max_length=2)
    how: Transition = "cut"
    subjects: tuple[Box, ...] = ()
    draft: bool = False
    frames: int = Field(gt=0)
    overlays: tuple[Overlay, ...] = ()
    size: Size
    fps: Fps


LOUDNESS, PEAK = -14.0, -1.0  # LUFS, integrated, and dBTP: what video platforms play unchanged


class Mix(Ask):
    """Mix voice, effects and bed into one finished sound of exactly `samples` samples."""

    seat, verb, answer = "editor", "mix", Artifact
    samples: int = Field(gt=0)
    voice: tuple[Voiced, ...]
    effects: tuple[Effect, ...] = ()
    ambience: tuple[Ambience, ...] = ()
    music: Artifact | None = None
    loudness: float = LOUDNESS
    peak: float = PEAK


class Encode(Ask):
    """Encode the finished sound as films carry it: AAC, with nothing heard before its first sample."""

    seat, verb, answer = "editor", "encode", Artifact
    sound: Artifact


class Join(Ask):
    """Join rendered segments with the encoded sound, and write the captions beside the film."""

    seat, verb, answer = "editor", "join", Film
    segments: tuple[Footage, ...] = Field(min_length=1)
    sound: Artifact
    captions: tuple[Cue, ...]
    title: str
    size: Size
    fps: Fps


class Export(Ask):
    """Write the finished picture, the finished sound, or both, as a file of another kind."""

    seat, verb, answer = "editor", "export", Artifact
    picture: Artifact | None
    sound: Artifact | None
    frames: int = Field(gt=0)
    size: Size
    fps: Fps
    recipe: Recipe
