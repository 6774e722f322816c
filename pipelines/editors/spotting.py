"""Finds faces and subjects."""

from studio.asks import Spot
from studio.film import Seen
from studio.roles import Desk


def spot(ask: Spot, desk: Desk) -> Seen:
    return Seen()
