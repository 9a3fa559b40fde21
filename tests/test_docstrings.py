"""The examples in the documentation of the code are true, and the pages of the methods are whole."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import skm

MODULES = sorted(m.name for m in pkgutil.walk_packages(skm.__path__, "skm.") if not m.name.endswith("__main__"))
METHODS = Path(__file__).parents[1] / "docs" / "methods"


@pytest.mark.parametrize("name", ["skm", *MODULES])
def test_examples_are_true(name):
    """Every example gives what it says."""
    module = importlib.import_module(name)
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0


def test_examples_are_found():
    """There are examples to check, and a false one fails."""
    finder = doctest.DocTestFinder()
    n_examples = sum(len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name)))
    assert n_examples > 30
    false = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "false", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(false, out=lambda _: None).failed == 1


OTHER_PAGES = ("cleaning", "coverage", "ratings", "verify")  # no methods of statistics


@pytest.mark.parametrize("page", sorted(path.stem for path in METHODS.glob("*.md") if path.stem not in OTHER_PAGES))
def test_a_method_says_what_it_rests_on(page):
    """The page of a method has assumptions, input, output, formula, limits, sources and what it was checked against."""
    text = (METHODS / f"{page}.md").read_text(encoding="utf-8").lower()
    parts = ("assumptions", "input", "output", "formula", "limits", "sources", "checked against")
    assert [part for part in parts if part not in text] == []
