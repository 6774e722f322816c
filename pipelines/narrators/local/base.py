"""What narrators with a model share: who speaks which language, sentence by sentence, and when each word begins."""

from __future__ import annotations

import difflib
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from pipelines.machinery import waves
from pipelines.machinery.models import residency, weights
from pipelines.machinery.models.diffusion import require_finite
from pipelines.machinery.models.placement import Placement
from pipelines.machinery.words import has_words
from pipelines.narrators.breaths import Sounded, Stretch, joined, stretches
from pipelines.narrators.polish import polish
from pipelines.narrators.spoken import written_words
from pipelines.narrators.words import timed
from studio.asks import Speak
from studio.cards import Card
from studio.errors import BadInput, EngineFailed
from studio.film import SAMPLE_RATE, Speech
from studio.roles import Desk

NOTHING_TO_SAY = 0.6  # seconds of silence for a line without a letter, as the embedded narrator has it
FLAT = 1e-4  # of full scale: a voice that moves less than this is broken, not quiet
LEVEL = 0.9  # of full scale, for the loudest sample before the sound is polished: silence is told by its level
ALIASES = {"cmn": "zh", "iw": "he", "in": "id", "nb": "no", "nn": "no", "fil": "tl"}


class Narrator(ABC):
    """Speaks lines with a model. A room's engines say how the model is loaded, and how it says one stretch."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self._model = residency.Loaded(card, self._load)

    @abstractmethod
    def _load(self, placement: Placement) -> Any:
        """The model, where the placement says."""

    @abstractmethod
    def _worded(self, word: str, language: str) -> str:
        """What the voice is given for a written word; empty for what is seen but not said."""

    @abstractmethod
    def _sounded(self, model: Any, stretch: Stretch, line: Line) -> Sounded | None:
        """How the model says a stretch; None where it knows none of its letters."""

    def _timed(self, sound: Sounded, stretch: Stretch, line: Line, desk: Desk) -> Sounded:
        """The sound with its words' times, where the model itself did not say them."""
        return sound

    def _breath(self, language: str) -> int:
        """How many characters it says in one breath."""
        return 250

    def _languages(self) -> tuple[str, ...]:
        """The languages it speaks, as BCP 47; empty: not known, so any."""
        return self.card.languages

    def _voices(self) -> tuple[str, ...]:
        """The names of its voices; empty where it has one alone."""
        return ()

    def speak(self, asks: Sequence[Speak], desk: Desk) -> Iterator[Speech]:
        for at, ask in enumerate(asks):
            desk.tick(at / len(asks), f"{self.card.name} speaks line {at + 1} of {len(asks)}")
            yield self._say(ask, desk, lambda part, at=at: desk.tick((at + part) / len(asks)))

    def _say(self, ask: Speak, desk: Desk, tick: Callable[[float], None]) -> Speech:
        line = Line(ask, _spoken(ask.language, self._languages(), self.card), self._voice(ask.voice), tick)
        written = written_words(ask.text)
        texts = [word.text for word in written]
        if not has_words(ask.text):
            return _silence(texts, desk)
        said = [self._worded(word.text, line.language) for word in written]
        parts = stretches(ask.text, written, said, line.language, self._breath(line.language))
        sounds = []
        for number, part in enumerate(parts):
            line.come_to(number / len(parts))
            sounds.append(self._model.use(lambda model, part=part: self._sounded(model, part, line), desk))
        pairs = [(part, sound) for part, sound in zip(parts, sounds, strict=True) if sound]
        for _, sound in pairs:
            require_finite(sound.samples, self.card)
        heard = [self._timed(sound, part, line, desk) for part, sound in pairs]
        if not heard:
            raise BadInput(
                f"The narrator '{self.card.name}' cannot speak '{_short(ask.text)}': it knows none of its letters.",
                "Write the line in a language that it speaks, or choose another narrator.",
            )
        return _finished(joined(heard, ask.pace), texts, desk, self.card)

    def _voice(self, name: str) -> str:
        """The voice of that name; an empty name is the card's own choice, else the first."""
        voices = self._voices()
        if not name:
            return str(self.card.runs.options.get("voice", voices[0] if voices else ""))
        for known in voices:
            if known.lower() == name.strip().lower():
                return known
        if not voices:
            raise BadInput(
                f"There is no voice called '{name}': the narrator '{self.card.name}' has one alone.",
                "Leave the voice empty.",
            )
        near = difflib.get_close_matches(name, voices, 3, 0.5)
        shown = list(dict.fromkeys([*near, *voices]))[:5]
        raise BadInput(f"There is no voice called '{name}'.", f"Try one of: {', '.join(shown)}.")

    def _index(self, name: str = "config.json") -> dict[str, Any]:
        """One of the model's small files of JSON; empty where it has none."""
        file = weights.folder(self.card) / name
        return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


class Line:
    """One line while it is spoken: what was asked, the language and the voice by the model's names, and progress."""

    def __init__(self, ask: Speak, language: str, voice: str, tick: Callable[[float], None]) -> None:
        self.ask = ask
        self.language = language
        self.voice = voice
        self.pace = ask.pace
        self._tick = tick
        self._done = 0.0

    def come_to(self, done: float) -> None:
        """Report the share of the line that is spoken; raises Cancelled when nobody waits for it any more."""
        self._done = done
        self._tick(done)

    def still_wanted(self) -> None:
        """Raise Cancelled when nobody waits for the line any more."""
        self._tick(self._done)


@contextmanager
def seeded(*said: object) -> Iterator[None]:
    """Noise that follows from what is said alone, and leaves everybody else's noise as it was."""
    import torch  # noqa: PLC0415 - only once a model is loaded

    seed = int.from_bytes(hashlib.sha256("\0".join(map(str, said)).encode()).digest()[:7], "big")
    with torch.random.fork_rng(), torch.inference_mode():
        torch.manual_seed(seed)
        yield


@contextmanager
def durations(predictor: Any, card: Card) -> Iterator[list[Any]]:
    """What a VITS's duration predictor finds while it speaks; raises EngineFailed where these are no numbers."""
    found: list[Any] = []

    def at_work(module: Any, given: Any, lasts: Any) -> None:
        require_finite(lasts.detach().float().cpu().numpy(), card)
        found.append(lasts)

    hook = predictor.register_forward_hook(at_work)
    try:
        yield found
    finally:
        hook.remove()


def _spoken(asked: str, known: Sequence[str], card: Card) -> str:
    """The language by the card's own name for it, exact or by its root; raises BadInput for one it does not speak."""
    tag = asked.replace("_", "-").lower()
    root = ALIASES.get(tag.split("-")[0], tag.split("-")[0])
    if not known:
        return root
    for fits in (lambda one: one.lower() == tag, lambda one: one.lower().split("-")[0] == root):
        if found := next(filter(fits, known), ""):
            return found
    raise BadInput(
        f"The narrator '{card.name}' speaks no '{asked}'.",
        f"Choose another narrator, or a language that it speaks: {', '.join(known)}.",
    )


def _finished(sound: Sounded, texts: Sequence[str], desk: Desk, card: Card) -> Speech:
    """The sound as films carry it, with a time for each word."""
    loudest = float(np.abs(sound.samples).max(initial=0.0))
    polished = polish(sound.samples * (LEVEL / loudest), sound.rate) if loudest > FLAT else None
    if polished is None:
        raise EngineFailed(
            f"The narrator '{card.name}' gave no sound.",
            "Its files may be damaged: download them again, or choose another.",
        )
    seconds = len(polished.sound) / SAMPLE_RATE
    begins = {word: polished.moved(second) for word, second in sound.begins.items()}
    out = desk.scratch(".wav")
    waves.write(out, polished.sound)
    return Speech(sound=desk.keep(out), seconds=seconds, words=timed(texts, begins, polished.pauses, seconds))


def _silence(texts: Sequence[str], desk: Desk) -> Speech:
    out = desk.scratch(".wav")
    waves.write(out, np.zeros((int(NOTHING_TO_SAY * SAMPLE_RATE), 1), np.float32))
    return Speech(sound=desk.keep(out), seconds=NOTHING_TO_SAY, words=timed(texts, {}, (), NOTHING_TO_SAY))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
