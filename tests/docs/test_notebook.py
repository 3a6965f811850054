"""The notebook of the tutorial runs from top to bottom, and shows what its words say."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "tutorial" / "tellings-in-a-notebook.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook after it ran in a folder that holds the examples alone."""
    folder = tmp_path_factory.mktemp("notebook")
    shutil.copytree(ROOT / "examples", folder / "examples")
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    return client.execute()


def test_it_is_kept_without_outputs() -> None:
    # What was shown on one machine at one time would only grow old.
    cells = nbformat.read(NOTEBOOK, as_version=4).cells  # type: ignore[no-untyped-call]

    assert [cell.outputs for cell in cells if cell.cell_type == "code"] == [[]] * 10


def test_every_cell_shows_something(executed: nbformat.NotebookNode) -> None:
    shown = [cell.outputs for cell in executed.cells if cell.cell_type == "code"]

    assert all(shown)
    assert [output.name for outputs in shown for output in outputs if output.output_type == "stream"] == ["stdout"]


def test_what_is_shown_is_rich(executed: nbformat.NotebookNode) -> None:
    results = [
        output.data["text/html"]
        for cell in executed.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    brief, *_, reading, grouped, page = results

    assert len(results) == 8
    assert "Where the reports differ" in brief
    assert "<mark title=" in reading
    assert "comet" in grouped
    assert page.startswith("<iframe sandbox")
    assert not any("<script" in result for result in results)


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", NOTEBOOK.read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (NOTEBOOK.parent / link).exists()] == []
