"""A look is a data file; with a mood, a seed and the time of day it becomes the light of a scene."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipelines.machinery import looks as files
from pipelines.painters.colour import Lab, lab_of, lch
from studio.film import Mood, edited


class Look(files.Palette, files.Texture, files.Lighting, files.Motion):
    """What a painter reads of a look."""

    ground: str
    hint: float
    subject: float


@lru_cache
def look_named(name: str) -> Look:
    """Raises BadInput, naming the looks there are, when there is none of this name, and for a bad file."""
    said = files.look_named(name)
    parts = {**dict(said.palette), **dict(said.texture), **dict(said.light), **dict(said.motion)}
    return Look(ground=said.ground, hint=said.hint, subject=said.subject, **parts)


def looks() -> dict[str, Look]:
    """Every look by its file's name, in alphabetical order."""
    return {name: look_named(name) for name in files.names()}


# Hue of the ground and chroma, per mood; the seed chooses. From cool and quiet to hot and loud.
MOODS: dict[Mood, tuple[tuple[float, float], ...]] = {
    "bright": ((235, 0.11), (85, 0.11), (165, 0.10), (205, 0.11)),
    "warm": ((55, 0.11), (35, 0.11), (150, 0.07), (20, 0.09), (42, 0.11), (72, 0.11)),
    "calm": ((220, 0.07), (185, 0.07), (150, 0.06), (260, 0.07)),
    "playful": ((335, 0.12), (295, 0.12), (25, 0.13), (175, 0.11), (100, 0.12)),
    "serious": ((255, 0.06), (235, 0.06), (215, 0.06), (285, 0.05)),
    "tense": ((15, 0.10), (280, 0.09), (310, 0.09), (240, 0.08)),
}
TIMES: dict[Mood, tuple[str, ...]] = {
    "bright": ("day",),
    "warm": ("dawn", "day", "dusk"),
    "calm": ("day", "dawn"),
    "playful": ("day", "day", "dusk"),
    "serious": ("day", "dusk"),
    "tense": ("dusk", "night"),
}
# Zenith, middle and horizon: lightness, chroma, hue.
SKIES = {
    "dawn": ((0.74, 0.07, 275), (0.86, 0.07, 20), (0.94, 0.08, 80)),
    "day": ((0.70, 0.11, 242), (0.83, 0.08, 230), (0.95, 0.03, 210)),
    "dusk": ((0.40, 0.10, 285), (0.62, 0.14, 15), (0.83, 0.13, 65)),
    "night": ((0.17, 0.05, 275), (0.25, 0.07, 272), (0.38, 0.08, 265)),
}
# What the light does to every surface: factor and offset of lightness, a tint and its share.
AMBIENT = {
    "dawn": (0.92, 0.04, lch(0.80, 0.08, 45), 0.14),
    "day": (1.0, 0.0, lch(0.95, 0.02, 90), 0.03),
    "dusk": (0.80, 0.03, lch(0.50, 0.09, 20), 0.13),
    "night": (0.56, 0.08, lch(0.30, 0.07, 268), 0.34),
    "lamp": (0.84, 0.03, lch(0.80, 0.07, 65), 0.12),
}
# With a brand's colours: how far at least every hue is drawn to the first, and the most chroma of large surfaces.
BRAND_UNITY, GREY_UNITY = 0.62, 0.9
MOST_CHROMA = 0.13
GREY = 0.025  # the chroma below which a colour has no hue to speak of
STEP = 0.13  # of lightness, between a card and the accent on it
ALIKE = 0.1  # the distance below which two colours cannot be told apart at a glance
READABLE = 0.555  # the lightness of a card without a brand: white words keep 4.5:1 on it
VIVID = 1.15  # times the film's chroma, on that card
DARK = 0.32  # the lightness of a card on which shapes are lighter than itself


@dataclass(frozen=True)
class Light:
    """The colours of one film at one time of day. `side` is where the light comes from: -1 left, 1 right.

    `own_accent` is a brand's accent, `brand` its first colour where grounds take it, and `card` the colour that
    itself is to be the ground, behind words.
    """

    look: Look
    time: str
    hue: float
    chroma: float
    accent_hue: float
    side: int
    motif: str
    indoors: bool = False
    own_accent: Lab | None = None
    card: Lab | None = None
    brand: Lab | None = None
    haze: Lab = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "haze", self.sky[2])

    @property
    def sky(self) -> tuple[Lab, Lab, Lab]:
        """At the zenith, in the middle and at the horizon."""
        high, mid, low = (self.united(*tone) for tone in SKIES[self.time])
        return high, mid, low

    @classmethod
    def of(
        cls,
        look: Look,
        mood: Mood,
        seed: int,
        time: str = "",
        indoors: bool = False,
        colours: Sequence[str] = (),
        for_words: bool = False,
    ) -> Light:
        """The light of a film whose mood, look and seed are these, at one time of day, outside or in a room.

        `colours` are a brand's own, the first for the grounds, the second for the accent; they go before the
        mood's. `for_words` is the light of a quiet ground for words.
        """
        rng = random.Random(f"light {mood} {seed}")
        hue, chroma = rng.choice(MOODS[mood])
        hue = (hue + rng.uniform(-9, 9)) % 360
        hue = hue if look.hue is None else look.hue
        accent = (hue + rng.choice((150, 180, 205, 120))) % 360
        side, motif, usual = (
            rng.choice((-1, 1)),
            rng.choice(("disc", "arch", "ring", "halo")),
            rng.choice(TIMES[mood]),
        )
        light = cls(look, time or look.time or usual, hue, chroma * look.chroma, accent, side, motif, indoors)
        if not colours:
            return light._for_words() if for_words else light
        return light._branded([lab_of(code) for code in colours], for_words)

    def _branded(self, colours: Sequence[Lab], for_words: bool) -> Light:
        """This light in a brand's colours; a look with a hue of its own takes the accent alone."""
        first = colours[0]
        seconds = [colour for colour in colours[1:] if math.dist(first, colour) >= ALIKE]
        if self.look.hue is not None:
            return replace(self, own_accent=(*seconds, first)[0])
        grey = first.chroma < GREY
        hue = self.hue if grey else first.hue
        turned = lch(0.74, first.chroma + (0.0 if grey else 0.03), hue + self.accent_hue - self.hue)
        if for_words:
            turned = turned._replace(lightness=_apart(turned.lightness, first.lightness))
        return replace(
            self,
            look=edited(self.look, unity=max(self.look.unity, GREY_UNITY if grey else BRAND_UNITY)),
            hue=hue,
            chroma=min(first.chroma, MOST_CHROMA) * self.look.chroma,
            own_accent=(*seconds, turned)[0],
            card=first if for_words else None,
            brand=first,
        )

    def _for_words(self) -> Light:
        """This light on a ground of the film's own hue, as dark as white words need it."""
        if self.look.hue is not None:
            return self  # its own ground is dark
        own, accent = self.ground(0.66), self.accent(0.7)
        card = Lab(READABLE, VIVID * own.a, VIVID * own.b)
        accent = accent._replace(lightness=_apart(accent.lightness, card.lightness))
        return replace(self, own_accent=accent, card=card)

    @property
    def dark(self) -> bool:
        return self.time in ("dusk", "night")

    def united(self, lightness: float, chroma: float, hue: float) -> Lab:
        """A colour drawn towards the film's hue, whatever the time of day."""
        own = lch(lightness, chroma * self.look.chroma, hue)
        return own.mixed(lch(lightness, min(chroma, self.chroma + min(0.03, self.chroma)), self.hue), self.look.unity)

    def tone(self, lightness: float, chroma: float, hue: float, far: float = 0.0) -> Lab:
        """A surface's colour in this light; `far` (0-1) is how much air lies before it."""
        return self._lit(self.united(self._shaded(lightness), chroma, hue), far)

    def ground(self, lightness: float, far: float = 0.0) -> Lab:
        """The film's own hue as a surface; of a card its own colour, a little lighter or darker."""
        if self.card:
            return self.card._replace(lightness=max(0.0, self.card.lightness + 0.4 * (lightness - 0.7)))
        return self.tone(lightness, self.chroma, self.hue, far)

    def accent(self, lightness: float = 0.68, far: float = 0.0) -> Lab:
        own = self.own_accent
        if own is None:
            return self.tone(lightness, self.chroma + 0.05, self.accent_hue, far)
        if self.card:
            return own._replace(lightness=min(own.lightness + 0.5 * (lightness - 0.7), 1.0))
        bright = own._replace(lightness=lightness + min(max(own.lightness - 0.7, -0.1), 0.12))
        shaded = self._lit(bright._replace(lightness=self._shaded(bright.lightness)), far)
        return shaded.mixed(bright, 0.6 * (1 - far)) if self.dark else shaded  # a brand's accent glows in the dark

    @property
    def _ambient(self) -> tuple[float, float, Lab, float]:
        return AMBIENT["lamp" if self.indoors and self.dark and not self.look.time else self.time]

    def _shaded(self, lightness: float) -> float:
        factor, offset, _, _ = self._ambient
        return lightness * factor + offset

    def _lit(self, colour: Lab, far: float) -> Lab:
        _, _, tint, share = self._ambient
        tinted = colour.mixed(Lab(colour.lightness, tint.a, tint.b), share)
        return tinted.mixed(self.haze, far)

    @property
    def ink(self) -> Lab:
        """What shades; on a dark card, which cannot be shaded, what lifts shapes off it."""
        if self.card:
            light = self.card.lightness
            return lch(light + 0.7 if light < DARK else 0.3 * light, 0.6 * self.card.chroma, self.hue)
        return self.united(0.2, 0.05, self.hue)

    @property
    def board(self) -> Lab:
        """What lines are drawn on, where fills are faint."""
        return lch(0.27, min(self.chroma, 0.035), self.hue)

    @property
    def lamp(self) -> Lab:
        """Lit windows, lamps, the sun; on a card its own colour, lighter."""
        if self.card:
            return self.card._replace(lightness=min(self.card.lightness + 0.08, 0.97))
        return self.united(0.93, 0.09, 88)


def _apart(lightness: float, ground: float) -> float:
    """A lightness at least a step from a ground's, on its own side where there is room for that."""
    if abs(lightness - ground) >= STEP:
        return lightness
    above = ground < 0.5 if lightness == ground else lightness > ground
    up, down = ground + STEP, ground - STEP
    return up if (above and up < 0.97) or down < 0.05 else down
