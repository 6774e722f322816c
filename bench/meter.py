"""Watches a pipeline while it works: seconds, calls and memory of each of its stages, and whether its numbers are sound.

Stages are told by what of the pipeline runs: its encoders of text and pictures "encode", its denoiser "denoise" and
its decoder "decode". What lies between them, such as a scheduler's arithmetic, files and the film's encoder, is the
rest. Whatever moves weights about does so inside these calls, so it is counted where it happens.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakSet

from bench import roofline

DENOISERS = ("transformer", "transformer_2", "unet")
ENCODERS = ("text_encoder", "text_encoder_2", "text_encoder_3", "image_encoder", "condition_encoder", "connectors")
SOUND = (0.01, 100.0)  # how far a denoiser's answers may vary (standard deviation) for its times to mean anything
GB = 1e9


class Meter:
    """The stages of one run. `begin` starts it, `watch` looks at a pipeline's parts, `report` tells."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.flops: float | None = None  # of one pass of the denoiser
        self._counter: Any = None
        self._watched: WeakSet[Any] = WeakSet()
        self.begin()

    def begin(self, count: bool = False) -> None:
        """Forget what was seen. With `count` the operations of the next pass are counted, which takes long."""
        roofline.wait(self.device)
        self._began = time.perf_counter()
        self._spans: dict[str, list[tuple[float, float]]] = {}
        self._memory: dict[str, dict[str, float]] = {}
        self._spread: list[float] = []
        self._count = count

    def watch(self, pipe: Any) -> Any:
        """The same pipeline; from now on its parts tell when they run. Twice is once."""
        for name, part in getattr(pipe, "components", {}).items():
            stage = "denoise" if name in DENOISERS else "encode" if name in ENCODERS else ""
            coder = name in ("vae", "audio_vae")
            if part is None or part in self._watched or not (stage or coder):
                continue
            self._watched.add(part)
            if coder:
                part.encode, part.decode = self._staged("encode", part.encode), self._staged("decode", part.decode)
            else:  # hooks of the module's call, outside those with which accelerate and diffusers move weights
                part.register_forward_pre_hook(self._before(stage), prepend=True)
                part.register_forward_hook(self._after(stage), always_call=True)
        return pipe

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
        def hook(part: Any, args: Any) -> None:
            self._enter(stage)
            if stage == "denoise" and self._count:
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
            if stage == "denoise" and answer is not None:
                self._spread.append(_spread(answer))

        return hook

    def _enter(self, stage: str) -> None:
        roofline.wait(self.device)
        if self.device == "cuda":
            import torch  # noqa: PLC0415

            torch.cuda.reset_peak_memory_stats()
        self._spans.setdefault(stage, []).append((time.perf_counter(), 0.0))

    def _leave(self, stage: str) -> None:
        roofline.wait(self.device)
        began, _ = self._spans[stage][-1]
        self._spans[stage][-1] = (began, time.perf_counter())
        seen = memory(self.device)
        kept = self._memory.setdefault(stage, seen)
        self._memory[stage] = {name: max(kept[name], seen[name]) for name in seen}

    def report(self) -> dict[str, Any]:
        """Seconds of each stage and of the whole since `begin`, its memory at the peak in GB, and the passes."""
        roofline.wait(self.device)
        whole = time.perf_counter() - self._began
        spans = {stage: sum(end - begin for begin, end in found) for stage, found in self._spans.items()}
        if passes := self._spans.get("denoise"):  # from the first to the last, with the scheduler's share
            spans["denoise"] = passes[-1][1] - passes[0][0]
        seconds = {stage: round(spent, 4) for stage, spent in spans.items()}
        seconds["rest"] = round(max(0.0, whole - sum(spans.values())), 4)
        return {
            "seconds": seconds | {"whole": round(whole, 4)},
            "memory_gb": {stage: {name: round(gb, 3) for name, gb in seen.items()} for stage, seen in self._memory.items()},
            "passes": len(passes or ()),
            "pass_s": round(statistics.median(end - begin for begin, end in passes), 5) if passes else None,
            "spread": [round(min(self._spread), 4), round(max(self._spread), 4)] if self._spread else None,
            "sound": bool(self._spread) and all(SOUND[0] <= value <= SOUND[1] for value in self._spread),
        }


def _spread(answer: Any) -> float:
    """The standard deviation of a denoiser's answer; NaN where a number in it is none."""
    found = answer[0] if isinstance(answer, tuple) else getattr(answer, "sample", answer)
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
    """Bytes in use on the card, of all programs, as NVML says."""
    import torch  # noqa: PLC0415

    return float(torch.cuda.device_memory_used())
