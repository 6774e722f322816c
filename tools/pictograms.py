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
import tarfile
import zipfile
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "assets" / "pictograms"

LANGUAGES = (
    "af am ar as az bn cs da de el en es et fa fi fil fr gu ha he hi hr hu hy id ig it ja ka kk km kn ko lo "
    "ml mn mr ms my ne nl no or pa pl pt ro ru si sk so sr sv sw ta te th tr uk ur uz vi xh yo zh zu"
).split()

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

# A face or a sign tells nothing a scene could not tell better; these few do.
KEPT_SIGNS = {"red-heart", "ghost", "robot", "alien", "love-letter", "recycling-symbol", "atom-symbol"}

# Pictures are free of language, so whatever carries letters, digits or a dial stays out.
LETTERED = set(
    """1st-place-medal 2nd-place-medal 3rd-place-medal pool-8-ball mahjong-red-dragon joker slot-machine bus-stop
    stop-sign taxi oncoming-taxi newspaper rolled-up-newspaper identification-card e-mail dvd optical-disk
    chart-increasing-with-yen dollar-banknote euro-banknote pound-banknote yen-banknote money-bag
    money-with-wings calendar tear-off-calendar spiral-calendar love-hotel hotel bank post-office
    japanese-post-office convenience-store atm-sign alarm-clock mantelpiece-clock watch stopwatch timer-clock
    moon-viewing-ceremony flower-playing-cards club-suit diamond-suit heart-suit spade-suit cigarette coffin
    headstone funeral-urn map-of-japan statue-of-liberty tokyo-tower bomb dagger water-pistol muted-speaker
    bell-with-slash loudspeaker receipt pager police-car oncoming-police-car card-index fax-machine
    white-cane knot hole collision station running-shirt reminder-ribbon placard input-tray
    mobile-phone-with-arrow envelope-with-arrow incoming-envelope inbox-tray outbox-tray
    red-envelope game-die globe-with-meridians new-moon-face first-quarter-moon-face last-quarter-moon-face
    full-moon-face sun-with-face wind-face school circus-tent""".split()
)
DIAL = re.compile(r"^(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)-(oclock|thirty)$")

# People whose work or doing can be seen; the rest of the group is gestures and relations.
PEOPLE = set(
    """artist astronaut construction-worker cook factory-worker farmer firefighter health-worker judge mechanic
    office-worker pilot scientist singer student teacher technologist police-officer guard detective
    person-running person-walking person-biking person-swimming person-in-lotus-position person-climbing
    person-lifting-weights person-rowing-boat person-surfing person-juggling person-bouncing-ball person-golfing
    woman-dancing man-dancing person-mountain-biking baby child boy girl man woman older-person old-man old-woman
    family woman-with-headscarf person-wearing-turban pregnant-woman breast-feeding person-feeding-baby superhero
    handshake clapping-hands folded-hands raised-fist flexed-biceps writing-hand nail-polish selfie
    person-getting-haircut person-getting-massage person-in-bed person-taking-bath ballet-dancer skier snowboarder
    brain anatomical-heart lungs bone tooth eye ear footprints busts-in-silhouette speaking-head
    princess prince santa-claus people-holding-hands""".split()
)
TONES = ("light", "medium", "medium-dark")  # the renderer's own yellow is the skin of nobody


def read(package: Path, name: str) -> Any:
    with tarfile.open(package) as tar:
        member = tar.extractfile(f"package/{name}")
        assert member is not None, f"{package} has no {name}"
        return json.load(member)


def wanted(name: str, group: str) -> bool:
    if name in LETTERED or DIAL.match(name):
        return False
    if group in ("feeling", "symbol"):
        return name in KEPT_SIGNS
    return group != "people" or name in PEOPLE


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
            toned = [icons[f"{name}-{tone}-skin-tone"]["body"] for tone in TONES if f"{name}-{tone}-skin-tone" in icons]
            bodies = [tidy(body) for body in toned or [icons[name]["body"]]]
            if max(map(len, bodies)) < 40_000:
                found[name] = {"group": group, "sign": signs[name], "bodies": bodies}
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
        for language in LANGUAGES:
            text = json.dumps(names(cldr, language, found), ensure_ascii=False, separators=(",", ":"))
            member = zipfile.ZipInfo(f"{language}.json", (1980, 1, 1, 0, 0, 0))
            archive.writestr(member, text.encode(), zipfile.ZIP_DEFLATED, 9)
    sys.stdout.write(f"{len(found)} pictograms, {len(LANGUAGES)} languages\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
