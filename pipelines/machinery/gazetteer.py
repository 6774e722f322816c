"""Where countries, regions and cities are, by their names in any language; what the words of a map stand for."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pipelines.machinery.languages import scripts_of
from pipelines.machinery.tables import ASSETS, table
from studio.errors import BadInput

ONWARD = "→"  # before a place that is reached from the one before it
_MAPS = ASSETS / "maps"
_POSITION = re.compile(
    r"(?:(?P<name>.*?)\s*@\s*)?(?P<lat>[+-]?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(?P<lon>[+-]?\d{1,3}(?:\.\d+)?)"
)


class Place(NamedTuple):
    """A place: the words that stand for it on a map, degrees north and east, and its reach in km, 0 for a city."""

    words: str
    lat: float
    lon: float
    km: float = 0.0
    country: str = ""  # its own, or the one it is in, by ISO 3166


class _Entry(NamedTuple):
    """A place with its names by language, or by script where their language is not known."""

    here: Place
    by_language: dict[str, list[str]]
    by_script: dict[str, list[str]]


def place(words: str) -> Place:
    """What a map's words stand for: `Pune, India`, `Pune`, `Ethiopia`, `our farm @ 18.52, 73.86`.

    Raises BadInput for a place that is not known.
    """
    said = words.removeprefix(ONWARD).strip()
    found = _at(said) or _every().get(folded(said))
    if found is None:
        raise BadInput(
            f"The map does not know where '{said}' is.",
            "Name a country or a larger city, or say where it is in degrees, such as 'our farm @ 18.52, 73.86'.",
        )
    return found


def is_place(words: str) -> bool:
    """Whether words stand for a place on a map."""
    return folded(words) in _every()


def _at(said: str) -> Place | None:
    match = _POSITION.fullmatch(said)
    if match is None or abs(float(match["lat"])) > 90 or abs(float(match["lon"])) > 180:
        return None
    return Place(said, float(match["lat"]), float(match["lon"]))


@lru_cache(maxsize=8)
def names(language: str) -> dict[str, Place]:
    """Places by the folded names that a text in this language may call them by."""
    code, scripts = language.replace("_", "-").partition("-")[0].lower(), scripts_of(language)
    found: dict[str, Place] = {}
    for entry in _entries():
        own = [name for script, written in entry.by_script.items() if script in scripts for name in written]
        for name in (*entry.by_language.get(code, ()), *entry.by_language.get("en", ()), *own):
            found.setdefault(folded(name), entry.here)
    return found


def folded(name: str) -> str:
    """A name as names are compared: in lower case, with plain apostrophes and single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("’", "'").split())


@lru_cache(maxsize=1)
def _every() -> dict[str, Place]:
    """Places by all their names in all languages; cities also with their country and, the largest first, without."""
    found: dict[str, Place] = {}
    for entry in _entries():
        for written in (*entry.by_language.values(), *entry.by_script.values(), [entry.here.words]):
            for name in written:
                found.setdefault(folded(name), entry.here)
    for entry in _entries():
        name, comma, _ = entry.here.words.rpartition(", ")
        if comma:
            found.setdefault(folded(name), entry.here)
            found.setdefault(folded(f"{name}, {entry.here.country}"), entry.here)
    return found


@lru_cache(maxsize=1)
def _entries() -> list[_Entry]:
    """Countries first, then regions, then cities from the largest down."""
    data = json.loads(gzip.decompress((_MAPS / "places.json.gz").read_bytes()))
    more = table(_MAPS / "regions.toml")
    found, english = [], {}
    for code, country in data["countries"].items():
        own = {language: [name] for language, name in country["names"].items()}
        for language, others in more["also"].get(code, {}).items():
            own[language] = [*own.get(language, ()), *others]
        english[code] = more["short"].get(code, country["names"]["en"])
        found.append(_Entry(Place(english[code], *country["at"], country["km"], code), own, {}))
    for region in more["region"]:
        found.append(_Entry(Place(region["names"]["en"][0], *region["at"], region["km"]), region["names"], {}))
    for name, code, lat, lon, by_script in data["cities"]:
        words = f"{name}, {english[code]}" if code in english else name
        found.append(_Entry(Place(words, lat, lon, 0.0, code), more["spelt"].get(words, {}), by_script))
    return found
