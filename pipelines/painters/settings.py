"""Every place a scene can be set in, by its name in the word lists."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.painters import (
    abstract,
    backdrops,
    farmland,
    halls,
    homes,
    industry,
    nature,
    premises,
    sites,
    town,
    transit,
    wilds,
    workplaces,
    worship,
)
from pipelines.painters.atmosphere import ROOFED, weather
from pipelines.painters.stage import Stage

SETTINGS: dict[str, Callable[[Stage], None]] = {
    place.__name__: place
    for place in (
        nature.field, nature.forest, nature.mountain, nature.terraces, nature.river, nature.sea,
        nature.open_sea, nature.desert, nature.garden, nature.heaven, nature.space, nature.underwater,
        farmland.farm, farmland.paddy,
        wilds.savanna, wilds.snowfield, wilds.ruins,
        town.city, town.street, town.road, town.rails, town.village, town.old_town,
        sites.playground, sites.stadium, sites.construction,
        worship.temple, worship.mosque,
        transit.airport, transit.harbour, transit.carriage,
        homes.kitchen, homes.living_room, homes.bedroom, homes.bathroom,
        halls.theatre, halls.library, halls.courtroom, halls.lobby,
        premises.shop, premises.restaurant, premises.gym, premises.clinic,
        workplaces.office, workplaces.classroom, workplaces.studio, workplaces.laboratory,
        industry.factory, industry.server_room, industry.workshop,
        abstract.abstract,
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
