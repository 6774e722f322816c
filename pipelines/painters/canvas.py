"""A sheet of SVG being drawn: shapes with fills, gradients and groups, coordinates in percent of the short side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from pipelines.painters.colour import Lab

Point = tuple[float, float]
Paint = Lab | str
Box = tuple[float, float, float, float]  # left, top, width, height
GLOW = (1.0, 0.45, 0.12, 0.0)  # the opacity of a glow at its middle, at a third, two thirds and all of its radius


@dataclass(frozen=True)
class Spot:
    """An ellipse of one colour: a glow, which fades to nothing at its rim, or a veil of one opacity.

    `strength` is the opacity of its middle.
    """

    x: float
    y: float
    rx: float
    ry: float
    colour: Lab
    strength: float
    fades: bool


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=4096)
def _colour(paint: Paint) -> str:
    return paint if isinstance(paint, str) else paint.hex


class Canvas:
    """Elements in drawing order; `flat` draws gradients as their middle colour."""

    def __init__(self, flat: bool = False) -> None:
        self._flat = flat
        self._defs: list[str] = []
        self._body: list[str] = []
        self._glows: dict[str, tuple[Lab, float]] = {}
        self._spots: dict[int, Spot] = {}  # by place in the body
        self._depth = 0

    @property
    def empty(self) -> bool:
        return not self._body

    def parts(self, area: float) -> list[str | Spot]:
        """What was drawn, in order: spots of at least this area that lie in no group, and the SVG between them."""
        found: list[str | Spot] = []
        begin = 0
        for at, spot in self._spots.items():
            if spot.rx * spot.ry * 4 >= area:
                found += ["".join(self._body[begin:at]), spot]
                begin = at + 1
        return [part for part in [*found, "".join(self._body[begin:])] if part]

    def svg(self, box: Box, width: int, height: int, part: str | None = None) -> str:
        """The document, or of one part of it: what lies in the box fills so many pixels."""
        view = " ".join(f"{v:.4f}" for v in box)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{view}" '
            'preserveAspectRatio="none">'
            f"<defs>{''.join(self._defs)}</defs>{''.join(self._body) if part is None else part}</svg>"
        )

    def vertical(self, *colours: Lab) -> Paint:
        """A fill that runs from the first colour at the top to the last at the bottom."""
        return self._gradient('linearGradient x1="0" y1="0" x2="0" y2="1"', [(c, 1.0) for c in colours])

    def across(self, *colours: Lab) -> Paint:
        return self._gradient('linearGradient x1="0" y1="0" x2="1" y2="0"', [(c, 1.0) for c in colours])

    def glow(self, colour: Lab, strength: float = 1.0) -> Paint:
        """A round fill that fades to nothing at its rim; kept even where gradients are flat."""
        paint = self._gradient("radialGradient", [(colour, strength * share) for share in GLOW], keep=True)
        self._glows[_colour(paint)] = colour, strength
        return paint

    def fade(self, colour: Lab, top: float, bottom: float) -> Paint:
        """One colour whose opacity runs from top to bottom; kept even where gradients are flat."""
        return self._gradient(
            'linearGradient x1="0" y1="0" x2="0" y2="1"', [(colour, top), (colour, bottom)], keep=True
        )

    def _gradient(self, element: str, stops: Sequence[tuple[Lab, float]], keep: bool = False) -> Paint:
        if self._flat and not keep:
            return stops[0][0].mixed(stops[-1][0], 0.5)
        name = f"g{len(self._defs)}"
        marks = "".join(
            f'<stop offset="{_n(i / max(len(stops) - 1, 1))}" stop-color="{c.hex}" stop-opacity="{_n(o)}"/>'
            for i, (c, o) in enumerate(stops)
        )
        tag = element.partition(" ")[0]
        self._defs.append(f'<{element} id="{name}">{marks}</{tag}>')
        return f"url(#{name})"

    def _draw(self, element: str, fill: Paint, opacity: float) -> None:
        # Not `opacity`, which would draw every element on a sheet of its own first.
        veil = f' fill-opacity="{_n(opacity)}"' if opacity < 1 else ""
        self._body.append(f'<{element} fill="{_colour(fill)}"{veil}/>')

    def _spot(self, x: float, y: float, rx: float, ry: float, fill: Paint, opacity: float) -> None:
        """Remember the element to come as a spot, if it is one."""
        if self._depth:
            return
        if isinstance(fill, str) and fill in self._glows:
            colour, strength = self._glows[fill]
            self._spots[len(self._body)] = Spot(x, y, rx, ry, colour, strength * opacity, True)
        elif isinstance(fill, Lab) and opacity < 1 and rx == ry:
            self._spots[len(self._body)] = Spot(x, y, rx, ry, fill, opacity, False)

    def rect(self, x: float, y: float, w: float, h: float, fill: Paint, r: float = 0, opacity: float = 1) -> None:
        if r:
            element = f'rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" rx="{_n(r)}"'
        else:  # with a point too many: ThorVG would move an upright rectangle to whole pixels
            element = f'path d="M{_n(x)} {_n(y)}h{_n(w)}v{_n(h)}h{_n(-w)}h0z"'
        self._draw(element, fill, opacity)

    def circle(self, x: float, y: float, r: float, fill: Paint, opacity: float = 1) -> None:
        self._spot(x, y, r, r, fill, opacity)
        self._draw(f'circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}"', fill, opacity)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Paint, opacity: float = 1) -> None:
        self._spot(x, y, rx, ry, fill, opacity)
        self._draw(f'ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(rx)}" ry="{_n(ry)}"', fill, opacity)

    def poly(self, points: Iterable[Point], fill: Paint, opacity: float = 1) -> None:
        corners = [f"{_n(x)},{_n(y)}" for x, y in points]
        self._draw(f'polygon points="{" ".join([*corners, corners[-1]])}"', fill, opacity)  # as in rect

    def path(self, d: str, fill: Paint, opacity: float = 1) -> None:
        self._draw(f'path d="{d}"', fill, opacity)

    def smooth(self, points: Sequence[Point], fill: Paint, close: str = "", opacity: float = 1) -> None:
        """A curve through the points (Catmull-Rom); `close` is path data that ends the outline."""
        self.path(curve(points) + close, fill, opacity)

    def stroke(self, d: str, colour: Paint, width: float, opacity: float = 1) -> None:
        veil = f' stroke-opacity="{_n(opacity)}"' if opacity < 1 else ""
        line = f'path d="{d}" stroke="{_colour(colour)}" stroke-width="{_n(width)}" stroke-linecap="round"'
        self._draw(f'{line} stroke-linejoin="round"{veil}', "none", 1)

    def own(self, svg: str, name: str, side: float) -> None:
        """Elements drawn elsewhere, `side` wide and high; `name` keeps their names apart from other ones."""
        own = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
        self._body.append(f'<clipPath id="{name}-edge"><path d="M0 0h{side}v{side}h-{side}h0z"/></clipPath>')
        self._body.append(f'<g clip-path="url(#{name}-edge)">{own}</g>')

    @contextmanager
    def veiled(self, opacity: float) -> Iterator[None]:
        """Draw inside as one thing of this opacity: overlapping parts do not show through each other."""
        self._depth += 1
        self._body.append(f'<g opacity="{_n(opacity)}">')
        yield
        self._body.append("</g>")
        self._depth -= 1

    @contextmanager
    def placed(
        self, x: float, y: float, scale: float = 1, flip: bool = False, turn: float = 0, slim: float = 1
    ) -> Iterator[None]:
        """Draw inside with (0, 0) at this place; `slim` is what is left of the width before it is turned."""
        self._depth += 1
        wide = (-scale if flip else scale) * slim
        spin = f" rotate({_n(turn)})" if turn else ""
        self._body.append(f'<g transform="translate({_n(x)} {_n(y)}){spin} scale({wide:.4f} {scale:.4f})">')
        yield
        self._body.append("</g>")
        self._depth -= 1


def curve(points: Sequence[Point]) -> str:
    """Path data of a Catmull-Rom curve through the points, as cubic Béziers."""
    d = f"M{_n(points[0][0])} {_n(points[0][1])}"
    padded = [points[0], *points, points[-1]]
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = f"{_n(bx + (cx - ax) / 6)} {_n(by + (cy - ay) / 6)}"
        second = f"{_n(cx - (dx - bx) / 6)} {_n(cy - (dy - by) / 6)}"
        d += f"C{first} {second} {_n(cx)} {_n(cy)}"
    return d
