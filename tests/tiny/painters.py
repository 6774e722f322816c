"""Tiny painters."""

from __future__ import annotations

from tests.tiny import Build

BUILDERS: dict[str, Build] = {}
