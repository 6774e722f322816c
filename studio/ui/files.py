"""Hands out films, captions, credits, formats and pictures: only to who knows a job's or a picture's secret name."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, Response

from studio.api import Studio
from studio.cut import Film
from studio.errors import StudioError
from studio.film import Artifact
from studio.looking import View
from studio.ui import form

TYPES = {
    ".mp4": "video/mp4",
    ".srt": "application/x-subrip; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".png": "image/png",
    ".mov": "video/quicktime",
    ".gif": "image/gif",
    ".mp3": "audio/mpeg",
}
FILMS: dict[str, Callable[[Film], Artifact]] = {
    "film.mp4": lambda film: film.video,
    "film.srt": lambda film: film.srt,
    "film.vtt": lambda film: film.vtt,
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=3600",
}


def serve_from(studio: Studio, app: FastAPI) -> None:
    """Add the three routes to the page's server."""
    writing = threading.Lock()  # one export at a time: a second would slow down both, and the film in the making

    @app.api_route("/take/{job}/{what}", methods=["GET", "HEAD"], include_in_schema=False)
    def take(job: str, what: str) -> Response:
        """A file of one job's film: film.mp4, .srt, .vtt, .json or shot-N.png."""
        try:
            name = studio.jobs.get(job).project
            if what == "film.json":
                return JSONResponse(studio.credits(name), headers=HEADERS)
            return _file(_named(studio, studio.view(name), what))
        except (KeyError, StudioError) as error:
            raise HTTPException(404) from error

    @app.api_route("/take/{job}/as/{name}", methods=["GET"], include_in_schema=False)
    def take_as(job: str, name: str) -> Response:
        """A job's film in another format, or for a platform; written now where it was not yet."""
        if not writing.acquire(blocking=False):
            raise HTTPException(503, "Another file is being written. Try again in a moment.")
        try:
            project, is_format = studio.jobs.get(job).project, name in form.ANYWHERE
            made = studio.exported(project, name if is_format else "", "" if is_format else name)
        except KeyError as error:
            raise HTTPException(404) from error
        except StudioError as error:
            raise HTTPException(409, str(error)) from error
        finally:
            writing.release()
        return _file(made, f"{project}-{name}{made.suffix}")

    @app.api_route("/picture/{digest}.png", methods=["GET", "HEAD"], include_in_schema=False)
    def own_picture(digest: str) -> Response:
        """A picture that a visitor added."""
        try:
            return _file(studio.store.path(form.upload(digest)))
        except ValueError as error:
            raise HTTPException(404) from error


def _named(studio: Studio, view: View, what: str) -> Path:
    """Where the file lies that a film's part is; raises KeyError where there is none."""
    if what in FILMS and view.film:
        return studio.store.path(FILMS[what](view.film))
    shot = re.fullmatch(r"shot-([1-9][0-9]{0,3})\.png", what)
    if shot and int(shot[1]) <= len(view.pictures) and (found := view.pictures[int(shot[1]) - 1]):
        return found
    raise KeyError(what)


def _file(path: Path, name: str | None = None) -> Response:
    """A file to look at, or, under a name, to keep."""
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type=TYPES[path.suffix], headers=HEADERS, filename=name)
