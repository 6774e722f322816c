"""Every place a scene can be set in, by its name in the word lists."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.painters import abstract, nature, rooms, town
from pipelines.painters.stage import Stage

SETTINGS: dict[str, Callable[[Stage], None]] = {
    room.__name__: room
    for room in (
        nature.field, nature.forest, nature.mountain, nature.terraces, nature.river, nature.sea,
        nature.open_sea, nature.desert, nature.garden, nature.heaven, nature.space, nature.underwater,
        town.city, town.street, town.road, town.rails, town.village, town.stadium, rooms.kitchen,
        rooms.living_room, rooms.shop, rooms.office, rooms.classroom, rooms.carriage, rooms.workshop,
        rooms.clinic, rooms.theatre, rooms.studio, abstract.abstract,
    )
}  # fmt: skip
UNBACKED = {"abstract", "theatre", "studio", "carriage"}  # settings that have a ground of their own for the subject
