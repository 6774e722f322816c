"""What a visitor fills in: read from the page, kept in the browser, turned into a brief."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, get_args

from studio.api import Studio
from studio.errors import BadInput
from studio.film import RATIOS, Artifact, Brief, Music
from studio.rules import MOST_BYTES, MOST_PRODUCTS, text_from
from studio.ui import languages

Choices = list[tuple[str, Any]]

SAMPLES = Path(__file__).resolve().parents[2] / "assets" / "briefs"
SHAPES: Choices = [(shape, shape) for shape in RATIOS]
LENGTHS: Choices = [("Auto", 0), *((f"{seconds} s", seconds) for seconds in (15, 20, 30, 45, 60))]
MUSIC: Choices = [({"off": "No music"}.get(mood, mood.capitalize()), mood) for mood in get_args(Music)]


class Form(NamedTuple):
    """The fields in the order in which the page has them; the defaults are an untouched form's."""

    text: str = ""
    language: str = ""
    shape: str = "16:9"
    seconds: int = 0  # 0: as long as the words take
    look: str = "flat"
    music: str = "auto"
    captions: bool = True


class Pictures(NamedTuple):
    """The digests of a visitor's own pictures; who knows a digest has the picture already."""

    products: tuple[str, ...] = ()
    logo: str = ""


def choices(studio: Studio) -> dict[str, Choices]:
    """What each menu offers, by field."""
    narrator = studio.house.cards()[next(iter(studio.house.lineups().values())).narrator]
    return {
        "language": languages.spoken_by(narrator),
        "shape": SHAPES,
        "seconds": LENGTHS,
        "look": [(look.replace("_", " ").capitalize(), look) for look in studio.house.looks()],
        "music": MUSIC,
    }


def restored(kept: object, offered: dict[str, Choices]) -> Form:
    """The form as a browser kept it; whatever is not on offer any more becomes the default."""
    form = Form()
    for field, value in zip(Form._fields, kept if isinstance(kept, list) else [], strict=False):
        fits = value in [tag for _, tag in offered[field]] if field in offered else True
        if fits and type(value) is type(getattr(form, field)):
            form = form._replace(**{field: value})
    return form


def restored_pictures(kept: object, studio: Studio) -> Pictures:
    """The pictures a browser remembers, as far as they are still there."""
    if not isinstance(kept, list) or len(kept) != 2 or not isinstance(kept[0], list):
        return Pictures()
    there = [digest for digest in kept[0] if has_picture(digest, studio)]
    return Pictures(tuple(there), kept[1] if has_picture(kept[1], studio) else "")


def has_picture(digest: object, studio: Studio) -> bool:
    try:
        return studio.store.has(picture(str(digest)))
    except ValueError:
        return False


def picture(digest: str) -> Artifact:
    """A picture that the studio took in; raises ValueError where that is no digest."""
    return Artifact(digest=digest, suffix=".png")


def with_products(pictures: Pictures, digests: list[str]) -> Pictures:
    """Further product pictures, each once; raises BadInput when they become too many."""
    products = tuple(dict.fromkeys((*pictures.products, *digests)))
    if len(products) > MOST_PRODUCTS:
        raise BadInput(
            f"{len(products)} product pictures are too many.", f"Choose the best {MOST_PRODUCTS} and add them again."
        )
    return pictures._replace(products=products)


def brief(form: Form, pictures: Pictures) -> Brief:
    return Brief(
        text=form.text,
        language=form.language,
        size=RATIOS[form.shape],
        seconds=form.seconds or None,
        look=form.look,
        music=form.music,
        captions="classic" if form.captions else "off",
        products=tuple(map(picture, pictures.products)),
        logo=picture(pictures.logo) if pictures.logo else None,
    )


def text_in(file: Path) -> str:
    """The brief in a text file; raises BadInput where it is none."""
    with file.open("rb") as stream:
        return text_from(stream.read(MOST_BYTES + 1), "That file")


def samples() -> list[tuple[str, str]]:
    """Name and text of each sample brief that comes with the studio; `rain-hi.md` is in Hindi."""
    found = sorted(path for path in SAMPLES.glob("*") if path.suffix in (".md", ".txt"))
    return [(_sample_name(path.stem), path.read_text(encoding="utf-8")) for path in found]


def _sample_name(stem: str) -> str:
    name, _, tag = stem.rpartition("-")
    if name and tag in languages.NAMES:
        return f"{name.replace('-', ' ').capitalize()} · {languages.NAMES[tag]}"
    return stem.replace("-", " ").capitalize()
