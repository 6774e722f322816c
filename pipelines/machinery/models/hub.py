"""Asks the Hugging Face hub what it has of a model, gets files from it, and says in words what goes wrong there."""

from __future__ import annotations

import errno
import importlib.util
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pipelines.machinery.models import layout, weights
from studio.cards import Model
from studio.errors import BadInput, EngineFailed, EngineMissing, StudioError, TooMuch

LARGEST = 50e9  # bytes of one file (huggingface_hub's MAX_HTTP_DOWNLOAD_SIZE)
WHERE = "https://huggingface.co"

_read: dict[tuple[str, str, str], dict[str, Any]] = {}  # small files of the hub by source, commit and path


class Listing(NamedTuple):
    """What the hub has under a model's name, at one commit: sizes in bytes by path, and SHA-256 of large files."""

    source: str
    commit: str
    sizes: dict[str, int]
    digests: dict[str, str]
    files: tuple[str, ...] = ()  # the patterns of a layout of its own
    archive: str = ""  # the address of a zip file that holds all of it; such models are not on the hub


def listing_of(model: Model, commit: str = "") -> Listing:
    """What the hub has of a model, at that commit or its revision; raises in words."""
    if address := str(model.options.get("archive", "")):
        return _archive(model, address)
    with in_words(model.source):
        from huggingface_hub import HfApi  # noqa: PLC0415 - half a second to import
        from huggingface_hub.utils import logging  # noqa: PLC0415

        logging.set_verbosity_error()  # it would tell of every retry
        info = HfApi().model_info(model.source, revision=commit or model.revision, files_metadata=True)
    files = {file.rfilename: file for file in info.siblings or []}
    return Listing(
        model.source,
        str(info.sha),
        {path: file.size or 0 for path, file in files.items()},
        {path: file.lfs.sha256 for path, file in files.items() if file.lfs},
        model.files,
    )


def _archive(model: Model, address: str) -> Listing:
    """A model that is one zip file; what stands before its name in the address, a release's tag, is its commit."""
    with in_words(model.source):
        from huggingface_hub.utils import get_session, hf_raise_for_status  # noqa: PLC0415

        said = get_session().head(address, follow_redirects=True)
        hf_raise_for_status(said)
    tag, name = address.rsplit("/", 2)[1:]
    return Listing(model.source, tag, {name: int(said.headers["content-length"])}, {}, model.files, address)


def remote_index(model: Model) -> dict[str, Any]:
    """What a model on the hub says of itself, from its small index alone; raises in words."""
    listing = listing_of(model)
    return small_json(listing, _index(listing))


def _index(listing: Listing) -> str:
    """The name of its index; raises EngineMissing where it has none."""
    for name in (layout.PIPELINE, layout.CONFIG):
        if name in listing.sizes:
            return name
    raise EngineMissing(
        f"'{listing.source}' holds no model that we can read: neither {layout.PIPELINE} nor {layout.CONFIG}.",
        "Choose a model in the layout of diffusers or transformers; its page on the hub says so.",
    )


def wanted_of(listing: Listing) -> list[str]:
    """The paths to fetch; raises EngineMissing where the hub has no model there that an engine could load."""
    if listing.archive:
        return list(listing.sizes)
    _index(listing)
    if listing.files:
        found = layout.own(listing.sizes, listing.files)
    else:
        found = layout.parts(listing.sizes, lambda path: small_json(listing, path), halves=True)
    if found.bare or found.absent:
        what = f"the part '{found.bare[0]}'" if found.bare and found.bare[0] else "its weights"
        raise EngineMissing(
            f"'{listing.source}' has no .safetensors files for {what}; other kinds can run code when opened.",
            "Choose a model that has them, or convert it at https://huggingface.co/spaces/safetensors/convert.",
        )
    return sorted(found.all, key=lambda path: (path.endswith(".safetensors"), listing.sizes[path]))


def require_pieces(listing: Listing) -> None:
    """Raise EngineMissing for a file that is larger than the hub gives in one piece."""
    if max(listing.sizes[path] for path in wanted_of(listing)) > LARGEST:
        raise EngineMissing(
            f"A file of '{listing.source}' has more than {LARGEST / 1e9:.0f} GB, and the hub gives none so large.",
            "Choose a copy of the model in several files.",
        )


def small_json(listing: Listing, path: str) -> dict[str, Any]:
    """What one of its JSON files says; it is asked for once in this process."""
    key = (listing.source, listing.commit, path)
    if key not in _read:
        text = io.BytesIO()
        with in_words(listing.source):
            get(listing, path, text, 0)
        try:
            said = json.loads(text.getvalue())
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise EngineMissing(f"'{path}' of '{listing.source}' is damaged.", "Choose another model.")
        _read[key] = said
    return _read[key]


def get(listing: Listing, path: str, into: Any, begun: int) -> None:
    """Write a file, from byte `begun` on, to where `into` stands. Only the hub is shown who is asking."""
    from huggingface_hub import hf_hub_url  # noqa: PLC0415
    from huggingface_hub.file_download import http_get  # noqa: PLC0415 - its other doors begin a file anew
    from huggingface_hub.utils import build_hf_headers  # noqa: PLC0415
    from huggingface_hub.utils.tqdm import silent_tqdm  # noqa: PLC0415

    headers = build_hf_headers(token=False if listing.archive else None)
    http_get(
        listing.archive or hf_hub_url(listing.source, path, revision=listing.commit),
        into,
        resume_size=begun,
        headers={**headers, "Accept-Encoding": "identity"},
        expected_size=listing.sizes[path],
        tqdm_class=silent_tqdm,
    )


@contextmanager
def in_words(source: str, name: str = "") -> Iterator[None]:
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
        raise BadInput(f"The hub has no such revision of '{source}'.", f"See those it has at {page}.") from error
    except errors.RepositoryNotFoundError as error:
        raise BadInput(
            f"The hub has no model '{source}', or does not show it to you.",
            "Check its name; for a private one log in with 'hf auth login'.",
        ) from error
    except (errors.HFValidationError, errors.RemoteEntryNotFoundError) as error:
        raise BadInput(f"'{source}' is no model of the hub.", "Write it as owner/name.") from error
    except errors.HfHubHTTPError as error:
        code = error.response.status_code if error.response is not None else 0
        hint = "Log in anew with 'hf auth login'." if code in (401, 403) else "Try again later."
        raise EngineFailed(f"The hub refused to give '{source}' (HTTP {code}).", hint) from error
    except errors.HTTPError as error:
        what = f"The hub cannot be reached ({type(error).__name__})."
        raise EngineFailed(what, f"Look to the network. {again}") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what = f"The disk is full at '{weights.models_folder()}'."
            raise TooMuch(what, f"Free some space. {again}") from error
        what = f"'{source}' could not be written: {error.strerror or 'it came short'}."
        raise EngineFailed(what, again) from error
