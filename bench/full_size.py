"""Models of the architecture and size of published ones, with random weights, built where they are measured.

The weights mean nothing, so what a model draws is noise; what it costs to load, to keep and to run is what the
published one costs. Files lie as from_pretrained expects them, in bfloat16, so that the real loaders read them.
Parts that are alike, such as both experts of Wan2.2, are saved once and linked.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.machinery.tables import table

CONFIGS = Path(__file__).with_suffix(".toml")
PARTS = ".parts"
BYTES = 2  # of one number of bfloat16
SPARE = 4e9  # bytes of disk that stay free
SHARD = "5GB"  # as the hub's own files are cut
WILD = 100.0  # a number larger than this was never set: what torch.empty found in memory


class NoRoom(Exception):
    """The disk cannot hold a model."""


@lru_cache
def _said() -> dict[str, Any]:
    return table(CONFIGS)


def sources() -> list[str]:
    """The hub ids of which the configurations are known."""
    return list(_said()["models"])


def parts() -> dict[str, float]:
    """Every part, and how many billions of numbers it has."""
    return {name: part["billions"] for name, part in _said()["parts"].items()}


def built(name: str, device: str) -> Any:
    """One part with random weights: on "meta" without memory, elsewhere in bfloat16 and fit to be run."""
    import torch  # noqa: PLC0415 - seconds to import

    part = _said()["parts"][name]
    kind, library = _kind(part["class"])
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32 if device == "meta" else torch.bfloat16)
    try:
        with torch.device(device), torch.random.fork_rng(enabled=device != "meta"):
            torch.manual_seed(0)
            made = kind(kind.config_class(**part["config"])) if library == "transformers" else kind(**part["config"])
    finally:
        torch.set_default_dtype(before)
    if device == "meta":
        return made
    return _alive(made).eval()


def _kind(address: str) -> tuple[Any, str]:
    """A class named as model_index.json names it, "library.Class", and its library."""
    library, _, name = address.partition(".")
    home = library if library in ("diffusers", "transformers") else f"diffusers.pipelines.{library}"
    return getattr(importlib.import_module(home), name), library


def _alive(model: Any) -> Any:
    """The same model; matrices that were never set, or are all one number, are filled like the others.

    Zeros and NaN run faster on a GPU than numbers do, and would flatter everything that is measured.
    """
    import torch  # noqa: PLC0415

    with torch.no_grad():
        for weight in model.parameters():
            low, high = (float(end) for end in weight.aminmax())
            if not (-WILD < low <= high < WILD) or (weight.ndim > 1 and low == high):
                weight.normal_(std=0.02)
    return model


def put(source: str, models: Path, device: str) -> Path:
    """The folder of a model under `models`, built on a device when it is first asked for; whole or not at all.

    Raises NoRoom where the disk cannot hold it, even without the other models that lie there.
    """
    folder = models / source
    if folder.exists():
        return folder
    said = _said()["models"][source]
    _make_room(source, models)
    half = models / ".half" / source
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for place, name in said["parts"].items():
        shutil.copytree(_saved(name, models, device), half / place, copy_function=os.link, dirs_exist_ok=True)
    _add_index(half, said)
    folder.parent.mkdir(parents=True, exist_ok=True)
    half.rename(folder)
    return folder


def _saved(name: str, models: Path, device: str) -> Path:
    """One part's own folder, written when it is first needed."""
    import torch  # noqa: PLC0415

    folder = models / PARTS / name
    if not folder.exists():
        half = folder.with_name(f"{name}.half")
        shutil.rmtree(half, ignore_errors=True)
        model = built(name, device)
        model.save_pretrained(half, max_shard_size=SHARD)
        half.rename(folder)
        del model
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
    return folder


def _add_index(folder: Path, said: dict[str, Any]) -> None:
    """What stands beside the weights: a tokenizer of bytes, a scheduler, and the index that names all."""
    from tests.tiny import parts as small  # noqa: PLC0415 - imports the model stack

    tokenizer = small.t5_tokenizer() if said["tokenizer"] == "t5" else small.qwen_tokenizer()
    if "index" not in said:  # a model of transformers alone
        from tests.tiny.writers import qwen_tokenizer  # noqa: PLC0415 - with a template for chats

        qwen_tokenizer().save_pretrained(folder)
        return
    import diffusers  # noqa: PLC0415

    tokenizer.save_pretrained(folder / "tokenizer")
    scheduler = said["scheduler"]
    getattr(diffusers, scheduler["class"])(**scheduler["config"]).save_pretrained(folder / "scheduler")
    index: dict[str, Any] = {"_class_name": said["index"], "_diffusers_version": diffusers.__version__}
    index |= {place: _said()["parts"][name]["class"].split(".") for place, name in said["parts"].items()}
    index |= {place: [None, None] for place in said.get("empty", ())}
    index["tokenizer"] = ["transformers", type(tokenizer).__name__]
    index["scheduler"] = ["diffusers", scheduler["class"]]
    (folder / "model_index.json").write_text(json.dumps(index | said.get("more", {}), indent=1), encoding="utf-8")


def _make_room(source: str, models: Path) -> None:
    """Delete what only other models need, where the disk is too small for this one beside them; or raise NoRoom."""
    wanted = set(_said()["models"][source]["parts"].values())
    models.mkdir(parents=True, exist_ok=True)

    def needed() -> float:
        return SPARE + BYTES * 1e9 * sum(parts()[name] for name in wanted if not (models / PARTS / name).exists())

    if shutil.disk_usage(models).free < needed():
        for other in sources():
            shutil.rmtree(models / other, ignore_errors=True)
        for name in parts().keys() - wanted:
            shutil.rmtree(models / PARTS / name, ignore_errors=True)
    free = shutil.disk_usage(models).free
    if free < needed():
        raise NoRoom(f"{source} needs {needed() / 1e9:.0f} GB on the disk, and {free / 1e9:.0f} are free")
