"""Bits: an autoencoder that drifts in 16 encodes in 32, decodes in 16, and all others are as they were."""

from __future__ import annotations

import copy
from pathlib import Path

import diffusers
import pytest
import torch

from pipelines.machinery.models import tuning
from pipelines.machinery.models.placement import Placement
from tests import tiny
from tests.tiny.parts import wan_vae

WAN, PAINTER = "Wan-AI/Wan2.2-TI2V-5B-Diffusers", "Tongyi-MAI/Z-Image-Turbo"


@pytest.fixture
def clip() -> torch.Tensor:
    return torch.rand(1, 3, 5, 32, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_on_a_gpu_such_an_autoencoder_is_loaded_in_32_bits_beside_parts_in_16(models: Path) -> None:
    folder = tiny.put(WAN, models)
    said = tuning.dtype(folder, Placement("cuda"))
    pipe = diffusers.WanImageToVideoPipeline.from_pretrained(folder, dtype=said, local_files_only=True)
    assert pipe.vae.dtype == torch.float32
    assert pipe.transformer.dtype == pipe.text_encoder.dtype == torch.bfloat16
    assert tuning.dtype(tiny.put(PAINTER, models), Placement("cuda")) == torch.bfloat16
    assert tuning.dtype(folder, Placement("cpu")) == torch.float32


def test_the_encoder_gives_the_very_same_and_the_decoder_nearly(clip: torch.Tensor) -> None:
    plain = wan_vae()
    vae = copy.deepcopy(plain)
    tuning.decode_in(vae, torch.bfloat16)
    with torch.inference_mode():
        before, after = (each.encode(clip).latent_dist.mode() for each in (plain, vae))
        assert vae.dtype == torch.float32 and torch.equal(before, after)
        whole, half = plain.decode(before).sample, vae.decode(before).sample
    assert half.dtype == torch.bfloat16
    assert float((whole - half.float()).abs().mean()) < 0.05 * float(whole.std())


def test_in_the_type_that_it_had_nothing_changes(clip: torch.Tensor) -> None:
    plain = wan_vae()
    vae = copy.deepcopy(plain)
    tuning.decode_in(vae, torch.float32)
    with torch.inference_mode():
        latents = plain.encode(clip).latent_dist.mode()
        for tiled in (False, True):
            for each in (plain, vae):
                each.use_tiling = tiled
            assert torch.equal(plain.decode(latents).sample, vae.decode(latents).sample)


def test_only_a_gpu_is_tuned_for(models: Path) -> None:
    folder = tiny.put(WAN, models)
    pipe = diffusers.WanImageToVideoPipeline.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
    assert tuning.tuned(pipe, Placement("cpu")).vae.decoder.conv_in.weight.dtype == torch.float32
    assert tuning.tuned(pipe, Placement("cuda")).vae.decoder.conv_in.weight.dtype == torch.bfloat16
    assert pipe.vae.encoder.conv_in.weight.dtype == torch.float32
