"""Every error a user may see: what happened, then what to do.

StudioError
├── BadInput        the brief, a file or an option cannot be used        exit 2
│   ├── TooMuch     it is larger or longer than this studio allows       exit 2
│   └── Refused     a policy of this studio forbids it                   exit 2
├── EngineMissing   an engine cannot run here                            exit 2
├── EngineFailed    an engine tried and failed; carries its call         exit 1
└── Cancelled       somebody asked for it to stop                        exit 130
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.calls import Call


class StudioError(Exception):
    """What happened and what to do, each one sentence in a marketer's words."""

    exit_status = 1

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what, hint)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what} {self.hint}".strip()


class BadInput(StudioError):
    exit_status = 2


class TooMuch(BadInput):
    pass


class Refused(BadInput):
    pass


class EngineMissing(StudioError):
    exit_status = 2


class EngineFailed(StudioError):
    def __init__(self, what: str, hint: str = "", call: Call | None = None) -> None:
        super().__init__(what, hint)
        self.call = call


class Cancelled(StudioError):
    exit_status = 130

    def __init__(self, what: str = "The work was cancelled.", hint: str = "") -> None:
        super().__init__(what, hint or "Make it again to go on from what is finished.")
