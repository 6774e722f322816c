"""Checkers on transformers: a safety classifier, and a picture-and-words model that also says what shows what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from PIL import Image

from pipelines.machinery import video
from pipelines.machinery.models import diffusion, residency, weights
from pipelines.machinery.models.placement import Placement
from studio.asks import Check, Score
from studio.cards import Card
from studio.errors import EngineFailed
from studio.film import Footage, Rank, Verdict
from studio.roles import Desk

SAMPLES = 8  # frames of moving picture that are looked at, evenly spread
UNSAFE_FROM = 0.5  # of a classifier that was trained with two classes
# In the labels of classes that may not be shown.
UNSAFE_WORDS = (
    "nsfw", "porn", "hentai", "sexy", "sexual", "nude", "naked", "adult", "unsafe", "explicit", "gore", "violence",
)  # fmt: skip
DENIED = re.compile(r"(non|not|no)[\W_]|(non|not)(?=nsfw|porn|viol|sex|expl)")  # as in non_nsfw
# What a picture is held against where the model was not trained to judge: first what may be shown, then what may not.
SAFE = ("a picture for everybody", "a product", "people at work", "a landscape", "a drawing", "a room")
UNSAFE = ("pornography", "a naked person", "a sexual act", "a bloody corpse", "gore and mutilation")


class Classifier:
    """An image classifier some of whose classes are named as unsafe. Knows no words."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._model = residency.Loaded(card, self._load)

    def _load(self, placement: Placement) -> Any:
        import transformers  # noqa: PLC0415 - seconds to import

        return _pair(self._card, placement, transformers.AutoModelForImageClassification)

    def check(self, asks: Sequence[Check], desk: Desk) -> Iterator[Verdict]:
        """One verdict for each ask: that of its worst frame. Raises EngineFailed where no class is named unsafe."""
        for at, ask in enumerate(asks):
            pictures = _pictures(ask, desk)
            yield self._model.use(lambda pair, pictures=pictures: self._judged(pair, pictures), desk, at / len(asks))
            desk.tick((at + 1) / len(asks), "checking")

    def _judged(self, pair: tuple[Any, Any], pictures: Sequence[Image.Image]) -> Verdict:
        import torch  # noqa: PLC0415

        model, processor = pair
        bad = [at for at, name in model.config.id2label.items() if _is_unsafe(name.lower())]
        if not bad:
            names = ", ".join(sorted(model.config.id2label.values()))
            raise EngineFailed(
                f"The checker '{self._card.name}' cannot tell what is unsafe: its classes are {names}.",
                "Choose a classifier one of whose classes is called nsfw or unsafe.",
            )
        with torch.inference_mode():
            seen = processor(images=list(pictures), return_tensors="pt").to(model.device, model.dtype)
            shares = model(**seen).logits.float().softmax(-1).cpu().numpy()
        return _verdict(shares[:, bad].sum(1), self._card)


class PictureWords:
    """A model of pictures and words, such as SigLIP: rough about safety beside one trained for it; it knows words."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._model = residency.Loaded(card, self._load)

    def _load(self, placement: Placement) -> Any:
        import transformers  # noqa: PLC0415

        return _pair(self._card, placement, transformers.AutoModel, transformers.AutoProcessor)

    def check(self, asks: Sequence[Check], desk: Desk) -> Iterator[Verdict]:
        """One verdict for each ask: that of the frame which looks the most like what may not be shown."""
        for at, ask in enumerate(asks):
            pictures = _pictures(ask, desk)
            alike = self._model.use(
                lambda pair, seen=pictures: self._alike(pair, seen, SAFE + UNSAFE), desk, at / len(asks)
            )
            shares = _softmax(alike)
            yield _verdict(shares[:, len(SAFE) :].sum(1), self._card)
            desk.tick((at + 1) / len(asks), "checking")

    def score(self, asks: Sequence[Score], desk: Desk) -> Iterator[Rank]:
        """One rank for each ask: the logit of picture and words, higher is better."""
        for at, ask in enumerate(asks):
            pictures = _pictures(Check(seen=ask.picture), desk)
            found = self._model.use(
                lambda pair, seen=pictures, words=ask.shows: self._alike(pair, seen, [words]), desk, at / len(asks)
            )
            yield Rank(score=float(diffusion.require_finite(found, self._card)[0, 0]))
            desk.tick((at + 1) / len(asks), "comparing")

    def _alike(self, pair: tuple[Any, Any], pictures: Sequence[Image.Image], words: Sequence[str]) -> np.ndarray:
        """How alike each picture and each text are, as logits."""
        import torch  # noqa: PLC0415

        model, processor = pair
        with torch.inference_mode():
            given = processor(
                text=list(words), images=list(pictures), padding="max_length", truncation=True, return_tensors="pt"
            )
            return np.asarray(model(**given.to(model.device)).logits_per_image.float().cpu())


def _is_unsafe(name: str) -> bool:
    """Whether a class of this name is of what may not be shown."""
    return not DENIED.match(name) and any(word in name for word in UNSAFE_WORDS)


def _pair(card: Card, placement: Placement, kind: Any, reader: Any = None) -> tuple[Any, Any]:
    """A model and what prepares pictures for it."""
    import torch  # noqa: PLC0415
    import transformers  # noqa: PLC0415

    folder = weights.folder(card)
    dtype = torch.float32 if placement.device == "cpu" else torch.float16
    safe = {"local_files_only": True, "trust_remote_code": False}  # not asked on the terminal either
    model = kind.from_pretrained(folder, dtype=dtype, use_safetensors=True, **safe)
    prepare = (reader or transformers.AutoImageProcessor).from_pretrained(folder, **safe)
    return model.to(placement.device).eval(), prepare


def _pictures(ask: Check, desk: Desk) -> list[Image.Image]:
    """What is to be looked at: the picture, or frames spread evenly over footage, its first and last among them."""
    if not isinstance(ask.seen, Footage):
        with Image.open(desk.path(ask.seen)) as image:
            return [image.convert("RGB")]
    wanted = set(np.linspace(0, ask.seen.frames - 1, min(SAMPLES, ask.seen.frames)).round().astype(int).tolist())
    return [
        Image.fromarray(frame) for at, frame in enumerate(video.frames_of(desk.path(ask.seen.video))) if at in wanted
    ]


def _softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def _verdict(unsafe: np.ndarray, card: Card) -> Verdict:
    worst = float(diffusion.require_finite(unsafe, card).max())
    return Verdict(safe=worst < UNSAFE_FROM, unsafe=min(max(worst, 0.0), 1.0))
