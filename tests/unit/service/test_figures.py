"""Figures: counted from events, written at once, shown on this machine alone."""

import socket
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tellings.errors import MissingPart, UsageError
from tellings.service import figures
from tellings.service.events import note
from tellings.service.figures import Figures, shown


def values(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every figure by its name and the values of its labels."""
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_events_are_counted() -> None:
    made = Figures("1.0")
    made.hear("read", "info", {"reports": 3, "known": 1, "left_out": 2, "seconds": 0.3})
    made.hear("fetched", "debug", {"outcome": "failed"})
    made.hear("not_told", "warning", {"reason": "no"})
    made.hear("tool", "info", {"tool": "brief", "outcome": "answered"})
    made.hear("dead_letter", "warning", {"kind": "piece"})
    made.hear("refused", "warning", {"reason": "backlog"})
    made.hear("partition", "info", {"stage": "read"})
    made.hear("round", "info", {})
    found = values(made.render())

    assert [found["tellings_reports_total", (kind,)] for kind in ("new", "known", "left_out")] == [3, 1, 2]
    assert found["tellings_read_seconds_count", ()] == 1
    assert found["tellings_read_seconds_sum", ()] == 0.3
    assert found["tellings_fetches_total", ("failed",)] == 1
    assert found["tellings_notices_total", ("failed",)] == 1
    assert found["tellings_tools_total", ("answered", "brief")] == 1
    assert found["tellings_reading_faults_total", ("piece",)] == 1
    assert found["tellings_refused_total", ("backlog",)] == 1
    assert found["tellings_partitions_total", ("read",)] == 1
    assert found["tellings_last_round_timestamp_seconds", ()] > 1.7e9
    assert found["tellings_events_total", ("warning",)] == 3


def test_they_stand_in_a_file_and_at_a_port(tmp_path: Path) -> None:
    file = tmp_path / "figures.prom"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match="--metrics-port"), shown("1.0", None, port):
            pass
    with shown("1.0", file, port):
        before = values(file.read_text(encoding="utf-8"))
        note("round")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            served = values(answer.read().decode())
    note("round")
    after = values(file.read_text(encoding="utf-8"))

    assert before["tellings_rounds_total", ()] == 0
    assert served["tellings_rounds_total", ()] == after["tellings_rounds_total", ()] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["figures.prom"]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--metrics-file"), shown("1.0", tmp_path / "none" / "figures.prom", None):
        pass


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(figures, "import_module", missing)
    with pytest.raises(MissingPart, match=r"tellings\[metrics\]"):
        Figures("1.0")
