"""Hostile reports, read and briefed as any others, come out of every format as something its reader can read."""

import csv
import html.parser
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache

import docx
import icalendar
import pypdfium2
import pytest
from pyarrow import parquet

from tellings import flow
from tellings.engines.parts import load_package
from tellings.exports.formats.table import FORMATS, write_as
from tellings.model.brief import Briefing, Generator
from tellings.model.document import Document
from tellings.ports import RulesOnly
from tellings.readers.jsonlines import read_jsonlines

TOLD = "The council of Orlan voted 9 to 4 on Monday, 5 May 2031, to close the Velmark bridge, Ilse Marek said."
ODD = {
    "control characters": "The \x1b[31mbridge\x1b[0m \x07\x08 is \x9b31m shut \x7f.",
    "bidi marks": "It was \u202ereversed\u202c by \u2066Tarn\u2069 and \u200fHarsk.",
    "markup": "<script>alert(1)</script> </p> <![CDATA[x]]> <!DOCTYPE a [<!ENTITY b SYSTEM 'file:///c'>]> &b; ]]>",
    "a formula": "=1+1 said Marek. +2 came. -3 left. @SUM(A1:A9) holds. \t=cmd|' /C calc'!A0",
    "a huge line": "The bridge at Velmark is shut and cars wait " * 2_000,
    "lone surrogates": "A \ud83d half of a pair and \udc00 another.",
    "an empty title": "The bridge has no name.",
    "NUL": "The bridge\x00 is \x00\x00 shut.",
    "emoji": "The bridge 👩‍👩‍👧‍👦 is 🚧 shut 🏴󠁧󠁢󠁳󠁣󠁴󠁿 e\u0301\u0302\u0303.",
    "very many quotes": "“The bridge is shut,” Ilse Marek said. " * 150,
    "unclosed quotes": "“" * 300 + '"' * 301 + "'" * 301,
}
"""What is odd of a report, and the words that make it so; each stands in its title and its outlet too."""


@cache
def briefed() -> tuple[Briefing, tuple[Document, ...]]:
    """Reports of one vote, each odd in one way, as they come in as JSON Lines with everything escaped."""
    rows = [
        {
            "text": f"{TOLD}\n\n{words}\n\n“The {what} must go,” Ilse Marek said.",
            "title": "" if what == "an empty title" else f"{words[:300]} Orlan council closes Velmark bridge",
            "source_domain": f"courier{number}.example {words[:60]}",
            "url": f"https://courier{number}.example/{number}?q=<&>\"'",
            "date_publish": "2031-05-06T10:00:00+00:00",
        }
        for number, (what, words) in enumerate(ODD.items(), 1)
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    documents = tuple(doc for doc in read_jsonlines(lines.encode(), "odd.jsonl") if isinstance(doc, Document))
    readings = flow.read_documents(documents, RulesOnly())
    briefs = tuple(flow.brief_story(story, readings) for story in flow.group_readings(readings))
    return Briefing(Generator("0", ("rules",)), briefs, ()), documents


def _read_page(data: bytes) -> int:
    class Reader(html.parser.HTMLParser):
        inside = ""
        held = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert not any(name.startswith("on") for name, _ in attrs), tag
            assert tag not in ("iframe", "object", "embed")
            self.inside = tag

        def handle_data(self, data: str) -> None:
            # The one script of the page is its own.
            assert self.inside != "script" or "alert(1)" not in data
            self.held += len(data.strip())

    reader = Reader()
    reader.feed(data.decode())
    reader.close()
    return reader.held


def _read_table(data: bytes) -> int:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+@]|\s*-(?!\d+(\.\d+)?$)", cell)]
    return len(rows)


def _read_pdf(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    return len(document[0].get_textpage().get_text_range().strip())


def _read_xml(data: bytes) -> int:
    assert b"<!ENTITY" not in data
    return len("".join(ET.fromstring(data).itertext()).strip())


READERS: dict[str, Callable[[bytes], int]] = {
    ".html": _read_page,
    ".csv": _read_table,
    ".json": lambda data: len(json.loads(data)),
    ".jsonld": lambda data: len(json.loads(data)),
    ".atom": _read_xml,
    ".xml": _read_xml,
    ".ics": lambda data: len(list(icalendar.Calendar.from_ical(data).walk())),
    ".md": lambda data: len(data.decode().strip()),
    ".txt": lambda data: len(data.decode().strip()),
    ".parquet": lambda data: parquet.read_table(io.BytesIO(data)).num_rows,
    ".pdf": _read_pdf,
    ".docx": lambda data: len(docx.Document(io.BytesIO(data)).paragraphs),
}
"""What reads a format back, by the end of its files, and says how much is in it."""


def test_every_hostile_report_is_taken_and_told() -> None:
    briefing, documents = briefed()

    assert len({doc.id for doc in documents}) == len(ODD)
    assert {doc.id for brief in briefing.stories for doc in brief.documents} == {doc.id for doc in documents}


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_of_hostile_reports_can_be_read(name: str) -> None:
    form = FORMATS[name]
    end = form.suffix[form.suffix.rindex(".") :]
    assert end in READERS, f"say in READERS what reads a file that ends with {end}"
    briefing, documents = briefed()
    written = write_as(form, briefing, documents, load=load_package)
    data = written if isinstance(written, bytes) else written.encode()

    assert READERS[end](data) > 0
    if isinstance(written, str):
        # No control characters but those of lines, none that turn the direction round, no half of a pair.
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]", written)
