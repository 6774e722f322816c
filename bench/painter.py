"""How long the embedded painter takes for a keyframe: one ask alone, and eight asks at once.

    python bench/painter.py [--times 3] [--sizes 1920x1080 1280x720] [--looks flat ...] [--json OUT.json]

All that a Paint ask does is counted, from its words to the files in a store. The seconds are medians,
for eight asks those of one keyframe of the eight; every time the pictures are new ones. Processor
seconds stand beside them: on a busy machine they say more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.road import report  # noqa: E402
from pipelines import catalog  # noqa: E402
from pipelines.painters.looks import looks  # noqa: E402
from studio.asks import Paint  # noqa: E402
from studio.crew import WorkDesk  # noqa: E402
from studio.film import Size  # noqa: E402
from studio.store import Store  # noqa: E402

SHOWS = (
    "A cup of tea in a market street at sunset",
    "A farmer in the field in the morning",
    "The city at night in the rain",
    "A ship at sea",
    "Bread in the kitchen",
    "A mountain village under snow",
    "A camera",
    "Trust and time",
)
FRAMINGS = ("medium", "wide", "close")


def asks(look: str, size: Size, seed: int) -> list[Paint]:
    """Eight shots of one film."""
    return [
        Paint(shows=shows, mood="warm", look=look, size=size, seed=seed, framing=FRAMINGS[i % 3])
        for i, shows in enumerate(SHOWS)
    ]


def painted(painter: Any, batch: list[Paint], store: Store) -> tuple[float, float]:
    """Seconds and processor seconds of one keyframe of a batch."""
    began, used = time.perf_counter(), time.process_time()
    with WorkDesk(store, lambda *_: None) as desk:
        drawn = list(painter.paint(batch, desk))
    assert len(drawn) == len(batch)
    return (time.perf_counter() - began) / len(batch), (time.process_time() - used) / len(batch)


def measured(painter: Any, look: str, size: Size, times: int, store: Store) -> dict[str, float]:
    single = [painted(painter, [asks(look, size, seed)[seed % len(SHOWS)]], store) for seed in range(2 * times)]
    eight = [painted(painter, asks(look, size, 100 + seed), store) for seed in range(times)]
    return {
        f"{name}_{unit}": round(statistics.median(spent[i] for spent in found), 3)
        for name, found in (("single", single), ("of_eight", eight))
        for i, unit in enumerate(("s", "cpu_s"))
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", default=["1920x1080", "1280x720"])
    parser.add_argument("--looks", nargs="+", default=list(looks()))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    painter = catalog.hire(next(card for card in catalog.engines("painter") if card.name == "vector"))
    result: dict[str, object] = {"cores": os.cpu_count(), "times": given.times}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        painted(painter, asks(given.looks[0], Size(width=320, height=180), 0)[:1], store)  # reads the tables
        for size in given.sizes:
            result[size] = {
                look: measured(painter, look, Size.parse(size), given.times, store) for look in given.looks
            }
        store.close()
    report(result, given.json)


if __name__ == "__main__":
    main()
