"""Importing skm: silent, quick, and with the names that the documents promise."""

import json
import subprocess
import sys

import pytest

import skm

LOOK = """
import json, logging, sys, warnings
before = (len(logging.root.handlers), logging.root.level, len(warnings.filters), set(sys.modules))
import skm
{more}
heavy = sorted({{m.split(".")[0] for m in set(sys.modules) - before[3]}} | {{"scipy.stats"}} & set(sys.modules))
loggers = [name for name, logger in logging.root.manager.loggerDict.items() if getattr(logger, "handlers", [])]
after = (len(logging.root.handlers), logging.root.level, len(warnings.filters))
sys.stdout.flush()
print(json.dumps([after == before[:3], loggers, heavy]), file=sys.stderr)
"""


def look(tmp_path, more=""):
    """Run an import in a fresh interpreter in an empty folder; return what it printed, changed and loaded."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOOK.format(more=more)],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    unchanged, loggers, loaded = json.loads(done.stderr)
    return done.stdout, unchanged, loggers, set(loaded)


def test_import_is_silent_and_light(tmp_path):
    """Importing skm prints nothing, changes no logger and no warning, writes nothing, and loads no library."""
    printed, unchanged, loggers, loaded = look(tmp_path)
    assert (printed, unchanged, loggers) == ("", True, [])
    assert not loaded & {"pandas", "numpy", "scipy", "scipy.stats", "duckdb", "matplotlib", "jinja2", "typer", "rich"}
    assert list(tmp_path.iterdir()) == []


def test_all_names_load_without_plotting(tmp_path):
    """Even with every public name loaded, there is no plotting library and no scipy.stats."""
    more = "names = [getattr(skm, name) for name in skm.__all__]"
    printed, _, loggers, loaded = look(tmp_path, more)
    assert (printed, loggers) == ("", [])
    assert "pandas" in loaded
    assert not loaded & {"scipy.stats", "matplotlib", "polars", "pyspark", "typer", "rich"}


def test_what_counts_is_not_loaded_before_the_engine_reads(tmp_path):
    """The reader and the pipeline come without scipy: a command loads it while the engine reads."""
    _, _, _, loaded = look(tmp_path, "import skm.pipeline")
    assert "duckdb" in loaded
    assert "scipy" not in loaded


def test_public_names_exist():
    """Each public name is there and documented, and nothing else passes for one."""
    for name in skm.__all__:
        assert getattr(skm, name).__doc__, name
    assert set(skm.__all__) <= set(dir(skm))
    with pytest.raises(AttributeError):
        _ = skm.no_such_name


def test_the_documented_calls_are_public():
    """The calls of the interface that this version builds are names of the package."""
    promised = "open_survey Survey read_responses tally_responses compute_indices compare_periods write_report".split()
    assert set(promised) <= set(skm.__all__)
