"""The units of bench/models.py: which models, kept how, asked by whom; and how one of them is measured."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, get_args

from bench import full_size, stock
from bench.meter import Meter
from bench.model_figures import differs, first_report, row_of
from pipelines import catalog
from pipelines.machinery.models import chat, diffusion, residency, schemas
from pipelines.machinery.models.placement import Placement
from pipelines.machinery.tables import ASSETS, table
from studio.asks import Animate, Compose, Paint
from studio.cards import Card, Keeping
from studio.crew import WorkDesk
from studio.film import SAMPLE_RATE, Picture, Seat, Size, edited

SEATS: tuple[Seat, ...] = ("writer", "painter", "animator", "composer")
SHOWS = "A cup of tea in a market street at sunset, steam rising, people walking past in the warm light"
BED_SECONDS = 30.0
LETTERS = 200  # of a writer's answer
CARDS_GB = (24, 16, 12)  # graphics cards that are played by setting a limit; GiB, as they are sold
CONTEXT = 0.5  # GiB of a card that CUDA itself takes, which no limit counts
SMALL = {"size": Size(width=64, height=64), "frames": 9, "steps": 2}
DISTILLED = ("timesteps", "sigmas")  # steps that a model's options tell one by one


class Unit(NamedTuple):
    """One thing to measure. `keep` is empty where the studio chooses by the card's memory, `gb` 0 for all there is."""

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


def chosen(names: Sequence[str]) -> list[Card]:
    """The cards of these names, else those that line-ups name, else all of which the configuration is known."""
    cards = [card for card in catalog.cards().values() if card.model and card.seat in SEATS]
    if names:
        return [card for card in cards if card.name in names or card.runs.source in names]
    return [card for card in cards if lineups_of(card)] or [
        card for card in cards if card.runs.source in full_size.sources()
    ]


def lineups_of(card: Card) -> list[str]:
    """The line-ups in which an engine may sit."""
    found = table(ASSETS / "lineups.toml")
    return [name for name, seats in found.items() if card.name in _named(seats.get(card.seat, ()))]


def _named(engines: Any) -> tuple[str, ...]:
    return (engines,) if isinstance(engines, str) else tuple(engines)


def units(card: Card, device: str) -> list[Unit]:
    """All that is measured of a model. A processor has no memory of its own to offload from."""
    if device != "cuda" or card.seat == "writer":  # a writer is kept whole, or in 4 bits by a library of its own
        return [Unit(card, "studio", "resident"), Unit(card, "stock", "resident")]
    keeps = [keep for keep in get_args(Keeping) if keep != "resident in 4 bits"]
    found = [
        Unit(card, arm, keep)
        for keep in keeps
        for arm in ("studio", "stock")
        if arm == "studio" or keep in stock.KEEPINGS
    ]
    return [*found, *(Unit(card, "studio", None, gb) for gb in CARDS_GB)]


def measured(unit: Unit, place: Place, kept: dict[str, Any]) -> dict[str, Any]:
    """One unit's row. `kept` holds what is known of its model from earlier units: its prompt and its arithmetic."""
    card = asked_for(unit, place)
    folder = _put(card, place)
    meter = Meter(place.device)
    row: dict[str, Any] = {
        "card": unit.card.name,
        "source": card.runs.source,
        "seat": card.seat,
        "lineups": lineups_of(unit.card),
        "arm": unit.arm,
        "keep": unit.keep or "chosen",
        "card_gb": unit.gb,
        "size": str(card.runs.size or ""),
        "frames": card.runs.frames,
        "steps": card.runs.steps,
        "answers": place.shots,
    }
    with card_of(unit.gb):
        work, placements = (_studio if unit.arm == "studio" else _stock)(unit, card, folder, meter, place, kept)
        try:
            meter.begin(count="tflop_pass" not in kept)
            first = None
            if (
                unit.keep == "resident"
            ):  # kernels are chosen and memory is taken once; that is not what a film waits for
                work(range(1))
                first = _heard(meter, kept)
                meter.begin()
            work(range(1, 1 + place.shots))
            row |= _row(meter, first or _heard(meter, kept), kept, place)
        finally:
            let_go()
    row["placement"] = str(placements[-1]) if placements else ""
    row["promised_gb"] = unit.card.runs.memory_gb.get(placements[-1].keep) if placements else None
    row["differs"] = differs(unit, placements, meter.vae_dtype)
    row["class"] = "B" if row["differs"] else "A"
    return row


def asked_for(unit: Unit, place: Place) -> Card:
    """The unit's card with fewer steps, and kept in one way only where it is not the studio that chooses."""
    model = unit.card.runs
    changes: dict[str, Any] = {"steps": min(model.steps or place.steps, place.steps)}
    if unit.card.seat == "writer":
        changes = {}
    elif "timesteps" in model.options or "sigmas" in model.options or unit.card.seat != "animator":
        changes = {"steps": model.steps}  # few as they are, and some told one by one
    if unit.keep:
        changes["memory_gb"] = {unit.keep: model.memory_gb.get(unit.keep, 0.0)}
    if place.tiny and unit.card.seat != "writer":
        changes |= SMALL
        changes["options"] = {key: said for key, said in model.options.items() if key not in ("timesteps", "sigmas")}
    return edited(unit.card, model=edited(model, **changes))


def _put(card: Card, place: Place) -> Path:
    if place.tiny:
        from tests import tiny  # noqa: PLC0415 - imports the model stack

        return tiny.put(card.runs.source, place.models)
    return full_size.put(card.runs.source, place.models, place.device)


Work = tuple[Callable[[range], None], list[Placement]]


def _studio(unit: Unit, card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]) -> Work:
    """The studio's engine, its loads and stages watched."""
    placements: list[Placement] = []
    if card.seat == "writer":
        return _chat(card, meter, place, placements), placements
    engine = catalog.hire(card)
    answer = getattr(engine, {"painter": "paint", "animator": "animate", "composer": "compose"}[card.seat])

    def work(numbers: range) -> None:
        with watched_loads(meter, placements):
            list(answer([ask(card, number, place) for number in numbers], place.desk))

    return work, placements


def _chat(card: Card, meter: Meter, place: Place, placements: list[Placement]) -> Callable[[range], None]:
    """The way that a writer asks: greedy, each token held to a schema. Its words are noise, and their number counts."""

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


def _chat_stock(
    card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]
) -> Callable[[range], None]:
    """The script of transformers' documentation: a chat template and `generate`, as many tokens as the studio made."""
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


def _stock(unit: Unit, card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]) -> Work:
    """The documented script, loaded when it is first needed and told the words that the studio's engine told."""
    if card.seat == "writer":
        return _chat_stock(card, folder, meter, place, kept), [Placement(place.device)]
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
