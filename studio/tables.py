"""Tables for the command line: which engines there are, what they ask of a machine, and what this one has."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from studio.cards import Card, Keeping, Machine
from studio.hiring import Offer

KEPT: dict[Keeping, str] = {
    "resident": "whole",
    "model offload": "by part",
    "model offload in 8 bits": "by part, 8 bits",
    "group offload": "by block",
    "resident in 4 bits": "whole, 4 bits",
}
MOST_LANGUAGES = 8  # that are named


def engines(offers: Iterable[Offer], machine: Machine) -> RenderableType:
    """Every engine by seat, below what this machine has."""
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    for name, ratio in {"engine": 5, "what it asks": 4, "here": 4}.items():
        table.add_column(name, ratio=ratio, overflow="fold")
    for seat, found in groupby(offers, key=lambda offer: offer.card.seat):
        table.add_section()
        table.add_row(Text(seat.upper(), style="dim"))
        for card, reason in found:
            table.add_row(_name(card), _asks(card, machine), _here(reason))
    return Group(Text(_machine(machine)), table)


def _machine(machine: Machine) -> str:
    ram = f"{machine.ram_gb:.0f} GB of memory" if machine.ram_gb else "memory that it does not tell"
    if not machine.gpu:
        return f"This machine: no GPU that NVIDIA's driver knows; {ram}. Models run on its processor, slowly."
    return f"This machine: {machine.gpu} with {machine.gpu_gb:.0f} GB; {ram}."


def _name(card: Card) -> Text:
    said = Text(card.name, style="bold")
    said.append(f"\n{card.summary}", style="not bold dim")
    if card.forbids:
        said.append(f"\n{card.forbids}", style="not bold yellow")
    return said


def _here(reason: str) -> Text:
    return Text(reason, style="yellow") if reason else Text("ready", style="green")


def _asks(card: Card, machine: Machine) -> Text:
    """Its licence, what a download weighs, the GPU memory by how it is kept, and what it speaks."""
    said = Text(card.licence)
    if card.model and card.model.download_gb:
        said.append(f"\n{card.model.download_gb:g} GB to download")
    for keep, needed in sorted(card.model.memory_gb.items() if card.model else (), key=lambda pair: -pair[1]):
        fits = needed <= machine.gpu_gb
        said.append(f"\nGPU: {needed:g} GB {KEPT[keep]}{', fits' if fits else ''}", style="green" if fits else "dim")
    if card.languages:
        said.append(f"\n{_languages(card)}")
    if card.model and card.model.revision != "main":
        said.append(f"\nrevision {card.model.revision[:12]}", style="dim")
    return said


def _languages(card: Card) -> str:
    named = ", ".join(card.languages[:MOST_LANGUAGES])
    more = len(card.languages) - MOST_LANGUAGES
    return f"{named} and {more} more" if more > 0 else named
