"""A briefing, readings, stories or a checked draft as JSON: exactly the types, with the same bytes on every run."""

import re
from collections.abc import Sequence

import msgspec

from tellings.model.accounts import AccountsRecord
from tellings.model.brief import Briefing
from tellings.model.changes import ChangesRecord
from tellings.model.check import Check
from tellings.model.daily import Added, FetchesRecord, Hits, Notice, SourcesRecord, StoryChange
from tellings.model.document import Document
from tellings.model.library import Watchlist
from tellings.model.record import ReadingRecord, StoriesRecord
from tellings.model.service import LettersRecord

# Valid in JSON as they are, but a terminal may obey them and editors hide them: written as escapes.
_UNSEEN = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def to_json(briefing: Briefing, documents: Sequence[Document] = ()) -> str:
    """``tellings-brief/1``, indented; the texts of the documents are not part of it."""
    return _indented(briefing)


def to_stories_json(stories: StoriesRecord) -> str:
    """``tellings-stories/1``, indented."""
    return _indented(stories)


def to_check_json(check: Check) -> str:
    """``tellings-check/1``, indented."""
    return _indented(check)


def to_changes_json(changes: ChangesRecord) -> str:
    """``tellings-changes/1``, indented."""
    return _indented(changes)


def to_added_json(added: Added) -> str:
    """``tellings-added/1``, indented."""
    return _indented(added)


def to_hits_json(hits: Hits) -> str:
    """``tellings-hits/1``, indented."""
    return _indented(hits)


def to_notice_json(notice: Notice) -> str:
    """``tellings-notice/1``, indented."""
    return _indented(notice)


def to_sources_json(sources: SourcesRecord) -> str:
    """``tellings-sources/1``, indented."""
    return _indented(sources)


def to_accounts_json(accounts: AccountsRecord) -> str:
    """``tellings-accounts/1``, indented."""
    return _indented(accounts)


def to_fetches_json(fetches: FetchesRecord) -> str:
    """``tellings-fetches/1``, indented."""
    return _indented(fetches)


def to_letters_json(letters: LettersRecord) -> str:
    """``tellings-dead-letters/1``, indented."""
    return _indented(letters)


def to_change_json(change: StoryChange) -> str:
    """``tellings-change/1``: one object on one line."""
    return escape_unseen(msgspec.json.encode(change).decode()) + "\n"


def to_watchlist_json(watchlist: Watchlist) -> str:
    """A watchlist: one object on one line."""
    return escape_unseen(msgspec.json.encode(watchlist).decode()) + "\n"


def to_readings_json(readings: Sequence[ReadingRecord]) -> str:
    """``tellings-reading/1``: one object a line, one line a report."""
    return "".join(escape_unseen(msgspec.json.encode(reading).decode()) + "\n" for reading in readings)


def to_record_json(record: object) -> str:
    """A record of ``model`` as it stands, indented."""
    return escape_unseen(msgspec.json.format(msgspec.json.encode(record), indent=2).decode()) + "\n"


_Record = (
    Briefing | StoriesRecord | Check | ChangesRecord | Added | Hits | Notice | SourcesRecord | FetchesRecord
    | LettersRecord
    | AccountsRecord
)  # fmt: skip


def _indented(record: _Record) -> str:
    return escape_unseen(msgspec.json.format(msgspec.json.encode(record), indent=2).decode()) + "\n"


def escape_unseen(text: str) -> str:
    """The JSON with what a terminal may obey and an editor hides written as escapes."""
    return _UNSEEN.sub(_as_escape, text)


def _as_escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))
