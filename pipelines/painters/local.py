"""Painters that run a diffusion model here: from words, from the drawn keyframe, round what is the user's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from pipelines.machinery.models import diffusion, residency
from pipelines.machinery.models.encoding import Encoded, Said
from pipelines.machinery.models.placement import Placement
from pipelines.machinery.svg import Pixels
from pipelines.painters import local_exact, local_finding, local_prompts, local_sizes
from pipelines.painters.areas import Edges
from pipelines.painters.heroes import MOST
from pipelines.painters.local_exact import Painted, Stood
from pipelines.painters.looks import look_named
from pipelines.painters.places import around, seen
from pipelines.painters.sheets import png
from pipelines.painters.sprites import opened, product
from studio.asks import Paint
from studio.cards import Card
from studio.errors import EngineFailed
from studio.film import Artifact, Picture, Size, edited
from studio.roles import Desk

Task = Literal["text", "image to image", "inpaint"]
SHOWN = 4  # pictures that a model is handed at most; each costs it as much time as a picture of its own
LOOKED_AT = 1024  # pixels of the longer side of such a picture, and at least a quarter of that of the shorter
EVEN = 3 / 255  # a picture that varies less than this holds nothing


class Scene(NamedTuple):
    """One run of a model: what it is told, what it is shown, and how the user's own comes in."""

    ask: Paint
    said: Said
    own: local_prompts.Own
    products: tuple[Artifact, ...]  # that it is shown
    cast: tuple[Artifact, ...]  # that it is shown


class Diffusion:
    """Paints with any text-to-image pipeline of diffusers. What its card does not honour it is never handed."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._model = residency.Loaded(card, partial(_Pipelines, card))

    def paint(self, asks: Sequence[Paint], desk: Desk) -> Iterator[Picture]:
        for ask in asks:
            look_named(ask.look)  # a wrong look is said before any work is done
        wanted = [_parts(ask, desk) for ask in asks]
        scenes = {one: self._scene(one) for parts in wanted for one in parts}
        said, total = [scene.said for scene in scenes.values()], max(1, sum(map(len, wanted)))
        done = 0
        for ask, parts in zip(asks, wanted, strict=True):
            painted: dict[Paint, Painted] = {}
            for part in parts:
                tell = partial(_tell, done, total, self._card.name)
                work = partial(self._painted, scene=scenes[part], all_said=said, tell=tell, desk=desk)
                painted[part] = self._model.use(work, desk, done / total)
                done += 1
            desk.tick(done / total, f"painted with {self._card.name}")
            yield _kept(local_exact.figure(ask, desk, painted) if _sets_out(ask) else painted[ask], desk)

    def _scene(self, ask: Paint) -> Scene:
        """How a picture is painted: products are shown to a model that can look, and else stand in it as they are."""
        looks, quiet = self._card.honours("references"), ask.background
        products = ask.products[:MOST] if looks and not quiet else ()
        cast = ask.references[: SHOWN - len(products)] if looks and not quiet else ()
        own: local_prompts.Own = ""
        if not quiet and (ask.screens or (ask.products and not products)):
            round_it = self._card.honours("inpaint") and not (products or cast)
            own = "round it" if round_it else "laid over"
        said = local_prompts.said(ask, self._card, own, (len(products), len(cast)))
        return Scene(ask, said, own, products, cast)

    def _painted(
        self, pipes: _Pipelines, scene: Scene, all_said: Sequence[Said], tell: Callable[..., Any], desk: Desk
    ) -> Painted:
        """Run the model once; height x width x 3 in the ask's own size, and where the user's own is in it."""
        ask, model = scene.ask, self._card.runs
        pipes.encoded.expect(all_said, lambda: desk.tick(*tell(0.0)))
        own = local_exact.stood(edited(ask, products=()) if scene.products else ask, desk)
        size = local_sizes.painted(ask.size, model.size, model.multiple)
        steps = model.steps or pipes.steps
        task, given = self._task(scene, own, size, 1 / steps, desk)
        pipe = pipes.of(task)
        at_step = diffusion.on_step(desk, max(1, round(steps * given.get("strength", 1.0))), tell)
        offered = {
            "prompt": scene.said.prompt,
            "negative_prompt": scene.said.negative,
            "width": size.width,
            "height": size.height,
            "num_inference_steps": steps,
            "guidance_scale": model.guidance,
            "generator": diffusion.generator(ask, ask.shows, ask.framing),
            "output_type": "np",
            "callback_on_step_end": at_step,
            "callback": lambda step, timestep, latents: at_step(pipe, step, timestep, {}),  # of older pipelines
            **model.options,
            **given,
        }
        picture = local_sizes.fitted(self._checked(pipe(**diffusion.accepted(pipe, offered))), ask.size)
        places = [*_found(scene.products, picture, desk), *(own.places if own else [])]
        if own:
            picture = own.on(picture, shadow=task != "inpaint")
        return picture, seen(around(places), [], places)

    def _task(
        self, scene: Scene, own: Stood | None, size: Size, step: float, desk: Desk
    ) -> tuple[Task, dict[str, Any]]:
        """How the pipeline begins, and the pictures it is given in the size in which it paints.

        However far it keeps to a picture, it takes one `step`, as a share of all.
        """
        ask = scene.ask
        strength = max(1 - ask.guide, step)
        if own and scene.own == "round it":
            ground = local_exact.drawn(ask, desk) if ask.guide else local_exact.plain_ground(ask)
            mask = _image(own.free, size).convert("L").point(lambda level: 255 * (level > 127))
            return "inpaint", {"image": _image(own.on(ground), size), "mask_image": mask, "strength": strength}
        if shown := [_looked_at(artifact, desk) for artifact in (*scene.products, *scene.cast)]:
            return "text", {"image": shown}
        if ask.guide and self._card.honours("image to image"):
            return "image to image", {"image": _image(local_exact.drawn(ask, desk), size), "strength": strength}
        return "text", {}

    def _checked(self, made: Any) -> Pixels:
        """A pipeline's picture in whole levels; raises EngineFailed for one that shows nothing."""
        if any(getattr(made, "nsfw_content_detected", None) or ()):
            raise EngineFailed(
                f"The painter '{self._card.name}' has a safety check of its own, which refused a picture.",
                "Say in other words what the shot shows, or choose another painter.",
            )
        pixels = diffusion.require_finite(np.asarray(made.images[0], np.float32), self._card)
        if float(np.ptp(pixels)) < EVEN:
            raise EngineFailed(
                f"The painter '{self._card.name}' gave a picture of one colour, with nothing on it.",
                "Try another take; if it happens again, its files may be damaged: download them again.",
            )
        return (pixels.clip(0, 1) * 255).round().astype(np.uint8)


class _Pipelines:
    """A model as all the pipelines that it is needed in: they share its parts and what they made of the prompts."""

    def __init__(self, card: Card, placement: Placement) -> None:
        self.encoded = Encoded()
        self._made: dict[Task, Any] = {"text": diffusion.load(card, placement)}
        self.encoded.attach(self._made["text"])

    @property
    def steps(self) -> int:
        """How many the pipeline takes of itself."""
        return int(inspect.signature(type(self._made["text"]).__call__).parameters["num_inference_steps"].default)

    def of(self, task: Task) -> Any:
        if task not in self._made:
            import diffusers  # noqa: PLC0415 - loaded with the model

            kind = diffusers.AutoPipelineForInpainting if task == "inpaint" else diffusers.AutoPipelineForImage2Image
            pipe = kind.from_pipe(self._made["text"])
            pipe.set_progress_bar_config(disable=True)
            self.encoded.attach(pipe)
            self._made[task] = pipe
        return self._made[task]


def _sets_out(ask: Paint) -> bool:
    return bool(ask.figure) and not ask.background


def _parts(ask: Paint, desk: Desk) -> list[Paint]:
    """What the model paints for an ask: itself, or what its figure is set out with."""
    desk.tick(0.0, "reading the shots")
    return local_exact.figure_scenes(ask, desk) if _sets_out(ask) else [ask]


def _tell(done: int, total: int, name: str, share: float) -> tuple[float, str]:
    return (done + share) / total, f"painting with {name}"


def _image(pixels: Pixels, size: Size) -> Image.Image:
    return Image.fromarray(local_sizes.fitted(pixels, size))


def _looked_at(artifact: Artifact, desk: Desk) -> Image.Image:
    """A user's picture as a model is shown it: on white, whole, neither huge nor tiny nor a thin strip."""
    own = Image.fromarray(opened(desk.path(artifact), "picture"))
    white = Image.alpha_composite(Image.new("RGBA", own.size, "white"), own).convert("RGB")
    whole = ImageOps.contain(white, (LOOKED_AT, LOOKED_AT), Image.Resampling.LANCZOS)
    if min(whole.size) * 4 >= LOOKED_AT:
        return whole
    wide, high = (max(side, LOOKED_AT // 4) for side in whole.size)
    return ImageOps.pad(whole, (wide, high), Image.Resampling.LANCZOS, color="white")


def _found(products: Sequence[Artifact], picture: Pixels, desk: Desk) -> list[Edges]:
    """Where the products that a model was shown are in what it painted, as far as that can be told."""
    own = (product(desk.path(artifact), local_finding.SIDE, local_finding.SIDE) for artifact in products)
    return [place for one in own if (place := local_finding.found(one, picture))]


def _kept(painted: Painted, desk: Desk) -> Picture:
    pixels, there = painted
    file = desk.scratch(".png")
    file.write_bytes(png(pixels))
    return Picture(image=desk.keep(file), seen=there)
