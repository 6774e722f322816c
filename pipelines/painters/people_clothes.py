"""Bodies of drawn people in their clothes: legs, trunk, skirts, arms and hands."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipelines.painters.canvas import Point
from pipelines.painters.colour import Lab
from pipelines.painters.people_bones import ASIDE, HIP, SHOULDER, between, limb
from pipelines.painters.people_brush import Brush
from pipelines.painters.people_details import DETAILS, Wear

LEG, ARM = (5.0, 4.1, 3.1), (3.5, 2.9, 2.4)  # radii at hip, knee, ankle; shoulder, elbow, wrist
NECK = SHOULDER - 2.6
HANGING = ("cape", "pack")  # behind the figure
LOW = ("cape", "apron", "fur", "border", "pattern")  # hang below the hips of one who stands upright


def body(b: Brush, wear: Wear, belly: bool, astride: Callable[[], None]) -> None:
    """Everything between neck and heels but the arms in front; `astride` draws what is between the legs."""
    details, folded = wear.get("details", ()), b.bones.folded
    if "cape" in details and not folded:
        _cape(b)
    if "pack" in details:
        with b.canvas.placed(*b.bones.at(-12.5 * b.bones.slim, -76), turn=b.bones.turn):
            b.canvas.rect(0, 0, 25 * b.bones.slim, 27, b.lit(b.shade(b["white"], 0.2)), r=4)
    for i in sorted(b.bones.back):
        arm(b, wear, i)
    _leg(b, wear, 0)
    if folded:
        _lap(b, wear, (0,))
    astride()
    _leg(b, wear, 1)
    if folded:
        _lap(b, wear, (0, 1) if wear.get("skirt") or wear["lower"] == "none" else (1,))
    elif wear.get("skirt"):
        _skirt(b, b[wear["skirt"]], HIP - 9, wear["skirt_hem"], wear["skirt_flare"])
    _trunk(b, wear)
    if belly:
        x, y = b.bones.at(2.6, -54)
        b.canvas.ellipse(x, y, 9.2, 9.0, b.lit(b[wear["upper"]]))
    for name in details:
        if name not in HANGING and not (folded and name in LOW):
            DETAILS[name](b, wear)


def arm(b: Brush, wear: Wear, i: int) -> None:
    """One arm: skin, the sleeve over it, a hand like a mitten."""
    bones, skin, cloth = b.bones, b["skin"], b[wear["upper"]]
    chain = (_armpit(b, i), bones.elbows[i], bones.hands[i])
    tone = _tone(b, i)
    b.canvas.path(limb(chain, ARM), b.shade(skin, tone))
    share = wear["sleeve"]
    if share:
        parts = bones.along(chain, share)
        radii = [r + 0.7 for r in (ARM if len(parts) == 3 else ARM[:2])]
        radii[-1] += 0.2
        b.canvas.path(limb(parts, radii), b.shade(cloth, tone + 0.03))
    hand(b, wear, i)


def _armpit(b: Brush, i: int) -> Point:
    return b.bones.at((b.bones.width - 1.6) * (i * 2 - 1) * (ASIDE if b.bones.aside else 1), SHOULDER + 2.9)


def hand(b: Brush, wear: Wear, i: int) -> None:
    """A mitten with a thumb at the end of an arm; a space suit has gloves."""
    elbow, (x, y) = b.bones.elbows[i], b.bones.hands[i]
    dx, dy = x - elbow[0], y - elbow[1]
    far = max((dx * dx + dy * dy) ** 0.5, 1e-6)
    ux, uy = dx / far, dy / far
    inner = 2.4 if i else -2.4
    colour = b.shade(b["white" if "pack" in wear.get("details", ()) else "skin"], _tone(b, i))
    b.canvas.path(limb([(x - ux, y - uy), (x + ux * 1.8, y + uy * 1.8)], (2.6, 2.9)), colour)
    b.canvas.path(limb([(x, y), (x - uy * inner + ux * 1.2, y + ux * inner + uy * 1.2)], (1.4, 1.15)), colour)


def _tone(b: Brush, i: int) -> float:
    """How far an arm lies in shade."""
    return 0.12 if i in b.bones.back else 0.03 if (i * 2 - 1) == b.side else 0.1


def _chain(b: Brush, i: int) -> tuple[Point, Point, Point]:
    return b.bones.hips[i], b.bones.knees[i], b.bones.feet[i]


def _leg(b: Brush, wear: Wear, i: int) -> None:
    bones, chain = b.bones, _chain(b, i)
    tone = 0.16 if i == 0 else 0.04
    b.canvas.path(limb(chain, LEG), b.shade(b["skin"], tone))
    lower = wear["lower"]
    _shoe(b, i, wear.get("barefoot", False))
    if lower == "none":
        return
    if lower == "shorts":
        parts = bones.along(chain, 0.46)
        b.canvas.path(limb(parts, (5.5, 6.0)), b.shade(b["dark"], tone * 0.8))
    else:
        radii = (5.4, 4.7, 3.9) if lower in ("dark", "denim", "navy") else (5.6, 5.0, 4.1)
        parts = bones.along(chain, 0.92)
        b.canvas.path(limb(parts, radii), b.lit(b.shade(b[lower], tone), 0.7))


def _lap(b: Brush, wear: Wear, legs: tuple[int, ...]) -> None:
    """What would hang below the hips of one who stands lies over the thighs of one who sits or bends."""
    hem = wear["skirt_hem"] if wear.get("skirt") else wear.get("hem", HIP)
    if hem <= HIP + 6:
        return
    colour, share = b[wear.get("skirt") or wear["upper"]], min(0.9, (hem - HIP) / 43)
    ends = [b.bones.along(_chain(b, i), share) for i in (0, 1)]
    if len(legs) == 2:  # one piece of cloth over both legs
        b.canvas.poly([*ends[0], *ends[1][::-1]], b.shade(colour, 0.16))
    for i in legs:
        b.canvas.path(limb(ends[i], (6.2, 6.2, 5.4)[: len(ends[i])]), b.lit(b.shade(colour, 0.14 * (1 - i)), 0.7))
        (x, y), (px, py) = ends[i][-1], ends[i][-2]
        far = max(math.hypot(x - px, y - py), 1e-6)
        across, down = (y - py) / far * 5, (x - px) / far * 5
        b.line(f"M{x - across:.2f} {y + down:.2f}L{x + across:.2f} {y - down:.2f}", b["accent"], 1.1)  # the hem


def _shoe(b: Brush, i: int, bare: bool) -> None:
    (x, y), toe = b.bones.feet[i], b.bones.toes[i]
    knee = b.bones.knees[i]
    sole = y + 3.4
    lifted = sole < -6 and knee[1] < y - 4  # a foot in the air hangs from its shin
    turn = -38.0 * toe if lifted and x > 0 else 48.0 * toe if lifted else 0.0
    if b.bones.soles:
        turn = b.bones.soles[i] * (1 if toe > 0 else -1)
    with b.canvas.placed(x, y, turn=turn):
        long = 4.2 + 3.6 * abs(toe)
        d = f"M-3.6 -0.6Q-4 3.4 -3.2 3.4H{long - 0.4:.2f}Q{long:.2f} 0.6 {long * 0.62:.2f} -0.2"
        d += "Q2.6 -1.4 2.8 -1.6H-3.2Z"
        with b.canvas.placed(0, 0, flip=toe < 0):
            b.canvas.path(d, b.shade(b["skin"], 0.1) if bare else b.lit(b["shoe"], 0.8))


def _trunk(b: Brush, wear: Wear) -> None:
    """From the neck to the hem; one side falls into shade."""
    hem, flare = wear.get("hem", HIP + 2.5), wear.get("flare", 9.4)
    if b.bones.folded:
        hem, flare = min(hem, HIP + 3), 9.2
    b.canvas.path(_outline(b, hem, flare), b.lit(b[wear["upper"]]))
    b.canvas.path(_outline(b, hem, flare, half=-b.side), b["ink"], 0.07)


def _outline(b: Brush, hem: float, flare: float, half: int = 0) -> str:
    """The trunk's outline, or with `half` its left (-1) or right (1) half."""
    w, at = b.bones.width, b.bones.at
    waist, out = w * 0.76, w - (2.2 if b.bones.aside else 0.0)
    stride = [0.0, 0.0] if b.bones.folded else [knee[0] for knee in b.bones.knees]

    def side(k: int) -> list[Point]:
        low = max((hem - HIP) / 43, 0.0)
        spread = (max(stride) - 5.4 if k > 0 else -min(stride) - 5.4) * low * 1.6
        return [at(k * 3.0, NECK - 0.6), at(k * (out - 1.2), SHOULDER - 1.6), at(k * (out + 1.3), SHOULDER + 2.4),
                at(k * (waist + 0.4), -61), at(k * waist, -56), at(k * 8.6, HIP - 2),
                at(k * (flare + max(spread, 0.0)), hem)]  # fmt: skip

    def down(p: list[Point]) -> str:
        return (
            f"M{_p(p[0])}Q{_p(between(p[0], p[1], 0.75))} {_p(p[1])}Q{_p(between(p[1], p[2], 0.6))} {_p(p[2])}"
            f"Q{_p(p[3])} {_p(p[4])}Q{_p(between(p[4], p[5], 0.8))} {_p(p[5])}L{_p(p[6])}"
        )

    middle = at(0, hem + 1.4)
    if half:
        p = side(half)
        return (
            f"{down(p)}Q{_p(between(p[6], middle, 0.5))} {_p(at(half * 1.5, hem + 1.4))}L{_p(at(half * 2.2, NECK))}Z"
        )
    right, left = side(1), side(-1)
    up = (
        f"L{_p(left[5])}Q{_p(between(left[4], left[5], 0.8))} {_p(left[4])}Q{_p(left[3])} {_p(left[2])}"
        f"Q{_p(between(left[1], left[2], 0.6))} {_p(left[1])}Q{_p(between(left[0], left[1], 0.75))} {_p(left[0])}"
    )
    return f"{down(right)}Q{_p(at(0, hem + 2.6))} {_p(left[6])}{up}Q{_p(at(0, NECK + 3.4))} {_p(right[0])}Z"


def _p(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"


def _skirt(b: Brush, colour: Lab, waist: float, hem: float, flare: float) -> None:
    at = b.bones.at
    knees, feet = b.bones.knees, b.bones.feet
    reach = max((hem - HIP) / 43, 0.0)
    left = min(-flare, min(knees[0][0], feet[0][0] * reach) - 3)
    right = max(flare, max(knees[1][0], feet[1][0] * reach) + 3)
    foot = at(0, hem)[1]
    a, c = at(-7.2, waist), at(7.2, waist)
    d = (
        f"M{_p(a)}C{_p((a[0] - 3.2, HIP + b.bones.drop))} {_p((left, HIP + 10 + b.bones.drop))} {_p((left, foot))}"
        f"Q{(left + right) / 2:.2f} {foot + 3:.2f} {_p((right, foot))}"
        f"C{_p((right, HIP + 10 + b.bones.drop))} {_p((c[0] + 3.2, HIP + b.bones.drop))} {_p(c)}Z"
    )
    b.canvas.path(d, b.lit(colour))
    for share in (0.3, 0.55, 0.76):
        x = left + (right - left) * share
        b.line(f"M{x * 0.7:.2f} {HIP + 6 + b.bones.drop:.2f}L{x:.2f} {foot:.2f}", b.shade(colour, 0.3), 0.45, 0.5)
    hem_line = f"M{left + 0.6:.2f} {foot - 1.6:.2f}Q{(left + right) / 2:.2f} {foot + 1.4:.2f} "
    b.line(f"{hem_line}{right - 0.6:.2f} {foot - 1.6:.2f}", b["accent"], 1.1)


def _cape(b: Brush) -> None:
    (lx, ly), (rx, ry) = b.bones.shoulders
    b.canvas.path(
        f"M{lx + 2:.2f} {ly - 2:.2f}C-17 -60 -19 -30 -20 -14Q0 -9 20 -15C19 -30 17 -60 {rx - 2:.2f} {ry - 2:.2f}Z",
        b.lit(b["accent"]),
    )
