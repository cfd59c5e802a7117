# Two commands are enough: `make demo` and `make test`. `make help` lists the rest.

VENV := .venv
PY := $(VENV)/bin/python
UV := VIRTUAL_ENV=$(VENV) $(VENV)/bin/uv
# The first Python that is new enough; another one: `make PYTHON=/path/to/python`.
PYTHON ?= $(shell for p in python3 python3.12 python3.11 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
# The programs that `demo` plays; all of them when empty.
PROGRAMS ?=
WORKERS ?= auto
# What `test`, `e2e` and `campaign` run; all of it when empty.
TESTS ?=
# The checkers of `lint` that take longest.
MYPY ?= $(VENV)/bin/mypy
IMPORTS ?= $(VENV)/bin/lint-imports
DJLINT ?= $(VENV)/bin/djlint --lint --quiet templates
WORDS ?= $(PY) -m tests.words --check
# What came of every test that carries a rule id, in the last run of `test`.
OUTCOMES := var/rule-outcomes.json
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock"
# For tools that load the settings but need no server: nothing is started.
OFFLINE := DATABASE_URL=postgres://nobody@127.0.0.1:9/none REDIS_URL=redis://127.0.0.1:9/0
export PORT
# Modules are compiled once and kept: the suite starts hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo install test check lint e2e shots rules campaign bench lock cities clean system

help:  ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-9s%s\n", $$1, $$2}'

demo: $(VENV)/.base system  ## the whole portal with five invented networks, the first on http://bitrix24.localhost:8000/
	@exec $(PY) -m config.demo --programs $(PROGRAMS)

install: $(VENV)/.base $(VENV)/.dev system  ## set up only: virtual environment, packages, system libraries

test: $(VENV)/.dev system  ## the whole suite in parallel, on embedded servers; the ten slowest tests
	@$(PY) config/machine.py test
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal --durations=10 --rule-outcomes=$(OUTCOMES) $(TESTS)

check: lint rules  ## lint, and the rules

lint: $(VENV)/.dev system  ## style, types, layers, migrations, templates, translations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(DJLINT)
	$(OFFLINE) $(IMPORTS)
	$(OFFLINE) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(WORDS)
	$(OFFLINE) $(MYPY)

e2e: $(VENV)/.dev system  ## the portal in a real Chromium
	@$(PY) config/machine.py e2e
	$(PY) -m pytest -q -n $(WORKERS) --durations=10 $(or $(TESTS),tests/e2e)

shots: $(VENV)/.dev system  ## a picture of every page of the demo, into var/shots
	@$(PY) config/machine.py e2e
	$(PY) -m tests.shots $(SHOTS)

rules: $(VENV)/.dev system  ## every rule of the program documents: proved by which test, or planned
	@$(PY) config/machine.py test
	$(PY) -m tests.rules.report $(or $(RULES),-n $(WORKERS))

campaign: $(VENV)/.dev system  ## the tests that take samples, with large ones: kills, races, made-up requests and lives
	@$(PY) config/machine.py test
	ECHELON_CAMPAIGN=1 $(PY) -m pytest -q -n $(WORKERS) --timeout=5400 --durations=10 -m campaign $(TESTS)

bench: $(VENV)/.base system  ## figures of bench/README.md on this machine
	$(PY) -m bench $(BENCH)

lock: $(VENV)/.base  ## pin requirements/*.in with hashes
	$(UV) $(LOCK) requirements/uv.in -o requirements/uv.txt
	$(UV) $(LOCK) requirements/base.in -o requirements/base.txt
	$(UV) $(LOCK) requirements/embedded.in -o requirements/embedded.txt
	$(UV) $(LOCK) requirements/dev.in -o requirements/dev.txt
	$(UV) $(LOCK) requirements/cities.in -o requirements/cities.txt

cities: $(VENV)/.base  ## write the names of cities that searches know anew
	$(UV) pip install --quiet --target var/cities --require-hashes -r requirements/cities.txt
	PYTHONPATH=var/cities $(PY) -m common.searching.cities_file
	rm -rf var/cities

clean:  ## remove the virtual environment and everything under var/
	@test ! -x $(PY) || $(PY) -m config.embedded.removal
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What the operating system must provide (config/system_packages.txt): installed for root on Debian, else told.
system: $(VENV)/.base
	@$(PY) config/machine.py run redis

$(VENV)/.base: requirements/base.txt requirements/embedded.txt requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Echelon needs Python 3.11 or newer; none was found on the PATH."; exit 1; }
	@$(PYTHON) config/machine.py venv
	@test -x $(PY) || { echo "Making the virtual environment in $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what the portal runs on"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements/base.txt -r requirements/embedded.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Installing what proves the portal"
	@$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@
