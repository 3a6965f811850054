"""What the package offers to others, and what it costs to ask for it."""

import subprocess
import sys
from pathlib import Path

import pytest

import tellings

NAMES = [
    "Brief",
    "Briefed",
    "Briefing",
    "Document",
    "Evidence",
    "InputError",
    "Reading",
    "Story",
    "TellingsError",
    "UsageError",
    "__version__",
    "brief",
    "group",
    "read",
    "render",
]
HEAVY = ("click", "flow", "jinja2", "lxml", "msgspec", "numpy", "rich", "sqlite3")


def test_the_public_names_are_these() -> None:
    assert tellings.__all__ == NAMES
    assert dir(tellings) == NAMES
    assert len([name for name in NAMES if not name.startswith("_")]) <= 14


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_told(name: str) -> None:
    value = getattr(tellings, name)
    assert name == "__version__" or value.__doc__


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="briefs"):
        _ = tellings.briefs


def test_importing_loads_no_machinery() -> None:
    code = "import sys, time; begun = time.process_time(); import tellings; took = time.process_time() - begun\n"
    code += f"print(took, *sorted(set(sys.modules) & {set(HEAVY)!r}), *[m for m in sys.modules if 'tellings.' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    took, *loaded = done.stdout.split()
    assert loaded == ["tellings.version"]
    assert float(took) < 0.150


def test_a_brief_is_made_and_shown_from_python(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("The dyke at Orlen held through the night, the mayor said.", encoding="utf-8")
    briefed = tellings.brief(report)
    assert len(briefed.documents) == 1
    assert "a.txt" in tellings.render(briefed, "md")
    with pytest.raises(tellings.UsageError, match="html, md, json, txt"):
        tellings.render(briefed, "pdf")
