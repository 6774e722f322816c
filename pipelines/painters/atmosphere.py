"""What lies over a scene: weather, a frame of things near the lens, light; and the ground for an end card."""

from __future__ import annotations

from pipelines.painters.backdrops import FOR_WORDS
from pipelines.painters.colour import lch
from pipelines.painters.stage import Stage

ROOFED = {
    "kitchen", "living_room", "bedroom", "bathroom", "restaurant", "shop", "office", "lobby", "courtroom", "library",
    "classroom", "gym", "carriage", "workshop", "factory", "laboratory", "server_room", "clinic", "studio",
    "abstract",
}  # fmt: skip
BARE = {"space", "abstract", "underwater", "snowfield"}  # settings where nothing grows or shines near the lens
BUILT = {"city", "street", "stadium", "road", "rails", "airport", "harbour", "construction", "old_town"}


def weather(s: Stage, kind: str) -> None:
    """Rain or snow before everything, mist in the middle; none for an empty kind."""
    rng = s.rng
    if kind == "rain":
        drop = lch(0.92, 0.02, 230)
        for _ in range(round(0.02 * s.span * (s.bottom - s.top))):
            x, y, long = rng.uniform(s.left, s.right), rng.uniform(s.top, s.bottom), rng.uniform(3, 8)
            s.front.stroke(
                f"M{x:.1f} {y:.1f}l{-s.light.side * long * 0.22:.2f} {long:.2f}", drop, 0.35, rng.uniform(0.25, 0.6)
            )
        s.middle.rect(s.left, s.top, s.span, s.bottom - s.top, s.light.united(0.55, 0.03, 245), opacity=0.3)
    elif kind == "snow":
        for _ in range(round(0.012 * s.span * (s.bottom - s.top))):
            x, y = rng.uniform(s.left, s.right), rng.uniform(s.top, s.bottom)
            s.front.circle(x, y, rng.choice((0.35, 0.5, 0.8, 1.3)), lch(0.99, 0.0, 0), rng.uniform(0.5, 0.95))
        s.near.rect(s.left, s.horizon - 2, s.span, s.bottom, s.near.fade(lch(0.98, 0.01, 230), 0.95, 0.55))
    elif kind == "mist":
        for i in range(5):
            y = s.horizon * (0.45 + 0.13 * i)
            x = rng.uniform(0, s.w)
            s.middle.ellipse(x, y, s.w * 0.8, 13, s.middle.glow(s.light.haze, 0.75))


def framing(s: Stage, setting: str) -> None:
    """Things close to the lens at the frame's edges, out of focus: leaves outside, lights inside."""
    if setting in BARE or s.light.look.ground != "place" or s.light.look.fill < 1:
        return
    if setting in ROOFED or setting == "theatre":
        _lights(s)
    elif setting in BUILT:
        s.rng.choice((_lights, _leaves))(s)
    else:
        _leaves(s)


def _lights(s: Stage) -> None:
    for _ in range(7):
        x = s.rng.choice((s.rng.uniform(-0.08, 0.1), s.rng.uniform(0.9, 1.08))) * s.w
        y = s.rng.uniform(-0.05, 0.75) * s.h
        colour = s.rng.choice((s.light.lamp, s.light.accent(0.8)))
        s.front.circle(x, y, s.rng.uniform(3, 7), colour, 0.4 if s.light.dark else 0.26)


def _leaves(s: Stage) -> None:
    dark, lit = s.light.tone(0.34, 0.08, 150), s.light.tone(0.46, 0.11, 138)
    side = s.light.side * s.rng.choice((-1, 1))
    corner = s.w if side > 0 else 0.0
    for i in range(8):
        turn = s.rng.uniform(15, 85) * (1 if side > 0 else -1)
        x = corner + side * s.rng.uniform(-2, 10) - side * i * 3.2
        with s.front.placed(x, s.rng.uniform(-9, -1) + s.top * 0.3, s.rng.uniform(0.75, 1.25), turn=turn):
            s.front.path("M0 0Q-7 14 0 29Q7 14 0 0Z", lit if i % 3 == 0 else dark)
    low = 0.0 if side > 0 else s.w
    for i in range(6):
        turn = 180 + s.rng.uniform(-38, 38)
        x = low - side * s.rng.uniform(-4, 12)
        with s.front.placed(x, s.bottom + 2, s.rng.uniform(0.8, 1.3), turn=turn):
            s.front.path("M0 0Q-6 16 0 32Q6 16 0 0Z", lit if i % 3 == 1 else dark)


def light_over(s: Stage) -> None:
    """The glow from the light's side and the dark of the corners."""
    look, light = s.light.look, s.light
    x = s.w * (0.5 + 0.55 * light.side)
    s.glow.circle(
        x, -0.1 * s.h, max(s.w, s.h) * 0.75, s.glow.glow(light.lamp, 0.30 * look.bloom * (0.6 if light.dark else 1))
    )
    reach = 0.55
    for cx, cy in ((s.left, s.top), (s.right, s.top), (s.left, s.bottom), (s.right, s.bottom)):
        s.glow.ellipse(cx, cy, s.w * reach, s.h * reach, s.glow.glow(light.ink, look.vignette))


def ground_for_words(s: Stage) -> None:
    """A quiet ground in the film's palette: its motif at the edges, the middle left calm for words."""
    if own := FOR_WORDS.get(s.light.look.ground):
        return own(s)
    light, rng = s.light, s.rng
    high, low = light.ground(0.74), light.ground(0.58)
    s.back.rect(s.left, s.top, s.span, s.bottom - s.top, s.back.vertical(high, low))
    s.back.circle(s.w * (0.5 + 0.3 * light.side), 0.1 * s.h, max(s.w, s.h) * 0.7, s.back.glow(light.lamp, 0.4))
    for canvas, step, y in ((s.far, 0.05, 0.80), (s.middle, 0.1, 0.88), (s.near, 0.16, 0.96)):
        points = [(x, s.h * y + rng.uniform(-4, 4)) for x in s.steps(s.left - 40, s.right + 80, 46)]
        colour = low.mixed(light.ink, step * 1.6)
        canvas.smooth(
            points, canvas.vertical(colour, colour.mixed(light.ink, 0.2)), f"V{s.bottom + 2:.1f}H{s.left - 40:.1f}Z"
        )
    x, y, r = s.w * (0.5 - 0.46 * light.side), s.h * 0.1, 26.0
    for part, tone in ((1.0, light.accent(0.66)), (0.66, light.accent(0.74))):
        s.far.circle(x, y, r * part, tone, 0.75)
    s.middle.circle(s.w * (0.5 + 0.47 * light.side), s.h * 0.82, 9, light.accent(0.68))
    for _ in range(6):
        bx = rng.choice((rng.uniform(-0.05, 0.12), rng.uniform(0.88, 1.05))) * s.w
        s.front.circle(bx, rng.uniform(0, 1) * s.h, rng.uniform(2, 5), light.lamp, 0.2)
    return None
