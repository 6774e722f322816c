"""Brings models from the Hugging Face hub: only what an engine needs, pinned to a commit, and on after any break."""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import io
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from pipelines.machinery.models import layout, weights
from studio.cards import Card, Model, Parcel
from studio.errors import BadInput, Cancelled, EngineFailed, EngineMissing, StudioError, TooMuch

AT_ONCE = 4  # files; a hub's server gives each connection its own share
SPARE = 1e9  # bytes that stay free on the disk
HASHED = 1 << 24  # bytes read at once for a digest
WHERE = "https://huggingface.co"

Tell = Callable[[int], None]  # how many bytes have arrived, those of earlier runs among them; may raise Cancelled


class Listing(NamedTuple):
    """What the hub has under a model's name, at one commit: sizes in bytes by path, and SHA-256 of large files."""

    source: str
    commit: str
    sizes: dict[str, int]
    digests: dict[str, str]


def parcel(card: Card) -> Parcel:
    """What a download of a card's model would bring, and whether there is room, as the hub says now."""
    return _parcel(card, _listing(card.runs))


def _parcel(card: Card, listing: Listing) -> Parcel:
    wanted, half = _wanted(listing), weights.half_folder(card.runs)
    return Parcel(
        source=listing.source,
        commit=listing.commit,
        folder=str(weights.models_folder() / listing.source),
        size=sum(listing.sizes[path] for path in wanted),
        arrived=sum(_arrived(half, path, listing.sizes[path]) for path in wanted),
        free=shutil.disk_usage(_there(half)).free,
    )


def fetch(card: Card, tell: Tell) -> Path:
    """Bring a card's model to this machine and give its folder; what is there already is not fetched again.

    Raises TooMuch where there is no room for it, EngineMissing where it cannot be had, EngineFailed where the
    connection broke: what arrived stays, and the next run goes on from the byte it ended at.
    """
    if (there := weights.find(card)) and not weights.why_not(card):
        return there
    place, half = weights.models_folder() / card.runs.source, weights.half_folder(card.runs)
    with _in_words(card.runs.source, card.name), _alone(half, card):
        listing = _listing(card.runs)
        _take_up(card, place, half, listing.commit)
        require_room(_parcel(card, listing))
        weights.record(half, listing.source, card.runs.revision, listing.commit, _today())
        _bring(listing, _wanted(listing), half, tell)
        layout.check(half)
        half.replace(place)
    return place


def require_room(parcel: Parcel) -> None:
    """Raise TooMuch where a download does not fit on the disk."""
    if parcel.size - parcel.arrived + SPARE > parcel.free:
        raise TooMuch(
            f"The model '{parcel.source}' needs {(parcel.size - parcel.arrived) / 1e9:,.1f} GB more, and only "
            f"{parcel.free / 1e9:,.1f} GB are free at '{parcel.folder}'.",
            "Free some space, or let REELWRIGHT_MODELS name a folder on a larger disk.",
        )


@contextmanager
def _alone(half: Path, card: Card) -> Iterator[None]:
    """Keep two programs from fetching the same model at once."""
    import filelock  # noqa: PLC0415 - comes with huggingface_hub

    half.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(half.parent / f".{half.name}.lock", timeout=0):
            yield
    except filelock.Timeout as error:
        raise EngineMissing(
            f"Another program is downloading '{card.runs.source}' right now.", "Wait until it is done."
        ) from error


def _take_up(card: Card, place: Path, half: Path, commit: str) -> None:
    """Use again what an earlier download of this commit left; raises EngineMissing for a folder of the user's own."""
    if place.is_dir():
        if not (place / weights.RECORD).is_file():
            raise EngineMissing(
                f"The folder '{place}' is yours, and the model in it cannot be used. {weights.why_not(card)}",
                "Move that folder away, and download again.",
            )
        shutil.rmtree(half)
        place.replace(half)
    if _commit_in(half) not in ("", commit):
        shutil.rmtree(half)
        half.mkdir()


def _listing(model: Model) -> Listing:
    """What the hub has, at the commit of the first download where there was one; raises in words."""
    with _in_words(model.source):
        import huggingface_hub  # noqa: PLC0415 - half a second to import

        huggingface_hub.utils.logging.set_verbosity_error()  # it would tell of every retry
        info = huggingface_hub.HfApi().model_info(
            model.source, revision=_commit_begun(model) or model.revision, files_metadata=True
        )
    files = {file.rfilename: file for file in info.siblings or []}
    return Listing(
        model.source,
        str(info.sha),
        {path: file.size or 0 for path, file in files.items()},
        {path: file.lfs.sha256 for path, file in files.items() if file.lfs},
    )


def _commit_begun(model: Model) -> str:
    """The commit that an earlier download of this revision began with, so that its parts fit together."""
    for place in (weights.half_folder(model), weights.models_folder() / model.source):
        if commit := _commit_in(place, model.revision):
            return commit
    return ""


def _commit_in(place: Path, revision: str = "") -> str:
    """The commit of the files in a folder of ours, if they are of this revision; empty where that is not known."""
    if not (place / weights.RECORD).is_file():
        return ""
    record = layout.read_json(place / weights.RECORD)
    known = revision in ("", record.get("revision"), record.get("commit"))
    return str(record["commit"]) if known else ""


def _wanted(listing: Listing) -> list[str]:
    """The paths to fetch; raises EngineMissing where the hub has no model there that an engine could load."""
    if layout.PIPELINE not in listing.sizes and layout.CONFIG not in listing.sizes:
        raise EngineMissing(
            f"'{listing.source}' holds no model that we can read: it has neither {layout.PIPELINE} nor {layout.CONFIG}.",
            "Choose a model in the layout of diffusers or transformers; its page on the hub says so.",
        )
    found = layout.parts(listing.sizes, lambda path: _small_json(listing, path), halves=True)
    if found.bare or found.absent:
        what = f"the part '{found.bare[0]}'" if found.bare and found.bare[0] else "its weights"
        raise EngineMissing(
            f"'{listing.source}' has no .safetensors files for {what}; other kinds can run code when opened.",
            "Choose a model that has them, or convert it at https://huggingface.co/spaces/safetensors/convert.",
        )
    return sorted(found.all, key=lambda path: (path.endswith(".safetensors"), listing.sizes[path]))


def _small_json(listing: Listing, path: str) -> dict[str, Any]:
    with _in_words(listing.source):
        text = _text_of(listing.source, listing.commit, path, listing.sizes[path])
    return dict(json.loads(text))


@lru_cache(maxsize=64)
def _text_of(source: str, commit: str, path: str, size: int) -> bytes:
    text = io.BytesIO()
    _get(source, commit, path, text, 0, size)
    return text.getvalue()


def remote_index(source: str) -> dict[str, Any]:
    """What a model on the hub says of itself, from its small index alone; raises in words."""
    listing = _listing(Model(source=source, family=""))
    for name in (layout.PIPELINE, layout.CONFIG):
        if name in listing.sizes:
            return _small_json(listing, name)
    _wanted(listing)
    raise AssertionError("unreachable: the line above raises")


def _bring(listing: Listing, wanted: list[str], half: Path, tell: Tell) -> None:
    """Fetch what is missing, several files at once; the first error stops all of them."""
    arrived = _Count(sum(_arrived(half, path, listing.sizes[path]) for path in wanted), tell)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        work = [crowd.submit(_bring_one, listing, path, half, arrived) for path in wanted]
        try:
            wait(work, return_when=FIRST_EXCEPTION)
        except BaseException:
            arrived.stop.set()
            raise
        finally:
            if any(one.done() and one.exception() for one in work):
                arrived.stop.set()
            for one in work:
                one.cancel()
    errors = [one.exception() for one in work if not one.cancelled() and one.exception()]
    for error in sorted((e for e in errors if e), key=lambda e: isinstance(e, Cancelled)):
        raise error


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
        before = self._file.seek(0, io.SEEK_END)
        after = self._file.seek(self._file.truncate(size))
        self._count.add(after - before)
        return after


def _bring_one(listing: Listing, path: str, half: Path, count: _Count) -> None:
    final, size = half / path, listing.sizes[path]
    if final.exists() and final.stat().st_size == size and not _is_damaged(final):
        return
    partial = final.with_name(f"{final.name}.partial")
    partial.parent.mkdir(parents=True, exist_ok=True)
    final.unlink(missing_ok=True)
    with partial.open("ab") as file:
        begun = file.tell()
        if begun > size:
            file.truncate(0)
            begun = 0
        _get(listing.source, listing.commit, path, _Sink(file, count), begun, size)
        file.flush()
        os.fsync(file.fileno())
    if (digest := listing.digests.get(path)) and _digest(partial, count) != digest:
        partial.unlink()
        raise EngineFailed(
            f"'{path}' of '{listing.source}' did not arrive as the hub has it.",
            "Run the same command again: it is fetched anew.",
        )
    partial.replace(final)


def _get(source: str, commit: str, path: str, into: Any, begun: int, size: int) -> None:
    """Write a file of the hub, from byte `begun` on, to where `into` stands."""
    from huggingface_hub import hf_hub_url  # noqa: PLC0415
    from huggingface_hub.file_download import http_get  # noqa: PLC0415 - its other doors begin a file anew
    from huggingface_hub.utils import build_hf_headers  # noqa: PLC0415
    from huggingface_hub.utils.tqdm import silent_tqdm  # noqa: PLC0415

    http_get(
        hf_hub_url(source, path, revision=commit),
        into,
        resume_size=begun,
        headers={**build_hf_headers(), "Accept-Encoding": "identity"},
        expected_size=size,
        tqdm_class=silent_tqdm,
    )


def _digest(file: Path, count: _Count) -> str:
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(HASHED):
            found.update(block)
            count.add(0)
    return found.hexdigest()


def _is_damaged(file: Path) -> bool:
    return file.suffix == ".safetensors" and layout.header_of(file) is None


def _arrived(half: Path, path: str, size: int) -> int:
    """How many bytes of a file are there from an earlier run."""
    whole, partial = half / path, half / f"{path}.partial"
    if whole.is_file() and whole.stat().st_size == size:
        return size
    return min(size, partial.stat().st_size) if partial.is_file() else 0


def _there(place: Path) -> Path:
    return next(folder for folder in (place, *place.absolute().parents) if folder.exists())


def _today() -> str:
    return datetime.now(timezone.utc).date().isoformat()


@contextmanager
def _in_words(source: str, name: str = "") -> Iterator[None]:
    """Say what goes wrong at the hub in one sentence and one of what to do; tokens and addresses are never said."""
    if importlib.util.find_spec("huggingface_hub") is None:
        raise EngineMissing("Downloads need huggingface_hub, which is not installed.", "Type 'make setup-models'.")
    from huggingface_hub import constants, errors  # noqa: PLC0415 - half a second to import

    page, again = f"{WHERE}/{source}", f"Type 'python app.py download {name or source}' again: it goes on from there."
    try:
        if constants.is_offline_mode():
            raise errors.OfflineModeIsEnabled
        yield
    except StudioError:
        raise
    except errors.OfflineModeIsEnabled as error:
        raise EngineMissing(
            f"'{source}' is not on this machine, and HF_HUB_OFFLINE forbids to look on the hub.",
            "Unset HF_HUB_OFFLINE, or put the model's folder under REELWRIGHT_MODELS.",
        ) from error
    except errors.GatedRepoError as error:
        raise EngineMissing(
            f"The makers of '{source}' give it only to those who accept their terms.",
            f"Accept them at {page}, then log in with 'hf auth login', or set HF_TOKEN.",
        ) from error
    except errors.RevisionNotFoundError as error:
        raise BadInput(f"The hub has no such revision of '{source}'.", f"See {page}/commits for those it has.") from error
    except errors.RepositoryNotFoundError as error:
        raise BadInput(
            f"The hub has no model '{source}', or does not show it to you.",
            "Check its name; for a private one log in with 'hf auth login'.",
        ) from error
    except (errors.HFValidationError, errors.RemoteEntryNotFoundError) as error:
        raise BadInput(f"'{source}' is no model of the hub.", "Write it as owner/name.") from error
    except errors.HfHubHTTPError as error:
        code = error.response.status_code if error.response is not None else 0
        raise EngineFailed(f"The hub refused to give '{source}' (HTTP {code}).", "Try again later.") from error
    except errors.HTTPError as error:
        raise EngineFailed(f"The hub cannot be reached ({type(error).__name__}).", f"Look to the network. {again}") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise TooMuch(f"The disk is full at '{weights.models_folder()}'.", f"Free some space. {again}") from error
        raise EngineFailed(f"'{source}' could not be written or read: {error.strerror or 'it came short'}.", again) from error


