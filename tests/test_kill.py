"""kill -9 at any moment, then the same command: nothing lost, nothing doubled, nothing partial."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from studio.store import digest_of

ROOT = Path(__file__).parent.parent
KILLS = 30
BRIEF = "A lamp that runs on sunlight.\nIt charges by day and shines all night.\nAsk for it at your village shop.\n"


def command(home: Path, out: Path) -> list[str]:
    options = ["--size", "320x180", "--fps", "12", "--project", "lamp", "--home", str(home), "--json"]
    return [sys.executable, str(ROOT / "app.py"), "make", str(home.parent / "lamp.txt"), "-o", str(out), *options]


def made_by(output: str) -> int:
    """How many answers a run's events say were made."""
    events = [json.loads(line) for line in output.splitlines()]
    return sum(event["kind"] == "answered" for event in events)


def answers_whole(home: Path) -> int:
    """Every stored file must match the digest in its name; how many there are."""
    files = list((home / "store" / "files").glob("*/*"))
    for file in files:
        assert digest_of(file) == file.stem, f"{file.name} is not what its name says"
    return len(files)


def run_for(seconds: float, home: Path, out: Path) -> tuple[bool, int]:
    """Run the command for a while, then kill it: whether it was killed, and how many answers it made."""
    run = subprocess.Popen(command(home, out), stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        output, _ = run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        output, _ = run.communicate()
        return True, made_by(output)
    assert run.returncode == 0
    return False, made_by(output)


def test_thirty_kills_at_random_moments_lose_double_and_break_nothing(tmp_path: Path) -> None:
    (tmp_path / "lamp.txt").write_text(BRIEF)
    undisturbed = tmp_path / "undisturbed.mp4"
    began = time.monotonic()
    _, made_at_once = run_for(600, tmp_path / "quiet", undisturbed)
    takes = time.monotonic() - began

    moments = random.Random(30)
    kills = homes = 0
    while kills < KILLS:
        homes += 1
        home, out = tmp_path / f"home{homes}", tmp_path / f"out{homes}" / "lamp.mp4"
        out.parent.mkdir()
        made = kept = 0
        killed = True
        while killed:
            killed, more = run_for(moments.uniform(0.05, 0.6 * takes), home, out)
            kills, made = kills + killed, made + more
            files = answers_whole(home)
            assert files >= kept, "a kill lost a finished file"
            kept = files
            for path in out.parent.iterdir():
                if not path.name.startswith("."):
                    assert path.read_bytes() == undisturbed.with_suffix(path.suffix).read_bytes()
        assert {path.name for path in out.parent.iterdir()} >= {"lamp.mp4", "lamp.srt", "lamp.vtt", "lamp.json"}
        assert made <= made_at_once, "finished work was done again"
    assert not run_for(600, home, out)[1], "the finished film was made again"
