"""How a model wants to be used, as its own folder says in reelwright.toml: for fine-tunes of which we have no card.

What it says goes before the card and the family. Nothing that is downloaded brings one: it is the host's own word.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.machinery.tables import table
from studio.cards import Card, Model
from studio.errors import BadInput
from studio.film import edited

FILE = "reelwright.toml"
MAY_SAY = (
    "size", "multiple", "frames", "frames_step", "fps", "steps", "guidance", "prompt_words", "prompt_form",
    "memory_gb", "options",
)  # fmt: skip


def settled(card: Card, folder: Path) -> Card:
    """The card with what the folder of its model says, and a version of its own; as it is where it says nothing.

    Raises BadInput for a file that cannot be read, and for what it may not say.
    """
    file = folder / FILE
    if not file.is_file():
        return card
    try:
        said: dict[str, Any] = table(file)
        if strange := sorted(set(said) - set(MAY_SAY)):
            raise BadInput(f"{file} says '{strange[0]}', which means nothing.", f"It may say {', '.join(MAY_SAY)}.")
        model: Model = edited(card.runs, **said)
    except ValidationError as error:
        where = str(error.errors()[0]["loc"][0])
        hint = "See assets/models.toml for examples."
        raise BadInput(f"{file} gives '{where}' a value that it cannot have.", hint) from error
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be read as TOML.", "Correct it, or take it away.") from error
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:6]
    return edited(card, model=model, version=f"{card.version}.{mark}")
