"""The finished film as another file: encoded anew, as a loop, as sound alone, or frame by frame."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import cv2

from pipelines.machinery import ffmpeg, video
from studio.asks import Export
from studio.errors import BadInput
from studio.film import Artifact
from studio.formats import Options
from studio.roles import Desk

Tick = Callable[[float], None]

EXACT = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
MARGIN = 0.97  # of a limit in bytes; the rest is for the container and for a rate that is met only nearly
ROUNDS = 3
SOUND_SHARE, LEAST_SOUND, MOST_SOUND = 0.2, 32_000, 128_000  # bit/s, where bytes are few
LEAST_BITS = 0.01  # a pixel and frame; with less, x264 shows blocks where it should show a picture
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can name, so that the same frames are the same bytes


def export(asks: Sequence[Export], desk: Desk) -> Iterator[Artifact]:
    """One file for each ask, one after another: an encoder uses all cores by itself."""
    for number, ask in enumerate(asks):

        def tick(done: float, number: int = number) -> None:
            desk.tick((number + done) / len(asks), "exporting")

        _check_size(ask)
        yield desk.keep(WAYS[ask.recipe.way](ask, desk, tick))


def _check_size(ask: Export) -> None:
    """Raise BadInput for a picture that the format's encoder would refuse."""
    least = ask.recipe.smallest
    if least and (ask.size.width < least.width or ask.size.height < least.height):
        raise BadInput(
            f"This format holds no picture smaller than {least}, and the film is {ask.size}.",
            "Make the film larger, or choose another format, such as prores.",
        )


def _encoded(ask: Export, desk: Desk, tick: Tick) -> Path:
    """Encoded once; where that is too large for the recipe, in two passes at the rate that fits."""
    recipe, out = ask.recipe, desk.scratch(ask.recipe.suffix)
    arguments = [*_inputs(ask, desk), *_picture(ask, recipe.video), *_options(recipe.audio)]
    ffmpeg.run([*arguments, *_end(ask, out)], _seconds(ask), tick)
    if recipe.most_bytes is None or out.stat().st_size <= recipe.most_bytes:
        return out
    if not recipe.smaller:
        raise BadInput(
            f"In this format the film is larger than {_megabytes(recipe.most_bytes)}.",
            "Choose h264, which can be made to fit, or make a shorter film.",
        )
    return _fitted(ask, recipe.most_bytes, desk, tick)


def _fitted(ask: Export, most: int, desk: Desk, tick: Tick) -> Path:
    """Two passes of `smaller`, again with less where the encoder overshot."""
    rate = most * MARGIN * 8 / _seconds(ask)
    sound = round(min(max(rate * SOUND_SHARE, LEAST_SOUND), MOST_SOUND)) if ask.sound else 0
    out = desk.scratch(ask.recipe.suffix)
    for _ in range(ROUNDS):
        picture = int(rate - sound)
        if picture < LEAST_BITS * ask.size.width * ask.size.height * ask.fps:
            break
        _two_passes(ask, (picture, sound), out, desk, tick)
        if out.stat().st_size <= most:
            return out
        rate *= MARGIN * most / out.stat().st_size
    raise BadInput(
        f"This film cannot be made to fit into {_megabytes(most)} and still look good.",
        "Make a shorter or a smaller film.",
    )


def _two_passes(ask: Export, rates: tuple[int, int], out: Path, desk: Desk, tick: Tick) -> None:
    picture, sound = rates
    notes = desk.scratch("")
    notes.mkdir()
    try:
        video_options = [*_picture(ask, ask.recipe.smaller), "-b:v", str(picture)]
        video_options += ["-passlogfile", str(notes / "pass")]
        first = [*_inputs(ask, desk), *video_options, "-pass", "1", "-an", "-f", "null", "-"]
        ffmpeg.run(first, _seconds(ask), lambda done: tick(done / 2))
        audio = _options({**ask.recipe.audio, "b:a": sound}) if sound else []
        second = [*_inputs(ask, desk), *video_options, "-pass", "2", *audio, *_end(ask, out)]
        ffmpeg.run(second, _seconds(ask), lambda done: tick(0.5 + done / 2))
    finally:
        shutil.rmtree(notes, ignore_errors=True)


def _looped(ask: Export, desk: Desk, tick: Tick) -> Path:
    """A GIF with the best 256 colours of the whole film, found first so that no frame need be kept."""
    palette, out = desk.scratch(".png"), desk.scratch(ask.recipe.suffix)
    fitted, inputs = _fit(ask), _inputs(ask, desk)
    look = f"{fitted},palettegen=stats_mode=diff"
    ffmpeg.run([*inputs, "-vf", look, "-update", "1", f"file:{palette}"], _seconds(ask), lambda done: tick(done / 2))
    draw = f"[0:v]{fitted}[film];[film][1:v]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle"
    arguments = [*_source(ask.picture, desk), "-i", f"file:{palette}", "-lavfi", draw, *_options(ask.recipe.video)]
    ffmpeg.run([*arguments, *_end(ask, out)], _seconds(ask), lambda done: tick(0.5 + done / 2))
    return out


def _frames(ask: Export, desk: Desk, tick: Tick) -> Path:
    """Every frame as a numbered PNG in one ZIP, stored as they are: PNG is compressed already."""
    assert ask.picture  # noqa: S101 - the recipe has a picture
    out = desk.scratch(ask.recipe.suffix)
    with zipfile.ZipFile(out, "w") as archive:
        for number, frame in enumerate(video.frames_of(desk.path(ask.picture)), start=1):
            tick(number / ask.frames)
            png = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))[1].tobytes()
            archive.writestr(zipfile.ZipInfo(f"frame-{number:06}.png", FIRST_DAY), png)
    return out


WAYS: dict[str, Callable[[Export, Desk, Tick], Path]] = {
    "encode": _encoded,
    "palette": _looped,
    "frames": _frames,
}


def _inputs(ask: Export, desk: Desk) -> list[str]:
    """The picture first, where there is one, then the sound, and the streams that are wanted of each."""
    arguments = [*_source(ask.picture, desk), *_source(ask.sound, desk)]
    if ask.picture:
        arguments += ["-map", "0:v:0"]
    if ask.sound:
        arguments += ["-map", f"{1 if ask.picture else 0}:a:0"]
    return arguments


def _source(file: Artifact | None, desk: Desk) -> list[str]:
    return ["-i", f"file:{desk.path(file)}"] if file else []


def _picture(ask: Export, options: Options) -> list[str]:
    """How the picture is encoded, if at all: at a constant rate, in BT.709 where it stays Y'CbCr."""
    arguments = _options(options)
    if not options or options["c:v"] == "copy":
        return arguments
    if str(options["pix_fmt"]).startswith("yuv"):
        arguments += video.TAGS
    return [*arguments, "-vf", _fit(ask), "-fps_mode", "passthrough"]


def _fit(ask: Export) -> str:
    """The filters that bring the film down to what the format can bear; `null` where it is so already."""
    filters = []
    if ask.recipe.fastest and ask.fps > ask.recipe.fastest:
        filters.append(f"fps={ask.recipe.fastest}")
    longest = max(ask.size.width, ask.size.height)
    if ask.recipe.longest_side and longest > ask.recipe.longest_side:
        scale = Fraction(ask.recipe.longest_side, longest)
        filters.append(f"scale={round(ask.size.width * scale)}:{round(ask.size.height * scale)}:flags=lanczos")
    return ",".join(filters) or "null"


def _end(ask: Export, out: Path) -> list[str]:
    return [*_options(ask.recipe.container), *EXACT, f"file:{out}"]


def _options(options: Options) -> list[str]:
    return [word for name, value in options.items() for word in (f"-{name}", str(value))]


def _seconds(ask: Export) -> float:
    return float(ask.frames / ask.fps)


def _megabytes(count: int) -> str:
    return f"{count / 1e6:g} MB"
