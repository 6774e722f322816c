"""Brings a shot's colours to its neighbours'."""

from studio.asks import Match
from studio.film import Balance
from studio.roles import Desk


def match(ask: Match, desk: Desk) -> Balance:
    return Balance()
