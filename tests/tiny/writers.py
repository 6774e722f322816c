"""Tiny writers: chat models of the real families, with random weights that soon end a text, and one that recites."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from tests.tiny import Build, parts

WIDTH = 32
WIDER = 24  # rows that no token has, as real models have them
END = "<|end|>"
# Their own layout and switch for thinking, and what Qwen3's does: an empty thought where it is switched off.
QWEN_CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
GEMMA_CHAT = (
    "{{ bos_token }}{% for message in messages %}"
    "<|turn>{{ 'model' if message.role == 'assistant' else message.role }}\n{{ message.content }}<turn|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|turn>model\n{% endif %}"
)
GEMMA_SIGNS = ("<|turn>", "<turn|>", "<|channel>", "<channel|>", "<|image|>", "<|audio|>")


def learnt(spell: Callable[[str], str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Pieces of words, and what they are merged of, learnt from our own prompts as a tokenizer spells them."""
    folder = Path(__file__).parents[2] / "assets" / "prompts"
    rows = [spell(row) for file in sorted(folder.glob("*.md")) for row in re.findall(r" ?\w+|\W", file.read_text())]
    rows += 9 * [spell(row) for row in ('{"', '": "', '", "', "shows", "moves", "sound", "cast", "framing", "camera")]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.train_from_iterator(rows, trainers.BpeTrainer(vocab_size=1200, show_progress=False))
    told = json.loads(tokenizer.to_str())["model"]
    return list(told["vocab"]), [tuple(pair) for pair in told["merges"]]


def qwen_tokenizer() -> Any:
    """Qwen's kind: bytes, and what is merged of them."""
    pieces, merges = learnt(as_bytes)
    signs = [*parts.QWEN_SIGNS, "<think>", "</think>"]
    vocab = {piece: at for at, piece in enumerate(dict.fromkeys([*parts.letters(), *pieces, *signs]))}
    tokenizer = transformers.Qwen2Tokenizer(vocab=vocab, merges=merges, model_max_length=8192)
    tokenizer.eos_token = parts.QWEN_SIGNS[2]
    tokenizer.add_special_tokens({"additional_special_tokens": list(parts.QWEN_SIGNS[1:])})
    tokenizer.add_tokens(["<think>", "</think>"])
    tokenizer.chat_template = QWEN_CHAT
    return tokenizer


def as_bytes(text: str) -> str:
    """A text as byte-level tokenizers spell it: a visible sign for each byte."""
    split = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str(text)
    return "".join(piece for piece, _ in split)


def gemma_tokenizer() -> Any:
    """Gemma's kind: signs and what is merged of them, with bytes for all others."""
    pieces, merges = learnt(lambda text: text.replace(" ", "▁"))
    signs = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", *GEMMA_SIGNS]
    letters = ["▁", "\n", *(chr(code) for code in range(33, 127)), *(f"<0x{byte:02X}>" for byte in range(256))]
    vocab = {piece: at for at, piece in enumerate(dict.fromkeys([*signs, *letters, *pieces]))}
    tokenizer = transformers.GemmaTokenizer(vocab=vocab, merges=merges)
    tokenizer.add_special_tokens({"additional_special_tokens": list(GEMMA_SIGNS)})
    tokenizer.chat_template = GEMMA_CHAT
    return tokenizer


def ends_soon(model: Any, tokenizer: Any) -> None:
    """Lean random weights towards the quote that closes a text, so that answers are short."""
    quotes = [at for piece, at in tokenizer.get_vocab().items() if piece.startswith('"') and len(piece) < 6]
    rows = model.get_input_embeddings().weight, model.get_output_embeddings().weight
    with torch.no_grad():
        for weight in {id(row): row for row in rows}.values():
            weight[:, 0] = 1.0
        rows[1][quotes, 0] = 3.0


def save(model: Any, tokenizer: Any, folder: Path) -> None:
    model.generation_config = transformers.GenerationConfig(
        do_sample=True, temperature=0.7, top_k=20, eos_token_id=[tokenizer.eos_token_id], pad_token_id=0
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def qwen3(folder: Path) -> None:
    torch.manual_seed(0)
    tokenizer = qwen_tokenizer()
    config = transformers.Qwen3Config(
        vocab_size=len(tokenizer) + WIDER, hidden_size=WIDTH, intermediate_size=32, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16, max_position_embeddings=8192,
    )  # fmt: skip
    model = transformers.Qwen3ForCausalLM(config).eval()
    ends_soon(model, tokenizer)
    save(model, tokenizer, folder)


def qwen3_5(folder: Path) -> None:
    """With a vision tower, and layers of both kinds: linear attention and full."""
    torch.manual_seed(0)
    tokenizer = qwen_tokenizer()
    text = {
        "vocab_size": len(tokenizer) + WIDER, "hidden_size": WIDTH, "intermediate_size": 32, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 16, "linear_key_head_dim": 8,
        "linear_value_head_dim": 8, "linear_num_key_heads": 2, "linear_num_value_heads": 2,
        "layer_types": ["linear_attention", "full_attention"], "max_position_embeddings": 8192,
    }  # fmt: skip
    vision = {
        "depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": WIDTH,
        "num_position_embeddings": 16,
    }  # fmt: skip
    config = transformers.Qwen3_5Config(text_config=text, vision_config=vision)
    model = transformers.Qwen3_5ForConditionalGeneration(config).eval()
    ends_soon(model, tokenizer)
    save(model, tokenizer, folder)


def gemma4(folder: Path) -> None:
    torch.manual_seed(0)
    tokenizer = gemma_tokenizer()
    rows = len(tokenizer)
    text = {
        "vocab_size": rows, "vocab_size_per_layer_input": rows, "hidden_size": WIDTH, "intermediate_size": 32,
        "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 16,
        "global_head_dim": 16, "hidden_size_per_layer_input": 8, "sliding_window": 64,
        "layer_types": ["sliding_attention", "full_attention"], "max_position_embeddings": 8192,
    }  # fmt: skip
    vision = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        "num_key_value_heads": 2, "head_dim": 8,
    }  # fmt: skip
    config = transformers.Gemma4Config(text_config=text, vision_config=vision, audio_config=None)
    model = transformers.Gemma4ForConditionalGeneration(config).eval()
    ends_soon(model, tokenizer)
    save(model, tokenizer, folder)


BUILDERS: dict[str, Build] = {
    "Qwen/Qwen3-0.6B": qwen3,
    "Qwen/Qwen3.5-4B": qwen3_5,
    "Qwen/Qwen3.5-9B": qwen3_5,
    "google/gemma-4-E4B-it": gemma4,
}


def recites(folder: Path, texts: Mapping[str, object]) -> None:
    """A GPT-2 that knows texts by heart: it says the first of them whose key stands somewhere in what it is sent.

    A text must keep to the schema that it is asked for, the order of its fields as well: where the grammar bars a
    piece, all that comes after it stands in the wrong place.

    At each place it says the piece that stands there, for its embeddings of places are the pieces' own directions
    and nothing else in it adds anything. Each text has places of its own, and the chat template sends the model to
    them: what it renders is a row of fillers, as long as there are places before the text.
    """
    said = [text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for text in texts.values()]
    tokenizer = _word_tokenizer(said)
    pieces = [[*tokenizer.encode(text), tokenizer.eos_token_id] for text in said]
    starts = [1 + sum(map(len, pieces[:at])) for at in range(len(pieces))]
    tokenizer.chat_template = _sent_to(dict(zip(texts, starts, strict=True)))
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=len(tokenizer), n_positions=starts[-1] + len(pieces[-1]) + 4096, n_embd=128, n_layer=1, n_head=1,
        n_inner=4, tie_word_embeddings=False, bos_token_id=None, eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    model = transformers.GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        block = model.transformer.h[0]
        for quiet in (block.attn.c_proj, block.mlp.c_proj):
            quiet.weight.zero_()
            quiet.bias.zero_()
        model.transformer.wte.weight.zero_()
        model.lm_head.weight.copy_(torch.nn.functional.normalize(torch.randn(len(tokenizer), 128), dim=-1))
        for start, row in zip(starts, pieces, strict=True):  # what stands at a place is said by the one before
            model.transformer.wpe.weight[start - 1 : start - 1 + len(row)] = model.lm_head.weight[row]
    save(model, tokenizer, folder)


def _word_tokenizer(texts: Sequence[str]) -> Any:
    """Words as one piece each and every other sign alone, so that it matters to no piece what stands beside it."""
    tokenizer = Tokenizer(models.BPE())
    words = pre_tokenizers.Split(Regex(r"[\p{L}\p{M}]+|[^\p{L}\p{M}]"), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [words, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=4096, show_progress=False, special_tokens=[END, "<|fill|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    tokenizer.train_from_iterator(texts, trainer)
    found = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, extra_special_tokens=["<|fill|>"])
    found.eos_token = END
    return found


def _sent_to(starts: Mapping[str, int]) -> str:
    """A chat template of which nothing is left but where the model is to begin."""
    cases = "".join(
        f"{{% {'if' if not at else 'elif'} {json.dumps(key)} in said %}}{{{{ '<|fill|>' * {start} }}}}"
        for at, (key, start) in enumerate(starts.items())
    )
    return f"{{% set said = messages | map(attribute='content') | join(' ') %}}{cases}{{% endif %}}"
