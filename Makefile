# Two commands for everybody: `make run` and `make test`. Each sets up what is missing first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check format docs lock clean

BIN := .venv/bin
ACKED ?= 200
FAULTS ?= 20
STEPS ?= 1000

help: ## Show what can be done
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):.*## /  make \1\t/' | expand -t 18

setup: ## Install what is missing (Python and page parts); quick when nothing is
	@.ci/setup

run: setup ## Set up and run everything with demonstration data; Ctrl-C ends it
	@exec $(BIN)/tinhso run

test: setup ## Set up what is missing and run every test
	@.ci/test

check: setup ## ruff, mypy, import-linter and the house rules (under 45 s)
	@.ci/check

format: setup ## Lay out every Python file the same way
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

docs: setup ## Draw the pages that are made from code and data
	@$(BIN)/tinhso catalogue pages docs/procedures
	@$(BIN)/python -m tools.pages

bench-%: setup ## Measure one thing: make bench-intake, bench-footprint …
	@$(BIN)/python -m bench.$*

drill: setup ## Faults under load: make drill ACKED=200 FAULTS=20
	@$(BIN)/python -m bench.drill --acked $(ACKED) --faults $(FAULTS)

simulate: setup ## The exchange over a faulty network, from seeds: make simulate STEPS=1000000
	@$(BIN)/python -m bench.simulate --steps $(STEPS)

lock: ## Renew the lock files from pyproject.toml (needs a package index)
	@.ci/lock

clean: ## Remove what can be made again (never the data in var/)
	rm -rf .venv node_modules frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
