"""Files by content, answers by call; whatever is damaged counts as missing and is made again.

A file enters under its SHA-256 by write, fsync and atomic rename, so that a crash at any moment
leaves it whole or absent. SQLite holds the answers and is never the only witness: an answer
counts only while every file it names is there and matches its digest.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from studio.calls import Call
from studio.errors import BadInput, TooMuch
from studio.film import Artifact, Noun

CHUNK = 1 << 20
STALE_SCRATCH = 24 * 3600  # seconds after which scratch of a dead process is swept


def artifacts_in(value: Any) -> Iterator[Artifact]:
    """Every artifact named anywhere inside a noun."""
    if isinstance(value, Artifact):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from artifacts_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from artifacts_in(item)


def digest_of(file: Path) -> str:
    """SHA-256 of a file's bytes, in lower-case hex."""
    sha = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def replace_durably(temporary: Path, final: Path) -> None:
    """Move a finished file to its final name so that a crash shows all of it or none."""
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    temporary.replace(final)
    if os.name == "posix":
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_durably(final: Path, data: bytes) -> None:
    """Write a small file whole or not at all."""
    temporary = final.with_name(f".{final.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(data)
        replace_durably(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)


class Store:
    """The studio's memory under one folder. Safe for several processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"
        self.scratch = folder / "scratch"
        try:
            self.files.mkdir(parents=True, exist_ok=True)
            self.scratch.mkdir(exist_ok=True)
            self._index = sqlite3.connect(folder / "answers.sqlite", timeout=30, check_same_thread=False)
            self._index.execute(
                "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, call TEXT NOT NULL,"
                " answer TEXT NOT NULL, made REAL NOT NULL)"
            )
        except (OSError, sqlite3.Error) as error:
            raise BadInput(
                f"The data folder {folder} cannot be written to: {error}.",
                "Choose another with --home or REELWRIGHT_HOME.",
            ) from error
        self._lock = threading.Lock()
        self._verified: dict[Path, tuple[int, int, int]] = {}

    def path(self, artifact: Artifact) -> Path:
        """Where the artifact's bytes lie, whether or not they are there."""
        return self.files / artifact.digest[:2] / (artifact.digest + artifact.suffix)

    def has(self, artifact: Artifact) -> bool:
        """Is the file there, whole and unchanged? A damaged one is removed."""
        path = self.path(artifact)
        try:
            stat = path.stat()
        except OSError:
            return False
        seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if self._verified.get(path) == seen:
            return True
        if digest_of(path) != artifact.digest:
            path.unlink(missing_ok=True)
            return False
        self._verified[path] = seen
        return True

    def keep(self, file: Path, suffix: str = "") -> Artifact:
        """Move a finished file into the store. It should lie on the store's own disk."""
        artifact = Artifact(digest=digest_of(file), suffix=(suffix or file.suffix).lower())
        if self.has(artifact):
            file.unlink(missing_ok=True)
            return artifact
        final = self.path(artifact)
        final.parent.mkdir(exist_ok=True)
        replace_durably(file, final)
        return artifact

    def adopt(self, file: Path, suffix: str = "") -> Artifact:
        """Copy somebody else's file into the store."""
        temporary = self.new_scratch(suffix or file.suffix)
        try:
            shutil.copyfile(file, temporary)
            return self.keep(temporary)
        finally:
            temporary.unlink(missing_ok=True)

    def new_scratch(self, suffix: str) -> Path:
        """A fresh path whose name carries this process, so that a later sweep knows its owner."""
        return self.scratch / f"{os.getpid()}-{secrets.token_hex(8)}{suffix}"

    def recall(self, call: Call) -> Noun | None:
        """The remembered answer, or None where there is none or one of its files is damaged."""
        with self._lock:
            row = self._index.execute("SELECT answer FROM answers WHERE key = ?", (call.key,)).fetchone()
        if row is None:
            return None
        try:
            answer = call.ask.answer.model_validate_json(row[0])
        except ValidationError:
            return None
        return answer if all(map(self.has, artifacts_in(answer))) else None

    def remember(self, call: Call, answer: Noun) -> None:
        with self._lock, self._index:
            self._index.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                (call.key, call.model_dump_json(), answer.model_dump_json(), time.time()),
            )

    def sweep(self, calls: Iterable[Call], kept: Iterable[Artifact]) -> tuple[int, int]:
        """Forget every answer but those of `calls`, and every file they and `kept` do not name.

        Returns how many files went and how many bytes they held.
        """
        wanted = {self.path(artifact) for artifact in kept}
        keys = set()
        for call in calls:
            keys.add(call.key)
            answer = self.recall(call)
            wanted |= {self.path(a) for a in artifacts_in(answer)} | {self.path(a) for a in artifacts_in(call.ask)}
        with self._lock, self._index:
            for (key,) in self._index.execute("SELECT key FROM answers").fetchall():
                if key not in keys:
                    self._index.execute("DELETE FROM answers WHERE key = ?", (key,))
        unwanted = [p for p in self.files.glob("*/*") if p not in wanted]
        unwanted += [p for p in self.scratch.iterdir() if not _in_use(p)]
        freed = sum(p.stat().st_size for p in unwanted if p.is_file())
        for path in unwanted:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        return len(unwanted), freed

    def close(self) -> None:
        self._index.close()


def _in_use(scratch: Path) -> bool:
    """Does the process that made this scratch file still run?"""
    owner = scratch.name.partition("-")[0]
    if not owner.isdigit() or time.time() - scratch.stat().st_mtime > STALE_SCRATCH:
        return False
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OSError):
        return True
    return True


def is_full(error: BaseException) -> bool:
    """Is this what the operating system or SQLite says when a disk is full?"""
    return (isinstance(error, OSError) and error.errno in (28, 122)) or "database or disk is full" in str(error)


def disk_full(folder: Path) -> TooMuch:
    return TooMuch(
        f"The disk that holds {folder} is full.",
        "Free some space, or run 'python app.py sweep'; finished work is kept.",
    )
