"""What drawn people wear on their heads, round (0, 0), the middle of the head, whose half height SKULL says."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.painters.people_brush import Brush

TURN = 1.5  # how far a face looks to the right


def veil_behind(b: Brush) -> None:
    """What of a headscarf hangs behind the neck."""
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


def _cycle_helmet(b: Brush) -> None:
    shell = b["accent"]
    b.canvas.path("M-9.4 -3.6C-10.4 -10.6 -5 -13.6 1 -13.2S10.8 -9 10.6 -4Q1 -6.2 -9.4 -3.6Z", b.lit(shell))
    for d in ("M-4.6 -6Q-4 -10 -1 -12", "M0.6 -6.4Q1.6 -10 3.4 -12", "M5.6 -6Q7 -8.6 7.2 -10.2"):
        b.line(d, b.shade(shell, 0.5), 1.3)
    b.line("M-7.2 -3.6Q-6 5 -1 9.4M8 -3.6Q7.4 5 3 9.2", b["ink"], 0.6, 0.8)


def _full_helmet(b: Brush) -> None:
    shell = b["red"]
    b.canvas.path(
        "M-10 2C-11.4 -9 -6 -13.4 0.6 -13.4S11.4 -9 10.4 -1L9.4 -2Q1 -5 -4.6 -2L-5.4 8.6Q-9 7.4 -10 2Z", b.lit(shell)
    )
    b.canvas.path("M-4.6 -4.4Q3 -7.6 10.6 -4.2L10.4 -1.4Q3 -4.4 -4.8 -1.6Z", b.shade(b["steel"], 0.5), 0.85)
    b.line("M-8.6 -7Q0 -11.6 9 -7.4", b["white"], 1.2, 0.9)


def _swim_cap(b: Brush) -> None:
    b.canvas.path(
        "M-9 -1.6C-9.8 -8.6 -5.6 -11.4 0 -11.4S9.8 -8.6 9 -1.6Q7.4 -4.6 5 -5.2Q0 -6 -4.4 -4.8Q-7 -4 -9 -1.6Z",
        b.lit(b["accent"]),
    )
    b.line("M-8.6 -4.4Q0 -8.4 8.6 -4.4", b["white"], 0.8, 0.8)


def _beanie(b: Brush) -> None:
    b.canvas.circle(-0.4, -14.4, 2.3, b["white"])
    b.canvas.path("M-8.8 -4C-9.4 -10.6 -5 -14 0 -14S9.4 -10.6 8.8 -4Z", b.lit(b["accent"]))
    b.canvas.path("M-9.4 -6.4Q0 -9 9.4 -6.4L9.2 -2.8Q0 -5.6 -9.2 -2.8Z", b.lit(b["white"], 0.7))


HATS: dict[str, Callable[[Brush], None]] = {
    "hijab": _hijab, "turban": _turban, "hard_hat": _hard_hat, "fire_helmet": _fire_helmet, "toque": _toque,
    "straw": _straw, "fedora": _fedora, "peaked": _peaked, "cap": _cap_worn, "beret": _beret, "crown": _crown,
    "santa": _santa, "bubble": _bubble, "cycle_helmet": _cycle_helmet, "full_helmet": _full_helmet,
    "swim_cap": _swim_cap, "beanie": _beanie,
}  # fmt: skip
COVERING = {"hijab", "turban"}  # hats that hide all hair
OVER = {
    "toque": 22.9, "straw": 15.1, "fedora": 15.0, "santa": 16.6, "crown": 17.2, "bubble": 15.2, "beret": 15.6,
    "beanie": 18.0,
}  # fmt: skip
ASIDE = {"straw": 16.2, "bubble": 14.0, "fedora": 13.8, "hard_hat": 13.6, "santa": 14.5}


def top(hat: str) -> float:
    """How high a head with this hat may reach above its middle; hair alone reaches as high as an afro."""
    return OVER.get(hat, 14.6)


def half_width(hat: str) -> float:
    """How far a head with this hat may reach to a side; hair hangs to the shoulders and less far than they."""
    return ASIDE.get(hat, 10.4)
