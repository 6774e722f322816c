"""Takes in a user's picture as a plain sRGB PNG, and a user's clip as it is; both are checked in a child process.

`python -m pipelines.machinery.intake FILE OUT` is a picture's child.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.machinery import child
from studio.errors import BadInput, TooMuch

MOST_BYTES = 50_000_000
MOST_PIXELS = 40_000_000
MOST_CLIP_BYTES = 2_000_000_000
LONGEST_CLIP = 600  # s
LONGEST_SIDE = 4096  # pixels of what is written; more is of no use to a film
SECONDS = 30  # for one picture, on the wall clock; twenty of them may be spent computing
USABLE = "Use a PNG, JPEG, WebP, GIF, BMP, TIFF or SVG file."
AGAIN = "Save it again as PNG or JPEG and try once more."
SMALLER = {
    "picture": AGAIN,
    "clip": "Export it smaller, as MP4 (H.264).",
    "sound": "Export it smaller, as MP3.",
    "font": "Use the file of one weight and a few scripts.",
}


def picture(file: Path, scratch: Path) -> None:
    """Write the picture in `file` to `scratch` as an 8-bit sRGB PNG, upright, its alpha kept.

    The longest side becomes at most 4096 pixels; of an animation the first frame is taken.
    Raises BadInput, or TooMuch, and then leaves nothing at `scratch`.
    """
    check_file(file, "picture", MOST_BYTES)
    module, what = "pipelines.machinery.intake", f"The picture '{shown(file)}'"
    with whole_or_gone(scratch):
        child.ask(module, file.resolve(), scratch.resolve(), seconds=SECONDS, what=what, again=AGAIN)
        if not scratch.is_file():
            raise BadInput(f"{what} could not be opened.", AGAIN)


@contextmanager
def whole_or_gone(scratch: Path) -> Iterator[None]:
    """Leaves nothing at `scratch` where what writes it fails."""
    try:
        yield
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


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
    with whole_or_gone(out):
        shutil.copyfile(file, out)
    return out


def shown(file: Path) -> str:
    """A file's name as it may be shown: never its folder, nothing unprintable, not endless."""
    name = "".join(c for c in file.name if c.isprintable()) or "this"
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


def _convert(file: Path, out: Path) -> None:
    from pipelines.machinery import logos, photos  # noqa: PLC0415 - under the limits, and in the child alone

    (logos if logos.is_svg(file) else photos).convert(file, out, shown(file))


if __name__ == "__main__":
    child.limit_this_process()
    sys.exit(child.tell(lambda: _convert(Path(sys.argv[1]), Path(sys.argv[2]))))
