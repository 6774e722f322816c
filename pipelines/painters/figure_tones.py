"""The colours of a figure's carriers, charts and marks, on which words must be read at any time of day."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.painters.colour import Lab, lch
from pipelines.painters.looks import GREY, Light


@dataclass(frozen=True)
class Tones:
    """A figure's colours. They are the film's, but no time of day dims them: words must be read on `surface`."""

    surface: Lab
    soft: Lab  # the ground of a picture on a card
    floor: Lab  # what it stands on there
    track: Lab  # the part of a chart that is not filled
    plain: Lab  # the filled part that is not the largest
    accent: Lab
    deep: Lab  # the accent's shade
    pale: Lab  # a mark on the accent
    veil: Lab  # what quiets the setting

    @classmethod
    def of(cls, light: Light) -> Tones:
        chroma = light.chroma
        if light.look.line or light.look.glow or light.look.time == "night":  # looks that draw with light on dark
            ground, rich = (0.25, 0.33, 0.40, 0.40, 0.60), (0.6, 0.8, 1.1, 0.7, 1.2)
            accent, deep, pale, veil = 0.80, 0.62, 0.22, 0.24
        else:
            ground, rich = (0.97, 0.89, 0.80, 0.87, 0.66), (0.12, 0.5, 0.7, 0.4, 0.75)
            accent, deep, pale, veil = 0.66, 0.50, 0.985, 0.40 if light.dark else 0.90
        surface, soft, floor, track, plain = (
            light.united(tone, chroma * part, light.hue) for tone, part in zip(ground, rich, strict=True)
        )
        bright, shade = (
            lch(tone, (chroma + 0.05) * light.look.chroma, light.accent_hue).mixed(
                light.united(tone, chroma + 0.07, light.accent_hue), light.look.unity
            )
            for tone in (accent, deep)
        )
        own = light.own_accent
        if own:  # as it is, as far as it stands out from the surface; a grey gives way to the brand's first hue
            low, high = (0.62, 0.92) if surface.lightness < 0.5 else (0.36, 0.84)
            own = light.united((low + high) / 2 - 0.1, chroma + 0.06, light.hue) if own.chroma < GREY else own
            bright = own._replace(lightness=min(max(own.lightness, low), high))
            shade = bright._replace(lightness=bright.lightness - 0.12)
            pale = 0.22 if bright.lightness > 0.7 else 0.985
        return cls(
            surface, soft, floor, track, plain, bright, shade,
            light.united(pale, 0.02, light.hue), light.united(veil, chroma * (0.9 if light.dark else 0.6), light.hue),
        )  # fmt: skip
