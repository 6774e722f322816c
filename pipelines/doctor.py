"""Looks this machine over: fonts, text shaping, ffmpeg, voice, GPU and disk, and how to mend what is amiss."""

from __future__ import annotations

import importlib
import importlib.util
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipelines import catalog
from pipelines.machinery import fonts, typeset
from pipelines.machinery.models.weights import models_folder
from pipelines.machinery.svg import escape, render
from studio.asks import Speak
from studio.crew import WorkDesk
from studio.errors import StudioError
from studio.store import Store

PYTHONS = ((3, 10), (3, 13))
PATIENCE = 20  # seconds; a healthy program answers in one
PATIENCE_WITH_TORCH = 120  # seconds; its first import reads gigabytes where it brings CUDA
ASK_TORCH = """
import json, torch
gpu = torch.cuda.is_available() and torch.cuda.get_device_properties(0)
apple = not gpu and torch.backends.mps.is_available() and torch.mps.recommended_max_memory()
print(json.dumps({
    "version": torch.__version__, "cuda": torch.version.cuda,
    "gpu": gpu.name if gpu else "Apple's GPU" if apple else "", "bytes": gpu.total_memory if gpu else apple or 0,
}))
"""
ENOUGH_DISK, TOO_LITTLE_DISK = 5e9, 1e9  # bytes; a minute of 720p film leaves about 0.3 GB behind


class Finding(NamedTuple):
    """One thing that was looked at. `mend` says what to do, and is empty when there is nothing to do."""

    name: str
    ok: bool
    found: str
    mend: str = ""


def checkup(home: Path) -> list[Finding]:
    """Everything a film needs on this machine, and what models find here; `home` is the data folder."""
    return [
        _python(), _bundled_fonts(), _cjk_fonts(), _shaping(), _ffmpeg(), _voice(), _gpu(), _torch(), _models(),
        _disk(home),
    ]  # fmt: skip


def _python() -> Finding:
    fine = PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]
    return Finding("python", fine, platform.python_version(), "" if fine else "Install Python 3.10 to 3.13.")


def _bundled_fonts() -> Finding:
    stems = sorted({*fonts.BY_SCRIPT.values(), *fonts.SIGNS, fonts.NASTALIQ})
    absent = [stem for stem in stems if not (fonts.BUNDLED / f"{stem}-Regular.ttf").is_file()]
    if absent:
        mend = "Get a whole copy of this project; assets/fonts is not complete."
        return Finding("fonts", False, f"missing: {', '.join(absent)}", mend)
    scripts = ", ".join(sorted({fonts.script_name(script) for script in fonts.BY_SCRIPT}))
    return Finding("fonts", True, f"bundled for {scripts}, and Nastaliq for Urdu")


def _cjk_fonts() -> Finding:
    face = fonts.cjk("SC", False)
    lacking = [
        name for name, sample in (("Chinese", "中"), ("Japanese", "あ"), ("Korean", "한")) if not _covers(sample)
    ]
    if face and not lacking:
        return Finding("fonts for Chinese, Japanese, Korean", True, f"{face.family} in {face.path}")
    return Finding(
        "fonts for Chinese, Japanese, Korean",
        False,
        f"none for {', '.join(lacking)}: films in these cannot be captioned; all others can",
        "On Debian or Ubuntu: apt-get install fonts-noto-cjk (56 MB). Elsewhere install Noto Sans CJK.",
    )


def _covers(character: str) -> bool:
    return not typeset.missing(character)


def _shaping() -> Finding:
    """Two shapers that share no code must draw the same Hindi syllable: HarfBuzz and the one in resvg."""
    syllable, face = "क्षि", fonts.bundled("NotoSansDevanagari", False)
    words = f'<text x="40" y="130" font-size="100" font-family="{face.family}" fill="#fff">{escape(syllable)}</text>'
    theirs = _ink(words, face.path)
    ours = _ink(typeset.svg_text(syllable, 40, 130, 100, anchor="start"), face.path)
    same = np.minimum(ours, theirs).sum() / max(1.0, np.maximum(ours, theirs).sum())
    if same > 0.9:
        return Finding("text shaping", True, "Hindi conjuncts are drawn as they should be")
    return Finding("text shaping", False, f"two shapers agree only by {same:.0%}", "Run 'make setup' again.")


def _ink(drawing: str, font: str) -> np.ndarray:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">{drawing}</svg>'
    return render(svg, 300, 200, [font])[..., 3].astype(float)


def _ffmpeg() -> Finding:
    mend = "Run 'make setup' again, or point IMAGEIO_FFMPEG_EXE at an ffmpeg with libx264 and aac."
    try:
        program = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()
        version = _said([program, "-hide_banner", "-version"]).splitlines()[0]
        encoders = _said([program, "-hide_banner", "-encoders"]).split()
    except (ImportError, RuntimeError, OSError, subprocess.SubprocessError, IndexError) as error:
        return Finding("ffmpeg", False, f"cannot be run: {error}", mend)
    absent = [name for name in ("libx264", "aac") if name not in encoders]
    if absent:
        return Finding("ffmpeg", False, f"{program} lacks {' and '.join(absent)}", mend)
    return Finding("ffmpeg", True, " ".join(version.split()[:3]))


def _said(command: list[str], patience: float = PATIENCE) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=patience, check=True)
    return done.stdout


def _voice() -> Finding:
    """Speaks one word, in a folder that is thrown away."""
    mend = "Run 'make setup' again; it installs the voice."
    card = catalog.cards()["espeak-ng"]
    try:
        with tempfile.TemporaryDirectory(prefix="reelwright-") as folder:
            store = Store(Path(folder))
            with WorkDesk(store, lambda done, note: None) as desk:
                (speech,) = catalog.hire(card).speak([Speak(text="Hello", language="en")], desk)
            store.close()
    except (StudioError, ImportError, AttributeError, OSError) as error:
        return Finding("voice", False, str(error), mend)
    return Finding("voice", True, f"{card.name} spoke a word of {speech.seconds:.1f} s")


def _gpu() -> Finding:
    here = catalog.machine()
    if not here.gpu:
        return Finding("GPU", True, "none that NVIDIA's driver knows; the drawn line-up needs none")
    return Finding("GPU", True, f"{here.gpu}, {here.gpu_gb:.0f} GB")


def _torch() -> Finding:
    """What torch sees, asked in a child: a build that does not fit this machine can end its process."""
    if importlib.util.find_spec("torch") is None:
        return Finding("torch", True, "not installed; the drawn line-up needs none, models need 'make setup-models'")
    try:
        said = json.loads(_said([sys.executable, "-c", ASK_TORCH], PATIENCE_WITH_TORCH))
    except (OSError, subprocess.SubprocessError, ValueError):
        return Finding("torch", False, "it is installed and cannot be imported", "Run 'make setup-models' again.")
    build = f"{said['version']}, {'built for CUDA ' + said['cuda'] if said['cuda'] else 'built without CUDA'}"
    if said["gpu"]:
        return Finding("torch", True, f"{build}: sees {said['gpu']}, {said['bytes'] / 1e9:.0f} GB")
    if catalog.machine().gpu:
        mend = "Install the build that fits your driver: https://pytorch.org/get-started/locally/."
        return Finding("torch", False, f"{build}: does not see the GPU that is here", mend)
    return Finding("torch", True, f"{build}: sees no GPU, so models run on the processor, slowly")


def _models() -> Finding:
    cards = [card for card in catalog.cards().values() if card.model]
    here = [card.name for card in cards if not catalog.lacks(card)]
    named = f": {', '.join(here)}" if here else ""
    return Finding("models", True, f"{len(here)} of {len(cards)} here{named}; downloads go to {models_folder()}")


def _disk(home: Path) -> Finding:
    place = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    found = f"{free / 1e9:.1f} GB free at {home}"
    if free >= ENOUGH_DISK:
        return Finding("disk", True, found)
    mend = "Free some space, run 'python app.py sweep', or choose another folder with --home."
    return Finding("disk", free >= TOO_LITTLE_DISK, found, mend)
