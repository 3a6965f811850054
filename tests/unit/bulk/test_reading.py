"""Reports of an archive read by the partition: the same whatever they are packed in, and none lost to another."""

import gzip
import json
import os
import shutil
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tellings import app, flow
from tellings.bulk import documents, places, stages
from tellings.bulk.reading import from_packed
from tellings.bulk.run import run_archive
from tellings.errors import InputError, MissingPart, UsageError
from tellings.exports.as_json import to_readings_json
from tellings.exports.records import record_reading
from tests.archives import RULES, hash_files, make_records, rows_of, to_response, to_warc, write_lines, write_parquet

EXAMPLE = Path(__file__).parents[3] / "examples" / "harsk_dam"


def test_the_example_is_read_as_read_reads_it(tmp_path: Path) -> None:
    status = run_archive([str(EXAMPLE)], str(tmp_path / "out"), settings=RULES)
    alone = app.read([EXAMPLE], model=False, today=RULES.today)
    rows = {row["id"]: row for row in rows_of(tmp_path / "out", "readings")}

    assert status.finished
    assert status.reports == len(alone.readings) == len(rows)
    for reading in alone.readings:
        row = rows[reading.document.id]
        assert from_packed(row["packed"]) == reading
        assert row["reading"] + "\n" == to_readings_json([record_reading(reading)])
        assert row["text"] == reading.document.text
        assert (row["earliest"], row["latest"]) == (
            reading.document.published.earliest,
            reading.document.published.latest,
        )


def test_lines_packed_lines_and_parquet_give_the_same_readings(tmp_path: Path) -> None:
    records = make_records(9)
    write_lines(tmp_path / "a.jsonl", records)
    write_lines(tmp_path / "b.jsonl.gz", records)
    write_parquet(tmp_path / "c.parquet", records)
    found = []
    for name in ("a.jsonl", "b.jsonl.gz", "c.parquet"):
        out = tmp_path / f"out-{name}"
        run_archive([str(tmp_path / name)], str(out), settings=RULES)
        found.append([{**row, "packed": from_packed(row["packed"])} for row in rows_of(out, "readings")])

    assert len(found[0]) == 9
    assert found[0] == found[1]
    # A column has no order of fields and no numbers of lines, which no reading shows here.
    assert found[0] == found[2]


def test_pages_of_a_web_archive_are_reports(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(to_warc(make_records(4)))
    run_archive([str(tmp_path / "a.warc.gz")], str(tmp_path / "out"), settings=RULES)
    rows = rows_of(tmp_path / "out", "readings")

    assert [row["location"] for row in rows] == [record["url"] for record in make_records(4)]
    assert all("Monday" in row["text"] for row in rows)


def test_inputs_and_output_may_lie_at_addresses(tmp_path: Path) -> None:
    system = fsspec.filesystem("memory")
    system.pipe("/in/a.jsonl", write_lines(tmp_path / "a.jsonl", make_records(3)).read_bytes())
    system.pipe("/in/deep/b.warc.gz", to_warc(make_records(6)[3:]))
    system.pipe("/in/.hidden.jsonl", b"{}")
    try:
        status = run_archive(["memory://in"], "memory://out", settings=RULES)
        again = run_archive(["memory://in/*.jsonl", "memory://in/deep/b.warc.gz"], "memory://out", settings=RULES)
        rows = rows_of("memory://out", "readings")
    finally:
        system.store.clear()

    assert status.reports == len(rows) == 6
    assert again == status


def test_a_local_file_may_be_named_by_its_address(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", make_records(3))
    one = run_archive([f"file://{path}"], f"file://{tmp_path}/one", settings=RULES)
    run_archive([str(path)], str(tmp_path / "two"), settings=RULES)

    assert one.reports == 3
    assert hash_files(tmp_path / "one") == hash_files(tmp_path / "two")


def test_a_long_file_is_cut_at_the_same_places_for_any_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.bulk.plan.GRAIN", 4)
    monkeypatch.setattr("tellings.bulk.plan.SHARES", 2)
    records = [{"text": record["text"]} for record in make_records(18)]
    path = write_lines(tmp_path / "a.jsonl", records)
    path.write_bytes(path.read_bytes() + b"no json\n")
    run_archive([str(path)], str(tmp_path / "out"), settings=RULES)
    rows, skipped = rows_of(tmp_path / "out", "readings"), rows_of(tmp_path / "out", "skipped")

    # Of eighteen reports and a bad line, in two parts of ten, that may be cut after every fourth line.
    assert len(list((tmp_path / "out" / "readings").iterdir())) == 3
    assert [row["location"] for row in rows] == [f"{path}:{number}" for number in range(1, 19)]
    assert [row["location"] for row in skipped] == [f"{path}:19"]


def test_row_groups_are_the_parts_of_a_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.bulk.plan.GRAIN", 4)
    monkeypatch.setattr("tellings.bulk.plan.SHARES", 2)
    records = [{"text": record["text"]} for record in make_records(10)]
    path = write_parquet(tmp_path / "a.parquet", records, group=3)
    run_archive([str(path)], str(tmp_path / "out"), settings=RULES)

    # Three, three, and three with the last one: five rows make a part.
    assert len(list((tmp_path / "out" / "readings").iterdir())) == 3
    assert [row["location"] for row in rows_of(tmp_path / "out", "readings")] == [f"{path}#{n}" for n in range(1, 11)]


def test_small_files_are_read_together(tmp_path: Path) -> None:
    for number, record in enumerate(make_records(5)):
        (tmp_path / f"{number}.txt").write_text(record["text"])
    run_archive([str(tmp_path / "?.txt")], str(tmp_path / "out"), settings=RULES)

    assert len(list((tmp_path / "out" / "readings").iterdir())) == 1
    assert len(rows_of(tmp_path / "out", "readings")) == 5


def test_lines_that_pages_of_an_outlet_share_are_furniture(tmp_path: Path) -> None:
    bar = "Velmark Post membership gives you more"
    records = [{**record, "text": record["text"] + "\n\n" + bar} for record in make_records(6)]
    run_archive([str(write_lines(tmp_path / "a.jsonl", records))], str(tmp_path / "out"), settings=RULES)
    marked = [from_packed(row["packed"]) for row in rows_of(tmp_path / "out", "readings")]

    for reading in marked:
        last = reading.furniture[-1].span
        assert reading.document.text[last.start : last.end] == bar


def test_a_report_that_comes_twice_is_read_once(tmp_path: Path) -> None:
    records = make_records(3)
    path = write_lines(tmp_path / "a.jsonl", [*records, records[0]])
    status = run_archive([str(path)], str(tmp_path / "out"), settings=RULES)

    assert (status.reports, status.doubles) == (3, 1)
    assert [reason.reason for reason in status.reasons] == ["same text as another"]


# What is wrong with an input costs that input alone, and is told.


def _skipped(out: Path) -> dict[str, str]:
    return {Path(row["location"]).name: row["reason"] for row in rows_of(out, "skipped")}


def test_damaged_inputs_lose_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    records = make_records(9)
    write_lines(folder / "good.jsonl", records[:3])
    whole = to_warc(records[3:6])
    (folder / "cut.warc.gz").write_bytes(whole[: len(whole) - 40])
    huge = to_response(records[6]).replace(b"Content-Length: ", b"Content-Length: 99999999999")
    (folder / "claims.warc").write_bytes(huge)
    (folder / "no.parquet").write_bytes(b"PAR1 is how it begins" * 10)
    write_parquet(folder / "other.parquet", [{"headline": "Ferry", "body": "It sails."}])
    packed = gzip.compress((json.dumps(records[7]) + "\n").encode() * 2 + os.urandom(90000).hex().encode())
    (folder / "cut.jsonl.gz").write_bytes(packed[:2000])
    (folder / "list.jsonl").write_text(json.dumps(records[8:9]))
    status = run_archive([str(folder)], str(tmp_path / "out"), settings=RULES)
    reasons = _skipped(tmp_path / "out")

    # Three lines, two whole pages of the archive that is cut, what is there of the packed lines, and the list.
    assert status.reports == 3 + 2 + 1 + 1
    assert "cut short" in reasons["cut.warc.gz"]
    assert "cut short" in json.dumps(reasons["claims.warc"])
    assert "cut short" in reasons["cut.jsonl.gz"]
    assert "Parquet" in reasons["no.parquet"]
    assert reasons["other.parquet"] == "has no column text (or maintext, plaintext); it has headline, body"
    assert status.faults == 0


def test_names_and_words_that_cannot_be_written_are_told_or_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        (folder / os.fsdecode(b"\xff.jsonl")).write_text('{"text": "Nobody reads this."}')
    except OSError:
        pytest.skip("this file system takes no such name")
    lines = ('{"text": "Ferry \\ud800 aground in Orlan.", "id": "\\ud800", "outlet": "a\\u0000b"}', '{"text": 17}')
    (folder / "a.jsonl").write_text("\n".join(lines))
    write_parquet(folder / "b.parquet", [{"text": None}] * 30 + [{"text": "The mayor of Tarn said so."}])
    status = run_archive([str(folder)], str(tmp_path / "out"), settings=RULES)
    reasons = [row["reason"] for row in rows_of(tmp_path / "out", "skipped")]

    assert [row["text"] for row in rows_of(tmp_path / "out", "readings")] == [
        "Ferry \ufffd aground in Orlan.",
        "The mayor of Tarn said so.",
    ]
    assert "has a name that is no UTF-8: rename it, or a folder it lies in" in reasons
    assert "holds 10 more bad rows, not listed one by one" in reasons
    assert reasons.count("has no text") == 20
    assert status.left_out == len(reasons) == 23


def test_a_report_that_a_finder_fails_at_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = make_records(4)
    records[2]["text"] = "Poison in Tarn. " + records[2]["text"]
    path = write_lines(tmp_path / "a.jsonl", records)
    real = flow.read_documents

    def fail(documents, recogniser, **given):  # type: ignore[no-untyped-def]
        if any("Poison" in doc.text for doc in documents):
            raise RuntimeError("a fault of ours")
        return real(documents, recogniser, **given)

    monkeypatch.setattr(flow, "read_documents", fail)
    status = run_archive([str(path)], str(tmp_path / "out"), settings=RULES)

    assert status.reports == 3
    assert [row["reason"] for row in rows_of(tmp_path / "out", "skipped")] == [
        "no reading could be made (RuntimeError: a fault of ours)"
    ]


def test_a_file_is_tried_again_and_then_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_lines(tmp_path / "a.jsonl", make_records(3))
    write_lines(tmp_path / "b.jsonl", make_records(6)[3:])
    monkeypatch.setattr(stages, "PAUSE", 0.0)
    tried = []
    real = places.open_input

    def fail(address: str):  # type: ignore[no-untyped-def]
        if address == str(path):
            tried.append(address)
            if len(tried) <= broken:
                raise OSError(5, "Input/output error")
        return real(address)

    monkeypatch.setattr(documents, "open_input", fail)
    broken = 2
    assert run_archive([str(tmp_path / "?.jsonl")], str(tmp_path / "one"), settings=RULES).faults == 0
    tried.clear()
    broken = 3
    status = run_archive([str(tmp_path / "?.jsonl")], str(tmp_path / "two"), settings=RULES)
    told = _skipped(tmp_path / "two")
    again = run_archive([str(tmp_path / "?.jsonl")], str(tmp_path / "two"), settings=RULES, again=True)

    assert (status.reports, status.faults) == (3, 1)
    assert told == {"a.jsonl": "cannot be read: Input/output error"}
    assert (again.reports, again.faults) == (6, 0)
    assert hash_files(tmp_path / "one") == hash_files(tmp_path / "two")


def test_parquet_of_other_types_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    from datetime import datetime

    records = make_records(2)
    table = pa.table(
        {
            "maintext": [records[0]["text"].encode(), b"\xff\xfe"],
            "published": pa.array([datetime(2031, 1, 2, 8), None], pa.timestamp("ns")),
            "authors": [["Ilse Marek", "Jon Tarn"], None],
            "title": [17, 18],
            "extra": [{"deep": 1}, None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    run_archive([str(tmp_path / "a.parquet")], str(tmp_path / "out"), settings=RULES)
    (row,) = rows_of(tmp_path / "out", "readings")

    assert (row["earliest"].isoformat(), row["basis"]) == ("2031-01-02", "metadata")
    assert from_packed(row["packed"]).document.bylines == ("Ilse Marek", "Jon Tarn")
    assert "field title left out: it is no text" in from_packed(row["packed"]).document.notes
    assert list(_skipped(tmp_path / "out").values()) == ["has a field text that is no text"]


# Calls that are off.


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing to read.\n.*matches no file"):
        run_archive([str(tmp_path / "*.jsonl")], str(tmp_path / "out"), settings=RULES)
    (tmp_path / "a.jsonl").write_text("[]")
    with pytest.raises(InputError, match="none of 1 inputs holds a report"):
        run_archive([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), settings=RULES)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", make_records(3))
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    for fresh in (False, True):
        with pytest.raises(UsageError, match=r"holds other files \(thesis.txt\)"):
            run_archive([str(path)], str(out), settings=RULES, fresh=fresh)

    assert (out / "thesis.txt").read_text() == "years of work"


def test_a_system_whose_package_is_missing_is_named(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", make_records(3))
    with pytest.raises(MissingPart, match="s3fs"):
        run_archive(["s3://bucket/a.jsonl"], str(tmp_path / "out"), settings=RULES)
    with pytest.raises(UsageError, match="nowhere"):
        run_archive([str(path)], "nowhere://bucket/out", settings=RULES)


def test_the_output_is_no_input(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", make_records(3))
    first = run_archive([str(tmp_path)], str(tmp_path / "out"), settings=RULES)

    assert run_archive([str(tmp_path)], str(tmp_path / "out"), settings=RULES) == first


def test_what_is_written_does_not_depend_on_where(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "in")
    run_archive([str(tmp_path / "in")], str(tmp_path / "one"), settings=RULES)
    run_archive([str(tmp_path / "in")], str(tmp_path / "two"), settings=RULES)

    assert hash_files(tmp_path / "one") == hash_files(tmp_path / "two")
