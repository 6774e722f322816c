"""Composers that run diffusers' pipelines of sound: music beds by mood, and the sounds of what is seen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from pipelines.composers import beds
from pipelines.composers.moods import CHARACTERS
from pipelines.machinery import waves
from pipelines.machinery.models import diffusion, residency
from pipelines.machinery.models.placement import Placement
from pipelines.machinery.waves import Sound, resampled
from studio.asks import Compose, Foley, Pulse
from studio.cards import Card
from studio.errors import BadInput, EngineFailed
from studio.film import SAMPLE_RATE, Artifact, Beats, Mood
from studio.roles import Desk

FLAT = 1e-5  # of full scale: a sound that moves less is none
# How a mood sounds, in the words of a prompt.
MOODS: dict[Mood, str] = {
    "bright": "bright uplifting corporate pop, plucked guitar, light piano, claps, optimistic",
    "warm": "warm acoustic folk, soft electric piano, fingerpicked guitar, brushed drums, heartfelt",
    "calm": "calm ambient, slow airy pads, gentle piano, peaceful, spacious",
    "playful": "playful light music, marimba, pizzicato strings, whistling, bouncy, cheerful",
    "serious": "serious modern underscore, sustained strings, felt piano, restrained, thoughtful",
    "tense": "tense cinematic underscore, low pulsing synth bass, ticking percussion, suspense, minor key",
}
BED = "instrumental background music, no vocals, clean mix"
SHORTEST = 2.0  # seconds that a sound is asked for at least, where its card says nothing


class Composer(ABC):
    """Yields beds and effects. A subclass says how its pipeline is asked for a sound of some seconds."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self._model = residency.Loaded(card, self._load)

    @abstractmethod
    def _played(self, pipe: Any, ask: Compose | Foley, seconds: float, on_step: Callable[[float], None]) -> Sound:
        """What the model plays, at 48 kHz (frames x channels)."""

    @abstractmethod
    def _reach(self, pipe: Any) -> tuple[float, float]:
        """The shortest and the longest sound that it makes at once, in seconds."""

    def compose(self, asks: Sequence[Compose], desk: Desk) -> Iterator[Artifact]:
        for at, ask in enumerate(asks):
            bar = beds.BEATS * 60.0 / CHARACTERS[ask.mood].tempo
            yield self._made(ask, bar, at / len(asks), 1 / len(asks), desk)

    def foley(self, asks: Sequence[Foley], desk: Desk) -> Iterator[Artifact]:
        for at, ask in enumerate(asks):
            if not self.card.honours("effects"):
                raise BadInput(f"The composer '{self.card.name}' makes no sound effects.", "Choose another composer.")
            yield self._made(ask, 0.0, at / len(asks), 1 / len(asks), desk)

    def pulse(self, asks: Sequence[Pulse], desk: Desk) -> Iterator[Beats]:
        """Nothing is known beforehand: a tempo was asked for, not where its beats fall."""
        for _ in asks:
            yield Beats()

    def _load(self, placement: Placement) -> Any:
        return diffusion.load(self.card, placement)

    def _made(self, ask: Compose | Foley, bar: float, done: float, share: float, desk: Desk) -> Artifact:
        desk.tick(done, f"{self.card.name} plays")
        played = self._model.use(lambda pipe: self._asked(pipe, ask, done, share, desk), desk, done)
        diffusion.require_finite(played, self.card)
        if not len(played) or float(np.abs(played).max()) < FLAT:
            raise EngineFailed(
                f"The composer '{self.card.name}' gave no sound.",
                "Its files may be damaged: download them again, or choose another.",
            )
        sound = beds.finished(beds.looped(beds.begun(played), ask.samples, bar), ask.samples)
        out = desk.scratch(".wav")
        waves.write(out, sound, ask.seed)
        return desk.keep(out)

    def _asked(self, pipe: Any, ask: Compose | Foley, done: float, share: float, desk: Desk) -> Sound:
        shortest, longest = self._reach(pipe)
        wanted = ask.samples / SAMPLE_RATE + (1.0 if isinstance(ask, Compose) else 0.0)  # for silence at its start
        seconds = float(np.clip(wanted, shortest, longest))
        return self._played(pipe, ask, seconds, lambda part: desk.tick(done + share * part))

    def _options(self) -> dict[str, Any]:
        """What the card says of its pipeline's call; `shortest` and `longest` are ours."""
        own = ("shortest", "longest")
        return {key: value for key, value in self.card.runs.options.items() if key not in own}


class AceStep(Composer):
    """Whole pieces of ten seconds to ten minutes. The tempo is asked for, not promised."""

    def _reach(self, pipe: Any) -> tuple[float, float]:
        options = self.card.runs.options
        return float(options.get("shortest", SHORTEST)), float(options.get("longest", 600.0))

    def _played(self, pipe: Any, ask: Compose | Foley, seconds: float, on_step: Callable[[float], None]) -> Sound:
        if isinstance(ask, Foley):
            raise BadInput(f"The composer '{self.card.name}' makes no sound effects.", "Choose another composer.")
        steps = self.card.runs.steps or 8

        def at_step(pipe: Any, step: int, timestep: Any, values: dict[str, Any]) -> dict[str, Any]:
            on_step((step + 1) / steps)
            return values

        found = pipe(
            prompt=f"{MOODS[ask.mood]}, {BED}",
            lyrics="[Instrumental]",
            audio_duration=seconds,
            bpm=round(CHARACTERS[ask.mood].tempo),
            timesignature=str(beds.BEATS),
            num_inference_steps=steps,
            guidance_scale=self.card.runs.guidance or 1.0,
            generator=diffusion.generator(ask, ask.mood),
            callback_on_step_end=at_step,
            output_type="np",
            **self._options(),
        ).audios[0]
        return resampled(np.ascontiguousarray(found.T, np.float32), pipe.sample_rate)


class StableAudio(Composer):
    """At most 47 seconds at once, so longer beds go round; effects as well as music."""

    def _reach(self, pipe: Any) -> tuple[float, float]:
        window = pipe.transformer.config.sample_size * pipe.vae.hop_length / pipe.vae.config.sampling_rate
        return min(SHORTEST, window), float(window)

    def _played(self, pipe: Any, ask: Compose | Foley, seconds: float, on_step: Callable[[float], None]) -> Sound:
        steps = self.card.runs.steps or 100
        found = pipe(
            _told(ask),
            negative_prompt=_not_told(ask) if self.card.honours("negative prompt") else None,
            audio_end_in_s=seconds,
            num_inference_steps=steps,
            guidance_scale=self.card.runs.guidance or 7.0,
            generator=diffusion.generator(ask, _told(ask)),
            callback=lambda step, timestep, latents: on_step((step + 1) / steps),
            output_type="np",
            **self._options(),
        ).audios[0]
        return resampled(np.ascontiguousarray(found.T, np.float32), pipe.vae.config.sampling_rate)


def _told(ask: Compose | Foley) -> str:
    if isinstance(ask, Foley):
        return ask.hears
    return f"{MOODS[ask.mood]}, {BED}, {round(CHARACTERS[ask.mood].tempo)} BPM"


def _not_told(ask: Compose | Foley) -> str:
    return "low quality, music" if isinstance(ask, Foley) else "low quality, vocals, speech"
