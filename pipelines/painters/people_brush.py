"""The brush a person is drawn with: a canvas, the joints, the person's colours and where the light comes from."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.painters.canvas import Canvas, Paint
from pipelines.painters.colour import WHITE, Lab
from pipelines.painters.people_bones import Bones


@dataclass(frozen=True)
class Brush:
    """`side` is where the light comes from in the figure's own drawing, before it is turned round."""

    canvas: Canvas
    bones: Bones
    colours: dict[str, Lab]  # skin, hair, ink, main, second, dark ... by name
    side: int

    def __getitem__(self, name: str) -> Lab:
        return self.colours[name]

    def lit(self, colour: Lab, depth: float = 1.0) -> Paint:
        """A fill that is brighter towards the light; `depth` is how round the thing is."""
        pale, dim = colour.mixed(WHITE, 0.1 * depth), self.shade(colour, 0.24 * depth)
        return self.canvas.across(pale, dim) if self.side < 0 else self.canvas.across(dim, pale)

    def shade(self, colour: Lab, share: float) -> Lab:
        return colour.mixed(self["ink"], share)

    def line(self, d: str, colour: Lab, width: float = 0.7, opacity: float = 1.0) -> None:
        self.canvas.stroke(d, colour, width, opacity)
