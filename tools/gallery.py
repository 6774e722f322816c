"""Draw the storyboards of the ten briefs in tools/gallery.toml on one sheet, a row for each: docs/gallery.jpg.

python tools/gallery.py [--out docs/gallery.jpg] [--home out/home]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipelines import catalog  # noqa: E402
from pipelines.machinery.tables import table  # noqa: E402
from studio.api import Studio  # noqa: E402
from studio.film import Brief, edited  # noqa: E402

WIDE, HIGH, GAP = 208, 117, 6  # pixels of a picture, and between two


def row(pictures: list[Path], count: int) -> np.ndarray:
    """Pictures side by side on white, with room for `count`; HIGH x width x 3."""
    sheet = Image.new("RGB", (count * (WIDE + GAP) - GAP, HIGH), "white")
    for at, file in enumerate(pictures):
        with Image.open(file) as picture:
            sheet.paste(picture.convert("RGB").resize((WIDE, HIGH), Image.Resampling.LANCZOS), (at * (WIDE + GAP), 0))
    return np.asarray(sheet)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "gallery.jpg")
    parser.add_argument("--home", type=Path, default=ROOT / "out" / "home")
    given = parser.parse_args()
    studio, boards = Studio(given.home, catalog), []
    for said in table(ROOT / "tools" / "gallery.toml")["brief"]:
        brief = Brief(text=said["text"].strip(), look=said["look"], colours=tuple(said.get("colours", ())))
        name = said["name"].replace(" ", "-")
        studio.start(edited(brief, seed=studio.seed(name, brief.text)), name=name)
        boards.append(studio.draw(name))
    count = max(map(len, boards))
    between = np.full((GAP, count * (WIDE + GAP) - GAP, 3), 255, np.uint8)
    rows = [part for board in boards for part in (row(board, count), between)][:-1]
    Image.fromarray(np.vstack(rows)).save(given.out, quality=88)


if __name__ == "__main__":
    main()
