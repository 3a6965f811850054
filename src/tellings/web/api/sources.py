"""What the library follows, and the log of what was fetched and refused."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tellings import app
from tellings.daily import desk
from tellings.errors import UsageError
from tellings.model.daily import Added, FetchesRecord, SourcesRecord
from tellings.model.library import LONGEST_ADDRESS
from tellings.model.service import LettersRecord
from tellings.web.api.operations import Answer, Call, Nothing, Operation
from tellings.web.api.problems import ApiError
from tellings.web.api.stories import Limit

Address = Annotated[str, Meta(min_length=1, max_length=LONGEST_ADDRESS)]


class Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sources by their addresses, or by a part of one that no other has."""

    addresses: Annotated[tuple[Address, ...], Meta(min_length=1, max_length=100)]


class LogAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which lines of the log."""

    address: Annotated[Address | None, Meta(description="That of a source or of a page.")] = None
    refused: Annotated[bool, Meta(description="Only what was refused or failed.")] = False
    limit: Limit = 50


def list_sources(call: Call[Nothing, None]) -> Answer:
    """What is followed: what it is, when it was asked and is due, its failures, the reports it gave."""
    return _tell(call)


def export_sources(call: Call[Nothing, None]) -> Answer:
    """The feeds that are followed as OPML, which every feed reader takes."""
    text, _, _ = desk.export_opml(call.web.store)
    headers = {"Content-Disposition": 'attachment; filename="tellings.opml"'}
    return Answer(text, "text/x-opml; charset=utf-8", headers)


def show_fetches(call: Call[LogAsked, None]) -> Answer:
    """What was fetched and what was refused, the latest first, each refusal with its reason."""
    asked = call.asked
    try:
        found = desk.list_fetches(call.web.store, asked.address, refused=asked.refused, limit=asked.limit)
    except UsageError as err:
        raise ApiError(404, str(err)) from err
    return Answer(desk.to_fetches_json(replace(found, library=call.library)))


def pause_sources(call: Call[Nothing, Addresses]) -> Answer:
    """Asks sources no more until they are resumed; gives all sources as they are then."""
    return _change(call, lambda: desk.pause_sources(call.web.store, call.body.addresses))


def resume_sources(call: Call[Nothing, Addresses]) -> Answer:
    """Asks sources again, also those that failed; gives all sources as they are then."""
    now = call.web.clock()
    return _change(call, lambda: desk.resume_sources(call.web.store, call.body.addresses, now=now))


def remove_sources(call: Call[Nothing, Addresses]) -> Answer:
    """Follows sources no longer; their reports stay. Gives the sources that are left."""
    return _change(call, lambda: desk.remove_sources(call.web.store, call.body.addresses))


class LettersAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many are listed."""

    limit: Limit = 50


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Dead letters by their ids."""

    ids: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...], Meta(min_length=1, max_length=100)]


def list_dead_letters(call: Call[LettersAsked, None]) -> Answer:
    """What could not be read, the latest first: what it is, why, how often it was tried."""
    return _tell_letters(call, call.asked.limit)


def retry_dead_letters(call: Call[Nothing, Letters]) -> Answer:
    """Reads what failed again, each by a process of its own; gives what came into the library."""
    web = call.web
    reader = desk.Reader(today=web.clock().date())
    working = desk.Desk(web.store, app.load_fetch(), web.clock, reader=reader)
    with web.language.add(model=False):
        try:
            added = desk.retry(call.body.ids, working)
        except UsageError as err:
            raise ApiError(404, str(err)) from err
    return Answer(desk.to_added_json(replace(added, library=call.library)))


def drop_dead_letters(call: Call[Nothing, Letters]) -> Answer:
    """Throws dead letters away; what they hold is read again when it is met again. Gives those that are left."""
    try:
        desk.drop_letters(call.web.store, call.body.ids)
    except UsageError as err:
        raise ApiError(404, str(err)) from err
    return _tell_letters(call)


def _tell_letters(call: Call[Any, Any], limit: int | None = None) -> Answer:
    return Answer(desk.to_letters_json(replace(desk.list_letters(call.web.store, limit=limit), library=call.library)))


def _change(call: "Call[Nothing, Addresses]", change: Callable[[], object]) -> Answer:
    try:
        change()
    except UsageError as err:
        raise ApiError(404, str(err)) from err
    return _tell(call)


def _tell(call: "Call[Nothing, None] | Call[Nothing, Addresses]") -> Answer:
    return Answer(desk.to_sources_json(replace(desk.list_sources(call.web.store), library=call.library)))


_TAG = "sources"

OPERATIONS = (
    Operation("GET", "/sources", list_sources, _TAG, SourcesRecord),
    Operation("GET", "/sources/export", export_sources, _TAG, None, ("text/x-opml",)),
    Operation("GET", "/sources/log", show_fetches, _TAG, FetchesRecord, asks=LogAsked, fails=(404,)),
    Operation(
        "POST", "/sources/pause", pause_sources, _TAG, SourcesRecord, takes=Addresses, role="editor", fails=(404,)
    ),
    Operation(
        "POST", "/sources/resume", resume_sources, _TAG, SourcesRecord, takes=Addresses, role="editor", fails=(404,)
    ),
    Operation(
        "POST", "/sources/remove", remove_sources, _TAG, SourcesRecord, takes=Addresses, role="admin", fails=(404,)
    ),
    Operation("GET", "/dead-letters", list_dead_letters, _TAG, LettersRecord, asks=LettersAsked),
    Operation(
        "POST", "/dead-letters/retry", retry_dead_letters, _TAG, Added, takes=Letters, role="editor", fails=(404,)
    ),
    Operation(
        "POST", "/dead-letters/drop", drop_dead_letters, _TAG, LettersRecord, takes=Letters, role="editor", fails=(404,)
    ),
)
