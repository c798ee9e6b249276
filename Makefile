# Two commands matter: `make run` and `make test`. The rest is for people who change things.
PYTHON := .venv/bin/python
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test test-older-qt test-xinchuang test-races test-packaging package-xinchuang check format setup setup-dev setup-packaging lock forms demo-data screenshots package clean

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

PYTEST := -m pytest -n 2 --dist loadfile --max-worker-restart 0
test: check test-older-qt ## Everything that must be green: checks, part of the desktop on the older Qt, the whole suite
	@$(PYTHON) $(PYTEST)

# What a window shows and how it is worked in; the whole suite on that Qt is `make test-xinchuang`.
OLDER_QT := .venv/older-qt
ON_OLDER_QT := application appearances capture_feed changing_text_size choices coming_again components contrast \
  cycle_collection deciding_columns deciding_page drafts_at_the_desk first_run form_* front_door gig_* \
  help idle_lock joining_journey journeys kept_place keys_after_a_form lasting_constants pin_dots \
  point_lists question* rail_and_menu record_page returned_on_screen rounds_view scan_view scanner_gun \
  secret_form single_window small_picture start_is_light store_worker sync_worker tasks_view \
  today_presenter unlocking where_a_draft_opens wizard_presenter
test-older-qt: setup-dev ## Part of the desktop's tests on the Qt of the lock for UOS and Kylin (docs/adr/0037)
	@PYTHONPATH=$(OLDER_QT) $(PYTHON) -c 'import PySide6, sys; sys.exit(PySide6.__version__ != "6.7.3" and "not the older Qt")'
	@PYTHONPATH=$(OLDER_QT) $(PYTHON) $(PYTEST) $(ON_OLDER_QT:%=tests/desktop/test_%.py)

test-xinchuang: ## The whole suite on the lock for UOS and Kylin, in .venv-xinchuang
	@QUANCAI_VENV=.venv-xinchuang scripts/setup.sh dev xinchuang
	@.venv-xinchuang/bin/python $(PYTEST)

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
	@$(COMPILE) requirements/xinchuang.in -o requirements/xinchuang.txt
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

OLD_SYSTEM ?= build/old-system
package-xinchuang: ## The .deb for UOS and Kylin, built and tried in a Debian 11 in a folder (root; 40 minutes)
	@test -x $(OLD_SYSTEM)/opt/python3.11/bin/pip3.11 || scripts/old_system.sh make $(OLD_SYSTEM)
	@scripts/old_system.sh build $(OLD_SYSTEM) build/package-xinchuang
	@scripts/old_system.sh try build/package-xinchuang/quancai_*.deb

clean: ## Remove what was built (not .venv)
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
