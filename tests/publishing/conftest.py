"""Pages made once for all tests of this folder."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests find the module `simulated` beside them
import simulated
from reader import read_page

from skm.publishing.gathering import gather_facts


def _pages(tmp_path_factory, name, made, **options):
    folder = tmp_path_factory.mktemp(name)
    simulated.write_pages(made, folder, **options)
    return folder


@pytest.fixture(scope="session")
def city():
    """Return the simulated city: survey, tables, evidence."""
    return simulated.city()


@pytest.fixture(scope="session")
def city_facts(city):
    """Return the facts of 2020 by language."""
    return {
        language: gather_facts(
            city.survey, city.indices, city.changes, "2020", evidence=city.evidence, language=language
        )
        for language in ("id", "en")
    }


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory, city):
    """Return the reports folder of the city."""
    return _pages(tmp_path_factory, "city", city)


@pytest.fixture(scope="session")
def city_page(city_folder):
    """Return the page of 2020."""
    return read_page(city_folder / "2020" / "index.html")


@pytest.fixture(scope="session")
def english_folder(tmp_path_factory, city):
    """Return the reports folder of the city with English as the pages' own language."""
    return _pages(tmp_path_factory, "english", city, language="en")


@pytest.fixture(scope="session")
def english_page(english_folder):
    """Return the page of 2020 in English, from an Indonesian survey."""
    return read_page(english_folder / "2020" / "index.html")


@pytest.fixture(scope="session")
def single_page(tmp_path_factory):
    """Return the page of one file of one unit in one period."""
    return read_page(_pages(tmp_path_factory, "single", simulated.single()) / "2020" / "index.html")


@pytest.fixture(scope="session")
def broken_page(tmp_path_factory):
    """Return the page of a year under another regulation than the year before."""
    return read_page(_pages(tmp_path_factory, "broken", simulated.broken()) / "2020" / "index.html")
