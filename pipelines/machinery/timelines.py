"""A finished edit for other editing programs: a timeline with its media and captions beside it, by relative paths."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from pipelines.machinery import fcpxml, waves
from studio.cut import Placed
from studio.errors import BadInput
from studio.film import SAMPLE_RATE, Artifact
from studio.roles import Edit

MEDIA = "media"
# The rates that SMPTE timecode and the editing programs know; OpenTimelineIO itself can have any.
RATES = [Fraction(rate) for rate in (24, 25, 30, 50, 60)] + [Fraction(n * 1000, 1001) for n in (24, 30, 60)]
SOUND_LOST = "The voice and the music are as they were recorded: neither levelled nor ducked."
WORDS_LOST = "No words and no logos are in the pictures; the captions lie beside it."
GRADES_LOST = "The colours are as they were before the grade."
FADES_LOST = "Every transition comes as a dissolve of the same length that bears the other's name."
EDL_LOST = "An EDL holds one track of picture: place the sounds in 'media' by hand."
FILES = {"otio": "timeline.otio", "fcpxml": "timeline.fcpxml", "premiere": "timeline.xml", "edl": "timeline.edl"}


class Heard(NamedTuple):
    """A sound on the timeline, in whole frames."""

    name: str
    url: str
    start: int
    frames: int


def write(edit: Edit, name: str, folder: Path) -> str:
    """Write `folder`/timeline.*, captions.srt and media/; returns in words what the timeline does not carry.

    Raises BadInput for a rate at which the format has no timecode.
    """
    if name != "otio" and edit.cut.fps not in RATES:
        raise BadInput(
            f"This kind of timeline cannot have {float(edit.cut.fps):g} frames per second.",
            "Make the film again with --fps 24, 25 or 30, or choose otio.",
        )
    (folder / MEDIA).mkdir()
    shots = list(_shots(edit, folder))
    voice, music = list(_voice(edit, folder)), list(_music(edit, folder))
    shutil.copyfile(edit.captions, folder / "captions.srt")
    file = folder / FILES[name]
    if name == "fcpxml":
        file.write_bytes(fcpxml.document(edit, shots, [voice, music]))
    else:
        _write_otio(edit, name, (shots, voice, music), file)
    lost = [EDL_LOST] if name == "edl" else [SOUND_LOST]
    if any(placed.cut not in ("cut", "dissolve") and placed.fade_out for placed in edit.cut.picture):
        lost.append(FADES_LOST)
    if any(placed.clip.grade for placed in edit.cut.picture):
        lost.append(GRADES_LOST)
    return " ".join([WORDS_LOST, *lost])


def _shots(edit: Edit, folder: Path) -> Iterator[str]:
    """Each shot's whole clip as a file of its own; yields its relative URL."""
    for number, placed in enumerate(edit.cut.picture, start=1):
        video = placed.clip.footage.video
        url = f"{MEDIA}/shot-{number:03}{video.suffix}"
        shutil.copyfile(edit.path(video), folder / url)
        yield url


def _voice(edit: Edit, folder: Path) -> Iterator[Heard]:
    for number, line in enumerate(edit.cut.voice, start=1):
        start = round(line.at * edit.cut.fps / SAMPLE_RATE)
        yield _sound(edit, line.sound, f"voice {number}", folder, start)


def _music(edit: Edit, folder: Path) -> Iterator[Heard]:
    if edit.cut.music:
        yield _sound(edit, edit.cut.music, "music", folder, 0)


def _sound(edit: Edit, sound: Artifact, name: str, folder: Path, start: int) -> Heard:
    """A sound as WAV, filled with silence to whole frames, so that its range is one of its file's own."""
    samples = waves.read(edit.path(sound))
    frames = -int(-len(samples) * edit.cut.fps // SAMPLE_RATE)
    url = f"{MEDIA}/{name.replace(' ', '-')}.wav"
    waves.write(folder / url, waves.padded(samples, round(frames / edit.cut.fps * SAMPLE_RATE)))
    return Heard(name, url, start, min(frames, edit.cut.frames - start))


def _write_otio(edit: Edit, name: str, parts: tuple[list[str], list[Heard], list[Heard]], file: Path) -> None:
    shots, voice, music = parts
    timeline = otio.schema.Timeline(edit.title)
    timeline.tracks.append(_picture_track(edit, shots))
    if name != "edl":
        timeline.tracks.append(_sound_track("Voice", voice, edit))
        timeline.tracks.append(_sound_track("Music", music, edit))
    adapter = {"otio": "otio_json", "premiere": "fcp_xml", "edl": "cmx_3600"}[name]
    options = {"rate": float(edit.cut.fps)} if name == "edl" else {}
    text = otio.adapters.write_to_string(timeline, adapter_name=adapter, **options)
    file.write_text(text, encoding="utf-8", newline=os.linesep if name == "edl" else "\n")


def _picture_track(edit: Edit, shots: list[str]) -> otio.schema.Track:
    track = otio.schema.Track("Picture", kind=otio.schema.TrackKind.Video)
    for number, (placed, url, says) in enumerate(zip(edit.cut.picture, shots, edit.says, strict=True), start=1):
        track.append(_clip(number, placed, url, says, edit.cut.fps))
        if placed.fade_out:
            track.append(_dissolve(placed, edit.cut.fps))
    return track


def _clip(number: int, placed: Placed, url: str, says: str, fps: Fraction) -> otio.schema.Clip:
    first = placed.fade_in  # the frames before are what the transition into this shot shows
    clip = otio.schema.Clip(
        name=f"Shot {number}",
        media_reference=_media(url, placed.clip.footage.frames, fps),
        source_range=_range(first, placed.frames, fps),
        metadata={"cmx_3600": {"reel": f"SHOT{number:03}"}},
    )
    if says:
        clip.markers.append(otio.schema.Marker(name=" ".join(says.split()), marked_range=_range(first, 1, fps)))
    return clip


def _dissolve(placed: Placed, fps: Fraction) -> otio.schema.Transition:
    half = RationalTime(placed.fade_out, float(fps))
    kind = otio.schema.TransitionTypes.SMPTE_Dissolve
    return otio.schema.Transition(name=placed.cut, transition_type=kind, in_offset=half, out_offset=half)


def _sound_track(title: str, sounds: list[Heard], edit: Edit) -> otio.schema.Track:
    track, at, fps = otio.schema.Track(title, kind=otio.schema.TrackKind.Audio), 0, edit.cut.fps
    for heard in sounds:
        if heard.start > at:
            track.append(otio.schema.Gap(source_range=_range(0, heard.start - at, fps)))
        media = _media(heard.url, heard.frames, fps)
        track.append(otio.schema.Clip(heard.name, media, _range(0, heard.frames, fps)))
        at = heard.start + heard.frames
    return track


def _media(url: str, frames: int, fps: Fraction) -> otio.schema.ExternalReference:
    return otio.schema.ExternalReference(url, _range(0, frames, fps))


def _range(start: int, frames: int, fps: Fraction) -> TimeRange:
    return TimeRange(RationalTime(start, float(fps)), RationalTime(frames, float(fps)))
