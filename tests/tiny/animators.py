"""Tiny animators, one of each family, and how their cards shrink so that a clip takes a fraction of a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers.guiders import ClassifierFreeGuidance
from diffusers.pipelines.ltx2 import LTX2TextConnectors
from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder

from studio.cards import Card
from studio.film import Size, edited
from tests.tiny import Build
from tests.tiny.parts import (
    clip_tokenizer,
    flow_scheduler,
    gemma_tokenizer,
    qwen_tokenizer,
    t5_encoder,
    t5_tokenizer,
    wan_vae,
)


def unipc() -> Any:
    return diffusers.UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)


def wan_transformer(channels: int, out: int = 16, **said: Any) -> Any:
    torch.manual_seed(0)
    return diffusers.WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=channels, out_channels=out,
        text_dim=32, freq_dim=256, ffn_dim=32, num_layers=2, cross_attn_norm=True,
        qk_norm="rms_norm_across_heads", rope_max_seq_len=64, **said,
    )  # fmt: skip


def attentive(transformer: Any) -> Any:
    """The same with larger weights where pictures go in and come out: fresh ones hardly heed what they are shown."""
    with torch.no_grad():
        transformer.patch_embedding.weight.mul_(8)
        transformer.proj_out.weight.mul_(4)
    return transformer


def seeing(vae: Any) -> Any:
    """A VAE of Wan's kind that heeds its pictures: a fresh one gives mostly its own biases."""
    with torch.no_grad():
        for name, weight in vae.named_parameters():
            if name.endswith("bias"):
                weight.zero_()
        vae.quant_conv.weight.mul_(10)
        vae.decoder.conv_out.weight.mul_(4)
    return vae


def wan_two_experts(folder: Path) -> None:
    """As Wan2.2-I2V-A14B: one expert for much noise and one for little, and no encoder of pictures."""
    diffusers.WanImageToVideoPipeline(
        tokenizer=t5_tokenizer(), text_encoder=t5_encoder("UMT5"), vae=seeing(wan_vae()), scheduler=unipc(),
        transformer=attentive(wan_transformer(36)), transformer_2=attentive(wan_transformer(36)), image_encoder=None,
        image_processor=None, boundary_ratio=0.875,
    ).save_pretrained(folder)  # fmt: skip


def wan_first_and_last(folder: Path) -> None:
    """As Wan2.1-FLF2V: one transformer that is also told what CLIP sees in both pictures."""
    diffusers.WanImageToVideoPipeline(
        tokenizer=t5_tokenizer(), text_encoder=t5_encoder("UMT5"), vae=seeing(wan_vae()), scheduler=unipc(),
        transformer=wan_transformer(36, image_dim=32, added_kv_proj_dim=24, pos_embed_seq_len=2 * (7 * 7 + 1)),
        image_encoder=clip_vision("CLIPVisionModel"), image_processor=clip_pictures(),
    ).save_pretrained(folder)  # fmt: skip


def wan_five_billion(folder: Path) -> None:
    """As Wan2.2-TI2V-5B: a deeper autoencoder, a time for each token, and the index of its text-to-video class."""
    torch.manual_seed(0)
    vae = diffusers.AutoencoderKLWan(
        base_dim=3, z_dim=48, in_channels=12, out_channels=12, is_residual=True, patch_size=2,
        latents_mean=[0.0] * 48, latents_std=[1.0] * 48, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
        scale_factor_spatial=16, scale_factor_temporal=4, temperal_downsample=[False, True, True],
    )  # fmt: skip
    diffusers.WanPipeline(
        tokenizer=t5_tokenizer(), text_encoder=t5_encoder("UMT5"), vae=seeing(vae), scheduler=unipc(),
        transformer=wan_transformer(48, 48), transformer_2=None, expand_timesteps=True,
    ).save_pretrained(folder)  # fmt: skip


def wan_from_words(folder: Path) -> None:
    """As Wan2.1-T2V: it takes no picture."""
    diffusers.WanPipeline(
        tokenizer=t5_tokenizer(), text_encoder=t5_encoder("UMT5"), vae=seeing(wan_vae()), scheduler=unipc(),
        transformer=wan_transformer(16), transformer_2=None,
    ).save_pretrained(folder)  # fmt: skip


def ltx(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.LTXVideoTransformer3DModel(
        in_channels=8, out_channels=8, patch_size=1, patch_size_t=1, num_attention_heads=4, attention_head_dim=8,
        cross_attention_dim=32, num_layers=1, caption_channels=32,
    )  # fmt: skip
    vae = diffusers.AutoencoderKLLTXVideo(
        in_channels=3, out_channels=3, latent_channels=8, block_out_channels=(8,) * 4,
        decoder_block_out_channels=(8,) * 4, layers_per_block=(1,) * 5, decoder_layers_per_block=(1,) * 5,
        spatio_temporal_scaling=(True, True, True, False), decoder_spatio_temporal_scaling=(True, True, True, False),
        decoder_inject_noise=(False,) * 5, upsample_residual=(False,) * 4, upsample_factor=(1,) * 4,
        timestep_conditioning=False, patch_size=1, patch_size_t=1, encoder_causal=True, decoder_causal=False,
    )  # fmt: skip
    diffusers.LTXPipeline(
        transformer=transformer, vae=vae, scheduler=flow_scheduler(), text_encoder=t5_encoder(),
        tokenizer=t5_tokenizer(),
    ).save_pretrained(folder)  # fmt: skip


def ltx_2(folder: Path) -> None:
    """As LTX-2: pictures and their sound at once, from one transformer."""
    torch.manual_seed(0)
    words = {
        "vocab_size": 128, "hidden_size": 32, "intermediate_size": 16, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8, "sliding_window": 64,
        "max_position_embeddings": 2048,
    }  # fmt: skip
    eyes = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        "image_size": 32, "patch_size": 16,
    }  # fmt: skip
    config = transformers.Gemma3Config(
        text_config=words, vision_config=eyes, mm_tokens_per_image=4, image_token_index=120, boi_token_index=121,
        eoi_token_index=122,
    )  # fmt: skip
    transformer = diffusers.LTX2VideoTransformer3DModel(
        in_channels=4, out_channels=4, patch_size=1, patch_size_t=1, num_attention_heads=2, attention_head_dim=8,
        cross_attention_dim=16, audio_in_channels=4, audio_out_channels=4, audio_num_attention_heads=2,
        audio_attention_head_dim=4, audio_cross_attention_dim=8, num_layers=2, qk_norm="rms_norm_across_heads",
        caption_channels=32, rope_double_precision=False, rope_type="split",
    )  # fmt: skip
    connectors = LTX2TextConnectors(
        caption_channels=32, text_proj_in_factor=3, video_connector_num_attention_heads=4,
        video_connector_attention_head_dim=8, video_connector_num_layers=1,
        video_connector_num_learnable_registers=None, audio_connector_num_attention_heads=4,
        audio_connector_attention_head_dim=8, audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=None, connector_rope_base_seq_len=32, rope_theta=10000.0,
        rope_double_precision=False, causal_temporal_positioning=False, rope_type="split",
    )  # fmt: skip
    vae = diffusers.AutoencoderKLLTX2Video(
        in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(8, 8, 8),
        decoder_block_out_channels=(8, 8, 8), layers_per_block=(1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, True), decoder_spatio_temporal_scaling=(True, True, True),
        decoder_inject_noise=(False,) * 4, downsample_type=("spatiotemporal",) * 3, upsample_residual=(False,) * 3,
        upsample_factor=(1, 1, 1), timestep_conditioning=False, patch_size=4, patch_size_t=1, encoder_causal=True,
        decoder_causal=False,
    )  # fmt: skip
    ears = diffusers.AutoencoderKLLTX2Audio(
        base_channels=4, output_channels=2, ch_mult=(1,), num_res_blocks=1, attn_resolutions=None, in_channels=2,
        resolution=32, latent_channels=2, norm_type="pixel", causality_axis="height", dropout=0.0,
        mid_block_add_attention=False, sample_rate=16000, mel_hop_length=160, is_causal=True, mel_bins=8,
    )  # fmt: skip
    vocoder = LTX2Vocoder(
        in_channels=16, hidden_channels=32, out_channels=2, upsample_kernel_sizes=[16, 20],
        upsample_factors=[8, 20], resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]],
        leaky_relu_negative_slope=0.1, output_sampling_rate=16000,
    )  # fmt: skip
    diffusers.LTX2Pipeline(
        transformer=transformer, vae=vae, audio_vae=ears, scheduler=flow_scheduler(),
        text_encoder=transformers.Gemma3ForConditionalGeneration(config).eval(), tokenizer=gemma_tokenizer(),
        connectors=connectors, vocoder=vocoder,
    ).save_pretrained(folder)  # fmt: skip


def cogvideox(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.CogVideoXTransformer3DModel(
        num_attention_heads=2, attention_head_dim=16, in_channels=8, out_channels=4, time_embed_dim=16,
        text_embed_dim=32, num_layers=1, sample_width=300, sample_height=300, sample_frames=81, patch_size=2,
        patch_size_t=2, temporal_compression_ratio=4, max_text_seq_length=226, use_rotary_positional_embeddings=True,
        patch_bias=False, ofs_embed_dim=16,
    )  # fmt: skip
    vae = diffusers.AutoencoderKLCogVideoX(
        in_channels=3, out_channels=3, down_block_types=("CogVideoXDownBlock3D",) * 4,
        up_block_types=("CogVideoXUpBlock3D",) * 4, block_out_channels=(8,) * 4, latent_channels=4,
        layers_per_block=1, norm_num_groups=2, temporal_compression_ratio=4,
    )  # fmt: skip
    diffusers.CogVideoXImageToVideoPipeline(
        transformer=transformer, vae=vae, scheduler=diffusers.CogVideoXDDIMScheduler(), text_encoder=t5_encoder(),
        tokenizer=t5_tokenizer(),
    ).save_pretrained(folder)  # fmt: skip


def stable_video_diffusion(folder: Path) -> None:
    torch.manual_seed(0)
    unet = diffusers.UNetSpatioTemporalConditionModel(
        block_out_channels=(32, 64), layers_per_block=1, sample_size=32, in_channels=8, out_channels=4,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"), cross_attention_dim=32,
        num_attention_heads=8, projection_class_embeddings_input_dim=96, addition_time_embed_dim=32,
    )  # fmt: skip
    vae = diffusers.AutoencoderKLTemporalDecoder(
        block_out_channels=[32, 32, 32, 32], in_channels=3, out_channels=3,
        down_block_types=["DownEncoderBlock2D"] * 4, latent_channels=4,
    )  # fmt: skip
    scheduler = diffusers.EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", interpolation_type="linear",
        prediction_type="v_prediction", use_karras_sigmas=True, timestep_type="continuous",
        timestep_spacing="leading", sigma_min=0.002, sigma_max=700.0,
    )  # fmt: skip
    diffusers.StableVideoDiffusionPipeline(
        vae=vae, image_encoder=clip_vision("CLIPVisionModelWithProjection"), unet=unet, scheduler=scheduler,
        feature_extractor=clip_pictures(),
    ).save_pretrained(folder)  # fmt: skip


def hunyuan_video_15(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.HunyuanVideo15Transformer3DModel(
        in_channels=9, out_channels=4, num_attention_heads=2, attention_head_dim=8, num_layers=1,
        num_refiner_layers=1, mlp_ratio=2.0, patch_size=1, patch_size_t=1, text_embed_dim=16, text_embed_2_dim=32,
        image_embed_dim=16, rope_axes_dim=(2, 2, 4), target_size=64, task_type="i2v",
    )  # fmt: skip
    vae = diffusers.AutoencoderKLHunyuanVideo15(
        in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(16, 16, 16, 16, 16),
        layers_per_block=1, spatial_compression_ratio=16, temporal_compression_ratio=4,
        downsample_match_channel=False, upsample_match_channel=False,
    )  # fmt: skip
    reader = transformers.Qwen2_5_VLTextConfig(
        vocab_size=512, hidden_size=16, intermediate_size=16, num_hidden_layers=3, num_attention_heads=2,
        num_key_value_heads=2, rope_theta=1000000.0,
        rope_scaling={"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"},
    )  # fmt: skip
    diffusers.HunyuanVideo15ImageToVideoPipeline(
        text_encoder=transformers.Qwen2_5_VLTextModel(reader).eval(), tokenizer=qwen_tokenizer(),
        transformer=transformer.eval(), vae=vae.eval(), scheduler=flow_scheduler(shift=7.0),
        text_encoder_2=t5_encoder(), tokenizer_2=transformers.ByT5Tokenizer(),
        guider=ClassifierFreeGuidance(guidance_scale=6.0), image_encoder=siglip(16),
        feature_extractor=siglip_pictures(),
    ).save_pretrained(folder)  # fmt: skip


def skyreels(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.SkyReelsV2Transformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=16, out_channels=16,
        text_dim=32, freq_dim=256, ffn_dim=32, num_layers=2, cross_attn_norm=True,
        qk_norm="rms_norm_across_heads", rope_max_seq_len=128, inject_sample_info=True,
    )  # fmt: skip
    diffusers.SkyReelsV2DiffusionForcingPipeline(
        tokenizer=t5_tokenizer(), text_encoder=t5_encoder("UMT5"), transformer=transformer, vae=seeing(wan_vae()),
        scheduler=unipc(),
    ).save_pretrained(folder)  # fmt: skip


def framepack(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.HunyuanVideoFramepackTransformer3DModel(
        in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=10, num_layers=1,
        num_single_layers=1, num_refiner_layers=1, patch_size=2, patch_size_t=1, guidance_embeds=True,
        text_embed_dim=16, pooled_projection_dim=8, rope_axes_dim=(2, 4, 4), image_condition_type=None,
        has_image_proj=True, image_proj_dim=32, has_clean_x_embedder=True,
    )  # fmt: skip
    vae = diffusers.AutoencoderKLHunyuanVideo(
        in_channels=3, out_channels=3, latent_channels=4, down_block_types=("HunyuanVideoDownBlock3D",) * 4,
        up_block_types=("HunyuanVideoUpBlock3D",) * 4, block_out_channels=(8,) * 4, layers_per_block=1,
        act_fn="silu", norm_num_groups=4, scaling_factor=0.476986, spatial_compression_ratio=8,
        temporal_compression_ratio=4, mid_block_add_attention=True,
    )  # fmt: skip
    shared = {"intermediate_size": 37, "num_attention_heads": 4, "num_hidden_layers": 3, "vocab_size": 600}
    llama = transformers.LlamaConfig(hidden_size=16, pad_token_id=0, **shared)
    clip = transformers.CLIPTextConfig(
        hidden_size=8, projection_dim=32, bos_token_id=512, eos_token_id=513, pad_token_id=0, **shared
    )
    diffusers.HunyuanVideoFramepackPipeline(
        text_encoder=transformers.LlamaModel(llama).eval(), tokenizer=qwen_tokenizer(), transformer=transformer,
        vae=vae, scheduler=flow_scheduler(shift=7.0), text_encoder_2=transformers.CLIPTextModel(clip).eval(),
        tokenizer_2=clip_tokenizer(), image_encoder=siglip(32), feature_extractor=siglip_pictures(),
    ).save_pretrained(folder)  # fmt: skip


def helios_parts() -> dict[str, Any]:
    torch.manual_seed(0)
    transformer = diffusers.HeliosTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=16, out_channels=16,
        text_dim=32, freq_dim=256, ffn_dim=32, num_layers=2, cross_attn_norm=True,
        qk_norm="rms_norm_across_heads", rope_dim=(4, 4, 4), has_multi_term_memory_patch=True,
        guidance_cross_attn=True, zero_history_timestep=True, is_amplify_history=False,
    )  # fmt: skip
    return {
        "tokenizer": t5_tokenizer(),
        "text_encoder": t5_encoder("UMT5"),
        "vae": seeing(wan_vae()),
        "transformer": transformer,
    }


def helios(folder: Path) -> None:
    """As Helios-Distilled: three sizes one after another, few steps in each, chunk by chunk."""
    scheduler = diffusers.HeliosDMDScheduler(stages=3, stage_range=[0, 1 / 3, 2 / 3, 1], use_dynamic_shifting=True)
    diffusers.HeliosPyramidPipeline(scheduler=scheduler, is_distilled=True, **helios_parts()).save_pretrained(folder)


def helios_base(folder: Path) -> None:
    scheduler = diffusers.HeliosScheduler(stage_range=[0, 1], stages=1, use_dynamic_shifting=True)
    diffusers.HeliosPipeline(scheduler=scheduler, **helios_parts()).save_pretrained(folder)


def clip_vision(kind: str) -> Any:
    torch.manual_seed(0)
    config = transformers.CLIPVisionConfig(
        hidden_size=32, projection_dim=32, num_hidden_layers=2, num_attention_heads=4, image_size=224,
        intermediate_size=37, patch_size=32,
    )  # fmt: skip
    return getattr(transformers, kind)(config).eval()


def clip_pictures() -> Any:
    return transformers.CLIPImageProcessor(crop_size=224, size=224)


def siglip(width: int) -> Any:
    torch.manual_seed(0)
    config = transformers.SiglipVisionConfig(
        hidden_size=width, num_hidden_layers=1, num_attention_heads=2, image_size=32, intermediate_size=37,
        patch_size=16,
    )  # fmt: skip
    return transformers.SiglipVisionModel(config).eval()


def siglip_pictures() -> Any:
    return transformers.SiglipImageProcessor(size={"height": 32, "width": 32})


BUILDERS: dict[str, Build] = {
    "Wan-AI/Wan2.2-TI2V-5B-Diffusers": wan_five_billion,
    "Wan-AI/Wan2.2-I2V-A14B-Diffusers": wan_two_experts,
    "Wan-AI/Wan2.1-FLF2V-14B-720P-diffusers": wan_first_and_last,
    "Wan-AI/Wan2.1-T2V-1.3B-Diffusers": wan_from_words,
    "Lightricks/LTX-Video-0.9.8-13B-distilled": ltx,
    "diffusers/LTX-2.3-Distilled-Diffusers": ltx_2,
    "zai-org/CogVideoX1.5-5B-I2V": cogvideox,
    "stabilityai/stable-video-diffusion-img2vid-xt": stable_video_diffusion,
    "hunyuanvideo-community/HunyuanVideo-1.5-Diffusers-480p_i2v": hunyuan_video_15,
    "Skywork/SkyReels-V2-DF-1.3B-540P-Diffusers": skyreels,
    "tests/framepack": framepack,
    "BestWishYsh/Helios-Distilled": helios,
    "BestWishYsh/Helios-Base": helios_base,
}


LESS: dict[str, dict[str, Any]] = {
    "cogvideox": {"frames": 17},
    "stable-video-diffusion": {"frames": 9},
    "ltx-2": {"size": Size(width=128, height=64)},
    "framepack": {"options": {"latent_window_size": 3}},
    "helios": {"options": {"pyramid_num_inference_steps_list": [1, 1, 1], "num_latent_frames_per_chunk": 3}},
}


def small(card: Card, **said: Any) -> Card:
    """A model's card for its tiny stand-in: a small picture, a second of film, two steps; the rest is as it is.

    What a large model was distilled for, the steps it takes one by one, goes with its steps.
    """
    if card.model is None:
        return card
    distilled = ("timesteps", "sigmas")
    changes = {
        "size": Size(width=64, height=48),
        "frames": 25,
        "steps": 2,
        "options": {name: value for name, value in card.model.options.items() if name not in distilled},
        **LESS.get(card.model.family, {}),
        **said,
    }
    return edited(card, model=edited(card.model, **changes))
