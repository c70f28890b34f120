.DEFAULT_GOAL := help
SHELL := /bin/sh

export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
# the certificates the machine trusts (a company's proxy too), as .ci/get_uv.py does
export UV_SYSTEM_CERTS ?= 1
# compiled once here: where Python may not write its caches, each start of `herald` would compile everything again
export UV_COMPILE_BYTECODE ?= 1
UV := $(shell command -v uv 2>/dev/null || echo .uv/uv)
HERALD := .venv/bin/herald
RUN := .venv/bin/
WORKERS ?= auto

.PHONY: help setup demo test check format clean
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

.uv/uv:
	python3 .ci/get_uv.py .uv

setup: .venv/.ready ## create .venv with the locked dependencies

.venv/.ready: pyproject.toml uv.lock $(if $(filter .uv/uv,$(UV)),.uv/uv)
	$(UV) sync --frozen --quiet --python python3
	$(RUN)python -m compileall -q bot notifier policy
	@touch $@

demo: .venv/.ready ## run the main job on a sample policy; leaves ./demo-output
	$(HERALD) demo

test: .venv/.ready ## run the whole test suite
	$(RUN)pytest -n $(WORKERS) --dist loadgroup

check: .venv/.ready ## ruff, mypy --strict, import-linter
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)mypy
	$(RUN)lint-imports

format: .venv/.ready ## format and mend what ruff can mend
	$(RUN)ruff format .
	$(RUN)ruff check --fix .

bench-%: .venv/.ready ## run bench/NAME.py
	PYTHONPATH=tests:tests/delivery:tests/policy/compare $(RUN)python bench/$(subst -,_,$*).py $(ARGS)

clean: ## remove what make made
	rm -rf .venv .uv .cache demo-output
