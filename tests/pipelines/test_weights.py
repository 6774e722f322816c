"""Models come from the hub whole, pinned and safe to open, and whatever keeps them from it is said plainly."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

from pipelines import catalog
from pipelines.machinery.models import layout, weights
from studio.cards import Model
from studio.errors import BadInput, EngineMissing
from tests.hub import Hub, open_hub, pipeline, safetensors

ROOT = Path(__file__).parents[2]
NAME = "some/painter"
SHARD = "transformer/diffusion_pytorch_model-00001-of-00002.safetensors"
LARGE = 24 << 20  # bytes; the hub's library writes in pieces of 10 MiB
ENGINES = f"from pipelines import catalog; print(catalog.why_not(catalog.card('painter', '{NAME}')))"
VOICE = """
import sys
from pipelines import catalog
from studio.film import edited
card = catalog.cards()["coqui-vctk"]
card = edited(card, model=edited(card.model, options={"archive": sys.argv[1]}))
print(catalog.fetch(card, lambda arrived: None))
print(catalog.lacks(card))
"""
NEEDED = {
    "model_index.json", "transformer/config.json", "transformer/diffusion_pytorch_model.safetensors.index.json",
    SHARD, "transformer/diffusion_pytorch_model-00002-of-00002.safetensors", "vae/config.json",
    "vae/diffusion_pytorch_model.fp16.safetensors", "tokenizer/tokenizer.json", "tokenizer/merges.txt",
}  # fmt: skip


class Machine:
    """A machine with a home of its own that knows one hub."""

    def __init__(self, home: Path, hub: Hub) -> None:
        self.home, self.hub = home, hub
        self.folder = home / "models" / NAME
        names = ("HF_HUB_OFFLINE", "REELWRIGHT_MODELS", "HF_TOKEN", "HF_HUB_CACHE", "XDG_CACHE_HOME")
        kept = {name: value for name, value in os.environ.items() if name not in names}
        self.environment = {
            **kept, "HF_ENDPOINT": hub.address, "HF_HOME": str(home / "hf"), "REELWRIGHT_HOME": str(home),
        }  # fmt: skip

    def start(self, name: str = NAME, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "download", name, "--yes"],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def download(self, name: str = NAME, **environment: str) -> str:
        """What the command says, with its exit status before it."""
        run = self.start(name, **environment)
        out, err = run.communicate()
        assert "Traceback" not in err, err
        return f"{run.returncode} {out}{err}"

    def files(self) -> set[str]:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix() for path in files} - {weights.RECORD}


@pytest.fixture
def hub() -> Iterator[Hub]:
    with open_hub() as hub:
        hub.models[NAME] = pipeline()
        yield hub


@pytest.fixture
def machine(tmp_path: Path, hub: Hub) -> Machine:
    return Machine(tmp_path, hub)


def test_a_download_brings_what_an_engine_needs_and_nothing_else_and_pins_the_commit(machine: Machine) -> None:
    assert machine.download().startswith("0")
    assert machine.files() == NEEDED
    assert set(machine.hub.served) <= NEEDED
    layout.check(machine.folder)
    assert json.loads((machine.folder / weights.RECORD).read_text())["commit"] == "a" * 40
    assert "is here" in machine.download()
    machine.hub.commits[NAME] = "b" * 40  # its makers change it
    (machine.folder / "vae/config.json").unlink()
    (machine.folder / SHARD).write_bytes(b"cut")
    assert machine.download().startswith("2")  # that commit is no longer to be had, and another would not fit


def test_what_was_killed_goes_on_from_the_byte_it_ended_at(machine: Machine) -> None:
    machine.hub.models[NAME] = pipeline(LARGE)
    machine.hub.stop_at[SHARD] = 15 << 20
    run = machine.start()
    partial = machine.folder.with_name("painter.part") / f"{SHARD}.partial"
    deadline = time.monotonic() + 30
    while not (partial.exists() and partial.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    there = partial.stat().st_size
    assert there
    assert not machine.folder.exists()
    machine.hub.stop_at.clear()
    machine.hub.on.set()
    machine.hub.served.clear()
    said = machine.download()
    assert said.startswith("0"), said
    assert "the missing" in said
    assert machine.hub.begun[SHARD] == [0, there]
    assert machine.hub.served[SHARD] == len(machine.hub.models[NAME][SHARD]) - there
    assert (machine.folder / SHARD).read_bytes() == machine.hub.models[NAME][SHARD]


def test_two_programs_do_not_download_the_same_model_at_once(machine: Machine) -> None:
    lock = machine.folder.with_name(".painter.part.lock")
    lock.parent.mkdir(parents=True)
    with filelock.FileLock(lock):
        assert "Another program is downloading 'some/painter'" in machine.download()
    assert machine.download().startswith("0")


def test_a_file_that_did_not_arrive_as_the_hub_has_it_is_not_kept(machine: Machine) -> None:
    half = machine.folder.with_name("painter.part") / f"{SHARD}.partial"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"nonsense")
    assert "did not arrive" in machine.download()
    assert machine.download().startswith("0")


def test_a_server_that_gives_no_parts_is_asked_for_the_whole_file(machine: Machine) -> None:
    machine.hub.ranges = False
    half = machine.folder.with_name("painter.part") / f"{SHARD}.partial"
    half.parent.mkdir(parents=True)
    half.write_bytes(machine.hub.models[NAME][SHARD][:40])
    assert machine.download().startswith("0")
    assert machine.hub.begun[SHARD] == [0]
    assert (machine.folder / SHARD).read_bytes() == machine.hub.models[NAME][SHARD]


def test_a_voice_that_is_a_zip_file_elsewhere_comes_unpacked_and_no_token_goes_there(machine: Machine) -> None:
    packed = io.BytesIO()
    files = {"v/config.json": "{}", "v/model_file.pth": "tensors", "v/../../evil.pth": "evil", "v/a.py": ""}
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    machine.hub.archives["vctk.zip"] = packed.getvalue()
    run = subprocess.run(
        [sys.executable, "-c", VOICE, f"{machine.hub.address}/releases/v1/vctk.zip"],
        env={**machine.environment, "HF_TOKEN": "hf_secret"},
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    place = Path(run.stdout.splitlines()[0])
    assert run.stdout.splitlines()[1] == "False", run.stdout
    assert {path.name for path in place.iterdir()} == {"config.json", "model_file.pth", "evil.pth", weights.RECORD}
    assert json.loads((place / weights.RECORD).read_text())["commit"] == "v1"
    assert machine.hub.tokens == {""}


def test_a_damaged_download_is_said_to_be_so_and_mended_by_the_same_command(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.download()
    good = (machine.folder / SHARD).read_bytes()
    (machine.folder / SHARD).write_bytes(good[:-1])
    monkeypatch.delenv("REELWRIGHT_MODELS", raising=False)
    monkeypatch.setenv("REELWRIGHT_HOME", str(machine.home))
    why = catalog.why_not(catalog.card("painter", NAME))
    assert "is cut short" in why
    assert f"python app.py download {NAME}" in why
    machine.hub.served.clear()
    assert machine.download().startswith("0")
    assert (machine.folder / SHARD).read_bytes() == good
    assert {path for path in machine.hub.served if path.endswith(".safetensors")} == {SHARD}


def test_a_download_is_stopped_at_once_even_on_a_silent_line(machine: Machine) -> None:
    machine.hub.stop_at[SHARD] = 50
    run = machine.start()
    assert machine.hub.silent.wait(30)
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, err = run.communicate()
    assert (run.returncode, "Traceback" in err) == (130, False), err
    assert "it goes on from there" in err
    assert time.monotonic() - began < 5
    assert (
        "broke off"
        in subprocess.run(
            [sys.executable, "-c", ENGINES],
            env=machine.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )


def test_a_model_that_does_not_fit_on_the_disk_is_refused_before_it_begins(machine: Machine) -> None:
    machine.hub.larger[SHARD] = 10**16
    said = machine.download()
    assert said.startswith("2")
    assert "10,000,000.0 GB do not fit" in said
    assert "REELWRIGHT_MODELS" in said
    assert not any(path.endswith(".safetensors") for path in machine.hub.served)


def test_without_a_network_and_offline_it_says_so(machine: Machine) -> None:
    assert "HF_HUB_OFFLINE forbids" in machine.download(HF_HUB_OFFLINE="1")
    assert "cannot be reached" in machine.download(HF_ENDPOINT="http://127.0.0.1:9")
    machine.download()
    assert "is here" in machine.download(HF_HUB_OFFLINE="1")


def test_a_gated_model_says_where_to_accept_its_terms_and_no_token_is_ever_said(machine: Machine) -> None:
    machine.hub.gated.add(NAME)
    said = machine.download(HF_TOKEN="hf_secret")  # noqa: S106
    assert said.startswith("2")
    assert f"https://huggingface.co/{NAME}" in said
    assert "hf auth login" in said
    assert "Bearer hf_secret" in machine.hub.tokens
    assert "secret" not in said
    assert not any(
        "secret" in path.read_text("utf-8", "ignore") for path in machine.home.rglob("*") if path.is_file()
    )


def test_a_wrong_revision_and_a_wrong_name_are_clear_errors(machine: Machine) -> None:
    assert "no such revision" in machine.download(f"{NAME}@nope")
    assert "has no model 'some/body'" in machine.download("some/body")
    assert machine.download(f"{NAME}@v2").startswith("0")
    assert json.loads((machine.folder / weights.RECORD).read_text())["revision"] == "v2"


def test_only_the_small_index_is_read_to_know_a_models_family(machine: Machine) -> None:
    machine.hub.models["some/thing"] = {"model_index.json": b'{"_class_name": "UnheardOf"}', SHARD: safetensors()}
    said = machine.download("some/thing")
    assert "UnheardOf" in said
    assert "ZImagePipeline" in said
    assert set(machine.hub.served) == {"model_index.json"}


REPOSITORIES = {
    "both shards and one file": (
        {"model.safetensors", "model.safetensors.index.json", "a-1.safetensors", "a-2.safetensors", "config.json"},
        ["a-1.safetensors", "a-2.safetensors", "config.json", "model.safetensors.index.json"],
    ),
    "what others read": (
        {"consolidated.safetensors", "model.safetensors", "original/params.json", "onnx/model.onnx", "tf_model.h5",
         "pytorch_model.bin", "tokenizer.model", "config.json", "modeling.py", "model.fp16.safetensors"},
        ["config.json", "model.safetensors", "tokenizer.model"],
    ),
    "halves in shards": (
        {"model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.safetensors",
         "unet/diffusion_pytorch_model.safetensors.index.fp16.json", "unet/a-1.safetensors", "unet/a-2.safetensors"},
        ["model_index.json", "unet/a-1.safetensors", "unet/a-2.safetensors", "unet/config.json",
         "unet/diffusion_pytorch_model.safetensors.index.fp16.json"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REPOSITORIES)
def test_of_several_copies_one_is_taken(kind: str) -> None:
    files, taken = REPOSITORIES[kind]
    said = {"weight_map": {"x": "a-1.safetensors", "y": "a-2.safetensors"}, "unet": ["diffusers", "UNet"]}
    found = layout.parts(dict.fromkeys(files, 9), lambda name: said, halves=True)
    assert sorted(found.all) == taken
    assert not (found.absent or found.bare)


# Folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole model in a folder of the user's own."""
    for path, data in pipeline().items():
        file = tmp_path / "mine" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "mine"


def damage(folder: Path, kind: str) -> None:
    shard = folder / SHARD
    if kind == "empty":
        for file in [path for path in folder.rglob("*") if path.is_file()]:
            file.unlink()
    elif kind == "shard absent":
        shard.unlink()
    elif kind == "shard cut short":
        shard.write_bytes(shard.read_bytes()[:-1])
    elif kind == "header cut short":
        shard.write_bytes(shard.read_bytes()[:20])
    elif kind == "pickle":
        shard.write_bytes(b"\x80\x04\x95" + b"q" * 90)
    elif kind == "no weights":
        for file in (folder / "vae").glob("*model*"):
            file.unlink()
    elif kind == "pickles alone":
        for file in (folder / "vae").glob("*.safetensors"):
            file.unlink()
    elif kind == "no index":
        (folder / "model_index.json").unlink()
    elif kind == "bad index":
        (folder / "model_index.json").write_text("{")


DAMAGE = {
    "empty": "is empty",
    "shard absent": "1 of 2 files of weights are missing",
    "shard cut short": "is cut short",
    "header cut short": "is cut short",
    "pickle": "is no safetensors file, whatever its name says",
    "no weights": "weights of 'vae' in .* are missing",
    "pickles alone": "only there as 'vae/diffusion_pytorch_model.bin', a kind of file that can run code",
    "no index": "neither model_index.json nor config.json",
    "bad index": "is damaged: it is no JSON object",
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_folder_that_is_not_whole_or_not_safe_is_one_sentence(folder: Path, kind: str) -> None:
    card = catalog.card("painter", str(folder))
    assert weights.folder(card) == folder
    damage(folder, kind)
    with pytest.raises(EngineMissing, match=DAMAGE[kind]) as error:
        weights.folder(card)
    assert error.value.hint
    assert DAMAGE[kind].split(" .*")[0] in weights.why_not(card)


def test_a_folder_goes_by_its_absolute_path_and_what_lies_in_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    card = catalog.card("painter", "./mine")
    assert (card.name, card) == (str(folder), catalog.card("painter", "mine"))
    (folder / "README.md").write_text("Other words change no picture.")
    assert catalog.card("painter", "mine").version == card.version
    (folder / SHARD).write_bytes(safetensors(64, b"\2"))  # a fine-tune: the same header, other numbers
    assert catalog.card("painter", "mine").version != card.version


def test_a_mark_of_thirty_gigabytes_reads_few_of_them(folder: Path) -> None:
    header = json.dumps({"w": {"dtype": "U8", "shape": [30 * 10**9], "data_offsets": [0, 30 * 10**9]}}).encode()
    with (folder / SHARD).open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        file.truncate(8 + len(header) + 30 * 10**9)  # a file of holes takes no room
    layout.check(folder)
    before = weights.mark(folder)
    with (folder / SHARD).open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\1")
    assert weights.mark(folder) != before


def test_weights_of_half_the_size_are_loaded_as_such_where_they_are_all_there_is(folder: Path) -> None:
    assert layout.variant(folder) is None
    (folder / "vae" / "diffusion_pytorch_model.safetensors").unlink()
    assert layout.variant(folder) == "fp16"
    assert "vae/diffusion_pytorch_model.fp16.safetensors" in layout.check(folder).weights


def test_what_other_programs_downloaded_is_used_if_it_is_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "hub" / "models--some--painter"
    (store / "refs").mkdir(parents=True)
    (store / "refs" / "main").write_text("c" * 40)
    (store / "snapshots").mkdir()
    folder.rename(store / "snapshots" / ("c" * 40))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv("REELWRIGHT_MODELS", raising=False)
    monkeypatch.setenv("REELWRIGHT_HOME", str(tmp_path / "home"))
    model = Model(source=NAME, family="")
    assert weights.located(model) == (store / "snapshots" / ("c" * 40), "c" * 40)
    (store / "snapshots" / ("c" * 40) / SHARD).unlink()
    assert weights.located(model) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("./nothing", "There is no folder './nothing'"),
        ("./mine/model_index.json", "is a single file"),
        ("./empty", "but nothing at all"),
        ("./writer", "is no painter that we know: it says UnheardOf"),
        ("./clips", "is no painter that we know: it says WanPipeline. It can be a film's animator: --animator"),
    ],
)
def test_what_is_no_painter_is_said_to_be_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(folder.parent)
    for place, index in {
        "writer": '{"architectures": ["UnheardOf"]}',
        "clips": '{"model_type": "WanPipeline"}',
    }.items():
        (folder.parent / place).mkdir()
        (folder.parent / place / "config.json").write_text(index)
    (folder.parent / "empty").mkdir()
    with pytest.raises(BadInput) as error:
        catalog.card("painter", name)
    assert said in str(error.value)
