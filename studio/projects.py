"""Open, save and undo projects: every save is a revision of its own, and none is ever lost."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

from studio.errors import BadInput
from studio.film import Project
from studio.store import write_durably

LONGEST_NAME = 60  # characters


def name_from(text: str) -> str:
    """A project name made of a text's first words, in its own script."""
    kept = [
        sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in unicodedata.normalize("NFC", text).lower()
    ]
    return "-".join("".join(kept).split()[:6])[:LONGEST_NAME].strip("-") or "film"


def check_name(name: str, kind: str = "project") -> str:
    """The name itself; raises BadInput for one that could lead out of the folder of its kind."""
    well_made = all(unicodedata.category(sign)[0] in "LNM" or sign in "-_" for sign in name)
    if not name or not well_made or name[0] in "-_" or len(name) > LONGEST_NAME:
        raise BadInput(
            f"'{name[:LONGEST_NAME]}' cannot be a {kind}'s name.",
            f"Use letters, digits and hyphens, at most {LONGEST_NAME}.",
        )
    return name


class Projects:
    """A folder of projects; each is a folder of revisions 00001.json, 00002.json, ..."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """Every project, the one worked on last first."""
        found = [
            (revisions[-1].stat().st_mtime, name) for name in self._folders() if (revisions := self._files(name))
        ]
        return [name for _, name in sorted(found, reverse=True)]

    def open(self, name: str) -> Project:
        """The newest revision; raises BadInput where there is none."""
        revisions = self._files(check_name(name))
        if not revisions:
            raise BadInput(f"There is no project named '{name}'.", "Make one with 'python app.py make BRIEF'.")
        return Project.model_validate_json(revisions[-1].read_bytes())

    def exists(self, name: str) -> bool:
        return bool(self._files(check_name(name)))

    def save(self, project: Project) -> Project:
        """Add a revision, unless nothing changed."""
        revisions = self._files(check_name(project.name))
        if revisions and Project.model_validate_json(revisions[-1].read_bytes()) == project:
            return project
        folder = self.folder / project.name
        folder.mkdir(exist_ok=True)
        number = int(revisions[-1].stem) + 1 if revisions else 1
        write_durably(folder / f"{number:05}.json", project.model_dump_json(indent=1).encode())
        return project

    def undo(self, name: str) -> Project:
        """Go back to the revision before; the newest is set aside, not deleted."""
        revisions = self._files(check_name(name))
        if len(revisions) < 2:
            raise BadInput(f"'{name}' has nothing to undo.", "Change something first.")
        revisions[-1].rename(revisions[-1].with_suffix(".undone"))
        return self.open(name)

    def delete(self, name: str) -> None:
        shutil.rmtree(self.folder / check_name(name), ignore_errors=True)

    def revisions(self, name: str) -> list[Project]:
        """Every revision, oldest first."""
        return [Project.model_validate_json(file.read_bytes()) for file in self._files(name)]

    def _folders(self) -> list[str]:
        return [path.name for path in self.folder.iterdir() if path.is_dir()]

    def _files(self, name: str) -> list[Path]:
        return sorted((self.folder / name).glob("[0-9]*.json"))
