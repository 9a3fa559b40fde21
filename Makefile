# Two commands for people, the rest for whoever works on the code. Everything is idempotent and quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLD := .venv-floors
FLOOR_TESTS := tests/stats tests/test_reference_r.py tests/test_cases.py tests/test_indices.py tests/test_changes.py \
  tests/test_tally.py tests/test_tallies.py tests/test_research.py tests/test_notebook_views.py tests/test_tables.py \
  tests/test_exporting.py tests/test_pipeline.py tests/responses/test_reading.py tests/responses/test_frequencies.py \
  tests/responses/test_spss.py tests/responses/test_shapes_long.py tests/publishing/test_documents.py \
  tests/publishing/test_workbook.py tests/publishing/test_pages.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: report test lint floors bench pictures demo clean

report: $(VENV)/installed            ## run skm on the repository's own survey, print the path of the report
	@$(BIN)/skm run . || [ $$? -eq 1 ]

test: $(VENV)/tested                 ## run the whole test suite
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/tested                 ## what a reviewer should not have to say
	$(BIN)/ruff format --check skm tests benchmarks data
	$(BIN)/ruff check skm tests benchmarks data

# Warnings of old libraries about newer ones are not ours to mend; pandas 2.2 loads pyplot for its tables by itself.
floors: $(OLD)/tested                ## figures, readers and documents with the oldest libraries that are allowed
	$(OLD)/bin/python -m pytest -n auto -o filterwarnings=default $(FLOOR_TESTS) \
	  --deselect tests/test_notebook_views.py::test_a_chart_has_a_line_for_each_unit_and_writes_itself

bench: $(VENV)/tested                ## measure: ratios in one run, medians, peak memory
	$(BIN)/python -m benchmarks

pictures: $(VENV)/tested             ## the report's pages on both screens and on paper, as pictures, into build/pictures
	$(BIN)/python -m tests.pictures

demo: $(VENV)/tested                 ## make data/raw again from its seed
	$(BIN)/python data/make_demo_survey.py

clean:
	rm -rf $(VENV) $(OLD) build *.egg-info data/processed reports .pytest_cache .ruff_cache .hypothesis

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

$(OLD)/tested: $(VENV)/bin/python pyproject.toml tests/floors.py
	@$(PYTHON) -m venv $(OLD)
	@$(BIN)/python -m tests.floors > $(OLD)/floors.txt
	@$(OLD)/bin/python -m pip install --quiet --disable-pip-version-check -c $(OLD)/floors.txt --editable '.[test,sql,spss,docx]'
	@touch $@
