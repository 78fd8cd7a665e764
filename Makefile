# Two commands are enough: `make map` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := map
.PHONY: map test bench sheets data model clean

map: $(VENV)/.run
	$(BIN)/python -m geo.render

test: $(VENV)/.test
	tests/find_chromium.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

bench: $(VENV)/.test
	$(BIN)/python -m bench

# Every look of the page and the snapshot, on one sheet each, in docs/.
sheets: $(VENV)/.test
	$(BIN)/python -m geo.render
	$(BIN)/python tests/contact_sheet.py
	$(BIN)/python tests/snapshot_sheet.py

data: $(VENV)/.data
	$(BIN)/python -m data.build

model: $(VENV)/.data
	$(BIN)/python -m data.build.model

clean:
	rm -rf $(VENV) .upstream

# Each stamp stands for one set of installed packages; it is made anew when their lists change.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --upgrade pip

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	$(BIN)/python -m compileall -q geo
	touch $@

$(VENV)/.test: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group test
	touch $@

$(VENV)/.data: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group data
	touch $@
