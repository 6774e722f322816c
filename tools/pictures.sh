#!/bin/sh
# Make the README's pictures anew from the film in out/: the storyboard, and six frames of the film on one sheet.
set -eu
ffmpeg=$(.venv/bin/python -c "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())")
frames=$(.venv/bin/python -c "import json; print(json.load(open('out/film.json'))['film']['frames'])")
$ffmpeg -loglevel error -y -i out/film.mp4 -frames:v 1 \
    -vf "select='not(mod(n-40,$((frames / 6))))',scale=640:-2:flags=lanczos,tile=3x2:padding=8:color=white" \
    -q:v 3 docs/frames.jpg
$ffmpeg -loglevel error -y -i out/board.png -vf "scale=1600:-2:flags=lanczos" -q:v 3 docs/board.jpg
