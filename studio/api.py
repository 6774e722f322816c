"""Studio: all that the page, the command line and programs may say."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from studio import delivery, exporting, hiring, picturing, rules, shots, stages, takes
from studio.asks import Rewrite, Write
from studio.brand import Brand, Brands
from studio.calls import Call
from studio.cards import Card, Parcel
from studio.consent import Consents
from studio.credits import credits
from studio.crew import Crew, Event, InProcess, Listener, Missing, Onlooker, WorkDesk, Worker
from studio.cut import Film
from studio.errors import BadInput, Cancelled, StudioError
from studio.film import Artifact, Brief, Lineup, Project, Script, Shot, Storyboard, edited
from studio.hired import Hired
from studio.hiring import Offer
from studio.jobs import HEARTBEAT, Job, Jobs, State
from studio.looking import View, known, look
from studio.projects import Projects, name_from
from studio.roles import Edit, House, Panel
from studio.store import Store, artifacts_in, disk_full, is_full

PROGRESS_EVERY = 0.25  # s between progress events that are kept on disk


T = TypeVar("T")


class Studio:
    """One home folder and the engines of one machine."""

    def __init__(self, home: Path, house: House) -> None:
        self.home = home = home.expanduser().absolute()  # engines' programs run in folders of their own
        self.house = house
        self.store = Store(home / "store")
        self.projects = Projects(home / "projects")
        self.brands = Brands(home / "brands")
        self.jobs = Jobs(home / "jobs.sqlite")
        self.hired = Hired(home / "hired")
        self.consents = Consents(home / "consents.json")

    # Deciding

    def take_in(self, picture: Path, what: str = "picture") -> Artifact:
        """A user's picture, checked, normalised and kept; raises BadInput when it is none.

        What it is to be, such as a product picture or a screenshot, says how small and how slender it may be.
        """
        taken = self._normalised(picture, ".png", self.house.take_in)
        rules.check_picture(self.store.path(taken), what)
        return taken

    def take_in_logo(self, picture: Path) -> Artifact:
        """A logo, taken in like any picture; raises BadInput also for one too small or too slender to be seen."""
        return self.take_in(picture, "logo")

    def take_in_sound(self, sound: Path) -> Artifact:
        """A user's own music, checked, normalised and kept; raises BadInput when it is none."""
        return self._normalised(sound, ".flac", self.house.take_in_sound)

    def take_in_lut(self, lut: Path) -> Artifact:
        """A user's colours as a .cube file, checked, written anew and kept; raises BadInput when it is none."""
        return self._normalised(lut, ".cube", self.house.take_in_lut)

    def take_in_font(self, font: Path) -> Artifact:
        """A brand's own letters, checked, written anew and kept; raises BadInput when no film may or can use them."""
        return self._normalised(font, ".otf", self.house.take_in_font)

    def _normalised(self, file: Path, suffix: str, take_in: Callable[[Path, Path], None]) -> Artifact:
        normalised = self.store.new_scratch(suffix)
        try:
            take_in(file, normalised)
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
        return hiring.lineup(self.house, name, seats, self.consents)

    def start(self, brief: Brief, lineup: Lineup | None = None, name: str = "") -> Project:
        """Check a brief and save it: a new project, or the next revision of the one of that name."""
        lineup = lineup or self.lineup()
        rules.check(brief)
        rules.check_names(brief, self.house)
        hiring.check_language(brief.language, hiring.cards(self.house, lineup, self.consents)["narrator"], self.house)
        name = name or name_from(brief.text)
        before = self.projects.open(name) if self.projects.exists(name) else None
        own: dict[str, Any] = {}
        if before and before.brief.text == brief.text:  # else: edits of what followed from the old one end here
            own = {"own_script": before.own_script, "own_storyboard": before.own_storyboard}
        if before and brief.closing != before.brief.closing:
            closing = brief.closing or self._own_closing(before)
            own = {name: shots.closed(version, closing) for name, version in own.items() if version}
        project = Project(name=name, brief=brief, lineup=lineup, **own)
        if project != before:
            self.house.check_letters(f"{brief.text}\n{brief.closing}\n{brief.legal}")
        return self._kept(project)

    def _own_closing(self, before: Project) -> str:
        """What its text calls for on its end card by itself, as the writer said; nothing where it was never asked."""
        crew = self._crew(before, Onlooker())
        written = crew.peek(Write.of(before.brief, crew.cards["writer"]), Script)
        return written.closing if written else ""

    def seed(self, name: str, text: str) -> int:
        """A seed for a film of this text, so that no two films look alike; one that is there keeps its own."""
        if self.projects.exists(name):
            return self.projects.open(name).brief.seed
        return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:2], "big")

    def save(self, project: Project) -> Project:
        """Keep an edited project as its next revision."""
        rules.check(project.brief)
        return self._kept(project)

    def recut(self, name: str) -> Project:
        """Let a film's cuts keep to the beats of the music that it has now."""
        return self.projects.save(edited(self.projects.open(name), cut_to=None))

    def _kept(self, project: Project) -> Project:
        """Save a project. A film that is there keeps its cuts, whatever music it gets, until its text is another."""
        before = self.projects.open(project.name) if self.projects.exists(project.name) else None
        kept = None
        if before and before.brief.text == project.brief.text:
            kept = before.cut_to
            if not kept and before.brief.heard != project.brief.heard:
                made = known(partial(stages.film, before, self._crew(before, Onlooker())))
                kept = before.brief.heard if made else None
        return self.projects.save(edited(project, cut_to=None if kept == project.brief.heard else kept))

    def change_shot(self, name: str, number: int, **changes: Any) -> Shot:
        """Change fields of shot `number`, counted from 1, and save that as the project's next revision.

        Raises BadInput while there is no storyboard, and for what a shot cannot be.
        """
        before = self.board(name)
        if changes.get("shows_screen") and not self.projects.open(name).brief.screens:
            raise BadInput(f"'{name}' has no screenshots.", "Give them to 'make' with --screenshot FILE.")
        if changes.get("ends_on"):
            hiring.require_last_frame(self.house.card("animator", self.projects.open(name).lineup.animator))
        after = shots.change(before, number, changes)
        shot = after.shots[number - 1]
        self.house.check_letters(shots.words_of(shot))
        self.save(shots.own(self.projects.open(name), before, after))
        return shot

    def retake(self, name: str, number: int, what: Literal["picture", "clip"] = "picture") -> Project:
        """Another take of shot `number`, counted from 1: of its picture, or of its clip alone. Raises BadInput."""
        before = self.board(name)
        return self.save(shots.own(self.projects.open(name), before, takes.another(before, number, what)))

    def best_take(
        self, name: str, number: int, count: int, listen: Listener = lambda event: None
    ) -> list[takes.Ranked]:
        """Make `count` takes of a shot's picture, rank them as the checker does, and keep the best for the shot."""
        found = self._ask(name, listen, lambda project, crew: takes.ranked(project, crew, number, count))
        self.change_shot(name, number, still_take=found[0].take)
        return found

    def rewrite(self, name: str, number: int, wish: str, listen: Listener = lambda event: None) -> Shot:
        """Let the writer show shot `number`, counted from 1, as a wish such as "warmer, closer" says, and save that.

        What it says stays. Raises BadInput for a shot that shows the user's own picture, and for a wish that the
        writer does not understand.
        """
        board = self.board(name)
        before = shots.to_rewrite(board, number, wish)

        def asked(project: Project, crew: Crew) -> Shot:
            language = stages.script(project, crew).language
            told = {"language": language, "prompts": picturing.prompting(crew.cards)}
            return crew.answer(Rewrite(shot=before, cast=board.cast, wish=wish.strip(), **told), Shot)

        after = self._ask(name, listen, asked)
        return self.change_shot(name, number, **shots.told_anew(before, after))

    # Models

    def engines(self) -> list[Offer]:
        """Every engine that is known by a name, and why it cannot work here."""
        return hiring.offers(self.house, self.consents)

    def to_download(self, name: str) -> list[tuple[Card, Parcel]]:
        """What is not on this machine yet of an engine, a line-up or a hub id, and what each would bring.

        Raises BadInput for a name nobody knows, Refused for a licence that must be accepted first, TooMuch where
        there is no room for all of it, and what keeps the hub from answering.
        """
        cards = self.house.models(name)
        for card in cards:
            self.consents.require(card)
        found = [(card, self.house.parcel(card)) for card in cards if self.house.lacks(card)]
        rules.check_room([parcel for _, parcel in found])
        return found

    def download(self, card: Card, tell: Callable[[int], None]) -> Path:
        """Bring a model to this machine, telling bytes as they arrive; where it then lies."""
        self.consents.require(card)
        return self.house.fetch(card, tell)

    # Brands

    def save_brand(self, brand: Brand) -> Brand:
        """Keep a brand, in place of the one of its name; raises BadInput for what no film could take from it."""
        rules.check_brand(brand)
        self.house.check_letters(f"{brand.closing}\n{brand.legal}")
        return self.brands.save(brand)

    def brand(self, name: str) -> Brand:
        """The brand of this name; raises BadInput where there is none, or its logo or font is gone."""
        brand = self.brands.open(name)
        for what, kept in {"logo": brand.logo, "font": brand.font}.items():
            if kept and not self.store.has(kept):
                raise BadInput(
                    f"The {what} of the brand '{name}' is no longer there.",
                    f"Give it again: python app.py brand {name} --{what} FILE.",
                )
        return brand

    def delete_brand(self, name: str) -> None:
        """Forget a brand; films that were made with it stay as they are."""
        self.brands.delete(name)

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

    def draw(self, name: str, listen: Listener = lambda event: None) -> list[Path]:
        """Draw a project's storyboard here and now, without making the film: each shot's picture."""
        keyframes = self._ask(name, listen, stages.keyframes)
        return [self.store.path(keyframe.picture.image) for keyframe in keyframes]

    # Looking

    def view(self, name: str) -> View:
        """What is there of a project, without making anything."""
        project = self.projects.open(name)
        return look(project, self._crew(project, Onlooker()))

    def board(self, name: str) -> Storyboard:
        """A project's storyboard; raises BadInput while there is none."""
        project = self.projects.open(name)
        board = known(lambda: stages.storyboard(project, self._crew(project, Onlooker())))
        if not board:
            raise BadInput(f"'{name}' has no storyboard yet.", f"Make the film with 'python app.py remake {name}'.")
        return board

    def sheet(self, name: str, out: Path) -> None:
        """The storyboard as a contact sheet, .png or .pdf; shots not drawn yet stay empty."""
        self.board(name)
        view = self.view(name)
        panels = [
            Panel(picture, number, shot.says or shot.title, f"{shot.framing} · {shot.camera}", seconds, labels, card)
            for number, (shot, picture, seconds, labels, card) in enumerate(
                zip(view.shots, view.pictures, view.seconds, view.labels, view.cards, strict=True), start=1
            )
        ]
        with WorkDesk(self.store, lambda done, note: None) as desk:
            self.house.sheet(view.script.title if view.script else name, panels, out, desk)

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
        recipe = exporting.order(self.house, form, platform).recipe
        exporting.check_suffix(recipe, out)
        folder = exporting.is_folder(recipe, out)
        if folder:
            exporting.check_folder(out)
        made = self.exported(name, form, platform, listen)
        if folder:
            delivery.put_folder(out, lambda inside: delivery.unpack(made, inside))
        else:
            delivery.put(made, out)
        return out

    def exported(self, name: str, form: str, platform: str = "", listen: Listener = lambda event: None) -> Path:
        """A finished film in another format, in the studio's own store; raises as `export` does."""
        order = exporting.order(self.house, form, platform)
        film, _ = self._finished(name)
        if platform:
            exporting.check_suits(film, platform, self.house.platforms()[platform], order.recipe)
        made = self._ask(name, listen, lambda project, crew: stages.export(project, crew, *order), finished=True)
        return self.store.path(made)

    def preview(self, name: str, out: Path, listen: Listener = lambda event: None) -> Path:
        """Write a small draft of a film to `out`, frame for frame as the film will be; whole or not at all.

        The film itself need not be made yet; what the draft shares with it is made and kept.
        """
        draft = self._ask(name, listen, _draft)
        delivery.put(self.store.path(draft.video), out)
        return out

    def _ask(self, name: str, listen: Listener, stage: Callable[[Project, Crew], T], finished: bool = False) -> T:
        """What a stage answers for a project, made here and now; raises what went wrong, in words."""
        project = self.projects.open(name)
        try:
            return stage(project, self._crew(project, InProcess(self.house.hire), listen, finished=finished))
        except Exception as error:
            raise self._in_words(error) from error

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
        """Free what no revision of any project needs for its film or its preview: how many files, how many bytes.

        What was exported lies where it was written; here it is freed, and made again when it is asked for again.
        """
        if self.jobs.running():
            raise BadInput("A film is being made right now.", "Sweep when it is done, or stop it first.")
        calls: dict[str, Call] = {}
        kept = self.brands.files()
        for name in self.projects.names():
            for project in self.projects.revisions(name):
                kept += artifacts_in(project)
                crew = self._crew(project, Onlooker())
                for stage in (*stages.ROAD.values(), _draft):
                    known(partial(stage, project, crew))
                calls |= crew.calls
        return self.store.sweep(calls.values(), kept)

    def _crew(
        self,
        project: Project,
        worker: Worker,
        listen: Listener = lambda event: None,
        stopping: Callable[[], bool] = lambda: False,
        finished: bool = False,
    ) -> Crew:
        """Who works for a project; of one that is `finished`, or only looked at, those who did."""
        if finished or isinstance(worker, Onlooker):
            cards = self.hired.cards(self.house, project.name, project.lineup)
        else:
            cards = hiring.cards(self.house, project.lineup, self.consents)
            self.hired.keep(project.name, cards)
        style = self.house.look(project.brief.look)
        return Crew(self.store, cards, worker, listen, stopping, self.house.caption_styles(), style)


def _draft(project: Project, crew: Crew) -> Film:
    return stages.film(project, crew, rules.draft_size(project.brief.size))
