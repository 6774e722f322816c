"""Heads of drawn people: face, hair and what is worn on the head, round (0, 0), as high as SKULL says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from pipelines.painters.people_bones import CHIN, SHOULDER, SKULL, limb
from pipelines.painters.people_brush import Brush
from pipelines.painters.people_hats import COVERING, HATS, TURN, veil_behind

HALF = 7.9  # half a head's width
SKULL_CAP = "M-8.2 -0.6C-9.2 -7.4 -5.6 -10.6 0 -10.6C5.6 -10.6 9.2 -7.4 8.2 -0.6"  # over the skull, ear to ear


@dataclass(frozen=True)
class Head:
    """What a head looks like."""

    hair: str
    hat: str = ""
    beard: bool = False
    glasses: bool = False
    old: bool = False
    young: bool = False


def behind(b: Brush, head: Head) -> None:
    """What hangs or stands behind the neck: long hair, a bun, a veil."""
    with _placed(b):
        draw = BEHIND.get(head.hat) or (None if head.hat in COVERING else BEHIND.get(head.hair))
        if draw:
            draw(b)


def before(b: Brush, head: Head) -> None:
    """The neck, the head, its face, its hair and its hat."""
    skin = b["skin"]
    _neck(b)
    with _placed(b):
        for ear in (-HALF + 0.1, HALF - 0.1):
            b.canvas.ellipse(ear, 1.0, 1.7, 2.1, b.shade(skin, 0.07))
        b.canvas.path(
            f"M{-HALF} -1.5C{-HALF} -7 -4.6 {-SKULL} 0 {-SKULL}S{HALF} -7 {HALF} -1.5"
            f"C{HALF} 5 4.4 {SKULL} 0.4 {SKULL}S{-HALF} 5 {-HALF} -1.5Z",
            b.lit(skin, 0.7),
        )
        if head.beard:
            _beard(b)
        _face(b, head)
        if head.hat not in COVERING:
            HAIR[head.hair](b)
        if head.hat:
            HATS[head.hat](b)


def _neck(b: Brush) -> None:
    """From the collar to the chin; of a trunk that bends, to where the head is then."""
    at, tone = b.bones.at, b.shade(b["skin"], 0.17)
    if b.bones.turn:
        (hx, hy), k = b.bones.head, b.bones.skull
        return b.canvas.path(limb([at(0, SHOULDER + 1), (hx - 0.6 * k, hy + 5 * k)], (3.7, 3.2)), tone)
    (x, y), (foot, low) = at(0, CHIN), at(0, CHIN + 6)
    neckline = f"L{foot + 3.4:.2f} {low:.2f}Q{foot:.2f} {low + 5:.2f} {foot - 3.4:.2f} {low:.2f}Z"
    b.canvas.path(f"M{x - 3:.2f} {y - 4:.2f}H{x + 3:.2f}{neckline}", tone)


def _placed(b: Brush) -> AbstractContextManager[None]:
    return b.canvas.placed(*b.bones.head, b.bones.skull, turn=b.bones.tilt)


def _face(b: Brush, head: Head) -> None:
    dark, x = b.shade(b["skin"], 0.72).mixed(b["ink"], 0.5), TURN
    low = 1.0 if head.young else 0.0  # a child's face sits lower
    cheek = b["cheek"]
    for dx in (-3.1, 3.1):
        b.canvas.circle(x + dx, 0.6 + low, 1.0 if head.young else 0.88, dark)
        b.canvas.ellipse(x + dx * 1.5, 3.6 + low * 0.6, 1.5, 1.0, cheek, 0.45)
        brow = f"M{x + dx - 1.3:.2f} {-1.7 + low:.2f}q1.3 -0.9 2.6 {0.1 if dx > 0 else -0.1}"
        b.line(brow, b["hair"].mixed(dark, 0.5), 0.62, 0.9)
    b.line(f"M{x + 0.5:.2f} {1.5 + low:.2f}q0.9 1.1 -0.3 1.5", b.shade(b["skin"], 0.34), 0.55, 0.9)
    b.line(f"M{x - 2.1:.2f} {5.0 + low * 0.5:.2f}q2.1 2.1 4.2 0", b["lips"], 0.85)
    if head.old:
        for dx in (-5.1, 5.1):
            b.line(f"M{x + dx:.2f} 1.2q{0.5 if dx > 0 else -0.5} 0.6 0 1.3", b.shade(b["skin"], 0.3), 0.35, 0.8)
    if head.glasses:
        for dx in (-3.1, 3.1):
            b.line(f"M{x + dx - 2.4:.2f} {0.6 + low:.2f}a2.4 2.3 0 1 0 4.8 0a2.4 2.3 0 1 0 -4.8 0", dark, 0.5)
        b.line(f"M{x - 0.7:.2f} {0.4 + low:.2f}q0.7 -0.6 1.4 0", dark, 0.5)


def _beard(b: Brush) -> None:
    hair = b["hair"]
    jaw = "M-7.9 -0.5C-8.2 6 -5 11.6 0.6 11.6S8.2 6 7.9 -0.5"
    d = f"{jaw}C7.4 2.4 6.4 3.4 4.6 3.5C3 3.1 0 3.1 -1.6 3.5C-5 4 -7 2 -7.9 -0.5Z"
    b.canvas.path(d, b.lit(hair, 0.6))
    b.canvas.ellipse(TURN, 5.7, 2.9, 1.5, b["skin"])


def _cap(front: str) -> Callable[[Brush], None]:
    """Hair over the skull; `front` is the hairline's path data from the right ear back to the left."""

    def draw(b: Brush) -> None:
        b.canvas.path(f"{SKULL_CAP}{front}Z", b.lit(b["hair"], 0.8))

    return draw


def _curls(b: Brush) -> None:
    hair = b.lit(b["hair"], 0.4)
    for x, y, r in (
        (-7.4, -3.6, 3.1),
        (-5.8, -7.6, 3.4),
        (-1.8, -9.6, 3.6),
        (2.8, -9.4, 3.6),
        (6.3, -7, 3.3),
        (7.7, -3.2, 2.9),
    ):
        b.canvas.circle(x, y, r, hair)
    b.canvas.path(f"{SKULL_CAP}C5.6 -5.6 2 -6 -1 -6S-7 -5 -8.2 -0.6Z", hair)


def _afro(b: Brush) -> None:
    b.canvas.path(
        "M-8.2 -0.4C-7.6 -5 -4.6 -6.4 0.4 -6.4S7.8 -5 8.2 -0.4C11.4 -4 10.6 -13 0 -13S-11.4 -4 -8.2 -0.4Z",
        b.lit(b["hair"]),
    )


def _tuft(b: Brush) -> None:
    b.line("M0.4 -8.6q-2.4 -2.6 0.4 -4q2.4 0.2 1.2 1.9", b["hair"], 1.1)


def _bald(b: Brush) -> None:
    for k in (-1, 1):
        b.canvas.path(
            f"M{k * 8.0} 1.6C{k * 9.4} -1.4 {k * 8.8} -4.6 {k * 7.4} -5.4C{k * 7.4} -3 {k * 7.2} -1 {k * 8.0} 1.6Z",
            b["hair"],
        )


def _long_behind(b: Brush) -> None:
    b.canvas.path(
        "M-8.8 -2C-10.6 6 -10.8 13 -9 17.4Q0 20 9 17.4C10.8 13 10.6 6 8.8 -2Z", b.lit(b.shade(b["hair"], 0.12))
    )


def _bob_behind(b: Brush) -> None:
    b.canvas.path(
        "M-8.6 -4C-11 3 -10.2 7.6 -8.6 9.8Q0 11.6 8.6 9.8C10.2 7.6 11 3 8.6 -4Z", b.lit(b.shade(b["hair"], 0.12))
    )


def _bun_behind(b: Brush) -> None:
    b.canvas.circle(-4.6, -9.5, 3.9, b.lit(b.shade(b["hair"], 0.1)))


def _tail_behind(b: Brush) -> None:
    b.canvas.path("M-6 -7.6C-13.4 -9 -15 1 -12.6 10C-11 7 -8.4 4 -7.4 0Z", b.lit(b.shade(b["hair"], 0.1)))


def _braids_behind(b: Brush) -> None:
    for k in (-1, 1):
        for i in range(4):
            b.canvas.ellipse(
                k * (8.6 + 0.5 * i), 4.6 + 3.3 * i, 2.0 - 0.2 * i, 2.2, b.lit(b.shade(b["hair"], 0.1), 0.5)
            )
        b.canvas.circle(k * 10.4, 17.2, 1.3, b["accent"])


BEHIND: dict[str, Callable[[Brush], None]] = {
    "long": _long_behind, "wavy": _long_behind, "bob": _bob_behind, "bun": _bun_behind, "tail": _tail_behind,
    "braids": _braids_behind, "hijab": veil_behind,
}  # fmt: skip
HAIR: dict[str, Callable[[Brush], None]] = {
    "short": _cap("C7.6 -4 6.6 -5.2 5.4 -6.2C1 -5.4 -3.6 -5.8 -5.6 -7C-6.6 -5 -7.4 -3.4 -8.2 -0.6"),
    "side": _cap("C7.8 -3.4 7 -4.6 6.2 -5.4C2 -4.4 -2 -5.6 -3.8 -8C-5 -6 -7.2 -4 -8.2 -0.6"),
    "crop": _cap("C7.8 -3 7.4 -4.4 6.4 -5.8C3 -6.8 -3 -6.8 -5.6 -5.8C-6.8 -4.6 -7.6 -3 -8.2 -0.6"),
    "long": _cap("C8 1 7.4 -3 5.6 -6.2C0 -4.6 -4.6 -3 -7 2.4C-7.6 3 -8.4 2 -8.2 -0.6"),
    "wavy": _cap("C8.4 3 7.4 -2 1 -7.4C-3 -5.4 -6 -3 -7.2 3C-8 3.4 -8.6 2 -8.2 -0.6"),
    "bob": _cap("C8.6 3.4 7.6 1 7.2 -2.8C3 -3.6 -3 -3.6 -5.6 -2.8C-6.4 1 -7.4 4 -8.4 4C-8.8 2 -8.4 1 -8.2 -0.6"),
    "bun": _cap("C7.8 -3.6 6.6 -5.4 4.6 -6.6C0 -6.2 -4 -4.6 -6.8 -1.4C-7.4 -0.8 -8 -0.2 -8.2 -0.6"),
    "tail": _cap("C7.8 -3.6 6.4 -5.6 4 -6.8C-1 -6.2 -5 -4 -6.8 0.6C-7.6 0.8 -8.2 0.4 -8.2 -0.6"),
    "braids": _cap("C8 0 7 -4.4 1.2 -7.8C-3.6 -5 -6 -2.4 -7 1.6C-7.8 2 -8.4 1 -8.2 -0.6"),
    "curls": _curls, "afro": _afro, "bald": _bald, "tuft": _tuft,
}  # fmt: skip
