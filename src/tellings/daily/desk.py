"""The library opened for the commands, and what it is asked shown: which adapters are picked is decided here."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime

from tellings.daily.add import Desk, add, poll_due, retry, watch
from tellings.daily.letters import drop_letters, list_letters
from tellings.daily.notify import add_watchlist, send_notice, tell_watchlists
from tellings.daily.page_places import place_on_pages
from tellings.daily.query import read_query, write_query
from tellings.daily.reading import Reader
from tellings.daily.signing import forget_key, show_secret
from tellings.daily.sources import (
    export_opml,
    list_fetches,
    list_sources,
    pause_sources,
    remove_sources,
    resume_sources,
)
from tellings.daily.stories import check_draft, find_news, find_story, list_stories, mark_seen, show_story
from tellings.errors import LibraryError
from tellings.exports.as_hits import to_hits_text
from tellings.exports.as_json import (
    to_added_json,
    to_change_json,
    to_fetches_json,
    to_hits_json,
    to_letters_json,
    to_record_json,
    to_sources_json,
    to_stories_json,
    to_watchlist_json,
)
from tellings.exports.as_library import to_added_text, to_change_line, to_story_lines, to_watchlist_lines
from tellings.exports.as_sources import to_fetch_lines, to_letter_lines, to_source_lines
from tellings.model.daily import Hits
from tellings.model.library import HitKind, HitOrder
from tellings.ports import Store

__all__ = [
    "Desk",
    "Reader",
    "Store",
    "add",
    "add_watchlist",
    "check_draft",
    "drop_letters",
    "export_opml",
    "find_news",
    "find_story",
    "forget_key",
    "list_fetches",
    "list_letters",
    "list_sources",
    "list_stories",
    "mark_seen",
    "open_store",
    "pause_sources",
    "place_on_pages",
    "poll_due",
    "remove_sources",
    "resume_sources",
    "retry",
    "search",
    "send_notice",
    "show_secret",
    "show_story",
    "tell_watchlists",
    "to_added_json",
    "to_added_text",
    "to_change_json",
    "to_change_line",
    "to_fetch_lines",
    "to_fetches_json",
    "to_hits_json",
    "to_hits_text",
    "to_letter_lines",
    "to_letters_json",
    "to_record_json",
    "to_source_lines",
    "to_sources_json",
    "to_stories_json",
    "to_story_lines",
    "to_watchlist_json",
    "to_watchlist_lines",
    "watch",
]


def open_store(where: str | os.PathLike[str] | None, *, now: datetime, make: bool = True) -> Store:
    """The library; see ``library.open.open_library``. Without ``make`` a file that is not there is not made.

    Raises:
        LibraryError, MissingPart, UsageError: when it cannot be opened.
    """
    from tellings.library.open import open_library
    from tellings.library.place import find_place

    place = find_place(where)
    if not make and place.file is not None and not place.file.exists():
        raise LibraryError(
            f"There is no library at {place.shown}.\n"
            "`tellings add` makes one; --library or $TELLINGS_LIBRARY says where another is."
        )
    return open_library(where, now=now)


def search(
    store: Store,
    query: str | Sequence[str],
    *,
    now: datetime,
    kinds: Iterable[HitKind] = (),
    order: HitOrder = "newest",
    limit: int = 20,
    offset: int = 0,
) -> Hits:
    """What meets the query, newest first or what holds its words best; see ``query.read_query`` for its language.

    Raises:
        UsageError: when the query cannot be understood.
    """
    asked = read_query(query, today=now.date())
    return Hits(
        query=write_query(asked), hits=store.search(asked, kinds=kinds, order=order, limit=limit, offset=offset)
    )
