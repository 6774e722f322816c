"""Cleans a spoken line."""

from studio.asks import Clean
from studio.film import Speech
from studio.roles import Desk


def clean(ask: Clean, desk: Desk) -> Speech:
    return ask.speech
