"""The tables of a library, the same in SQLite and PostgreSQL; ``migrations`` makes them, this file names them.

``documents``, ``originals`` and ``pages`` hold what came in; ``readings`` and ``fingerprints`` what was found in it;
``stories``, ``members`` and ``moves`` how it was grouped; ``briefs``, ``seen`` and ``reviews`` what was made of it;
``sources``, ``fetches``, ``watchlists``, ``told`` and ``letters`` the daily round; ``accounts``, ``passes`` and
``secrets`` who may use the desk; ``removed`` what must not come again; ``names``, ``document_names``, ``passages`` and
``passage_terms`` what search looks into, all of which can be made anew from the rest. On PostgreSQL some are in
partitions by month: ``months``.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

VERSION = "0005"
"""The schema this version reads and writes: the last of ``migrations/versions``."""


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC to the microsecond.

    Raises:
        ValueError: when a time to be kept has no zone.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The time in UTC; SQLite keeps it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no zone: the library keeps aware times only.")
        moved = value.astimezone(UTC)
        return moved.replace(tzinfo=None) if dialect.name == "sqlite" else moved

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The time in UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that every database can keep: what none of them takes (NUL, lone surrogates) becomes U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        """Text that PostgreSQL sorts by code point too, whatever language the server was set up in."""
        kind = postgresql.TEXT(collation="C") if dialect.name == "postgresql" else sa.Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The text as it is kept."""
        return None if value is None else value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A counting key; SQLite counts up by itself for INTEGER alone."""

tables = sa.MetaData()

originals = sa.Table(
    "originals",
    tables,
    sa.Column("digest", sa.String(64), primary_key=True),  # SHA-256 of the bytes
    sa.Column("data", sa.LargeBinary, nullable=False),  # zlib
    sa.Column("size", Number, nullable=False),
    sa.Column("location", Words, nullable=False),
    sa.Column("media_type", Words, nullable=False),
)
documents = sa.Table(
    "documents",
    tables,
    sa.Column("number", Number, primary_key=True, autoincrement=False),  # counts the arrivals
    sa.Column("id", Words, nullable=False, unique=True),
    sa.Column("location", Words, nullable=False),
    sa.Column("title", Words),
    sa.Column("outlet", Words),
    sa.Column("url", Words),
    sa.Column("earliest", sa.Date),
    sa.Column("latest", sa.Date),
    sa.Column("kept_at", Moment, nullable=False),
    sa.Column("original", sa.String(64), sa.ForeignKey("originals.digest"), index=True),
    sa.Column("body", sa.LargeBinary, nullable=False),  # the whole Document; the columns beside it are for lists
    sa.Index("documents_by_day", "latest", "id"),
)


def _document(**options: Any) -> sa.Column[Any]:
    return sa.Column("document", Words, sa.ForeignKey("documents.id", ondelete="CASCADE"), **options)


pages = sa.Table(
    "pages",
    tables,
    sa.Column("address", Words, primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),  # "" where the bytes were not given
    _document(primary_key=True),
    sa.Column("first_seen", Moment, nullable=False),
)
readings = sa.Table(
    "readings",
    tables,
    _document(primary_key=True),
    sa.Column("made_by", Words, primary_key=True),
    sa.Column("kept_at", Moment, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
fingerprints = sa.Table(
    "fingerprints",
    tables,
    _document(primary_key=True),
    sa.Column("earliest", sa.Date),
    sa.Column("packed", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", Moment, nullable=False),
    sa.Index("fingerprints_by_day", "earliest", "document"),
)
stories = sa.Table(
    "stories",
    tables,
    sa.Column("id", Words, primary_key=True),
    sa.Column("title", Words, nullable=False),
    sa.Column("first", sa.Date),
    sa.Column("last", sa.Date),
    sa.Column("reports", Number, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("absorbed_by", Words, sa.ForeignKey("stories.id"), index=True),
    sa.Index("stories_by_day", "last", "id"),
    sa.Index("stories_by_change", "changed_at", "id"),
    sa.Index("stories_by_size", "reports", "id"),
)
moves = sa.Table(
    "moves",
    tables,
    sa.Column("number", Number, primary_key=True, autoincrement=False),
    sa.Column("kind", Words, nullable=False),
    sa.Column("story", Words, sa.ForeignKey("stories.id"), nullable=False, index=True),
    sa.Column("other", Words, index=True),
    sa.Column("documents", Words, nullable=False),  # JSON
    sa.Column("why", Words, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("undone_at", Moment),
    sa.Column("before", Words, nullable=False),  # JSON: what to put back when it is taken back
)
members = sa.Table(
    "members",
    tables,
    _document(primary_key=True),
    sa.Column("story", Words, sa.ForeignKey("stories.id"), nullable=False, index=True),
    sa.Column("move", Number, sa.ForeignKey("moves.number"), nullable=False),
)
briefs = sa.Table(
    "briefs",
    tables,
    sa.Column("story", Words, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("made_by", Words, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
seen = sa.Table(
    "seen",
    tables,
    sa.Column("reader", Words, primary_key=True),
    _document(primary_key=True),
    sa.Column("at", Moment, nullable=False),
)
reviews = sa.Table(
    "reviews",
    tables,
    sa.Column("statement", Words, primary_key=True),
    sa.Column("by", Words, primary_key=True),
    sa.Column("at", Moment, primary_key=True),
    sa.Column("story", Words, nullable=False, index=True),
    sa.Column("verdict", Words, nullable=False),
    sa.Column("note", Words, nullable=False),
    sa.Column("data", Words, nullable=False),
)
sources = sa.Table(
    "sources",
    tables,
    sa.Column("address", Words, primary_key=True),
    sa.Column("kind", Words, nullable=False),
    sa.Column("title", Words, nullable=False),
    sa.Column("etag", Words, nullable=False),
    sa.Column("modified", Words, nullable=False),
    sa.Column("added_at", Moment),
    sa.Column("polled_at", Moment),
    sa.Column("next_poll", Moment, index=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("fault", Words, nullable=False),
    sa.Column("paused", sa.Boolean, nullable=False),
)
fetches = sa.Table(
    "fetches",
    tables,
    sa.Column("number", Number, primary_key=True, autoincrement=False),
    sa.Column("url", Words, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("outcome", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("final_url", Words, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("size", Number, nullable=False),
    sa.Column("source", Words, nullable=False, index=True),
    sa.Column("documents", Words, nullable=False),  # JSON
    sa.UniqueConstraint("url", "at", "outcome"),
    sa.Index("fetches_by_time", "at"),
)
watchlists = sa.Table(
    "watchlists",
    tables,
    sa.Column("name", Words, primary_key=True),
    sa.Column("query", Words, nullable=False),
    sa.Column("notify", Words, nullable=False),  # JSON
    sa.Column("created_at", Moment),
)
told = sa.Table(
    "told",
    tables,
    sa.Column("watchlist", Words, primary_key=True),
    sa.Column("key", Words, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)
letters = sa.Table(
    "letters",
    tables,
    sa.Column("id", Words, primary_key=True),  # of where it was and of its bytes
    sa.Column("location", Words, nullable=False),
    sa.Column("address", Words, nullable=False),
    sa.Column("state", Words, nullable=False),  # a LetterState
    sa.Column("reason", Words, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("first_at", Moment, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("size", Number, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),  # what to try again with, zlib; "" where it is not kept
    sa.Index("letters_by_state", "state", "last_at"),
)
removed = sa.Table(
    "removed",
    tables,
    sa.Column("mark", sa.String(64), primary_key=True),  # SHA-256 of an id or address
    sa.Column("at", Moment, nullable=False),
)
accounts = sa.Table(
    "accounts",
    tables,
    sa.Column("name", Words, primary_key=True),
    sa.Column("role", Words, nullable=False),
    sa.Column("password", Words, nullable=False),  # an Argon2 hash
    sa.Column("made_at", Moment, nullable=False),
)
passes = sa.Table(
    "passes",
    tables,
    sa.Column("digest", sa.String(64), primary_key=True),  # SHA-256 of what the visitor holds
    sa.Column("account", Words, sa.ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("kind", Words, nullable=False),  # a PassKind
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("until", Moment),
    sa.Column("note", Words, nullable=False),
)
secrets = sa.Table(
    "secrets",
    tables,
    sa.Column("name", Words, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
names = sa.Table(
    "names",
    tables,
    sa.Column("number", Number, primary_key=True, autoincrement=False),
    sa.Column("kind", Words, nullable=False),  # an EntityKind, "outlet" or "speaker"
    sa.Column("folded", Words, nullable=False),  # " ilse marek ": a space at both ends, so that words can be looked for
    sa.UniqueConstraint("kind", "folded"),
)
document_names = sa.Table(
    "document_names",
    tables,
    _document(primary_key=True),
    sa.Column("name", Number, sa.ForeignKey("names.number"), primary_key=True, index=True),
)
passages = sa.Table(
    "passages",
    tables,
    sa.Column("number", Number, primary_key=True, autoincrement=False),
    sa.Column("kind", Words, nullable=False),  # a HitKind
    _document(nullable=False, index=True),  # of the first piece of evidence
    sa.Column("story", Words, index=True),  # of a statement
    sa.Column("name", Number, sa.ForeignKey("names.number"), index=True),  # of the speaker
    sa.Column("speaker", Words, nullable=False),
    sa.Column("text", Words, nullable=False),  # of a statement; what a report and a quotation say stands in the report
    sa.Column("places", Words, nullable=False),  # JSON: (document, start, end); none for a report
)
