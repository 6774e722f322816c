"""Serves the page: on which address, to whom, and how it ends."""

from __future__ import annotations

import asyncio
import base64
import hmac
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from studio.api import Studio
from studio.errors import BadInput

LARGEST_UPLOAD = "50mb"
GOODBYE = 1  # s that open connections get before the server leaves


class Address(NamedTuple):
    """Where the page is served; `password` is user:password, or empty where everybody may come in."""

    host: str
    port: int
    password: str

    @property
    def public(self) -> bool:
        """May strangers come in?"""
        return not (self.password or _is_loopback(self.host))

    @property
    def url(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def address() -> Address:
    """Where to serve, from REELWRIGHT_HOST, REELWRIGHT_PORT and REELWRIGHT_AUTH; raises BadInput."""
    on_a_space = bool(os.environ.get("SPACE_ID"))
    host = os.environ.get("REELWRIGHT_HOST") or ("0.0.0.0" if on_a_space else "127.0.0.1")  # noqa: S104 - a Space's own door
    port = os.environ.get("REELWRIGHT_PORT") or "7860"
    password = os.environ.get("REELWRIGHT_AUTH", "")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise BadInput(f"REELWRIGHT_PORT cannot be '{port}'.", "Give a number from 1 to 65535, such as 7860.")
    if password and not all(password.partition(":")):
        raise BadInput("REELWRIGHT_AUTH is not a user and a password.", "Write it as user:password.")
    if not (_is_loopback(host) or password or on_a_space):
        raise BadInput(
            f"The page would be open to everybody who can reach {host}.",
            "Set REELWRIGHT_AUTH=user:password, or leave REELWRIGHT_HOST out to serve this computer alone.",
        )
    return Address(host, int(port), password)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def bound(address: Address) -> Iterator[socket.socket]:
    """The listening socket; raises BadInput where another program has the port."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        door = socket.create_server((address.host, address.port), family=family, backlog=128)
    except OSError as error:
        raise BadInput(
            f"The page cannot be served on {address.url}: {os.strerror(error.errno or 0).lower()}.",
            f"Stop the program that is using it, or choose another port with REELWRIGHT_PORT={address.port + 1}.",
        ) from error
    with door:
        yield door


def app(address: Address) -> FastAPI:
    """The server without its page; with a password where one is set."""

    @asynccontextmanager
    async def open_and_say_so(_: FastAPI) -> AsyncIterator[None]:
        sys.stdout.write(f"Open {address.url}\n")
        sys.stdout.flush()
        yield

    app = FastAPI(lifespan=open_and_say_so, openapi_url=None)
    if address.password:
        app.add_middleware(Password, password=address.password)
    return app


class Password:
    """Asks for the user and the password before anything at all is answered, films included."""

    def __init__(self, app: ASGIApp, password: str) -> None:
        self.app = app
        self.right = b"Basic " + base64.b64encode(password.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope.get("headers", [])).get(b"authorization", b"")
        if scope["type"] == "lifespan" or hmac.compare_digest(given, self.right):
            await self.app(scope, receive, send)
            return
        if given:
            await asyncio.sleep(1)  # who guesses, guesses slowly
        asks = [(b"www-authenticate", b'Basic realm="Reelwright", charset="UTF-8"'), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 401, "headers": asks})
        await send({"type": "http.response.body", "body": b""})


def mount(app: FastAPI, page: gr.Blocks, theme: gr.themes.Base, css: Path, head: str) -> None:
    """Put the page on the server: nothing shared, nothing recorded, no file but uploads handed out by it."""
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme,
        css_paths=css,
        head=head,
        max_file_size=LARGEST_UPLOAD,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )


def run(app: FastAPI, door: socket.socket, studio: Studio) -> None:
    """Serve until somebody stops it, while films are made beside it, one after another."""
    over = threading.Event()
    work = threading.Thread(target=studio.work_on, args=(over,), daemon=True)
    work.start()
    # uvicorn leaves in good order on both signals and then raises them again for whoever called it
    before = signal.signal(signal.SIGTERM, lambda *_: None), signal.signal(signal.SIGINT, lambda *_: None)
    try:
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=GOODBYE)
        server = uvicorn.Server(config)
        # pages that are still open are cut off in the end, which is no error
        logging.getLogger("uvicorn.error").addFilter(lambda record: not server.should_exit)
        server.run(sockets=[door])
    finally:
        over.set()
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    work.join(GOODBYE)
    if work.is_alive():
        os._exit(0)  # the film in hand is left as after a crash: the next start goes on with it
