"""Notebooks run from top to bottom, and define no method."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch):
    """Every code cell runs in order, and none defines a function or a class."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            assert "def " not in source and "class " not in source
            exec(compile(source, str(path), "exec"), names)  # noqa: S102  our own notebook
    assert "skm" in names
