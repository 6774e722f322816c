"""The names that people give to colours: a brand's hex codes mean nothing to a model, its colours' names do."""

from __future__ import annotations

import math

from pipelines.painters.colour import lab_of

# After the names that most people agreed on in the XKCD colour survey (Randall Munroe, 2010; CC0), rounded.
NAMES = {
    "black": "#0a0a0a", "charcoal grey": "#36393d", "grey": "#8a8d90", "light grey": "#d3d6d8", "white": "#fdfdfd",
    "cream": "#fff6d6", "beige": "#e2d2ab", "tan": "#cfae7b", "brown": "#6b3a12", "dark brown": "#341c02",
    "red": "#e4111a", "dark red": "#840a0a", "brick red": "#a63a2b", "maroon": "#5e0b26", "coral": "#fc6f5c",
    "salmon pink": "#fd9a8a", "orange": "#f97306", "burnt orange": "#c04e01", "amber": "#feb308",
    "golden yellow": "#f9c21a", "yellow": "#fdf01e", "pale yellow": "#fdf6a0", "mustard yellow": "#ceac1c",
    "olive green": "#67731a", "lime green": "#89e02d", "grass green": "#3f9b2b", "green": "#15a03f",
    "bright green": "#1fd655", "dark green": "#03400f", "forest green": "#0b5a2a",
    "sage green": "#8aae7e", "mint green": "#9be6bd",
    "teal": "#02858a", "dark teal": "#0a4a50", "turquoise": "#1bc7b8", "pale blue": "#c4e4f6", "sky blue": "#7cc2f2",
    "blue": "#1355e0", "royal blue": "#1a34b4", "navy blue": "#07184a", "steel blue": "#5a7f9c",
    "blue violet": "#5b45f0", "indigo": "#3c1a94", "violet": "#8a2be0", "purple": "#7b2a92",
    "plum": "#58204c", "lavender": "#c3a6ef",
    "magenta": "#c6128a", "hot pink": "#fd2d92", "pink": "#fb8fc0", "pale pink": "#fbd3de", "rose": "#cf5f78",
}  # fmt: skip


def named(code: str) -> str:
    """The name of the colour that HTML writes as ``#rrggbb``: that of the nearest in OKLab."""
    own = lab_of(code)
    return min(NAMES, key=lambda name: math.dist(own, lab_of(NAMES[name])))
