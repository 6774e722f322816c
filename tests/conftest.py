"""Fixtures that every suite shares: a fresh home and a real desk over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.crew import WorkDesk
from studio.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store")
    yield store
    store.close()


@pytest.fixture
def desk(store: Store) -> Iterator[WorkDesk]:
    with WorkDesk(store, lambda done, note: None) as desk:
        yield desk
