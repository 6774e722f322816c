"""Each seat's contract suite runs over every engine that the catalogue knows for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines import catalog
from tests import tiny

SEATS = ("writer", "painter", "animator", "narrator", "composer", "editor", "checker")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for seat in SEATS:
        if seat in metafunc.fixturenames:
            cards = catalog.engines(seat)
            metafunc.parametrize(seat, cards, ids=[card.name for card in cards], indirect=True)


def _engine(request: pytest.FixtureRequest, models: Path) -> Any:
    if request.param.model:
        tiny.put(request.param.runs.source, models)
    if reason := catalog.why_not(request.param):
        pytest.skip(reason)
    return catalog.hire(request.param)


writer = painter = animator = narrator = composer = editor = checker = pytest.fixture(_engine)
