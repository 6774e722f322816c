"""The house keeps its own rules: who imports whom, and a README that shows the tree as it is."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from studio import screen
from studio.calls import KINDS
from studio.ui import views

ROOT = Path(__file__).parent.parent
ROOMS = ("writers", "painters", "animators", "narrators", "composers", "editors", "checkers")
STUDIO_FOR_ROOMS = {f"studio.{name}" for name in ("film", "cut", "formats", "asks", "roles", "errors", "cards")}
MODEL_STACK = {
    "torch",
    "diffusers",
    "transformers",
    "accelerate",
    "TTS",
    "torchaudio",
    "huggingface_hub",
    "safetensors",
}


def imports_of(file: Path) -> set[str]:
    """Every module a file names in an import, full names."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports by a relative name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def files_in(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("file", files_in("studio"), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_studio_imports_only_the_standard_library_pydantic_and_itself(file: Path) -> None:
    allowed = {*sys.stdlib_module_names, "pydantic", "studio"}
    if file.parent.name == "ui":
        allowed |= {"gradio", "starlette", "fastapi", "uvicorn"}
    if file.parent.name == "cli" or file.name in ("screen.py", "tables.py"):
        allowed |= {"typer", "rich"}
    assert {name.partition(".")[0] for name in imports_of(file)} <= allowed


@pytest.mark.parametrize("file", files_in("pipelines"), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_room_never_enters_another_room_and_sees_little_of_the_studio(file: Path) -> None:
    room = file.relative_to(ROOT / "pipelines").parts[0]
    names = imports_of(file)
    if room in (*ROOMS, "machinery"):
        of_studio = {name for name in names if name.startswith("studio.")}
        assert all(
            any(name == door or name.startswith(f"{door}.") for door in STUDIO_FOR_ROOMS) for name in of_studio
        )
        others = {f"pipelines.{other}" for other in ROOMS if other != room}
        assert not {name for name in names if any(name.startswith(other) for other in others)}
    if file.name != "local.py" and "models" not in file.parts and "local" not in file.parts:
        assert not {name.partition(".")[0] for name in names} & MODEL_STACK


def test_only_app_knows_both_houses() -> None:
    names = imports_of(ROOT / "app.py")
    assert any(name.startswith("studio") for name in names)
    assert any(name.startswith("pipelines") for name in names)


def test_the_tree_in_the_readme_is_the_tree_on_disk() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tree = re.search(r"```text\n(app\.py.*?)```", readme, re.DOTALL)
    assert tree, "the README shows no tree"
    folders: list[str] = []
    shown: set[str] = set()
    for line in tree[1].splitlines():
        indent, names = re.match(r"( *)((?:\S+ ?)*)", line).groups()
        folders = folders[: len(indent) // 2]
        entries = names.split()
        shown |= {"".join(folders) + entry for entry in entries}
        if entries and entries[-1].endswith("/"):
            folders.append(entries[-1])
    missing = {name for name in shown if not (ROOT / name).exists()}
    assert not missing, f"the README shows what is not there: {sorted(missing)}"
    modules = {str(file.relative_to(ROOT)) for file in (ROOT / "studio").glob("*.py")} - {"studio/__init__.py"}
    assert not modules - shown, f"the README does not show {sorted(modules - shown)}"


@pytest.mark.parametrize("words", [screen.STAGES, views.STAGES], ids=["command line", "page"])
def test_every_kind_of_ask_has_a_word_for_people(words: dict[str, object]) -> None:
    of_the_road = set(KINDS) - {"Export"}  # an export is asked for when the film is there
    assert of_the_road <= set(words)
