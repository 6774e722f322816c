"""Whole films through the public command with the line-ups that run models: tiny stand-ins of every model they name.

Real tokenizers, schedulers, autoencoders and files, loaded by the real loaders, offline. What is drawn means nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines import catalog
from pipelines.machinery import video
from studio.cards import Card, Model
from studio.film import Size
from tests import tiny
from tests.tiny.animators import small

ROOT = Path(__file__).parent.parent
LINEUPS = ("laptop", "studio", "cinema")
SMALL = {"painter": Size(width=64, height=64)}
BRIEF = "Meet Asha. Asha roasts coffee in Pune.\n\nEvery morning Asha fills 40 cups. Order yours at asha.example."


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {as_toml(inner)}" for name, inner in value.items()) + " }"
    return json.dumps(value)


def settle(card: Card, models: Path) -> None:
    """Put a stand-in where the real model would lie, and say in its folder that it is to work little."""
    folder = tiny.put(card.runs.source, models)
    if card.seat == "animator":
        less: Model = small(card).runs
        said = {"size": less.size, "frames": less.frames, "steps": less.steps, "options": less.options}
    elif card.seat == "painter":
        said = {"size": SMALL["painter"], "steps": 2}
    elif card.seat == "composer":
        said = {"steps": 2}
    else:
        return
    lines = [
        f"{name} = {as_toml(value.model_dump() if isinstance(value, Size) else value)}"
        for name, value in said.items()
    ]
    (folder / "reelwright.toml").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models of its own, since what its folders say holds for all who use them."""
    folder = tmp_path_factory.mktemp("stand-ins")
    for lineup in LINEUPS:
        for card in catalog.models(lineup):
            if not (folder / card.runs.source).exists():
                settle(card, folder)
    return folder


def run(*words: str, home: Path, models: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "REELWRIGHT_HOME": str(home),
        "REELWRIGHT_MODELS": str(models),
        "HF_HUB_OFFLINE": "1",
    }
    command = [sys.executable, str(ROOT / "app.py"), *words]
    return subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, timeout=900, check=False
    )


@pytest.mark.parametrize("lineup", LINEUPS)
def test_a_line_up_of_models_makes_a_whole_film_offline(lineup: str, stand_ins: Path, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(BRIEF, encoding="utf-8")
    for card in catalog.models(lineup):
        if card.consent:
            assert run("accept", card.name, "--yes", home=tmp_path, models=stand_ins).returncode == 0
    words = ("make", "brief.txt", "--lineup", lineup, "--size", "320x180", "-o", "film.mp4")
    made = run(*words, home=tmp_path, models=stand_ins)
    assert made.returncode == 0, made.stdout[-3000:] + made.stderr[-3000:]
    credits = json.loads((tmp_path / "film.json").read_text(encoding="utf-8"))
    facts = video.probe(tmp_path / "film.mp4")
    assert (facts.size.width, facts.size.height) == (320, 180)
    assert facts.frames == credits["film"]["frames"]
    by_seat = {entry["seat"]: entry for entry in credits["engines"]}
    for card in catalog.models(lineup):
        assert by_seat[card.seat]["model"] == card.runs.source
        assert by_seat[card.seat]["revision"] != "main", "which files they were is known"
    again = run(*words, "--json", home=tmp_path, models=stand_ins)
    kept = [json.loads(line) for line in again.stdout.splitlines()]
    assert not [event for event in kept if event["kind"] == "answered"], "nothing is made twice"


def test_the_same_brief_is_the_same_film_and_another_take_changes_one_shot(stand_ins: Path, tmp_path: Path) -> None:
    films = []
    for name in ("first", "second"):
        home = tmp_path / name
        home.mkdir()
        (home / "brief.txt").write_text(BRIEF, encoding="utf-8")
        words = ("make", "brief.txt", "--lineup", "cinema", "--size", "320x180", "--seed", "5", "-o", "film.mp4")
        assert run(*words, home=home, models=stand_ins).returncode == 0
        films.append((home / "film.mp4").read_bytes())
    assert films[0] == films[1]
    assert run("retake", "brief", "1", home=home, models=stand_ins).returncode == 0
    made = run("remake", "brief", "-o", "film.mp4", "--json", home=home, models=stand_ins)
    events = [json.loads(line) for line in made.stdout.splitlines()]
    answered = [event["stage"] for event in events if event["kind"] == "answered"]
    assert [answered.count(stage) for stage in ("Plan", "Paint", "Animate", "Speak", "Compose")] == [0, 1, 1, 0, 0]
