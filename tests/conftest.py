"""What every suite shares: a real desk over a real store, and things to lay on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.crew import WorkDesk
from studio.film import Artifact
from studio.roles import Desk
from studio.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store")
    yield store
    store.close()


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of models, as REELWRIGHT_MODELS says; tests put tiny ones in."""
    import torch  # noqa: PLC0415 - seconds to import, and most tests need none

    folder = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REELWRIGHT_MODELS", str(folder))
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("OMP_NUM_THREADS", "1")  # of programs that tests start; tiny models gain nothing from more
        torch.set_num_threads(1)
        yield folder


@pytest.fixture
def desk(store: Store) -> Iterator[WorkDesk]:
    with WorkDesk(store, lambda done, note: None) as desk:
        yield desk


def kept(pixels: np.ndarray, desk: Desk) -> Artifact:
    """A picture in the store."""
    file = desk.scratch(".png")
    Image.fromarray(pixels).save(file)
    return desk.keep(file)


def many_tracks(file: Path) -> Path:
    """A Matroska file with 300 pictures side by side, each a track of its own."""
    with av.open(str(file), "w", format="matroska") as out:
        streams = [out.add_stream("mjpeg", rate=24) for _ in range(300)]
        for stream in streams:
            stream.width, stream.height, stream.pix_fmt = 32, 32, "yuvj420p"
        for stream in streams:
            out.mux(stream.encode(av.VideoFrame(32, 32, "yuvj420p")))
            out.mux(stream.encode(None))
    return file
