"""The sources of the film that every contender of bench/assembly.py puts together, made from nothing.

Shots of 4 s under a slow camera, dissolves of half a second, captions by the voice's words, a
logo and an end card; 24 frames a second. Eight shots make 32.0 s. The same arguments make the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import soundfile
from PIL import Image, ImageDraw, ImageFont

from pipelines.machinery import video
from studio.cut import Cue
from studio.film import SAMPLE_RATE, Box, Size

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "assets" / "fonts"
FPS, SHOT, FADE = 24, 96, 12
DISTINCT = 8  # longer films show their pictures again
TEXT = """Rain falls on the hills all night and by morning every cup in the valley is full
We only heat it slowly and add a pinch of ginger so the day begins in your own time
One kettle one quiet click and the whole kitchen smells of cardamom before anyone is awake"""
SAYS = TEXT.split()
VOWELS = np.array([[730, 1090, 2440], [270, 2290, 3010], [530, 1840, 2480], [300, 870, 2240]])  # Hz, formants


@dataclass(frozen=True)
class Work:
    """The sources of a film. Shot `n` begins at frame 84 n; the end card comes after the last."""

    size: Size
    stills: list[Path]
    clips: list[Path]
    card: Path
    logo: Path
    voice: Path
    music: Path
    captions: list[Cue]

    @property
    def ends(self) -> int:
        """The end card's first frame."""
        return len(self.stills) * (SHOT - FADE)

    @property
    def frames(self) -> int:
        return self.ends + SHOT

    @property
    def seconds(self) -> float:
        return self.frames / FPS

    def views(self, shot: int) -> tuple[Box, Box]:
        """What the camera sees of a still at the beginning and at the end."""
        left, top = [(0.05, 0.06), (0.09, 0.03), (0.02, 0.1), (0.1, 0.05)][shot % 4]
        far, near = Box(left=0, top=0, width=1, height=1), Box(left=left, top=top, width=0.88, height=0.88)
        return (far, near) if shot % 2 == 0 else (near, far)


def make(folder: Path, size: Size, shots: int, clips: bool = True) -> Work:
    folder.mkdir(parents=True, exist_ok=True)
    stills, films = [], []
    for number in range(min(shots, DISTINCT)):
        ground, things = _scene(number, size)
        stills.append(folder / f"still{number}.png")
        _save(_laid(ground, things), stills[-1])
        films.append(folder / f"clip{number}.mp4")
        if clips:
            _film(ground, things, films[-1], size)
    seconds = (shots * (SHOT - FADE) + SHOT) / FPS
    return Work(
        size=size,
        stills=[stills[n % DISTINCT] for n in range(shots)],
        clips=[films[n % DISTINCT] for n in range(shots)],
        card=_card(folder / "card.png", size),
        logo=_logo(folder / "logo.png", size),
        voice=folder / "voice.wav",
        music=_music(folder / "music.wav", seconds),
        captions=_voice(folder / "voice.wav", seconds),
    )


def _noise(rng: np.random.Generator, size: Size, slope: float) -> np.ndarray:
    """Noise whose amplitude falls with frequency, as in photographs; 0 to 1."""
    frequency = np.hypot(np.fft.fftfreq(size.height)[:, None], np.fft.rfftfreq(size.width)[None])
    frequency[0, 0] = 1
    phases = rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)
    picture = np.fft.irfft2(phases / frequency**slope, (size.height, size.width)).astype(np.float32)
    return np.asarray((picture - picture.min()) / np.ptp(picture))


def _scene(seed: int, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """A ground (RGB) and things before it (RGB and alpha)."""
    rng = np.random.default_rng(seed)
    light, warm, texture = _noise(rng, size, 1.35), _noise(rng, size, 1.9), _noise(rng, size, 1.2)
    ground = np.stack([0.2 + 0.6 * light + 0.2 * warm, 0.2 + 0.6 * light, 0.4 + 0.5 * light - 0.2 * warm], -1)
    things = np.zeros((size.height, size.width, 4), np.uint8)
    for _ in range(8):
        middle = (int(rng.integers(size.width)), int(rng.integers(size.height // 3, size.height)))
        axes = (
            int(rng.integers(size.width // 20, size.width // 8)),
            int(rng.integers(size.height // 14, size.height // 4)),
        )
        colour = (*rng.integers(40, 240, 3).tolist(), 255)
        cv2.ellipse(things, middle, axes, float(rng.integers(180)), 0, 360, colour, -1, cv2.LINE_AA)
    things[..., :3] = things[..., :3] * (0.6 + 0.4 * texture[..., None])
    return np.clip(ground * 255, 0, 255).astype(np.uint8), things


def _laid(ground: np.ndarray, things: np.ndarray) -> np.ndarray:
    cover = things[..., 3:].astype(np.float32) / 255
    return np.asarray((ground * (1 - cover) + things[..., :3] * cover).astype(np.uint8))


def _film(ground: np.ndarray, things: np.ndarray, file: Path, size: Size) -> None:
    """The scene with its things moving faster than its ground, as a camera would deliver it."""
    with video.Encoder(file, size, Fraction(FPS), crf=16) as encoder:
        for frame in range(SHOT):
            far, near = (_moved(layer, frame, speed, size) for layer, speed in ((ground, 0.2), (things, 0.6)))
            encoder.write(_laid(far, near))


def _moved(layer: np.ndarray, frame: int, speed: float, size: Size) -> np.ndarray:
    closer = 1.06 + 0.0006 * speed * frame
    matrix = np.array(
        [[closer, 0, -0.03 * size.width - speed * frame * size.width / 2400], [0, closer, -0.03 * size.height]]
    )
    return np.asarray(cv2.warpAffine(layer, matrix, (size.width, size.height), borderMode=cv2.BORDER_REFLECT))


def _save(picture: np.ndarray, file: Path) -> Path:
    Image.fromarray(picture).save(file, compress_level=1)
    return file


def font() -> Path:
    return sorted(FONTS.glob("NotoSans*Bold*"))[0]


def _card(file: Path, size: Size) -> Path:
    down = np.linspace(0, 1, size.height)[:, None, None]
    picture = Image.fromarray(
        np.broadcast_to(20 + down * [30, 20, 60], (size.height, size.width, 3)).astype(np.uint8)
    )
    words = ImageDraw.Draw(picture)
    for share, text in ((8, "Quiet Kettle"), (18, "A pinch of ginger, a whole morning")):
        place = (size.width / 2, size.height * (0.42 if share == 8 else 0.6))
        words.text(place, text, "white", ImageFont.truetype(font(), size.height // share), anchor="mm")
    picture.save(file)
    return file


def _logo(file: Path, size: Size) -> Path:
    side = size.height // 12 // 2 * 2
    picture = Image.new("RGBA", (4 * side, 4 * side))
    ImageDraw.Draw(picture).ellipse([8, 8, 4 * side - 8, 4 * side - 8], (255, 255, 255, 230))
    ImageDraw.Draw(picture).pieslice([side, side, 3 * side, 3 * side], 40, 320, (210, 60, 40, 255))
    picture.resize((side, side), Image.Resampling.LANCZOS).save(file)
    return file


def _syllable(rng: np.random.Generator, seconds: float, pitch: float) -> np.ndarray:
    """A vowel: harmonics of a voice's pitch under three formants, between a soft start and end."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    harmonics = np.arange(1, 28)[:, None]
    formants = VOWELS[rng.integers(len(VOWELS))]
    strength = (1 / (1 + ((harmonics * pitch - formants) / 120) ** 2)).sum(1, keepdims=True) / harmonics**0.5
    return np.asarray(
        (strength * np.sin(2 * np.pi * pitch * harmonics * time)).sum(0) * np.sin(np.pi * time / seconds)
    )


def _voice(file: Path, seconds: float) -> list[Cue]:
    """Write a speech-like voice, and time five of its words to a caption."""
    rng, sound, cues, at = np.random.default_rng(5), np.zeros(round(seconds * SAMPLE_RATE), np.float32), [], 0.4
    for first in range(0, 10**6, 5):
        phrase = [SAYS[(first + n) % len(SAYS)] for n in range(5)]
        lengths = [0.12 + 0.045 * len(word) for word in phrase]
        if at + sum(lengths) > seconds - 1:
            break
        cues.append(Cue(text=" ".join(phrase), start=round(at * FPS), end=round((at + sum(lengths)) * FPS)))
        for length in lengths:
            spoken = 0.2 * _syllable(rng, 0.85 * length, rng.uniform(105, 135))
            begin = round(at * SAMPLE_RATE)
            sound[begin : begin + len(spoken)] += spoken.astype(np.float32)
            at += length
        at += 0.25
    soundfile.write(file, np.clip(sound, -0.9, 0.9), SAMPLE_RATE)
    return cues


def _music(file: Path, seconds: float) -> Path:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    swell = 0.06 + 0.04 * np.sin(np.pi * time)
    sides = [
        swell * sum(np.sin(2 * np.pi * tone * (1 + side) * time) for tone in (220, 277.2, 329.6))
        for side in (0, 2e-3)
    ]
    soundfile.write(file, np.stack(sides, 1), SAMPLE_RATE)
    return file
