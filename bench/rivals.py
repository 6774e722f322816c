"""The other ways to make bench/workload.py's film: the encoder alone, one ffmpeg filter graph, and plain MoviePy."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe

from bench.workload import FADE, FONTS, FPS, SHOT, Work, font
from pipelines.editors.segments import FINISHED
from pipelines.machinery.video import SAFE

X264 = ["-c:v", "libx264", "-preset", FINISHED["preset"], "-crf", str(FINISHED["crf"])]
X264 += ["-profile:v", "high", "-pix_fmt", "yuv420p", *(part for name in SAFE for part in (f"-{name}", SAFE[name]))]
BT709 = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
AAC = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", "192k", "-ar", "48000", "-ac", "2", "-movflags", "+faststart"]
MATRIX = "out_color_matrix=bt709:out_range=tv"


def _run(*arguments: str) -> None:
    subprocess.run([get_ffmpeg_exe(), "-loglevel", "error", "-y", *arguments], check=True)


def encode_only(work: Work, raw: Path, sound: Path, out: Path) -> None:
    """The limit: frames that are composited already, and sound that is mixed already."""
    source = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", str(work.size), "-framerate", str(FPS)]
    _run(*source, "-i", str(raw), "-i", str(sound), "-map", "0:v", "-map", "1:a", *X264, *BT709, *AAC, str(out))


def filter_graph(work: Work, out: Path, moving: bool) -> None:
    """One ffmpeg command, as one who knows ffmpeg would write it; `moving`: from stills."""
    inputs, graph = [], []
    for shot, source in enumerate(work.stills if moving else work.clips):
        inputs += ["-i", str(source)]
        picture = _zoomed(work, shot) if moving else f"fps={FPS},format=yuv420p"
        graph.append(f"[{shot}:v]{picture},settb=1/{FPS},setsar=1[s{shot}]")
    card, last = len(work.stills), "s0"
    inputs += ["-loop", "1", "-framerate", str(FPS), "-t", str(SHOT / FPS), "-i", str(work.card)]
    inputs += ["-i", str(work.logo), "-i", str(work.voice), "-i", str(work.music)]
    graph.append(f"[{card}:v]scale={MATRIX},format=yuv420p,settb=1/{FPS},setsar=1[s{card}]")
    for shot in range(1, card + 1):
        begins = shot * (SHOT - FADE) / FPS
        graph.append(f"[{last}][s{shot}]xfade=transition=fade:duration={FADE / FPS}:offset={begins}[x{shot}]")
        last = f"x{shot}"
    margin = round(0.06 * work.size.short_side)
    graph.append(f"[{card + 1}:v]scale={MATRIX},format=yuva420p[logo]")
    graph.append(f"[{last}][logo]overlay=W-w-{margin}:{margin}:format=yuv420:enable='lt(n,{work.ends})'[over]")
    graph.append(f"[over]ass={_ass(work, out)}:fontsdir={FONTS},format=yuv420p[v]")
    graph.append(_sound(card + 2, work.seconds))
    ends = ["-frames:v", str(work.frames), "-t", str(work.seconds)]
    _run(
        *inputs,
        "-filter_complex",
        ";".join(graph),
        "-map",
        "[v]",
        "-map",
        "[a]",
        *X264,
        *BT709,
        *AAC,
        *ends,
        str(out),
    )


def _zoomed(work: Work, shot: int) -> str:
    start, end = work.views(shot)
    eased = f"pow(on/{SHOT - 1},2)*(3-2*on/{SHOT - 1})"
    zoom = f"{1 / start.width}*pow({start.width / end.width},{eased})"
    left, top = (f"({a}+({b}-{a})*{eased})" for a, b in ((start.left, end.left), (start.top, end.top)))
    pan = f"x='{left}*iw':y='{top}*ih'"
    return f"scale={MATRIX},format=yuv420p,zoompan=z='{zoom}':{pan}:d={SHOT}:s={work.size}:fps={FPS}"


def _sound(voice: int, seconds: float) -> str:
    stereo = "aformat=sample_rates=48000:channel_layouts=stereo"
    return (
        f"[{voice}:a]{stereo},asplit[v0][key];[{voice + 1}:a]{stereo},volume=0.6[bed];"
        "[bed][key]sidechaincompress=threshold=0.02:ratio=8:attack=20:release=350[low];"
        f"[v0][low]amix=inputs=2:normalize=0,atrim=0:{seconds},loudnorm=I=-14:TP=-1,aresample=48000[a]"
    )


def _ass(work: Work, out: Path) -> Path:
    """The captions as ASS, white on a box; written beside the film."""
    high, size = work.size.height, round(0.054 * work.size.short_side * 1.36)  # ASS measures ascent and descent
    style = f"D,Noto Sans,{size},&H00FFFFFF,&H50000000,&H50000000,3,{high / 120},0,2,20,20,{round(0.08 * high)}"
    lines = [
        f"[Script Info]\nScriptType: v4.00+\nPlayResX: {work.size.width}\nPlayResY: {high}\nYCbCr Matrix: TV.709\n",
        "[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, BorderStyle, "
        f"Outline, Shadow, Alignment, MarginL, MarginR, MarginV\nStyle: {style}\n",
        "[Events]\nFormat: Layer, Start, End, Style, Text",
        *(f"Dialogue: 0,{_clock(cue.start)},{_clock(cue.end)},D,{cue.text}" for cue in work.captions),
    ]
    file = out.with_suffix(".ass")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _clock(frame: int) -> str:
    hundredths = round(frame / FPS * 100)
    return f"0:{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def plain_moviepy(work: Work, out: Path, moving: bool, seconds: float) -> None:
    """As MoviePy's own guide shows it, with the writer's defaults; the film's first `seconds`."""
    from moviepy import AudioFileClip, CompositeAudioClip, CompositeVideoClip, ImageClip, VideoFileClip, vfx  # noqa: PLC0415

    fade = [vfx.CrossFadeIn(FADE / FPS)]
    layers = []
    for shot, (still, clip) in enumerate(zip(work.stills, work.clips, strict=True)):
        picture = _travelling(work, shot, still) if moving else VideoFileClip(str(clip), audio=False)
        layers.append(picture.with_effects(fade if shot else []).with_start(shot * (SHOT - FADE) / FPS))
    card = ImageClip(str(work.card), duration=SHOT / FPS).with_effects(fade).with_start(work.ends / FPS)
    logo = ImageClip(str(work.logo), duration=work.ends / FPS)
    margin = round(0.06 * work.size.short_side)
    layers += [card, logo.with_position((work.size.width - logo.w - margin, margin)), *_subtitles(work)]
    voice, bed = AudioFileClip(str(work.voice)), AudioFileClip(str(work.music)).transform(_ducked(work))
    film = CompositeVideoClip(layers, size=(work.size.width, work.size.height)).with_duration(work.seconds)
    film = film.with_audio(CompositeAudioClip([voice, bed])).subclipped(0, min(seconds, work.seconds))
    film.write_videofile(str(out), fps=FPS, audio_codec="aac", logger=None)


def _travelling(work: Work, shot: int, still: Path) -> object:
    from moviepy import ImageClip  # noqa: PLC0415

    (start, end), (width, height) = work.views(shot), (work.size.width, work.size.height)

    def share(time: float) -> float:
        progress = min(1.0, time * FPS / (SHOT - 1))
        return progress * progress * (3 - 2 * progress)

    def closer(time: float) -> tuple[int, int]:
        zoom = start.width ** (share(time) - 1) * end.width ** -share(time)
        return math.ceil(width * zoom), math.ceil(height * zoom)

    def cropped(picture: object, time: float) -> np.ndarray:
        frame, eased = picture(time), share(time)
        left = min(int((start.left + (end.left - start.left) * eased) * frame.shape[1]), frame.shape[1] - width)
        top = min(int((start.top + (end.top - start.top) * eased) * frame.shape[0]), frame.shape[0] - height)
        return frame[top : top + height, left : left + width]

    clip = ImageClip(str(still), duration=SHOT / FPS).resized(closer).transform(cropped)
    clip.size = (width, height)
    return clip


def _subtitles(work: Work) -> list[object]:
    from moviepy import TextClip  # noqa: PLC0415

    size, foot = round(0.054 * work.size.short_side), round(0.92 * work.size.height)
    look = {"font": str(font()), "font_size": size, "color": "white", "bg_color": "black", "margin": (10, 10)}
    words = [(cue, TextClip(text=cue.text, **look)) for cue in work.captions]
    return [
        clip.with_start(cue.start / FPS)
        .with_duration((cue.end - cue.start) / FPS)
        .with_position(("center", foot - clip.h))
        for cue, clip in words
    ]


def _ducked(work: Work) -> object:
    """MoviePy ducks nothing itself: a volume that falls under each caption's words."""
    volume = np.ones(round(work.seconds * 20) + 1)
    for cue in work.captions:
        volume[cue.start * 20 // FPS : cue.end * 20 // FPS + 4] = 0.3
    volume = np.convolve(np.pad(volume, 4, mode="edge"), np.ones(9) / 9, "valid")

    def at(sound: object, time: np.ndarray) -> np.ndarray:
        gain = np.interp(time, np.arange(len(volume)) / 20, volume)
        return sound(time) * (gain[:, None] if np.ndim(time) else gain)

    return at
