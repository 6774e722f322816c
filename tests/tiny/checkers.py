"""Tiny checkers: an image classifier, and a model of pictures and words."""

from __future__ import annotations

from pathlib import Path

import torch
import transformers

from tests.tiny import Build, parts

SIDE = 32


def classifier(folder: Path) -> None:
    """A ViT with the classes of Falconsai's."""
    torch.manual_seed(0)
    config = transformers.ViTConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        image_size=SIDE,
        patch_size=16,
        id2label={0: "normal", 1: "nsfw"},
        label2id={"normal": 0, "nsfw": 1},
    )
    transformers.ViTForImageClassification(config).save_pretrained(folder)
    transformers.ViTImageProcessor(size={"height": SIDE, "width": SIDE}).save_pretrained(folder)


def picture_words(folder: Path) -> None:
    """A SigLIP with Gemma's tokenizer, as its second edition has."""
    torch.manual_seed(0)
    tokenizer = parts.gemma_tokenizer()
    tokenizer.model_max_length = 64
    layers = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = transformers.SiglipConfig(
        text_config={"vocab_size": 128, "max_position_embeddings": 64, "projection_size": 16, **layers},
        vision_config={"image_size": SIDE, "patch_size": 16, **layers},
    )
    transformers.SiglipModel(config).save_pretrained(folder)
    pictures = transformers.SiglipImageProcessorPil(size={"height": SIDE, "width": SIDE})
    transformers.SiglipProcessor(image_processor=pictures, tokenizer=tokenizer).save_pretrained(folder)


BUILDERS: dict[str, Build] = {
    "Falconsai/nsfw_image_detection": classifier,
    "google/siglip2-base-patch16-224": picture_words,
}
