# opsdeck: everything a person types here starts with `make`. `make help` lists it.
# Works with GNU make 3.81, which is what macOS has.

SHELL := /bin/sh
.DEFAULT_GOAL := help
# A half-made environment is made again.
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
# Stamps: an environment is touched again when what it was made from has changed, and only then.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
CLAUDE_VERSION := 2.1.329
CLAUDE := .tools/claude/node_modules/.bin/claude
GRPCURL_VERSION := 1.9.4
# Extra words for pytest: make test PYTEST_ARGS="tests/unit -x"
PYTEST_ARGS ?=
# Tests wait for other processes more than they compute: two at once, a file of tests in one. The
# files in their order, not those of many tests first: the slow ones of acceptance have few, and at
# the end the other worker would wait for them.
PYTEST_WORKERS ?= 2

## For users

.PHONY: help
help: ## This list
	@awk 'BEGIN { FS = ":.*## " } \
		/^## / { printf "\n%s\n", substr($$0, 4) } \
		/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: $(RUNTIME) ## Make the environment where it is missing, and serve everything on one port
	@$(VENV)/bin/opsdeck serve

.PHONY: demo
demo: $(RUNTIME) ## One whole job on a sample repository, with no account (AGENT=claude: the real CLI)
	@$(VENV)/bin/opsdeck demo $(if $(AGENT),--agent $(AGENT))

## For engineers

.PHONY: dev
dev: $(DEV) ## Make the environment with all that tests and checks need
	@:

.PHONY: test
test: $(DEV) $(if $(filter true 1,$(CI)),tools) ## Run the tests (PYTEST_ARGS=… for pytest; bench is not among them)
	@OPSDECK_TEST_CLAUDE="$${OPSDECK_TEST_CLAUDE:-$(if $(wildcard $(CLAUDE)),$(CURDIR)/$(CLAUDE))}" \
		$(PY) -m pytest -m "not bench" -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: check
check: lint types check-ts imports proto check-gen ## Run every check: lint, types, layers, contract, drift

.PHONY: lint
lint: $(DEV) ## ruff: lint and format
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

.PHONY: format
format: $(DEV) ## ruff: put right what can be
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

.PHONY: types
types: $(DEV) ## basedpyright, with the strict rules
	@$(PY) -m basedpyright

.PHONY: check-ts
check-ts: $(DEV) ## tsc, strict: the TypeScript client, its examples and its tests
	@sh tools/npm.sh gen/ts run --silent check
	@sh tools/npm.sh tests/clients/ts run --silent check
	@echo "TypeScript finds nothing wrong"

.PHONY: imports
imports: $(DEV) ## import-linter: who may import whom
	@$(VENV)/bin/lint-imports --no-cache

.PHONY: proto
proto: $(DEV) ## buf: lint the contract, and compare it with the one last released (proto/baseline.binpb)
	@$(VENV)/bin/buf lint
	@$(VENV)/bin/buf breaking proto --against proto/baseline.binpb
	@echo "the contract breaks no rule and no client"

.PHONY: baseline
baseline: $(DEV) ## Take the contract as it is now for the one last released (when releasing)
	@$(VENV)/bin/buf build proto --exclude-source-info -o proto/baseline.binpb

.PHONY: gen
gen: $(DEV) ## Generate gen/ from proto/
	@$(PY) tools/generate.py

.PHONY: check-gen
check-gen: $(DEV) ## Say whether gen/ is what proto/ makes (writes nothing)
	@$(PY) tools/generate.py --check

.PHONY: bench
bench: $(DEV) ## Measure against the peers and print the table
	@$(PY) -m bench

.PHONY: tools
tools: $(DEV) ## Install what some tests need and pip does not have: the Claude Code CLI, Dart, Chromium, grpcurl, npm's
	@sh tools/claude.sh $(CLAUDE_VERSION) .tools/claude
	@sh tools/dart.sh .tools/dart
	@sh tools/grpcurl.sh $(GRPCURL_VERSION) .tools/grpcurl
	@sh tools/chromium.sh
	-@sh tools/npm.sh gen/ts && sh tools/npm.sh tests/clients/ts

.PHONY: lock
lock: $(DEV) ## Renew requirements/ from pyproject.toml, to the newest versions
	@$(PY) tools/lock.py

.PHONY: clean
clean: ## Remove the environment, caches and installed tools
	rm -rf $(VENV) .tools .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	rm -rf $(addprefix gen/ts/,node_modules dist build) $(addprefix tests/clients/ts/,node_modules build)
	find server gateway gen tests bench tools migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# ---- The environment ----

# An environment that was made in another folder has that folder's path in its scripts.
ifneq ($(shell cat $(VENV)/.made-in 2>/dev/null),$(CURDIR))
.PHONY: $(PY)
endif

$(PY):
	@sh tools/venv.sh $(VENV)

# What the lock names, exactly that and nothing else.
$(VENV)/.locked: $(PY) requirements/runtime.txt
	@echo "Installing what opsdeck runs on"
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@touch $@

# The checkout itself, in place: only its folders on the path, and the opsdeck command.
$(RUNTIME): $(VENV)/.locked pyproject.toml
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The same versions as the runtime lock's, and more.
$(VENV)/.dev-locked: $(VENV)/.locked requirements/dev.txt
	@echo "Installing what tests and checks need"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(DEV): $(RUNTIME) $(VENV)/.dev-locked
	@touch $@
