"""Puts finished files and folders where the user wants them: whole or not at all, never over something else."""

from __future__ import annotations

import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.errors import BadInput
from studio.store import disk_full, is_full, replace_durably


def put(content: Path | str, out: Path) -> None:
    """Copy a file, or write a text, to `out`; raises BadInput where that cannot be written."""
    with _temporary(out) as temporary:
        if isinstance(content, str):
            temporary.write_text(content, encoding="utf-8")
        else:
            shutil.copyfile(content, temporary)
        replace_durably(temporary, out)


def put_folder(out: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside `out` and give it its name when it is whole; raises BadInput as above."""
    with _temporary(out) as temporary:
        temporary.mkdir()
        fill(temporary)
        if out.exists():
            out.rmdir()
        temporary.replace(out)


@contextmanager
def _temporary(out: Path) -> Iterator[Path]:
    """A hidden name beside `out` for what is not whole yet; nothing is left under it."""
    temporary = out.with_name(f".{out.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
    except OSError as error:
        raise disk_full(out.parent) if is_full(error) else unwritable(out, error) from error
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        temporary.unlink(missing_ok=True)


def unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as frames:
        frames.extractall(folder)


def unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{path} cannot be written: {os.strerror(error.errno) if error.errno else error}.",
        "Choose a folder that exists and that you may write to, with -o.",
    )
