"""The examples in the documentation of the code are true."""

import doctest
import importlib
import pkgutil

import pytest

import skm

MODULES = sorted(m.name for m in pkgutil.walk_packages(skm.__path__, "skm.") if not m.name.endswith("__main__"))


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
