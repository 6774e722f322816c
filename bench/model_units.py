"""The units of bench/models.py: which models, kept how, asked by whom; and how one of them is measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from bench import full_size, stock
from bench.meter import Meter
from bench.model_arms import Place, Unit, card_of, rival, studio
from bench.model_figures import differs, first_report, row_of
from pipelines import catalog
from pipelines.machinery.tables import ASSETS, table
from studio.cards import Card, Keeping
from studio.film import Seat, Size, edited

SEATS: tuple[Seat, ...] = ("writer", "painter", "animator", "composer")
SMALL = {"size": Size(width=64, height=64), "frames": 9, "steps": 2}
DISTILLED = ("timesteps", "sigmas")  # steps that a model's options tell one by one
CARDS_GB = (24, 16, 12)  # graphics cards that are played by setting a limit


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


def units(card: Card, device: str, gb: float = 1000.0) -> list[Unit]:
    """All that is measured of a model on a GPU of so many GB. A processor has no memory to offload from."""
    if device != "cuda" or card.seat == "writer":  # a writer is kept whole, or in 4 bits by a library of its own
        return [Unit(card, "studio", "resident"), Unit(card, "stock", "resident")]
    keeps = [keep for keep in get_args(Keeping) if keep != "resident in 4 bits"]
    found = [
        Unit(card, arm, keep)
        for keep in keeps
        for arm in ("studio", "stock")
        if arm == "studio" or keep in stock.KEEPINGS
    ]
    return [*found, *(Unit(card, "studio", None, smaller) for smaller in CARDS_GB if smaller < gb)]


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
        work, placements = (studio if unit.arm == "studio" else rival)(unit, card, folder, meter, place, kept)
        meter.begin(count="tflop_pass" not in kept)
        if unit.keep == "resident":  # kernels are chosen and memory is taken once: no film waits for that each time
            work(range(1))
            first = first_report(meter, kept)
            meter.begin()
            work(range(1, 1 + place.shots))
            row |= row_of(meter.report(), first, kept, place.shots)
        else:
            work(range(1, 1 + place.shots))
            report = first_report(meter, kept)
            row |= row_of(report, report, kept, place.shots)
    row["placement"] = str(placements[-1])
    row["tries"] = len(placements)  # more than one where memory ran out on the way
    row["promised_gb"] = unit.card.runs.memory_gb.get(placements[-1].keep)
    row["differs"] = differs(unit.arm, placements[-1], *meter.vae)
    row["class"] = "B" if row["differs"] else "A"
    return row


def asked_for(unit: Unit, place: Place) -> Card:
    """The unit's card with fewer steps, and kept in one way only where it is not the studio that chooses."""
    model = unit.card.runs
    changes: dict[str, Any] = {"steps": min(model.steps or place.steps, place.steps)}
    if unit.card.seat == "writer":
        changes = {}
    elif any(name in model.options for name in DISTILLED) or unit.card.seat != "animator":
        changes = {"steps": model.steps}  # few as they are, and some told one by one
    if unit.keep:
        changes["memory_gb"] = {unit.keep: model.memory_gb.get(unit.keep, 0.0)}
    if place.tiny and unit.card.seat != "writer":
        changes |= SMALL
        changes["options"] = {key: said for key, said in model.options.items() if key not in DISTILLED}
    return edited(unit.card, model=edited(model, **changes))


def _put(card: Card, place: Place) -> Path:
    if place.tiny:
        from tests import tiny  # noqa: PLC0415 - imports the model stack

        return tiny.put(card.runs.source, place.models)
    return full_size.put(card.runs.source, place.models, place.device)
