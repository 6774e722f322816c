"""When each word of a known text is heard in a sound: Whisper is told the words, and shows where it listens."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.ndimage import median_filter
from scipy.signal import resample_poly

from pipelines.machinery.models import residency, weights
from pipelines.machinery.models.placement import Placement
from pipelines.narrators.breaths import Sounded, Stretch
from studio.cards import Card
from studio.roles import Desk

RATE = 16_000  # Hz, of Whisper
FRAME = 0.02  # seconds of one place of its encoder
SMOOTH = 7  # frames of the median over time, as in OpenAI's own whisper/timing.py


class Whisper(NamedTuple):
    model: Any
    tokenizer: Any
    listen: Any


class Aligner:
    """Finds the words of stretches in their sounds."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self._model = residency.Loaded(card, self._load)

    def timed(self, sound: Sounded, stretch: Stretch, language: str, desk: Desk) -> Sounded:
        """The same sound with the second at which each of its words begins."""
        return self._model.use(lambda whisper: self._found(whisper, sound, stretch, language), desk)

    def _load(self, placement: Placement) -> Whisper:
        import torch  # noqa: PLC0415
        import transformers  # noqa: PLC0415 - seconds to import

        folder, only = weights.folder(self.card), {"local_files_only": True}
        model = transformers.WhisperForConditionalGeneration.from_pretrained(
            folder, dtype=torch.float32, use_safetensors=True, attn_implementation="eager", **only
        )  # its files are in 16 bits and what it hears in 32; other attentions do not say where they look
        tokenizer = transformers.WhisperTokenizer.from_pretrained(folder, **only)
        listen = transformers.WhisperFeatureExtractor.from_pretrained(folder, **only)
        return Whisper(model.eval().to(placement.device), tokenizer, listen)

    def _found(self, whisper: Whisper, sound: Sounded, stretch: Stretch, language: str) -> Sounded:
        import torch  # noqa: PLC0415

        tokens, owners = _tokens(whisper.tokenizer, stretch)
        whisper.tokenizer.set_prefix_tokens(language=language.split("-", maxsplit=1)[0], task="transcribe")
        prefix = [*whisper.tokenizer.prefix_tokens]
        heard = resample_poly(sound.samples, RATE, sound.rate).astype(np.float32)
        given = whisper.listen(heard, sampling_rate=RATE, return_tensors="pt").input_features
        told = torch.tensor([[*prefix, *tokens]], device=whisper.model.device)
        with torch.inference_mode():
            seen = whisper.model(
                given.to(whisper.model.device), decoder_input_ids=told, output_attentions=True, use_cache=False
            ).cross_attentions
        frames = max(1, min(int(len(heard) / RATE / FRAME), seen[0].shape[-1]))
        looks = np.stack([seen[layer][0, head, :, :frames].float().cpu() for layer, head in _heads(whisper.model)])
        # The place before a token is where it is foretold, so the rows begin at the prefix's last.
        starts = path(_clear(looks)[len(prefix) - 1 : -1])
        begins: dict[int, float] = {}
        for owner, start in zip(owners, starts, strict=True):
            begins.setdefault(owner, start * FRAME)
        return sound._replace(begins=begins)


def _tokens(tokenizer: Any, stretch: Stretch) -> tuple[list[int], list[int]]:
    """The tokens of what is spoken, and the number of each one's word."""
    tokens: list[int] = []
    owners: list[int] = []
    for number, (word, said) in enumerate(zip(stretch.words, stretch.said, strict=True), stretch.first):
        if said:
            found = tokenizer.encode(said if word.glued else f" {said}", add_special_tokens=False)
            tokens += found
            owners += [number] * len(found)
    return tokens, owners


def _heads(model: Any) -> list[tuple[int, int]]:
    """The heads that look at where a word is heard: those that the model names, else all of its upper half."""
    named = getattr(model.generation_config, "alignment_heads", None)
    if named:
        return [(int(layer), int(head)) for layer, head in named]
    layers, heads = model.config.decoder_layers, model.config.decoder_attention_heads
    return [(layer, head) for layer in range(layers // 2, layers) for head in range(heads)]


def _clear(looks: np.ndarray) -> np.ndarray:
    """How much each token is looked for at each frame (heads x tokens x frames -> tokens x frames)."""
    spread = looks.std(axis=1, keepdims=True)
    plain = (looks - looks.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-9)
    return np.asarray(median_filter(plain, size=(1, 1, SMOOTH), mode="reflect").mean(axis=0))


def path(looks: np.ndarray) -> list[int]:
    """For each token (row) the frame (column) at which it begins, on the way with the most looks (DTW)."""
    rows, columns = looks.shape
    cost = np.full((rows + 1, columns + 1), np.inf)
    cost[0, 0] = 0.0
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            before = min(cost[row - 1, column - 1], cost[row, column - 1], cost[row - 1, column])
            cost[row, column] = before - looks[row - 1, column - 1]
    starts = [0] * rows
    row, column = rows, columns
    while row and column:
        starts[row - 1] = column - 1
        ways = (cost[row - 1, column - 1], cost[row, column - 1], cost[row - 1, column])
        step = int(np.argmin(ways))
        row, column = row - (step != 1), column - (step != 2)
    return starts
