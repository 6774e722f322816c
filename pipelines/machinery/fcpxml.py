"""A timeline as FCPXML 1.9, for Final Cut Pro and DaVinci Resolve: every time an exact number of frames.

The format is Apple's: https://developer.apple.com/documentation/professional-video-applications/fcpxml-reference
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol
from xml.etree import ElementTree as Xml

from studio.cut import Placed
from studio.film import SAMPLE_RATE
from studio.roles import Edit


class Heard(Protocol):
    """A sound on the timeline, in whole frames."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def frames(self) -> int: ...


def document(edit: Edit, shots: Sequence[str], lanes: Sequence[Sequence[Heard]]) -> bytes:
    """The whole document: shots in the spine, each lane of sounds hung below the shot in which it begins."""
    cut = edit.cut
    root = Xml.Element("fcpxml", version="1.9")
    resources = Xml.SubElement(root, "resources")
    shape = {"width": str(cut.size.width), "height": str(cut.size.height), "frameDuration": _time(1, cut.fps)}
    Xml.SubElement(resources, "format", id="film", **shape, colorSpace="1-1-1 (Rec. 709)")
    for placed, url in zip(cut.picture, shots, strict=True):
        about = {"hasVideo": "1", "format": "film"}
        _asset(resources, url, _time(placed.clip.footage.frames, cut.fps), about)
    for sound in (sound for lane in lanes for sound in lane):
        about = {"hasAudio": "1", "audioSources": "1", "audioRate": str(SAMPLE_RATE)}
        _asset(resources, sound.url, _time(sound.frames, cut.fps), about)
    event = Xml.SubElement(Xml.SubElement(root, "library"), "event")
    project = Xml.SubElement(event, "project", name=_plain(edit.title))
    length = _time(cut.frames, cut.fps)
    sequence = Xml.SubElement(project, "sequence", format="film", duration=length, tcStart="0s", tcFormat="NDF")
    _fill(Xml.SubElement(sequence, "spine"), edit, shots, lanes)
    Xml.indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n'
    return head + Xml.tostring(root, encoding="utf-8") + b"\n"


def _asset(resources: Xml.Element, url: str, duration: str, about: dict[str, str]) -> None:
    asset = Xml.SubElement(resources, "asset", id=_id(url), name=url, start="0s", duration=duration, **about)
    Xml.SubElement(asset, "media-rep", kind="original-media", src=url)


def _fill(spine: Xml.Element, edit: Edit, shots: Sequence[str], lanes: Sequence[Sequence[Heard]]) -> None:
    fps = edit.cut.fps
    for number, (placed, url, says) in enumerate(zip(edit.cut.picture, shots, edit.says, strict=True), start=1):
        clip = _clip(spine, url, f"Shot {number}", (placed.start, placed.fade_in, placed.frames), fps)
        for depth, lane in enumerate(lanes, start=1):
            for sound in (sound for sound in lane if _begins_in(sound, placed)):
                at = placed.fade_in + sound.start - placed.start  # in the time of the shot's own file
                _clip(clip, sound.url, sound.name, (at, 0, sound.frames), fps).set("lane", str(-depth))
        if says:
            first, one = _time(placed.fade_in, fps), _time(1, fps)
            Xml.SubElement(clip, "marker", start=first, duration=one, value=_plain(says))
        if placed.fade_out:
            begins = _time(placed.start + placed.frames - placed.fade_out, fps)
            Xml.SubElement(
                spine, "transition", name=placed.cut, offset=begins, duration=_time(2 * placed.fade_out, fps)
            )


def _begins_in(sound: Heard, placed: Placed) -> bool:
    return placed.start <= sound.start < placed.start + placed.frames


def _clip(parent: Xml.Element, url: str, name: str, times: tuple[int, int, int], fps: Fraction) -> Xml.Element:
    """A stretch of an asset: `times` are its frame on the parent, its first own frame, and how many it shows."""
    offset, start, duration = (_time(frames, fps) for frames in times)
    return Xml.SubElement(
        parent, "asset-clip", ref=_id(url), name=name, offset=offset, start=start, duration=duration
    )


def _id(url: str) -> str:
    """An XML name out of a file's."""
    return url.rpartition("/")[2].replace(".", "-")


def _time(frames: int, fps: Fraction) -> str:
    """Seconds as a fraction, the format's own way: 1001/30000s."""
    seconds = frames / fps
    return f"{seconds.numerator}/{seconds.denominator}s" if seconds.denominator > 1 else f"{seconds.numerator}s"


def _plain(text: str) -> str:
    """One line without the control characters that XML forbids."""
    return "".join(sign for sign in " ".join(text.split()) if sign >= " ")
