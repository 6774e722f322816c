"""What drawn people hold: each thing round (0, 0), the middle of the hand that holds it, or of both hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipelines.painters.canvas import Point
from pipelines.painters.lexicon import pictograms
from pipelines.painters.people_bones import SKULL, Bones
from pipelines.painters.people_brush import Brush
from pipelines.painters.pictures import body


@dataclass(frozen=True)
class Prop:
    """`hold` is left, right or both hands, the head or a foot.

    `reach` are the edges (left, top, right, bottom) that it fills at most.
    """

    draw: Callable[[Brush], None]
    hold: str
    reach: tuple[float, float, float, float]
    grasped: bool = True  # by fingers that are seen on it


def _book(b: Brush) -> None:
    b.canvas.path("M-9 -6.4Q-4 -8 0 -5.4Q4 -8 9 -6.4V5.2Q4 3.8 0 6.2Q-4 3.8 -9 5.2Z", b.lit(b["accent"]))
    b.line("M0 -5.4V6", b.shade(b["accent"], 0.4), 0.6)
    b.line("M-6.4 -2.6q2.4 -0.6 4.4 0.4M-6.4 0q2.4 -0.6 4.4 0.4", b["white"], 0.55, 0.8)


def _closed_book(b: Brush) -> None:
    b.canvas.rect(-4.6, -6, 9.2, 12, b.lit(b["accent"]), r=0.9)
    b.canvas.rect(-2.8, -3.6, 5.6, 2.4, b["white"], r=0.4, opacity=0.85)
    b.line("M-3.4 -6V6", b.shade(b["accent"], 0.35), 0.6)


def _wrench(b: Brush) -> None:
    steel = b["steel"]
    b.canvas.rect(-1.3, -9.6, 2.6, 14.2, b.lit(steel), r=1.2)
    b.canvas.path("M-3.6 -14.6Q-4.6 -9.6 0 -8.6Q4.6 -9.6 3.6 -14.6L1.6 -13.8V-11.2H-1.6V-13.8Z", b.lit(steel))


def _laptop(b: Brush) -> None:
    b.canvas.rect(-11, -11.6, 22, 14, b.lit(b["steel"]), r=1.4)
    b.canvas.circle(0, -4.8, 1.6, b["white"], 0.85)
    b.canvas.path("M-12.4 2H12.4L11.4 4.2H-11.4Z", b.shade(b["steel"], 0.3))


def _pan(b: Brush) -> None:
    b.canvas.path("M-2.6 -1.2H5V1.2H-2.6Z", b.shade(b["ink"], 0.0))
    b.canvas.path("M4.6 -3.4H21.4Q21 3.4 16.6 3.6H9.4Q5 3.4 4.6 -3.4Z", b.lit(b["ink"].mixed(b["steel"], 0.35)))
    b.canvas.ellipse(13, -3.4, 8.4, 1.9, b["ink"].mixed(b["steel"], 0.6))
    for x, name in ((9.6, "safety"), (13, "leaf"), (16.2, "red")):
        b.canvas.circle(x, -4.3, 1.7, b[name])


def _basket(b: Brush) -> None:
    for x, y, name in ((-6, -5.6, "leaf"), (-1.8, -7, "red"), (2.8, -6.6, "safety"), (6.6, -5.4, "leaf")):
        b.canvas.circle(x, y, 3.2, b.lit(b[name], 0.7))
    straw = b.shade(b["straw"], 0.14)
    b.canvas.path("M-11.4 -4.4H11.4L8.8 6.6Q0 8.4 -8.8 6.6Z", b.lit(straw))
    for y in (-1, 2.4):
        b.line(f"M-10.4 {y}Q0 {y + 1.6} 10.4 {y}", b.shade(straw, 0.32), 0.55, 0.8)
    b.canvas.rect(-12, -5.6, 24, 2.4, b.shade(straw, 0.12), r=1.2)


def _microphone(b: Brush) -> None:
    with b.canvas.placed(0, 0, turn=-34):
        b.canvas.rect(-1.1, -1.6, 2.2, 9.4, b["ink"], r=1)
        b.canvas.circle(0, -3.2, 2.5, b.lit(b["steel"]))


def _palette(b: Brush) -> None:
    wood = b["straw"]
    b.canvas.path(
        "M-12 -1Q-12.4 -7.4 -4 -8Q5.6 -8.4 6.4 -2Q6.6 1.4 2.8 1.2Q0.6 1 0.4 3.4Q0 6 -4.4 5.6Q-11.4 5 -12 -1Z",
        b.lit(wood),
    )
    for x, y, name in (
        (-8.4, -2, "red"),
        (-5.4, -5, "accent"),
        (-1.2, -5.6, "main"),
        (2.8, -4.4, "safety"),
        (-7.6, 2, "leaf"),
    ):
        b.canvas.circle(x, y, 1.35, b[name])


def _brush(b: Brush) -> None:
    b.line("M-2 4.6L5.4 -10.4", b["straw"], 1.1)
    b.line("M5.4 -10.4L6.9 -13.4", b["red"], 1.9)


def _clipboard(b: Brush) -> None:
    b.canvas.rect(-6, -8, 12, 15.4, b.lit(b.shade(b["straw"], 0.3)), r=1)
    b.canvas.rect(-4.8, -6.2, 9.6, 12.4, b["white"], r=0.4)
    b.canvas.rect(-2.4, -9, 4.8, 2.8, b["steel"], r=0.8)
    b.line("M-3 -3H3M-3 -0.2H3M-3 2.6H1", b["steel"], 0.7)


def _folder(b: Brush) -> None:
    b.canvas.path("M-8 -6.4H-2.4L-1 -4.6H8V6.4H-8Z", b.lit(b["accent"]))
    b.canvas.rect(-6.4, -7.6, 11, 3, b["white"], r=0.3)
    b.canvas.path("M-8 -3.4H8V6.4Q8 7 7.4 7H-7.4Q-8 7 -8 6.4Z", b.lit(b["accent"]))


def _plan(b: Brush) -> None:
    with b.canvas.placed(0, 0, turn=24):
        b.canvas.rect(-2, -12, 4, 20, b.lit(b["white"]), r=1.8)
        b.canvas.rect(-2.1, -2.4, 4.2, 1.4, b["accent"])


def _flask(b: Brush) -> None:
    glass = b["white"]
    b.canvas.path("M-1.8 -12H1.8V-6.4L6.6 2.6Q7 5 4.6 5H-4.6Q-7 5 -6.6 2.6L-1.8 -6.4Z", glass, 0.75)
    b.canvas.path("M-4.2 -2H4.2L6.6 2.6Q7 5 4.6 5H-4.6Q-7 5 -6.6 2.6Z", b.lit(b["accent"]))
    b.canvas.rect(-2.6, -13, 5.2, 1.6, b.shade(glass, 0.2), r=0.6)


def _magnifier(b: Brush) -> None:
    b.line("M0 3L2.4 -4", b["ink"], 2.2)
    b.canvas.circle(4.4, -9.6, 5.6, b["white"], 0.5)
    b.line("M-1.2 -9.6a5.6 5.6 0 1 0 11.2 0a5.6 5.6 0 1 0 -11.2 0", b["ink"], 1.4)


def _gavel(b: Brush) -> None:
    wood = b.shade(b["straw"], 0.42)
    with b.canvas.placed(0, 0, turn=18):
        b.canvas.rect(-0.9, -10, 1.8, 15, wood, r=0.9)
        b.canvas.rect(-6, -13.6, 12, 5.4, b.lit(wood), r=1.2)
        b.canvas.rect(-4.2, -13.6, 1.4, 5.4, b["gold"])
        b.canvas.rect(2.8, -13.6, 1.4, 5.4, b["gold"])


def _cane(b: Brush) -> None:
    _, y = b.bones.hands[1]
    b.line(f"M-3.4 -0.6Q-2.6 -3.4 0 -2.2V{-y - 0.9:.2f}", b.shade(b["straw"], 0.5), 1.5)


def _ball(b: Brush) -> None:
    x, y, r = 1.0, 10.0, 6.0
    b.canvas.circle(x, y, r, b.lit(b["safety"]))
    b.line(f"M{x - r} {y}h{2 * r}M{x} {y - r}v{2 * r}", b.shade(b["safety"], 0.5), 0.6)


def _balls(b: Brush) -> None:
    for x, y, name in ((-20, -8, "red"), (-12, -26, "safety"), (11, -30, "accent"), (20, -9, "leaf")):
        b.canvas.circle(x, y, 3.4, b.lit(b[name]))


def _barbell(b: Brush) -> None:
    b.canvas.rect(-31, -0.8, 62, 1.7, b["steel"], r=0.8)
    for k in (-1, 1):
        for x, tall in ((24.5, 7.5), (28.4, 5.5)):
            b.canvas.rect(k * x - 1.7, -tall, 3.4, 2 * tall, b.lit(b["ink"].mixed(b["steel"], 0.2)), r=1.4)


def _baby(b: Brush) -> None:
    with b.canvas.placed(1, 0, turn=-14):
        b.canvas.path("M-13 -2Q-13 -7 -6 -6.6L8 -4.4Q13.4 -3 12.6 2.4Q11 7.4 3 7Q-12 7 -13 -2Z", b.lit(b["pale"]))
        b.canvas.circle(-9.4, -5.4, 5.6, b.lit(b["skin"], 0.7))
        b.canvas.path("M-14.9 -6.6C-14.6 -12.6 -4.2 -12.6 -3.9 -6.2C-6 -9 -12 -9.6 -14.9 -6.6Z", b["hair"])
        for x in (-10.8, -7.6):
            b.line(f"M{x - 0.6:.1f} -4.8q0.6 0.7 1.2 0", b.shade(b["skin"], 0.7), 0.45)
        b.line("M-10.2 -2.7q1 0.8 2 0", b["lips"], 0.5)
        b.line("M-3.4 -6Q0 0 -3 6.6", b["accent"], 0.8)


def _phone(b: Brush) -> None:
    with b.canvas.placed(0.6, -4, turn=8):
        b.canvas.rect(-3.2, -6.4, 6.4, 12.4, b["ink"].mixed(b["steel"], 0.1), r=1.3)
        b.canvas.rect(-2.5, -5.2, 5, 9.6, b["white"].mixed(b["main"], 0.25), r=0.6)
        b.canvas.circle(0, -2, 1.3, b["accent"])


def _head_basket(b: Brush) -> None:
    b.canvas.ellipse(0, -0.4, 6.6, 2.0, b.lit(b["accent"]))  # the pad under it
    fruit = ((-9, -11.4, "leaf"), (-4, -13.6, "red"), (1, -14.6, "safety"), (5.6, -13, "leaf"), (9.4, -11, "red"))
    for x, y, name in fruit:
        b.canvas.circle(x, y, 3.6, b.lit(b[name], 0.7))
    straw = b.shade(b["straw"], 0.14)
    b.canvas.path("M-15 -10.6H15L9.6 -1Q0 1 -9.6 -1Z", b.lit(straw))
    b.line("M-13.4 -7.4Q0 -5 13.4 -7.4M-11.6 -4.2Q0 -2 11.6 -4.2", b.shade(straw, 0.32), 0.6, 0.8)
    b.canvas.rect(-16, -12, 32, 2.8, b.shade(straw, 0.12), r=1.4)


def _head_pot(b: Brush) -> None:
    clay = b["red"].mixed(b["straw"], 0.45)
    b.canvas.ellipse(0, -0.4, 6.6, 2.0, b.lit(b["accent"]))
    b.canvas.path("M-5 -17.6Q-11.4 -15 -11.4 -8.4Q-10.6 -1 0 -0.6Q10.6 -1 11.4 -8.4Q11.4 -15 5 -17.6Z", b.lit(clay))
    b.canvas.rect(-6, -20, 12, 3, b.lit(b.shade(clay, 0.15)), r=1.4)
    b.line("M-10.8 -10.4Q0 -7 10.8 -10.4", b.shade(clay, 0.35), 0.9)


def _toddler(b: Brush) -> None:
    """Rides on the hip, as dark or as fair as who carries it."""
    cloth, skin = b["pale"], b["skin"]
    b.canvas.path("M-3 3Q-8 10 -7.4 15.4Q-5.4 17 -3.4 15.6Q-1 9 2 6Z", b.shade(skin, 0.06))
    b.canvas.ellipse(-5.6, 16, 3.4, 2.1, b["accent"])
    b.canvas.path("M-6.6 -11Q-8.6 0 -5.6 7.4Q1 10 5.4 6.4Q6.6 -2 5 -10.4Q0 -13.6 -6.6 -11Z", b.lit(cloth))
    b.canvas.circle(-1.6, -18, 7.2, b.lit(skin, 0.7))
    b.canvas.path("M-8.9 -17.4C-9.6 -27 5.8 -27.4 5.6 -17.6C3 -21.6 -4 -22.6 -8.9 -17.4Z", b["hair"])
    dark = b.shade(skin, 0.72)
    for x in (-2.4, 1.8):
        b.canvas.circle(x, -16.4, 0.75, dark)
    b.line("M-1.7 -13.4q1.5 1.2 3 0", b["lips"], 0.7)
    b.canvas.path("M2 -8Q7 -8.6 10 -10.6Q11 -8.6 9.4 -7.2Q6 -4.4 2.6 -4.6Z", b.lit(cloth))
    b.canvas.circle(10.2, -9.2, 1.7, skin)


def _ladle(b: Brush) -> None:
    b.line("M0.6 -5L4 15", b.shade(b["straw"], 0.4), 1.5)


def _pen(b: Brush) -> None:
    b.line("M-0.6 -4.4L3.4 3.4", b["accent"], 1.2)


def _cup(b: Brush) -> None:
    b.line("M3.2 -4.4q4.4 0.4 3.6 3.4q-0.8 2 -4 1.8", b["white"], 1.3)
    b.canvas.path("M-4.4 -6.6H4.4L3.6 2.6Q0 3.8 -3.6 2.6Z", b.lit(b["white"]))
    b.canvas.path("M-4.2 -3.8H4.2L4 -1.6H-4Z", b["accent"])


def _bowl(b: Brush) -> None:
    b.canvas.ellipse(0, -8.6, 7.2, 3.2, b.lit(b["white"]))
    b.canvas.path("M-8.6 -8.4H8.6Q8 0 2.6 0.4H-2.6Q-8 0 -8.6 -8.4Z", b.lit(b["accent"]))


def _spoon(b: Brush) -> None:
    b.line("M2.6 4L-3 -2.6", b.shade(b["steel"], 0.2), 1.1)
    b.canvas.ellipse(-3.8, -3.4, 1.9, 1.3, b["steel"])


def _finger(b: Brush) -> None:
    """What makes a mitten point."""
    (ex, ey), (x, y) = b.bones.elbows[1], b.bones.hands[1]
    far = max(((x - ex) ** 2 + (y - ey) ** 2) ** 0.5, 1e-6)
    ux, uy = (x - ex) / far, (y - ey) / far
    b.line(f"M{ux * 3:.2f} {uy * 3 - 0.8:.2f}L{ux * 7.4:.2f} {uy * 7.4 - 0.8:.2f}", b.shade(b["skin"], 0.06), 2.2)


def _football(b: Brush) -> None:
    b.canvas.circle(0, 0, 6.4, b.lit(b["white"]))
    dark = b["ink"]
    b.canvas.poly([(0, -2.4), (2.3, -0.7), (1.4, 2), (-1.4, 2), (-2.3, -0.7)], dark)
    for x, y in ((0, -5.4), (5.1, -1.8), (3.2, 4.3), (-3.2, 4.3), (-5.1, -1.8)):
        b.canvas.circle(x, y, 1.3, dark)


PROPS: dict[str, Prop] = {
    "book": Prop(_closed_book, "left", (-5, -7, 5, 7)),
    "open_book": Prop(_book, "both", (-10, -9, 10, 7)),
    "wrench": Prop(_wrench, "right", (-5, -15, 5, 5)),
    "laptop": Prop(_laptop, "both", (-13, -12, 13, 5)),
    "pan": Prop(_pan, "right", (-3, -7, 22.5, 4)),
    "basket": Prop(_basket, "both", (-13, -11, 13, 9)),
    "microphone": Prop(_microphone, "right", (-6, -7, 6, 8)),
    "palette": Prop(_palette, "left", (-13, -9, 8, 7)),
    "brush": Prop(_brush, "right", (-4, -16, 9, 6)),
    "clipboard": Prop(_clipboard, "left", (-7, -10, 7, 8)),
    "folder": Prop(_folder, "both", (-9, -8, 9, 8)),
    "plan": Prop(_plan, "right", (-7, -13, 9, 9)),
    "flask": Prop(_flask, "right", (-8, -14, 8, 6)),
    "magnifier": Prop(_magnifier, "right", (-2, -17, 12, 5)),
    "gavel": Prop(_gavel, "right", (-7, -17, 12, 7)),
    "cane": Prop(_cane, "right", (-5, -4, 2, 0)),
    "ball": Prop(_ball, "right", (-6, 2, 8, 17)),
    "balls": Prop(_balls, "both", (-24, -34, 24, 0)),
    "barbell": Prop(_barbell, "both", (-32, -8.5, 32, 8.5)),
    "baby": Prop(_baby, "both", (-16, -14, 15, 9)),
    "phone": Prop(_phone, "right", (-5, -12, 6, 4)),
    "head_basket": Prop(_head_basket, "head", (-17, -20, 17, 2)),
    "head_pot": Prop(_head_pot, "head", (-12, -21, 12, 2)),
    "toddler": Prop(_toddler, "left", (-11, -27, 13, 19)),
    "ladle": Prop(_ladle, "right", (-2, -7, 6, 16)),
    "cup": Prop(_cup, "right", (-5, -8, 9, 4)),
    "bowl": Prop(_bowl, "left", (-9, -13, 9, 2)),
    "spoon": Prop(_spoon, "right", (-6, -6, 4, 5)),
    "pen": Prop(_pen, "right", (-3, -6, 5, 5)),
    "finger": Prop(_finger, "right", (-9, -9, 9, 9)),
    "football": Prop(_football, "foot", (-8, -8, 8, 8)),
}


LARGE = {"both": 29.0, "right": 29.0, "left": 29.0}  # how large a pictogram is in hand: it is what a line is about
GRIP = {"both": 0.52, "right": 0.72, "left": 0.72}  # how much of it is above the hand


def prop(name: str) -> Prop:
    """A thing of ours by its name, or a pictogram: "both=package"."""
    hold, _, thing = name.partition("=")
    if not thing:
        return PROPS[name]
    size, above = LARGE[hold], GRIP[hold]
    edges = -size / 2, -size * above, size / 2, size * (1 - above)
    return Prop(partial(_pictogram, thing, edges), hold, edges, grasped=hold != "both")


def _pictogram(thing: str, edges: tuple[float, float, float, float], b: Brush) -> None:
    left, top, right, _ = edges
    with b.canvas.placed(left, top, (right - left) / 128):
        b.canvas.own(body(pictograms()[thing]["bodies"][0]), thing, 128)


def anchor(j: Bones, prop: Prop) -> Point:
    """Where a thing is held, or lies on the head, or flies before the foot."""
    (lx, ly), (rx, ry) = j.hands
    if prop.hold == "both":
        return (lx + rx) / 2, (ly + ry) / 2
    if prop.hold == "head":
        return j.head[0], j.head[1] - (SKULL + 0.6) * j.skull
    if prop.hold == "foot":
        return j.feet[1][0] + 15, j.feet[1][1] - 1
    return (lx, ly) if prop.hold == "left" else (rx, ry)
