"""How a poster is printed: its two grounds, and things in three flat inks, a dark one, the accent and the paper."""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels
from pipelines.painters.colour import Lab, lch
from pipelines.painters.looks import Light

HOURS = {"dawn": 0.04, "day": 0.0, "dusk": -0.16, "night": -0.3}  # what an hour does to a poster's lightness
STRONG, STRONGER = 0.66, 0.54  # lightness of a poster's two grounds
LEAST_CHROMA = 0.13  # of a poster, however calm its film is
DARK = 0.45  # the lightness of a ground on which dark things are lost
STEPS = (0.30, 0.62)  # of brightness: where one ink gives way to the next
OWN = 0.75  # how far these are shares of a thing's own brightness: a pale one is more than its outline
SOFT = 0.03  # to each side of a step, so that edges are smooth


def flats(light: Light) -> tuple[Lab, Lab]:
    """A poster's two grounds: the card's or the brand's own colour, else the film's hue; and a darker one."""
    main = light.card or light.brand or lch(STRONG, max(1.15 * light.chroma, LEAST_CHROMA), light.hue)
    if not light.card:
        main = main._replace(lightness=max(main.lightness + HOURS[light.time], 0.2))
    step = STRONG - STRONGER
    return main, main._replace(lightness=main.lightness + (step if main.lightness < 0.3 else -step))


def inks(light: Light) -> tuple[Lab, Lab, Lab]:
    """From dark to light; on a dark ground none is dark."""
    on_dark = flats(light)[0].lightness < DARK
    dark = light.accent(0.5)._replace(lightness=0.5) if on_dark else lch(0.24, 0.05, light.hue)
    middle = light.accent(0.64)
    return dark, middle._replace(lightness=0.72) if on_dark else middle, lch(0.975, 0.012, light.accent_hue)


def printed(pixels: Pixels, light: Light) -> Pixels:
    """A thing (straight alpha) by its brightness alone, each part of it in an ink."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY)
    seen = grey[pixels[..., 3] > 128]
    low, high = np.percentile(seen, (4, 96)) / 255 if seen.size else (0.0, 1.0)
    brightness = (np.arange(256, dtype=np.float32) / 255 - OWN * low) / (1 - OWN * (1 - high + low))
    dark, middle, pale = (np.array(ink.rgb, np.float32) for ink in inks(light))
    table = np.broadcast_to(dark, (256, 3))
    for step, ink in zip(STEPS, (middle, pale), strict=True):
        share = np.clip((brightness - step) / (2 * SOFT) + 0.5, 0, 1)[:, None]
        table = table + (ink - table) * share
    colour = cv2.LUT(cv2.merge([grey] * 3), table.round().astype(np.uint8)[None])
    return cv2.merge([*cv2.split(colour), cv2.extractChannel(pixels, 3)])
