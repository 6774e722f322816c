"""The rival: each model's script as diffusers' documentation has it, with its default calls and nothing added.

The scripts differ in little: everything in bfloat16 and on the GPU, but Wan's autoencoder in float32; one call for
each picture, shot or bed, with the prompt as text; then a file. Offloading is what the same pages advise.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.machinery.models.diffusion import accepted
from studio.cards import Card, Keeping

FULL_VAE = ("AutoencoderKLWan",)  # loaded in float32 by the documented script
KEEPINGS: tuple[Keeping, ...] = ("resident", "model offload", "group offload")


def load(card: Card, folder: Path, keep: Keeping, device: str) -> Any:
    """The pipeline as the documentation loads it."""
    import diffusers  # noqa: PLC0415 - seconds to import
    import torch  # noqa: PLC0415

    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    kind = getattr(diffusers, card.runs.pipeline or "DiffusionPipeline")
    pipe = kind.from_pretrained(folder, dtype=dtype, local_files_only=True, **_full(folder))
    pipe.set_progress_bar_config(disable=True)
    if keep == "model offload":
        pipe.enable_model_cpu_offload(device=device)
    elif keep == "group offload":
        pipe.enable_group_offload(onload_device=torch.device(device), offload_type="leaf_level", use_stream=True)
    else:
        pipe.to(device)
    return pipe


def _full(folder: Path) -> dict[str, Any]:
    import diffusers  # noqa: PLC0415
    import torch  # noqa: PLC0415

    said = diffusers.DiffusionPipeline.load_config(folder, local_files_only=True)
    name = (said.get("vae") or ("", ""))[1]
    if name not in FULL_VAE:
        return {}
    return {"vae": getattr(diffusers, name).from_pretrained(folder, subfolder="vae", dtype=torch.float32)}


def picture(pipe: Any, card: Card, said: dict[str, Any], out: Path) -> None:
    pipe(**_asked(pipe, card, said)).images[0].save(out.with_suffix(".png"))


def clip(pipe: Any, card: Card, said: dict[str, Any], out: Path, still: Path) -> None:
    from diffusers.utils import load_image  # noqa: PLC0415

    model = card.runs
    assert model.size
    image = load_image(str(still)).resize((model.size.width, model.size.height))
    more = {"image": image, "num_frames": model.frames}
    written(pipe(**_asked(pipe, card, said | more)).frames[0], out.with_suffix(".mp4"), int(model.fps or 16))


def writer() -> str:
    """What writes the script's video: imageio-ffmpeg, or OpenCV where that has no FFmpeg."""
    import imageio_ffmpeg  # noqa: PLC0415

    try:
        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        return "OpenCV"
    return "imageio-ffmpeg"


def written(frames: Any, file: Path, fps: int) -> None:
    if writer() == "imageio-ffmpeg":
        from diffusers.utils import export_to_video  # noqa: PLC0415

        export_to_video(frames, str(file), fps=fps)
        return
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    pixels = (np.asarray(frames) * 255).astype(np.uint8)
    out = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"mp4v"), fps, pixels.shape[2:0:-1])
    for frame in pixels:
        out.write(frame[..., ::-1])
    out.release()


def bed(pipe: Any, card: Card, said: dict[str, Any], out: Path, seconds: float) -> None:
    import soundfile  # noqa: PLC0415

    more = {"audio_duration": seconds, "audio_end_in_s": seconds, "lyrics": "[Instrumental]"}
    audio = pipe(**_asked(pipe, card, said | more)).audios[0]
    soundfile.write(out.with_suffix(".wav"), audio.float().cpu().numpy().T, int(pipe.vae.config.sampling_rate))


def chat(folder: Path, device: str) -> tuple[Any, Any]:
    """A language model and its tokenizer, as transformers' documentation loads them."""
    import transformers  # noqa: PLC0415

    config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True)
    kind = getattr(transformers, config.architectures[0])
    model = kind.from_pretrained(folder, dtype="auto", local_files_only=True).to(device).eval()
    return model, transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)


def chatted(model: Any, tokenizer: Any, words: str, tokens: int) -> None:
    """One greedy answer of so many tokens."""
    turns = [{"role": "user", "content": words}]
    given = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    model.generate(**given.to(model.device), max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False)


def _asked(pipe: Any, card: Card, said: dict[str, Any]) -> dict[str, Any]:
    """The documented call: native size, as many steps and as much guidance as the card says, a seed and the words."""
    import torch  # noqa: PLC0415

    model = card.runs
    offered = {
        "width": model.size.width if model.size else None,
        "height": model.size.height if model.size else None,
        "num_inference_steps": model.steps,
        "guidance_scale": model.guidance,
        "generator": torch.Generator("cpu").manual_seed(42),
        **model.options,
        **said,
    }
    return accepted(pipe, offered)
