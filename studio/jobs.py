"""One durable queue: jobs, their events and their cancels live on disk and outlast the process."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from studio.crew import Event
from studio.film import Noun

State = Literal["queued", "running", "done", "failed", "cancelled"]
HEARTBEAT = 0.5  # s between signs of life
LOST = 15.0  # s without one after which a running job counts as abandoned

TABLES = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, project TEXT NOT NULL, state TEXT NOT NULL, what TEXT NOT NULL DEFAULT '',
    hint TEXT NOT NULL DEFAULT '', asked REAL NOT NULL, ended REAL, pid INTEGER, alive REAL,
    stop INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, event TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_of_job ON events (job, seq);
"""


class Job(Noun):
    """One piece of work on one project. `what` and `hint` say why it failed."""

    id: str
    project: str
    state: State
    what: str = ""
    hint: str = ""
    asked: float  # s since 1970
    ended: float | None = None

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")


class Jobs:
    """The queue in one SQLite file. Safe for several threads and processes."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, timeout=30, check_same_thread=False, isolation_level=None)
        self._db.executescript(TABLES)
        self._lock = threading.Lock()

    def submit(self, project: str) -> Job:
        """Queue a job, or return the one that already waits or runs for this project."""
        with self._writing():
            row = self._db.execute(
                "SELECT id FROM jobs WHERE project = ? AND state IN ('queued', 'running') AND NOT stop", (project,)
            ).fetchone()
            job = row[0] if row else secrets.token_urlsafe(9)
            if not row:
                self._db.execute(
                    "INSERT INTO jobs (id, project, state, asked) VALUES (?, ?, 'queued', ?)",
                    (job, project, time.time()),
                )
        return self.get(job)

    def get(self, job: str) -> Job:
        """Raises KeyError for a job that never was."""
        found = self._select("WHERE id = ?", job)
        if not found:
            raise KeyError(job)
        return found[0]

    def running(self) -> bool:
        """Is any job at work, in any process that gives signs of life?"""
        return bool(self._select("WHERE state = 'running' AND alive > ?", time.time() - LOST))

    def ahead_of(self, job: Job) -> int:
        """How many jobs must end before this queued one begins."""
        return len(self._select("WHERE state IN ('queued', 'running') AND asked < ?", job.asked))

    def claim(self, job: str = "") -> Job | None:
        """Take the oldest queued job, or the named one, for this process; None where there is none.

        A running job whose process gave no sign of life is first put back into the queue.
        """
        now = time.time()
        with self._writing():
            running = self._db.execute("SELECT id, pid, alive FROM jobs WHERE state = 'running'").fetchall()
            for lost in [id for id, pid, alive in running if now - alive > LOST or not _runs(pid)]:
                self._db.execute("UPDATE jobs SET state = 'queued' WHERE id = ?", (lost,))
            self._db.execute("UPDATE jobs SET state = 'cancelled', ended = ? WHERE stop AND state = 'queued'", (now,))
            row = self._db.execute(
                "SELECT id FROM jobs WHERE state = 'queued' AND ? IN ('', id) ORDER BY asked LIMIT 1", (job,)
            ).fetchone()
            if row:
                self._db.execute(
                    "UPDATE jobs SET state = 'running', pid = ?, alive = ? WHERE id = ?", (os.getpid(), now, row[0])
                )
        return self.get(row[0]) if row else None

    def beat(self, job: str) -> bool:
        """A running job's sign of life; True when somebody has asked it to stop."""
        with self._lock:
            self._db.execute("UPDATE jobs SET alive = ? WHERE id = ?", (time.time(), job))
            row = self._db.execute("SELECT stop FROM jobs WHERE id = ?", (job,)).fetchone()
        return bool(row and row[0])

    def cancel(self, job: str) -> None:
        """Ask a job to stop; one that still waits is over at once."""
        with self._lock:
            self._db.execute("UPDATE jobs SET stop = 1 WHERE id = ? AND state IN ('queued', 'running')", (job,))
            self._db.execute(
                "UPDATE jobs SET state = 'cancelled', ended = ? WHERE id = ? AND state = 'queued'", (time.time(), job)
            )

    def end(self, job: str, state: State, what: str = "", hint: str = "") -> None:
        with self._lock:
            self._db.execute(
                "UPDATE jobs SET state = ?, what = ?, hint = ?, ended = ? WHERE id = ?",
                (state, what, hint, time.time(), job),
            )

    def tell(self, job: str, event: Event) -> None:
        """Append an event to a job's stream."""
        with self._lock:
            self._db.execute("INSERT INTO events (job, event) VALUES (?, ?)", (job, event.model_dump_json()))

    def events(self, job: str, after: int = 0) -> list[tuple[int, Event]]:
        """A job's events with their numbers, oldest first, from after the given number."""
        with self._lock:
            rows = self._db.execute(
                "SELECT seq, event FROM events WHERE job = ? AND seq > ? ORDER BY seq", (job, after)
            ).fetchall()
        return [(seq, Event.model_validate_json(text)) for seq, text in rows]

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Look and change in one step that no other process can come between."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _select(self, where: str, value: object) -> list[Job]:
        with self._lock:
            rows = self._db.execute(
                f"SELECT id, project, state, what, hint, asked, ended FROM jobs {where}",  # noqa: S608 - our own words
                (value,),
            ).fetchall()
        return [Job(**dict(zip(Job.model_fields, row, strict=True))) for row in rows]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
