"""The same reports give the same bytes: whatever Python's hash seed, whatever the order they are given in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
REPORTS = sorted(p for p in EXAMPLES.rglob("*") if p.suffix in (".txt", ".html", ".jsonl"))
SUFFIXES = ("json", "html", "md", "txt")


def brief(paths: list[Path], folder: Path, seed: str) -> dict[str, bytes]:
    outs = [f"--out={suffix}.{suffix}" for suffix in SUFFIXES]
    subprocess.run(
        [sys.executable, "-m", "tellings", "brief", *map(str, paths), *outs, "--quiet"],
        cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return {suffix: (folder / f"{suffix}.{suffix}").read_bytes() for suffix in SUFFIXES}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    assert len(REPORTS) >= 5
    return brief(REPORTS, tmp_path_factory.mktemp("first"), "0")


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_hash_seed_changes_no_byte(seed: str, first: dict[str, bytes], tmp_path: Path) -> None:
    assert brief(REPORTS, tmp_path, seed) == first


def test_the_order_changes_no_byte(first: dict[str, bytes], tmp_path: Path) -> None:
    assert brief(REPORTS[1::2] + REPORTS[::2], tmp_path, "7") == first
