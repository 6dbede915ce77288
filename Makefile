.DEFAULT_GOAL := help
PYTHON ?= python3
UV_VERSION := 0.13.8
BIN := .venv/bin
T ?= tests
# Most tests wait for a clock, a database or a process: two for each core.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")

##@ Use it
run: .venv/.ready ## Start VidGenie on http://127.0.0.1:3000; needs no key and no service
	$(BIN)/vidgenie serve

##@ Work on it
setup: .venv/.ready ## Make .venv from requirements.lock

test: .venv/.ready ## Every test but those that call real providers (T=tests/domain to narrow)
	$(BIN)/python tools/chromium.py
	$(BIN)/python tools/steady.py
	$(BIN)/python -m vidgenie build
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not live and not e2e and not soak" $(T)
	$(if $(filter tests,$(T)),$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "e2e and not soak" tests/e2e)

check: .venv/.ready ## Format, lint, layers, house rules, types, licences, compile
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python tools/house_lint.py vidgenie
	$(BIN)/pyright
	$(BIN)/python tools/licences.py
	$(BIN)/python tools/compile_pages.py

fix: .venv/.ready ## Format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.ready ## Measure; prints ratios of one run
	$(BIN)/python tools/chromium.py
	$(BIN)/python -m tests.bench

soak: .venv/.ready ## The tests that take long, then an hour of killing the server
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m soak tests
	$(BIN)/python -m tests.crash.soak

lock: .venv/.ready ## Update requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-header --upgrade --quiet pyproject.toml --output-file requirements.lock

clean: ## Remove what can be made again; your data in .vidgenie stays
	rm -rf .venv .web .states .cache assets/external

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python \
		--require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python tools/steady.py
	touch $@

.PHONY: run setup test check fix bench soak lock clean help
