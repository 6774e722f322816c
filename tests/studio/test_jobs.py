"""The queue outlasts the process: claims, cancels and abandoned jobs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from studio.crew import Event
from studio.jobs import Jobs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "jobs.sqlite"


def test_fifty_identical_submits_are_one_job(file: Path) -> None:
    jobs = Jobs(file)
    assert len({jobs.submit("tea").id for _ in range(50)}) == 1


def test_a_job_is_claimed_once_and_in_order(file: Path) -> None:
    jobs, other = Jobs(file), Jobs(file)
    first, second = jobs.submit("a"), jobs.submit("b")
    assert other.claim().id == first.id
    assert jobs.claim().id == second.id
    assert other.claim() is None


def test_a_job_whose_process_died_goes_back_into_the_queue(file: Path) -> None:
    code = "import sys; from pathlib import Path; from studio.jobs import Jobs; j = Jobs(Path(sys.argv[1])); "
    code += "j.submit('tea'); print(j.claim().id)"
    dead = subprocess.run([sys.executable, "-c", code, str(file)], check=True, capture_output=True, text=True)
    again = Jobs(file).claim()
    assert again.id == dead.stdout.strip()
    assert again.state == "running"


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_told(file: Path) -> None:
    jobs = Jobs(file)
    running, waiting = jobs.submit("a"), jobs.submit("b")
    jobs.claim()
    jobs.cancel(running.id)
    jobs.cancel(waiting.id)
    assert jobs.beat(running.id)
    assert jobs.get(waiting.id).state == "cancelled"
    assert jobs.claim() is None


def test_a_new_submit_after_a_cancel_is_a_new_job(file: Path) -> None:
    jobs = Jobs(file)
    stopped = jobs.submit("a")
    jobs.claim()
    jobs.cancel(stopped.id)
    assert jobs.submit("a").id != stopped.id


def test_events_come_back_in_order_from_any_point(file: Path) -> None:
    jobs = Jobs(file)
    job = jobs.submit("a")
    for number in range(5):
        jobs.tell(job.id, Event(kind="progress", stage="Paint", done=number, total=5))
    told = Jobs(file).events(job.id)
    assert [event.done for _, event in told] == [0, 1, 2, 3, 4]
    assert Jobs(file).events(job.id, after=told[2][0]) == told[3:]
