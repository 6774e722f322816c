"""Takes in a user's picture as a plain sRGB PNG, and a user's clip as it is; both are checked in a child process.

Whatever the file holds, the worst it can do is to end that child, which has little memory, little
time and no reason to live on. `python -m pipelines.machinery.intake FILE OUT` is a picture's child.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from studio.errors import BadInput, TooMuch

MOST_BYTES = 50_000_000
MOST_PIXELS = 40_000_000
MOST_CLIP_BYTES = 2_000_000_000
LONGEST_CLIP = 600  # s
LONGEST_SIDE = 4096  # pixels of what is written; more is of no use to a film
SECONDS = 30  # for one picture, on the wall clock; twenty of them may be spent computing
MEMORY = 2 * 1024**3  # bytes of address space
# A library that starts a thread for each of a hundred cores would fill the child's memory with their stacks.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
USABLE = "Use a PNG, JPEG, WebP, GIF, BMP, TIFF or SVG file."
AGAIN = "Save it again as PNG or JPEG and try once more."
SMALLER = {"picture": AGAIN, "clip": "Export it smaller, as MP4 (H.264).", "sound": "Export it smaller, as MP3."}


def picture(file: Path, scratch: Path) -> None:
    """Write the picture in `file` to `scratch` as an 8-bit sRGB PNG, upright, its alpha kept.

    The longest side becomes at most 4096 pixels; of an animation the first frame is taken.
    Raises BadInput, or TooMuch, and then leaves nothing at `scratch`.
    """
    check_file(file, "picture", MOST_BYTES)
    try:
        _in_a_child(file, scratch, shown(file))
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def _in_a_child(file: Path, scratch: Path, name: str) -> None:
    command = [sys.executable, "-m", "pipelines.machinery.intake", str(file.resolve()), str(scratch.resolve())]
    house, env = Path(__file__).resolve().parents[2], {**os.environ, **ONE_THREAD}
    try:
        child = subprocess.run(command, cwd=house, env=env, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooMuch(f"The picture '{name}' takes too long to open.", AGAIN) from error
    if child.returncode:
        raise _told(child, name)
    if not scratch.is_file():
        raise BadInput(f"The picture '{name}' could not be opened.", AGAIN)


def clip(file: Path, scratch: Callable[[str], Path]) -> Path:
    """Copy the clip in `file`, unchanged, to a scratch path of the suffix that its bytes call for.

    Raises BadInput, or TooMuch, for what no film can show, and then leaves nothing behind.
    """
    from pipelines.machinery import clips  # noqa: PLC0415 - a picture needs no video library

    check_file(file, "clip", MOST_CLIP_BYTES)
    _, suffix = clips.kind_of(file)
    if clips.look(file).seconds > LONGEST_CLIP:
        raise TooMuch(f"The clip '{shown(file)}' is longer than ten minutes.", "Cut out the part that you need.")
    out = scratch(suffix)
    try:
        shutil.copyfile(file, out)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return out


def shown(file: Path) -> str:
    """A file's name as it may be shown: never its folder, nothing unprintable, not endless."""
    name = "".join(c for c in file.name if c.isprintable())
    return name if len(name) <= 60 else name[:40] + "…" + name[-15:]


def check_file(file: Path, what: str, most: int) -> None:
    """Raise BadInput, or TooMuch, unless this is a file of some bytes and no more than so many."""
    name = shown(file)
    if file.is_dir():
        raise BadInput(f"'{name}' is a folder, not a {what}.", f"Choose a {what} file.")
    if not file.is_file():
        raise BadInput(f"There is no {what} '{name}'.", "Check the file's name and folder.")
    if not file.stat().st_size:
        raise BadInput(f"The {what} '{name}' is empty.", "Choose another file.")
    if file.stat().st_size > most:
        allowed = f"{most // 10**9} GB" if most >= 10**9 else f"{most // 10**6} MB"
        raise TooMuch(f"The {what} '{name}' is larger than {allowed}.", SMALLER[what])


def _told(child: subprocess.CompletedProcess[bytes], name: str) -> BadInput:
    """The error that the child wrote to its standard output, or what its silence means."""
    try:
        error = json.loads(child.stdout)
    except ValueError:
        return TooMuch(f"The picture '{name}' takes too much memory or time to open.", AGAIN)
    return (TooMuch if error["too_much"] else BadInput)(error["what"], error["hint"])


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


def main(file: Path, out: Path) -> int:
    """The child: 0 when the picture is written, 2 with the error as JSON on standard output."""
    limit_this_process()
    from pipelines.machinery import logos, photos  # noqa: PLC0415 - under the limits, and in the child alone

    name = shown(file)
    try:
        if logos.is_svg(file):
            logos.convert(file, out, name)
        else:
            photos.convert(file, out, name)
    except BadInput as error:
        answer = {"what": error.what, "hint": error.hint, "too_much": isinstance(error, TooMuch)}
        sys.stdout.write(json.dumps(answer))
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
