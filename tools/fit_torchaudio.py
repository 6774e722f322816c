"""Make torchaudio's wheel fit a torch without CUDA.

PyPI has torchaudio only as a CUDA build. Beside a CPU build of torch its three compiled libraries cannot be loaded,
and importing torchaudio, and with it transformers, fails with an OSError. What Coqui TTS and we use of it is Python
alone, so these libraries are taken away; on a torch with CUDA nothing is done. Run by `make setup-models`.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from pathlib import Path


def main() -> None:
    import torch  # noqa: PLC0415 - only where it is installed

    spec = importlib.util.find_spec("torchaudio")
    if torch.version.cuda or spec is None or spec.origin is None:
        return
    libraries = sorted(Path(spec.origin).parent.rglob("*.so"))
    for library in libraries:
        library.unlink()
    if libraries:
        version = importlib.metadata.version("torchaudio")
        print(f"torchaudio {version} is a CUDA build and torch is not: took {len(libraries)} CUDA libraries away.")  # noqa: T201


if __name__ == "__main__":
    main()
