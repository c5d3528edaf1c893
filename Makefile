# What people and CI call. `make` alone prints this list.

PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export DJANGO_SETTINGS_MODULE := quincunx.settings
TESTS ?=
# Two workers use both cores; TESTS=tests/cases make test runs one room.
WORKERS ?= 2

.DEFAULT_GOAL := help
CHECKS := format lint floors types templates scripts messages migrations papers
.PHONY: help setup demo run check fix test test-postgres real bench drill docs pictures messages lock $(CHECKS:%=check-%)

help:  ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1|/' | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

setup:  ## make the environment, for tests and checks as well
	@$(PYTHON) tools/setup.py dev

demo:  ## a town with a year of work in it, and serve it
	@$(PYTHON) tools/setup.py run
	@$(BIN)/quincunx demo

run:  ## serve what is in ./var (after quincunx init)
	@$(PYTHON) tools/setup.py run
	@$(BIN)/quincunx serve

test: setup  ## everything on SQLite, browser included
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(TESTS)

test-postgres: setup  ## the database tests on PostgreSQL
	QUINCUNX_TEST_DATABASE=$${QUINCUNX_TEST_DATABASE:-postgres} $(BIN)/pytest -n $(WORKERS) --dist loadgroup -m 'not browser and not real and not drill' $(TESTS)

check: $(CHECKS:%=check-%)  ## format, lint, floors, types, templates, scripts, migrations, docs

check-format: setup
	@$(BIN)/ruff format --check --quiet .
check-lint: setup
	@$(BIN)/ruff check --quiet .
check-floors: setup
	@$(BIN)/lint-imports
check-types: setup
	@$(BIN)/mypy
check-templates: setup
	@$(BIN)/djlint src --lint --quiet
check-scripts: setup
	@node_modules/.bin/eslint .
	@node_modules/.bin/tsc --project front
check-messages: setup
	@$(BIN)/python tools/messages.py check
check-migrations: setup
	@QUINCUNX_DATABASE=sqlite:///:memory: $(BIN)/python -m django makemigrations --check --dry-run
check-papers: setup
	@$(BIN)/python tools/draw.py --check

fix: setup  ## put right what the tools can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint src --reformat --quiet
	node_modules/.bin/eslint --fix .

real: setup  ## real data from ../shared, where it is
	@if [ -d ../shared/data ]; then \
	  $(BIN)/pytest -m real; \
	else \
	  echo "make real: no data in ../shared/data, so there is nothing to import."; \
	fi

bench: setup  ## the table of docs/benchmarks.md on this machine
	@$(BIN)/quincunx bench
	@$(BIN)/python -m tests.figures

drill: setup  ## the long ones: kills, the full rights matrix, faults
	$(BIN)/pytest -m drill

pictures: setup  ## take the pictures of the guides anew
	@$(BIN)/python -m tests.figures.pictures

docs: setup  ## draw the documents that come from tables
	@$(BIN)/python tools/draw.py

messages: setup  ## compile the catalogues and name what is not translated
	@$(BIN)/python tools/messages.py check

lock: setup  ## write requirements/*.lock and package-lock.json anew
	@sh tools/lock.sh
