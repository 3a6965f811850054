"""Reports into the library: once, in batches, and on from where a run was stopped."""

from dataclasses import replace
from pathlib import Path

import pytest

from tellings.daily import reading
from tellings.daily.add import Desk, add
from tellings.errors import InputError
from tellings.library.open import open_library
from tellings.readers import lines
from tests.newsroom import BARLEY, MONDAY, SLOW, TOW, write_feed, write_lines, write_page


def test_reports_are_kept_sorted_into_stories_and_briefed(desk: Desk, tmp_path: Path) -> None:
    added = add([str(write_lines(tmp_path / "a.jsonl", MONDAY, SLOW, BARLEY))], desk)

    assert (added.reports, added.known, added.left_out) == (3, 0, 0)
    assert added.stories_begun == added.briefs == len(desk.store.load_stories())
    assert desk.store.find_stale() == ()
    assert {r.story for r in desk.store.list_reports()} == {story.id for story in desk.store.load_stories()}


def test_what_is_kept_is_not_read_again(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_lines(tmp_path / "a.jsonl", MONDAY, BARLEY)
    add([str(path)], desk)
    monkeypatch.setattr(Desk, "load", lambda _: pytest.fail("read again"))
    again = add([str(path)], desk)

    assert (again.reports, again.known, again.briefs) == (0, 2, 0)


def test_a_report_stands_at_its_line_of_the_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINES", 2)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"text": "Barge number {n} reached Tarn."}}\n' for n in range(5)), encoding="utf-8")
    add([str(path)], desk)
    docs = desk.store.load_documents(r.id for r in desk.store.list_reports())

    assert {doc.location: doc.text for doc in docs} == {
        f"{path}:{n + 1}": f"Barge number {n} reached Tarn." for n in range(5)
    }


def test_a_stopped_run_goes_on_and_ends_like_an_undisturbed_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LINES", 2)
    monkeypatch.setattr(reading, "BATCH", 1)
    path = write_lines(tmp_path / "a.jsonl", MONDAY, TOW, SLOW, BARLEY)
    stops = iter([True])
    stopped = add([str(path)], replace(desk, stop=lambda: next(stops, True)))
    rest = add([str(path)], desk)
    whole = open_library(tmp_path / "whole.db", now=desk.clock())
    add([str(path)], replace(desk, store=whole))

    assert stopped.stopped
    assert (stopped.reports, rest.reports, rest.known) == (2, 2, 2)
    ids = [tuple(r.id for r in store.list_reports()) for store in (desk.store, whole)]
    assert ids[0] == ids[1]
    assert desk.store.load_readings(ids[0]) == whole.load_readings(ids[1])
    whole.close()


def test_a_long_file_is_kept_a_piece_at_a_time(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINES", 2)
    path = write_lines(tmp_path / "a.jsonl", MONDAY, TOW, SLOW, BARLEY, MONDAY + " Nobody was hurt.")
    heard: list[int] = []
    add([str(path)], replace(desk, watch=lambda p: heard.append(p.reports) if p.task == "reports" else None))

    assert heard == [2, 4, 5]


def test_more_processes_read_the_same(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINES", 1)
    path = write_lines(tmp_path / "a.jsonl", MONDAY, TOW, BARLEY)
    many = open_library(tmp_path / "many.db", now=desk.clock())
    add([str(path)], desk)
    add([str(path)], replace(desk, store=many, jobs=2))
    ids = tuple(r.id for r in many.list_reports())

    assert ids == tuple(r.id for r in desk.store.list_reports())
    assert many.load_readings(ids) == desk.store.load_readings(ids)
    many.close()


def test_one_bad_input_never_stops_the_others(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MONDAY, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02" * 200)
    added = add([str(tmp_path), str(tmp_path / "none.txt"), "https://gone.example/a"], desk)

    assert added.reports == 1
    assert added.left_out >= 3
    assert any("none.txt" in item.location for item in added.skipped)
    assert any(item.location == "https://gone.example/a" for item in added.skipped)


def test_nothing_at_all_is_an_error(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt"):
        add([str(tmp_path / "none.txt")], desk)


def test_a_list_of_feeds_in_a_file_is_followed(desk: Desk, tmp_path: Path) -> None:
    web = desk.fetch
    web.put("https://courier.example/feed", write_feed(("Ferry aground", "https://courier.example/1")))  # type: ignore[attr-defined]
    web.put("https://courier.example/1", write_page(MONDAY, "Ferry aground", "2031-05-05"))  # type: ignore[attr-defined]
    path = tmp_path / "feeds.opml"
    path.write_text(
        '<opml version="2.0"><body><outline xmlUrl="https://courier.example/feed"/></body></opml>', encoding="utf-8"
    )
    added = add([str(path)], desk)

    assert added.followed == ("https://courier.example/feed",)
    assert added.reports == 1
