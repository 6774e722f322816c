"""The SVG of pictograms, made fit for the renderer."""

from __future__ import annotations

import re

_ALIAS = re.compile(r'<defs><use href="#(\w+)" id="(\w+)"/></defs>')
_UPRIGHT = re.compile(r'(d="M[^a-z]*(?:h[^a-z]*v[^a-z]*h[^a-z]*|v[^a-z]*h[^a-z]*v[^a-z]*))z"', re.IGNORECASE)


def body(drawn: str) -> str:
    """A pictogram's elements, without what ThorVG makes less of: a name for a name, and rectangles of four points."""
    for own, alias in _ALIAS.findall(drawn):
        drawn = drawn.replace(f'"#{alias}"', f'"#{own}"')
    return _UPRIGHT.sub(r"\1h0z\"", drawn)
