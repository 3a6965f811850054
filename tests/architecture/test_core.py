"""A plain installation works: what its own dependencies do not bring is forbidden here, as if it were not there."""

import json
import re
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tellings.errors import MissingPart
from tellings.readers.fetch_later import load_fetch, need_web

ROOT = Path(__file__).parents[2]
EXAMPLE = "examples/harsk_dam"
ADDRESS = "https://courier.example/feed"

BARE = """
import sys
class Forbid:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FORBIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Forbid())
from importlib import util
there = util.find_spec
util.find_spec = lambda name, package=None: None if name.partition(".")[0] in FORBIDDEN else there(name, package)
from tellings.cli import main
main(ARGUMENTS)
"""


def brought(name: str, extras: frozenset[str], seen: set[tuple[str, str]]) -> None:
    """Adds to ``seen`` the packages that ``name`` brings here, itself included, each with its extra or ""."""
    for extra in {"", *extras}:
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for line in distribution(name).requires or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                brought(canonicalize_name(needed.name), frozenset(needed.extras), seen)


def forbidden() -> set[str]:
    """Every module of this environment that a plain installation would not have."""
    seen: set[tuple[str, str]] = set()
    brought("tellings", frozenset(), seen)
    core = {name for name, _ in seen}
    return {
        module
        for module, owners in packages_distributions().items()
        if not any(canonicalize_name(owner) in core for owner in owners) and not module.startswith("__editable__")
    }


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """``tellings`` with these arguments where only the core is installed, its library in ``folder``."""
    code = BARE.replace("FORBIDDEN", repr(forbidden())).replace("ARGUMENTS", repr(list(arguments)))
    environment = {"TELLINGS_LIBRARY": str(folder / "library.db"), "PYTHONUTF8": "1", "PATH": "", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_nothing_of_an_extra_is_brought_by_the_core() -> None:
    assert {"httpx", "httpcore", "protego", "tokenizers", "fastapi", "starlette", "pandas", "mcp"} <= forbidden()
    assert not {"click", "lxml", "numpy", "onnxruntime", "sqlalchemy", "tellings"} & forbidden()


def test_a_plain_installation_reads_briefs_and_keeps_a_library(tmp_path: Path) -> None:
    commands = [
        ("brief", EXAMPLE, "--quiet", "--out", str(tmp_path / "brief.html")),
        ("read", f"{EXAMPLE}/04_threewater_transcript.txt", "--no-model"),
        ("group", EXAMPLE, "--no-model"),
        ("add", EXAMPLE, "--no-model", "--quiet"),
        ("stories",),
        ("search", "said:Venn"),
        ("sources", "list"),
        ("doctor", "--json"),
    ]
    for command in commands:
        done = run(*command, folder=tmp_path)
        assert done.returncode == 0, (command, done.stderr[-2000:])
    assert (tmp_path / "brief.html").stat().st_size > 10_000


def test_an_address_is_refused_with_what_to_install(tmp_path: Path) -> None:
    for command in (("brief", ADDRESS), ("read", ADDRESS, EXAMPLE), ("add", EXAMPLE, ADDRESS), ("watch", "--once")):
        done = run(*command, folder=tmp_path)
        assert done.returncode == MissingPart.exit_code, (command, done.stderr)
        assert re.search(
            r"httpcore and httpx and protego are not installed.*pip install 'tellings\[web\]'", done.stderr, re.S
        )
        assert "should not happen" not in done.stderr
    # Nothing was begun that cannot be finished.
    assert not (tmp_path / "library.db").exists()


def test_the_doctor_names_the_extra_that_is_missing(tmp_path: Path) -> None:
    optional = {part["name"]: part for part in json.loads(run("doctor", "--json", folder=tmp_path).stdout)["extras"]}

    assert optional["httpx"]["fault"] == "not installed: pip install 'tellings[web]'"
    assert optional["tokenizers"]["fault"] == "not installed: pip install 'tellings[onnx]'"


def test_fetching_asks_for_what_it_needs_when_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    need_web()
    monkeypatch.setattr("tellings.readers.fetch_later.find_spec", lambda name: None if name == "protego" else name)
    fetch = load_fetch()

    with pytest.raises(MissingPart, match="protego is not installed"):
        fetch(ADDRESS)
