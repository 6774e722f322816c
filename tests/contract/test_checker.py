"""What every checker must honour, whichever engine sits in the seat."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipelines.machinery.video import Encoder
from studio.asks import Check, Score
from studio.cards import Card
from studio.crew import WorkDesk
from studio.errors import Cancelled
from studio.film import Artifact, Footage, Size, Verdict
from studio.roles import Desk
from studio.store import Store
from tests.conftest import kept

SIZE = Size(width=96, height=64)


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (SIZE.height, SIZE.width, 3), dtype=np.uint8)


@pytest.fixture
def picture(desk: WorkDesk) -> Artifact:
    return kept(noise(1), desk)


def footage(frames: list[np.ndarray], desk: Desk) -> Footage:
    file = desk.scratch(".mp4")
    with Encoder(file, SIZE, Fraction(24), crf=1) as encoder:
        for frame in frames:
            encoder.write(frame)
    return Footage(video=desk.keep(file), frames=len(frames))


def check(checker: Any, desk: WorkDesk, *seen: Artifact | Footage) -> list[Verdict]:
    return list(checker.check([Check(seen=one) for one in seen], desk))


def test_the_same_picture_gets_the_same_verdict(checker: Any, desk: WorkDesk, picture: Artifact) -> None:
    first, second = check(checker, desk, picture, picture)
    assert first == second == check(checker, desk, picture)[0]


def test_it_is_safe_just_when_it_is_hardly_unsafe(checker: Any, desk: WorkDesk) -> None:
    for verdict in check(checker, desk, *(kept(noise(seed), desk) for seed in range(6))):
        assert verdict.safe == (verdict.unsafe < 0.5)


def test_of_moving_picture_the_worst_frame_counts(checker: Any, desk: WorkDesk) -> None:
    stills = [noise(seed) for seed in range(4)]
    worst = max(verdict.unsafe for verdict in check(checker, desk, *(kept(still, desk) for still in stills)))
    moving = footage([still for still in stills for _ in range(6)], desk)
    assert check(checker, desk, moving)[0].unsafe == pytest.approx(worst, abs=0.02)


def test_a_cancel_ends_the_work(checker: Any, store: Store, picture: Artifact) -> None:
    def cancel(done: float, note: str) -> None:
        raise Cancelled()

    with WorkDesk(store, cancel) as desk, pytest.raises(Cancelled):
        check(checker, desk, picture)


def test_ranks_come_in_order_and_depend_on_the_words(
    checker: Any, request: pytest.FixtureRequest, desk: WorkDesk, picture: Artifact, tmp_path: Path
) -> None:
    card: Card = request.node.callspec.params["checker"]
    if not card.honours("words"):
        pytest.skip("this checker knows no words")
    asks = [Score(picture=picture, shows=shows) for shows in ("a dog", "a ship at sea", "a dog")]
    dog, ship, again = checker.score(asks, desk)
    assert dog == again != ship
