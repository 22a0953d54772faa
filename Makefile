# make demo   plan and simulate Kaltim Kariangau Terminal
# make serve  the board, at http://127.0.0.1:8400/
# make test   everything that must hold before a change is kept
PYTHON ?= python3
BIN := .venv/bin

demo: .venv/run
	$(BIN)/dermaga demo --out out/demo

serve: .venv/run
	$(BIN)/dermaga serve

test: .venv/test
	PATH="$(CURDIR)/$(BIN):$$PATH" tests/run.sh

# What documents take from the code and its runs.
docs: .venv/test
	$(BIN)/python -m data.formats.document
	$(BIN)/python -m data.formats.plan_document
	$(BIN)/python -m data.scenarios.document
	$(BIN)/python -m data.cases.document
	$(BIN)/python -m data.kpis
	$(BIN)/python -m simulations.validation
	$(BIN)/python -m simulations.validation_kkt
	$(BIN)/python -m simulations.what_ifs
	$(BIN)/python docs/pictures.py docs/pictures
	$(BIN)/python -m docs.licences

# The pins hold every package that runs, and every package that tests.
pins: .venv/test
	$(BIN)/pip install --quiet 'pip-tools>=7.4,<8'
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --upgrade --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --upgrade --extra test --constraint requirements.txt --output-file requirements-test.txt pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	$(BIN)/python -m scheduler.berths
	$(BIN)/python -m scheduler.loading
	$(BIN)/python -m scheduler.yard.plan
	touch $@

.venv/test: requirements-test.txt .venv/run
	$(BIN)/pip install --quiet --requirement requirements-test.txt
	touch $@

.PHONY: demo serve test docs pins
