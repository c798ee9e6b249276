# Two commands matter: `make run` and `make test`. The rest is for people who change things.
PYTHON := .venv/bin/python
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check format setup setup-dev lock forms demo-data screenshots package clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: ## Install what the program needs (idempotent)
	@scripts/setup.sh run

setup-dev: ## Install what tests and checks need (idempotent)
	@scripts/setup.sh dev

run: setup ## The main job with demo data: server, platform, one device, the desktop
	@$(PYTHON) -m quancai demo

test: check ## Everything that must be green: checks, then the whole suite
	@$(PYTHON) -m pytest -n 2 --dist loadfile --max-worker-restart 0

check: setup-dev ## Style, types, import contracts
	@echo "· ruff" && $(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
	@echo "· mypy" && $(PYTHON) -m mypy
	@echo "· import contracts" && .venv/bin/lint-imports --no-logo

format: setup-dev ## Let ruff lay out the code
	@$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format .

lock: setup-dev ## Compile requirements/*.in into hashed locks without any address in them
	@for set in runtime server gm dev oracle; do \
	  alone=$$([ $$set = oracle ] && echo --no-deps || true); \
	  .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url $$alone \
	    --no-header --quiet requirements/$$set.in -o requirements/$$set.txt || exit 1; done

forms: setup-dev ## Rebuild the form workbooks and XForms from their tables
	@$(PYTHON) scripts/make_forms.py

demo-data: setup-dev ## Rebuild the invented residents of the demo township
	@$(PYTHON) scripts/make_demo_township.py

screenshots: setup-dev ## Every screen in both languages at 100 % and 150 % into build/screenshots
	@$(PYTHON) scripts/make_screenshots.py

package: setup-dev ## One-folder program in dist/quancai
	@$(PYTHON) -m PyInstaller --noconfirm --log-level WARN build.spec

clean: ## Remove what was built (not .venv)
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
