"""Animators on the machine itself: a diffusion model of any family moves the keyframe."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from pipelines.animators.embedded import NEARLY_LOSSLESS, Parallax
from pipelines.animators.local import extend, families, frames, sound, words
from pipelines.animators.local.families import Wanted
from pipelines.animators.local.frames import Canvas
from pipelines.animators.local.steps import Counted, same_chance, watched
from pipelines.machinery import motion
from pipelines.machinery.models import diffusion, residency
from pipelines.machinery.models.placement import Placement
from pipelines.machinery.video import Encoder
from studio.asks import Animate
from studio.cards import Card
from studio.errors import BadInput, EngineFailed, EngineMissing, TooMuch
from studio.film import SAMPLE_RATE, Footage
from studio.roles import Desk

NEAR = Fraction(45, 1000)  # rates that differ by less play frame for frame, as film does on European television


class Score(NamedTuple):
    """How one shot is made: on which canvas, at which rate, in which clips, and at which of their frames it looks."""

    canvas: Canvas
    rate: Fraction
    plan: extend.Plan
    step: Fraction  # frames of the model's from one of the film's to the next


class Diffusion:
    """Asks a pipeline of diffusers for clips and makes of them a shot of the film's size, rate and length.

    Charts, cards and maps are moved by the embedded animator, which leaves them as they are.
    """

    def __init__(self, card: Card, load: Callable[[Placement], Any] | None = None) -> None:
        """`load` gives the pipeline itself, by default out of the card's files."""
        self._card = card
        self._family = families.family(card)
        self._model = residency.Loaded(card, load or (lambda placement: _loaded(card, placement)))

    def animate(self, asks: Sequence[Animate], desk: Desk) -> Iterator[Footage]:
        """One clip for each ask, in order. Raises BadInput for what cannot be read, and what the model cannot do."""
        for ask in asks:
            if ask.last and not self._card.honours("last frame"):
                raise BadInput(
                    f"The animator '{self._card.name}' cannot end a shot on a given picture.",
                    "Take the shot's last picture away, or choose an animator that honours it.",
                )
        for number, ask in enumerate(asks):
            if ask.picture.seen.places:  # a chart that morphs would lie, and its labels would stand beside it
                yield from Parallax().animate([ask], _Share(desk, number, len(asks)))
                continue
            yield _Shot(self._card, self._family, self._model, ask, desk, Counted(desk, number, len(asks))).made()


class _Share:
    """The desk for one of several asks: what is done of it is a share of the whole."""

    def __init__(self, desk: Desk, number: int, count: int) -> None:
        self.path, self.scratch, self.keep = desk.path, desk.scratch, desk.keep
        self._desk, self._number, self._count = desk, number, count

    def tick(self, done: float, note: str = "") -> None:
        self._desk.tick((self._number + done) / self._count, note)


class _Shot:
    """One ask on its way to footage."""

    def __init__(
        self,
        card: Card,
        family: families.Family,
        model: residency.Loaded,
        ask: Animate,
        desk: Desk,
        counted: Counted,
    ) -> None:
        self.card, self.family, self.model = card, family, model
        self.ask, self.desk, self.counted = ask, desk, counted
        self.heard: list[sound.Piece] = []
        self.picture = frames.still(desk.path(ask.picture.image), ask.size)
        self.last = frames.still(desk.path(ask.last), ask.size) if ask.last else None

    def made(self) -> Footage:
        score = self._use(self._score)
        file = self.desk.scratch(".mp4")
        count = self.ask.frames
        made = extend.film(lambda number, start: self._clip(score, number, start), score.plan, self._history(score))
        moments = [number * score.step for number in range(count)]
        with Encoder(file, self.ask.size, self.ask.fps, **NEARLY_LOSSLESS) as encoder:
            for frame in motion.retimed(made, moments):
                self.counted.tick()
                encoder.write(score.canvas.lifted(frame))
        self.counted.tell(1.0)
        return Footage(video=self.desk.keep(file), frames=count, sound=self._sound(score))

    def _use(self, work: Callable[[Any], Any]) -> Any:
        return self.model.use(lambda pipe: work(_checked(pipe, self.card)), self.desk, self.counted.done)

    def _history(self, score: Score) -> int:
        return self.family.history(score.plan.shared)

    def _score(self, pipe: Any) -> Score:
        family, ask = self.family, self.ask
        rate = family.rate(pipe, ask.fps)
        step = Fraction(1) if abs(rate / ask.fps - 1) <= NEAR else rate / ask.fps
        wanted = math.ceil((ask.frames - 1) * step) + 1
        plan = self._plan(pipe, rate, wanted)
        if plan.calls > 1 and not families.takes_pictures(pipe):
            raise TooMuch(
                f"The animator '{self.card.name}' makes {float(plan.frames / rate):.0f} seconds at most from words "
                f"alone, and a shot lasts {float(ask.frames / ask.fps):.0f}.",
                "Make the shot's line shorter, or choose an animator that starts from a picture.",
            )
        if ask.last and ask.frames > 1:
            step = Fraction(plan.total - 1, ask.frames - 1)
        return Score(family.canvas(pipe, ask.size), rate, plan, step)

    def _plan(self, pipe: Any, rate: Fraction, wanted: int) -> extend.Plan:
        family, last = self.family, self.ask.last is not None
        counted = family.nearest if last else family.given
        if family.endless and (family.endless_to_last or not last):
            return extend.Plan(1, counted(wanted), 0)
        longest = family.longest(pipe)
        # Towards a last picture every frame counts, and a sound knows no frames that are passed over.
        spare = 0 if last or self.ask.sound else family.spare(rate, longest)
        return extend.plan(wanted, longest, family.shared(rate, longest), spare, counted)

    def _clip(self, score: Score, number: int, start: np.ndarray | None) -> np.ndarray:
        """One clip of the model's, that goes on from the frames `start`."""
        last = self.last if number + 1 == score.plan.calls else None
        wanted = Wanted(
            start=[score.canvas.laid(self.picture)] if start is None else list(start),
            last=None if last is None else score.canvas.laid(last),
            count=score.plan.frames,
            rate=score.rate,
        )
        self.counted.begin(number, score.plan.calls)
        clip, heard = self._use(lambda pipe: self._asked(pipe, score, wanted, number))
        if heard:
            self.heard.append(heard)
        if len(clip) < wanted.count:
            raise EngineFailed(
                f"The animator '{self.card.name}' gave {len(clip)} frames where {wanted.count} were asked for.",
                "Choose another animator.",
            )
        return clip[: wanted.count]

    def _asked(self, pipe: Any, score: Score, wanted: Wanted, number: int) -> tuple[np.ndarray, sound.Piece | None]:
        """A clip, and its sound where that is wanted. The pipeline's own memory of it ends here."""
        noise = diffusion.generator(self.ask, number)
        steps = _steps(pipe, self.card) * self.family.rounds(wanted.count)
        self.family.prepare(pipe)
        with watched(pipe, self.counted, steps) as callback, same_chance(noise.initial_seed()):
            given = pipe(**diffusion.accepted(pipe, self._offered(pipe, score, wanted, noise) | callback))
        heard = getattr(given, "audio", None) if self.ask.sound and self.card.honours("sound") else None
        clip = frames.pixels(given.frames[0], self.card)
        return clip, None if heard is None else self._piece(heard[0], pipe)

    def _offered(self, pipe: Any, score: Score, wanted: Wanted, noise: Any) -> dict[str, Any]:
        model, told, rate = self.card.runs, self.family.told(wanted.count), float(wanted.rate)
        return {
            "prompt": words.prompt(self.ask, model),
            "negative_prompt": words.negative(self.ask) if self.card.honours("negative prompt") else None,
            "height": score.canvas.size.height,
            "width": score.canvas.size.width,
            "num_frames": told,
            "frames": told,
            "frame_rate": rate,
            "fps": round(rate),
            "num_inference_steps": model.steps,
            "guidance_scale": model.guidance,
            "generator": noise,
            "output_type": "pt",
            **self.family.pictures(pipe, wanted),
            **self.family.more(wanted),
            **model.options,
        }

    def _piece(self, heard: Any, pipe: Any) -> sound.Piece:
        """The sound of one clip: channels x samples, or samples alone."""
        values = diffusion.require_finite(np.atleast_2d(heard.float().cpu().numpy()), self.card)
        return sound.Piece(values.T.astype(np.float32), int(pipe.vocoder.config.output_sampling_rate))

    def _sound(self, score: Score) -> Any:
        if not self.heard:
            return None
        per_frame = 1 / (score.step * self.ask.fps)  # seconds of film that one frame of the model's lasts
        plan, samples = score.plan, round(self.ask.frames / self.ask.fps * SAMPLE_RATE)
        file = self.desk.scratch(".flac")
        clip, shared = plan.frames * per_frame, plan.shared * per_frame
        sound.write(file, sound.laid(self.heard, clip, shared, score.rate * per_frame, samples))
        return self.desk.keep(file)


def _steps(pipe: Any, card: Card) -> int:
    """How many steps one round takes: as the card says, else as its options or the call's own defaults do."""
    said = families.defaults(pipe) | card.runs.options
    sizes = said.get("pyramid_num_inference_steps_list")
    return sum(sizes) if sizes else card.runs.steps or said.get("num_inference_steps") or families.STEPS


def _loaded(card: Card, placement: Placement) -> Any:
    """The card's pipeline; raises EngineMissing where the diffusers that is installed does not know its class."""
    import diffusers  # noqa: PLC0415 - seconds to import

    kind = card.runs.pipeline
    if kind and not hasattr(diffusers, kind):
        raise EngineMissing(
            f"The animator '{card.name}' needs {kind}, which diffusers {diffusers.__version__} does not have.",
            "Install the diffusers that requirements-models.txt names, or choose another.",
        )
    return diffusion.load(card, placement)


def _checked(pipe: Any, card: Card) -> Any:
    """The pipeline, if it makes film of what it will be given; raises EngineFailed."""
    reason = families.unfit(pipe, card)
    if reason:
        raise EngineFailed(
            f"'{card.runs.source}' cannot animate a picture: {reason}.",
            "Choose a model that makes film of a picture.",
        )
    return pipe
