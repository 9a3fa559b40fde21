"""What a test needs of the computer: skipped where it is missing, a failure where everything must run."""

import os

import pytest


def needs(found, name):
    """Skip a test where a program is missing, unless SKM_TEST_ALL says that all must run."""
    if not found and os.environ.get("SKM_TEST_ALL"):
        pytest.fail(f"{name} is missing, and SKM_TEST_ALL asks for every test")
    if not found:
        pytest.skip(f"{name} is not installed")
