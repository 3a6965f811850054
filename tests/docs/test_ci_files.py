"""The files for CI are those the page shows, they parse, and they call nothing but what is there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CI = ROOT / "deploy" / "ci"
PAGE = (ROOT / "docs" / "how-to" / "check-a-draft-in-ci.md").read_text(encoding="utf-8")


def _commands(name: str) -> list[str]:
    """What the runner would run."""
    found: dict[Any, Any] = yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    if name == "gitlab.yaml":
        return [str(line) for line in found["check-drafts"]["script"]]
    return [step["run"] for step in found["jobs"]["check"]["steps"] if "run" in step]


@pytest.mark.parametrize("name", ["github.yaml", "gitlab.yaml"])
def test_the_page_shows_the_file(name: str) -> None:
    assert f"```yaml\n{(CI / name).read_text(encoding='utf-8')}```" in PAGE


@pytest.mark.parametrize("name", ["github.yaml", "gitlab.yaml"])
def test_the_runner_installs_and_checks(name: str) -> None:
    # The script itself is run by the page's first console block.
    assert _commands(name) == ["pip install tellings", "sh check-drafts.sh checked"]


def test_the_script_needs_no_more_than_a_plain_shell() -> None:
    script = (CI / "check-drafts.sh").read_text(encoding="utf-8")

    assert script.startswith("#!/bin/sh\n")
    assert not re.search(r"\[\[|\bfunction\b|\blocal\b", script)
