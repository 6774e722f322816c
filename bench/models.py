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
import importlib.metadata
import json
import os
import platform
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import full_size, roofline, stock  # noqa: E402
from bench.meter import GB  # noqa: E402
from bench.model_arms import Place, Unit, let_go  # noqa: E402
from bench.model_figures import ratios, shown  # noqa: E402
from bench.model_units import chosen, measured, units  # noqa: E402
from pipelines.machinery.models import residency  # noqa: E402
from studio.cards import Card  # noqa: E402
from studio.crew import WorkDesk  # noqa: E402
from studio.errors import EngineFailed  # noqa: E402
from studio.film import Size  # noqa: E402
from studio.store import Store  # noqa: E402


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
        if not place.tiny and card.runs.source not in full_size.sources():
            left_out[card.name] = "its configuration is not known"
            continue
        for unit in units(card, place.device, results["machine"].get("gpu_gb", 0.0)):
            if unit.name in rows and not rows[unit.name].get("again"):
                continue
            if time.monotonic() + longest > until:
                left_out[unit.name] = "no time left: run it again"
                continue
            began = time.monotonic()
            left_out.pop(unit.name, None)
            try:
                rows[unit.name] = measured(unit, place, kept)
            except full_size.NoRoom as error:
                left_out[unit.name] = str(error)
            except Exception as error:  # machines with a GPU are rare: the other units go on
                rows[unit.name] = _failed(unit, error)
            let_go()  # only here is nothing left that holds on to the model
            longest = max(longest, time.monotonic() - began)
            results["known"][card.name] = {name: said for name, said in kept.items() if name != "best_tflops"}
            results["ratios"] = ratios(rows)
            out.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            print(
                f"{unit.name}: {rows.get(unit.name, {}).get('answer_s', left_out.get(unit.name, 'failed'))}",
                flush=True,
            )


def _failed(unit: Unit, error: Exception) -> dict[str, Any]:
    """The row of a unit that gave no answer, with why."""
    traceback.print_exception(error, limit=-4)
    return {
        "card": unit.card.name,
        "arm": unit.arm,
        "keep": unit.keep or "chosen",
        "card_gb": unit.gb,
        "error": f"{type(error).__name__}: {str(error)[:300]}",
        "again": not (isinstance(error, EngineFailed) or residency.is_out_of_memory(error)),
    }


def _still(folder: Path) -> Path:
    """A picture with something at every scale, as a keyframe has."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from bench.workload import _noise  # noqa: PLC0415

    file = folder / ".still.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    pixels = np.stack([_noise(rng, Size(width=1280, height=704), 1.3) for _ in range(3)], -1)
    Image.fromarray((255 * pixels).astype(np.uint8)).save(file)
    return file


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
        "video_writer_of_stock": stock.writer(),
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
