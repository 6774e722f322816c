"""Runs espeak-ng's program for one line at a time: watched, stopped on cancel, and never waited for in vain."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.errors import EngineFailed

PROGRAM = Path(__file__).with_name("espeak_program.py")
LOOK_UP = 0.1  # seconds between two looks at whether the work was cancelled


def run(ask: dict[str, Any], tick: Callable[[], None], patience: float) -> dict[str, Any]:
    """The program's answer to one ask.

    `tick` is called ten times a second and may raise to cancel; the program is killed then, and also
    after `patience` seconds. Raises EngineFailed when it ends without an answer.
    """
    command = [sys.executable, str(PROGRAM)]
    question: bytes | None = json.dumps(ask).encode()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        try:
            for _ in range(max(1, round(patience / LOOK_UP))):
                try:
                    answer, complaint = child.communicate(question, timeout=LOOK_UP)
                    return _read(child.returncode, answer, complaint)
                except subprocess.TimeoutExpired:
                    question = None
                    tick()
        finally:
            child.kill()
    raise EngineFailed(f"The voice gave no sound within {patience:.0f} seconds.", "Try again, or shorten the line.")


def _read(status: int, answer: bytes, complaint: bytes) -> dict[str, Any]:
    if status != 0:
        reason = complaint.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"it ended with status {status}"]
        raise EngineFailed(f"The voice program espeak-ng failed: {reason[0]}.", "Try another voice or narrator.")
    return dict(json.loads(answer))
