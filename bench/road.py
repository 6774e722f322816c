"""How long the whole road takes for half a minute of film, stage by stage, and how much memory it needs.

    python bench/road.py [--brief FILE] [--size 1280x720] [--fps 24] [--json OUT.json]

The rival in the same run is the limit: encoding the finished film's frames again with the same
encoder settings and doing nothing else. Peak memory is the proportional set size (PSS) of this
process and all its children, sampled ten times a second; Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipelines import catalog  # noqa: E402
from studio.api import Studio  # noqa: E402
from studio.crew import Event  # noqa: E402
from studio.cut import Film  # noqa: E402
from studio.film import Brief, Size  # noqa: E402
from studio.screen import STAGES  # noqa: E402

# These go on at the same time, and are timed as one.
SIDE_BY_SIDE = dict.fromkeys(("Segment", "Mix", "Encode"), "cut and sound")


class Memory:
    """The memory of this process and its children, looked at ten times a second, in MiB."""

    def __init__(self) -> None:
        self.seen = [0.0]
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.seen.append(sum(map(pss, family(os.getpid()))) / 1024)

    def stop(self) -> float:
        """The peak."""
        self._over.set()
        return max(self.seen)


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):  # it has just ended
                found += [int(child) for child in task.read_text().split()]
    return found


def pss(pid: int) -> int:
    """Proportional set size in KiB; 0 for a process that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def make(studio: Studio, name: str) -> tuple[Film, dict[str, float], float]:
    """Make a film: the film, seconds by stage in words, seconds in all."""
    began = time.perf_counter()
    marks: list[tuple[float, str]] = []

    def listen(event: Event) -> None:
        if event.kind == "asked":
            marks.append((time.perf_counter(), SIDE_BY_SIDE.get(event.stage, STAGES[event.stage])))

    film = studio.make(name, listen)
    ended = time.perf_counter()
    spent: dict[str, float] = {}
    for (start, stage), (end, _) in zip(marks, [*marks[1:], (ended, "")], strict=True):
        spent[stage] = spent.get(stage, 0.0) + end - start
    return film, spent, ended - began


def encode_only(film: Film, video: Path, folder: Path) -> float:
    """Seconds to encode the finished film's frames again, decoding taken off."""
    from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415

    raw = folder / "frames.yuv"
    quiet = [get_ffmpeg_exe(), "-loglevel", "error", "-y"]
    subprocess.run([*quiet, "-i", str(video), "-an", "-f", "rawvideo", "-pix_fmt", "yuv420p", str(raw)], check=True)
    began = time.perf_counter()
    source = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", str(film.size), "-framerate", str(film.fps)]
    encoder = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", str(folder / "again.mp4")]
    subprocess.run([*quiet, *source, "-i", str(raw), *encoder], check=True)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brief", type=Path, default=ROOT / "assets" / "briefs" / "chai.md")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--fps", default="24")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder) / "home", catalog)
        brief = Brief(text=given.brief.read_text("utf-8"), size=Size.parse(given.size), fps=given.fps, seconds=30)
        studio.start(brief, name="bench")
        memory = Memory()
        film, stages, cold = make(studio, "bench")
        peak = memory.stop()
        _, _, warm = make(studio, "bench")
        limit = encode_only(film, studio.store.path(film.video), Path(folder))
    seconds = film.frames / float(film.fps)
    result = {
        "film_s": round(seconds, 2),
        "size": given.size,
        "cores": os.cpu_count(),
        "cold_s": round(cold, 2),
        "warm_s": round(warm, 3),
        "cold_per_film_second": round(cold / seconds, 3),
        "peak_mib": round(peak),
        "encode_only_s": round(limit, 2),
        "cold_vs_encode_only": round(cold / limit, 2),
        "stages_s": {stage: round(spent, 2) for stage, spent in stages.items()},
    }
    report(result, given.json)


def report(result: dict[str, object], file: Path | None) -> None:
    """Print a measurement as JSON, and keep it where asked for."""
    text = json.dumps(result, indent=1)
    print(text)
    if file:
        file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
