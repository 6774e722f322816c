"""The nouns: what a film is, from the brief to the finished file, as frozen plain data."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, field_validator

from studio.errors import BadInput

TALL = 1.5  # height to width from which on a film is one for a phone held upright
SAMPLE_RATE = 48_000  # Hz; the rate of every sound in a finished film


class Noun(BaseModel):
    """A value that never changes; two nouns with the same fields are the same noun."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# "24", not "24/1": the JSON of a call is read by people, and its bytes are the cache key.
Fps = Annotated[Fraction, Field(gt=0, le=120), PlainSerializer(str, return_type=str)]


class Artifact(Noun):
    """A file named by its bytes: SHA-256 in lower-case hex, and a suffix such as ``.png``."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    suffix: str = Field(pattern=r"^\.[a-z0-9]{1,8}$")


class Size(Noun):
    """Width and height of a picture in pixels."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read ``1280x720``; raises BadInput on anything else."""
        match = re.fullmatch(r"\s*(\d{1,6})\s*[x×]\s*(\d{1,6})\s*", text, re.IGNORECASE)
        if not match or not int(match[1]) or not int(match[2]):
            raise BadInput(f"'{text}' is not a frame size.", "Write width x height, such as 1280x720.")
        return cls(width=int(match[1]), height=int(match[2]))


RATIOS: dict[str, Size] = {
    "16:9": Size(width=1280, height=720),
    "9:16": Size(width=720, height=1280),
    "1:1": Size(width=1080, height=1080),
    "4:5": Size(width=864, height=1080),
}

Camera = Literal["hold", "push in", "pull out", "pan left", "pan right", "tilt up", "tilt down", "orbit", "handheld"]
Framing = Literal["wide", "medium", "close"]
Transition = Literal["cut", "dissolve", "dip", "push", "slide", "wipe", "whip", "match"]
Fit = Literal["fit", "fill", "blur"]  # bars, cropped edges, or the picture's own blur around it
Mood = Literal["bright", "warm", "calm", "playful", "serious", "tense"]
Music = Literal["auto", "off", "bright", "warm", "calm", "playful", "serious", "tense"]
Sounds = Literal["off", "effects", "clips"]
Genre = Literal["auto", "ad", "explainer"]
Seat = Literal["writer", "painter", "animator", "narrator", "composer", "checker", "editor"]


class Margins(Noun):
    """What a platform's own buttons and words cover at each side, in shares of the picture's height and width."""

    top: float = Field(default=0.0, ge=0, lt=0.5)
    right: float = Field(default=0.0, ge=0, lt=0.5)
    bottom: float = Field(default=0.0, ge=0, lt=0.5)
    left: float = Field(default=0.0, ge=0, lt=0.5)


# A colour as HTML writes it: red, green and blue in hex.
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Brief(Noun):
    """What the user asked for. Empty `language` and `voice` mean: choose by the text."""

    text: str
    language: str = ""  # BCP 47, such as "hi" or "pt-BR"
    genre: Genre = "auto"
    seconds: float | None = None  # None: as long as the words take
    size: Size = RATIOS["16:9"]
    fps: Fps = Fraction(24)
    look: str = "flat"
    voice: str = ""
    music: Music = "auto"
    captions: str = "classic"  # a style's name, or "off": beside the film only
    seed: int = Field(default=0, ge=0)
    products: tuple[Artifact, ...] = ()
    screens: tuple[Artifact, ...] = ()  # screenshots, shown in a device
    logo: Artifact | None = None
    font: Artifact | None = None  # the brand's own letters
    colours: tuple[Colour, ...] = Field(default=(), max_length=3)  # the brand's own, the most important first
    closing: str = ""  # what the end card says; empty: what the text itself calls for
    legal: str = ""  # small print, through the whole film
    progress_bar: bool = False
    margins: Margins = Margins()  # of the platform that the film is for
    grade: str = ""  # a look's name
    lut: Artifact | None = None  # the user's own colours, a .cube file
    track: Artifact | None = None  # the user's own music
    sounds: Sounds = "effects"  # of the shots; "clips": an animator's own where it makes any
    guide: float = Field(default=0.0, ge=0, le=1)  # how far a painter's model keeps to the drawn storyboard

    @property
    def heard(self) -> Artifact | Music:
        """The music: the user's own track, or what is asked of the composer."""
        return self.track or self.music

    @property
    def covered(self) -> Margins:
        """What the platform covers of this film; its margins are those of upright pictures."""
        return self.margins if self.size.height >= TALL * self.size.width else Margins()

    @field_validator("captions", mode="before")
    @classmethod
    def _as_saved_before_styles(cls, said: object) -> object:
        """Projects saved before there were styles say true or false."""
        return {True: "classic", False: "off"}[said] if isinstance(said, bool) else said


class Line(Noun):
    """One thought: what is said, by whom, what the user said it should show, and how it should give way.

    `item` is its place in a numbered list, 0 for none; `items` are what it lists, where it is a list itself.
    """

    says: str = ""
    shows: str = ""
    scene: str = ""  # a screenplay's heading or a section's title
    speaker: str = ""
    cut: Transition | None = None
    item: int = Field(default=0, ge=0)
    items: tuple[str, ...] = Field(default=(), max_length=6)


class Script(Noun):
    """What is said, in order. `closing` is set large on the end card; empty: no end card.

    `seconds` and `mood` are wishes that the text itself names; the brief's own options go before them.
    """

    title: str
    language: str
    genre: Literal["ad", "explainer"]
    lines: tuple[Line, ...] = Field(min_length=1)
    closing: str = ""
    seconds: float | None = None
    mood: Mood | None = None


class Callout(Noun):
    """A few words that point at a place in the picture, given in shares of its width and height."""

    text: str = Field(min_length=1)
    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)


class Figure(Noun):
    """What a shot sets out in order, rather than showing one scene.

    `parts` say in words what is to be seen in each of its places, and `labels` what is written there: one for
    each part, and of a ring, a step, a quote and a question one in all. `shares` are how much of 1 each part of
    a chart is. A step is the `number`th `of` so many, 0 where that is not known. Of a map, parts are places, such as
    `Pune, India`, `Kenya` or `our farm @ 18.52, 73.86`, with `→` before one that is reached from the one before.
    One that is read `from_right`, as Arabic and Hebrew are, is set out the other way round.
    """

    kind: Literal[
        "comparison", "before and after", "step", "process", "cycle", "timeline", "bars", "ring", "quote",
        "question", "list", "map",
    ]  # fmt: skip
    parts: tuple[str, ...] = Field(default=(), max_length=6)
    labels: tuple[str, ...] = Field(default=(), max_length=6)
    shares: tuple[Annotated[float, Field(ge=0, le=1)], ...] = Field(default=(), max_length=6)
    number: int = Field(default=0, ge=0)
    of: int = Field(default=0, ge=0)
    from_right: bool = False


class Character(Noun):
    """Somebody or something that comes back from shot to shot, and how it looks whenever it does."""

    name: str = Field(min_length=1)
    kind: Literal["person", "product", "place"]
    looks: str = Field(min_length=1)  # in the words of a prompt


class Shot(Noun):
    """One picture that moves while one line is spoken.

    `moves` and `sound` are what happens and what is heard in it, for engines that can be told; `cast` are the names
    of the storyboard's characters that are in it.
    """

    id: str
    says: str = ""
    speaker: str = ""
    shows: str  # what the painter is told, in words, and the animator too where nothing is said to move
    moves: str = ""
    sound: str = ""
    cast: tuple[str, ...] = ()
    kind: Literal["scene", "end"] = "scene"
    framing: Framing = "medium"
    camera: Camera = "push in"
    cut: Transition = "cut"  # how this shot gives way to the next
    title: str = ""  # words the cutting room sets over the picture
    key_words: tuple[Annotated[str, Field(min_length=1)], ...] = Field(default=(), max_length=3)  # out of `says`
    figure: Figure | None = None
    shows_product: bool = False
    shows_screen: bool = False
    still: Artifact | None = None  # the user's own picture
    clip: Artifact | None = None  # the user's own clip; it moves as it was filmed
    fit: Fit = "blur"  # how that clip comes into the film's shape
    clip_start: float = Field(default=0.0, ge=0, le=36_000)  # s into that clip
    clip_speed: float | None = Field(default=1.0, ge=0.25, le=4)  # times its pace; None: so that it fills its shot
    lower_third: str = ""  # who or what is seen; a second line says more
    callout: Callout | None = None
    ends_on: Artifact | None = None  # the user's own picture that its clip is to end on
    match: bool = False  # its colours are brought to its neighbours'
    still_take: int = 0
    clip_take: int = 0


class Storyboard(Noun):
    mood: Mood
    shots: tuple[Shot, ...] = Field(min_length=1)
    cast: tuple[Character, ...] = ()


class Beats(Noun):
    """The beats of a piece of music, in seconds from its beginning, in order; none where it has no pulse."""

    seconds: tuple[Annotated[float, Field(ge=0)], ...] = ()


class Word(Noun):
    """One spoken word with its start and end in seconds from the beginning of its sound."""

    text: str
    start: float = Field(ge=0)
    end: float = Field(ge=0)


class Speech(Noun):
    """A spoken line. Its words, put together, are its text: same letters, same order."""

    sound: Artifact
    seconds: float = Field(gt=0)
    words: tuple[Word, ...]


class Box(Noun):
    """A part of a picture, in shares of its width and height."""

    left: float = Field(ge=0, lt=1)
    top: float = Field(ge=0, lt=1)
    width: float = Field(gt=0, le=1)
    height: float = Field(gt=0, le=1)


class Seen(Noun):
    """Where things are in a picture, as far as that is known: its subject, and what no words may cover.

    `places` are kept free for a figure's labels, one for each, in their order.
    """

    subject: Box | None = None
    faces: tuple[Box, ...] = ()
    products: tuple[Box, ...] = ()
    places: tuple[Box, ...] = ()


class Layer(Noun):
    """One sheet of a picture. `depth` is how fast it moves before the camera: 0 stands still, 1 is the subject.

    `motion` is what its things do of themselves. They come in one after another, by their `order`: things that
    then breathe on their foot, people who sway on it, or what floats in the air; bars that rise, rings that are
    swept round clockwise, and lines that spread from their left, or from the right as `spreads left` says, or from
    the top where they are upright. What belongs to a figure's `part`, counted from 0, comes when the film comes to
    that part.
    """

    image: Artifact
    depth: float = Field(ge=0, le=2)
    motion: Literal["", "stands", "floats", "sways", "rises", "sweeps", "spreads", "spreads left"] = ""
    order: int = Field(default=0, ge=0)
    part: int | None = Field(default=None, ge=0)


class Picture(Noun):
    """An image at the film's size and, where the painter has them, its sheets, back to front.

    Sheets are as large as `image` or larger by one factor on both sides: the margin a camera
    needs to move without showing an edge. `seen` is what is known of where things are in it.
    """

    image: Artifact
    layers: tuple[Layer, ...] = ()
    seen: Seen = Seen()


class Keyframe(Noun):
    shot: str
    picture: Picture


class Footage(Noun):
    """Moving picture: exactly `frames` frames of one size at one rate; `sound` is a model's own, as long as they."""

    video: Artifact
    frames: int = Field(gt=0)
    sound: Artifact | None = None


class Still(Noun):
    """A picture before a camera that travels from one view of it to another in `frames` frames."""

    image: Artifact
    start: Box
    end: Box
    frames: int = Field(gt=0)


class Balance(Noun):
    """A primary grade as the ASC CDL has it: (in x slope + offset) to the power, for R', G', B' of 0 to 1.

    Then saturation, around BT.709 luma.
    """

    slope: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    power: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0


class Verdict(Noun):
    """Whether a picture may be shown, and how sure the checker is that it may not, from 0 to 1."""

    safe: bool
    unsafe: float = Field(ge=0, le=1)


class Rank(Noun):
    """How well a picture shows what its words say; only fit to compare pictures of the same words."""

    score: float


class Grade(Noun):
    """How colours are changed, in this order: the balance, the look of a name, the user's own LUT."""

    balance: Balance | None = None
    look: str = ""
    lut: Artifact | None = None


class Clip(Noun):
    """A shot in motion, what is known of where things are in it, and how it is graded."""

    shot: str
    footage: Footage
    seen: Seen = Seen()
    grade: Grade | None = None


class Lineup(Noun):
    """Which engine sits in which seat, by name. A checker's seat may stay empty."""

    writer: str
    painter: str
    animator: str
    narrator: str
    composer: str
    editor: str
    checker: str = ""

    def __getitem__(self, seat: Seat) -> str:
        return str(getattr(self, seat))


T = TypeVar("T", Script, Storyboard)


class Own(Noun, Generic[T]):
    """The user's own version of something, and the digest of the version it stands in for."""

    value: T
    instead_of: str = ""


class Project(Noun):
    """Everything the user decided. Whatever follows from it is asked for, never stored in it."""

    name: str
    brief: Brief
    lineup: Lineup
    own_script: Own[Script] | None = None
    own_storyboard: Own[Storyboard] | None = None
    cut_to: Artifact | Music | None = None  # the music that the cuts still keep to since the brief has another


def edited(noun: Any, **changes: Any) -> Any:
    """A copy of `noun` with some fields changed, checked like a new one."""
    return type(noun).model_validate({**dict(noun), **changes})
