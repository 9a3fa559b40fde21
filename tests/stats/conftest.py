"""What R computed, and the invented answers that it computed it from (tests/reference/README.md)."""

import json
from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).parents[1] / "reference"


@pytest.fixture(scope="session")
def reference():
    """Return R's results by key."""
    return json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def answers():
    """Return the answers without gaps, with the respondent's own index as `index`."""
    frame = pd.read_csv(FOLDER / "skm_complete.csv")
    return frame.assign(index=25 * frame[[f"u{place}" for place in range(1, 10)]].mean(axis=1))


@pytest.fixture(scope="session")
def one_unit(answers):
    """Return the answers of unit U01 in 2025."""
    return answers[(answers["year"] == 2025) & (answers["unit"] == "U01")]


@pytest.fixture(scope="session")
def elements():
    """Return the names of the nine element columns."""
    return [f"u{place}" for place in range(1, 10)]


@pytest.fixture(scope="session")
def attitude():
    """Return the attitude data of Chatterjee and Price (1977), as base R has them."""
    return pd.read_csv(FOLDER / "attitude_R.csv").drop(columns="id")


@pytest.fixture(scope="session")
def margins():
    """Return the known totals of U01 in 2025 by sex and age: var, level, N."""
    return pd.read_csv(FOLDER / "u01_2025_margins.csv")


@pytest.fixture(scope="session")
def users():
    """Return the users of each unit in 2025, by unit."""
    frame = pd.read_csv(FOLDER / "unit_population.csv")
    return frame[frame["year"] == 2025].set_index("unit")["N"]
