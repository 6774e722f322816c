"""Brings models to this machine: only what an engine needs, pinned to a commit, and on after any break."""

from __future__ import annotations

import hashlib
import io
import os
import queue
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from pipelines.machinery.models import hub, layout, tensors, weights
from pipelines.machinery.models.hub import Listing
from studio.cards import Card, Model, Parcel
from studio.errors import Cancelled, EngineFailed, EngineMissing

AT_ONCE = 4  # files; a hub's server gives each connection its own share
GOODBYE = 0.5  # s that each thread gets to end when it is to stop
MOST_UNPACKED = 20  # times its packed size; weights hardly pack at all
HASHED = 1 << 24  # bytes read at once for a digest

Tell = Callable[[int], None]  # how many bytes have arrived, those of earlier runs among them; may raise Cancelled


def parcel(card: Card) -> Parcel:
    """What a download of a card's model would bring, and whether there is room, as the hub says now."""
    return _parcel(card, hub.listing_of(card.runs, _commit_begun(card.runs)))


def _parcel(card: Card, listing: Listing) -> Parcel:
    wanted = hub.wanted_of(listing)
    return Parcel(
        source=listing.source,
        commit=listing.commit,
        folder=str(weights.models_folder() / listing.source),
        size=sum(listing.sizes[path] for path in wanted),
        arrived=sum(_arrived(card.runs, path, listing.sizes[path]) for path in wanted),
        free=shutil.disk_usage(_there(weights.models_folder())).free,
    )


def fetch(card: Card, tell: Tell) -> Path:
    """Bring a card's model to this machine and give its folder; what is there already is not fetched again.

    Raises TooMuch where the disk becomes full, EngineMissing where it cannot be had, EngineFailed where the
    connection broke: what arrived stays, and the next run goes on from the byte it ended at.
    """
    if (there := weights.find(card)) and not weights.trouble(card):
        return there
    place, half = weights.models_folder() / card.runs.source, weights.half_folder(card.runs)
    with hub.in_words(card.runs.source, card.name), _alone(half, card):
        if (there := weights.find(card)) and not weights.trouble(card):
            return there  # another program has just brought it
        listing = hub.listing_of(card.runs, _commit_begun(card.runs))
        _take_up(card, place, half, listing.commit)
        hub.require_pieces(listing)
        weights.record(half, listing.source, card.runs.revision, listing.commit, _today())
        _bring(card.runs, listing, half, tell)
        if listing.archive:
            _unpack(half, listing)
        layout.check(half, listing.files)
        half.replace(place)
    return place


@contextmanager
def _alone(half: Path, card: Card) -> Iterator[None]:
    """Keep two programs from fetching the same model at once."""
    import filelock  # noqa: PLC0415 - comes with huggingface_hub

    half.parent.mkdir(parents=True, exist_ok=True)
    lock = half.with_name(f".{half.name}.lock")
    try:
        with filelock.FileLock(lock, timeout=0):
            half.mkdir(exist_ok=True)
            try:
                yield
            finally:
                with suppress(OSError):  # it is empty only where nothing could begin
                    half.rmdir()
            with suppress(OSError):  # Windows lets nobody delete an open file
                lock.unlink()
    except filelock.Timeout as error:
        raise EngineMissing(
            f"Another program is downloading '{card.runs.source}' right now.", "Wait until it is done."
        ) from error


def _take_up(card: Card, place: Path, half: Path, commit: str) -> None:
    """Use again what an earlier download of this commit left; raises EngineMissing for a folder of the user's own."""
    if place.is_dir():
        if not weights.recorded(place):
            raise EngineMissing(
                f"The folder '{place}' is yours, and the model in it cannot be used. {weights.trouble(card)}",
                "Move that folder away, and download again.",
            )
        shutil.rmtree(half)
        place.replace(half)
    if _commit_in(half) not in ("", commit):
        shutil.rmtree(half)
        half.mkdir()


def _commit_begun(model: Model) -> str:
    """The commit that an earlier download of this revision began with, so that its parts fit together."""
    for place in (weights.half_folder(model), weights.models_folder() / model.source):
        if commit := _commit_in(place, model.revision):
            return commit
    return ""


def _commit_in(place: Path, revision: str = "") -> str:
    """The commit of the files in a folder of ours, if they are of this revision; empty where that is not known."""
    said = weights.recorded(place)
    return said["commit"] if said and revision in ("", said["revision"], said["commit"]) else ""


def _unpack(half: Path, listing: Listing) -> None:
    """Take what an engine reads out of an archive, whatever folders it has inside, and let the archive go."""
    (name,) = listing.sizes
    if not zipfile.is_zipfile(half / name):
        (half / name).unlink()
        raise EngineFailed(f"What came of '{listing.source}' is no zip file.", "Run the same command again.")
    with zipfile.ZipFile(half / name) as archive:
        found = {PurePosixPath(entry.filename).name: entry for entry in archive.infolist() if not entry.is_dir()}
        wanted = layout.own({path: entry.file_size for path, entry in found.items()}, listing.files).all
        if sum(found[path].file_size for path in wanted) > MOST_UNPACKED * listing.sizes[name]:
            raise EngineMissing(f"The archive of '{listing.source}' holds more than it can.", "Choose another model.")
        for path in wanted:
            with archive.open(found[path]) as packed, (half / path).open("wb") as out:
                shutil.copyfileobj(packed, out, HASHED)
    (half / name).unlink()


def _bring(model: Model, listing: Listing, half: Path, tell: Tell) -> None:
    """Fetch what is missing, several files at once; the first error stops all of them.

    The threads end with the process: a silent line must not keep somebody waiting who wants to stop.
    """
    wanted = hub.wanted_of(listing)
    count = _Count(sum(_arrived(model, path, listing.sizes[path]) for path in wanted), tell)
    left, ended = iter(wanted), queue.SimpleQueue[BaseException | None]()
    turn = threading.Lock()

    def work() -> None:
        while True:
            with turn:
                path = next(left, None)
            if path is None or count.stop.is_set():
                return
            try:
                _bring_one(listing, path, half, count)
            except BaseException as error:
                ended.put(error)
                return
            ended.put(None)

    crowd = [threading.Thread(target=work, daemon=True) for _ in range(AT_ONCE)]
    for thread in crowd:
        thread.start()
    try:
        for _ in wanted:
            if error := ended.get():
                raise error
    finally:
        count.stop.set()
        for thread in crowd:
            thread.join(GOODBYE)


class _Count:
    """Bytes that arrived in all threads; told one by one, and the place where they are stopped."""

    def __init__(self, done: int, tell: Tell) -> None:
        self.done, self._tell = done, tell
        self.stop = threading.Event()
        self._turn = threading.Lock()

    def add(self, count: int) -> None:
        if self.stop.is_set():
            raise Cancelled
        with self._turn:
            self.done += count
            self._tell(self.done)


class _Sink(io.RawIOBase):
    """A file that says how much is written to it, and goes no further once the download is stopped."""

    def __init__(self, file: BinaryIO, count: _Count) -> None:
        self._file, self._count = file, count

    def write(self, data: Any) -> int:
        written = self._file.write(data)
        self._count.add(written)
        return written

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, at: int, whence: int = 0) -> int:
        return self._file.seek(at, whence)

    def truncate(self, size: int | None = None) -> int:
        left = self._file.tell() if size is None else size
        before = self._file.seek(0, io.SEEK_END)
        self._file.seek(self._file.truncate(left))
        self._count.add(left - before)
        return left


def _bring_one(listing: Listing, path: str, half: Path, count: _Count) -> None:
    final, size = half / path, listing.sizes[path]
    if _is_whole(final, size):
        return
    partial = _partial(final)
    partial.parent.mkdir(parents=True, exist_ok=True)
    final.unlink(missing_ok=True)
    with partial.open("ab") as file:
        begun = file.tell()
        if begun > size:
            file.truncate(0)
            count.add(-size)
            begun = 0
        hub.get(listing, path, _Sink(file, count), begun)
        file.flush()
        os.fsync(file.fileno())
    if (digest := listing.digests.get(path)) and _digest(partial, count) != digest:
        partial.unlink()
        raise EngineFailed(
            f"'{path}' of '{listing.source}' did not arrive as the hub has it.",
            "Run the same command again: it is fetched anew.",
        )
    partial.replace(final)


def _digest(file: Path, count: _Count) -> str:
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(HASHED):
            found.update(block)
            count.add(0)
    return found.hexdigest()


def _is_damaged(file: Path) -> bool:
    return file.suffix == ".safetensors" and tensors.header_of(file) is None


def _arrived(model: Model, path: str, size: int) -> int:
    """How many bytes of a file are there from an earlier run."""
    half = weights.half_folder(model)
    if any(_is_whole(folder / path, size) for folder in (half, weights.models_folder() / model.source)):
        return size
    partial = _partial(half / path)
    return min(size, partial.stat().st_size) if partial.is_file() else 0


def _is_whole(file: Path, size: int) -> bool:
    return file.is_file() and file.stat().st_size == size and not _is_damaged(file)


def _partial(file: Path) -> Path:
    """Where a file lies until all of it is there."""
    return file.with_name(f"{file.name}.partial")


def _there(place: Path) -> Path:
    return next(folder for folder in (place, *place.absolute().parents) if folder.exists())


def _today() -> str:
    return datetime.now(timezone.utc).date().isoformat()
