"""XTTS-v2, Coqui's voice in seventeen languages, with its own speakers; it copies nobody's voice here."""

from __future__ import annotations

import importlib.util
from typing import Any, NamedTuple

from pipelines.machinery.models import weights
from pipelines.machinery.models.placement import Placement
from pipelines.narrators.breaths import Sounded, Stretch
from pipelines.narrators.local.align import Aligner
from pipelines.narrators.local.base import Line, seeded
from pipelines.narrators.local.convert import SPEAKERS, VOICE, WEIGHTS, converted
from pipelines.narrators.local.coqui import CoquiVits, filled, imported
from studio.cards import Card
from studio.errors import BadInput, EngineMissing
from studio.roles import Desk

NAMES = {"zh": "zh-cn"}  # what the model calls a language, where that is not its BCP 47 tag
# Characters that it says in one breath, by its own tokenizer (TTS/tts/layers/xtts/tokenizer.py).
LIMITS = {"en": 250, "de": 253, "fr": 273, "es": 239, "zh": 82, "ar": 166, "cs": 186, "ru": 182, "ja": 71, "ko": 95,
          "hi": 150}  # fmt: skip
EXTRA = {"zh": "pypinyin", "ja": "cutlet"}  # modules that it reads these languages with


class Xtts(NamedTuple):
    model: Any
    speakers: dict[str, Any]


class CoquiXtts(CoquiVits):
    """Word times by forced alignment with Whisper: the model says none itself."""

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self._aligner = Aligner(*weights.helpers(card))

    def _breath(self, language: str) -> int:
        return LIMITS.get(language, 200)

    def _timed(self, sound: Sounded, stretch: Stretch, line: Line, desk: Desk) -> Sounded:
        return self._aligner.timed(sound, stretch, line.language, desk)

    def _load(self, placement: Placement) -> Xtts:
        from safetensors.torch import load_file  # noqa: PLC0415 - only where the model is

        folder = converted(weights.folder(self.card))
        config = imported("TTS.config").load_config(folder / VOICE)
        package = imported("TTS.tts.models.xtts")
        model = package.Xtts(config)
        model.tokenizer = package.VoiceBpeTokenizer(vocab_file=folder / "vocab.json")
        model.init_models()
        del model.hifigan_decoder.speaker_encoder  # what would copy a voice from a recording
        filled(model, folder / WEIGHTS, self.card.name)
        model.gpt.init_gpt_for_inference(kv_cache=model.args.kv_cache)
        latents = load_file(folder / SPEAKERS)
        names = list(config.speakers)
        kept = ("gpt_cond_latent", "speaker_embedding")
        speakers = {name: [latents[f"{number}.{part}"] for part in kept] for number, name in enumerate(names)}
        model.hifigan_decoder.eval()
        model.gpt.eval()
        return Xtts(model.to(placement.device), speakers)

    def _worded(self, word: str, language: str) -> str:
        if (extra := EXTRA.get(language, "")) and importlib.util.find_spec(extra) is None:
            raise EngineMissing(f"To read '{language}', this voice needs {extra}.", f"Run 'pip install {extra}'.")
        return super()._worded(word, language)

    def _sounded(self, xtts: Xtts, stretch: Stretch, line: Line) -> Sounded | None:
        import numpy as np  # noqa: PLC0415

        name = NAMES.get(line.language, line.language)
        if not any(sign.isalnum() for sign in stretch.text):
            return None
        model, config = xtts.model, xtts.model.config
        if len(model.tokenizer.encode(stretch.text.lower(), lang=name)) >= model.args.gpt_max_text_tokens:
            raise BadInput(f"'{stretch.text[:40]}...' is too long for this voice.", "Write it as several sentences.")
        with seeded(stretch.text, name, line.voice, line.pace):
            found = model.inference(
                stretch.text,
                name,
                *xtts.speakers[line.voice],
                temperature=config.temperature,
                length_penalty=config.length_penalty,
                repetition_penalty=config.repetition_penalty,
                top_k=config.top_k,
                top_p=config.top_p,
                speed=line.pace,
                stopping_criteria=[_watch(line)],
            )
        samples = np.asarray(found["wav"], np.float32).ravel()
        return Sounded(samples, int(config.audio.output_sample_rate), {})


def _watch(line: Line) -> Any:
    """Asked after each token whether to stop: never, but a cancel goes through it."""

    def at_token(tokens: Any, scores: Any, **more: Any) -> Any:
        line.still_wanted()
        return tokens.new_zeros(len(tokens), dtype=bool)

    return at_token
