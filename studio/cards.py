"""Who an engine is, known without importing it: its seat, licence, languages and needs."""

from __future__ import annotations

from studio.film import Noun, Seat


class Card(Noun):
    """One engine. `version` rises whenever the same ask would get another answer."""

    name: str
    seat: Seat
    engine: str  # "module:Class", imported only when the engine is hired
    version: str
    licence: str  # SPDX
    summary: str
    licence_note: str = ""
    needs: tuple[str, ...] = ()  # modules that must be importable here
    check: str = ""  # "module:function" that says in one sentence why it cannot run here; empty when it can
    languages: tuple[str, ...] = ()  # BCP 47; empty: any
    frames_step: int = 1  # clips are asked for in multiples of this many frames
