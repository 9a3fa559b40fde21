# Two commands for people, the rest for whoever works on the code. Everything is idempotent and quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: report test lint bench pictures demo clean

report: $(VENV)/installed            ## run skm on the repository's own survey, print the path of the report
	@$(BIN)/skm run . || [ $$? -eq 1 ]

test: $(VENV)/tested                 ## run the whole test suite
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/tested                 ## what a reviewer should not have to say
	$(BIN)/ruff format --check skm tests benchmarks data
	$(BIN)/ruff check skm tests benchmarks data

bench: $(VENV)/tested                ## measure: ratios in one run, medians, peak memory
	$(BIN)/python -m benchmarks

pictures: $(VENV)/tested             ## the report's pages on both screens and on paper, as pictures, into build/pictures
	$(BIN)/python -m tests.pictures

demo: $(VENV)/tested                 ## make data/raw again from its seed
	$(BIN)/python data/make_demo_survey.py

clean:
	rm -rf $(VENV) build *.egg-info data/processed reports .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "skm needs Python 3.11 or newer: try make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing: sudo apt install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@$(PIP) -c constraints.txt --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	@$(PIP) -c constraints.txt --editable '.[test,sql,spss,docx,spark]'
	@touch $@
