"""Which files a model consists of: what to take of a repository, and whether a folder is whole and safe to open."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from pipelines.machinery.models.tensors import header_of
from studio.errors import EngineMissing

PIPELINE, CONFIG = "model_index.json", "config.json"  # diffusers' index; transformers' and Coqui's
INDEX = re.compile(r"(?P<base>.+)\.safetensors\.index(\.(?P<variant>\w+))?\.json")  # of a model in several files
SMALL = (".json", ".txt", ".model", ".jinja", ".tiktoken", ".vocab")  # configurations and tokenizers
LARGEST_SMALL = 100e6  # bytes; the largest tokenizers have 35 MB
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")  # files that can run code when they are opened
LOADABLE = ("model", "diffusion_pytorch_model")  # what diffusers and transformers look for by themselves
HALF = "fp16"  # diffusers' name for weights of half the size; torch.bfloat16 is what we load either as
# Parts of a pipeline without weights, by how their classes' names end.
WEIGHTLESS = ("Tokenizer", "TokenizerFast", "Processor", "FeatureExtractor", "Scheduler", "ProcessorFast")

Read = Callable[[str], dict[str, Any]]  # what one of its JSON files says


class Parts(NamedTuple):
    """The files to load, by their paths in the model's folder. `absent` are those that an index lists in vain."""

    small: list[str]
    weights: list[str]
    absent: list[str]
    bare: list[str]  # folders of parts that should have weights and have none; "" is the model's own folder

    @property
    def all(self) -> list[str]:
        return [*self.small, *self.weights]


def own(sizes: Mapping[str, int], files: Iterable[str]) -> Parts:
    """What of these files fits the patterns of a model in a layout of its own, which its engine knows how to read.

    Of weights that came as pickles those count, and not what its engine once made of them.
    """
    found = sorted(path for path in sizes if any(fnmatchcase(path, pattern) for pattern in files))
    pickles = [path for path in found if path.endswith(PICKLES) and sizes[path]]
    weights = pickles or [path for path in found if path.endswith(".safetensors")]
    small = [path for path in found if not path.endswith((".safetensors", *PICKLES))]
    return Parts(small, weights, [], [] if weights else [""])


def parts(sizes: Mapping[str, int], read: Read, halves: bool = False) -> Parts:
    """What of these files, by path and size in bytes, an engine needs; of several copies of weights it is one.

    Of a pipeline of diffusers only the folders that model_index.json names are taken, with `halves` the half-size
    copy of their weights where there is one, as else only where it is all there is. Never taken: pickles, GGUF,
    ONNX, Python, and copies of a whole pipeline in one file.
    """
    components = _components(read(PIPELINE)) if PIPELINE in sizes else {"": True}
    found = Parts([PIPELINE] if PIPELINE in sizes else [], [], [], [])
    for folder, weighty in components.items():
        inside = {path: size for path, size in sizes.items() if _folder(path) == folder}
        indexes = {path: sorted(set(_shards(path, read))) for path in inside if INDEX.fullmatch(path)}
        chosen = _copy(folder, inside, indexes, halves and PIPELINE in sizes)
        found.small.extend(
            path
            for path, size in inside.items()
            if path.endswith(SMALL) and size <= LARGEST_SMALL and (path not in indexes or path == chosen)
            and path not in found.small
        )  # fmt: skip
        if chosen in indexes:
            found.weights.extend(path for path in indexes[chosen] if path in sizes)
            found.absent.extend(path for path in indexes[chosen] if path not in sizes)
        elif chosen:
            found.weights.append(chosen)
        elif weighty and (not folder or not inside or f"{folder}/{CONFIG}" in inside):
            found.bare.append(folder)
    return found


def _components(index: dict[str, Any]) -> dict[str, bool]:
    """The folders that a pipeline consists of, each with whether it should have weights."""
    lists = {name: said for name, said in index.items() if isinstance(said, list) and not name.startswith("_")}
    pairs = {name: said for name, said in lists.items() if len(said) == 2 and all(said)}
    return {name: not str(said[1]).endswith(WEIGHTLESS) for name, said in pairs.items()}


def _folder(path: str) -> str:
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent


def _shards(index: str, read: Read) -> Iterable[str]:
    listed = read(index).get("weight_map")
    folder = PurePosixPath(index).parent
    return (str(folder / str(name)) for name in (listed.values() if isinstance(listed, dict) else ()))


def _copy(folder: str, inside: Iterable[str], indexes: Mapping[str, list[str]], halves: bool) -> str:
    """The one file of weights, or the index of its shards, that a folder's model is loaded from; "" for none."""
    sharded = {shard for shards in indexes.values() for shard in shards}
    singles = [path for path in inside if path.endswith(".safetensors") and path not in sharded]
    copies = sorted({*indexes, *singles}, key=lambda path: (path not in indexes, path))  # shards load side by side
    plain = [path for path in copies if _stem(path) in LOADABLE]
    half = [path for path in copies if _stem(path) in [f"{name}.{HALF}" for name in LOADABLE]]
    named = (half if halves else []) + plain + half
    if named:
        return named[0]
    return copies[0] if copies and not folder else ""


def _stem(path: str) -> str:
    """What a copy of weights is called without its endings: "model.fp16" of "unet/model.fp16.safetensors"."""
    name = PurePosixPath(path).name
    if index := INDEX.fullmatch(name):
        return ".".join(filter(None, (index["base"], index["variant"])))
    return name.removesuffix(".safetensors")


def variant(place: Path) -> str | None:
    """What diffusers must be told to load this folder: "fp16" where weights of half the size are all it has."""
    stems = {(file.parent, _stem(file.name)) for file in place.glob("*/*.safetensors*")}
    halves = [(folder, name) for folder, name in stems if name in (f"{base}.{HALF}" for base in LOADABLE)]
    return HALF if any((folder, name.removesuffix(f".{HALF}")) not in stems for folder, name in halves) else None


def read_json(file: Path) -> dict[str, Any]:
    """What a JSON file says; raises EngineMissing where it cannot be read or is no object."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise EngineMissing(f"The file '{file}' is damaged: it is no JSON object.")
    return found


def sizes_in(place: Path) -> dict[str, int]:
    """Every file of a folder and of the folders in it, by path, with its size in bytes; links are followed."""
    found: dict[str, int] = {}
    folders = [child for child in place.iterdir() if child.is_dir() and not child.name.startswith(".")]
    for folder in (place, *folders):
        for file in folder.iterdir():
            if not file.name.startswith(".") and file.is_file():
                found[file.relative_to(place).as_posix()] = file.stat().st_size
    return found


def check(place: Path, files: Iterable[str] = ()) -> Parts:
    """The parts of the model in a folder. Raises EngineMissing, without a hint, where it is not whole or not safe.

    `files` are the patterns of a layout of its own, if it has one. Only small files and headers are read, those of a
    file once for as long as it stays as it is.
    """
    try:
        return _check(place, files)
    except OSError as error:
        raise EngineMissing(f"The model in '{place}' cannot be read: {error.strerror}.") from error


def _check(place: Path, files: Iterable[str]) -> Parts:
    sizes = sizes_in(place)
    if not sizes:
        raise EngineMissing(f"The folder '{place}' is empty.")
    if PIPELINE not in sizes and CONFIG not in sizes:
        there = ", ".join(sorted(sizes)[:4])
        raise EngineMissing(
            f"The folder '{place}' holds no model that we can read: "
            f"it has neither {PIPELINE} nor {CONFIG}, but {there}."
        )
    found = own(sizes, files) if files else parts(sizes, lambda name: read_json(place / name))
    if found.absent:
        listed = len([path for path in found.weights if _folder(path) == _folder(found.absent[0])])
        raise EngineMissing(
            f"The model in '{place}' is not whole: {len(found.absent)} of {listed + len(found.absent)} "
            f"files of weights are missing, '{found.absent[0]}' first."
        )
    if found.bare:
        raise EngineMissing(_bare(place, found.bare[0], sizes))
    for path in found.weights:
        file = place / path
        if file.suffix != ".safetensors":
            continue
        status = file.stat()
        if trouble := _trouble(str(file), status.st_size, status.st_mtime_ns):
            raise EngineMissing(trouble)
    return found


def _bare(place: Path, folder: str, sizes: Mapping[str, int]) -> str:
    """That weights are missing, or there only in a form that can do harm."""
    what = f"of '{folder}' in '{place}'" if folder else f"of the model in '{place}'"
    pickles = [path for path in sizes if _folder(path) == folder and path.endswith(PICKLES)]
    if pickles:
        return f"The weights {what} are only there as '{pickles[0]}', a kind of file that can run code when opened."
    return f"The weights {what} are missing: there is no file that ends in .safetensors."


@lru_cache(maxsize=4096)
def _trouble(file: str, size: int, changed: int) -> str:
    """What is wrong with a file of this size and time that is named .safetensors; empty for a good one."""
    header = header_of(Path(file))
    if header is None:
        return f"The file '{file}' is no safetensors file, whatever its name says."
    length, tensors = header
    ends = [said["data_offsets"][1] for said in tensors.values()]
    expected = 8 + length + max(ends, default=0)
    if size < expected:
        return f"The file '{file}' is cut short: {size / 1e6:,.1f} of {expected / 1e6:,.1f} MB are there."
    return f"The file '{file}' is damaged: it is longer than its own header says." if size > expected else ""
