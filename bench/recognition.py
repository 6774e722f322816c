"""Can somebody who sees only the pictures, shuffled and without a word on them, tell which line each belongs to?

    python bench/recognition.py draw SCRIPTS OUT     a sheet of pictures and a list of lines for each script
    python bench/recognition.py score OUT            once the answers are in OUT/answers.json

SCRIPTS is a folder of briefs (.txt) that nobody used while building. For each, OUT/NAME/pictures.png shows the
keyframes of its first eight shots, shuffled and lettered, and OUT/NAME/lines.txt what their lines say, numbered.
The key stays in OUT/key.json, which whoever answers must not see. An answer is {"NAME": {"A": 3, "B": 1, ...}}.
By chance one picture a script is matched rightly. bench/recognition.json has the last result, on bench/scripts, which
nobody had used before; whoever tunes words for them must write others for the next.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path
from string import ascii_uppercase

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipelines import catalog  # noqa: E402
from pipelines.machinery.tables import ASSETS  # noqa: E402
from studio.api import Studio  # noqa: E402
from studio.film import Brief  # noqa: E402

MOST = 8
WIDE, HIGH, HEAD, ACROSS = 640, 360, 40, 2  # pixels of a picture and of the strip with its letter above it


def draw(scripts: Path, out: Path) -> None:
    key = {}
    with tempfile.TemporaryDirectory() as home:
        studio = Studio(Path(home), catalog)
        for file in sorted(scripts.glob("*.txt")):
            name, text = file.stem, file.read_text(encoding="utf-8")
            studio.start(Brief(text=text, seed=studio.seed(name, text)), name=name)
            pictures = studio.draw(name)
            shots = [shot for shot in studio.board(name).shots if shot.kind == "scene"][:MOST]
            order = list(range(len(shots)))
            random.Random(file.stem).shuffle(order)
            (out / file.stem).mkdir(parents=True, exist_ok=True)
            _sheet([pictures[at] for at in order]).save(out / file.stem / "pictures.png")
            lines = "".join(f"{number}. {shot.says}\n" for number, shot in enumerate(shots, start=1))
            (out / file.stem / "lines.txt").write_text(lines, encoding="utf-8")
            key[file.stem] = {letter: at + 1 for letter, at in zip(ascii_uppercase, order, strict=False)}
    (out / "key.json").write_text(json.dumps(key, indent=1), encoding="utf-8")


def _sheet(files: list[Path]) -> Image.Image:
    """Pictures under their letters, two across."""
    rows = -(-len(files) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * WIDE, rows * (HIGH + HEAD)), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(ASSETS / "fonts" / "NotoSans-Bold.ttf", round(0.7 * HEAD))
    for at, (letter, file) in enumerate(zip(ascii_uppercase, files, strict=False)):
        x, y = at % ACROSS * WIDE, at // ACROSS * (HIGH + HEAD)
        pen.text((x + 8, y), letter, "black", font)
        with Image.open(file) as picture:
            sheet.paste(picture.convert("RGB").resize((WIDE, HIGH), Image.Resampling.LANCZOS), (x, y + HEAD))
    return sheet


def score(out: Path) -> None:
    key, answers = (json.loads((out / name).read_text()) for name in ("key.json", "answers.json"))
    right = {name: sum(answers.get(name, {}).get(at) == line for at, line in of.items()) for name, of in key.items()}
    for name, of in key.items():
        wrong = [f"{at}: {answers.get(name, {}).get(at)}, not {line}" for at, line in of.items()
                 if answers.get(name, {}).get(at) != line]  # fmt: skip
        print(f"{name}: {right[name]} of {len(of)}  {'; '.join(wrong)}")
    total = sum(map(len, key.values()))
    print(f"{sum(right.values())} of {total}: {sum(right.values()) / total:.0%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing, scoring = commands.add_parser("draw"), commands.add_parser("score")
    drawing.add_argument("scripts", type=Path)
    for command in (drawing, scoring):
        command.add_argument("out", type=Path)
    given = parser.parse_args()
    if given.command == "draw":
        draw(given.scripts, given.out)
    else:
        score(given.out)


if __name__ == "__main__":
    main()
