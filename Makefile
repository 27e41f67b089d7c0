# `make serve` and `make test` work on a fresh machine and are safe to repeat.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: setup serve test screens eval bench clean

setup: $(INSTALLED)  ## the environment, and the encoder converted and exported (kept in var/)
	$(BIN)/dovidnyk encoder

serve: setup  ## build what changed, then serve on 127.0.0.1:8000
	$(BIN)/dovidnyk ingest
	$(BIN)/dovidnyk serve

test: setup  ## everything that must hold: style, types, tests with coverage
	.ci/packages
	.ci/axe-core
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/dovidnyk ingest
	$(BIN)/python -m pytest --cov --cov-report=term
	$(BIN)/coverage report --include='ingest/*,search/*' --fail-under=90 --format=total
	$(BIN)/dovidnyk eval gate

screens: setup  ## pictures of the widget in every state, in var/screens, and its times from key press to answer
	.ci/packages
	$(BIN)/dovidnyk ingest
	$(BIN)/python -m pytest -m by_hand

eval: setup  ## quality on the dev questions
	$(BIN)/dovidnyk ingest
	$(BIN)/dovidnyk eval run

bench: setup  ## speed and memory against the bare encoder
	$(BIN)/dovidnyk ingest
	$(BIN)/dovidnyk bench

clean:  ## remove the environment and everything that was built
	rm -rf .venv node_modules var

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt pip setuptools torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[ingest,eval,mcp,milvus,redis,test]'
	touch $@
