"""Heads of drawn people: face, hair and what is worn on the head, round (0, 0), as high as SKULL says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from pipelines.painters.people_bones import CHIN, SKULL
from pipelines.painters.people_brush import Brush

HALF = 7.9  # half a head's width
TURN = 1.5  # how far a face looks to the right
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
    x, y = b.bones.at(0, CHIN)
    foot, low = b.bones.at(0, CHIN + 6)
    neckline = f"L{foot + 3.4:.2f} {low:.2f}Q{foot:.2f} {low + 5:.2f} {foot - 3.4:.2f} {low:.2f}Z"
    b.canvas.path(f"M{x - 3:.2f} {y - 4:.2f}H{x + 3:.2f}{neckline}", b.shade(skin, 0.17))
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


def _veil_behind(b: Brush) -> None:
    b.canvas.path(
        "M-9 -3C-11.6 7 -12.6 13 -12.4 17.6Q0 21.6 12.4 17.6C12.6 13 11.6 7 9 -3Z", b.lit(b.shade(b["cloth"], 0.14))
    )


def _hijab(b: Brush) -> None:
    outer = "M-9.2 0C-10.6 -8 -6 -11.6 0 -11.6S10.6 -8 9.2 0C9.8 7 9 15 3 19.4Q-7 18 -8.4 8.4Z"
    inner = "M7 0.4C7 -5 5 -7 1 -7S-5.4 -5 -5.4 0C-5.4 6 -2.2 8.4 1.2 8.4S7 6 7 0.4Z"
    b.canvas.path(outer + inner, b.lit(b["cloth"]))
    b.line("M-8 8.8Q0 13.4 7.4 8.2", b.shade(b["cloth"], 0.3), 0.6, 0.7)


def _turban(b: Brush) -> None:
    cloth = b["cloth"]
    b.canvas.path(
        "M-9 -2.2C-10.6 -10 -6 -13.8 0.4 -13.8S10.8 -10 9.2 -2.2C6 -5.4 3 -6.6 1 -8C-1 -6.6 -6 -5.4 -9 -2.2Z",
        b.lit(cloth),
    )
    for d in ("M-8.8 -5.4Q-3 -7.4 3.4 -13.2", "M-7.4 -9.2Q-3 -10.6 -0.2 -13.6", "M9 -5.6Q5 -7.2 1.2 -8"):
        b.line(d, b.shade(cloth, 0.3), 0.6, 0.8)


def _dome(b: Brush, colour: str, top: float, foot: float, wide: float = 9.0) -> None:
    d = f"M{-wide} {foot}C{-wide} {top + 1} -5 {top} 0 {top}S{wide} {top + 1} {wide} {foot}Z"
    b.canvas.path(d, b.lit(b[colour]))


def _hard_hat(b: Brush) -> None:
    _dome(b, "safety", -13.0, -3.6)
    b.canvas.rect(-1.4, -13.4, 4.2, 9.6, b.shade(b["safety"], 0.14), r=1.6)
    b.canvas.path("M-9.4 -4.6H9.4Q13.6 -3.4 13.4 -2.4Q2 -4 -9.6 -2.6Z", b.lit(b.shade(b["safety"], 0.1)))


def _fire_helmet(b: Brush) -> None:
    _dome(b, "red", -13.0, -3.6)
    b.canvas.path("M0 -12.4L5 -10.4Q5 -5.6 1.4 -4Q-2 -5.6 -2 -10.4Z", b["ochre"])
    b.canvas.path("M-12.6 -2.2Q-9 -5.4 0 -5.2T13 -2.6Q4 -3.8 -12.6 -2.2Z", b.lit(b.shade(b["red"], 0.18)))


def _toque(b: Brush) -> None:
    white = b["white"]
    for x, y, r in ((-5.4, -14.6, 4.4), (5.6, -14.6, 4.4), (0, -16.6, 5.4)):
        b.canvas.circle(x, y, r, b.lit(white, 0.6))
    b.canvas.path("M-8.4 -14H8.4L8.3 -4Q0 -7 -8.3 -4Z", b.lit(white, 0.6))
    b.line("M-8.3 -7.2Q0 -10 8.3 -7.2", b.shade(white, 0.24), 0.5)


def _straw(b: Brush) -> None:
    straw = b["straw"]
    b.canvas.path("M-16 -4.4Q-9 -8.4 0 -8.4T16 -4.4Q8 -3 0 -4.2T-16 -4.4Z", b.lit(b.shade(straw, 0.08)))
    b.canvas.path("M-8 -6C-7.6 -13 -5 -14.2 0 -14.2S7.6 -13 8 -6Q0 -8 -8 -6Z", b.lit(straw))
    b.canvas.path("M-8 -6Q0 -8 8 -6L7.9 -8.4Q0 -10.4 -7.9 -8.4Z", b["accent"])


def _fedora(b: Brush) -> None:
    felt = b.shade(b["sand"], 0.3)
    b.canvas.path("M-8 -5C-7.4 -14 -4 -14.4 -0.4 -12.6C3.4 -14.6 7.4 -14 8 -5Z", b.lit(felt))
    b.canvas.rect(-8, -7.6, 16, 2.6, b["ink"])
    b.canvas.path("M-13.6 -3Q-8 -6.4 0 -6.2T13.6 -3Q7 -3.6 0 -3.8T-13.6 -3Z", b.lit(b.shade(felt, 0.16)))


def _peaked(b: Brush) -> None:
    navy = b["navy"]
    b.canvas.path("M-10.4 -9.6Q-9.6 -13.4 0 -13.6T10.8 -9.6L8.6 -5.6H-8.4Z", b.lit(navy))
    b.canvas.rect(-8.5, -7.2, 17.2, 2.8, b.shade(navy, 0.4))
    b.canvas.circle(TURN, -8.4, 1.7, b["gold"])
    b.canvas.path("M-6 -4.6Q4 -6 10.4 -4.2Q9.6 -1.8 5.4 -2.8T-6 -4.6Z", b.shade(navy, 0.6))


def _cap_worn(b: Brush) -> None:
    _dome(b, "cloth", -12.2, -4.0, 8.8)
    b.canvas.path("M2 -5.2Q9 -6 14.6 -2.8Q8 -2.6 1 -3.6Z", b.shade(b["cloth"], 0.24))


def _beret(b: Brush) -> None:
    b.canvas.path(
        "M-11.4 -6.8C-11.8 -12.6 -2 -14.2 4 -12.2S9.8 -5.6 8.6 -4.8C2 -7.6 -4 -6.6 -8.4 -4.4Q-11 -4.8 -11.4 -6.8Z",
        b.lit(b["accent"]),
    )
    b.line("M1 -12.8l0.6 -1.6", b.shade(b["accent"], 0.2), 0.9)


def _crown(b: Brush) -> None:
    b.canvas.path("M-7 -7.6L-8 -14L-3.8 -11L0 -15.4L3.8 -11L8 -14L7 -7.6Q0 -9.6 -7 -7.6Z", b.lit(b["gold"]))
    for x, y in ((-8, -14), (0, -15.4), (8, -14)):
        b.canvas.circle(x, y, 1.0, b["accent"])


def _santa(b: Brush) -> None:
    b.canvas.path("M-8.6 -6C-7 -14 0 -16 5 -14.6C10 -13 12 -8 12.4 -2.6Q10 -7 6.6 -8L8.4 -5Z", b.lit(b["red"]))
    b.canvas.circle(12.2, -1.6, 2.1, b["white"])
    b.canvas.path("M-9.4 -6.6Q0 -10.4 9.4 -6.6Q10 -3.6 8.8 -3.4Q0 -6.6 -8.8 -3.4Q-10.2 -4.2 -9.4 -6.6Z", b["white"])


def _bubble(b: Brush) -> None:
    glass = b["white"]
    b.canvas.circle(0, -0.4, 13, glass, 0.22)
    b.line("M-13 -0.4a13 13 0 1 0 26 0a13 13 0 1 0 -26 0", b.shade(glass, 0.1), 1.5)
    k = 1 if b.side > 0 else -1
    b.line(f"M{k * 9.2:.1f} -6.4q{k * 2.2:.1f} 2.8 {k * 1.8:.1f} 6.4", glass, 1.3, 0.9)


BEHIND: dict[str, Callable[[Brush], None]] = {
    "long": _long_behind, "wavy": _long_behind, "bob": _bob_behind, "bun": _bun_behind, "tail": _tail_behind,
    "braids": _braids_behind, "hijab": _veil_behind,
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
HATS: dict[str, Callable[[Brush], None]] = {
    "hijab": _hijab, "turban": _turban, "hard_hat": _hard_hat, "fire_helmet": _fire_helmet, "toque": _toque,
    "straw": _straw, "fedora": _fedora, "peaked": _peaked, "cap": _cap_worn, "beret": _beret, "crown": _crown,
    "santa": _santa, "bubble": _bubble,
}  # fmt: skip
COVERING = {"hijab", "turban"}  # hats that hide all hair
OVER = {"toque": 22.9, "straw": 15.1, "fedora": 15.0, "santa": 16.6, "crown": 17.2, "bubble": 15.2, "beret": 15.6}
ASIDE = {"straw": 16.2, "bubble": 14.0, "fedora": 13.8, "hard_hat": 13.6, "santa": 14.5}


def top(hat: str) -> float:
    """How high a head with this hat may reach above its middle; hair alone reaches as high as an afro."""
    return OVER.get(hat, 14.6)


def half_width(hat: str) -> float:
    """How far a head with this hat may reach to a side; hair hangs to the shoulders and less far than they."""
    return ASIDE.get(hat, 10.4)
