"""The command line as a newcomer types it: what it prints, writes and returns."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from PIL import Image

import app
from pipelines import catalog
from studio.api import Studio
from studio.calls import KINDS
from studio.screen import STAGES

ROOT = Path(__file__).parent.parent
BRIEF = "A kettle that whistles a tune.\nIt boils in two minutes.\nSee it at kettle.example.\n"


class Shell:
    """A folder with a brief in it, in which commands are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "kettle.txt").write_text(BRIEF)

    def words(self, *words: str) -> list[str]:
        return [sys.executable, str(ROOT / "app.py"), *words]

    def type(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "REELWRIGHT_HOME": str(self.folder / "home")}
        return subprocess.run(
            self.words(*words),
            cwd=self.folder,
            env=environment,
            input=stdin,
            check=False,
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell in which the film is already made."""
    shell = Shell(tmp_path_factory.mktemp("shell"))
    shell.made = shell.type("make", "kettle.txt", "--size", "320x180", "--fps", "12")
    return shell


def test_make_says_what_it_does_and_writes_four_files(shell: Shell) -> None:
    assert shell.made.returncode == 0, shell.made.stderr
    assert "pictures: 4 to make, 0 kept" in shell.made.stdout
    assert all((shell.folder / f"kettle.{suffix}").stat().st_size for suffix in ("mp4", "srt", "vtt", "json"))


def test_a_second_make_works_on_nothing(shell: Shell) -> None:
    again = shell.type("make", "kettle.txt", "--size", "320x180", "--fps", "12")
    assert again.returncode == 0
    assert "to make" not in again.stdout


def test_a_home_may_be_named_from_where_one_stands(shell: Shell) -> None:
    words = ["make", "-", "--size", "320x180", "--fps", "12", "--home", "near/home", "-o", "near.mp4"]
    run = shell.type(*words, stdin="A kettle that whistles.")
    assert run.returncode == 0, run.stderr
    assert (shell.folder / "near" / "home" / "store").is_dir()


def test_a_home_named_before_the_command_is_the_same_as_one_named_after_it(shell: Shell) -> None:
    shell.type("--home", "first", "brand", "acme", "--closing", "Come in")
    assert "acme" in shell.type("brand", "--home", "first").stdout
    assert "acme" not in shell.type("brand").stdout


def test_events_are_one_json_object_a_line(shell: Shell) -> None:
    run = shell.type("make", "-", "--size", "320x180", "--fps", "12", "--project", "kettle", "--json", stdin=BRIEF)
    events = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0
    assert next(e["stage"] for e in events if e["kind"] == "asked") == "Write"
    assert sum(e["kind"] == "done" for e in events) == 1
    assert [Path(e["note"]).suffix for e in events if e["kind"] == "written"] == [".mp4", ".srt", ".vtt", ".json"]


def test_whatever_can_be_asked_has_a_name_on_the_screen() -> None:
    assert set(KINDS) == set(STAGES)


def test_look_tells_what_exists(shell: Shell) -> None:
    said = shell.type("look", "kettle").stdout
    assert "pictures  4 of 4" in said
    assert "finished" in said


def test_look_tells_what_is_missing_before_anything_is_made(shell: Shell) -> None:
    files = {path.name for path in (shell.folder / "home").rglob("*")}
    assert shell.type("look", "nothing").returncode == 2
    assert {path.name for path in (shell.folder / "home").rglob("*")} == files


def test_several_shapes_are_made_in_one_run_and_share_their_script_voice_and_music(shell: Shell) -> None:
    words = [
        "--fps",
        "12",
        "--legal",
        "Kettle Ltd.",
        "--progress-bar",
        "--project",
        "both",
        "-o",
        "both.mp4",
        "--json",
    ]
    run = shell.type("make", "-", "--ratio", "1:1", "--ratio", "9:16", *words, stdin="A kettle.")
    assert run.returncode == 0, run.stderr
    events = [json.loads(line) for line in run.stdout.splitlines()]
    second = next(at for at, event in enumerate(events) if event.get("note", "").startswith("9x16"))
    made = {e["stage"] for e in events[second:] if e["kind"] == "asked" and e["total"] > e.get("remembered", 0)}
    assert made == {"Paint", "Animate", "Segment", "Join"}
    for shape, size in (("1x1", "1080x1080"), ("9x16", "720x1280")):
        credits = json.loads((shell.folder / f"both-{shape}.json").read_text("utf-8"))
        assert credits["film"]["size"] == size
        assert all((shell.folder / f"both-{shape}.{suffix}").stat().st_size for suffix in ("mp4", "srt", "vtt"))
        assert "finished" in shell.type("look", f"both-{shape}").stdout


def test_a_platform_gives_a_film_its_shape_and_its_margins(shell: Shell) -> None:
    run = shell.type("make", "-", "--for", "reels", "--project", "reel", "--voice", "caruso", stdin="A kettle.")
    assert run.returncode == 2  # there is no such voice, but the project is there
    brief = Studio(shell.folder / "home", catalog).projects.open("reel").brief
    assert (str(brief.size), brief.margins) == ("720x1280", catalog.platforms()["reels"].margins)


def test_a_shot_is_shown_changed_made_again_and_taken_back(shell: Shell) -> None:
    assert "It boils in two minutes." in shell.type("shot", "kettle").stdout
    words = ["--says", "It boils in one.", "--lower-third", "Asha / Tea seller", "--call-out", "Lid@0.5,0.2"]
    changed = shell.type("shot", "kettle", "2", "--cut", "wipe", *words)
    assert changed.returncode == 0, changed.stderr
    for told in ("wipe", "It boils in one.", "Asha / Tea seller", "Lid@0.5,0.2", "python app.py remake kettle"):
        assert told in changed.stdout
    again = shell.type("remake", "kettle", "-o", "again.mp4")
    assert "voice: 1 to make, 2 kept" in again.stdout
    assert "pictures" not in again.stdout
    assert "It boils in one." in (shell.folder / "again.srt").read_text("utf-8")
    assert shell.type("undo", "kettle").returncode == 0
    assert "to make" not in shell.type("remake", "kettle", "-o", "again.mp4").stdout


def test_a_preview_is_written_for_a_film_that_is_not_made_yet(shell: Shell) -> None:
    shell.type("shot", "kettle", "1", "--title", "")
    assert shell.type("preview", "kettle", "-o", "preview.mp4").returncode == 0
    assert (shell.folder / "preview.mp4").stat().st_size
    assert shell.type("undo", "kettle").returncode == 0


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_board_writes_a_sheet(shell: Shell, suffix: str) -> None:
    assert shell.type("board", "kettle", "-o", f"board.{suffix}").returncode == 0
    sheet = shell.folder / f"board.{suffix}"
    if suffix == "pdf":
        assert sheet.read_bytes().startswith(b"%PDF-")
    else:
        with Image.open(sheet) as image:
            assert image.width > 1000


def test_engines_and_doctor_speak_for_every_seat_and_part(shell: Shell) -> None:
    engines = [json.loads(line) for line in shell.type("engines", "--json").stdout.splitlines()]
    assert {engine["seat"] for engine in engines} == {
        "writer", "painter", "animator", "narrator", "composer", "editor", "checker",
    }  # fmt: skip
    doctor = shell.type("doctor").stdout
    assert all(part in doctor for part in ("fonts", "text shaping", "ffmpeg", "voice", "GPU", "disk"))


def test_a_stop_by_the_user_ends_in_130_and_the_next_run_goes_on(shell: Shell) -> None:
    words = ["make", "kettle.txt", "--size", "640x360", "--project", "stopped", "-o", "stopped.mp4", "--json"]
    environment = {**os.environ, "REELWRIGHT_HOME": str(shell.folder / "home")}
    run = subprocess.Popen(
        shell.words(*words),
        cwd=shell.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in run.stdout:
        if json.loads(line).get("stage") == "Animate":
            break
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate()
    assert run.returncode == 130, errors
    assert time.monotonic() - began < 5
    assert "cancelled" in errors
    assert "Traceback" not in errors
    assert not (shell.folder / "stopped.mp4").exists()
    assert "pictures: " not in shell.type(*words[:-1]).stdout
    assert (shell.folder / "stopped.mp4").exists()


def test_nothing_of_a_warm_run_loads_what_it_does_not_need(shell: Shell) -> None:
    code = "import sys, app; app.main(sys.argv[1:], standalone_mode=False); "
    code += "print(sorted({'torch', 'gradio', 'moviepy', 'numpy', 'cv2', 'av'} & set(sys.modules)))"
    words = ["make", "kettle.txt", "--size", "320x180", "--fps", "12"]
    environment = {**os.environ, "REELWRIGHT_HOME": str(shell.folder / "home"), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=shell.folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_readme_names_every_command_and_option_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    group = typer.main.get_command(app.main)
    assert set(re.findall(r"python app\.py ([a-z]+)", readme)) == set(group.commands)
    named = set(re.findall(r"`(--[a-z-]+)", readme))
    known = {option for command in group.commands.values() for p in command.params for option in p.opts}
    of_make = {option for p in group.commands["make"].params for option in p.opts if option.startswith("--")}
    assert named <= known
    assert of_make - named - {"--out", "--help"} == set()


def test_the_figures_in_the_readme_are_those_of_the_last_bench() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    bench = json.loads((ROOT / "bench" / "road.json").read_text("utf-8"))
    assert f"{bench['cold_s']:.0f} s of wall time and {bench['peak_mib']} MiB at the peak" in readme
    assert " | ".join(f"{seconds:.1f}" for seconds in bench["stages_s"].values()) in readme


def test_the_cutting_rooms_figures_in_the_readme_are_those_of_the_last_bench() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    bench = json.loads((ROOT / "bench" / "assembly.json").read_text("utf-8"))
    columns = [bench[size][kind] for size in ("1280x720", "1920x1080") for kind in ("stills", "clips")]
    for figure in (name for name in columns[0] if name not in ("seconds", "nothing_vs_whole")):
        assert " | ".join(f"{column[figure]:.2f}" for column in columns) in readme, figure
