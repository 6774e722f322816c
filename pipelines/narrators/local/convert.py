"""Turns Coqui's pickles into safetensors once: only tensors and plain data are read, no code of the file is run.

Beside what a voice came as it writes `model.safetensors`, `voice.json`, which is its config.json with what speaking
needs and without paths of the machine it was trained on, and for XTTS `speakers.safetensors`.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio.errors import EngineMissing, Refused

WEIGHTS, VOICE, SPEAKERS = "model.safetensors", "voice.json", "speakers.safetensors"
ASIDE = ("speaker", "language", "dvae", "mel_stats", "se_", "model_se")  # pickles that are not the voice itself
MODELS = ("vits", "xtts")
# Classes of Coqui's that its own files name. They are read as empty boxes: what they hold is plain data.
BOXED = ("XttsConfig", "XttsArgs", "XttsAudioConfig", "BaseDatasetConfig")
BOXED_IN = ("TTS.tts.models.xtts", "TTS.tts.configs.xtts_config", "TTS.config.shared_configs")
# Parts of a checkpoint that only training needs, that repeat others, or that copy somebody's voice.
LISTENER = "hifigan_decoder.speaker_encoder."
UNUSED = ("disc.", "speaker_encoder.", "audio_resampler.", "torch_mel_spectrogram", "dvae.", "gpt.gpt_inference.",
          LISTENER)  # fmt: skip
PATHS = ("speakers_file", "d_vector_file", "language_ids_file", "tokenizer_file", "speaker_encoder_config_path",
         "speaker_encoder_model_path")  # fmt: skip
KEPT = (
    "model", "audio", "model_args", "characters", "text_cleaner", "use_phonemes", "phonemizer", "phoneme_language",
    "add_blank", "enable_eos_bos_chars", "num_chars", "use_speaker_embedding", "num_speakers", "languages",
    "temperature", "length_penalty", "repetition_penalty", "top_k", "top_p",
)  # fmt: skip


class Box:
    """Stands in for a class that a file names: holds its fields, does nothing."""


def converted(folder: Path) -> Path:
    """The folder, with its weights as safetensors; they are written when the voice is first used.

    Raises Refused where a file needs code to be read, and EngineMissing where there is nothing to convert.
    """
    if _is_made(folder):
        return folder
    config = _config(folder)
    speakers = _speakers(folder)
    try:
        if _pickles(folder) or not (folder / WEIGHTS).is_file():
            _write_tensors(folder / WEIGHTS, _weights(_checkpoint(folder)))
        if isinstance(next(iter(speakers.values()), None), dict):
            _write_tensors(folder / SPEAKERS, _latents(speakers))
        said = json.dumps(cleaned(config, _names(speakers), _languages(folder)), ensure_ascii=False, indent=1)
        _write(folder / VOICE, lambda half: half.write_text(said, encoding="utf-8"))
    except OSError as error:
        raise EngineMissing(
            f"The voice in '{folder}' cannot be made ready: {error.strerror or error}.",
            "Make the folder writable and see that its disk has room.",
        ) from error
    return folder


def cleaned(config: dict[str, Any], speakers: list[str], languages: list[str]) -> dict[str, Any]:
    """What of a config speaking needs; raises Refused for one that names code or files outside Coqui's own."""
    if config.get("model") not in MODELS:
        raise EngineMissing(
            f"This is no voice that we can run: it says '{config.get('model')}'.",
            f"Use one of these kinds: {', '.join(MODELS)}.",
        )
    kept = {key: config[key] for key in KEPT if key in config}
    arguments = {key: value for key, value in config.get("model_args", {}).items() if key not in PATHS}
    if config["model"] == "vits":
        arguments |= {"init_discriminator": False, "use_speaker_encoder_as_loss": False}
    if arguments.get("use_d_vector_file") or config.get("use_d_vector_file"):
        raise EngineMissing("This voice speaks only after a recording, and copies no voices here.", "Choose another.")
    characters = config.get("characters") or {}
    if not str(characters.get("characters_class") or "TTS.").startswith("TTS."):
        raise Refused(f"This voice asks for code named '{characters['characters_class']}'.", "Choose another voice.")
    kept["model_args"] = arguments
    if languages:
        kept["languages"] = languages
    return {**kept, "speakers": speakers or config.get("speakers") or []}


def _config(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise EngineMissing(f"'{folder}' has no config.json to be read.", "Download the voice again.") from error


def _pickles(folder: Path) -> list[Path]:
    """The files that the weights may be in."""
    return [file for file in sorted(folder.glob("*.pth")) if not file.name.startswith(ASIDE)]


def _is_made(folder: Path) -> bool:
    """Whether what is written from a voice's files is there, and from those that lie there now."""
    made = [folder / WEIGHTS, folder / VOICE]
    if not all(file.is_file() for file in made):
        return False
    came = [*folder.glob("*.pth"), folder / "config.json"] if _pickles(folder) else []
    newest = max((file.stat().st_mtime_ns for file in came if file.is_file()), default=0)
    return min(file.stat().st_mtime_ns for file in made) >= newest


def _checkpoint(folder: Path) -> dict[str, Any]:
    """The checkpoint's tensors by name."""
    files = _pickles(folder)
    if not files:
        raise EngineMissing(f"'{folder}' has no weights.", "Download the voice again.")
    read = _plain(next((file for file in files if file.stem in ("model", "model_file")), files[0]))
    return dict(read["model"] if isinstance(read, dict) and "model" in read else read)


def _weights(found: dict[str, Any]) -> dict[str, Any]:
    named = {name.removeprefix("xtts."): tensor for name, tensor in found.items() if hasattr(tensor, "dtype")}
    return {name: tensor for name, tensor in named.items() if not name.startswith(UNUSED)}


def _speakers(folder: Path) -> dict[str, Any]:
    """Speakers by name: their numbers, or with XTTS what it knows of each."""
    for name in ("speakers_xtts.pth", "speaker_ids.json", "speakers.json", "speaker_ids.pth", "speakers.pth"):
        if (file := folder / name).is_file():
            found = json.loads(file.read_text(encoding="utf-8")) if file.suffix == ".json" else _plain(file)
            return {str(speaker).strip(): value for speaker, value in found.items()}
    return {}


def _names(speakers: dict[str, Any]) -> list[str]:
    if any(isinstance(value, dict) for value in speakers.values()):
        return list(speakers)
    return sorted(speakers, key=lambda name: int(speakers[name]))


def _languages(folder: Path) -> list[str]:
    file = folder / "language_ids.json"
    return list(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else []


def _latents(speakers: dict[str, Any]) -> dict[str, Any]:
    """XTTS's own voices as tensors named by the speaker's number."""
    return {
        f"{number}.{name}": tensor
        for number, latents in enumerate(speakers.values())
        for name, tensor in latents.items()
        if name in ("gpt_cond_latent", "speaker_embedding")
    }


def _plain(file: Path) -> Any:
    """What a pickle holds, tensors and plain data alone; raises Refused where it needs more than that."""
    import torch  # noqa: PLC0415 - only where there is something to convert

    with _boxes():
        try:
            return torch.load(file, map_location="cpu", weights_only=True)
        except pickle.UnpicklingError as error:
            raise Refused(
                f"The file '{file.name}' needs code to be run to be read, and may do anything with this machine.",
                "Choose another voice, or get this one from its maker as safetensors.",
            ) from error


@contextmanager
def _boxes() -> Iterator[None]:
    import torch  # noqa: PLC0415

    names = [f"{module}.{name}" for module in BOXED_IN for name in BOXED]
    with torch.serialization.safe_globals([(Box, name) for name in names]):
        yield


def _write_tensors(file: Path, found: dict[str, Any]) -> None:
    from safetensors.torch import save_file  # noqa: PLC0415

    whole = {name: tensor.detach().clone().contiguous() for name, tensor in found.items()}
    _write(file, lambda half: save_file(whole, half))


def _write(file: Path, write: Any) -> None:
    """Whole or not at all."""
    half = file.with_name(f"{file.name}.{os.getpid()}.half")
    write(half)
    half.replace(file)
