"""Distils the pictograms and their names in many languages into assets/pictograms.

    npm pack @iconify-json/noto@1.2.9 cldr-annotations-full@48.2.0
    python tools/pictograms.py iconify-json-noto-1.2.9.tgz cldr-annotations-full-48.2.0.tgz

Run it again only to take a newer edition of either package; what it writes is committed.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipelines.machinery.tables import table  # noqa: E402
from tools.packages import read  # noqa: E402

OUT = ROOT / "assets" / "pictograms"
CHOICE = {name: text.split() for name, text in table(OUT / "choice.toml").items()}

GROUPS = {
    "Activities": "activity",
    "Animals & Nature": "nature",
    "Food & Drink": "food",
    "Objects": "object",
    "Travel & Places": "travel",
    "People & Body": "people",
    "Smileys & Emotion": "feeling",
    "Symbols": "symbol",
}

DIAL = re.compile(r"^(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)-(oclock|thirty)$")


TONES = ("light", "medium", "medium-dark")  # the renderer's own yellow is the skin of nobody


def wanted(name: str, group: str) -> bool:
    if name in CHOICE["lettered"] or DIAL.match(name):
        return False
    if group in ("feeling", "symbol"):
        return name in CHOICE["kept_signs"]
    return group != "people" or name in CHOICE["people"]


def tidy(body: str) -> str:
    """Coordinates to a tenth of a unit in 128: the eye sees no difference, the file loses a fifth."""
    return re.sub(r"(\d*\.\d)\d+", r"\1", body)


def pictograms(package: Path) -> dict[str, Any]:
    icons, metadata = read(package, "icons.json")["icons"], read(package, "metadata.json")
    signs: dict[str, str] = {}
    for code, name in read(package, "chars.json").items():
        signs.setdefault(name, "".join(chr(int(part, 16)) for part in code.split("-")))
    found: dict[str, Any] = {}
    for title, names in metadata["categories"].items():
        group = GROUPS.get(title, "")
        for name in names:
            if not group or name not in icons or name not in signs or not wanted(name, group):
                continue
            toned = [
                icons[f"{name}-{tone}-skin-tone"]["body"] for tone in TONES if f"{name}-{tone}-skin-tone" in icons
            ]
            bodies = [tidy(body) for body in toned or [icons[name]["body"]]]
            if max(map(len, bodies)) < 40_000:
                found[name] = {
                    "group": "scene" if name in CHOICE["scenes"] else group,
                    "sign": signs[name],
                    "bodies": bodies,
                }
    return dict(sorted(found.items()))


def names(package: Path, language: str, found: dict[str, Any]) -> dict[str, list[str]]:
    """For every pictogram its name first, then its keywords."""
    table = read(package, f"annotations/{language}/annotations.json")["annotations"]["annotations"]
    named = {}
    for name, pictogram in found.items():
        entry = table.get(pictogram["sign"]) or table.get(pictogram["sign"].replace("\ufe0f", ""))
        if entry and entry.get("tts"):
            title = entry["tts"][0]
            named[name] = [title, *(word for word in entry.get("default", ()) if word != title)]
    return named


def write(noto: Path, cldr: Path) -> None:
    found = pictograms(noto)
    shapes = {name: {"group": p["group"], "bodies": p["bodies"]} for name, p in found.items()}
    packed = gzip.compress(json.dumps(shapes, separators=(",", ":")).encode(), 9, mtime=0)
    (OUT / "noto.json.gz").write_bytes(packed)
    with zipfile.ZipFile(OUT / "names.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for language in CHOICE["languages"]:
            text = json.dumps(names(cldr, language, found), ensure_ascii=False, separators=(",", ":"))
            member = zipfile.ZipInfo(f"{language}.json", (1980, 1, 1, 0, 0, 0))
            archive.writestr(member, text.encode(), zipfile.ZIP_DEFLATED, 9)
    sys.stdout.write(f"{len(found)} pictograms, {len(CHOICE['languages'])} languages\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
