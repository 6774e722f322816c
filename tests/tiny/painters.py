"""Tiny painters: each as its family's folder lies on the hub, with autoencoders that are eight times finer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from tests.tiny import Build, parts

LEVELS = 4  # of an autoencoder: it halves the sides three times, as the real ones do


def vae(channels: int, vivid: float = 0.4, **said: Any) -> Any:
    torch.manual_seed(0)
    made = diffusers.AutoencoderKL(
        down_block_types=["DownEncoderBlock2D"] * LEVELS,
        up_block_types=["UpDecoderBlock2D"] * LEVELS,
        block_out_channels=[4] * LEVELS,
        layers_per_block=1,
        latent_channels=channels,
        norm_num_groups=2,
        mid_block_add_attention=False,
        **said,
    )
    return sure(muted(made, vivid))


def muted(autoencoder: Any, by: float) -> Any:
    """One that gives greyish pictures, so that none of a product's own colours is in them by chance."""
    with torch.no_grad():
        autoencoder.decoder.conv_out.weight.mul_(by)
        autoencoder.decoder.conv_out.bias.zero_()
    return autoencoder


def sure(autoencoder: Any) -> Any:
    """One that keeps what it is given, as trained ones do: the spread of its guess is next to nothing."""
    last = autoencoder.quant_conv or autoencoder.encoder.conv_out
    with torch.no_grad():
        mean, spread = last.weight.chunk(2)
        mean.mul_(8)
        spread.zero_()
        last.bias.chunk(2)[1].fill_(-20.0)
    return autoencoder


def flux_vae(**said: Any) -> Any:
    """The autoencoder of FLUX.1, which many share."""
    bare = {"use_quant_conv": False, "use_post_quant_conv": False}
    return vae(16, scaling_factor=0.3611, shift_factor=0.1159, **bare, **said)


def flux2_vae() -> Any:
    """The autoencoder of FLUX.2, which keeps the mean and the spread of what it made of its training pictures."""
    torch.manual_seed(0)
    made = diffusers.AutoencoderKLFlux2(
        down_block_types=["DownEncoderBlock2D"] * LEVELS, up_block_types=["UpDecoderBlock2D"] * LEVELS,
        block_out_channels=[4] * LEVELS, layers_per_block=1, latent_channels=4, norm_num_groups=2,
        mid_block_add_attention=False, use_quant_conv=False, use_post_quant_conv=False,
    )  # fmt: skip
    return muted(made, 0.3)


def z_image(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.ZImageTransformer2DModel(
        in_channels=16, dim=32, n_layers=1, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=16,
        axes_dims=[8, 4, 4], axes_lens=[1024, 512, 512],
    )  # fmt: skip
    with torch.no_grad():  # made of nothing in the model, which may be no numbers
        transformer.x_pad_token.fill_(1.0)
        transformer.cap_pad_token.fill_(1.0)
    diffusers.ZImagePipeline(
        transformer=transformer,
        vae=flux_vae(),
        scheduler=parts.flow_scheduler(shift=3.0),
        text_encoder=parts.qwen("Qwen3Model"),
        tokenizer=parts.qwen_tokenizer(),
    ).save_pretrained(folder)


def flux2_klein(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.Flux2Transformer2DModel(
        in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=48, timestep_guidance_channels=32, axes_dims_rope=[4, 4, 4, 4], guidance_embeds=False,
    )  # fmt: skip
    diffusers.Flux2KleinPipeline(
        transformer=transformer,
        vae=flux2_vae(),
        scheduler=parts.flow_scheduler(shift=3.0, use_dynamic_shifting=True),
        text_encoder=deep_qwen(),
        tokenizer=parts.qwen_tokenizer(),
        is_distilled=True,
    ).save_pretrained(folder)


def deep_qwen() -> Any:
    """As deep as the layers that FLUX.2 reads its prompts from, the 9th, the 18th and the 27th."""
    torch.manual_seed(0)
    config = transformers.Qwen3Config(
        vocab_size=parts.QWEN_ROWS, hidden_size=16, intermediate_size=16, num_hidden_layers=27,
        num_attention_heads=2, num_key_value_heads=2, head_dim=8, max_position_embeddings=8192,
    )  # fmt: skip
    return transformers.Qwen3ForCausalLM(config).eval()


def qwen_vl() -> Any:
    torch.manual_seed(0)
    rope = {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default", "rope_theta": 1_000_000.0}
    config = transformers.Qwen2_5_VLConfig(
        text_config={
            "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
            "num_key_value_heads": 2, "rope_parameters": rope, "vocab_size": parts.QWEN_ROWS,
        },
        vision_config={
            "depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16,
        },
        hidden_size=16, vocab_size=parts.QWEN_ROWS, image_token_id=260, video_token_id=261,
        vision_start_token_id=259,
    )  # fmt: skip
    return transformers.Qwen2_5_VLForConditionalGeneration(config).eval()


def qwen_image(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.QwenImageTransformer2DModel(
        patch_size=2, in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=16, guidance_embeds=False, axes_dims_rope=(8, 4, 4),
    )  # fmt: skip
    autoencoder = diffusers.AutoencoderKLQwenImage(
        base_dim=4, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4, latents_std=[1.0] * 4,
    )  # fmt: skip
    diffusers.QwenImagePipeline(
        transformer=transformer,
        vae=muted(autoencoder, 4),
        scheduler=parts.flow_scheduler(use_dynamic_shifting=True),
        text_encoder=qwen_vl(),
        tokenizer=parts.qwen_tokenizer(),
    ).save_pretrained(folder)


def clip(kind: str = "CLIPTextModel", width: int = 16) -> Any:
    torch.manual_seed(0)
    config = transformers.CLIPTextConfig(
        vocab_size=1000, hidden_size=width, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2,
        projection_dim=width, bos_token_id=512, eos_token_id=513, pad_token_id=513,
    )  # fmt: skip
    return getattr(transformers, kind)(config).eval()


def sdxl(folder: Path) -> None:
    torch.manual_seed(0)
    unet = diffusers.UNet2DConditionModel(
        sample_size=128, block_out_channels=(4, 8), layers_per_block=1, norm_num_groups=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time",
        addition_time_embed_dim=8, transformer_layers_per_block=(1, 1), cross_attention_dim=32,
        projection_class_embeddings_input_dim=64,
    )  # fmt: skip
    diffusers.StableDiffusionXLPipeline(
        vae=vae(4, vivid=0.2, scaling_factor=0.13025),
        text_encoder=clip(),
        text_encoder_2=clip("CLIPTextModelWithProjection"),
        tokenizer=parts.clip_tokenizer(),
        tokenizer_2=parts.clip_tokenizer(),
        unet=unet,
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
        ),
    ).save_pretrained(folder)


def sd3(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=128, patch_size=2, in_channels=16, num_layers=1, attention_head_dim=8, num_attention_heads=2,
        joint_attention_dim=32, caption_projection_dim=16, pooled_projection_dim=32, out_channels=16,
        pos_embed_max_size=192,
    )  # fmt: skip
    diffusers.StableDiffusion3Pipeline(
        transformer=transformer,
        vae=vae(16, scaling_factor=1.5305, shift_factor=0.0609, use_quant_conv=False, use_post_quant_conv=False),
        scheduler=parts.flow_scheduler(shift=3.0),
        text_encoder=clip("CLIPTextModelWithProjection"),
        text_encoder_2=clip("CLIPTextModelWithProjection"),
        text_encoder_3=parts.t5_encoder(),
        tokenizer=parts.clip_tokenizer(),
        tokenizer_2=parts.clip_tokenizer(),
        tokenizer_3=parts.t5_tokenizer(),
    ).save_pretrained(folder)


def flux(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.FluxTransformer2DModel(
        in_channels=64, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=32, pooled_projection_dim=16, axes_dims_rope=(4, 4, 8), guidance_embeds=False,
    )  # fmt: skip
    diffusers.FluxPipeline(
        transformer=transformer,
        vae=flux_vae(),
        scheduler=parts.flow_scheduler(),
        text_encoder=clip(),
        text_encoder_2=parts.t5_encoder(),
        tokenizer=parts.clip_tokenizer(),
        tokenizer_2=parts.t5_tokenizer(),
    ).save_pretrained(folder)


def ernie(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.ErnieImageTransformer2DModel(
        hidden_size=32, num_attention_heads=2, num_layers=1, ffn_hidden_size=32, in_channels=16, out_channels=16,
        text_in_dim=16, rope_axes_dim=(8, 4, 4),
    )  # fmt: skip
    words = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
        "num_key_value_heads": 2, "head_dim": 8, "vocab_size": parts.QWEN_ROWS, "model_type": "mistral",
    }  # fmt: skip
    eyes = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "head_dim": 8,
        "image_size": 32, "model_type": "pixtral",
    }  # fmt: skip
    config = transformers.Mistral3Config(text_config=words, vision_config=eyes, image_token_index=260)
    diffusers.ErnieImagePipeline(
        transformer=transformer,
        vae=flux2_vae(),
        scheduler=parts.flow_scheduler(shift=3.0),
        text_encoder=transformers.Mistral3Model(config).eval(),
        tokenizer=parts.qwen_tokenizer(),
    ).save_pretrained(folder)


def pixart(folder: Path) -> None:
    torch.manual_seed(0)
    transformer = diffusers.PixArtTransformer2DModel(
        sample_size=128, num_layers=1, patch_size=2, attention_head_dim=8, num_attention_heads=2, in_channels=4,
        out_channels=8, caption_channels=32, cross_attention_dim=16,
        use_additional_conditions=False,
    )  # fmt: skip
    diffusers.PixArtSigmaPipeline(
        transformer=transformer,
        vae=vae(4),
        scheduler=diffusers.DPMSolverMultistepScheduler(),
        text_encoder=parts.t5_encoder(),
        tokenizer=parts.t5_tokenizer(),
    ).save_pretrained(folder)


BUILDERS: dict[str, Build] = {
    "Tongyi-MAI/Z-Image-Turbo": z_image,
    "black-forest-labs/FLUX.2-klein-4B": flux2_klein,
    "Qwen/Qwen-Image": qwen_image,
    "stabilityai/stable-diffusion-xl-base-1.0": sdxl,
    "stabilityai/stable-diffusion-3.5-medium": sd3,
    "black-forest-labs/FLUX.1-schnell": flux,
    "baidu/ERNIE-Image": ernie,
    "PixArt-alpha/PixArt-Sigma-XL-2-1024-MS": pixart,
}
