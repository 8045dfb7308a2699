# The doors of the project: every command does its own set-up.   make help
.DEFAULT_GOAL := help
.PHONY: help run demo test check pytest coverage translate package pictures audit bench bench-long simulate torture lock clean

PY := .venv/bin/python
SOURCES := roadmap_core desktop_app sync_server migrations packaging benchmarks tests resources

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/ready: requirements.lock packaging/setup.sh pyproject.toml
	@bash packaging/setup.sh

run: .venv/ready ## Open the program
	@$(PY) packaging/translate.py --quiet
	@$(PY) -m desktop_app

demo: .venv/ready ## Run the main job: 36 cities, a server, two answers, the community, a city by stick; results in build/demo
	@$(PY) packaging/translate.py --quiet
	@$(PY) -m benchmarks.demo

test: check pytest ## Pass all checks and all tests

check: .venv/ready ## Format, lint, types, import contracts, dead code, dependencies, translations
	@echo "Format";                 $(PY) -m ruff format --check --quiet $(SOURCES)
	@echo "Lint";                   $(PY) -m ruff check --quiet $(SOURCES)
	@echo "Types";                  $(PY) -m mypy
	@echo "Import contracts";       .venv/bin/lint-imports
	@echo "Dead code";              $(PY) -m vulture
	@echo "Dependencies";           $(PY) -m deptry . --no-ansi
	@echo "Translations";           $(PY) packaging/translate.py --check

pytest: .venv/ready ## All tests, migrations included
	@$(PY) packaging/translate.py --quiet
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n auto --dist worksteal

# What both programs must do alike, and what an attacker sees first: each branch there has a test.
COVERED := cbor entries merge ledger exchange keys

coverage: .venv/ready ## Branch coverage of the signed core; fails below 100 %
	@$(PY) -m pytest -q $(wildcard $(COVERED:%=tests/unit/%)) tests/vectors tests/property $(COVERED:%=--cov=roadmap_core.%) \
	  --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

translate: .venv/ready ## Extract, update, check and compile the languages
	@$(PY) packaging/translate.py

package: .venv/ready ## Build the frozen program for this system and smoke-test it
	@bash packaging/setup.sh package
	@$(PY) packaging/translate.py --quiet
	@$(PY) packaging/build.py

pictures: .venv/ready ## Render every screen in {light, dark} x {en, en_XA, ar_XB, ar, ja} into build/pictures, a few into docs/pictures
	@$(PY) packaging/translate.py --quiet
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.ui.render --chosen docs/pictures

audit: .venv/ready ## The accessibility audit of every page in every look; its table goes into docs/evidence/audit.md
	@$(PY) packaging/translate.py --quiet
	@mkdir -p build && rm -f build/audit.jsonl
	@WAYMARK_AUDIT=build/audit.jsonl QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n auto --dist worksteal tests/ui -k audit
	@$(PY) -m tests.ui.audit_table build/audit.jsonl docs/evidence/audit.md

bench: .venv/ready ## The figures of the README that take minutes
	@$(PY) -m benchmarks

simulate: .venv/ready ## Run SEEDS=1500 histories in which everything fails, and the table of mistakes that must be caught
	@$(PY) -m tests.simulation --seeds $(or $(SEEDS),1500)
	@$(PY) -m tests.simulation --mutants 150

torture: .venv/ready ## Power loss, refused calls, kill -9, at length (IMAGES=20000, TRACED=3000, KILLS=1000)
	@WAYMARK_IMAGES=$(or $(IMAGES),20000) WAYMARK_STEPS=200 $(PY) -m pytest -q -s -p no:randomly tests/faults/test_power_loss.py
	@WAYMARK_TRACED_IMAGES=$(or $(TRACED),3000) WAYMARK_REFUSED_CALLS=1000 $(PY) -m pytest -q -s tests/faults/test_traced_writes.py tests/faults/test_refusing_disk.py
	@WAYMARK_KILLS=$(or $(KILLS),1000) $(PY) -m pytest -q -s tests/faults/test_local_storage.py -k row_40
	@WAYMARK_PROCESS_KILLS=$(or $(KILLS),1000) $(PY) -m pytest -q -s tests/faults/test_kills.py
	@WAYMARK_WINDOW_KILLS=$(or $(KILLS),1000) $(PY) -m pytest -q -s tests/faults/test_window_kills.py

lock: ## Renew requirements.lock (hashed, for every system, without addresses)
	@$(PY) -m pip install --quiet uv
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml \
	  -o requirements.lock --no-header --no-annotate --no-emit-index-url

clean: ## Remove what was built, and the environment
	@rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
