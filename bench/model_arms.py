"""Who is measured by bench/models.py: the studio's own engines, and beside them the documented scripts."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench import stock
from bench.meter import Meter
from pipelines import catalog
from pipelines.machinery.models import chat, diffusion, residency, schemas
from pipelines.machinery.models.placement import Placement
from studio.asks import Animate, Compose, Paint
from studio.cards import Card, Keeping
from studio.crew import WorkDesk
from studio.film import SAMPLE_RATE, Picture, Size

SHOWS = "A cup of tea in a market street at sunset, steam rising, people walking past in the warm light"
BED_SECONDS = 30.0
LETTERS = 200  # of a writer's answer
CONTEXT = 0.5  # GiB of a card that CUDA itself takes, which no limit counts
VERBS = {"painter": "paint", "animator": "animate", "composer": "compose"}


class Unit(NamedTuple):
    """One thing to measure. `keep` is None where the studio chooses by the memory, `gb` GiB, or all with 0."""

    card: Card
    arm: str  # "studio" or "stock"
    keep: Keeping | None
    gb: int = 0

    @property
    def name(self) -> str:
        return f"{self.card.name} | {self.arm} | {self.keep or f'card of {self.gb} GB'}"


class Place(NamedTuple):
    """Where and how it is measured."""

    device: str
    models: Path
    desk: WorkDesk
    still: Path
    steps: int
    shots: int
    tiny: bool


Work = tuple[Callable[[range], None], list[Placement]]


def studio(unit: Unit, card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]) -> Work:
    """The studio's engine, its loads and stages watched."""
    placements: list[Placement] = []
    if card.seat == "writer":
        return _chat(card, meter, place, placements), placements
    engine = catalog.hire(card)
    answer = getattr(engine, VERBS[card.seat])

    def work(numbers: range) -> None:
        with watched_loads(meter, placements):
            list(answer([ask(card, number, place) for number in numbers], place.desk))

    return work, placements


def _chat(card: Card, meter: Meter, place: Place, placements: list[Placement]) -> Callable[[range], None]:
    """The way that a writer asks: greedy, each token held to a schema. Its words are noise; their number counts."""

    def load(placement: Placement) -> Any:
        placements.append(placement)
        model = meter.staged("load", lambda: chat.load(card, placement))
        meter.watch_part(model._model, "write")
        return model

    loaded = residency.Loaded(card, load)
    messages = [chat.Message("system", "You write the words of films."), chat.Message("user", SHOWS)]
    schema = schemas.thing(says=schemas.words(LETTERS, LETTERS))

    def work(numbers: range) -> None:
        for _ in numbers:
            loaded.use(lambda model: model.answer(messages, schema, lambda share: None), place.desk)

    return work


def _chat_rival(
    card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]
) -> Callable[[range], None]:
    """The script of transformers' documentation: a chat template and `generate`, as many tokens as the studio's."""
    models: list[Any] = []

    def work(numbers: range) -> None:
        if not models:
            models.extend(meter.staged("load", lambda: stock.chat(folder, place.device)))
            meter.watch_part(models[0], "write")
        for _ in numbers:
            stock.chatted(*models, SHOWS, int(kept.get("tokens", LETTERS)))

    return work


@contextmanager
def watched_loads(meter: Meter, placements: list[Placement]) -> Iterator[None]:
    """For a while, every pipeline that an engine loads is told of: where it went, and to the meter."""
    load = diffusion.load

    def watched(card: Card, placement: Placement, kind: str = "") -> Any:
        placements.append(placement)
        return meter.watch(meter.staged("load", lambda: load(card, placement, kind)))

    diffusion.load = watched
    try:
        yield
    finally:
        diffusion.load = load


def rival(unit: Unit, card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]) -> Work:
    """The documented script, loaded when it is first needed and told the words that the studio's engine told."""
    if card.seat == "writer":
        return _chat_rival(card, folder, meter, place, kept), [Placement(place.device)]
    said = kept.get("words") or {"prompt": SHOWS}
    pipes: list[Any] = []

    def work(numbers: range) -> None:
        if not pipes:
            pipes.append(
                meter.watch(
                    meter.staged("load", lambda: stock.load(card, folder, unit.keep or "resident", place.device))
                )
            )
        for _ in numbers:
            out = place.desk.scratch(".out")
            if card.seat == "painter":
                stock.picture(pipes[0], card, said, out)
            elif card.seat == "animator":
                stock.clip(pipes[0], card, said, out, place.still)
            else:
                stock.bed(pipes[0], card, said, out, BED_SECONDS + 1)  # the engine asks for as much

    return work, [Placement(place.device, unit.keep or "resident")]


def ask(card: Card, number: int, place: Place) -> Paint | Animate | Compose:
    """What a film would ask of a seat, at the model's native size, length and rate."""
    model = card.runs
    size = model.size or Size(width=1024, height=1024)
    if card.seat == "painter":
        return Paint(shows=SHOWS, mood="warm", look=catalog.looks()[0], size=size, seed=number)
    if card.seat == "animator":
        picture = Picture(image=place.desk.keep(_copy(place.still, place.desk)))
        fps = model.fps or "16"
        return Animate(
            picture=picture, shows=SHOWS, camera="hold", frames=model.frames, fps=fps, size=size, seed=number
        )
    return Compose(mood="warm", samples=round(BED_SECONDS * SAMPLE_RATE), seed=number)


def _copy(file: Path, desk: WorkDesk) -> Path:
    return Path(shutil.copy(file, desk.scratch(file.suffix)))


@contextmanager
def card_of(gb: int) -> Iterator[None]:
    """For a while, the graphics card has so much memory: more cannot be had, and whoever asks is told so."""
    if not gb:
        yield
        return
    import torch  # noqa: PLC0415

    limit = int((gb - CONTEXT) * 2**30)
    told = torch.cuda.mem_get_info
    torch.cuda.set_per_process_memory_fraction(limit / torch.cuda.get_device_properties(0).total_memory)
    torch.cuda.mem_get_info = lambda device=None: (max(0, limit - torch.cuda.memory_reserved()), limit)
    try:
        yield
    finally:
        torch.cuda.mem_get_info = told
        torch.cuda.set_per_process_memory_fraction(1.0)


def let_go() -> None:
    """Take all models out of memory, the engines that the catalogue keeps included."""
    residency.let_go()
    gc.collect()
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
