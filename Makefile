# Two commands are enough: `make demo` and `make test`. `make help` lists the rest.

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
# The first Python that is new enough; override with `make PYTHON=/path/to/python`.
PYTHON ?= $(shell for p in python3 python3.12 python3.11 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
WORKERS ?= auto
export PORT

.DEFAULT_GOAL := help
.PHONY: help install demo test check e2e rules bench lock clean system

help:  ## what this file can do
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/:/' | awk -F: '{printf "  make %-8s %s\n", $$1, $$2}'

install: $(VENV)/.base $(VENV)/.dev system  ## make the virtual environment and check the system's libraries

$(VENV)/.base: requirements/base.txt requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Echelon needs Python 3.11 or newer: none found on the PATH."; exit 1; }
	@$(PYTHON) config/machine.py venv
	@test -x $(PY) || { echo "Making the virtual environment in $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what the portal runs on"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Installing what proves the portal"
	@VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
