"""What a visitor fills in: read from the page, kept in the browser, turned into a brief."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, get_args

from studio import exporting, hiring
from studio.api import Studio
from studio.brand import Brand, colours_from
from studio.cut import Film
from studio.errors import BadInput
from studio.film import RATIOS, Artifact, Brief, Lineup, Margins, Mood, Music
from studio.roles import House
from studio.rules import MOST_BYTES, MOST_PRODUCTS, MOST_SCREENS, text_from
from studio.ui import languages

Choices = list[tuple[str, Any]]

NO_BRAND: Choices = [("None", "")]
AS_LINEUP = ("As in the line-up", "")
SAMPLES = Path(__file__).resolve().parents[2] / "assets" / "briefs"
ANYWHERE = {"gif": "Loop", "mp3": "Sound"}  # formats for everywhere, in words
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
    captions: str = "classic"
    platform: str = ""
    grade: str = ""
    legal: str = ""
    progress_bar: bool = False
    colours: str = ""  # the brand's, as somebody types them
    closing: str = ""
    lineup: str = "drawn"
    writer: str = ""  # "": as in the line-up; so with all seats
    painter: str = ""
    animator: str = ""
    narrator: str = ""
    composer: str = ""
    editor: str = ""
    checker: str = ""
    model: str = ""  # the visitor's own: a folder, or owner/name on the hub


class Uploads(NamedTuple):
    """The digests of a visitor's own files; who knows a digest has the file already."""

    products: tuple[str, ...] = ()
    logo: str = ""
    track: str = ""
    lut: str = ""
    font: str = ""
    screens: tuple[str, ...] = ()


PICTURE, TRACK, LUT, FONT = ".png", ".flac", ".cube", ".otf"  # what the studio keeps each as


def choices(studio: Studio, branded: bool) -> dict[str, Choices]:
    """What each menu offers, by field."""
    narrator = studio.house.cards()[next(iter(studio.house.lineups().values())).narrator]
    return {
        "language": languages.spoken_by(narrator),
        "shape": SHAPES,
        "seconds": LENGTHS,
        "look": _named(studio.house.looks()),
        "music": MUSIC,
        "captions": [("Off", "off"), *_named(studio.house.caption_styles())],
        "platform": [("Anywhere", ""), *_platforms(studio.house)],
        "grade": [("As drawn", ""), *_named(studio.house.grades())],
        "brand": brands(studio) if branded else NO_BRAND,
        "lineup": _named(studio.house.lineups()),
        **engines(studio),
    }


def engines(studio: Studio) -> dict[str, Choices]:
    """By seat, the engines that can work here now."""
    able = [offer.card for offer in studio.engines() if not offer.why_not]
    return {
        seat: [AS_LINEUP, *((card.name, card.name) for card in able if card.seat == seat)] for seat in hiring.SEATS
    }


def to_accept(studio: Studio) -> Choices:
    """The engines that could work here as soon as their licence is accepted."""
    return [
        (" ".join(filter(None, (f"{card.name}: {card.licence}.", card.forbids, card.licence_url))), card.name)
        for card, _ in studio.engines()
        if studio.consents.lacks(card) and not studio.house.why_not(card)
    ]


def lineup(form: Form, studio: Studio, own: bool) -> Lineup:
    """Who makes this form's film; a visitor's own model, where that is allowed, sits where it fits.

    Raises BadInput, EngineMissing or Refused.
    """
    known = studio.house.cards()
    seats = {seat: name for seat in hiring.SEATS if (name := getattr(form, seat)) in known}
    if own and (name := form.model.strip()):
        if name in studio.house.lineups():
            raise BadInput(f"'{name}' is a line-up, not a model.", "Choose it above, or give a folder or owner/name.")
        card = studio.house.models(name)[0]
        seats[card.seat] = card.name
    return studio.lineup(form.lineup, **seats)


def _named(names: Iterable[str]) -> Choices:
    return [(re.sub("[_-]", " ", name).capitalize(), name) for name in names]


def _platforms(house: House) -> Choices:
    """Platforms that show pictures, by what their summaries call them."""
    forms = house.forms()
    return [
        (re.split("[:,.]", place.summary)[0], name)
        for name, place in house.platforms().items()
        if forms[place.form].recipe.video
    ]


class Format(NamedTuple):
    """What a finished film can be taken away as, by a format's or a platform's name."""

    name: str
    label: str
    suffix: str


def formats(film: Film, house: House) -> tuple[Format, ...]:
    """The platforms that a film suits, and two formats for everywhere; each is written in seconds."""
    forms, found = house.forms(), []
    for label, name in _platforms(house):
        place = house.platforms()[name]
        with suppress(BadInput):
            exporting.check_suits(film, name, place, forms[place.form].recipe)
            found.append(Format(name, label, forms[place.form].recipe.suffix))
    return (*found, *(Format(name, label, forms[name].recipe.suffix) for name, label in ANYWHERE.items()))


def shape_for(platform: str, shape: str, house: House) -> str:
    """The shape itself where the platform takes it, else the first that the platform and this page have."""
    ratios = house.platforms()[platform].ratios if platform else ()
    return shape if shape in ratios else next((ratio for ratio in ratios if ratio in RATIOS), shape)


def restored(kept: object, offered: dict[str, Choices]) -> Form:
    """The form as a browser kept it; whatever is not on offer any more becomes the default."""
    form = Form()
    for field, value in zip(Form._fields, kept if isinstance(kept, list) else [], strict=False):
        fits = value in [tag for _, tag in offered[field]] if field in offered else True
        if fits and type(value) is type(getattr(form, field)):
            form = form._replace(**{field: value})
    return form


def restored_uploads(kept: object, studio: Studio) -> Uploads:
    """The files that a browser remembers, as far as they are still there."""
    if isinstance(kept, list) and len(kept) in (2, 4, 5):  # as kept before there was more
        kept = [*kept, *[""] * (len(Uploads._fields) - 1 - len(kept)), []]
    if not isinstance(kept, list) or len(kept) != len(Uploads._fields):
        return Uploads()
    products, *others, screens = kept
    if not (isinstance(products, list) and isinstance(screens, list)):
        return Uploads()
    there, shown = (
        tuple(digest for digest in several if _has(digest, PICTURE, studio)) for several in (products, screens)
    )
    suffixes = (PICTURE, TRACK, LUT, FONT)
    single = [one if _has(one, suffix, studio) else "" for one, suffix in zip(others, suffixes, strict=True)]
    return Uploads._make([there, *single, shown])


def _has(digest: object, suffix: str, studio: Studio) -> bool:
    try:
        return studio.store.has(upload(str(digest), suffix))
    except ValueError:
        return False


def upload(digest: str, suffix: str = PICTURE) -> Artifact:
    """A file that the studio took in; raises ValueError where that is no digest."""
    return Artifact(digest=digest, suffix=suffix)


def with_products(uploads: Uploads, digests: list[str]) -> Uploads:
    """Further product pictures, each once; raises BadInput when they become too many."""
    return uploads._replace(products=_each_once(uploads.products, digests, MOST_PRODUCTS, "product pictures"))


def with_screens(uploads: Uploads, digests: list[str]) -> Uploads:
    """Further screenshots, each once; raises BadInput when they become too many."""
    return uploads._replace(screens=_each_once(uploads.screens, digests, MOST_SCREENS, "screenshots"))


def _each_once(kept: tuple[str, ...], digests: list[str], most: int, what: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys((*kept, *digests)))
    if len(found) > most:
        raise BadInput(f"{len(found)} {what} are too many.", f"Choose the best {most} and add them again.")
    return found


def brands(studio: Studio) -> Choices:
    """What the menu of brands offers."""
    return [*NO_BRAND, *((name, name) for name in studio.brands.names())]


def as_brand(name: str, form: Form, uploads: Uploads) -> Brand:
    """What a form says of its brand, under a name; raises BadInput for colours that are none."""
    return Brand(
        name=name.strip().replace(" ", "-"),
        logo=upload(uploads.logo) if uploads.logo else None,
        font=upload(uploads.font, FONT) if uploads.font else None,
        colours=colours_from(form.colours),
        closing=form.closing.strip(),
        legal=form.legal.strip(),
        tone=form.music if form.music in get_args(Mood) else None,
    )


def brief(form: Form, uploads: Uploads, house: House) -> Brief:
    return Brief(
        text=form.text,
        language=form.language,
        size=RATIOS[form.shape],
        seconds=form.seconds or None,
        look=form.look,
        music=form.music,
        captions=form.captions,
        margins=house.platforms()[form.platform].margins if form.platform else Margins(),
        grade=form.grade,
        colours=colours_from(form.colours),
        closing=form.closing.strip(),
        legal=form.legal.strip(),
        progress_bar=form.progress_bar,
        products=tuple(map(upload, uploads.products)),
        screens=tuple(map(upload, uploads.screens)),
        logo=upload(uploads.logo) if uploads.logo else None,
        font=upload(uploads.font, FONT) if uploads.font else None,
        track=upload(uploads.track, TRACK) if uploads.track else None,
        lut=upload(uploads.lut, LUT) if uploads.lut else None,
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
