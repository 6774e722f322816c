"""A limited child process that reads a stranger's file: the worst the file can do is to end it.

The child has little memory, little time and no reason to live on. It is one of our modules, started by its
name, and says what it found, or what is wrong, as JSON on its standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.errors import BadInput, TooMuch

HOUSE = Path(__file__).resolve().parents[2]
MEMORY = 2 * 1024**3  # bytes of address space
# A library that starts a thread for each of a hundred cores would fill the child's memory with their stacks.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


def ask(module: str, *arguments: object, seconds: float, what: str, again: str) -> Any:
    """What the child answers within so many seconds on the wall clock.

    `what` names the file to people, `again` says what to do. Raises the BadInput or TooMuch that the child
    tells of, and TooMuch where it takes too long or ends without a word.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    env = {**os.environ, **ONE_THREAD}
    try:
        child = subprocess.run(command, cwd=HOUSE, env=env, capture_output=True, timeout=seconds, check=False)
        said = json.loads(child.stdout)
    except subprocess.TimeoutExpired as error:
        raise TooMuch(f"{what} takes too long to open.", again) from error
    except ValueError as error:
        raise TooMuch(f"{what} takes too much memory or time to open.", again) from error
    if wrong := said["wrong"]:
        raise (TooMuch if wrong["too_much"] else BadInput)(wrong["what"], wrong["hint"])
    return said["found"]


def tell(find: Callable[[], Any]) -> int:
    """The child's side: do it, and say what was found, or what is wrong."""
    found = wrong = None
    try:
        found = find()
    except BadInput as error:
        wrong = {"what": error.what, "hint": error.hint, "too_much": isinstance(error, TooMuch)}
    sys.stdout.write(json.dumps({"found": found, "wrong": wrong}))
    return 0


def limit_this_process(seconds: int = 20, most_written: int = 256_000_000) -> None:
    """Little memory and time, no core files; on systems without such limits only the clock counts."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_written, most_written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
