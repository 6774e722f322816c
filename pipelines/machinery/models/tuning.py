"""In how many bits the parts of a pipeline work where 16 for all of them would change what it makes."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import Any

from pipelines.machinery.models import layout
from pipelines.machinery.models.placement import Placement

# Autoencoders whose encoder drifts in 16 bits: the SSIM of what follows falls from 0.98 to 0.76, while their decoder
# keeps to 0.9999 (FastVideo's pull request 1472). The documented scripts load them in 32 bits altogether.
FULL_ENCODER = ("AutoencoderKLWan",)
# The parts of these that decode: the larger ones, and most of the time and memory after the last step.
DECODING = ("post_quant_conv", "decoder")


def dtype(folder: Path, placement: Placement) -> Any:
    """What a diffusers pipeline is loaded in: torch's type for all parts, or one by part where they differ."""
    import torch  # noqa: PLC0415 - only once a model is loaded

    if placement.device == "cpu":
        return torch.float32
    vae = layout.read_json(folder / layout.PIPELINE).get("vae") or [None, None]
    return {"vae": torch.float32, "default": torch.bfloat16} if vae[1] in FULL_ENCODER else torch.bfloat16


def tuned(pipe: Any, placement: Placement) -> Any:
    """The same pipeline. Its autoencoder decodes in 16 bits on a GPU, also where it encodes in 32."""
    import torch  # noqa: PLC0415

    vae = getattr(pipe, "vae", None)
    if placement.device != "cpu" and type(vae).__name__ in FULL_ENCODER and vae.dtype == torch.float32:
        decode_in(vae, torch.bfloat16)
    return pipe


def decode_in(vae: Any, dtype: Any) -> None:
    """Let an autoencoder's decoder work in another type than its encoder; both give pictures as they were asked."""
    for part in DECODING:
        getattr(vae, part).to(dtype)
    decode = vae.decode

    @wraps(decode)
    def decoded(latents: Any, *args: Any, **named: Any) -> Any:
        return decode(latents.to(dtype), *args, **named)

    vae.decode = decoded
