"""The bench for local models: its configurations are the published ones, and it measures what it says it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

from bench import full_size, model_arms, models, roofline
from bench.model_figures import differs, shown
from bench.model_units import SEATS, chosen, units
from pipelines import catalog
from pipelines.machinery.models.placement import Placement
from tests.tiny import animators

TWO_EXPERTS = """
[models."tests/two-experts"]
index = "WanImageToVideoPipeline"
tokenizer = "t5"
scheduler = { class = "UniPCMultistepScheduler", config = { prediction_type = "flow_prediction" } }
parts = { transformer = "expert", transformer_2 = "expert", text_encoder = "reader", vae = "coder" }
empty = ["image_encoder", "image_processor"]
more = { boundary_ratio = 0.9 }
[models."tests/another"]
index = "WanPipeline"
tokenizer = "t5"
parts = { transformer = "expert" }
[parts.expert]
class = "diffusers.WanTransformer3DModel"
billions = 0.0001
config = { num_attention_heads = 2, attention_head_dim = 12, in_channels = 36, text_dim = 32, num_layers = 1 }
[parts.reader]
class = "transformers.UMT5EncoderModel"
billions = 0.0001
config = { vocab_size = 256, d_model = 32, d_kv = 8, d_ff = 32, num_layers = 1, num_heads = 2 }
[parts.coder]
class = "diffusers.AutoencoderKLWan"
billions = 0.0001
config = { base_dim = 3, num_res_blocks = 1 }
"""


@pytest.mark.parametrize("part", full_size.parts())
def test_a_full_size_part_has_as_many_numbers_as_its_maker_says(part: str) -> None:
    model = full_size.built(part, "meta")
    numbers = sum(weight.numel() for weight in model.parameters()) / 1e9
    assert numbers == pytest.approx(full_size.parts()[part], rel=0.01)


def test_every_model_of_the_line_ups_that_the_bench_measures_is_known_at_full_size() -> None:
    cards = chosen([])
    assert {card.seat for card in cards} == set(SEATS)
    assert {card.runs.source for card in cards} <= set(full_size.sources())


def test_the_formula_for_a_pass_comes_to_what_is_counted() -> None:
    transformer = animators.wan_transformer(36)
    latents, words = torch.randn(2, 36, 3, 8, 8), torch.randn(2, 20, 32)
    with torch.inference_mode(), sdpa_kernel(SDPBackend.MATH), roofline.counter() as counter:
        transformer(hidden_states=latents, timestep=torch.tensor([500, 500]), encoder_hidden_states=words)
    assert roofline.wan(transformer.config, tuple(latents.shape), 20) == counter.get_total_flops()


def test_a_part_that_was_never_set_is_filled_with_numbers() -> None:
    class Unset(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.token = torch.nn.Parameter(torch.full((4, 4), float("nan")))
            self.wild = torch.nn.Parameter(torch.full((4,), 1e30))
            self.flat = torch.nn.Parameter(torch.zeros(4, 4))
            self.scale = torch.nn.Parameter(torch.ones(4))

    model = full_size._alive(Unset())
    for weight in (model.token, model.wild, model.flat):
        assert 0 < float(weight.detach().std()) < 1
    assert (model.scale == 1).all()


def test_a_full_size_model_is_put_where_the_real_loader_finds_it_and_what_is_alike_lies_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "full_size.toml"
    file.write_text(TWO_EXPERTS, encoding="utf-8")
    monkeypatch.setattr(full_size, "CONFIGS", file)
    full_size._said.cache_clear()
    try:
        folder = full_size.put("tests/two-experts", tmp_path, "cpu")
        pipe = diffusers.WanImageToVideoPipeline.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
        weights = [folder / part / "diffusion_pytorch_model.safetensors" for part in ("transformer", "transformer_2")]
        assert weights[0].samefile(weights[1])
        monkeypatch.setattr(full_size, "SPARE", 1e15)
        with pytest.raises(full_size.NoRoom, match="tests/another needs"):
            full_size.put("tests/another", tmp_path, "cpu")
    finally:
        full_size._said.cache_clear()
    assert pipe.transformer_2.config.in_channels == 36 and pipe.config.boundary_ratio == 0.9


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run with tiny models writes down: a picture, a shot and an answer in words."""
    out = tmp_path_factory.mktemp("bench") / "models.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REELWRIGHT_MODELS", "")
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setattr(model_arms, "LETTERS", 12)
        asked = ["--tiny", "--json", str(out), "--models", "flux2-klein-4b", "wan-5b", "qwen3.5-4b"]
        models.main(asked)
        first = out.read_text("utf-8")
        models.main(asked)
        found = json.loads(first)
        again = json.loads(out.read_text("utf-8"))
    assert again["rows"] == found["rows"], "what was measured is measured again"
    return found


def test_the_studio_and_its_rival_are_measured_on_the_same_work(figures: dict[str, Any]) -> None:
    rows = figures["rows"]
    assert len(rows) == 6
    for name in ("flux2-klein-4b", "wan-5b", "qwen3.5-4b"):
        ours, rival = rows[f"{name} | studio | resident"], rows[f"{name} | stock | resident"]
        assert "error" not in ours and "error" not in rival
        assert ours["passes"] == rival["passes"] > 1
        assert all(row["sound"] and row["seconds"]["load"] > 0 for row in (ours, rival))
        assert figures["ratios"][f"{name} | resident"]["whole"] > 0
        assert figures["ratios"][f"{name} | resident"]["class"] == "A"


def test_every_stage_has_its_seconds_and_its_memory(figures: dict[str, Any]) -> None:
    for row in figures["rows"].values():
        stages = {"load", "write"} if row["seat"] == "writer" else {"load", "encode", "denoise", "decode"}
        assert stages <= set(row["seconds"])
        assert stages <= set(row["memory_gb"])
        assert {"allocated", "reserved", "used"} == set(row["peak_gb"])
        parts = sum(spent for stage, spent in row["seconds"].items() if stage not in ("whole", "load"))
        assert parts == pytest.approx(row["seconds"]["whole"], abs=0.01)
        assert row["promised_gb"] == catalog.cards()[row["card"]].runs.memory_gb["resident"]
        assert (row["mfu"] is None) == (row["seat"] == "writer")
    assert "best_tflops" in figures["machine"] and figures["machine"]["device"] == "cpu"


def test_the_rival_is_told_the_words_of_the_studio(figures: dict[str, Any]) -> None:
    said = figures["known"]["wan-5b"]["words"]
    assert model_arms.SHOWS in said["prompt"] and "blurry" in said["negative_prompt"]


def test_figures_are_shown_as_a_table(figures: dict[str, Any]) -> None:
    rows = shown(figures).splitlines()
    assert len(rows) == 2 + len(figures["rows"])
    assert {row.count("|") for row in rows} == {12}


def test_what_changes_the_arithmetic_is_no_class_a() -> None:
    wan = "AutoencoderKLWan"
    assert not differs("studio", Placement("cuda"), wan, "float32")
    assert not differs("studio", Placement("cuda"), "AutoencoderKL", "bfloat16")
    assert differs("studio", Placement("cuda"), wan, "bfloat16")
    assert len(differs("studio", Placement("cuda", "model offload in 8 bits", tiled=True), wan, "float32")) == 2
    assert not differs("stock", Placement("cuda"), wan, "bfloat16")


def test_with_a_gpu_every_way_to_keep_a_model_is_measured_and_small_cards_are_played() -> None:
    names = [unit.name for unit in units(catalog.cards()["wan-5b"], "cuda")]
    assert "wan-5b | studio | model offload in 8 bits" in names and "wan-5b | stock | group offload" in names
    assert [name for name in names if "card of" in name] == [
        f"wan-5b | studio | card of {gb} GB" for gb in (24, 16, 12)
    ]
    assert not [name for name in names if "stock" in name and "8 bits" in name]
