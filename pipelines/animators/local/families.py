"""What families of models differ in, where data cannot say it: how they take pictures, count frames and go on.

A family that nobody prepared is asked by the names in its pipeline's call. What a card leaves out, the call's own
defaults say, and where they are silent, cautious ones.
"""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from PIL import Image

from pipelines.animators.local.frames import Canvas, Frame, canvas, canvas_of
from studio.cards import Card, Model
from studio.film import Size

SIZE, FRAMES, FPS, STEPS = Size(width=832, height=480), 49, Fraction(24), 50  # where neither card nor call says
BLEND = Fraction(1, 4)  # seconds in which one clip becomes the next, for a model that goes on from one picture
STARTING = Fraction(1, 2)  # seconds that such a model may take to get going again


@dataclass(frozen=True)
class Wanted:
    """One call of a pipeline: go on from the frames `start`, to the picture `last`, in `count` frames at `rate`."""

    start: list[Frame]
    last: Frame | None
    count: int
    rate: Fraction


class Family:
    """How a pipeline is asked of which nothing else is known."""

    endless = False  # whether one call makes a shot of any length, by a way of its own
    endless_to_last = False  # whether it then still ends on a picture
    rates: tuple[int, int] | None = None  # frames per second that it can be told to make, if it can be told

    def __init__(self, card: Card) -> None:
        self.card = card
        self.model: Model = card.runs

    def canvas(self, pipe: Any, film: Size) -> Canvas:
        said = defaults(pipe)
        height, width = said.get("height"), said.get("width")
        own = Size(width=width, height=height) if isinstance(height, int) and isinstance(width, int) else SIZE
        return canvas(film, self.model.size or own, self.model.multiple)

    def longest(self, pipe: Any) -> int:
        """Frames of the longest clip that it was trained on."""
        said = defaults(pipe)
        own = said.get("num_frames") or said.get("frames") or FRAMES
        return self.given(self.model.frames if self.model.frames > 1 else int(own))

    def rate(self, pipe: Any, film: Fraction) -> Fraction:
        """The frames per second that it makes: the film's, or a half or twice as many, where it can be told."""
        for rate in (film, film / 2, film * 2):
            if self.rates and self.rates[0] <= rate <= self.rates[1]:
                return rate
        said = defaults(pipe)
        return self.model.fps or Fraction(said.get("frame_rate") or said.get("fps") or FPS)

    def shared(self, rate: Fraction, longest: int) -> int:
        """Frames that a clip shares with the one before it: three times as many, and the spare, must fit into one."""
        return max(1, min(round(rate * BLEND) + 1, longest // 4))

    def spare(self, rate: Fraction, longest: int) -> int:
        """Frames at a clip's beginning that may be passed over, until it is on its way."""
        return min(round(rate * STARTING), longest // 4)

    def history(self, shared: int) -> int:
        """How many frames of those it is shown, to go on from them."""
        return 1

    def given(self, wanted: int) -> int:
        """The fewest frames it can give that are so many."""
        step = self.model.frames_step
        return max(1, math.ceil((wanted - 1) / step)) * step + 1

    def nearest(self, wanted: int) -> int:
        """Frames it can give that are nearest to so many, for a clip whose end is given."""
        return self._nearest(wanted, self.model.frames_step)

    def _nearest(self, wanted: int, step: int) -> int:
        fewer, more = self.given(max(1, wanted - step)), self.given(wanted)
        return fewer if wanted / fewer < more / wanted else more

    def told(self, given: int) -> int:
        """The number that its call takes to give so many frames."""
        return given

    def rounds(self, given: int) -> int:
        """How often it goes through its steps for so many frames."""
        return 1

    def pictures(self, pipe: Any, wanted: Wanted) -> dict[str, Any]:
        """The arguments that carry pictures, under every name that a call may have for them."""
        first = picture(wanted.start[0])
        return {"image": first, "last_image": None if wanted.last is None else picture(wanted.last)}

    def more(self, wanted: Wanted) -> dict[str, Any]:
        """Arguments of its own."""
        return {}

    def prepare(self, pipe: Any) -> None:
        """What must be set on the pipeline itself, since its call cannot be told."""

    def unfit(self, pipe: Any) -> str:
        """Why the weights do not fit the pipeline, in a few words; empty when they do."""
        return ""


class Wan(Family):
    """One pipeline runs all of them, and fails at the first step of those that were made for something else."""

    def pictures(self, pipe: Any, wanted: Wanted) -> dict[str, Any]:
        """What was made for two pictures must have two: without a last one, the shot comes back to its first."""
        two = getattr(pipe.transformer.config, "pos_embed_seq_len", None)
        last = wanted.start[0] if two and wanted.last is None else wanted.last
        return super().pictures(pipe, replace(wanted, last=last))

    def unfit(self, pipe: Any) -> str:
        if not takes_pictures(pipe) or pipe.config.expand_timesteps:
            return ""
        reads, latents = pipe.transformer.config.in_channels, pipe.vae.config.z_dim
        return "its weights were trained on words alone" if reads == latents else ""


class LTX(Family):
    """It takes pictures and stretches of film at any frame: so its movement goes on from one."""

    rates = (23, 31)
    HISTORY = 17  # frames; it reads one, and then whole groups of eight

    def shared(self, rate: Fraction, longest: int) -> int:
        return min(self.HISTORY, max(0, longest // 3 - 1) // 8 * 8 + 1)

    def spare(self, rate: Fraction, longest: int) -> int:
        return 0

    def history(self, shared: int) -> int:
        return shared

    def pictures(self, pipe: Any, wanted: Wanted) -> dict[str, Any]:
        import diffusers.pipelines.ltx.pipeline_ltx_condition as ltx  # noqa: PLC0415

        shown = [picture(frame) for frame in wanted.start]
        found = [ltx.LTXVideoCondition(video=shown) if len(shown) > 1 else ltx.LTXVideoCondition(image=shown[0])]
        if wanted.last is not None:
            found.append(ltx.LTXVideoCondition(image=picture(wanted.last), frame_index=wanted.count - 1))
        return {"conditions": found}


class LTX2(LTX):
    def pictures(self, pipe: Any, wanted: Wanted) -> dict[str, Any]:
        from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition  # noqa: PLC0415

        found = [LTX2VideoCondition(frames=[picture(frame) for frame in wanted.start], index=0)]
        if wanted.last is not None:
            found.append(LTX2VideoCondition(frames=picture(wanted.last), index=-1))
        return {"conditions": found}


class HunyuanVideo15(Family):
    """Its pipeline chooses the size by the picture's shape, and has its guidance as a part of its own."""

    def canvas(self, pipe: Any, film: Size) -> Canvas:
        choose = pipe.video_processor.calculate_default_height_width
        height, width = choose(film.height, film.width, pipe.target_size)
        return canvas_of(film, Size(width=int(width), height=int(height)))

    def prepare(self, pipe: Any) -> None:
        if self.model.guidance not in (None, pipe.guider.guidance_scale):
            pipe.guider = pipe.guider.new(guidance_scale=self.model.guidance)


class SkyReels(Family):
    """It makes film of any length by itself, each window beginning with the last frames of the one before.

    All windows are equally long: its pipeline fails at one that is shorter than the others.
    """

    endless = True
    HISTORY = 17  # frames, as its makers advise
    NOISE = 20  # on those frames, which steadies long film, as they advise too
    SHIFT = 5.0  # of its schedule when it starts from a picture, as diffusers' documentation sets it

    def prepare(self, pipe: Any) -> None:
        """The schedule that suits pictures; what its files name is for words alone, or nothing."""
        if pipe.scheduler.config.get("flow_shift", self.SHIFT) != self.SHIFT:
            pipe.scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config, flow_shift=self.SHIFT)

    @property
    def _longest(self) -> int:
        return self.model.frames if self.model.frames > 1 else 97

    def _history(self) -> int:
        step = self.model.frames_step
        return min(self.HISTORY, (self._longest // 2) // step * step + 1)

    def _windows(self, wanted: int) -> tuple[int, int]:
        """How many windows of how many frames make so many."""
        longest, lost = self._longest, self._history()
        more = max(0, math.ceil((wanted - longest) / (longest - lost)))
        return more + 1, super().given(math.ceil((wanted + more * lost) / (more + 1)))

    def given(self, wanted: int) -> int:
        windows, frames = self._windows(wanted)
        return windows * frames - (windows - 1) * self._history()

    def rounds(self, given: int) -> int:
        return self._windows(given)[0]

    def more(self, wanted: Wanted) -> dict[str, Any]:
        windows, frames = self._windows(wanted.count)
        found = {"base_num_frames": frames}
        return (
            found if windows == 1 else {**found, "overlap_history": self._history(), "addnoise_condition": self.NOISE}
        )


class FramePack(Family):
    """It makes sections from the last to the first, so it knows where it is going, however long the film is."""

    endless = endless_to_last = True

    @property
    def _latents(self) -> int:
        return int(self.model.options.get("latent_window_size", 9))

    def rounds(self, given: int) -> int:
        return max(1, round((given - 1) / (4 * self._latents)))

    def given(self, wanted: int) -> int:
        return max(1, math.ceil((wanted - 1) / (4 * self._latents))) * 4 * self._latents + 1

    def nearest(self, wanted: int) -> int:
        return self._nearest(wanted, 4 * self._latents)

    def told(self, given: int) -> int:
        return self.rounds(given) * ((self._latents - 1) * 4 + 1)


class Helios(Family):
    """It makes film of any length chunk by chunk, of 33 frames each, and gives whole groups of four and one."""

    endless = True

    @property
    def _chunk(self) -> int:
        return (int(self.model.options.get("num_latent_frames_per_chunk", 9)) - 1) * 4 + 1

    def rounds(self, given: int) -> int:
        return max(1, math.ceil(given / self._chunk))

    def given(self, wanted: int) -> int:
        chunks = self.rounds(wanted)
        while (found := (self._chunk * chunks - 1) // 4 * 4 + 1) < wanted:
            chunks += 1
        return found

    def told(self, given: int) -> int:
        return self.rounds(given) * self._chunk


KINDS: dict[str, type[Family]] = {
    "wan": Wan,
    "wan-5b": Wan,
    "ltx": LTX,
    "ltx-2": LTX2,
    "hunyuan-video-15": HunyuanVideo15,
    "skyreels-v2": SkyReels,
    "framepack": FramePack,
    "helios": Helios,
}


def family(card: Card) -> Family:
    """The family of a card's model; one that has no quirks is asked like one that nobody knows."""
    return KINDS.get(card.runs.family, Family)(card)


def defaults(pipe: Any) -> dict[str, Any]:
    """What a pipeline's call says of itself: its arguments, and their values where it gives some."""
    known = inspect.signature(type(pipe).__call__).parameters
    return {name: None if said.default is said.empty else said.default for name, said in known.items()}


def takes_pictures(pipe: Any) -> bool:
    return bool({"image", "conditions"} & set(defaults(pipe)))


def unfit(pipe: Any, card: Card) -> str:
    """Why a pipeline cannot make film of what it is given, in a few words; empty when it can."""
    if not {"num_frames", "frames"} & set(defaults(pipe)):
        return f"{type(pipe).__name__} makes no frames"
    if not takes_pictures(pipe) and not card.honours("no picture"):
        return f"{type(pipe).__name__} takes no picture"
    return family(card).unfit(pipe)


def picture(frame: Frame) -> Image.Image:
    return Image.fromarray(frame)
