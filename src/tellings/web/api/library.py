"""The library itself: added to, counted, looked after, written out."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from tellings import app
from tellings.daily import desk, upholding
from tellings.daily.notify import send_notice
from tellings.daily.reading import Reader
from tellings.exports.as_json import to_record_json
from tellings.model.checkup import Checkup
from tellings.model.daily import Added
from tellings.model.library import Counts, Integrity, Pruned
from tellings.web.api.operations import Answer, Call, Nothing, Operation
from tellings.web.api.posted import LONGEST, ReadAsked, Reports, reports_of
from tellings.web.api.problems import ApiError
from tellings.web.backlog import need_room

KEEP_DAYS = 90
"""Days the fetch log and older briefs stay, as with ``tellings library prune``."""

MOST_ADDRESSES = 20
"""Addresses in one request: each may take as long as a site takes to answer."""

PIECE = 1 << 20

WebAddress = Annotated[str, Meta(pattern=r"^https?://[^\s]+$", max_length=2000)]


class Arrivals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be added: reports with their text, and addresses of pages, feeds, OPML lists and sitemaps."""

    reports: Reports = ()
    addresses: Annotated[tuple[WebAddress, ...], Meta(max_length=MOST_ADDRESSES)] = ()


class Pruning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be thrown away."""

    keep_days: Annotated[int, Meta(ge=0, le=36500, description="Days that stay.")] = KEEP_DAYS
    originals: Annotated[bool, Meta(description="Also the untouched bytes of reports from before.")] = False
    dry_run: Annotated[bool, Meta(description="Only say what would go.")] = False


def add(call: Call[ReadAsked, Arrivals]) -> Answer:
    """Puts reports into the library and brings its stories and briefs up to date.

    Feeds and sitemaps among the addresses are followed from then on. What is kept already is not read again.
    """
    files = [*call.files, *reports_of(call.body.reports)]
    if not files and not call.body.addresses:
        raise ApiError(422, 'Nothing was sent. Send {"reports": [{"text": "..."}]}, {"addresses": [...]}, or files.')
    asked, web = call.asked, call.web
    need_room(web)
    reader = Reader(
        on_date=asked.date,
        language=asked.language,
        today=web.clock().date(),
        max_characters=LONGEST,
        model=asked.model,
    )
    with web.language.add(model=asked.model) as recogniser:
        working = desk.Desk(
            web.store, app.load_fetch(), web.clock, reader=reader, send=send_notice, recogniser=recogniser
        )
        added = desk.add(call.body.addresses, working, posted=files)
    return Answer(desk.to_added_json(replace(added, library=call.library)))


def count_library(call: Call[Nothing, None]) -> Answer:
    """How much the library holds."""
    return Answer(to_record_json(call.web.store.count()))


def export_library(call: Call[Nothing, None]) -> Answer:
    """Every report as a line of JSON, newest first: text, title, outlet, date, story and more."""
    headers = {"Content-Disposition": 'attachment; filename="tellings.jsonl"'}
    return Answer(upholding.export(call.web.store, now=call.web.clock()), "application/x-ndjson", headers)


def check_library(call: Call[Nothing, None]) -> Answer:
    """Whether the library is whole: the database, every reference, and a sample of what it holds."""
    return Answer(to_record_json(upholding.check(call.web.store, now=call.web.clock())))


def prune_library(call: Call[Nothing, Pruning]) -> Answer:
    """Throws away what newer takes the place of; reports and stories always stay."""
    now, body = call.web.clock(), call.body
    before = now - timedelta(days=body.keep_days)
    gone = upholding.prune(call.web.store, before=before, originals=body.originals, try_only=body.dry_run, now=now)
    return Answer(to_record_json(gone))


def reindex_library(call: Call[Nothing, None]) -> Answer:
    """Makes anew what search looks into; gives what the library holds."""
    upholding.reindex(call.web.store, now=call.web.clock())
    return Answer(to_record_json(call.web.store.count()))


def back_up_library(call: Call[Nothing, None]) -> Answer:
    """The whole library as one file, which is a library itself; others may go on writing meanwhile.

    It holds the accounts and secrets too: keep it as you would keep them.
    """
    folder = tempfile.TemporaryDirectory(prefix="tellings-")
    file = Path(folder.name) / "library.db"
    found = upholding.back_up(call.web.store, file, now=call.web.clock())
    if found.faults:
        folder.cleanup()
        raise ApiError(503, f"The copy is not whole: {found.faults[0]}")
    headers = {"Content-Disposition": 'attachment; filename="tellings-library.db"'}
    return Answer(_send(file, folder), "application/vnd.sqlite3", headers)


def _send(file: Path, folder: tempfile.TemporaryDirectory[str]) -> Iterator[bytes]:
    with folder, file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


def check_installation(call: Call[Nothing, None]) -> Answer:
    """What is installed and works, and whether the library is whole; as `tellings doctor` says."""
    store = call.web.store
    found = app.doctor(upholding.check_part(store, now=call.web.clock()), upholding.measure(store))
    return Answer(app.render_checkup(found, "json"))


_TAG = "library"

OPERATIONS = (
    Operation("POST", "/add", add, _TAG, Added, asks=ReadAsked, takes=Arrivals, uploads=True, role="editor"),
    Operation("GET", "/library", count_library, _TAG, Counts),
    Operation("GET", "/library/export", export_library, _TAG, None, ("application/x-ndjson",), streams=True),
    Operation("GET", "/library/check", check_library, _TAG, Integrity, role="admin"),
    Operation("POST", "/library/prune", prune_library, _TAG, Pruned, takes=Pruning, role="admin"),
    Operation("POST", "/library/reindex", reindex_library, _TAG, Counts, role="admin"),
    Operation(
        "GET", "/library/backup", back_up_library, _TAG, None, ("application/vnd.sqlite3",), role="admin", streams=True
    ),
    Operation("GET", "/doctor", check_installation, _TAG, Checkup, role="admin"),
)
