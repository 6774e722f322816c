"""Studio: all that the page, the command line and programs may say."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from studio import delivery, exporting, hiring, rules, stages
from studio.calls import Call
from studio.credits import credits
from studio.crew import Crew, Event, InProcess, Listener, Missing, Onlooker, Worker
from studio.errors import BadInput, Cancelled, StudioError
from studio.film import Artifact, Brief, Film, Lineup, Project, Script, Shot, Storyboard
from studio.jobs import HEARTBEAT, Job, Jobs, State
from studio.projects import Projects, name_from
from studio.roles import Edit, House, Panel
from studio.store import Store, artifacts_in, disk_full, is_full

PROGRESS_EVERY = 0.25  # s between progress events that are kept on disk


class Progress(NamedTuple):
    """How far one stage is: answers there, of how many, once the stage before it is known."""

    stage: str
    ready: int
    total: int | None


class View(NamedTuple):
    """What is there of a project right now; later parts are empty until they are made."""

    project: Project
    script: Script | None
    board: Storyboard | None
    shots: tuple[Shot, ...]
    pictures: tuple[Path | None, ...]
    seconds: tuple[float | None, ...]
    film: Film | None
    notes: tuple[str, ...]
    progress: tuple[Progress, ...]


class Studio:
    """One home folder and the engines of one machine."""

    def __init__(self, home: Path, house: House) -> None:
        self.home = home = home.expanduser().absolute()  # engines' programs run in folders of their own
        self.house = house
        self.store = Store(home / "store")
        self.projects = Projects(home / "projects")
        self.jobs = Jobs(home / "jobs.sqlite")

    # Deciding

    def take_in(self, picture: Path) -> Artifact:
        """A user's picture, checked, normalised and kept; raises BadInput when it is none."""
        normalised = self.store.new_scratch(".png")
        try:
            self.house.take_in(picture, normalised)
            return self.store.keep(normalised)
        finally:
            normalised.unlink(missing_ok=True)

    def take_in_clip(self, clip: Path) -> Artifact:
        """A user's clip, checked and kept as it is; raises BadInput when no film can show it."""
        checked = self.house.take_in_clip(clip, self.store.new_scratch)
        try:
            return self.store.keep(checked)
        finally:
            checked.unlink(missing_ok=True)

    def lineup(self, name: str = "", **seats: str) -> Lineup:
        """A line-up by name, with single seats changed; each engine must exist and run here."""
        return hiring.lineup(self.house, name, seats)

    def start(self, brief: Brief, lineup: Lineup | None = None, name: str = "") -> Project:
        """Check a brief and save it: a new project, or the next revision of the one of that name."""
        lineup = lineup or self.lineup()
        rules.check(brief)
        if brief.look not in self.house.looks():
            looks = ", ".join(self.house.looks())
            raise BadInput(f"There is no look named '{brief.look}'.", f"Choose one of: {looks}.")
        rules.caption_style(brief.captions, self.house.caption_styles())
        hiring.check_language(brief.language, hiring.cards(self.house, lineup)["narrator"])
        name = name or name_from(brief.text)
        before = self.projects.open(name) if self.projects.exists(name) else None
        own = {"own_script": before.own_script, "own_storyboard": before.own_storyboard} if before else {}
        if before and before.brief.text != brief.text:
            own = {}  # the text was written anew: edits of what followed from the old one end here
        project = Project(name=name, brief=brief, lineup=lineup, **own)
        if project != before:
            self.house.check_letters(brief.text)
        return self.projects.save(project)

    def save(self, project: Project) -> Project:
        """Keep an edited project as its next revision."""
        rules.check(project.brief)
        return self.projects.save(project)

    # Making

    def make(self, name: str, listen: Listener = lambda event: None) -> Film:
        """Make a project's film here and now, as a job like any other; raises what went wrong."""
        job = self.jobs.submit(name)
        while (claimed := self.jobs.claim(job.id)) is None:
            job = self.jobs.get(job.id)
            if job.over:
                break
            time.sleep(0.2)  # another process is making the same film
        if claimed:
            return self._work(claimed, listen)
        if job.state == "cancelled":
            raise Cancelled()
        if job.state == "failed":
            raise StudioError(job.what, job.hint)
        return self.make(name, listen)  # it is made: this only looks it up

    def work_on(self, stopped: threading.Event) -> None:
        """Take jobs from the queue, one after another, until told to stop; never raises."""
        while not stopped.is_set():
            try:
                job = self.jobs.claim()
                if job is None:
                    stopped.wait(0.3)
                else:
                    self._work(job, lambda event: None)
            except StudioError:
                continue  # the job carries what happened
            except sqlite3.Error:
                stopped.wait(HEARTBEAT)  # a full disk, or another's long write: the queue outlasts both

    def _work(self, job: Job, listen: Listener) -> Film:
        stop = threading.Event()
        over = threading.Event()

        def watch() -> None:
            while not over.wait(HEARTBEAT):
                with suppress(sqlite3.Error):  # a full disk: the work itself will say so
                    if self.jobs.beat(job.id):
                        stop.set()

        threading.Thread(target=watch, daemon=True).start()
        tell = self._teller(job, listen)
        try:
            project = self.projects.open(job.project)
            crew = self._crew(project, InProcess(self.house.hire), tell, stop.is_set)
            film = self._film(project, crew, tell)
        except Exception as error:
            trouble = self._in_words(error)
            state: State = "cancelled" if isinstance(trouble, Cancelled) else "failed"
            with suppress(sqlite3.Error):  # a full disk must not hide what happened
                self.jobs.end(job.id, state, trouble.what, trouble.hint)
                tell(Event(kind=state, note=trouble.what, hint=trouble.hint))
            raise trouble from error
        except BaseException:  # a person pressed Ctrl-C
            self.jobs.end(job.id, "cancelled")
            raise
        else:
            self.jobs.end(job.id, "done")
            tell(Event(kind="done", note=job.project))
            return film
        finally:
            over.set()

    def _film(self, project: Project, crew: Crew, tell: Listener) -> Film:
        film = stages.film(project, crew)
        for note in stages.cut(project, crew).notes:
            tell(Event(kind="note", note=note))
        return film

    def _teller(self, job: Job, listen: Listener) -> Listener:
        """Pass events on at once, and keep them on disk, progress at most a few times a second."""
        last = 0.0

        def tell(event: Event) -> None:
            nonlocal last
            listen(event)
            if event.kind != "progress" or time.monotonic() - last > PROGRESS_EVERY:
                last = time.monotonic()
                self.jobs.tell(job.id, event)

        return tell

    def _in_words(self, error: Exception) -> StudioError:
        if isinstance(error, StudioError):
            return error
        if is_full(error):
            return disk_full(self.home)
        return StudioError(f"Something broke: {type(error).__name__}: {error}.", "Please report it with the brief.")

    # Looking

    def view(self, name: str) -> View:
        """What is there of a project, without making anything."""
        project = self.projects.open(name)
        crew = self._crew(project, Onlooker())
        script = _known(lambda: stages.script(project, crew))
        board = _known(lambda: stages.storyboard(project, crew))
        cut = _known(lambda: stages.cut(project, crew))
        shots = board.shots if board else ()
        found = self._pictures(project, crew) if board else ()
        return View(
            project=project,
            script=script,
            board=board,
            shots=shots,
            pictures=found,
            seconds=tuple(p.frames / float(cut.fps) for p in cut.picture) if cut else (None,) * len(shots),
            film=_known(lambda: stages.film(project, crew)),
            notes=cut.notes if cut else (),
            progress=tuple(self._progress(project, crew)),
        )

    def _pictures(self, project: Project, crew: Crew) -> tuple[Path | None, ...]:
        drawn = stages.pictures_so_far(project, crew)
        return tuple(self.store.path(picture.image) if picture else None for picture in drawn)

    def _progress(self, project: Project, crew: Crew) -> Iterator[Progress]:
        """How far each stage is. A stage's size is known only once the stage before it is done."""
        for name, stage in stages.ROAD.items():
            missing: tuple[Call, ...] = ()
            try:
                stage(project, crew)
            except Missing as found:
                missing = found.calls
            total = sum(call.kind == name for call in crew.calls.values())
            if missing and missing[0].kind != name:
                yield Progress(name, 0, None)
            else:
                yield Progress(name, total - len(missing), total)

    def sheet(self, name: str, out: Path) -> None:
        """The storyboard as a contact sheet, .png or .pdf; shots not drawn yet stay empty."""
        view = self.view(name)
        if not view.script:
            raise BadInput(f"'{name}' has no storyboard yet.", "Make the film first, with 'python app.py make'.")
        panels = [
            Panel(picture, number, shot.says or shot.title, f"{shot.framing} · {shot.camera}", seconds)
            for number, (shot, picture, seconds) in enumerate(
                zip(view.shots, view.pictures, view.seconds, strict=True), start=1
            )
        ]
        self.house.sheet(view.script.title, panels, out)

    # Delivering

    def deliver(self, name: str, out: Path) -> list[Path]:
        """Copy a finished film to `out`, with its captions and credits beside it; each whole or not at all."""
        film, data = self._finished(name)
        pairs: dict[Path, Path | str] = {
            out.with_suffix(".srt"): self.store.path(film.srt),
            out.with_suffix(".vtt"): self.store.path(film.vtt),
            out.with_suffix(".json"): json.dumps(data, indent=1, ensure_ascii=False),
            out: self.store.path(film.video),  # last: who finds the film finds the rest beside it
        }
        for path, content in pairs.items():
            delivery.put(content, path)
        return [out, *list(pairs)[:-1]]

    def export(
        self, name: str, form: str, out: Path, platform: str = "", listen: Listener = lambda event: None
    ) -> Path:
        """Write a finished film to `out` in another format, for a platform, or as a timeline; whole or not at all.

        `form` may be empty where there is a platform: each has a format of its own. Raises BadInput for
        names nobody knows, for a film that is not finished or does not suit the platform, and for an `out`
        that cannot be written.
        """
        if form in self.house.timelines() and not platform:
            return self._timeline(name, form, out, listen)
        order = exporting.order(self.house, form, platform)
        exporting.check_suffix(order.recipe, out)
        folder = exporting.is_folder(order.recipe, out)
        if folder:
            exporting.check_folder(out)
        film, _ = self._finished(name)
        if platform:
            exporting.check_suits(film, platform, self.house.platforms()[platform], order.recipe)
        project = self.projects.open(name)
        crew = self._crew(project, InProcess(self.house.hire), listen)
        try:
            made = stages.export(project, crew, *order)
        except Exception as error:
            raise self._in_words(error) from error
        if folder:
            delivery.put_folder(out, lambda inside: delivery.unpack(self.store.path(made), inside))
        else:
            delivery.put(self.store.path(made), out)
        return out

    def _timeline(self, name: str, form: str, out: Path, listen: Listener) -> Path:
        exporting.check_folder(out)
        film, _ = self._finished(name)
        project = self.projects.open(name)
        crew = self._crew(project, Onlooker())
        says = tuple(shot.says or shot.title for shot in stages.storyboard(project, crew).shots)
        title, cut = stages.script(project, crew).title, stages.cut(project, crew)
        edit = Edit(title, cut, says, self.store.path(film.srt), self.store.path)
        lost: list[str] = []
        delivery.put_folder(out, lambda inside: lost.append(self.house.timeline(edit, form, inside)))
        listen(Event(kind="note", note=lost[0]))
        return out

    def credits(self, name: str) -> dict[str, Any]:
        """Who made what in a finished film, as plain data; raises BadInput while it is not finished."""
        return self._finished(name)[1]

    def _finished(self, name: str) -> tuple[Film, dict[str, Any]]:
        project = self.projects.open(name)
        crew = self._crew(project, Onlooker())
        try:
            film = stages.film(project, crew)
        except Missing as missing:
            raise BadInput(f"The film '{name}' is not finished.", "Make it first.") from missing
        return film, credits(film, stages.script(project, crew), crew.calls.values(), crew.cards)

    def sweep(self) -> tuple[int, int]:
        """Free what no revision of any project refers to: how many files, how many bytes."""
        if self.jobs.running():
            raise BadInput("A film is being made right now.", "Sweep when it is done, or stop it first.")
        calls: dict[str, Call] = {}
        kept: list[Artifact] = []
        for name in self.projects.names():
            for project in self.projects.revisions(name):
                kept += artifacts_in(project)
                crew = self._crew(project, Onlooker())
                for stage in stages.ROAD.values():
                    _known(partial(stage, project, crew))
                calls |= crew.calls
        return self.store.sweep(calls.values(), kept)

    def _crew(
        self,
        project: Project,
        worker: Worker,
        listen: Listener = lambda event: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Crew:
        cards = hiring.cards(self.house, project.lineup)
        return Crew(self.store, cards, worker, listen, stopping, self.house.caption_styles())


def _known(ask: Callable[[], Any]) -> Any:
    """The answer when it is there, None when something on the way to it is missing."""
    try:
        return ask()
    except Missing:
        return None
