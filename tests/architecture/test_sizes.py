"""The sizes that keep the house readable."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "tellings"
CODE = sorted(path for room in ("src", "bench", "train") for path in (ROOT / room).rglob("*.py"))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_there_is_code_to_measure() -> None:
    assert PACKAGE / "flow.py" in CODE


def test_flow_is_a_picture() -> None:
    assert len((PACKAGE / "flow.py").read_text(encoding="utf-8").splitlines()) <= 200


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_outgrows_its_noun(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_fit_a_page(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    sizes = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in _functions(tree)}

    assert {name: size for name, size in sizes.items() if size > 60} == {}


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_functions_say_what_is_true_of_the_result(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public = [node for node in top if not node.name.startswith("_") and node.name != "main"]

    assert [node.name for node in public if ast.get_docstring(node) is None] == []
    assert ast.get_docstring(tree), "the file does not say what it is for"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=lambda path: path.parent.name)
def test_a_room_exports_few_names(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tellings"):
            names |= {alias.asname or alias.name for alias in node.names}

    assert len([name for name in names if not name.startswith("_")]) <= 14
