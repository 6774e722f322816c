"""What local models cost at full size: memory and seconds by stage, beside what their cards promise and a rival.

    python bench/models.py [--models NAME ...] [--steps 4] [--minutes 8.5] [--json bench/models.json]
    python bench/models.py --tiny --json OUT.json      the same code with tiny models on a processor, in seconds
    python bench/models.py --show                      the last figures as a table

Each model is built where it is measured, at its published architecture and with random weights, and asked through
the studio's own engine, as a film would ask it, at its native size. The rival in the same run is the script of
diffusers' documentation with the same words, size and steps. A run is made of short units; whatever the file holds
already is not measured again, so one that had to stop goes on where it was. What random weights cannot show stands
in bench/README.md.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import importlib.metadata
import json
import os
import platform
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import full_size, roofline, stock  # noqa: E402
from bench.meter import GB, Meter  # noqa: E402
from pipelines import catalog  # noqa: E402
from pipelines.machinery.models import diffusion, residency  # noqa: E402
from pipelines.machinery.models.placement import Placement  # noqa: E402
from pipelines.machinery.tables import ASSETS, table  # noqa: E402
from studio.asks import Animate, Compose, Paint  # noqa: E402
from studio.cards import Card, Keeping  # noqa: E402
from studio.crew import WorkDesk  # noqa: E402
from studio.film import SAMPLE_RATE, Picture, Seat, Size, edited  # noqa: E402
from studio.store import Store  # noqa: E402

SEATS: tuple[Seat, ...] = ("painter", "animator", "composer")
SHOWS = "A cup of tea in a market street at sunset, steam rising, people walking past in the warm light"
BED_SECONDS = 30.0
CARDS_GB = (24, 16, 12)  # graphics cards that are played by setting a limit; GiB, as they are sold
CONTEXT = 0.5  # GiB of a card that CUDA itself takes, which no limit counts
SMALL = {"size": Size(width=64, height=64), "frames": 9, "steps": 2}


class Unit(NamedTuple):
    """One thing to measure. `keep` is empty where the studio chooses by the card's memory, `gb` 0 for all there is."""

    card: Card
    arm: str  # "studio" or "stock"
    keep: Keeping | None
    gb: int = 0

    @property
    def name(self) -> str:
        return f"{self.card.name} | {self.arm} | {self.keep or f'card of {self.gb} GB'}"


class Place(NamedTuple):
    """Where and how it is measured."""

    device: str
    models: Path
    desk: WorkDesk
    still: Path
    steps: int
    shots: int
    tiny: bool


# What to measure


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


def units(card: Card, device: str) -> list[Unit]:
    """All that is measured of a model. A processor has no memory of its own to offload from."""
    if device != "cuda":
        return [Unit(card, "studio", "resident"), Unit(card, "stock", "resident")]
    keeps = [keep for keep in get_args(Keeping) if keep != "resident in 4 bits"]
    found = [
        Unit(card, arm, keep) for keep in keeps for arm in ("studio", "stock") if arm == "studio" or keep in stock.KEEPINGS
    ]
    return [*found, *(Unit(card, "studio", None, gb) for gb in CARDS_GB)]


# How it is measured


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
        work, placements = (_studio if unit.arm == "studio" else _stock)(unit, card, folder, meter, place, kept)
        try:
            meter.begin(count="tflop_pass" not in kept)
            first = None
            if unit.keep == "resident":  # kernels are chosen and memory is taken once; that is not what a film waits for
                work(range(1))
                first = _heard(meter, kept)
                meter.begin()
            work(range(1, 1 + place.shots))
            row |= _row(meter, first or _heard(meter, kept), kept, place)
        finally:
            let_go()
    row["placement"] = str(placements[-1]) if placements else ""
    row["promised_gb"] = unit.card.runs.memory_gb.get(placements[-1].keep) if placements else None
    row["differs"] = differs(unit, placements, meter.vae_dtype)
    row["class"] = "B" if row["differs"] else "A"
    return row


def asked_for(unit: Unit, place: Place) -> Card:
    """The unit's card with fewer steps, and kept in one way only where it is not the studio that chooses."""
    model = unit.card.runs
    changes: dict[str, Any] = {"steps": min(model.steps or place.steps, place.steps)}
    if "timesteps" in model.options or "sigmas" in model.options or unit.card.seat != "animator":
        changes = {"steps": model.steps}  # few as they are, and some told one by one
    if unit.keep:
        changes["memory_gb"] = {unit.keep: model.memory_gb.get(unit.keep, 0.0)}
    if place.tiny:
        changes |= SMALL
        changes["options"] = {key: said for key, said in model.options.items() if key not in ("timesteps", "sigmas")}
    return edited(unit.card, model=edited(model, **changes))


def _put(card: Card, place: Place) -> Path:
    if place.tiny:
        from tests import tiny  # noqa: PLC0415 - imports the model stack

        return tiny.put(card.runs.source, place.models)
    return full_size.put(card.runs.source, place.models, place.device)


Work = tuple[Callable[[range], None], list[Placement]]


def _studio(unit: Unit, card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]) -> Work:
    """The studio's engine, its loads and stages watched."""
    placements: list[Placement] = []
    engine = catalog.hire(card)
    answer = getattr(engine, {"painter": "paint", "animator": "animate", "composer": "compose"}[card.seat])

    def work(numbers: range) -> None:
        with watched_loads(meter, placements):
            list(answer([ask(card, number, place) for number in numbers], place.desk))

    return work, placements


@contextmanager
def watched_loads(meter: Meter, placements: list[Placement]) -> Iterator[None]:
    """For a while, every pipeline that an engine loads is told of: where it went, and to the meter."""
    load = diffusion.load

    def watched(card: Card, placement: Placement, kind: str = "") -> Any:
        placements.append(placement)
        return meter.watch(meter.staged("load", lambda: load(card, placement, kind)))

    diffusion.load = watched
    try:
        yield
    finally:
        diffusion.load = load


def _stock(unit: Unit, card: Card, folder: Path, meter: Meter, place: Place, kept: dict[str, Any]) -> Work:
    """The documented script, loaded when it is first needed and told the words that the studio's engine told."""
    said = kept.get("words") or {"prompt": SHOWS}
    pipes: list[Any] = []

    def work(numbers: range) -> None:
        if not pipes:
            pipes.append(
                meter.watch(meter.staged("load", lambda: stock.load(card, folder, unit.keep or "resident", place.device)))
            )
        for _ in numbers:
            out = place.desk.scratch(".out")
            if card.seat == "painter":
                stock.picture(pipes[0], card, said, out)
            elif card.seat == "animator":
                stock.clip(pipes[0], card, said, out, place.still)
            else:
                stock.bed(pipes[0], card, said, out, BED_SECONDS + 1)  # the engine asks for as much

    return work, [Placement(place.device, unit.keep or "resident")]


def ask(card: Card, number: int, place: Place) -> Paint | Animate | Compose:
    """What a film would ask of a seat, at the model's native size, length and rate."""
    model = card.runs
    size = model.size or Size(width=1024, height=1024)
    if card.seat == "painter":
        return Paint(shows=SHOWS, mood="warm", look=catalog.looks()[0], size=size, seed=number)
    if card.seat == "animator":
        picture = Picture(image=place.desk.keep(_copy(place.still, place.desk)))
        fps = model.fps or "16"
        return Animate(
            picture=picture, shows=SHOWS, camera="hold", frames=model.frames, fps=fps, size=size, seed=number
        )
    return Compose(mood="warm", samples=round(BED_SECONDS * SAMPLE_RATE), seed=number)


def _copy(file: Path, desk: WorkDesk) -> Path:
    return Path(shutil.copy(file, desk.scratch(file.suffix)))


@contextmanager
def card_of(gb: int) -> Iterator[None]:
    """For a while, the graphics card has so much memory: more cannot be had, and whoever asks is told so."""
    if not gb:
        yield
        return
    import torch  # noqa: PLC0415

    limit = int((gb - CONTEXT) * 2**30)
    told = torch.cuda.mem_get_info
    torch.cuda.set_per_process_memory_fraction(limit / torch.cuda.get_device_properties(0).total_memory)
    torch.cuda.mem_get_info = lambda device=None: (max(0, limit - torch.cuda.memory_reserved()), limit)
    try:
        yield
    finally:
        torch.cuda.mem_get_info = told
        torch.cuda.set_per_process_memory_fraction(1.0)


def let_go() -> None:
    """Take all models out of memory, the engines that the catalogue keeps included."""
    residency.let_go()
    gc.collect()
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


# What is said of it


def _heard(meter: Meter, kept: dict[str, Any]) -> dict[str, Any]:
    """The report of a first run, which also brings what other units want to know."""
    report = meter.report()
    if meter.words:
        kept.setdefault("words", meter.words)
    if meter.flops:
        kept.setdefault("tflop_pass", (meter.formula or meter.flops) / 1e12)
        kept.setdefault("tflop_counted", meter.flops / 1e12)
    return report


def _row(meter: Meter, first: dict[str, Any], kept: dict[str, Any], place: Place) -> dict[str, Any]:
    """Figures of the answers, with the load of the first run."""
    row = meter.report()
    spent = row["seconds"]
    spent["load"] = first["seconds"].get("load", 0.0)
    if first["passes"] == row["passes"] and first["seconds"]["whole"] == spent["whole"]:  # there was one run only
        spent["whole"] = round(spent["whole"] - spent["load"], 4)
    for stage, seen in first["memory_gb"].items():
        there = row["memory_gb"].setdefault(stage, seen)
        row["memory_gb"][stage] = {name: max(there[name], seen[name]) for name in seen}
    row["peak_gb"] = {
        name: max((seen[name] for seen in row["memory_gb"].values()), default=0.0)
        for name in ("allocated", "reserved", "used")
    }
    row["answer_s"] = round(spent["whole"] / place.shots, 4)
    row["tflop_pass"] = kept.get("tflop_pass")
    row["mfu"] = None
    if row["pass_s"] and row["tflop_pass"] and kept.get("best_tflops"):
        row["mfu"] = round(row["tflop_pass"] / row["pass_s"] / kept["best_tflops"], 4)
    return row


def differs(unit: Unit, placements: Sequence[Placement], vae_dtype: str) -> list[str]:
    """In what a run is not the documented script's arithmetic up to rounding; empty: class A."""
    if unit.arm == "stock" or not placements:
        return []
    found = []
    if placements[-1].bits < 16:
        found.append(f"weights kept in {placements[-1].bits} bits")
    if placements[-1].tiled:
        found.append("pictures in tiles")
    if vae_dtype == "bfloat16" and unit.card.runs.family.startswith(("wan", "skyreels")):
        found.append("the autoencoder in bfloat16, where the script has float32")
    return found


def ratios(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rival's figures over the studio's, where both kept the model in the same way; above 1 the studio is ahead."""
    found = {}
    for row in rows.values():
        rival = rows.get(f"{row['card']} | stock | {row['keep']}")
        if row["arm"] != "studio" or not rival or row.get("error") or rival.get("error"):
            continue
        found[f"{row['card']} | {row['keep']}"] = {
            "class": row["class"],
            "whole": _over(rival["answer_s"], row["answer_s"]),
            "pass": _over(rival["pass_s"], row["pass_s"]),
            "decode": _over(rival["seconds"].get("decode"), row["seconds"].get("decode")),
            "peak": _over(rival["peak_gb"]["allocated"], row["peak_gb"]["allocated"]),
        }
    return found


def _over(rival: float | None, ours: float | None) -> float | None:
    return round(rival / ours, 3) if rival and ours else None


def machine(device: str) -> dict[str, Any]:
    """What it ran on, and that machine's best at arithmetic."""
    import torch  # noqa: PLC0415

    found: dict[str, Any] = {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "device": device,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "torch": torch.__version__,
        **{name: importlib.metadata.version(name) for name in ("diffusers", "transformers", "accelerate")},
        "best_tflops": round(roofline.best(device) / 1e12, 3),
    }
    if device == "cuda":
        about = torch.cuda.get_device_properties(0)
        found |= {
            "gpu": about.name,
            "gpu_gb": round(about.total_memory / GB, 1),
            "cuda": torch.version.cuda,
            "cudnn": torch.backends.cudnn.version(),
            "tf32": [torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32],
        }
    return found


# The run


def main(arguments: Sequence[str] | None = None) -> None:
    given = _given(arguments)
    results = json.loads(given.json.read_text("utf-8")) if given.json.exists() and not given.again else {}
    if given.show:
        print(shown(results))
        return
    import torch  # noqa: PLC0415 - seconds to import

    device = "cuda" if torch.cuda.is_available() and not given.tiny else "cpu"
    if device == "cpu" and not given.tiny:
        raise SystemExit("There is no GPU here: measure where one is, or try the code with --tiny.")
    scratch = Path(given.scratch or tempfile.mkdtemp(prefix="models-"))
    os.environ |= {"REELWRIGHT_MODELS": str(scratch), "HF_HUB_OFFLINE": "1"}
    store = Store(scratch / ".store")
    try:
        with WorkDesk(store, lambda done, note: None) as desk:
            place = Place(device, scratch, desk, _still(scratch), given.steps, given.answers, given.tiny)
            run(chosen(given.models), place, results, given.json, time.monotonic() + 60 * given.minutes)
    finally:
        store.close()
        if not given.scratch:
            shutil.rmtree(scratch, ignore_errors=True)
    print(shown(results))


def run(cards: Sequence[Card], place: Place, results: dict[str, Any], out: Path, until: float) -> None:
    """Measure all units that the results lack, while there is time, and write them down after each."""
    results["machine"] = results.get("machine", {}) | machine(place.device)
    rows, left_out = results.setdefault("rows", {}), results.setdefault("left_out", {})
    for card in cards:
        kept: dict[str, Any] = {"best_tflops": results["machine"]["best_tflops"]}
        kept |= results.setdefault("known", {}).get(card.name, {})
        longest = 0.0
        for unit in units(card, place.device):
            if unit.name in rows:
                continue
            if time.monotonic() + longest > until:
                left_out[unit.name] = "no time left: run it again"
                continue
            began = time.monotonic()
            left_out.pop(unit.name, None)
            try:
                rows[unit.name] = measured(unit, place, kept)
            except (full_size.NoRoom, KeyError) as error:
                left_out[unit.name] = str(error) if isinstance(error, full_size.NoRoom) else "its size is not known"
            except Exception as error:  # noqa: BLE001 - machines with a GPU are rare: the other units go on
                rows[unit.name] = _failed(unit, error)
            longest = max(longest, time.monotonic() - began)
            results["known"][card.name] = {name: said for name, said in kept.items() if name != "best_tflops"}
            results["ratios"] = ratios(rows)
            out.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            print(f"{unit.name}: {rows.get(unit.name, {}).get('answer_s', left_out.get(unit.name, 'failed'))}", flush=True)


def _failed(unit: Unit, error: Exception) -> dict[str, Any]:
    """The row of a unit that gave no answer, with why."""
    traceback.print_exception(error, limit=-4)
    return {
        "card": unit.card.name,
        "arm": unit.arm,
        "keep": unit.keep or "chosen",
        "card_gb": unit.gb,
        "error": f"{type(error).__name__}: {str(error)[:300]}",
    }


def _still(folder: Path) -> Path:
    """A picture with something at every scale, as a keyframe has."""
    from bench.workload import _noise  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    file = folder / ".still.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    pixels = np.stack([_noise(rng, Size(width=1280, height=704), 1.3) for _ in range(3)], -1)
    Image.fromarray((255 * pixels).astype(np.uint8)).save(file)
    return file


def shown(results: dict[str, Any]) -> str:
    """The figures as a table in Markdown."""
    head = ("model", "arm", "kept", "class", "load s", "s an answer", "s a pass", "decode s", "MFU", "peak GB", "promised")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in results.get("rows", {}).values():
        kept = row["keep"] if not row["card_gb"] else f"on {row['card_gb']} GB: {row.get('placement', '')}"
        if row.get("error"):
            cells: list[Any] = [row["card"], row["arm"], kept, row["error"], *[""] * 7]
        else:
            spent = row["seconds"]
            cells = [row["card"], row["arm"], kept, row["class"], spent["load"], row["answer_s"], row["pass_s"]]
            cells += [spent.get("decode"), row["mfu"], row["peak_gb"]["reserved"], row["promised_gb"]]
        lines.append(f"| {' | '.join('' if cell is None else str(cell) for cell in cells)} |")
    return "\n".join(lines)


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="*", default=[], help="cards' names or hub ids; else those of the line-ups")
    parser.add_argument("--steps", type=int, default=4, help="of an animator at most; painters take their own few")
    parser.add_argument("--answers", type=int, default=1, help="pictures, shots or beds that are timed at once")
    parser.add_argument("--minutes", type=float, default=8.5, help="begin nothing that would end later")
    parser.add_argument("--scratch", help="a folder for the models' files, kept; else a temporary one")
    parser.add_argument("--tiny", action="store_true", help="tiny models on the processor: tries the code only")
    parser.add_argument("--again", action="store_true", help="forget what the file holds")
    parser.add_argument("--show", action="store_true", help="measure nothing")
    parser.add_argument("--json", type=Path, default=ROOT / "bench" / "models.json")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
