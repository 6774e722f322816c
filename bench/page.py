"""How long `python app.py` takes until the page answers, several times over.

    python bench/page.py [--times 5]

The rival in the same run is the import of Gradio alone, as it comes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = "7869"


def until_it_answers(home: str) -> float:
    """Seconds from the command to the first page."""
    environment = {**os.environ, "REELWRIGHT_HOME": home, "REELWRIGHT_PORT": PORT}
    began = time.perf_counter()
    server = subprocess.Popen([sys.executable, str(ROOT / "app.py")], env=environment, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}", timeout=5) as page:
                    assert page.status == 200
                return time.perf_counter() - began
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.02)
    finally:
        server.terminate()
        server.wait()


def import_alone() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import gradio"], check=True)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as home:
        pairs = [(until_it_answers(home), import_alone()) for _ in range(times)]
    result = {
        "page_s": round(statistics.median(page for page, _ in pairs), 2),
        "import_gradio_s": round(statistics.median(alone for _, alone in pairs), 2),
        "page_vs_import": round(statistics.median(page / alone for page, alone in pairs), 2),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
