"""Engines with models through the command line: what is shown, downloaded and accepted, and what is refused."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from pipelines import catalog
from pipelines.machinery.models.placement import SPARE
from studio.api import Studio
from studio.consent import Consents
from studio.errors import BadInput
from studio.film import edited
from studio.hiring import SEATS
from studio.ui import form
from studio.ui.form import Form
from tests.hub import Hub, open_hub, pipeline

ROOT = Path(__file__).parent.parent
ASKING = next(card for card in catalog.cards().values() if card.consent)
TIERS = {"laptop": 16, "studio": 24, "cinema": 80}  # GB of GPU memory


class Shell:
    """A folder in which commands are typed, with a home and a hub of its own."""

    def __init__(self, folder: Path, hub: Hub) -> None:
        self.folder, self.hub = folder, hub
        mine = {"REELWRIGHT_HOME": folder / "home", "HF_ENDPOINT": hub.address, "HF_HOME": folder / "hf"}
        theirs = ("HF_HUB_OFFLINE", "REELWRIGHT_MODELS")
        self.environment = {name: said for name, said in os.environ.items() if name not in theirs}
        self.environment |= {name: str(said) for name, said in mine.items()}
        (folder / "brief.txt").write_text("A kettle that whistles.")

    def type(self, *words: str, stdin: int = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
        run = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), *words],
            cwd=self.folder, env=self.environment, stdin=stdin, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert "Traceback" not in run.stderr, run.stderr
        return run

    def engine(self, name: str) -> dict[str, object]:
        lines = map(json.loads, self.type("engines", "--json").stdout.splitlines())
        return next(line for line in lines if line["name"] == name)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with open_hub() as hub:
        yield Shell(tmp_path, hub)


def test_engines_shows_for_each_seat_what_it_asks_and_what_to_type(shell: Shell) -> None:
    shown = " ".join(shell.type("engines").stdout.split())
    assert "This machine:" in shown
    for seat in SEATS:
        assert seat.upper() in shown
    for card in catalog.cards().values():
        assert card.name in shown
    said = shell.engine(ASKING.name)
    assert said["why_not"] == f"Its licence must be accepted first: type 'python app.py accept {ASKING.name}'."
    assert (said["runs"], said["forbids"], said["licence_url"]) == (False, ASKING.forbids, ASKING.licence_url)
    assert "python app.py download z-image-turbo" in str(shell.engine("z-image-turbo")["why_not"])
    assert shell.engine("z-image-turbo")["model"]["memory_gb"]["resident"] > 10


def test_the_gpu_is_named_and_a_torch_that_does_not_see_it_is_a_fault(shell: Shell) -> None:
    driver = shell.folder / "bin" / "nvidia-smi"
    driver.parent.mkdir()
    driver.write_text("#!/bin/sh\necho 'NVIDIA H200, 143771'\n")
    driver.chmod(0o755)
    shell.environment["PATH"] = f"{driver.parent}:{shell.environment['PATH']}"
    assert "This machine: NVIDIA H200 with 151 GB" in shell.type("engines").stdout
    doctor = shell.type("doctor")
    assert "GPU: NVIDIA H200, 151 GB" in doctor.stdout
    if torch.version.cuda is None:
        assert "MEND  torch: 2.13" in doctor.stdout
        assert "does not see the GPU that is here" in doctor.stdout
        assert doctor.returncode == 1


def test_showing_engines_loads_nothing_of_the_model_stack(shell: Shell) -> None:
    code = "import sys, app; app.main(['engines'], standalone_mode=False); "
    code += "print(sorted({'torch', 'diffusers', 'transformers', 'huggingface_hub', 'numpy'} & set(sys.modules)))"
    environment = {**shell.environment, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_a_downloaded_model_is_ready_and_its_commit_is_part_of_its_version(shell: Shell) -> None:
    shell.hub.models["Tongyi-MAI/Z-Image-Turbo"] = pipeline()
    asked = shell.type("download", "z-image-turbo")
    assert asked.returncode == 2
    assert "Licence: Apache-2.0" in asked.stdout
    assert "Add --yes" in asked.stderr
    run = shell.type("download", "z-image-turbo", "--yes", "--json")
    assert run.returncode == 0, run.stderr
    told = [line for line in map(json.loads, run.stdout.splitlines()) if line["kind"] == "download"]
    assert told[-1]["done"] == told[-1]["total"] > 0
    said = shell.engine("z-image-turbo")
    assert (said["runs"], said["model"]["revision"]) == (True, "a" * 40)
    assert str(said["version"]).endswith("+aaaaaaaaaaaa")


def test_an_engine_whose_licence_is_not_accepted_is_neither_hired_nor_downloaded(shell: Shell) -> None:
    for words in (["make", "brief.txt", f"--{ASKING.seat}", ASKING.name], ["download", ASKING.name, "--yes"]):
        run = shell.type(*words)
        assert run.returncode == 2
        assert f"python app.py accept {ASKING.name}" in run.stderr
    assert not shell.hub.tokens  # the hub was not even asked


def test_a_licence_is_shown_and_kept_only_with_a_yes(shell: Shell) -> None:
    kept = shell.folder / "home" / "consents.json"
    shown = shell.type("accept", ASKING.name)
    assert shown.returncode == 2
    for said in (ASKING.licence, ASKING.licence_url, ASKING.forbids):
        assert said in shown.stdout
    person, door = pty.openpty()
    os.write(person, b"n\n")
    assert shell.type("accept", ASKING.name, stdin=door).returncode == 130
    assert not kept.exists()
    os.write(person, b"y\n")
    assert shell.type("accept", ASKING.name, stdin=door).returncode == 0
    assert json.loads(kept.read_text())[ASKING.name]["licence"] == ASKING.licence
    assert "You accepted it on 20" in shell.type("accept", ASKING.name).stdout
    assert "accept" not in str(shell.engine(ASKING.name)["why_not"])


def test_another_licence_and_a_file_that_cannot_be_read_are_no_consent(tmp_path: Path) -> None:
    consents = Consents(tmp_path / "consents.json")
    consents.give(ASKING)
    assert not consents.lacks(ASKING)
    assert consents.lacks(edited(ASKING, licence="A harder one"))
    consents.file.write_text("[]")
    assert consents.lacks(ASKING)


@pytest.mark.parametrize("name", TIERS)
def test_a_line_up_names_engines_that_there_are_that_fit_and_that_ask_no_consent(name: str) -> None:
    lineup = catalog.lineups()[name]
    for seat in SEATS:
        card = catalog.cards()[lineup[seat]]
        assert (card.seat, card.consent) == (seat, False)
        if card.model and card.model.memory_gb:
            assert min(card.model.memory_gb.values()) * SPARE <= TIERS[name], card.name


def test_a_line_up_without_its_models_says_what_to_type_for_all_of_them(shell: Shell) -> None:
    run = shell.type("make", "brief.txt", "--lineup", "laptop")
    assert run.returncode == 2
    assert "qwen3.5-4b, flux2-klein-4b" in run.stderr
    assert "python app.py download laptop" in run.stderr


def test_strangers_on_the_page_can_choose_engines_and_nothing_else_of_this_machine(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "home", catalog)
    typed = Form(text="A kettle.", painter="/etc", model="/etc")
    assert form.lineup(typed, studio, own=False) == studio.lineup()
    with pytest.raises(BadInput, match="'/etc' holds no model"):
        form.lineup(typed, studio, own=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["make", "brief.txt", "--painter", "./nothing"], "There is no folder './nothing'."),
        (["download", "vector"], "'vector' has no model to download."),
        (["download", "nobody"], "There is no engine or line-up named 'nobody'."),
        (["accept", "nobody"], "There is no engine named 'nobody'."),
    ],
)
def test_what_there_is_not_is_said_in_a_sentence(shell: Shell, words: list[str], said: str) -> None:
    run = shell.type(*words)
    assert run.returncode == 2
    assert said in run.stderr
