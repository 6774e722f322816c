"""Watches a pipeline while it works: seconds and memory of each of its stages, and whether its numbers are sound.

Stages are told by what of the pipeline runs: its encoders of text and pictures "encode", its denoiser "denoise" and
its decoder "decode"; a language model's passes are "write". What lies between them, such as files and the film's
encoder, is the rest. Whatever moves weights about does so inside these calls, so it is counted where it happens.
"""

from __future__ import annotations

import importlib.util
import inspect
import statistics
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakSet

from bench import roofline

PASSES = ("denoise", "write")  # the stages whose single passes are told
DENOISERS = ("transformer", "transformer_2", "unet")
ENCODERS = ("text_encoder", "text_encoder_2", "text_encoder_3", "image_encoder", "condition_encoder", "connectors")
SOUND = (0.01, 100.0)  # how far a denoiser's answers may vary (standard deviation) for its times to mean anything
GB = 1e9


class Meter:
    """The stages of one run. `begin` starts it, `watch` looks at a pipeline's parts, `report` tells."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.flops: float | None = None  # of one pass of the denoiser
        self.formula: float | None = None  # the same by roofline's formula, where there is one
        self.vae = ("", "")  # the autoencoder's class and the type that it decodes in
        self._counter: Any = None
        self._watched: WeakSet[Any] = WeakSet()
        self.begin()

    def begin(self, count: bool = False) -> None:
        """Forget what was seen. With `count` the operations of the next pass are counted, which takes long."""
        roofline.wait(self.device)
        self._began = time.perf_counter()
        self._memory: dict[str, dict[str, float]] = {}
        self._spread: list[float] = []
        self._heard: list[str] = []
        self._log: list[tuple[str, float, float]] = []
        self._count = count

    def watch(self, pipe: Any) -> Any:
        """The same pipeline; from now on its parts tell when they run. Twice is once."""
        self._listen(pipe)
        if (vae := getattr(pipe, "vae", None)) is not None:
            decodes = next(getattr(vae, "decoder", vae).parameters())
            self.vae = (type(vae).__name__, str(decodes.dtype).removeprefix("torch."))
        for name, part in getattr(pipe, "components", {}).items():
            stage = "denoise" if name in DENOISERS else "encode" if name in ENCODERS else ""
            coder = name in ("vae", "audio_vae")
            if part is None or part in self._watched or not (stage or coder):
                continue
            self._watched.add(part)
            if coder:
                part.encode, part.decode = self._staged("encode", part.encode), self._staged("decode", part.decode)
            else:
                self.watch_part(part, stage)
        return pipe

    def watch_part(self, part: Any, stage: str) -> None:
        """From now on each call of a module is a pass of a stage."""
        # Hooks of the module's call, so outside those with which accelerate and diffusers move weights.
        part.register_forward_pre_hook(self._before(stage), prepend=True, with_kwargs=True)
        part.register_forward_hook(self._after(stage), always_call=True)

    def _listen(self, pipe: Any) -> None:
        """Hear what the pipeline is told, so that a rival can be told the same."""
        encode = getattr(pipe, "encode_prompt", None)
        if encode is None:
            return
        signature = inspect.signature(encode)

        @wraps(encode)
        def heard(*args: Any, **named: Any) -> Any:
            said = signature.bind(*args, **named).arguments
            self._heard += [_one(said[name]) for name in ("prompt", "negative_prompt") if said.get(name) is not None]
            return encode(*args, **named)

        pipe.encode_prompt = heard

    @property
    def words(self) -> dict[str, str]:
        """The first prompt since `begin` and its negative, as a pipeline's call names them."""
        return dict(zip(("prompt", "negative_prompt"), self._heard, strict=False))

    def staged(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work as a stage of its own."""
        return self._staged(stage, work)()

    def _staged(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def timed(*args: Any, **named: Any) -> Any:
            self._enter(stage)
            try:
                return work(*args, **named)
            finally:
                self._leave(stage)

        return timed

    def _before(self, stage: str) -> Callable[..., None]:
        def hook(part: Any, args: Any, named: dict[str, Any]) -> None:
            self._enter(stage)
            if stage in PASSES and self._count:
                self.formula = roofline.formula(part, named)
                self._counter = roofline.counter()
                self._counter.__enter__()

        return hook

    def _after(self, stage: str) -> Callable[..., None]:
        def hook(part: Any, args: Any, answer: Any) -> None:
            if self._counter is not None:
                self._counter.__exit__(None, None, None)
                self.flops = float(self._counter.get_total_flops())
                self._counter, self._count = None, False
            self._leave(stage)
            if stage in PASSES and answer is not None:
                self._spread.append(_spread(answer))

        return hook

    def _enter(self, stage: str) -> None:
        roofline.wait(self.device)
        if self.device == "cuda":
            import torch  # noqa: PLC0415

            torch.cuda.reset_peak_memory_stats()
        self._entered = time.perf_counter()

    def _leave(self, stage: str) -> None:
        roofline.wait(self.device)
        self._log.append((stage, self._entered, time.perf_counter()))
        seen = memory(self.device)
        kept = self._memory.setdefault(stage, seen)
        self._memory[stage] = {name: max(kept[name], seen[name]) for name in seen}

    def report(self) -> dict[str, Any]:
        """Seconds of each stage and of the whole since `begin`, its memory at the peak in GB, and the passes."""
        roofline.wait(self.device)
        whole = time.perf_counter() - self._began
        spent: dict[str, float] = {}
        for at, (stage, start, end) in enumerate(self._log):
            if stage in PASSES and self._log[at + 1 : at + 2] and self._log[at + 1][0] == stage:
                end = self._log[at + 1][1]  # noqa: PLW2901 - with the share of what lies between two passes
            spent[stage] = spent.get(stage, 0.0) + end - start
        passes = [end - start for stage, start, end in self._log if stage in PASSES]
        seconds = {stage: round(total, 4) for stage, total in spent.items()}
        seconds["rest"] = round(max(0.0, whole - sum(spent.values())), 4)
        return {
            "seconds": seconds | {"whole": round(whole, 4)},
            "memory_gb": {
                stage: {name: round(gb, 3) for name, gb in seen.items()} for stage, seen in self._memory.items()
            },
            "passes": len(passes),
            "pass_s": round(statistics.median(passes), 5) if passes else None,
            "spread": [round(min(self._spread), 4), round(max(self._spread), 4)] if self._spread else None,
            "sound": bool(self._spread) and all(SOUND[0] <= value <= SOUND[1] for value in self._spread),
        }


def _one(said: Any) -> str:
    return str(said[0] if isinstance(said, list | tuple) else said)


def _spread(answer: Any) -> float:
    """The standard deviation of a denoiser's answer, or of a writer's logits; NaN where a number in it is none."""
    found = answer[0] if isinstance(answer, tuple) else getattr(answer, "sample", getattr(answer, "logits", answer))
    found = found[0] if isinstance(found, list) else found
    return float(found.float().std()) if hasattr(found, "float") else float("nan")


def memory(device: str) -> dict[str, float]:
    """GB at the peak since the last stage began: of tensors, of what PyTorch took, and of the whole card now."""
    if device != "cuda":
        return {"allocated": 0.0, "reserved": 0.0, "used": 0.0}
    import torch  # noqa: PLC0415

    return {
        "allocated": torch.cuda.max_memory_allocated() / GB,
        "reserved": torch.cuda.max_memory_reserved() / GB,
        "used": _card_used() / GB,
    }


def _card_used() -> float:
    """Bytes in use on the card, of all programs, as NVML says; as CUDA says where its Python package is not there."""
    import torch  # noqa: PLC0415

    if importlib.util.find_spec("pynvml"):
        return float(torch.cuda.device_memory_used())
    free, total = torch.cuda.mem_get_info()
    return float(total - free)
