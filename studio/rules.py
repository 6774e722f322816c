"""What this studio accepts: limits on briefs, each refused with what happened and what to do."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from studio.brand import Brand, check_colours
from studio.cards import Parcel
from studio.cut import CaptionStyle
from studio.errors import BadInput, TooMuch
from studio.film import Brief, Size
from studio.formats import Platform
from studio.projects import check_name
from studio.roles import House

LONGEST_TEXT = 20_000  # characters; about half an hour of speech
MOST_BYTES = 4 * LONGEST_TEXT  # a UTF-8 sign takes four bytes at most
SHORTEST, LONGEST = 2, 600  # s
SMALLEST_SIDE, LARGEST_SIDE = 160, 3840  # pixels
SLOWEST, FASTEST = 10, 60  # frames per second
MOST_PRODUCTS = 8
MOST_SCREENS = 8
LONGEST_LABEL = 200  # characters of a title, a lower third or a call-out
LONGEST_LEGAL = 600  # characters of small print: more cannot be read on any screen
SMALLEST = {"logo": 16, "product picture": 32, "screenshot": 120, "picture": 32}  # pixels of the shorter side
MOST_SLENDER = {"logo": 20, "product picture": 12, "screenshot": 6, "picture": 20}  # times as long as wide
SPARE = 1e9  # bytes that stay free on a disk to which models are downloaded
DRAFT_SIDE = 480  # pixels; the short side of a preview


def check(brief: Brief) -> Brief:
    """The brief itself, or BadInput with the first thing that is wrong with it."""
    check_text(brief.text)
    if brief.seconds is not None and not SHORTEST <= brief.seconds <= LONGEST:
        raise TooMuch(
            f"A film of {brief.seconds:g} s cannot be made.",
            f"Ask for {SHORTEST} to {LONGEST} seconds, or leave the length out.",
        )
    check_size(brief.size)
    if not SLOWEST <= brief.fps <= FASTEST:
        raise TooMuch(
            f"{float(brief.fps):g} frames per second cannot be made.",
            f"Ask for {SLOWEST} to {FASTEST}; films use 24, 25 or 30.",
        )
    if len(brief.products) > MOST_PRODUCTS:
        raise TooMuch(f"{len(brief.products)} product pictures are too many.", f"Choose the best {MOST_PRODUCTS}.")
    if len(brief.screens) > MOST_SCREENS:
        raise TooMuch(f"{len(brief.screens)} screenshots are too many.", f"Choose the best {MOST_SCREENS}.")
    _check_branding(brief)
    return brief


def check_brand(brand: Brand) -> Brand:
    """The brand itself, or BadInput with the first thing that is wrong with it."""
    check_name(brand.name, "brand")
    _check_branding(brand)
    return brand


def _check_branding(said: Brief | Brand) -> None:
    check_label("small print", said.legal, LONGEST_LEGAL)
    check_label("end card's text", said.closing)
    check_colours(said.colours)


def check_picture(png: Path, what: str) -> None:
    """Raise BadInput for a picture, as it was taken in, that no film could show as a logo, a screenshot ..."""
    with png.open("rb") as stream:
        width, height = struct.unpack(">II", stream.read(24)[16:])  # where every PNG says how large it is
    if min(width, height) < SMALLEST[what]:
        raise BadInput(
            f"A {what} of {width}x{height} pixels is too small to be seen.",
            f"Use one with at least {SMALLEST[what]} pixels on each side, better 500.",
        )
    if max(width, height) > MOST_SLENDER[what] * min(width, height):
        better = "Take it of one screen at a time." if what == "screenshot" else "Use a more compact version."
        raise BadInput(f"A {what} of {width}x{height} pixels is too slender to be seen.", better)


def check_room(parcels: Sequence[Parcel]) -> None:
    """Raise TooMuch where models do not fit, all of them, on the disk that they go to."""
    missing = sum(parcel.size - parcel.arrived for parcel in parcels)
    if parcels and missing + SPARE > parcels[0].free:
        raise TooMuch(
            f"{missing / 1e9:,.1f} GB do not fit: {parcels[0].free / 1e9:,.1f} GB are free at '{parcels[0].folder}'.",
            "Free some space, or let REELWRIGHT_MODELS name a folder on a larger disk.",
        )


def check_names(brief: Brief, house: House) -> None:
    """Raise BadInput for a look, a caption style or a grade that this house does not have."""
    house.look(named("look", brief.look, house.looks()))
    caption_style(brief.captions, house.caption_styles())
    if brief.grade:
        named("grade", brief.grade, house.grades())


def named(kind: str, name: str, known: Collection[str]) -> str:
    """The name itself; raises BadInput, naming those there are, for another."""
    if name not in known:
        raise BadInput(f"There is no {kind} named '{name}'.", f"Choose one of: {', '.join(known)}.")
    return name


def platform(name: str, house: House) -> Platform:
    """The platform of this name; raises BadInput where there is none."""
    return house.platforms()[named("platform", name, house.platforms())]


def check_label(kind: str, text: str, longest: int = LONGEST_LABEL) -> None:
    if len(text) > longest:
        raise TooMuch(f"The {kind} is {len(text):,} characters long.", f"Shorten it to {longest} at most.")


def caption_style(name: str, known: Mapping[str, CaptionStyle]) -> CaptionStyle | None:
    """The style of this name, None for "off"; raises BadInput, naming those there are."""
    return known.get(named("caption style", name, [*known, "off"]))


def text_from(data: bytes, name: str) -> str:
    """The text of a file of this name, UTF-8 or UTF-16 with its mark; raises BadInput for what is no brief."""
    if len(data) > MOST_BYTES:
        raise TooMuch(f"{name} is too long.", f"Shorten it to {LONGEST_TEXT:,} characters at most.")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadInput(f"{name} is not a text file.", "Save it as plain text in UTF-8.")
    check_text(text)
    return text


def check_text(text: str) -> None:
    if not text.strip():
        raise BadInput("The brief is empty.", "Write at least one sentence about what the film should say.")
    if len(text) > LONGEST_TEXT:
        raise TooMuch(
            f"The brief is {len(text):,} characters long.",
            f"Shorten it to {LONGEST_TEXT:,} at most, or make several films.",
        )


def check_size(size: Size) -> None:
    if size.width % 2 or size.height % 2:
        even = f"{size.width // 2 * 2}x{size.height // 2 * 2}"
        raise BadInput(f"{size} has an odd side, which video players cannot show.", f"Use {even}.")
    if size.short_side < SMALLEST_SIDE:
        raise TooMuch(f"{size} is too small for a film.", f"Make each side at least {SMALLEST_SIDE} pixels.")
    if max(size.width, size.height) > LARGEST_SIDE:
        raise TooMuch(f"{size} is too large for this studio.", f"Make each side at most {LARGEST_SIDE} pixels.")


def draft_size(size: Size) -> Size | None:
    """The size of a film's preview, with even sides; None where the film itself is no larger."""
    if size.short_side <= DRAFT_SIDE:
        return None
    width, height = (round(side * DRAFT_SIDE / size.short_side / 2) * 2 for side in (size.width, size.height))
    return Size(width=width, height=height)
