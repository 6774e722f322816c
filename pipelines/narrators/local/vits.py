"""VITS as transformers has it, above all the thousand languages of MMS: letters in, a waveform out."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from pipelines.machinery.models import weights
from pipelines.machinery.models.placement import Placement
from pipelines.narrators.breaths import Sounded, Stretch
from pipelines.narrators.letters import begins, spelt, with_blanks
from pipelines.narrators.local.base import Line, Narrator, durations, seeded
from pipelines.narrators.numerals import worded
from pipelines.narrators.phonemes import Signs, pronounced
from pipelines.narrators.spoken import spoken
from studio.errors import EngineMissing


class Vits(NamedTuple):
    model: Any
    tokenizer: Any


class TransformersVits(Narrator):
    """Exact word times: the model itself says how long each letter lasts."""

    def _load(self, placement: Placement) -> Vits:
        import transformers  # noqa: PLC0415 - seconds to import

        folder = weights.folder(self.card)
        model = transformers.VitsModel.from_pretrained(folder, use_safetensors=True, local_files_only=True)
        tokenizer = transformers.VitsTokenizer.from_pretrained(folder, local_files_only=True)
        if tokenizer.is_uroman:
            raise EngineMissing(
                f"The narrator '{self.card.name}' reads its language in Latin letters only, which we cannot write.",
                "Choose another narrator.",
            )
        return Vits(model.eval().to(placement.device), tokenizer)

    def _languages(self) -> tuple[str, ...]:
        return self.card.languages or self._taught

    @cached_property
    def _taught(self) -> tuple[str, ...]:
        """The language that the tokenizer's file names by ISO 639-3, as BCP 47 has it."""
        from babel.core import get_global  # noqa: PLC0415 - 20 ms for its table

        said = str(self._index("tokenizer_config.json").get("language") or "").split("-")[0]
        return (get_global("language_aliases").get(said, said),) if said else ()

    @cached_property
    def _phonemic(self) -> bool:
        return bool(self._index("tokenizer_config.json").get("phonemize"))

    def _voices(self) -> tuple[str, ...]:
        count = int(self._index().get("num_speakers", 1))
        return tuple(str(number) for number in range(count)) if count > 1 else ()

    def _worded(self, word: str, language: str) -> str:
        return spoken(word, language) if self._phonemic else worded(word, language)

    def _sounded(self, vits: Vits, stretch: Stretch, line: Line) -> Sounded | None:
        import torch  # noqa: PLC0415

        signs = self._signs(vits.tokenizer, stretch, line)
        if not signs:
            return None
        ids, owners = [vits.tokenizer.encoder[sign] for sign, _ in signs], [owner for _, owner in signs]
        if vits.tokenizer.add_blank:
            ids, owners = with_blanks(ids, 0), with_blanks(owners, -1)
        model = vits.model
        model.speaking_rate = line.pace
        speaker = int(line.voice) if line.voice else None
        with durations(model.duration_predictor, self.card) as logs, seeded(stretch.text, line.language, line.voice):
            wave = model(input_ids=torch.tensor([ids], device=model.device), speaker_id=speaker).waveform[0]
        frames = torch.ceil(torch.exp(logs[0]) / line.pace).flatten().tolist()  # as the model itself rounds them
        rate = model.config.sampling_rate
        return Sounded(wave.float().cpu().numpy(), rate, begins(owners, frames, len(wave) / rate))

    def _signs(self, tokenizer: Any, stretch: Stretch, line: Line) -> Signs:
        known = tokenizer.encoder
        if not self._phonemic:
            return spelt(stretch, known)
        words = [(number, said) for number, said in enumerate(stretch.said, stretch.first) if said]
        return [(sign, owner) for sign, owner in pronounced(words, line.language, line.still_wanted) if sign in known]
