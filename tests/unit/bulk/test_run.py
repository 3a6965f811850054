"""An archive from end to end: the same stories and briefs whoever did the work, and however often it was broken off."""

import json
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tellings import app, flow
from tellings.bulk import briefing, grouping, joining, run
from tellings.bulk.alone import alone_in
from tellings.bulk.joining import choose_briefed
from tellings.bulk.manifest import Manifest, find_status
from tellings.bulk.places import Folder, OutputError
from tellings.bulk.run import run_archive
from tellings.engines.local import LocalMapper
from tellings.errors import UsageError
from tellings.exports.as_archive import to_archive_json, to_archive_text
from tellings.model.daily import Progress
from tellings.model.story import unpack_fingerprint
from tests.archives import RULES, hash_files, make_records, rows_of, write_lines

EXAMPLE = Path(__file__).parents[3] / "examples" / "harsk_dam"


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions of a few reports, several buckets."""
    monkeypatch.setattr("tellings.bulk.plan.GRAIN", 4)
    monkeypatch.setattr("tellings.bulk.plan.SHARES", 8)
    monkeypatch.setattr(grouping, "BUCKET", 4)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch, small_files: None) -> None:
    """Windows of a few days too."""
    monkeypatch.setattr(run, "SIZE", 9)
    monkeypatch.setattr(run, "OVERLAP", 6)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Twenty-four reports of eight events, some of which are taken for one story."""
    return write_lines(tmp_path / "a.jsonl", make_records(24))


def test_the_example_is_grouped_and_briefed_as_brief_does(tmp_path: Path) -> None:
    status = run_archive([str(EXAMPLE)], str(tmp_path / "out"), settings=RULES)
    alone = app.brief([EXAMPLE], model=False, today=RULES.today)
    (row,) = rows_of(tmp_path / "out", "briefs")
    (brief,) = alone.briefing.stories

    assert (status.stories, status.briefs) == (1, 1)
    assert row["brief"] == briefing.to_brief_json(brief)
    assert (row["id"], row["title"], row["reports"], row["briefed"]) == (brief.id, brief.title, 10, 10)
    assert {told["document"] for told in rows_of(tmp_path / "out", "stories")} == {doc.id for doc in brief.documents}
    assert all(told["why"] for told in rows_of(tmp_path / "out", "stories"))


@pytest.mark.usefixtures("small_parts")
def test_stories_across_windows_are_those_of_the_windows_joined(tmp_path: Path, lines: Path) -> None:
    status = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    readings = app.read([lines], model=False, today=RULES.today).readings
    prints = [unpack_fingerprint(row["fingerprint"]) for row in rows_of(tmp_path / "out", "fingerprints")]
    stories = flow.group_in_windows(prints, LocalMapper(), size=9, overlap=6)
    found: dict[str, set[str]] = {}
    for row in rows_of(tmp_path / "out", "stories"):
        found.setdefault(row["story"], set()).add(row["document"])

    grouped = [msgspec.json.decode(path.read_bytes()) for path in (tmp_path / "out/entries/group").iterdir()]

    assert len(grouped) > 1
    assert sum(entry["stories"] for entry in grouped) > len(stories) > 1, "no story crosses a border"
    assert found == {story.id: set(story.documents) for story in stories}
    assert status.stories == status.briefs == len(stories)
    for row in rows_of(tmp_path / "out", "briefs"):
        story = next(s for s in stories if s.id == row["id"])
        assert row["brief"] == briefing.to_brief_json(flow.brief_story(story, readings))
        assert row["reports"] == len(story.documents)


@pytest.mark.usefixtures("small_files")
def test_two_workers_write_the_same_bytes(tmp_path: Path, lines: Path) -> None:
    run_archive([str(lines)], str(tmp_path / "one"), settings=RULES)
    run_archive([str(lines)], str(tmp_path / "two"), settings=RULES, mapper=LocalMapper(2))

    assert hash_files(tmp_path / "one") == hash_files(tmp_path / "two")


@pytest.mark.usefixtures("small_parts")
def test_a_report_in_two_partitions_counts_once(tmp_path: Path) -> None:
    records = make_records(12)
    path = write_lines(tmp_path / "a.jsonl", [*records, *records[:3]])
    status = run_archive([str(path)], str(tmp_path / "out"), settings=RULES)
    told = [row["document"] for row in rows_of(tmp_path / "out", "stories")]
    docs = [doc["id"] for row in rows_of(tmp_path / "out", "briefs") for doc in json.loads(row["brief"])["documents"]]

    assert (status.reports, status.doubles) == (12, 3)
    assert len(told) == len(set(told)) == len(docs) == len(set(docs)) == 12


@pytest.mark.usefixtures("small_parts")
def test_a_large_story_is_briefed_from_some_of_its_reports_and_says_so(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "BRIEFED", 2)
    run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    rows = rows_of(tmp_path / "out", "briefs")
    large = [row for row in rows if row["reports"] > 2]
    told = rows_of(tmp_path / "out", "stories")

    assert large
    assert {row["briefed"] for row in large} == {2}
    for row in large:
        mine = [one for one in told if one["story"] == row["id"]]
        assert len(mine) == row["reports"]
        briefed = {one["document"] for one in mine if one["briefed"]}
        assert {doc["id"] for doc in json.loads(row["brief"])["documents"]} == briefed
        assert "d" + row["id"][1:] in briefed


def test_a_selection_keeps_the_first_and_what_says_most() -> None:
    docs = [f"d{number:012x}" for number in range(5000)]
    chosen = choose_briefed(docs[7], docs[100:108], docs)

    assert len(chosen) == joining.BRIEFED
    assert {docs[7], *docs[100:108]} <= chosen <= set(docs)
    assert chosen == choose_briefed(docs[7], docs[100:108], list(reversed(docs)))
    assert choose_briefed(docs[0], (), docs[:600]) == set(docs[:600])


def test_a_story_that_cannot_be_briefed_costs_itself_alone(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = flow.brief_story

    def fail(story: Any, readings: Any) -> Any:
        if story.title.startswith("Museum"):
            raise RuntimeError("a fault of ours")
        return real(story, readings)

    monkeypatch.setattr(flow, "brief_story", fail)
    status = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    told = [row["reason"] for row in rows_of(tmp_path / "out", "skipped")]

    assert status.briefs == status.stories - len(told) > 0
    assert set(told) == {"no brief could be made (RuntimeError: a fault of ours)"}


# Broken off, and begun again.


class _Broken(LocalMapper):
    """Breaks off after so many pieces of work, as if it were killed: in the middle of one where ``torn``."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def map(self, begin: Callable[[], Callable[[Any], Any]], items: Iterable[Any]) -> Generator[Any, None, None]:
        """As ``ports.Mapper``."""
        for result in super().map(begin, items):
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt
            yield result


@pytest.mark.usefixtures("small_parts")
def test_wherever_it_is_broken_off_it_ends_with_the_same_bytes(tmp_path: Path, lines: Path) -> None:
    run_archive([str(lines)], str(tmp_path / "whole"), settings=RULES)
    out = tmp_path / "out"
    broken = 0
    while True:
        try:
            status = run_archive([str(lines)], str(out), settings=RULES, mapper=_Broken(3))
        except KeyboardInterrupt:
            broken += 1
            if (out / "plan.json").exists():
                assert not find_status(Folder(str(out))).finished
            continue
        break

    assert broken > 5
    assert status.finished
    assert hash_files(out) == hash_files(tmp_path / "whole")


@pytest.mark.usefixtures("small_parts")
def test_files_that_were_cut_or_lost_are_made_again(tmp_path: Path, lines: Path) -> None:
    run_archive([str(lines)], str(tmp_path / "whole"), settings=RULES)
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run_archive([str(lines)], str(out), settings=RULES, mapper=_Broken(6))
    first, second, third, *_ = sorted((out / "readings").iterdir())
    first.write_bytes(first.read_bytes()[:-9])
    second.unlink()
    (out / "entries/read" / third.name.replace("part-", "").replace("parquet", "json")).write_text('{"stage"')
    (out / "readings" / f"part-000009.parquet.{'0' * 32}.part").write_bytes(b"begun")
    run_archive([str(lines)], str(out), settings=RULES)

    assert hash_files(out) == hash_files(tmp_path / "whole")
    assert not list(out.rglob("*.part"))


def test_what_is_done_is_not_done_again(tmp_path: Path, lines: Path) -> None:
    done: list[Progress] = []
    first = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES, watch=done.append)
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    again: list[Progress] = []
    settings = replace(RULES, today=date(2032, 1, 1))

    assert run_archive([str(lines)], str(tmp_path / "out"), settings=settings, watch=again.append) == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == files
    assert [progress.task for progress in done if progress.done] == [
        "reading", "grouping", "writing stories", "sorting by story", "briefing",
    ]  # fmt: skip
    assert again == []
    assert not (tmp_path / "out" / "work").exists()


def test_a_file_that_was_lost_afterwards_is_made_again(tmp_path: Path, lines: Path) -> None:
    run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    before = hash_files(tmp_path / "out")
    next((tmp_path / "out" / "readings").iterdir()).unlink()
    next((tmp_path / "out" / "briefs").iterdir()).write_bytes(b"cut")

    assert run_archive([str(lines)], str(tmp_path / "out"), settings=RULES).finished
    assert hash_files(tmp_path / "out") == before


def test_killed_before_there_was_a_plan_it_begins_again(tmp_path: Path, lines: Path) -> None:
    out = tmp_path / "out"
    (out / "skipped").mkdir(parents=True)
    (out / "skipped" / "inputs.parquet").write_bytes(b"half")
    (out / f"plan.json.{'0' * 32}.part").write_bytes(b"{")

    assert run_archive([str(lines)], str(out), settings=RULES).finished
    assert not list(out.rglob("*.part"))


def test_briefs_may_come_later(tmp_path: Path, lines: Path) -> None:
    without = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES, briefs=False)
    later = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    run_archive([str(lines)], str(tmp_path / "whole"), settings=RULES)

    assert (without.finished, without.briefs) == (True, 0)
    assert later.briefs == later.stories > 0
    assert hash_files(tmp_path / "out") == hash_files(tmp_path / "whole")


def test_a_run_that_is_asked_to_stop_says_how_far_it_came(tmp_path: Path, lines: Path) -> None:
    status = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES, stop=lambda: True)

    assert (status.stopped, status.finished, status.reports) == (True, False, 0)
    assert "stopped before the end" in to_archive_text(status)


def test_other_inputs_or_settings_are_told(tmp_path: Path, lines: Path) -> None:
    out = str(tmp_path / "out")
    run_archive([str(lines)], out, settings=RULES)
    with pytest.raises(UsageError, match=r"setting language: was None, is now fr\n.*--fresh"):
        run_archive([str(lines)], out, settings=replace(RULES, language="fr"))
    added = write_lines(tmp_path / "b.jsonl", make_records(3))
    with pytest.raises(UsageError, match=r"input added: .*b\.jsonl"):
        run_archive([str(lines), str(added)], out, settings=RULES)
    write_lines(lines, make_records(21))
    with pytest.raises(UsageError, match=r"input changed: .*a\.jsonl"):
        run_archive([str(lines)], out, settings=RULES)
    fresh = run_archive([str(lines)], out, settings=RULES, fresh=True)
    run_archive([str(lines)], str(tmp_path / "other"), settings=RULES)

    assert fresh.reports == 21
    assert hash_files(out) == hash_files(tmp_path / "other")


def test_an_engine_that_is_not_there_leaves_nothing_behind(tmp_path: Path, lines: Path) -> None:
    with pytest.raises(UsageError, match="no engine"):
        run_archive([str(lines)], str(tmp_path / "out"), settings=replace(RULES, engine="nowhere:x"))
    assert run_archive([str(lines)], str(tmp_path / "out"), settings=RULES).finished


def test_a_full_disk_ends_the_run_and_loses_nothing(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Folder.writing

    def fail(self: Folder, name: str) -> Any:
        if name.startswith("briefs/"):
            raise OutputError(f"{name} cannot be written: No space left on device.")
        return real(self, name)

    monkeypatch.setattr(Folder, "writing", fail)
    with pytest.raises(OutputError, match="No space left"):
        run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    monkeypatch.setattr(Folder, "writing", real)
    status = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)

    assert status.finished
    assert status.left_out == 0


def test_the_manifest_says_what_each_file_is(tmp_path: Path, lines: Path) -> None:
    run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    made = msgspec.json.decode((tmp_path / "out" / "manifest.json").read_bytes(), type=Manifest)
    hashes = hash_files(tmp_path / "out")

    assert {file.name: file.sha256 for file in made.files} == {n: h for n, h in hashes.items() if "inputs" not in n}
    assert all((tmp_path / "out" / file.name).stat().st_size == file.bytes for file in made.files)
    assert sum(file.rows for file in made.files if file.name.startswith("readings/")) == 24
    assert made.settings == RULES
    assert [file.location for file in made.inputs] == [str(lines)]


def test_the_status_is_shown_for_people_and_programs(tmp_path: Path, lines: Path) -> None:
    lines.write_bytes(lines.read_bytes() + b"no json\n")
    status = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
    shown = to_archive_text(status)

    assert "24 reports" in shown
    assert "left out 1: is not JSON" in shown
    assert json.loads(to_archive_json(status))["format"] == "tellings-archive/1"
    with pytest.raises(UsageError, match="holds no archive"):
        find_status(Folder(str(tmp_path / "nowhere")))


def test_two_runs_are_not_at_work_in_one_folder(tmp_path: Path, lines: Path) -> None:
    refused: list[str] = []

    def watch(_: Progress) -> None:
        if not refused:
            with pytest.raises(UsageError) as err:
                run_archive([str(lines)], str(tmp_path / "out"), settings=RULES)
            refused.append(str(err.value))

    status = run_archive([str(lines)], str(tmp_path / "out"), settings=RULES, watch=watch)

    assert "Another run is at work" in refused[0]
    assert status.finished
    assert run_archive([str(lines)], str(tmp_path / "out"), settings=RULES).finished


def test_one_folder_by_two_names_is_one_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    real, link = str(tmp_path / "real/out"), str(tmp_path / "link/out")
    with alone_in(real), pytest.raises(UsageError, match="at work"), alone_in(link):
        pass
    with alone_in("s3://shelf/out/"), pytest.raises(UsageError, match="at work"), alone_in("s3://shelf/out"):
        pass
