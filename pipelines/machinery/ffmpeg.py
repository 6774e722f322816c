"""Runs ffmpeg as a program of its own on files, with progress, and ends it when nobody waits any more."""

from __future__ import annotations

import errno
import subprocess
import tempfile
from collections.abc import Callable, Sequence

import imageio_ffmpeg

from studio.errors import EngineFailed

FULL = "No space left on device"


def run(arguments: Sequence[str], seconds: float, tick: Callable[[float], None]) -> None:
    """Run ffmpeg over `seconds` of film. `tick` hears of progress, 0 to 1, twice a second, and may raise.

    Raises EngineFailed with ffmpeg's last complaint, or OSError(ENOSPC) when the disk is full.
    """
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    command += ["-progress", "pipe:1", "-stats_period", "0.5", *arguments]
    with tempfile.TemporaryFile() as complaints:
        # A session of its own: Ctrl-C is for us to answer.
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            start_new_session=True,
            text=True,
        )
        try:
            assert child.stdout  # noqa: S101 - it is a pipe
            for line in child.stdout:
                name, _, value = line.strip().partition("=")
                if name == "out_time_us":
                    tick(_share(value, seconds))
            failed = child.wait()
        finally:
            child.kill()
            child.wait()
            child.stdout.close()
        if failed:
            complaints.seek(0)
            said = complaints.read().decode("utf-8", "replace")
            raise failure(said, "Try again, or choose another format.")


def _share(microseconds: str, seconds: float) -> float:
    """How much is done; before its first frame ffmpeg says N/A, or a time before the beginning."""
    return min(int(microseconds) / 1e6 / seconds, 1.0) if microseconds.isdigit() else 0.0


def failure(said: str, hint: str) -> Exception:
    """What to raise for ffmpeg's complaints: OSError(ENOSPC) when the disk is full, else EngineFailed."""
    if FULL in said:
        return OSError(errno.ENOSPC, FULL)
    last = said.strip().splitlines()[-1:] or ["it did not say why"]
    return EngineFailed(f"The video encoder stopped: {last[0].rstrip('.')}.", hint)
