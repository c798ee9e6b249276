# Two commands matter: `make run` and `make test`. The rest is for people who change things.
PYTHON := .venv/bin/python
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test test-races test-packaging check format setup setup-dev setup-packaging lock forms demo-data screenshots package clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

setup: ## Install what the program needs (idempotent)
	@scripts/setup.sh run

setup-dev: ## Install what tests and checks need (idempotent)
	@scripts/setup.sh dev

setup-packaging: ## Install what building packages needs (idempotent)
	@scripts/setup.sh packaging

run: setup ## The main job with demo data: server, platform, one device, the desktop
	@$(PYTHON) -m quancai demo

test: check ## Everything that must be green: checks, then the whole suite
	@$(PYTHON) -m pytest -n 2 --dist loadfile --max-worker-restart 0

test-packaging: setup-packaging ## Packages built, installed into a clean Debian, upgraded and removed (root; 20 minutes)
	@$(PYTHON) -m pytest -n0 -m installing tests/packaging

SEEDS ?= 1 2 3
test-races: setup-dev ## The desktop's tests with threads that begin and answer late (SEEDS="4 5" for others)
	@for seed in $(SEEDS); do echo "· seed $$seed"; \
	  $(PYTHON) -m pytest tests/desktop -n 2 --dist loadfile --max-worker-restart 0 --hesitant $$seed \
	    --ignore tests/desktop/test_screens.py --ignore tests/desktop/test_collecting_screens.py || exit 1; done

check: setup-dev ## Style, types, import contracts
	@echo "· ruff" && $(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
	@echo "· mypy" && $(PYTHON) -m mypy
	@echo "· import contracts" && .venv/bin/lint-imports --no-logo

format: setup-dev ## Let ruff lay out the code
	@$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format .

COMPILE := .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

lock: setup-dev ## Compile requirements/*.in into hashed locks without any address in them
	@for set in runtime server gm dev oracle; do \
	  alone=$$([ $$set = oracle ] && echo --no-deps || true); \
	  $(COMPILE) $$alone requirements/$$set.in -o requirements/$$set.txt || exit 1; done
	@cp requirements/runtime.txt requirements/runtime-xinchuang.txt
	@$(COMPILE) requirements/runtime.in --override requirements/xinchuang.in -o requirements/runtime-xinchuang.txt

forms: setup-dev ## Rebuild the form workbooks and XForms from their tables
	@$(PYTHON) scripts/make_forms.py

demo-data: setup-dev ## Rebuild the invented residents of the demo township
	@$(PYTHON) scripts/make_demo_township.py

screenshots: setup-dev ## Every screen in both languages at 100 % and 150 % into build/screenshots
	@$(PYTHON) scripts/make_screenshots.py

package: setup-packaging ## Bundles, .deb of desktop and server, portable archive, bills, from HEAD into build/package
	@$(PYTHON) -m installers build

clean: ## Remove what was built (not .venv)
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
