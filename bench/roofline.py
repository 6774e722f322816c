"""How much arithmetic one pass of a model takes, and how fast the machine does arithmetic at best.

The formulas count two operations for each multiplication with addition of the matrix products and of attention, and
nothing else; PyTorch's own counter comes to the same numbers.
"""

from __future__ import annotations

import statistics
from typing import Any

SIDE = 8192  # of the square matrices whose product is the machine's best
TIMES = 12


def wan(config: Any, latents: tuple[int, ...], words: int) -> float:
    """One pass of Wan's transformer. `latents` is batch x channels x frames x height x width, `words` long a text.

    L tokens of width d: projections 8Ld² in self-attention and 4Ld² + 4Td² in the text's, two layers of the width f,
    attention 4L²d and 4LTd; then embeddings of time, text and picture, and the last projection. One time for all
    tokens is counted, whatever a pipeline passes.
    """
    batch, _, frames, height, width = latents
    a, b, c = config.patch_size
    tokens = (frames // a) * (height // b) * (width // c)
    d, f = config.num_attention_heads * config.attention_head_dim, config.ffn_dim
    patch = a * b * c
    block = 12 * tokens * d * d + 4 * words * d * d + 4 * tokens * d * f + 4 * tokens * (tokens + words) * d
    time = 2 * (config.freq_dim * d + 7 * d * d)
    text = 2 * words * (config.text_dim * d + d * d)
    ends = 2 * tokens * d * patch * (config.in_channels + config.out_channels)
    return float(batch * (config.num_layers * block + time + text + ends))


def formula(denoiser: Any, given: dict[str, Any]) -> float | None:
    """Operations of one pass by the formula for a denoiser's class; None where there is none."""
    if type(denoiser).__name__ != "WanTransformer3DModel":
        return None
    return wan(denoiser.config, tuple(given["hidden_states"].shape), given["encoder_hidden_states"].shape[1])


def counter() -> Any:
    """PyTorch's own counter of operations, for a `with`."""
    from torch.utils.flop_counter import FlopCounterMode  # noqa: PLC0415 - imports torch

    return FlopCounterMode(display=False)


def best(device: str) -> float:
    """Operations a second of one large product in bfloat16, the median of several; of a small one on a processor."""
    import time  # noqa: PLC0415

    import torch  # noqa: PLC0415

    side = SIDE if device == "cuda" else 256
    one, two = (torch.randn(side, side, device=device, dtype=torch.bfloat16) for _ in range(2))
    found = []
    for _ in range(TIMES):
        wait(device)
        began = time.perf_counter()
        one @ two
        wait(device)
        found.append(time.perf_counter() - began)
    return 2.0 * side**3 / statistics.median(found[TIMES // 4 :])


def wait(device: str) -> None:
    """Until the device has done what it was given."""
    if device == "cuda":
        import torch  # noqa: PLC0415

        torch.cuda.synchronize()
