"""Coqui TTS's VITS voices, built from their config and filled with safetensors."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import warnings
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.machinery.models import weights
from pipelines.machinery.models.placement import Placement
from pipelines.narrators.breaths import Sounded, Stretch
from pipelines.narrators.letters import begins, spelt, with_blanks
from pipelines.narrators.local.base import Line, Narrator, durations, seeded
from pipelines.narrators.local.convert import VOICE, WEIGHTS, converted
from pipelines.narrators.numerals import worded
from pipelines.narrators.phonemes import Signs, pronounced
from pipelines.narrators.spoken import spoken
from studio.errors import EngineFailed, EngineMissing


def why_not() -> str:
    """Why Coqui TTS cannot run here, in one sentence; empty when it can.

    Nothing is imported for it, since that takes seconds; what only an import shows is said when a voice is loaded.
    """
    absent = [name for name in ("torchaudio", "torchcodec", "six") if importlib.util.find_spec(name) is None]
    if absent:
        return f"Coqui TTS needs {' and '.join(absent)} beside it: run 'make setup-models'."
    audio = importlib.util.find_spec("torchaudio")
    compiled = audio and audio.origin and next(Path(audio.origin).parent.rglob("*.so"), None)
    if compiled and "+cpu" in importlib.metadata.version("torch"):
        return "Its torchaudio is built for CUDA and torch is not: run 'python tools/fit_torchaudio.py'."
    return ""


def imported(name: str) -> Any:
    """A module of Coqui TTS; raises EngineMissing where it, or what it stands on, does not load."""
    try:
        return importlib.import_module(name)
    except (ImportError, OSError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EngineMissing(
            f"Coqui TTS does not load here: {reason}.", "Run 'make setup-models' to set it up."
        ) from error


class CoquiVits(Narrator):
    """Exact word times: the model itself says how long each sign lasts."""

    def _load(self, placement: Placement) -> Any:
        folder = converted(weights.folder(self.card))
        config = imported("TTS.config").load_config(folder / VOICE)
        model = _built(config)
        filled(model, folder / WEIGHTS, self.card.name)
        return model.eval().to(placement.device)

    def _languages(self) -> tuple[str, ...]:
        said = self._said.get("languages") or [self._said.get("phoneme_language")]
        return self.card.languages or tuple(filter(None, said))

    def _voices(self) -> tuple[str, ...]:
        return tuple(self._said.get("speakers", ()))

    @cached_property
    def _said(self) -> dict[str, Any]:
        file = converted(weights.folder(self.card)) / VOICE
        return dict(json.loads(file.read_text(encoding="utf-8")))

    def _worded(self, word: str, language: str) -> str:
        return spoken(word, language) if self._said.get("use_phonemes") else worded(word, language)

    def _sounded(self, model: Any, stretch: Stretch, line: Line) -> Sounded | None:
        import torch  # noqa: PLC0415

        signs = _signs(model, stretch, line)
        if not signs:
            return None
        letters = model.tokenizer.characters
        ids, owners = [letters.char_to_id(sign) for sign, _ in signs], [owner for _, owner in signs]
        if model.tokenizer.add_blank:
            ids, owners = with_blanks(ids, model.tokenizer.blank_id), with_blanks(owners, -1)
        if model.tokenizer.use_eos_bos:
            ids, owners = [letters.bos_id, *ids, letters.eos_id], [-1, *owners, -1]
        model.length_scale = model.args.length_scale / line.pace
        given = torch.tensor([ids], device=model.device)
        with durations(model.duration_predictor, self.card), seeded(stretch.text, line.language, line.voice):
            found = model.inference(given, aux_input=_aside(model, len(ids), line))
        wave = found["model_outputs"].flatten().float().cpu().numpy()
        rate = int(model.config.audio.sample_rate)
        return Sounded(wave, rate, begins(owners, found["durations"].flatten().tolist(), len(wave) / rate))


def filled(model: Any, file: Path, name: str) -> None:
    """Put the weights of a file into a model; raises EngineFailed where they do not fit."""
    from safetensors.torch import load_file  # noqa: PLC0415

    try:
        model.load_state_dict(load_file(file))
    except RuntimeError as error:
        if "size mismatch" not in str(error) and "key(s)" not in str(error):
            raise
        raise EngineFailed(
            f"The weights of '{name}' do not fit its config.", "Download the voice again, or choose another."
        ) from error


def _built(config: Any) -> Any:
    """A VITS without weights, whose phonemes come from our own espeak-ng rather than from a program on the path."""
    kind = imported("TTS.tts.models.vits").Vits
    tokenizer, config = _tokenizer(config)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = kind.__new__(kind)
        model.tokenizer = tokenizer  # a model that has its tokenizer builds none
        model.__init__(config)
    model.audio_resampler = None  # for training alone, as Coqui's own loader has it
    return model


def _tokenizer(config: Any) -> tuple[Any, Any]:
    phonemic = bool(config.use_phonemes)
    if phonemic and (config.phonemizer or "espeak") != "espeak":
        raise EngineMissing(f"This voice needs the phonemes of '{config.phonemizer}'.", "Choose another narrator.")
    if phonemic and config.characters and not config.characters.characters_class:
        config.characters.characters_class = "TTS.tts.utils.text.characters.IPAPhonemes"
    if config.text_cleaner and not hasattr(imported("TTS.tts.utils.text.cleaners"), config.text_cleaner):
        raise EngineMissing(f"This voice needs the text cleaner '{config.text_cleaner}'.", "Choose another narrator.")
    config.use_phonemes = False
    tokenizer, config = imported("TTS.tts.utils.text.tokenizer").TTSTokenizer.init_from_config(config)
    config.use_phonemes = tokenizer.use_phonemes = phonemic
    return tokenizer, config


def _signs(model: Any, stretch: Stretch, line: Line) -> Signs:
    """The stretch as the model's own signs: letters, or phonemes with their punctuation."""
    known = set(model.tokenizer.characters.vocab)

    def prepared(said: str) -> str:
        cleaner = model.tokenizer.text_cleaner
        return str(cleaner(said, lang=line.language.split("-")[0])) if cleaner and said else said

    if not model.tokenizer.use_phonemes:
        return spelt(stretch, known, prepared)
    words = [(number, prepared(said)) for number, said in enumerate(stretch.said, stretch.first) if said]
    language = model.config.phoneme_language or line.language
    found = [(sign, owner) for sign, owner in pronounced(words, language, line.still_wanted) if sign in known]
    return found if any(sign.isalpha() for sign, _ in found) else []


def _aside(model: Any, length: int, line: Line) -> dict[str, Any]:
    """What the model is given beside the signs: who speaks, and in which of its languages."""
    import torch  # noqa: PLC0415

    def number(at: int) -> Any:
        return torch.tensor([at], device=model.device)

    names = [str(name) for name in model.config.speakers]
    languages = list(model.config.languages)
    return {
        "x_lengths": number(length),
        "speaker_ids": number(names.index(line.voice)) if names else None,
        "d_vectors": None,
        "language_ids": number(languages.index(line.language)) if line.language in languages else None,
    }
