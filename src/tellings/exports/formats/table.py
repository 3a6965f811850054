"""Every format a briefing can be written in: its name, what it is for, and what writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

from tellings.exports.as_atom import to_briefing_atom
from tellings.exports.as_html import to_html
from tellings.exports.as_json import to_json
from tellings.exports.as_markdown import to_markdown
from tellings.exports.as_terminal import to_text
from tellings.exports.formats.as_annotations import NOWHERE, Places, to_annotations
from tellings.exports.formats.as_csv import to_csv
from tellings.exports.formats.as_docx import to_docx
from tellings.exports.formats.as_events import to_events
from tellings.exports.formats.as_icalendar import to_icalendar
from tellings.exports.formats.as_jsonld import to_jsonld
from tellings.exports.formats.as_misp import to_misp
from tellings.exports.formats.as_newsml import to_newsml
from tellings.exports.formats.as_ninjs import to_ninjs
from tellings.exports.formats.as_parquet import to_parquet
from tellings.exports.formats.as_pdf import to_pdf
from tellings.exports.formats.as_stix import TLP, to_stix
from tellings.exports.formats.as_timelinejs import to_timelinejs
from tellings.model.brief import Briefing
from tellings.model.document import Document

__all__ = ["FORMATS", "TLP", "Format", "name_of", "write_as"]

Load = Callable[[str], Any]
"""Imports an optional package by its name, or says what to install."""

Write = Callable[..., str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``suffix`` is how its files end; ``needs`` are the optional packages its writer is handed, by name.

    ``marked`` is true where the format carries a TLP marking, ``placed`` where it can say places on web pages.
    """

    name: str
    suffix: str
    media: str
    about: str
    write: Write
    needs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    marked: bool = False
    placed: bool = False

    @property
    def binary(self) -> bool:
        """Whether it is no text."""
        return bool(self.needs)


def _needs(**packages: str) -> Mapping[str, str]:
    return MappingProxyType(packages)


_ALL = (
    Format("html", ".html", "text/html; charset=utf-8", "one page to read, without network or scripts", to_html),
    Format("md", ".md", "text/markdown; charset=utf-8", "Markdown with numbered references", to_markdown),
    Format("txt", ".txt", "text/plain; charset=utf-8", "plain text", to_text),
    Format("json", ".json", "application/json", "all there is: tellings-brief/1", to_json),
    Format("atom", ".atom", "application/atom+xml; charset=utf-8", "a feed: the story in brief, then its reports",
           to_briefing_atom),
    Format("csv", ".csv", "text/csv; charset=utf-8", "one table, a row for each place a line rests on", to_csv),
    Format("parquet", ".parquet", "application/vnd.apache.parquet", "the table of csv with its types", to_parquet,
           _needs(pyarrow="pyarrow", parquet="pyarrow.parquet")),
    Format("events", ".events.csv", "text/csv; charset=utf-8", "who did what to whom, as PLOVER does", to_events),
    Format("ics", ".ics", "text/calendar; charset=utf-8", "what is expected, for calendars (RFC 5545)", to_icalendar),
    Format("timelinejs", ".timeline.json", "application/json", "the timeline, for TimelineJS", to_timelinejs),
    Format("jsonld", ".jsonld", "application/ld+json", "schema.org: articles, people, quotations, events", to_jsonld),
    Format("annotations", ".annotations.json", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
           "W3C Web Annotations on the words of the reports", to_annotations, placed=True),
    Format("ninjs", ".ninjs.json", "application/json", "IPTC ninjs 3.0, for newsroom systems", to_ninjs),
    Format("newsml", ".xml", "application/vnd.iptc.g2.newsitem+xml", "IPTC NewsML-G2, for newsroom systems", to_newsml),
    Format("stix", ".stix.json", "application/stix+json;version=2.1", "STIX 2.1, for threat desks", to_stix,
           marked=True),
    Format("misp", ".misp.json", "application/json", "a MISP event, for threat desks", to_misp, marked=True),
    Format("pdf", ".pdf", "application/pdf", "the page in print, shortened", to_pdf, _needs(weasyprint="weasyprint")),
    Format("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
           "a Word document to edit further", to_docx, _needs(docx="docx")),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({form.name: form for form in _ALL})
"""By name, in the order in which they are listed."""


def write_as(
    form: Format,
    briefing: Briefing,
    documents: Sequence[Document],
    *,
    load: Load,
    tlp: str = "clear",
    places: Places = NOWHERE,
) -> str | bytes:
    """The briefing in this format; ``load`` brings the optional packages it needs.

    ``places`` say where cited words stand on the pages that reports were read from.
    """
    given: dict[str, Any] = {name: load(package) for name, package in form.needs.items()}
    if form.marked:
        given["tlp"] = tlp
    if form.placed:
        given["places"] = places
    return partial(form.write, **given)(briefing, documents)


def name_of(filename: str) -> str | None:
    """The format that the end of a file's name picks, the longest that fits: ``a.events.csv`` is no plain CSV."""
    lowered = filename.lower()
    fitting = [form for form in _ALL if lowered.endswith(form.suffix)]
    return max(fitting, key=lambda form: len(form.suffix)).name if fitting else None
