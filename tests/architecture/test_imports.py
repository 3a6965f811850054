"""What may know what, beyond the contracts in pyproject.toml."""

import ast
import os
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "tellings"
HEAVY = {
    "charset_normalizer",
    "ftfy",
    "httpx",
    "jinja2",
    "lxml",
    "numpy",
    "requests",
    "rich",
    "sqlalchemy",
    "starlette",
    "urllib3",
}


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    # A coverage or editable-install hook must not be what loads them.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    return set(done.stdout.split())


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module} | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = _loaded_by("import tellings")

    assert "tellings" in loaded
    assert loaded & HEAVY == set()


def test_importing_the_flow_loads_nothing_heavy() -> None:
    loaded = _loaded_by("import tellings.flow")

    assert loaded & HEAVY == set()


def test_the_model_imports_the_standard_library_and_itself() -> None:
    for path in (PACKAGE / "model").glob("*.py"):
        outside = {name for name in _imports(path) if not name.startswith("tellings.model.")}
        assert outside <= sys.stdlib_module_names, path.name


def _finders(names: set[str]) -> set[str]:
    return {name.removeprefix("tellings.find.") for name in names if name.startswith("tellings.find.")}


def _wired() -> set[str]:
    """The modules of find that flow calls: the finders. All others in the room are their neighbours."""
    return _finders(_imports(PACKAGE / "flow.py"))


def test_every_finder_is_held_independent() -> None:
    pyproject = (PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8")

    assert {name for name in _wired() if f'"tellings.find.{name}"' not in pyproject} == set()


def test_a_neighbour_serves_finders_and_knows_none() -> None:
    imported = {path.stem: _finders(_imports(path)) for path in (PACKAGE / "find").glob("*.py")}
    used: set[str] = set()
    waiting = sorted(_wired())
    while waiting:
        near = imported[waiting.pop()] - used
        used |= near
        waiting += sorted(near)

    assert used & _wired() == set(), "a finder is imported inside find/"
    assert set(imported) - {"__init__"} == _wired() | used, "an orphan in find/"
