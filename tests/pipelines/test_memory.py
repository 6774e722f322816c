"""Models and memory: who stays, who goes, and what happens when there is not enough."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from pipelines import catalog
from pipelines.machinery.models import placement, residency, tensors
from pipelines.machinery.models.placement import Placement
from studio.cards import Card, Model
from studio.crew import WorkDesk
from studio.errors import EngineFailed
from studio.film import edited
from studio.store import Store
from tests import tiny

GB = 10**9


class Weight:
    """What a loader gives: something that can be seen to be gone."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    residency.let_go()
    yield
    residency.let_go()


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def desk(store: Store, notes: list[str]) -> Iterator[WorkDesk]:
    with WorkDesk(store, lambda done, note: notes.append(note)) as desk:
        yield desk


@pytest.fixture
def card(models: Path) -> Card:
    card = catalog.cards()["falconsai-nsfw"]
    tiny.put(card.runs.source, models)
    return card


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A GPU of which only the free memory is there, in GB; nothing is put onto it."""
    memory = {"free": 24.0}
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (memory["free"] * GB, 80 * GB))
    monkeypatch.setattr(torch.cuda, "get_per_process_memory_fraction", lambda: 1.0)
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda: 0)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: None)
    return memory


def needing(card: Card, name: str = "", **memory_gb: float) -> Card:
    said = {keep.replace("_", " "): gb for keep, gb in memory_gb.items()}
    return edited(card, name=name or card.name, model=edited(card.runs, memory_gb=said))


def fails_until(rung: str) -> object:
    def work(held: Weight) -> str:
        if held.placement.keep != rung:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return held.placement.keep

    return work


def test_what_runs_out_of_memory_is_done_again_with_less_and_that_is_said(
    card: Card, desk: WorkDesk, notes: list[str], gpu: dict[str, float]
) -> None:
    loaded = residency.Loaded(needing(card, resident=20, model_offload=9, group_offload=5), Weight)
    assert loaded.use(fails_until("model offload"), desk) == "model offload"
    assert "not enough memory for falconsai-nsfw; again with one part at a time on the GPU" in " ".join(notes)
    assert loaded.use(lambda held: held.placement.keep, desk) == "model offload", "it stays there"


def test_after_three_steps_down_the_user_is_told_and_the_next_job_works(
    card: Card, desk: WorkDesk, gpu: dict[str, float]
) -> None:
    loaded = residency.Loaded(needing(card, resident=20, model_offload=9, group_offload=5), Weight)
    tried: list[str] = []

    def work(held: Weight) -> None:
        tried.append(str(held.placement))
        raise torch.OutOfMemoryError

    with pytest.raises(EngineFailed, match="not enough memory here for the checker 'falconsai-nsfw'"):
        loaded.use(work, desk)
    assert len(tried) == len(set(tried)) == 1 + residency.STEPS_DOWN
    assert not residency.resident(), "what failed is not kept"
    assert loaded.use(lambda held: held.placement.keep, desk) == "group offload"


def test_another_fault_is_not_taken_for_a_lack_of_memory(card: Card, desk: WorkDesk) -> None:
    def work(held: Weight) -> None:
        raise RuntimeError("shapes do not match")

    with pytest.raises(RuntimeError, match="shapes"):
        residency.Loaded(card, Weight).use(work, desk)


def test_the_model_before_is_gone_when_the_next_one_loads_and_there_is_no_room(
    card: Card, desk: WorkDesk, gpu: dict[str, float]
) -> None:
    first = residency.Loaded(needing(card, "first", resident=20), Weight)
    held = first.use(weakref.ref, desk)
    gpu["free"] = 4.0  # the first one takes the rest
    gone: list[bool] = []

    def load(placement: Placement) -> Weight:
        gone.append(held() is None)
        return Weight(placement)

    residency.Loaded(needing(card, "second", resident=20), load).use(str, desk)
    assert gone == [True]
    assert residency.resident() == ["second"]


def test_with_room_for_both_both_stay(card: Card, desk: WorkDesk, gpu: dict[str, float]) -> None:
    for name in ("first", "second"):
        residency.Loaded(needing(card, name, resident=4), Weight).use(str, desk)
    assert residency.resident() == ["first", "second"]


@pytest.mark.parametrize(
    ("free", "first"),
    [(80, "all of it on the GPU"), (20, "one part at a time on the GPU"), (3, "one block at a time on the GPU")],
)
def test_the_quickest_way_that_fits_is_tried_first(
    card: Card, gpu: dict[str, float], free: float, first: str
) -> None:
    gpu["free"] = free
    model = needing(card, resident=40, model_offload=16, group_offload=6).runs
    assert str(placement.ladder(model, Path())[0]).startswith(first)


def test_what_a_strangers_model_needs_is_reckoned_from_its_files(models: Path, gpu: dict[str, float]) -> None:
    folder = tiny.put("Falconsai/nsfw_image_detection", models)
    parts = tensors.gb_by_part(folder)
    stored = sum(file.stat().st_size for file in folder.rglob("*.safetensors"))
    assert sum(parts.values()) * GB == pytest.approx(stored / 2, rel=0.2), "loaded in half the bytes"
    assert placement.needed(Model(source="x/y", family="z"), folder)["resident"] > placement.WORKING


@pytest.mark.parametrize("spoil", ["cut", "pickled", "empty"])
def test_a_file_that_is_no_whole_safetensors_file_is_told_by_its_header(
    models: Path, tmp_path: Path, spoil: str
) -> None:
    good = next(tiny.put("Falconsai/nsfw_image_detection", models).glob("*.safetensors"))
    file = tmp_path / "model.safetensors"
    data = good.read_bytes()
    assert tensors.header(good)
    if spoil == "pickled":
        torch.save({"weight": torch.zeros(8)}, file)
    else:
        file.write_bytes(data[:-1] if spoil == "cut" else b"")
    with pytest.raises(ValueError, match="safetensors"):
        tensors.header(file)
