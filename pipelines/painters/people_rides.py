"""What drawn people ride, and the snow and water they do it on, round (0, 0), the ground between the heels."""

from __future__ import annotations

import math

from pipelines.painters.colour import Lab, lch
from pipelines.painters.people_bones import limb
from pipelines.painters.people_brush import Brush


def _ring(x: float, y: float, r: float) -> str:
    return f"M{x - r:.2f} {y:.2f}a{r:.2f} {r:.2f} 0 1 0 {2 * r:.2f} 0a{r:.2f} {r:.2f} 0 1 0 {-2 * r:.2f} 0"


def _wheel(b: Brush, x: float, r: float, tyre: float, spokes: int) -> None:
    dark, steel = b["ink"].mixed(b["steel"], 0.18), b["steel"].mixed(b["white"], 0.3)
    y = -r
    rays = [(math.cos(math.tau * i / spokes), math.sin(math.tau * i / spokes)) for i in range(spokes)]
    inner = r - tyre
    b.canvas.circle(x, y, inner, b["white"], 0.16)
    b.line("".join(f"M{x:.2f} {y:.2f}l{c * inner:.2f} {s * inner:.2f}" for c, s in rays), steel, 0.35, 0.8)
    b.line(_ring(x, y, r - tyre / 2), dark, tyre)
    b.line(_ring(x, y, r - tyre - 0.5), steel, 0.8)
    b.canvas.circle(x, y, 1.6, steel)


def bicycle(b: Brush) -> None:
    """Its frame is the rider's accent or red."""
    frame, dark = b["red"] if b.side > 0 else b["accent"], b["ink"].mixed(b["steel"], 0.12)
    for x in (-24.0, 26.0):
        _wheel(b, x, 17, 2.0, 14)
    b.line("M-24 -17L-8 -43M-24 -17L-2 -16", b.shade(frame, 0.25), 1.5)  # stays
    b.line("M-2 -16L-8.6 -45M-7.6 -41L16 -44M-2 -16L17 -40", frame, 2.1)
    b.line("M15.4 -47L17.2 -40Q20 -30 26 -17", frame, 2.1)
    b.line("M15.4 -47L14.4 -52Q17 -54.6 20 -52.4", dark, 1.7)
    b.canvas.path("M-16 -48Q-9 -48.4 -3 -46.4Q-2.4 -45 -4 -45Q-10 -45 -14 -44.4Q-17 -45 -16 -48Z", dark)
    b.canvas.circle(-2, -16, 4.2, b.shade(b["steel"], 0.2))
    b.canvas.circle(-2, -16, 2.6, frame)
    b.line("M-2 -16L0.2 -8.4M-2 -16L-4.2 -23.6", dark, 1.5)
    b.canvas.rect(-3.4, -8.6, 7.4, 1.8, dark, r=0.8)
    b.line("M-39 -23A17 17 0 0 1 -19 -35.4", b.shade(frame, 0.1), 1.3)  # mudguard
    b.canvas.circle(20.6, -46.6, 1.9, b["gold"])


def motorcycle(b: Brush) -> None:
    """With its engine, exhaust and lamp."""
    paint, dark = b["red"] if b.side > 0 else b["accent"], b["ink"].mixed(b["steel"], 0.14)
    for x in (-28.0, 29.0):
        _wheel(b, x, 13.5, 4.2, 8)
    b.line("M29 -13.5L18 -41", b["steel"], 2.4)
    b.line("M-28 -13.5L-6 -19", b.shade(b["steel"], 0.25), 2.6)
    b.canvas.path("M-10 -26H14L10 -12Q0 -7 -8 -12Z", b.lit(b.shade(b["steel"], 0.3)))
    for y in (-21, -18, -15):
        b.line(f"M-5 {y}H9", b.shade(b["steel"], 0.6), 0.7)
    b.line("M4 -12Q-8 -8 -20 -10L-37 -12.5", b["steel"], 2.6)
    b.canvas.path("M-41 -30Q-34 -37 -22 -36L-2 -34L2 -27L-20 -25Q-28 -27 -36 -27Z", b.lit(paint))
    b.canvas.path("M-34 -37Q-24 -40 -13 -38Q-6 -36.4 -1 -36L-3 -32.4Q-22 -31 -33 -34Z", dark)
    b.canvas.path("M-3 -36Q3 -43.6 16 -42Q19 -38 14 -31Q6 -27.6 -2 -29Z", b.lit(paint))
    b.line("M18 -41L15.4 -50Q18.6 -52.4 21 -50.4", dark, 1.9)
    b.canvas.circle(22, -41.6, 4.0, b.lit(b.shade(b["steel"], 0.2)))
    b.canvas.circle(23.8, -41.6, 2.6, b["gold"])
    b.canvas.path("M14.6 -26.4A15 15 0 0 1 41 -22.6L38.6 -22A13 13 0 0 0 17.4 -25.2Z", b.lit(paint))
    b.line("M-1 -13H9", dark, 1.8)


def horse(b: Brush) -> None:
    """Bridled, with a cloth for a saddle."""
    coat = lch(0.5, 0.075, 52)
    dim, dark = b.shade(coat, 0.22), b.shade(coat, 0.66)
    for joints in (((-27, -38), (-25, -20), (-30, -3)), ((21, -38), (27, -22), (20, -6))):  # the legs behind
        b.canvas.path(limb(joints, (6, 3.6, 2.6)), dim)
        _hoof(b, *joints[2], dark)
    b.line("M-35 -48Q-46 -44 -46 -22", dark, 5.0)
    trunk = "M-38 -44Q-38 -57 -24 -57Q-6 -53 12 -57Q24 -59 28 -48Q28 -33 16 -32Q-8 -28 -26 -32Q-38 -34 -38 -44Z"
    b.canvas.path(trunk, b.lit(coat))
    for joints in (((-31, -40), (-34, -22), (-38, -3)), ((20, -40), (19, -20), (25, -3))):
        b.canvas.path(limb(joints, (7.4, 3.8, 2.8)), b.lit(coat, 0.6))
        _hoof(b, *joints[2], dark)
    b.canvas.path("M12 -54Q22 -62 30 -80Q36 -86 42 -80Q44 -66 30 -44Q22 -38 14 -44Z", b.lit(coat))
    b.canvas.path("M29 -80Q33 -88 40 -86L58 -70Q60 -64 54 -62Q48 -62 40 -68Q32 -70 29 -80Z", b.lit(coat))
    b.canvas.path("M33 -84L33.4 -92L38 -86Z", coat)
    b.canvas.path("M34 -87Q26 -84 22 -72Q17 -62 9 -56Q19 -57 25 -66Q29 -74 33 -80Z", dark)
    b.canvas.circle(38.8, -79, 1.2, b["ink"])
    b.canvas.circle(55.4, -66, 0.9, dark)
    b.line("M39 -70L47 -64M44 -83L38.6 -69.4M41 -70Q30 -60 19 -58", b.shade(b["red"], 0.3), 1.3)
    b.canvas.path("M-16 -57Q-4 -52 9 -57.4L11 -45Q-3 -40 -17 -45Z", b.lit(b["accent"]))


def _hoof(b: Brush, x: float, y: float, dark: Lab) -> None:
    b.canvas.path(f"M{x - 3.2} {y - 0.4}H{x + 3.2}L{x + 4.6} {y + 3}H{x - 3.6}Z", dark)


def wheelchair(b: Brush) -> None:
    """Seen over who sits in it: the near wheel is in front."""
    dark, steel = b["ink"].mixed(b["steel"], 0.2), b["steel"]
    b.line("M-20 -52L-17 -52L-15 -22H6L12 -6H19", dark, 1.8)
    b.canvas.path("M-17.4 -46L-14.6 -46L-13 -24L-16 -24Z", b.lit(b["accent"]))
    b.canvas.rect(-16, -24, 21, 3.4, b.lit(b["accent"]), r=1.4)
    _wheel(b, -8, 15, 1.8, 12)
    _wheel(b, 13, 4.6, 1.6, 5)
    b.line(_ring(-8, -15, 12.4), steel, 0.8)


def skis(b: Brush) -> None:
    """Both, and the snow that they throw up."""
    for y, shade in ((-1.2, 0.3), (0.0, 0.0)):
        b.line(f"M-31 {y}H33Q40 {y} 42.6 {y - 5}", b.shade(b["red"], shade), 1.9)
    _spray(b, -31, lch(0.97, 0.01, 240))


def poles(b: Brush) -> None:
    """From the hands backwards."""
    for x, y in b.bones.hands:
        b.line(f"M{x + 2:.2f} {y - 4:.2f}L{x - 30:.2f} -13", b["ink"].mixed(b["steel"], 0.3), 1.1)
        b.canvas.ellipse(x - 27.5, -15.4, 2.2, 1.2, b["ink"])


def _spray(b: Brush, x: float, colour: Lab) -> None:
    for dx, dy, r in ((0, -1.4, 3.0), (-5, -4, 2.4), (-3, -7.4, 1.7), (-9.6, -2, 2.0), (-10.6, -6.6, 1.2)):
        b.canvas.circle(x + dx, dy, r, colour, 0.9)


def snowboard(b: Brush) -> None:
    """And the snow that it throws up."""
    b.canvas.path(
        "M-27 -5Q-26 0.6 -20 0.6H20Q26 0.6 28 -5.6Q22 -2.6 18 -2.6H-19Q-23 -2.6 -27 -5Z", b.lit(b["accent"])
    )
    _spray(b, -24, lch(0.97, 0.01, 240))


def surfboard(b: Brush) -> None:
    """On a wave."""
    _billow(b)
    b.canvas.path("M-33 1Q-10 4 14 1Q30 -1.4 40 -7Q26 -6 12 -4.4Q-14 -3 -33 1Z", b.lit(b["gold"]))
    b.line("M-28 1Q0 1.4 34 -5.4", b["red"], 1.0)
    _spray(b, -33, b["white"])


def _billow(b: Brush) -> None:
    """The back of a wave, higher behind the board."""
    water = lch(0.66, 0.10, 222).mixed(b["main"], 0.1)
    b.canvas.path(
        "M-58 4Q-52 -22 -34 -25Q-24 -25 -20 -18Q-28 -19 -30 -12Q-26 -3 -6 -1Q20 1 48 -1L52 4Z", b.lit(water)
    )
    b.line("M-50 -9Q-45 -20 -34 -22.6M-44 -4Q-40 -12 -34 -13", b["white"], 1.0, 0.75)
    for x, y, r in ((-20, -18, 2.6), (-24, -21.4, 2.4), (-16.6, -14, 1.8), (-29, -24, 2.0)):
        b.canvas.circle(x, y, r, b["white"])


def boat(b: Brush) -> None:
    """A canoe and its oar; it hides the legs of who rows."""
    wood, (x, y) = b.shade(b["straw"], 0.34), b.bones.hands[1]
    b.line(f"M{x - 5:.2f} {y - 9:.2f}L{x + 20:.2f} 1", b.shade(b["straw"], 0.1), 1.7)
    b.canvas.path("M-60 -19Q-46 -12 -30 -11H32Q48 -12 62 -20Q56 1 38 4H-36Q-54 1 -60 -19Z", b.lit(wood))
    b.canvas.path(
        "M-60 -19Q-46 -12 -30 -11H32Q48 -12 62 -20L61 -15.6Q47 -8.4 32 -7.6H-30Q-45 -8.4 -58.6 -15Z", b["accent"]
    )
    water = lch(0.67, 0.10, 222)
    surface = "M-72 4Q-60 -2 -46 -0.6T-20 -0.4T8 -0.6T34 -0.8T56 -0.4T74 4"
    b.canvas.path(f"{surface}Q44 9.4 0 9.6T-72 4Z", b.lit(water, 0.6))
    b.line("M-44 3q6 -2.4 12 0t12 0M6 3q6 -2.4 12 0t12 0M-14 6.6q5 -2 10 0t10 0", b["white"], 0.9, 0.7)


def water(b: Brush) -> None:
    """Water that hides what is below it of who swims."""
    water = lch(0.67, 0.10, 222)
    surface = "M-80 3Q-74 -3.4 -66 -2T-50 -1.8T-34 -2.4T-16 -3T2 -4T18 -4.4T34 -3T50 -2.4T66 3"
    b.canvas.path(f"{surface}Q44 9 -6 9.4T-80 3Z", b.lit(water, 0.6))
    b.line("M-40 2.4q6 -2.4 12 0t12 0M2 2q6 -2.4 12 0t12 0M-20 6q5 -2 10 0t10 0", b["white"], 0.9, 0.7)
    b.line("M-14 -4.4Q-2 -7 10 -5.2M20 -5.6Q32 -7.4 42 -4", b["white"], 1.3, 0.9)
    splash = ((-62, -6, 3.0), (-56, -9, 2.2), (-67, -9.6, 1.7), (-60, -13, 1.3), (-70, -5, 1.8))
    for x, y, r in (*splash, (39, -7, 1.8), (43, -4.6, 1.4)):
        b.canvas.circle(x, y, r, b["white"], 0.92)
