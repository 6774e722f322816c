"""What is sewn on the clothes of drawn people or worn over them: collars, belts, aprons, scarves, badges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipelines.painters.people_brush import Brush

Wear = dict[str, Any]  # an entry of [clothes] in assets/people.toml


def _on_trunk(draw: Callable[[Brush, Wear], None]) -> Callable[[Brush, Wear], None]:
    """Details are drawn as on one who stands upright, leaned and lowered as a whole."""

    def placed(b: Brush, wear: Wear) -> None:
        x, y = b.bones.at(0, -62)
        with b.canvas.placed(x, y, turn=b.bones.turn, slim=b.bones.slim):
            draw(b, wear)

    return placed


# Below, (0, 0) is the breastbone's end: shoulders at -12, neck at -15, waist at 6, hips at 16.


def _collar(b: Brush, wear: Wear) -> None:
    cloth = b[wear["upper"]].mixed(b["white"], 0.45)
    b.canvas.poly([(-3.4, -15.4), (0.2, -10.4), (-3.6, -9.2), (-5.4, -13.6)], cloth)
    b.canvas.poly([(3.4, -15.4), (0.2, -10.4), (4.0, -9.2), (5.4, -13.6)], b.shade(cloth, 0.06))


def _buttons(b: Brush, wear: Wear) -> None:
    dim = b.shade(b[wear["upper"]], 0.34)
    b.line("M0.4 -10V15", dim, 0.4, 0.6)
    for y in (-7, -1, 5, 11):
        b.canvas.circle(0.4, y, 0.65, dim)


def _belt(b: Brush, wear: Wear) -> None:
    b.canvas.path("M-8.4 10.6Q0 12.4 8.4 10.6V13.6Q0 15.4 -8.4 13.6Z", b.shade(b["shoe"], 0.2))
    b.canvas.rect(-1.8, 11.2, 3.8, 3.4, b["gold"], r=0.6)


def _lapels(b: Brush, wear: Wear) -> None:
    cloth = b[wear["upper"]]
    inner = b["accent"].mixed(b["white"], 0.72) if wear["upper"] != "white" else b["main"]
    b.canvas.poly([(-3.2, -15.4), (3.2, -15.4), (0.6, 2.6)], inner)
    if wear.get("for") == "man":
        b.canvas.poly([(-1.1, -13.6), (1.1, -13.6), (1.6, -2.6), (0.4, 0.2), (-0.8, -2.6)], b["accent"])
    fold = cloth.mixed(b["white"], 0.16) if wear["upper"] != "white" else b.shade(cloth, 0.1)
    for k in (-1, 1):
        b.canvas.poly(
            [(k * 3.0, -15.6), (k * 6.2, -11.8), (k * 4.4, -9.6), (k * 5.2, -8.4), (0.5, 3.0)],
            fold if k < 0 else b.shade(fold, 0.1),
        )
    b.line("M0.5 3V19", b.shade(cloth, 0.34), 0.45, 0.7)


def _hood(b: Brush, wear: Wear) -> None:
    b.canvas.path(
        "M-7.4 -14.6Q-4 -10.4 0 -9.6Q4 -10.4 7.4 -14.6Q4 -17.2 2.8 -15Q0 -12.8 -2.8 -15Q-4 -17.2 -7.4 -14.6Z",
        b.shade(b[wear["upper"]], 0.18),
    )
    for x in (-1.6, 1.8):
        b.line(f"M{x} -10.4v6", b["white"], 0.55)


def _pouch(b: Brush, wear: Wear) -> None:
    b.canvas.path("M-4.6 6H4.6L6.4 12.4Q0 13.8 -6.4 12.4Z", b.shade(b[wear["upper"]], 0.14))


def _placket(b: Brush, wear: Wear) -> None:
    trim = b.shade(b[wear["upper"]], 0.28)
    b.canvas.rect(-1.1, -12.6, 2.4, 12.4, trim.mixed(b["accent"], 0.4), r=0.5)
    b.canvas.path("M-3.6 -15.6Q0 -11 3.6 -15.6L4 -14.2Q0 -9.4 -4 -14.2Z", trim.mixed(b["accent"], 0.4))
    for y in (-9, -5.6, -2.4):
        b.canvas.circle(0.1, y, 0.55, b["white"])


def _border(b: Brush, wear: Wear) -> None:
    y, flare = wear["hem"] + 62, wear["flare"]
    if not b.bones.folded:
        b.line(f"M{-flare + 0.9:.2f} {y - 1.8:.2f}Q0 {y + 0.9:.2f} {flare - 0.9:.2f} {y - 1.8:.2f}", b["accent"], 1.2)


def _scarf(b: Brush, wear: Wear) -> None:
    cloth = b["second"]
    b.canvas.path("M-9.4 -13Q0 -3.6 9.4 -13L8.6 -9.4Q0 1.4 -8.6 -9.4Z", b.lit(cloth))
    b.canvas.path("M-9.4 -13L-6.4 -11.6Q-6 4 -7.4 19L-11 18Q-10 0 -9.4 -13Z", b.lit(b.shade(cloth, 0.1)))


def _drape(b: Brush, wear: Wear) -> None:
    cloth = b[wear["skirt"]]
    b.canvas.path("M4.2 -14.4L9.6 -12.6Q8 0 -8.2 13.4L-8.4 3Q2 -5 4.2 -14.4Z", b.lit(cloth))
    b.line("M9.2 -12.2Q7.4 0.6 -8 13.4", b["accent"], 1.1)
    b.line("M6.6 -12Q4.6 -1.6 -8 7.6", b.shade(cloth, 0.3), 0.5, 0.6)


def _pattern(b: Brush, wear: Wear) -> None:
    cloth = b["accent"]
    drop = wear["skirt_hem"] + 62
    for row, y in enumerate((22.0, 30.0, 38.0, 46.0)):
        if y < drop - 3:
            for x in (-6, 0, 6) if row % 2 else (-3, 3):
                b.canvas.circle(x, y, 1.3, cloth, 0.9)


def _waist(b: Brush, wear: Wear) -> None:
    b.canvas.path("M-7.2 4.6Q0 6.4 7.2 4.6V7.2Q0 9 -7.2 7.2Z", b["accent"])


def _pocket(b: Brush, wear: Wear) -> None:
    cloth = b[wear["upper"]]
    b.canvas.rect(4.6, -5.4, 4.0, 3.6, b.shade(cloth, 0.1), r=0.4)
    b.line("M5.8 -7.2v3M7 -7v3", b["main"], 0.5)


def _stethoscope(b: Brush, wear: Wear) -> None:
    b.line("M-4.6 -14.4Q-6 -4 -1 0Q4.6 -3 5 -14.4", b["ink"], 0.95)
    b.line("M-1 0Q-2 5 1.6 7.4", b["ink"], 0.95)
    b.canvas.circle(2.2, 8, 1.8, b["steel"])


def _neckline(b: Brush, wear: Wear) -> None:
    b.canvas.path("M-4 -15.4L0.2 -8.8L4.2 -15.4Z", b["skin"])


def _double(b: Brush, wear: Wear) -> None:
    dim = b.shade(b[wear["upper"]], 0.3)
    b.line("M3.6 -13Q2.8 2 3 14", dim, 0.45, 0.8)
    for y in (-8, -3, 2):
        for x in (-2.4, 1.0):
            b.canvas.circle(x, y, 0.75, b["gold"] if wear["upper"] == "red" else dim)


def _apron(b: Brush, wear: Wear) -> None:
    cloth = b[wear.get("apron", "main")]
    y = 6.0 if wear["upper"] == "white" else -7.4
    if y < 0:
        b.line("M-4.6 -7.4L-3.8 -15M4.8 -7.4L3.8 -15", b.shade(cloth, 0.16), 1.1)
        b.canvas.rect(-4.9, y, 10, 14, b.lit(cloth), r=1)
    b.canvas.path("M-7.6 5.4Q0 7 7.6 5.4L9.4 36Q0 38.4 -9.4 36Z", b.lit(cloth))
    b.canvas.rect(-4, 14, 8, 6.4, b.shade(cloth, 0.12), r=1)


def _bib(b: Brush, wear: Wear) -> None:
    cloth = b[wear.get("bib", "denim")]
    b.line("M-5 -4L-6.2 -13.8M5 -4L6.2 -13.8", b.shade(cloth, 0.12), 2.0)
    b.canvas.path("M-5.8 -5.4H5.8L8.4 7.4Q8.8 14 8.8 19H-8.8Q-8.8 14 -8.4 7.4Z", b.lit(cloth))
    b.canvas.rect(-3.4, -2.4, 6.8, 5.4, b.shade(cloth, 0.18), r=0.8)
    for x in (-5, 5):
        b.canvas.circle(x, -3.8, 0.9, b["gold"])


def _vest(b: Brush, wear: Wear) -> None:
    for k in (-1, 1):
        b.canvas.path(
            f"M{k * 2.8} -15L{k * 8.0} -13.4Q{k * 8.0} 4 {k * 8.2} 12H{k * 0.6}V-6Z", b.lit(b["safety"], 0.6)
        )
        b.canvas.rect(4.2 if k > 0 else -6.4, -14, 2.2, 26, b["white"], opacity=0.9)
    b.canvas.rect(-8, 3, 16.2, 2.4, b["white"], opacity=0.9)


def _badge(b: Brush, wear: Wear) -> None:
    b.canvas.path("M4 -7.4H8V-4.6Q6 -2 4 -4.6Z", b["gold"])
    for k in (-1, 1):
        b.canvas.rect(k * 8 - 2.0, -13.4, 4, 1.5, b["gold"], r=0.5)


def _tie(b: Brush, wear: Wear) -> None:
    colour = b["dark"] if wear["upper"] == "white" else b["accent"]
    b.canvas.poly([(-1, -12), (1.2, -12), (2.0, 0), (0.2, 3.2), (-1.6, 0)], colour)


def _bands(b: Brush, wear: Wear) -> None:
    for y in (-3.4, 15):
        b.canvas.rect(-8.2, y, 16.4, 2.8, b["safety"].mixed(b["white"], 0.55))
        b.canvas.rect(-8.2, y + 0.95, 16.4, 0.9, b["steel"])
    _buttons(b, wear)


def _bands_of_law(b: Brush, wear: Wear) -> None:
    b.canvas.poly([(-2.8, -15), (-0.2, -15), (-0.8, -5), (-3.4, -5.6)], b["white"])
    b.canvas.poly([(0.4, -15), (3.0, -15), (3.8, -5.6), (1.2, -5)], b.shade(b["white"], 0.06))


def _straps(b: Brush, wear: Wear) -> None:
    for k in (-1, 1):
        b.line(f"M{k * 6.6} -13.4Q{k * 7.8} -6 {k * 7.0} 0", b["accent"], 2.2)


def _stripe(b: Brush, wear: Wear) -> None:
    b.canvas.path("M-8 -4.4Q0 -2.6 8 -4.4L7.8 -0.6Q0 1.2 -7.8 -0.6Z", b[wear["upper"]].mixed(b["white"], 0.66))


def _sash(b: Brush, wear: Wear) -> None:
    b.canvas.path("M-8.8 -13.2L-4.8 -15L8.2 8V12.6Z", b.lit(b["accent"]))


def _emblem(b: Brush, wear: Wear) -> None:
    b.canvas.poly([(0.2, -10.4), (5, -6.4), (0.2, 0), (-4.6, -6.4)], b["gold"])


def _panel(b: Brush, wear: Wear) -> None:
    b.canvas.rect(-5, -8, 10.4, 8, b.shade(b["white"], 0.22), r=1.2)
    for x, name in ((-2.6, "red"), (0.2, "accent"), (3.0, "main")):
        b.canvas.circle(x, -4, 0.95, b[name])
    b.canvas.path("M-7 -15.6Q0 -11 7 -15.6L7.4 -12.8Q0 -8.6 -7.4 -12.8Z", b.shade(b["white"], 0.3))


def _fur(b: Brush, wear: Wear) -> None:
    b.canvas.rect(-1.6, -12, 3.6, 34, b["white"], r=1.6)
    b.canvas.rect(-12.4, 22, 24.8, 4, b["white"], r=2)


DETAILS: dict[str, Callable[[Brush, Wear], None]] = {
    name: _on_trunk(draw)
    for name, draw in {
        "collar": _collar, "buttons": _buttons, "belt": _belt, "lapels": _lapels, "hood": _hood, "pouch": _pouch,
        "placket": _placket, "border": _border, "scarf": _scarf, "drape": _drape, "pattern": _pattern,
        "waist": _waist, "pocket": _pocket, "stethoscope": _stethoscope, "neckline": _neckline, "double": _double,
        "apron": _apron, "bib": _bib, "vest": _vest, "badge": _badge, "tie": _tie, "bands": _bands,
        "bands_of_law": _bands_of_law, "straps": _straps, "stripe": _stripe, "sash": _sash, "emblem": _emblem,
        "panel": _panel, "fur": _fur,
    }.items()
}  # fmt: skip
