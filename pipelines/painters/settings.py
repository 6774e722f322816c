"""Every place a scene can be set in, by its name in the word lists."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.painters import abstract, backdrops, industry, interiors, land, nature, rooms, town, transit, worship
from pipelines.painters.atmosphere import ROOFED, weather
from pipelines.painters.stage import Stage

SETTINGS: dict[str, Callable[[Stage], None]] = {
    place.__name__: place
    for place in (
        nature.field, nature.forest, nature.mountain, nature.terraces, nature.river, nature.sea,
        nature.open_sea, nature.desert, nature.garden, nature.heaven, nature.space, nature.underwater,
        land.farm, land.paddy, land.savanna, land.snowfield, land.ruins, land.playground,
        town.city, town.street, town.road, town.rails, town.village, town.stadium,
        transit.airport, transit.harbour, worship.temple, worship.mosque, worship.old_town,
        rooms.kitchen, rooms.living_room, rooms.shop, rooms.office, rooms.classroom, rooms.carriage,
        rooms.theatre, rooms.studio, interiors.library, interiors.bedroom, interiors.bathroom,
        interiors.restaurant, interiors.gym, interiors.courtroom, interiors.lobby, interiors.clinic,
        industry.factory, industry.laboratory, industry.server_room, industry.construction,
        industry.workshop, abstract.abstract,
    )
}  # fmt: skip
UNBACKED = {"abstract", "theatre", "studio", "carriage"}  # settings that have a ground of their own for the subject


def draw(s: Stage, setting: str, kind: str, before: backdrops.Before = "something") -> None:
    """The setting, and before it the weather of a kind, which stays outside of rooms.

    A look with a ground of its own shows the place only where nothing else is to be seen `before` it.
    """
    if s.light.look.ground != "place" and (before or setting == "abstract"):
        backdrops.GROUNDS[s.light.look.ground](s, before)
        if s.light.look.hint and setting not in (*UNBACKED, "abstract"):
            s.hint = Stage(s.size, s.light, s.framing, s.rng, s.sunny)
            SETTINGS[setting](s.hint)
        return
    SETTINGS[setting](s)
    if setting not in ROOFED:
        weather(s, kind)
