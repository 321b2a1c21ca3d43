# Two commands do it all: `make run` and `make test`. The others are for those who work on the code.
SHELL := /bin/bash
PORT ?= 8000
PY := .venv/bin/python
BIOME := node_modules/.bin/biome
export PORT

.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.PHONY: run
run: .venv/runtime ## set everything up and serve the demo on http://127.0.0.1:8000 (PORT= for another)
	@$(PY) -c 'import socket, sys; taken = not socket.socket().connect_ex(("127.0.0.1", $(PORT))); sys.exit("Port $(PORT) is taken. Choose another: PORT=%d make run" % ($(PORT) + 1) if taken else 0)'
	@mkdir -p staticfiles
	@$(PY) manage.py demo
	@exec .venv/bin/uvicorn lms.project.asgi:application --host 127.0.0.1 --port $(PORT) --log-level warning \
	  --ws websockets-sansio --ws-per-message-deflate false --ws-max-size 65536 --ws-ping-interval 20 \
	  --ws-ping-timeout 20 --timeout-graceful-shutdown 10

.PHONY: test
test: .venv/dev ## the whole suite on SQLite (browser journeys where Chromium is there)
	@.venv/bin/pytest $(ARGS)

.PHONY: test-pg
test-pg: .venv/dev ## the whole suite on private PostgreSQL and Redis servers
	@$(PY) -m tests.parts .venv/bin/pytest $(ARGS)

.PHONY: lint
lint: .venv/dev node_modules/.installed ## style, contracts, types
	@$(BIOME) ci --error-on-warnings static
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports && .venv/bin/mypy \
	  && .venv/bin/djlint templates --lint --check --quiet && $(PY) -m tests.architecture.style

.PHONY: format-static
format-static: node_modules/.installed ## write styles and scripts as `make lint` wants them
	@$(BIOME) check --write static

.PHONY: benchmark
benchmark: .venv/dev ## what pages, cases, the register and workbooks cost, as ratios and growth (10 minutes)
	@$(PY) -m benchmarks.pages
	@$(PY) -m benchmarks.scenarios
	@$(PY) -m benchmarks.people
	@$(PY) -m benchmarks.workbooks

.PHONY: messages
messages: .venv/runtime ## extract the texts into the catalogue of each app and compile them (needs gettext)
	@$(PY) manage.py update_messages

.PHONY: lock
lock: ## resolve the dependencies anew (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE) pyproject.toml -o requirements.lock
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE) pyproject.toml --group dev -o requirements-dev.lock

.PHONY: clean
clean: ## throw away the environment and the demo's data
	@rm -rf .venv node_modules var staticfiles

# uv is quicker where it is there; pip obeys a company's own settings and is always there.
define install
	@test -x $(PY) || python3 -c 'import sys; sys.exit("Python 3.11 or newer is needed.") if sys.version_info < (3, 11) else None'
	@test -x $(PY) || python3 -m venv .venv
	@echo "Installing $(1) …"
	@if command -v uv >/dev/null; then uv pip install -q --python $(PY) --require-hashes -r $(1); \
	  else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi
	@touch $@
endef

.venv/runtime: requirements.lock
	$(call install,requirements.lock)

.venv/dev: requirements-dev.lock
	$(call install,requirements-dev.lock)
	@touch .venv/runtime

# Biome is one program; npm only brings it. Nothing that is served or run needs Node.
node_modules/.installed: package-lock.json
	@command -v npm >/dev/null || { echo "make lint needs npm, to install Biome (on Debian: apt-get install nodejs npm)." >&2; exit 1; }
	@echo "Installing $< …"
	@npm ci --silent
	@touch $@
