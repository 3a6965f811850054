"""Reports of the library: listed, each with all that was found in it, and its untouched bytes; and search."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from tellings.daily import desk
from tellings.exports.as_json import to_record_json
from tellings.exports.records import record_reading
from tellings.model.daily import Hits
from tellings.model.library import HitKind, HitOrder
from tellings.model.record import ReadingRecord
from tellings.model.served import ReportsRecord
from tellings.web.api.operations import Answer, Call, Operation
from tellings.web.api.paging import cut_page, link_pages
from tellings.web.api.problems import ApiError
from tellings.web.api.stories import Limit, Offset

DEEPEST_HIT = 10_000
"""How far into the hits a page may begin: who reads further should ask for less."""


class ReportsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of the reports."""

    since: Annotated[date | None, Meta(description="Published on or after this day.")] = None
    limit: Limit = 50
    offset: Offset = 0


class ReportAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which report."""

    doc: Annotated[str, Meta(min_length=1, max_length=200, description="The id of a report.")]


class SearchAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked for."""

    q: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1000,
            description='Words, "a phrase", and fields: person: place: outlet: said: since: until: not:',
        ),
    ]
    kind: Annotated[
        tuple[HitKind, ...], Meta(max_length=10, description="Only these; may be given several times.")
    ] = ()
    order: Annotated[HitOrder, Meta(description="The newest first, or what holds the words best.")] = "newest"
    limit: Limit = 20
    offset: Annotated[int, Meta(ge=0, le=DEEPEST_HIT, description="Leave out the first ones.")] = 0


def list_reports(call: Call[ReportsAsked, None]) -> Answer:
    """Reports of the library, newest first."""
    asked = call.asked
    found = list(call.web.store.list_reports(since=asked.since, limit=asked.limit + 1, offset=asked.offset))
    reports, more = cut_page(found, asked.limit)
    headers = link_pages(call.url, limit=asked.limit, offset=asked.offset, more=more)
    return Answer(to_record_json(ReportsRecord(reports=reports)), headers=headers)


def show_report(call: Call[ReportAsked, None]) -> Answer:
    """A report with its text and everything that was found in it; every place counts in `document.text`."""
    for reading in call.web.store.load_readings([call.asked.doc]):
        return Answer(to_record_json(record_reading(reading)))
    raise _missing(call.asked.doc)


def show_original(call: Call[ReportAsked, None]) -> Answer:
    """The untouched bytes that a report was read from, to be saved: never a page of this server."""
    original = call.web.store.load_original(call.asked.doc)
    if original is None:
        raise _missing(call.asked.doc)
    return Answer(
        original.data,
        "application/octet-stream",
        {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"},
    )


def search(call: Call[SearchAsked, None]) -> Answer:
    """Reports, quotations and statements that meet all of the query."""
    asked = call.asked
    found = desk.search(
        call.web.store,
        asked.q,
        now=call.web.clock(),
        kinds=asked.kind,
        order=asked.order,
        limit=asked.limit + 1,
        offset=asked.offset,
    )
    hits, more = cut_page(found.hits, asked.limit)
    more = more and asked.offset + asked.limit <= DEEPEST_HIT
    headers = link_pages(call.url, limit=asked.limit, offset=asked.offset, more=more)
    return Answer(desk.to_hits_json(Hits(query=found.query, hits=hits)), headers=headers)


def _missing(doc: str) -> ApiError:
    return ApiError(404, f"There is no report {doc[:80]!r} here with what was asked for. /api/reports lists them.")


OPERATIONS = (
    Operation("GET", "/reports", list_reports, "reports", ReportsRecord, asks=ReportsAsked),
    Operation("GET", "/reports/{doc}", show_report, "reports", ReadingRecord, asks=ReportAsked),
    Operation(
        "GET", "/reports/{doc}/original", show_original, "reports", None, ("application/octet-stream",), ReportAsked
    ),
    Operation("GET", "/search", search, "search", Hits, asks=SearchAsked),
)
