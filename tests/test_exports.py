"""What leaves the studio opens elsewhere: every format, every platform's rules, every timeline frame by frame."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import av
import numpy as np
import opentimelineio as otio
import pytest
from PIL import Image

from pipelines import catalog
from pipelines.machinery import meters, video
from studio import stages
from studio.api import Studio
from studio.asks import Export
from studio.crew import Event, Onlooker, WorkDesk
from studio.cut import Cut
from studio.errors import BadInput, Cancelled
from studio.film import Balance, Brief, Grade, Size, edited
from studio.formats import Platform
from studio.roles import Edit
from studio.rules import SMALLEST_SIDE
from studio.store import Store

ROOT = Path(__file__).parent.parent
TEXT = "A kettle that whistles a tune.\nIt boils in two minutes.\n"
WIDE, NTSC, SLOW = "kettle", "kettle-ntsc", "kettle-slow"
RATES = {WIDE: Fraction(24), NTSC: Fraction(30000, 1001), SLOW: Fraction(12)}
VIDEO = {
    "h264": ("h264", "High", "yuv420p", "aac"),
    "hevc": ("hevc", "Main", "yuv420p", "aac"),
    "av1": ("libdav1d", "Main", "yuv420p", "aac"),
    "av1-10bit": ("libdav1d", "Main", "yuv420p10le", "aac"),
    "vp9": ("vp9", "Profile 0", "yuv420p", "opus"),
    "prores": ("prores", "HQ", "yuv422p10le", "pcm_s24le"),
    "dnxhr": ("dnxhd", "DNXHR HQ", "yuv422p", "pcm_s24le"),
}
SOUND = {"wav": "pcm_s16le", "flac": "flac", "opus": "opus", "mp3": "mp3float", "m4a": "aac"}
LOOPS = ("gif", "webp")
WIDE_PLATFORMS = ("youtube", "linkedin", "x", "whatsapp", "broadcast", "broadcast-us", "podcast")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A studio with three finished films of two lines and an end card, and one that is not begun."""
    studio = Studio(tmp_path_factory.mktemp("exports") / "home", catalog)
    for name, fps in RATES.items():
        studio.start(Brief(text=TEXT, size=Size(width=320, height=180), fps=fps), name=name)
        studio.make(name)
    studio.start(Brief(text=TEXT), name="unfinished")
    return studio


def form(name: str) -> str:
    return catalog.forms()[name].recipe.suffix


def exported(studio: Studio, name: str, folder: Path, platform: str = "") -> Path:
    suffix = form(name or catalog.platforms()[platform].form)
    return studio.export(WIDE, name, folder / f"film{suffix}", platform)


def cut_of(studio: Studio, name: str) -> Cut:
    project = studio.projects.open(name)
    return stages.cut(project, studio._crew(project, Onlooker()))


def film_of(studio: Studio) -> Path:
    return studio.store.path(studio.view(WIDE).film.video)


def pictures(file: Path) -> list[np.ndarray]:
    with av.open(str(file)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def apart(a: np.ndarray, b: np.ndarray) -> float:
    """How far two pictures are from each other: the mean over all values, of 255."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


@pytest.mark.parametrize("name", VIDEO)
def test_a_video_format_holds_the_film_frame_for_frame_with_its_sound(
    studio: Studio, tmp_path: Path, name: str
) -> None:
    film, out = studio.view(WIDE).film, exported(studio, name, tmp_path)
    codec, profile, pixels, sound = VIDEO[name]
    with av.open(str(out)) as container:
        picture, voice = container.streams.video[0], container.streams.audio[0]
        found = picture.codec_context
        assert (found.name, found.profile, found.pix_fmt) == (codec, profile, pixels)
        assert (picture.width, picture.height, picture.average_rate) == (320, 180, film.fps)
        assert voice.codec_context.name == sound
        assert voice.rate == 48_000
        assert abs(container.duration / 1e6 - film.frames / film.fps) < 1 / film.fps
        frame = next(container.decode(picture))
        tags = (frame.color_range, frame.colorspace, frame.color_primaries, frame.color_trc)
    assert tags == (1, 1, 1, 1), "not BT.709 in limited range"
    made, original = pictures(out), pictures(film_of(studio))
    assert len(made) == film.frames
    for at in (0, film.frames // 2, film.frames - 1):
        assert apart(made[at], original[at]) < 4


@pytest.mark.parametrize("name", [name for name in (*VIDEO, *SOUND) if form(name) in (".mp4", ".m4a")])
def test_an_mp4_plays_before_it_is_there_as_a_whole(studio: Studio, tmp_path: Path, name: str) -> None:
    boxes = boxes_of(exported(studio, name, tmp_path).read_bytes())
    assert boxes.index("moov") < boxes.index("mdat")


def boxes_of(data: bytes) -> list[str]:
    """The names of an MP4's outermost boxes, in order (ISO/IEC 14496-12)."""
    names, at = [], 0
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode("ascii"))
        at += int.from_bytes(data[at : at + 4], "big")
    return names


def test_every_format_is_tested_here() -> None:
    assert {*VIDEO, *SOUND, *LOOPS, "frames"} == set(catalog.forms())


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_format_is_the_sound_alone_and_as_long_as_the_film(studio: Studio, tmp_path: Path, name: str) -> None:
    film, out = studio.view(WIDE).film, exported(studio, name, tmp_path)
    with av.open(str(out)) as container:
        assert not container.streams.video
        assert container.streams.audio[0].codec_context.name == SOUND[name]
        assert abs(container.duration / 1e6 - film.frames / film.fps) < 0.06
    assert abs(meters.measure(out).lufs + 14) < 1


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_silent_and_goes_on_for_ever(studio: Studio, tmp_path: Path, name: str) -> None:
    film, out = studio.view(WIDE).film, exported(studio, name, tmp_path)
    original = pictures(film_of(studio))
    with Image.open(out) as loop:
        assert loop.info["loop"] == 0
        assert loop.size == (320, 180)
        milliseconds = 0
        for at in range(loop.n_frames):
            loop.seek(at)
            loop.load()
            milliseconds += loop.info["duration"]
        assert abs(milliseconds / 1000 - film.frames / film.fps) < 0.1
        assert apart(np.asarray(loop.convert("RGB")), original[-1]) < 8


def test_frames_come_in_a_zip_or_a_new_folder_and_are_the_films(studio: Studio, tmp_path: Path) -> None:
    archive = studio.export(WIDE, "frames", tmp_path / "frames.zip")
    folder = studio.export(WIDE, "frames", tmp_path / "frames")
    original = pictures(film_of(studio))
    names = [f"frame-{number:06}.png" for number in range(1, len(original) + 1)]
    assert zipfile.ZipFile(archive).namelist() == names == sorted(path.name for path in folder.iterdir())
    with Image.open(folder / names[7]) as frame:
        assert apart(np.asarray(frame), original[7]) < 2.5


@pytest.mark.parametrize("platform", WIDE_PLATFORMS)
def test_a_platform_gets_its_loudness_and_its_peak(studio: Studio, tmp_path: Path, platform: str) -> None:
    rules, sound = catalog.platforms()[platform], meters.measure(exported(studio, "", tmp_path, platform))
    assert abs(sound.lufs - rules.loudness) < 1
    assert sound.true_peak_db <= rules.peak


def test_a_film_is_encoded_anew_to_stay_under_a_limit_in_bytes(studio: Studio, tmp_path: Path) -> None:
    film = studio.view(WIDE).film
    limit = film_of(studio).stat().st_size * 2 // 5
    out = elsewhere(studio, bytes=limit).export(WIDE, "", tmp_path / "small.mp4", "elsewhere")
    assert limit * 0.7 < out.stat().st_size <= limit
    made = pictures(out)
    assert len(made) == film.frames
    assert apart(made[-1], pictures(film_of(studio))[-1]) < 8


def elsewhere(studio: Studio, **rules: object) -> Studio:
    """The same home in a house that knows one platform more."""
    place = Platform(summary="", form="h264", loudness=-14, source="", **rules)
    house = SimpleNamespace(**{**vars(catalog), "platforms": lambda: {"elsewhere": place}})
    return Studio(studio.home, house)


def test_what_cannot_fit_is_refused_rather_than_spoilt(studio: Studio, tmp_path: Path) -> None:
    for form_name, limit in (("", 9_000), ("prores", 100_000)):
        out = tmp_path / f"film{'.mov' if form_name else '.mp4'}"
        with pytest.raises(BadInput, match="MB"):
            elsewhere(studio, bytes=limit).export(WIDE, form_name, out, "elsewhere")
        assert not out.exists()


def test_a_film_that_is_too_long_is_told_the_length_to_ask_for(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--seconds 3"):
        elsewhere(studio, seconds=3).export(WIDE, "", tmp_path / "film.mp4", "elsewhere")


def test_a_second_export_makes_nothing_and_gives_the_same_bytes(studio: Studio, tmp_path: Path) -> None:
    events: list[Event] = []
    first = studio.export(WIDE, "hevc", tmp_path / "one.mp4", "youtube")
    second = studio.export(WIDE, "hevc", tmp_path / "two.mp4", "youtube", events.append)
    assert first.read_bytes() == second.read_bytes()
    assert {event.kind for event in events} == {"asked"}


def test_an_export_tells_how_far_it_is_and_stops_when_told_to(studio: Studio, store: Store) -> None:
    film = studio.view(WIDE).film
    recipe = edited(
        catalog.forms()["av1"].recipe, video={"c:v": "libx264", "preset": "placebo", "pix_fmt": "yuv444p"}
    )
    video = studio.store.path(film.video)
    ask = Export(
        picture=store.adopt(video), sound=None, frames=film.frames, size=film.size, fps=film.fps, recipe=recipe
    )
    heard: list[float] = []

    def tick(done: float, note: str) -> None:
        heard.append(done)
        raise Cancelled()

    with WorkDesk(store, tick) as stopping, pytest.raises(Cancelled):
        next(catalog.hire(catalog.cards()["moviepy"]).export([ask], stopping))
    assert heard
    assert not list(store.scratch.iterdir())


@pytest.mark.parametrize("size", [Size(width=160, height=284), Size(width=254, height=256)], ids=str)
def test_a_film_that_a_format_cannot_hold_is_refused_before_anything_is_encoded(store: Store, size: Size) -> None:
    heard: list[float] = []
    fields = {"picture": store.adopt(Path(__file__)), "sound": None, "frames": 48, "fps": Fraction(24)}
    ask = Export(**fields, size=size, recipe=catalog.forms()["dnxhr"].recipe)
    with WorkDesk(store, lambda done, note: heard.append(done)) as desk, pytest.raises(BadInput, match="256x120"):
        next(catalog.hire(catalog.cards()["moviepy"]).export([ask], desk))
    assert not heard


@pytest.mark.parametrize("name", [*VIDEO, *LOOPS, "frames"])
def test_every_format_takes_the_smallest_and_an_uneven_shape(store: Store, name: str) -> None:
    """The smallest film there can be, or what the format names as its least."""
    recipe = catalog.forms()[name].recipe
    size = recipe.smallest or Size(width=SMALLEST_SIDE, height=SMALLEST_SIDE + 122)
    with WorkDesk(store, lambda done, note: None) as desk:
        film = desk.scratch(".mp4")
        with video.Encoder(film, size, Fraction(24)) as encoder:
            for light in (60, 120, 180):
                encoder.write(np.full((size.height, size.width, 3), light, np.uint8))
        fields = {"picture": desk.keep(film), "sound": None, "frames": 3, "fps": Fraction(24), "size": size}
        ask = Export(**fields, recipe=edited(recipe, audio={}))
        made = desk.path(next(catalog.hire(catalog.cards()["moviepy"]).export([ask], desk)))
        assert made.stat().st_size > 100


# Timelines


@pytest.mark.parametrize("film", [WIDE, NTSC])
@pytest.mark.parametrize("name", ["otio", "fcpxml", "premiere", "edl"])
def test_a_timeline_read_back_is_the_cut(studio: Studio, tmp_path: Path, name: str, film: str) -> None:
    notes: list[Event] = []
    folder = studio.export(film, name, tmp_path / "timeline", listen=notes.append)
    cut = cut_of(studio, film)
    assert len(cut.picture) == 3 and any(placed.fade_out for placed in cut.picture)
    clips, fades, urls = READERS[name](folder, cut.fps)
    early = name == "edl"  # an EDL's dissolve belongs to the shot that comes in, from its first mixed frame on
    assert clips["Video"] == [
        (
            placed.start - (placed.fade_in if early else 0),
            placed.frames + (placed.fade_in - placed.fade_out if early else 0),
            0 if early else placed.fade_in,
        )
        for placed in cut.picture
    ]
    assert fades == [
        (placed.start + placed.frames - placed.fade_out, 2 * placed.fade_out)
        for placed in cut.picture
        if placed.fade_out
    ]
    if name == "edl":
        assert any("by hand" in event.note for event in notes)
    else:
        voices = [(round(line.at * cut.fps / 48_000), 0) for line in cut.voice]
        assert [(start, first) for start, _, first in clips["Audio"]] == [*voices, (0, 0)]
        assert clips["Audio"][-1][1] == cut.frames
    assert all(not url.startswith("/") and (folder / url).stat().st_size for url in urls)
    assert len(set(urls)) == len(cut.picture) + (0 if early else len(cut.voice) + 1)
    assert (folder / "captions.srt").read_text("utf-8").count("-->") == len(cut.captions)


@pytest.mark.parametrize("name", ["otio", "fcpxml", "premiere", "edl"])
def test_a_timeline_bears_what_each_shot_says(studio: Studio, tmp_path: Path, name: str) -> None:
    folder = studio.export(WIDE, name, tmp_path / "timeline")
    text = next(folder.glob("timeline.*")).read_text("utf-8").casefold()
    assert all(line.casefold() in text for line in TEXT.splitlines())


def test_the_clips_beside_a_timeline_reach_over_their_transitions(studio: Studio, tmp_path: Path) -> None:
    folder = studio.export(WIDE, "otio", tmp_path / "timeline")
    for number, placed in enumerate(cut_of(studio, WIDE).picture, start=1):
        frames = len(pictures(folder / "media" / f"shot-{number:03}.mp4"))
        assert frames >= placed.fade_in + placed.frames + placed.fade_out


def test_a_timeline_says_when_it_leaves_the_grade_behind(studio: Studio, tmp_path: Path) -> None:
    cut, film = cut_of(studio, WIDE), studio.view(WIDE).film
    first, *others = cut.picture
    graded = edited(first, clip=edited(first.clip, grade=Grade(balance=Balance(saturation=0.5))))
    for name, picture, said in (("plain", (first, *others), False), ("graded", (graded, *others), True)):
        (tmp_path / name).mkdir()
        says = tuple("" for _ in picture)
        edit = Edit("Tea", edited(cut, picture=picture), says, studio.store.path(film.srt), studio.store.path)
        assert ("grade" in catalog.timeline(edit, "otio", tmp_path / name)) == said


Read = tuple[dict[str, list[tuple[int, int, int]]], list[tuple[int, int]], list[str]]


def through_otio(adapter: str, folder: Path, fps: Fraction) -> Read:
    """Each clip's start, frames and first own frame by kind of track; the transitions; the media's addresses."""
    text = next(folder.glob("timeline.*")).read_text("utf-8")
    options = {"rate": float(fps)} if adapter == "cmx_3600" else {}
    timeline = otio.adapters.read_from_string(text, adapter_name=adapter, **options)
    clips: dict[str, list[tuple[int, int, int]]] = {"Video": [], "Audio": []}
    fades, urls = [], []
    for track in timeline.tracks:
        for item in track:
            if isinstance(item, otio.schema.Clip):
                place = item.range_in_parent()
                values = (place.start_time, place.duration, item.source_range.start_time)
                assert all(value.rate == pytest.approx(float(fps), abs=0.001) for value in values)
                clips[track.kind].append(tuple(int(value.value) for value in values))
                urls.append(item.media_reference.target_url)
            elif isinstance(item, otio.schema.Transition):
                before = track[track.index(item) - 1].range_in_parent().end_time_exclusive()
                start = int(before.value - item.in_offset.value)
                fades.append((start, int(item.in_offset.value + item.out_offset.value)))
    return clips, fades, urls


def through_edl(folder: Path, fps: Fraction) -> Read:
    """Like the others; the addresses from the comments, because the adapter reads one of two beside a dissolve."""
    clips, fades, _ = through_otio("cmx_3600", folder, fps)
    lines = (folder / "timeline.edl").read_text("utf-8").splitlines()
    return clips, fades, [line.partition("CLIP: ")[2] for line in lines if "CLIP: " in line]


def through_xml(folder: Path, fps: Fraction) -> Read:
    """FCPXML by its own words: times as fractions of a second, sounds in the time of the shot they hang below."""
    root = ElementTree.parse(folder / "timeline.fcpxml").getroot()  # noqa: S314 - our own

    def frames(element: ElementTree.Element, name: str) -> int:
        value = Fraction(element.get(name).removesuffix("s")) * fps
        assert value.denominator == 1, "a time between two frames"
        return int(value)

    urls = {asset.get("id"): asset.find("media-rep").get("src") for asset in root.iter("asset")}
    clips: dict[str, list[tuple[int, int, int]]] = {"Video": [], "Audio": []}
    lanes: dict[str, list[tuple[int, int, int]]] = {"-1": [], "-2": []}
    spine = next(root.iter("spine"))
    for shot in spine.findall("asset-clip"):
        start, first = frames(shot, "offset"), frames(shot, "start")
        clips["Video"].append((start, frames(shot, "duration"), first))
        for sound in shot.findall("asset-clip"):
            at = start + frames(sound, "offset") - first
            lanes[sound.get("lane")].append((at, frames(sound, "duration"), frames(sound, "start")))
    clips["Audio"] = lanes["-1"] + lanes["-2"]
    fades = [(frames(fade, "offset"), frames(fade, "duration")) for fade in spine.findall("transition")]
    return clips, fades, [urls[clip.get("ref")] for clip in spine.iter("asset-clip")]


READERS = {
    "otio": lambda folder, fps: through_otio("otio_json", folder, fps),
    "premiere": lambda folder, fps: through_otio("fcp_xml", folder, fps),
    "edl": through_edl,
    "fcpxml": through_xml,
}


# Refusals, as a newcomer meets them


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([WIDE, "--as", "laserdisc", "-o", "film.mp4"], "no format named 'laserdisc'"),
        ([WIDE, "--for", "cinema", "-o", "film.mp4"], "no platform named 'cinema'"),
        ([WIDE, "-o", "film.mp4"], "--for youtube"),
        ([WIDE, "--as", "otio", "--for", "youtube", "-o", "film"], "no format named 'otio'"),
        ([WIDE, "--for", "reels", "-o", "film.mp4"], "--ratio 9:16"),
        ([WIDE, "--as", "gif", "-o", "film.mp4"], "film.gif"),
        ([WIDE, "--as", "gif", "-o", "nowhere/film.gif"], "cannot be written"),
        ([WIDE, "--as", "frames", "-o", "full"], "not an empty folder"),
        ([WIDE, "--as", "otio", "-o", "film.otio"], "Call it film."),
        ([SLOW, "--as", "edl", "-o", "timeline"], "12 frames per second"),
        (["unfinished", "--as", "gif", "-o", "film.gif"], "not finished"),
        (["unfinished", "--as", "otio", "-o", "timeline"], "not finished"),
        (["nobody", "--as", "gif", "-o", "film.gif"], "nobody"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_refusal_is_one_sentence_and_what_to_do(
    studio: Studio, tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    run = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), "export", *words],
        cwd=tmp_path,
        env={**os.environ, "REELWRIGHT_HOME": str(studio.home)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2, run.stdout + run.stderr
    assert said in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
