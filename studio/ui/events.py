"""What happens when somebody presses, types or waits: each handler calls one Studio method and shows what came."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from studio.api import Studio
from studio.brand import Brand
from studio.crew import Event
from studio.errors import BadInput, StudioError
from studio.film import edited
from studio.jobs import Job
from studio.projects import name_from
from studio.ui import form, views
from studio.ui.form import Choices, Form
from studio.ui.views import Areas, Making

Updates = list[Any]  # one for each output, in the order of the page


class Shown(NamedTuple):
    """What this visitor's page shows already, so that only what changed is sent."""

    job: str = ""
    areas: Areas | None = None
    newest: Event | None = None
    seq: int = 0
    brand: str = ""  # the name under which another's brand is kept, once this visitor was told so


class Handlers:
    """The page's handlers over one studio. The page of each visitor remembers its own job's id."""

    def __init__(self, studio: Studio, offered: dict[str, Choices], public: bool) -> None:
        self.studio = studio
        self.offered = offered
        self.public = public  # then nobody may look at this machine's folders, nor accept a licence for its owner

    def opened(self, kept_form: object, kept: object, mine: object) -> Updates:
        """A page was opened or came back: the form as it was, and what became of its film."""
        uploads = form.restored_uploads(kept, self.studio)
        menus = form.engines(self.studio)
        filled = form.restored(kept_form, {**self.offered, **menus})
        fields = [
            gr.Dropdown(menus[field], value=value) if field in menus else value if kept_form else gr.skip()
            for field, value in filled._asdict().items()
        ]
        return [*fields, *_uploads(uploads), *self.looked(mine, Shown())]

    def licences(self) -> Updates:
        """Why engines cannot work here, and the licences that somebody may accept on this page."""
        asked = [] if self.public else form.to_accept(self.studio)
        offers = [] if self.public else self.studio.engines()  # reasons name folders of this machine
        return [views.unable(offers), gr.CheckboxGroup(asked, value=[], visible=bool(asked))]

    def accepted(self, names: list[str], *seats: str) -> Updates:
        """Keep that licences were accepted; their engines come into the menus."""
        allowed = (
            {} if self.public else {name: self.studio.house.cards()[name] for _, name in form.to_accept(self.studio)}
        )
        for name in names:
            if name in allowed:
                self.studio.consents.give(allowed[name])
        menus = form.engines(self.studio).values()
        return [*(gr.Dropdown(menu, value=value) for menu, value in zip(menus, seats, strict=True)), *self.licences()]

    def brands(self) -> Any:
        """The menu of brands, as they are kept now."""
        return gr.Dropdown(form.brands(self.studio), value="")

    def looked(self, mine: object, shown: Shown) -> Updates:
        """The areas that changed, the two buttons, the clock and what is shown now."""
        job = self._job(mine)
        if shown.job != (job.id if job else ""):
            shown = Shown()
        if job is None:
            return _updates(views.areas(None, None), shown)
        news = self.studio.jobs.events(job.id, after=shown.seq)
        staged = [event for _, event in news if event.stage]
        newest = staged[-1] if staged else shown.newest
        making = Making(job, newest, self.studio.jobs.ahead_of(job) if job.state == "queued" else 0)
        try:
            view = self.studio.view(job.project)
            now = views.areas(view, making, form.formats(view.film, self.studio.house) if view.film else ())
        except StudioError as error:
            now = views.areas(None, None)._replace(notice=views.trouble(error))
        return _updates(now, shown._replace(job=job.id, newest=newest, seq=news[-1][0] if news else shown.seq))

    def pressed(self, *values: Any) -> Updates:
        """Make the film of this form. Its own text again means: go on with the same project."""
        *fields, kept, mine, shown = values
        try:
            filled = Form(*fields)
            brief = form.brief(filled, form.restored_uploads(kept, self.studio), self.studio.house)
            name = self._name(filled.text, mine)
            engines = form.lineup(filled, self.studio, own=not self.public)
            project = self.studio.start(edited(brief, seed=self.studio.seed(name, filled.text)), engines, name)
        except StudioError as error:
            return [gr.skip(), *_only_notice(views.trouble(error), shown)]
        job = self.studio.jobs.submit(project.name)
        return [job.id, *self.looked(job.id, shown)]

    def stopped(self, mine: object) -> Any:
        """Ask the film's job to stop; it does so between two pictures or frames."""
        if job := self._job(mine):
            self.studio.jobs.cancel(job.id)
        return gr.Button("Stopping …", interactive=False)

    def text_opened(self, file: str, shown: Shown) -> Updates:
        """A text file's words become the brief."""
        try:
            return [form.text_in(Path(file)), *_only_notice("", shown)]
        except StudioError as error:
            return [gr.skip(), *_only_notice(views.trouble(error), shown)]

    def sample_chosen(self, words: str) -> Updates:
        """A sample's words become the brief, in whatever language they are."""
        return [words, ""]

    def platform_chosen(self, platform: str, shape: str) -> str:
        """The shape that the film then has."""
        return form.shape_for(platform, shape, self.studio.house)

    def brand_chosen(self, name: str, kept: object, shown: Shown) -> Updates:
        """What the brand has comes into the form, in place of another's; its mood only if it has one."""
        untouched: Updates = [gr.skip()] * 7
        if not name:
            return [*untouched, *_only_notice("", shown)]
        try:
            given = self.studio.brand(name).given()
        except StudioError as error:
            return [*untouched, *_only_notice(views.trouble(error), shown)]
        words = {**given, "colours": ", ".join(given.get("colours", ()))}
        said = [*(words.get(field, "") for field in ("colours", "closing", "legal")), words.get("music", gr.skip())]
        uploads = form.restored_uploads(kept, self.studio)
        logo, font = (given[field].digest if field in given else "" for field in ("logo", "font"))
        uploads = uploads._replace(logo=logo, font=font)
        return [*said, *_uploads(uploads), *_only_notice("", shown)]

    def brand_kept(self, name: str, *values: Any) -> Updates:
        """Keep what the form says of its brand; in place of the one of that name only where it is said twice."""
        *fields, kept, shown = values
        try:
            uploads = form.restored_uploads(kept, self.studio)
            brand = form.as_brand(name, Form(*fields), uploads)
            if shown.brand != brand.name and self._would_replace(brand):
                said = views.notice(
                    f"There is a brand {brand.name} already.",
                    "Press again to replace it for everybody, or give yours another name.",
                )
                return [gr.skip(), *_only_notice(said, shown._replace(brand=brand.name))]
            self.studio.save_brand(brand)
        except StudioError as error:
            return [gr.skip(), *_only_notice(views.trouble(error), shown)]
        shown, menu = shown._replace(brand=""), gr.Dropdown(form.brands(self.studio), value=brand.name)
        said = views.notice(f"{brand.name} is kept.", "Everybody who uses this studio can choose it.", "note")
        return [menu, *_only_notice(said, shown)]

    def products_added(self, files: list[str], kept: object, shown: Shown) -> Updates:
        return self._added(
            kept, shown, lambda uploads: form.with_products(uploads, self._pictures(files, "product picture"))
        )

    def screens_added(self, files: list[str], kept: object, shown: Shown) -> Updates:
        return self._added(
            kept, shown, lambda uploads: form.with_screens(uploads, self._pictures(files, "screenshot"))
        )

    def logo_added(self, file: str, kept: object, shown: Shown) -> Updates:
        return self._added(
            kept, shown, lambda uploads: uploads._replace(logo=self.studio.take_in_logo(Path(file)).digest)
        )

    def track_added(self, file: str, kept: object, shown: Shown) -> Updates:
        take_in = self.studio.take_in_sound
        return self._added(kept, shown, lambda uploads: uploads._replace(track=take_in(Path(file)).digest))

    def lut_added(self, file: str, kept: object, shown: Shown) -> Updates:
        take_in = self.studio.take_in_lut
        return self._added(kept, shown, lambda uploads: uploads._replace(lut=take_in(Path(file)).digest))

    def font_added(self, file: str, kept: object, shown: Shown) -> Updates:
        take_in = self.studio.take_in_font
        return self._added(kept, shown, lambda uploads: uploads._replace(font=take_in(Path(file)).digest))

    def uploads_removed(self) -> Updates:
        return _uploads(form.Uploads())

    def _added(self, kept: object, shown: Shown, add: Callable[[form.Uploads], form.Uploads]) -> Updates:
        try:
            uploads = add(form.restored_uploads(kept, self.studio))
        except StudioError as error:
            return [gr.skip(), gr.skip(), gr.skip(), *_only_notice(views.trouble(error), shown)]
        return [*_uploads(uploads), *_only_notice("", shown)]

    def _would_replace(self, brand: Brand) -> bool:
        """Is there another brand of its name? A damaged one is no loss."""
        try:
            return self.studio.brands.exists(brand.name) and self.studio.brands.open(brand.name) != brand
        except BadInput:
            return False

    def _pictures(self, files: list[str], what: str) -> list[str]:
        return [self.studio.take_in(Path(file), what).digest for file in files]

    def _job(self, mine: object) -> Job | None:
        try:
            return self.studio.jobs.get(mine) if isinstance(mine, str) and mine else None
        except KeyError:
            return None

    def _name(self, text: str, mine: object) -> str:
        """This visitor's project of the same text, or a new name that nobody can guess."""
        job = self._job(mine)
        if job and self.studio.projects.open(job.project).brief.text == text:
            return job.project
        return f"{name_from(text)[:40].strip('-')}-{secrets.token_hex(8)}"


def _uploads(uploads: form.Uploads) -> Updates:
    """For the browser's memory, the thumbnails and the button that removes them."""
    kept = [list(part) if isinstance(part, tuple) else part for part in uploads]
    return [kept, views.kept_uploads(uploads), gr.Button(visible=any(uploads))]


def _updates(now: Areas, shown: Shown) -> Updates:
    """What changed; once nothing goes on everything, since an answer may have been lost on its way to the page."""
    before = shown.areas if now.busy else None
    html = [
        gr.skip() if before and getattr(before, area) == getattr(now, area) else getattr(now, area)
        for area in Areas._fields
        if area != "busy"
    ]
    if before and before.busy == now.busy:
        buttons = [gr.skip(), gr.skip(), gr.skip()]
    else:
        buttons = [
            gr.Button(visible=not now.busy),
            gr.Button("Stop", visible=now.busy, interactive=True),
            gr.Timer(active=now.busy),
        ]
    return [*html, *buttons, shown._replace(areas=now)]


def _only_notice(text: str, shown: Shown) -> Updates:
    """A notice and nothing else; the next look at the job says its own word again."""
    areas = (shown.areas or Areas())._replace(notice=text)
    rest: Sequence[Any] = [gr.skip()] * 6
    return [text, *rest, shown._replace(areas=areas if shown.areas else None)]
