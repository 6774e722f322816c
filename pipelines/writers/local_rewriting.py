"""One shot told anew by a chat model, as the user wishes; what it says, its name and its title stay."""

from __future__ import annotations

from typing import Any

from pipelines.machinery.models import schemas
from pipelines.machinery.words import has_words
from pipelines.writers.local_asking import Asker, Faults, Span
from pipelines.writers.local_cast import scene_words, undressed
from pipelines.writers.local_planning import USUAL, seen, shot_schema
from pipelines.writers.local_prompts import FORMS, asked, material, rows
from studio.asks import Rewrite
from studio.film import Shot, edited

FIELDS = ("shows", "moves", "sound", "framing", "camera")

SAY_IT = "Say in other words what you wish, or what the shot shows with --shows, or choose another writer."


def rewritten(ask: Rewrite, asker: Asker, span: tuple[float, float]) -> Shot:
    """The shot with its wish fulfilled. Raises EngineFailed where nothing of it is changed, twice."""
    prompts = ask.prompts or USUAL
    before = undressed(ask.shot.shows, ask.cast, prompts)
    there: dict[str, object] = {"said": ask.shot.says, **{field: getattr(ask.shot, field) for field in FIELDS}}
    there |= {"shows": before, "cast": ask.shot.cast}
    messages = asked(
        "rewrite",
        words=scene_words(prompts),
        form=FORMS[prompts.form],
        cast=rows(one.model_dump() for one in ask.cast) or "nobody comes back",
        shot=rows([there]),
        wish=material(ask.wish),
    )
    schema = schemas.thing(shot=shot_schema(prompts, ask.cast))

    def build(answer: dict[str, Any]) -> Shot:
        said = answer["shot"]
        changes = {**seen(said, ask.cast, ask.prompts), "framing": said["framing"], "camera": said["camera"]}
        if not has_words(changes["shows"]):
            raise Faults("The shot shows nothing.")
        shot: Shot = edited(ask.shot, **changes)
        if shot == ask.shot:
            raise Faults("Nothing of the shot is changed: fulfil the wish.")
        # A figure says what the old words said.
        return edited(shot, figure=ask.shot.figure if shot.shows == ask.shot.shows else None)  # type: ignore[no-any-return]

    return asker.ask(messages, schema, build, Span(*span, "rewriting the shot", SAY_IT))
