"""What the page shows: pure functions from a project's view and its job to HTML, with every user word escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from studio.crew import Event
from studio.cut import Film
from studio.errors import StudioError
from studio.film import Box, Script, Shot
from studio.hiring import Offer
from studio.jobs import Job
from studio.looking import Progress, View
from studio.projects import name_from
from studio.ui.form import Format, Uploads

STAGES = {
    "Write": ("Script", "Writing the script"),
    "Plan": ("Storyboard", "Planning the shots"),
    "Speak": ("Voice", "Recording the voice"),
    "Paint": ("Pictures", "Drawing the pictures"),
    "Animate": ("Motion", "Setting the pictures in motion"),
    "Compose": ("Music", "Composing the music"),
    "Pulse": ("Music", "Finding the beat"),
    "Listen": ("Music", "Listening to your music"),
    "Rewrite": ("Storyboard", "Telling a shot anew"),
    "Foley": ("Sound", "Making the sounds of the shots"),
    "Check": ("Pictures", "Checking what may be shown"),
    "Score": ("Pictures", "Comparing takes"),
    "Conform": ("Clips", "Fitting your clips"),
    "Clean": ("Voice", "Cleaning up the voice"),
    "Spot": ("Clips", "Looking for faces"),
    "Match": ("Cut", "Matching the colours"),
    "Segment": ("Cut", "Cutting the film"),
    "Reframe": ("Pictures", "Fitting your pictures"),
    "Poster": ("Pictures", "Opening your clips"),
    "Mix": ("Sound", "Mixing the sound"),
    "Encode": ("Sound", "Finishing the sound"),
    "Join": ("Film", "Finishing the film"),
}
PLAY = '<svg class="rw-play" viewBox="0 0 48 48" aria-hidden="true"><path d="M17 12.5v23l19-11.5z"/></svg>'


NOTE = (
    '<svg viewBox="0 0 76 76" aria-hidden="true"><path d="M30 50V25l20-5v25"/>'
    '<circle cx="25" cy="50" r="5.5"/><circle cx="45" cy="45" r="5.5"/></svg>'
)
LETTER = '<svg viewBox="0 0 76 76" aria-hidden="true"><path d="M20 56l18-40 18 40M27 42h22"/></svg>'
DROP = (
    '<svg viewBox="0 0 76 76" aria-hidden="true"><circle cx="38" cy="30" r="11"/>'
    '<circle cx="31" cy="43" r="11"/><circle cx="45" cy="43" r="11"/></svg>'
)


class Areas(NamedTuple):
    """The parts of the page that change while a film is made, as HTML; `busy` while a job goes on."""

    notice: str = ""
    screen: str = ""
    board: str = ""
    script: str = ""
    busy: bool = False


class Making(NamedTuple):
    """A job as the page follows it: its newest event, and how many jobs wait before it."""

    job: Job
    newest: Event | None = None
    ahead: int = 0


def areas(view: View | None, making: Making | None, formats: Iterable[Format] = ()) -> Areas:
    """The whole page for one moment; both None before anything was asked for."""
    if view is None or making is None:
        return Areas(screen=_waiting_screen(), board=_waiting_board(), script=_waiting_script())
    busy = not making.job.over
    return Areas(
        notice=_ending(making.job, view),
        screen=_now(view, making) if busy or not view.film else _film(view, making.job, view.film, formats),
        board=_board(view, making.job) if view.shots else _waiting_board(),
        script=_script(view.script) if view.script else _waiting_script(),
        busy=busy,
    )


def notice(what: str, hint: str = "", kind: str = "trouble") -> str:
    """One plain sentence of what happened and one of what to do."""
    role = "alert" if kind == "trouble" else "status"
    return f'<div class="rw-notice rw-{kind}" role="{role}"><b dir="auto">{escape(what)}</b> {escape(hint)}</div>'


def trouble(error: StudioError) -> str:
    return notice(error.what, error.hint)


def kept_uploads(uploads: Uploads) -> str:
    """Thumbnails of the visitor's own pictures, by digest, and signs for music, colours and letters."""
    items = [(_thumbnail(digest, f"Product {at}"), f"Product {at}") for at, digest in enumerate(uploads.products, 1)]
    items += [(_thumbnail(digest, f"Screen {at}"), f"Screen {at}") for at, digest in enumerate(uploads.screens, 1)]
    items += [(_thumbnail(uploads.logo, "Logo"), "Logo")] if uploads.logo else []
    items += [(NOTE, "Your music")] if uploads.track else []
    items += [(DROP, "Your colours")] if uploads.lut else []
    items += [(LETTER, "Your letters")] if uploads.font else []
    shown = "".join(f"<figure>{sign}<figcaption>{name}</figcaption></figure>" for sign, name in items)
    return f'<div class="rw-kept">{shown}</div>' if shown else ""


def unable(offers: Iterable[Offer]) -> str:
    """Which engines cannot work here, by seat, each with why and what the owner of this studio may type."""
    seats: dict[str, str] = {}
    for card, why in offers:
        if why:
            item = f"<li><b>{escape(card.name)}</b> {escape(card.summary)} <i>{escape(why)}</i></li>"
            seats[card.seat] = seats.get(card.seat, "") + item
    lists = "".join(f"<h3>{seat.capitalize()}</h3><ul>{items}</ul>" for seat, items in seats.items())
    if not lists:
        return ""
    return f'<details class="rw-unable"><summary>Engines that cannot work here</summary><div>{lists}</div></details>'


def _thumbnail(digest: str, name: str) -> str:
    return f'<img src="picture/{escape(digest)}.png" alt="{name}">'


def _ending(job: Job, view: View) -> str:
    if job.state == "failed":
        return notice(job.what, job.hint)
    if job.state == "cancelled":
        return notice("Stopped.", "What is finished is kept: press the button to go on from there.", "note")
    if job.state == "done" and view.notes:
        return notice(" ".join(view.notes), kind="note")
    return ""


# The screen: what is being made now, then the film


def _waiting_screen() -> str:
    teach = "Your film plays here. First you see its script, then its pictures, then the film itself."
    return f'<div class="rw-screen"><div class="rw-inside">{PLAY}<p>{teach}</p></div></div>'


def _now(view: View, making: Making) -> str:
    title, count = _headline(making)
    percent = round(100 * _share(view.progress, making.newest))
    bar = (
        f'<div class="rw-bar" role="progressbar" aria-label="How much of the film is made" aria-valuenow="{percent}" '
        f'aria-valuemin="0" aria-valuemax="100"><i style="width:{percent}%"></i></div>'
    )
    still = f" rw-still rw-{making.job.state}" if making.job.over else ""
    return (
        f'<div class="rw-screen rw-now{still}"><div class="rw-inside"><p class="rw-stage" role="status">{title}</p>'
        f'<p class="rw-count">{count}&nbsp;</p>{bar}</div></div>{_steps(view.progress, making)}'
    )


def _headline(making: Making) -> tuple[str, str]:
    """What happens now, and how far it is."""
    job, newest = making.job, making.newest
    if job.state == "queued" and making.ahead:
        films = "one other film" if making.ahead == 1 else f"{making.ahead} other films"
        return "Waiting for a place", f"After {films}"
    if job.state in ("failed", "cancelled"):
        return ("Stopped here" if job.state == "cancelled" else "It went wrong here"), ""
    if job.state == "done":
        return "This film is not kept any more", "Press the button to make it again."
    if newest is None or newest.stage not in STAGES:
        return "Starting", ""
    return STAGES[newest.stage][1], _count(newest.done, newest.total)


def _count(ready: float, total: int) -> str:
    if total > 1:
        return f"{int(ready)} of {total}"
    return f"{ready:.0%}" if 0 < ready < 1 else ""


def _share(progress: Iterable[Progress], newest: Event | None) -> float:
    """How much of the whole road is behind, from 0 to 1; each stage counts the same."""
    shares = []
    for part in progress:
        ready: float = part.ready
        if newest and newest.stage == part.stage and part.total:
            ready = max(ready, newest.done)
        shares.append(min(ready / part.total, 1.0) if part.total else float(part.total == 0))
    return sum(shares) / len(shares) if shares else 0.0


def _steps(progress: Iterable[Progress], making: Making) -> str:
    items = []
    for part in progress:
        name = STAGES[part.stage][0]
        if part.total is not None and part.ready >= part.total:
            items.append(f'<li class="rw-done"><span class="rw-sr">Done: </span>{name}</li>')
        elif making.job.state == "running" and _is_at(name, making.newest):
            items.append(f'<li class="rw-going" aria-current="step">{name}</li>')
        else:
            items.append(f"<li>{name}</li>")
    return f'<ol class="rw-steps" aria-label="Stages">{"".join(items)}</ol>'


def _is_at(name: str, newest: Event | None) -> bool:
    """Is this the step that the newest event belongs to?"""
    return newest is not None and STAGES.get(newest.stage, ("",))[0] == name


def _film(view: View, job: Job, film: Film, formats: Iterable[Format]) -> str:
    size, script = film.size, view.script
    title = script.title if script else view.project.name
    language = escape(script.language if script else "en")
    poster = f' poster="{_still(job, 1, view.pictures[0])}"' if view.pictures and view.pictures[0] else ""
    video = (
        f'<video controls playsinline preload="metadata"{poster} width="{size.width}" height="{size.height}" '
        f'aria-label="{escape(title)}"><source src="{_take(job, "film.mp4", film.video.digest)}" type="video/mp4">'
        f'<track kind="captions" srclang="{language}" label="Captions" '
        f'src="{_take(job, "film.vtt", film.vtt.digest)}"></video>'
    )
    seconds = float(film.frames / film.fps)
    worked = job.ended - job.asked if job.ended and job.state == "done" else 0.0
    took = f", made in {_duration(worked)}" if worked > 1 else ""  # else it was there already
    facts = f"{_duration(seconds)}, {size.width} × {size.height}{took}"
    return (
        f'<div class="rw-screen rw-film" style="--shape:{size.width}/{size.height}">{video}</div>'
        f'<div class="rw-title"><h2 dir="auto" lang="{language}">{escape(title)}</h2><p>{facts}</p></div>'
        f"{_downloads(job, film, name_from(title))}{_formats(job, formats)}"
    )


def _downloads(job: Job, film: Film, name: str) -> str:
    files = [
        ("film.mp4", "Film", "MP4", film.video.digest),
        ("film.srt", "Captions", "SRT", film.srt.digest),
        ("film.vtt", "Captions", "VTT", film.vtt.digest),
        ("film.json", "Credits", "JSON", film.video.digest),
    ]
    links = "".join(
        f'<a href="{_take(job, what, digest)}" download="{escape(name)}{Path(what).suffix}">{label} '
        f"<small>{kind}</small></a>"
        for what, label, kind, digest in files
    )
    return f'<nav class="rw-downloads" aria-label="Download">{links}</nav>'


def _formats(job: Job, formats: Iterable[Format]) -> str:
    links = "".join(
        f'<a href="take/{job.id}/as/{escape(name)}">{escape(label)} <small>{suffix[1:].upper()}</small></a>'
        for name, label, suffix in formats
    )
    if not links:
        return ""
    return (
        '<details class="rw-formats"><summary>Other formats</summary>'
        f'<nav class="rw-downloads" aria-label="Other formats">{links}</nav></details>'
    )


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _take(job: Job, what: str, digest: str) -> str:
    """A file's address, relative so that it holds behind any proxy; the digest renews what changed."""
    return f"take/{job.id}/{what}?v={digest[:12]}"


def _still(job: Job, number: int, picture: Path) -> str:
    return _take(job, f"shot-{number}.png", picture.stem)


# The storyboard and the script


def _heading(name: str, count: str = "") -> str:
    return f'<h2 class="rw-heading">{name} <small>{count}</small></h2>'


def _waiting_board() -> str:
    teach = (
        ("A picture for every line", "What the shot shows, and what the voice says over it."),
        ("How the camera moves", "Push in, pull out, pan: each shot has its own move."),
        ("How long it lasts", "A shot lasts as long as its line, so nothing is rushed."),
    )
    cards = "".join(
        f'<li class="rw-card rw-ghost"><div class="rw-picture"><span>{number}</span></div>'
        f'<p class="rw-says">{what}</p><p class="rw-how">{why}</p></li>'
        for number, (what, why) in enumerate(teach, start=1)
    )
    return f'{_heading("Storyboard")}<ul class="rw-board">{cards}</ul>'


def _board(view: View, job: Job) -> str:
    size = view.project.brief.size
    shape = f"--shape:{size.width}/{size.height};--card:{210 if size.width > size.height else 150}px"
    language = escape(view.script.language if view.script else "")
    cards = "".join(
        _card(shot, number, picture, seconds, labels or (), job)
        for number, (shot, picture, seconds, labels) in enumerate(
            zip_longest(view.shots, view.pictures, view.seconds, view.labels), start=1
        )
    )
    return (
        f"{_heading('Storyboard', f'{len(view.shots)} shots')}"
        f'<ul class="rw-board" lang="{language}" style="{shape}">{cards}</ul>'
    )


def _card(
    shot: Shot, number: int, picture: Path | None, seconds: float | None, labels: Iterable[tuple[str, Box]], job: Job
) -> str:
    if picture:
        inside = f'<img loading="lazy" src="{_still(job, number, picture)}" alt="{escape(shot.shows)}">'
        inside += "".join(_label(text, place) for text, place in labels)
    else:
        inside = f"<span>{number}</span>"
    how = " · ".join(filter(None, [shot.framing, shot.camera, f"{seconds:.1f}&nbsp;s" if seconds else ""]))
    speaker = f"<b>{escape(shot.speaker)}</b> " if shot.speaker else ""
    return (
        f'<li class="rw-card"><div class="rw-picture">{inside}</div>'
        f'<p class="rw-says" dir="auto">{speaker}{escape(shot.says or shot.title)}</p>'
        f'<p class="rw-how" lang="en">{number} · {how}</p></li>'
    )


def _label(text: str, place: Box) -> str:
    """A figure's words where the film has them, as large as their place lets them be."""
    where = ";".join(f"{side}:{100 * getattr(place, side):.1f}%" for side in ("left", "top", "width", "height"))
    lines = 1 if len(text) <= 8 else 2 if len(text) <= 24 else 3
    across = 100 * place.width / (0.62 * len(text) / lines + 1)  # a bold letter is six tenths of its size wide
    down = 100 * place.height / (1.3 * lines)
    size = f"font-size:min({across:.2f}cqw,{down:.2f}cqh)"
    return f'<b class="rw-label" dir="auto" style="{where};{size}">{escape(text)}</b>'


def _waiting_script() -> str:
    teach = "Your words in order, one thought a line. Nothing is claimed that the brief does not say."
    return f'{_heading("Script")}<p class="rw-teach">{teach}</p>'


def _script(script: Script) -> str:
    lines = "".join(
        f'<li dir="auto">{f"<b>{escape(line.speaker)}</b> " if line.speaker else ""}{escape(line.says)}</li>'
        for line in script.lines
        if line.says
    )
    closing = f'<li dir="auto" class="rw-closing">{escape(script.closing)}</li>' if script.closing else ""
    count = f"{len(script.lines)} lines"
    return f'{_heading("Script", count)}<ol class="rw-script" lang="{escape(script.language)}">{lines}{closing}</ol>'
