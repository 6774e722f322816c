"""Where the things of a picture lie in its frame: the subject, the faces of its figures, the products.

Edges are in shares of the frame and may lie beyond it.
"""

from __future__ import annotations

from pipelines.painters import people
from pipelines.painters.areas import Edges
from studio.film import Box, Seen

ROOM = 0.015  # of the frame, on every side: how far a slow camera carries a thing

BUST: Edges = (0.02, 0.0, 0.92, 0.8)  # a portrait's head, in shares of its drawing
WHOLE: Edges = (0.0, 0.0, 1.0, 1.0)
HEADS: dict[str, tuple[Edges, ...]] = {  # of pictograms of figures in full, in shares of their drawings
    "ballet-dancer": ((0.12, 0.0, 0.52, 0.22),),
    "breast-feeding": ((0.2, 0.0, 0.85, 0.52),),
    "man-dancing": ((0.28, 0.0, 0.78, 0.3),),
    "people-holding-hands": ((0.08, 0.0, 0.46, 0.34), (0.53, 0.0, 0.92, 0.34)),
    "person-biking": ((0.06, 0.0, 0.45, 0.35),),
    "person-bouncing-ball": ((0.16, 0.0, 0.6, 0.29),),
    "person-climbing": ((0.66, 0.02, 1.0, 0.3),),
    "person-feeding-baby": ((0.06, 0.0, 0.88, 0.5),),
    "person-golfing": ((0.28, 0.0, 0.75, 0.3),),
    "person-in-bed": ((0.1, 0.12, 0.44, 0.58),),
    "person-in-lotus-position": ((0.22, 0.0, 0.76, 0.42),),
    "person-juggling": ((0.25, 0.02, 0.74, 0.6),),
    "person-lifting-weights": ((0.34, 0.14, 0.66, 0.47),),
    "person-mountain-biking": ((0.16, 0.0, 0.52, 0.32),),
    "person-rowing-boat": ((0.38, 0.0, 0.76, 0.34),),
    "person-running": ((0.18, 0.0, 0.62, 0.28),),
    "person-surfing": ((0.28, 0.0, 0.64, 0.28),),
    "person-swimming": ((0.1, 0.06, 0.52, 0.64),),
    "person-taking-bath": ((0.02, 0.16, 0.4, 0.52),),
    "person-walking": ((0.06, 0.0, 0.72, 0.26),),
    "prince": (WHOLE,),
    "princess": (WHOLE,),
    "pregnant-woman": ((0.0, 0.0, 0.74, 0.44),),
    "skier": ((0.0, 0.0, 0.36, 0.32),),
    "snowboarder": ((0.2, 0.0, 0.65, 0.32),),
    "superhero": ((0.16, 0.0, 0.82, 0.3),),
    "woman-dancing": ((0.18, 0.0, 0.62, 0.29),),
}


def heads(name: str, bearing: str, drawing: Edges) -> list[Edges]:
    """The heads of a figure by its name and how it stands, where its drawing lies at `drawing`."""
    if bearing in people.STANCES:
        parts = people.heads(name, bearing)
    else:
        parts = HEADS.get(name) or {"bust": (BUST,), "head": (WHOLE,)}.get(bearing, ())
    left, top, right, bottom = drawing
    wide, high = right - left, bottom - top
    return [(left + wide * a, top + high * b, left + wide * c, top + high * d) for a, b, c, d in parts]


def around(parts: list[Edges]) -> Edges | None:
    """The smallest edges that hold them all; None for none."""
    if not parts:
        return None
    lefts, tops, rights, bottoms = zip(*parts, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def seen(subject: Edges | None, faces: list[Edges], products: list[Edges]) -> Seen:
    """All of it as boxes with a little room, as far as they lie in the frame."""
    first = boxed(subject) if subject else None
    return Seen(subject=first, faces=_boxes(faces), products=_boxes(products))


def boxed(edges: Edges) -> Box | None:
    """A box in the frame, in thousandths, so that answers repeat; None for what lies outside."""
    left, top = (round(max(0.0, edge - ROOM), 3) for edge in edges[:2])
    right, bottom = (round(min(1.0, edge + ROOM), 3) for edge in edges[2:])
    if left >= right or top >= bottom:
        return None
    return Box(left=left, top=top, width=round(right - left, 3), height=round(bottom - top, 3))


def _boxes(parts: list[Edges]) -> tuple[Box, ...]:
    return tuple(box for box in map(boxed, parts) if box)
