"""A Hugging Face hub at the edge of the world: the few addresses that are asked of it, and counts of what it gave."""

from __future__ import annotations

import hashlib
import json
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "a" * 40


class Hub(ThreadingHTTPServer):
    """Models by `owner/name`, each with files by path. What is served is counted in bytes by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.models: dict[str, dict[str, bytes]] = {}
        self.commits: dict[str, str] = {}  # by model; COMMIT where not said
        self.larger: dict[str, int] = {}  # what the hub says of a file's size, where that is not so
        self.gated: set[str] = set()
        self.served: Counter[str] = Counter()
        self.begun: dict[str, list[int]] = {}  # from which byte each file was asked for, each time
        self.tokens: set[str] = set()
        self.archives: dict[str, bytes] = {}  # by name, under /releases/v1/
        self.ranges = True  # whether it gives parts of files
        self.stop_at: dict[str, int] = {}  # after how many bytes of a file the line goes silent
        self.silent = threading.Event()  # set when a line went silent
        self.on = threading.Event()  # set to let silent lines end

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def commit(self, model: str) -> str:
        return self.commits.get(model, COMMIT)


@contextmanager
def open_hub() -> Iterator[Hub]:
    hub = Hub()
    thread = threading.Thread(target=hub.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.on.set()
        hub.shutdown()
        hub.server_close()


class Door(BaseHTTPRequestHandler):
    """Answers one request; protocol 1.1, as the hub speaks it."""

    protocol_version = "HTTP/1.1"
    server: Hub

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.tokens.add(self.headers.get("authorization", ""))
        parts = [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]
        if parts[:2] == ["api", "models"]:
            self._info("/".join(parts[2:4]), parts[5] if len(parts) > 5 else "main")
        elif len(parts) > 4 and parts[2] == "resolve":
            self._file("/".join(parts[:2]), "/".join(parts[4:]))
        elif parts[:2] == ["releases", "v1"]:
            self._bytes(parts[2], self.server.archives[parts[2]], "")
        else:
            self._refuse(404, "EntryNotFound")

    def _info(self, model: str, revision: str) -> None:
        if model not in self.server.models:
            self._refuse(401, "RepoNotFound")
        elif revision not in ("main", "v2", self.server.commit(model)):
            self._refuse(404, "RevisionNotFound")
        else:
            files = [self._said(model, path, data) for path, data in self.server.models[model].items()]
            self._answer({"id": model, "sha": self.server.commit(model), "siblings": files})

    def _said(self, model: str, path: str, data: bytes) -> dict[str, object]:
        size = self.server.larger.get(path, len(data))
        said: dict[str, object] = {"rfilename": path, "size": size, "blobId": hashlib.sha1(data).hexdigest()}  # noqa: S324
        if path.endswith(".safetensors"):
            digest = hashlib.sha256(data).hexdigest()
            said["lfs"] = {"sha256": digest, "size": size, "pointerSize": 130}
        return said

    def _file(self, model: str, path: str) -> None:
        if model in self.server.gated:
            self._refuse(403, "GatedRepo")
            return
        self._bytes(path, self.server.models[model][path], self.server.commit(model))

    def _bytes(self, path: str, data: bytes, commit: str) -> None:
        asked = self.headers.get("range", "bytes=0-") if self.server.ranges else "bytes=0-"
        begin = int(asked.removeprefix("bytes=").split("-")[0])
        if self.command == "GET":
            self.server.begun.setdefault(path, []).append(begin)
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("content-range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        self.send_header("content-length", str(len(data) - begin))
        self.send_header("x-repo-commit", commit)
        self.end_headers()
        if self.command == "HEAD":
            return
        end = self.server.stop_at.get(path, len(data))
        for at in range(begin, end, 1 << 16):
            block = data[at : min(end, at + (1 << 16))]
            self.wfile.write(block)
            self.server.served[path] += len(block)
        if end < len(data):
            self.server.silent.set()
            self.server.on.wait(30)
            self.close_connection = True

    def _answer(self, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self, code: int, reason: str) -> None:
        self.send_response(code)
        self.send_header("x-error-code", reason)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def safetensors(size: int = 64, fill: bytes = b"\0") -> bytes:
    """A file of one tensor of so many bytes."""
    header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return struct.pack("<Q", len(header)) + header + fill * size


def pipeline(size: int = 64) -> dict[str, bytes]:
    """The files of a painter in diffusers' layout, with much that no engine needs."""
    index = {
        "_class_name": "ZImagePipeline",
        "transformer": ["diffusers", "ZImageTransformer2DModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "tokenizer": ["transformers", "Qwen2Tokenizer"],
        "safety_checker": [None, None],
    }
    shards = {"transformer/diffusion_pytorch_model-00001-of-00002.safetensors": safetensors(size)}
    shards["transformer/diffusion_pytorch_model-00002-of-00002.safetensors"] = safetensors(32, b"\1")
    shard_index = {"weight_map": {str(at): path.split("/")[1] for at, path in enumerate(shards)}}
    return {
        "model_index.json": json.dumps(index).encode(),
        "transformer/config.json": b"{}",
        "transformer/diffusion_pytorch_model.safetensors.index.json": json.dumps(shard_index).encode(),
        **shards,
        "vae/config.json": b"{}",
        "vae/diffusion_pytorch_model.safetensors": safetensors(),
        "vae/diffusion_pytorch_model.fp16.safetensors": safetensors(24),
        "vae/diffusion_pytorch_model.bin": b"pickle",
        "tokenizer/tokenizer.json": b"{}",
        "tokenizer/merges.txt": b"",
        "z-image-all-in-one.safetensors": safetensors(96),
        "onnx/model.onnx": b"onnx",
        "pipeline.py": b"raise SystemExit",
        "z.gguf": b"gguf",
        "README.md": b"Hello",
    }
