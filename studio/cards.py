"""Who an engine is, known without importing it: its seat, licence, languages and needs, and the model it runs."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from pydantic import Field

from studio.film import Fps, Noun, Seat, Size

# What a model makes use of beyond its first input. What is not named is never handed to it: some ignore it silently.
Honour = Literal[
    "negative prompt", "references", "image to image", "inpaint",
    "no picture", "last frame", "extension", "sound", "beats", "effects", "words",
]  # fmt: skip
# How a model's parts are kept while it works: all of them on the GPU, one part or one block at a time; and in how
# many bits, where fewer than the 16 they come in. With 8 bits and fewer its answers change a little.
Keeping = Literal["resident", "model offload", "model offload in 8 bits", "group offload", "resident in 4 bits"]


def _without_path(name: str) -> str:
    return PurePath(name).name if PurePath(name).is_absolute() else name


class Model(Noun):
    """A model's files, what they ask of a machine, and what it was trained on.

    `source` is `owner/name` on the Hugging Face hub, or a folder's absolute path. `revision` is the hub's commit or
    tag, of a folder a mark of what lies in it. `memory_gb` is the GPU memory at its peak, in GB of 10^9 bytes, by how
    its parts are kept; what is not named is not tried, and where nothing is, it is reckoned from the files. A clip
    has `frames` frames at most, or fewer: a multiple of `frames_step`, and one.
    """

    source: str
    family: str  # how it is loaded and asked; families.toml has them
    revision: str = "main"
    pipeline: str = ""  # the class, where that in the files' own index is another than the one to use
    download_gb: float = Field(default=0.0, ge=0)
    memory_gb: dict[Keeping, float] = Field(default_factory=dict)
    size: Size | None = None  # native; another shape keeps its number of pixels
    multiple: int = Field(default=16, gt=0)  # of width and height
    frames: int = Field(default=1, gt=0)
    frames_step: int = Field(default=4, gt=0)
    fps: Fps | None = None
    steps: int | None = Field(default=None, gt=0)
    guidance: float | None = None
    prompt_words: int = Field(default=80, gt=0)  # the longest prompt that it reads to its end, in words of English
    prompt_form: Literal["sentences", "tags"] = "sentences"
    honours: tuple[Honour, ...] = ()
    options: dict[str, Any] = Field(default_factory=dict)  # for its pipeline's call, as they are
    files: tuple[str, ...] = ()  # what its engine reads, as patterns, where its layout is one of its own
    beside: tuple[str, ...] = ()  # hub ids of models that it cannot do without


class Card(Noun):
    """One engine. `version` rises whenever the same ask would get another answer."""

    name: str
    seat: Seat
    engine: str  # "module:Class", imported only when the engine is hired
    version: str
    licence: str  # SPDX, or its own name
    summary: str
    licence_note: str = ""
    licence_url: str = ""
    forbids: str = ""  # who may not use it or for what, in one sentence
    consent: bool = False  # whether its licence must be accepted before it works
    needs: tuple[str, ...] = ()  # modules that must be importable here
    check: str = ""  # "module:function" that says in one sentence why it cannot run here; empty when it can
    languages: tuple[str, ...] = ()  # BCP 47; empty: any
    frames_step: int = 1  # clips are asked for in multiples of this many frames
    model: Model | None = None

    @property
    def runs(self) -> Model:
        """The model that it runs; ValueError for an engine without one."""
        if self.model is None:
            raise ValueError(f"{self.name} runs no model")
        return self.model

    @property
    def label(self) -> str:
        """Its name for people: of a model in a folder, the folder's own name, not where it lies on a server."""
        return _without_path(self.name)

    @property
    def weights(self) -> str:
        """The model's name for people, in the same way; only of a card that has one."""
        return _without_path(self.runs.source)

    def honours(self, what: Honour) -> bool:
        return self.model is not None and what in self.model.honours


class Parcel(NamedTuple):
    """What a download would bring: sizes in bytes, `arrived` those that are here from an earlier run."""

    source: str
    commit: str
    folder: str
    size: int
    arrived: int
    free: int  # on the disk that it goes to


class Machine(NamedTuple):
    """What models have to work in here, in GB of 10^9 bytes; no GPU: an empty name and 0."""

    gpu: str
    gpu_gb: float
    ram_gb: float
