"""What a model is told to paint: an ask in words that models know, the telling ones first, no more than it reads.

A prompt is plain words. What a shot says is the user's text: no sign in it weighs a word, names an adapter or ends
a message, and no letters are quoted that the model would then paint.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

from pipelines.machinery.looks import Look, look_named
from pipelines.machinery.models.encoding import Said
from pipelines.painters.local_colours import named
from pipelines.painters.reading import parted
from studio.asks import Paint
from studio.cards import Card
from studio.film import Framing, Mood

Form = Literal["sentences", "tags"]
Own = Literal["", "round it", "laid over", "shown"]  # how what is the user's own comes into the picture

# Each as a sentence and as a tag.
FRAMINGS: dict[Framing, tuple[str, str]] = {
    "wide": ("A wide shot: the whole place is seen, with the subject small in it", "wide shot"),
    "medium": ("A medium shot at eye level: the subject takes half of the height", "medium shot, eye level"),
    "close": ("A close-up: the subject fills the frame before a soft background", "close-up, soft background"),
}
# Each with the light that it wants where a look has none of its own.
MOODS: dict[Mood, tuple[str, str]] = {
    "bright": ("bright and hopeful", "clear, crisp light"),
    "warm": ("warm and homely", "golden light"),
    "calm": ("calm and quiet", "soft, even light"),
    "playful": ("playful and lively", "cheerful colours"),
    "serious": ("serious and composed", "restrained colours"),
    "tense": ("tense", "strong contrast and deep shadows"),
}
EMPTY = (
    "A quiet, empty backdrop, soft and out of focus, plain and even in its whole middle",
    "quiet empty backdrop, out of focus, plain and even middle",
)
OWN: dict[Own, tuple[str, str]] = {
    "round it": (
        "What is in the foreground stands firmly on a clean surface and throws a soft, natural shadow on it",
        "standing on a clean surface, soft natural shadow",
    ),
    "laid over": (
        "In the middle of the foreground is a clean, level surface with nothing on it",
        "clean empty surface in the foreground",
    ),
}
CAPTIONS = ("The lowest part of the picture is calm and plain", "calm plain lower part")
BLANK = "All signs and screens are blank"
SPOILERS = ("text", "letters", "captions", "watermark", "signature", "frame", "low quality", "deformed hands")
CROWDED = ("people", "objects in the middle", "busy details")

CONTROL = re.compile(r"[<>{}\[\]|\\^~`*_#=]+|[\x00-\x1f\x7f]+")  # of chat templates, adapters and markup
QUOTES = re.compile(r"[\"“”„«»‹›「」『』]+|(?<!\w)['‘]|['’](?!\w)")
WEIGHT = re.compile(r"\(([^()]*?):\s*[\d.]+\s*\)")  # as in "(tea:1.4)"
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|@\w+|(?<![\w.])(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?(?!\w)")
CLAUSE = re.compile(r"(?<=[.;:!?।॥。！？؛؟،,，、])\s*")
# What a prompt is made of, the telling first: when it must be shorter, the last are left out.
Kind = Literal[
    "ground", "style", "own", "subject", "framing", "more", "colours", "mood", "before", "finish", "blank", "captions"
]
TELLING: tuple[Kind, ...] = get_args(Kind)
ENDS = " .;:!?।॥。！？؛؟،,，、–—-"


class Phrase(NamedTuple):
    """A piece of a prompt that is kept whole or left out."""

    words: str
    kind: Kind
    sentence: int  # the pieces of one sentence stand beside each other
    at: int  # its place in the prompt


def said(ask: Paint, card: Card, own: Own = "", shown: tuple[int, int] = (0, 0)) -> Said:
    """What a card's model is told of an ask.

    `shown` is how many products, and then how many pictures of the cast, the model is handed to look at.
    """
    look, model = look_named(ask.look), card.runs
    pieces = phrases(ask, model.prompt_form, own, shown, card.honours("negative prompt"))
    prompt = joined(trimmed(pieces, model.prompt_words), model.prompt_form)
    if not card.honours("negative prompt"):
        return Said(prompt)
    crowd = CROWDED if ask.background else ()
    return Said(prompt, ", ".join((*SPOILERS, *crowd, *look.model.negative)))


def phrases(ask: Paint, form: Form, own: Own, shown: tuple[int, int], negative: bool) -> list[Phrase]:
    """All that there is to say of an ask, in the order in which it is said."""
    tag, look = form == "tags", look_named(ask.look)
    text, before = parted(ask.shows)
    style = list(look.model.prompt) or [f"{look.title.lower()} style"]
    told: list[list[tuple[str, Kind]]] = [  # sentence by sentence
        [(EMPTY[tag], "ground")] if ask.background else [],
        [(clause, "more" if at else "subject") for at, clause in enumerate(clauses(plain(text)))],
        *([(sentence, "own")] for sentence in _shown(*shown)),
        [] if ask.background else [(FRAMINGS[ask.framing][tag], "framing")],
        [(OWN[own][tag], "own")] if own in OWN else [],
        [(words, "finish" if at else "style") for at, words in enumerate(style)],
        [(_palette([named(code) for code in ask.colours], look, tag), "colours")] if ask.colours else [],
        [(_mood(ask.mood, look, tag), "mood")],
        [(clause, "before") for clause in clauses(plain(before))],
        [] if ask.background else [(CAPTIONS[tag], "captions")],
        [] if negative or tag else [(BLANK, "blank")],
    ]
    found = [(words, kind, sentence) for sentence, pieces in enumerate(told) for words, kind in pieces]
    return [Phrase(*piece, at) for at, piece in enumerate(found)]


def plain(text: str) -> str:
    """A user's text without addresses and without any sign that something could take for an instruction."""
    bare = WEIGHT.sub(r"\1", ADDRESS.sub(" ", text))
    bare = QUOTES.sub(" ", CONTROL.sub(" ", bare))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(bare.split())).strip()


def clauses(text: str) -> list[str]:
    """Its parts, each with the sign that ends it."""
    return [clause for part in CLAUSE.split(text) if (clause := part.strip()).strip(ENDS)]


def weight(words: str) -> float:
    """About how many words of English it is for a model: of other scripts every few bytes are a token."""
    return sum(1.0 if word.isascii() else max(1.0, len(word.encode()) / 4) for word in words.split())


def trimmed(pieces: list[Phrase], most: int) -> list[Phrase]:
    """As many whole pieces as a model reads, the telling ones first; of a sentence none after one left out."""
    room, kept, cut = float(most), set[Phrase](), set[int]()
    for piece in sorted(pieces, key=lambda one: (TELLING.index(one.kind), one.at)):
        if piece.sentence in cut:
            continue
        if weight(piece.words) > room:
            cut.add(piece.sentence)
            piece = _shortened(piece, room if piece.kind == "subject" else 0)  # noqa: PLW2901
        if piece.words:
            kept.add(piece)
            room -= weight(piece.words)
    return sorted(kept, key=lambda one: one.at)


def _shortened(piece: Phrase, room: float) -> Phrase:
    """The beginning of a clause that is longer than a prompt may be; of one without spaces its first letters."""
    between = " " if " " in piece.words else ""
    parts = piece.words.split() if between else list(piece.words)
    while parts and weight(between.join(parts)) > room:
        parts.pop()
    return piece._replace(words=between.join(parts))


def joined(pieces: list[Phrase], form: Form) -> str:
    """The prompt: sentences, or tags with commas between them."""
    sentences: dict[int, list[str]] = {}
    for piece in pieces:
        sentences.setdefault(piece.sentence, []).append(piece.words)
    if form == "tags":
        return ", ".join(words.strip(ENDS) for parts in sentences.values() for words in parts if words.strip(ENDS))
    whole = (_sentence(parts) for parts in sentences.values())
    return " ".join(sentence for sentence in whole if sentence)


def _sentence(parts: list[str]) -> str:
    """Clauses with their own signs between them, or with commas; a full stop at the end."""
    text = " ".join(part if part[-1] in ENDS or at == len(parts) - 1 else f"{part}," for at, part in enumerate(parts))
    text = text.rstrip(" ,;:–—-")
    if not text:
        return ""
    return f"{text[0].upper()}{text[1:]}" + ("" if text[-1] in ENDS else ".")


def _mood(mood: Mood, look: Look, tag: bool) -> str:
    """A look with colours or an hour of its own is not lit anew."""
    feeling, light = MOODS[mood]
    if look.palette.hue is None and not look.light.time:
        feeling += f", {light}" if tag else f", in {light}"
    return feeling if tag else f"The mood is {feeling}"


def _palette(colours: list[str], look: Look, tag: bool) -> str:
    """A brand's colours; a look with colours of its own takes them as touches only."""
    first, *others = dict.fromkeys(colours)
    both = " and ".join([first, *others])
    if look.palette.hue is not None:
        return f"touches of {both}" if tag else f"There are small touches of {both}"
    if tag:
        return f"{both} colour palette"
    touches = f", with touches of {' and '.join(others)}" if others else ""
    return f"The main colour is {first}{touches}"


def _shown(products: int, cast: int) -> list[str]:
    """What the pictures are that the model is handed; they are counted from 1, products first."""
    found = []
    if products == 1:
        found.append("The product from image 1 stands in the foreground, with exactly its shape, colours and label")
    elif products:
        which = _images(1, products)
        found.append(f"The products from {which} stand in the foreground, with exactly their shapes and colours")
    if cast:
        which = _images(products + 1, cast)
        found.append(f"Whoever and whatever is seen in {which} looks the same here")
    return found


def _images(first: int, count: int) -> str:
    numbers = [str(first + at) for at in range(count)]
    return f"image {numbers[0]}" if count == 1 else f"images {', '.join(numbers[:-1])} and {numbers[-1]}"
