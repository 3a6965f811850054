# `make example` and `make test` do all of their own setting up: they need Python 3.11 or newer (with venv) and make.
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
STORY ?= examples/harsk_dam
OUT ?= out

.PHONY: example test lint types rooms tests bench speed package docs pictures browser postgresql setup setup-dev clean help
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

example: setup  ## print the brief of the shipped example and write it as one HTML page
	@mkdir -p $(OUT)
	$(BIN)/tellings brief $(STORY) --out $(OUT)/brief.html
	$(BIN)/tellings brief $(STORY)
	@echo; echo "The same brief as a page, ready to open: $(abspath $(OUT))/brief.html"

test: setup-dev browser postgresql lint types rooms tests  ## everything that must hold: lint, types, rooms, tests

lint: setup-dev  ## style and common mistakes
	$(BIN)/ruff check .

types: setup-dev  ## types, strictly
	$(BIN)/mypy

rooms: setup-dev  ## which room may import which
	$(BIN)/lint-imports --no-cache

tests: setup-dev  ## the tests, on two cores; ARGS=... goes to pytest
	$(BIN)/pytest --numprocesses 2 --dist loadfile $(ARGS)

bench: setup-dev  ## quality on the gold stories and the example; fails below the pinned floors
	$(BIN)/python -m bench.quality $(ARGS)

speed: setup-dev  ## speed and memory on this machine, beside a peer in the same run
	$(BIN)/python -m bench.speed $(ARGS)

package: setup-dev  ## the sdist, the wheel and the wheels it needs in dist, installed into a fresh environment and counted
	rm -rf dist
	$(BIN)/python -m bench.footprint --keep dist

docs: setup-dev  ## write the generated pages of docs/reference anew
	$(BIN)/python docs/generate.py

pictures: setup-dev browser  ## draw the pictures of the README and the docs anew
	$(BIN)/python docs/pictures.py
	TELLINGS_PICTURES=docs/images $(BIN)/pytest tests/web/test_newcomer.py

setup: .venv/.installed  ## what running it needs, in .venv
setup-dev: $(VENV)/.installed-dev  ## what the checks need

# A venv without pip is half made (Debian without python3-venv leaves one): it goes, and the next interpreter has its turn.
$(BIN)/python:
	@found=; \
	make_venv() { \
	  $$1 -m venv $(VENV) && $(BIN)/python -m pip --version && return; \
	  [ ! -f $(VENV)/pyvenv.cfg ] || rm -rf $(VENV); return 1; \
	} >/dev/null 2>&1; \
	for p in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  found="$$found $$p"; \
	  make_venv $$p && exit 0; \
	done; \
	if [ -n "$$found" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing python3-venv."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      python3-venv; } </dev/null >/dev/null 2>&1; \
	  for p in $$found; do make_venv $$p && exit 0; done; \
	fi; \
	if [ -n "$$found" ]; then \
	  echo "No virtual environment can be made with:$$found. Install the venv module (on Debian: apt-get install python3-venv)."; \
	else \
	  echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3."; \
	fi; exit 1

# An old pip does not understand every extra that our dependencies ask for, so pip itself comes first.
$(VENV)/.pip: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# The page is tested in a real browser. Root on Debian gets one; anybody else is told; under CI=true it must be there.
browser:  ## Chromium for the tests of the page, where it is missing and root may install it
	@if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
	    || command -v google-chrome >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing chromium for the browser tests."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      chromium fonts-liberation; } </dev/null >/dev/null 2>&1; \
	fi; \
	if ! command -v chromium >/dev/null 2>&1; then \
	  echo "No chromium: the browser tests cannot run."; \
	  [ "$${CI:-}" != true ] || exit 1; \
	fi

# The library is tested in PostgreSQL too, on a private server that the tests start themselves. See tests/postgresql.py.
postgresql:  ## PostgreSQL for the tests of the library, where it is missing and root may install it
	@there() { [ -n "$${TELLINGS_TEST_POSTGRESQL:-}" ] || command -v initdb >/dev/null 2>&1 \
	    || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }; \
	if there; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing PostgreSQL for the tests of the library."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      postgresql; } </dev/null >/dev/null 2>&1; \
	fi; \
	if ! there; then \
	  echo "No PostgreSQL: the tests of the library run on SQLite alone."; \
	  [ "$${CI:-}" != true ] || exit 1; \
	fi

clean:  ## remove what was built
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
