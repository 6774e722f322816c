"""The page: the studio in a browser. Gradio is imported here, and in half its time."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def _no_stubs() -> Iterator[None]:
    """Keep Gradio from writing type stubs into its own folder at every import.

    It writes them for editors, not for programs, and they are half of its import: 1 s of 2 s. It leaves out
    a class whose source it cannot find, so for a moment no source of Gradio's is found.
    """
    find = inspect.getfile

    def find_others(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError
        return find(thing)

    inspect.getfile = find_others  # type: ignore[assignment]  # as wide as what it stands in for
    try:
        yield
    finally:
        inspect.getfile = find


with _no_stubs():
    import gradio  # noqa: F401
