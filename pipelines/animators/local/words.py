"""What a model is told in words: what is to be seen, how the camera moves, and what is not wanted."""

from __future__ import annotations

from studio.asks import Animate
from studio.cards import Model
from studio.film import Camera

# Film makers' own words, which the captions that these models were trained on are full of.
SENTENCES: dict[Camera, str] = {
    "hold": "Static shot: the camera does not move.",
    "push in": "The camera slowly pushes in.",
    "pull out": "The camera slowly pulls back.",
    "pan left": "The camera slowly pans to the left.",
    "pan right": "The camera slowly pans to the right.",
    "tilt up": "The camera slowly tilts up.",
    "tilt down": "The camera slowly tilts down.",
    "orbit": "The camera slowly orbits around the subject.",
    "handheld": "Handheld camera with a slight, natural sway.",
}
TAGS: dict[Camera, str] = {
    "hold": "static camera",
    "push in": "slow push in",
    "pull out": "slow pull back",
    "pan left": "slow pan left",
    "pan right": "slow pan right",
    "tilt up": "slow tilt up",
    "tilt down": "slow tilt down",
    "orbit": "slow orbit shot",
    "handheld": "handheld camera",
}
# Families whose makers give words of their own for a move: Tencent's prompt handbook for HunyuanVideo, and
# Lightricks' prompting guide for LTX.
DIALECTS: dict[str, dict[Camera, str]] = {
    "hunyuan-video-15": {
        "push in": "The camera slowly zooms in.",
        "pull out": "The camera slowly zooms out.",
        "orbit": "The camera slowly circles around the subject.",
    },
    "ltx": {"push in": "The camera slowly dollies in.", "pull out": "The camera slowly dollies out."},
    "ltx-2": {"push in": "The camera slowly dollies in.", "pull out": "The camera slowly dollies out."},
}
UNWANTED = (
    "blurry, low quality, jitter, flicker, sudden cut, distorted faces, deformed hands, extra limbs, text, "
    "subtitles, watermark, logo"
)
UNWANTED_MOVES = "camera movement, zoom, pan, shaking camera"


def prompt(ask: Animate, model: Model) -> str:
    """What is to be seen and how the camera moves, no longer than the model reads: the camera is never cut off."""
    tags = model.prompt_form == "tags"
    camera = TAGS[ask.camera] if tags else DIALECTS.get(model.family, {}).get(ask.camera, SENTENCES[ask.camera])
    shown = ask.shows.split()[: max(0, model.prompt_words - len(camera.split()))]
    if not shown:
        return camera
    return f"{' '.join(shown).rstrip(' .,;:')}{',' if tags else '.'} {camera}"


def negative(ask: Animate) -> str:
    """What is not wanted; of a camera that holds, also that it moves."""
    return f"{UNWANTED}, {UNWANTED_MOVES}" if ask.camera == "hold" else UNWANTED
