"""The cutting room against the encoder alone, one ffmpeg filter graph and plain MoviePy, and what an edit costs.

    python bench/assembly.py [--quick] [--runs 5] [--sizes 1280x720 1920x1080] [--json OUT.json]

All contenders take turns within each run on the same sources (bench/workload.py), and ratios are
taken within a run, so that a busy machine troubles all alike. Ours goes through the crew, a store
and the editor's questions, as a film of the studio does. `--quick` takes stills at 720p once. Plain MoviePy
makes the first quarter of the film, and the ratio counts its time four times. Growth and peak memory
(PSS, with all children; Linux only) are measured from clips, in a process for each length.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import rivals, workload  # noqa: E402
from bench.road import Memory, report  # noqa: E402
from bench.workload import FADE, FPS, SHOT, Work  # noqa: E402
from pipelines import catalog  # noqa: E402
from pipelines.editors import segments, timeline  # noqa: E402
from pipelines.machinery import video  # noqa: E402
from studio import editing  # noqa: E402
from studio.asks import Encode, Join, Mix, Segment, Take  # noqa: E402
from studio.crew import Crew, InProcess, WorkDesk  # noqa: E402
from studio.cut import Film, Overlay, Voiced  # noqa: E402
from studio.film import Artifact, Box, Footage, Size, Still, edited  # noqa: E402
from studio.store import Store  # noqa: E402

WHOLE = Box(left=0, top=0, width=1, height=1)
FAR = 2 * FPS  # overlays that began longer ago than this look alike
RATE = Fraction(FPS)
PREVIEW = Size(width=854, height=480)
MOVIEPY_SHARE = 0.25


@dataclass
class Room:
    """The editor behind a crew with a store of its own, and the work's sources in that store."""

    store: Store
    crew: Crew
    work: Work
    kept: dict[Path, Artifact]

    @classmethod
    def open(cls, folder: Path, work: Work, moving: bool) -> Room:
        store = Store(folder)
        card = next(card for card in catalog.engines("editor") if card.name == "moviepy")
        room = cls(store, Crew(store, {"editor": card}, InProcess(catalog.hire)), work, {})
        for file in {*(work.stills if moving else work.clips), work.card, work.logo, work.voice, work.music}:
            copy = store.new_scratch(file.suffix)
            shutil.copyfile(file, copy)
            room.kept[file] = store.keep(copy)
        return room

    def anew(self) -> None:
        """A crew that remembers only what the store does, as in a new run of the program."""
        self.crew = Crew(self.store, self.crew.cards, InProcess(catalog.hire))

    def film(self, asks: list[Segment], mix: Mix) -> Film:
        footage, sound = self.crew.both(lambda: self.crew.answers(asks, Footage), lambda: self.soundtrack(mix))
        join = Join(
            segments=tuple(footage),
            sound=sound,
            captions=tuple(self.work.captions),
            title="Quiet Kettle",
            size=self.work.size,
            fps=RATE,
        )
        return self.crew.answer(join, Film)

    def soundtrack(self, mix: Mix) -> Artifact:
        return self.crew.answer(Encode(sound=self.crew.answer(mix, Artifact)), Artifact)

    def mix(self, at: int = 0) -> Mix:
        """`at`: where the voice begins; another number is another mix."""
        samples = round(self.work.seconds * 48000)
        voice = (Voiced(sound=self.kept[self.work.voice], at=at),)
        return Mix(samples=samples, voice=voice, music=self.kept[self.work.music])

    def segments(self, moving: bool, changed: int = -1) -> list[Segment]:
        """The film as the studio would ask for it; the shot `changed` begins with another view or another clip."""
        takes = [self._source(shot, moving, shot == changed) for shot in range(len(self.work.stills))]
        takes.append(Still(image=self.kept[self.work.card], start=WHOLE, end=WHOLE, frames=SHOT))
        found = []
        for shot, source in enumerate(takes):
            start, first = shot * (SHOT - FADE), FADE if shot else 0
            last = shot + 1 == len(takes)
            body = SHOT - first - (0 if last else FADE)
            for begins, frames in editing.pieces(first, body, RATE):
                found.append(self._segment(start + begins, frames, (Take(footage=source, first=begins),)))
            if not last:
                both = (Take(footage=source, first=SHOT - FADE), Take(footage=takes[shot + 1], first=0))
                found.append(self._segment(start + SHOT - FADE, FADE, both))
        return found

    def _source(self, shot: int, moving: bool, changed: bool) -> Still | Footage:
        if not moving:
            clip = self.work.clips[(shot + changed) % len(self.work.clips)]
            return Footage(video=self.kept[clip], frames=SHOT)
        start, end = self.work.views(shot)
        if changed:
            start, end = end, start
        return Still(image=self.kept[self.work.stills[shot]], start=start, end=end, frames=SHOT)

    def _segment(self, start: int, frames: int, takes: tuple[Take, ...]) -> Segment:
        logo = Overlay(role="bug", image=self.kept[self.work.logo], start=0, frames=self.work.ends)
        words = [
            Overlay(role="caption", text=cue.text, language="en", start=cue.start, frames=cue.end - cue.start)
            for cue in self.work.captions
        ]
        shown = []
        for overlay in (logo, *words):
            begins, ends = overlay.start - start, overlay.start + overlay.frames - start
            if begins < frames and ends > 0:
                begins, ends = max(begins, -FAR), min(ends, frames + FAR)
                shown.append(edited(overlay, start=begins, frames=ends - begins))
        how = "dissolve" if len(takes) > 1 else "cut"
        return Segment(takes=takes, how=how, frames=frames, overlays=tuple(shown), size=self.work.size, fps=RATE)


def raw_frames(room: Room, moving: bool, out: Path) -> None:
    """The film's frames as they go to the encoder."""
    with WorkDesk(room.store, lambda *_: None) as desk, out.open("wb") as file:
        for ask in room.segments(moving):
            sources = [segments.source(take, ask, desk) for take in ask.takes]
            for frame in timeline.frames(segments.laid_out(ask, sources, desk), ask.frames, ask.fps):
                file.write(frame.data)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def one_run(work: Work, folder: Path, moving: bool) -> dict[str, float]:
    """Seconds of each contender and each edit; all files go when the run is over."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    room = Room.open(folder / "store", work, moving)
    asks, mix = room.segments(moving), room.mix()
    spent = {"whole": timed(lambda: room.film(asks, mix))}
    raw_frames(room, moving, folder / "raw.yuv")
    sound = room.store.path(room.crew.answer(mix, Artifact))
    spent["encode_only"] = timed(lambda: rivals.encode_only(work, folder / "raw.yuv", sound, folder / "e.mp4"))
    (folder / "raw.yuv").unlink()
    spent["filter_graph"] = timed(lambda: rivals.filter_graph(work, folder / "g.mp4", moving))
    short = work.seconds * MOVIEPY_SHARE
    spent["moviepy"] = timed(lambda: rivals.plain_moviepy(work, folder / "m.mp4", moving, short)) / MOVIEPY_SHARE
    assert {video.probe(folder / name).frames for name in ("e.mp4", "g.mp4")} == {work.frames}
    edits = {
        "one_shot": (room.segments(moving, changed=len(work.stills) // 2), mix),
        "music": (asks, room.mix(at=4800)),
        "nothing": (asks, mix),
        "preview": ([edited(ask, size=PREVIEW, draft=True) for ask in asks], mix),
    }
    for name, (edit, sounds) in edits.items():
        room.anew()
        spent[name] = timed(lambda edit=edit, sounds=sounds: room.film(edit, sounds))
    room.store.close()
    return spent


RATIOS = {
    "whole_vs_encode_only": ("whole", "encode_only"),
    "vs_filter_graph": ("whole", "filter_graph"),
    "vs_moviepy": ("moviepy", "whole"),  # how many times faster ours is
    "one_shot_vs_whole": ("one_shot", "whole"),
    "music_vs_whole": ("music", "whole"),
    "nothing_vs_whole": ("nothing", "whole"),
    "preview_vs_whole": ("preview", "whole"),
}


def summary(runs: list[dict[str, float]]) -> dict[str, object]:
    """Medians of ratios within a run, and of seconds."""
    ratios = {name: round(statistics.median(run[a] / run[b] for run in runs), 3) for name, (a, b) in RATIOS.items()}
    return {**ratios, "seconds": {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}}


def growth(size: str) -> list[dict[str, float]]:
    """Time and peak memory for films of 32, 63.5, 126.5 and 511.5 s, each in its own process."""
    found = []
    for shots in (8, 17, 35, 145):
        command = [sys.executable, __file__, "--sizes", size, "--grow", str(shots)]
        found.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return found


def grown(size: Size, shots: int, folder: Path) -> dict[str, float]:
    work = workload.make(folder / "sources", size, shots)
    room = Room.open(folder / "store", work, moving=False)
    asks, mix, memory = room.segments(moving=False), room.mix(), Memory()
    spent = timed(lambda: room.film(asks, mix))
    peak = memory.stop()
    usual = statistics.median(memory.seen)
    return {"film_s": work.seconds, "s": round(spent, 2), "peak_mib": round(peak), "median_mib": round(usual)}


def measured(size: Size, kinds: list[str], runs: int, folder: Path) -> dict[str, object]:
    work = workload.make(folder / "sources", size, 8, clips="clips" in kinds)
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for _ in range(runs):
        for kind in kinds:
            found[kind].append(one_run(work, folder / "run", kind == "stills"))
    return {kind: summary(spent) for kind, spent in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", nargs="+", default=["1280x720", "1920x1080"])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    sizes, kinds, runs = given.sizes, ["stills", "clips"], given.runs
    if given.quick:
        sizes, kinds, runs = sizes[:1], ["stills"], 1
    result: dict[str, object] = {"cores": os.cpu_count(), "runs": runs, "film_s": 32.0}
    with tempfile.TemporaryDirectory() as name:
        if given.grow:
            print(json.dumps(grown(Size.parse(sizes[0]), given.grow, Path(name))))
            return
        for size in sizes:
            result[size] = measured(Size.parse(size), kinds, runs, Path(name) / size)
        if not given.quick:
            result["growth"] = growth(sizes[-1])
    first = result[sizes[0]][kinds[0]]
    result |= {name: first[name] for name in RATIOS}
    report(result, given.json)


if __name__ == "__main__":
    main()
