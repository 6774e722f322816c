# Everything runs in .venv, which is made when it is first needed. PYTHON chooses another interpreter.
PYTHON ?= python3
BIN := .venv/bin
SAMPLE := assets/briefs/chai.md

.PHONY: help setup setup-models film pictures gallery app test lint bench clean

help:
	@echo "make film   a film from a sample brief, with its storyboard, in out/"
	@echo "make app    the studio's page on http://127.0.0.1:7860"
	@echo "make test   lint, types and all tests"
	@echo "make setup-models   what films with local models need"
	@echo "make bench  how long the road takes here, stage by stage"

setup: .venv/ready

.venv/ready: requirements.txt packages.txt
	@echo "Setting up .venv with what a film needs (a minute or two) ..."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@tools/system-packages.sh packages.txt
	@touch $@

setup-models: .venv/ready-models

.venv/ready-models: .venv/ready requirements-models.txt tools/fit_torchaudio.py
	@echo "Adding what local models need: torch, diffusers, transformers (some minutes, 2 GB; 6 GB with CUDA) ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-models.txt
	$(BIN)/python tools/fit_torchaudio.py
	@touch $@

.venv/ready-dev: .venv/ready-models requirements-dev.txt pyproject.toml
	@echo "Adding what the tests need ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@tools/system-packages.sh packages-test.txt
	@touch $@

film: .venv/ready
	@mkdir -p out
	@echo "Making out/film.mp4 from $(SAMPLE) with the drawn line-up: no GPU, no key, no network ..."
	$(BIN)/python app.py make $(SAMPLE) --project sample -o out/film.mp4
	$(BIN)/python app.py board sample -o out/board.png

# In a home of its own, so that nothing remembered from older code gets into the pictures.
pictures: .venv/ready
	rm -rf out/home
	REELWRIGHT_HOME=out/home $(MAKE) film
	tools/pictures.sh

# The storyboards of ten briefs on one sheet.
gallery: .venv/ready
	$(BIN)/python tools/gallery.py

app: .venv/ready
	$(BIN)/python app.py

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: .venv/ready-dev lint
	@echo "Running all tests (some minutes on two cores) ..."
	$(BIN)/python -m pytest

bench: .venv/ready
	$(BIN)/python bench/road.py

clean:
	rm -rf .venv out
