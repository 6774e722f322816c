"""Parts that many models share, as small as their classes allow: tokenizers of bytes, encoders, autoencoders."""

from __future__ import annotations

from typing import Any

import diffusers
import torch
import transformers
from tokenizers.pre_tokenizers import ByteLevel

CHAT = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] if message['content'] is string else '' }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
QWEN_SIGNS = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>",
    "<|video_pad|>",
)  # fmt: skip
QWEN_ROWS = 512  # of the embedding: more than bytes and signs


def letters() -> list[str]:
    """The 256 bytes, as byte-level tokenizers write them."""
    return sorted(ByteLevel.alphabet())


def t5_tokenizer() -> Any:
    signs = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    printable = [(chr(code), -3.0) for code in range(33, 127)]
    return transformers.T5Tokenizer(vocab=signs + printable, extra_ids=0, model_max_length=512)


def t5_encoder(kind: str = "T5", width: int = 32) -> Any:
    """T5's encoder, or with kind UMT5 that of the many-languages one."""
    torch.manual_seed(0)
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=256, d_model=width, d_kv=8, d_ff=32, num_layers=2, num_heads=2
    )
    return getattr(transformers, f"{kind}EncoderModel")(config).eval()


def qwen_tokenizer() -> Any:
    vocab = {letter: at for at, letter in enumerate([*letters(), *QWEN_SIGNS])}
    tokenizer = transformers.Qwen2Tokenizer(vocab=vocab, merges=[], model_max_length=4096)
    tokenizer.add_special_tokens({"additional_special_tokens": list(QWEN_SIGNS[1:])})
    tokenizer.chat_template = CHAT
    return tokenizer


def qwen(kind: str = "Qwen3ForCausalLM", width: int = 16) -> Any:
    torch.manual_seed(0)
    config = transformers.Qwen3Config(
        vocab_size=QWEN_ROWS,
        hidden_size=width,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=8192,
    )
    return getattr(transformers, kind)(config).eval()


def clip_tokenizer() -> Any:
    vocab = [*letters(), *(f"{letter}</w>" for letter in letters()), "<|startoftext|>", "<|endoftext|>"]
    return transformers.CLIPTokenizer(
        vocab={sign: at for at, sign in enumerate(vocab)}, merges=[], model_max_length=77
    )


def gemma_tokenizer() -> Any:
    signs = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "▁", *(chr(code) for code in range(33, 127))]
    return transformers.GemmaTokenizer(
        vocab={sign: at for at, sign in enumerate(signs)}, merges=[], model_max_length=512
    )


def wan_vae() -> Any:
    torch.manual_seed(0)
    return diffusers.AutoencoderKLWan(
        base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    )


def flow_scheduler(**said: Any) -> Any:
    return diffusers.FlowMatchEulerDiscreteScheduler(**said)
