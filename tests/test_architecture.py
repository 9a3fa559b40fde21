"""The house: who may import whom, who touches files, and what no module may hold. Each guard is broken on purpose."""

import ast
import functools
import re
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "skm"

COMMON = {
    *(
        "errors",
        "messages",
        "regulation",
        "survey",
        "addresses",
        "periods",
        "moments",
        "tables",
        "moving",
        "engine",
        "holding",
    ),
}
STAGES = {"responses", "tally", "indices", "changes", "quality", "sampling", "verifying", "ratings"} | {
    "followups",
    "themes",
    "publishing",
    "provenance",
}
# Room → the rooms that it may import: the plan of docs/map.md, from the top down.
MAY_IMPORT = {
    "skm": set(),
    "__main__": {"cli"},
    "cli": {"pipeline", "districts", "proofreading", "releasing", "starting", "checking", "exporting"}
    | STAGES
    | COMMON,
    "proofreading": {"pipeline", "publishing"} | COMMON,
    "releasing": {"pipeline", "publishing", "provenance"} | COMMON,
    "districts": {"pipeline", "tallies", "tally"} | COMMON,
    "pipeline": {"research", "leftovers"} | STAGES | COMMON,
    "responses": {"tally", "tallies", "cores"} | COMMON,
    "tallies": {"tally"} | COMMON,
    "tally": {"lanes"} | COMMON,
    "lanes": set(),
    "indices": {"tally", "stats", "plots"} | COMMON,
    "changes": {"indices", "stats", "plots"} | COMMON,
    "quality": {"tally", "indices", "stats"} | COMMON,
    "sampling": {"tally", "indices", "stats"} | COMMON,
    "research": {"tally", "indices", "changes", "stats"} | COMMON,
    "publishing": {"indices", "changes", "ratings", "followups", "cores"} | COMMON,
    "verifying": {"indices", "stats"} | COMMON,
    "ratings": {"stats"} | COMMON,
    "followups": COMMON,
    "themes": COMMON,
    "plots": set(),
    "checking": COMMON,
    "starting": COMMON,
    "exporting": {"tally", "provenance"} | COMMON,
    "provenance": COMMON,
    "leftovers": {"provenance"} | COMMON,
    "stats": {"errors"},
    "survey": {"addresses", "tables", "periods", "moments", "regulation", "errors"},
    "addresses": set(),
    "cores": set(),
    "engine": set(),
    "moments": {"errors"},
    "tables": {"engine", "moving", "holding", "regulation", "errors"},
    "moving": {"errors", "holding"},
    "holding": set(),
    "regulation": {"errors"},
    "periods": {"errors"},
    "errors": {"messages"},
    "messages": set(),
}
LIBRARIES = {"stats"}  # rooms that are shelves of functions, taken from their modules
STATS_LIBRARIES = {"numpy", "scipy"}
TOO_SLOW = ("scipy.stats", "matplotlib.pyplot")
FILE_CALLS = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rmdir", "touch", "iterdir"),
    *("glob", "rglob", "rmtree", "mkdtemp", "TemporaryDirectory", "NamedTemporaryFile", "read_csv", "read_excel"),
}
# The engine's workspace belongs to responses.
FILE_ROOMS = {
    "survey",
    "regulation",
    "ratings",
    "followups",
    "themes",
    "responses",
    "tables",
    "publishing",
    "starting",
    "provenance",
    "cli",
    "moving",
    "holding",
    "leftovers",
    "releasing",
    "proofreading",
    "cores",
}


parse = functools.cache(ast.parse)


def modules_of(package):
    """Return the syntax tree of each module of a package by its dotted name."""
    trees = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        trees[name] = parse(path.read_text(encoding="utf-8"))
    return trees


def imports_of(tree):
    """Return what a module imports anywhere, also inside functions, as (module, name)."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [("." * node.level + (node.module or ""), alias.name) for alias in node.names]
    return found


def room_of(module):
    """Return the room that a module of the package belongs to."""
    return module.split(".")[1] if "." in module else "skm"


def target_of(module, name, known):
    """Return the module that an import leads to: `from skm import tally` leads to skm.tally."""
    return f"{module}.{name}" if f"{module}.{name}" in known else module


def wrong_imports(package):
    """Return every import against the plan: upward, into the insides of a room, of what is private or too slow."""
    trees = modules_of(package)
    wrong = []
    for name, tree in trees.items():
        room = room_of(name)
        for module, imported in imports_of(tree):
            top = module.split(".")[0]
            target = target_of(module, imported, trees)
            if module.startswith("."):
                wrong.append(f"{name}: relative import of {imported}")
            elif top == "skm" and room_of(target) != room:
                if room_of(target) not in MAY_IMPORT[room]:
                    wrong.append(f"{name}: imports {target}")
                if target.count(".") > 1 and room_of(target) not in LIBRARIES:
                    wrong.append(f"{name}: imports the inside {target}")
            elif room == "stats" and top != "skm" and top not in STATS_LIBRARIES | sys.stdlib_module_names:
                wrong.append(f"{name}: imports {module}")
            if top == "skm" and imported.startswith("_"):
                wrong.append(f"{name}: imports the private {imported}")
            if f"{module}.{imported}".startswith(TOO_SLOW):
                wrong.append(f"{name}: imports {module}")
    return wrong


def cycles(package):
    """Return one cycle of imports between modules, function-level ones included; nothing where there is none."""
    trees = modules_of(package)
    graph = {
        name: {target_of(module, imported, trees) for module, imported in imports_of(tree)} & (set(trees) - {name})
        for name, tree in trees.items()
    }
    done, path = set(), []

    def visit(name):
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        path.append(name)
        found = next((cycle for target in sorted(graph[name]) if (cycle := visit(target))), [])
        path.pop()
        done.add(name)
        return found

    return next((cycle for name in sorted(graph) if (cycle := visit(name))), [])


def file_touchers(package):
    """Return the modules outside the rooms for files that open, write, list or remove one."""
    return sorted(
        f"{name}: {call}"
        for name, tree in modules_of(package).items()
        if room_of(name) not in FILE_ROOMS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (call := getattr(node.func, "attr", getattr(node.func, "id", ""))) in FILE_CALLS
    )


def markup_in_strings(package):
    """Return the strings that hold a closing tag: markup is made by templates alone."""
    return [
        f"{name}: line {node.lineno}"
        for name, tree in modules_of(package).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "</" in node.value
    ]


def asserts(package):
    """Return the assert statements: they vanish under -O, so they check nothing."""
    return [
        f"{name}: line {node.lineno}"
        for name, tree in modules_of(package).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
    ]


@pytest.fixture(scope="module")
def wrong_before():
    """Return what the guard on imports finds without any help."""
    return set(wrong_imports(PACKAGE))


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a copy of the package in which a guard can be broken."""
    target = tmp_path_factory.mktemp("rumah") / "skm"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.fixture
def plant(copy):
    """Return a function that adds lines to a module of the copy; they are taken out again afterwards."""
    before = {}

    def add(module, lines):
        path = copy / module
        before[path] = path.read_bytes()
        path.write_bytes(before[path] + f"\n\n{lines}\n".encode())
        return copy

    yield add
    for path, content in before.items():
        path.write_bytes(content)


def test_every_room_is_in_the_plan():
    """Each module and folder of the package has its place in the plan."""
    rooms = {room_of(name) for name in modules_of(PACKAGE)}
    assert rooms == set(MAY_IMPORT)


def test_imports_lead_downward():
    """No module imports upward, into the insides of another stage, or what is private there."""
    assert wrong_imports(PACKAGE) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("stats/rounding.py", "from skm.survey import Survey"),
        ("stats/rounding.py", "import pandas"),
        ("stats/rounding.py", "def f():\n    from scipy import stats"),
        ("tally.py", "def f():\n    from skm.indices import compute_indices"),
        ("indices/levels.py", "def f():\n    import skm.pipeline"),
        ("errors.py", "from skm import survey"),
        ("publishing/formatting.py", "from skm.stats.rounding import half_up"),
        ("changes.py", "from skm.indices.levels import add_up"),
        ("pipeline/reading.py", "from skm.tally import _arrange"),
        ("responses/dates.py", "from .. import cli"),
    ],
)
def test_a_planted_import_is_found(plant, wrong_before, module, line):
    """The guard fails on an upward import, wherever it hides."""
    found = set(wrong_imports(plant(module, line))) - wrong_before
    assert {text.split(":")[0] for text in found} == {"skm." + module.removesuffix(".py").replace("/", ".")}


def test_no_cycles():
    """No modules import each other in a circle, not even inside functions."""
    assert cycles(PACKAGE) == []


def test_a_planted_cycle_is_found(plant):
    """The guard fails on a circle that is knotted inside a function."""
    copy = plant("regulation/__init__.py", "def f():\n    from skm.survey import Survey")
    assert "skm.regulation" in cycles(copy)


def test_files_are_touched_in_few_rooms():
    """Only the rooms for it open, write, list or remove files."""
    assert file_touchers(PACKAGE) == []


@pytest.mark.parametrize("line", ["open('x')", "def f(path):\n    return path.write_text('x')", "pandas.read_csv('x')"])
def test_a_planted_file_access_is_found(plant, line):
    """The guard fails where a statistic opens a file."""
    assert file_touchers(plant("stats/intervals.py", line)) != []


def test_no_markup_in_code():
    """No string of the code holds a closing tag."""
    assert markup_in_strings(PACKAGE) == []


def test_planted_markup_is_found(plant):
    """The guard fails on markup in an f-string."""
    assert markup_in_strings(plant("changes.py", 'name = "x"\nCELL = f"<td>{name}</td>"')) != []


def test_no_asserts():
    """No check of input is an assert."""
    assert asserts(PACKAGE) == []


def test_a_planted_assert_is_found(plant):
    """The guard fails on an assert."""
    assert asserts(plant("tally.py", "assert STORED_SCORES")) != []


# --- documents ----------------------------------------------------------------------------------------------------

PATH = re.compile(
    r"^(?:skm|tests|docs|data|benchmarks|notebooks|\.ci)(?:/[\w.\-]+)*/?$|^[A-Z]+\.md$|^Makefile$|^pyproject\.toml$"
)
WRITTEN = ("data/processed", "reports")  # by the program
LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")


def documents():
    """Return the documents of the repository."""
    found = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [path for path in found if path.exists()]


def missing_paths(text, folder):
    """Return the paths and links of a document that lead nowhere."""
    named = [word for word in re.findall(r"`([^`\n]+)`", text) if PATH.match(word) and not word.startswith(WRITTEN)]
    links = [link for link in LINK.findall(text) if not link.startswith(("http://", "https://", "mailto:"))]
    return sorted({w for w in named if not (ROOT / w).exists()} | {x for x in links if not (folder / x).exists()})


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_what_exists(document):
    """Every path and link that a document names is there."""
    assert missing_paths(document.read_text(encoding="utf-8"), document.parent) == []


def test_a_missing_path_is_found():
    """The guard fails on a path and on a link that are not there."""
    assert missing_paths("`skm/cli/`, `skm/gone.py`, [x](gone.md), [y](map.md)", ROOT / "docs") == [
        "gone.md",
        "skm/gone.py",
    ]
