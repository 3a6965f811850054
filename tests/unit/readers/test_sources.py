"""Paths, folders, globs and standard input: what is read, what is skipped, and why."""

import gzip
import io
import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.document import Document, Skipped
from tellings.readers import sources
from tellings.readers.sources import printable, read_bytes, read_sources

WORDS = "The ferry to Luro was late. Nobody said why."


def _write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def _read(*paths: Path | str, **options: object) -> tuple[list[str], dict[str, str]]:
    documents, skipped = read_sources([str(path) for path in paths], **options)  # type: ignore[arg-type]
    return [doc.location for doc in documents], {item.location: item.reason for item in skipped}


def test_a_folder_is_searched_to_its_depths_in_order(tmp_path: Path) -> None:
    _write(
        tmp_path,
        b_txt="two",
        a__x__c_md="three",
        a__d_html=f"<p>{WORDS}</p><p>{WORDS} So.</p>",
        e_jsonl='{"text": "five"}',
    )
    _write(tmp_path, _hidden_txt="six", _git__f_txt="seven")

    found, skipped = _read(tmp_path)

    assert found == [f"{tmp_path}/{name}" for name in ("a/d.html", "a/x/c.md", "b.txt", "e.jsonl:1")]
    assert skipped == {}


def test_files_of_other_kinds_are_left_out_and_counted(tmp_path: Path) -> None:
    _write(tmp_path, a_txt="one", b_png=b"\x89PNG", c_png=b"\x89PNG", d_csv="a,b")

    assert _read(tmp_path) == (
        [f"{tmp_path}/a.txt"],
        {str(tmp_path): "files of other kinds left out: 1 .csv, 2 .png"},
    )


def test_a_file_named_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    _write(tmp_path, report_dat=WORDS)
    (tmp_path / "report").write_text("other words")

    assert _read(tmp_path / "report.dat", tmp_path / "report")[0] == [f"{tmp_path}/report", f"{tmp_path}/report.dat"]


def test_content_decides_what_a_file_is(tmp_path: Path) -> None:
    _write(tmp_path, a_txt=f"<!doctype html><p>{WORDS}</p><p>{WORDS} So.</p>", b_txt='{"text": "one", "id": "r1"}')

    documents, _ = read_sources([str(tmp_path)])

    assert [doc.location for doc in documents] == [f"{tmp_path}/a.txt", "r1"]
    assert "<p>" not in documents[0].text


def test_a_glob_given_literally_is_expanded(tmp_path: Path) -> None:
    _write(tmp_path, a_txt="one", b_txt="two", c_md="three", d__e_txt="four")

    assert _read(f"{tmp_path}/*.txt")[0] == [f"{tmp_path}/a.txt", f"{tmp_path}/b.txt"]
    assert len(_read(f"{tmp_path}/**/*.txt")[0]) == 3
    assert _read(f"{tmp_path}/*.pdf")[1] == {f"{tmp_path}/*.pdf": "matches no file"}


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("one")
    (tmp_path / "a1.txt").write_text("two")

    assert _read(f"{tmp_path}/a[1].txt")[0] == [f"{tmp_path}/a[1].txt"]


def test_standard_input_may_hold_text_or_records() -> None:
    assert _read("-", stdin=io.BytesIO(WORDS.encode()))[0] == ["-"]
    assert _read("-", stdin=io.BytesIO(b'{"text": "a"}\n{"text": "b"}'))[0] == ["-:1", "-:2"]
    assert _read("-")[1] == {"-": "standard input is not open"}
    assert _read("-", stdin=io.BytesIO())[1] == {"-": "is empty"}


@pytest.mark.parametrize("name", ["a.txt.gz", "a.gz"])
def test_a_gzip_file_is_unpacked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"The ferry ") + gzip.compress(b"was late."))

    documents, _ = read_sources([str(tmp_path / name)])

    assert [doc.text for doc in documents] == ["The ferry was late."]


def test_a_gzip_file_cut_short_or_too_large_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(WORDS.encode() * 50)[:-9])
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * 5_000_000))

    _, skipped = _read(tmp_path, largest=1_000_000)

    assert "larger than" in skipped[f"{tmp_path}/bomb.txt.gz"]
    assert skipped[f"{tmp_path}/cut.txt.gz"] == "is a damaged gzip file (cut short)"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "holds no words"),
        (b"\xef\xbb\xbf \n", "holds no words"),
        (b"\xef\xbb\xbf", "holds no words"),
        (b"\x89PNG\r\n\x1a\n\x00", "is a PNG image, not text"),
        (b"%PDF-1.7 x", "is a "),
        (b"PK\x03\x04 x", "is a zip file damaged"),
        (bytes(range(256)) * 9, "looks like a binary file"),
        (b"<html><body><img src=x></body></html>", "is a web page without article text"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "is a feed"),
    ],
)
def test_a_wrong_file_is_skipped_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    _write(tmp_path, bad_txt=content, good_txt=WORDS)

    found, skipped = _read(tmp_path)

    assert found == [f"{tmp_path}/good.txt"]
    assert skipped[f"{tmp_path}/bad.txt"].startswith(reason)


def test_a_file_over_the_limit_is_skipped(tmp_path: Path) -> None:
    _write(tmp_path, a_txt="x" * 2_097_153, b_txt="y" * 2_097_152)

    found, skipped = _read(tmp_path, largest=2_097_152, max_characters=3_000_000)

    assert found == [f"{tmp_path}/b.txt"]
    assert skipped == {f"{tmp_path}/a.txt": "is larger than 2 MiB"}


def test_fifty_megabytes_on_one_line_are_read_in_seconds() -> None:
    line = (WORDS + " ").encode() * (50_000_000 // (len(WORDS) + 1))
    before = time.process_time()
    (item,) = read_bytes(line, "long.txt")

    assert isinstance(item, Document)
    assert len(item.text) == len(line)
    assert time.process_time() - before < 5


@pytest.mark.parametrize("size", [50_000_000])
def test_fifty_megabytes_in_a_legacy_charset_too(size: int) -> None:
    line = "Müller’s ferry was late. ".encode("cp1252") * (size // 25)
    before = time.process_time()
    (item,) = read_bytes(line, "long.txt")

    assert isinstance(item, Document)
    assert time.process_time() - before < 8


def test_what_is_not_there_or_no_file_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    os.mkfifo(tmp_path / "pipe.txt")

    _, skipped = _read(tmp_path / "missing.txt", tmp_path / "gone.txt", tmp_path / "round.txt", tmp_path / "pipe.txt")

    assert {Path(location).name: reason for location, reason in skipped.items()} == {
        "missing.txt": "cannot be read: no such file or directory",
        "gone.txt": "is a link to a file that does not exist",
        "round.txt": "cannot be read: its links lead round in circles",
        "pipe.txt": "is a device, pipe or socket, not a file; use - for standard input",
    }


def test_an_unreadable_file_or_folder_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, a_txt="one", closed__b_txt="two", locked_txt="three")
    real_open, real_list = open, os.listdir

    def guarded_open(path: str, mode: str) -> io.BufferedReader:
        if path.endswith("locked.txt"):
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, "rb")

    def guarded_list(path: str) -> list[str]:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real_list(path)

    monkeypatch.setattr(sources, "open", guarded_open, raising=False)
    monkeypatch.setattr(os, "listdir", guarded_list)

    assert _read(tmp_path) == (
        [f"{tmp_path}/a.txt"],
        {
            f"{tmp_path}/closed": "cannot be read: permission denied",
            f"{tmp_path}/locked.txt": "cannot be read: permission denied",
        },
    )


def test_a_folder_without_reports_says_what_was_looked_for(tmp_path: Path) -> None:
    _write(tmp_path, a_png=b"\x89PNG")
    (tmp_path / "empty").mkdir()

    for folder in (tmp_path, tmp_path / "empty"):
        found, skipped = _read(folder)
        assert found == []
        assert skipped[str(folder)].startswith("folder without reports (looked for .txt")


def test_links_that_lead_round_are_followed_once(tmp_path: Path) -> None:
    _write(tmp_path, a__b_txt="one")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "z").symlink_to(tmp_path / "a")

    assert _read(tmp_path)[0] == [f"{tmp_path}/a/b.txt"]


def test_the_same_file_twice_is_read_once_and_said(tmp_path: Path) -> None:
    _write(tmp_path, a_txt="one")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    path = str(tmp_path / "a.txt")

    assert _read(path, path) == ([path], {path: "given more than once, read once"})
    assert _read(path, tmp_path) == (
        [path],
        {path: "given more than once, read once", f"{tmp_path}/link.txt": f"same file as {path}"},
    )


def test_the_same_report_twice_is_kept_once(tmp_path: Path) -> None:
    _write(tmp_path, b_txt=WORDS, a_txt=WORDS, c_txt=WORDS + "\n")

    assert _read(tmp_path / "b.txt", tmp_path / "a.txt", tmp_path / "c.txt") == (
        [f"{tmp_path}/a.txt", f"{tmp_path}/c.txt"],
        {f"{tmp_path}/b.txt": f"same text as {tmp_path}/a.txt"},
    )


def test_the_same_words_at_two_outlets_are_two_reports(tmp_path: Path) -> None:
    records = [{"text": WORDS, "id": name, "outlet": name} for name in ("lantern", "beacon", "lantern")]
    _write(tmp_path, a_jsonl="\n".join(map(json.dumps, records)))

    assert _read(tmp_path) == (["beacon", "lantern"], {"lantern": "same text as lantern"})


def test_the_order_of_the_arguments_does_not_matter(tmp_path: Path) -> None:
    _write(tmp_path, a_txt="one", b_txt="two", c__d_txt="one", e_png=b"\x89PNG")
    paths = [str(tmp_path / name) for name in ("a.txt", "b.txt", "c", "e.png", "nowhere")]

    assert read_sources(paths) == read_sources(paths[::-1]) == read_sources(paths[2:] + paths[:2])


def test_an_address_is_not_fetched() -> None:
    _, skipped = _read("https://lantern.example/ferry?a=[1]")

    assert skipped["https://lantern.example/ferry?a=[1]"].startswith("is an address")


def test_the_caller_s_date_holds_where_there_is_none(tmp_path: Path) -> None:
    _write(tmp_path, a_txt="one", b_jsonl='{"text": "two", "id": "r", "date_publish": "2031-03-01"}')

    documents, _ = read_sources([str(tmp_path)], on_date=date(2031, 3, 4))
    dates = {doc.location: (doc.published.earliest, doc.published.why) for doc in documents}

    assert dates[f"{tmp_path}/a.txt"] == (date(2031, 3, 4), "given by the caller")
    assert dates["r"][0] == date(2031, 3, 1)
    assert [doc.id for doc in documents] == [doc.id for doc in read_sources([str(tmp_path)])[0]]


def test_a_date_of_the_future_is_not_believed(tmp_path: Path) -> None:
    _write(tmp_path, b_jsonl='{"text": "two", "id": "r", "date_publish": "2031-03-04"}')

    ((doc,), _) = read_sources([str(tmp_path)], today=date(2031, 3, 2))

    assert (doc.published.basis, doc.notes) == ("unknown", ("date_publish left out: 2031-03-04 is in the future",))


def test_a_file_name_that_is_no_utf8_can_be_shown(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "wb") as file:
        file.write(b"one")

    assert _read(tmp_path)[0] == [f"{tmp_path}/caf\ufffd.txt"]
    assert printable("caf\udce9") == "caf\ufffd"


@pytest.mark.parametrize("path", ["", "\0", "*\0", "~nobody", "a" * 5000])
def test_a_path_that_cannot_be_is_skipped(path: str) -> None:
    documents, skipped = read_sources([path])

    assert documents == ()
    assert len(skipped) == 1


@given(st.binary(max_size=400), st.sampled_from(["a", "a.txt", "a.html", "a.jsonl", "a.json", "a.txt.gz"]))
def test_any_bytes_give_documents_or_reasons(data: bytes, location: str) -> None:
    for item in read_bytes(data, location):
        assert isinstance(item, Document | Skipped)
        json.dumps(item.location).encode("utf-8")


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<div", ">", "<", "<html>", '"', "'", "=", "words ", "</", "<!--", "]]>", "\x00", ". ", "\n",
     "<script type='application/ld+json'>", '{"@type":"Article"', "<meta name=date content='", "<time datetime=",
     "<table><tr><td>", "<a href=x>"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40))
def test_any_heap_of_markup_gives_documents_or_reasons(pieces: list[str]) -> None:
    items = list(read_bytes(("<html>" + "".join(pieces)).encode(), "a.html"))

    assert items
    assert all(item.text.strip() if isinstance(item, Document) else item.reason for item in items)
