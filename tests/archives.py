"""Small archives of invented reports in every packing, and what a run made of them."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tellings.bulk.places import Folder
from tellings.bulk.records import Settings
from tellings.bulk.tables import read_rows

RULES = Settings(model=False, today=date(2031, 6, 1))
_EVENTS = (
    (
        "Orlan ferry aground",
        "The ferry Aldis ran aground off Orlan with 212 people aboard",
        "Tugs pulled the ferry free",
    ),
    ("Barley harvest fails in Tarn", "Farmers in Tarn harvested a third less barley", "No rain fell for eight weeks"),
    ("Velmark bridge closed", "Engineers closed the Kessel bridge in Velmark over cracks", "Lorries take the tunnel"),
    ("Fire at Harsk school", "A fire destroyed the gymnasium of the Linden school in Harsk", "All 340 pupils got out"),
    ("Museum buys lost painting", "The Sedna museum bought a portrait by Ludo Varn", "It was thought burnt since 1911"),
    ("Strike at Tarn steelworks", "Welders at the Brakka steelworks walked out over pay", "Furnaces were let cool"),
    ("Rare owl nests in Velmark", "Ornithologists found an eagle owl nesting in a quarry", "Blasting there was halted"),
    ("Harsk elects council", "Voters in Harsk gave the Harbour List eleven council seats", "Turnout reached a record"),
)


def make_records(count: int) -> list[dict[str, Any]]:
    """Records of reports, three of them to an event, one event a day; after eight events they come round again."""
    records = []
    for number in range(count):
        event, told = divmod(number, 3)
        title, deed, more = _EVENTS[event % len(_EVENTS)]
        text = f"{title}\n\n{deed} on Monday. {more}{', again' * told}. {deed}, as was told {event + 20} times."
        records.append(
            {
                "url": f"https://outlet{told}.example/{event}",
                "text": text,
                "date_publish": (date(2031, 1, 1) + timedelta(days=event)).isoformat(),
                "source_domain": f"outlet{told}.example",
            }
        )
    return records


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """A JSON Lines file, packed where its name says so."""
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def write_parquet(path: Path, records: Sequence[dict[str, Any]], *, group: int = 4) -> Path:
    """A Parquet file with row groups of so many."""
    pq.write_table(pa.Table.from_pylist(list(records)), path, row_group_size=group)
    return path


def to_warc(records: Iterable[dict[str, Any]]) -> bytes:
    """A packed web archive with a page for each record."""
    return b"".join(gzip.compress(to_response(record), mtime=0) for record in records)


def to_response(record: dict[str, Any]) -> bytes:
    """One record of a web archive: the page of a report."""
    paragraphs = "".join(f"<p>{line}</p>" for line in record["text"].split("\n\n"))
    day = record["date_publish"]
    head = f'<meta property="article:published_time" content="{day}T08:00:00Z">'
    title = f"<title>{record['text'][:30]}</title>"
    page = f"<html><head>{title}{head}</head><body><article>{paragraphs}</article></body></html>"
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    top = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {record['url']}\r\nWARC-Date: 2031-05-05T10:00:00Z\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return top.encode() + block + b"\r\n\r\n"


def rows_of(out: str | Path, kind: str) -> list[dict[str, Any]]:
    """All rows of the files of one kind ("readings", "skipped" ...), by file."""
    folder = Folder(str(out))
    names = [name for name in folder.list_files() if name.startswith(f"{kind}/")]
    return [row for name in names for row in read_rows(folder, name)]


def hash_files(out: str | Path) -> dict[str, str]:
    """The SHA-256 of each file of data; what tells times is left out."""
    folder = Folder(str(out))
    names = [name for name in folder.list_files() if name.endswith(".parquet")]
    return {name: hashlib.sha256(folder.read(name)).hexdigest() for name in names}
