"""The nouns of the edit: what lies where on the timeline, what is set over it, and the film that comes of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from studio.film import Artifact, Box, Clip, Footage, Fps, Grade, Margins, Noun, Size, Still, Transition


class Cue(Noun):
    """A caption: shown from frame `start` up to, not including, frame `end`."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)


class Said(Noun):
    """A word of a caption: spoken from frame `start` up to frame `end`, counted from the caption's first frame."""

    text: str
    start: int
    end: int


class CaptionStyle(Noun):
    """What the edit must know of a way to set captions: words at a time (0: full lines), and if it follows each."""

    words: int = Field(default=0, ge=0)
    follows_voice: bool = False


class LookStyle(Noun):
    """What the road must know of a look. Its `key` is its name and a mark of what its file says."""

    key: str = ""
    wears_brand: bool = True  # whether a brand's first colour becomes that of its grounds
    passing: Transition = "dissolve"  # how it shows that time passes or the place changes


class Placed(Noun):
    """A shot on the timeline: it owns `frames` frames from `start`.

    `fade_in` and `fade_out` are the frames of transition that lie on its own side of each boundary;
    the shot's clip therefore begins `fade_in` frames before `start` and ends `fade_out` frames late.
    `cut` is how it gives way to the next.
    """

    clip: Clip
    start: int = Field(ge=0)
    frames: int = Field(gt=0)
    fade_in: int = Field(default=0, ge=0)
    fade_out: int = Field(default=0, ge=0)
    cut: Transition = "cut"


class Voiced(Noun):
    """A sound that begins at sample `at` of the film."""

    sound: Artifact
    at: int = Field(ge=0)


class Effect(Noun):
    """A small sound that is loudest at sample `at` of the film."""

    name: Literal["whoosh"]
    at: int = Field(ge=0)


class Ambience(Noun):
    """What is heard of a shot itself: the first `samples` samples of a sound, from sample `at` of the film on."""

    sound: Artifact
    at: int = Field(ge=0)
    samples: int = Field(gt=0)


class Ground(Noun):
    """What words lie over while they show: `frames` frames of a shot's footage, from `first` on, as it is graded."""

    footage: Footage | Still
    first: int = Field(ge=0)
    frames: int = Field(gt=0)
    grade: Grade | None = None


class Overlay(Noun):
    """Words or a logo over the picture, from frame `start` for `frames` frames.

    A bug is the logo, small, in a corner; `logo` is the large one of an end card.
    Inside a segment `start` counts from the segment's first frame and may lie before it.
    A caption has a `style`, and `words` where that style follows the voice; it is kept off the boxes
    to `avoid`. Of a lower third and a call-out, `style` is that of the film's captions, "off" for none:
    they stand clear of it; of a title, an end card's words and a label it is the film's look. A call-out
    points at `x` and `y`. A label, one of a figure's, fills its `place`; its `words` come as they are said.
    A key word, large and set by the look, takes the best room on its `ground`, off the boxes to `avoid` and clear
    of `captions` in that style ("off" for none), and is not shown where there is none; its `words` come too.
    Letters that the brand's own `font` has are set in it, in all but captions and small print. All but
    labels and a progress bar stay within the `margins`.
    """

    role: Literal[
        "caption", "title", "closing", "logo", "bug", "lower third", "callout", "legal", "progress", "label",
        "key word",
    ]  # fmt: skip
    text: str = ""
    avoid: tuple[Box, ...] = ()
    margins: Margins = Margins()
    x: float | None = None
    y: float | None = None
    place: Box | None = None
    language: str = ""
    image: Artifact | None = None
    font: Artifact | None = None
    style: str = ""
    captions: str = "off"
    ground: Ground | None = None
    words: tuple[Said, ...] = ()
    start: int = 0
    frames: int = Field(gt=0)


class Cut(Noun):
    """The edit: everything the cutting room needs, in whole frames and samples."""

    size: Size
    fps: Fps
    frames: int = Field(gt=0)
    picture: tuple[Placed, ...]
    overlays: tuple[Overlay, ...]
    voice: tuple[Voiced, ...]
    effects: tuple[Effect, ...] = ()
    ambience: tuple[Ambience, ...] = ()
    music: Artifact | None
    captions: tuple[Cue, ...]
    notes: tuple[str, ...] = ()  # what the user should know, such as why a length was not met


class Film(Noun):
    """The finished film. `srt` and `vtt` are its captions beside it."""

    video: Artifact
    srt: Artifact
    vtt: Artifact
    frames: int = Field(gt=0)
    fps: Fps
    size: Size
