"""The room that words have on a frame: its safe area, less what a platform, small print and captions take."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.editors.areas import Area
from pipelines.editors.styles import Shape, Style
from pipelines.machinery import typeset
from studio.film import TALL, Box, Margins, Size

NONE = Margins()


class Page(NamedTuple):
    """A frame, where on it words and logos may stand, and the file of the brand's own font, if it has one."""

    size: Size
    safe: Area
    font: str = ""

    def set_in(self, text: str) -> str:
        """The brand's own font where it draws all of a text."""
        return typeset.set_in(self.font, text)

    @property
    def half_width(self) -> float:
        """From the frame's middle to the nearer side of its safe area."""
        middle = self.size.width / 2
        return min(middle - self.safe.left, self.safe.right - middle)

    def area(self, box: Box) -> Area:
        wide, high = self.size.width, self.size.height
        return Area(box.left * wide, box.top * high, (box.left + box.width) * wide, (box.top + box.height) * high)

    def above_captions(self, style: Style, text: str, language: str) -> float:
        """How far down words may reach that stay clear of captions in a style and in the same script."""
        setting = style.setting(shape(self.size))
        _, down = style.border
        high = setting.lines * typeset.line_height(text, language) + 2 * down
        font = setting.size * self.size.short_side
        top = self.safe.top + setting.place * (self.safe.height - high * font)
        return top - 0.5 * font


def is_tall(size: Size) -> bool:
    return size.height >= TALL * size.width


def shape(size: Size) -> Shape:
    return "tall" if is_tall(size) else "wide" if size.width > size.height else "square"


def safe_area(size: Size, margins: Margins = NONE) -> Area:
    """Where words and logos may stand: 6 % from the edges and outside what a platform covers.

    Tall frames keep clear of the buttons that most platforms have, whatever the `margins`.
    """
    wide, high = size.width, size.height
    margin = 0.06 * size.short_side
    usual = Area(margin, margin, wide - margin, high - margin)
    if is_tall(size):
        usual = Area(0.06 * wide, 0.09 * high, 0.88 * wide, 0.78 * high)
    return Area(
        max(usual.left, margins.left * wide),
        max(usual.top, margins.top * high),
        min(usual.right, (1 - margins.right) * wide),
        min(usual.bottom, (1 - margins.bottom) * high),
    )
